"""Before login: which municipalities there are, what a case would ask for in one of them, and the draft that comes of it.

What is asked here is open to everybody: it says nothing of any company, person or case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.actor import Actor
from models.base import Phase
from models.errors import NotThere
from models.local_set import Contact
from workflows.casework.drafting import Saved, changes_of, start_case
from workflows.casework.local import newest_local
from workflows.clocks import day_of
from workflows.facts import Known
from workflows.guiding import Fit, occasions
from workflows.index import index_of
from workflows.ports import Chance, UnitOfWork
from workflows.preparing import Preparation, preparation
from workflows.registry import WORKFLOWS

NOBODY = Contact()


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
        return Prepared(preparation(fit, fit.workflow, fit.workflow.defaults(), day_of(now)))
    with work:
        place = work.parties.municipality_by_number(number)
        local = newest_local(fit.workflow, place.id, work)
    known = Known(municipality=place.number, municipality_name=place.name)
    told = preparation(fit, local.workflow, local.rules, day_of(now), known)
    return Prepared(told, place.name, local.content.is_open, local.content.contact)


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
