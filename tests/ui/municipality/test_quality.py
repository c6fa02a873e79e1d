"""What the address of `/quality` asks for, and that a chart and its table say the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nicegui import Client
from nicegui.page import page

from models.base import Phase
from ui.components.charts import ChartView, Series, options_of, rows_of
from ui.municipality.quality.wish import CUTS, PERIODS, address, cut_days, cut_of, days_of, query_from
from workflows.quality import month_of

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("month", date(2026, 11, 1), None), ("last-month", date(2026, 10, 1), date(2026, 10, 31)), ("quarter", date(2026, 10, 1), None),
        ("last-quarter", date(2026, 7, 1), date(2026, 9, 30)), ("year", date(2026, 1, 1), None),
        ("last-year", date(2025, 1, 1), date(2025, 12, 31)), ("all", None, None),
    ],
)  # fmt: skip
def test_a_named_period_is_counted_from_today(period: str, since: date | None, until: date | None) -> None:
    query = query_from({"period": period, "since": "2020-01-01"}, TODAY)

    assert (query.wish.since, query.wish.until, query.since) == (since, until, "")


def test_without_a_period_the_days_count_and_without_those_a_year() -> None:
    assert query_from({"since": "2026-02-01", "until": "2026-03-01"}, TODAY).wish.until == date(2026, 3, 1)
    assert query_from({}, TODAY).wish.since == TODAY - timedelta(days=365)


@given(st.dictionaries(st.sampled_from(("workflow", "phase", "company", "period", "since", "until", "by")), st.text(max_size=80)))
def test_any_address_is_read_and_what_we_do_not_know_is_left_out(query: dict[str, str]) -> None:
    found = query_from(query, TODAY)

    assert found.wish.phase in (None, *Phase)
    assert found.period in ("", *PERIODS)
    assert found.by in ("", *CUTS)


@given(st.sampled_from(("", *PERIODS)), st.none() | DAYS, st.sampled_from(("", *CUTS)), st.sampled_from(("", *Phase)))
def test_an_address_says_what_was_asked_for(period: str, since: date | None, by: str, phase: str) -> None:
    query = query_from({"period": period, "since": since.isoformat() if since else "", "by": by, "phase": phase}, TODAY)
    told = dict(part.split("=") for part in address(query).partition("?")[2].split("&") if part)

    assert query_from(told, TODAY) == query


@given(DAYS, st.sampled_from(("", *CUTS)))
def test_every_day_lies_in_its_bucket(day: date, by: str) -> None:
    first, last = cut_days(cut_of(month_of(day), by))

    assert first <= day <= last
    assert cut_of(month_of(last + timedelta(days=1)), by) != cut_of(month_of(day), by)


@given(DAYS, st.sampled_from(tuple(PERIODS)))
def test_no_period_ends_before_it_begins(today: date, period: str) -> None:
    since, until = days_of(period, today)

    assert since is None or until is None or since <= until <= today


@given(st.lists(st.none() | st.integers(0, 400).map(lambda number: number / 4), min_size=1, max_size=8), st.booleans())
def test_a_chart_and_its_table_say_the_same(values: list[float | None], lying: bool) -> None:
    names = [f"{number}.2026" for number in range(len(values))]
    view = ChartView("Tall", "Måned", names, [Series("Her", values)], unit="%", lying=lying)
    opened = Client(page("/"))  # who speaks is the page's; without one, what ran before in this process decides whether there is any
    with opened:
        drawn, rows = options_of(view), rows_of(view)
    opened.delete()

    axis = drawn["yAxis" if lying else "xAxis"]
    assert axis["data"] == [row["name"] for row in rows] == names
    in_table = [None if row["s0"] is None else float(row["s0"].removesuffix(" %").replace(",", ".")) for row in rows]
    assert [None if one == "-" else one for one in drawn["series"][0]["data"]] == in_table == values


def test_counts_stand_along_whole_numbers_and_averages_along_parts_of_them() -> None:
    def step(*values: float | None) -> float:
        view = ChartView("Tall", "Måned", ["1.2026"] * len(values), [Series("Her", values)])
        return float(options_of(view)["yAxis"]["minInterval"])

    assert (step(1, 0, None), step(1.0), step(0.5, 1)) == (1, 1, 0.1)
