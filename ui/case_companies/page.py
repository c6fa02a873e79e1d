"""`/cases/{ref}/companies`: who works on the case, and everything that can be done about it by whoever looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.delegation import APPROVED, OPEN_HANDOVER
from models.text import Text, _
from ui.case_companies.decision import decide_part
from ui.case_companies.forms import accept_part, asked_to_work_part, begin_part, invite_part
from ui.case_companies.frozen import frozen_part
from ui.case_companies.lines import STATES, cowork_words, handover_words, responsible_part
from ui.case_parts.frames import visitor_frame
from ui.components import SummaryRow, Tag, button, dialog, notice, paragraph, row, section, summary_list
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.access.case_companies import CompaniesView, case_companies
from workflows.access.coworking import end_cowork
from workflows.access.handover import offer_handover, start_handover, withdraw_handover
from workflows.casework.companies import CoworkLine


@portal_page("/cases/{ref}/companies", action="see_case_companies")
async def companies_page(visit: Visit, ref: str) -> None:
    """The companies of one case, live."""
    view: CompaniesView = await visit.ask(case_companies, ref)
    over = " · ".join(part for part in (view.number, visit.t(view.title), view.place) if part)
    back: tuple[Text, str] = (_("Overview"), f"/cases/{ref}") if view.side in ("owner", "coworker", "staff") else (_("Cases"), "/cases")
    with visitor_frame(visit, title=_("Who works on this case"), over=over, back=back):
        page = CompaniesPage(visit, view)
        page.box = Tag("div", classes="stack stack-8")
        page.draw()
    if view.side != "former":  # nothing of what happens now is theirs
        visit.listen(f"case:{view.case_id}", visit.news(page.look_again))


class CompaniesPage:
    """One open page; what is half written stays when something changes around it."""

    box: Tag

    def __init__(self, visit: Visit, view: CompaniesView) -> None:
        self.visit, self.view = visit, view
        self.typed: dict[str, dict[str, Any]] = {}

    async def look_again(self, _changes: Sequence[Any] = ()) -> None:
        """Fetch, and redraw when something differs."""
        fresh: CompaniesView = await self.visit.ask(case_companies, self.view.ref)
        if fresh != self.view:
            self.view = fresh
            self.draw()

    async def done(self) -> None:
        """Something was done: what was typed is used up."""
        self.typed.clear()
        await self.look_again()
        self.visit.tell(_("Done. Those concerned are told."), Tone.GREEN)

    def may(self, act: str) -> bool:
        """Whether the visitor may do this now."""
        return act in self.view.acts

    def draw(self) -> None:
        """Everything anew."""
        self.box.clear()
        view = self.view
        with self.box:
            if self.may("decline_cowork"):
                asked_to_work_part(self)
            if view.own_handover is not None:
                accept_part(self)
            if view.side == "former":
                self.draw_former()
            elif view.side != "asked":
                self.draw_responsible()
                self.draw_coworks()
                self.draw_handover()

    def draw_former(self) -> None:
        """What a company did before it handed the case over."""
        words = _("You handed this case over to {company}. You read what you did until then, and nothing after.", company=self.view.company)
        notice(
            words, Tone.GREY, title=_("Handed over {day}", day=self.visit.speaker.moment(self.view.left_at)) if self.view.left_at else None
        )
        if self.view.frozen is not None:
            frozen_part(self.view.frozen, self.view.ref, self.visit, with_files=True)

    def draw_responsible(self) -> None:
        """Who answers for the case, and who did."""
        with section(_("Responsible")):
            if self.view.companies.responsible:
                responsible_part(self.view.companies.responsible, self.visit.speaker)
            else:
                paragraph(_("{company} has answered for the case from the beginning.", company=self.view.company))

    def draw_coworks(self) -> None:
        """Other companies on the case, and asking one more."""
        with section(_("Other companies on the case")):
            if self.view.companies.coworks:
                with Tag("ul", classes="plain-list stack stack-3"):
                    for one in self.view.companies.coworks:
                        self.draw_cowork(one)
            else:
                paragraph(_("No other company works on the case."), look="muted")
            if self.may("invite_cowork"):
                invite_part(self)

    def draw_cowork(self, one: CoworkLine) -> None:
        """One of them, and ending it."""

        async def end() -> None:
            await self.visit.do(end_cowork, self.view.ref, one.id)
            if self.view.side == "coworker":
                self.visit.client.open("/cases")
                return
            await self.done()

        with Tag("li", classes="card stack stack-2"):
            Tag("strong", one.company)
            paragraph(cowork_words(one))
            own = self.view.own_cowork
            if self.may("end_cowork") and (self.view.side == "owner" or (own is not None and own.id == one.id)):
                with dialog(_("End the work of {company}?", company=one.company)) as box:
                    paragraph(_("It ends at once: the case is no longer there for {company}. What was done stays.", company=one.company))
                    button(_("End it now"), self.visit.handler(end), kind="danger", icon="x")
                with row():
                    button(_("End the work of {company}", company=one.company), box.open, kind="quiet", icon="x")

    def draw_handover(self) -> None:
        """The handover that waits, the way to begin one, and those that were."""
        view, waiting = self.view, self.view.companies.waiting
        with section(_("Handover to another company")):
            if waiting is not None and view.side == "staff":
                decide_part(
                    self.visit, view.ref, waiting, self.typed.setdefault("refuse", {}), may_decide=self.may("refuse_handover"),
                    is_fresh=view.has_fresh_login, done=self.done,
                )  # fmt: skip
            elif waiting is not None:
                rows = [SummaryRow(_("To"), waiting.to_company), SummaryRow(_("Reason"), waiting.reason)]
                summary_list([*rows, SummaryRow(_("Stands"), STATES[waiting.state])], title=_("A handover is under way"))
                paragraph(_("Until it is through, the case stays with {company}.", company=view.company), look="muted")
                self.draw_withdraw()
            elif self.may("offer_handover"):
                paragraph(_("The other company takes over answers, documents and responsibility. The municipality has to approve it."))
                begin_part(self, offer_handover)
            elif self.may("start_handover"):
                words = _("{company} can no longer act. You can ask another company to take the case over.", company=view.company)
                notice(words, Tone.YELLOW)
                begin_part(self, start_handover)
            else:
                paragraph(_("No handover is under way."), look="muted")
            self.draw_earlier()

    def draw_withdraw(self) -> None:
        """Taking the offer back."""
        if not self.may("withdraw_handover"):
            return

        async def withdraw() -> None:
            await self.visit.do(withdraw_handover, self.view.ref)
            await self.done()

        with row():
            button(_("Take the offer back"), self.visit.handler(withdraw), kind="secondary", icon="x")

    def draw_earlier(self) -> None:
        """Handovers that are through or were stopped."""
        earlier = [one for one in self.view.companies.handovers if one.state not in OPEN_HANDOVER]
        if not earlier:
            return
        speaker = self.visit.speaker
        rows = [
            SummaryRow(handover_words(one, speaker), STATES[one.state], lines=[one.words] if one.words and one.state != APPROVED else [])
            for one in reversed(earlier)
        ]
        summary_list(rows, title=_("Earlier handovers"))
