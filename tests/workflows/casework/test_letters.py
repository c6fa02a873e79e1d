"""Decisions as letters: written, proposed, sent back, frozen with what was decided, opened, corrected, appealed against."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.access import OutboxItem
from models.base import Phase, Status
from models.errors import BadInput, MovedOn, NotAllowed, NotThere, Refused, SignInAgain
from models.letters import AppealState, DraftState, Letterhead, OutcomeKind, Terms
from models.rules import LocalRules
from storage.chance import CHANCE
from storage.rows import add, table_of
from tests.workflows.casework.desk import Desk
from ui.print.letter import seal
from workflows.access import letterheads
from workflows.casework import appealing, correcting, deciding, proposing, reading_letters, reviewing, sending
from workflows.casework.letters import appeal_until
from workflows.casework.reading_letters import Decided
from workflows.clocks import day_of

FIRST = (Phase.APPLICATION, 1)


def decided(desk: Desk, ref: str, login: str = "contractor") -> list[Decided]:
    """Every decision as somebody reads it."""
    found: list[Decided] = desk.do(login, reading_letters.case_decisions, ref)
    return found


def kept(desk: Desk, ref: str, number: int = 1, login: str = "contractor") -> Any:
    """One letter of the application."""
    return desk.do(login, reading_letters.letter_of, ref, Phase.APPLICATION, number)


def rules(desk: Desk, **parameters: Any) -> None:
    """Local rules of the water meters, published before anything is sent."""
    conditions = [{"nb": "Hold vannet stengt.", "nn": "Hald vatnet stengt."}]
    row = LocalRules(
        id="rules-" + "-".join(parameters), municipality_id="demo-fjordvik", workflow="water-meter", version=1,
        content={"parameters": parameters, "conditions": conditions}, published_at=desk.now,
    )  # fmt: skip
    with desk.database.writing.begin() as connection:
        add(connection, row)


def told(desk: Desk, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Notices of a kind, to whom and with what."""
    table = table_of(OutboxItem)
    with desk.database.reading.connect() as connection:
        found = connection.execute(select(table.c.person_id, table.c.payload).where(table.c.kind == kind)).all()
    return [(person, payload) for person, payload in found]


def test_on_both_engines_what_was_decided_is_frozen_with_its_digests_in_the_log(any_desk: Desk) -> None:
    desk = any_desk
    ref = desk.in_review()
    terms = Terms(kind=OutcomeKind.INDIVIDUAL, valid_until=date(2027, 5, 1), copies=("Naboen",))

    desk.do("approver", deciding.approve, ref, "I orden.", ["Steng vannet.", " ", "Ring først."], terms=terms, seal=seal)

    letter, (one,) = kept(desk, ref), decided(desk, ref)
    event = next(one for one in desk.read(ref, "events") if one.kind == "approved")
    assert one.conditions == ["Steng vannet.", "Ring først."]
    assert (one.kind, one.valid_until, one.appeal_until, letter.facts.copies) == (
        OutcomeKind.INDIVIDUAL, date(2027, 5, 1), date(2026, 12, 14), ("Naboen",),
    )  # fmt: skip
    assert event.data["letter_pdf"] == letter.sha256 == one.sha256
    assert len(event.data["letter"]) == 64
    assert letter.words["heading"] == "Vedtak: Bestilling godkjent"
    assert letter.facts.decided_by == "Tor Haugen"
    desk.later(days=400)
    assert kept(desk, ref).words == letter.words


def test_without_terms_the_rules_say_how_long_it_holds_and_what_it_is(desk: Desk) -> None:
    ref = desk.approved()

    (one,) = decided(desk, ref)

    assert (one.kind, one.valid_until, one.appeal_until) == (OutcomeKind.CONTRACT, date(2029, 11, 23), None)


@pytest.mark.parametrize(("day", "last"), [(date(2026, 11, 23), date(2026, 12, 14)), (date(2026, 12, 4), date(2026, 12, 28)),
                                           (date(2027, 3, 4), date(2027, 3, 30))])  # fmt: skip
def test_the_last_day_to_appeal_is_three_weeks_on_or_the_next_working_day(day: date, last: date) -> None:
    assert appeal_until(day) == last


def test_the_company_is_told_with_the_day_to_appeal_by_and_so_is_whoever_sent_it(desk: Desk) -> None:
    ref = desk.draft(login="applicant")
    desk.do("contractor", sending.submit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    desk.do("approver", deciding.reject, ref, "Nei.", terms=Terms(kind=OutcomeKind.INDIVIDUAL))

    assert {person: "appeal_until" in payload for person, payload in told(desk, "rejected")} == {
        "demo-applicant": True, "demo-contractor": True,
    }  # fmt: skip


WRONG = {
    "fee_reason": Terms(fees={"meter_rent": 5_000}),
    "fees": Terms(fees={"no_such_fee": 1}),
    "valid_until": Terms(valid_until=date(2026, 11, 22)),
    "kind": Terms(kind=OutcomeKind.REFERRED),
    "enclosures": Terms(enclosures=("no-such-file",)),
}


def fee_of(desk: Desk, ref: str) -> str:
    """The key of a fee of the case."""
    return str(desk.do("approver", proposing.decision_desk, ref).fees[0].key)


@pytest.mark.parametrize("target", WRONG)
def test_what_is_wrong_is_named_by_its_field_and_nothing_is_decided(desk: Desk, target: str) -> None:
    ref = desk.in_review()
    terms = Terms(fees={fee_of(desk, ref): 5_000}) if target == "fee_reason" else WRONG[target]

    with pytest.raises(BadInput) as refused:
        desk.do("approver", deciding.approve, ref, "I orden.", terms=terms)

    assert refused.value.target == target
    assert desk.case(ref).status == Status.IN_REVIEW
    assert desk.read(ref, "decisions") == []


def test_all_that_is_wrong_is_told_at_once_while_it_is_written_and_all_of_it_is_kept(desk: Desk) -> None:
    ref = desk.in_review()
    written = Terms(fees={fee_of(desk, ref): 5_000}, valid_until=date(2026, 1, 1), conditions=("Ring først.",))

    assert desk.do("officer", proposing.save_decision, ref, written, 0) == 1

    found = desk.do("approver", proposing.decision_desk, ref)
    assert set(found.wrongs) == {"reason", "fee_reason", "valid_until"}
    assert (found.terms, found.revision) == (written, 1)
    with pytest.raises(MovedOn):
        desk.do("approver", proposing.save_decision, ref, Terms(), 0)


def test_a_fee_is_the_tariffs_or_another_with_a_reason_and_told_once(desk: Desk) -> None:
    key = fee_of(desk, desk.in_review())
    ref = desk.in_review()
    desk.do("approver", deciding.approve, ref, "I orden.", terms=Terms(fees={key: 12_345}, fee_reason="Halvt år."))

    (one,) = decided(desk, ref)
    assert [(fee.ore, one.fee_reason) for fee in one.fees] == [(12_345, "Halvt år.")]


def test_standard_conditions_are_offered_in_the_written_form_of_the_letters(desk: Desk) -> None:
    rules(desk)
    ref = desk.in_review()
    assert desk.do("officer", proposing.decision_desk, ref).conditions == ["Hold vannet stengt."]

    desk.do("admin", letterheads.save_letterhead, Letterhead(language="nn"), 0)

    assert desk.do("officer", proposing.decision_desk, ref).conditions == ["Hald vatnet stengt."]


def test_a_proposal_keeps_everything_and_can_be_changed_or_sent_back_with_words(desk: Desk) -> None:
    rules(desk, four_eyes=True)
    ref = desk.in_review()
    written = Terms(conditions=("Ring først.",), valid_until=date(2027, 1, 4), copies=("Naboen",))
    desk.do("officer", proposing.propose, ref, "approved", "I orden.", written.conditions, terms=written)

    found = desk.do("approver", proposing.decision_desk, ref)
    assert (found.state, found.proposed_by, found.terms.reason, found.terms.copies) == (
        DraftState.PROPOSED,
        "Ingrid Solberg",
        "I orden.",
        ("Naboen",),
    )
    assert [person for person, _payload in told(desk, "decision_proposed")] == ["demo-approver"]
    with pytest.raises(Refused, match="Take the proposal back"):
        desk.do("officer", proposing.save_decision, ref, Terms(), found.revision)
    with pytest.raises(BadInput, match="what has to be changed"):
        desk.do("approver", proposing.return_proposal, ref, " ")

    desk.do("approver", proposing.return_proposal, ref, "Skriv hvorfor.")

    back = desk.do("officer", proposing.decision_desk, ref)
    assert (back.state, back.returned_words, back.returned_by) == (DraftState.RETURNED, "Skriv hvorfor.", "Tor Haugen")
    assert back.terms == found.terms
    assert desk.case(ref).proposal_by is None
    assert [person for person, _payload in told(desk, "proposal_returned")] == ["demo-officer"]
    with pytest.raises(Refused, match="Propose it first"):
        desk.do("approver", deciding.approve, ref, "I orden.")

    desk.do("officer", proposing.propose, ref, "approved", "Fordi.", terms=back.terms)
    changed = back.terms.model_copy(update={"valid_until": date(2027, 2, 1), "reason": "Fordi."})
    revision = desk.do("approver", proposing.decision_desk, ref).revision
    desk.do("approver", proposing.save_decision, ref, changed, revision)
    assert set(desk.do("approver", proposing.decision_desk, ref).changed_since_proposal) == {"valid_until", "conditions"}
    desk.do("approver", deciding.approve, ref, "Fordi.", changed.conditions, terms=changed)

    (one,) = decided(desk, ref)
    assert one.valid_until == date(2027, 2, 1)
    assert kept(desk, ref).facts.proposed_by == "Ingrid Solberg"


def test_who_proposed_takes_it_back_without_words_and_nobody_elses(desk: Desk) -> None:
    ref = desk.in_review()
    desk.do("officer", proposing.propose, ref, "rejected", "Nei.")
    desk.do("officer", proposing.return_proposal, ref, "")
    assert desk.case(ref).proposal_by is None

    desk.do("approver", proposing.propose, ref, "rejected", "Nei.")
    with pytest.raises(NotAllowed):
        desk.do("officer", proposing.return_proposal, ref, "Min.")
    with pytest.raises(NotAllowed):
        desk.do("contractor", proposing.decision_desk, ref)


def test_what_is_written_is_seen_by_nobody_outside_the_municipality(desk: Desk) -> None:
    ref = desk.in_review()
    desk.do("officer", proposing.save_decision, ref, Terms(reason="Hemmelig grunn."), 0)
    desk.do("officer", proposing.propose, ref, "rejected", "Hemmelig grunn.")
    desk.do("approver", proposing.return_proposal, ref, "Hemmelig svar.")

    assert "Hemmelig" not in str(desk.home(ref))
    for login in ("officer2", "approver2", "contractor2"):
        with pytest.raises(NotThere):
            desk.do(login, proposing.decision_desk, ref)


def test_the_first_look_of_the_company_is_proof_of_notice_and_is_recorded_once(desk: Desk) -> None:
    ref = desk.approved()
    assert decided(desk, ref)[0].opened_at is None
    assert desk.do("officer", reading_letters.letter_of, ref, *FIRST).was_opened is False
    desk.later(hours=5)

    assert desk.do("viewer", reading_letters.open_letters, ref) == 1
    desk.later(hours=5)
    assert desk.do("contractor", reading_letters.open_letters, ref) == 0

    assert decided(desk, ref)[0].opened_at == desk.now - timedelta(hours=5)
    assert desk.kinds(ref).count("letter_opened") == 1
    with pytest.raises(NotAllowed):
        desk.do("officer", reading_letters.open_letters, ref)


def test_a_correction_takes_the_place_of_the_decision_and_both_letters_stay(any_desk: Desk) -> None:
    desk = any_desk
    ref = desk.in_review()
    desk.do("approver", deciding.approve, ref, "I orden.", ["Feil vilkår."], seal=seal)
    first, before = kept(desk, ref), desk.case(ref)
    desk.later(days=3)

    given = desk.do("approver", proposing.decision_desk, ref, FIRST).terms
    terms = given.model_copy(update={"conditions": ("Riktig vilkår.",), "why": "Skrivefeil i vilkåret."})
    desk.do("approver", correcting.correct_decision, ref, *FIRST, terms, seal=seal)

    old, new = decided(desk, ref)
    after = desk.case(ref)
    assert (old.replaced_by, new.replaces, new.why, new.conditions) == (2, 1, "Skrivefeil i vilkåret.", ["Riktig vilkår."])
    assert (after.status, after.phase, after.approved_at) == (before.status, before.phase, before.approved_at)
    assert kept(desk, ref) == first
    assert "vedtak 1 av 23.11.2026" in " ".join(kept(desk, ref, 2).words["instead"])
    assert new.valid_until == old.valid_until, "a correction gives no new time"
    assert [person for person, _payload in told(desk, "decision_corrected")] == ["demo-contractor"]
    with pytest.raises(Refused, match="Correct the newer one"):
        desk.do("approver", correcting.correct_decision, ref, *FIRST, terms)


@pytest.mark.parametrize(("changes", "target"), [({"why": ""}, "why"), ({"outcome": "rejected"}, "outcome"), ({"reason": ""}, "reason")])
def test_a_correction_is_whole_or_none(desk: Desk, changes: dict[str, str], target: str) -> None:
    ref = desk.approved()
    terms = Terms(reason="I orden.", why="Feil.").model_copy(update=changes)

    with pytest.raises(BadInput) as refused:
        desk.do("approver", correcting.correct_decision, ref, *FIRST, terms)

    assert refused.value.target == target
    assert len(decided(desk, ref)) == 1


def test_a_correction_takes_a_fresh_sign_in_and_four_eyes_where_they_are_set(desk: Desk) -> None:
    rules(desk, four_eyes=True)
    ref = desk.in_review()
    desk.do("officer", proposing.propose, ref, "approved", "I orden.")
    desk.do("approver", deciding.approve, ref, "I orden.")
    terms = Terms(reason="I orden.", why="Feil.")
    with pytest.raises(Refused, match="Propose it first"):
        desk.do("approver", correcting.correct_decision, ref, *FIRST, terms)
    desk.do("approver", correcting.propose_correction, ref, *FIRST, terms)
    with pytest.raises(Refused, match="yourself"):
        desk.do("approver", correcting.correct_decision, ref, *FIRST, terms)
    desk.do("approver", proposing.return_proposal, ref, "", FIRST)

    desk.do("officer", correcting.propose_correction, ref, *FIRST, terms)
    stale = desk.actor("approver")
    desk.later(minutes=11)
    with pytest.raises(SignInAgain):
        correcting.correct_decision(ref, *FIRST, terms, actor=stale, work=desk.works(writing=True), now=desk.now, chance=CHANCE)
    desk.do("approver", correcting.correct_decision, ref, *FIRST, terms)

    assert kept(desk, ref, 2).facts.proposed_by == "Ingrid Solberg"


def test_a_case_that_is_reopened_gets_a_new_decision_that_takes_the_place_of_the_old(desk: Desk) -> None:
    ref = desk.in_review()
    desk.do("approver", deciding.reject, ref, "Nei.")
    desk.do("approver", deciding.reopen, ref, "Vi tok feil.")
    desk.do("approver", deciding.approve, ref, "Likevel.")

    old, new = decided(desk, ref)
    assert (old.outcome, old.replaced_by, new.outcome, new.replaces) == ("rejected", 2, "approved", 1)


def test_an_appeal_is_open_for_both_sides_until_it_is_answered(any_desk: Desk) -> None:
    desk = any_desk
    ref = desk.in_review()
    desk.do("approver", deciding.reject, ref, "Nei.", terms=Terms(kind=OutcomeKind.INDIVIDUAL))
    desk.later(days=2)
    came = day_of(desk.now)

    made = desk.do("officer", appealing.register_appeal, ref, *FIRST, came, " Nilsen Rør AS ", "Vi er uenige.")

    (appeal,) = decided(desk, ref)[0].appeals
    assert (appeal.is_open, appeal.appellant, appeal.received_on) == (True, "Nilsen Rør AS", came)
    desk.do("approver", appealing.answer_appeal, ref, made.id, "sent_on", "Klagenemnda avgjør.")
    assert decided(desk, ref, "officer")[0].appeals[0].is_open
    with pytest.raises(BadInput):
        desk.do("approver", appealing.answer_appeal, ref, made.id, "sent_on", "En gang til.")
    desk.do("approver", deciding.reopen, ref, "Etter klage.")
    desk.do("approver", appealing.answer_appeal, ref, made.id, "changed", "Nemnda ga medhold.")

    (appeal,) = decided(desk, ref)[0].appeals
    assert (appeal.state, appeal.is_open, appeal.answer) == (AppealState.CHANGED, False, "Nemnda ga medhold.")
    with pytest.raises(Refused, match="answered already"):
        desk.do("approver", appealing.answer_appeal, ref, made.id, "upheld", "Nei.")
    assert [one for one in desk.kinds(ref) if one.startswith("appeal")] == ["appeal_registered", *["appeal_answered"] * 2]
    assert len(told(desk, "appeal_answered")) == 2


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ((date(2026, 11, 22), "Naboen"), "received_on"),
        ((date(2026, 11, 24), "Naboen"), "received_on"),
        ((date(2026, 11, 23), " "), "appellant"),
    ],
)
def test_an_appeal_has_a_day_and_a_name(desk: Desk, given: tuple[date, str], target: str) -> None:
    ref = desk.approved()

    with pytest.raises(BadInput) as refused:
        desk.do("officer", appealing.register_appeal, ref, *FIRST, *given)

    assert refused.value.target == target
    with pytest.raises(NotThere):
        desk.do("officer", appealing.register_appeal, ref, Phase.APPLICATION, 7, date(2026, 11, 23), "Naboen")


def test_the_proof_is_there_while_the_approval_lets_work_begin_and_no_longer(desk: Desk) -> None:
    ref = desk.in_review()
    with pytest.raises(NotThere):
        desk.do("contractor", reading_letters.proof_of, ref, *FIRST)
    desk.do("approver", deciding.approve, ref, "I orden.")
    assert desk.do("contractor", reading_letters.proof_of, ref, *FIRST).facts.number == desk.case(ref).number
    desk.do("approver", correcting.correct_decision, ref, *FIRST, Terms(reason="I orden.", why="Feil."))
    with pytest.raises(NotThere):
        desk.do("contractor", reading_letters.proof_of, ref, *FIRST)
    assert desk.do("contractor", reading_letters.proof_of, ref, Phase.APPLICATION, 2).facts.decision == 2
    desk.later(days=5 * 365)
    desk.do("approver", deciding.lapse, ref, "Ikke brukt.")
    with pytest.raises(NotThere):
        desk.do("contractor", reading_letters.proof_of, ref, Phase.APPLICATION, 2)


def test_a_day_that_was_decided_is_the_day_the_permit_lapses_from(desk: Desk) -> None:
    ref = desk.in_review()
    desk.do("approver", deciding.approve, ref, "I orden.", terms=Terms(valid_until=date(2027, 1, 4)))

    desk.now = datetime(2027, 1, 4, 11, tzinfo=UTC)
    with pytest.raises(Refused, match="not before"):
        desk.do("approver", deciding.lapse, ref, "Ikke brukt.")
    desk.later(days=1)
    desk.do("approver", deciding.lapse, ref, "Ikke brukt.")

    endless = desk.in_review()
    desk.do("approver", deciding.approve, endless, "I orden.", terms=Terms(no_limit=True))
    desk.later(days=9 * 365)
    with pytest.raises(Refused, match="Nothing has run out"):
        desk.do("approver", deciding.lapse, endless, "Ikke brukt.")


def test_a_letterhead_is_a_version_and_old_letters_keep_theirs(any_desk: Desk) -> None:
    desk = any_desk
    ref = desk.approved()
    desk.do("admin", letterheads.keep_arms, "<svg/>", "a" * 64)
    version = desk.do("admin", letterheads.save_letterhead, Letterhead(department="VA", arms="a" * 64), 1)
    later = desk.approved()

    assert version == 2
    assert [kept(desk, one).facts.head.department for one in (ref, later)] == ["", "VA"]
    assert [kept(desk, one).arms for one in (ref, later)] == ["", "<svg/>"]
    with pytest.raises(MovedOn):
        desk.do("admin", letterheads.save_letterhead, Letterhead(), 1)
    with pytest.raises(BadInput):
        desk.do("admin", letterheads.save_letterhead, Letterhead(arms="b" * 64), 2)
    with pytest.raises(BadInput):
        desk.do("admin2", letterheads.save_letterhead, Letterhead(arms="a" * 64), 0)
    assert [one.version for one in desk.do("admin", letterheads.letterhead_view).versions] == [2, 1]


def test_a_decision_of_before_there_were_letters_gets_one_of_what_is_kept(desk: Desk) -> None:
    ref = desk.approved()
    with desk.database.writing.begin() as connection:
        connection.exec_driver_sql("DELETE FROM decision_letter")

    letter = kept(desk, ref)
    (one,) = decided(desk, ref)

    assert (letter.facts.reason, letter.facts.fees, letter.facts.valid_until, letter.sha256) == ("I orden.", (), None, "")
    assert (one.has_letter, one.reason) == (False, "I orden.")


def test_a_draft_that_was_decided_is_gone_and_the_next_phase_begins_empty(desk: Desk) -> None:
    ref = desk.in_review()
    written = Terms(reason="Fordi.", conditions=("Ring.",))
    desk.do("officer", proposing.save_decision, ref, written, 0)
    desk.do("approver", deciding.approve, ref, "Fordi.", written.conditions, terms=written)

    found = desk.do("approver", proposing.decision_desk, ref)
    assert (found.phase, found.terms, found.revision) == (Phase.WORK, Terms(), 0)
