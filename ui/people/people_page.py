"""`/people`: everybody who acts for the tenant, who is invited, and inviting somebody more."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from models.base import Role
from models.people import Invitation
from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import (
    Change,
    Choice,
    Column,
    FieldView,
    Tag,
    answer_form,
    button,
    data_table,
    field,
    link,
    notice,
    paragraph,
    row,
    section,
)
from ui.components.tables import Cell
from ui.doors.keeper import hash_of
from ui.login.words import ROLES
from ui.oversight.wishes import draw_wishes
from ui.theme import Tone
from ui.visit import Visit, house, portal_page
from workflows.access.people import MemberLine, PeopleView, invite, people_view, revoke_invitation

COLUMNS = (Column("name", _("Name"), "link"), Column("email", _("E-mail")), Column("role", _("Role")), Column("state", _("Access"), "tag"))
MAY: dict[Role, Text] = {
    Role.COMPANY_ADMIN: _("Everything, and decides who acts for the company"),
    Role.APPLICANT: _("Writes, sends and answers cases"),
    Role.VIEWER: _("Reads the company's cases"),
    Role.CASE_WORKER: _("Checks cases, asks for corrections, proposes decisions"),
    Role.APPROVER: _("As a case worker, and decides"),
    Role.MUNICIPALITY_ADMIN: _("Rules, companies and people; reads cases"),
    Role.AUDITOR: _("Reads cases and the log, changes nothing"),
}


@portal_page("/people", action="see_people")
async def people_page(visit: Visit) -> None:
    """The list, live, and under it what an administrator may do."""
    view: PeopleView = await visit.ask(people_view)
    lead = _("Who may act for {tenant}, and as what.", tenant=view.tenant)
    with visitor_frame(visit, title=_("People"), lead=lead):
        table = data_table(COLUMNS, rows_of(view.members), caption=_("People"))
        waiting = Tag("div", classes="stack stack-4")
        with waiting:
            draw_invitations(visit, view)
        if view.may_change:
            with section(_("Invite somebody")):
                draw_invite(visit, view)
            await draw_wishes(visit)

    async def look_again(changes: Sequence[Any]) -> None:
        if not any(change.tells("people") for change in changes):
            return
        fresh: PeopleView = await visit.ask(people_view)
        table.show(rows_of(fresh.members), previous=None, next_=None)
        waiting.clear()
        with waiting:
            draw_invitations(visit, fresh)

    tenant = visit.actor.company_id or visit.actor.municipality_id
    visit.listen(f"{'municipality' if visit.actor.is_staff else 'company'}:{tenant}", visit.handler(look_again))


def rows_of(members: Sequence[MemberLine]) -> list[Mapping[str, Cell]]:
    """People as rows."""
    return [row_of(one) for one in members]


def row_of(one: MemberLine) -> Mapping[str, Cell]:
    """One person as a row."""
    tone, words = (Tone.GREEN, _("Has access")) if one.is_active else (Tone.GREY, _("No access"))
    return {
        "id": one.id,
        "name": {"words": one.name, "href": f"/people/{one.id}"},
        "email": one.email,
        "role": ROLES[one.role],
        "state": {"words": words, "tone": tone, "strong": False},
    }


def draw_invitations(visit: Visit, view: PeopleView) -> None:
    """Who was invited and has not come yet."""
    if not view.invitations:
        return
    with section(_("Invited")), Tag("ul", classes="plain-list stack stack-2"):
        for one in view.invitations:
            draw_invitation(visit, one, may_change=view.may_change)


def draw_invitation(visit: Visit, one: Invitation, *, may_change: bool) -> None:
    """One invitation, and taking it back."""

    async def revoke() -> None:
        await visit.do(revoke_invitation, one.id)

    with Tag("li", classes="card"):
        until = visit.speaker.day(one.expires_at)
        paragraph(_("{email} as {role}, until {until}", email=one.email, role=ROLES[one.role], until=until))
        if may_change:
            button(_("Take back the invitation of {email}", email=one.email), visit.handler(revoke), kind="quiet", icon="x")


def fresh_login_wanted(visit: Visit) -> None:
    """Why nothing can be changed now, and the way to be able to."""
    with row():
        notice(_("Inviting and roles need a fresh sign-in, at most ten minutes old."), Tone.BLUE)
        link(_("Sign in again"), f"/login?next={visit.path}&again=1")


def draw_invite(visit: Visit, view: PeopleView) -> None:
    """The short form. Without a mail server the link is shown once, to be handed over by other means."""
    if not view.has_fresh_login:
        fresh_login_wanted(visit)
        return
    given = {"email": "", "role": ""}

    async def typed(changes: Sequence[Change]) -> bool:
        given.update({change.key: str(change.value or "")[:300] for change in changes if change.key in given})
        return True

    async def send() -> None:
        token = secrets.token_urlsafe(32)
        made: Invitation = await visit.do(invite, given["email"], given["role"], token=token, token_hash=hash_of(token))
        done.clear()
        with done:
            if house().extras.get("mails"):
                notice(_("The invitation of {email} is on its way.", email=made.email), Tone.GREEN, live=True)
            else:
                show_link(made, token)

    with answer_form("", typed):
        field(FieldView("email", _("E-mail"), "text", "", hint=_("The invitation goes to this address and works once, within a week.")))
        roles = [Choice(one.value, ROLES[one], MAY[one]) for one in view.roles]
        field(FieldView("role", _("Role"), "choice", "", options=roles))
    with row():
        button(_("Send the invitation"), visit.handler(send), icon="send")
    done = Tag("div")


def show_link(made: Invitation, token: str) -> None:
    """The link itself, this once."""
    title = _("No mail server is set up. Give this link to {email} yourself; it is shown this once.", email=made.email)
    notice(f"{house().keeper.base_url}/invitation/{token}", Tone.YELLOW, title=title, live=True)
