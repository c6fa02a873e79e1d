"""Rows pasted from a spreadsheet: lines and columns of text become the answers of a repeating group.

The first line may name the columns, by key or by label in any language; without it they come in the order of the form. Cells stay raw:
what is wrong in them is told by the ledger, row by row, like anything else that was typed.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.errors import BadInput
from models.text import Text, _
from workflows.declare import Group, Question
from workflows.fields import BooleanKind, ChoiceKind, MultiKind, Option

MOST_CELLS = 20_000
TICKS: Mapping[str, bool] = {"x": True, "j": True, "y": True, "n": False, "-": False}
Translate = Callable[[Text], str]


def pasted_columns(group: Group) -> list[Question]:
    """The columns a table can have, in order."""
    return [one for one in group.row.questions if not one.hidden and not one.fixed]


def read_table(group: Group, words: str, speakers: Sequence[Translate]) -> list[dict[str, Any]]:
    """The rows of a pasted table, each a mapping from column key to raw answer. Empty lines are passed over.

    `speakers` translate labels, so that a table with Norwegian names is understood too. Raises BadInput with what is wrong and how to
    mend it: nothing to read, more columns than the group has, an unknown column's name, or more rows than there is room for.
    """
    lines = [line for line in _cells(words) if any(cell.strip() for cell in line)]
    if not lines:
        raise BadInput(_("There is nothing in the table. Copy the cells in your spreadsheet, and paste them here."))
    columns = pasted_columns(group)
    named = _named(lines[0], columns, speakers)
    order = named or columns
    body = lines[1:] if named else lines
    widest = max((len(line) for line in body), default=0)
    if widest > len(order):
        got = _("The table has {got} columns, and there are {most} here: {names}.", got=widest, most=len(order), names=_names(order))
        raise BadInput(got)
    if len(body) > group.at_most or len(body) * len(order) > MOST_CELLS:
        raise BadInput(_("The table has {got} rows, and there is room for {most}.", got=len(body), most=group.at_most))
    return [_row(order, line, speakers) for line in body]


def _cells(words: str) -> list[list[str]]:
    separator = "\t" if "\t" in words else ";"
    try:
        return [[cell.strip() for cell in line] for line in csv.reader(words.splitlines(keepends=True), delimiter=separator)]
    except csv.Error:
        raise BadInput(_("A cell of the table is too long. A quotation mark may have no other that ends the cell.")) from None


def _named(first: Sequence[str], columns: Sequence[Question], speakers: Sequence[Translate]) -> list[Question] | None:
    """The columns that a first line names; None when it names none and so is a row itself."""
    by_name = {name: column for column in columns for name in (column.key, *_labels(column.label, speakers))}
    known = [by_name.get(_plain(cell)) for cell in first]
    if not any(known):
        return None
    strangers = [cell for cell, column in zip(first, known, strict=True) if column is None]
    if strangers:
        raise BadInput(_("There is no column “{name}”. There are: {names}.", name=strangers[0][:60], names=_names(columns)))
    return [column for column in known if column is not None]


def _names(columns: Sequence[Question]) -> Text:
    named = {f"name_{place}": column.label for place, column in enumerate(columns)}
    return Text(", ".join(f"{{{name}}}" for name in named), named, context="verbatim")


def _labels(label: Text, speakers: Sequence[Translate]) -> set[str]:
    return {_plain(speak(label)) for speak in speakers}


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _row(order: Sequence[Question], line: Sequence[str], speakers: Sequence[Translate]) -> dict[str, Any]:
    return {column.key: _answer(column, cell, speakers) for column, cell in zip(order, line, strict=False) if cell}


def _answer(column: Question, cell: str, speakers: Sequence[Translate]) -> Any:
    """A cell as a raw answer: choices by key or label, yes and no in any language; other text as it is."""
    kind = column.kind
    if isinstance(kind, ChoiceKind):
        return _choice(kind.options, cell, speakers)
    if isinstance(kind, MultiKind):
        return [_choice(kind.options, one, speakers) for one in cell.replace("/", ",").split(",") if one.strip()]
    if isinstance(kind, BooleanKind):
        return TICKS.get(_plain(cell), cell)
    return cell


def _choice(options: Sequence[Option], cell: str, speakers: Sequence[Translate]) -> str:
    wanted = _plain(cell)
    for option in options:
        if wanted == option.key.casefold() or wanted in _labels(option.label, speakers):
            return option.key
    return cell.strip()
