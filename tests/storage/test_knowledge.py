"""What is known around a case, and what stays unknown to whom."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import update

from models.base import Phase, Status
from models.correspondence import Decision
from models.parties import Certificate, InstalledMeter, KnownAddress, KnownConnection
from storage.database import Database
from storage.knowledge import MUNICIPALITY
from storage.rows import add
from storage.work import Work, Works
from tests.storage.world import FJORDVIK, NEIGHBOURS, OURS, World
from workflows.facts import Approval, CertificateRecord, CompanyStanding, Known, LinkedCase, MeterRecord

KEY = "101/12/0/0"
PLOT = f"9999-{KEY}"
"""A property as cases write it, and as the books do."""


def furnish(database: Database) -> None:
    rows = [
        Certificate(id="c1", company_id="pipes", person_id="per", kind="trade_plumber", number="S-1"),
        Certificate(id="c2", company_id="pipes", person_id="per", kind="adk1", number="7", expires_on=date(2025, 3, 1)),
        KnownConnection(id="k1", municipality_id="fjordvik", reference="2019-000411", property=PLOT),
        KnownConnection(id="k2", municipality_id="sundal", reference="2019-000412", property=PLOT),
        KnownAddress(id="a1", municipality_id="fjordvik", address="ærfuglvegen 9", property=PLOT, latitude=62.47, longitude=6.15),
        InstalledMeter(
            id="m1", municipality_id="fjordvik", number="20110417", property=PLOT, reading="1843.000", read_on=date(2025, 12, 31)
        ),
        InstalledMeter(id="m2", municipality_id="sundal", number="50012288", property="9998-1/1/0/0"),
    ]
    with database.writing.begin() as connection:
        for row in rows:
            add(connection, row)


def ask(work: Work, case: Any, **asked: Any) -> Known:
    return work.knowledge.around(
        case,
        **{
            "property_keys": [case.property_key] if case.property_key else [],
            "meter_numbers": [],
            "seals": [],
            "addresses": [],
            "references": [],
            **asked,
        },
    )


def test_a_case_knows_its_company_people_and_place(works: Works, world: World, database: Database) -> None:
    furnish(database)
    case = world.case(property_key=KEY)
    with works(writing=True) as work:
        work.cases.add(case)

        known = ask(work, case, addresses=["Ærfuglvegen 9"], meter_numbers=["20110417", "50012288"])

    assert (known.municipality, known.municipality_name, known.company_id) == ("9999", "Fjordvik", "pipes")
    assert known.company == CompanyStanding("310000004", "Rør AS", in_business_register=True, access="approved")
    assert known.members == {"per": "Per Rør"}
    assert known.certificates == {"per": [CertificateRecord("trade_plumber", "S-1"), CertificateRecord("adk1", "7", date(2025, 3, 1))]}
    assert known.addresses == {"ærfuglvegen 9": PLOT}
    assert known.property_positions == {PLOT: (62.47, 6.15)}
    assert known.connections == {"2019-000411": PLOT}
    assert known.meters == {"20110417": MeterRecord("20110417", PLOT, True, Decimal("1843.000"), date(2025, 12, 31))}


def test_a_municipality_that_says_where_it_lies_is_known_by_its_bounds(works: Works, world: World, database: Database) -> None:
    with database.writing.begin() as connection:
        connection.execute(update(MUNICIPALITY).where(MUNICIPALITY.c.id == "fjordvik").values(bounds=[62.4, 6.0, 62.6, 6.4]))
    with works(writing=True) as work:
        here, elsewhere = world.case(), world.case(municipality_id="sundal")

        assert ask(work, here).municipality_bounds == (62.4, 6.0, 62.6, 6.4)
        assert ask(work, elsewhere).municipality_bounds is None


def test_the_books_know_a_property_whose_address_nobody_typed(works: Works, world: World, database: Database) -> None:
    furnish(database)
    case = world.case(property_key=KEY)
    with works(writing=True) as work:
        work.cases.add(case)

        known = ask(work, case)

    assert (known.property_positions, known.connections) == ({PLOT: (62.47, 6.15)}, {"2019-000411": PLOT})


def test_an_address_nobody_knows_brings_no_others(works: Works, world: World, database: Database) -> None:
    furnish(database)
    with works(writing=True) as work:
        case = world.case()
        work.cases.add(case)

        assert ask(work, case, addresses=["Finnes ikke 1"]).addresses == {}


def test_what_was_looked_up_and_not_found_is_empty_not_unknown(works: Works, world: World) -> None:
    with works(writing=True) as work:
        case = world.case()
        work.cases.add(case)

        known = ask(work, case, meter_numbers=["X"], seals=["Y"], addresses=["Z"], references=["R"])

    assert (known.meters, known.seals, known.addresses, known.connections, known.open_cases, known.approvals) == ({}, {}, {}, {}, (), {})


def test_a_bankrupt_company_without_access_is_told_as_such(works: Works, world: World) -> None:
    with works(writing=True) as work:
        case = world.case(company_id="drains", municipality_id="sundal")
        work.cases.add(case)

        company = ask(work, case).company

    assert company == CompanyStanding(
        "310000012", "Sluk AS", in_business_register=False, gone="bankrupt", gone_since=date(2026, 10, 1), access="none"
    )


def test_open_cases_on_the_property_are_the_companys_own(works: Works, world: World) -> None:
    here = {"property_key": KEY}
    mine, draft, over = world.case(**here), world.draft(**here), world.case(**here, status=Status.COMPLETED)
    other, neighbours, elsewhere = world.case(**here), world.case(**here, company_id="drains"), world.case()
    with works(writing=True) as work:
        for case in (mine, draft, over, other, neighbours, elsewhere):
            work.cases.add(case)

        assert ask(work, mine).open_cases == [other.number]
        assert ask(work, neighbours).open_cases == []


def test_cases_that_are_referred_to_are_known_when_they_are_the_companys_own(works: Works, world: World) -> None:
    asking, referred = world.case(property_key=KEY), world.case(workflow="discharge")
    here = world.case(property_key=KEY, workflow="connection", status=Status.COMPLETED)
    neighbours = world.case(company_id="drains", property_key=KEY)
    with works(writing=True) as work:
        for case in (asking, referred, here, neighbours):
            work.cases.add(case)
        given: dict[str, Any] = {"outcome": "approved", "reason": "", "decided_by": "ola", "decided_at": datetime(2026, 6, 1, tzinfo=UTC)}
        work.cases.add_decision(Decision(id="d1", case_id=here.id, phase=Phase.APPLICATION, **given))

        known = ask(work, asking, references=[referred.number, neighbours.number])

    assert known.cases == {
        referred.number: LinkedCase(referred.number, "discharge", str(referred.status), referred.property_key),
        here.number: LinkedCase(here.number, "connection", "completed", KEY, frozenset({Phase.APPLICATION})),
    }
    assert known.open_cases == []


def test_approvals_bear_the_norwegian_date(works: Works, world: World) -> None:
    case = world.case()
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    with works(writing=True) as work:
        work.cases.add(case)
        for number, (phase, outcome) in enumerate(((Phase.APPLICATION, "approved"), (Phase.WORK, "rejected"))):
            given: dict[str, Any] = {"outcome": outcome, "reason": "", "decided_by": "ola", "decided_at": late}
            work.cases.add_decision(Decision(id=f"d{number}", case_id=case.id, phase=phase, **given))

        assert ask(work, case).approvals == {Phase.APPLICATION: Approval(Phase.APPLICATION, date(2026, 7, 1), "pipes", "Rør AS")}


def test_an_approved_report_fills_the_meter_book(works: Works, world: World, database: Database) -> None:
    furnish(database)
    case, next_one = world.case(), world.case()
    with works(writing=True) as work:
        work.cases.add(case)
        work.cases.add(next_one)
        installed = {"31550982": (PLOT, "0.120", date(2026, 11, 20))}
        for _ in range(2):
            work.knowledge.remember_meters(case, installed=installed, removed=["20110417"], seals=["FV-1", "FV-1"])

        known = ask(work, next_one, meter_numbers=["31550982", "20110417"], seals=["FV-1"])
        own = ask(work, case, seals=["FV-1"])

    assert known.meters is not None
    assert known.meters["31550982"] == MeterRecord("31550982", PLOT, True, Decimal("0.120"), date(2026, 11, 20), active=True)
    assert known.meters["20110417"].active is False
    assert known.seals == {"FV-1": case.number}
    assert own.seals == {}


def test_meters_on_any_of_the_properties_are_known_without_their_numbers(works: Works, world: World, database: Database) -> None:
    furnish(database)
    case = world.case()
    with works(writing=True) as work:
        work.cases.add(case)
        work.knowledge.remember_meters(case, installed={"31550982": (KEY, "0.1", date(2026, 11, 20))}, removed=[], seals=[])

        here, elsewhere = ask(work, case, property_keys=["7/7/0/0", KEY]), ask(work, case, property_keys=["7/7/0/0"])

    assert (sorted(here.meters or ()), elsewhere.meters) == (["20110417", "31550982"], {})


def test_answers_without_a_case_know_the_one_who_asks(works: Works, world: World, database: Database) -> None:
    furnish(database)
    nothing: dict[str, Any] = {"meter_numbers": [], "seals": [], "addresses": [], "references": []}
    with works(writing=False) as work:
        ours = work.knowledge.around_draft(OURS, "fjordvik", "water-meter", property_keys=[KEY], **nothing)
        neighbours = work.knowledge.around_draft(NEIGHBOURS, "fjordvik", "water-meter", property_keys=[], **nothing)
        staff = work.knowledge.around_draft(FJORDVIK, "fjordvik", "water-meter", property_keys=[KEY], **nothing)

    assert ours.members == {"per": "Per Rør"}
    assert neighbours.members == {"dag": "Dag Sluk"}
    assert neighbours.company is not None
    assert neighbours.company.access == "requested"
    assert (staff.company, staff.members, staff.certificates, staff.open_cases) == (None, None, None, None)
