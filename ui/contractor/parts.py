"""A step's declared parts as what the components show: fields, groups, slots. Nothing here knows a workflow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from models.document import FileKind, FileState
from models.geometry import as_text, read_place
from models.text import Text, _
from ui.components import Choice, FieldView, FileView, GroupView, RowLine, RowView, SlotView
from ui.theme import PREFIX
from workflows.casework.views import DocumentInfo, PartView, StepView
from workflows.casework.views import RowView as DescribedRow
from workflows.declare import NEVER, RECOMMENDED, Group, Question, Slot
from workflows.fields import BooleanKind, ChoiceKind, DecimalKind, MultiKind, MunicipalityKind, PersonKind
from workflows.ledger import Ledger

EXTENSIONS: Mapping[FileKind, str] = {
    FileKind.PDF: ".pdf",
    FileKind.IMAGE: ".jpg,.jpeg,.png,.heic,.heif,.webp,.tif,.tiff",
    FileKind.DRAWING: ".pdf,.dwg,.dxf,.ifc",
    FileKind.SURVEY: ".sos,.kof,.gmi,.gml,.geojson,.csv,.txt,.xml",
    FileKind.SHEET: ".xlsx,.ods,.csv",
    FileKind.CCTV: ".pdf,.mp4,.mpg,.zip,.wpt",
}
NAMES: Mapping[FileKind, Text] = {
    FileKind.PDF: _("PDF"),
    FileKind.IMAGE: _("photo (JPG, PNG, HEIC)"),
    FileKind.DRAWING: _("drawing (PDF, DWG, DXF, IFC)"),
    FileKind.SURVEY: _("survey file"),
    FileKind.SHEET: _("spreadsheet"),
    FileKind.CCTV: _("pipe inspection"),
}


def field_view(part: PartView, view: StepView, t: Callable[[Text], str], wrong: str | None) -> FieldView:
    """A question as a field; its key is its path, `wrong` what it says is wrong."""
    asked = part.part
    assert isinstance(asked, Question)
    kind = "fact" if asked.fixed else asked.kind.name
    return FieldView(
        key=part.path, label=asked.label, kind=kind, value=raw_for_form(part.raw), hint=asked.hint or asked.how,
        error=wrong, unit=asked.kind.unit if isinstance(asked.kind, DecimalKind) else "", example=asked.example,
        options=choices(asked, view), version=part.version, mark=mark_of(asked.required, asked), locked=part.locked,
        asked=asked_words(part, t), fact=part.worked_out, near=part.near, suggestions=part.suggestions,
        autocomplete="email" if asked.kind.name == "email" else "",
    )  # fmt: skip


def raw_for_form(raw: Any) -> Any:
    """A raw answer as a form can show it: what programs sent as structures becomes text."""
    if isinstance(raw, dict):
        place = read_place(raw) if raw.keys() & {"coordinates", "geometry", "points"} else None
        if place is not None and place.system:
            return as_text(place)
        return "\n".join(f"{name}: {value}" for name, value in raw.items())
    return ", ".join(map(str, raw)) if isinstance(raw, list) and raw and not all(isinstance(one, str) for one in raw) else raw


def problem_words(part: PartView, t: Callable[[Text], str]) -> str | None:
    """What is wrong with what was typed, and how to mend it."""
    return f"{t(part.problem)} {t(part.how_to_fix)}" if part.problem and part.how_to_fix else None


def asked_words(part: PartView, t: Callable[[Text], str]) -> str | None:
    """What the municipality asked for at this place."""
    words = [" ".join(filter(None, (t(one.what), t(one.how_to_fix), one.comment))) for one in part.asked]
    return " · ".join(words) or None


def choices(asked: Question, view: StepView) -> Sequence[Choice]:
    """The options of a question, people and municipalities by name."""
    if isinstance(asked.kind, (ChoiceKind, MultiKind)):
        return [Choice(one.key, one.label) for one in asked.kind.options]
    if isinstance(asked.kind, PersonKind):
        return [Choice(person, name) for person, name in view.people.items()]
    if isinstance(asked.kind, MunicipalityKind):
        return [Choice(number, name) for number, name in view.municipalities.items()]
    return ()


def mark_of(required: Any, asked: Question | Slot) -> Text | None:
    """A word beside the label where an answer is not demanded."""
    if asked.governed_by or getattr(asked, "fixed", False) or isinstance(getattr(asked, "kind", None), BooleanKind):
        return None
    if asked.level == RECOMMENDED and required is not NEVER:
        return _("recommended")
    return _("optional") if required is NEVER else None


def slot_view(part: PartView, view: StepView, most_mb: int, t: Callable[[Text], str]) -> SlotView:
    """A document slot as it stands; a file may move to any other open slot of the page. `most_mb` is what the portal takes at most."""
    wanted = part.part
    assert isinstance(wanted, Slot)
    slot, _at, row = part.path.partition("@")
    parcel = {"phase": str(view.phase), "slot": slot, **({"row": row} if row else {})}
    kinds = dict.fromkeys(part for kind in wanted.accepts for part in EXTENSIONS[kind].split(","))
    names = ", ".join(t(NAMES[kind]) for kind in wanted.accepts)
    return SlotView(
        key=part.path, label=wanted.label, accept=",".join(kinds), accept_words=names, most_mb=min(most_mb, view.largest_file_mb),
        at_least=wanted.at_least if wanted.required is not NEVER or wanted.governed_by else 0, at_most=wanted.at_most,
        why=wanted.source.words if wanted.source.url else None, hint=wanted.hint or wanted.how, parcel=parcel,
        files=[file_view(one, view.head.ref, t) for one in part.files], mark=mark_of(wanted.required, wanted), locked=part.locked,
        asked=asked_words(part, t),
        moves=moves_from(part.path, view.parts),
        example=(f"{PREFIX}/examples/{wanted.example.picture}.svg", wanted.example.words) if wanted.example else None,
    )  # fmt: skip


def file_view(one: DocumentInfo, ref: str, t: Callable[[Text], str]) -> FileView:
    """One file of a slot."""
    address = f"/cases/{ref}/documents/{one.id}"
    why = one.refusal or (" ".join(t(doubt) for doubt in one.doubts) if one.doubts else None)
    is_open = one.state in (FileState.READY, FileState.DOUBTFUL)
    return FileView(
        one.id, one.name, one.size, one.state, why, f"{address}/thumb" if one.has_preview else None, address if is_open else None
    )


def group_view(
    part: PartView,
    rows: Sequence[RowView],
    lines: Sequence[RowLine] = (),
    row_of: Callable[[str], RowView | None] | None = None,
    opened: Callable[[], None] | None = None,
) -> GroupView:
    """A repeating group with its rows, or with their lines and what makes the row that is opened."""
    group = part.part
    assert isinstance(group, Group)
    return GroupView(
        key=part.path, label=group.label, lines=lines, row_of=row_of, opened=opened, rows=rows,
        add_label=group.add_label, at_least=group.at_least, at_most=group.at_most,
        hint=group.how, locked=part.locked, table=group.as_property,
    )  # fmt: skip


def line_views(group: Group, rows: Sequence[DescribedRow], ledger: Ledger) -> list[RowLine]:
    """Rows as lines, with how much lacks in each."""
    lacking = Counter(owner for row in ledger if row.is_unmet and (owner := _owner(row.at, group.key)))
    return [RowLine(row.id, row_title(group, row), partial(_words_of, row), lacking[row.id]) for row in rows]


def _words_of(row: DescribedRow) -> Text:
    return row.words or _("Nothing written yet")


def _owner(at: str, group: str) -> str:
    """The row a place of the ledger lies in: `group/row/field`, or `slot@row`."""
    if "@" in at:
        return at.partition("@")[2]
    return at.split("/")[1] if at.startswith(f"{group}/") else ""


def row_title(group: Group, row: DescribedRow) -> Text:
    """A row by its number."""
    return group.row_label.with_values(n=row.number)


def all_parts(parts: Sequence[PartView]) -> Iterator[PartView]:
    """Parts, and after them those of the rows, which are described as they are reached."""
    yield from parts
    yield from (inner for part in parts for row in part.rows for inner in row.parts)


def open_slots(parts: Sequence[PartView]) -> list[tuple[PartView, Text]]:
    """The slots that take files now, with their labels; those of rows name the row."""
    found = [(part, part.part.label) for part in parts if isinstance(part.part, Slot)]
    for group in parts:
        if isinstance(group.part, Group) and group.shown:
            for row in group.rows:
                title = row_title(group.part, row)
                found += [(one, _("{row}: {label}", row=title, label=one.part.label)) for one in row.slots]
    return [(part, label) for part, label in found if part.shown and not part.locked]


def moves_from(path: str, parts: Sequence[PartView]) -> list[Choice]:
    """The other open slots of the step, those of rows too: where a file that lies in the wrong one may be put."""
    return [Choice(one.path, label) for one, label in open_slots(parts) if one.path != path]
