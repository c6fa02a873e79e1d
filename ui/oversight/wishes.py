"""People who want to be erased, as whoever may carry it out sees them: on `/people` and `/platform`."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from models.text import _
from ui.components import Tag, button, dialog, notice, paragraph, section
from ui.theme import Tone
from ui.visit import Visit
from workflows.oversight.privacy import GOES, KEPT, WishLine, carry_out_erasure, erasure_wishes


async def draw_wishes(visit: Visit) -> None:
    """Each with what hinders it, or the button; nothing where nobody has asked."""
    found: tuple[Sequence[WishLine], bool] = await visit.ask(erasure_wishes)
    lines, is_fresh = found
    if not lines:
        return
    with section(_("Wants to be erased")):
        if not is_fresh:
            again = f"/login?next={visit.path}&again=1"
            notice(_("Sign in again before you erase anybody."), Tone.YELLOW, link=(_("Sign in again"), again))
        with Tag("ul", classes="plain-list stack stack-4"):
            for one in lines:
                with Tag("li", classes="card stack stack-3"):
                    draw_wish(visit, one)


def draw_wish(visit: Visit, one: WishLine) -> None:
    """Who, since when, and carrying it out after a last question that lists what goes and what stays."""

    async def erase(wish_id: str) -> None:
        await visit.do(carry_out_erasure, wish_id)
        visit.client.open(visit.path)

    day = visit.speaker.day(one.asked_at)
    paragraph(_("{name} ({email}) asked on {day}. Receipt {receipt}.", name=one.name, email=one.email, day=day, receipt=one.receipt))
    if one.hindrance is not None:
        paragraph(one.hindrance, look="muted")
        return
    with dialog(_("Erase {name}?", name=one.name)) as box:
        paragraph(_("This cannot be undone. These go:"))
        with Tag("ul", classes="bullets"):
            for words in GOES:
                Tag("li", words)
        paragraph(_("These stay, with the reason:"))
        with Tag("ul", classes="bullets"):
            for what, law in KEPT:
                Tag("li", _("{what} ({law})", what=what, law=law))
        button(_("Erase"), visit.handler(functools.partial(erase, one.id)), kind="danger", icon="x")
    button(_("Erase {name}", name=one.name), box.open, kind="danger", icon="x")
