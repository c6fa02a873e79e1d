"""The wizard, made from the declaration: form on the left, what is missing on the right (a bar below on phones).

One step a page, or all steps of the phase on one, as the person prefers; the addresses are the same.
"""

from __future__ import annotations

import functools

from models.base import Phase
from models.errors import NotThere
from models.text import _
from ui.case_parts.frames import visitor_frame
from ui.case_parts.head import case_head, over_line
from ui.case_parts.rules import contact_lines, new_rules_notice
from ui.components import Tag, button, dialog, heading, link, missing_panel, notice, paragraph, row, save_mark, two_columns, upload_guard
from ui.components.browser import tell_browser
from ui.contractor.colleagues import Colleagues
from ui.contractor.panel import missing_view
from ui.contractor.parts import all_parts
from ui.contractor.review_page import BACK, row_id
from ui.contractor.sheet import Sheet
from ui.contractor.step_form import applies
from ui.theme import Tone
from ui.visit import Visit, house, portal_page
from workflows.casework.filling import sheet_view, step_view
from workflows.casework.views import StepView

WHOLE, STEPS = "whole", "steps"
"""How a person likes to fill in: a phase on one page, or a step a page. Kept with the person. Source: product.md 3.2."""


@portal_page("/cases/{ref}/{phase}/{step}", action="see_own_cases")
async def step_page(visit: Visit, ref: str, phase: str, step: str, at: str = "", back: str = "", tried: str = "") -> None:
    """Show the step, alone or among the others; every answer is saved as it is given.

    `at` is the place to go to, `back` leads back to the review, `tried` says at each place what stopped a sending.
    """
    if phase not in set(Phase):
        raise NotThere
    is_whole = visit.guest.person.form_view == WHOLE
    views = await visit.ask(sheet_view, ref, Phase(phase)) if is_whole else [await visit.ask(step_view, ref, Phase(phase), step)]
    sheet = Sheet(visit, views, is_whole=is_whole, is_tried=bool(tried))
    if step not in sheet.forms:
        raise NotThere
    view, head = sheet.forms[step].view, sheet.head
    returns = f"/cases/{ref}/review#{row_id(step, at)}" if back == BACK else ""
    over_there = (_("Check your answers"), returns) if returns else (_("Overview"), f"/cases/{ref}")
    title, lead = (head.phase_title, None) if is_whole else (view.title, view.intro)
    with visitor_frame(visit, title=title, over=over_line(head, visit), lead=lead, back=over_there):
        case_head(head, visit, folded=True)
        new_rules_notice(head)
        with two_columns() as (main, aside):
            with main:
                draw_head(sheet, step)
                draw_forms(sheet)
                draw_way_on(sheet, view, returns)
                upload_guard()
            with aside:
                draw_panel(sheet, view)
                contact_lines(head)
    sheet.look(step)
    visit.listen(f"case:{head.id}", visit.news(sheet.on_news))
    point_at(sheet, step, at)


def point_at(sheet: Sheet, step: str, at: str) -> None:
    """Take the person to the field the link named, or to the part of the page."""
    form = sheet.forms[step]
    if "/" in at or "@" in at:
        form.open_row_of(at)
    if at and form.form is not None and at in form.fields:
        form.form.focus(at)
    elif sheet.is_whole and step != next(iter(sheet.forms)):
        tell_browser("focus", part_id(step), sheet.visit.client)


def part_id(step: str) -> str:
    """The DOM id of a step's heading among the others."""
    return f"part-{step}"


def draw_head(sheet: Sheet, step: str) -> None:
    """Colleagues, the other way of filling in, and the save mark; or why nothing can be changed."""
    forms = sheet.forms.values()
    if sheet.is_whole:
        draw_switch(sheet, step)
    with Tag("div", classes="form-head" + (" is-sticky" if sheet.is_whole else "")):
        sheet.colleagues = Colleagues(sheet.visit, sheet.head.id, {f"{sheet.phase}/{one.view.step}": one.fields for one in forms})
        if not sheet.is_whole:
            draw_switch(sheet, step)
        if not all(part.locked for form in forms for part in all_parts(form.view.parts)):
            times = [form.view.saved_at for form in forms if form.view.saved_at]
            sheet.mark = save_mark(max(times, default=None))
        elif why := next((form.view.locked for form in forms if form.view.locked), None):
            notice(why, Tone.GREY, title=_("This part cannot be changed now"))


def draw_switch(sheet: Sheet, step: str) -> None:
    """The other way of filling in, kept for next time."""
    visit = sheet.visit

    async def switch() -> None:
        async with sheet.saving:  # what was typed last is acknowledged before the page goes
            keep = functools.partial(house().keeper.book.change_person, visit.actor.person_id, form_view=STEPS if sheet.is_whole else WHOLE)
            await house().run_writing(keep)
        visit.client.open(f"/cases/{sheet.head.ref}/{sheet.phase}/{step}")

    words = _("Show one part at a time") if sheet.is_whole else _("Show all parts on one page")
    switcher = button(words, visit.handler(switch), kind="quiet", icon="file" if sheet.is_whole else "layout-list")
    switcher.classes("form-switch").props("data-leaves")


def draw_forms(sheet: Sheet) -> None:
    """The one form, or each under its heading; what does not apply now waits invisibly."""
    for form in sheet.forms.values():
        if not sheet.is_whole:
            form.draw()
            continue
        with Tag("section", classes="answer-part stack stack-6", aria_labelledby=part_id(form.view.step)) as form.box:
            heading(form.view.title, level=2, id_=part_id(form.view.step))
            if form.view.intro:
                paragraph(form.view.intro, look="muted")
            form.draw()
        form.box.set_visibility(applies(form.view.parts))


def draw_way_on(sheet: Sheet, view: StepView, returns: str) -> None:
    """On to the next page that lacks something, and back; for somebody who came from the review, there."""
    ref = sheet.head.ref

    async def go_on() -> None:
        async with sheet.saving:  # as above
            pass
        if returns or sheet.is_whole:
            sheet.visit.client.open(returns or f"/cases/{ref}/review")
            return
        (fresh,) = await sheet.fetch()
        following = fresh.next_lacking if fresh.next_lacking != fresh.step else ""
        address = f"{fresh.phase}/{following}" if following else "review"
        sheet.visit.client.open(f"/cases/{ref}/{address}")

    with row(gap=4):
        button(_("Continue"), sheet.visit.handler(go_on), icon="arrow-right").props("data-leaves")
        before = f"/{view.phase}/{view.previous}" if view.previous and not sheet.is_whole else ""
        link(_("Back"), returns or f"/cases/{ref}{before}")


def draw_panel(sheet: Sheet, view: StepView) -> None:
    """What is missing, and the way to say that something cannot be had."""
    chosen = {"key": "", "reason": ""}

    def cannot(key: str) -> None:
        chosen["key"] = key
        box.open()

    async def send() -> None:
        await sheet.waive(chosen["key"], chosen["reason"])
        box.close()

    with dialog(_("I cannot get this")) as box:
        paragraph(_("Say why in a sentence. The municipality reads it and decides whether it will do without."))
        Tag("label", _("Reason"), classes="field-label", for_="waive-reason")
        reason = Tag("textarea", classes="control", id="waive-reason", rows="3")
        reason.on("input", lambda event: chosen.update(reason=str(event.args)[:2000]), js_handler="(e) => emit(e.target.value)")
        button(_("Send with this reason"), sheet.visit.handler(send))
    shown = missing_view(view.ledger, sheet.head.ref, sheet.titles, (sheet.phase, sheet.is_drawn))
    sheet.panel = missing_panel(shown, on_cannot=cannot if not view.locked or sheet.head.status == "draft" else None)
