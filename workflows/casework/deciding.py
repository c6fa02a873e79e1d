"""Deciding: approve, reject; then the next phase opens, filled with what is known, or the case is closed and the books written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from models.actor import Actor, Machine, Scope
from models.base import Phase, Status
from models.case import AnswerSet, Case
from models.correspondence import Decision
from models.errors import BadInput
from models.letters import Terms
from models.text import _
from workflows.casework.dossiers import Loaded, load
from workflows.casework.duties import renew_by_log
from workflows.casework.freshness import demand_seen
from workflows.casework.letters import Seal, demand_whole, keep_letter, next_number, paper_of, told_of, whole, wrongs_of
from workflows.casework.paths import entry_of
from workflows.casework.proposing import demand_terms, propose
from workflows.casework.reaching import reached
from workflows.casework.settling import close_requests, permit, settle, tell
from workflows.clocks import day_of
from workflows.declare import Group, PhaseDeclaration, Prefill
from workflows.guarantee import guarantee_until
from workflows.index import index_of
from workflows.policy import demand_fresh_login
from workflows.ports import Chance, UnitOfWork
from workflows.reading import Reading, RowReading

__all__ = ["approve", "lapse", "propose", "reject", "reopen"]
LONGEST = 4000


def approve(
    ref: str,
    reason: str,
    conditions: Sequence[str] = (),
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    seen_version: int | None = None,
    terms: Terms | None = None,
    seal: Seal | None = None,
) -> Case:
    """Approve the phase, with conditions. The next phase that applies opens as a draft; after the last the case is completed.

    `terms` holds what else was written: fees, validity, kind of outcome, copies. `seal` prints the letter, which is frozen with the
    decision. Raises Refused while something stands open, or without `terms` where a decision with terms of its own is written already;
    SignInAgain when the sign-in is old, CaseMoved when others changed it since `seen_version`, BadInput without a reason, or naming the
    first field that is wrong.
    """
    with work:
        case, loaded, status = _deciding(ref, "approve", seen_version, actor=actor, work=work, now=now)
        demand_terms(case, terms, work)
        decided, given = case.phase, whole(terms, "approved", reason, conditions)
        said = _decide(loaded, given, actor, work, now, chance, seal)
        following = _next_phase(loaded)
        data = {"outcome": "approved", "conditions": len(given.conditions), "opens": str(following.phase) if following else "", **said}
        detail = {"reason": given.reason, "conditions": list(given.conditions)}
        close_requests(loaded, work=work, now=now)
        settle(
            loaded, "approved", actor=actor, work=work, now=now, status=status, data=data, detail=detail, approved_at=now, proposal_by=None
        )
        if following:
            _open(loaded, following, actor, work, now)
        else:
            _complete(loaded, decided, actor, work, now)
        _tell_of_letter(case, "approved", said, decided, work, chance, now)
        work.commit()
    return case


def reject(
    ref: str,
    reason: str,
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    seen_version: int | None = None,
    terms: Terms | None = None,
    seal: Seal | None = None,
) -> Case:
    """Reject the phase, with grounds. Raises as `approve`."""
    with work:
        case, loaded, status = _deciding(ref, "reject", seen_version, actor=actor, work=work, now=now)
        demand_terms(case, terms, work)
        given = whole(terms, "rejected", reason, ())
        said = _decide(loaded, given, actor, work, now, chance, seal)
        close_requests(loaded, work=work, now=now)
        data, detail = {"outcome": "rejected", **said}, {"reason": given.reason}
        settle(loaded, "rejected", actor=actor, work=work, now=now, status=status, data=data, detail=detail, proposal_by=None)
        _tell_of_letter(case, "rejected", said, case.phase, work, chance, now)
        work.commit()
    return case


def _decide(
    loaded: Loaded, given: Terms, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance, seal: Seal | None
) -> dict[str, Any]:
    """Write the decision and its letter; what the log says of them."""
    case = loaded.case
    paper = paper_of(loaded, work, [case.proposal_by])
    demand_whole(wrongs_of(loaded, given, case.phase, paper, now))
    decision = Decision(
        id=chance.id(), case_id=case.id, phase=case.phase, number=next_number(paper, case.phase), outcome=given.outcome,
        reason=given.reason, conditions=list(given.conditions), decided_by=actor.person_id, proposed_by=case.proposal_by, decided_at=now,
    )  # fmt: skip
    work.cases.add_decision(decision)
    return keep_letter(loaded, decision, given, paper, by=actor.name, seal=seal, work=work, now=now)[1]


def _tell_of_letter(case: Case, kind: str, said: dict[str, Any], phase: Phase, work: UnitOfWork, chance: Chance, now: datetime) -> None:
    """Tell the company, whoever of it sent the phase, and those who work on the case for others; with the day to appeal by if there is one.

    Before a handover another company may have sent it; what is decided now is none of its business.
    """
    ours = {person.id for person, _held in work.parties.members(Scope(company_id=case.company_id))}
    senders = [one.by for one in work.cases.snapshots(case.id) if one.phase == phase and one.by in ours]
    tell(case, kind, [case.created_by, *senders[-1:]], work=work, chance=chance, now=now, **told_of(said))


def reopen(
    ref: str, reason: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance, seen_version: int | None = None
) -> Case:
    """Take up a case that has ended: after an appeal, or a mistake. Raises as `lapse`."""
    given: dict[str, Any] = {"actor": actor, "work": work, "now": now, "chance": chance, "seen_version": seen_version}
    return _by_officer(ref, "reopen", "reopened", reason, **given)


def lapse(ref: str, reason: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance, seen_version: int | None = None) -> Case:
    """The approval was not used in time, or answers never came. Raises BadInput without a reason, Refused, SignInAgain, CaseMoved."""
    given: dict[str, Any] = {"actor": actor, "work": work, "now": now, "chance": chance, "seen_version": seen_version}
    return _by_officer(ref, "lapse", "lapsed", reason, **given)


def _by_officer(
    ref: str,
    action: str,
    kind: str,
    reason: str,
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    seen_version: int | None,
) -> Case:
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        status = permit(loaded, action, actor)
        demand_fresh_login(actor, now)
        demand_seen(case, seen_version, actor, work)
        if not reason.strip():
            raise BadInput(_("Give the reason."), target="reason")
        close_requests(loaded, work=work, now=now)
        settle(loaded, kind, actor=actor, work=work, now=now, status=status, detail={"reason": reason.strip()[:LONGEST]})
        renew_by_log(loaded, work=work)
        tell(case, kind, [case.created_by], work=work, chance=chance, now=now)
        work.commit()
    return case


def _deciding(
    ref: str, action: str, seen_version: int | None, *, actor: Actor, work: UnitOfWork, now: datetime
) -> tuple[Case, Loaded, Status]:
    case, actor = reached(ref, actor=actor, work=work)
    loaded = load(case, work=work, now=now)
    status = permit(loaded, action, actor, work.cases.ticks(case.id, case.phase))
    demand_fresh_login(actor, now)
    demand_seen(case, seen_version, actor, work)
    return case, loaded, status


def _next_phase(loaded: Loaded) -> PhaseDeclaration | None:
    """The phase after the current one that applies to this case."""
    reading = Reading(loaded.workflow, loaded.dossier())
    place = [one.phase for one in loaded.workflow.phases].index(loaded.case.phase)
    return next((one for one in loaded.workflow.phases[place + 1 :] if one.applies_if.holds(_EarlierOnly(reading))), None)


class _EarlierOnly:
    """Reads for the condition of a phase to come: what an earlier phase says includes the one just decided."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def value(self, field: str) -> Any:
        """Nothing of the phase to come is answered."""
        return None

    def earlier_value(self, phase: Phase, field: str) -> Any:
        """A value of the phase just decided or one before it."""
        return self._reading.earlier_value(phase, field)

    def parameter(self, name: str) -> Any:
        """One local rule."""
        return self._reading.parameter(name)

    def row_lookups(self, group: str) -> Sequence[RowReading]:
        """Nothing of the phase to come is answered."""
        return ()


def _open(loaded: Loaded, following: PhaseDeclaration, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """The next phase as a draft, filled with what earlier phases tell, judged with the approval known."""
    loaded.known = work.knowledge.around(loaded.case, **loaded.asked)
    for kept in _prefilled(loaded, following, actor, now):
        work.cases.save_answer_set(kept)
        loaded.sets[(kept.phase, kept.step)] = kept
    loaded.changed()
    status = permit(loaded, "open_phase", Machine())
    data = {"phase": str(following.phase)}
    settle(loaded, "phase_opened", actor=Machine(), work=work, now=now, status=status, phase=following.phase, data=data)


def _complete(loaded: Loaded, phase: Phase, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    _remember(loaded, phase, work)
    status = permit(loaded, "complete", Machine())
    whole = loaded.for_staff()
    until = guarantee_until(Reading(whole.workflow, whole.dossier(phase)), day_of(now))
    data = {"guarantee_until": until.isoformat()} if until else {}
    settle(loaded, "completed", actor=Machine(), work=work, now=now, status=status, data=data)
    renew_by_log(loaded, work=work)


def _prefilled(loaded: Loaded, following: PhaseDeclaration, actor: Actor, now: datetime) -> list[AnswerSet]:
    """One answer set for each step that has groups to fill; rows keep their ids, so that phases can be compared row by row."""
    sets = []
    for step in following.steps:
        answers: dict[str, Any] = {}
        for group in step.groups:
            answers |= _filled(loaded, group, actor, now)
        if answers:
            sets.append(AnswerSet(case_id=loaded.case.id, phase=str(following.phase), step=step.key, answers=answers))
    return sets


def _filled(loaded: Loaded, group: Group, actor: Actor, now: datetime) -> dict[str, Any]:
    """One group's answers from the first declared source that has any rows."""
    source, rows = next(((one, found) for one in group.prefill if (found := _source_rows(loaded, one))), (None, ()))
    if source is None:
        return {}
    first: dict[str, Any] = {"version": 1, "by": actor.person_id, "at": now}
    answers = {group.key: entry_of(None, [row.id for row in rows], **first)}
    called, columns = dict(source.renamed), [column for column in group.row.questions if not source.only or column.key in source.only]
    for row in rows:
        given = [(one, there) for one in columns if row.is_given(there := called.get(one.key, one.key))]
        answers |= {f"{group.key}/{row.id}/{one.key}": entry_of(one.kind, row.raw(there), **first) for one, there in given}
    return answers


def _source_rows(loaded: Loaded, source: Prefill) -> Sequence[RowReading]:
    if not loaded.answers_of(source.phase):
        return ()
    reading = Reading(loaded.workflow, loaded.dossier(), source.phase)
    return reading.rows(source.field) if source.field in reading.index.groups else ()


def _remember(loaded: Loaded, phase: Phase, work: UnitOfWork) -> None:
    """Write the declared meters and seals into the municipality's books."""
    books = loaded.workflow.remembered
    if books is None or books.phase != phase or books.group not in index_of(loaded.workflow, phase).groups:
        return
    reading = Reading(loaded.workflow, loaded.dossier(), phase)
    day = reading.value(books.on)
    installed, removed, seals = {}, [], []
    for row in reading.rows(books.group):
        number, retired, seal = row.value(books.number), row.value(books.retired), row.value(books.seal)
        if number and day:
            installed[number] = (loaded.case.property_key, str(row.value(books.reading) or ""), day)
        removed += [retired] if retired else []
        seals += [str(seal)] if seal else []
    work.knowledge.remember_meters(loaded.case, installed=installed, removed=[one for one in removed if one not in installed], seals=seals)
