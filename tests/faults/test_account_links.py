"""The account's page leads nobody where they may not go."""

from __future__ import annotations

import re

import pytest

from tests.faults.visitors import Gate

PAGE = {"Accept": "text/html"}
EVERY_ROLE = ("contractor", "applicant", "viewer", "officer", "approver", "admin", "auditor", "platform", "expert")


@pytest.mark.parametrize("login", EVERY_ROLE)
def test_each_link_of_the_account_is_open_to_whoever_sees_it(gate: Gate, login: str) -> None:
    with gate.visitor(login).client(**PAGE) as client:
        links = sorted(set(re.findall(r'href="(/[^"#]*)', client.get("/account").text)))
        answers = {link: client.get(link, follow_redirects=True).status_code for link in links if not link.startswith("/static")}

    assert "/account/data" in answers
    assert {link: code for link, code in answers.items() if code != 200} == {}
