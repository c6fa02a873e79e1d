"""What a case will ask for, told before it begins: documents, certificates, fees, time and common mistakes, from the declaration alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from string import Formatter
from typing import Any

from models.base import Level, Phase
from models.document import FileKind
from models.text import Text
from workflows.conditions import ALWAYS
from workflows.declare import NEVER, Group, Handling, PhaseDeclaration, Slot, Step, Workflow
from workflows.experience import Experience, OftenMissed, declared_experience
from workflows.exports import Demand, demands
from workflows.facts import NOTHING_KNOWN, Known
from workflows.foresight import Foresight, Likely
from workflows.guiding import PEOPLE, Fit
from workflows.index import index_of
from workflows.ledger import evaluate
from workflows.shared.certificates import CERTIFICATES

MOST_MISTAKES = 6
"""As many as somebody reads."""


class Need(StrEnum):
    """How surely something will be asked for."""

    NEEDED = "needed"
    RECOMMENDED = "recommended"
    DEPENDS = "depends"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class Paper:
    """A document to have ready. `each` names the group it is wanted for every row of."""

    label: Text
    how: Text | None
    accepts: tuple[FileKind, ...]
    at_least: int
    need: Need
    each: Text | None = None


@dataclass(frozen=True)
class Proof:
    """A demand on people: any one of `ways`, each a set of proofs held together."""

    ways: tuple[tuple[Text, ...], ...]
    need: Need


@dataclass(frozen=True)
class FeeLine:
    """A fee; `ore` is None when the municipality has set no amount, `unit` what it is counted by, None where nothing is counted."""

    label: Text
    ore: int | None
    unit: Text | None
    vat: bool
    need: Need


@dataclass(frozen=True)
class TimeLine:
    """How long the municipality may take: `length` in `unit` (`working_days` or `weeks`)."""

    length: int
    unit: str
    deemed_granted: bool
    usual: bool


@dataclass(frozen=True)
class Stage:
    """One phase of the case to come: what it asks for, and how long it takes. `questions` is how many are asked at most.

    `times` are the limits; `usual_days` the median of working days from sending to decision, None where too few cases tell.
    """

    phase: Phase
    title: Text
    need: Need
    papers: tuple[Paper, ...]
    times: tuple[TimeLine, ...]
    noted: bool
    steps: tuple[Text, ...]
    questions: int
    outcome: Text | None
    usual_days: int | None = None


@dataclass(frozen=True)
class Mistake:
    """What is often forgotten; `what` names only the place where the sentence speaks of a value nobody has given yet."""

    what: Text
    how: Text


@dataclass(frozen=True)
class Preparation:
    """Everything to know before beginning."""

    workflow: Workflow
    occasion: Text
    stages: tuple[Stage, ...]
    proofs: tuple[Proof, ...]
    fees: tuple[FeeLine, ...]
    mistakes: tuple[Mistake, ...]
    people: tuple[Text, ...]
    missed: OftenMissed | None = None
    """Whose cases the mistakes were counted in."""


def preparation(
    fit: Fit,
    workflow: Workflow,
    rules: Mapping[str, Any],
    today: date,
    known: Known = NOTHING_KNOWN,
    experience: Experience | None = None,
) -> Preparation:
    """The preparation for an occasion. `workflow` is its workflow as the municipality wants it, under its `rules`; else the standard.

    Without `experience` the common mistakes are those the workflow declares, and nothing is said of the usual time.
    """
    ahead = Foresight(workflow, fit.occasion.answers, rules, today, known)
    taught = experience or declared_experience(workflow)
    missed, mistakes = _missed(ahead, taught.often)
    return Preparation(
        workflow=workflow,
        occasion=fit.occasion.label,
        stages=tuple(
            _stage(ahead, phase, taught.usual_days.get(phase.phase))
            for phase in workflow.phases
            if ahead.applies_phase(phase.phase) is not False
        ),
        proofs=tuple(_proofs(ahead)),
        fees=tuple(_fees(ahead, rules)),
        mistakes=mistakes,
        people=tuple(PEOPLE[key] for key in fit.occasion.who if key in PEOPLE),
        missed=missed,
    )


def _stage(ahead: Foresight, declared: PhaseDeclaration, usual: int | None) -> Stage:
    phase = declared.phase
    steps = [step for step in declared.steps if ahead.applies_step(step, phase) is not False]
    return Stage(
        phase=phase,
        title=declared.title,
        need=Need.NEEDED if ahead.applies_phase(phase) else Need.DEPENDS,
        papers=tuple(_papers(ahead, declared)),
        times=tuple(_times(ahead, declared)),
        noted=ahead.holds(declared.noted_if, phase) is True,
        steps=tuple(step.title for step in steps),
        questions=sum(_count(ahead, step, phase) for step in steps),
        outcome=declared.outcome_label,
        usual_days=usual,
    )


def _count(ahead: Foresight, step: type[Step], phase: Phase) -> int:
    """How many questions a step may ask; those of a repeating row are counted once."""
    asked = [(one, None) for one in step.questions] + [(one, group) for group in step.groups for one in group.row.questions]
    return sum(not (one.hidden or one.fixed) and ahead.applies(step, one, phase, group) is not False for one, group in asked)


def _papers(ahead: Foresight, declared: PhaseDeclaration) -> Iterator[Paper]:
    phase = declared.phase
    ledger = evaluate(ahead.workflow, ahead.dossier(phase))
    lacking = {row.at.partition("@")[0]: row.level for row in ledger if row.is_unmet and row.kind == "slot"}
    index = index_of(ahead.workflow, phase)
    for key, (step, slot, group) in index.slots.items():
        applies = ahead.applies(step, slot, phase, group)
        if applies is False or _is_only_offered(slot):
            continue
        asked = _asked(ahead, slot, phase, group)
        need = _need(applies, asked, slot.level if asked else lacking.get(key))
        yield Paper(slot.label, slot.how or slot.hint, slot.accepts, max(1, slot.at_least), need, group.label if group else None)


def _is_only_offered(slot: Slot) -> bool:
    return slot.required is NEVER and not slot.governed_by and slot.at_least == 0


def _asked(ahead: Foresight, slot: Slot, phase: Phase, group: Group | None) -> Likely:
    """Whether the declaration demands it by itself; a numbered check that governs it leaves that open."""
    found = False if slot.required is NEVER else ahead.holds(slot.required, phase, group)
    return None if found is False and slot.governed_by else found


def _need(applies: Likely, asked: Likely, level: Level | None) -> Need:
    if applies and level is not None:
        return Need.RECOMMENDED if level == Level.RECOMMENDED else Need.NEEDED
    return Need.OPTIONAL if asked is False else Need.DEPENDS


def _times(ahead: Foresight, declared: PhaseDeclaration) -> Iterator[TimeLine]:
    """The time that will apply, or all that may, the usual one first."""
    rules = ahead.reading(declared.phase).rules
    others = [(one, ahead.holds(one.applies_if, declared.phase)) for one in declared.other_handling]
    settled = next((one for one, likely in others if likely), None)
    if settled is not None:
        yield _time(settled, rules, usual=True)
        return
    yield _time(declared.handling, rules, usual=True)
    yield from (_time(one, rules, usual=False) for one, likely in others if likely is None)


def _time(handling: Handling, rules: Mapping[str, Any], *, usual: bool) -> TimeLine:
    length = int(rules.get(handling.parameter, handling.length)) if handling.parameter else handling.length
    return TimeLine(length, handling.unit, handling.deemed_granted, usual)


def _proofs(ahead: Foresight) -> Iterator[Proof]:
    demanded = {
        one: phase
        for phase in reversed(ahead.workflow.phases)
        for check in index_of(ahead.workflow, phase.phase).requirements
        for one in check.competences
        if ahead.applies_phase(phase.phase) is not False
    }
    for one, phase in sorted(demanded.items(), key=lambda pair: ahead.workflow.phases.index(pair[1])):
        likely = True if one.when is ALWAYS else ahead.holds(one.when, phase.phase)
        if likely is not False:
            ways = tuple(tuple(CERTIFICATES[kind] for kind in way) for way in one.ways)
            yield Proof(ways, Need.NEEDED if likely else Need.DEPENDS)


def _fees(ahead: Foresight, rules: Mapping[str, Any]) -> Iterator[FeeLine]:
    for fee in ahead.workflow.fees:
        likely = ahead.holds(fee.applies_if, Phase.APPLICATION)
        amount = rules.get(fee.parameter)
        if likely is not False:
            known = amount if isinstance(amount, int) and not isinstance(amount, bool) and amount > 0 else None
            yield FeeLine(fee.label, known, fee.unit if fee.count else None, fee.vat, Need.NEEDED if likely else Need.DEPENDS)


def _missed(ahead: Foresight, often: Sequence[OftenMissed]) -> tuple[OftenMissed | None, tuple[Mistake, ...]]:
    """The first list in which there is anything to tell of this case, and what."""
    told: dict[str, list[Demand]] = {}
    for one in demands(ahead.workflow):
        if not one.officer_only:
            told.setdefault(one.id, []).append(one)
    for missed in often:
        mistakes = tuple(islice(_mistakes(ahead, missed.ids, told), MOST_MISTAKES))
        if mistakes:
            return missed, mistakes
    return None, ()


def _mistakes(ahead: Foresight, ids: Sequence[str], told: Mapping[str, Sequence[Demand]]) -> Iterator[Mistake]:
    for key in ids:
        first = next((one for one in told.get(key, ()) if _may_strike(ahead, one)), None)
        if first is not None and not _speaks_of_values(first.how_to_fix):
            yield Mistake(_place_of(ahead, first) if _speaks_of_values(first.what) else first.what, first.how_to_fix)


def _may_strike(ahead: Foresight, demand: Demand) -> bool:
    """Whether a case to come can have this fault at all."""
    shown = demand.at not in index_of(ahead.workflow, demand.phase).parts or ahead.shows(demand.at, demand.phase) is not False
    return shown and ahead.applies_phase(demand.phase) is not False and ahead.holds(demand.when, demand.phase) is not False


def _place_of(ahead: Foresight, demand: Demand) -> Text:
    index = index_of(ahead.workflow, demand.phase)
    if demand.at in index.parts:
        return index.parts[demand.at][1].label
    return index.steps[demand.step].title if demand.step in index.steps else index.declared.title


def _speaks_of_values(words: Text) -> bool:
    named = {name for _literal, name, _spec, _conversion in Formatter().parse(words.msgid) if name}
    return not named <= words.values.keys()
