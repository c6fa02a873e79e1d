"""The case file on paper: every sending with its answers, map sketches and files, what was asked, said and decided, and the chain's head.

The same case gives the same bytes: nothing on it comes from a clock, and its date is that of the newest entry of the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from models.document import FileState
from models.text import Text, _
from models.values import place_name
from ui.case_parts.decided import APPEALS
from ui.case_parts.fees import fee_words
from ui.case_parts.talk import FILE_WORDS
from ui.hearing.lines import STATES
from ui.print.answers import answers, places
from ui.print.press import typeset
from ui.texts import Speaker
from ui.theme.status import status_look
from workflows.casework.receipts import FullReceipt
from workflows.casework.views import MessageInfo, RequestInfo
from workflows.records.appeals import FiledAnswer, FiledAppeal
from workflows.records.case_file import CaseFile, FiledDecision, FiledDocument, FiledRequest
from workflows.records.statements import FiledStatement

TEMPLATE, PAPER = Path(__file__).with_name("record.typ"), Path(__file__).with_name("paper.typ")
OSLO = ZoneInfo("Europe/Oslo")
Block = dict[str, Any]
ANSWERED: dict[str, Text] = {
    "corrected": _("Corrected"), "new_file": _("A new file was sent"), "disputed": _("The company holds that it is right"),
    "more_time": _("Asked for more time"),
}  # fmt: skip


def case_file_pdf(file: CaseFile, t: Speaker) -> bytes:
    """The PDF; the same bytes for the same case and language. Takes up to some seconds, so a press makes it."""
    return typeset(TEMPLATE, case_file_data(file, t), after=PAPER)


def case_file_name(file: CaseFile, t: Speaker) -> str:
    """The name of the file: plain letters, digits and hyphens."""
    return f"{t(_('case-file'))}-{file.number}.pdf"


def case_file_data(file: CaseFile, t: Speaker) -> dict[str, Any]:
    """What the template puts on the paper."""
    parts = [*(sending_part(one, t) for one in file.sendings), *_others(file, t)]
    title = t(_("Case file for {number}", number=file.number))
    return sheet(t, title, file.municipality, file.number, t(_("Case file")), t(file.workflow), file.head.at, _facts(file, t), parts)


def sheet(
    t: Speaker, title: str, author: str, number: str, kicker: str, heading: str, at: datetime,
    facts: Sequence[tuple[str, str]], parts: Sequence[dict[str, Any]],
) -> dict[str, Any]:  # fmt: skip
    """A whole sheet of parts as its template takes it."""
    there = at.astimezone(OSLO)
    return {
        "lang": t.locale, "title": title, "author": author, "number": number, "kicker": kicker, "heading": heading, "footer": title,
        "date": [there.year, there.month, there.day, there.hour, there.minute, there.second], "page": t(_("Page {n} of {all}")),
        "none": t(_("Not answered")), "facts": list(facts), "parts": [one for one in parts if one["blocks"]],
    }  # fmt: skip


def part(heading: str, blocks: Sequence[Block]) -> dict[str, Any]:
    """One part of a sheet; left out when it holds nothing."""
    return {"heading": heading, "blocks": list(blocks)}


def pairs(rows: Sequence[tuple[Text, str]], t: Speaker) -> Block:
    """Labels with words, without those that have none."""
    return {"kind": "pairs", "rows": [(t(label), words) for label, words in rows if words]}


def moment(at: datetime | None, t: Speaker) -> str:
    """A day and a time, in Oslo; empty for none."""
    return t.moment(at) if at else ""


def _facts(file: CaseFile, t: Speaker) -> list[tuple[str, str]]:
    number = file.organisation_number
    place = ", ".join(filter(None, (file.address, place_name("", file.property_key))))
    company = t(_("{name}, org. no. {number}", name=file.company, number=f"{number[:3]} {number[3:6]} {number[6:]}"))
    told = [
        (_("Case number"), file.number),
        (_("The case lies with"), file.municipality),
        (_("Status"), t(status_look(file.status, file.phase).words("officer", file.company))),
        (_("Place"), place),
        (_("Company"), company),
        (_("The company's reference"), file.reference),
        (_("Case worker"), file.officer),
        (_("First received"), moment(file.submitted_at, t)),
        (_("Ended"), moment(file.ended_at, t)),
        (_("Guaranteed until"), t.day(file.guarantee_until) if file.guarantee_until else ""),
    ]
    return [(t(label), words) for label, words in told if words]


def sending_part(one: FullReceipt, t: Speaker) -> dict[str, Any]:
    """One sending whole: who sent it when, its answers, its places, what could not be supplied, what it cost."""
    told = [
        (_("Received"), moment(one.sent_at, t)),
        (_("Sent by"), one.sent_by),
        (_("Company"), one.company),
        (_("Written by the sender"), one.words),
        (_("Digest of what was sent (SHA-256)"), one.sha256),
    ]
    blocks: list[Block] = [pairs(told, t), {"kind": "sections", "sections": [answers(section, t) for section in one.sections]}]
    placed = places(one.sections, t)
    if placed["rows"]:
        blocks.append({"kind": "places", "places": placed})
    if one.waived:
        blocks += [_title(_("What could not be supplied, and why"), t), pairs([(row.what, row.reason) for row in one.waived], t)]
    if one.fees:
        blocks += [_title(_("Fees"), t), pairs([(fee.label, t(fee_words(fee))) for fee in one.fees], t)]
    return part(t(_("{phase}, sending {n}", phase=one.phase_title, n=one.sending)), blocks)


def _others(file: CaseFile, t: Speaker) -> list[dict[str, Any]]:
    record = [{"kind": "sections", "sections": [answers(one, t) for one in file.record.sections]}] if file.record else []
    return [
        part(t(_("Corrections asked for, and the answers")), [one for each in file.requests for one in request_blocks(each, t)]),
        part(t(_("Decisions")), [one for each in file.decisions for one in decision_blocks(each, t)]),
        part(t(_("Appeals")), [one for each in file.appeals for one in _appealed(each, file.municipality, t)]),
        part(t(_("Messages")), [said(one, file.municipality if one.from_staff else file.company, t) for one in file.messages]),
        part(t(_("Internal notes")), [said(one, file.municipality, t) for one in file.notes]),
        part(t(_("Statements")), [one for each in file.statements for one in statement_blocks(each, t)]),
        part(t(file.record.title) if file.record else "", record),
        part(t(_("Documents")), [_documents(file.documents, t)]),
        part(t(_("What has happened")), [_story(file, t)]),
        _proof(file, t),
    ]


def request_blocks(one: FiledRequest, t: Speaker) -> list[Block]:
    """What was asked, why, and what came of it."""
    told = one.request
    rows = [
        (_("Asked for"), moment(one.asked_at, t)),
        (_("Answer by"), t.day(told.due_on) if told.due_on else ""),
        *request_words(told, t),
        (_("Answer"), _answer(told, t)),
        (_("Answered by"), ", ".join(filter(None, (told.answered_by, moment(told.answered_at, t))))),
        (_("Ended"), moment(one.closed_at, t)),
        (_("Reason"), told.closing_reason),
    ]
    title = _("{phase}, point {n}: {label}", phase=one.phase_title, n=told.number, label=told.label)
    return [_title(title, t), pairs(rows, t)]


def request_words(told: RequestInfo, t: Speaker) -> list[tuple[Text, str]]:
    """What a request says."""
    return [
        (_("What"), t(told.what)), (_("How"), t(told.how_to_fix)), (_("Comment"), told.comment), (_("Why it is asked"), told.extra_reason),
        (_("Source"), t(told.source.words)),
    ]  # fmt: skip


def _answer(told: RequestInfo, t: Speaker) -> str:
    kind = t(ANSWERED[told.answer_kind]) if told.answer_kind in ANSWERED else ""
    return ". ".join(filter(None, (kind, told.answer)))


def decision_blocks(one: FiledDecision, t: Speaker) -> list[Block]:
    """One decision with its grounds and conditions."""
    told = one.decision
    outcome = _("Approved: {phase}", phase=one.phase_title) if told.outcome == "approved" else _("Rejected: {phase}", phase=one.phase_title)
    rows = [
        (_("Grounds"), told.reason),
        (_("Conditions"), "\n".join(told.conditions)),
        (_("Decided by"), ", ".join(filter(None, (told.by, moment(told.at, t))))),
    ]
    return [_title(outcome, t), pairs(rows, t)]


def _appealed(one: FiledAppeal, side: str, t: Speaker) -> list[Block]:
    return [*appeal_blocks(one, t), *(block for each in one.answers for block in answer_blocks(each, side, t))]


def appeal_blocks(one: FiledAppeal, t: Speaker) -> list[Block]:
    """Who appealed against what, the day it came, and what it says."""
    against = _("Approved: {phase}", phase=one.phase_title) if one.outcome == "approved" else _("Rejected: {phase}", phase=one.phase_title)
    rows = [
        (_("Appealed against"), ", ".join((t(against), moment(one.decided_at, t)))),
        (_("Received"), t.day(one.received_on)),
    ]  # fmt: skip
    blocks: list[Block] = [{"kind": "title", "words": one.appellant}, pairs(rows, t)]
    return [*blocks, {"kind": "said", "head": one.appellant, "words": one.words}] if one.words else blocks


def answer_blocks(one: FiledAnswer, side: str, t: Speaker) -> list[Block]:
    """What became of an appeal, who said so when, and why."""
    rows = [(_("Outcome"), t(APPEALS[one.state][0]))]
    return [pairs(rows, t), {"kind": "said", "head": ", ".join(filter(None, (one.by, side, moment(one.at, t)))), "words": one.words}]


def said(one: MessageInfo, side: str, t: Speaker) -> Block:
    """What somebody wrote."""
    return {"kind": "said", "head": ", ".join(filter(None, (one.who, side, moment(one.at, t)))), "words": one.body}


def statement_blocks(one: FiledStatement, t: Speaker) -> list[Block]:
    """Who was asked what, and the answer with its files; a company's copy says nothing of the question."""
    told = one.told
    rows = [(_("Given"), moment(told.given_at, t)), (_("Shared with the contractor"), moment(one.shared_at, t))]
    if one.whole:
        asked = [
            (_("Phase"), t(one.phase_title)), (_("Question"), told.question), (_("Asked by"), told.asked_by),
            (_("Asked for"), moment(told.asked_at, t)), (_("Wanted by"), t.day(told.due_on)), (_("Status"), t(STATES[told.state][0])),
        ]  # fmt: skip
        rows = [*asked, *rows, (_("Ended"), moment(one.ended_at, t)), (_("Reason"), told.reason)]
    blocks = [{"kind": "title", "words": told.whom}, pairs(rows, t)]
    blocks += [{"kind": "said", "head": told.whom, "words": told.words}] if told.words else []
    return [*blocks, _attached(one, t)] if one.files else blocks


def _attached(one: FiledStatement, t: Speaker) -> Block:
    """The files of a statement, which were found good before they were kept."""
    alike = {"place": one.told.whom, "check": t(FILE_WORDS[FileState.READY])}
    rows = [{**alike, "name": kept.name, "size": t.size(kept.size), "sha256": kept.sha256} for kept in one.files]
    return {"kind": "documents", "columns": _columns(t), "rows": rows, "none": ""}


def _documents(found: Sequence[FiledDocument], t: Speaker) -> Block:
    rows = []
    for one in found:
        place = t(_("{phase}: {slot}", phase=one.phase_title, slot=one.place))
        check = [t(FILE_WORDS[one.file.state]), *(t(doubt) for doubt in one.file.doubts)]
        check += [t(_("Replaced later."))] if one.is_removed else []
        shown = {"name": one.file.name, "place": place, "size": t.size(one.file.size), "check": " ".join(check), "sha256": one.file.sha256}
        rows.append(shown)
    return {"kind": "documents", "columns": _columns(t), "rows": rows, "none": t(_("No documents were sent."))}


def _columns(t: Speaker) -> list[str]:
    return [t(_("File")), t(_("Belongs to")), t(_("Size")), t(_("Check"))]


def _story(file: CaseFile, t: Speaker) -> Block:
    portal = t(_("The portal"))
    rows = [
        [str(one.seq), moment(one.at, t), one.who or portal, "\n".join(filter(None, (t(one.what), one.words)))] for one in file.story
    ]  # fmt: skip
    columns = [t(_("No.")), t(_("When")), t(_("Who")), t(_("What"))]
    return {"kind": "table", "columns": columns, "widths": [1, 3, 3, 7], "rows": rows}


def _proof(file: CaseFile, t: Speaker) -> dict[str, Any]:
    """The head of the chain, and how to find out whether anything before it was changed."""
    head = file.head
    steps = (
        _("Each entry of the case's log holds the SHA-256 of the one before it. The last one therefore vouches for all of them."),
        _("Take the whole case out as a ZIP file. The log lies there as events.jsonl, one entry a line."),
        _("Run “python main.py verify-records FILE”, or count after: docs/operators-guide.md says how, with any tool that knows SHA-256."),
        _("The hash of entry {n} must be the one above. If it is another, something was changed after this was printed.", n=head.entry),
    )
    rows = [(t(_("Entry {n} of the case's log", n=head.entry)), head.hash), (t(_("Time of that entry")), _iso(head.at))]
    return part(t(_("Proof")), [{"kind": "mono", "rows": rows}, *({"kind": "small", "words": t(one)} for one in steps)])


def _iso(at: datetime) -> str:
    return f"{at.astimezone(OSLO):%Y-%m-%dT%H:%M:%S%z}"


def _title(words: Text, t: Speaker) -> Block:
    return {"kind": "title", "words": t(words)}
