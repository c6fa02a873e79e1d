"""Correcting a decision: a new one takes the place of the old, with a reason; the old one is kept, marked and readable.

A correction mends what was written. The outcome stays: whoever wants another outcome reopens the case and decides anew.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models.actor import Actor
from models.base import Phase
from models.case import Case
from models.correspondence import Decision
from models.errors import BadInput, NotThere, Refused
from models.letters import DraftState, Terms
from models.text import _
from workflows.casework.dossiers import Loaded, load
from workflows.casework.freshness import demand_seen
from workflows.casework.letters import Paper, Seal, demand_whole, keep_letter, newest_of, next_number, paper_of, told_of, wrongs_of
from workflows.casework.proposing import deciders, demand_alone, keep_proposal
from workflows.casework.reaching import reached
from workflows.casework.settling import settle, tell
from workflows.policy import authorize, demand_fresh_login
from workflows.ports import Chance, UnitOfWork


def propose_correction(
    ref: str,
    phase: Phase,
    number: int,
    terms: Terms,
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    seen_version: int | None = None,
) -> Case:
    """Suggest the correction of a decision for another person to make.

    Raises BadInput naming the field, NotThere, Refused, CaseMoved when others changed the case since `seen_version`.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "propose", company_id=case.company_id, municipality_id=case.municipality_id)
        demand_seen(case, seen_version, actor, work)
        loaded = load(case, work=work, now=now)
        _corrected(loaded, phase, number, terms, work, now)
        keep_proposal(case, phase, number, terms, actor, work=work, now=now)
        data = {"outcome": terms.outcome, "corrects": number, "of_phase": str(phase)}
        settle(loaded, "correction_proposed", actor=actor, work=work, now=now, data=data, detail={"reason": terms.why})
        tell(case, "decision_proposed", deciders(actor, work), work=work, chance=chance, now=now)
        work.commit()
    return case


def correct_decision(
    ref: str,
    phase: Phase,
    number: int,
    terms: Terms,
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    seen_version: int | None = None,
    seal: Seal | None = None,
) -> Case:
    """Let a new decision take the place of the newest of a phase; `terms.why` says why. The case's status stays as it is.

    Where the municipality wants four eyes, another person must have proposed the correction. Raises NotThere, NotAllowed, SignInAgain,
    CaseMoved, Refused, BadInput naming the field, or while a new decision of the phase is being written.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "correct_decision", company_id=case.company_id, municipality_id=case.municipality_id)
        demand_fresh_login(actor, now)
        demand_seen(case, seen_version, actor, work)
        loaded = load(case, work=work, now=now)
        paper, before = _corrected(loaded, phase, number, terms, work, now)
        demand_alone(work.letters.draft(case.id, phase), number)
        proposed_by = _proposer(loaded, phase, number, actor, work)
        names = work.parties.names([proposed_by]) if proposed_by else {}
        decision = Decision(
            id=chance.id(), case_id=case.id, phase=phase, number=next_number(paper, phase), outcome=terms.outcome, reason=terms.reason,
            conditions=list(terms.conditions), decided_by=actor.person_id, proposed_by=proposed_by, decided_at=now,
        )  # fmt: skip
        work.cases.add_decision(decision)
        paper = Paper(paper.municipality, paper.head, paper.decisions, paper.letters, names)
        said: dict[str, Any] = keep_letter(
            loaded, decision, terms, paper, by=actor.name, seal=seal, work=work, now=now, corrects=True
        )[1]  # fmt: skip
        data = {"corrects": before.number, "of_phase": str(phase), **said}
        settle(loaded, "decision_corrected", actor=actor, work=work, now=now, data=data, detail={"reason": terms.why})
        tell(case, "decision_corrected", [case.created_by], work=work, chance=chance, now=now, **told_of(said))
        work.commit()
    return case


def _corrected(loaded: Loaded, phase: Phase, number: int, terms: Terms, work: UnitOfWork, now: datetime) -> tuple[Paper, Decision]:
    """The decision that is corrected. Raises unless it is the newest, the outcome stays and the terms are whole."""
    paper = paper_of(loaded, work)
    if not any((one.phase, one.number) == (phase, number) for one in paper.decisions):
        raise NotThere
    before = newest_of(paper, phase)
    if before is None or before.number != number:
        raise Refused(_("A newer decision has taken the place of this one. Correct the newer one."))
    if terms.outcome != before.outcome:
        raise BadInput(_("A correction keeps the outcome. Reopen the case to decide otherwise."), target="outcome")
    if not terms.why:
        raise BadInput(_("Say why the decision is corrected."), target="why")
    demand_whole(wrongs_of(loaded, terms, phase, paper, now))
    return paper, before


def _proposer(loaded: Loaded, phase: Phase, number: int, actor: Actor, work: UnitOfWork) -> str | None:
    """Who proposed the correction. Raises Refused where four eyes are wanted and only two have looked."""
    draft = work.letters.draft(loaded.case.id, phase)
    by = draft.proposed_by if draft and draft.state == DraftState.PROPOSED and draft.corrects == number else None
    if not loaded.rules.get("four_eyes"):
        return by
    if by is None:
        raise Refused(_("A decision must be proposed by one person and made by another. Propose it first."))
    if by == actor.person_id:
        raise Refused(_("You proposed this decision yourself. Another person must make it."))
    return by
