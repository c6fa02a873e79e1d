"""Companies, access and certificates in the database: pages, counts, figures and what waits for the machine; on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from models.base import Phase, Status
from models.case import Snapshot
from models.correspondence import Decision
from models.errors import BadInput, MovedOn, NotThere
from models.parties import Certificate, Company, CompanyAccess
from storage.database import Database
from storage.rows import add
from storage.work import Works
from tests.storage.world import NOON, World
from workflows.ports_joining import CompanyWish, Figures

EVERY = CompanyWish()


def many(works: Works, count: int, state: str = "approved") -> None:
    with works(writing=True) as work:
        for n in range(count):
            id_ = f"more-{n:02d}"
            work.joining.add(Company(id=id_, organisation_number=f"3130000{n:02d}", name=f"Foretak {n:02d}"))
            work.joining.add(CompanyAccess(id=f"access-{id_}", company_id=id_, municipality_id="fjordvik", state=state))
        work.commit()


def test_pages_meet_end_to_end_those_waiting_first_and_nobody_twice(works: Works, world: World) -> None:
    many(works, 5)
    seen: list[str] = []
    after: str | None = None
    with works(writing=False) as work:
        for _turn in range(10):
            page = work.joining.companies_in("fjordvik", EVERY, after=after, limit=2)
            seen += [one.name for one in page.rows]
            after = page.next
            if after is None:
                break

    assert seen == ["Sluk AS", "Foretak 00", "Foretak 01", "Foretak 02", "Foretak 03", "Foretak 04", "Rør AS"]
    with works(writing=False) as work, pytest.raises(BadInput):
        work.joining.companies_in("fjordvik", EVERY, after="made-up")


@pytest.mark.parametrize(
    ("wish", "names"),
    [
        (CompanyWish(text="rør"), ["Rør AS"]), (CompanyWish(text="RØR 310000004"), ["Rør AS"]), (CompanyWish(text="100 %"), []),
        (CompanyWish(state="requested"), ["Sluk AS"]), (CompanyWish(gone=True), ["Sluk AS"]),
        (CompanyWish(state="approved", gone=True), []), (CompanyWish(proof_ends_by=date(2026, 12, 31)), ["Sluk AS"]),
        (CompanyWish(proof_ends_by=date(2026, 12, 30)), []),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_words_standing_and_register(
    works: Works, database: Database, world: World, wish: CompanyWish, names: list[str]
) -> None:
    with works(writing=True) as work:
        company = work.joining.company("drains")
        company.gone = "bankrupt"
        work.joining.save_company(company)
        for id_, ends in (("later", date(2027, 6, 1)), ("first", date(2026, 12, 31)), ("never", None)):
            work.joining.add(Certificate(id=id_, company_id="drains", kind="adk1", number="1", expires_on=ends))
        work.commit()

    with works(writing=False) as work:
        ends_first = {one.name: one.proof_ends_on for one in work.joining.companies_in("fjordvik", EVERY).rows}
        assert ends_first == {"Sluk AS": date(2026, 12, 31), "Rør AS": None}
        assert [one.name for one in work.joining.companies_in("fjordvik", wish).rows] == names
        assert work.joining.companies_in("sundal", wish).rows == []
        assert work.joining.counts_in("fjordvik") == {"approved": 1, "requested": 1}


def test_a_company_is_there_only_for_municipalities_it_asked(works: Works, world: World) -> None:
    with works(writing=False) as work:
        company, access = work.joining.company_in("fjordvik", "310000004")
        assert (company.id, access.id) == ("pipes", "a1")
        with pytest.raises(NotThere):
            work.joining.company_in("sundal", "310000004")


def test_an_access_moves_only_from_where_it_was_thought_to_be(works: Works, world: World) -> None:
    with works(writing=True) as work:
        _company, access = work.joining.company_in("fjordvik", "310000004")
        access.state = "ended"
        with pytest.raises(MovedOn):
            work.joining.move_access(access, expect="suspended")


def test_right_first_time_counts_approved_applications_sent_once(works: Works, database: Database, world: World) -> None:
    once, twice, waiting = world.case(status=Status.COMPLETED), world.case(status=Status.DRAFT), world.case()
    draft, elsewhere = world.draft(), world.case(municipality_id="sundal")
    with database.writing.begin() as connection:
        for case in (once, twice, waiting, draft, elsewhere):
            add(connection, case)
        for case, times in ((once, 1), (twice, 2), (waiting, 1)):
            for n in range(1, times + 1):
                kept: dict[str, Any] = {"case_id": case.id, "phase": Phase.APPLICATION, "number": n, "at": NOON, "by": "per", "sha256": "x"}
                add(connection, Snapshot(id=f"{case.id}-{n}", **kept))
        for case in (once, twice):
            add(connection, decision(case.id))

    with works(writing=False) as work:
        assert work.joining.figures_in("fjordvik", ["pipes", "drains"]) == {"pipes": Figures(2, 1, 2, 1)}
        assert work.joining.figures_in("fjordvik", []) == {}
        assert {one.id for one in work.joining.hints("pipes")} == {twice.id, waiting.id, draft.id, elsewhere.id}
        assert {one.id for one in work.joining.hints("pipes", "sundal")} == {elsewhere.id}


def decision(case_id: str) -> Decision:
    return Decision(
        id=f"decision-{case_id}", case_id=case_id, phase=Phase.APPLICATION, outcome="approved", reason="", decided_by="ola", decided_at=NOON
    )  # fmt: skip


def test_the_machine_is_given_those_longest_not_asked_about_with_access(works: Works, world: World) -> None:
    many(works, 3)
    with works(writing=True) as work:
        for id_, days in (("more-00", 3), ("more-01", 5), ("more-02", 0)):
            company = work.joining.company(id_)
            company.register_asked_at = NOON - timedelta(days=days)
            work.joining.save_company(company)
        work.commit()

    with works(writing=False) as work:
        waiting = {one.id for one in work.joining.companies_to_read(NOON - timedelta(hours=20))}
    assert waiting == {"pipes", "more-00", "more-01"}, "drains has no access, more-02 was asked about just now"


def test_planned_changes_come_on_their_day(works: Works, world: World) -> None:
    with works(writing=True) as work:
        _company, access = work.joining.company_in("fjordvik", "310000004")
        access.next_state, access.next_on = "suspended", date(2026, 12, 1)
        work.joining.move_access(access, expect="approved")
        work.commit()

    with works(writing=False) as work:
        assert work.joining.changes_due(date(2026, 11, 30)) == []
        assert [one.id for one in work.joining.changes_due(date(2026, 12, 1))] == ["a1"]
    assert datetime(2026, 12, 1, tzinfo=UTC) > NOON
