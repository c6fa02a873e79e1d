"""The local rules one case stands under: a draft under the newest, what was sent under those it was first sent under."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.case import AnswerSet, Case
from models.document import Document, FileState
from models.local_set import OWN, LocalSet
from models.rules import LocalRules
from workflows.clocks import Calendar
from workflows.closed_days import CLOSED_DAYS, closed_days_of, listed_days
from workflows.declare import Workflow
from workflows.local.applying import meanings, meanings_of_slots, published, rules_of
from workflows.ports import UnitOfWork

STANDARD = LocalSet()
Place = tuple[str, str]
"""Phase, and `step/part`."""
Given = tuple[str, str, str, str]
"""Phase, step and key of something of the municipality's own, and the id of the rules it was given under."""


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


def unconfirmed(
    local: Local, sets: Mapping[tuple[str, str], AnswerSet], documents: Sequence[Document], work: UnitOfWork
) -> frozenset[Place]:
    """Where own questions and slots hold what was given when they meant something else, or when nobody knows what they meant.

    Of a slot this holds while none of its files came under what it means now: who uploads one has read what is asked for.
    """
    answers, files = list(_own_answers(sets)), list(_own_files(documents))
    older = {rules for *_place, rules in (*answers, *files)} - {local.id}
    if not older:
        return frozenset()
    under = {local.id: local.content, **{rules: set_of(rules, work) for rules in older}}
    return frozenset((*_stale(answers, local.id, under, meanings), *_stale(files, local.id, under, meanings_of_slots)))


def set_of(rules: str, work: UnitOfWork) -> LocalSet:
    """What a version said, by its id; nothing where there is no such version."""
    row = work.rules.by_id(rules) if rules else None
    return LocalSet.model_validate(row.content) if row else STANDARD


def _stale(given: Sequence[Given], now: str, under: Mapping[str, LocalSet], mean: Callable[..., Mapping[str, Any]]) -> Iterator[Place]:
    """Where nothing was given under what is meant `now`; what is no longer asked for is not among it."""
    said = {rules: mean(content, {key for _phase, _step, key, _rules in given}) for rules, content in under.items()}
    stands: dict[tuple[str, str, str], bool] = {}
    for phase, step, key, rules in given:
        if key in said[now]:
            place = (phase, step, key)
            stands[place] = stands.get(place, False) or said[rules].get(key) == said[now][key]
    return ((phase, f"{step}/{key}") for (phase, step, key), holds in stands.items() if not holds)


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


def carried_files(content: LocalSet, documents: Sequence[Document]) -> list[Document]:
    """The files as they lie under these rules: those of an own slot at the step that holds it now, those of one that is gone as taken out.

    Files that change are copies: nothing is deleted, and a slot that comes back has its files again.
    """
    homes = {(str(one.phase), one.key): one.step for one in content.slots}
    return [_carried(one, homes.get((str(one.phase), one.slot))) if one.slot.startswith(OWN) else one for one in documents]


def _carried(document: Document, home: str | None) -> Document:
    if home == document.step:
        return document
    changed = {"step": home} if home else {"removed_at": document.removed_at or document.uploaded_at}
    return Document(**{**{name: getattr(document, name) for name in Document.model_fields}, **changed})


def _own_answers(sets: Mapping[tuple[str, str], AnswerSet]) -> Iterator[Given]:
    """Answers to own questions."""
    for (phase, step), kept in sets.items():
        for path, entry in kept.answers.items():
            if path.startswith(OWN):
                yield phase, step, path, entry.get("rules", "")


def _own_files(documents: Sequence[Document]) -> Iterator[Given]:
    """Files in own slots that count, or will when they are checked."""
    for one in documents:
        if one.slot.startswith(OWN) and one.removed_at is None and one.state != FileState.REFUSED:
            yield str(one.phase), one.step, one.slot, one.rules
