"""The company register: every answer it documents, every way it stays silent, and what is kept for then; on both engines."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.errors import NotThere, Unavailable
from storage.database import Database
from storage.registers import Enhetsregisteret, StoredRegister
from storage.registers.live import RegisterSilent
from tests.register_server import (
    BANKRUPT,
    BRANCH,
    DELETED,
    FORCED,
    GOOD,
    PARENT,
    REMOVED,
    SOLE,
    UNITS,
    UNKNOWN,
    RegisterServer,
    register_server,
)
from workflows.access.standing import why_not_join
from workflows.ports_joining import RegisteredRole, RegisterHit

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "schemas" / "brreg" / "enhetsregisteret.openapi.json"
SILENCES = ["429", "500", "503", "slow", "trickle", "cut", "huge", "html", "redirect"]


@pytest.fixture
def server() -> Iterator[RegisterServer]:
    with register_server() as running:
        yield running


@pytest.fixture
def live(server: RegisterServer) -> Iterator[Enhetsregisteret]:
    asking = Enhetsregisteret(server.url, seconds=1.0, left_alone_seconds=0.4)
    yield asking
    asking.close()


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (GOOD, ""), (SOLE, "sole_trader_outside"), (BANKRUPT, "bankrupt"), (FORCED, "forced_dissolution"), (DELETED, "deleted"),
        (REMOVED, "deleted"), (BRANCH, "sub_unit"),
    ],
)  # fmt: skip
def test_each_documented_answer_leads_to_its_own_words(live: Enhetsregisteret, number: str, key: str) -> None:
    refusal = why_not_join(live.entry(number))

    assert (refusal.key if refusal else "") == key
    assert refusal is None or (refusal.why.in_english() and refusal.how.in_english())
    assert key != "sub_unit" or (refusal is not None and refusal.other == PARENT and PARENT in refusal.how.in_english())


def test_a_number_no_unit_has_is_not_there_and_does_no_harm_to_others(live: Enhetsregisteret) -> None:
    for _ in range(8):
        with pytest.raises(NotThere):
            live.entry(UNKNOWN)

    assert live.entry(GOOD)["navn"] == "GODE RØR AS"


def test_a_query_the_register_finds_malformed_is_a_number_no_unit_has(server: RegisterServer, live: Enhetsregisteret) -> None:
    server.mode = "400"

    with pytest.raises(NotThere):
        live.entry(GOOD)


@pytest.mark.parametrize("mode", SILENCES)
def test_what_is_no_answer_is_silence_within_the_time_set(server: RegisterServer, live: Enhetsregisteret, mode: str) -> None:
    server.mode = mode
    began = time.monotonic()

    with pytest.raises(RegisterSilent):
        live.entry(GOOD)
    assert time.monotonic() - began < 3


def test_a_register_nobody_hears_is_silence() -> None:
    asking = Enhetsregisteret("http://127.0.0.1:9/api", seconds=1.0)

    with pytest.raises(RegisterSilent):
        asking.entry(GOOD)
    asking.close()


def test_after_five_failures_it_is_left_alone_and_asked_again_later(server: RegisterServer, live: Enhetsregisteret) -> None:
    server.mode = "500"
    for _ in range(7):
        with pytest.raises(RegisterSilent):
            live.entry(GOOD)
    assert len(server.asked) == 5

    server.mode = ""
    with pytest.raises(RegisterSilent, match="left_alone"):
        live.entry(GOOD)
    time.sleep(0.5)
    assert live.entry(GOOD)["organisasjonsnummer"] == GOOD
    assert live.entry(BANKRUPT)["konkurs"] is True


def test_links_and_what_nobody_uses_are_not_kept(live: Enhetsregisteret) -> None:
    entry = live.entry(GOOD)

    assert "_links" not in entry
    assert entry["organisasjonsform"] == {"kode": "AS", "beskrivelse": "Aksjeselskap"}


@pytest.mark.skipif(not SCHEMA.exists(), reason="the register's own description lies beside the working copy only")
def test_what_our_register_answers_has_the_types_its_description_gives() -> None:
    described = json.loads(SCHEMA.read_text())["components"]["schemas"]["Enhet"]["properties"]
    types = {"string": str, "boolean": bool, "integer": int}

    wrong = [
        (number, name)
        for number, entry in UNITS.items()
        for name, value in entry.items()
        if (kind := described.get(name, {}).get("type")) and not isinstance(value, types[kind])
    ]

    assert wrong == []
    assert {"registrertIForetaksregisteret", "konkurs", "underTvangsavviklingEllerTvangsopplosning"} <= described.keys()


class Clock:
    """A time the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_a_fresh_answer_is_kept_and_serves_when_the_register_is_down_with_its_date(
    database: Database, server: RegisterServer, live: Enhetsregisteret
) -> None:
    clock = Clock()
    register = StoredRegister(database, live, clock)
    first = register.look_up(GOOD)
    said_at = clock.now
    again = register.look_up(GOOD)
    server.mode, clock.now = "503", clock.now + timedelta(days=3)
    kept = register.look_up(GOOD)

    assert (first.is_fresh, again.is_fresh, kept.is_fresh) == (True, True, False)
    assert (kept.name, kept.form, kept.read_at, kept.source) == ("GODE RØR AS", "AS", said_at, "live")
    assert server.asked.count(f"/enhetsregisteret/api/enheter/{GOOD}") == 2
    with pytest.raises(Unavailable):
        register.look_up(BANKRUPT)


def test_asking_anew_does_not_settle_for_an_answer_minutes_old(database: Database, server: RegisterServer, live: Enhetsregisteret) -> None:
    register = StoredRegister(database, live)
    register.look_up(GOOD)
    server.units[GOOD]["konkurs"] = True

    assert not register.look_up(GOOD).entry.get("konkurs")
    assert register.look_up(GOOD, anew=True).entry["konkurs"] is True


def test_a_unit_removed_from_the_open_register_keeps_the_name_it_had(
    database: Database, server: RegisterServer, live: Enhetsregisteret
) -> None:
    register = StoredRegister(database, live)
    register.look_up(GOOD)
    server.gone.add(GOOD)
    gone = register.look_up(GOOD, anew=True)

    assert (gone.name, gone.entry["slettedato"]) == ("GODE RØR AS", "2019-01-01")


def test_without_a_register_to_ask_nothing_is_known_until_a_file_was_read(database: Database) -> None:
    with pytest.raises(Unavailable):
        StoredRegister(database, None).look_up(GOOD)


def test_people_with_a_role_now_are_told_without_their_birthdays(
    server: RegisterServer, live: Enhetsregisteret, database: Database
) -> None:
    register = StoredRegister(database, live)

    assert register.roles(GOOD) == [RegisteredRole("DAGL", "Gro Å. Grøft")]
    assert register.roles(UNKNOWN) is None
    assert StoredRegister(database, None).roles(GOOD) is None


@pytest.mark.parametrize("mode", SILENCES)
def test_roles_of_a_silent_register_are_not_known(server: RegisterServer, live: Enhetsregisteret, database: Database, mode: str) -> None:
    server.mode = mode

    assert StoredRegister(database, live).roles(GOOD) is None


def test_a_company_is_found_by_name_with_its_place(live: Enhetsregisteret, database: Database) -> None:
    register = StoredRegister(database, live)

    assert register.search("gode rør") == [RegisterHit(GOOD, "GODE RØR AS", "FJORDVIK")]
    assert register.search("finnes ikke") == []
    assert register.search("go") == (), "too short to look for"


def test_a_name_is_found_in_what_is_kept_when_the_register_is_silent(
    server: RegisterServer, live: Enhetsregisteret, database: Database
) -> None:
    register = StoredRegister(database, live)
    register.look_up(GOOD)
    server.mode = "500"

    assert register.search("Gode") == [RegisterHit(GOOD, "GODE RØR AS", "FJORDVIK")]
    assert StoredRegister(database, None).search("rør") == [], "what is kept is found by how the name begins"
