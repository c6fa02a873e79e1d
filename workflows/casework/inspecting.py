"""Inspections on a case: asked for or proposed, agreed, moved, cancelled, and what was found. Raises as `appointments` says.

All raise NotThere, NotAllowed, Refused with the reason the button gives, and BadInput naming the field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.actor import Actor
from models.base import Role
from models.case import Case
from models.correspondence import CorrectionRequest, TargetKind
from models.errors import BadInput, Refused
from models.followup import Appointment, AppointmentState
from models.text import _, pack, verbatim
from workflows.appointments import Act, Span, checked, clashing, demand, kept, other_side, spans_of
from workflows.casework.dossiers import Loaded, load
from workflows.casework.reaching import reached
from workflows.casework.settling import DRAFT_KINDS, OVER, permit, settle, tell
from workflows.casework.site import side_of, why_not
from workflows.casework.telling import HANDLERS, company_people, officers_of, packed_moment
from workflows.policy import authorize
from workflows.ports import Chance, UnitOfWork

LONGEST, SHORT = 2000, 200


@dataclass(frozen=True, slots=True)
class Wish:
    """An inspection somebody wants: what for, where, who else comes, and the times to choose from. `officer_id` is staff's to say."""

    purpose: str
    times: Sequence[Span]
    place: str = ""
    comes: str = ""
    officer_id: str = ""


@dataclass(frozen=True, slots=True)
class Arranged:
    """What became of an inspection. `clashes` are the same officer's other inspections at one of its times, as their own times."""

    appointment: Appointment
    clashes: Sequence[tuple[str, Span]] = ()


def ask_inspection(ref: str, wish: Wish, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Arranged:
    """The contractor wants somebody to come, for instance before a trench is filled back."""
    return _new(ref, "ask_inspection", wish, actor=actor, work=work, now=now, chance=chance)


def propose_inspection(ref: str, wish: Wish, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Arranged:
    """The municipality wants to come; the contractor chooses among the times. Who proposes it comes, unless another is named."""
    return _new(ref, "propose_inspection", wish, actor=actor, work=work, now=now, chance=chance)


def accept_inspection(
    ref: str, appointment_id: str, choice: int = 0, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Arranged:
    """Take one of the proposed times, counted from 0. An officer who accepts comes, unless one was named."""
    with work:
        loaded, one, actor = _found(ref, appointment_id, "accept", actor=actor, work=work, now=now)
        spans = spans_of(one)
        if not 0 <= choice < len(spans):
            raise BadInput(_("Choose one of the times."), target="choice")
        if spans[choice].start <= now:
            raise BadInput(_("This time has passed. Suggest another one."), target="choice")
        one.state, one.starts_at, one.ends_at, one.words = AppointmentState.AGREED, spans[choice].start, spans[choice].end, ""
        one.officer_id = one.officer_id or (actor.person_id if actor.is_staff else None)
        return _keep(loaded, one, "inspection_agreed", actor=actor, work=work, now=now, chance=chance)


def suggest_times(
    ref: str, appointment_id: str, times: Sequence[Span], words: str = "", *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Arranged:
    """Other times instead of those proposed, or, with a reason, instead of the one that was agreed; the other side then answers."""
    with work:
        loaded, one, actor = _found(ref, appointment_id, "suggest", actor=actor, work=work, now=now)
        moves = one.state == AppointmentState.AGREED
        if moves and not words.strip():
            raise BadInput(_("Say why the inspection must be moved."), target="words")
        one.times, one.state, one.starts_at, one.ends_at = kept(checked(times, now)), AppointmentState.PROPOSED, None, None
        one.turn, one.words = other_side(side_of(actor)), words.strip()[:LONGEST]
        kind = "inspection_moved" if moves else "inspection_suggested"
        return _keep(loaded, one, kind, actor=actor, work=work, now=now, chance=chance)


def decline_inspection(
    ref: str, appointment_id: str, words: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Arranged:
    """No inspection, with the reason."""
    return _end(ref, appointment_id, "decline", words, actor=actor, work=work, now=now, chance=chance)


def cancel_inspection(
    ref: str, appointment_id: str, words: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Arranged:
    """It does not come to be after all, with the reason; either side may say so."""
    return _end(ref, appointment_id, "cancel", words, actor=actor, work=work, now=now, chance=chance)


def record_inspection(
    ref: str,
    appointment_id: str,
    findings: str,
    *,
    held: bool = True,
    request: str = "",
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
) -> Arranged:
    """What came of it: held, with what was found, or that it was not. `request` goes into the tray as a correction to ask for.

    Raises Refused when a correction cannot be planned in the case as it stands.
    """
    with work:
        loaded, one, actor = _found(ref, appointment_id, "record", actor=actor, work=work, now=now, action="record_inspection")
        if not findings.strip():
            words = _("Write what you found.") if held else _("Write why it was not held.")
            raise BadInput(words, target="findings")
        one.state = AppointmentState.HELD if held else AppointmentState.MISSED
        one.findings = findings.strip()[:LONGEST]
        planned = _plan(loaded, request.strip()[:LONGEST], findings, actor, work, now, chance) if request.strip() else ""
        kind = "inspection_held" if held else "inspection_missed"
        return _keep(loaded, one, kind, actor=actor, work=work, now=now, chance=chance, planned=planned)


def calendar_entry(ref: str, appointment_id: str, *, actor: Actor, work: UnitOfWork) -> tuple[Case, Appointment]:
    """One inspection for a calendar, with its case. Raises NotThere, NotAllowed, Refused before a time is agreed."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "see_case", company_id=case.company_id, municipality_id=case.municipality_id)
        one = work.followup.appointment(case.id, appointment_id)
        if one.starts_at is None:
            raise Refused(_("No time is agreed yet."))
    return case, one


def _new(ref: str, act: str, wish: Wish, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Arranged:
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, act, company_id=case.company_id, municipality_id=case.municipality_id)
        loaded = load(case, work=work, now=now)
        why = why_not(act, loaded, work.cases.events(case.id, without=DRAFT_KINDS), work.followup.appointments(case.id))
        if why is not None:
            raise Refused(why)
        if not wish.purpose.strip():
            raise BadInput(_("Say what is to be looked at."), target="purpose")
        side = side_of(actor)
        one = Appointment(
            id=chance.id(), case_id=case.id, municipality_id=case.municipality_id, phase=case.phase, turn=other_side(side),
            by_company=side == "company", purpose=wish.purpose.strip()[:SHORT], place=wish.place.strip()[:SHORT],
            comes=wish.comes.strip()[:SHORT], times=kept(checked(wish.times, now)), officer_id=_officer(wish, actor, case, work),
            created_by=actor.person_id, created_at=now, changed_by=actor.person_id, changed_at=now, sequence=-1,
        )  # fmt: skip
        kind = "inspection_asked" if side == "company" else "inspection_proposed"
        return _keep(loaded, one, kind, actor=actor, work=work, now=now, chance=chance)


def _officer(wish: Wish, actor: Actor, case: Case, work: UnitOfWork) -> str | None:
    """Who comes from the municipality: the one it named, or who proposes; when the contractor asks, nobody yet. Raises BadInput."""
    if not actor.is_staff:
        return None
    if not wish.officer_id:
        return actor.person_id
    handlers = [person.id for person, held in work.parties.members(actor.scope) if held.role in HANDLERS or held.role in _ALSO_COME]
    if wish.officer_id not in handlers:
        raise BadInput(_("Choose somebody of the municipality."), target="officer")
    return wish.officer_id


_ALSO_COME = (Role.MUNICIPALITY_ADMIN,)


def _end(ref: str, appointment_id: str, act: Act, words: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Arranged:
    with work:
        loaded, one, actor = _found(ref, appointment_id, act, actor=actor, work=work, now=now)
        if not words.strip():
            raise BadInput(_("Give the reason."), target="words")
        declines = act == "decline"
        one.state, one.words = AppointmentState.DECLINED if declines else AppointmentState.CANCELLED, words.strip()[:LONGEST]
        kind = "inspection_declined" if declines else "inspection_cancelled"
        return _keep(loaded, one, kind, actor=actor, work=work, now=now, chance=chance)


def _found(
    ref: str, appointment_id: str, act: Act, *, actor: Actor, work: UnitOfWork, now: datetime, action: str = "answer_inspection"
) -> tuple[Loaded, Appointment, Actor]:
    case, actor = reached(ref, actor=actor, work=work)
    authorize(actor, action, company_id=case.company_id, municipality_id=case.municipality_id)
    one = work.followup.appointment(case.id, appointment_id)
    if case.status in OVER and act not in ("cancel", "record"):
        raise Refused(_("The case is over."))
    demand(one, act, side_of(actor), now)
    return load(case, work=work, now=now), one, actor


def _keep(
    loaded: Loaded,
    one: Appointment,
    kind: str,
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    planned: str = "",
) -> Arranged:
    """Write it, record it, tell the other side, and say what else the officer has at that time. Ends the transaction."""
    case = loaded.case
    one.sequence, one.changed_by, one.changed_at = one.sequence + 1, actor.person_id, now
    work.followup.save(one)
    data: dict[str, Any] = {"appointment": one.id, "times": kept(spans_of(one)), "request": planned}
    said = {"words": one.findings if kind in ("inspection_held", "inspection_missed") else one.words or one.purpose}
    settle(loaded, kind, actor=actor, work=work, now=now, data=data, detail=said)
    officers = officers_of(case, work)
    people = company_people(loaded, work) if actor.is_staff else [one.officer_id] if one.officer_id else officers
    more: dict[str, Any] = {"when": packed_moment(spans_of(one)[0].start), "purpose": one.purpose}
    more |= {"reason": one.words} if one.words else {}
    tell(case, kind, [person for person in people if person], work=work, chance=chance, now=now, **more)
    clashes = clashing(one, work.followup.of_officers([one.officer_id])) if one.officer_id and actor.is_staff else []
    work.commit()
    return Arranged(one, [(other.purpose, span) for other, span in clashes])


def _plan(loaded: Loaded, words: str, findings: str, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> str:
    """A correction in the tray that rests on what was found; its id."""
    permit(loaded, "plan_request", actor)
    request = CorrectionRequest(
        id=chance.id(), case_id=loaded.case.id, phase=loaded.case.phase, number=1 + max((one.number for one in loaded.requests), default=0),
        target_kind=TargetKind.FREE, what=pack(verbatim(words)), how_to_fix=pack(verbatim("")), extra_reason=findings.strip()[:LONGEST],
        created_by=actor.person_id, created_at=now,
    )  # fmt: skip
    work.cases.save_request(request)
    loaded.requests = work.cases.requests(loaded.case.id)
    loaded.changed()
    return request.id
