"""Answers on paper: lines, repeating groups as tables where they fit and as blocks where they do not, and places with their coordinates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from models.geometry import Place
from models.text import Text, _
from ui.print.sketch import sketch
from ui.texts import Speaker
from workflows.summary import SummaryGroup, SummaryLine, SummaryRow, SummarySection

WIDEST_TABLE = 96
"""Letters that stand side by side in a table of small print."""
WIDEST_CELL = 34
LEAST_CELL = 5


def answers(section: SummarySection, t: Speaker) -> dict[str, Any]:
    """One step: what was answered, what was not, and its groups, in the order of the form."""
    lines = [one for one in section.parts if isinstance(one, SummaryLine)]
    parts = [_line(one, t) if isinstance(one, SummaryLine) else _group(one, t) for one in section.parts]
    empty = [t(one.label) for one in lines if one.value is None]
    return {"heading": t(section.title), "parts": [one for one in parts if one], "empty": _unanswered(empty, t)}


def _unanswered(labels: Sequence[str], t: Speaker) -> str:
    return t(_("Not answered: {labels}", labels=", ".join(labels))) if labels else ""


def _line(line: SummaryLine, t: Speaker) -> dict[str, Any] | None:
    if line.value is None:
        return None
    return {"kind": "line", "label": t(line.label), "value": _words(line, t)}


def _words(line: SummaryLine, t: Speaker) -> str:
    """The answer in words; empty without one."""
    if line.value is None:
        return ""
    return t(line.value) if line.is_understood else t(_("{words} (not understood)", words=line.value))


def _group(group: SummaryGroup, t: Speaker) -> dict[str, Any]:
    """The rows under the columns that any of them answers. A row that hides a question has nothing in its column."""
    labels: dict[str, str] = {}
    rows: list[tuple[str, dict[str, str]]] = []
    for row in group.rows:
        rows.append((t(row.title), {_column(line): _words(line, t) for line in row.lines}))
        labels.update((_column(line), t(line.label)) for line in row.lines if _column(line) not in labels)
    filled = [key for key in labels if any(cells.get(key) for _title, cells in rows)]
    told = {"label": t(group.label), "empty": _unanswered([labels[key] for key in labels if key not in filled], t) if rows else ""}
    columns = [labels[key] for key in filled]
    cells = [[answered.get(key, "") for key in filled] for _title, answered in rows]
    widths = [_width(label, [row[place] for row in cells]) for place, label in enumerate(columns)]
    if rows and widths and max(widths) <= WIDEST_CELL and sum(widths) + len(str(len(rows))) + LEAST_CELL <= WIDEST_TABLE:
        table = [[str(number), *row] for number, row in enumerate(cells, start=1)]
        return {"kind": "table", "columns": [t(_("No.")), *columns], "widths": [LEAST_CELL, *widths], "rows": table, **told}
    blocks = [
        {"title": title, "lines": [[label, words] for label, words in zip(columns, row, strict=True) if words]}
        for (title, _answered), row in zip(rows, cells, strict=True)
    ]
    return {"kind": "blocks", "rows": blocks, **told}


def _column(line: SummaryLine) -> str:
    """The key of the question or slot, whatever the row."""
    return line.at.partition("@")[0] if line.is_slot else line.at.rpartition("/")[2]


def _width(label: str, words: Sequence[str]) -> int:
    """Letters a column needs: its longest answer, and the longest word over it."""
    return max(LEAST_CELL, *(len(one) for one in words), *(len(part) for part in label.split()))


def places(sections: Sequence[SummarySection], t: Speaker) -> dict[str, Any]:
    """Every place of the sending with all its coordinates, numbered as in the sketch."""
    found = list(_placed(sections, t))
    drawn = sketch([place for _label, place in found])
    rows = [[str(number), label, place.system_name, _coordinates(place), _size(place, t)] for number, (label, place) in enumerate(found, 1)]
    return {
        "heading": t(_("Places")),
        "columns": [t(_("No.")), t(_("Place")), t(_("Coordinate system")), t(_("Coordinates, north before east")), t(_("Length, area"))],
        "rows": rows,
        "sketch": drawn.as_data() if drawn else None,
        "bar": t(_("{n} m", n=_whole(drawn.metres))) if drawn else "",
        "alt": t(_("Sketch of the places to scale, north up; the coordinates stand in the table.")),
    }


def _placed(sections: Sequence[SummarySection], t: Speaker) -> Iterator[tuple[str, Place]]:
    for section in sections:
        for part in section.parts:
            rows = part.rows if isinstance(part, SummaryGroup) else (SummaryRow("", Text(""), (part,)),)
            for row in rows:
                for line in row.lines:
                    if line.place:
                        yield ": ".join(filter(None, (t(row.title), t(line.label)))), line.place


def _coordinates(place: Place) -> str:
    digits = 6 if place.system == "4258" else 2
    return "\n".join(f"{north:.{digits}f}  {east:.{digits}f}" for north, east in place.points)


def _size(place: Place, t: Speaker) -> str:
    if place.length_m is None:
        return ""
    if place.area_m2 is None:
        return t(_("{n} m", n=place.length_m))
    return t(_("{n} m around, {area} m²", n=place.length_m, area=place.area_m2))


def _whole(number: float) -> float | int:
    return int(number) if number == int(number) else number
