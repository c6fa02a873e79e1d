"""A note names colleagues by an @: kept as ids, told at once, and nobody outside the house can be named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import NotAllowed
from models.parties import Person
from storage.outbox import Outbox
from tests.workflows.casework.desk import Desk
from workflows.casework import mentioning, talking
from workflows.casework.mentioning import ids_in, names_for, with_ids, with_names
from workflows.notices.reading import notice_list

KARI, PER = (Person(id=f"p-{name}", email=f"{name}@town.no", name=f"{name.title()} Vik") for name in ("kari", "per"))
TWIN = Person(id="p-twin", email="twin@town.no", name="Per Vik")


def told_of_mentions(desk: Desk) -> list[str]:
    with desk.database.reading.connect() as connection:
        rows = connection.exec_driver_sql("SELECT person_id FROM outbox_item WHERE kind = 'mentioned' ORDER BY id")
        return list(rows.scalars())


def test_a_note_keeps_ids_and_is_read_with_names(desk: Desk) -> None:
    ref = desk.submitted()

    kept = desk.do("officer", talking.write_note, ref, "Hør med @Tor Haugen, og svar meg.")

    assert kept.body == "Hør med @[demo-approver], og svar meg."
    assert [one.body for one in desk.office(ref).notes] == ["Hør med @Tor Haugen, og svar meg."]


def test_the_colleague_is_told_at_once_with_the_way_to_the_note(desk: Desk) -> None:
    ref = desk.submitted()

    note = desk.do("officer", talking.write_note, ref, "Se på dette, @tor haugen!")

    assert told_of_mentions(desk) == ["demo-approver"]
    Outbox(desk.database, with_mail=False).sort(desk.now)
    line = notice_list(actor=desk.actor("approver"), work=desk.works(writing=False)).lines[0].line
    assert line.path == f"/cases/{ref}#note-{note.id}"
    assert "Ingrid Solberg" in line.said.in_english()


def test_the_list_of_mentions_leads_to_each_note(desk: Desk) -> None:
    ref = desk.submitted()
    note = desk.do("officer", talking.write_note, ref, "@Tor Haugen, kan du ta denne?")

    (line,) = desk.do("approver", mentioning.my_mentions)

    assert (line.case_ref, line.message_id, line.author, line.words) == (
        ref, note.id, "Ingrid Solberg", "@Tor Haugen, kan du ta denne?",
    )  # fmt: skip
    assert desk.do("officer", mentioning.my_mentions) == []
    with pytest.raises(NotAllowed):
        desk.do("contractor", mentioning.my_mentions)


@pytest.mark.parametrize("words", ["@Kari Nilsen", "@demo-contractor", "@[demo-contractor]", "@[demo-officer2]", "post@Tor Haugen"])
def test_nobody_outside_the_house_is_named(desk: Desk, words: str) -> None:
    ref = desk.submitted()

    kept = desk.do("officer", talking.write_note, ref, words)

    assert not ids_in(kept.body)
    assert told_of_mentions(desk) == []
    assert "Kari Nilsen" not in desk.office(ref).notes[0].body.replace(words, "")


def test_a_contractor_s_message_names_nobody(desk: Desk) -> None:
    ref = desk.submitted()

    desk.do("contractor", talking.write_message, ref, "@Ingrid Solberg og @[demo-officer]: når?")

    assert told_of_mentions(desk) == []
    assert desk.office(ref).messages[0].body == "@Ingrid Solberg og @[demo-officer]: når?"


def test_who_names_themselves_is_not_told(desk: Desk) -> None:
    desk.do("officer", talking.write_note, desk.submitted(), "@Ingrid Solberg husker dette.")

    assert told_of_mentions(desk) == []


def test_two_of_the_same_name_are_told_apart_by_their_address() -> None:
    assert names_for([PER, TWIN]) == {PER.id: PER.email, TWIN.id: TWIN.email}
    assert list(with_ids("@twin@town.no og @Kari Vik", [KARI, PER, TWIN], "x").people) == ["p-twin", "p-kari"]


@given(st.lists(st.sampled_from(["@Kari Vik", "@kari@town.no", "@Per Vik", "@[p-kari]", "@[x", "@", "hei ", ". ", "@Karin"]), max_size=8))
def test_what_is_read_is_what_was_written_with_the_names_of_today(parts: list[str]) -> None:
    body = " ".join(parts)
    named = with_ids(body, [KARI, PER], "p-per")

    assert ids_in(named.body) <= {"p-kari", "p-per"}
    assert set(named.people) <= ids_in(named.body)
    read = with_names(named.body, {"p-kari": "Kari Vik", "p-per": "Per Vik"})
    assert read.replace("@ [", "@[") == body.replace("@kari@town.no", "@Kari Vik")
