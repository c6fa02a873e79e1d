"""Charts: drawn by ECharts through the framework, each with the same numbers as a table, from one source.

Colours are the tokens' names: the drawing is SVG, so the browser looks them up, in the light and in the dark, on screen and on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from nicegui import ui

from models.text import _
from ui.components.base import Tag, Words, speaker
from ui.components.layout import details
from ui.components.tables import Column, data_table

COLOURS = ("var(--chart-1)", "var(--chart-2)", "var(--chart-3)")
_INK, _LINE, _FONT = "var(--ink-soft)", "var(--line)", "Inter Portal, system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, one for each category; None where there is none to show."""

    label: Words
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class ChartView:
    """What is shown: bars or a line over categories. `unit` follows each number; `lying` draws bars from left to right, for long names.

    `links` lead from the table to what is behind each category. `mark` is a line before a category, with its words.
    """

    title: Words
    first: Words
    categories: Sequence[Words]
    series: Sequence[Series]
    unit: str = ""
    kind: Literal["bar", "line"] = "bar"
    stacked: bool = False
    lying: bool = False
    most: float | None = None
    links: Sequence[str | None] = ()
    mark: tuple[int, Words] | None = None


def chart(view: ChartView) -> None:
    """The drawing, and below it the same numbers as a table that anybody can open, read out or copy."""
    say = speaker()
    title = say(view.title)
    with Tag("figure", classes="chart"):
        Tag("figcaption", view.title, classes="chart-title")
        hint = _("Chart: {title}. The numbers stand in the table below it.", title=title)
        with Tag("div", classes="chart-drawn", role="img", aria_label=hint):
            ui.echart(options_of(view), renderer="svg")
        with details(_("The numbers as a table")):
            columns = [Column("name", view.first, "link" if any(view.links) else "text")]
            columns += [Column(f"s{place}", one.label, "number") for place, one in enumerate(view.series)]
            data_table(columns, rows_of(view), caption=view.title)


def rows_of(view: ChartView) -> list[dict[str, Any]]:
    """The table's rows."""
    say, rows = speaker(), []
    for place, name in enumerate(view.categories):
        link = view.links[place] if place < len(view.links) else None
        cells: dict[str, Any] = {
            "name": {"words": name, "href": link} if link else ({"words": name, "href": "#"} if any(view.links) else name)
        }
        for at, one in enumerate(view.series):
            value = one.values[place]
            cells[f"s{at}"] = None if value is None else say.number(plain(value)) + (f" {view.unit}" if view.unit else "")
        rows.append(cells)
    return rows


def plain(value: float) -> float:
    """A whole number without its decimals."""
    return int(value) if value == int(value) else value


def options_of(view: ChartView) -> dict[str, Any]:
    """The chart as the library takes it. Nothing moves, nothing depends on the pointer, and no colour says anything the legend does not."""
    say = speaker()
    names = [say(one) for one in view.categories]
    label = {"color": _INK, "fontFamily": _FONT, "fontSize": 12}
    along: dict[str, Any] = {
        "type": "category", "data": names, "axisTick": {"show": False}, "axisLine": {"lineStyle": {"color": _LINE}},
        "axisLabel": {**label, "hideOverlap": True, **({"width": 150, "overflow": "truncate"} if view.lying else {})},
        "inverse": view.lying,
    }  # fmt: skip
    are_whole = all(value is None or value == round(value) for one in view.series for value in one.values)
    up: dict[str, Any] = {
        "type": "value", "min": 0, "splitNumber": 4, "splitLine": {"lineStyle": {"color": _LINE}},
        "axisLabel": {**label, "formatter": "{value}" + (f" {view.unit}" if view.unit else ""), "hideOverlap": True},
        "minInterval": 1 if are_whole else 0.1,
        **({"max": view.most, "interval": view.most / 4} if view.most is not None else {}),
    }  # fmt: skip
    return {
        "animation": False, "backgroundColor": "transparent", "color": list(COLOURS),
        "grid": {"left": 8, "right": 16, "top": 36 if len(view.series) > 1 or view.mark else 12, "bottom": 8, "containLabel": True},
        "legend": {"show": len(view.series) > 1, "top": 0, "left": 0, "textStyle": label, "selectedMode": False, "itemGap": 16},
        "tooltip": {
            "trigger": "axis", "axisPointer": {"type": "shadow", "shadowStyle": {"color": "var(--hover)", "opacity": 0.6}},
            "backgroundColor": "var(--surface)", "borderColor": _LINE, "textStyle": {**label, "color": "var(--ink)"}, "confine": True,
        },
        "xAxis": up if view.lying else along, "yAxis": along if view.lying else up,
        "series": [_drawn(view, one, place, say) for place, one in enumerate(view.series)],
    }  # fmt: skip


def _drawn(view: ChartView, one: Series, place: int, say: Any) -> dict[str, Any]:
    colour = COLOURS[place % len(COLOURS)]
    drawn: dict[str, Any] = {
        "name": say(one.label), "type": view.kind, "data": ["-" if value is None else value for value in one.values],
        "itemStyle": {"color": colour}, "emphasis": {"disabled": True},
    }  # fmt: skip
    if view.kind == "bar":
        drawn |= {"barMaxWidth": 32} | ({"stack": "all"} if view.stacked else {})
    else:
        drawn |= {"lineStyle": {"color": colour, "width": 2}, "symbol": ("circle", "diamond", "rect")[place % 3], "symbolSize": 7}
    if view.mark is not None and place == 0:
        at, words = view.mark
        text = {"formatter": say(words), "color": _INK, "fontFamily": _FONT, "position": "end"}
        line = {"color": "var(--ink-quiet)", "type": "dashed", "width": 1.5}
        drawn["markLine"] = {"symbol": "none", "silent": True, "lineStyle": line, "label": text, "data": [{"xAxis": at}]}
    return drawn
