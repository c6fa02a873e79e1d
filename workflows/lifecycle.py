"""What may happen to a case: one transition table, from which buttons, API actions, permissions and the drawing in the docs are read.

Closed unless listed. Guards are pure; they answer `ALLOWED` or a `Refusal` whose sentence explains the button, fills the API's problem and
fails the use case alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models.actor import Actor, Machine
from models.base import Ball, BoardColumn, Phase, Status
from models.errors import NotAllowed, Refused
from models.text import Text, _, _n
from workflows.policy import authorize, may


@dataclass(frozen=True, slots=True)
class Refusal:
    """No, and why, with what to do about it."""

    why: Text


ALLOWED = None
"""A guard's yes; a `Refusal` is its no."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What guards look at. Counts are of the current phase.

    `planned` requests lie in the tray, `planned_blocking` of them have to be answered. `unanswered` blocking requests wait for the
    contractor, `open` ones for anybody (also for an officer's look). `needed_gaps` are ledger rows needed for a decision that neither are
    met nor have been found good by an officer. From `runs_out_on` the case may lapse; None while nothing runs out. `being_checked` names a
    file of the phase that nobody has judged yet, which takes seconds. `has_record`: the municipality has something to answer itself.
    """

    company_id: str
    municipality_id: str
    phase: Phase
    status: Status
    blocking_gaps: int = 0
    needed_gaps: int = 0
    planned: int = 0
    planned_blocking: int = 0
    open: int = 0
    unanswered: int = 0
    answered: int = 0
    proposed_by: str | None = None
    four_eyes: bool = False
    assignee_id: str | None = None
    has_access: bool = True
    runs_out_on: date | None = None
    today: date = date.min
    being_checked: str = ""
    has_record: bool = False


Guard = Callable[[Standing, "Actor | Machine"], Refusal | None]


def nothing_is_being_checked(case: Standing, _actor: Actor | Machine) -> Refusal | None:
    """A sending waits for the check of its files, so that nobody is asked for what is there already."""
    if not case.being_checked:
        return ALLOWED
    return Refusal(_("{file} is being checked. Wait a moment and send again.", file=case.being_checked))


def nothing_blocks_sending(case: Standing, _actor: Actor | Machine) -> Refusal | None:
    """Blocking gaps stop a sending; what is needed for a decision does not."""
    if not case.has_access:
        return Refusal(_("The municipality has not approved your company yet. Your draft is kept; send it when they have."))
    if case.blocking_gaps:
        return Refusal(
            _n("{n} thing must be mended before you can send.", "{n} things must be mended before you can send.", case.blocking_gaps)
        )
    return ALLOWED


def was_never_sent(case: Standing, _actor: Actor | Machine) -> Refusal | None:
    """What the municipality has seen keeps its kind; only the first draft may become something else."""
    if case.phase == Phase.APPLICATION:
        return ALLOWED
    return Refusal(_("The municipality has approved an earlier part. The kind of case stays."))


def has_planned_requests(case: Standing, _actor: Actor | Machine) -> Refusal | None:
    """There is something to send, and something to wait for: a pause without a question would never end."""
    if not case.planned:
        return Refusal(_("Nothing is in the tray. Mark what must be corrected first."))
    if not case.planned_blocking:
        return Refusal(_("Nothing in the tray has to be answered. Write a message instead, or mark what must be."))
    return ALLOWED


def something_was_answered(case: Standing, _actor: Actor | Machine) -> Refusal | None:
    """A resubmission carries at least one answer."""
    if case.answered:
        return ALLOWED
    return Refusal(_("Nothing has changed since the municipality asked. Correct what they point at, or say why it is right."))


def no_open_requests(case: Standing, _actor: Actor | Machine) -> Refusal | None:
    """No decision while the case waits for corrections or answers have not been looked at."""
    if not case.open:
        return ALLOWED
    return Refusal(
        _n(
            "{n} correction request is open. Accept the answer or withdraw the request first.",
            "{n} correction requests are open. Accept the answers or withdraw the requests first.",
            case.open,
        )
    )


def no_planned_requests(case: Standing, _actor: Actor | Machine) -> Refusal | None:
    """A decision must not forget what lies in the tray."""
    return Refusal(_("There are unsent requests in the tray. Send or delete them first.")) if case.planned else ALLOWED


def nothing_needed_lacks(case: Standing, _actor: Actor | Machine) -> Refusal | None:
    """An approval needs every needed requirement met, or found good by an officer."""
    if not case.needed_gaps:
        return ALLOWED
    return Refusal(
        _n(
            "{n} requirement is not met. Ask for it, or mark it as met otherwise.",
            "{n} requirements are not met. Ask for them, or mark them as met otherwise.",
            case.needed_gaps,
        )
    )


def not_own_proposal(case: Standing, actor: Actor | Machine) -> Refusal | None:
    """Where the municipality wants four eyes, one proposes and another decides. Source: local rule `four_eyes`."""
    if not case.four_eyes:
        return ALLOWED
    if case.proposed_by is None:
        return Refusal(_("A decision must be proposed by one person and made by another. Propose it first."))
    if isinstance(actor, Actor) and actor.person_id == case.proposed_by:
        return Refusal(_("You proposed this decision yourself. Another person must make it."))
    return ALLOWED


def is_not_mine(case: Standing, actor: Actor | Machine) -> Refusal | None:
    """Taking what one already has changes nothing."""
    mine = isinstance(actor, Actor) and actor.person_id == case.assignee_id
    return Refusal(_("The case is already yours.")) if mine else ALLOWED


def has_assignee(case: Standing, _actor: Actor | Machine) -> Refusal | None:
    """Only a taken case can be released."""
    return ALLOWED if case.assignee_id else Refusal(_("Nobody has taken the case."))


def time_has_run_out(case: Standing, _actor: Actor | Machine) -> Refusal | None:
    """A permit lapses when it was not used in time, a case that waits when the answers never came. Source: COM-22."""
    if case.runs_out_on is None:
        return Refusal(_("Nothing has run out: the approval is used in time, or nobody is waited for."))
    if case.today < case.runs_out_on:
        return Refusal(_("The case can lapse from {day}, not before.", day=case.runs_out_on))
    return ALLOWED


def has_something_to_record(case: Standing, _actor: Actor | Machine) -> Refusal | None:
    """Only some kinds of work are followed up: mains that are taken over, surfaces that are guaranteed."""
    return ALLOWED if case.has_record else Refusal(_("There is nothing to follow up in this case."))


@dataclass(frozen=True)
class Transition:
    """One thing that may be done: from which statuses, to which (None: the status stays), under which guards.

    `policy` is the action of the permission table; empty for what only the portal itself does.
    """

    name: str
    label: Text
    origins: frozenset[Status]
    target: Status | None
    policy: str
    guards: tuple[Guard, ...] = ()


_HANDLED = frozenset({Status.SUBMITTED, Status.RESUBMITTED, Status.IN_REVIEW})
_RUNNING = _HANDLED | {Status.PAUSED}
_ALL = frozenset(Status)

LIFECYCLE: tuple[Transition, ...] = (
    Transition("answer", _("Answer"), frozenset({Status.DRAFT, Status.PAUSED}), None, "answer"),
    Transition(
        "submit",
        _("Send to the municipality"),
        frozenset({Status.DRAFT}),
        Status.SUBMITTED,
        "submit",
        (nothing_is_being_checked, nothing_blocks_sending),
    ),
    Transition("pause_at_once", _("Ask for what lacks"), frozenset({Status.SUBMITTED, Status.RESUBMITTED}), Status.PAUSED, ""),
    Transition("answer_request", _("Answer a request"), frozenset({Status.PAUSED}), None, "answer_request"),
    Transition("unlock_step", _("Change something else"), frozenset({Status.PAUSED}), None, "unlock_step"),
    Transition(
        "resubmit",
        _("Send answers"),
        frozenset({Status.PAUSED}),
        Status.RESUBMITTED,
        "resubmit",
        (nothing_is_being_checked, nothing_blocks_sending, something_was_answered),
    ),
    Transition("withdraw", _("Withdraw the case"), frozenset({Status.DRAFT}) | _RUNNING, Status.WITHDRAWN, "withdraw"),
    Transition("convert", _("Change the kind of case"), frozenset({Status.DRAFT}), None, "convert", (was_never_sent,)),
    Transition("take", _("Take the case"), _RUNNING, None, "take", (is_not_mine,)),
    Transition("assign", _("Assign"), _RUNNING, None, "assign"),
    Transition("release", _("Release"), _RUNNING, None, "release", (has_assignee,)),
    Transition("begin_review", _("Begin the check"), frozenset({Status.SUBMITTED, Status.RESUBMITTED}), Status.IN_REVIEW, "begin_review"),
    Transition("tick", _("Mark as good"), _HANDLED, None, "tick"),
    Transition("plan_request", _("Ask for a correction"), _HANDLED, None, "plan_request"),
    Transition(
        "send_requests", _("Send the requests"), frozenset({Status.IN_REVIEW}), Status.PAUSED, "send_requests", (has_planned_requests,)
    ),
    Transition("extend_requests", _("Give more time"), frozenset({Status.PAUSED}), None, "extend_requests"),
    Transition(
        "withdraw_request",
        _("Withdraw a request"),
        frozenset({Status.PAUSED, Status.IN_REVIEW, Status.RESUBMITTED}),
        None,
        "withdraw_request",
    ),
    Transition("unpause", _("End the pause"), frozenset({Status.PAUSED}), Status.IN_REVIEW, ""),
    Transition("judge_answer", _("Judge an answer"), frozenset({Status.IN_REVIEW, Status.RESUBMITTED}), None, "judge_answer"),
    Transition("propose", _("Propose a decision"), frozenset({Status.IN_REVIEW}), None, "propose", (no_open_requests,)),
    Transition(
        "approve",
        _("Approve"),
        frozenset({Status.IN_REVIEW}),
        Status.APPROVED,
        "approve",
        (no_planned_requests, no_open_requests, nothing_needed_lacks, not_own_proposal),
    ),
    Transition(
        "reject",
        _("Reject"),
        frozenset({Status.IN_REVIEW}),
        Status.REJECTED,
        "reject",
        (no_planned_requests, no_open_requests, not_own_proposal),
    ),
    Transition("open_phase", _("Open the next phase"), frozenset({Status.APPROVED}), Status.DRAFT, ""),
    Transition("complete", _("Close the case"), frozenset({Status.APPROVED}), Status.COMPLETED, ""),
    Transition("lapse", _("Mark as lapsed"), frozenset({Status.DRAFT, Status.PAUSED}), Status.LAPSED, "lapse", (time_has_run_out,)),
    Transition("reopen", _("Reopen"), frozenset({Status.COMPLETED, Status.REJECTED}), Status.IN_REVIEW, "reopen"),
    Transition("keep_record", _("Follow up"), frozenset({Status.COMPLETED}), None, "keep_record", (has_something_to_record,)),
    Transition("message", _("Write a message"), _ALL, None, "message"),
    Transition("note", _("Write an internal note"), _ALL, None, "note"),
)
BY_NAME = {one.name: one for one in LIFECYCLE}


def decide(case: Standing, name: str, actor: Actor | Machine) -> Status:
    """The status after the action; the only way to one.

    Raises NotThere or NotAllowed by the permission table, NotAllowed for people doing what only the portal does, Refused when the status
    or a guard says no; then nothing may be changed.
    """
    transition = BY_NAME[name]
    if isinstance(actor, Actor):
        if not transition.policy:
            raise NotAllowed
        authorize(actor, transition.policy, company_id=case.company_id, municipality_id=case.municipality_id)
    refusal = refusal_of(case, transition, actor)
    if refusal is not None:
        raise Refused(refusal.why)
    return transition.target or case.status


def refusal_of(case: Standing, transition: Transition, actor: Actor | Machine) -> Refusal | None:
    """Why a transition cannot happen now, None when it can. Permission is another question."""
    if case.status not in transition.origins:
        return Refusal(_status_refusal(case.status))
    return next((refusal for guard in transition.guards if (refusal := guard(case, actor)) is not None), ALLOWED)


def permitted(case: Standing, actor: Actor) -> dict[str, Refusal | None]:
    """Every action the actor's role gives, each with None (may be done now) or the refusal that says why not."""
    return {
        one.name: refusal_of(case, one, actor)
        for one in LIFECYCLE
        if one.policy and may(actor, one.policy, company_id=case.company_id, municipality_id=case.municipality_id)
    }


def ball_of(status: Status) -> Ball:
    """Who has to act. Source: domain README section 4."""
    if status in (Status.DRAFT, Status.PAUSED, Status.APPROVED):
        return Ball.CONTRACTOR
    return Ball.MUNICIPALITY if status in _HANDLED else Ball.NOBODY


def column_of(phase: Phase, status: Status, *, is_ready: bool, was_sent: bool) -> BoardColumn:
    """The board's column: who has the ball. `is_ready`: everything is looked at and a decision can be made. Source: product.md 3.13."""
    if not was_sent:
        return BoardColumn.HIDDEN
    if status == Status.DRAFT:
        return BoardColumn.FINAL_DOCS
    if status == Status.IN_REVIEW:
        return BoardColumn.READY if is_ready else BoardColumn.CHECKING
    return {
        Status.SUBMITTED: BoardColumn.NEW,
        Status.RESUBMITTED: BoardColumn.ANSWERED,
        Status.PAUSED: BoardColumn.WAITING,
        Status.APPROVED: BoardColumn.FINAL_DOCS,
    }.get(status, BoardColumn.CLOSED)


def _status_refusal(status: Status) -> Text:
    return {
        Status.DRAFT: _("The case has not been sent yet."),
        Status.SUBMITTED: _("The municipality has received the case and must begin the check first."),
        Status.IN_REVIEW: _("The municipality is looking at the case."),
        Status.PAUSED: _("The case waits for the contractor's answers."),
        Status.RESUBMITTED: _("The answers are sent; the municipality must begin the check first."),
        Status.APPROVED: _("This phase is approved."),
        Status.REJECTED: _("The case is rejected."),
        Status.COMPLETED: _("The case is closed."),
        Status.WITHDRAWN: _("The case is withdrawn."),
        Status.LAPSED: _("The case has lapsed."),
    }[status]
