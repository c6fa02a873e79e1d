"""What programs ask: a check of answers that are kept nowhere, a case whole, and whom answers can name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from models.actor import Actor
from models.base import Phase
from models.case import AnswerSet, Case
from models.errors import NotThere
from models.parties import Membership, Person
from workflows.casework.companies import actor_of
from workflows.casework.describing import STAFF_ONLY, documents_of, guaranteed_until, open_case, permitted_of, requests_of
from workflows.casework.dossiers import Loaded, property_keys_of, worth_asking
from workflows.casework.duties import tasks_of
from workflows.casework.keeping import record_answers
from workflows.casework.local import newest_local
from workflows.casework.paths import flat
from workflows.casework.preparing import taught_by
from workflows.casework.settling import DRAFT_KINDS, STAFF_KINDS, clock_of
from workflows.casework.site import site_of
from workflows.casework.site_views import Site
from workflows.casework.telling import HANDLERS
from workflows.casework.views import DocumentInfo, Permitted, RequestInfo, TaskInfo
from workflows.clocks import Clock, day_of
from workflows.closed_days import closed_days_of
from workflows.declare import Workflow
from workflows.experience import Experience
from workflows.facts import RawAnswers
from workflows.index import index_of
from workflows.ledger import Ledger, evaluate
from workflows.measures.expecting import Expected
from workflows.measures.overview import expected_for
from workflows.places import places_of
from workflows.policy import authorize
from workflows.ports import CaseCard, UnitOfWork
from workflows.reading import Reading
from workflows.registry import workflow as declared_workflow
from workflows.requests import dossier_from_request

NOBODY = ("", "")


@dataclass(frozen=True, slots=True)
class FullCase:
    """A case with everything hanging on it, for programs. Events in order, without what others wrote.

    `places` are what answers show on the map, as GeoJSON with its coordinate system, by phase and `step/field`.
    `record` are the answers the municipality gives itself, by step, `tasks` what it has to do when the case is closed.
    `expected` is when it will probably be answered. `responsible` is who answers for it in its company, told to companies alone, by id
    only to their own; `assignee` who handles it at the municipality, told to staff alone. Each is an id and a name.
    `versions` maps `step/field` of the current phase to the version of its answer, for those who may save answers.
    """

    card: CaseCard
    guarantee_until: date | None
    answers: Mapping[Phase, RawAnswers]
    places: Mapping[Phase, Mapping[str, Any]]
    versions: Mapping[str, int]
    ledger: Ledger
    documents: Sequence[DocumentInfo]
    requests: Sequence[RequestInfo]
    events: Sequence[Mapping[str, Any]]
    permitted: Mapping[str, Permitted]
    record: Mapping[str, Any] = field(default_factory=dict)
    tasks: Sequence[TaskInfo] = ()
    expected: Expected | None = None
    responsible: tuple[str, str] = NOBODY
    assignee: tuple[str, str] = NOBODY


def declaration(key: str, municipality: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> tuple[Workflow, Experience]:
    """A workflow as a municipality wants it, or as the standard has it when none is named, and what earlier cases teach.

    Raises NotThere for an unknown one.
    """
    authorize(actor, "see_workflows")
    standard = declared_workflow(key)
    with work:
        if not municipality:
            return standard, taught_by(standard, None, work, now)
        place = work.parties.municipality_by_number(municipality)
        local = newest_local(standard, place.id, work)
        taught = taught_by(local.workflow, place.id, work, now, local.closed_days | closed_days_of(place))
    kept = tuple(replace(one, default=local.rules[one.name]) for one in local.workflow.parameters)
    return replace(local.workflow, parameters=kept), taught


def check(key: str, request: Mapping[str, Any], *, actor: Actor, work: UnitOfWork, now: datetime) -> Ledger:
    """The ledger that a case with these answers would have. Raises NotThere for an unknown workflow or municipality, BadInput."""
    authorize(actor, "check")
    standard = declared_workflow(key)
    with work:
        place = work.parties.municipality_by_number(str(request.get("municipality", "")))
        local = newest_local(standard, place.id, work)
        declared = local.workflow
        dossier = dossier_from_request(declared, request, today=day_of(now), rules=local.rules)
        sets = {
            (str(phase), step): AnswerSet(case_id="", phase=str(phase), step=step, answers=_kept(declared, phase, step, given))
            for phase, answers in dossier.answers.items()
            for step, given in answers.items()
        }
        own = {name: raw for given in dossier.answers.get(Phase.APPLICATION, {}).values() for name, raw in given.items()}
        known = work.knowledge.around_draft(
            actor.scope, place.id, key, property_keys=property_keys_of(own, declared), **worth_asking(declared, sets)
        )
    return evaluate(declared, replace(dossier, known=replace(known, closed_days=known.closed_days | local.closed_days)))


def _kept(declared: Any, phase: Phase, step: str, given: Mapping[str, Any]) -> dict[str, Any]:
    return {path: {"raw": raw} for path, raw in flat(index_of(declared, phase).steps[step], given)}


@dataclass(frozen=True, slots=True)
class SiteNow:
    """The work on site and both clocks, for programs."""

    site: Site
    clock: Clock


def site_now(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> SiteNow:
    """The work on site as the actor's side sees it. Raises NotThere."""
    with work:
        opened = open_case(ref, actor=actor, work=work, now=now)
        members = work.parties.members(actor.scope) if actor.is_staff else ()
        officers = {person.id: person.name for person, held in members if held.role in HANDLERS}
        loaded = opened.whole or opened.loaded
        site = site_of(loaded, opened.events, opened.names, opened.actor or actor, officers, work)
    return SiteNow(site, clock_of(opened.loaded, opened.events))


def full_case(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> FullCase:
    """A case as its company or its municipality may know it. Raises NotThere."""
    with work:
        opened = open_case(ref, actor=actor, work=work, now=now, whole_log=True)
        loaded, names, actor = opened.loaded, opened.names, opened.actor or actor
        card = work.cases.card(actor.scope, loaded.case.id)
        ticks = work.cases.ticks(loaded.case.id, loaded.case.phase)
        tasks = tasks_of(loaded.case, work)
        expected = expected_for(loaded.case, loaded.known.closed_days, day_of(now), work)
    if card is None:
        raise NotThere
    requests = requests_of(loaded, names, {}, planned=False) + (requests_of(loaded, names, {}, planned=True) if actor.is_staff else [])
    return FullCase(
        card=card, guarantee_until=guaranteed_until(opened.events, loaded.case.status),
        answers={one.phase: loaded.answers_of(one.phase) for one in loaded.workflow.phases},
        places={one.phase: places_of(Reading(loaded.workflow, loaded.dossier(), one.phase)) for one in loaded.workflow.phases},
        versions={} if actor.is_staff else _versions(loaded), ledger=loaded.ledger(),
        documents=documents_of(loaded, names), requests=requests,
        events=[_event(one, names) for one in opened.events if _is_shown(one.kind, actor)], permitted=permitted_of(loaded, actor, ticks),
        record=record_answers(loaded), tasks=tasks, expected=expected, responsible=_responsible(loaded.case, names, actor),
        assignee=(card.assignee_id or "", card.assignee) if actor.is_staff else NOBODY,
    )  # fmt: skip


def _responsible(case: Case, names: Mapping[str, str], actor: Actor) -> tuple[str, str]:
    if actor.is_staff:
        return NOBODY
    return case.created_by if actor.works_for is None else "", names.get(case.created_by, "")


def colleagues(*, actor: Actor, work: UnitOfWork) -> Sequence[tuple[Person, Membership]]:
    """The active people of the actor's own company or municipality, by name: whom answers and assignments can name."""
    authorize(actor, "see_account")
    with work:
        return work.parties.members(actor.scope)


def _versions(loaded: Loaded) -> dict[str, int]:
    sets = [kept for (phase, _step), kept in loaded.sets.items() if phase == loaded.case.phase]
    return {f"{kept.step}/{path}": entry["version"] for kept in sets for path, entry in kept.answers.items()}


def _is_shown(kind: str, actor: Actor) -> bool:
    return kind not in DRAFT_KINDS if actor.is_staff else kind not in STAFF_KINDS | STAFF_ONLY


def _event(event: Any, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "seq": event.seq, "kind": event.kind, "phase": event.phase, "at": event.at, "actor": actor_of(event, names),
        "data": event.data, "hash": event.hash,
    }  # fmt: skip
