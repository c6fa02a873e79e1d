"""Earlier cases near one, for the municipality's people: what was decided on the same property and in the same street."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.actor import Actor
from models.base import Phase, Status
from models.text import Text, verbatim
from workflows.casework.reaching import reached
from workflows.policy import authorize
from workflows.ports import UnitOfWork
from workflows.ports_casepage import NearbyCase
from workflows.registry import WORKFLOWS

MOST = 10


@dataclass(frozen=True, slots=True)
class SimilarDecision:
    """How one part of an earlier case was decided."""

    part: Text
    outcome: str
    reason: str
    conditions: Sequence[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """One earlier case with what came of it; `decisions` in order, none while nothing is decided."""

    ref: str
    number: str
    workflow: str
    title: Text
    address: str
    property_key: str
    company: str
    phase: Phase
    status: Status
    submitted_at: datetime
    decisions: Sequence[SimilarDecision]


@dataclass(frozen=True, slots=True)
class Similar:
    """Cases on the same property and others in the same street, the newest first. `more`: there are more than are told of."""

    on_property: Sequence[SimilarCase]
    in_street: Sequence[SimilarCase]
    street: str
    more: bool


def similar_cases(ref: str, *, actor: Actor, work: UnitOfWork, most: int = MOST) -> Similar:
    """Other cases of the municipality near this one, whatever their kind and company. Raises NotThere, NotAllowed."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "see_similar", municipality_id=case.municipality_id)
        found = work.casepages.nearby(actor.scope, case.id, most=most)
    return Similar([_told(one) for one in found.on_property], [_told(one) for one in found.in_street], found.street, found.more)


def _told(one: NearbyCase) -> SimilarCase:
    declared = WORKFLOWS.get(one.workflow)
    titles = {each.phase: each.title for each in declared.phases} if declared else {}
    decisions = [
        SimilarDecision(titles.get(given.phase, verbatim(given.phase)), given.outcome, given.reason, given.conditions, given.at)
        for given in one.decisions
    ]
    return SimilarCase(
        one.ref, one.number, one.workflow, declared.title if declared else verbatim(one.workflow), one.address, one.property_key,
        one.company, one.phase, one.status, one.submitted_at, decisions,
    )  # fmt: skip
