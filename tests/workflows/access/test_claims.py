"""Whether what a provider says can be believed: one honest set of claims, and what becomes of it when one thing is changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.access.claims import LEEWAY, OLDEST, Expected, Reason, digest, judge, level_of

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
CLOCK = int(NOW.timestamp())
LEVELS = ("substantial", "high")
EXPECTED = Expected("https://idporten.no", "portal", digest("n"), "acr", LEVELS, timedelta(minutes=10))
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3))


def claims(**changed: Any) -> dict[str, Any]:
    """What an honest provider says of Kari; a claim that is None is left out."""
    usual: dict[str, Any] = {
        "iss": "https://idporten.no", "aud": "portal", "sub": "kari", "nonce": "n", "iat": CLOCK, "exp": CLOCK + 120, "acr": "high",
        "auth_time": CLOCK,
    }  # fmt: skip
    return {name: value for name, value in {**usual, **changed}.items() if value is not None}


def test_honest_claims_are_believed() -> None:
    assert judge(claims(), EXPECTED, NOW, {"sub": "kari"}) is None
    assert judge(claims(aud=["portal"], azp="portal"), EXPECTED, NOW) is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"iss": "https://idporten.no/"}, Reason.WRONG_ISSUER),
        ({"iss": None}, Reason.WRONG_ISSUER),
        ({"aud": ["portal", "other"]}, Reason.FOREIGN_AUDIENCE),
        ({"aud": []}, Reason.FOREIGN_AUDIENCE),
        ({"aud": "other", "azp": "portal"}, Reason.FOREIGN_AUDIENCE),
        ({"azp": "other"}, Reason.FOREIGN_PARTY),
        ({"sub": ""}, Reason.NO_SUBJECT),
        ({"sub": "x" * 256}, Reason.NO_SUBJECT),
        ({"nonce": "m"}, Reason.WRONG_NONCE),
        ({"nonce": None}, Reason.WRONG_NONCE),
        ({"exp": "tomorrow"}, Reason.EXPIRED),
        ({"exp": True}, Reason.EXPIRED),
        ({"acr": "low"}, Reason.LEVEL_TOO_LOW),
        ({"acr": None}, Reason.LEVEL_TOO_LOW),
        ({"auth_time": None}, Reason.LOGIN_TOO_OLD),
        ({"auth_time": CLOCK - 700}, Reason.LOGIN_TOO_OLD),
        ({"auth_time": CLOCK + 700}, Reason.LOGIN_TOO_OLD),
    ],
)
def test_one_thing_that_is_wrong_is_told_apart(changed: dict[str, Any], reason: Reason) -> None:
    assert judge(claims(**changed), EXPECTED, NOW) is reason


def test_clocks_may_differ_by_a_minute_and_no_more() -> None:
    within, beyond = int(LEEWAY.total_seconds()) - 1, int(LEEWAY.total_seconds()) + 1

    assert judge(claims(exp=CLOCK - within, iat=CLOCK - 100), EXPECTED, NOW) is None
    assert judge(claims(exp=CLOCK - beyond, iat=CLOCK - 100), EXPECTED, NOW) is Reason.EXPIRED
    assert judge(claims(iat=CLOCK + within), EXPECTED, NOW) is None
    assert judge(claims(iat=CLOCK + beyond), EXPECTED, NOW) is Reason.ISSUED_IN_FUTURE
    assert judge(claims(nbf=CLOCK + beyond), EXPECTED, NOW) is Reason.ISSUED_IN_FUTURE
    assert judge(claims(iat=CLOCK - int(OLDEST.total_seconds()) - 1), EXPECTED, NOW) is Reason.ISSUED_LONG_AGO


def test_userinfo_speaks_of_the_same_person() -> None:
    assert judge(claims(), EXPECTED, NOW, {"sub": "ola"}) is Reason.OTHER_USERINFO
    assert judge(claims(), EXPECTED, NOW, {}) is Reason.OTHER_USERINFO


def test_without_a_demand_any_level_and_any_login_will_do() -> None:
    easy = Expected("https://idporten.no", "portal", digest("n"))

    assert judge(claims(acr=None, auth_time=None), easy, NOW) is None


@given(name=st.sampled_from(sorted(claims())), value=JSON)
def test_whatever_stands_in_a_claim_the_answer_is_a_reason_or_none(name: str, value: Any) -> None:
    verdict = judge({**claims(), name: value}, EXPECTED, NOW)

    assert verdict is None or isinstance(verdict, Reason)
    if name in ("iss", "sub", "nonce", "aud") and not isinstance(value, (str, list)):
        assert verdict is not None


@pytest.mark.parametrize(
    ("said", "level"),
    [("high", "high"), (["substantial", "high"], "high"), (["c1"], "c1"), ([], ""), (None, ""), (7, ""), ("x" * 200, "x" * 100)],
)
def test_the_highest_level_that_is_known_counts(said: Any, level: str) -> None:
    assert level_of({"acr": said}, "acr", LEVELS) == level
