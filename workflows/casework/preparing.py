"""Before login: which municipalities there are, what a case would ask for in one of them, and the draft that comes of it.

What is asked here is open to everybody: it says nothing of any company, person or case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from models.actor import Actor
from models.base import Phase
from models.errors import NotThere
from models.local_set import Contact
from workflows.casework.drafting import Saved, changes_of, start_case
from workflows.casework.local import newest_local
from workflows.clocks import Calendar, day_of
from workflows.closed_days import closed_days_of
from workflows.declare import Workflow
from workflows.experience import Experience, experience_of, often_asked
from workflows.facts import Known
from workflows.guiding import Fit, occasions
from workflows.index import index_of
from workflows.ports import Chance, UnitOfWork
from workflows.ports_figures import KindFigures
from workflows.preparing import Preparation, preparation
from workflows.registry import WORKFLOWS

NOBODY = Contact()
LOOKED_BACK = timedelta(days=730)
MOST_CASES = 500
"""How many cases figures are counted in: enough to tell what is common, few enough for a page that everybody may open."""


@dataclass(frozen=True)
class Prepared:
    """A preparation and whose rules it tells: `municipality` is a name, empty for the standard ones."""

    told: Preparation
    municipality: str = ""
    is_open: bool = True
    contact: Contact = NOBODY


def towns(*, work: UnitOfWork) -> dict[str, str]:
    """Number -> name of every municipality here, by name."""
    with work:
        return {one.number: one.name for one in work.parties.municipalities()}


def prepare(fit: Fit, number: str, *, work: UnitOfWork, now: datetime) -> Prepared:
    """What the case will ask for, under the rules of the municipality with this number; empty: the standard. Raises NotThere."""
    if not number:
        with work:
            taught = taught_by(fit.workflow, None, work, now)
        return Prepared(preparation(fit, fit.workflow, fit.workflow.defaults(), day_of(now), experience=taught))
    with work:
        place = work.parties.municipality_by_number(number)
        local = newest_local(fit.workflow, place.id, work)
        taught = taught_by(local.workflow, place.id, work, now, local.closed_days | closed_days_of(place))
    known = Known(municipality=place.number, municipality_name=place.name)
    told = preparation(fit, local.workflow, local.rules, day_of(now), known, taught)
    return Prepared(told, place.name, local.content.is_open, local.content.contact)


def taught_by(
    workflow: Workflow, municipality_id: str | None, work: UnitOfWork, now: datetime, closed_days: frozenset[date] = frozenset()
) -> Experience:
    """What cases of the last two years teach: those of the municipality, and those of all where it has had too few."""
    asked: dict[str, Any] = {"since": now - LOOKED_BACK, "most": MOST_CASES}
    here = work.figures.of_kind(workflow.key, municipality_id, **asked) if municipality_id else KindFigures()
    everywhere = work.figures.of_kind(workflow.key, None, **asked) if not often_asked(here) else KindFigures()
    return experience_of(workflow, here, everywhere, Calendar(closed_days))


def wanted(what: str) -> Fit:
    """The occasion of this key, such as `water-meter.replace`. Raises NotThere."""
    for workflow in WORKFLOWS.values():
        for fit in occasions([workflow]):
            if fit.key == what:
                return fit
    raise NotThere


def start_prepared(what: str, municipality: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Saved:
    """Start a draft with the first answers of an occasion. Raises as `start_case`."""
    fit = wanted(what)
    index = index_of(fit.workflow, Phase.APPLICATION)
    nested: dict[str, dict[str, Any]] = {}
    for key, raw in fit.occasion.answers.items():
        nested.setdefault(index.step_of(key), {})[key] = raw
    changes = list(changes_of(fit.workflow, Phase.APPLICATION, nested))
    return start_case(fit.workflow.key, municipality, changes, actor=actor, work=work, now=now, chance=chance)


def first_step(saved: Saved) -> str:
    """The key of the step the draft begins with."""
    steps: Mapping[str, Any] = index_of(saved.loaded.workflow, Phase.APPLICATION).steps
    return next(iter(steps))
