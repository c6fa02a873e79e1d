"""`/notices`: what happened that concerns me, newest first, live; and how mails about it come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.text import Text, _, _c
from ui.case_parts.frames import visitor_frame
from ui.components import (
    Change,
    Choice,
    FieldView,
    Tag,
    View,
    answer_form,
    button,
    empty_state,
    field,
    link,
    notice,
    pagination,
    paragraph,
    row,
    section,
)
from ui.components.base import html
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.notices.kinds import ALWAYS_AT_ONCE, FOR_ADMINISTRATORS, TOPICS
from workflows.notices.reading import NoticeLine, NoticeList, choose_mails, mark_notices, notice_list
from workflows.policy import MATRIX

WAYS: dict[str, Text] = {"instant": _("At once"), "daily": _("Once a day, at seven in the morning"), "off": _("No mail")}


class NoticeLines(View):
    """The notices as a list of links; a new one says so in words."""

    template = html("notice-list", Path(__file__).parent / "html")

    def show(self, lines: Sequence[NoticeLine]) -> None:
        """These from now on."""
        self.change(lines=lines_of(lines, self.speaker))


@portal_page("/notices", action="see_notices")
async def notices_page(visit: Visit, after: str = "") -> None:
    """The list, and the choices under it."""
    found: NoticeList = await visit.ask(notice_list, after or None)
    lead = _("What happened in your cases and with your access. The newest stands first.")
    with visitor_frame(visit, title=_c("inbox", "Notices"), lead=lead):
        tell_refused(found)
        if visit.actor.role in MATRIX["see_mentions"]:
            with row():
                link(_("Where you are named"), "/mentions")
        box = Tag("div", classes="stack stack-4")
        with box:
            draw_list(visit, found, after)
        with section(_("How do you want your mails?")):
            draw_wishes(visit, found)

    async def look_again(changes: Sequence[Any]) -> None:
        if not any(change.tells("notice", "notices_read") for change in changes):
            return
        fresh: NoticeList = await visit.ask(notice_list, after or None)
        box.clear()
        with box:
            draw_list(visit, fresh, after)

    visit.listen(f"person:{visit.actor.person_id}", visit.handler(look_again))


def tell_refused(found: NoticeList) -> None:
    """Mails to this address bounced: nobody else would tell."""
    for address in found.refused:
        words = _("The last mail to {address} was refused by its server. Ask your administrator to correct the address.", address=address)
        notice(words, Tone.YELLOW)


def draw_list(visit: Visit, found: NoticeList, after: str) -> None:
    """The notices, or why there are none."""
    if not found.lines:
        empty_state("bell", _("Nothing has happened yet"), _("News about your cases comes here, and by mail if you want."))
        return

    async def act(_name: str, notice_id: Any) -> None:
        await visit.do(mark_notices, str(notice_id)[:64])

    async def read_all() -> None:
        await visit.do(mark_notices)

    if found.unread:
        with row():
            button(_("Mark all as read"), visit.handler(read_all), kind="secondary", icon="check")
    words = {"new": _("New"), "acts": _("You must act")}
    NoticeLines({"label": _c("inbox", "Notices"), "words": words, "lines": lines_of(found.lines, visit.speaker)}, on_act=visit.handler(act))
    pagination("/notices" if after else None, f"/notices?after={found.next}" if found.next else None)


def lines_of(lines: Sequence[NoticeLine], speaker: Any) -> list[dict[str, Any]]:
    """Notices as the list shows them."""
    return [
        {"id": one.id, "said": speaker(one.line.said), "href": one.line.path, "acts": one.line.acts, "is_new": one.is_new,
         "when": speaker.moment(one.at)}
        for one in lines
    ]  # fmt: skip


def draw_wishes(visit: Visit, found: NoticeList) -> None:
    """One choice for each topic; what protects a login always comes."""

    async def chosen(changes: Sequence[Change]) -> bool:
        for change in changes:
            await visit.do(choose_mails, change.key, str(change.value))
        return True

    paragraph(_("More about the same case within ten minutes comes in one mail."), look="muted")
    with answer_form("", visit.handler(chosen)):
        for topic, label in TOPICS.items():
            if topic in FOR_ADMINISTRATORS and visit.actor.role not in MATRIX["keep_webhooks"]:
                continue
            locked = _("Mails that protect your login always come at once.") if topic in ALWAYS_AT_ONCE else None
            options = [Choice(key, words) for key, words in WAYS.items()]
            field(FieldView(topic, label, "choice", found.wishes[topic], options=options, locked=locked))
