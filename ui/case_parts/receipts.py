"""The receipts of a case as both sides find them: each sending with its PDF, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.base import Phase
from models.text import _
from ui.components.tables import Column, DataTable, data_table
from ui.texts import Speaker
from workflows.casework.views import SendingInfo


def receipt_address(ref: str, phase: Phase, sending: int) -> str:
    """Where the receipt of one sending lies."""
    return f"/cases/{ref}/receipt.pdf?phase={phase}&submission={sending}"


def receipt_table(sent: Sequence[SendingInfo], ref: str, speaker: Speaker) -> DataTable:
    """The sendings as a table."""
    columns = (Column("receipt", _("Receipt (PDF)"), "link"), Column("when", _("Received"), "day"))
    return data_table(columns, receipt_rows(sent, ref, speaker), caption=_("Receipts of what was sent"))


def receipt_rows(sent: Sequence[SendingInfo], ref: str, speaker: Speaker) -> list[dict[str, Any]]:
    """A row for each sending."""
    return [
        {
            "id": f"{one.phase}-{one.number}",
            "receipt": {
                "words": speaker(_("{phase}, sending {n}", phase=one.phase_title, n=one.number)),
                "href": receipt_address(ref, one.phase, one.number),
            },
            "when": speaker.moment(one.at),
        }
        for one in sent
    ]
