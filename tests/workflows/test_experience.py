"""What earlier cases teach who prepares one: by enough cases or not at all, the nearest ones first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from models.base import Phase
from workflows.clocks import Calendar
from workflows.experience import From, OftenMissed, experience_of
from workflows.guiding import occasions
from workflows.ports_figures import KindFigures
from workflows.preparing import Preparation, preparation
from workflows.water_meter import WATER_METER

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DECLARED = WATER_METER.guide.often_missed if WATER_METER.guide else ()
NOTHING = KindFigures()


def sources(here: KindFigures, everywhere: KindFigures = NOTHING) -> list[OftenMissed]:
    """The lists that may be told of."""
    return list(experience_of(WATER_METER, here, everywhere, Calendar()).often)


def test_what_was_asked_for_most_in_the_municipality_comes_first() -> None:
    here = KindFigures(5, {"METER-06": 2, "METER-03": 4, "METER-16": 1})

    assert sources(here) == [OftenMissed(From.MUNICIPALITY, ("METER-03", "METER-06"), 5), OftenMissed(From.DECLARED, DECLARED)]


def test_four_cases_tell_nothing_and_all_municipalities_stand_in() -> None:
    assert sources(KindFigures(4, {"METER-03": 4}), KindFigures(9, {"METER-06": 3})) == [
        OftenMissed(From.INSTALLATION, ("METER-06",), 9),
        OftenMissed(From.DECLARED, DECLARED),
    ]


def test_an_own_question_of_one_municipality_is_told_to_no_other() -> None:
    often = {"METER.application.own_dog": 5, "METER-06": 2}

    assert sources(KindFigures(5, often))[0].ids == ("METER.application.own_dog", "METER-06")
    assert sources(NOTHING, KindFigures(5, often))[0].ids == ("METER-06",)


def spans(*days: int) -> list[tuple[datetime, datetime]]:
    return [(MONDAY, MONDAY + timedelta(days=each)) for each in days]


def test_the_usual_time_is_the_median_in_working_days_of_at_least_five_decisions() -> None:
    here = KindFigures(9, {}, {Phase.APPLICATION: spans(0, 1, 3, 7, 70), Phase.FINAL: spans(1, 1, 1, 1), Phase.WORK: spans(*[0] * 5)})

    assert experience_of(WATER_METER, here, NOTHING, Calendar()).usual_days == {Phase.APPLICATION: 3, Phase.WORK: 1}
    closed = Calendar(frozenset({date(2026, 11, 4)}))
    assert experience_of(WATER_METER, here, NOTHING, closed).usual_days[Phase.APPLICATION] == 2


def prepared(here: KindFigures, everywhere: KindFigures = NOTHING) -> Preparation:
    fit = next(one for one in occasions([WATER_METER]) if one.key == "water-meter.replace")
    taught = experience_of(WATER_METER, here, everywhere, Calendar())
    return preparation(fit, WATER_METER, WATER_METER.defaults(), MONDAY.date(), experience=taught)


def test_the_preparation_tells_the_first_list_in_which_there_is_anything_to_tell() -> None:
    gone = KindFigures(8, {"METER-999": 8})
    known = KindFigures(7, {"METER-06": 3, "METER-999": 7})

    told = [prepared(*figures) for figures in ((known,), (gone, known), (gone,))]

    assert [one.missed.source if one.missed else None for one in told] == [From.MUNICIPALITY, From.INSTALLATION, From.DECLARED]
    assert [len(one.mistakes) for one in told[:2]] == [1, 1]
    assert [(stage.phase, stage.usual_days) for stage in prepared(KindFigures(6, {}, {Phase.FINAL: spans(*[1] * 6)})).stages] == [
        (Phase.APPLICATION, None),
        (Phase.WORK, None),
        (Phase.FINAL, 1),
    ]
