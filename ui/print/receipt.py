"""The receipt of a sending on paper: everything that was sent as it was sent, in the reader's language.

It asks the declaration's summary and names no question of any workflow: a question that is added, also by a municipality, stands on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from models.base import Status
from models.text import Text, _, _n
from models.values import place_name
from ui.case_parts.fees import fee_words
from ui.case_parts.talk import FILE_WORDS
from ui.print.answers import answers, places
from ui.print.press import typeset
from ui.texts import Speaker
from workflows.casework.receipts import FullReceipt, SentFile

TEMPLATE, PAPER = Path(__file__).with_name("receipt.typ"), Path(__file__).with_name("paper.typ")
OSLO = ZoneInfo("Europe/Oslo")
Facts = list[tuple[str, str]]


def receipt_pdf(receipt: FullReceipt, t: Speaker) -> bytes:
    """The PDF; the same bytes for the same receipt and language. Takes up to half a second, so a press makes it."""
    return typeset(TEMPLATE, receipt_data(receipt, t), after=PAPER)


def receipt_name(receipt: FullReceipt, t: Speaker) -> str:
    """The name of the file: plain letters, digits and hyphens."""
    return f"{t(_('receipt'))}-{receipt.number}-{receipt.phase}-{receipt.sending}.pdf"


def receipt_data(receipt: FullReceipt, t: Speaker) -> dict[str, Any]:
    """What the template puts on the paper, all of it words, numbers and lists of them."""
    title = t(_("Receipt for {number}", number=receipt.number))
    there = receipt.sent_at.astimezone(OSLO)
    return {
        "lang": t.locale,
        "title": title,
        "author": receipt.municipality,
        "date": [there.year, there.month, there.day, there.hour, there.minute, there.second],
        "kicker": t(_("Receipt: {phase}", phase=receipt.phase_title)),
        "heading": t(receipt.workflow),
        "number": receipt.number,
        "footer": t(_("{title}, {phase}, sending {n}", title=title, phase=receipt.phase_title, n=receipt.sending)),
        "page": t(_("Page {n} of {all}")),
        "status": _status(receipt, t),
        "facts": _facts(receipt, t),
        "lacking": _lacking(receipt, t),
        "answers": {"heading": t(_("What was sent")), "sections": [answers(one, t) for one in receipt.sections]},
        "places": places(receipt.sections, t),
        "documents": _documents(receipt.files, t),
        "lists": [one for one in (_waived(receipt, t), _fees(receipt, t)) if one["rows"]],
        "proof": _proof(receipt, t),
        "none": t(_("Not answered")),
    }


def _status(receipt: FullReceipt, t: Speaker) -> dict[str, Any]:
    """What became of it at once, and what happens next."""
    when = {"day": t.day(receipt.sent_at), "time": t.time(receipt.sent_at)}
    if receipt.status == Status.PAUSED:
        title = _("Received {day} at {time}, and paused at once because something lacks", **when)
    elif receipt.status == Status.RESUBMITTED:
        title = _("Answers received {day} at {time}", **when)
    else:
        title = _("Received {day} at {time}", **when)
    return {"title": t(title), "lines": [t(line) for line in _next(receipt)], "is_paused": receipt.status == Status.PAUSED}


def _next(receipt: FullReceipt) -> list[Text]:
    clock, municipality = receipt.clock, receipt.municipality
    if receipt.status == Status.PAUSED:
        return [
            _("The day of receipt counts. The time to answer stands still, and starts anew when what lacks has come."),
            *([_("Send what is listed below by {day}.", day=clock.answer_by)] if clock.answer_by else []),
        ]
    if receipt.is_notice:
        return [_("This is a notice: the work may start. {municipality} takes note of it.", municipality=municipality)]
    lines = [_("{municipality} checks the case.", municipality=municipality)]
    if clock.due:
        lines = [_("{municipality} checks the case and answers by {day}.", municipality=municipality, day=clock.due)]
        lines.append(_("If something must be corrected, the time stands still until the answers come."))
    if receipt.deemed_granted_on:
        words = _("Not answered by {day}, the permit counts as granted, unless somebody must be thought dissatisfied.")
        lines.append(words.with_values(day=receipt.deemed_granted_on))
    return lines


def _facts(receipt: FullReceipt, t: Speaker) -> Facts:
    number = receipt.organisation_number
    place = ", ".join(filter(None, (receipt.address, place_name("", receipt.property_key))))
    told: list[tuple[Text, str]] = [
        (_("Case number"), receipt.number),
        (_("The case lies with"), receipt.municipality),
        (_("Contact"), _contact(receipt, t)),
        (_("Kind of case"), t(receipt.workflow)),
        (_("Part"), t(_("{phase}, sending {n}", phase=receipt.phase_title, n=receipt.sending))),
        (_("Place"), place),
        (_("Company"), t(_("{name}, org. no. {number}", name=receipt.company, number=f"{number[:3]} {number[3:6]} {number[6:]}"))),
        (_("Sent by"), receipt.sent_by),
        (_("The company's reference"), receipt.reference),
        (_("Written by the sender"), receipt.words),
    ]
    return [(t(label), words) for label, words in told if words]


def _lacking(receipt: FullReceipt, t: Speaker) -> dict[str, Any]:
    rows = [{"number": str(one.number), "what": t(one.what), "how": t(one.how_to_fix)} for one in receipt.lacking]
    return {"heading": t(_n("{n} thing is still to be sent", "{n} things are still to be sent", len(rows))), "rows": rows}


def _documents(files: Sequence[SentFile], t: Speaker) -> dict[str, Any]:
    """Every file with its digest, so that a copy can be told from another; and what the check had found."""
    rows = []
    for one in files:
        place = t(_("{slot}, {row}", slot=one.place, row=one.row)) if one.row else t(one.place)
        check = " ".join([t(FILE_WORDS[one.file.state]), *(t(doubt) for doubt in one.file.doubts)])
        rows.append({"name": one.file.name, "place": place, "size": t.size(one.file.size), "check": check, "sha256": one.file.sha256})
    columns = [t(_("File")), t(_("Belongs to")), t(_("Size")), t(_("Check"))]
    return {"heading": t(_("Documents")), "columns": columns, "rows": rows, "none": t(_("No documents were sent."))}


def _waived(receipt: FullReceipt, t: Speaker) -> dict[str, Any]:
    rows = [(t(one.what), one.reason) for one in receipt.waived]
    return {"heading": t(_("What could not be supplied, and why")), "rows": rows, "note": ""}


def _fees(receipt: FullReceipt, t: Speaker) -> dict[str, Any]:
    rows = [(t(one.label), t(fee_words(one))) for one in receipt.fees]
    return {"heading": t(_("Fees")), "rows": rows, "note": t(_("As the answers and the municipality's rates told when it was sent."))}


def _contact(receipt: FullReceipt, t: Speaker) -> str:
    """Whom the municipality lets contractors ask; empty where it named nobody."""
    known = receipt.contact
    return ", ".join(filter(None, (known.name, known.phone, known.email, t(known.hours.text))))


def _proof(receipt: FullReceipt, t: Speaker) -> dict[str, Any]:
    note = _(
        "What was sent is kept unchanged. Each entry of the log holds the digest of the one before; who sees the case can find this entry."
    )
    rows = [
        (t(_("Digest of what was sent (SHA-256)")), receipt.sha256),
        (t(_("Entry {n} of the case's log", n=receipt.log_entry)), receipt.log_hash),
    ]
    return {"heading": t(_("Proof of what was sent")), "note": t(note), "rows": rows, "moment": _moment(receipt.sent_at, t)}


def _moment(moment: datetime, t: Speaker) -> str:
    there = moment.astimezone(OSLO)
    return t(_("Time of receipt: {time} (Europe/Oslo)", time=f"{there:%Y-%m-%dT%H:%M:%S%z}"))
