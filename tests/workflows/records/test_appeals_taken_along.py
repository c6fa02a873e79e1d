"""Appeals, their answers and reopened cases reach the archive and the case file, with who appealed, on which day, and what came of it."""

from __future__ import annotations

from datetime import timedelta

from models.base import Phase
from models.letters import OutcomeKind, Terms
from models.records import ArchiveItem
from storage.rows import every, table_of
from tests.workflows.casework.desk import Desk
from tests.workflows.records.test_taken_along import file_of, packages
from ui.texts import Speaker, known_locale
from workflows.casework import appealing, deciding
from workflows.clocks import day_of
from workflows.records.archiving import archive_case, change_archive_rules
from workflows.records.entries import Shield

NB = Speaker(known_locale("nb"))
FIRST = (Phase.APPLICATION, 1)
ITEM = table_of(ArchiveItem)


def refused(desk: Desk, **terms: str) -> str:
    """A case that was refused, five days ago."""
    ref = desk.in_review()
    desk.do("approver", deciding.reject, ref, "Nei.", terms=Terms(kind=OutcomeKind.INDIVIDUAL, **terms))
    desk.later(days=5)
    return ref


def appeal(desk: Desk, ref: str, appellant: str = "Naboen Berg", words: str = "Vi er uenige.") -> str:
    """An appeal that came two days before it was written down."""
    came_on = day_of(desk.now) - timedelta(days=2)
    id_: str = desk.do("officer", appealing.register_appeal, ref, *FIRST, came_on, appellant, words).id
    desk.later(hours=3)
    return id_


def answer(desk: Desk, ref: str, id_: str, state: str, words: str) -> None:
    """What becomes of it."""
    desk.do("approver", appealing.answer_appeal, ref, id_, state, words)
    desk.later(hours=3)


def items(desk: Desk) -> list[ArchiveItem]:
    with desk.database.reading.connect() as connection:
        return list(every(connection, ArchiveItem, "case_id", "place"))


def test_an_appeal_comes_in_and_its_answer_goes_out_after_the_case_file(any_desk: Desk) -> None:
    ref = refused(any_desk)
    answer(any_desk, ref, appeal(any_desk, ref), "upheld", "Nemnda er enig med oss.")

    made = packages(any_desk)

    assert [one.kind for one in items(any_desk)] == ["sending", "decision", "closing", "appeal", "appeal_answer"]
    assert all(one.due_at == one.created_at for one in items(any_desk)), "the case is over: they wait for nothing"
    came, went = made["appeal"][0].entry, made["appeal_answer"][0].entry
    assert [(NB(one.title), one.type, one.status, one.created_by) for one in (came, went)] == [
        ("Klage: Bestilling", "I", "J", "Ingrid Solberg"), ("Klage besvart: Bestilling", "U", "E", "Tor Haugen"),
    ]  # fmt: skip
    assert came.public_title == came.title, "nobody is named"
    assert [(one.kind, one.name) for one in came.correspondents] == [("EA", "Naboen Berg")]
    assert [(one.kind, one.name) for one in went.correspondents] == [("EM", "Naboen Berg"), ("EK", "Nilsen Rør AS")]
    assert came.received is not None
    assert (came.document_date, day_of(came.received)) == (day_of(came.created) - timedelta(days=2),) * 2
    assert (came.documents[0].type, went.documents[0].type) == ("KORR", "VEDTAK")


def test_an_appeal_of_the_company_itself_names_it_once_with_its_number(desk: Desk) -> None:
    ref = refused(desk)
    answer(desk, ref, appeal(desk, ref, " nilsen rør as "), "changed", "Dere har rett.")

    made = packages(desk)

    assert [(one.kind, one.name.lower(), one.number) for one in made["appeal"][0].entry.correspondents] == [
        ("EA", "nilsen rør as", "310000027")
    ]
    assert [one.kind for one in made["appeal_answer"][0].entry.correspondents] == ["EM"]


def test_every_answer_is_an_entry_with_its_own_words_however_late_it_is_described(any_desk: Desk) -> None:
    ref = refused(any_desk, appeal_body="Fjordvik klagenemnd")
    id_ = appeal(any_desk, ref)
    answer(any_desk, ref, id_, "sent_on", "Vi står på vedtaket.")
    answer(any_desk, ref, id_, "upheld", "Nemnda er enig.")

    sent_on, upheld = packages(any_desk)["appeal_answer"]

    assert [(one.kind, one.name) for one in sent_on.entry.correspondents] == [
        ("EM", "Fjordvik klagenemnd"), ("EK", "Naboen Berg"), ("EK", "Nilsen Rør AS"),
    ]  # fmt: skip
    assert NB(sent_on.entry.title) == "Klage sendt til klageorganet: Bestilling"
    assert [one.sheets["appeal_answer"].answer.words for one in (sent_on, upheld)] == ["Vi står på vedtaket.", "Nemnda er enig."]
    assert len(items(any_desk)) == 6, "sent on and answered, the appeal itself lies there once"


def test_a_case_that_is_taken_up_again_leaves_a_note_and_its_next_end_another_case_file(desk: Desk) -> None:
    ref = refused(desk)
    desk.do("approver", deciding.reopen, ref, "Vi tok feil.")
    desk.do("approver", deciding.reject, ref, "Fortsatt nei.")

    (note,) = packages(desk)["reopening"]

    assert (NB(note.entry.title), note.entry.type, note.entry.correspondents) == ("Saken er gjenåpnet", "X", ())
    assert note.sheets["reopening"].reason == "Vi tok feil."
    assert [one.kind for one in items(desk)].count("closing") == 2


def test_appeals_are_shielded_by_the_municipalitys_rule_for_their_type(desk: Desk) -> None:
    desk.do("admin", change_archive_rules, {"shielded_types": ["KORR"], "access_code": "13", "access_law": "offl. § 13"})
    ref = refused(desk)
    answer(desk, ref, appeal(desk, ref), "upheld", "Nei.")

    made = packages(desk)

    assert made["appeal"][0].entry.documents[0].shield == Shield("13", "offl. § 13")
    assert made["appeal_answer"][0].entry.documents[0].shield is None


def test_a_case_with_appeals_the_archive_was_never_told_of_catches_up(any_desk: Desk) -> None:
    ref = refused(any_desk)
    id_ = appeal(any_desk, ref)
    _forget(any_desk)

    answer(any_desk, ref, id_, "upheld", "Nei.")
    assert [one.kind for one in items(any_desk)] == ["sending", "decision", "closing", "appeal", "appeal_answer"]

    _forget(any_desk)
    assert any_desk.do("admin", archive_case, ref) == 2
    assert [one.kind for one in items(any_desk)] == ["sending", "decision", "closing", "appeal", "appeal_answer"]
    assert any_desk.do("admin", archive_case, ref) == 0


def _forget(desk: Desk) -> None:
    """As an older version of the portal left the queue."""
    with desk.database.writing.begin() as connection:
        connection.execute(ITEM.delete().where(ITEM.c.kind.in_(("appeal", "appeal_answer"))))


def test_the_case_file_of_both_sides_says_who_appealed_when_and_every_answer(desk: Desk) -> None:
    ref = refused(desk)
    id_ = appeal(desk, ref)
    answer(desk, ref, id_, "sent_on", "Vi står på vedtaket.")
    answer(desk, ref, id_, "upheld", "Nemnda er enig.")

    ours, theirs = file_of(desk, ref, "officer"), file_of(desk, ref, "contractor")

    (one,) = ours.appeals
    assert (one.appellant, one.words, NB(one.phase_title), one.outcome) == ("Naboen Berg", "Vi er uenige.", "Bestilling", "rejected")
    assert one.received_on == day_of(one.registered_at) - timedelta(days=2)
    assert [(str(each.state), each.words, each.by) for each in one.answers] == [
        ("sent_on", "Vi står på vedtaket.", "Tor Haugen"), ("upheld", "Nemnda er enig.", "Tor Haugen"),
    ]  # fmt: skip
    assert theirs.appeals == ours.appeals


def test_the_newest_answer_stays_when_an_erasure_has_emptied_the_log(desk: Desk) -> None:
    ref = refused(desk)
    answer(desk, ref, appeal(desk, ref), "upheld", "Nemnda er enig.")
    with desk.database.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE event SET detail = '{}', salt = '' WHERE kind = 'appeal_answered'")

    assert file_of(desk, ref, "officer").appeals[0].answers[0].words == "Nemnda er enig."
