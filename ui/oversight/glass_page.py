"""`/platform/cases/{case}`: one case read behind the broken glass: what was answered, decided and said."""

from __future__ import annotations

from collections.abc import Iterator

from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.case_parts.talk import message_views, show_decisions, show_timeline
from ui.components import SummaryRow, button, message_thread, notice, row, section, summary_list
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework.views import OfficerCase
from workflows.oversight.platform import GlassLine, end_glass, read_by_glass
from workflows.summary import SummaryLine, SummarySection


@portal_page("/platform/cases/{case}", action="read_by_glass")
async def glass_page(visit: Visit, case: str) -> None:
    """The case, as long as the leave holds. Each look is on record."""
    found: tuple[OfficerCase, GlassLine] = await visit.do(read_by_glass, case)
    seen, glass = found

    async def end() -> None:
        await visit.do(end_glass, case)
        visit.client.open("/platform")

    head = seen.head
    over = _("{number} · {workflow}", number=head.number, workflow=head.title)
    with visitor_frame(visit, title=head.address or head.number, over=over, back=(_("Platform"), "/platform")):
        until = visit.speaker.moment(glass.until)
        notice(_("You may read this case until {until}. Both sides were told: {reason}", until=until, reason=glass.reason), Tone.YELLOW)
        with row():
            button(_("Close the case again"), visit.handler(end), kind="secondary", icon="x")
        facts = [SummaryRow(_("Company"), head.company), SummaryRow(_("Municipality"), head.municipality)]
        summary_list([*facts, SummaryRow(_("Address"), head.address or None)], title=_("The case"))
        for part in seen.sections:
            summary_list(list(rows_of(part)), title=part.title)
        show_decisions(seen.decisions, visit)
        if seen.messages:
            with section(_("Messages")):
                message_thread(message_views(seen.messages, head, visit), label=_("Messages"), on_send=None)
        show_timeline(seen.timeline, visit)


def rows_of(part: SummarySection) -> Iterator[SummaryRow]:
    """One step's answers; rows of a group one after the other, each under its title."""
    for one in part.parts:
        if isinstance(one, SummaryLine):
            yield _row(one.label, one)
            continue
        for group_row in one.rows:
            for line in group_row.lines:
                yield _row(_("{row}: {label}", row=group_row.title, label=line.label), line)


def _row(label: Text, line: SummaryLine) -> SummaryRow:
    return SummaryRow(label, line.value, lines=[file.name for file in line.files])
