"""What both sides' pages of a company are made of: the register's entry, the history of an access, certificates with their last day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from models.text import Text, _, _n
from ui.components import Column, SummaryRow, Tag, TimelineEntry, data_table, notice, paragraph, summary_list, timeline
from ui.public.register.words import entry_lines
from ui.theme import Tone
from ui.visit import Visit
from workflows.access.life import APPROVED, ENDED, MORE_INFO, REJECTED, REQUESTED, STATES, SUSPENDED
from workflows.access.seeing import CompanyView, Happening, Proof, Standing
from workflows.access.standing import COMPANY_IS_GONE, GONE
from workflows.access.watching import WARN_DAYS

TONES = {REQUESTED: Tone.BLUE, MORE_INFO: Tone.YELLOW, APPROVED: Tone.GREEN, REJECTED: Tone.RED, SUSPENDED: Tone.RED, ENDED: Tone.GREY}
HAPPENED: dict[str, Text] = {
    "access_requested": _("Asked for access"),
    "access_answered": _("Answered the municipality's question"),
    "access_question": _("Asked the company for more"),
    "access_approved": _("Approved the company"),
    "access_rejected": _("Did not approve the company"),
    "access_suspended": _("Suspended the access"),
    "access_ended": _("Ended the access"),
    "register_suspended": _("Access suspended: the company register says the company is gone"),
    "register_restored": _("Access as before: the company register says the company can act"),
}


def register_part(view: CompanyView, visit: Visit) -> None:
    """What Enhetsregisteret says, when it said so, and what speaks against the company."""
    if view.gone:
        notice(_("The company register says so. It cannot send cases."), Tone.RED, title=COMPANY_IS_GONE[view.gone])
    elif view.read_at is None:
        notice(
            _("The company register has not confirmed this company. Look it up before you rely on it."),
            Tone.YELLOW,
            title=_("Not verified"),
        )
    elif view.cannot:
        notice(view.cannot.how, Tone.YELLOW, title=view.cannot.why)
    rows = [SummaryRow(label, words) for label, words in entry_lines(view.entry, view.name, view.number)]
    if view.read_at:
        rows.append(SummaryRow(_("Read from the company register"), visit.speaker.moment(view.read_at)))
        if view.asked_at and view.asked_at > view.read_at:
            rows.append(SummaryRow(_("Asked last, without a usable answer"), visit.speaker.moment(view.asked_at)))
    if view.right:
        rows.append(SummaryRow(_("Right to act for the company"), view.right))
    summary_list(rows, title=_("The company register"))


def standing_words(standing: Standing) -> Text | str:
    """What comes, or why an access stands as it does; empty where there is nothing to say."""
    if standing.next_on:
        known = {"day": standing.next_on, "state": STATES[standing.next_state], "reason": standing.next_reason}
        return _("From {day}: {state}. {reason}", **known)
    if standing.by_register:
        return _("The register says that the company is {status}.", status=GONE[standing.reason]) if standing.reason in GONE else ""
    return standing.reason


def history_part(history: Sequence[Happening], visit: Visit, us: str) -> None:
    """Every event of an access, newest first. `us` stands where the actor's name is not told."""
    timeline([_entry(one, visit, us) for one in reversed(history)])


def _entry(one: Happening, visit: Visit, us: str) -> TimelineEntry:
    what = HAPPENED.get(one.kind) or _("Planned a change from {day}", day=str(one.data.get("day", "")))
    words = "" if one.kind.startswith("register_") else one.words
    who = one.by or (visit.t(_("The portal")) if one.kind.startswith("register_") else us)
    return TimelineEntry(visit.speaker.moment(one.at), who, what, words or None)


def ends_words(proof: Proof) -> tuple[Text, Tone]:
    """How long a certificate still holds."""
    if proof.expires_on is None or proof.days_left is None:
        return _("No last day"), Tone.GREY
    return last_day_words(proof.expires_on, proof.days_left)


def last_day_words(last: date, left: int) -> tuple[Text, Tone]:
    """The same of a certificate with a last day and days left until it, below 0 when it is past."""
    if left < 0:
        return _("Expired {day}", day=last), Tone.RED
    if left <= max(WARN_DAYS):
        return _n("Expires in {n} day", "Expires in {n} days", left), Tone.YELLOW
    return _("Until {day}", day=last), Tone.GREEN


def proofs_part(
    proofs: Sequence[Proof], visit: Visit, *, form: Callable[[Proof], str] | None = None, file: Callable[[Proof], str] | None = None
) -> None:
    """Certificates with who holds them and their last day; `form` is where one is changed, `file` where its file is fetched."""
    if not proofs:
        paragraph(_("No certificates yet."), look="muted")
        return
    columns = (
        Column("what", _("Certificate"), "link" if form else "text"),
        Column("number", _("Number")),
        Column("holder", _("Held by")),
        Column("ends", _("Holds"), "tag"),
        Column("file", _("File"), "link" if file else "text"),
    )
    data_table(columns, [_row(one, visit, form, file) for one in proofs], caption=_("Certificates"))


def _row(one: Proof, visit: Visit, form: Callable[[Proof], str] | None, file: Callable[[Proof], str] | None) -> dict[str, Any]:
    words, tone = ends_words(one)
    what, name = visit.t(one.title), one.file_name or None
    return {
        "id": one.id,
        "what": {"words": what, "href": form(one)} if form else what,
        "number": one.number or None,
        "holder": one.holder,
        "ends": {"words": words, "tone": tone, "strong": tone == Tone.RED},
        "file": {"words": name, "href": file(one)} if file and name else name,
    }


def typed_words(label: Text, id_: str, typed: dict[str, str], *, rows: int = 3) -> None:
    """A field for a reason or an answer, kept in `typed["words"]` while the page is redrawn around it."""
    Tag("label", label, classes="field-label", for_=id_)
    box = Tag("textarea", classes="control", id=id_, rows=str(rows), maxlength="2000", value=typed.get("words", ""))
    box.on("input", lambda event: typed.update(words=str(event.args)[:2000]), js_handler="(e) => emit(e.target.value)")
