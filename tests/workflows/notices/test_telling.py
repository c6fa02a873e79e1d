"""When mails leave and what they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.texts import translate
from workflows.notices.kinds import ALWAYS_AT_ONCE, KINDS, SAFETY, TOPICS
from workflows.notices.telling import GATHER, LONGEST_WAIT, due_at, letter_of, line_of, thread_of, wait_before_try, wish_for

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
PAUSED = {"kind": "paused", "payload": {"case": "abc", "number": "2026-000123", "place": "Storgata 1"}}
APPROVED = {"kind": "approved", "payload": {"case": "abc", "number": "2026-000123", "place": "Storgata 1"}}


def test_the_first_mail_of_a_thread_leaves_at_once_and_the_next_ten_minutes_after_it() -> None:
    assert due_at("instant", NOON, None) == NOON
    assert due_at("instant", NOON, NOON - timedelta(minutes=3)) == NOON + timedelta(minutes=7)
    assert due_at("instant", NOON, NOON - GATHER) == NOON


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2026, 11, 23, 5, 0, tzinfo=UTC), datetime(2026, 11, 23, 6, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 6, 0, tzinfo=UTC), datetime(2026, 11, 24, 6, 0, tzinfo=UTC)),
        (datetime(2027, 3, 27, 12, 0, tzinfo=UTC), datetime(2027, 3, 28, 5, 0, tzinfo=UTC)),
    ],
    ids=["before seven", "at seven", "summer time begins"],
)
def test_a_daily_mail_leaves_at_seven_in_oslo(now: datetime, morning: datetime) -> None:
    assert due_at("daily", now, None) == morning


def test_what_protects_a_login_cannot_be_put_off_and_stands_alone() -> None:
    wishes = dict.fromkeys(TOPICS, "off")

    assert {kind for kind in KINDS if wish_for(kind, wishes) == "instant"} == {kind for kind, one in KINDS.items() if one.topic == SAFETY}
    assert {SAFETY} == ALWAYS_AT_ONCE
    assert thread_of("invitation", None, "instant", "i1") == "alone:i1"
    assert thread_of("paused", "c1", "instant", "i1") == thread_of("message", "c1", "instant", "i2") == "case:c1"


def test_who_must_act_is_said_first_in_the_subject_and_in_the_letter() -> None:
    letter = letter_of([APPROVED, PAUSED])

    assert letter is not None
    assert [one.acts for one in letter.lines] == [True, False]
    assert translate(letter.subject, "nb") == "Du må gjøre noe (2 nyheter): Kommunen ber deg rette 2026-000123: Storgata 1."
    assert translate(letter.lines[0].more[0], "nn") == "Fristen til kommunen står stille til du har svara."
    assert letter.lines[0].path == "/cases/abc"


def test_a_letter_about_nothing_known_is_none_and_a_token_only_stands_in_its_link() -> None:
    assert letter_of([{"kind": "of another version", "payload": {}}]) is None
    letter = letter_of([{"kind": "password_reset", "payload": {"until": "kl. 12"}}], "t0ken")
    assert letter is not None
    assert letter.lines[0].path == "/login/reset/t0ken"
    assert "t0ken" not in translate(letter.lines[0].said, "nb") + translate(letter.subject, "nb")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_something_and_leads_somewhere_even_with_an_empty_payload(kind: str) -> None:
    line = line_of(kind, {})

    assert line is not None
    assert line.path.startswith("/")
    assert "{" not in line.path
    assert all("{" not in translate(more, "nb") for more in line.more)


@given(st.integers(0, 10_000))
def test_waits_grow_and_never_pass_an_hour(attempts: int) -> None:
    assert timedelta(0) < wait_before_try(attempts) <= wait_before_try(attempts + 1) <= LONGEST_WAIT
