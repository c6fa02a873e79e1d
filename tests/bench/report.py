"""Figures with their floors, printed as one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure. `floor` is the bare part from the same run, `aim` the bound in the same unit, `more_is_better` for rates."""

    name: str
    value: float
    unit: str
    aim: float | None = None
    floor: float | None = None
    floor_name: str = ""
    more_is_better: bool = False
    note: str = ""

    @property
    def is_reached(self) -> bool | None:
        """Whether the aim is reached; None without an aim."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.more_is_better else self.value <= self.aim


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..1) of the values lie, nearest rank; values need not be sorted."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def table(figures: Sequence[Figure]) -> str:
    """All figures as a Markdown table, with the notes below it."""
    lines = ["| figure | measured | aim | floor (same run) | ratio | reached |", "| --- | ---: | ---: | ---: | ---: | --- |"]
    notes: list[str] = []
    for one in figures:
        if one.note and one.note not in notes:
            notes.append(one.note)
        lines.append(_line(one, f" ({notes.index(one.note) + 1})" if one.note else ""))
    return "\n".join([*lines, *([""] if notes else []), *(f"{number}. {note}" for number, note in enumerate(notes, 1))])


def _line(one: Figure, mark: str) -> str:
    ratio = f"{one.value / one.floor:.2f}" if one.floor else ""
    floor = f"{one.floor:.4g} {one.unit} ({one.floor_name})" if one.floor is not None else ""
    aim = f"{'≥' if one.more_is_better else '≤'} {one.aim:g} {one.unit}" if one.aim is not None else ""
    reached = {True: "yes", False: "**no**", None: ""}[one.is_reached]
    return f"| {one.name}{mark} | {one.value:.4g} {one.unit} | {aim} | {floor} | {ratio} | {reached} |"
