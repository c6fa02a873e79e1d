"""`/cases/{ref}` as staff see it. The address is one for both sides; `ui/case_parts/case_page.py` looks at who visits."""

from __future__ import annotations

from models.text import _
from models.values import place_name
from ui.case_parts.frames import visitor_frame
from ui.municipality.desk import Desk
from ui.visit import Visit
from workflows.casework.overview import officer_case


async def desk_page(visit: Visit, ref: str) -> None:
    """One case on the officer's desk, live while it is open."""
    case = await visit.ask(officer_case, ref)
    head = case.head
    title = place_name(head.address, head.property_key) or head.number
    over = _("{number} · {workflow}", number=head.number, workflow=head.title)
    with visitor_frame(visit, title=title, over=over, back=(_("Cases"), "/board"), wide=True) as page:
        desk = Desk(visit, page, case)
        desk.lay()
    visit.listen(f"case:{head.id}", desk.look_again)
