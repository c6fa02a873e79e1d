"""Records: case files, whole cases, the archive's log and its rules, webhooks."""

from __future__ import annotations

from models.settings import Settings
from ui.print.archive_sheets import printed
from ui.records.commands import add_records_commands
from ui.records.door import Originals, RecordsDoor, records_routes
from ui.records.terms import WEBHOOKS, WebhookTerms
from workflows.records.webhooks import Terms

__all__ = ["ARCHIVE_IS_SET", "add_records_commands", "install_records", "printed", "records_routes"]

ARCHIVE_IS_SET = "archive is set"


def install_records(store: Originals, settings: Settings, secret: str) -> RecordsDoor:
    """Declare the pages; the door that hands out case files. Called once by `main.py` before the pages are served."""
    from ui.records import archive_page, webhooks_page  # noqa: F401  # importing a page declares it, which only a portal that serves does
    from ui.visit import house

    house().extras[ARCHIVE_IS_SET] = bool(settings.archive_url)
    allowed = Terms(settings.webhook_private_addresses, allows_local_http=settings.demo)
    house().extras[WEBHOOKS] = WebhookTerms(secret, allowed)
    return RecordsDoor(store)
