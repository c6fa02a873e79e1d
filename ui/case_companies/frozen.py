"""What a company had done when it offered a case or handed it over, as it was kept."""

from __future__ import annotations

from models.text import Text, _
from ui.case_parts.receipts import receipt_address
from ui.components import Column, SummaryFileView, SummaryRow, data_table, paragraph, summary_list
from ui.visit import Visit
from workflows.access.freezing import Frozen, FrozenFile, FrozenLine


def frozen_part(frozen: Frozen, ref: str, visit: Visit, *, with_files: bool = False) -> None:
    """Answers and files by part, then sendings and decisions. Files are fetched `with_files` only: by whoever had them."""
    speaker = visit.speaker
    paragraph(_("Kept as it was {moment}. Digest: {digest}", moment=speaker.moment(frozen.at), digest=frozen.sha256[:16]), look="muted")
    for one in frozen.sections:
        rows = [_row(line, ref, visit, with_files=with_files) for line in one.lines]
        summary_list(rows, title=_("{phase}: {part}", phase=one.phase, part=one.title))
    if frozen.sendings:
        columns = (Column("what", _("Sent")), Column("when", _("When")), Column("file", _("Receipt"), "link" if with_files else "text"))
        sent = [
            {
                "what": _("{phase}, sending {n}", phase=one.title, n=one.number),
                "when": speaker.moment(one.at),
                "file": {
                    "words": visit.t(_("Receipt (PDF)")),
                    "href": receipt_address(ref, one.phase, one.number),
                }
                if with_files
                else None,
            }
            for one in frozen.sendings
        ]
        data_table(columns if with_files else columns[:2], sent, caption=_("What was sent"))
    if frozen.decisions:
        outcomes: dict[str, Text] = {"approved": _("Approved"), "rejected": _("Rejected")}
        rows = [
            SummaryRow(phase, _("{outcome}, {day}", outcome=outcomes.get(outcome, _("Decided")), day=speaker.moment(at)))
            for phase, outcome, at in frozen.decisions
        ]
        summary_list(rows, title=_("Decisions"))


def _row(line: FrozenLine, ref: str, visit: Visit, *, with_files: bool) -> SummaryRow:
    files = [_file(one, ref, visit, with_files=with_files) for one in line.files]
    return SummaryRow(line.label, None if files else line.value, files=files)


def _file(one: FrozenFile, ref: str, visit: Visit, *, with_files: bool) -> SummaryFileView:
    return SummaryFileView(one.name, visit.speaker.size(one.size), None, f"/cases/{ref}/documents/{one.id}" if with_files else None)
