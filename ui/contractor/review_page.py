"""Check your answers, and send. What lacks is shown in place; the button always answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.base import Status
from models.errors import PortalError
from models.text import Text, _, _n
from ui.case_parts.fees import fee_words
from ui.case_parts.frames import visitor_frame
from ui.case_parts.receipts import receipt_address
from ui.case_parts.talk import file_line
from ui.components import (
    ErrorLine,
    Page,
    SummaryRow,
    Tag,
    button,
    confirmation,
    error_summary,
    heading,
    link,
    notice,
    paragraph,
    row,
    section,
    summary_list,
)
from ui.components.map import shown_map
from ui.contractor.panel import step_address
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework.sending import Blocked, Receipt, Review, resubmit, review, submit
from workflows.ledger import LedgerRow
from workflows.summary import SummaryGroup, SummaryLine, SummarySection

ABOUT_FILES = frozenset({"attached", "file_removed", "file_restored", "file_judged", "files_confirmed"})
BACK = "review"
"""In the address of a step: Continue leads back to where the review was left."""


@portal_page("/cases/{ref}/review", action="submit")
async def review_page(visit: Visit, ref: str) -> None:
    """Everything that would be sent, and the button."""
    seen: Review = await visit.ask(review, ref)
    with visitor_frame(visit, title=_("Check your answers"), over=seen.number, back=(_("Overview"), f"/cases/{ref}")) as page:
        body = Tag("div", classes="stack stack-8")
        with body:
            sending = Sending(visit, seen, page, body)
            sending.draw()
    visit.listen(f"case:{seen.case_id}", visit.news(sending.on_news))
    if seen.being_checked:
        await sending.look_again()  # it may have been judged while the page was made


def row_id(base: str, at: str) -> str:
    """The DOM id of an answer's row, of the whole section where no place is named; `base` is the address of its step."""
    step = base.rsplit("/", 1)[-1]
    return f"row-{step}-{at.replace('/', '-').replace('@', '-')}" if at else f"section-{step}"


class Sending:
    """One look at what would be sent; the version it was seen in goes back with the sending, also when files were judged meanwhile."""

    def __init__(self, visit: Visit, seen: Review, page: Page, body: Tag) -> None:
        self.visit, self.page, self.body = visit, page, body
        self.words = {"reason": ""}
        self.seen_version = seen.seen_version
        self.is_sent = False
        self._take(seen)

    def _take(self, seen: Review) -> None:
        self.seen = seen
        self.files = {one.id: one for one in seen.documents}
        self.lacking: Mapping[str, LedgerRow] = {row.at: row for row in seen.rows if row.is_unmet and row.at and not row.officer_only}

    def draw(self) -> None:
        """Summary, sections, what will be asked for, who is told, and the button."""
        self.errors = error_summary()
        self.told = Tag("div", classes="stack stack-8")
        with self.told:
            self._tell()
        self._send()

    async def on_news(self, changes: Sequence[Any]) -> None:
        """A file came, went or was judged."""
        if any(change.tells(*ABOUT_FILES) for change in changes):
            await self.look_again()

    async def look_again(self) -> None:
        """Show what would be sent now; what is being written stays."""
        fresh: Review = await self.visit.ask(review, self.seen.ref)
        if self.is_sent:
            return
        self._take(fresh)
        self.told.clear()
        with self.told:
            self._tell()
        self._show_sending()

    def _tell(self) -> None:
        seen = self.seen
        if seen.needed and not seen.blocking:
            words = _n(
                "{n} thing the municipality needs is still missing. Send now, and you are asked for the rest; today's date counts.",
                "{n} things the municipality needs are still missing. Send now, and you are asked for the rest; today's date counts.",
                len(seen.needed),
            )
            notice(words, Tone.YELLOW, title=_("Not complete yet"))
        for one in seen.blocking:
            if not one.at:  # what stands at a question is told there
                notice(one.how_to_fix, Tone.RED, title=one.what)
        for part in seen.sections:
            self._section(part)
        self._waived()
        self._fees()
        self._who()

    def _section(self, part: SummarySection) -> None:
        base = f"/cases/{self.seen.ref}/{self.seen.phase}/{part.step}"
        lines = [one for one in part.parts if isinstance(one, SummaryLine)]
        if lines:
            summary_list([self._line(one, base) for one in lines], title=part.title, change=f"{base}?back={BACK}", id_=row_id(base, ""))
        else:
            heading(part.title, level=2, id_=row_id(base, ""))
        for group in part.parts:
            if isinstance(group, SummaryGroup):
                self._group(group, base)

    def _group(self, group: SummaryGroup, base: str) -> None:
        if not group.rows:
            lack = self.lacking.get(group.key)
            note = lack.what if lack else None
            change, id_ = f"{base}?at={group.key}&back={BACK}", row_id(base, group.key)
            only = SummaryRow(group.label, None, change, note=note, id=id_, lacks=lack is not None)
            summary_list([only], title=group.label)
        for one in group.rows:
            summary_list([self._line(line, base) for line in one.lines], title=one.title)

    def _line(self, line: SummaryLine, base: str) -> SummaryRow:
        lack = self.lacking.get(line.at)
        return SummaryRow(
            line.label,
            None if line.is_slot else line.value,
            f"{base}?at={line.at}&back={BACK}",
            note=lack.what if lack else None,
            id=row_id(base, line.at),
            files=[file_line(self.files[file.id], self.seen.ref, self.visit.speaker) for file in line.files if file.id in self.files],
            lacks=lack is not None,
            map=shown_map(line.label, line.place),
        )

    def _waived(self) -> None:
        if self.seen.waived:
            rows = [SummaryRow(one.what, one.reason) for one in self.seen.waived]
            summary_list(rows, title=_("What you cannot supply, and why"))

    def _who(self) -> None:
        seen = self.seen
        with section(_("What happens then")):
            paragraph(_("{municipality} receives the case and checks it.", municipality=seen.municipality))
            if seen.is_notice:
                paragraph(_("This is a notice: you may start the work when it is sent."))
            if seen.expected:
                paragraph(_("If it is complete, the answer is due {day} at the latest.", day=seen.expected))
            if seen.recipients:
                paragraph(_("These are told what becomes of it: {names}.", names=", ".join(seen.recipients)))

    def _fees(self) -> None:
        """What the municipality takes for it, as far as is known."""
        if self.seen.fees:
            rows = [SummaryRow(one.label, fee_words(one)) for one in self.seen.fees]
            summary_list(rows, title=_("Fees"))

    def _send(self) -> None:
        seen = self.seen
        with Tag("div", classes="stack stack-2") as self.why:
            Tag("label", _("Why do you send it as it is? (a sentence for the officer)"), classes="field-label", for_="send-reason")
            words = Tag("textarea", classes="control", id="send-reason", rows="2")
            words.on("input", lambda event: self.words.update(reason=str(event.args)[:2000]), js_handler="(e) => emit(e.target.value)")
        self.waiting = notice("", Tone.SKY, live=True)
        label = _("Send the answers to {municipality}") if seen.is_resubmission else _("Send to {municipality}")
        with row():
            self.button = button(label.with_values(municipality=seen.municipality), self.press, icon="send")
            link(_("Back to the overview"), f"/cases/{seen.ref}")
        self._show_sending()

    def _show_sending(self) -> None:
        """Whether a sentence is wanted, and whether a file must be waited for."""
        seen = self.seen
        self.why.set_visibility(bool(seen.needed) or (seen.is_resubmission and seen.answered < seen.asked))
        self.waiting.set_visibility(bool(seen.being_checked))
        if file := seen.being_checked:
            self.waiting.show(_("{file} is being checked. You can send when that is done; it takes seconds.", file=file), Tone.SKY)
            self.button.refuse(_("{file} is being checked. Wait a moment and send again.", file=file))
        else:
            self.button.allow()

    async def press(self) -> None:
        """Send; what stops it is said at the top, each line leading to its place."""
        use_case: Any = resubmit if self.seen.is_resubmission else submit
        said = {"sentence" if self.seen.is_resubmission else "reason": self.words["reason"]}
        receipt: list[Receipt] = []

        async def send() -> None:
            receipt.append(await self.visit.do(use_case, self.seen.ref, seen_version=self.seen_version, **said))

        try:
            await send()
        except Blocked as error:
            self.errors.show([ErrorLine(row.what, step_address(row, self.seen.ref, tried=True)) for row in error.rows])
            return
        except PortalError as error:
            self.errors.show([ErrorLine(error.text, f"/cases/{self.seen.ref}")])
            return
        self._thank(receipt[0])

    def _thank(self, receipt: Receipt) -> None:
        """The receipt, in place of the form."""
        self.is_sent = True
        self.body.clear()
        self.page.retitle(_("Sent"), heading=_("Sent"))
        lines: list[Text] = [_("{municipality} has received the case.", municipality=receipt.municipality)]
        if receipt.status == Status.PAUSED:
            lines.append(
                _n(
                    "{n} thing is missing. You are asked for it at once.",
                    "{n} things are missing. You are asked for them at once.",
                    len(receipt.lacking),
                )
            )
        elif receipt.is_notice:
            lines.append(_("You may start the work. Send the final report when it is done."))
        elif receipt.expected:
            lines.append(_("The answer is due {day} at the latest.", day=receipt.expected))
        with self.body:
            confirmation(_("Thank you, it has arrived"), receipt.number, lines)
            with row():
                button(_("Go to the case"), href=f"/cases/{receipt.ref}")
                paper = receipt_address(receipt.ref, receipt.phase, receipt.sending)
                button(_("Download the receipt (PDF)"), href=paper, kind="secondary", icon="download")
                link(_("All cases"), "/cases")
        self.page.focus("main-heading")
