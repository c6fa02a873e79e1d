"""One event as a sentence in plain words: who did what. Kinds without a sentence of their own are told by what they are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from models.base import Phase
from models.case import Event
from models.text import Text, _, _n
from workflows.casework.describing import HAPPENED
from workflows.declare import Workflow

_CHANGED_ROWS = _n("{n} row was added or removed.", "{n} rows were added or removed.", 1)
_PREPARED_REQUESTS = _n("{n} request was prepared.", "{n} requests were prepared.", 1)
_TAKEN_OUT = _n("{n} file was taken out or put back.", "{n} files were taken out or put back.", 1)
_CONFIRMED = _n("{n} place with files was confirmed.", "{n} places with files were confirmed.", 1)
_REASONS = _n("{n} reason was given for what cannot be supplied.", "{n} reasons were given for what cannot be supplied.", 1)
_LOOKED_AT = _n("{n} change was looked at.", "{n} changes were looked at.", 1)

PREPARED: Mapping[str, Text] = {
    "answered": _n("{n} answer was written.", "{n} answers were written.", 1),
    "attached": _n("{n} file was uploaded.", "{n} files were uploaded.", 1),
    "file_removed": _TAKEN_OUT,
    "file_restored": _TAKEN_OUT,
    "files_confirmed": _CONFIRMED,
    "waived": _REASONS,
    "unwaived": _REASONS,
    "row_added": _CHANGED_ROWS,
    "row_removed": _CHANGED_ROWS,
}
"""Small things a company does between two sendings, and how many of them are said."""
REVIEWED: Mapping[str, Text] = {
    "ticked": _n("{n} requirement was found in order.", "{n} requirements were found in order.", 1),
    "unticked": _n("{n} tick was taken back.", "{n} ticks were taken back.", 1),
    "request_planned": _PREPARED_REQUESTS,
    "request_edited": _PREPARED_REQUESTS,
    "request_deleted": _PREPARED_REQUESTS,
    "change_seen": _LOOKED_AT,
    "change_unseen": _LOOKED_AT,
}
"""Small things the municipality's people do while they check, for their own eyes."""


def so_many(one: Text, n: int) -> Text:
    """The same sentence for another number."""
    return Text(one.msgid, {"n": n}, one.context, one.plural, n)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence may be made of: `who` is empty for the portal itself, `part` is the phase's title, `words` what was written."""

    event: Event
    who: str
    part: Text
    words: str
    other: str

    @property
    def day(self) -> date | None:
        """The day the event names, if it names one."""
        named = self.event.data.get("due") or self.event.data.get("guarantee_until")
        return date.fromisoformat(named) if isinstance(named, str) else None


def sentence_of(event: Event, who: str, workflow: Workflow, names: Mapping[str, str]) -> tuple[Text, str]:
    """What happened, and the words somebody wrote about it, to be quoted; empty when the sentence has them already or there are none."""
    words = str(event.detail.get("words") or event.detail.get("reason") or "")
    part = next((one.title for one in workflow.phases if one.phase == event.phase), _("The case"))
    told = _Told(event, who, part, words, names.get(str(event.data.get("person", "")), ""))
    make, plain = _MADE.get(event.kind), _PLAIN.get(event.kind)
    said = make(told) if make else plain.with_values(who=who, part=part, other=words) if plain else None
    if said is None:
        label = HAPPENED[event.kind]
        return (_("{who}: {what}", who=who, what=label) if who else label), words
    return said, "" if event.kind in _SAYS_THE_WORDS else words


def _submitted(told: _Told) -> Text:
    if told.event.phase == Phase.APPLICATION:
        return _("{who} sent the application to the municipality.", who=told.who)
    return _("{who} sent the part “{part}” to the municipality.", who=told.who, part=told.part)


def _paused(told: _Told) -> Text:
    if told.event.data.get("automatic"):
        return _("Something was lacking, so the portal paused the case at once and asked for it.")
    asked = told.event.data.get("requests")
    number = len(asked) if isinstance(asked, list) else int(asked or 1)
    return _n("{who} asked for {n} correction.", "{who} asked for {n} corrections.", number, who=told.who)


def _moved(told: _Told) -> Text | None:
    return _("{who} gave more time. The answers may come until {day}.", who=told.who, day=told.day) if told.day else None


def _assigned(told: _Told) -> Text:
    if told.other:
        return _("{who} gave the case to {other}.", who=told.who, other=told.other)
    return _("{who} gave the case to a colleague.", who=told.who)


def _approved(told: _Told) -> Text:
    number = int(told.event.data.get("conditions") or 0)
    if number:
        return _n(
            "{who} approved the part “{part}” with {n} condition.",
            "{who} approved the part “{part}” with {n} conditions.",
            number,
            who=told.who,
            part=told.part,
        )
    return _("{who} approved the part “{part}”.", who=told.who, part=told.part)


def _proposed(told: _Told) -> Text:
    if told.event.data.get("outcome") == "rejected":
        return _("{who} proposed to reject it.", who=told.who)
    return _("{who} proposed to approve it.", who=told.who)


def _completed(told: _Told) -> Text:
    if told.day:
        return _("The case was closed. The guarantee runs until {day}.", day=told.day)
    return _("The case was closed.")


def _guarantee(told: _Told) -> Text | None:
    return _("{who} let the guarantee run until {day}.", who=told.who, day=told.day) if told.day and told.who else None


def _lapsed(told: _Told) -> Text:
    if told.event.data.get("automatic"):
        return _("The approval was not used in time, and the case lapsed.")
    return _("{who} let the case lapse.", who=told.who)


def _about_a_request(told: _Told) -> Text | None:
    number = told.event.data.get("number")
    if number is None:
        return None
    match told.event.kind:
        case "request_withdrawn":
            return _("{who} withdrew request {number}.", who=told.who, number=number)
        case "answer_accepted":
            return _("{who} accepted the answer to request {number}.", who=told.who, number=number)
        case _:
            return _("{who} was not content with the answer to request {number}.", who=told.who, number=number)


_PLAIN: Mapping[str, Text] = {
    "started": _("{who} began a draft."),
    "converted": _("{who} made it another kind of case."),
    "resubmitted": _("{who} sent answers to the municipality's requests."),
    "unpaused": _("The municipality's last request was withdrawn, and the pause ended."),
    "more_time_asked": _("{who} asked for more time to answer."),
    "review_began": _("{who} began to check the case."),
    "taken": _("{who} took the case."),
    "released": _("{who} let go of the case."),
    "rejected": _("{who} rejected the part “{part}”."),
    "phase_opened": _("The part “{part}” can now be filled in."),
    "withdrawn": _("{who} withdrew the case."),
    "reopened": _("{who} took the case up again."),
    "step_unlocked": _("{who} opened another part to change it."),
    "message": _("{who} wrote a message."),
    "cowork_invited": _("{who} asked {other} to work on the case."),
    "cowork_accepted": _("{other} began to work on the case."),
    "cowork_declined": _("{other} did not want to work on the case."),
    "cowork_ended": _("{other} no longer works on the case."),
}
"""Sentences that need no more than who, what part, and which other company."""
_MADE: Mapping[str, Callable[[_Told], Text | None]] = {
    "submitted": _submitted,
    "paused": _paused,
    "due_moved": _moved,
    "assigned": _assigned,
    "approved": _approved,
    "proposed": _proposed,
    "completed": _completed,
    "guarantee_set": _guarantee,
    "lapsed": _lapsed,
    "request_withdrawn": _about_a_request,
    "answer_accepted": _about_a_request,
    "request_reopened": _about_a_request,
}
_SAYS_THE_WORDS = frozenset({"cowork_invited", "cowork_accepted", "cowork_declined", "cowork_ended"})
