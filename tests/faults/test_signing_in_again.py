"""Signing in once more, as decisions, roles and keys demand: one still acts for the same company or municipality."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from models.base import Role
from models.parties import Membership
from storage.demo_people import LOGIN_WORD
from storage.rows import add
from tests.faults.visitors import HOURS, Gate

PAGE = {"Accept": "text/html"}
ROLES = {"hat-1": ("demo-rorlegger", "Nilsen Rør AS"), "hat-2": ("demo-varme", "Havgløtt Varme og Sanitær AS")}


@pytest.mark.parametrize("membership", ["demo-contractor3-as-company_admin", *ROLES])
def test_who_acts_for_several_signs_in_again_as_the_same(gate: Gate, membership: str) -> None:
    held = {one.id for one in gate.seed.sessions.memberships_of("demo-contractor3")}
    with gate.seed.database.writing.begin() as connection:
        for id_, (company, _name) in ROLES.items():
            if id_ not in held:
                add(connection, Membership(id=id_, person_id="demo-contractor3", role=Role.VIEWER, company_id=company))
    visitor = gate.visitor("contractor3")
    with visitor.client(**PAGE) as client:
        client.headers.pop("Cookie")
        client.cookies.set("portal", visitor.cookie)
        client.post("/switch", data={"csrf": visitor.csrf, "membership": membership})
        client.post("/login", data={"email": "contractor3@demo.example", "password": LOGIN_WORD, "next": "/account"})
        shown = client.get("/account").text

    assert f'value="{membership}" selected' in shown


@pytest.mark.parametrize("login", ["contractor", "admin"])
def test_an_old_sign_in_makes_no_key_and_is_led_to_the_login(gate: Gate, login: str) -> None:
    cookie = gate.seed.cookie(login, minutes_ago=11)
    found = gate.seed.sessions.session(cookie, datetime.now(UTC), HOURS, HOURS)
    assert found is not None
    with httpx.Client(base_url=gate.portal.base, headers={**PAGE, "Origin": gate.portal.base}, cookies={"portal": cookie}) as client:
        page = client.get("/account/keys").text
        answer = client.post("/account/keys", data={"csrf": found[0].csrf_token, "name": "Jobb", "uses": "read", "days": "30"})

    assert "Lag nøkkelen" not in page
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/account/keys&again=1")
    assert not [one for one in gate.seed.sessions.api_keys(f"demo-{login}", datetime.now(UTC)) if one.name == "Jobb"]
