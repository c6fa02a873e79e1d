"""The vocabulary in which a workflow is declared: steps with questions, groups, document slots and requirements, as data.

Form, checks, panel, check-list, receipt, archive message, JSON Schema and help are read from the same declaration. A step is a class
whose attributes, in order, are its questions, groups and slots; rules stand under the field they judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from models.base import Level, Phase, State
from models.document import FileKind
from models.text import Text, verbatim
from workflows.conditions import ALWAYS, Condition, Not
from workflows.fields import Kind

if TYPE_CHECKING:
    from workflows.reading import Reading, RowReading
    from workflows.shared.terms import Competence

BLOCKS = Level.BLOCKS_SENDING
NEEDED = Level.NEEDED_FOR_DECISION
RECOMMENDED = Level.RECOMMENDED
NEVER = Not(ALWAYS)

IMAGES = (FileKind.IMAGE,)
PDFS = (FileKind.PDF,)
DRAWINGS = (FileKind.PDF, FileKind.DRAWING)
ANYTHING = tuple(FileKind)


@dataclass(frozen=True)
class Source:
    """Where a demand comes from: words for people, an address where it can be read, and whether we assumed it."""

    words: Text
    url: str = ""
    assumed: bool = False


NO_SOURCE = Source(verbatim(""))

Compute = Callable[["Reading | RowReading"], Any]
"""Works a value out from other answers; None when it cannot. Pure, and never raises."""


@dataclass(frozen=True)
class Offer:
    """Answers that one press would give, by path within the same step, and the words on the button."""

    words: Text
    answers: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Question:
    """One thing asked. `required` says when its absence is reported (as `PREFIX.phase.key`, at `level`), unless `governed_by` names the
    numbered check that alone speaks for it. `ask` is the imperative sentence shown when it lacks, `how` says how it is good enough.

    `misread_by` names the check that speaks when the answer was not understood; without one the kind's own words are a row of their own.
    `hidden` questions are part of data and API but filled by look-ups, not shown in forms. `computed` gives the value while nothing is
    typed; `fixed` ones cannot be typed at all: they are facts worked out from other answers, shown and kept like answers.
    `suggest` gives texts to choose from while typing, `offer` other answers that one press would fill in.
    """

    label: Text
    kind: Kind
    ask: Text | None = None
    how: Text | None = None
    hint: Text | None = None
    required: Condition = NEVER
    level: Level = NEEDED
    applies_if: Condition = ALWAYS
    governed_by: str = ""
    misread_by: str = ""
    source: Source = NO_SOURCE
    example: str = ""
    hidden: bool = False
    computed: Compute | None = None
    fixed: bool = False
    suggest: Callable[[Reading], Sequence[str]] | None = None
    offer: Callable[[Reading], Offer | None] | None = None
    key: str = ""


@dataclass(frozen=True, eq=False)
class Slot:
    """A place for documents: what is accepted and how many. A slot inside a row class belongs to each row."""

    label: Text
    accepts: tuple[FileKind, ...]
    at_least: int = 1
    at_most: int = 5
    ask: Text | None = None
    how: Text | None = None
    hint: Text | None = None
    required: Condition = NEVER
    level: Level = NEEDED
    applies_if: Condition = ALWAYS
    governed_by: str = ""
    source: Source = NO_SOURCE
    key: str = ""


@dataclass(frozen=True)
class Prefill:
    """Where a group's or question's first value comes from when its phase opens: the same keys of an earlier phase, same row ids."""

    phase: Phase
    field: str
    only: tuple[str, ...] = ()


class Row:
    """Base of row classes: the questions and slots of one repeating row, in order."""

    questions: ClassVar[tuple[Question, ...]] = ()
    slots: ClassVar[tuple[Slot, ...]] = ()
    columns: ClassVar[tuple[Question | Slot, ...]] = ()
    by_key: ClassVar[Mapping[str, Question]] = {}

    def __init_subclass__(cls) -> None:
        own = _named_parts(cls)
        renewed = {part.key for part in own}
        bases = [base for base in cls.__mro__[1:] if issubclass(base, Row)]
        before: dict[str, Question | Slot] = {}
        for base in bases:
            before |= {one.key: one for one in base.questions} | {one.key: one for one in base.slots}
        parts = [*(part for key, part in before.items() if key not in renewed), *own]
        cls.questions = tuple(part for part in parts if isinstance(part, Question))
        cls.by_key = {question.key: question for question in cls.questions}
        cls.columns = (*cls.questions, *(part for part in parts if isinstance(part, Slot)))
        cls.slots = tuple(part for part in parts if isinstance(part, Slot))


@dataclass(frozen=True, eq=False)
class Group:
    """Repeating rows of a row class. `row_label` takes `{n}`. `as_property` rows may come as text such as `9999-12/34/0/0`.

    `as_survey` rows can be read from survey files (KOF, GML, GeoJSON, SOSI, CSV): their columns are those of `SurveyPointRow`.
    """

    label: Text
    row: type[Row]
    row_label: Text
    add_label: Text
    at_least: int = 0
    at_most: int = 50
    ask: Text | None = None
    how: Text | None = None
    required: Condition = NEVER
    level: Level = NEEDED
    applies_if: Condition = ALWAYS
    governed_by: str = ""
    source: Source = NO_SOURCE
    prefill: tuple[Prefill, ...] = ()
    as_property: bool = False
    as_survey: bool = False
    key: str = ""


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
) -> Callable[[Rule], Requirement]:
    """Declare the function below as the rule of a numbered check; use it inside a step's class, under the field it judges."""

    def declare(rule: Rule) -> Requirement:
        return Requirement(id_, level, what, how, source, rule, at, applies_if, officer_only, step)

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
        parts = list(dict.fromkeys([*(part for base in inherited for part in base.parts), *_named_parts(cls)]))
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

    `differs` allows tolerances; without one any difference counts.
    """

    built: str
    approved_phase: Phase
    approved: str
    label: Text
    differs: Differs | None = None


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
    `other_handling` whose condition holds replaces `handling`.
    """

    phase: Phase
    title: Text
    steps: tuple[type[Step], ...]
    handling: Handling
    applies_if: Condition = ALWAYS
    outcome_label: Text | None = None
    noted_if: Condition = NEVER
    other_handling: tuple[Handling, ...] = ()


@dataclass(frozen=True, eq=False)
class Workflow:
    """A whole workflow as data. `prefix` begins its requirement ids; `requirements` are those shared with others (COM).

    `quality` is its sheet: for each criterion of the registry `done`, or `exempt: because ...`.
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


def question(kind: Kind, label: Text, **rest: Any) -> Question:
    """A question; see `Question` for the keywords. `required=True` stands for always."""
    return Question(label, kind, **_conditions(rest))


def slot(accepts: tuple[FileKind, ...], label: Text, **rest: Any) -> Slot:
    """A place for documents; see `Slot`."""
    return Slot(label, accepts, **_conditions(rest))


def group(row: type[Row], label: Text, **rest: Any) -> Group:
    """Repeating rows; see `Group`."""
    return Group(label, row, **_conditions(rest))


def _conditions(rest: dict[str, Any]) -> dict[str, Any]:
    """Allow True and False where a condition is meant."""
    if isinstance(rest.get("required"), bool):
        rest["required"] = ALWAYS if rest["required"] else NEVER
    return rest


def _named_parts(cls: type) -> list[Question | Group | Slot]:
    """The parts declared in a class body, each told its own key; the class attribute is replaced by the keyed value."""
    named: list[Question | Group | Slot] = []
    for name, part in list(vars(cls).items()):
        if isinstance(part, (Question, Group, Slot)):
            keyed = replace(part, key=name)
            setattr(cls, name, keyed)
            named.append(keyed)
    return named


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() and place else letter.lower() for place, letter in enumerate(name))
