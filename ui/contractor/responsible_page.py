"""`/cases/{ref}/responsible`: who answers for the case in its company, changed by any colleague who may write."""

from __future__ import annotations

from models.text import _
from ui.case_parts.frames import visitor_frame
from ui.components import Tag, button, notice, paragraph
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework.responsible import ResponsibleView, change_responsible, responsible_view


@portal_page("/cases/{ref}/responsible", action="see_overview")
async def responsible_page(visit: Visit, ref: str) -> None:
    """A choice among colleagues, and a button."""
    view: ResponsibleView = await visit.ask(responsible_view, ref)
    over = _("{number} · {address}", number=view.number, address=view.address)
    with visitor_frame(visit, title=_("Responsible for the case"), over=over, back=(_("The case"), f"/cases/{ref}")):
        paragraph(_("{name} is responsible now, and is told what happens to the case.", name=view.name or "–"))
        if view.why_not is not None:
            notice(view.why_not, Tone.GREY)
            return
        chosen = {"person": view.person_id}
        with Tag("div", classes="field"):
            Tag("label", _("Who shall be responsible"), classes="field-label", for_="responsible")
            with Tag("select", classes="control", id="responsible") as box:
                for id_, name in view.colleagues.items():
                    Tag("option", name, value=id_, selected=True if id_ == view.person_id else None)
        box.on("change", lambda event: chosen.update(person=str(event.args)[:64]), js_handler="(e) => emit(e.target.value)")

        async def change() -> None:
            await visit.do(change_responsible, ref, chosen["person"])
            visit.client.open(f"/cases/{ref}")

        button(_("Make responsible"), visit.handler(change))
        paragraph(_("Both are told. The case goes on as before, with its deadlines and everything written in it."), look="muted")
