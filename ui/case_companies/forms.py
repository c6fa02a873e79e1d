"""What can be filled in on the page of a case's companies: asking one to work, offering the case, taking it over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from models.delegation import ACCEPTED
from models.text import Text, _
from ui.case_companies.frozen import frozen_part
from ui.case_companies.lines import rights_words
from ui.components import Change, Choice, FieldView, answer_form, button, details, field, link, notice, paragraph, row, section
from ui.theme import Tone
from workflows.access.coworking import accept_cowork, decline_cowork, invite_cowork
from workflows.access.handover import accept_handover, decline_handover

if TYPE_CHECKING:
    from ui.case_companies.page import CompaniesPage

Typed = dict[str, Any]


def typing_into(typed: Typed) -> Callable[[Sequence[Change]], Awaitable[bool]]:
    """Keeps what is typed while the page is redrawn around it."""

    async def typed_on(changes: Sequence[Change]) -> bool:
        typed.update({change.key: change.value for change in changes})
        return True

    return typed_on


def fresh_login_wanted(page: CompaniesPage, words: Text) -> bool:
    """Say that a new sign-in is needed; whether it is."""
    if page.view.has_fresh_login:
        return False
    notice(words, Tone.YELLOW)
    with row():
        link(_("Sign in again"), f"/login?next={page.visit.path}&again=1")
    return True


def invite_part(page: CompaniesPage) -> None:
    """Ask another company to work on the case."""
    typed = page.typed.setdefault("invite", {})

    async def invite() -> None:
        await page.visit.do(invite_cowork, page.view.ref, str(typed.get("cowork_number") or "")[:40], typed.get("cowork_rights") == "send")
        await page.done()

    with details(_("Ask a company to work on the case"), is_open=bool(typed)):
        paragraph(_("It sees this case and no other of yours. You answer for what it does."), look="muted")
        with answer_form("", typing_into(typed)):
            field(FieldView("cowork_number", _("Organisation number"), "text", typed.get("cowork_number", ""), hint=_("Nine digits.")))
            rights = [
                Choice("answer", _("Answer and attach"), _("You send yourselves.")),
                Choice("send", _("Answer, attach and send"), _("It sends for you.")),
            ]
            field(FieldView("cowork_rights", _("What may it do?"), "choice", typed.get("cowork_rights", "answer"), options=rights))
        with row():
            button(_("Ask the company"), page.visit.handler(invite), icon="send")


def asked_to_work_part(page: CompaniesPage) -> None:
    """One's own company is asked to work on the case of another."""
    own = page.view.own_cowork
    if own is None:
        return

    async def accept() -> None:
        await page.visit.do(accept_cowork, page.view.ref)
        page.visit.client.open(f"/cases/{page.view.ref}")

    async def decline() -> None:
        await page.visit.do(decline_cowork, page.view.ref)
        page.visit.client.open("/cases")

    with section(_("Offered to you")):
        notice(rights_words(own), Tone.BLUE, title=_("{company} asks you to work on this case", company=page.view.company))
        with row():
            if page.may("accept_cowork"):
                button(_("Begin to work on it"), page.visit.handler(accept), icon="check")
            button(_("No, thank you"), page.visit.handler(decline), kind="secondary", icon="x")


def begin_part(page: CompaniesPage, use_case: Callable[..., Any]) -> None:
    """Offer the case to another company, with a reason."""
    if fresh_login_wanted(page, _("Sign in again before you hand the case over.")):
        return
    typed = page.typed.setdefault("offer", {})

    async def offer() -> None:
        await page.visit.do(
            use_case, page.view.ref, str(typed.get("handover_number") or "")[:40], str(typed.get("handover_reason") or "")[:2000]
        )
        await page.done()

    with details(_("Hand the case over"), is_open=bool(typed)):
        with answer_form("", typing_into(typed)):
            field(FieldView("handover_number", _("Organisation number"), "text", typed.get("handover_number", ""), hint=_("Nine digits.")))
            field(FieldView("handover_reason", _("Reason; the others read it"), "longtext", typed.get("handover_reason", "")))
        with row():
            button(_("Offer the case"), page.visit.handler(offer), icon="send")


def accept_part(page: CompaniesPage) -> None:
    """The case is offered to one's own company: why, what was done, and what one's own people say anew."""
    view, offered = page.view, page.view.own_handover
    if offered is None:
        return
    typed = page.typed.setdefault("accept", {})

    async def accept() -> None:
        given = {one.key: _raw(typed.get(one.key), is_person=one.is_person) for one in view.anew}
        await page.visit.do(accept_handover, view.ref, given)
        if not view.was_sent:
            page.visit.client.open(f"/cases/{view.ref}")
            return
        await page.done()

    async def decline() -> None:
        await page.visit.do(decline_handover, view.ref)
        page.visit.client.open("/cases")

    with section(_("Offered to you")):
        who = _("The municipality") if offered.by_municipality else offered.from_company
        notice(offered.reason, Tone.BLUE, title=_("{company} wants to hand this case over to you", company=who))
        if view.frozen is not None:
            with details(_("What has been done so far")):
                frozen_part(view.frozen, view.ref, page.visit)
        if offered.state == ACCEPTED:
            paragraph(_("You have accepted. The municipality decides."))
        elif page.may("accept_handover") and not fresh_login_wanted(page, _("Sign in again before you accept the case.")):
            paragraph(_("You take over everything above, and answer for the case from then on. Say this anew for your company:"))
            draw_anew(page, typed)
            with row():
                button(_("Accept the case"), page.visit.handler(accept), icon="check")
        if page.may("decline_handover"):
            with row():
                button(_("No, thank you"), page.visit.handler(decline), kind="secondary", icon="x")


def draw_anew(page: CompaniesPage, typed: Typed) -> None:
    """One field for each thing a company says for itself."""
    people = [Choice(person, name) for person, name in (page.view.colleagues or {}).items()]
    with answer_form("", typing_into(typed)):
        for one in page.view.anew:
            kind = "person" if one.is_person else "boolean"
            field(FieldView(one.key, one.label, kind, typed.get(one.key), options=people if one.is_person else ()))


def _raw(value: Any, *, is_person: bool) -> Any:
    """A person's id, or whether it was confirmed."""
    return value if is_person else value in (True, "true", "yes")
