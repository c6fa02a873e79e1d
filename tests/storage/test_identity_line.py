"""The line to a provider and the words on it: whom we call, what is asked for, what is remembered."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from models.identity_providers import ProviderTerms, SignInTerms, StaffDemand
from storage.identity_providers import Providers
from storage.identity_providers.line import Line
from tests.oidc_server import CLIENT, CLIENT_SECRET, HIGH, LOW, HostileProvider, hostile_provider
from workflows.access.claims import Reason
from workflows.ports_identities import Begun, ProviderRefused, ProviderSilent

BACK = "http://127.0.0.1:1/login/answer/test"
BEGUN = Begun("a-state", "a-nonce", "v" * 43, BACK, (), False, "nn", 600)


@pytest.fixture(scope="module")
def shared() -> Iterator[HostileProvider]:
    with hostile_provider() as running:
        yield running


@pytest.fixture
def provider(shared: HostileProvider) -> HostileProvider:
    """A provider that keeps the rules and was asked nothing yet."""
    shared.behave()
    shared.asked.clear()
    return shared


def terms(provider: HostileProvider) -> ProviderTerms:
    return ProviderTerms("test", "Test", provider.issuer, CLIENT, CLIENT_SECRET, levels=(LOW, HIGH), seconds=1.0)


def open_providers(one: ProviderTerms) -> Providers:
    return Providers(SignInTerms((one,), {"9999": StaffDemand(("test",), HIGH)}))


def query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_what_people_are_sent_with_is_a_request_for_a_code_with_a_challenge(provider: HostileProvider) -> None:
    asked = query(open_providers(terms(provider)).address("test", replace(BEGUN, levels=(HIGH,), anew=True)))

    assert {name: asked[name] for name in ("response_type", "client_id", "redirect_uri", "scope", "state", "nonce")} == {
        "response_type": "code", "client_id": CLIENT, "redirect_uri": BACK, "scope": "openid", "state": "a-state", "nonce": "a-nonce",
    }  # fmt: skip
    assert (asked["acr_values"], asked["prompt"], asked["max_age"], asked["ui_locales"]) == (HIGH, "login", "600", "nn")
    assert asked["code_challenge_method"] == "S256"
    assert "v" * 43 not in str(asked), "the verifier stays here"


def test_a_level_that_is_no_acr_is_asked_for_as_a_claim(provider: HostileProvider) -> None:
    asked = query(
        open_providers(replace(terms(provider), level_claim="acrs", levels=("c1",))).address("test", replace(BEGUN, levels=("c1",)))
    )

    assert json.loads(asked["claims"]) == {"id_token": {"acrs": {"essential": True, "values": ["c1"]}}}
    assert "acr_values" not in asked


def test_what_a_municipality_demands_is_asked_of_its_provider(provider: HostileProvider) -> None:
    known = open_providers(terms(provider)).terms

    assert known.asked_of(known.providers[0]) == (HIGH,)


def test_a_code_is_worth_what_the_provider_signs(provider: HostileProvider) -> None:
    there = open_providers(terms(provider))
    back = query(provider.log_in(there.address("test", BEGUN)))

    vouched = there.redeem("test", back["code"], BEGUN.verifier, BACK, back["iss"], "a-nonce")

    assert (vouched.claims["sub"], vouched.userinfo is not None, vouched.library_agrees) == ("kari", True, True)
    with pytest.raises(ProviderRefused) as told:
        there.redeem("test", back["code"], BEGUN.verifier, BACK, back["iss"], "a-nonce")
    assert told.value.reason is Reason.CODE_REFUSED


def test_document_and_keys_are_asked_for_once_an_hour(provider: HostileProvider) -> None:
    there = open_providers(terms(provider))
    for _number in range(3):
        back = query(provider.log_in(there.address("test", BEGUN)))
        there.redeem("test", back["code"], BEGUN.verifier, BACK, back["iss"], "a-nonce")

    assert (provider.asked["/.well-known/openid-configuration"], provider.asked["/jwks"], provider.asked["/token"]) == (1, 1, 3)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/token", "https://127.0.0.1/token", "http://evil.example/token", "file:///etc/passwd"]
)
def test_no_other_host_is_ever_called(provider: HostileProvider, address: str) -> None:
    with pytest.raises(ProviderSilent) as told:
        Line(terms(provider)).get(address)

    assert told.value.why == "foreign_host"


def test_a_host_the_operator_names_is_called_by_https_only(provider: HostileProvider) -> None:
    line = Line(replace(terms(provider), hosts=("keys.example",), issuer="https://id.example"))

    with pytest.raises(ProviderSilent) as told:
        line.get("http://keys.example/jwks")
    assert told.value.why == "foreign_host"


@pytest.mark.parametrize(
    ("fault", "why"), [("slow", "ReadTimeout"), ("cut", "RemoteProtocolError"), ("huge", "too_large"), ("503", "status_503")]
)
def test_why_a_provider_was_silent_is_one_word_for_the_log(provider: HostileProvider, fault: str, why: str) -> None:
    provider.fault = f"jwks {fault}"

    with pytest.raises(ProviderSilent) as told:
        Line(terms(provider)).get(f"{provider.issuer}/jwks")
    assert told.value.why == why


def test_after_some_failures_a_provider_is_left_alone_and_then_tried_again(provider: HostileProvider) -> None:
    line = Line(terms(provider), failures=2, left_alone_seconds=0.3)
    provider.fault = "jwks 500"
    whys = []
    for _number in range(3):
        with pytest.raises(ProviderSilent) as told:
            line.get(f"{provider.issuer}/jwks")
        whys.append(told.value.why)
    provider.behave()
    time.sleep(0.4)

    assert whys == ["status_500", "left_alone", "left_alone"]
    assert "keys" in line.get(f"{provider.issuer}/jwks")


def test_logging_out_there_takes_no_token_along_and_needs_no_answer(provider: HostileProvider) -> None:
    address = open_providers(terms(provider)).leave_by("test", "https://portal.example/login")
    assert query(address) == {"client_id": CLIENT, "post_logout_redirect_uri": "https://portal.example/login"}

    provider.fault = "openid-configuration 500"
    silent = open_providers(terms(provider))
    assert (silent.leave_by("test", "https://portal.example/login"), silent.leave_by("gone", "x")) == ("", "")
    silent.close()
