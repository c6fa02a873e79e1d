"""What notes with names, extra demands and statements need from the outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from models.actor import Scope
from models.hearing import ExtraDemand, Mention


@dataclass(frozen=True, slots=True)
class MentionLine:
    """One note that names somebody. `words` as kept until `spoken`."""

    case_ref: str
    case_number: str
    place: str
    message_id: str
    at: datetime
    author_id: str
    words: str
    author: str = ""

    def spoken(self, author: str, words: str) -> MentionLine:
        """The same with names in the place of ids."""
        return replace(self, author=author, words=words)


@dataclass(frozen=True, slots=True)
class DemandCount:
    """How many extra demands and free questions one kind of case got in one municipality, and in how many cases."""

    workflow: str
    demands: int
    questions: int
    cases: int


class Hearing(Protocol):
    """Mentions and extra demands. What takes a case's id raises `NotThere` unless that case was reached before."""

    def add_mention(self, mention: Mention) -> None: ...
    def mentions(self, scope: Scope, person_id: str, limit: int) -> Sequence[MentionLine]:
        """The newest notes on cases within the scope that name the person."""
        ...

    def count_demand(self, demand: ExtraDemand) -> None:
        """Keep it; one that was counted already stays as it is."""
        ...

    def demands(self, municipality_id: str, since: datetime, until: datetime) -> Sequence[DemandCount]:
        """Extra demands sent in a span of time, its ends included, by kind of case."""
        ...
