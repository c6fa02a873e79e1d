"""What a municipality may decide for itself about one workflow, as data: the shape that is kept, exported and imported.

A set says only what differs from the declaration. Whether it fits a workflow is judged by `workflows.local_rules`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from models.base import Level, Phase
from models.document import FileKind
from models.text import Text, spoken

FORMAT = "local-rules/1"
OWN = "own_"
"""Keys of a municipality's own questions and slots begin so, and never meet a declared one."""

OwnKey = Annotated[str, Field(pattern=r"^own_[a-z0-9_]{1,40}$")]
OptionKey = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
Place = Annotated[str, Field(max_length=200)]
Limit = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
ParameterValue = bool | Annotated[int, Field(ge=-(10**15), le=10**15)] | Limit | Annotated[str, Field(max_length=2_000)] | list[str]
OwnKindName = Literal["text", "longtext", "number", "choice", "date", "yes_no"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Words(_Strict):
    """Words in three languages; bokmål is needed and stands in for the others."""

    nb: str = Field(max_length=4_000)
    nn: str = Field("", max_length=4_000)
    en: str = Field("", max_length=4_000)

    @property
    def text(self) -> Text:
        """The words as a text."""
        return spoken(self.nb, self.nn, self.en)

    @property
    def is_empty(self) -> bool:
        """Nothing was written in any language."""
        return not (self.nb or self.nn or self.en)


NO_WORDS = Words(nb="")


class PromptWords(_Strict):
    """What a requirement says here instead of the declared words: what to do, and how it is good enough. Empty words leave the declared.

    They may name the values the declared sentence names, in braces.
    """

    what: Words = NO_WORDS
    how_to_fix: Words = NO_WORDS


class OwnOption(_Strict):
    """One choice of a municipality's own question."""

    key: OptionKey
    label: Words


class OwnQuestion(_Strict):
    """A question of the municipality's own. `level` None means optional. Numbers have a unit, limits and decimals."""

    key: OwnKey
    phase: Phase
    step: str
    kind: OwnKindName
    label: Words
    help: Words = NO_WORDS
    level: Level | None = None
    unit: str = Field("", max_length=20)
    least: Limit | None = None
    most: Limit | None = None
    places: int = Field(0, ge=0, le=6)
    options: tuple[OwnOption, ...] = Field((), max_length=50)

    @property
    def meaning(self) -> tuple[Any, ...]:
        """What makes an answer mean what it means: when this changes, an answer given before must be confirmed."""
        return (self.kind, self.label, self.unit, self.least, self.most, self.places, self.options)


class OwnSlot(_Strict):
    """A place for documents of the municipality's own. `level` None means optional."""

    key: OwnKey
    phase: Phase
    step: str
    label: Words
    help: Words = NO_WORDS
    level: Level | None = None
    accepts: tuple[FileKind, ...] = Field((FileKind.PDF, FileKind.IMAGE), min_length=1)
    at_most: int = Field(5, ge=1, le=50)

    @property
    def meaning(self) -> tuple[Any, ...]:
        """What makes a file the one that is wanted: when this changes, files uploaded before must be confirmed.

        The words of help belong to it: of a document they are what it has to show.
        """
        return (self.label, self.help, frozenset(self.accepts))


class Contact(_Strict):
    """Whom contractors may ask about this kind of case."""

    name: str = Field("", max_length=200)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=200)
    hours: Words = NO_WORDS


class LocalSet(_Strict):
    """One municipality's rules for one workflow.

    `parameters` maps names of local rules to values. `demands` maps an optional question, group or slot (`phase/key`,
    `phase/group/key` for a column) to the level at which it is required. `levels` maps the id of a requirement to a
    weightier level. `words` maps the id of a requirement to what it says here. `help` maps `phase/step` or `phase/key` to words
    shown there. `conditions` are standard conditions of an approval.
    """

    is_open: bool = True
    parameters: dict[str, ParameterValue] = Field(default_factory=dict)
    demands: dict[Place, Level] = Field(default_factory=dict)
    levels: dict[Place, Level] = Field(default_factory=dict)
    words: dict[Place, PromptWords] = Field(default_factory=dict)
    questions: tuple[OwnQuestion, ...] = Field((), max_length=100)
    slots: tuple[OwnSlot, ...] = Field((), max_length=50)
    help: dict[Place, Words] = Field(default_factory=dict)
    conditions: tuple[Words, ...] = Field((), max_length=100)
    contact: Contact = Contact()

    @model_validator(mode="after")
    def _keys_are_unique(self) -> LocalSet:
        keys = [*(one.key for one in self.questions), *(one.key for one in self.slots)]
        if len(keys) != len(set(keys)):
            raise ValueError("a key of an own question or slot is used twice")
        return self

    def question(self, key: str) -> OwnQuestion | None:
        """The own question of a key."""
        return next((one for one in self.questions if one.key == key), None)

    def slot(self, key: str) -> OwnSlot | None:
        """The own slot of a key."""
        return next((one for one in self.slots if one.key == key), None)

    def own(self, key: str) -> OwnQuestion | OwnSlot | None:
        """The own question or slot of a key."""
        return self.question(key) or self.slot(key)


class RulesFile(_Strict):
    """The file that is exported and imported: the sets of one municipality by workflow key."""

    format: Literal["local-rules/1"]
    municipality: str = Field(pattern=r"^[0-9]{4}$")
    workflows: dict[str, LocalSet]

    @field_validator("workflows")
    @classmethod
    def _not_empty(cls, value: dict[str, LocalSet]) -> dict[str, LocalSet]:
        if not value:
            raise ValueError("the file holds no workflow")
        return value
