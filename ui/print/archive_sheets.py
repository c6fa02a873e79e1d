"""What is printed for the archive: each entry's main document as PDF/A, and the message around it, ready to be delivered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.text import _
from ui.print.arkivmelding import message_of
from ui.print.case_file import (
    PAPER,
    TEMPLATE,
    answer_blocks,
    appeal_blocks,
    case_file_pdf,
    moment,
    pairs,
    part,
    request_words,
    said,
    sheet,
    statement_blocks,
)
from ui.print.letter import letter_pdf
from ui.print.press import typeset
from ui.print.receipt import receipt_pdf
from ui.texts import Speaker, known_locale
from workflows.casework.views import MessageInfo
from workflows.records.entries import FileObject, Package
from workflows.records.sheets import AppealSheet, DecisionSheet, MessageSheet, ReopeningSheet, RequestsSheet, StatementSheet


@dataclass(frozen=True, slots=True)
class Printed:
    """A package whose printed files are known: the message, and the bytes of what was printed, by the file's reference."""

    package: Package
    message: bytes
    sheets: Mapping[str, bytes]


def printed(package: Package) -> Printed:
    """Print every sheet, write digests and sizes into the description, and the message around it. Takes a second, so a thread makes it."""
    t = Speaker(known_locale(package.language))
    made = {file.reference: PRINTERS[file.sheet](package.sheets[file.sheet], t) for file in package.files if file.sheet}
    documents = tuple(
        replace(one, files=tuple(_measured(file, made.get(file.reference)) for file in one.files)) for one in package.entry.documents
    )
    whole = replace(package, entry=replace(package.entry, documents=documents))
    return Printed(whole, message_of(whole), made)


def _measured(file: FileObject, content: bytes | None) -> FileObject:
    return file if content is None else replace(file, sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def requests_pdf(told: RequestsSheet, t: Speaker) -> bytes:
    """What was asked for at one time."""
    title = t(_("Corrections asked for in {number}", number=told.number))
    facts = [
        (_("Case number"), told.number), (_("To"), told.company), (_("From"), told.municipality), (_("Asked for"), moment(told.at, t)),
        (_("Answer by"), t.day(told.due) if told.due else ""), (_("Case worker"), told.by),
    ]  # fmt: skip
    points = []
    for one in told.requests:
        points += [{"kind": "title", "words": f"{one.number}. {t(one.label)}"}, pairs(request_words(one, t), t)]
    return _pdf(t, told, title, t(_("Corrections asked for")), facts, [part(t(_("What to mend")), points)])


def decision_pdf(told: DecisionSheet, _t: Speaker) -> bytes:
    """The letter of one decision: the file that went out, in the language it went out in."""
    return letter_pdf(told.letter)


def message_pdf(told: MessageSheet, t: Speaker) -> bytes:
    """One message or note."""
    kind = _("Internal note") if told.internal else _("Message")
    title = t(_("{kind} in {number}", kind=kind, number=told.number))
    ours, theirs = (told.municipality, told.company) if told.from_staff else (told.company, told.municipality)
    facts = [
        (_("Case number"), told.number), (_("From"), ours), (_("To"), "" if told.internal else theirs), (_("Written"), moment(told.at, t)),
    ]  # fmt: skip
    words = said(MessageInfo("", told.at, told.by, told.from_staff, told.body, False), ours, t)
    return _pdf(t, told, title, t(kind), facts, [part(t(kind), [words])])


def statement_pdf(told: StatementSheet, t: Speaker) -> bytes:
    """One statement; with its question when it is the municipality's own copy."""
    title = t(_("Statement in {number}", number=told.number))
    facts = [(_("Case number"), told.number), (_("The case lies with"), told.municipality), (_("Company"), told.company)]
    return _pdf(t, told, title, t(_("Statement")), facts, [part(t(_("Statement")), statement_blocks(told.filed, t))])


def appeal_pdf(told: AppealSheet, t: Speaker) -> bytes:
    """One appeal as it came, or one answer to it."""
    answer = told.answer
    title = t(_("Answer to an appeal in {number}", number=told.number) if answer else _("Appeal in {number}", number=told.number))
    facts = [
        (_("Case number"), told.number), (_("The case lies with"), told.municipality), (_("Company"), told.company),
        (_("Registered"), "" if answer else ", ".join(filter(None, (told.filed.by, moment(told.at, t))))),
    ]  # fmt: skip
    parts = [part(t(_("Appeal")), appeal_blocks(told.filed, t))]
    parts += [part(t(_("Answer to an appeal")), answer_blocks(answer, told.municipality, t))] if answer else []
    return _pdf(t, told, title, t(_("Answer to an appeal") if answer else _("Appeal")), facts, parts)


def reopening_pdf(told: ReopeningSheet, t: Speaker) -> bytes:
    """That a case was taken up again, and why."""
    title = t(_("{number} was reopened", number=told.number))
    facts = [(_("Case number"), told.number), (_("The case lies with"), told.municipality), (_("Company"), told.company)]
    rows = [(_("Reopened by"), ", ".join(filter(None, (told.by, moment(told.at, t))))), (_("Reason"), told.reason)]
    return _pdf(t, told, title, t(_("Case reopened")), facts, [part(t(_("Case reopened")), [pairs(rows, t)])])


def _pdf(t: Speaker, told: Any, title: str, kicker: str, facts: Any, parts: Any) -> bytes:
    shown = pairs(facts, t)["rows"]
    data = sheet(t, title, told.municipality, told.number, kicker, t(told.workflow), told.at, shown, parts)
    return typeset(TEMPLATE, data, after=PAPER)


PRINTERS: Mapping[str, Callable[[Any, Speaker], bytes]] = {
    "receipt": receipt_pdf, "requests": requests_pdf, "decision": decision_pdf, "message": message_pdf, "statement": statement_pdf,
    "case_file": case_file_pdf, "appeal": appeal_pdf, "appeal_answer": appeal_pdf, "reopening": reopening_pdf,
}  # fmt: skip
"""Sheet -> what prints it."""
