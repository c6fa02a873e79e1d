"""The ledger as the live panel of what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from models.base import Level, Phase, State
from models.text import Text, _
from ui.components import MissingGroup, MissingKind, MissingLine, MissingView, Words
from workflows.ledger import Ledger, LedgerRow


def missing_view(
    ledger: Ledger, ref: str, titles: Mapping[str, Text], here: tuple[Phase, Callable[[str, str], bool | None]] | None = None
) -> MissingView:
    """What is missing, by weight. Lines of the open page (`here`: its phase, and whether a place is drawn) point at its fields, others at
    their page."""
    rows = [row for row in ledger if not row.officer_only]
    groups: dict[MissingKind, list[MissingLine]] = {}
    for row in rows:
        if row.is_unmet:
            groups.setdefault(kind_of(row), []).append(line_of(row, ref, titles, here))
    done = done_places(rows)
    return MissingView([MissingGroup(kind, lines) for kind, lines in groups.items()], len(done), lambda: [_label_of(one) for one in done])


def done_places(rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """The first row of each place where nothing lacks."""
    lacking = {row.at for row in rows if row.is_unmet}
    done: dict[str, LedgerRow] = {}
    for row in rows:
        if row.at and row.at not in lacking and row.state in (State.MET, State.WAIVED):
            done.setdefault(row.at, row)
    return list(done.values())


def _label_of(row: LedgerRow) -> Words:
    """A place by its label: a rule's own words say what would be wrong."""
    return _("{label}, no. {n}", label=row.label, n=row.row_number) if row.row_number else row.label


def kind_of(row: LedgerRow) -> MissingKind:
    """The group a line stands in."""
    if row.state == State.ASKED_FOR:
        return MissingKind.ASKED_FOR
    if row.level == Level.BLOCKS_SENDING:
        return MissingKind.BLOCKS
    if row.level == Level.RECOMMENDED:
        return MissingKind.RECOMMENDED
    return MissingKind.DOUBTFUL if row.state == State.DOUBTFUL else MissingKind.NEEDED


def line_of(
    row: LedgerRow, ref: str, titles: Mapping[str, Text], here: tuple[Phase, Callable[[str, str], bool | None]] | None
) -> MissingLine:
    """One line: what to do, where, and why."""
    is_here = bool(here is not None and row.phase == here[0] and here[1](row.step, row.at))
    return MissingLine(
        key=row.key,
        words=row.what,
        place=titles.get(row.step, ""),
        target=row.at if is_here else "",
        href=None if is_here and row.at else step_address(row, ref),
        why=row.source.words,
        why_href=row.source.url or None,
        can_waive=row.level == Level.NEEDED_FOR_DECISION and row.state in (State.MISSING, State.DOUBTFUL),
    )


def step_address(row: LedgerRow, ref: str, *, tried: bool = False) -> str:
    """The page of a row, at its place; after an attempt to send (`tried`) the place says what stopped it."""
    wanted = {"at": row.at, "tried": "1" if tried else ""}
    query = urlencode({name: value for name, value in wanted.items() if value}, safe="/@")
    return f"/cases/{ref}/{row.phase}/{row.step}" + (f"?{query}" if query else "")
