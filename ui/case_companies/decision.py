"""The municipality's word about a handover: approve, or refuse with a reason. Used on the case's desk and on the page of its companies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from models.delegation import ACCEPTED
from models.text import _
from ui.case_companies.lines import STATES
from ui.company.pieces import typed_words
from ui.components import SummaryRow, Tag, button, link, notice, paragraph, row, summary_list
from ui.theme import Tone
from workflows.access.handover import approve_handover, refuse_handover
from workflows.casework.companies import HandoverLine


class Doer(Protocol):
    """The visit, as far as deciding needs it."""

    @property
    def path(self) -> str:
        """Where the visitor is."""
        ...

    async def do(self, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a writing use case."""
        ...

    def handler(self, act: Callable[..., Awaitable[Any]]) -> Callable[..., Any]:
        """The same act, telling in words what went wrong."""
        ...


def decide_part(
    visit: Doer,
    ref: str,
    waiting: HandoverLine,
    typed: dict[str, str],
    *,
    may_decide: bool,
    is_fresh: bool,
    done: Callable[[], Awaitable[None]],
) -> None:
    """What is offered to whom and why, and the two answers; `typed` keeps a half written reason."""
    rows = [
        SummaryRow(_("From"), waiting.from_company),
        SummaryRow(_("To"), waiting.to_company),
        SummaryRow(_("Reason"), waiting.reason),
        SummaryRow(_("Stands"), STATES[waiting.state]),
    ]
    if waiting.accepted_by:
        rows.append(SummaryRow(_("Accepted by"), waiting.accepted_by))
    summary_list(rows, title=_("A handover is under way"))
    if not may_decide:
        paragraph(_("An approver decides about the handover."), look="muted")
        return
    if not is_fresh:
        notice(_("Sign in again before you decide."), Tone.YELLOW)
        link(_("Sign in again"), f"/login?next={visit.path}&again=1")
        return

    async def approve() -> None:
        await visit.do(approve_handover, ref)
        await done()

    async def refuse() -> None:
        await visit.do(refuse_handover, ref, typed.get("words", ""))
        typed.clear()
        await done()

    if waiting.state == ACCEPTED:
        paragraph(_("{company} answers for the case from the moment you approve.", company=waiting.to_company), look="muted")
        with row():
            button(_("Approve the handover"), visit.handler(approve), icon="check")
    with Tag("details", classes="details", data_refuse_handover=""):
        Tag("summary", _("Refuse the handover"))
        with Tag("div", classes="details-body stack stack-3"):
            typed_words(_("Reason; both companies read it"), "refuse-handover", typed)
            with row():
                button(_("Refuse the handover"), visit.handler(refuse), kind="danger")
