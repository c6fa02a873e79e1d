"""A calendar file is read back by the library as whole days with ids that last, whatever places are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.ui.municipality.test_rooms import CARD
from ui.lists.calendar_file import FIRM, STAFF, calendar_file
from ui.lists.calendar_page import SPANS, period_of
from ui.texts import Speaker
from workflows.ports_lists import Dated

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_each_date_is_a_whole_day_with_an_id_that_stays_when_it_moves() -> None:
    found = [Dated("ours", date(2026, 12, 1), CARD), Dated("start", date(2026, 12, 1), CARD)]
    moved = [replace(one, day=date(2026, 12, 9)) for one in found]
    first, second = (
        Calendar.from_ical(calendar_file(one, STAFF, Speaker("nb"), base_url="https://portal.example", now=NOW)).walk("VEVENT")
        for one in (found, moved)
    )

    assert [one.decoded("dtstart") for one in first] == [date(2026, 12, 1)] * 2
    assert [one.decoded("dtend") for one in first] == [date(2026, 12, 2)] * 2
    assert [str(one["uid"]) for one in first] == [str(one["uid"]) for one in second]
    assert len({str(one["uid"]) for one in first}) == 2
    assert str(first[0]["url"]) == f"https://portal.example/cases/{CARD.ref}"
    assert str(first[0]["summary"]).startswith("Frist: ")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200).filter(str.strip))
def test_no_place_breaks_out_of_its_line(words: str) -> None:
    found = [Dated("theirs", date(2026, 12, 1), replace(CARD, address=words))]
    content = calendar_file(found, FIRM, Speaker("nb"), base_url="https://p", now=NOW)

    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["uid"]) == f"{CARD.ref}-theirs@p"
    assert words in str(event["summary"])


@given(DAYS)
def test_a_day_lies_in_its_own_period_and_periods_follow_each_other(day: date) -> None:
    for span in SPANS:
        first, last = period_of(span, day)
        assert first <= day <= last
        assert period_of(span, last) == (first, last)
        assert period_of(span, date.fromordinal(last.toordinal() + 1))[0] == date.fromordinal(last.toordinal() + 1)
