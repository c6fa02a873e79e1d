"""What a board is shown: plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.base import BoardColumn
from workflows.ports import CaseCard, Page


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board: for each column how many cases it holds and its first cards."""

    counts: Mapping[BoardColumn, int]
    columns: Mapping[BoardColumn, Page[CaseCard]]
    today: date


@dataclass(frozen=True, slots=True)
class BoardSurroundings:
    """What a board can be narrowed by, each id -> name: people who handle cases, companies with any standing here."""

    handlers: Mapping[str, str]
    companies: Mapping[str, str]
