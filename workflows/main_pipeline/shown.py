"""How many surveyed points of each kind the rows of a main show that there must be. Source: domain 4-main-pipeline, MAIN-18."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from workflows.main_pipeline.choices import STATIONS
from workflows.reading import Reading, RowReading


def wanted_points(reading: Reading, *, has_curves: bool) -> Counter[str]:
    """Kind of point -> how many at least. `has_curves`: points in curves stand for the bends of drawn lines."""
    pipes, manholes = reading.rows("pipes_built"), reading.rows("manholes_built")
    kinds = [row.value("fitting_kind") for row in reading.rows("fittings_built")]
    wanted = Counter("gully" if row.value("kind_built") == "sand_trap" else "manhole_top" for row in manholes)
    wanted["outlet"], wanted["branch"] = kinds.count("outlet"), len(reading.rows("services_out"))
    wanted["structure"] = sum(kinds.count(kind) for kind in STATIONS)
    in_manholes, free = _nodes(pipes, {row.value("manhole_id") for row in manholes})
    wanted["pipe_in_manhole"] = in_manholes or int(bool(pipes and manholes))
    wanted["change"] = sum(_changes(meeting) for meeting in free.values())
    loose = sum(len(meeting) == 1 for meeting in free.values())
    wanted["end"] = max(0, loose - kinds.count("outlet")) if free else int(bool(pipes) and not manholes)
    wanted["bend"] = int(not has_curves and any(len(line.points) > 2 for row in pipes if (line := row.value("line")) is not None))
    return wanted


def _nodes(pipes: Sequence[RowReading], manholes: set[str | None]) -> tuple[int, dict[str, list[RowReading]]]:
    """How many ends of pipes lie in manholes; and the other nodes with the pipes that meet there."""
    in_manholes, free = 0, defaultdict(list)
    for row in pipes:
        for node in (row.value("from_node"), row.value("to_node")):
            if node in manholes and node is not None:
                in_manholes += 1
            elif node is not None:
                free[node].append(row)
    return in_manholes, free


def _changes(meeting: Sequence[RowReading]) -> bool:
    """Whether pipes of one system that meet differ in material or dimension."""
    met: dict[str | None, set[tuple[str | None, int | None]]] = defaultdict(set)
    for row in meeting:
        met[row.value("system_built")].add((row.value("material"), row.value("od_mm")))
    return any(len(different) > 1 for different in met.values())
