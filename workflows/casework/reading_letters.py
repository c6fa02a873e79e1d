"""Reading what was decided: each decision with its letter and appeals as both sides see them, a letter to print, and proof of notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.actor import Actor
from models.base import Phase, Status
from models.correspondence import Decision
from models.errors import NotThere
from models.letters import OPEN_APPEALS, Appeal, AppealState, DecisionLetter, LetterFacts, OutcomeKind, Terms
from models.text import Text, _, unpack
from workflows.casework.dossiers import Loaded, load
from workflows.casework.letters import KeptLetter, facts_of, kind_of, paper_of
from workflows.casework.reaching import reached, reached_then
from workflows.policy import authorize
from workflows.ports import UnitOfWork
from workflows.registry import workflow as declared_workflow


class NoLetter(NotThere):
    """There is no such decision."""

    text = _("There is no letter of this. It comes when the municipality has decided.")


@dataclass(frozen=True, slots=True)
class FeeInfo:
    """One fee that was decided, in øre; None: not known."""

    label: Text
    ore: int | None
    tariff: int | None


@dataclass(frozen=True, slots=True)
class AppealInfo:
    """One appeal as both sides see it."""

    id: str
    state: AppealState
    received_on: date
    appellant: str
    words: str
    answered_on: date | None
    answer: str

    @property
    def is_open(self) -> bool:
        """Nobody has said yet what becomes of it."""
        return self.state in OPEN_APPEALS


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, whole. Those of before there were letters have none: then `has_letter` is False, and only grounds and conditions tell.

    `replaced_by` and `replaces` are numbers within the phase. `opened_at` is when the company first opened it: proof of notice.
    `appeal_until` counts from the day it became available to the company.
    """

    id: str
    phase: Phase
    phase_title: Text
    number: int
    outcome: str
    kind: OutcomeKind
    reason: str
    conditions: Sequence[str]
    by: str
    at: datetime
    has_letter: bool
    fees: Sequence[FeeInfo]
    fee_reason: str
    valid_until: date | None
    no_limit: bool
    appeal_until: date | None
    appeal_body: str
    opened_at: datetime | None
    replaces: int | None
    replaced_by: int | None
    why: str
    sha256: str
    appeals: Sequence[AppealInfo]

    @property
    def is_newest(self) -> bool:
        """No other has taken its place."""
        return self.replaced_by is None


def decided_of(
    workflow_key: str, decisions: Sequence[Decision], letters: Sequence[DecisionLetter], appeals: Sequence[Appeal], names: Mapping[str, str]
) -> list[Decided]:
    """Every decision of a case, oldest first, from what was read of it. `names` of those who decided."""
    by_decision = {one.decision_id: one for one in letters}
    numbers = {one.id: one.number for one in decisions}
    return [
        _decided(
            workflow_key, one, by_decision.get(one.id), numbers, [each for each in appeals if each.decision_id == one.id], decisions, names
        )
        for one in decisions
    ]


def _decided(
    workflow_key: str, one: Decision, letter: DecisionLetter | None, numbers: Mapping[str, int], appeals: Sequence[Appeal],
    decisions: Sequence[Decision], names: Mapping[str, str],
) -> Decided:  # fmt: skip
    facts = LetterFacts.model_validate(letter.frozen) if letter else None
    declared = declared_workflow(workflow_key).phase(Phase(one.phase))
    later = [each.number for each in decisions if each.phase == one.phase and each.number > one.number]
    replaced_by = numbers.get(letter.replaced_by) if letter and letter.replaced_by else (min(later) if later else None)
    return Decided(
        id=one.id, phase=Phase(one.phase), phase_title=declared.title, number=one.number, outcome=one.outcome,
        kind=facts.kind if facts else OutcomeKind.INDIVIDUAL if declared.is_individual else OutcomeKind.CONTRACT, reason=one.reason,
        conditions=one.conditions, by=names.get(one.decided_by, ""), at=one.decided_at, has_letter=letter is not None,
        fees=[FeeInfo(unpack(fee.label), fee.ore, fee.tariff) for fee in facts.fees] if facts else (),
        fee_reason=facts.fee_reason if facts else "", valid_until=facts.valid_until if facts else None,
        no_limit=facts.no_limit if facts else False, appeal_until=facts.appeal_until if facts else None,
        appeal_body=facts.appeal_body if facts else "", opened_at=letter.opened_at if letter else None,
        replaces=facts.replaces if facts else None, replaced_by=replaced_by, why=facts.why if facts else "",
        sha256=letter.sha256 if letter else "",
        appeals=[
            AppealInfo(each.id, each.state, each.received_on, each.appellant, each.words, each.answered_on, each.answer) for each in appeals
        ],
    )  # fmt: skip


def case_decisions(ref: str, *, actor: Actor, work: UnitOfWork) -> list[Decided]:
    """Every decision of a case with its letter and appeals, oldest first. Raises NotThere, NotAllowed."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "see_case", company_id=case.company_id, municipality_id=case.municipality_id)
        decisions, letters, appeals = work.cases.decisions(case.id), work.letters.of_case(case.id), work.letters.appeals(case.id)
        names = work.parties.names(sorted({one.decided_by for one in decisions}))
    return decided_of(case.workflow, decisions, letters, appeals, names)


def letter_of(ref: str, phase: Phase, number: int, *, actor: Actor, work: UnitOfWork, now: datetime) -> KeptLetter:
    """One letter, to be printed. A decision of before there were letters gets one of what is kept of it.

    A company that has handed the case over reads what was decided until then. Raises NoLetter, NotThere, NotAllowed.
    """
    with work:
        case, actor, until = reached_then(ref, actor=actor, work=work)
        authorize(actor, "see_letter", company_id=case.company_id, municipality_id=case.municipality_id)
        decision = next((one for one in work.cases.decisions(case.id) if (one.phase, one.number) == (phase, number)), None)
        if decision is None or (until is not None and decision.decided_at > until):
            raise NoLetter
        kept = frozen_letter(decision, case.municipality_id, work)
        return kept or letter_made_later(decision, load(case, work=work, now=now), work)


def frozen_letter(decision: Decision, municipality_id: str, work: UnitOfWork) -> KeptLetter | None:
    """The letter as it was frozen when it was decided; None of a decision from before there were letters."""
    letter = next((one for one in work.letters.of_case(decision.case_id) if one.decision_id == decision.id), None)
    if letter is None:
        return None
    facts = LetterFacts.model_validate(letter.frozen)
    return KeptLetter(facts, letter.printed, _arms(facts, municipality_id, work), letter.sha256, letter.opened_at is not None)


def letter_made_later(decision: Decision, loaded: Loaded, work: UnitOfWork) -> KeptLetter:
    """What is kept of a decision from before there were letters, as one."""
    facts = _made_later(decision, loaded, work)
    return KeptLetter(facts, {}, _arms(facts, loaded.case.municipality_id, work), "", True)


def _arms(facts: LetterFacts, municipality_id: str, work: UnitOfWork) -> str:
    arms = work.letters.arms(municipality_id, facts.head.arms)
    return arms.svg if arms else ""


def proof_of(ref: str, phase: Phase, number: int, *, actor: Actor, work: UnitOfWork, now: datetime) -> KeptLetter:
    """The letter that lets the work begin. Raises NoLetter when this decision does not, or no longer; else as `letter_of`."""
    decided = case_decisions(ref, actor=actor, work=work)
    with work:
        case, _actor = reached(ref, actor=actor, work=work)
    start = may_start(case.status, case.phase, decided)
    if start is None or (start.phase, start.number) != (phase, number):
        raise NoLetter
    return letter_of(ref, phase, number, actor=actor, work=work, now=now)


def _made_later(decision: Decision, loaded: Loaded, work: UnitOfWork) -> LetterFacts:
    """What an old decision's letter says: what is kept of it, and nothing that nobody decided."""
    phase = Phase(decision.phase)
    paper = paper_of(loaded, work, [decision.decided_by, decision.proposed_by])
    kind = kind_of(loaded, phase, decision.outcome)
    outcome = "approved" if decision.outcome == "approved" else "rejected"
    terms = Terms(outcome=outcome, reason=decision.reason, conditions=tuple(decision.conditions), kind=kind, no_limit=True)
    names = paper.names
    facts = facts_of(
        loaded, terms, paper, phase=phase, number=decision.number, by=names.get(decision.decided_by, ""),
        proposed_by=names.get(decision.proposed_by or "", ""), now=decision.decided_at,
    )  # fmt: skip
    return facts.model_copy(update={"fees": (), "no_limit": False, "replaces": None, "replaced_day": None})


def open_letters(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> int:
    """Record that the company has opened its letters: from now on it is proved that notice reached it. How many were new.

    Only the case's own company is a party: whoever works on it for another proves nothing. Raises NotThere, NotAllowed.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "open_letter", company_id=case.company_id, municipality_id=case.municipality_id)
        unopened = [one for one in work.letters.of_case(case.id) if one.opened_at is None]
        if not unopened or actor.company_id != case.company_id:
            return 0
        for letter in unopened:
            letter.opened_at, letter.opened_by = now, actor.person_id
            work.letters.save(letter)
        work.log.record("letter_opened", actor=actor, at=now, case=case, data={"letters": [one.digest for one in unopened]})
        work.commit()
    return len(unopened)


def may_start(status: Status, phase: Phase, decided: Sequence[Decided]) -> Decided | None:
    """The approval that lets the work begin: of the application, still standing, in a case that is not over; None without one."""
    if status in (Status.REJECTED, Status.WITHDRAWN, Status.LAPSED) or (phase == Phase.APPLICATION and status != Status.COMPLETED):
        return None
    return next((one for one in decided if one.phase == Phase.APPLICATION and one.outcome == "approved" and one.is_newest), None)
