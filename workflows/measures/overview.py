"""A company's first page: what it must do, what waits for others, what is done, each a page from the database; with expected dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.actor import Actor
from models.base import Ball
from models.case import Case
from workflows.casework.local import newest_local, working_days_under
from workflows.clocks import Calendar, day_of
from workflows.measures.expecting import LAST, Expected, expected_of
from workflows.policy import authorize
from workflows.ports import CaseCard, CaseFilter, Page, UnitOfWork
from workflows.ports_quality import Beside
from workflows.registry import workflow as declared_workflow

AT_ONCE = 10
NOBODY = Beside("", "", "")


@dataclass(frozen=True, slots=True)
class OverviewWish:
    """Which pages of the three lists: opaque keys of where each begins, and whether only one's own cases are wanted."""

    do: str = ""
    wait: str = ""
    done: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class BesideCards:
    """What cards do not show, by case id: when an answer can be expected, and, told to companies alone, who is responsible."""

    expected: Mapping[str, Expected]
    beside: Mapping[str, Beside]


@dataclass(frozen=True)
class Overview:
    """Three lists. `expected` by case id where it can be estimated; `beside` says by case id who is responsible."""

    do: Page[CaseCard]
    wait: Page[CaseCard]
    done: Page[CaseCard]
    expected: Mapping[str, Expected]
    beside: Mapping[str, Beside]


def overview(wish: OverviewWish, *, actor: Actor, work: UnitOfWork, now: datetime, limit: int = AT_ONCE) -> Overview:
    """The company's cases by who has the ball: deadlines first where it is the company, else what changed last first."""
    authorize(actor, "see_overview", company_id=actor.company_id)
    mine = actor.person_id if wish.mine else ""
    with work:
        do, wait, done = (
            work.cases.cards(
                actor.scope, CaseFilter(ball=ball, responsible=mine), after=after or None, limit=limit,
                order="urgent" if ball == Ball.CONTRACTOR else "recent",
            )
            for ball, after in (
                (Ball.CONTRACTOR, wish.do), (Ball.MUNICIPALITY, wish.wait), (Ball.NOBODY, wish.done),
            )
        )  # fmt: skip
        shown = [*do.rows, *wait.rows, *done.rows]
        beside = work.quality.beside(actor.scope, [one.id for one in shown])
        return Overview(do, wait, done, _expected(shown, beside, work, day_of(now)), beside)


def beside_cards(cards: Sequence[CaseCard], *, actor: Actor, work: UnitOfWork, now: datetime) -> BesideCards:
    """The same for the cards of any list, of which only those within the actor's reach are told of. Raises NotAllowed."""
    authorize(actor, "see_case")
    with work:
        beside = work.quality.beside(actor.scope, [one.id for one in cards])
        expected = _expected(cards, beside, work, day_of(now))
    return BesideCards(expected, {} if actor.is_staff else beside)


def _expected(cards: Iterable[CaseCard], beside: Mapping[str, Beside], work: UnitOfWork, today: date) -> dict[str, Expected]:
    found: dict[str, Expected] = {}
    known: dict[tuple[str, str, str], tuple[list[int], Calendar]] = {}
    for card in cards:
        place = beside.get(card.id, NOBODY).municipality_id
        if not place or card.clock_days is None:
            continue
        kind = (place, card.workflow, str(card.phase))
        if kind not in known:
            known[kind] = (list(work.quality.last_days(place, card.workflow, card.phase, LAST)), calendar_of(place, card.workflow, work))
        last, calendar = known[kind]
        estimate = expected_of(last, card.ball, card.clock_days, card.clock_since, today, calendar)
        if estimate is not None:
            found[card.id] = estimate
    return found


def expected_for(case: Case, closed: Iterable[date], today: date, work: UnitOfWork) -> Expected | None:
    """The estimate for one case that was reached; one query, none for a case nobody has."""
    if case.ball == Ball.NOBODY or case.clock_days is None:
        return None
    last = work.quality.last_days(case.municipality_id, case.workflow, case.phase, LAST)
    return expected_of(last, case.ball, case.clock_days, case.clock_since, today, Calendar(frozenset(closed)))


def calendar_of(municipality_id: str, workflow: str, work: UnitOfWork) -> Calendar:
    """The working days of a municipality for a kind of case."""
    return working_days_under(newest_local(declared_workflow(workflow), municipality_id, work), municipality_id, work)
