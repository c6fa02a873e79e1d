"""The parts of a step: questions, document slots and repeating groups, with where a demand comes from.

Declarations import them from `workflows.declare`, beside steps and requirements.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, ClassVar

from models.base import Level, Phase
from models.document import FileKind
from models.text import Text, pack, unpack, verbatim
from workflows.conditions import ALWAYS, Condition, Not
from workflows.fields import Kind, Problem

if TYPE_CHECKING:
    from workflows.reading import Reading, RowReading

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


def pack_source(source: Source) -> dict[str, Any]:
    """A source as JSON, for keeping in the database; `unpack_source` gives its words and address back."""
    return {"words": pack(source.words), "url": source.url}


def unpack_source(packed: Mapping[str, Any], older: str = "") -> Source:
    """The source that `pack_source` made JSON of; without one, the words that were kept in its stead."""
    return Source(unpack(packed["words"]), packed.get("url", "")) if packed else Source(verbatim(older))


SYSTEM_OF_POINTS = "crs"
"""The question that says in which system the surveyed points of its step are given."""

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
    `suggest` gives texts to choose from while typing, `offer` other answers that one press would fill in. `own_word`: the answer is the
    applying company's own word, so a company that takes the case over gives it anew, as it does every answer that names one of its people.
    `unfit` says what is wrong with an answer that was understood, beside other answers or on this day; told as its absence would be.
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
    own_word: bool = False
    unfit: Callable[[Reading | RowReading], Problem | None] | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A picture of what is good enough: the name of its file and what it shows, in words."""

    picture: str
    words: Text


@dataclass(frozen=True, eq=False)
class Slot:
    """A place for documents: what is accepted and how many. A slot inside a row class belongs to each row.

    Where `before_backfilling` holds, what it takes can be made only while the trench is open: the trench sign waits for it.
    """

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
    example: Example | None = None
    before_backfilling: Condition = NEVER


@dataclass(frozen=True)
class Prefill:
    """Where a group's or question's first value comes from when its phase opens: the same keys of an earlier phase, same row ids.

    `renamed` are columns whose key is another here than there, as (here, there): a key is used once in a phase.
    """

    phase: Phase
    field: str
    only: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


class Row:
    """Base of row classes: the questions and slots of one repeating row, in order."""

    questions: ClassVar[tuple[Question, ...]] = ()
    slots: ClassVar[tuple[Slot, ...]] = ()
    columns: ClassVar[tuple[Question | Slot, ...]] = ()
    by_key: ClassVar[Mapping[str, Question]] = {}

    def __init_subclass__(cls) -> None:
        own = named_parts(cls)
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

    `as_survey` rows can be read from survey files (GeoJSON, GML, LandXML, KOF, CSV): their columns are those of `SurveyPointRow`, and
    their coordinate system is the question `crs` of the same step.
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
    for name in ("required", "before_backfilling"):
        if isinstance(rest.get(name), bool):
            rest[name] = ALWAYS if rest[name] else NEVER
    return rest


def named_parts(cls: type) -> list[Question | Group | Slot]:
    """The parts declared in a class body, each told its own key; the class attribute is replaced by the keyed value.

    The key is the attribute's name. Only a word of Python itself, such as `class`, is given by hand, since no attribute can be called so.
    """
    named: list[Question | Group | Slot] = []
    for name, part in list(vars(cls).items()):
        if isinstance(part, (Question, Group, Slot)):
            keyed = replace(part, key=part.key if iskeyword(part.key) else name)
            setattr(cls, name, keyed)
            named.append(keyed)
    return named
