"""Reading what was answered: the summary before sending, and what changed between two submissions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from models.text import _
from ui.components.base import View, Words, call, html, safe_href


@dataclass(frozen=True, slots=True)
class SummaryFileView:
    """A document among the answers: its picture, where to open it, size and result of the check in words."""

    name: str
    facts: Words
    thumb: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer. None as `value` without lines and files is shown as not answered; when it also `lacks`, so that nobody overlooks it."""

    label: Words
    value: Words | None
    change: str | None = None
    lines: Sequence[Words] = attribute(default_factory=tuple)
    note: Words | None = None
    id: str = ""
    files: Sequence[SummaryFileView] = attribute(default_factory=tuple)
    lacks: bool = False
    map: dict[str, Any] | None = None


class SummaryList(View):
    """See `summary_list`."""

    template = html("summary-list")

    def show(self, rows: Sequence[SummaryRow]) -> None:
        """Other answers in place."""
        self.change(rows=_rows(rows))


def _rows(rows: Sequence[SummaryRow]) -> list[dict[str, Any]]:
    return [_row(one) for one in rows]


def _row(one: SummaryRow) -> dict[str, Any]:
    files = [{"name": file.name, "facts": file.facts, "thumb": safe_href(file.thumb), "href": safe_href(file.href)} for file in one.files]
    blank = one.value is None and not one.lines and not files
    return {
        "label": one.label, "value": one.value, "change": safe_href(one.change), "lines": list(one.lines), "files": files, "note": one.note,
        "id": one.id, "lacks": one.lacks, "blank": blank, "map": one.map,
    }  # fmt: skip


def summary_list(rows: Sequence[SummaryRow], *, title: Words, change: str | None = None, id_: str = "") -> SummaryList:
    """The answers of one section. Each `change` address should lead back to the same row (`id`) afterwards, the section's to `id_`."""
    words = {"change": _("Change"), "add": _("Not answered – add it"), "empty": _("Not answered")}
    return SummaryList({"id": id_, "title": title, "change": safe_href(change), "rows": _rows(rows), "words": words})


@dataclass(frozen=True, slots=True)
class DiffView:
    """One answer or document before and after; None means there was nothing. `key` comes back with a decision."""

    key: str
    label: Words
    old: Words | None
    new: Words | None
    old_href: str | None = None
    new_href: str | None = None
    asked: Words | None = None
    decided: Words | None = None


class DiffPair(View):
    """See `diff_pair`."""

    template = html("diff-pair")

    def decide(self, words: Words | None) -> None:
        """Say in place what was decided, or offer the choice again."""
        self.change(decided=words)


def diff_pair(view: DiffView, *, on_accept: Callable[[str], Any] | None = None, on_ask: Callable[[str], Any] | None = None) -> DiffPair:
    """Old left, new right, told apart by words and not by colour alone."""

    async def act(name: str, _key: Any) -> None:
        await call({"accept": on_accept, "ask": on_ask}.get(name), view.key)

    words = {
        "asked": _("You asked:"),
        "before": _("Before"),
        "now": _("Now"),
        "nothing": _("Nothing"),
        "removed": _("Removed"),
        "accept": _("Accept"),
        "ask": _("Ask again"),
    }
    plain = {name: getattr(view, name) for name in ("key", "label", "old", "new", "asked", "decided")}
    data = {
        **plain,
        "old_href": safe_href(view.old_href),
        "new_href": safe_href(view.new_href),
        "words": words,
        "can": on_accept is not None,
    }
    return DiffPair(data, on_act=act if on_accept or on_ask else None)
