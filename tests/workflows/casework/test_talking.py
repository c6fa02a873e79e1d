"""Messages go both ways; notes stay in the house."""

from __future__ import annotations

import pytest

from models.errors import BadInput, NotAllowed, NotThere
from models.notices import Mail
from storage.outbox import Outbox
from storage.rows import every
from tests.workflows.casework.desk import Desk
from workflows.casework import reviewing, talking


def test_both_sides_write_and_read(desk: Desk) -> None:
    ref = desk.submitted()
    desk.do("officer", reviewing.take, ref)

    desk.do("contractor", talking.write_message, ref, "  Når svarer dere? ")
    desk.do("officer", talking.write_message, ref, "I morgen.")

    assert [(one.who, one.body, one.is_mine) for one in desk.home(ref).messages] == [
        ("Kari Nilsen", "Når svarer dere?", True), ("Ingrid Solberg", "I morgen.", False),
    ]  # fmt: skip
    assert [one.body for one in desk.office(ref).messages] == ["Når svarer dere?", "I morgen."]


def told(desk: Desk) -> list[str]:
    """Who was told of a message, in order."""
    with desk.database.reading.connect() as connection:
        return list(connection.exec_driver_sql("SELECT person_id FROM outbox_item WHERE kind = 'message' ORDER BY id").scalars())


def test_a_message_reaches_the_other_side_s_person(desk: Desk) -> None:
    ref = desk.submitted()
    desk.do("officer", reviewing.take, ref)
    for login in ("contractor", "officer"):
        desk.do(login, talking.write_message, ref, "Hei.")

    assert told(desk) == ["demo-officer", "demo-contractor"]


def test_a_message_in_a_case_nobody_has_taken_reaches_all_who_handle_cases_there_and_no_others(any_desk: Desk) -> None:
    desk = any_desk
    ref = desk.submitted()
    desk.do("contractor", talking.write_message, ref, "Når svarer dere?")
    assert sorted(told(desk)) == ["demo-approver", "demo-officer"]

    desk.do("approver", reviewing.take, ref)
    desk.do("contractor", talking.write_message, ref, "Hallo?")
    assert sorted(told(desk)) == ["demo-approver", "demo-approver", "demo-officer"]

    desk.do("approver", reviewing.release, ref)
    desk.do("contractor", talking.write_message, ref, "Er noen der?")
    assert len(told(desk)) == 5


def test_a_message_to_somebody_who_has_left_reaches_the_company_s_administrators(any_desk: Desk) -> None:
    desk = any_desk
    ref = desk.submitted(login="applicant")
    desk.do("officer", talking.write_message, ref, "Hei.")
    with desk.database.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE membership SET active = false WHERE person_id = 'demo-applicant'")
    desk.do("officer", talking.write_message, ref, "Er du der?")

    assert told(desk) == ["demo-applicant", "demo-contractor"]


def test_a_message_in_a_draft_is_told_nobody_at_the_municipality(desk: Desk) -> None:
    desk.do("contractor", talking.write_message, desk.draft(), "Husk bildet.")

    assert told(desk) == []


def test_more_messages_within_ten_minutes_come_to_each_of_them_as_one_more_mail(any_desk: Desk) -> None:
    desk = any_desk
    ref = desk.submitted()
    with desk.database.writing.begin() as connection:
        connection.exec_driver_sql("DELETE FROM outbox_item")  # that the case came in was told long ago
    outbox = Outbox(desk.database, host="portal.example")
    for minute in range(4):
        desk.do("contractor", talking.write_message, ref, f"Melding {minute}.")
        outbox.sort(desk.now)
        for mail in outbox.take(desk.now):
            outbox.sent(mail, desk.now)
        desk.later(minutes=1)

    with desk.database.reading.connect() as connection:
        mails = sorted((str(one.person_id), len(one.lines)) for one in every(connection, Mail, "id"))
    assert mails == [("demo-approver", 1), ("demo-approver", 3), ("demo-officer", 1), ("demo-officer", 3)]


def test_the_company_never_learns_of_a_note(desk: Desk) -> None:
    ref = desk.submitted()
    desk.hub.heard.clear()

    desk.do("officer", talking.write_note, ref, "Ring eieren først.")

    home = desk.home(ref)
    assert [one.body for one in desk.office(ref).notes] == ["Ring eieren først."]
    assert "Ring eieren først." not in str((home.messages, home.timeline))
    assert [change.company_id for change in desk.hub.heard] == [""]


@pytest.mark.parametrize("body", ["", "   \n", "x" * 4001])
@pytest.mark.parametrize("use_case", [talking.write_message, talking.write_note], ids=lambda one: one.__name__)
def test_empty_and_endless_words_are_refused(desk: Desk, use_case: object, body: str) -> None:
    ref = desk.submitted()

    with pytest.raises(BadInput):
        desk.do("officer", use_case, ref, body)  # type: ignore[arg-type]  # parametrized


@pytest.mark.parametrize(
    ("login", "use_case"), [("contractor", talking.write_note), ("viewer", talking.write_message), ("auditor", talking.write_note)]
)
def test_not_everybody_may_write(desk: Desk, login: str, use_case: object) -> None:
    with pytest.raises((NotAllowed, NotThere)):
        desk.do(login, use_case, desk.submitted(), "Hei.")  # type: ignore[arg-type]  # parametrized
