"""A page outlives the right to it: every handler of every page, pressed after its owner lost the role or the tenant, changes nothing.

The events are those a browser sends, over a real socket of the session that loaded the page. The role is taken away behind the portal's
back, so that the session and its socket live on and nothing but the handler's own question stands between the event and the data.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Select, select

from models.base import Role
from models.parties import Membership
from models.people import Invitation
from models.records import ArchiveItem
from storage.database import Database
from storage.rows import every, table_of
from tests.architecture.test_actions import routes
from tests.authorization.around import followed_up
from tests.bench.page_client import OpenPage
from tests.browser.town import hooks
from tests.faults.visitors import Gate, open_gate
from tests.workflows.casework.desk import ADDRESS, Desk
from ui.components.base import View
from workflows.access import handover, people
from workflows.casework import reviewing, statements
from workflows.casework.statements import Ask
from workflows.clocks import day_of
from workflows.oversight import platform

PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "/": (("contractor", "/"), ("officer", "/")),
    "/cases": (("contractor", "/cases"),),
    "/cases/new": (("applicant", "/cases/new"),),
    "/cases/{ref}": (
        ("contractor", "/cases/{paused}"), ("applicant", "/cases/{received}"), ("officer", "/cases/{tray}"),
        ("approver", "/cases/{review}"), ("admin", "/cases/{review}"), ("officer", "/cases/{received}"),
    ),
    "/cases/{ref}/companies": (("contractor", "/cases/{offered}/companies"), ("approver", "/cases/{offered}/companies")),
    "/cases/{ref}/documents": (("contractor", "/cases/{received}/documents"), ("officer", "/cases/{received}/documents")),
    "/cases/{ref}/changes": (("contractor", "/cases/{received}/changes"), ("officer", "/cases/{received}/changes")),
    "/cases/{ref}/record": (("officer", "/cases/{closed}/record"),),
    "/cases/{ref}/decision": (("approver", "/cases/{review}/decision"), ("officer", "/cases/{review}/decision")),
    "/cases/{ref}/convert": (("contractor", "/cases/{draft}/convert?to=private-work"),),
    "/cases/{ref}/review": (("contractor", "/cases/{draft}/review"), ("applicant", "/cases/{paused}/review")),
    "/cases/{ref}/{phase}/{step}": (
        ("contractor", "/cases/{draft}/application/property"), ("applicant", "/cases/{draft}/application/meters"),
        ("contractor", "/cases/{paused}/application/property"),
    ),
    "/tasks": (("officer", "/tasks"),),
    "/cases/{ref}/responsible": (("contractor", "/cases/{received}/responsible"), ("applicant", "/cases/{draft}/responsible")),
    "/quality": (("admin", "/quality"),),
    "/quality/cases": (("officer", "/quality/cases"),),
    "/quality/{workflow}/{requirement}": (("admin", "/quality/water-meter/METER-06"), ("officer", "/quality/water-meter/METER-06")),
    "/mentions": (("officer", "/mentions"),),
    "/asked": (("officer", "/asked"),),
    "/asked/{statement}": (("officer", "/asked/{statement}"),),
    "/cases/{ref}/statements": (("officer", "/cases/{review}/statements"),),
    "/cases/{ref}/requests/preview": (("officer", "/cases/{tray}/requests/preview"),),
    "/audit": (("auditor", "/audit"),),
    "/audit/data-map": (("admin", "/audit/data-map"),),
    "/platform": (("platform", "/platform"),),
    "/platform/cases/{case}": (("platform", "/platform/cases/{received}"),),
    "/board": (("officer", "/board"), ("admin", "/board")),
    "/board/map": (("officer", "/board/map"),),
    "/board/workload": (("officer", "/board/workload"),),
    "/calendar": (("officer", "/calendar"), ("contractor", "/calendar?span=week")),
    "/companies": (("admin", "/companies"),),
    "/companies/{number}": (("admin", "/companies/310000027"), ("admin", "/companies/311990020")),
    "/company": (("contractor", "/company"),),
    "/company/log": (("contractor", "/company/log"),),
    "/notices": (("contractor", "/notices"),),
    "/people": (("contractor", "/people"), ("admin", "/people")),
    "/people/{member}": (("contractor", "/people/demo-viewer-as-viewer"), ("admin", "/people/demo-auditor-as-auditor")),
    "/settings": (("admin", "/settings"),),
    "/settings/letters": (("admin", "/settings/letters"),),
    "/settings/municipality": (("admin", "/settings/municipality"),),
    "/settings/webhooks": (("admin", "/settings/webhooks"),),
    "/settings/webhooks/{webhook}": (("admin", "/settings/webhooks/{town_hook}"),),
    "/settings/webhooks/{webhook}/{delivery}": (("admin", "/settings/webhooks/{town_hook}/{town_told}"),),
    "/account/webhooks": (("contractor", "/account/webhooks"),),
    "/account/webhooks/{webhook}": (("contractor", "/account/webhooks/{company_hook}"),),
    "/account/webhooks/{webhook}/{delivery}": (("contractor", "/account/webhooks/{company_hook}/{company_told}"),),
    "/settings/archive": (("admin", "/settings/archive"),),
    "/settings/archive/{item}": (("admin", "/settings/archive/{archive_item}"),),
    "/settings/calendar": (("admin", "/settings/calendar"),),
    "/settings/{workflow}": (("admin", "/settings/water-meter"),),
    "/settings/{workflow}/rules": (("admin", "/settings/water-meter/rules"),),
    "/settings/{workflow}/{phase}/{step}": (("admin", "/settings/water-meter/application/property"),),
    "/settings/{workflow}/preview/{phase}/{step}": (("admin", "/settings/water-meter/preview/application/property"),),
}  # fmt: skip
"""Every page by its address: who opens it, and where."""
EVERYBODYS = ("person", "login_session", "notice", "notice_wish", "outbox_item", "mail", "throttle", "probe")
"""What is each person's own, such as how they like their forms, or the portal's."""
LOWER = {Role.AUDITOR: Role.CASE_WORKER, Role.PLATFORM_ADMIN: Role.AUDITOR}
"""Who is given another role than the one that only reads, for that is what they have already, or have more than."""
TOLD = re.compile(r"tell\('(\w+)'")
SAID: dict[str, Any] = {
    "words": "Noe nytt.", "reason": "Noe nytt.", "sentence": "Noe nytt.", "body": "Noe nytt.", "what": "Rett dette.", "comment": "Her.",
    "outcome": "approved", "conditions": ["Ett."], "kind": "disputed", "key": "METER.application.address", "target": "property/address",
    "due": "2027-03-01", "person": "demo-approver", "extra_reason": "Noe nytt.", "reason_kind": "incorrect", "blocking": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """A portal of its own: what is done here to its people and cases would change what others look at."""
    with open_gate(tmp_path_factory.mktemp("handlers"), PORTAL_MAX_FILE_MB="1") as opened:
        yield opened


@pytest.fixture(scope="module")
def refs(gate: Gate) -> dict[str, str]:
    """A case of ours for each gap, each with something that can be done to it."""
    seed = gate.seed
    tray, paused = seed.in_review(1), seed.in_review(2)
    for ref in (tray, paused):
        seed.do("officer", reviewing.plan_request, ref, ADDRESS)
    seed.do("officer", reviewing.send_requests, paused)
    for login in ("contractor", "admin"):
        role = "viewer" if login == "contractor" else "auditor"
        seed.do(login, people.invite, f"{login}@invited.example", role, token=login, token_hash=f"hash of {login}")
    received, offered = seed.submitted(3), seed.submitted(7)
    seed.do("platform", platform.break_glass, seed.numbered(received), "Et svar vises ikke.", 1)
    seed.do("contractor", handover.offer_handover, offered, "213000047", "Vi har for mye å gjøre.")
    closed = followed_up(Desk(seed.database)).ref
    ask = Ask("Er grunnen trygg?", day_of(datetime.now(UTC)) + timedelta(days=9), person="demo-officer")
    asked = seed.do("approver", statements.ask_statement, received, ask, token="t", token_hash="h")
    return {
        "draft": seed.draft(place=0), "received": received, "review": seed.in_review(6), "tray": tray, "paused": paused,
        "offered": offered, "closed": closed, "statement": asked.id, "archive_item": archive_item(seed.database), **hooks(seed.database),
    }  # fmt: skip


def archive_item(database: Database) -> str:
    """An entry of our municipality that waits."""
    with database.reading.connect() as connection:
        return every(connection, ArchiveItem, "id", municipality_id="demo-fjordvik")[0].id


def test_every_page_there_is_is_tried() -> None:
    assert PAGES.keys() == {path for _method, path, where in routes() if where == "ui.visit._page.<locals>.page"}


OPENED = [(path, login, address) for path, opened in PAGES.items() for login, address in opened]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("change", ["a lower role", "no role", "another tenant"])
async def test_a_page_opened_before_the_right_was_lost_changes_nothing(gate: Gate, refs: dict[str, str], change: str) -> None:
    """Who acts for the neighbour meanwhile may change things there; so of that only pages of our cases are looked at."""
    wrong, sent = [], 0
    for path, login, address in OPENED:
        if change == "another tenant" and "{ref}" not in path:
            continue
        async with gate.visitor(login).page(address.format_map(refs)) as page:
            events = list(events_of(page, refs))
            with after(gate, login, change):
                before = state_of(gate)
                for one in events:
                    await page.socket.emit("event", one)
                await all_heard(page)
                wrong += [f"{login} {address}: {name}" for name, kept in state_of(gate).items() if before[name] != kept]
            sent += len(events)

    assert wrong == []
    assert sent > 500


async def test_the_same_events_do_change_things_while_the_right_is_there(gate: Gate, refs: dict[str, str]) -> None:
    changed = []
    for login, address in (
        ("contractor", "/cases/{draft}/application/property"),
        ("officer", "/cases/{tray}"),
        ("admin", "/companies/311990020"),
    ):
        async with gate.visitor(login).page(address.format_map(refs)) as page:
            before = state_of(gate)
            for one in events_of(page, refs):
                await page.socket.emit("event", one)
            await all_heard(page)
            changed.append(before != state_of(gate))

    assert changed == [True, True, True]


def events_of(page: OpenPage, refs: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Every event the elements of a page listen to, each with what its template sends and what a forger would."""
    said = {**SAID, "ref": refs["received"], "request": "", "id": ""}
    for element_id, element in page.elements.items():
        for listener in element.get("events", []):
            for given in _given(element, listener["type"], said):
                yield {
                    "id": int(element_id), "client_id": page.query["client_id"], "listener_id": listener["listener_id"],
                    "args": [json.dumps(one) for one in given],
                }  # fmt: skip


def _given(element: dict[str, Any], event: str, said: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    if event == "act":
        template = str(element.get("props", {}).get("template", ""))
        for name in sorted(set(TOLD.findall(templates().get(template, template)))) or ["press"]:
            yield from ((name, value) for value in (None, said["ref"], said["key"], said))
    elif event.startswith("answers"):
        fields = ("address", "kind", "email", "role", "to", "is_open", "four_eyes", "review_days")
        yield ({"seq": 1, "changes": [{"key": one, "value": "viewer" if one == "role" else "Noe nytt", "version": 1} for one in fields]},)
    else:
        yield from ((value,) for value in ("Noe nytt", True))


@cache
def templates() -> dict[str, str]:
    """The template of every piece by its name; `main` knows all pages."""
    import main  # noqa: F401  # here: it brings every piece there is

    found, waiting = {}, [View]
    while waiting:
        piece = waiting.pop()
        found[piece.__qualname__] = piece.template
        waiting += piece.__subclasses__()
    return found


async def all_heard(page: OpenPage) -> None:
    """Events are handled in their order; what runs in the background after them takes a moment."""
    quiet, heard = 0, -1
    while quiet < 3:
        await asyncio.sleep(0.1)
        quiet, heard = (quiet + 1, heard) if heard == len(page.updates) else (0, len(page.updates))


@contextmanager
def after(gate: Gate, login: str, change: str) -> Iterator[None]:
    """Meanwhile the person has another role, or acts for the neighbour; their session is told nothing."""
    table, database = table_of(Membership), gate.seed.database
    held = gate.seed.sessions.memberships_of(f"demo-{login}")[0]
    lower: dict[str, Any] = {"role": LOWER.get(held.role, Role.AUDITOR if held.role.is_staff else Role.VIEWER)}
    if held.role == Role.PLATFORM_ADMIN:
        lower["municipality_id"] = "demo-fjordvik"
    moved: dict[str, Any] = {"municipality_id": "demo-sundal"} if held.role.is_staff else {"company_id": "demo-varme"}
    back = {"role": held.role, "company_id": held.company_id, "municipality_id": held.municipality_id, "active": True}

    def become(values: dict[str, Any]) -> None:
        with database.writing.begin() as connection:
            connection.execute(table.update().where(table.c.id == held.id).values(**values))

    meanwhile: dict[str, dict[str, Any]] = {"a lower role": lower, "no role": {"active": False}, "another tenant": moved}
    become(meanwhile[change])
    try:
        yield
    finally:
        become(back)


def state_of(gate: Gate) -> dict[str, str]:
    """A fingerprint of every table. That somebody looked at a page is recorded only after it is answered, and is no handler's doing."""
    with gate.seed.database.reading.connect() as connection:
        return {
            name: hashlib.sha256(repr(sorted(map(repr, connection.execute(_all_of(name))))).encode()).hexdigest()
            for name in table_of(Invitation).metadata.tables
            if name not in EVERYBODYS
        }


def _all_of(name: str) -> Select[Any]:
    table = table_of(Invitation).metadata.tables[name]
    return select(table).where(table.c.kind.not_like("%\\_seen", escape="\\")) if name == "event" else select(table)
