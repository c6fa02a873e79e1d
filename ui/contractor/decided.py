"""What the municipality has decided, on the company's page of the case; that the company has seen it is recorded as proof of notice."""

from __future__ import annotations

import structlog
from nicegui import background_tasks

from models.errors import PortalError
from models.text import _
from ui.case_parts.decided import Rights, decided_data, decided_view, is_appealed
from ui.components import notice, section
from ui.theme import Tone
from ui.visit import Visit
from workflows.casework.reading_letters import open_letters
from workflows.casework.views import CaseHome
from workflows.clocks import day_of

log = structlog.get_logger("portal.letters")


def show_decided(home: CaseHome, visit: Visit) -> None:
    """Each decision with its letter; nothing while nothing is decided."""
    if not home.decided:
        return
    with section(_("Decisions")):
        if is_appealed(home.decided):
            notice(
                _("An appeal is open. The decision holds until the appeal is answered, unless the municipality says otherwise."),
                Tone.YELLOW,
            )
        decided_view(decided_data(home.decided, home.head, visit.speaker, day_of(visit.now()), Rights()))


async def tell_opened(home: CaseHome, visit: Visit) -> None:
    """Record, after the page is drawn, that the company has seen its decisions; nobody waits for it."""
    if not any(one.has_letter and one.opened_at is None for one in home.decided):
        return

    async def tell() -> None:
        try:
            await visit.do(open_letters, home.head.ref)
        except PortalError as error:  # signed out meanwhile, or the disk is full: reading goes on
            log.warning("notice_not_recorded", code=error.code)

    background_tasks.create(tell(), name="decisions opened")
