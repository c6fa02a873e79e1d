"""The local rules one case stands under: a draft under the newest, what was sent under those it was first sent under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.case import AnswerSet, Case
from models.local_set import OWN, LocalSet
from models.rules import LocalRules
from workflows.clocks import Calendar
from workflows.closed_days import CLOSED_DAYS, closed_days_of, listed_days
from workflows.declare import Workflow
from workflows.local.applying import meanings, published, rules_of
from workflows.ports import UnitOfWork

STANDARD = LocalSet()


@dataclass(frozen=True)
class Local:
    """A workflow as one municipality wants it. `version` 0 and an empty `id` stand for the standard rules."""

    workflow: Workflow
    content: LocalSet
    rules: Mapping[str, Any]
    version: int = 0
    id: str = ""

    @property
    def closed_days(self) -> frozenset[date]:
        """The days on which this kind of work is not handled, besides public holidays and what holds for every kind."""
        return listed_days(self.rules.get(CLOSED_DAYS) or ())


def newest_local(declared: Workflow, municipality_id: str, work: UnitOfWork) -> Local:
    """What a new case is under."""
    return _local(declared, work.rules.newest(municipality_id, declared.key))


def local_of(case: Case, declared: Workflow, work: UnitOfWork) -> Local:
    """What a case is under: the newest while nobody has seen it, the version it was sent under from then on."""
    if case.submitted_at is None:
        return newest_local(declared, case.municipality_id, work)
    return _local(declared, work.rules.version(case.municipality_id, declared.key, case.rules_version))


def working_days_under(local: Local, municipality_id: str, work: UnitOfWork) -> Calendar:
    """The days on which a municipality handles a kind of case: neither closed altogether nor by the rules of that kind. One query."""
    return Calendar(local.closed_days | closed_days_of(work.parties.municipality(municipality_id)))


def _local(declared: Workflow, row: LocalRules | None) -> Local:
    if row is None:
        return Local(declared, STANDARD, declared.defaults())
    workflow, content = published(row.id, declared, row.content)
    return Local(workflow, content, rules_of(declared, content), row.version, row.id)


def unconfirmed(local: Local, sets: Mapping[tuple[str, str], AnswerSet], work: UnitOfWork) -> frozenset[tuple[str, str]]:
    """(phase, `step/field`) of answers to own questions that meant something else when they were given, or whose meaning is not known."""
    given = list(_own_answers(sets))
    older = {rules for _phase, _step, _key, rules in given if rules != local.id}
    if not older:
        return frozenset()
    keys = {key for _phase, _step, key, _rules in given}
    now = meanings(local.content, keys)
    kept = {rules: work.rules.by_id(rules) for rules in older}
    before = {rules: meanings(LocalSet.model_validate(row.content), keys) if row else {} for rules, row in kept.items()}
    return frozenset(
        (phase, f"{step}/{key}")
        for phase, step, key, rules in given
        if rules != local.id and key in now and before[rules].get(key) != now[key]
    )


def carried_over(case_id: str, content: LocalSet, sets: Mapping[tuple[str, str], AnswerSet]) -> dict[tuple[str, str], AnswerSet]:
    """The answer sets with each answer to an own question at the step that asks it now, wherever in the phase it was given.

    The newest answer counts. Sets that get one are copies: what is kept changes only when somebody saves.
    """
    found = dict(sets)
    for own in content.questions:
        home = (str(own.phase), own.step)
        given = {place: kept.answers[own.key] for place, kept in sets.items() if place[0] == home[0] and own.key in kept.answers}
        newest = max(given, key=lambda place: str(given[place]["at"]), default=home)
        if newest != home:
            before = found[home].answers if home in found else {}
            found[home] = AnswerSet(case_id=case_id, phase=home[0], step=home[1], answers={**before, own.key: given[newest]})
    return found


def _own_answers(sets: Mapping[tuple[str, str], AnswerSet]) -> Iterator[tuple[str, str, str, str]]:
    """(phase, step, key, id of the rules it was answered under) of answers to own questions."""
    for (phase, step), kept in sets.items():
        for path, entry in kept.answers.items():
            if path.startswith(OWN):
                yield phase, step, path, entry.get("rules", "")
