"""A preparation as blocks of words: the page and the PDF are made from the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.base import Phase
from models.text import Text, _, _n, verbatim
from ui.contractor.parts import NAMES
from ui.theme import Tone
from workflows.casework.preparing import Prepared
from workflows.experience import From
from workflows.fees import kroner
from workflows.preparing import FeeLine, Need, Paper, Proof, Stage, TimeLine
from workflows.words import listed

NEEDS: dict[Need, tuple[Text, Tone]] = {
    Need.NEEDED: (_("needed"), Tone.BLUE),
    Need.RECOMMENDED: (_("recommended"), Tone.PLAIN),
    Need.DEPENDS: (_("depends on your answers"), Tone.YELLOW),
    Need.OPTIONAL: (_("if you have it"), Tone.PLAIN),
}


@dataclass(frozen=True)
class Item:
    """One line of a list: what, more about it, and a mark beside it."""

    what: Text
    more: Sequence[Text] = ()
    mark: Text | None = None
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Part:
    """A list, with a heading where a block has several."""

    heading: Text | None
    items: Sequence[Item]


@dataclass(frozen=True)
class Block:
    """One subject: its lists, and a note under them."""

    key: str
    heading: Text
    parts: Sequence[Part]
    note: Text | None = None


def blocks(prepared: Prepared) -> list[Block]:
    """Everything that is told, in order."""
    told = prepared.told
    made = [
        _documents(told.stages),
        _certificates(told.proofs),
        _fees(told.fees, prepared),
        _times(told.stages, prepared),
        _mistakes(prepared),
        _way(told.stages),
        Block("people", _("Who applies"), (Part(None, [Item(one) for one in told.people]),), _APPROVED),
        _contact(prepared),
    ]
    return [one for one in made if one is not None]


_APPROVED = _("The municipality must have approved the company before the case can be sent. The owner does not need a login.")


def _documents(stages: Iterable[Stage]) -> Block:
    parts = [Part(_heading(stage), [_paper(one) for one in stage.papers]) for stage in stages if stage.papers]
    note = None if parts else _("No documents are asked for.")
    return Block("documents", _("Documents"), parts, note)


def _heading(stage: Stage) -> Text:
    """When it is wanted: with the application, or in a later phase."""
    now = stage.phase == Phase.APPLICATION
    return _("Now: {phase}", phase=stage.title) if now else _("Later: {phase}", phase=stage.title)


def _paper(paper: Paper) -> Item:
    words, tone = NEEDS[paper.need]
    more = [paper.how] if paper.how else []
    if paper.each:
        more.append(_("For each row in “{group}”.", group=paper.each))
    kinds = listed([NAMES[kind] for kind in paper.accepts])
    more.append(_("As {kinds}.", kinds=kinds))
    label = _("{label}: at least {n}", label=paper.label, n=paper.at_least) if paper.at_least > 1 else paper.label
    return Item(label, more, words, tone)


def _certificates(proofs: Sequence[Proof]) -> Block:
    items = list(_proofs(proofs))
    note = _("The responsible person must have them, valid until the work ends.") if items else _("No certificates are asked for.")
    return Block("certificates", _("Certificates"), [Part(None, items)] if items else [], note)


def _proofs(proofs: Sequence[Proof]) -> Iterator[Item]:
    for proof in proofs:
        words, tone = NEEDS[proof.need]
        ways = [_together(way) for way in proof.ways]
        if len(ways) == 1:
            yield Item(ways[0], (), words, tone)
        else:
            yield Item(_("One of these:"), ways, words, tone)


def _together(way: Sequence[Text]) -> Text:
    if len(way) == 2:
        return _("{first} and {second}", first=way[0], second=way[1])
    return way[0] if len(way) == 1 else listed(way)


def _fees(fees: Sequence[FeeLine], prepared: Prepared) -> Block:
    items = [_fee(one) for one in fees]
    note = None
    if not items:
        note = _("The portal knows of no fee for handling this. Ask the municipality if you are in doubt.")
    elif not prepared.municipality:
        note = _("Amounts differ by municipality. Choose one to see its own.")
    return Block("fees", _("Fees"), [Part(None, items)] if items else [], note)


def _fee(fee: FeeLine) -> Item:
    words, tone = NEEDS[fee.need]
    mark = None if fee.need == Need.NEEDED else words
    if fee.ore is None:
        return Item(fee.label, [_("Set by the municipality")], mark, tone)
    amount = _("{amount} kr", amount=kroner(fee.ore))
    if fee.unit:
        amount = _("{amount} kr for each {unit}", amount=kroner(fee.ore), unit=fee.unit)
    return Item(fee.label, [amount, _("VAT is included.") if fee.vat else _("Without VAT.")], mark, tone)


def _times(stages: Iterable[Stage], prepared: Prepared) -> Block:
    shown = list(stages)
    parts = [Item(stage.title, _handling(stage)) for stage in shown]
    if not prepared.municipality:
        note = _("Times differ by municipality. They are counted from when everything is there.")
    elif any(stage.usual_days is not None for stage in shown):
        note = _("“Usually” is the middle of what cases here took in the last two years. Limits count from when everything is there.")
    else:
        note = _("Too few cases were decided here lately to tell the usual time. Limits count from when everything is there.")
    return Block("time", _("Usual time"), [Part(None, parts)], note)


def _handling(stage: Stage) -> list[Text]:
    if stage.noted:
        return [_("A notice: work may begin when it is sent.")]
    words: list[Text] = []
    if stage.usual_days is not None:
        words.append(_n("Usually decided in {n} working day", "Usually decided in {n} working days", stage.usual_days))
    for one in stage.times:
        words.append(_length(one) if one.usual else _("In some cases: {time}", time=_length(one)))
        if one.deemed_granted:
            words.append(_("Without an answer by then it counts as granted."))
    return words


def _length(time: TimeLine) -> Text:
    if time.unit == "weeks":
        return _n("Within {n} week", "Within {n} weeks", time.length)
    return _n("Within {n} working day", "Within {n} working days", time.length)


def _mistakes(prepared: Prepared) -> Block | None:
    items = [Item(one.what, [one.how]) for one in prepared.told.mistakes]
    return Block("mistakes", _("The most common mistakes"), [Part(None, items)], _counted_in(prepared)) if items else None


def _counted_in(prepared: Prepared) -> Text:
    """Whose cases the mistakes were counted in."""
    missed = prepared.told.missed
    if missed is None or missed.source == From.DECLARED:
        return _("Written down by those who know this kind of case. There are too few cases here yet to count in.")
    if missed.source == From.MUNICIPALITY:
        return _(
            "Most often asked for in {n} cases in {municipality} in the last two years.", n=missed.cases, municipality=prepared.municipality
        )
    return _("Most often asked for in {n} cases in all municipalities here in the last two years.", n=missed.cases)


def _way(stages: Sequence[Stage]) -> Block:
    items = []
    for stage in stages:
        size = _("{steps} pages with at most {questions} questions", steps=len(stage.steps), questions=stage.questions)
        words, tone = NEEDS[Need.DEPENDS]
        more = [size, _("Ends with: {outcome}", outcome=stage.outcome)] if stage.outcome else [size]
        items.append(Item(stage.title, more, words if stage.need == Need.DEPENDS else None, tone))
    return Block("way", _("How the case goes"), [Part(None, items)], _("Answers are saved as you write. You can stop and go on later."))


def _contact(prepared: Prepared) -> Block | None:
    known = prepared.contact
    lines = [verbatim(words) for words in (known.phone, known.email) if words]
    if not lines and not known.name:
        return None
    more = [*lines, *([known.hours.text] if not known.hours.is_empty else [])]
    return Block("contact", _("Questions?"), [Part(None, [Item(verbatim(known.name or prepared.municipality), more)])])
