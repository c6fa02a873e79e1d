"""The doors to receipts, by their routes: whose they are, in what language, under what headers, and what is said where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import program, refused
from tests.ui.print.papers import words_of
from workflows.casework import reviewing, sending

UNKNOWN = "A" * 22


@dataclass
class Town:
    """A portal with a case that was sent, and a draft."""

    gate: Gate
    sent: str
    draft: str

    def get(self, login: str, ref: str, **query: str) -> httpx.Response:
        """The receipt as a guest's browser asks for it."""
        with self.gate.visitor(login).client(Accept="text/html") as client:
            return client.get(f"/cases/{ref}/receipt.pdf", params=query)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with open_gate(tmp_path_factory.mktemp("receipts"), PORTAL_PAGES_PER_MINUTE="10000") as gate:
        yield Town(gate, gate.seed.submitted(), gate.seed.draft(place=1))


def said(answer: httpx.Response) -> str:
    """The page without what is new on every page."""
    return re.sub(r'nonce="[^"]+"', "", answer.text)


@pytest.mark.parametrize("login", ["contractor", "applicant", "viewer", "officer", "approver", "admin", "auditor"])
def test_both_sides_get_it_as_a_file_that_runs_nothing(town: Town, login: str) -> None:
    answer = town.get(login, town.sent)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert re.fullmatch(
        r'attachment; filename="(kvittering|receipt)-\d{4}-\d{6}-application-1\.pdf"', answer.headers["content-disposition"]
    )
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == ("nosniff", "no-store")
    assert "Storgata 14" in words_of(answer.content)


@pytest.mark.parametrize("login", ["contractor2", "officer2"])
def test_what_is_not_yours_is_not_there(town: Town, login: str) -> None:
    theirs, unknown = town.get(login, town.sent), town.get(login, UNKNOWN)

    assert (theirs.status_code, unknown.status_code) == (404, 404)
    assert said(theirs) == said(unknown)


def test_who_is_not_signed_in_is_led_to_the_login(town: Town) -> None:
    answer = httpx.get(f"{town.gate.portal.base}/cases/{town.sent}/receipt.pdf", headers={"Accept": "text/html"})

    assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/login")


def test_a_draft_has_no_receipt_and_the_page_says_when_it_comes(town: Town) -> None:
    answer = town.get("contractor", town.draft)

    assert answer.status_code == 404
    assert "Det finnes ingen kvittering for dette ennå. Den kommer når saken er sendt inn." in answer.text
    assert said(town.get("officer", town.draft)) == said(town.get("officer", UNKNOWN))


@pytest.mark.parametrize(
    "query",
    [{"phase": "moon"}, {"submission": "x"}, {"submission": "²"}, {"submission": "9" * 30}, {"submission": "2"}, {"phase": "final"}],
)
def test_a_sending_there_never_was_has_no_receipt(town: Town, query: dict[str, str]) -> None:
    assert town.get("contractor", town.sent, **query).status_code == 404


def test_a_program_gets_the_same_file_in_the_language_it_asks_for(town: Town) -> None:
    page = town.get("contractor", town.sent)
    with program(town.gate, "contractor") as ours, program(town.gate, "officer") as theirs:
        path = f"/cases/{town.sent}/receipt.pdf"
        answer = ours.web.get(path, params={"phase": "application", "submission": 1}, headers={"Accept-Language": "nb"})
        nynorsk = theirs.web.get(path, headers={"Accept-Language": "nn"})

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content == page.content
    assert "Motteke" in words_of(nynorsk.content)


def test_a_program_is_told_as_a_problem_what_has_no_receipt(town: Town) -> None:
    with program(town.gate, "contractor") as ours, program(town.gate, "contractor2") as others:
        refused(ours.web.get(f"/cases/{town.draft}/receipt.pdf"), 404, "not-there")
        refused(ours.web.get(f"/cases/{town.sent}/receipt.pdf", params={"phase": "final"}), 404, "not-there")
        refused(others.web.get(f"/cases/{town.sent}/receipt.pdf"), 404, "not-there")
        refused(ours.web.get(f"/cases/{town.sent}/receipt.pdf", params={"submission": 0}), 422, "bad-input")


def test_an_old_receipt_is_the_same_file_after_the_case_has_gone_on(town: Town) -> None:
    ref = town.gate.seed.submitted(place=2, without=("authority",))
    before = town.get("contractor", ref)
    town.gate.seed.save(ref, "parties", "authority", True)
    town.gate.seed.do("contractor", sending.resubmit, ref)
    town.gate.seed.do("officer", reviewing.begin_review, ref)

    assert town.get("contractor", ref, submission="1").content == before.content
    assert "Svar mottatt" in words_of(town.get("contractor", ref).content)
