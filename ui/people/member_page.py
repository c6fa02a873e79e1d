"""`/people/{member}`: one person of the tenant: another role, or the end of their access and where their cases go."""

from __future__ import annotations

from collections.abc import Sequence

from models.base import Role
from models.text import _, _n
from ui.case_parts.frames import visitor_frame
from ui.components import Change, Choice, FieldView, answer_form, button, dialog, field, notice, paragraph, section
from ui.login.words import ROLES
from ui.people.people_page import MAY, fresh_login_wanted
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.access.people import MemberLine, PeopleView, change_role, end_access, member_view

NOBODY = "-"


@portal_page("/people/{member}", action="see_people")
async def member_page(visit: Visit, member: str) -> None:
    """One person."""
    found: tuple[MemberLine, PeopleView] = await visit.ask(member_view, member)
    line, view = found
    with visitor_frame(visit, title=line.name, over=ROLES[line.role], lead=line.email, back=(_("People"), "/people")):
        if not line.is_active:
            notice(_("This person has no access. Invite them again to give it back."), Tone.GREY)
            return
        paragraph(_n("{n} open case is theirs.", "{n} open cases are theirs.", line.cases))
        if not view.may_change:
            return
        if not view.has_fresh_login:
            fresh_login_wanted(visit)
            return
        with section(_("Role")):
            draw_role(visit, line, view)
        with section(_("End the access")):
            draw_end(visit, line, view)


def draw_role(visit: Visit, line: MemberLine, view: PeopleView) -> None:
    """Another role counts at once; the person is logged out of open pages."""
    chosen = {"role": line.role.value}

    async def typed(changes: Sequence[Change]) -> bool:
        chosen.update({change.key: str(change.value) for change in changes if change.key in chosen})
        return True

    async def save() -> None:
        await visit.do(change_role, line.id, chosen["role"])
        visit.client.open("/people")

    with answer_form("", typed):
        options = [Choice(one.value, ROLES[one], MAY[one]) for one in view.roles]
        field(FieldView("role", _("Role"), "choice", line.role.value, options=options))
    button(_("Give this role"), visit.handler(save), kind="secondary", icon="check")


def draw_end(visit: Visit, line: MemberLine, view: PeopleView) -> None:
    """Who takes over, and the last question before it happens."""
    heirs = [one for one in view.members if one.is_active and one.id != line.id and one.role not in (Role.VIEWER, Role.AUDITOR)]
    chosen = {"to": ""}

    async def typed(changes: Sequence[Change]) -> bool:
        chosen.update({change.key: str(change.value) for change in changes if change.key in chosen})
        return True

    async def end() -> None:
        to = chosen["to"] if chosen["to"] not in ("", NOBODY) else None
        await visit.do(end_access, line.id, to)
        visit.client.open("/people")

    paragraph(_("It ends at once, also on pages that are open. What the person has done stays in the log."), look="muted")
    if line.cases:
        with answer_form("", typed):
            options = [Choice(one.id, one.name, ROLES[one.role]) for one in heirs]
            if visit.actor.is_staff:
                options.append(Choice(NOBODY, _("Nobody: the cases are new on the board")))
            field(FieldView("to", _("Who takes over the open cases?"), "choice", "", options=options))
    with dialog(_("End the access of {name}?", name=line.name)) as box:
        paragraph(_("{name} is logged out everywhere and can no longer act for {tenant}.", name=line.name, tenant=view.tenant))
        button(_("End the access"), visit.handler(end), kind="danger", icon="x")
    button(_("End the access"), box.open, kind="danger", icon="x")
