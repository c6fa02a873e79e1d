"""The vocabulary in which a workflow is declared: steps with questions, groups, document slots and requirements, as data.

Form, checks, panel, check-list, receipt, archive message, JSON Schema and help are read from the same declaration. A step is a class
whose attributes, in order, are its questions, groups and slots; rules stand under the field they judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from models.base import Level, Phase, State
from models.text import Text
from workflows.conditions import ALWAYS, Condition
from workflows.duties import Due, Duty
from workflows.parts import (
    ANYTHING,
    BLOCKS,
    DRAWINGS,
    IMAGES,
    NEEDED,
    NEVER,
    NO_SOURCE,
    PDFS,
    RECOMMENDED,
    Compute,
    Group,
    Offer,
    Prefill,
    Question,
    Row,
    Slot,
    Source,
    group,
    named_parts,
    question,
    slot,
)

if TYPE_CHECKING:
    from workflows.reading import Reading
    from workflows.shared.terms import Competence

__all__ = [
    "ANYTHING",
    "BLOCKS",
    "DRAWINGS",
    "IMAGES",
    "NEEDED",
    "NEVER",
    "NOT_APPLICABLE",
    "NO_SOURCE",
    "PDFS",
    "RECOMMENDED",
    "Compared",
    "Compute",
    "Differs",
    "Due",
    "Duty",
    "Fee",
    "Finding",
    "Group",
    "Guarantee",
    "Guide",
    "Handling",
    "NotApplicable",
    "Occasion",
    "Offer",
    "Outcome",
    "PhaseDeclaration",
    "Prefill",
    "Question",
    "Remembered",
    "Requirement",
    "Row",
    "Rule",
    "RuleParameter",
    "Slot",
    "Source",
    "Step",
    "Workflow",
    "doubtful",
    "group",
    "missing",
    "question",
    "requirement",
    "slot",
]


@dataclass(frozen=True)
class Finding:
    """What a rule found wanting: where (`at` is a field, `group/row/field`, `slot` or `slot@row`; None = the requirement's own place).

    `instead` replaces the requirement's `what` where its sentence cannot be said, because nothing is there to name.
    """

    state: State
    at: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    instead: Text | None = None


def missing(at: str | None = None, *, instead: Text | None = None, **values: Any) -> Finding:
    """Something lacks or contradicts."""
    return Finding(State.MISSING, at, values, instead)


def doubtful(at: str | None = None, *, instead: Text | None = None, **values: Any) -> Finding:
    """Something is there but looks wrong; a person must look."""
    return Finding(State.DOUBTFUL, at, values, instead)


@dataclass(frozen=True)
class NotApplicable:
    """The rule has nothing to judge here."""


NOT_APPLICABLE = NotApplicable()
Outcome = NotApplicable | Finding | Sequence[Finding]
"""An empty sequence means met."""

Rule = Callable[["Reading"], Outcome]


@dataclass(frozen=True, eq=False)
class Requirement:
    """A numbered check: a stable id, weight, prompts, source, and the pure rule that judges it.

    `at` is the field, group or slot it speaks about, or empty: then it speaks about the whole `step`. `officer_only` hides it from the
    contractor. `competences` are what it demands of people, told to them before they begin.
    """

    id: str
    level: Level
    what: Text
    how_to_fix: Text
    source: Source
    rule: Rule
    at: str = ""
    applies_if: Condition = ALWAYS
    officer_only: bool = False
    step: str = ""
    competences: tuple[Competence, ...] = ()


def requirement(
    id_: str,
    *,
    level: Level,
    what: Text,
    how: Text,
    source: Source,
    at: str = "",
    applies_if: Condition = ALWAYS,
    officer_only: bool = False,
    step: str = "",
    competences: tuple[Competence, ...] = (),
) -> Callable[[Rule], Requirement]:
    """Declare the function below as the rule of a numbered check; use it inside a step's class, under the field it judges."""

    def declare(rule: Rule) -> Requirement:
        return Requirement(id_, level, what, how, source, rule, at, applies_if, officer_only, step, competences)

    return declare


class Step:
    """One page of the wizard. Attributes in order are its parts; `key` is the class attribute or the class name in snake case.

    Rules that look at the rows of a group may stand in modules of their own and be listed as `checks`.
    """

    key: ClassVar[str] = ""
    title: ClassVar[Text]
    intro: ClassVar[Text | None] = None
    section: ClassVar[Text | None] = None
    applies_if: ClassVar[Condition] = ALWAYS
    checks: ClassVar[tuple[Requirement, ...]] = ()
    parts: ClassVar[tuple[Question | Group | Slot, ...]] = ()
    questions: ClassVar[tuple[Question, ...]] = ()
    groups: ClassVar[tuple[Group, ...]] = ()
    slots: ClassVar[tuple[Slot, ...]] = ()
    requirements: ClassVar[tuple[Requirement, ...]] = ()

    def __init_subclass__(cls) -> None:
        inherited = [base for base in cls.__mro__[1:] if issubclass(base, Step) and base is not Step]
        parts = list(dict.fromkeys([*(part for base in inherited for part in base.parts), *named_parts(cls)]))
        cls.key = cls.__dict__.get("key") or _snake(cls.__name__)
        cls.parts = tuple(part for part in parts if isinstance(part, (Question, Group, Slot)))
        cls.questions = tuple(part for part in cls.parts if isinstance(part, Question))
        cls.groups = tuple(part for part in cls.parts if isinstance(part, Group))
        cls.slots = tuple(part for part in cls.parts if isinstance(part, Slot))
        declared = (*(part for part in vars(cls).values() if isinstance(part, Requirement)), *cls.__dict__.get("checks", ()))
        own = tuple(replace(part, step=cls.key) for part in declared)
        cls.requirements = (*(one for base in inherited for one in base.requirements), *own)


Differs = Callable[[Any, Any, "Reading"], bool]
"""Whether (built, approved) differ more than allowed, under the local rules of the reading. Pure, and never raises."""


@dataclass(frozen=True)
class Compared:
    """For COM-18: a field as built and the field as approved that it is compared with; group fields are compared row by row.

    `differs` allows tolerances; without one any difference counts. Where `applies_if` does not hold nothing is compared.
    """

    built: str
    approved_phase: Phase
    approved: str
    label: Text
    differs: Differs | None = None
    applies_if: Condition = ALWAYS


@dataclass(frozen=True)
class Remembered:
    """What the books keep when the last phase is approved: a group and, within its rows, the keys of what is worth remembering.

    `number` and `reading` describe what now sits there, `retired` what was taken away, `seal` a seal that must not be used twice, `on` the
    day (a question of the phase).
    """

    phase: Phase
    group: str
    number: str
    reading: str = ""
    retired: str = ""
    seal: str = ""
    on: str = ""


@dataclass(frozen=True)
class RuleParameter:
    """A local rule a municipality may set: default value, what it means, and where the default comes from.

    Amounts of money have the unit `øre`; days of the year (`"11-01"`) the unit `month-day`.
    """

    name: str
    default: Any
    label: Text
    source: Source
    unit: str = ""
    choices: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Handling:
    """How long the municipality has for one phase: a number and its unit (`working_days` or `weeks`), or the parameter that holds it.

    `deemed_granted` marks a limit after which the law lets the permit count as given.
    """

    length: int
    unit: str
    parameter: str = ""
    source: Source = NO_SOURCE
    applies_if: Condition = ALWAYS
    deemed_granted: bool = False


@dataclass(frozen=True)
class Fee:
    """An amount the municipality takes: `count` times the amount (øre) of the local rule `parameter`, when `applies_if` holds.

    The count is one where nothing is counted; `unit` says what is counted, such as m². `vat` tells whether the amount includes it.
    """

    key: str
    label: Text
    parameter: str
    count: Callable[[Reading], Any] | None = None
    unit: Text | None = None
    applies_if: Condition = ALWAYS
    vat: bool = False


@dataclass(frozen=True)
class Guarantee:
    """How long the work is guaranteed: as many years as the local rule `parameter` says, from the approval of the last phase.

    Where the question `begins` is the municipality's to answer, from the day it says.
    """

    parameter: str
    applies_if: Condition = ALWAYS
    begins: str = ""


@dataclass(frozen=True)
class Report:
    """How soon the last phase must be sent: within the local rule `parameter` (days, or working days where that is its unit) after the day
    its question `finished` says.
    """

    finished: str
    parameter: str


@dataclass(frozen=True)
class Occasion:
    """One answer to “what are you going to do?” before login: its words, and the first answers of the draft that comes of it.

    `where` and `who` are keys of the places and people of the guide for which it fits; `documents` adds nothing to what the steps ask.
    """

    key: str
    label: Text
    where: tuple[str, ...]
    who: tuple[str, ...]
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Guide:
    """What `/prepare` needs beyond the steps: occasions that lead to this workflow, and ids of what is most often forgotten."""

    occasions: tuple[Occasion, ...]
    often_missed: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class PhaseDeclaration:
    """One phase: its steps in order, when it is part of the case at all, and how long handling may take.

    Where `noted_if` holds the municipality takes note instead of deciding, and work may start once it is sent. The first of
    `other_handling` whose condition holds replaces `handling`. `staff_steps` are answered by the municipality once the case is closed:
    no part of the contractor's form or ledger. `is_individual`: the outcome is an *enkeltvedtak*, which may be appealed against. `valid_to`
    names the question with the last day an approval holds, where it holds for the work period and not for years.
    """

    phase: Phase
    title: Text
    steps: tuple[type[Step], ...]
    handling: Handling
    applies_if: Condition = ALWAYS
    outcome_label: Text | None = None
    noted_if: Condition = NEVER
    other_handling: tuple[Handling, ...] = ()
    staff_steps: tuple[type[Step], ...] = ()
    is_individual: bool = False
    valid_to: str = ""


@dataclass(frozen=True, eq=False)
class Workflow:
    """A whole workflow as data. `prefix` begins its requirement ids; `requirements` are those shared with others (COM).

    `duties` are what the municipality does after the last phase. `announces` names, for a phase, the question with the day work begins;
    the latest phase that was sent counts. `quality` is its sheet: for each criterion of the registry `done`, or
    `exempt: because ...`.
    """

    key: str
    prefix: str
    version: int
    title: Text
    summary: Text
    phases: tuple[PhaseDeclaration, ...]
    parameters: tuple[RuleParameter, ...]
    compared: tuple[Compared, ...] = ()
    requirements: Mapping[Phase, tuple[Requirement, ...]] = field(default_factory=dict)
    remembered: Remembered | None = None
    fees: tuple[Fee, ...] = ()
    guide: Guide | None = None
    guarantee: Guarantee | None = None
    report: Report | None = None
    duties: tuple[Duty, ...] = ()
    announces: Mapping[Phase, str] = field(default_factory=dict)
    quality: Mapping[str, str] = field(default_factory=dict)

    def phase(self, phase: Phase) -> PhaseDeclaration:
        """The declaration of one phase; KeyError when the workflow has no such phase."""
        for declared in self.phases:
            if declared.phase == phase:
                return declared
        raise KeyError(phase)

    def defaults(self) -> dict[str, Any]:
        """Every local rule at its default."""
        return {parameter.name: parameter.default for parameter in self.parameters}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() and place else letter.lower() for place, letter in enumerate(name))
