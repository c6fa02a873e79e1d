"""Lists paged in the database: table, pagination and the filter bar whose state is the address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any, Literal

from models.text import _
from ui.components.base import View, Words, html, safe_href
from ui.components.field import Choice

Cell = Words | Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column. Cells of kind `link` are `{"words", "href"}`, of kind `tag` `{"words", "tone", "strong"}`, of kind
    `found` what `found_data` makes, others words.
    """

    key: str
    label: Words
    kind: Literal["text", "link", "number", "tag", "day", "found"] = "text"


class Pagination(View):
    """See `pagination`."""

    template = html("pager")


def pagination(previous: str | None, next_: str | None, summary: Words | None = None) -> Pagination:
    """Links to the page before and after; a list paged by key knows no page numbers."""
    return Pagination(_pages(previous, next_, summary))


def _pages(previous: str | None, next_: str | None, summary: Words | None, of: Words | None = None) -> dict[str, Any]:
    """What a pager shows; `of` tells pagers of one page apart."""
    words = {"pages": _("Pages of the list: {list}", list=of) if of else _("Pages"), "previous": _("Previous"), "next": _("Next page")}
    return {"previous": safe_href(previous), "next": safe_href(next_), "summary": summary, "words": words}


class DataTable(View):
    """See `data_table`."""

    template = html("data-table")

    def show(
        self, rows: Sequence[Mapping[str, Cell]], *, previous: str | None = None, next_: str | None = None, summary: Words | None = None
    ) -> None:
        """Another page of rows in place."""
        self.change(rows=_cells(self.data["columns"], rows), **_pages(previous, next_, summary, self.data["caption"]))


def _cells(columns: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Cell]]) -> list[dict[str, Any]]:
    links = [column["key"] for column in columns if column["kind"] == "link"]
    for cells in rows:
        for key in links:
            cell = cells.get(key)
            if isinstance(cell, Mapping):
                safe_href(cell["href"])
    return [dict(cells) for cells in rows]


def data_table(
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Cell]],
    *,
    caption: Words,
    previous: str | None = None,
    next_: str | None = None,
    summary: Words | None = None,
    live: bool = False,
    picks: Words | None = None,
    on_act: Callable[[str, Any], Awaitable[object] | None] | None = None,
) -> DataTable:
    """One page of a list. A row maps column keys to cells and may have an `id`. On a phone each row becomes a small card.

    Where the list is `live`, each row has an `id` and a `version`: rows that would move under the pointer or the focus wait behind
    “n updates”, and what changed is marked for two seconds, as on the board. With `picks`, the words for choosing one, rows are chosen for
    acts on many (`desk.js`): each has a `ref` and a `name`, and a `take` where the key a takes it, which `on_act` hears of.
    """
    shown = [{"key": column.key, "label": column.label, "kind": column.kind} for column in columns]
    held = {"holds": "rows", "news": {"one": _("1 update"), "many": _("{n} updates")}} if live else {}
    data = {"columns": shown, "rows": _cells(shown, rows), "caption": caption, "picks": picks}
    return DataTable({**data, **held, **_pages(previous, next_, summary, caption)}, on_act=on_act)


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing a list is narrowed by; `key` is its name in the address. `none` is what stands for nothing chosen, “All” unless given."""

    key: str
    label: Words
    kind: Literal["search", "select", "day"] = "select"
    options: Sequence[Choice] = attribute(default_factory=tuple)
    value: str = ""
    none: Words | None = None


class FilterBar(View):
    """See `filter_bar`."""

    template = html("filter-bar")


def filter_bar(filters: Sequence[Filter], *, action: str, kept: Mapping[str, str] | None = None, all_: str = "") -> FilterBar:
    """A plain GET form: what is chosen stands in the address and can be kept, shared and gone back to.

    `kept` goes along unseen. `all_` is the address without any filter, `action` itself when it is left out.
    """
    shown = [
        {
            "key": one.key,
            "label": one.label,
            "kind": one.kind,
            "value": one.value,
            "none": one.none,
            "options": [{"key": choice.key, "label": choice.label} for choice in one.options],
        }
        for one in filters
    ]
    words = {"name": _("Narrow the list"), "all": _("All"), "apply": _("Search"), "clear": _("Show all")}
    return FilterBar(
        {
            "filters": shown,
            "kept": {name: value for name, value in (kept or {}).items() if value},
            "action": safe_href(action),
            "all": safe_href(all_ or action),
            "used": any(one.value for one in filters),
            "words": words,
        }
    )
