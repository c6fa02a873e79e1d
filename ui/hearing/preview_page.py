"""`/cases/{ref}/requests/preview`: exactly what the contractor will see when the tray is sent, and the sending itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.errors import BadInput
from models.notices import Mail
from models.text import Text, _, _n
from ui.case_parts.frames import visitor_frame
from ui.case_parts.head import case_head
from ui.components import SummaryRow, Tag, button, details, heading, notice, row, section, summary_list
from ui.contractor.requests import show_requests
from ui.hearing.moved import moved_box
from ui.print.mail import render_mail
from ui.theme import Tone
from ui.visit import Visit, house, portal_page
from workflows.casework.tray_sending import SendingPreview, Told, preview_requests, send_requests

HOW = {
    "instant": _("A notice at once, and this mail at once"),
    "daily": _("A notice at once; the mail comes gathered in the morning"),
    "off": _("A notice at once; no mail, as they have chosen"),
}


@portal_page("/cases/{ref}/requests/preview", action="preview_requests")
async def preview_page(visit: Visit, ref: str, due: str = "", seen: int | None = None) -> None:
    """Made anew each time it is opened; nothing of it is kept until it is sent."""
    view: SendingPreview = await visit.do(preview_requests, ref, due=day_of_address(due), seen_version=seen)
    over = _("{number} · what {company} will see", number=view.number, company=view.home.head.company)
    with visitor_frame(visit, title=_("Look before you send"), over=over, back=(_("The case"), f"/cases/{ref}")) as page:
        page.speaker = visit.speaker
        Preview(visit, view).draw()


def day_of_address(words: str) -> date | None:
    """The day of an address, None where it names none. Raises BadInput for what is no day."""
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise BadInput(_("Choose the day the answer is wanted by."), target="due") from None


class Preview:
    """The page: what stops a thoughtful officer first, then the case, then the mails, then the button."""

    def __init__(self, visit: Visit, view: SendingPreview) -> None:
        self.visit, self.view = visit, view

    def draw(self) -> None:
        """Everything, in order."""
        moved_box(self.view.moves, self.visit.speaker, on_seen=self.seen, at=f"/cases/{self.view.ref}")
        self.draw_warnings()
        with section(_("The case as {company} will see it", company=self.view.home.head.company)), Tag("div", classes="preview-sheet"):
            case_head(self.view.home.head, self.visit)
            show_requests(self.view.home, self.visit)
        with section(_("Who is told")):
            for one in self.view.told:
                self.draw_told(one)
        with row():
            words = _n("Send {n} request", "Send {n} requests", len(self.sent()))
            button(words, self.visit.handler(self.send), icon="send")
            button(_("Back without sending"), href=f"/cases/{self.view.ref}", kind="quiet")

    def sent(self) -> Sequence[object]:
        """The requests that would go."""
        return [one for one in self.view.home.requests if one.state == "sent"]

    def draw_warnings(self) -> None:
        """Sentences nobody can act upon, and demands beyond the rules. They stop nothing."""
        titles = {one.id: one.number for one in self.view.home.requests}
        for id_, remarks in self.view.remarks.items():
            for remark in remarks:
                notice(remark, Tone.YELLOW, title=_("Your sentence to request {number}", number=titles.get(id_, 0)))
        if self.view.extra_demands:
            words = _n(
                "{n} is an extra demand: no requirement asks for it. The contractor sees that and your reason, and it is counted.",
                "{n} are extra demands: no requirement asks for them. The contractor sees that and your reasons, and they are counted.",
                self.view.extra_demands,
            )
            notice(words, Tone.BLUE)

    def draw_told(self, one: Told) -> None:
        """One person, and the mail as it leaves."""
        mail = Mail(
            id="preview", message_id="preview", person_id="preview", address=one.address, language=one.language, thread="preview",
            lines=[dict(one.line)], created_at=self.visit.now(), due_at=self.visit.now(),
        )  # fmt: skip
        made = render_mail(mail, house().keeper.base_url)
        if made is None:
            return
        heading(one.name, level=3)
        rows = [SummaryRow(_("To"), one.address), SummaryRow(_("How"), HOW[one.how]), SummaryRow(_("Subject"), made.subject)]
        summary_list(rows, title=_("Mail"))
        with details(_("The mail's text"), is_open=True):
            Tag("pre", made.plain, classes="preview-mail", tabindex="0", lang=one.language)

    async def seen(self) -> None:
        """What changed was looked at: the page made anew."""
        self.visit.client.open(f"{self.visit.path}?due={self.view.due.isoformat()}")

    async def send(self) -> None:
        """Send what was shown, unless somebody changed the case since. Raises what the use case raises."""
        if self.view.moves:
            raise BadInput(_look_first())
        await self.visit.do(send_requests, self.view.ref, due=self.view.due, seen_version=self.view.seen_version)
        self.visit.client.open(f"/cases/{self.view.ref}")


def _look_first() -> Text:
    return _("Look first at what changed, and say that you have.")
