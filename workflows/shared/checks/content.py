"""COM-12, COM-16, COM-17 and COM-20: dates in order, readable files, no identity numbers, and the declaration."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from models.document import FileState
from models.text import Text, _
from models.values import has_national_id
from workflows.declare import BLOCKS, NEEDED, NOT_APPLICABLE, Outcome, Question, Requirement, missing, requirement
from workflows.facts import FileFacts
from workflows.fields import TextKind, TextListKind
from workflows.index import PhaseIndex
from workflows.reading import Reading
from workflows.shared.sources import ASSUMED, FORM_ITSELF, PRIVACY
from workflows.shared.terms import Terms


def end_follows_start(terms: Terms, reading: Reading) -> Outcome:
    """The last day is not before the first: of the work, and of every other period that is asked for."""
    work = (terms.start.get(reading.phase, ""), terms.end.get(reading.phase, ""))
    given = {last: (reading.value(first), reading.value(last)) for first, last in (work, *terms.periods)}
    known = {last: days for last, days in given.items() if None not in days}
    if not known:
        return NOT_APPLICABLE
    reversed_ones = [last for last, (first_day, last_day) in known.items() if last_day < first_day]
    return [missing() if last == work[1] else missing(last, instead=_("It ends before it begins.")) for last in reversed_ones]


@requirement(
    "COM-16",
    level=NEEDED,
    step="documents",
    what=_("{file} cannot be read: {reason}."),
    how=_("Save it again without password and upload it once more."),
    source=ASSUMED,
)
def files_can_be_read(reading: Reading) -> Outcome:
    """No file in a visible slot is empty or refused; one finding a slot. One that is being checked is not judged yet."""
    kept = {place: files for place, files in reading.all_files() if files and reading.shows_slot(place)}
    if not kept:
        return NOT_APPLICABLE
    faulty = ((place, file, why) for place, files in sorted(kept.items()) for file in files if (why := _fault(file)) is not None)
    first = {place: (file, why) for place, file, why in reversed(list(faulty))}
    return [missing(place, file=file.name, reason=why) for place, (file, why) in sorted(first.items())]


def _fault(file: FileFacts) -> Text | None:
    if file.state == FileState.REFUSED:
        return Text(file.reason) if isinstance(file.reason, str) and file.reason else file.reason or _("it was refused")
    return None if file.size else _("it is empty")


@requirement(
    "COM-17",
    level=BLOCKS,
    step="documents",
    what=_("A national identity number is written in {field}."),
    how=_("Remove it; name and contact details are enough."),
    source=PRIVACY,
)
def no_identity_numbers(reading: Reading) -> Outcome:
    """No text that is shown holds a valid eleven-digit national identity number."""
    return [missing(at, field=question.label) for at, question, words in _texts(reading) if len(words) >= 11 and has_national_id(words)]


def _texts(reading: Reading) -> Iterator[tuple[str, Question, str]]:
    """(place, question, words) of every visible text that was answered."""
    questions, groups = _text_questions(reading.index)
    for question in questions:
        value = reading.value(question.key)
        if value is not None:
            yield question.key, question, value if isinstance(value, str) else "\n".join(value)
    for group, columns in groups:
        for row in reading.rows(group):
            for question in columns:
                value = row.value(question.key)
                if value is not None:
                    yield row.path(question.key), question, value if isinstance(value, str) else "\n".join(value)


@cache
def _text_questions(index: PhaseIndex) -> tuple[list[Question], list[tuple[str, list[Question]]]]:
    """The questions answered with words: of the phase, and by group. A property of the declaration, so worked out once."""
    texts = (TextKind, TextListKind)
    own = [question for _step, question in index.questions.values() if isinstance(question.kind, texts) and not question.fixed]
    columns = ((key, [one for one in group.row.questions if isinstance(one.kind, texts)]) for key, (_step, group) in index.groups.items())
    return own, [(key, questions) for key, questions in columns if questions]


@requirement(
    "COM-20",
    level=BLOCKS,
    at="declaration",
    what=_("The declaration is not ticked."),
    how=_("Read it and confirm."),
    source=FORM_ITSELF,
)
def declaration_is_given(reading: Reading) -> Outcome:
    """The sender has said that everything is right and complete."""
    return () if reading.value("declaration") else missing()


def order_check(terms: Terms, at: str) -> Requirement:
    """COM-12, spoken about the last day."""
    return requirement(
        "COM-12",
        level=BLOCKS,
        at=at,
        what=_("The work ends before it starts."),
        how=_("Correct one of the dates."),
        source=FORM_ITSELF,
    )(partial(end_follows_start, terms))


CONTENT_CHECKS = (files_can_be_read, no_identity_numbers, declaration_is_given)
