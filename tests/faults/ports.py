"""A portal with an identity provider that can be told to misbehave, and browsers that go there and come back."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from models.case import Event
from models.identities import Identity
from storage.chance import CHANCE
from storage.rows import every
from tests.faults.visitors import Gate, Visitor, open_gate
from tests.oidc_server import CLIENT, CLIENT_SECRET, HIGH, LOW, HostileProvider, hostile_provider
from tests.portal_process import MAIN

ONE_MESSAGE = "Innloggingen med Prøveporten lyktes ikke. Prøv igjen, eller logg inn på en annen måte."


@dataclass
class Port:
    """A portal and its provider, in which Kari is the demonstration's contractor and Ola its approver."""

    gate: Gate
    provider: HostileProvider

    def browser(self, visitor: Visitor | None = None) -> httpx.Client:
        """A browser, signed in or not."""
        headers = {"Accept": "text/html", "Origin": self.gate.portal.base, "Accept-Language": "nb"}
        client = httpx.Client(base_url=self.gate.portal.base, headers=headers, timeout=30)
        if visitor:
            client.cookies.set("portal", visitor.cookie, domain="127.0.0.1")
        return client

    def leave(self, client: httpx.Client, key: str = "test", **form: str) -> str:
        """Press the provider's button; the address people are sent to."""
        return sent_to(client.post(f"/login/with/{key}", data={"next": "/cases", **form}))

    def log_in(self, client: httpx.Client, key: str = "test") -> httpx.Response:
        """The whole way there and back."""
        return client.get(self.provider.log_in(self.leave(client, key)))

    def events(self, *kinds: str) -> list[Event]:
        """What was recorded of sign-ins so far, in order."""
        with self.gate.seed.database.reading.connect() as connection:
            return [one for one in every(connection, Event, "id") if one.kind in kinds]

    def refusals(self) -> list[Any]:
        """The reasons recorded so far."""
        return [one.data["reason"] for one in self.events("sign_in_refused")]


def sent_to(answer: httpx.Response) -> str:
    """The address in the page that sends people on."""
    found = re.search(r'content="0; url=([^"]+)"', answer.text)
    assert found is not None, answer.text[:1500]
    return html.unescape(found[1])


def configuration(folder: Path, issuer: str) -> dict[str, str]:
    """Settings with the provider under four names: for all, with a higher demand, for staff, and for Sundal's staff who must use it."""
    common = f'issuer = "{issuer}"\nclient_id = "{CLIENT}"\nlevels = ["{LOW}", "{HIGH}"]\nseconds = 1.0\n'
    file = folder / "providers.toml"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f'[provider.test]\nname = "Prøveporten"\n{common}demands = "{LOW}"\ntwo_factors = ["{HIGH}"]\n'
        f'[provider.strict]\nname = "Prøveporten"\n{common}demands = "{HIGH}"\n'
        f'[provider.staff]\nname = "Prøveporten"\n{common}audience = "staff"\n'
        f'[municipality.9998]\nproviders = ["staff"]\nlevel = "{HIGH}"\n'
    )
    secrets = {f"PORTAL_OIDC_SECRET_{key}": CLIENT_SECRET for key in ("TEST", "STRICT", "STAFF")}
    return {"PORTAL_OIDC_FILE": str(file), "PORTAL_PAGES_PER_MINUTE": "100000", **secrets}


def identity(issuer: str, subject: str, person: str) -> Identity:
    """Somebody at the provider who is a person here."""
    return Identity(id=CHANCE.id(), issuer=issuer, subject=subject, person_id=person, provider="test", linked_at=datetime.now(UTC))


def refused(port: Port, answer: httpx.Response, before: list[Any], reason: str) -> None:
    """The one page and the one record."""
    assert (answer.status_code, ONE_MESSAGE in answer.text) == (403, True), answer.text[:800]
    assert port.refusals() == [*before, reason]


@contextmanager
def open_port(folder: Path, **more: str) -> Iterator[Port]:
    """A portal of its own with a provider of its own."""
    with hostile_provider() as provider:
        settings = {**configuration(folder, provider.issuer), **more}
        with open_gate(folder, MAIN, **settings) as gate:
            yield Port(gate, provider)
