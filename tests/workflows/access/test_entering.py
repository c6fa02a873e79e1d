"""What comes of a proven identity, and which roles a way in opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from models.base import Role
from models.identity_providers import ProviderTerms, SignInTerms, StaffDemand
from models.parties import Membership
from workflows.access.claims import Reason
from workflows.access.entering import Purpose, Way, counts_for_two, demanded_levels, open_roles, opens, proved_at, way_in
from workflows.policy import FRESH_LOGIN

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
LEVELS = ("substantial", "high")
BOTH = ProviderTerms("both", "Both", "https://a.example", "x", levels=LEVELS, demands="substantial", two_factors=("high",))
STAFF = ProviderTerms("staff", "Staff", "https://b.example", "x", audience="staff", levels=LEVELS)
FIRMS = ProviderTerms("firms", "Firms", "https://c.example", "x", audience="contractors")
TERMS = SignInTerms((BOTH, STAFF, FIRMS), {"9999": StaffDemand(("staff", "both"), "high")})

WAYS = {
    (Purpose.SIGN_IN, None): Reason.UNKNOWN_IDENTITY, (Purpose.SIGN_IN, "kari"): Way.SIGN_IN, (Purpose.SIGN_IN, "ola"): Way.SIGN_IN,
    (Purpose.AGAIN, None): Reason.UNKNOWN_IDENTITY, (Purpose.AGAIN, "kari"): Way.SIGN_IN, (Purpose.AGAIN, "ola"): Reason.OTHER_PERSON,
    (Purpose.LINK, None): Way.LINK, (Purpose.LINK, "kari"): Reason.TAKEN, (Purpose.LINK, "ola"): Reason.TAKEN,
    (Purpose.INVITATION, None): Way.JOIN, (Purpose.INVITATION, "kari"): Way.ACCEPT, (Purpose.INVITATION, "ola"): Way.ACCEPT,
}  # fmt: skip
"""(why somebody went there, who holds the identity) -> what comes of it, when Kari was signed in."""


def test_the_table_holds_every_purpose_and_holder() -> None:
    assert set(WAYS) == set(product(Purpose, (None, "kari", "ola")))


@pytest.mark.parametrize(("asked", "way"), WAYS.items())
def test_what_comes_of_a_proven_identity(asked: tuple[Purpose, str | None], way: Way | Reason) -> None:
    assert way_in(*asked, expected="kari") is way


@pytest.mark.parametrize(
    ("provider", "level", "number", "opened"),
    [
        (None, "", "", True), (None, "", "9998", True), (None, "", "9999", False),
        (BOTH, "substantial", "", True), (BOTH, "substantial", "9998", True), (BOTH, "substantial", "9999", False),
        (BOTH, "high", "9999", True), (STAFF, "high", "9999", True), (STAFF, "substantial", "9999", False), (STAFF, "", "9998", True),
        (STAFF, "high", "", False), (FIRMS, "high", "", True), (FIRMS, "high", "9998", False), (FIRMS, "high", "9999", False),
        (STAFF, "unheard of", "9999", False),
    ],
)  # fmt: skip
def test_which_roles_a_way_in_opens(provider: ProviderTerms | None, level: str, number: str, opened: bool) -> None:
    assert opens(TERMS, provider, level, number=number) is opened


def test_only_the_roles_that_are_opened_are_left_in_their_order() -> None:
    held = [(Membership(id=number or "firm", person_id="p", role=Role.VIEWER), number) for number in ("9999", "", "9998")]

    assert [one.id for one in open_roles(TERMS, None, "", held)] == ["firm", "9998"]


def test_a_provider_is_asked_for_the_highest_level_anybody_demands_of_it() -> None:
    assert [TERMS.asked_of(one) for one in TERMS.providers] == [("high",), ("high",), ()]
    assert demanded_levels(BOTH) == LEVELS, "contractors need less than Fjordvik's staff"


def test_two_factors_count_only_when_the_level_says_so() -> None:
    assert [counts_for_two(BOTH, one) for one in (*LEVELS, "")] == [False, True, False]
    assert not counts_for_two(None, "high")


@pytest.mark.parametrize(("minutes", "counts"), [(0, 0), (5, 5), (-5, 0), (400, 11)])
def test_a_session_is_as_fresh_as_the_login_at_the_provider(minutes: int, counts: int) -> None:
    said = {"auth_time": (NOW - timedelta(minutes=minutes)).timestamp()}

    assert proved_at(said, NOW) == NOW - timedelta(minutes=counts)


def test_a_provider_that_does_not_say_when_opens_no_fresh_session() -> None:
    assert NOW - proved_at({}, NOW) > FRESH_LOGIN
