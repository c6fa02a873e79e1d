"""The water-meter workflow against its domain: ids, wording, kinds, and the corners of its checks."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from models.base import Level, Phase, State
from tests.builders import KINDS, KNOWN, NEW_METER, OLD_METER, PROPERTY, complete_water_meter, phases_of, photo, two_water_meters
from ui.texts import translate
from workflows.exports import demands
from workflows.facts import CertificateRecord, FileFacts, LinkedCase, MeterRecord
from workflows.ledger import LedgerRow
from workflows.reading import Reading
from workflows.water_meter import WATER_METER
from workflows.water_meter.installation import units_in

APP, WORK, FINAL = Phase
NUMBERED: Mapping[Phase, frozenset[str]] = {
    APP: frozenset(
        [f"COM-{number:02}" for number in (*range(1, 13), 14, 15, 16, 17, 19, 20)]
        + [f"METER-{number:02}" for number in (1, 2, 3, 4, 5, 6, 20, 22)]
    ),
    WORK: frozenset(f"COM-{number:02}" for number in (1, 2, 3, 4, 13, 14, 16, 17, 19, 20, 21, 22)),
    FINAL: frozenset(
        [f"COM-{number:02}" for number in (1, 2, 3, 4, 13, 16, 17, 18, 19, 20, 21, 22, 23)]
        + [f"METER-{number:02}" for number in (*range(7, 20), 21)]
    ),
}
DOMAIN = Path(os.environ.get("PORTAL_TEST_DOMAIN_DIR", Path(__file__).parents[3] / "shared" / "domain"))
PROMPTS = {
    "COM-06": "Eiendommen mangler {part}. → Oppgi gnr og bnr, eller velg eiendommen i kartet.",
    "COM-10": "Eierens samtykke mangler. → Bekreft at eieren har bedt dere søke, eller last opp fullmakt.",
    "COM-18": "{field} ble godkjent som {approved}, bygd som {built}. → Rett, eller beskriv avviket.",
    "COM-22": "Godkjenningen fra {approved} falt bort {date}. → Søk på nytt; de gamle svarene blir kopiert.",
    "METER-01": "Ingen måler er beskrevet. → Legg til minst én rad.",
    "METER-07": "Måler {n}: nummeret {state}. → Skriv det som på måleren; dere hentet {picked}.",
    "METER-09": "Displayet våkner når vann tappes. → Tapp vann, les av på nytt og ta bildet da.",
    "METER-21": "{part} har ingen måler. → Alt forbruk skal måles.",
}


def unmet(case_ledger: object) -> list[str]:
    return [row.key for row in case_ledger if row.is_unmet]  # type: ignore[attr-defined]


def test_the_numbered_checks_are_those_of_the_domain_in_each_phase() -> None:
    declared = {phase: {one.id for one in demands(WATER_METER) if one.phase == phase and "." not in one.id} for phase in Phase}

    assert declared == NUMBERED
    assert {id_ for ids in declared.values() for id_ in ids} == {f"COM-{n:02}" for n in range(1, 24)} | {
        f"METER-{n:02}" for n in range(1, 23)
    }


@pytest.mark.parametrize("id_", PROMPTS)
def test_prompts_in_bokmal_are_those_of_the_domain(id_: str) -> None:
    assert _prompt(id_, "nb") == PROMPTS[id_]


def _prompt(id_: str, locale: str) -> str:
    found = next(one for one in demands(WATER_METER) if one.id == id_)
    return f"{translate(found.what, locale)} → {translate(found.how_to_fix, locale)}"  # type: ignore[arg-type]  # a locale


@pytest.mark.skipif(not DOMAIN.is_dir(), reason="the domain files lie outside the repository")
@pytest.mark.parametrize("locale", ["en", "nb"])
def test_every_prompt_and_level_is_the_one_in_the_domain_files(locale: str) -> None:
    rows = re.findall(
        r"^\| ((?:COM|METER)-\d{2}) \| [^|]+ \| ([BDR]) \| [^|]+ \| ([^|]+) \| ([^|]+) \|",
        "".join((DOMAIN / name).read_text(encoding="utf-8") for name in ("README.md", "3-water-meter.md")),
        re.MULTILINE,
    )
    levels = {"B": Level.BLOCKS_SENDING, "D": Level.NEEDED_FOR_DECISION, "R": Level.RECOMMENDED}
    wanted = {id_: (levels[level], (en if locale == "en" else nb).strip()) for id_, level, en, nb in rows}
    declared = {one.id: (one.level, _prompt(one.id, locale)) for one in demands(WATER_METER) if "." not in one.id}

    assert declared == wanted


def test_every_requirement_says_how_and_where_it_comes_from() -> None:
    silent = [one.id for one in demands(WATER_METER) if not one.what.msgid or not one.how_to_fix.msgid or not one.source.words.msgid]

    assert silent == []


@pytest.mark.parametrize("locale", ["en", "nb", "nn"])
def test_what_to_do_is_one_short_sentence_without_blame(locale: str) -> None:
    told = [(one.id, translate(one.what, locale)) for one in demands(WATER_METER) if "." in one.id]  # type: ignore[arg-type]  # a locale

    assert [id_ for id_, words in told if len(words.split()) > 15] == []
    assert [id_ for id_, words in told if re.search(r"obligatorisk|ugyldig|mandatory|invalid", words, re.IGNORECASE)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_pick_up_is_left_out_when_nothing_is_fetched(kind: str) -> None:
    pickup, case = WATER_METER.phase(WORK), complete_water_meter(kind, FINAL)

    assert pickup.applies_if.holds(Reading(WATER_METER, case.dossier)) == (WORK in phases_of(kind))
    plumber = case.with_rules(meters_supplied_by="plumber")
    assert not pickup.applies_if.holds(Reading(WATER_METER, plumber.dossier))


def test_a_meter_that_is_only_removed_asks_for_nothing_new() -> None:
    reading = Reading(WATER_METER, complete_water_meter("remove", FINAL).dossier)

    shown = {part.key for row in reading.rows("meters_final") for part in row.group.row.questions if part.applies_if.holds(row)}

    assert shown == {"old_meter_number", "old_reading_m3", "old_meter_fate"}


def test_without_registers_checks_that_need_them_stay_silent() -> None:
    case = complete_water_meter("replace", FINAL).with_known(
        company=None, members=None, certificates=None, meters=None, seals=None, approvals={}, company_id=""
    )

    silent = {row.id for row in case.ledger if row.state == State.NOT_APPLICABLE}

    assert silent >= {"COM-01", "COM-02", "COM-03", "COM-04", "COM-13", "COM-19", "COM-21", "COM-22", "METER-17", "METER-19"}
    assert unmet(case.ledger) == []


def test_an_answer_that_was_not_understood_is_told_once_and_under_the_check_that_governs_it() -> None:
    case = complete_water_meter("new", FINAL).with_cell("meters_final", "meter_number", "12")

    rows = [row for row in case.ledger if row.is_unmet]

    assert [(row.key, row.what.in_english()) for row in rows] == [("METER-07:meters_final/1/meter_number", "“12” has 2 characters.")]


def test_a_meter_other_than_the_one_fetched_must_be_looked_at() -> None:
    case = complete_water_meter("new", FINAL).with_cell("meters_final", "meter_number", "NEW-0000")

    row = case.ledger["METER-07:meters_final/1/meter_number"]

    assert (row.state, row.how_to_fix.in_english()) == (State.DOUBTFUL, f"Write it as printed; you fetched {NEW_METER}.")
    assert unmet(case.ledger) == ["COM-18:meters_final/1/meter_number", "METER-07:meters_final/1/meter_number"]
    assert unmet(case.with_answer("deviations", "The first one was faulty").ledger) == ["METER-07:meters_final/1/meter_number"]


@pytest.mark.parametrize(
    ("words", "is_explained"),
    [
        ("DN 32 fordi huset har sprinkler", True),
        ("Larger meter: 32 is needed for the sprinklers", True),
        ("Q3 2.5 er for lite her", True),
        ("Bytte i kjelleren i gate 132", False),
    ],
)
def test_a_special_size_is_explained_by_naming_it(words: str, is_explained: bool) -> None:
    case = complete_water_meter("new").with_cell("meters", "dn", "32").with_answer("description", words)

    assert unmet(case.ledger) == ([] if is_explained else ["METER-04:meters/1/dn"])


def test_a_standard_of_another_municipality_counts() -> None:
    case = complete_water_meter("new").with_rules(meter_standard_dn=25, meter_standard_q3=4)

    assert unmet(case.ledger) == ["METER-04:meters/1/dn"]


@pytest.mark.parametrize(
    ("building", "units", "is_needed"), [("house", 4, False), ("house", 5, True), ("flats", 1, True), ("business", None, True)]
)
def test_large_buildings_tell_their_design_flow(building: str, units: int | None, is_needed: bool) -> None:
    case = complete_water_meter("new").with_answer("building_kind", building).with_answer("units_served", units)

    assert unmet(case.with_answer("design_flow_ls", None).ledger) == (["METER-05"] if is_needed else [])


@pytest.mark.parametrize(("flow", "fits"), [("0,86", True), ("0,87", False)])
def test_the_flow_is_held_against_a_quarter_more_than_q3(flow: str, fits: bool) -> None:
    assert unmet(complete_water_meter("new").with_answer("design_flow_ls", flow).ledger) == ([] if fits else ["METER-05"])


@pytest.mark.parametrize(("reading", "is_plausible"), [("499,999", False), ("500", True), ("5500", True), ("5500,001", False)])
def test_an_old_reading_lies_between_the_last_known_and_ten_years_of_use(reading: str, is_plausible: bool) -> None:
    case = complete_water_meter("remove", FINAL).with_cell("meters_final", "old_reading_m3", reading)

    assert unmet(case.ledger) == ([] if is_plausible else ["METER-08:meters_final/1/old_reading_m3"])


def test_an_old_meter_of_the_owner_may_be_thrown_away() -> None:
    own = {OLD_METER: MeterRecord(OLD_METER, PROPERTY, municipal=False, reading=Decimal(500))}
    case = complete_water_meter("replace", FINAL).with_cell("meters_final", "old_meter_fate", "thrown_away")

    assert unmet(case.with_known(meters=own).ledger) == []


def test_a_municipality_that_seals_itself_asks_for_neither_seal_number_nor_its_photo() -> None:
    case = complete_water_meter("new", FINAL).with_rules(sealing_by="municipality")
    case = case.with_cell("meters_final", "seal_number", None).with_files("photo_seal@1").with_files("photo_dial@1", photo("a"), photo("b"))

    assert unmet(case.ledger) == []


def test_fewer_photos_than_the_municipality_wants_are_too_few() -> None:
    case = complete_water_meter("new", FINAL).with_rules(meter_photos_min=4)

    assert unmet(case.ledger) == ["METER-16:photo_installation@1"]


def test_a_photo_from_far_away_tells_how_far() -> None:
    case = complete_water_meter("new", FINAL).with_files("photo_dial@1", photo("far.jpg", latitude=59.5))

    assert case.ledger["METER-18"].what.in_english() == "The photo seems to be from 7339 m from the property."


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("H0101", 1),
        ("H0101, H0102 og H0201", 3),
        ("H0101-H0104", 4),
        ("3 boenheter", 3),
        ("leilighet 1-3; butikk", 3),
        ("hybel og butikk", 1),
        ("1, 2", 2),
        ("butikk", 0),
        ("", 0),
    ],
)
def test_units_are_counted_in_what_a_meter_serves(words: str, units: int) -> None:
    assert units_in(words) == (False, units)


@pytest.mark.parametrize("words", ["hele bygget", "all", "Alt", "heile huset"])
def test_a_meter_that_serves_everything_leaves_nothing_unmeasured(words: str) -> None:
    case = two_water_meters("new", FINAL).with_answer("units_served", 9, APP).with_cell("meters_final", "serves", words)

    assert unmet(case.ledger) == []


def test_a_meter_that_was_approved_and_not_reported_is_a_deviation() -> None:
    case = two_water_meters("new", FINAL)
    first = case.answers[FINAL]["meters"]["meters_final"][:1]

    ledger = case.with_answer("meters_final", first).ledger

    assert [row.key for row in ledger if row.is_unmet] == ["COM-18:meters_final"]


@pytest.mark.parametrize(("expires", "is_valid"), [(date(2026, 11, 29), False), (date(2026, 11, 30), True), (None, True)])
def test_a_certificate_holds_until_the_work_is_planned_to_end(expires: date | None, is_valid: bool) -> None:
    case = complete_water_meter("new").with_known(certificates={"kari": (CertificateRecord("trade_plumber", "1", expires),)})

    assert unmet(case.ledger) == ([] if is_valid else ["COM-14"])


def test_a_property_in_another_municipality_names_both() -> None:
    case = complete_water_meter("new").with_cell("properties", "in_municipality", "9998").with_known(addresses={}, connections={})

    row = case.ledger["COM-05"]

    assert (row.at, row.what.in_english()) == ("properties/1/gnr", "The property lies in 9998, not in 9999.")


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("59.44 10.658", "The place is 667 m from the property."),
        ("59.436 10.658", ""),
        ("UTM 33\n6589551 594048", "The place is 339276 m"),
        ("UTM 32\n6589551,59 594048,14", ""),
    ],
)
def test_a_place_far_from_the_property_tells_how_far(place: str, told: str) -> None:
    row = complete_water_meter("new").with_answer("location", place).ledger["COM-08"]

    assert row.is_unmet == bool(told)
    assert row.what.in_english().startswith(told)


def test_a_place_outside_the_municipality_is_doubtful_and_a_plan_may_stand_for_a_place() -> None:
    case = complete_water_meter("new")
    far = case.with_known(property_positions={}).with_answer("location", "61.2 10.5")

    assert far.ledger["COM-08"].what.in_english() == "The place lies outside Fjordvik."
    assert unmet(case.with_answer("location", None).with_files("intake_sketch", FileFacts("plan.pdf")).ledger) == []


def test_properties_may_come_as_people_and_registers_write_them() -> None:
    for written in (["9999-12/34/0/0"], "12/34", [{"gnr": "12", "bnr": 34}]):
        assert unmet(complete_water_meter("new").with_answer("properties", written).ledger) == []


def test_a_person_who_left_can_be_replaced_in_a_later_phase() -> None:
    case = complete_water_meter("new", FINAL).with_known(members={"kari": "Kari"})

    assert unmet(case.ledger) == ["COM-19:contact"]
    assert unmet(case.with_answer("contact", "kari").ledger) == []


@pytest.mark.parametrize(("today", "is_late"), [(date(2026, 11, 23), False), (date(2026, 11, 24), True)])
def test_a_report_due_on_a_sunday_may_be_sent_on_the_monday(today: date, is_late: bool) -> None:
    case = complete_water_meter("remove", FINAL).with_answer("mounted", "2026-11-15").with_files("photo_old_dial@1", FileFacts("old.jpg"))

    assert unmet(case.on(today).ledger) == (["COM-23"] if is_late else [])


def test_a_company_that_owns_the_property_needs_no_consent() -> None:
    assert KNOWN.company is not None
    case = complete_water_meter("new").with_answer("owner_name", KNOWN.company.name.upper()).with_answer("authority", None)

    assert unmet(case.ledger) == []


def test_parameters_in_the_table_have_the_domains_defaults() -> None:
    wanted = {
        "validity_years": 3, "final_report_days_meter": 7, "meter_standard_dn": 20, "meter_standard_q3": 2.5, "meter_photos_min": 3,
        "max_pressure_without_reducer_bar": 6.0, "max_file_mb": 100, "four_eyes": False,
        "handling_time_meter_working_days": 1, "meters_supplied_by": "municipality",
    }  # fmt: skip

    assert WATER_METER.defaults().items() >= wanted.items()


def test_a_met_requirement_has_no_open_places_in_its_words() -> None:
    rows: list[LedgerRow] = [row for kind in KINDS for phase in phases_of(kind) for row in complete_water_meter(kind, phase).ledger]

    assert [row.key for row in rows if "{" in row.what.in_english() + row.how_to_fix.in_english()] == []


@pytest.mark.parametrize(("known", "is_good"), [
    ({}, True),
    ({"24/1": LinkedCase("24/1", "connection", "approved", approved=frozenset({APP}))}, True),
    ({"24/1": LinkedCase("24/1", "connection", "in_review")}, False),
    ({"24/1": LinkedCase("24/1", "excavation", "approved", approved=frozenset({APP}))}, False),
])  # fmt: skip
def test_a_connection_that_is_referred_to_is_approved(known: dict[str, LinkedCase], is_good: bool) -> None:
    case = complete_water_meter("new").with_answer("connection_case", "24/1").with_known(cases=known, connections={})

    assert unmet(case.ledger) == ([] if is_good else ["METER-03"])


def test_no_meter_was_made_in_a_year_to_come() -> None:
    case = complete_water_meter("new", WORK)

    assert unmet(case.with_cell("meters_picked", "production_year", 2026).ledger) == []
    late = case.with_cell("meters_picked", "production_year", 2027)
    assert unmet(late.ledger) == ["METER.work.production_year:meters_picked/1/production_year"]


def test_a_meter_of_the_plumbers_own_tells_its_mark_when_it_is_mounted() -> None:
    case = complete_water_meter("new", FINAL).with_rules(meters_supplied_by="plumber")

    assert unmet(case.with_cell("meters_final", "mid_mark", "M26").ledger) == []


def test_a_shop_is_no_dwelling_unit() -> None:
    case = two_water_meters("new", FINAL).with_cell("meters_final", "serves", "butikk", row=1)

    assert unmet(case.ledger) == ["METER-21"]


def test_a_meter_that_is_moved_is_told_with_the_place_it_leaves() -> None:
    case = complete_water_meter("move")

    assert unmet(case.ledger) == []
    assert unmet(case.with_cell("meters", "old_place", None).ledger) == ["METER.application.old_place:meters/1/old_place"]
    assert unmet(complete_water_meter("replace").with_cell("meters", "old_place", None).ledger) == []


def test_the_meter_that_was_moved_is_the_one_that_was_to_be_moved() -> None:
    case = complete_water_meter("move", FINAL)
    another = case.with_cell("meters_final", "meter_number", NEW_METER)

    assert unmet(case.ledger) == []
    assert unmet(another.ledger) == ["COM-18:meters_final/1/meter_number"]
    assert unmet(another.with_answer("deviations", "Den gamle var ødelagt, og vi satte opp en ny.").ledger) == []
