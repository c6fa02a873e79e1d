"""One page of the wizard, made from the declaration: form on the left, what is missing on the right (a bar below on phones)."""

from __future__ import annotations

from models.base import Phase
from models.errors import NotThere
from models.text import _
from ui.case_parts.frames import visitor_frame
from ui.case_parts.head import case_head, over_line
from ui.components import Tag, answer_form, button, dialog, link, missing_panel, notice, paragraph, row, save_mark, two_columns
from ui.contractor.colleagues import Colleagues
from ui.contractor.panel import missing_view
from ui.contractor.review_page import BACK, row_id
from ui.contractor.wizard import Wizard, all_parts
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework.overview import step_view
from workflows.casework.views import StepView


@portal_page("/cases/{ref}/{phase}/{step}", action="see_own_cases")
async def step_page(visit: Visit, ref: str, phase: str, step: str, at: str = "", back: str = "") -> None:
    """Show one step; every answer is saved as it is given."""
    if phase not in set(Phase):
        raise NotThere
    view: StepView = await visit.ask(step_view, ref, Phase(phase), step)
    wizard = Wizard(visit, view)
    returns = f"/cases/{ref}/review#{row_id(step, at)}" if back == BACK else ""
    over_there = (_("Check your answers"), returns) if returns else (_("Overview"), f"/cases/{ref}")
    with visitor_frame(visit, title=view.title, over=over_line(view.head, visit), lead=view.intro, back=over_there):
        case_head(view.head, visit)
        with two_columns() as (main, aside):
            with main:
                draw_form(wizard)
                draw_way_on(wizard, returns)
            with aside:
                draw_panel(wizard)
    visit.listen(f"case:{view.head.id}", visit.handler(wizard.on_news))
    if at and wizard.form is not None and at in wizard.fields:
        wizard.form.focus(at)


def draw_form(wizard: Wizard) -> None:
    """Save mark, reasons for a lock, conflicts, and the parts."""
    view, visit = wizard.view, wizard.visit
    with Tag("div", classes="form-head"):
        wizard.colleagues = Colleagues(visit, view, wizard.fields)
        if not all(part.locked for part in all_parts(view.parts)):
            wizard.mark = save_mark(view.saved_at)
        elif view.locked:
            notice(view.locked, Tone.GREY, title=_("This part cannot be changed now"))
    wizard.conflicts = Tag("div", classes="stack stack-4 form-conflicts")
    keep = f"{visit.actor.person_id}/{wizard.ref}/{view.phase}/{view.step}"
    with answer_form(keep, wizard.on_answers, on_looking=wizard.on_looking) as wizard.form:
        wizard.draw_parts()
    wizard.colleagues.look()
    if not view.parts:
        paragraph(_("There is nothing to answer here."))


def draw_way_on(wizard: Wizard, returns: str) -> None:
    """On to the next page that lacks something, and back; for somebody who came from the review, there."""

    async def go_on() -> None:
        async with wizard.saving:  # what was typed last is acknowledged before the page goes
            pass
        if returns:
            wizard.visit.client.open(returns)
            return
        fresh: StepView = await wizard.visit.ask(step_view, wizard.ref, *wizard.place)
        following = fresh.next_lacking if fresh.next_lacking != fresh.step else ""
        address = f"{fresh.phase}/{following}" if following else "review"
        wizard.visit.client.open(f"/cases/{wizard.ref}/{address}")

    view = wizard.view
    with row(gap=4):
        button(_("Continue"), wizard.visit.handler(go_on), icon="arrow-right")
        before = f"{view.phase}/{view.previous}" if view.previous else ""
        link(_("Back"), returns or (f"/cases/{wizard.ref}/{before}" if before else f"/cases/{wizard.ref}"))


def draw_panel(wizard: Wizard) -> None:
    """What is missing, and the way to say that something cannot be had."""
    view, chosen = wizard.view, {"key": "", "reason": ""}

    def cannot(key: str) -> None:
        chosen["key"] = key
        box.open()

    async def send() -> None:
        await wizard.waive(chosen["key"], chosen["reason"])
        box.close()

    with dialog(_("I cannot get this")) as box:
        paragraph(_("Say why in a sentence. The municipality reads it and decides whether it will do without."))
        Tag("label", _("Reason"), classes="field-label", for_="waive-reason")
        reason = Tag("textarea", classes="control", id="waive-reason", rows="3")
        reason.on("input", lambda event: chosen.update(reason=str(event.args)[:2000]), js_handler="(e) => emit(e.target.value)")
        button(_("Send with this reason"), wizard.visit.handler(send))
    shown = missing_view(view.ledger, wizard.ref, wizard.titles, wizard.place)
    wizard.panel = missing_panel(shown, on_cannot=cannot if not view.locked or view.head.status == "draft" else None)
