"""A receipt of any example case, and what a reader finds in a PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pypdfium2

from models.base import Status
from models.document import FileState
from models.local_set import Contact, Words
from models.text import Text, verbatim
from tests.builders import Example
from workflows.casework.receipts import FullReceipt, SentFile
from workflows.casework.views import DocumentInfo
from workflows.clocks import Clock
from workflows.fees import fees_of
from workflows.reading import Reading
from workflows.summary import SummaryGroup, SummaryLine, SummarySection, summary

MOMENT = datetime(2026, 11, 23, 11, 0, 7, tzinfo=UTC)
DIGEST = "0123456789abcdef" * 4


def receipt_for(example: Example, **changes: Any) -> FullReceipt:
    """The example as if it had been received as it is."""
    sections = summary(example.workflow, example.dossier)
    made = FullReceipt(
        ref="r" * 22, number="2026-000123", workflow=example.workflow.title, phase=example.phase,
        phase_title=example.workflow.phase(example.phase).title, sending=1, municipality="Fjordvik", company="Nilsen Rør AS",
        organisation_number="310000027", address="Storgata 14", property_key="101/27/0/0", reference="J-27", sent_at=MOMENT,
        sent_by="Kari Nilsen", words="", status=Status.SUBMITTED, is_notice=False, lacking=(),
        clock=Clock("municipality", 0, 0, date(2026, 12, 7), False, None, ()), deemed_granted_on=None,
        contact=Contact(name="Vann og avløp", phone="70 00 00 00", email="va@demo.example", hours=Words(nb="Hverdager 9–15")),
        sections=sections, files=files_of(sections), waived=(), fees=fees_of(Reading(example.workflow, example.dossier)),
        sha256=DIGEST, log_entry=14, log_hash=DIGEST[::-1],
    )  # fmt: skip
    return replace(made, **changes)


def files_of(sections: tuple[SummarySection, ...]) -> list[SentFile]:
    """The files of a summary, found good."""
    return [
        SentFile(line.label, title, file_info(one.name, one.size))
        for line, title in lines_of(sections)
        for one in line.files
    ]  # fmt: skip


def lines_of(sections: tuple[SummarySection, ...]) -> list[tuple[SummaryLine, Text | None]]:
    """Every line with the title of its row."""
    found: list[tuple[SummaryLine, Text | None]] = []
    for section in sections:
        for part in section.parts:
            if isinstance(part, SummaryGroup):
                found += [(line, row.title) for row in part.rows for line in row.lines]
            else:
                found.append((part, None))
    return found


def file_info(name: str, size: int = 1000, **changes: Any) -> DocumentInfo:
    """A file as a receipt tells of it."""
    told: dict[str, Any] = {
        "id": "d", "phase": "application", "step": "", "slot": "", "row": None, "at": "", "name": name, "content_type": "application/pdf",
        "size": size, "sha256": DIGEST, "state": FileState.READY, "refusal": None, "doubts": (), "facts": {}, "has_preview": False,
        "uploaded_at": MOMENT, "uploaded_by": "",
    }  # fmt: skip
    return DocumentInfo(**{**told, **changes})


def words_of(content: bytes) -> str:
    """Every word of a PDF, lines joined."""
    document = pypdfium2.PdfDocument(content)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split())


def section_with(*parts: SummaryLine | SummaryGroup) -> SummarySection:
    """A step of these parts."""
    return SummarySection("step", verbatim("Trinnet"), parts)
