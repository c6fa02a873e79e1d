"""Check your answers, and send. What lacks is shown in place; the button always answers."""

from __future__ import annotations

from collections.abc import Mapping
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
from ui.contractor.panel import step_address
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework.sending import Blocked, Receipt, Review, resubmit, review, submit
from workflows.ledger import LedgerRow
from workflows.summary import SummaryGroup, SummaryLine, SummarySection

BACK = "review"
"""In the address of a step: Continue leads back to where the review was left."""


@portal_page("/cases/{ref}/review", action="submit")
async def review_page(visit: Visit, ref: str) -> None:
    """Everything that would be sent, and the button."""
    seen: Review = await visit.ask(review, ref)
    with visitor_frame(visit, title=_("Check your answers"), over=seen.number, back=(_("Overview"), f"/cases/{ref}")) as page:
        body = Tag("div", classes="stack stack-8")
        with body:
            Sending(visit, seen, page, body).draw()


def row_id(base: str, at: str) -> str:
    """The DOM id of an answer's row; `base` is the address of its step."""
    return f"row-{base.rsplit('/', 1)[-1]}-{at.replace('/', '-').replace('@', '-')}"


class Sending:
    """One look at what would be sent; `seen_version` goes back with the sending."""

    def __init__(self, visit: Visit, seen: Review, page: Page, body: Tag) -> None:
        self.visit, self.seen, self.page, self.body = visit, seen, page, body
        self.words = {"reason": ""}
        self.files = {one.id: one for one in seen.documents}
        self.lacking: Mapping[str, LedgerRow] = {row.at: row for row in seen.rows if row.is_unmet and row.at and not row.officer_only}

    def draw(self) -> None:
        """Summary, sections, what will be asked for, who is told, and the button."""
        seen = self.seen
        self.errors = error_summary()
        if seen.needed and not seen.blocking:
            words = _n(
                "{n} thing the municipality needs is still missing. Send now, and you are asked for the rest; today's date counts.",
                "{n} things the municipality needs are still missing. Send now, and you are asked for the rest; today's date counts.",
                len(seen.needed),
            )
            notice(words, Tone.YELLOW, title=_("Not complete yet"))
        for part in seen.sections:
            self._section(part)
        self._waived()
        self._fees()
        self._who()
        self._send()

    def _section(self, part: SummarySection) -> None:
        base = f"/cases/{self.seen.ref}/{self.seen.phase}/{part.step}"
        lines = [one for one in part.parts if isinstance(one, SummaryLine)]
        if lines:
            summary_list([self._line(one, base) for one in lines], title=part.title, change=f"{base}?back={BACK}")
        else:
            heading(part.title, level=2)
        for group in part.parts:
            if isinstance(group, SummaryGroup):
                self._group(group, base)

    def _group(self, group: SummaryGroup, base: str) -> None:
        if not group.rows:
            lack = self.lacking.get(group.key)
            note = lack.what if lack else None
            only = SummaryRow(group.label, None, f"{base}?at={group.key}&back={BACK}", note=note, lacks=lack is not None)
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
        if seen.needed or (seen.is_resubmission and seen.answered < seen.asked):
            Tag("label", _("Why do you send it as it is? (a sentence for the officer)"), classes="field-label", for_="send-reason")
            words = Tag("textarea", classes="control", id="send-reason", rows="2")
            words.on("input", lambda event: self.words.update(reason=str(event.args)[:2000]), js_handler="(e) => emit(e.target.value)")
        label = _("Send the answers to {municipality}") if seen.is_resubmission else _("Send to {municipality}")
        with row():
            button(label.with_values(municipality=seen.municipality), self.press, icon="send")
            link(_("Back to the overview"), f"/cases/{seen.ref}")

    async def press(self) -> None:
        """Send; what stops it is said at the top, each line leading to its place."""
        use_case: Any = resubmit if self.seen.is_resubmission else submit
        said = {"sentence" if self.seen.is_resubmission else "reason": self.words["reason"]}
        receipt: list[Receipt] = []

        async def send() -> None:
            receipt.append(await self.visit.do(use_case, self.seen.ref, seen_version=self.seen.seen_version, **said))

        try:
            await send()
        except Blocked as error:
            self.errors.show([ErrorLine(row.what, step_address(row, self.seen.ref)) for row in error.rows])
            return
        except PortalError as error:
            self.errors.show([ErrorLine(error.text, f"/cases/{self.seen.ref}")])
            return
        self._thank(receipt[0])

    def _thank(self, receipt: Receipt) -> None:
        """The receipt, in place of the form."""
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
