"""The letter of a decision on paper, and the proof that work may start: in the form of Norwegian the municipality writes in.

What is put into the template is words alone. They are kept with the decision, so that the letter is the same file for ever, whatever
becomes of catalogues and settings.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from models.letters import FeeFact, LetterFacts, OutcomeKind
from models.text import Text, _, _n, unpack, verbatim
from models.values import place_name
from ui.print.press import pictures, typeset
from ui.texts import Speaker
from workflows.casework.letters import KeptLetter, Sealed
from workflows.clocks import day_of
from workflows.fees import kroner

TEMPLATES = {1: Path(__file__).with_name("letter.typ")}
"""Every version of the template that a letter was ever made with."""
PROOF = Path(__file__).with_name("proof.typ")
OSLO = ZoneInfo("Europe/Oslo")
APPROVED_LEADS: dict[OutcomeKind, Text] = {
    OutcomeKind.CONTRACT: _("We have gone through the case and approve it. Carry out the work as the case and this letter say."),
    OutcomeKind.INDIVIDUAL: _("We have gone through the case and give the permit. This is an individual decision."),
    OutcomeKind.NOTED: _("We have gone through what you sent and taken note of it. No further approval is needed."),
}
REJECTED_LEADS: dict[OutcomeKind, Text] = {
    OutcomeKind.CONTRACT: _("We have gone through the case and cannot approve it."),
    OutcomeKind.INDIVIDUAL: _("We have gone through the case and refuse it. This is an individual decision."),
    OutcomeKind.REFERRED: _("The case belongs to another authority. The grounds say which, and what you can do."),
}


def letter_pdf(kept: KeptLetter) -> bytes:
    """The letter as PDF/A: the same bytes for the same kept letter, for ever. Takes some hundredths of a second, so a press makes it."""
    return typeset(TEMPLATES[kept.facts.template], {**(kept.words or letter_data(kept.facts)), "arms": kept.arms})


def seal(facts: LetterFacts, arms: str) -> Sealed:
    """Print a letter when it is decided: the words it was made of, and the digest of the PDF."""
    words = letter_data(facts)
    return Sealed(words, hashlib.sha256(typeset(TEMPLATES[facts.template], {**words, "arms": arms})).hexdigest())


def letter_pictures(facts: LetterFacts, arms: str) -> list[bytes]:
    """The letter as it would be, one PNG for each page."""
    return pictures(TEMPLATES[facts.template], {**letter_data(facts), "arms": arms})


def proof_pdf(kept: KeptLetter) -> bytes:
    """One sheet that says that the work may start, to be shown where the work is."""
    return typeset(PROOF, {**proof_data(kept), "arms": kept.arms})


def letter_name(facts: LetterFacts, *, proof: bool = False) -> str:
    """The name of the file: plain letters, digits and hyphens."""
    t = Speaker(facts.language)
    word = t(_("proof")) if proof else t(_("decision"))
    return f"{word}-{facts.number}-{facts.phase}-{facts.decision}.pdf"


def letter_data(facts: LetterFacts) -> dict[str, Any]:
    """What the template puts on the paper, but for the arms: words, numbers and lists of them."""
    t = Speaker(facts.language)
    title = t(title_of(facts))
    return {
        "lang": facts.language,
        "title": t(_("{title}, case {number}", title=title, number=facts.number)),
        "author": facts.municipality,
        "date": _clock(facts.decided_at),
        "heading": title,
        "arms_alt": t(_("The arms of {municipality}", municipality=facts.municipality)),
        "sender": [one for one in (facts.head.department, *facts.head.address.split("\n"), *facts.head.contact.split("\n")) if one.strip()],
        "receiver": _receiver(facts, t),
        "day": t.day(facts.decided_at),
        "facts": _facts(facts, t),
        "instead": _instead(facts, t),
        "lead": t(_lead(facts)),
        "parts": [one for one in (_grounds(facts, t), _own(facts), _validity(facts, t)) if one["lines"]],
        "conditions": {"heading": t(_n("Condition", "Conditions", len(facts.conditions))), "rows": list(facts.conditions)},
        "fees": _fees(facts, t),
        "appeal": _appeal(facts, t),
        "signature": _signature(facts, t),
        "lists": [one for one in (_files(facts, t), _copies(facts, t)) if one["rows"]],
        "footer": t(_("Case {number}, decision {n}", number=facts.number, n=facts.decision)),
        "page": t(_("Page {n} of {all}")),
    }


def title_of(facts: LetterFacts) -> Text:
    """What the letter is called."""
    label, phase = unpack(facts.outcome_label), unpack(facts.phase_title)
    if facts.kind == OutcomeKind.REFERRED:
        return _("Sent on to another authority")
    if facts.outcome == "rejected":
        return (
            _("Decision: {phase} refused", phase=phase) if facts.kind == OutcomeKind.INDIVIDUAL else _("{phase} not approved", phase=phase)
        )
    return _("Decision: {outcome}", outcome=label) if facts.kind == OutcomeKind.INDIVIDUAL else label


def _lead(facts: LetterFacts) -> Text:
    leads = APPROVED_LEADS if facts.outcome == "approved" else REJECTED_LEADS
    return leads.get(facts.kind, leads[OutcomeKind.CONTRACT])


def _clock(moment: datetime) -> list[int]:
    there = moment.astimezone(OSLO)
    return [there.year, there.month, there.day, there.hour, there.minute, there.second]


def _receiver(facts: LetterFacts, t: Speaker) -> list[str]:
    number = facts.organisation_number
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    return [facts.receiver, *([t(_("Org. no. {number}", number=spaced))] if number else [])]


def _facts(facts: LetterFacts, t: Speaker) -> list[tuple[str, str]]:
    told: list[tuple[Text, str]] = [
        (_("Case number"), facts.number),
        (_("Kind of case"), t(unpack(facts.workflow))),
        (_("Part"), t(unpack(facts.phase_title))),
        (_("Property"), place_name("", facts.property_key)),
        (_("Place"), facts.address),
        (_("Your reference"), facts.reference),
    ]
    return [(t(label), words) for label, words in told if words]


def _instead(facts: LetterFacts, t: Speaker) -> list[str]:
    """Which decision this one takes the place of, and why."""
    if facts.replaces is None:
        return []
    told = t(_("This decision takes the place of decision {n} of {day}.", n=facts.replaces, day=facts.replaced_day))
    return [told, *([t(_("Why: {why}", why=verbatim(facts.why)))] if facts.why else [])]


def _grounds(facts: LetterFacts, t: Speaker) -> dict[str, Any]:
    return {"heading": t(_("Grounds")), "lines": _paragraphs(facts.reason)}


def _own(facts: LetterFacts) -> dict[str, Any]:
    """What the municipality adds to letters of this outcome."""
    key = "rejected" if facts.outcome == "rejected" else str(facts.kind)
    words = next((words for outcome, words in facts.head.paragraphs.items() if outcome == key), "")
    return {"heading": "", "lines": _paragraphs(words)}


def _paragraphs(words: str) -> list[str]:
    return [one.strip() for one in words.split("\n\n") if one.strip()]


def _validity(facts: LetterFacts, t: Speaker) -> dict[str, Any]:
    if facts.outcome != "approved" or facts.kind == OutcomeKind.NOTED:
        return {"heading": "", "lines": []}
    lines = [t(_("The approval holds until {day}.", day=facts.valid_until))] if facts.valid_until else []
    if facts.no_limit:
        lines = [t(_("The approval holds without any limit in time."))]
    return {"heading": t(_("How long it holds")), "lines": lines}


def money(ore: int | None) -> Text:
    """An amount as people read it."""
    return _("{amount} kr", amount=kroner(ore)) if ore is not None else _("Worked out when the amounts are known")


def _fees(facts: LetterFacts, t: Speaker) -> dict[str, Any]:
    rows = [(t(unpack(one.label)), t(money(one.ore)), _changed(one, t)) for one in facts.fees]
    known = [one.ore for one in facts.fees if one.ore is not None]
    total = t(_("{amount} kr", amount=kroner(sum(known)))) if len(known) > 1 and len(known) == len(facts.fees) else ""
    note = t(_("Why another fee than the tariff's: {why}", why=verbatim(facts.fee_reason))) if facts.fee_reason else ""
    return {
        "heading": t(_n("Fee", "Fees", len(rows))), "columns": [t(_("Fee")), t(_("Amount"))], "rows": rows,
        "total": [t(_("Sum")), total] if total else [], "note": note,
    }  # fmt: skip


def _changed(fee: FeeFact, t: Speaker) -> str:
    """What the tariff says, where another amount was decided."""
    if fee.tariff is None or fee.ore == fee.tariff:
        return ""
    return t(_("The tariff says {amount} kr.", amount=kroner(fee.tariff)))


def _appeal(facts: LetterFacts, t: Speaker) -> dict[str, Any]:
    if facts.appeal_until is None:
        return {"heading": "", "lines": []}
    body = verbatim(facts.appeal_body) if facts.appeal_body else _("the municipality's appeals board")
    sent_to = facts.head.appeal_address or facts.municipality
    lines = [
        _("You can appeal against this decision. The appeal is decided by {body}.", body=body),
        _(
            "The time to appeal is three weeks from the day the decision reached you. It became available to you in the portal on {day}, so"
            " the last day to appeal is {until}.",
            day=day_of(facts.decided_at), until=facts.appeal_until,
        ),
        _("Send the appeal to {address}. Name the decision, what you want changed, and why.", address=verbatim(sent_to)),
        _("You can ask to see the documents of the case, and that the decision is not carried out before the appeal is decided."),
    ]  # fmt: skip
    return {"heading": t(_("Right of appeal")), "lines": [t(one) for one in lines]}


def _signature(facts: LetterFacts, t: Speaker) -> dict[str, Any]:
    lines = [facts.decided_by, facts.head.department or facts.municipality]
    if facts.proposed_by:
        lines.append(t(_("Prepared by {name}", name=verbatim(facts.proposed_by))))
    there = facts.decided_at.astimezone(OSLO)
    note = _(
        "The letter is approved electronically and needs no signature. Decided {day} at {time}.", day=day_of(there), time=f"{there:%H:%M}"
    )
    return {"closing": facts.head.closing or t(_("Yours sincerely")), "lines": [one for one in lines if one], "note": t(note)}


def _files(facts: LetterFacts, t: Speaker) -> dict[str, Any]:
    return {"heading": t(_n("Enclosure", "Enclosures", len(facts.enclosures))), "rows": list(facts.enclosures)}


def _copies(facts: LetterFacts, t: Speaker) -> dict[str, Any]:
    return {"heading": t(_("Copy to")), "rows": list(facts.copies)}


def proof_data(kept: KeptLetter) -> dict[str, Any]:
    """What the proof says: that the work may start, where, who may, until when, and where the whole decision is."""
    facts = kept.facts
    t = Speaker(facts.language)
    told: list[tuple[Text, str]] = [
        (_("Case number"), facts.number),
        (_("Kind of case"), t(unpack(facts.workflow))),
        (_("Place"), ", ".join(filter(None, (facts.address, place_name("", facts.property_key))))),
        (_("Company"), facts.receiver),
        (_("Decided"), t(_("{day} by {name}, {municipality}", day=day_of(facts.decided_at),
            name=verbatim(facts.decided_by), municipality=facts.municipality))),
        (_("Holds until"), t.day(facts.valid_until) if facts.valid_until else t(_("No limit in time")) if facts.no_limit else ""),
    ]  # fmt: skip
    return {
        "lang": facts.language, "title": t(_("Approved – you may start, case {number}", number=facts.number)), "author": facts.municipality,
        "date": _clock(facts.decided_at), "heading": t(_("Approved – you may start")), "label": t(unpack(facts.outcome_label)),
        "arms_alt": t(_("The arms of {municipality}", municipality=facts.municipality)),
        "facts": [(t(label), words) for label, words in told if words],
        "conditions": {"heading": t(_n("Condition", "Conditions", len(facts.conditions))), "rows": list(facts.conditions)},
        "note": t(_("This sheet tells what was decided. The decision itself is the letter in the case, and it holds.")),
        "proof": [t(_("Digest of the letter (SHA-256)")), kept.sha256] if kept.sha256 else [],
    }  # fmt: skip
