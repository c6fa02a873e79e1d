"""Sending the tray, rehearsed first: the preview is the sending itself, undone; extra demands are marked and counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from models.errors import BadInput, NotAllowed, NotThere, Refused
from storage.outbox import Outbox
from storage.rows import table_of
from tests.workflows.casework.desk import ADDRESS, Desk
from workflows.appointments import Span
from workflows.casework import demands, drafting, inspecting, reviewing, talking
from workflows.casework.counting import asked_of
from workflows.casework.reviewing import Wanted
from workflows.casework.tray_sending import preview_requests, send_requests
from workflows.casework.wording import ACTION_VERBS, NO_ACTION, TOO_LONG, remarks_on
from workflows.notices.telling import letter_of

QUESTION = Wanted(what="Når begynner dere?")


def everything(desk: Desk) -> Mapping[str, int]:
    from models.case import Case

    with desk.database.reading.connect() as connection:
        return {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
            for name in sorted(table_of(Case).metadata.tables)
        }


def by_row(desk: Desk, ref: str) -> Wanted:
    """A request that rests on a requirement."""
    row = next(one.row for one in desk.office(ref).checklist if one.row.at == "address")
    return Wanted(key=row.key, what="Skriv riktig adresse.", comment="Sjekk skiltet på huset.")


def tray(desk: Desk, *wanted: Wanted) -> str:
    ref = desk.in_review()
    for one in wanted:
        desk.do("officer", reviewing.plan_request, ref, one)
    return ref


def test_the_preview_is_what_the_sending_then_does(desk: Desk) -> None:
    ref = tray(desk, ADDRESS, QUESTION)
    due = (desk.now + timedelta(days=30)).date()

    view = desk.do("officer", preview_requests, ref, due=due)
    desk.do("officer", send_requests, ref, due=due, seen_version=view.seen_version)

    home = desk.home(ref)
    assert view.home.requests == home.requests
    assert (view.home.head.status, view.home.head.due, view.home.head.clock) == (home.head.status, home.head.due, home.head.clock)
    assert [one.what for one in view.home.timeline] == [one.what for one in home.timeline]
    with desk.database.reading.connect() as connection:
        kept = connection.exec_driver_sql("SELECT payload FROM outbox_item WHERE kind = 'paused'").scalars().all()
    assert len(kept) == len(view.told) == 1
    Outbox(desk.database).sort(desk.now)
    with desk.database.writing.connect() as connection:
        from models.notices import Mail
        from storage.rows import every

        sent = every(connection, Mail, "id")[-1]
    assert letter_of(sent.lines) == letter_of([view.told[0].line])
    assert sent.address == view.told[0].address


def test_a_preview_leaves_nothing_and_tells_nobody(desk: Desk) -> None:
    ref = tray(desk, ADDRESS)
    before, version = everything(desk), desk.case(ref).version
    desk.hub.heard.clear()

    view = desk.do("officer", preview_requests, ref)

    assert everything(desk) == before
    assert (desk.case(ref).status, desk.case(ref).version) == ("in_review", version)
    assert desk.hub.heard == []
    assert view.home.permitted == {}
    assert view.seen_version == version


def test_a_preview_shows_what_others_did_since_the_officer_looked(desk: Desk) -> None:
    ref = tray(desk, ADDRESS)
    seen = desk.case(ref).version
    desk.do("approver", talking.write_note, ref, "Vent litt.")

    view = desk.do("officer", preview_requests, ref, seen_version=seen)

    assert [one.kind for one in view.moves] == ["noted"]


def test_an_empty_tray_and_a_day_that_is_over_have_no_preview(desk: Desk) -> None:
    with pytest.raises(Refused):
        desk.do("officer", preview_requests, desk.in_review())
    with pytest.raises(BadInput):
        desk.do("officer", preview_requests, tray(desk, ADDRESS), due=desk.now.date())


@pytest.mark.parametrize(("login", "error"), [("contractor", NotAllowed), ("auditor", NotAllowed), ("officer2", NotThere)])
def test_only_who_may_send_sees_it(desk: Desk, login: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        desk.do(login, preview_requests, tray(desk, ADDRESS))


def test_extra_demands_are_counted_once_and_marked_for_both_sides(desk: Desk) -> None:
    ref = tray(desk, ADDRESS, QUESTION)
    desk.do("officer", reviewing.plan_request, ref, by_row(desk, ref))

    view = desk.do("officer", preview_requests, ref)
    assert view.extra_demands == 1
    desk.do("officer", send_requests, ref)

    (counted,) = desk.do("auditor", demands.extra_demands)
    assert (counted.workflow, counted.demands, counted.questions, counted.cases) == ("water-meter", 1, 1, 1)
    for side in (desk.home(ref).requests, desk.office(ref).requests):
        assert [one.extra_reason for one in side if one.target == "property/address" and not one.requirement] == [ADDRESS.extra_reason]


def test_a_question_from_an_inspection_is_no_extra_demand_anywhere_and_neither_is_a_reason_beside_a_requirement(desk: Desk) -> None:
    ref = desk.in_review()
    times = [Span(desk.now + timedelta(days=2), desk.now + timedelta(days=2, hours=1))]
    wish = inspecting.Wish("Se kummen.", times)
    asked = desk.do("officer", inspecting.propose_inspection, ref, wish).appointment
    desk.do("contractor", inspecting.accept_inspection, ref, asked.id)
    desk.later(days=3)
    desk.do("officer", inspecting.record_inspection, ref, asked.id, "Kummen mangler lokk.", request="Send bilde av lokket.")
    desk.do("officer", reviewing.plan_request, ref, replace(by_row(desk, ref), extra_reason="Det haster."))
    desk.do("officer", reviewing.plan_request, ref, ADDRESS)

    assert desk.do("officer", preview_requests, ref).extra_demands == 1
    desk.do("officer", send_requests, ref)

    for side in (desk.home(ref).requests, desk.office(ref).requests):
        assert [one.target for one in side if one.is_extra] == ["property/address"]
        assert "Kummen mangler lokk." in [one.extra_reason for one in side], "why it is asked is read all the same"
    case = desk.case(ref)
    assert [one.is_extra for one in asked_of(desk.requests(ref), case.phase).values()].count(True) == 1
    (counted,) = desk.do("auditor", demands.extra_demands)
    assert (counted.demands, counted.questions) == (1, 1)


def test_what_the_contractor_opened_itself_is_nobodys_demand(desk: Desk) -> None:
    ref, _asked = desk.asked(reviewing.Wanted(what="Når?"))
    desk.do("contractor", drafting.unlock_step, ref, "parties", "Eieren har byttet nummer.")

    own = next(one for one in desk.home(ref).requests if one.target == "parties")
    assert (own.is_extra, own.extra_reason, own.comment) == (False, "", "Eieren har byttet nummer.")


def test_a_demand_that_is_asked_again_is_not_counted_again(desk: Desk) -> None:
    from workflows.casework import sending

    ref, (asked,) = desk.asked(ADDRESS)
    desk.save(ref, "property", "address", "Storgata 16")
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    desk.do("officer", reviewing.reopen_request, ref, asked.id, "Fortsatt feil.")
    desk.do("officer", send_requests, ref)

    assert [one.demands for one in desk.do("admin", demands.extra_demands)] == [1]


def test_the_figure_is_of_one_municipality_and_one_span(desk: Desk) -> None:
    desk.asked(ADDRESS)
    later = desk.now + timedelta(days=1)

    assert desk.do("admin2", demands.extra_demands) == desk.do("admin", demands.extra_demands, later, later + timedelta(days=1)) == []
    with pytest.raises(NotAllowed):
        desk.do("officer", demands.extra_demands)


@pytest.mark.parametrize(
    ("sentence", "remarks"),
    [
        ("", ()),
        ("Last opp tegningen på nytt.", ()),
        ("Skriv ny adresse, takk.", ()),
        ("Upload the plan again.", ()),
        ("Tegninga manglar.", (NO_ACTION,)),
        ("Dette er ikke bra nok.", (NO_ACTION,)),
        ("Last opp planen. " + "x" * 300, (TOO_LONG,)),
        ("Uklart. " + "x" * 300, (TOO_LONG, NO_ACTION)),
    ],
)
def test_a_sentence_nobody_can_act_upon_is_warned_about(sentence: str, remarks: tuple[object, ...]) -> None:
    assert remarks_on(sentence) == remarks


def test_the_verbs_are_single_small_words() -> None:
    assert all(one == one.lower() and one.isalpha() for one in ACTION_VERBS)
