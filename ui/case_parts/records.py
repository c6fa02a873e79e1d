"""The case file and the whole case, as both sides find them on a case's page."""

from __future__ import annotations

from models.text import _
from ui.components import link, paragraph, row


def records_part(ref: str, *, has_been_sent: bool) -> None:
    """Two downloads, and what each holds; what was never sent has neither."""
    if not has_been_sent:
        return
    paragraph(_("The case file is one PDF to read and keep. The ZIP file holds it, receipts, letters, statements, every file and the log."))
    with row():
        link(_("Case file (PDF)"), f"/cases/{ref}/case-file.pdf", icon="download")
        link(_("The whole case (ZIP)"), f"/cases/{ref}/archive.zip", icon="download")
