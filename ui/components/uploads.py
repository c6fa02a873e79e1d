"""The upload slot: a place for one kind of document, with what is accepted said before anything is chosen. Source: product.md 3.10.

Files go straight to an upload route (uploads.js: several at once, progress, retry, cancel); the rows of what the server has are data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import Any

from models.document import FileState
from models.text import Text, _, _c
from ui.components.base import View, Words, call, html, safe_href, speaker
from ui.components.field import Choice
from ui.components.timing import after


@dataclass(frozen=True, slots=True)
class FileView:
    """A file the server knows. `size` in bytes; `why` says why it is doubtful or was refused; `thumb` is our own preview picture."""

    id: str
    name: str
    size: int
    state: FileState
    why: Words | None = None
    thumb: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class SlotView:
    """A slot. `accept` is the list for the file chooser (`.pdf,.jpg`), `parcel` the values sent with each file, `moves` the other slots
    a file may belong in, `example` the address of a picture of what is good enough with what it shows.
    """

    key: str
    label: Words
    accept: str
    accept_words: Words
    most_mb: int = 100
    at_least: int = 0
    at_most: int = 5
    why: Words | None = None
    hint: Words | None = None
    parcel: Mapping[str, str] = attribute(default_factory=dict)
    files: Sequence[FileView] = attribute(default_factory=tuple)
    mark: Words | None = None
    error: Words | None = None
    asked: Words | None = None
    locked: Words | None = None
    moves: Sequence[Choice] = attribute(default_factory=tuple)
    example: tuple[str, Words] | None = None


_TONES = {
    FileState.READY: "plain",
    FileState.CHECKING: "sky",
    FileState.RECEIVING: "sky",
    FileState.DOUBTFUL: "yellow",
    FileState.REFUSED: "red",
}


def _state_words(state: FileState) -> Text:
    words = {
        FileState.RECEIVING: _c("file", "Receiving"),
        FileState.CHECKING: _c("file", "Being checked"),
        FileState.READY: _c("file", "Ready"),
        FileState.DOUBTFUL: _c("file", "May be wrong"),
        FileState.REFUSED: _c("file", "Refused"),
    }
    return words[state]


@dataclass(frozen=True, slots=True)
class SlotActs:
    """What a person may do with the files of a slot."""

    remove: Callable[[str], Any]
    restore: Callable[[str], Any]
    move: Callable[[str, str], Any] | None = None


class UploadSlot(View):
    """See `upload_slot`."""

    template = html("upload-slot")

    def __init__(self, view: SlotView, url: str, csrf: str, acts: SlotActs) -> None:
        self._view, self._acts = view, acts
        self.speaker = speaker()
        super().__init__(self._first(view, url, csrf), on_act=self._done)

    def _first(self, view: SlotView, url: str, csrf: str) -> dict[str, Any]:
        plain = ("key", "label", "accept", "at_most", "why", "hint", "mark", "error", "asked", "locked")
        return {
            **{name: getattr(view, name) for name in plain},
            "dom": "s-" + view.key.replace("/", "-").replace("@", "-"),
            "url": safe_href(url),
            "csrf": csrf,
            "parcel": dict(view.parcel),
            "most_bytes": view.most_mb * 1_000_000,
            "removed": None,
            "camera": any(kind in view.accept for kind in ("jpg", "jpeg", "png", "heic", "image/")),
            "moves": [{"key": one.key, "label": one.label} for one in view.moves],
            "rules": _rules(view),
            "words": _words(view),
            **self._listed(view.files),
        }

    def _listed(self, files: Sequence[FileView]) -> dict[str, Any]:
        rows = [
            {
                "id": one.id,
                "name": one.name,
                "size": self.speaker.size(one.size),
                "state": one.state,
                "tone": _TONES[one.state],
                "words": _state_words(one.state),
                "why": one.why,
                "thumb": safe_href(one.thumb),
                "href": safe_href(one.href),
            }
            for one in files
        ]
        ready = sum(one.state in (FileState.READY, FileState.DOUBTFUL) for one in files)
        count = _("{n} of {least}", n=ready, least=self._view.at_least) if self._view.at_least > 1 else None
        return {"files": rows, "count": count}

    async def _done(self, name: str, given: Any) -> None:
        if name == "move":
            await self._moved(given)
            return
        file_id = given
        if not isinstance(file_id, str):
            return
        if name == "remove":
            gone = next((one["name"] for one in self.data["files"] if one["id"] == file_id), "")
            await call(self._acts.remove, file_id)
            self.change(removed={"id": file_id, "words": _("{name} was removed.", name=gone)})
            after(10, lambda: self._settle(file_id))
        elif name == "restore":
            self.change(removed=None)
            await call(self._acts.restore, file_id)

    async def _moved(self, given: Any) -> None:
        known = {one.key for one in self._view.moves}
        if self._acts.move and isinstance(given, list) and len(given) == 2 and isinstance(given[0], str) and given[1] in known:
            await call(self._acts.move, given[0], given[1])

    def _settle(self, file_id: str) -> None:
        removed = self.data["removed"]
        if removed and removed["id"] == file_id and not self.is_deleted:
            self.change(removed=None)

    def show(self, files: Sequence[FileView]) -> None:
        """The files the server has now."""
        self.change(**self._listed(files))

    def offer(self, moves: Sequence[Choice]) -> None:
        """The other slots a file may belong in now."""
        self._view = replace(self._view, moves=moves)
        self.change(moves=[{"key": one.key, "label": one.label} for one in moves])

    def error(self, words: Words | None) -> None:
        """What is wrong with the slot, or that nothing is."""
        self.change(error=words)

    def lock(self, why: Words | None) -> None:
        """Files can be seen but not changed, and why; None opens the slot again."""
        self.change(locked=why)


class UploadGuard(View):
    """See `upload_guard`."""

    template = html("upload-guard")


def upload_guard() -> UploadGuard:
    """Asks whoever leaves the page while files are on their way, by a link or a button in a `data-leaves` place; see uploads.js."""
    words = {
        "title": _("Files are on their way"),
        "words": _("We go on as soon as they have arrived. If you leave now, they are not sent."),
        "stay": _("Stay on this page"),
        "leave": _("Leave without them"),
    }
    return UploadGuard(words)


def _rules(view: SlotView) -> Text:
    values = {"kinds": view.accept_words, "most": view.most_mb, "files": view.at_most}
    if view.at_most == 1:
        return _("{kinds}, one file of at most {most} MB.", **values)
    return _("{kinds}, up to {files} files of at most {most} MB each.", **values)


def _words(view: SlotView) -> dict[str, Text]:
    return {
        "why": _("Why do we need this?"),
        "asked": _("The municipality asks:"),
        "error": _("Error:"),
        "remove": _("Remove"),
        "replace": _("Replace"),
        "move": _("Move to …"),
        "undo": _("Undo"),
        "progress": _("Sending"),
        "retry": _("Try again"),
        "cancel": _("Cancel"),
        "dismiss": _("Close"),
        "photo": _("Take a photo"),
        "choose": _("Choose files") if view.at_most > 1 else _("Choose a file"),
        "more": _("Add more files") if view.at_most > 1 else _("Choose another file"),
        "drop": _("or drop them here"),
        "arrived": _("{name} has arrived"),
        "failed": _("The file could not be received. Try again."),
        "broken": _("The connection was lost on the way. Try again."),
        "too_big": _("The file is larger than {most} MB. Make it smaller and try again.", most=view.most_mb),
    }


def upload_slot(
    view: SlotView,
    *,
    url: str,
    csrf: str,
    on_remove: Callable[[str], Any],
    on_restore: Callable[[str], Any],
    on_move: Callable[[str, str], Any] | None = None,
) -> UploadSlot:
    """A slot for documents. `url` takes multipart POSTs of `file` and the parcel, one file each, with header `X-CSRF-Token`.

    The page shows what has arrived by `show`; `on_restore` gets the id of a file removed less than ten seconds ago,
    `on_move` file and slot.
    """
    return UploadSlot(view, url, csrf, SlotActs(on_remove, on_restore, on_move))
