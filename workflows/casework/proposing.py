"""Writing a decision before it is made: kept as it is typed, proposed to whoever decides, changed by them or sent back with words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.actor import Actor
from models.base import Phase, Role
from models.case import Case
from models.delegation import ACTIVE
from models.errors import BadInput, MovedOn, NotThere, Refused
from models.letters import MOST_COPIES, DecisionDraft, DraftState, LetterFacts, OutcomeKind, Terms
from models.text import Text, _
from workflows.casework.companies import companies_of
from workflows.casework.dossiers import Loaded, load
from workflows.casework.freshness import demand_seen
from workflows.casework.letters import (
    Paper,
    demand_whole,
    facts_of,
    fees_to_tell,
    kind_of,
    newest_of,
    next_number,
    paper_of,
    standard_conditions,
    validity_of,
    whole,
    wrongs_of,
)
from workflows.casework.reaching import reached
from workflows.casework.settling import permit, settle, standing_of, tell
from workflows.clocks import day_of
from workflows.lifecycle import permitted
from workflows.policy import authorize
from workflows.ports import Chance, UnitOfWork

LONGEST = 4000
GROUNDS = frozenset({"outcome", "reason", "why"})
"""What every decision has; whatever else is written are terms of its own."""
CHANGED_ELSEWHERE = _("The decision was changed in another window. Load the page anew to go on from there.")


@dataclass(frozen=True, slots=True)
class FeeChoice:
    """One fee as it is written: the tariff in øre (None: not known), and what is written instead."""

    key: str
    label: Text
    tariff: int | None
    ore: int | None
    vat: bool


@dataclass(frozen=True)
class DecisionDesk:
    """A decision that is being written, and what it is written with.

    `conditions` are the municipality's standard conditions in the form of its letters. `valid_until` and `kind` are what the rules give.
    `standing` says what the reader may do now (None) or why not, by action. `corrects` is the number of the
    decision that is corrected, 0 for a new one. `in_the_way` is the same of what else is being written in this phase, None for nothing:
    only one is at a time; `may_discard` says that it is not proposed. `proposed` is what was proposed, None while nothing is; `is_mine`:
    the reader proposed it.
    """

    ref: str
    case_id: str
    number: str
    place: str
    workflow: Text
    phase: Phase
    phase_title: Text
    version: int
    company: str
    terms: Terms
    revision: int
    state: DraftState
    corrects: int
    conditions: Sequence[str]
    fees: Sequence[FeeChoice]
    kinds: Mapping[str, OutcomeKind]
    valid_until: date | None
    appeal_body: str
    files: Mapping[str, str]
    coworkers: Sequence[str]
    standing: Mapping[str, Text | None]
    four_eyes: bool
    proposed: Terms | None
    proposed_by: str
    is_mine: bool
    returned_words: str
    returned_by: str
    wrongs: Mapping[str, Text]
    is_notice: bool
    changed_since_proposal: Sequence[str]
    in_the_way: int | None
    may_discard: bool


def decision_desk(ref: str, correct: tuple[Phase, int] | None = None, *, actor: Actor, work: UnitOfWork, now: datetime) -> DecisionDesk:
    """What is being written of the current phase's decision, or of the correction of an earlier one. Raises NotThere, NotAllowed."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "propose", company_id=case.company_id, municipality_id=case.municipality_id)
        loaded = load(case, work=work, now=now)
        phase, corrects = correct or (case.phase, 0)
        draft = work.letters.draft(case.id, phase)
        paper = paper_of(loaded, work, [draft.proposed_by, draft.returned_by] if draft else ())
        ticks = work.cases.ticks(case.id, case.phase)
        coworkers = [one.company for one in companies_of(case, work).coworks if one.state == ACTIVE]
    if corrects:
        _demand_newest(paper, phase, corrects)
    return _desk(loaded, case, phase, corrects, draft, paper, actor, permitted(standing_of(loaded, ticks), actor), coworkers, now)


def _desk(
    loaded: Loaded, case: Case, phase: Phase, corrects: int, draft: DecisionDraft | None, paper: Paper, actor: Actor,
    answers: Mapping[str, Any], coworkers: Sequence[str], now: datetime,
) -> DecisionDesk:  # fmt: skip
    other = draft if draft and draft.corrects != corrects else None
    draft = None if other else draft
    terms = terms_of(draft, corrects) or _begun(paper, phase, corrects, coworkers)
    proposed = Terms.model_validate(draft.proposed) if draft and draft.state == DraftState.PROPOSED else None
    lines = fees_to_tell(loaded, phase, paper)
    firm = loaded.known.company
    is_rejected = terms.outcome == "rejected"
    return DecisionDesk(
        ref=case.ref, case_id=case.id, number=case.number, place=case.address or case.property_key or case.number,
        workflow=loaded.workflow.title, phase=phase,
        phase_title=loaded.workflow.phase(phase).title, version=case.version, company=firm.name if firm else "", terms=terms,
        revision=draft.revision if draft else 0, state=draft.state if draft else DraftState.WRITING, corrects=corrects,
        conditions=standard_conditions(loaded, paper.language),
        fees=[FeeChoice(one.key, one.label, one.ore, terms.fees.get(one.key, 0 if is_rejected else one.ore), one.vat) for one in lines],
        kinds={one: kind_of(loaded, phase, one) for one in ("approved", "rejected")}, valid_until=validity_of(loaded, phase, day_of(now)),
        appeal_body=paper.head.appeal_body, files={one.id: one.name for one in loaded.documents if one.removed_at is None},
        coworkers=coworkers, standing={name: refusal.why if refusal else None for name, refusal in answers.items()},
        four_eyes=bool(loaded.rules.get("four_eyes")), proposed=proposed,
        proposed_by=paper.names.get(draft.proposed_by or "", "") if draft else "",
        is_mine=bool(draft and draft.proposed_by == actor.person_id), returned_words=draft.returned_words if draft else "",
        returned_by=paper.names.get(draft.returned_by or "", "") if draft else "",
        wrongs=wrongs_of(loaded, terms, phase, paper, now), is_notice=kind_of(loaded, phase) == OutcomeKind.NOTED,
        changed_since_proposal=changed_terms(proposed, terms) if proposed else (), in_the_way=other.corrects if other else None,
        may_discard=bool(other and other.state != DraftState.PROPOSED),
    )  # fmt: skip


def terms_of(draft: DecisionDraft | None, corrects: int) -> Terms | None:
    """What is being written, when it is of this decision; None when nothing is."""
    return Terms.model_validate(draft.content) if draft and draft.corrects == corrects else None


def changed_terms(proposed: Terms, terms: Terms) -> list[str]:
    """The fields in which what stands now is another than what was proposed."""
    return [name for name in Terms.model_fields if getattr(proposed, name) != getattr(terms, name)]


def own_terms(terms: Terms) -> list[str]:
    """The fields in which terms say more than an outcome and its grounds."""
    return [name for name in changed_terms(Terms(), terms) if name not in GROUNDS]


def demand_terms(case: Case, terms: Terms | None, work: UnitOfWork) -> None:
    """Raise Refused when a decision of the phase is written with terms of its own and none are said: nothing of it is dropped unseen."""
    kept = terms_of(work.letters.draft(case.id, case.phase), 0) if terms is None else None
    if kept is not None and own_terms(kept):
        raise Refused(_("A decision with its own terms is written already. Open it from the case, and go on from there."))


def _begun(paper: Paper, phase: Phase, corrects: int, coworkers: Sequence[str]) -> Terms:
    """Where a correction begins: what the decision says now. A new decision begins empty, with copies to who else is on the case."""
    if not corrects:
        return Terms(copies=tuple(coworkers)[:MOST_COPIES])
    decision = next(one for one in paper.decisions if (one.phase, one.number) == (phase, corrects))
    letter = next((one for one in paper.letters if one.decision_id == decision.id), None)
    outcome: Any = decision.outcome
    if letter is None:
        return Terms(outcome=outcome, reason=decision.reason, conditions=tuple(decision.conditions))
    facts = LetterFacts.model_validate(letter.frozen)
    return Terms(
        outcome=outcome, reason=facts.reason, conditions=facts.conditions, fee_reason=facts.fee_reason, valid_until=facts.valid_until,
        fees={one.key: one.ore for one in facts.fees if one.ore is not None and one.ore != one.tariff}, no_limit=facts.no_limit,
        kind=facts.kind, appeal_body=facts.appeal_body, copies=facts.copies,
    )  # fmt: skip


def _demand_newest(paper: Paper, phase: Phase, number: int) -> None:
    newest = newest_of(paper, phase)
    if newest is None or number > newest.number:
        raise NotThere
    if number != newest.number:
        raise Refused(_("A newer decision has taken the place of this one. Correct the newer one."))


def save_decision(
    ref: str, terms: Terms, revision: int, correct: tuple[Phase, int] | None = None, *, actor: Actor, work: UnitOfWork, now: datetime
) -> int:
    """Keep what is written, whole or half; the new revision. Nobody but those who write decisions sees it.

    Raises MovedOn when it was changed in another window, Refused when it lies with somebody else to decide, BadInput while another
    decision is being written in the same phase.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "propose", company_id=case.company_id, municipality_id=case.municipality_id)
        phase, corrects = correct or (case.phase, 0)
        draft = work.letters.draft(case.id, phase)
        demand_alone(draft, corrects)
        if revision != (draft.revision if draft else 0):
            raise MovedOn(CHANGED_ELSEWHERE)
        if draft and draft.state == DraftState.PROPOSED and actor.role != Role.APPROVER:
            raise Refused(_("The decision is proposed. Take the proposal back to change it."))
        state = draft.state if draft else DraftState.WRITING
        work.letters.save_draft(_written(case, phase, corrects, terms, draft, actor, now, state=state))
        work.commit()
    return revision + 1


def discard_decision(
    ref: str, correct: tuple[Phase, int] | None = None, *, revision: int | None = None, actor: Actor, work: UnitOfWork
) -> None:
    """Forget what is written of the current phase's decision, or of the correction of an earlier one, so that another can be written.

    Raises Refused when nothing is, or when it is proposed: then it is sent back or taken back first. Raises MovedOn when it is no longer
    what the caller saw as `revision`.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "propose", company_id=case.company_id, municipality_id=case.municipality_id)
        phase, corrects = correct or (case.phase, 0)
        draft = work.letters.draft(case.id, phase)
        if draft is None or draft.corrects != corrects:
            raise Refused(_("Nothing is written of this decision."))
        if draft.state == DraftState.PROPOSED:
            raise Refused(_("The decision is proposed. Take the proposal back, or send it back, before you discard it."))
        if revision is not None and revision != draft.revision:
            raise MovedOn(CHANGED_ELSEWHERE)
        work.letters.remove_draft(case.id, phase)
        work.commit()


def demand_alone(draft: DecisionDraft | None, corrects: int) -> None:
    """Raise BadInput while another decision of the phase is being written: one would take the place of the other, and nobody would know."""
    if draft is None or draft.corrects == corrects:
        return
    raise BadInput(in_the_way_words(draft.corrects))


def in_the_way_words(corrects: int) -> Text:
    """What is being written already: the correction of a decision, or a new one (0)."""
    if not corrects:
        return _("A new decision is being written in this part. Make it, or discard what is written, before you correct an earlier one.")
    return _(
        "The correction of decision {number} is being written in this part. Make it, or discard what is written, before you write another.",
        number=corrects,
    )


def _written(
    case: Case, phase: Phase, corrects: int, terms: Terms, before: DecisionDraft | None, actor: Actor, now: datetime, *, state: DraftState
) -> DecisionDraft:
    return DecisionDraft(
        case_id=case.id, phase=phase, state=state, corrects=corrects, content=terms.model_dump(mode="json"),
        proposed=before.proposed if before else {}, proposed_by=before.proposed_by if before else None,
        revision=(before.revision if before else 0) + 1, returned_by=before.returned_by if before else None,
        returned_words=before.returned_words if before else "", updated_by=actor.person_id, updated_at=now,
    )  # fmt: skip


def preview_letter(
    ref: str, terms: Terms, correct: tuple[Phase, int] | None = None, *, actor: Actor, work: UnitOfWork, now: datetime
) -> tuple[LetterFacts, str]:
    """The letter as it would be if it were decided now by the reader, and the arms; nothing is kept. Raises NotThere, NotAllowed."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "propose", company_id=case.company_id, municipality_id=case.municipality_id)
        loaded = load(case, work=work, now=now)
        phase, corrects = correct or (case.phase, 0)
        paper = paper_of(loaded, work, [case.proposal_by])
        arms = work.letters.arms(case.municipality_id, paper.head.arms)
    proposed_by = paper.names.get(case.proposal_by or "", "")
    facts = facts_of(
        loaded, terms, paper, phase=phase, number=next_number(paper, phase), by=actor.name, proposed_by=proposed_by, now=now,
        corrects=bool(corrects),
    )  # fmt: skip
    return facts, arms.svg if arms else ""


def propose(
    ref: str,
    outcome: str,
    reason: str,
    conditions: Sequence[str] = (),
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    seen_version: int | None = None,
    terms: Terms | None = None,
) -> Case:
    """Suggest a decision for another person to make; all that was written is kept as a draft they see and may change.

    Raises BadInput naming the field, Refused, CaseMoved when others changed it since `seen_version`. Without `terms` it is refused where
    a decision with terms of its own is written already.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, "propose", actor, work.cases.ticks(case.id, case.phase))
        demand_seen(case, seen_version, actor, work)
        demand_terms(case, terms, work)
        if outcome not in ("approved", "rejected"):
            raise BadInput(_("Choose approval or rejection."), target="outcome")
        given = whole(terms, outcome, reason, conditions)
        paper = paper_of(loaded, work)
        demand_whole(wrongs_of(loaded, given, case.phase, paper, now, needs_reason=False))
        keep_proposal(case, case.phase, 0, given, actor, work=work, now=now)
        detail = {"reason": given.reason, "conditions": list(given.conditions)}
        settle(loaded, "proposed", actor=actor, work=work, now=now, data={"outcome": outcome}, detail=detail, proposal_by=actor.person_id)
        tell(case, "decision_proposed", deciders(actor, work), work=work, chance=chance, now=now)
        work.commit()
    return case


def keep_proposal(case: Case, phase: Phase, corrects: int, given: Terms, actor: Actor, *, work: UnitOfWork, now: datetime) -> None:
    """Keep the draft as proposed by the actor. Raises BadInput while another decision is being written in the same phase."""
    before = work.letters.draft(case.id, phase)
    demand_alone(before, corrects)
    draft = _written(case, phase, corrects, given, before, actor, now, state=DraftState.PROPOSED)
    draft.proposed, draft.proposed_by, draft.returned_by, draft.returned_words = dict(draft.content), actor.person_id, None, ""
    work.letters.save_draft(draft)


def void_proposal(case: Case, actor: Actor, *, work: UnitOfWork, now: datetime) -> None:
    """Let what is proposed of the phase's decision be writing again: the case goes on without a decision, and the proposal with it."""
    draft = work.letters.draft(case.id, case.phase)
    if draft is None or draft.state != DraftState.PROPOSED or draft.corrects:
        return
    draft.state, draft.proposed, draft.proposed_by, draft.revision = DraftState.WRITING, {}, None, draft.revision + 1
    draft.updated_by, draft.updated_at = actor.person_id, now
    work.letters.save_draft(draft)


def deciders(actor: Actor, work: UnitOfWork) -> list[str]:
    """The municipality's other people who may decide."""
    found = work.parties.members(actor.scope)
    return [person.id for person, held in found if held.active and held.role == Role.APPROVER and person.id != actor.person_id]


def return_proposal(
    ref: str, words: str, correct: tuple[Phase, int] | None = None, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Case:
    """Send a proposal back to whoever wrote it, with words; who wrote it may take it back. What was written stays as it is.

    Raises BadInput without words, Refused when nothing is proposed, NotAllowed for another's proposal without the right to decide.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "return_proposal", company_id=case.company_id, municipality_id=case.municipality_id)
        phase, corrects = correct or (case.phase, 0)
        draft = work.letters.draft(case.id, phase)
        if draft is None or draft.state != DraftState.PROPOSED or draft.corrects != corrects:
            raise Refused(_("Nothing is proposed now."))
        is_mine, said = draft.proposed_by == actor.person_id, words.strip()[:LONGEST]
        if not is_mine:
            authorize(actor, "approve", company_id=case.company_id, municipality_id=case.municipality_id)
            if not said:
                raise BadInput(_("Write what has to be changed."), target="words")
        proposer, draft.state, draft.revision = draft.proposed_by, DraftState.RETURNED, draft.revision + 1
        draft.returned_by, draft.returned_words, draft.proposed_by = actor.person_id, said, None
        draft.updated_by, draft.updated_at = actor.person_id, now
        work.letters.save_draft(draft)
        loaded = load(case, work=work, now=now)
        columns: dict[str, Any] = {} if corrects else {"proposal_by": None}
        settle(loaded, "proposal_returned", actor=actor, work=work, now=now, data={"phase": str(phase)}, detail={"words": said}, **columns)
        if proposer and not is_mine:
            tell(case, "proposal_returned", [proposer], work=work, chance=chance, now=now)
        work.commit()
    return case
