"""When a case will probably be answered, in words: always as an estimate, with what it rests on."""

from __future__ import annotations

from models.text import Text, _
from workflows.measures.expecting import Expected


def expected_words(expected: Expected) -> Text:
    """The whole sentence, for the head of a case."""
    basis = _(
        "An estimate: the median of the last {cases} similar cases here is {days} working days with the municipality.",
        cases=expected.cases, days=expected.days,
    )  # fmt: skip
    if expected.on is None:
        return _("It has taken longer than usual. {basis}", basis=basis)
    if expected.if_answered:
        return _("Expected answer if you answer today: {day}. {basis}", day=expected.on, basis=basis)
    return _("Expected answer: {day}. {basis}", day=expected.on, basis=basis)


def expected_short(expected: Expected | None) -> Text | None:
    """A few words, for lists."""
    if expected is None:
        return None
    if expected.on is None:
        return _("Longer than usual ({days} working days)", days=expected.days)
    return _("About {day}", day=expected.on)
