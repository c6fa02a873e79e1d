"""What was decided, as both sides read it: outcome, conditions, fees, validity, appeal, the letter, and proof that work may start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from models.letters import AppealState, OutcomeKind
from models.text import Text, _
from ui.components.base import Handler, View, html
from ui.print.letter import money
from ui.print.letter_door import letter_address
from ui.texts import Speaker
from workflows.casework.reading_letters import AppealInfo, Decided, may_start
from workflows.casework.views import Head
from workflows.clocks import day_of

APPEALS: dict[AppealState, tuple[Text, str]] = {
    AppealState.RECEIVED: (_("Appeal open"), "yellow"),
    AppealState.SENT_ON: (_("With the appeal body"), "yellow"),
    AppealState.UPHELD: (_("The decision stands"), "grey"),
    AppealState.CHANGED: (_("The decision was changed"), "blue"),
}
WAYS: dict[AppealState, Text] = {
    AppealState.SENT_ON: _("Sent to the appeal body"),
    AppealState.UPHELD: _("The decision stands"),
    AppealState.CHANGED: _("The decision is changed: correct it, or reopen the case"),
}


@dataclass(frozen=True, slots=True)
class Rights:
    """What the reader may do with decisions; a company may read."""

    is_staff: bool = False
    may_correct: bool = False
    may_register: bool = False
    may_answer: bool = False


class DecidedView(View):
    """Every decision, the newest first. Acts: `register_appeal`, `answer_appeal`."""

    template = html("decided", Path(__file__).parent / "html")

    def show(self, data: dict[str, Any]) -> None:
        """The decisions as they are now."""
        self.change(wrong=None, **data)

    def tell_wrong(self, target: str, words: Text) -> None:
        """Say beside a field what to mend; what was typed stays."""
        self.change(wrong={"target": target, "words": words})


def decided_view(data: dict[str, Any], on_act: Handler | None = None) -> DecidedView:
    """The piece, for whoever may do nothing with decisions without a handler."""
    return DecidedView({**data, "wrong": None, "words": WORDS}, on_act=on_act)


def decided_data(decided: Sequence[Decided], head: Head, speaker: Speaker, today: date, rights: Rights) -> dict[str, Any]:
    """What the piece shows."""
    shown = sorted(decided, key=lambda one: one.at, reverse=True)
    start = None if rights.is_staff else may_start(head.status, head.phase, decided)
    return {
        "decisions": [_decision(one, head, speaker, rights) for one in shown],
        "start": _start(start, head) if start else None,
        "may_register": rights.may_register,
        "today": today.isoformat(),
    }


def is_appealed(decided: Sequence[Decided]) -> bool:
    """Whether an appeal is open in the case."""
    return any(each.is_open for one in decided for each in one.appeals)


def _start(one: Decided, head: Head) -> dict[str, Any]:
    until = (
        _("Show this proof where you work. It holds until {day}.", day=one.valid_until)
        if one.valid_until
        else _("Show this proof where you work.")
    )
    return {
        "title": _("Approved – you may start"), "words": until, "print": _("Print the proof (PDF)"),
        "href": letter_address(head.ref, one.phase, one.number, proof=True),
    }  # fmt: skip


def outcome_words(one: Decided) -> Text:
    """What was decided, in a word."""
    if one.kind == OutcomeKind.REFERRED:
        return _("Sent on to another authority")
    if one.outcome == "rejected":
        return _("Rejected")
    return _("Taken note of") if one.kind == OutcomeKind.NOTED else _("Approved")


def _decision(one: Decided, head: Head, speaker: Speaker, rights: Rights) -> dict[str, Any]:
    title = _("{phase}: {outcome}", phase=one.phase_title, outcome=outcome_words(one))
    named = _("{phase}, decision {n}", phase=one.phase_title, n=one.number)
    can_correct = rights.may_correct and one.is_newest
    return {
        "id": f"{one.phase}-{one.number}", "title": title, "replaced": not one.is_newest, "marks": _marks(one),
        "facts": [{"label": label, **_said(words)} for label, words in _facts(one, speaker, rights) if words],
        "letter": letter_address(head.ref, one.phase, one.number), "letter_label": _("Read the letter (PDF): {what}", what=named),
        "correct": f"/cases/{head.ref}/decision?correct={one.phase}-{one.number}" if can_correct else "",
        "correct_label": _("Correct: {what}", what=named), "appeal_label": _("Register an appeal: {what}", what=named),
        "from": day_of(one.at).isoformat(), "appeals": [_appeal(each, speaker, rights) for each in one.appeals],
    }  # fmt: skip


def _said(words: Any) -> dict[str, Any]:
    return {"lines": words} if isinstance(words, list) else {"words": words}


def _marks(one: Decided) -> list[dict[str, Any]]:
    marks = [] if one.is_newest else [{"words": _("Replaced by decision {n}", n=one.replaced_by), "tone": "grey"}]
    marks += [{"words": _("Corrects decision {n}", n=one.replaces), "tone": "blue"}] if one.replaces and one.why else []
    return marks + [{"words": APPEALS[each.state][0], "tone": "yellow"} for each in one.appeals if each.is_open][:1]


def _facts(one: Decided, speaker: Speaker, rights: Rights) -> list[tuple[Text, Any]]:
    fees = [f"{speaker(fee.label)}: {speaker(money(fee.ore))}" for fee in one.fees]
    holds = _("Without limit in time") if one.no_limit else speaker.day(one.valid_until)
    noticed = (
        speaker.moment(one.opened_at) if one.opened_at else _("Not opened by the company yet") if rights.is_staff and one.has_letter else ""
    )
    return [
        (_("Grounds"), one.reason),
        (_("Conditions"), list(one.conditions)),
        (_("Fees"), "\n".join(fees)),
        (_("Holds until"), holds),
        (_("You can appeal until") if not rights.is_staff else _("Can be appealed until"), speaker.day(one.appeal_until)),
        (_("Appeals are decided by"), one.appeal_body if one.appeal_until else ""),
        (_("Why it was corrected"), one.why),
        (_("Decided by"), f"{one.by}, {speaker.moment(one.at)}"),
        (_("First opened by the company"), noticed),
    ]


def _appeal(one: AppealInfo, speaker: Speaker, rights: Rights) -> dict[str, Any]:
    words, tone = APPEALS[one.state]
    ways = [{"key": str(key), "label": label} for key, label in WAYS.items() if key != one.state]
    answered = _("{day}: {words}", day=speaker.day(one.answered_on), words=one.answer) if one.answer else ""
    title = _("Appeal from {name}, received {day}", name=one.appellant, day=one.received_on)
    return {
        "id": one.id, "title": title, "state": words, "tone": tone,
        "words": one.words, "answer": answered, "may_answer": rights.may_answer and one.is_open, "ways": ways,
    }  # fmt: skip


WORDS: dict[str, Text] = {
    "letter": _("The letter (PDF)"),
    "correct": _("Correct"),
    "register": _("Register an appeal"),
    "received_on": _("Day it came"),
    "appellant": _("Who appeals"),
    "appeal_words": _("What the appeal says (optional)"),
    "register_go": _("Register the appeal"),
    "cancel": _("Cancel"),
    "state": _("What becomes of the appeal"),
    "answer_reason": _("Reason"),
    "answer_go": _("Answer the appeal"),
}
