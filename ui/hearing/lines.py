"""Statements in words: where each stands, and the list of them as staff, the contractor and the desk show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.statements import ASKED, CLOSED, GIVEN, WITHDRAWN
from models.text import Text, _, _n
from ui.components import Tag, link, notice, paragraph, row, section, tag
from ui.texts import Speaker
from ui.theme import Tone
from workflows.casework.views import FileLine, StatementLine

STATES: dict[str, tuple[Text, Tone]] = {
    ASKED: (_("Waits for the statement"), Tone.YELLOW),
    GIVEN: (_("Statement given"), Tone.GREEN),
    WITHDRAWN: (_("Taken back"), Tone.GREY),
    CLOSED: (_("Not given before the case was over"), Tone.GREY),
}


def state_words(one: StatementLine) -> Text:
    """What is told below a statement: by when, or since when, and how far an outsider has come."""
    if one.state == ASKED and one.is_outside and not one.has_come:
        return _("Wanted by {day}. The invitation is not used yet.", day=one.due_on)
    if one.state == ASKED:
        return _("Wanted by {day}.", day=one.due_on)
    if one.state == GIVEN and one.given_at is not None:
        return _("Given {time}.", time=one.given_at)
    return _("Asked for {time}.", time=one.asked_at)


def show_lines(
    lines: Sequence[StatementLine], ref: str, *, acts: Callable[[StatementLine], None] | None = None, with_question: bool = True
) -> None:
    """The statements, each with its question and its answer; `acts` draws what can be done with one."""
    with Tag("ol", classes="plain-list stack stack-4"):
        for one in lines:
            with Tag("li", classes="card stack stack-2", data_statement=one.id):
                with row():
                    Tag("strong", one.whom)
                    tag(*STATES[one.state])
                    if one.is_shared and with_question:
                        tag(_("Shared with the contractor"), Tone.BLUE)
                if with_question:
                    paragraph(one.question)
                if one.words:
                    Tag("blockquote", one.words, classes="request-words statement-words")
                for file in one.files:
                    show_file(file, f"/cases/{ref}/statements/{one.id}/files/{file.id}")
                paragraph(state_words(one), look="small")
                if acts is not None:
                    acts(one)


def show_file(file: FileLine, address: str) -> None:
    """One file, as a download."""
    with Tag("p"):
        link(file.name, address, icon="download")


def open_notice(lines: Sequence[StatementLine], speaker: Speaker) -> None:
    """What is not in yet, shown before a decision; it stops nothing."""
    waiting = [one for one in lines if one.is_open]
    if waiting:
        words = _n("{n} statement is not in yet: {names}.", "{n} statements are not in yet: {names}.", len(waiting),
                   names=", ".join(one.whom for one in waiting))  # fmt: skip
        notice(words, Tone.YELLOW, title=_("You can decide without them"))


def show_shared(lines: Sequence[StatementLine], ref: str) -> None:
    """What the municipality lets the contractor read."""
    if lines:
        with section(_("Statements the municipality has obtained")):
            show_lines(lines, ref, with_question=False)
