"""The words of one requirement, and whether changing them helped: who lacked it before and after the day they were changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.actor import Actor
from models.base import Phase
from models.errors import NotThere
from models.local_set import LocalSet
from models.rules import LocalRules
from models.text import Text
from workflows.casework.local import STANDARD, newest_local
from workflows.clocks import day_of
from workflows.declare import Workflow
from workflows.local.comparing import SetDifference, compare_sets
from workflows.local.offering import Prompt, phases_of, prompt_of
from workflows.policy import authorize, may
from workflows.ports import UnitOfWork
from workflows.quality import Day, Effect, by_week, effect_of
from workflows.registry import workflow as declared_workflow

WEEKS = 26
MOST_VERSIONS = 50


@dataclass(frozen=True, slots=True)
class Reworded:
    """A published version in which a requirement began to say something else, or the help where it stands."""

    version: int
    on: date
    changes: Sequence[SetDifference]


@dataclass(frozen=True)
class WordingView:
    """A requirement as it is declared and as it is said now, who lacked it week by week, each change of its words, and what the newest did.

    `effect` is None before the words were ever changed. All of it is of the phase of `said`, one of the `phases` where it stands.
    """

    workflow: Workflow
    prompt: Prompt
    said: Prompt
    weeks: Sequence[Day]
    changed: Sequence[Reworded]
    effect: Effect | None
    total: Day
    may_change: bool
    phases: Sequence[Phase] = ()

    @property
    def what(self) -> Text:
        """What it says now."""
        return self.said.what


def wording_view(workflow: str, requirement: str, phase: str = "", *, actor: Actor, work: UnitOfWork, now: datetime) -> WordingView:
    """One requirement of a workflow and how it is met in a phase: where none of its own is named, in the one where most lacked it.

    Raises NotThere for a requirement that does not exist here.
    """
    authorize(actor, "see_quality", municipality_id=actor.municipality_id)
    declared, here, today = declared_workflow(workflow), actor.municipality_id or "", day_of(now)
    with work:
        local = newest_local(declared, here, work)
        phases, since = phases_of(local.workflow, requirement), today - timedelta(days=2 * 365)
        if not phases:
            raise NotThere
        wanted = [one for one in phases if one == phase] or phases
        counted = {one: work.quality.sent_days(here, workflow, one, requirement, since) for one in wanted}
        shown = max(wanted, key=lambda one: sum(day.missed for day in counted[one]))
        versions = work.rules.versions(here, workflow, MOST_VERSIONS)
    said, days = prompt_of(local.workflow, requirement, shown), counted[shown]
    assert said is not None, "it stands in the phase that is shown"
    prompt = prompt_of(declared, requirement, shown) or said
    changed = list(rewordings(declared, versions, prompt))
    effect = effect_of(days, changed[0].on, today) if changed else None
    weeks = by_week(days, today, WEEKS)
    total = Day(weeks[0].on, sum(one.parts for one in weeks), sum(one.missed for one in weeks))
    return WordingView(declared, prompt, said, weeks, changed, effect, total, may(actor, "change_rules"), phases)


def rewordings(declared: Workflow, versions: Sequence[LocalRules], prompt: Prompt) -> Iterator[Reworded]:
    """Versions that changed the words of a requirement or the help at its place, the newest first; the oldest against the standard."""
    sets = [LocalSet.model_validate(one.content) for one in versions]
    place = f"{prompt.phase}/{prompt.at}"
    for row, newer, older in zip(versions, sets, [*sets[1:], STANDARD], strict=False):
        narrowed = [
            LocalSet(
                words={prompt.id: one.words[prompt.id]} if prompt.id in one.words else {},
                help={place: one.help[place]} if place in one.help else {},
            )
            for one in (older, newer)
        ]
        changes = compare_sets(declared, *narrowed)
        if changes:
            yield Reworded(row.version, day_of(row.published_at), changes)
