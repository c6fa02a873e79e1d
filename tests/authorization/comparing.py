"""The table beside what a door answers: every difference in words, none when all is well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.authorization.doors import Answer, Door
from tests.authorization.table import Cell, expected
from tests.authorization.town import NOWHERE, Town


def differences(town: Town, door: Door, cells: Iterable[tuple[str, Cell]], relation: str, found: list[str] | None = None) -> list[str]:
    """Where the door answers other than the table, or tells a thing of others from none. Cells come with what the door calls them.

    `relation` is one of `RELATIONS` or `BESIDE`, or a standing of the company; then its own people are tried.
    """
    found, nowhere = [] if found is None else found, dict[tuple[str, str], Answer]()
    for called, cell in cells:
        who = town.people.get((cell.role, relation)) or town.people[cell.role, "own"]
        answer = door.try_(called, who, town.cases[cell.state] if cell.is_of_case else cell.state)
        name = f"{called} · {cell.state or '-'} · {cell.role} · {relation}"
        if answer.word != expected(cell, relation):
            found.append(f"{name}: {answer.word}, not {expected(cell, relation)} ({answer.said[:80]})")
        if answer.word == "hidden" and cell.is_of_case:
            key = called, cell.role
            nowhere[key] = nowhere.get(key) or door.try_(called, who, NOWHERE)
            if answer != nowhere[key]:
                found.append(f"{name}: “{answer.said}”, but of no case “{nowhere[key].said}”")
    return found


def by_use_case(cells: Sequence[Cell]) -> list[tuple[str, Cell]]:
    """Cells called by their use case."""
    return [(one.use_case, one) for one in cells]
