"""A prompt that fails for everybody gets other words; everybody hears them, and whether it helped is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.errors import NotThere
from models.local_set import LocalSet
from models.text import unpack
from tests.workflows.casework.desk import Desk
from tests.workflows.histories import MONDAY
from ui.texts import translate
from workflows.casework import asking, filling, ruling, sending
from workflows.ledger import LedgerRow
from workflows.local.editing import edit
from workflows.local.offering import phases_of, prompts
from workflows.measures.wording import WEEKS, WordingView, wording_view
from workflows.quality import CountedPart, Day, Missed, PartOf, by_week, effect_of
from workflows.registry import WORKFLOWS

METER = WORKFLOWS["water-meter"]
NAME = "METER.application.units_served"
WORDS = "Skriv hvor mange boliger måleren skal dekke"


def reword(desk: Desk, words: str, how: str = "Tell med hybler.") -> None:
    changes = [(f"words/{NAME}/what/nb", words), (f"words/{NAME}/how_to_fix/nb", how)]
    revision = desk.do("admin", ruling.rules_view, "water-meter").revision
    published = desk.do("admin", ruling.rules_view, "water-meter").published
    content, problems = edit(WORKFLOWS["water-meter"], published, changes)
    assert problems == {}
    revision = desk.do("admin", ruling.save_rules, "water-meter", content, revision)
    desk.do("admin", ruling.publish_rules, "water-meter", revision)


def said(row: LedgerRow) -> tuple[str, str]:
    return translate(row.what, "nb"), translate(row.how_to_fix, "nb")


def view(desk: Desk, login: str = "admin") -> WordingView:
    found: WordingView = desk.do(login, wording_view, "water-meter", NAME)
    return found


def test_ledger_panel_request_and_api_say_the_new_words(desk: Desk) -> None:
    reword(desk, WORDS)
    ref = desk.draft(without=["units_served"])
    new = (WORDS, "Tell med hybler.")

    assert said(desk.home(ref).ledger[NAME]) == new
    panel = desk.do("contractor", filling.step_view, ref, "application", "building").ledger
    assert said(panel[NAME]) == new
    told, _experience = desk.do("contractor", asking.declaration, "water-meter", "9999")
    assert WORDS in [translate(one.ask, "nb") for step in told.phases[0].steps for one in step.questions if one.ask]

    receipt = desk.do("contractor", sending.submit, ref)
    (request,) = desk.requests(ref)
    assert [said(row) for row in receipt.lacking] == [new]
    assert (translate(unpack(request.what), "nb"), request.automatic) == (WORDS, True)


def test_a_case_that_was_sent_keeps_the_words_it_was_sent_under(desk: Desk) -> None:
    ref = desk.submitted(without=["units_served"])
    before = said(desk.home(ref).ledger[NAME])

    reword(desk, WORDS)

    assert said(desk.home(ref).ledger[NAME]) == before != (WORDS, "Tell med hybler.")


def test_the_effect_is_followed_from_the_day_of_the_change(desk: Desk) -> None:
    desk.submitted(without=["units_served"])
    desk.submitted(without=["units_served"])
    desk.later(days=7)
    reword(desk, WORDS)
    desk.submitted()
    desk.submitted(without=["units_served"])
    found = view(desk)

    assert [(one.version, one.on) for one in found.changed] == [(1, desk.now.date())]
    assert found.effect is not None
    assert (found.effect.before.parts, found.effect.before.missed) == (2, 2)
    assert (found.effect.after.parts, found.effect.after.missed) == (2, 1)
    assert found.effect.shares == (1.0, 0.5)
    assert (found.total.parts, found.total.missed, len(found.weeks)) == (4, 3, WEEKS)
    assert translate(found.what, "nb") == WORDS


def test_only_changes_of_its_own_words_are_its_changes(desk: Desk) -> None:
    reword(desk, WORDS)
    content = desk.do("admin", ruling.rules_view, "water-meter").published.model_copy(update={"is_open": False})
    desk.do("admin", ruling.publish_rules, "water-meter", desk.do("admin", ruling.save_rules, "water-meter", content, 0))
    desk.later(days=1)
    desk.do("admin", ruling.publish_rules, "water-meter", desk.do("admin", ruling.save_rules, "water-meter", LocalSet(), 0))

    assert [one.version for one in view(desk).changed] == [3, 1]


def test_staff_read_the_words_and_what_does_not_exist_is_not_there(desk: Desk) -> None:
    assert (view(desk, "officer").may_change, view(desk).may_change) == (False, True)
    assert view(desk).effect is None
    for workflow, requirement in (("water-meter", "NONE-1"), ("none", NAME)):
        with pytest.raises(NotThere):
            desk.do("admin", wording_view, workflow, requirement)


def test_a_requirement_of_several_parts_is_told_of_in_one_of_them_and_by_default_where_most_lacked_it(desk: Desk) -> None:
    shared = next(one for one in prompts(METER) if len(phases_of(METER, one.id)) == 3)
    first, _work, last = phases_of(METER, shared.id)
    ref = desk.submitted()
    with desk.works(writing=True) as work:
        case = work.cases.get(desk.actor("contractor").scope, ref)
        day = desk.now.date()
        for phase, missed in ((first, ()), (last, (Missed(shared.id, 1, 3),))):
            part = PartOf(day, day, "approved", 1, not missed, len(missed), 1, 3, 0, 0, missed)
            work.quality.keep(CountedPart(case.id, case.municipality_id, case.company_id, case.workflow, phase, part))
        work.commit()

    def shown(phase: str = "") -> tuple[str, str, int, int]:
        found: WordingView = desk.do("admin", wording_view, "water-meter", shared.id, phase)
        return found.said.phase, found.prompt.phase, found.total.parts, found.total.missed

    assert shown() == shown(last) == (last, last, 1, 1)
    assert shown(first) == (first, first, 1, 0)
    assert shown("nonsense") == shown(), "what we do not know is left out"


def test_an_effect_looks_as_far_back_as_the_change_is_old_but_a_month_at_least() -> None:
    days = [Day(MONDAY + timedelta(days=day), 2, 1) for day in range(-60, 60, 10)]

    young, old = effect_of(days, MONDAY, MONDAY + timedelta(days=5)), effect_of(days, MONDAY, MONDAY + timedelta(days=50))

    assert (young.days, young.before.parts, young.after.parts) == (30, 6, 2)
    assert (old.days, old.before.parts, old.after.parts) == (50, 10, 12)
    assert effect_of([], MONDAY, MONDAY).shares == (None, None)


def test_weeks_begin_on_mondays_and_none_is_left_out() -> None:
    found = by_week([Day(MONDAY, 1, 1), Day(MONDAY + timedelta(days=6), 2, 0)], MONDAY + timedelta(days=8), 3)

    assert [(one.on, one.parts, one.missed) for one in found] == [
        (MONDAY - timedelta(days=7), 0, 0), (MONDAY, 3, 1), (MONDAY + timedelta(days=7), 0, 0),
    ]  # fmt: skip
