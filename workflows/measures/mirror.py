"""The first-time-right mirror: a company's own figures, all companies' only where nobody can be singled out, and what cost it most days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.actor import Actor
from models.base import Phase
from models.text import Text
from workflows.casework.local import newest_local
from workflows.clocks import day_of
from workflows.local.offering import Prompt, prompt_of, without_gaps
from workflows.policy import authorize
from workflows.ports import UnitOfWork
from workflows.ports_quality import OthersFigures
from workflows.quality import MissedLine, Tally
from workflows.registry import WORKFLOWS
from workflows.registry import workflow as declared_workflow

PERIOD = timedelta(days=365)
COSTLIEST = 3
FEWEST_COMPANIES, FEWEST_PARTS = 5, 20
"""Of so many other companies, with so many parts together, and none with more than half of them, a share tells nothing of one."""


@dataclass(frozen=True, slots=True)
class MirrorLine:
    """One kind of case in one municipality over a year: the company's own sums, and the share of all companies there, 0 to 1.

    `all_share` is None where it would tell of somebody.
    """

    municipality: str
    workflow: str
    title: Text
    own: Tally
    all_share: float | None


@dataclass(frozen=True, slots=True)
class CostLine:
    """A requirement that cost days: its words, how to do it right, working days with the company, in how many cases' parts."""

    workflow: str
    title: Text
    phase: Phase
    requirement: str
    what: Text
    how_to_fix: Text
    days: int
    parts: int


@dataclass(frozen=True)
class Mirror:
    """What the company can see of itself since a day."""

    since: date
    lines: Sequence[MirrorLine]
    costs: Sequence[CostLine]


def mirror_view(*, actor: Actor, work: UnitOfWork, now: datetime) -> Mirror:
    """The company's own year. No other company is named or can be worked out."""
    authorize(actor, "see_overview", company_id=actor.company_id)
    company, since = actor.company_id or "", day_of(now) - PERIOD
    with work:
        own = work.quality.own(company, since)
        places = {one.id: one.name for one in work.parties.municipalities()}
        lines = [
            MirrorLine(
                places.get(place, ""), key, declared_workflow(key).title, tally,
                comparable(tally, work.quality.others(place, key, company, since)),
            )
            for (place, key), tally in own.items() if key in WORKFLOWS
        ]  # fmt: skip
        costs = work.quality.costliest(company, since, COSTLIEST)
        return Mirror(since, lines, list(_costs(costs, [place for place, _key in own], work)))


def comparable(own: Tally, others: OthersFigures) -> float | None:
    """The share of all companies, own one included; None where a single other company could be singled out from it."""
    is_many = others.companies >= FEWEST_COMPANIES and others.parts >= FEWEST_PARTS and 2 * others.largest <= others.parts
    return (own.right_first + others.right_first) / (own.parts + others.parts) if is_many else None


def _costs(found: Sequence[MissedLine], places: Sequence[str], work: UnitOfWork) -> Iterator[CostLine]:
    for one in found:
        prompt = _said(one, places, work) if one.workflow in WORKFLOWS else None
        if prompt is not None and one.days:
            yield CostLine(
                one.workflow, declared_workflow(one.workflow).title, one.phase, one.requirement, without_gaps(prompt.what),
                without_gaps(prompt.how_to_fix), one.days, one.parts,
            )  # fmt: skip


def _said(one: MissedLine, places: Sequence[str], work: UnitOfWork) -> Prompt | None:
    """What a requirement says: as declared, or where it is a municipality's own, there."""
    declared = declared_workflow(one.workflow)
    locals_ = (newest_local(declared, place, work).workflow for place in dict.fromkeys(places))
    return prompt_of(declared, one.requirement) or next((said for each in locals_ if (said := prompt_of(each, one.requirement))), None)
