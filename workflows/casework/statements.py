"""Statements from the officer's side: whom to ask and what they may see, taking it back, letting the contractor read the answer.

A colleague reads the case anyway. An outside expert is let in by a link that works once, to this one case, to the parts chosen, until
a day; `storage/scope.py` is the one place that opens it. Open questions stop no decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from models.access import OutboxItem
from models.actor import Actor
from models.base import Role
from models.case import Case
from models.delegation import OPEN_COWORK
from models.errors import BadInput, NotThere, Refused
from models.parties import Membership
from models.people import Invitation
from models.statements import ASKED, GIVEN, WITHDRAWN, Statement, StatementFile
from models.text import Text, _
from workflows.access.people import usable_address
from workflows.casework.describing import documents_of
from workflows.casework.dossiers import Loaded, load
from workflows.casework.reaching import reached
from workflows.casework.settling import OVER, settle, tell
from workflows.casework.sight import seen_by
from workflows.casework.statement_lines import lines_of
from workflows.casework.views import DocumentInfo, StatementLine
from workflows.clocks import OSLO, day_of
from workflows.policy import MATRIX, authorize, may
from workflows.ports import Chance, UnitOfWork
from workflows.summary import summary

LONGEST = 4000
USUAL_DAYS, DAYS_AFTER_DUE, LONGEST_DAYS = 14, 14, 180


@dataclass(frozen=True, slots=True)
class Ask:
    """What an officer wants: of whom, what, of which parts, by when. `person` is a colleague's id, empty for somebody outside by `email`.

    `steps` are the parts an outsider may read, each as `phase/step`, without `hidden_documents`; None for all that was sent.
    """

    question: str
    due_on: date
    person: str = ""
    email: str = ""
    whom: str = ""
    steps: Sequence[str] | None = None
    hidden_documents: Sequence[str] = ()
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepChoice:
    """One part that was sent, and can be shown to an outsider."""

    key: str
    phase: Text
    title: Text


@dataclass(frozen=True, slots=True)
class StatementsView:
    """All statements of a case, and what is needed to ask for one more."""

    case_id: str
    ref: str
    number: str
    lines: Sequence[StatementLine]
    may_ask: bool
    colleagues: Mapping[str, str]
    steps: Sequence[StepChoice]
    documents: Sequence[DocumentInfo]
    due_on: date
    expires_on: date


def statements_view(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> StatementsView:
    """The statements of a case. Raises NotThere, NotAllowed."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "see_statements", municipality_id=case.municipality_id)
        loaded = seen_by(actor, load(case, work=work, now=now), work.cases.snapshots(case.id))
        lines = lines_of(case, work)
        members = work.parties.members(actor.scope)
    colleagues = {person.id: person.name for person, held in members if _may_give(held) and person.id != actor.person_id}
    due = day_of(now) + timedelta(days=USUAL_DAYS)
    may_ask = may(actor, "ask_statement") and case.status not in OVER
    return StatementsView(
        case.id, case.ref, case.number, lines, may_ask, colleagues, step_choices(loaded, case),
        documents_of(loaded, {}), due, due + timedelta(days=DAYS_AFTER_DUE),
    )  # fmt: skip


def shared_statements(ref: str, *, actor: Actor, work: UnitOfWork) -> Sequence[StatementLine]:
    """The statements the municipality lets the case's company read. Raises NotThere, NotAllowed."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "see_shared_statements", company_id=case.company_id)
        return lines_of(case, work, shared_only=True)


def statement_file(ref: str, file_id: str, *, actor: Actor, work: UnitOfWork) -> StatementFile:
    """A file of a statement, for staff and, where it is shared, for the company. Raises NotThere, NotAllowed."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "download", company_id=case.company_id, municipality_id=case.municipality_id)
        found = next((one for one in work.statements.files_of(case.id) if one.id == file_id), None)
        of = next((one for one in work.statements.of_case(case.id) if found and one.id == found.statement_id), None)
        if found is None or of is None or (not actor.is_staff and of.shared_at is None):
            raise NotThere
        return found


def ask_statement(
    ref: str, ask: Ask, *, token: str, token_hash: str, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Statement:
    """Ask a colleague, who is told at once, or somebody outside, who gets a link by mail that works once.

    `token` is that link's secret, made by the caller, of which only `token_hash` is kept. Raises BadInput for what cannot be asked, Refused
    for a case that is over and for somebody of the companies on it.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "ask_statement", municipality_id=case.municipality_id)
        if case.status in OVER:
            raise Refused(_("The case is over. Take it up again before you ask."))
        loaded = load(case, work=work, now=now)
        made = _made(ask, loaded, actor=actor, work=work, now=now, chance=chance)
        outside = made.is_outside
        data = {"statement": made.id, "person": made.person_id, "outside": outside, "due": made.due_on.isoformat()}
        if outside:
            _invite(made, token, token_hash, case, actor, work, now, chance)
        work.statements.save(made)
        settle(loaded, "statement_asked", actor=actor, work=work, now=now, data=data, detail={"words": made.question})
        if not outside:
            tell(case, "statement_asked", [made.person_id or ""], work=work, chance=chance, now=now, statement=made.id, name=actor.name)
        work.commit()
    return made


def withdraw_statement(
    ref: str, statement_id: str, reason: str = "", *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Statement:
    """Ask no more; an outside expert's access ends at once, whether the statement was given or not. Raises NotThere, Refused."""
    with work:
        case, actor, found = _found(ref, statement_id, "ask_statement", actor, work)
        if found.state not in (ASKED, GIVEN) or (found.state == GIVEN and not found.is_outside):
            raise Refused(_("There is nothing to take back."))
        was_asked = found.state == ASKED
        if was_asked:
            found.state = WITHDRAWN
        found.ended_by, found.ended_at, found.reason = actor.person_id, now, reason.strip()[:LONGEST]
        found.expires_at = min(found.expires_at, now)
        work.statements.save(found)
        _revoke(found, work, now)
        loaded = load(case, work=work, now=now)
        detail = {"words": found.reason} if found.reason else {}
        settle(loaded, "statement_withdrawn", actor=actor, work=work, now=now, data={"statement": found.id}, detail=detail)
        if was_asked and found.person_id:
            tell(case, "statement_withdrawn", [found.person_id], work=work, chance=chance, now=now)
        work.commit()
    return found


def share_statement(ref: str, statement_id: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Statement:
    """Let the contractor read a statement that was given, with its files. Raises NotThere, Refused."""
    with work:
        case, actor, found = _found(ref, statement_id, "ask_statement", actor, work)
        if found.state != GIVEN or found.shared_at is not None:
            raise Refused(_("Only a statement that was given can be shared, and only once."))
        found.shared_by, found.shared_at = actor.person_id, now
        work.statements.save(found)
        settle(load(case, work=work, now=now), "statement_shared", actor=actor, work=work, now=now, data={"statement": found.id})
        tell(case, "statement_shared", [case.created_by], work=work, chance=chance, now=now)
        work.commit()
    return found


def remind_of_statements(*, work: UnitOfWork, now: datetime, chance: Chance) -> int:
    """On the day a statement is wanted, remind who is asked, and tell who asked; how many. By the machine, once for each."""
    with work:
        due = work.statements.to_remind(day_of(now))
        for one in due:
            case = work.cases.by_id(one.case_id)
            names = work.parties.names([one.person_id]) if one.person_id else {}
            whom = one.whom or names.get(one.person_id or "", one.email)
            if one.person_id:
                tell(case, "statement_due", [one.person_id], work=work, chance=chance, now=now, statement=one.id)
            tell(case, "statement_late", [one.asked_by], work=work, chance=chance, now=now, whom=whom)
            one.reminded_at = now
            work.statements.save(one)
        if due:
            work.commit()
    return len(due)


def step_choices(loaded: Loaded, case: Case) -> list[StepChoice]:
    """The parts that were sent, phase by phase, as the municipality sees them now."""
    phases = [one for one in loaded.workflow.phases if one.phase == case.phase or loaded.answers_of(one.phase)]
    return [
        StepChoice(f"{one.phase}/{section.step}", one.title, section.title)
        for one in phases
        for section in summary(loaded.workflow, loaded.dossier(one.phase))
    ]


def _made(ask: Ask, loaded: Loaded, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Statement:
    case, question = loaded.case, ask.question.strip()[:LONGEST]
    if not question:
        raise BadInput(_("Write what you want a statement on."), target="question")
    if not day_of(now) <= ask.due_on <= day_of(now) + timedelta(days=LONGEST_DAYS):
        raise BadInput(_("Choose a day from today, at most {days} days ahead.", days=LONGEST_DAYS), target="due_on")
    until = ask.expires_on or ask.due_on + timedelta(days=DAYS_AFTER_DUE)
    if not ask.due_on <= until <= ask.due_on + timedelta(days=LONGEST_DAYS):
        raise BadInput(_("Let the access end on the day the statement is wanted, or some time after."), target="expires_on")
    known = {one.key for one in step_choices(seen_by(actor, loaded, work.cases.snapshots(case.id)), case)}
    steps = sorted(known if ask.steps is None else known & set(ask.steps))
    email = "" if ask.person else _address(ask.email, case, work)
    colleague = _colleague(ask.person, actor, work) if ask.person else None
    if email and not steps:
        raise BadInput(_("Choose at least one part for the expert to read."), target="steps")
    return Statement(
        id=chance.ref(), case_id=case.id, municipality_id=case.municipality_id, phase=case.phase, is_outside=not ask.person,
        person_id=colleague, email=email, whom=" ".join(ask.whom.split())[:100], question=question, steps=steps,
        hidden_documents=list(ask.hidden_documents)[:500], due_on=ask.due_on,
        expires_at=datetime.combine(until + timedelta(days=1), time(), OSLO), asked_by=actor.person_id, asked_at=now,
    )  # fmt: skip


def _may_give(held: Membership) -> bool:
    """Who only reads is asked for nothing: an answer would be a change of the case."""
    return held.active and held.role in MATRIX["give_statement"]


def _colleague(person_id: str, actor: Actor, work: UnitOfWork) -> str:
    if person_id not in {person.id for person, held in work.parties.members(actor.scope) if _may_give(held)}:
        raise BadInput(_("Choose a colleague from the list."), target="person")
    return person_id


def _address(email: str, case: Case, work: UnitOfWork) -> str:
    """The address of somebody who is on neither side of the case."""
    address = usable_address(email)
    known = work.people.person_by_email(address)
    held = [one for one in work.oversight.memberships(known.id) if one.active] if known else []
    if any(one.municipality_id == case.municipality_id for one in held):
        raise BadInput(_("This is a colleague. Choose them from the list instead."), target="email")
    companies = {case.company_id} | {one.company_id for one in work.delegation.coworks(case.id) if one.state in OPEN_COWORK}
    if any(one.company_id in companies for one in held):
        raise Refused(_("{email} belongs to a company on this case, and cannot give a statement on it.", email=address), target="email")
    return address


def _invite(
    made: Statement, token: str, token_hash: str, case: Case, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> None:
    invitation = Invitation(
        id=chance.id(), token_hash=token_hash, email=made.email, role=Role.EXPERT, invited_by=actor.person_id, created_at=now,
        expires_at=made.expires_at,
    )  # fmt: skip
    work.people.save_invitation(invitation)
    made.invitation_id = invitation.id
    known = work.people.person_by_email(made.email)
    payload: dict[str, Any] = {
        "to": made.email, "until": f"{made.expires_at:%d.%m.%Y}", "token": token, "name": actor.name, "tenant": actor.tenant_name,
        "number": case.number, "language": known.language if known else actor.language,
    }  # fmt: skip
    work.dispatch(OutboxItem(id=chance.id(), kind="statement_invited", payload=payload, created_at=now))


def _revoke(found: Statement, work: UnitOfWork, now: datetime) -> None:
    """A link that was not used yet works no more."""
    invitation = work.statements.invitation(found.invitation_id) if found.invitation_id else None
    if invitation is not None and invitation.used_at is None and invitation.revoked_at is None:
        invitation.revoked_at = now
        work.people.save_invitation(invitation)


def _found(ref: str, statement_id: str, action: str, actor: Actor, work: UnitOfWork) -> tuple[Case, Actor, Statement]:
    case, actor = reached(ref, actor=actor, work=work)
    authorize(actor, action, municipality_id=case.municipality_id)
    found = next((one for one in work.statements.of_case(case.id) if one.id == statement_id), None)
    if found is None:
        raise NotThere
    return case, actor, found
