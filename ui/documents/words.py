"""Documents and answers as the viewer and the comparison show them: plain data, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.document import FileState
from models.text import Text, _, _n
from ui.texts import Speaker
from workflows.casework.viewing import PAST, CaseFile, CaseFiles, kind_of
from workflows.casework.views import DocumentInfo

STATES = {
    FileState.RECEIVING: _("Being received"),
    FileState.CHECKING: _("Being checked"),
    FileState.READY: _("Ready"),
    FileState.DOUBTFUL: _("Look closer"),
    FileState.REFUSED: _("Refused"),
}
STANDINGS = {
    "current": (_("Counts now"), "plain"),
    "unsent": (_("Not sent yet"), "blue"),
    "replaced": (_("Replaced"), "grey"),
    "removed": (_("Taken out"), "grey"),
    "not_asked": (_("No longer asked for"), "grey"),
}


def address_of(ref: str, document_id: str) -> str:
    """Where a document is downloaded."""
    return f"/cases/{ref}/documents/{document_id}"


def viewer_address(ref: str, document_id: str = "") -> str:
    """The viewer, open at a document."""
    return f"/cases/{ref}/documents" + (f"?doc={document_id}" if document_id else "")


def shown_file(info: DocumentInfo, ref: str, *, pages: int | None = None) -> dict[str, Any]:
    """What the stage of pages needs of one file; `kind` is `pdf`, `picture` or `other`."""
    kind = kind_of(info)
    where = address_of(ref, info.id)
    count = pages if pages is not None else (max(1, int(info.facts.get("pages") or 1)) if kind == "pdf" else int(kind == "picture"))
    is_open = info.state in (FileState.READY, FileState.DOUBTFUL)
    return {
        "id": info.id,
        "name": info.name,
        "kind": kind,
        "pages": count,
        "at": f"{where}/pages/" if kind != "other" else "",
        "thumb": f"{where}/thumb" if info.has_preview else "",
        "href": where if is_open else "",
    }


def listed(found: CaseFiles, speaker: Speaker) -> list[dict[str, Any]]:
    """The files of the list, each with everything the viewer tells of it."""
    names = {one.info.id: one.info.name for one in found.files}
    return [_listed(one, found.head.ref, names, speaker) for one in found.files]


def _listed(one: CaseFile, ref: str, names: dict[str, str], speaker: Speaker) -> dict[str, Any]:
    standing, tone = STANDINGS[one.standing]
    label = _("{label}, row {number}", label=one.label, number=one.row) if one.row else one.label
    related = one.replaced_by or one.replaces
    return {
        **shown_file(one.info, ref, pages=one.pages),
        "phase": one.phase_title,
        "step": one.step_title,
        "label": label,
        "standing": standing,
        "tone": tone,
        "is_past": one.standing in PAST,
        "doubtful": one.info.state == FileState.DOUBTFUL or bool(one.info.doubts),
        "doubts": [*one.info.doubts, *([one.info.refusal] if one.info.refusal else [])],
        "facts": facts_of(one, speaker),
        "related": related,
        "related_words": _related(one, names) if related else "",
    }


def _related(one: CaseFile, names: dict[str, str]) -> Text:
    if one.replaced_by:
        return _("Replaced by {name}", name=names.get(one.replaced_by, ""))
    return _("Took the place of {name}", name=names.get(one.replaces, ""))


def facts_of(one: CaseFile, speaker: Speaker) -> list[tuple[Text, Text | str]]:
    """Label and words of everything that is known about a file; what is not known is left out."""
    info, facts = one.info, one.info.facts
    found: list[tuple[Text, Text | str]] = [(_("Place"), _("{step} · {label}", step=one.step_title, label=one.label))]
    if one.sendings:
        found.append((_("Sent"), _sent(one.sendings)))
    if one.removed_at is not None:
        found.append((_("Taken out"), speaker.moment(one.removed_at)))
    found.append((_("Check"), STATES[info.state]))
    found.append((_("Size"), speaker.size(info.size)))
    if one.kind == "pdf":
        found.append((_("Pages"), speaker.number(one.pages)))
    if facts.get("width") and facts.get("height"):
        found.append((_("Picture"), _("{width} × {height} pixels", width=facts["width"], height=facts["height"])))
    if facts.get("taken_at"):
        found.append((_("Taken"), _taken(str(facts["taken_at"]), speaker)))
    if facts.get("latitude") is not None and facts.get("longitude") is not None:
        found.append((_("Taken at"), f"{facts['latitude']:.5f}, {facts['longitude']:.5f}"))
    uploaded = speaker.moment(info.uploaded_at)
    found.append((_("Uploaded"), _("{when} by {name}", when=uploaded, name=info.uploaded_by) if info.uploaded_by else uploaded))
    found.append((_("Checksum (SHA-256)"), info.sha256))
    return found


def _sent(numbers: Sequence[int]) -> Text:
    told = ", ".join(str(one) for one in numbers)
    return _n("In sending {numbers}", "In sendings {numbers}", len(numbers), numbers=told)


def _taken(written: str, speaker: Speaker) -> str:
    """The camera's own clock has no zone: what it wrote is shown as it is."""
    day, _t, rest = written.partition("T")
    year, month, of_month = ([*day.split("-"), "", ""])[:3]
    shown = f"{year}-{month}-{of_month}" if speaker.locale == "en" else f"{of_month}.{month}.{year}"
    return f"{shown} {rest[:5]}".strip()
