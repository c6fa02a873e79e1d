"""Statements: colleagues and outside experts are asked about one case, and an expert reaches that one, as chosen, until it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models.actor import Actor
from models.base import Role
from models.errors import BadInput, NotAllowed, NotThere, PortalError, Refused
from storage.chance import CHANCE
from storage.sessions import Sessions, hashed
from tests.workflows.casework.desk import ADDRESS, Desk, received
from workflows.access import people
from workflows.casework import deciding, documents, drafting, overview, statements, stating, talking
from workflows.casework.asking import full_case
from workflows.casework.statements import Ask
from workflows.clocks import day_of

ADDRESS_OF_EXPERT = "vern@geologi.example"


def ask(desk: Desk, ref: str, login: str = "officer", **wanted: Any) -> Any:
    given = {"question": "Er grunnen trygg?", "due_on": day_of(desk.now) + timedelta(days=7), "email": ADDRESS_OF_EXPERT, **wanted}
    if given.get("person"):
        given.pop("email")
    token = CHANCE.ref()
    made = desk.do(login, statements.ask_statement, ref, Ask(**given), token=token, token_hash=hashed(token))
    return made, token


def expert(desk: Desk, token: str, email: str = ADDRESS_OF_EXPERT) -> Actor:
    """Whoever takes the link up, signed in."""
    people.accept_as_new(
        hashed(token), "Vera Fjell", "nb", "argon2", work=desk.works(writing=True), now=desk.now, chance=CHANCE
    ) or people.welcome(hashed(token), work=desk.works(writing=True), now=desk.now)
    sessions = Sessions(desk.database)
    person = sessions.person_by_email(email)
    assert person is not None
    held = next(one for one in sessions.memberships_of(person.id) if one.role == Role.EXPERT)
    cookie, _session = sessions.create_session(person, held, desk.now, "test")
    found = sessions.session(cookie, desk.now, timedelta(hours=1), timedelta(hours=1))
    assert found is not None
    return found.actor


def does(desk: Desk, actor: Actor, use_case: Any, *given: Any, **more: Any) -> Any:
    context: dict[str, Any] = {"actor": actor, "work": desk.works(writing=True), "now": desk.now, "chance": CHANCE}
    wanted = use_case.__code__.co_varnames[: use_case.__code__.co_argcount + use_case.__code__.co_kwonlyargcount]
    return use_case(*given, **{name: value for name, value in context.items() if name in wanted}, **more)


def told(desk: Desk, kind: str) -> list[str | None]:
    with desk.database.reading.connect() as connection:
        rows = connection.exec_driver_sql(f"SELECT person_id FROM outbox_item WHERE kind = '{kind}' ORDER BY id")  # a kind of ours
        return list(rows.scalars())


def test_a_colleague_is_asked_answers_and_the_officer_is_told(desk: Desk) -> None:
    ref = desk.in_review()
    made, _token = ask(desk, ref, person="demo-admin", whom="Byggesak")
    assert told(desk, "statement_asked") == ["demo-admin"]

    (line,) = desk.do("admin", stating.asked_list)
    assert (line.statement.id, line.number) == (made.id, desk.case(ref).number)
    desk.do("admin", stating.give_statement, made.id, " Ingen merknader. ")

    (shown,) = desk.office(ref).statements
    assert (shown.whom, shown.words, shown.state) == ("Byggesak (Liv Strand)", "Ingen merknader.", "given")
    assert told(desk, "statement_given") == ["demo-officer"]
    with pytest.raises(Refused):
        desk.do("admin", stating.give_statement, made.id, "Likevel ikke.")


def test_an_expert_comes_in_by_the_link_reads_the_case_and_gives_a_statement(desk: Desk) -> None:
    ref = desk.in_review()
    made, token = ask(desk, ref, whom="Geologi AS")
    assert told(desk, "statement_invited") == [None]
    welcome = people.welcome(hashed(token), work=desk.works(writing=True), now=desk.now)
    assert welcome is not None
    assert (welcome.role, welcome.tenant) == (Role.EXPERT, "Fjordvik")

    vera = expert(desk, token)
    matter = does(desk, vera, stating.read_asked, made.id)
    assert (matter.question, matter.ref, matter.company) == ("Er grunnen trygg?", "", "Nilsen Rør AS")
    assert {section.step for _phase, section in matter.sections} >= {"property", "meters"}
    assert [one.uploaded_by for one in matter.documents] == [""]
    document = does(desk, vera, stating.asked_document, made.id, matter.documents[0].id)
    assert document.name == "bilde.jpg"
    does(desk, vera, stating.add_file, made.id, received(77, "rapport.pdf"))
    does(desk, vera, stating.give_statement, made.id, "Grunnen er trygg.")

    (shown,) = desk.office(ref).statements
    assert (shown.whom, shown.words, [one.name for one in shown.files]) == (
        "Geologi AS (Vera Fjell)", "Grunnen er trygg.", ["rapport.pdf"],
    )  # fmt: skip
    kinds = [one.kind for one in desk.read(ref, "events") if one.actor_id == vera.person_id]
    assert kinds == ["statement_read", "file_seen", "statement_file_added", "statement_given"]
    assert does(desk, vera, stating.asked_matter, made.id).words == "Grunnen er trygg."


def test_a_link_works_once_and_for_nobody_else(desk: Desk) -> None:
    _made, token = ask(desk, desk.in_review())
    expert(desk, token)

    assert people.welcome(hashed(token), work=desk.works(writing=True), now=desk.now) is None


def test_who_is_asked_again_reads_each_case_alone(desk: Desk) -> None:
    first, token = ask(desk, desk.in_review())
    vera = expert(desk, token)
    second, again = ask(desk, desk.in_review(), question="Og her?")
    assert does(desk, vera, people.accept_as, hashed(again)) is True

    assert {one.statement.id for one in does(desk, vera, stating.asked_list)} == {first.id, second.id}
    assert [one.role for one in Sessions(desk.database).memberships_of(vera.person_id)] == [Role.EXPERT]


def test_an_expert_reads_only_what_was_chosen(desk: Desk) -> None:
    ref = desk.in_review()
    photo = desk.office(ref).documents[0]
    made, token = ask(
        desk, ref, steps=["application/property", f"application/{photo.step}", "application/no-such"], hidden_documents=[photo.id]
    )
    vera = expert(desk, token)

    matter = does(desk, vera, stating.asked_matter, made.id)

    assert {section.step for _phase, section in matter.sections} == {"property", photo.step}
    assert matter.documents == []
    assert photo.name not in str(matter.sections)
    with pytest.raises(NotThere):
        does(desk, vera, stating.asked_document, made.id, photo.id)


def test_an_expert_reads_what_was_sent_and_not_what_is_being_written(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS)
    made, token = ask(desk, ref)
    desk.save(ref, "property", "address", "Hemmelig vei 9")

    assert "Hemmelig vei 9" not in str(does(desk, expert(desk, token), stating.asked_matter, made.id).sections)


def test_nothing_else_is_open_to_an_expert_in_lists_counts_or_the_case_itself(desk: Desk) -> None:
    ref = desk.in_review()
    made, token = ask(desk, ref)
    vera = expert(desk, token)
    for use_case, given in (
        (overview.officer_case, (ref,)), (overview.case_home, (ref,)), (full_case, (ref,)), (talking.write_note, (ref, "Hei.")),
        (talking.write_message, (ref, "Hei.")), (drafting.save_answers, (ref, [])), (statements.statements_view, (ref,)),
        (documents.document_for_download, (ref, desk.office(ref).documents[0].id)),
        (statements.withdraw_statement, (ref, made.id)), (statements.share_statement, (ref, made.id)),
    ):  # fmt: skip
        with pytest.raises((NotThere, NotAllowed)):
            does(desk, vera, use_case, *given)


def test_what_is_not_theirs_is_not_there(desk: Desk) -> None:
    ref = desk.in_review()
    made, token = ask(desk, ref)
    colleague, _none = ask(desk, ref, person="demo-admin")
    vera = expert(desk, token)
    for login in ("officer", "admin", "officer2", "auditor"):
        with pytest.raises(NotThere):
            desk.do(login, stating.asked_matter, made.id)
    with pytest.raises(NotThere):
        does(desk, vera, stating.asked_matter, colleague.id)
    for login in ("contractor", "viewer", "contractor2"):
        with pytest.raises((NotAllowed, NotThere)):
            desk.do(login, stating.asked_matter, made.id)


@pytest.mark.parametrize("end", ["expiry", "withdrawal", "withdrawal after it was given", "the end of the case"])
def test_access_ends(desk: Desk, end: str) -> None:
    ref = desk.in_review()
    made, token = ask(desk, ref)
    vera = expert(desk, token)
    assert does(desk, vera, stating.asked_matter, made.id)
    if end == "expiry":
        desk.later(days=22)
    elif end == "the end of the case":
        desk.do("approver", deciding.reject, ref, "Nei.")
    else:
        if "given" in end:
            does(desk, vera, stating.give_statement, made.id, "Trygt.")
        desk.do("officer", statements.withdraw_statement, ref, made.id, "Trengs ikke.")

    assert does(desk, vera, stating.asked_list) == []
    for use_case, given in ((stating.asked_matter, ()), (stating.give_statement, ("Trygt.",)), (stating.read_asked, ())):
        with pytest.raises(NotThere):
            does(desk, vera, use_case, made.id, *given)


def test_a_link_that_was_taken_back_lets_nobody_in(desk: Desk) -> None:
    ref = desk.in_review()
    made, token = ask(desk, ref)

    desk.do("officer", statements.withdraw_statement, ref, made.id)

    assert people.welcome(hashed(token), work=desk.works(writing=True), now=desk.now) is None


def test_open_statements_stop_no_decision_and_end_with_the_case(desk: Desk) -> None:
    ref = desk.in_review()
    ask(desk, ref, person="demo-admin")

    assert [one.is_open for one in desk.office(ref).statements] == [True]
    desk.do("approver", deciding.reject, ref, "Nei.")

    assert [one.state for one in desk.office(ref).statements] == ["closed"]


def test_the_contractor_reads_a_statement_only_when_it_is_shared(desk: Desk) -> None:
    ref = desk.in_review()
    made, _token = ask(desk, ref, person="demo-admin")
    desk.hub.heard.clear()
    desk.do("admin", stating.add_file, made.id, received(78, "notat.pdf"))
    desk.do("admin", stating.give_statement, made.id, "Ingen merknader.")
    file = desk.office(ref).statements[0].files[0].id
    assert {change.company_id for change in desk.hub.heard} == {""}
    assert desk.home(ref).statements == []
    assert not any("tatement" in one.kind for one in desk.home(ref).timeline)
    with pytest.raises(NotThere):
        desk.do("contractor", statements.statement_file, ref, file)

    desk.do("officer", statements.share_statement, ref, made.id)

    assert [one.words for one in desk.home(ref).statements] == ["Ingen merknader."]
    assert desk.do("contractor", statements.statement_file, ref, file).name == "notat.pdf"
    with pytest.raises(NotThere):
        desk.do("contractor2", statements.statement_file, ref, file)
    with pytest.raises(Refused):
        desk.do("officer", statements.share_statement, ref, made.id)


def test_on_its_day_both_are_reminded_once(desk: Desk) -> None:
    ref = desk.in_review()
    ask(desk, ref, person="demo-admin")
    given, _none = ask(desk, ref, person="demo-approver")
    desk.do("approver", stating.give_statement, given.id, "Greit.")

    def remind() -> int:
        return statements.remind_of_statements(work=desk.works(writing=True), now=desk.now, chance=CHANCE)

    assert remind() == 0
    desk.later(days=7)
    assert (remind(), remind()) == (1, 0)
    assert (told(desk, "statement_due"), told(desk, "statement_late")) == (["demo-admin"], ["demo-officer"])


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ({"question": "  "}, BadInput),
        ({"email": "nobody"}, BadInput),
        ({"email": "approver@demo.example"}, BadInput),
        ({"email": "contractor@demo.example"}, Refused),
        ({"person": "demo-officer2"}, BadInput),
        ({"person": "demo-contractor"}, BadInput),
        ({"due_on": None}, BadInput),
        ({"steps": []}, BadInput),
        ({"expires_on": "before"}, BadInput),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(desk: Desk, wanted: dict[str, Any], error: type[PortalError]) -> None:
    today = day_of(desk.now)
    wanted = {key: {"due_on": today - timedelta(days=1), "expires_on": today}[key] if key in ("due_on", "expires_on") else value
              for key, value in wanted.items()}  # fmt: skip
    with pytest.raises(error):
        ask(desk, desk.in_review(), **wanted)
    assert told(desk, "statement_invited") == []


def test_only_who_handles_cases_asks(desk: Desk) -> None:
    ref = desk.in_review()
    for login, error in (("auditor", NotAllowed), ("contractor", NotAllowed), ("officer2", NotThere)):
        with pytest.raises(error):
            ask(desk, ref, login)
