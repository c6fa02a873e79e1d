"""The life of one company's access to one municipality: one table of transitions, closed unless listed. Pure.

Pages read their buttons from it, use cases their permission, and a test draws every path. Source: domain README section 3.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.parties import CompanyAccess
from models.text import Text, _, _c
from workflows.access.standing import GONE

NONE, REQUESTED, MORE_INFO, APPROVED, REJECTED, SUSPENDED, ENDED = (
    "none", "requested", "more_info", "approved", "rejected", "suspended", "ended"
)  # fmt: skip
STATES: dict[str, Text] = {
    REQUESTED: _c("access", "Waits for an answer"),
    MORE_INFO: _c("access", "Asked for more"),
    APPROVED: _c("access", "Approved"),
    REJECTED: _c("access", "Not approved"),
    SUSPENDED: _c("access", "Suspended"),
    ENDED: _c("access", "Ended"),
}
By = Literal["company", "municipality", "machine"]


@dataclass(frozen=True, slots=True)
class Move:
    """One transition: its name, from which states, to which, by whom, and the event it leaves. Words are the reason or the question."""

    name: str
    sources: frozenset[str]
    target: str
    by: By
    event: str
    needs_words: bool = False
    takes_day: bool = False


MOVES = (
    Move("request", frozenset({NONE, REJECTED, ENDED}), REQUESTED, "company", "access_requested"),
    Move("answer", frozenset({MORE_INFO}), REQUESTED, "company", "access_answered", needs_words=True),
    Move("approve", frozenset({REQUESTED, MORE_INFO, REJECTED}), APPROVED, "municipality", "access_approved"),
    Move("ask_more", frozenset({REQUESTED}), MORE_INFO, "municipality", "access_question", needs_words=True),
    Move("reject", frozenset({REQUESTED, MORE_INFO}), REJECTED, "municipality", "access_rejected", needs_words=True),
    Move("suspend", frozenset({APPROVED}), SUSPENDED, "municipality", "access_suspended", needs_words=True, takes_day=True),
    Move("end", frozenset({APPROVED, SUSPENDED}), ENDED, "municipality", "access_ended", needs_words=True, takes_day=True),
    Move("restore", frozenset({SUSPENDED}), APPROVED, "municipality", "access_approved"),
    Move("register_suspend", frozenset({APPROVED}), SUSPENDED, "machine", "register_suspended"),
    Move("register_restore", frozenset({SUSPENDED}), APPROVED, "machine", "register_restored"),
)
BY_NAME = {one.name: one for one in MOVES}
BY_REGISTER = frozenset({"register_suspend", "register_restore"})
"""What the register does to an access. The municipality's plan for it stands through both."""
PLANNED = {SUSPENDED: "suspend", ENDED: "end"}
"""Which move a planned change is."""
LONGEST_WORDS = 2_000


def state_of(access: CompanyAccess | None) -> str:
    """Where an access stands; `none` when there is none."""
    return access.state if access else NONE


def why_not(name: str, access: CompanyAccess | None, *, gone: str, words: str = "", day: date | None = None, today: date) -> Text | None:
    """Why this cannot be done to an access now, and what to do; None when it can. `gone` is what the register says of the company."""
    move, state = BY_NAME[name], state_of(access)
    if state not in move.sources:
        return _("This was changed meanwhile: the company's standing is “{state}”.", state=STATES.get(state, _("none")))
    if gone and move.target == APPROVED and move.by == "municipality":
        return _("The register says that the company is {status}. Read the register again if that is wrong.", status=GONE[gone])
    if move.needs_words and not words.strip():
        return _("Write the reason; the company will read it") if move.by == "municipality" else _("Write an answer first.")
    if len(words) > LONGEST_WORDS:
        return _("Use at most {most} characters.", most=LONGEST_WORDS)
    if move.takes_day and day is not None and day < today:
        return _("Choose today or a day to come.")
    return None


def offered(access: CompanyAccess | None, by: By) -> list[Move]:
    """What that side may do to an access as it stands."""
    return [one for one in MOVES if one.by == by and state_of(access) in one.sources]
