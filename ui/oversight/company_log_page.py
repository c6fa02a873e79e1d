"""`/company/log`: what the company's own people did, for its administrator; what the municipality does is not in it."""

from __future__ import annotations

from urllib.parse import urlencode

from models.text import _
from ui.case_parts.frames import visitor_frame
from ui.components import data_table
from ui.oversight.rows import COLUMNS, rows_of
from ui.visit import Visit, portal_page
from workflows.oversight.auditing import own_company_log
from workflows.ports import Page
from workflows.ports_oversight import LoggedLine

HERE = "/company/log"


@portal_page(HERE, action="see_company_log")
async def company_log_page(visit: Visit, after: str = "") -> None:
    """The newest first."""
    found: Page[LoggedLine] = await visit.ask(own_company_log, after[:400] or None)
    title, lead = _("What your people did"), _("Everybody who acted for {tenant}, newest first.", tenant=visit.actor.tenant_name)
    with visitor_frame(visit, title=title, lead=lead, back=(_("Your company"), "/company"), wide=True):
        none = None if found.rows else _("Nothing was done yet.")
        following = f"{HERE}?{urlencode({'after': found.next})}" if found.next else None
        rows = rows_of(found.rows, visit.speaker, links_companies=False)
        data_table(COLUMNS, rows, caption=title, previous=HERE if after else None, next_=following, summary=none)
