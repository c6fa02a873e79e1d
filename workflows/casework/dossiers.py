"""A case as the ledger judges it: answers and files of all phases, the rules it began with, what is known around it, what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from models.base import Phase, Status
from models.case import AnswerSet, Case, Waiver
from models.correspondence import UNANSWERED_REQUEST_STATES, CorrectionRequest
from models.document import Document
from models.text import unpack
from workflows.casework.local import Local, carried_files, carried_over, local_of, unconfirmed
from workflows.casework.paths import nested
from workflows.casework.verdicts import refusal_of
from workflows.changes import fingerprint
from workflows.clocks import day_of
from workflows.declare import Workflow
from workflows.facts import AskedFor, Dossier, FileFacts, Known, RawAnswers
from workflows.fields import Kind, MeterNumberKind, Problem, is_empty, parse
from workflows.index import index_of
from workflows.kinds import CaseKind
from workflows.ledger import Ledger, evaluate
from workflows.places import middle_of
from workflows.ports import UnitOfWork
from workflows.reading import Reading, rows_of
from workflows.registry import workflow as declared_workflow
from workflows.staff_side import with_staff_steps

WITH_THE_CONTRACTOR = frozenset({Status.DRAFT, Status.PAUSED})
"""While a case lies here, its answers are being written and belong to nobody else."""


@dataclass
class Loaded:
    """Everything of one case that a use case works with, loaded once in its transaction. `sets` is keyed by (phase, step).

    On the `staff_side` the workflow has the municipality's own steps too. `as_sent` are the days of sending, as in `Case.sent_days`, where
    the case is seen as it was sent, whoever writes on it now.
    """

    case: Case
    sets: dict[tuple[str, str], AnswerSet]
    documents: Sequence[Document]
    requests: Sequence[CorrectionRequest]
    waivers: Sequence[Waiver]
    local: Local
    known: Known
    now: datetime
    unconfirmed: frozenset[tuple[str, str]] = frozenset()
    asked: Mapping[str, Any] = field(default_factory=dict)
    staff_side: bool = False
    as_sent: Mapping[str, Sequence[str]] | None = None
    _ledger: Ledger | None = field(default=None, repr=False)
    _dossiers: dict[Phase, Dossier] = field(default_factory=dict, repr=False)

    @property
    def workflow(self) -> Workflow:
        """The workflow as the municipality wants it."""
        return with_staff_steps(self.local.workflow) if self.staff_side else self.local.workflow

    def for_staff(self) -> Loaded:
        """The same case with what the municipality records itself."""
        return replace(self, staff_side=True, _ledger=None, _dossiers={})

    @property
    def rules(self) -> Mapping[str, Any]:
        """Every local rule, defaults filled in."""
        return self.local.rules

    def dossier(self, phase: Phase | None = None) -> Dossier:
        """The case as one phase (the current one unless named) is judged; made once."""
        judged = phase or self.case.phase
        if judged not in self._dossiers:
            self._dossiers[judged] = self._dossier(judged)
        return self._dossiers[judged]

    def _dossier(self, judged: Phase) -> Dossier:
        first, newest = self._days_of_sending(judged)
        return Dossier(
            workflow=self.workflow.key,
            phase=judged,
            today=day_of(self.now),
            answers={one.phase: self.answers_of(one.phase) for one in self.workflow.phases},
            files={one.phase: files_of(self.documents, one.phase) for one in self.workflow.phases},
            rules=self.rules,
            known=self.known,
            waivers={one.key: one.reason for one in self.waivers if one.phase == judged},
            requests=[asked_for(one) for one in self.unanswered(judged)],
            sending=False,
            unconfirmed=frozenset(place for phase, place in self.unconfirmed if phase == judged),
            sent_on=newest,
            first_sent_on=first,
        )

    def _days_of_sending(self, judged: Phase) -> tuple[date | None, date | None]:
        """The days of a phase's first and newest sending; no newest while the phase is being written, as today counts then."""
        days = [date.fromisoformat(day) for day in (self.case.sent_days if self.as_sent is None else self.as_sent).get(str(judged), ())]
        is_written = self.as_sent is None and judged == self.case.phase and self.case.status in WITH_THE_CONTRACTOR
        return (days[0], None if is_written else days[-1]) if days else (None, None)

    def raw_of(self, phase: Phase, step: str, name: str) -> Any:
        """What was typed for one question outside of groups, None when nothing was."""
        kept = self.sets.get((str(phase), step))
        return kept.answers.get(name, {}).get("raw") if kept else None

    def answers_of(self, phase: Phase) -> RawAnswers:
        """Nested raw answers of one phase."""
        steps = index_of(self.workflow, phase).steps
        return {step: nested(kept.answers, steps[step]) for (where, step), kept in self.sets.items() if where == phase and step in steps}

    def unanswered(self, phase: Phase | None = None) -> list[CorrectionRequest]:
        """Requests of a phase that still wait for the contractor."""
        judged = phase or self.case.phase
        return [one for one in self.requests if one.phase == judged and one.state in UNANSWERED_REQUEST_STATES]

    def ledger(self) -> Ledger:
        """The ledger of the current phase, worked out once."""
        if self._ledger is None:
            self._ledger = evaluate(self.workflow, self.dossier())
        return self._ledger

    def changed(self) -> None:
        """Answers, files, requests, surroundings or the phase were changed: everything must be worked out anew."""
        self._ledger = None
        self._dossiers.clear()

    def fingerprint(self, step: str, at: str) -> str:
        """What is answered and uploaded at a place of the current phase."""
        return fingerprint(self.workflow, self.dossier(), step, at)


def load(case: Case, *, work: UnitOfWork, now: datetime) -> Loaded:
    """Load what hangs on a case. A fixed number of queries, whatever its size."""
    local = local_of(case, declared_workflow(case.workflow), work)
    sets = carried_over(case.id, local.content, {(one.phase, one.step): one for one in work.cases.answers(case.id)})
    asked = all_worth_asking(local.workflow, sets)
    documents = carried_files(local.content, work.documents.of_case(case.id))
    return Loaded(
        case=case,
        sets=sets,
        documents=documents,
        requests=work.cases.requests(case.id),
        waivers=work.cases.waivers(case.id),
        local=local,
        known=known_around(case, asked, local, work),
        now=now,
        unconfirmed=unconfirmed(local, sets, documents, work),
        asked=asked,
    )


def look_at_files(loaded: Loaded, work: UnitOfWork) -> None:
    """Read the files of a case anew, as they lie under its rules now; what must be confirmed follows from them."""
    loaded.documents = carried_files(loaded.local.content, work.documents.of_case(loaded.case.id))
    loaded.unconfirmed = unconfirmed(loaded.local, loaded.sets, loaded.documents, work)
    loaded.changed()


def known_around(case: Case, asked: Mapping[str, Any], local: Local, work: UnitOfWork) -> Known:
    """What is known around a case, the municipality's closed days with it."""
    known = work.knowledge.around(case, **asked)
    return replace(known, closed_days=known.closed_days | local.closed_days)


def all_worth_asking(declared: Workflow, sets: Mapping[tuple[str, str], AnswerSet]) -> dict[str, Any]:
    """What is asked about the surroundings of a case: its properties, and what its answers mention."""
    return {"property_keys": property_keys_of(_application(declared, sets), declared), **worth_asking(declared, sets)}


def columns_of(loaded: Loaded) -> dict[str, Any]:
    """What lists show of a case and all properties it is found by, from its answers."""
    answers = _application(loaded.workflow, loaded.sets)

    def words(name: str) -> str:
        raw = answers.get(name)
        return "" if is_empty(raw) or not isinstance(raw, (str, int)) else str(raw).strip()[:200]

    return {
        "address": words("address"),
        "reference": words("reference")[:40],
        "title": words("description")[:120],
        "properties": property_keys_of(answers, loaded.workflow),
        **_place_of(loaded),
    }


def _place_of(loaded: Loaded) -> dict[str, float | None]:
    """One point in the middle of the first place the application shows, in degrees; None while it shows none."""
    for key in index_of(loaded.workflow, Phase.APPLICATION).steps:
        kept = loaded.sets.get((str(Phase.APPLICATION), key))
        drawn = [entry["value"] for entry in kept.answers.values() if "value" in entry] if kept else []
        if drawn:
            latitude, longitude = middle_of(drawn[0])
            return {"latitude": latitude, "longitude": longitude}
    return {"latitude": None, "longitude": None}


def announced_start(loaded: Loaded) -> date | None:
    """The day work begins by what has been sent, the latest phase first; None while nothing says so."""
    known = {one.phase for one in loaded.workflow.phases if loaded.answers_of(one.phase)}
    for phase, key in reversed(list(loaded.workflow.announces.items())):
        day = Reading(loaded.workflow, loaded.dossier(), phase).value(key) if phase in known else None
        if isinstance(day, date):
            return day
    return None


def renewed(loaded: Loaded) -> dict[str, Any]:
    """The column that says under which rules an unsent case was looked at last; none when it says so already."""
    case = loaded.case
    if case.submitted_at is not None or case.rules_version == loaded.local.version:
        return {}
    case.rules_version = loaded.local.version
    return {"rules_version": case.rules_version}


def _application(declared: Workflow, sets: Mapping[tuple[str, str], AnswerSet]) -> dict[str, Any]:
    """The answers of the application without their steps; of its groups the properties alone, as others may be hundreds of rows long."""
    steps = index_of(declared, Phase.APPLICATION).steps
    found: dict[str, Any] = {}
    for (where, key), kept in sets.items():
        step = steps.get(key) if where == Phase.APPLICATION else None
        if step is not None and any(group.as_property for group in step.groups):
            found |= nested(kept.answers, step)
        elif step is not None:
            found |= {asked.key: kept.answers[asked.key]["raw"] for asked in step.questions if asked.key in kept.answers}
    return found


def worth_asking(declared: Workflow, sets: Mapping[tuple[str, str], AnswerSet]) -> dict[str, list[str]]:
    """What the answers mention that registers may know: meter numbers, seals, addresses, numbers of other cases."""
    asked: dict[str, list[str]] = {"meter_numbers": [], "seals": [], "addresses": [], "references": []}
    remembered = declared.remembered
    for phase in declared.phases:
        numbers, references = (fields_of(kind, declared, phase.phase) for kind in (MeterNumberKind, CaseKind))
        telling = {*numbers, *references, "address", *([remembered.seal] if remembered else ())}
        for (where, _step), kept in sets.items():
            if where != phase.phase:
                continue
            for path, entry in kept.answers.items():
                name = path.rsplit("/", 1)[-1]
                if name not in telling or is_empty(entry["raw"]) or not isinstance(entry["raw"], (str, int)):
                    continue
                if name in numbers:
                    number = parse(MeterNumberKind(), entry["raw"])
                    asked["meter_numbers"] += [] if isinstance(number, Problem) else [number]
                elif remembered and name == remembered.seal:
                    asked["seals"].append(str(entry["raw"]).strip())
                elif name == "address":
                    asked["addresses"].append(str(entry["raw"]).strip())
                elif name in references:
                    asked["references"].append("".join(str(entry["raw"]).split())[:40])
    return asked


@cache
def fields_of(kind: type[Kind], declared: Workflow, phase: Phase) -> frozenset[str]:
    """Keys of the questions of a kind, in rows too."""
    index = index_of(declared, phase)
    columns = [one for _step, group in index.groups.values() for one in group.row.questions]
    return frozenset(one.key for one in [*columns, *(asked for _step, asked in index.questions.values())] if isinstance(one.kind, kind))


def files_of(documents: Sequence[Document], phase: Phase) -> dict[str, list[FileFacts]]:
    """The files of one phase by slot, or by `slot@row`; removed ones left out."""
    found: dict[str, list[FileFacts]] = {}
    for one in documents:
        if one.phase == phase and one.removed_at is None:
            found.setdefault(f"{one.slot}@{one.row}" if one.row else one.slot, []).append(facts_of(one))
    return found


def facts_of(document: Document) -> FileFacts:
    """One file as rules see it."""
    facts = document.facts
    taken = facts.get("taken_at")
    return FileFacts(
        name=document.name,
        state=document.state,
        size=document.size,
        reason=refusal_of(document) or "",
        taken_at=datetime.fromisoformat(taken) if taken else None,
        latitude=facts.get("latitude"),
        longitude=facts.get("longitude"),
        sha256=document.sha256,
        id=document.id,
    )


def asked_for(request: CorrectionRequest) -> AskedFor:
    """An unanswered request as the ledger sees it."""
    return AskedFor(
        id=request.id,
        target_kind=request.target_kind,
        target=request.target,
        requirement=request.requirement,
        what=unpack(request.what),
        how_to_fix=unpack(request.how_to_fix),
        blocking=request.blocking,
    )


def property_keys_of(raw: Mapping[str, Any], declared: Workflow) -> list[str]:
    """`gnr/bnr/fnr/snr` of every property answered, each once and at most fifty; what look-ups go by."""
    groups = [group for _step, group in index_of(declared, Phase.APPLICATION).groups.values() if group.as_property]
    rows = [content for group in groups for _row, content in rows_of(group, raw.get(group.key))[:50]]
    return list(dict.fromkeys(key for content in rows if (key := _property_key(content))))


def _property_key(content: Mapping[str, Any]) -> str:
    parts = [str(content.get(name) or "0").strip()[:10] for name in ("gnr", "bnr", "fnr", "snr")]
    is_one = all(part.isascii() and part.isdigit() for part in parts) and int(parts[0]) > 0
    return "/".join(str(int(part)) for part in parts) if is_one else ""
