"""Rows of repeating groups that come and go: told as what somebody did, and merged into the list as it is kept when it is done.

A list made from what a page showed would take away the row a colleague added meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.base import Phase
from workflows.casework.paths import Kept, first_row


@dataclass(frozen=True, slots=True)
class AddRows:
    """Rows to put after those that are there; one that is there stays where it is.

    `seen` are the rows the page shows: the empty row a form shows first is kept too, where somebody sees it.
    """

    phase: Phase
    step: str
    path: str
    rows: Sequence[str]
    seen: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """A row to take away; its answers stay, so that it can come back with them."""

    phase: Phase
    step: str
    path: str
    row: str


def named_by(change: AddRows | RemoveRow) -> Sequence[str]:
    """The rows a change is about."""
    return change.rows if isinstance(change, AddRows) else (change.row,)


def rows_before(kept: Kept, change: AddRows | RemoveRow) -> list[str]:
    """The rows of the group as they are kept; before there are any, the empty first one if the change saw it."""
    listed = kept.get(change.path, {}).get("raw")
    first = first_row(kept, change.path)
    seen = change.seen if isinstance(change, AddRows) else (change.row,)
    return list(listed) if isinstance(listed, list) and listed else [first] if first in seen else []


def rows_after(before: Sequence[str], change: AddRows | RemoveRow) -> list[str]:
    """The rows with the change done."""
    if isinstance(change, AddRows):
        return [*before, *(row for row in dict.fromkeys(change.rows) if row not in before)]
    return [row for row in before if row != change.row]
