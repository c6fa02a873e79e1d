"""Statements are taken along: all of them by staff, those that are shared by the company, and nothing internal leaks into its copy."""

from __future__ import annotations

from typing import Any

from models.records import ArchiveItem
from storage.rows import every
from tests.workflows.casework.desk import Desk, received
from tests.workflows.casework.test_statements import ask, does, expert
from ui.texts import Speaker, known_locale
from workflows.casework import deciding, statements, stating, talking
from workflows.records.archiving import archive_case, change_archive_rules
from workflows.records.case_file import CaseFile, case_file
from workflows.records.describing import package_of
from workflows.records.entries import ATTACHED, MAIN, Package, Shield
from workflows.records.whole_case import WholeCase, whole_case, whole_case_for_operator

NB = Speaker(known_locale("nb"))
SHARED_QUESTION, SHARED_WORDS, SHARED_FILE = "Kan vi stole på tegningen deres?", "Tegningen er god nok.", "notat.pdf"
INTERNAL = ("Har de slurvet før?", "To ganger i fjor.", "internt.pdf", "Grunnen er løs.", "rapport.pdf", "Og brannvannet?")
"""Questions, words and files of statements the company must never see."""


def stated(desk: Desk) -> str:
    """A case in review: a colleague's statement that is shared, another's that is not, an expert's that is not, and one nobody gave."""
    ref = desk.in_review()
    given(desk, ref, "admin", SHARED_QUESTION, SHARED_WORDS, received(81, SHARED_FILE), share=True)
    given(desk, ref, "approver", *INTERNAL[:2], received(82, INTERNAL[2]))
    desk.later(minutes=5)
    made, token = ask(desk, ref, whom="Geologi AS")
    vera = expert(desk, token)
    does(desk, vera, stating.add_file, made.id, received(83, INTERNAL[4]))
    does(desk, vera, stating.give_statement, made.id, INTERNAL[3])
    desk.later(minutes=5)
    ask(desk, ref, person="demo-admin", question=INTERNAL[5])
    return ref


def given(desk: Desk, ref: str, login: str, question: str, words: str, file: Any, *, share: bool = False) -> None:
    """A colleague is asked and answers, with a file; the officer lets the company read it if they like."""
    desk.later(minutes=5)
    made, _token = ask(desk, ref, person=f"demo-{login}", question=question)
    desk.do(login, stating.add_file, made.id, file)
    desk.do(login, stating.give_statement, made.id, words)
    if share:
        desk.do("officer", statements.share_statement, ref, made.id)


def file_of(desk: Desk, ref: str, login: str) -> CaseFile:
    found: CaseFile = desk.do(login, case_file, ref)
    return found


def whole(desk: Desk, ref: str, login: str) -> WholeCase:
    found: WholeCase = desk.do(login, whole_case, ref)
    return found


def test_staff_take_all_statements_along_and_the_auditor_too(desk: Desk) -> None:
    ref = stated(desk)

    for login in ("officer", "auditor"):
        found = file_of(desk, ref, login).statements
        assert [one.told.question for one in found] == [SHARED_QUESTION, INTERNAL[0], "Er grunnen trygg?", INTERNAL[5]]
        assert [one.told.words for one in found] == [SHARED_WORDS, INTERNAL[1], INTERNAL[3], ""]
        assert [[file.name for file in one.files] for one in found] == [[SHARED_FILE], [INTERNAL[2]], [INTERNAL[4]], []]
        assert [one.told.state for one in found] == ["given", "given", "given", "asked"]
        assert [one.filed.told.words for one in whole(desk, ref, login).statements] == [SHARED_WORDS, INTERNAL[1], INTERNAL[3]]


def test_a_company_takes_along_what_is_shared_without_the_question_and_nothing_else(desk: Desk) -> None:
    ref = stated(desk)

    found = whole(desk, ref, "contractor")

    (one,) = found.file.statements
    assert (one.told.whom, one.told.words, one.told.question, one.told.asked_by) == ("Liv Strand", SHARED_WORDS, "", "")
    assert [(file.name, file.object_key) for file in one.files] == [(SHARED_FILE, "object-81")]
    assert [each.filed for each in found.statements] == [one]
    for words in (*INTERNAL, SHARED_QUESTION, "Geologi AS", "Vera Fjell", "object-82", "object-83"):
        assert words not in str(found), words


def test_what_is_not_given_yet_is_no_part_of_any_copy(desk: Desk) -> None:
    ref = desk.in_review()
    made, _token = ask(desk, ref, person="demo-admin")
    desk.do("admin", stating.add_file, made.id, received(84, "utkast.pdf"))

    (one,) = file_of(desk, ref, "officer").statements

    assert (one.files, one.told.words) == ([], "")
    assert whole(desk, ref, "officer").statements == []
    assert whole(desk, ref, "contractor").file.statements == []


def test_the_operator_takes_all_statements_out(desk: Desk) -> None:
    ref = stated(desk)

    found = whole_case_for_operator(desk.case(ref).number, work=desk.works(writing=True), now=desk.now)

    assert [one.filed.told.words for one in found.statements] == [SHARED_WORDS, INTERNAL[1], INTERNAL[3]]


def packages(desk: Desk) -> dict[str, list[Package]]:
    """Every package of the archive's queue as it would be delivered now, by kind."""
    with desk.database.reading.connect() as connection:
        items = every(connection, ArchiveItem, "case_id", "place")
    made: dict[str, list[Package]] = {}
    for one in items:
        made.setdefault(one.kind, []).append(package_of(one, is_first=False, work=desk.works(writing=False), now=desk.now))
    return made


def test_each_statement_that_is_given_is_an_entry_with_its_files(any_desk: Desk) -> None:
    stated(any_desk)

    entries = [one.entry for one in packages(any_desk)["statement"]]

    assert [(NB(one.title), one.type, one.status) for one in entries] == [
        ("Uttalelse: Liv Strand", "X", "F"), ("Uttalelse: Tor Haugen", "X", "F"), ("Uttalelse: Geologi AS (Vera Fjell)", "I", "J"),
    ]  # fmt: skip
    assert {NB(one.public_title) for one in entries} == {"Uttalelse"}
    assert [[(each.role, file.source) for each in one.documents for file in each.files] for one in entries] == [
        [(MAIN, "print:statement"), (ATTACHED, f"object-{number}")] for number in (81, 82, 83)
    ]
    assert [[side.name for side in one.correspondents] for one in entries] == [[], [], ["Geologi AS (Vera Fjell)"]]
    assert [one.received is not None for one in entries] == [False, False, True]


def test_what_is_internal_is_shielded_whole_by_its_own_law_and_what_is_shared_is_not(any_desk: Desk) -> None:
    any_desk.do("admin", change_archive_rules, {"access_law": "offl. § 13"})
    stated(any_desk)

    entries = [one.entry for one in packages(any_desk)["statement"]]

    wanted = [None, Shield("14", "offl. § 14"), Shield("15", "offl. § 15 andre ledd")]
    assert [one.shield for one in entries] == wanted
    assert [[each.shield for each in one.documents] for one in entries] == [[shield, shield] for shield in wanted]

    any_desk.do("admin", change_archive_rules, {"access_code": "UO"})
    assert [one.entry.shield for one in packages(any_desk)["statement"]] == [
        None, Shield("UO", "offl. § 14"), Shield("UO", "offl. § 15 andre ledd"),
    ]  # fmt: skip


def test_sharing_is_an_entry_that_went_out_with_what_the_company_reads(any_desk: Desk) -> None:
    stated(any_desk)

    (shared,) = packages(any_desk)["statement_shared"]

    assert (shared.entry.type, shared.entry.status, shared.entry.shield) == ("U", "E", None)
    assert [(one.kind, one.name) for one in shared.entry.correspondents] == [("EM", "Nilsen Rør AS")]
    assert [file.source for file in shared.files] == ["print:statement"], "its files lie in the archive with the statement"
    told = shared.sheets["statement"].filed.told
    assert (told.words, told.question) == (SHARED_WORDS, "")
    assert shared.entry.created_by == "Ingrid Solberg"


def test_a_case_file_and_a_note_are_shielded_when_they_are_internal(any_desk: Desk) -> None:
    any_desk.do("admin", change_archive_rules, {"with_notes": True})
    ref, plain = stated(any_desk), any_desk.in_review()
    any_desk.do("officer", talking.write_note, ref, "Ring eieren.")
    for each in (ref, plain):
        any_desk.do("approver", deciding.reject, each, "Nei.")

    made = packages(any_desk)

    by_case = {one.place[1]: one.entry.documents[0].shield for one in made["closing"]}
    assert by_case == {any_desk.case(ref).number: Shield("14", "offl. § 14"), any_desk.case(plain).number: None}
    assert [one.entry.documents[0].shield for one in made["note"]] == [Shield("14", "offl. § 14")]


def test_what_comes_after_the_end_is_not_held_back_for_ever(any_desk: Desk) -> None:
    any_desk.do("admin", change_archive_rules, {"moment": "at_end"})
    ref = any_desk.in_review()
    given(any_desk, ref, "admin", "Greit?", "Greit.", received(85, "notat.pdf"))
    any_desk.do("approver", deciding.reject, ref, "Nei.")
    any_desk.later(days=1)
    (one,) = any_desk.office(ref).statements
    any_desk.do("officer", statements.share_statement, ref, one.id)

    with any_desk.database.reading.connect() as connection:
        due = {one.kind: one.due_at for one in every(connection, ArchiveItem, "place")}
    assert due["statement_shared"] == any_desk.now
    assert None not in due.values()
    assert any_desk.do("admin", archive_case, ref) == 0, "nothing is queued twice"
