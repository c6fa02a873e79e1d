"""What the municipality asks to have corrected: each with its place, what stood there, and the answer; sent together when ready.

Who may only read the case sees the same without the buttons.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.base import Phase
from models.correspondence import MORE_TIME, RequestState, TargetKind
from models.text import Text, _, _n
from ui.components import Tag, button, dialog, heading, link, notice, paragraph, row, section, tag
from ui.theme import Tone
from ui.visit import Visit
from workflows.casework.answering import answer_request, take_back_answer
from workflows.casework.drafting import unlock_step
from workflows.casework.views import CaseHome, RequestInfo


def show_requests(home: CaseHome, visit: Visit) -> None:
    """The numbered list and its footer."""
    waiting = [one for one in home.requests if one.state in (RequestState.SENT, RequestState.REOPENED) and one.blocking]
    ready = sum(one.is_ready for one in waiting)
    with section(_("The municipality asks you to correct this")):
        due = home.head.clock.answer_by
        if due:
            paragraph(_("Answer by {day}. The municipality's time stands still until you have answered.", day=due), look="lead")
        with Tag("ol", classes="plain-list stack stack-4"):
            for one in waiting:
                show_request(one, home, visit)
        with row():
            if "resubmit" in home.permitted:
                words = _n("Send answers ({ready} of {n} ready)", "Send answers ({ready} of {n} ready)", len(waiting), ready=ready)
                button(words, href=f"/cases/{home.head.ref}/review", icon="send")
            if "unlock_step" in home.permitted:
                show_unlock(home, visit)


def show_request(one: RequestInfo, home: CaseHome, visit: Visit) -> None:
    """One request with its place, its words, and the ways to answer."""
    with Tag("li", classes="card stack stack-2", data_request=one.id, id=f"request-{one.id}"):
        with row():
            heading(_("{number}. {label}", number=one.number, label=one.label), level=3)
            tag(*state_of(one))
        paragraph(one.what)
        paragraph(one.how_to_fix, look="muted")
        if one.comment:
            paragraph(_("The officer writes: {words}", words=one.comment))
        if one.is_extra:
            with row():
                tag(_("Extra demand"), Tone.YELLOW)
            paragraph(_("No requirement asks for this. The municipality's reason: {words}", words=one.extra_reason))
        elif one.extra_reason:
            paragraph(_("The municipality's reason: {words}", words=one.extra_reason))
        show_source(one)
        if one.old is not None:
            paragraph(_("When it was asked: {value}", value=one.old), look="small")
        if one.new is not None and one.new != one.old:
            paragraph(_("Now: {value}", value=one.new), look="small")
        if one.answer_kind == MORE_TIME:
            notice(_("You have asked for more time: {words}", words=one.answer), Tone.BLUE)
        elif one.answer:
            notice(_("Your answer: {words}", words=one.answer), Tone.BLUE)
        if "answer_request" in home.permitted:
            show_answers(one, home, visit)


def show_source(one: RequestInfo) -> None:
    """Where the demand comes from, and the way there."""
    words = _("Source: {source}", source=one.source.words)
    if one.source.url:
        with Tag("p", classes="text-small"):
            link(words, one.source.url, new_tab=True)
    elif one.source.words.in_english():
        paragraph(words, look="small")


def state_of(one: RequestInfo) -> tuple[Text, Tone]:
    """Ready to be sent, or still to be answered."""
    return (_("Ready to send"), Tone.GREEN) if one.is_ready else (_("Waits for your answer"), Tone.YELLOW)


def show_answers(one: RequestInfo, home: CaseHome, visit: Visit) -> None:
    """Correct it, say why it is right, or ask for more time."""
    with row():
        if one.target_kind != TargetKind.FREE:
            words = _("Upload") if one.target_kind == TargetKind.SLOT else _("Correct it")
            button(words, href=place_of(one, home.head.ref), kind="secondary", icon="pencil")
        if one.answer_kind and one.answer_kind != MORE_TIME:

            async def take_back() -> None:
                await visit.do(take_back_answer, home.head.ref, one.id)
                visit.client.open(visit.path)

            button(_("Take the answer back"), visit.handler(take_back), kind="quiet")
        else:
            free = one.target_kind == TargetKind.FREE
            say(_("Answer") if free else _("I think this is right"), "corrected" if free else "disputed", one, home, visit)
            if not one.answer_kind:
                say(_("I need more time"), MORE_TIME, one, home, visit)


def say(label: Text, kind: str, one: RequestInfo, home: CaseHome, visit: Visit) -> None:
    """A button that asks for a sentence."""
    written = {"words": ""}

    async def send() -> None:
        await visit.do(answer_request, home.head.ref, one.id, kind, written["words"])
        visit.client.open(visit.path)

    with dialog(label) as box:
        name = f"answer-{kind}-{one.id}"
        Tag("label", _("Write it in a sentence"), classes="field-label", for_=name)
        words = Tag("textarea", classes="control", id=name, rows="3")
        words.on("input", lambda event: written.update(words=str(event.args)[:2000]), js_handler="(e) => emit(e.target.value)")
        if kind == MORE_TIME:
            paragraph(_("The municipality reads it at once. Until they give you more time, the day stands."), look="small")
        button(_("Ask for more time") if kind == MORE_TIME else _("Keep the answer"), visit.handler(send))
    button(label, box.open, kind="quiet")


def show_unlock(home: CaseHome, visit: Visit) -> None:
    """Opening a part nobody asked about, with a reason the municipality reads."""
    written = {"words": "", "step": home.steps[0].key if home.steps else ""}

    async def open_it() -> None:
        await visit.do(unlock_step, home.head.ref, written["step"], written["words"])
        visit.client.open(f"/cases/{home.head.ref}/{home.head.phase}/{written['step']}")

    with dialog(_("Change something else")) as box:
        Tag("label", _("Which part?"), classes="field-label", for_="unlock-step")
        with Tag("select", classes="control", id="unlock-step") as chosen:
            for step in home.steps:
                Tag("option", step.title, value=step.key)
        chosen.on("change", lambda event: written.update(step=known(str(event.args), home)), js_handler="(e) => emit(e.target.value)")
        Tag("label", _("Why?"), classes="field-label", for_="unlock-reason")
        words = Tag("textarea", classes="control", id="unlock-reason", rows="2")
        words.on("input", lambda event: written.update(words=str(event.args)[:2000]), js_handler="(e) => emit(e.target.value)")
        button(_("Open this part"), visit.handler(open_it))
    button(_("Change something else"), box.open, kind="quiet")


def known(step: str, home: CaseHome) -> str:
    """A step of the case; what a browser makes up becomes the first."""
    keys: Sequence[Any] = [one.key for one in home.steps]
    return step if step in keys else str(keys[0])


def place_of(one: RequestInfo, ref: str) -> str:
    """The page where the request points."""
    phase: Phase = one.phase
    return f"/cases/{ref}/{phase}/{one.step}" + (f"?at={one.at}" if one.at else "")
