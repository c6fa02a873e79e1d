"""Who acts for a company or municipality: invite, accept, give another role, end.

The same use cases serve both sides: an administrator decides about their own tenant, with its own roles. Inviting and roles need a
fresh sign-in (security rule 32). One administrator is always left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email

from models.access import OutboxItem
from models.actor import Actor, Machine, Scope
from models.base import COMPANY_ROLES, STAFF_ROLES, Role
from models.errors import BadInput, NotAllowed, NotThere, Refused
from models.parties import Membership, Person
from models.people import Invitation
from models.text import _
from workflows.policy import authorize, demand_fresh_login, is_fresh
from workflows.ports import Chance, Change, UnitOfWork

INVITATION_LIFE = timedelta(days=7)
INVITATION_PAGE = "/invitation/"
LONGEST_TOKEN = 100
ADMIN_OF = {True: Role.MUNICIPALITY_ADMIN, False: Role.COMPANY_ADMIN}


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One person of the tenant. `cases` are the open cases that are theirs."""

    id: str
    person_id: str
    name: str
    email: str
    role: Role
    is_active: bool
    is_self: bool
    cases: int = 0


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Everybody who acts for the tenant, who is invited, and what the actor may do about it."""

    tenant: str
    members: Sequence[MemberLine]
    invitations: Sequence[Invitation]
    roles: Sequence[Role]
    may_change: bool
    has_fresh_login: bool


def roles_of(scope: Scope) -> tuple[Role, ...]:
    """The roles there are in such a tenant, in the order people think of them."""
    allowed = STAFF_ROLES if scope.municipality_id else COMPANY_ROLES
    return tuple(role for role in Role if role in allowed)


def people_view(*, actor: Actor, work: UnitOfWork, now: datetime) -> PeopleView:
    """The tenant's people. Raises NotAllowed."""
    authorize(actor, "see_people")
    with work:
        members = [_line(person, held, actor) for person, held in work.people.members(actor.scope)]
        invitations = work.people.invitations(actor.scope, now)
    may_change = actor.role == ADMIN_OF[actor.is_staff]
    return PeopleView(actor.tenant_name, members, invitations, roles_of(actor.scope), may_change, is_fresh(actor, now))


def member_view(membership_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> tuple[MemberLine, PeopleView]:
    """One person of the tenant, with their open cases, and the others. Raises NotThere, NotAllowed."""
    authorize(actor, "see_people")
    view = people_view(actor=actor, work=work, now=now)
    with work:
        person, held = work.people.member(actor.scope, membership_id)
        line = _line(person, held, actor, work.people.open_cases(actor.scope, person.id))
    return line, view


def invite(
    email: str, role: str, *, token: str, token_hash: str, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Invitation:
    """Invite somebody to a role; the link leaves by mail. An earlier invitation of the same address ends.

    `token` is the link's secret, made by the caller, of which only `token_hash` is kept. Raises BadInput for an address or role that
    cannot be, Refused when they are there already, SignInAgain.
    """
    authorize(actor, "invite")
    demand_fresh_login(actor, now)
    address, wanted = usable_address(email), _role(role, actor.scope)
    with work:
        known = work.people.person_by_email(address)
        held = work.people.membership_of(known.id, actor.scope) if known else None
        if held is not None and held.active:
            raise Refused(_("{email} has a role here already. Change it instead.", email=address), target="email")
        for earlier in work.people.invitations(actor.scope, now):
            if earlier.email == address:
                earlier.revoked_at = now
                work.people.save_invitation(earlier)
        made = Invitation(
            id=chance.id(), token_hash=token_hash, email=address, role=wanted, company_id=actor.company_id,
            municipality_id=actor.municipality_id, invited_by=actor.person_id, created_at=now, expires_at=now + INVITATION_LIFE,
        )  # fmt: skip
        work.people.save_invitation(made)
        language = known.language if known else actor.language
        _mail_invitation(made, token, {"name": actor.name, "tenant": actor.tenant_name, "language": language}, work, now, chance)
        work.log.record("invited", actor=actor, at=now, data=_ids(made), detail={"email": address}, stream=stream_of(actor.scope))
        work.announce(_news(actor.scope, "people", actor))
        work.commit()
    return made


def invite_first_admin(
    number: str, name: str, email: str, *, token_hash: str, work: UnitOfWork, now: datetime, chance: Chance
) -> Invitation:
    """The operator's invitation of a municipality's first administrator; makes the municipality when it is new.

    `number` has four digits. Raises BadInput, and NotThere for a new municipality without a name.
    """
    address = usable_address(email)
    with work:
        try:
            town = work.parties.municipality_by_number(number)
        except NotThere:
            town = work.parties.add_municipality(chance.id(), _number(number), name.strip())
        made = Invitation(
            id=chance.id(), token_hash=token_hash, email=address, role=Role.MUNICIPALITY_ADMIN, municipality_id=town.id, created_at=now,
            expires_at=now + INVITATION_LIFE,
        )  # fmt: skip
        work.people.save_invitation(made)
        stream = f"municipality:{town.id}"
        work.log.record("invited", actor=Machine(), at=now, data=_ids(made), detail={"email": address}, stream=stream)
        work.commit()
    return made


def revoke_invitation(invitation_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Take an invitation back before it is accepted. Raises NotThere."""
    authorize(actor, "revoke_invitation")
    with work:
        found = work.people.invitation(actor.scope, invitation_id)
        if found.used_at is not None:
            raise Refused(_("The invitation was accepted already. Change the person's role instead."))
        found.revoked_at = now
        work.people.save_invitation(found)
        work.log.record("invitation_revoked", actor=actor, at=now, data=_ids(found), stream=stream_of(actor.scope))
        work.announce(_news(actor.scope, "people", actor))
        work.commit()


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a link's holder is told before accepting. `has_account`: the address logs in here already."""

    email: str
    tenant: str
    role: Role
    invited_by: str
    expires_at: datetime
    has_account: bool


def welcome(token_hash: str, *, work: UnitOfWork, now: datetime) -> Welcome | None:
    """Who is invited to what by a link that works; None for any other."""
    with work:
        found = work.people.invitation_by_token(token_hash, now)
        if found is None:
            return None
        known = work.people.person_by_email(found.email)
        names = work.parties.names([found.invited_by or ""])
        return Welcome(
            found.email, _tenant_name(found, work), found.role, names.get(found.invited_by or "", ""), found.expires_at, known is not None
        )


def accept_as_new(
    token_hash: str, name: str, language: str, password_hash: str, *, work: UnitOfWork, now: datetime, chance: Chance
) -> Person | None:
    """Make the account of somebody invited who has none; None when the link works no more. The link proves the address.

    Raises BadInput for a name that cannot be, NotAllowed when the address has an account: then they must sign in.
    """
    words = usable_name(name)
    with work:
        found = work.people.invitation_by_token(token_hash, now)
        if found is None:
            return None
        if work.people.person_by_email(found.email) is not None:
            raise NotAllowed(_("This address has an account. Log in and open the link again."))
        person = Person(id=chance.id(), email=found.email, name=words, language=language, password_hash=password_hash)
        work.people.add_person(person)
        take_up(found, person.id, work, now, chance)
        work.commit()
    return person


def accept_as(token_hash: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> bool:
    """Take up an invitation with the account one is signed in with; False when the link works no more.

    Raises NotAllowed when it was sent to another address: a link that was passed on gives nothing.
    """
    authorize(actor, "accept_invitation")
    with work:
        found = work.people.invitation_by_token(token_hash, now)
        if found is None:
            return False
        if found.email != actor.email:
            raise NotAllowed(_("The invitation is for another address. Log in as the one who was invited."))
        take_up(found, actor.person_id, work, now, chance)
        work.commit()
    return True


def accept_proved(token_hash: str, person: Person, *, work: UnitOfWork, now: datetime, chance: Chance) -> bool:
    """Take up an invitation for somebody who has just proved who they are and has no role to sign in with; False when it is not theirs.

    Only the link together with the account it was sent to gives anything.
    """
    with work:
        found = work.people.invitation_by_token(token_hash, now)
        if found is None or found.email != person.email or person.disabled:
            return False
        take_up(found, person.id, work, now, chance)
        work.commit()
    return True


def invitation_in(onward: str) -> str:
    """The token of the invitation whose page this address is; empty for any other address."""
    _front, _slash, token = onward.partition(INVITATION_PAGE)
    return token if onward.startswith(INVITATION_PAGE) and len(token) <= LONGEST_TOKEN else ""


def change_role(membership_id: str, role: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """Give a member another role; it counts at once on their open pages. Raises NotThere, Refused, BadInput, SignInAgain."""
    authorize(actor, "change_role")
    demand_fresh_login(actor, now)
    wanted = _role(role, actor.scope)
    with work:
        person, held = work.people.member(actor.scope, membership_id)
        if not held.active:
            raise Refused(_("This person has no access. Invite them again."))
        if held.role == wanted:
            return
        _keep_an_administrator(held, actor, work, still_admin=wanted == ADMIN_OF[actor.is_staff])
        before, held.role = held.role, wanted
        work.people.save_membership(held)
        work.people.raise_epoch(person.id)
        data = {"membership": held.id, "from": before.value, "to": wanted.value}
        work.log.record("role_changed", actor=actor, at=now, data=data, stream=stream_of(actor.scope), about=person.id)
        _tell("role_changed", person.id, actor, work, now, chance)
        work.announce(_news(actor.scope, "people", actor))
        work.commit()


def end_access(
    membership_id: str, to: str | None = None, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Sequence[str]:
    """End a member's access and their keys for it at once, and hand their open cases on to `to` (a membership); the ids of those cases.

    A municipality may leave them to nobody: they are new on the board again. Raises NotThere, Refused, SignInAgain.
    """
    authorize(actor, "end_access_of_person")
    demand_fresh_login(actor, now)
    with work:
        person, held = work.people.member(actor.scope, membership_id)
        if not held.active:
            raise Refused(_("This person has no access already."))
        _keep_an_administrator(held, actor, work, still_admin=False)
        heir = _heir(to, held, actor, work)
        cases = work.people.hand_on(actor.scope, person.id, heir.id if heir else None)
        held.active = False
        work.people.save_membership(held)
        work.people.end_keys(held.id, now)  # whoever is invited back begins without the keys of before
        work.people.raise_epoch(person.id)
        data = {"membership": held.id, "cases": list(cases), "to": heir.id if heir else None}
        work.log.record("access_of_person_ended", actor=actor, at=now, data=data, stream=stream_of(actor.scope), about=person.id)
        _tell("access_removed", person.id, actor, work, now, chance)
        if heir and cases:
            _tell("cases_handed_on", heir.id, actor, work, now, chance)
        work.announce(_news(actor.scope, "people", actor))
        work.commit()
    return cases


def usable_name(name: str) -> str:
    """A person's name without odd spaces. Raises BadInput for one that cannot be."""
    words = " ".join(name.split())
    if not 2 <= len(words) <= 100:
        raise BadInput(_("Write your name, between 2 and 100 characters."), target="name")
    return words


def usable_address(email: str) -> str:
    """The address as it is kept: lower case, a domain with ø in its ASCII form, as browsers send it. Raises BadInput for others."""
    try:
        address = validate_email(email.strip(), check_deliverability=False).ascii_email
    except EmailNotValidError:
        address = None
    if address is None:
        raise BadInput(_("Write an e-mail address, such as name@company.no."), target="email")
    return address.lower()


def stream_of(scope: Scope) -> str:
    """The stream of the log that tells of a tenant's people."""
    return f"company:{scope.company_id}" if scope.company_id else f"municipality:{scope.municipality_id}"


def take_up(invitation: Invitation, person_id: str, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """Give the person the role of the invitation, which is used up; within the caller's transaction."""
    company, town = invitation.company_id, invitation.municipality_id
    mine = [one for one in work.oversight.memberships(person_id) if (one.company_id, one.municipality_id) == (company, town)]
    # roles without a tenant stand beside one another: who administrates the portal may be asked as an expert too
    held = next((one for one in mine if company or town or one.role == invitation.role), None)
    if held is None:
        held = Membership(id=chance.id(), person_id=person_id, role=invitation.role, company_id=company, municipality_id=town)
    held.role, held.active = invitation.role, True
    work.people.save_membership(held)
    invitation.used_at = now
    work.people.save_invitation(invitation)
    if invitation.role == Role.EXPERT:
        work.statements.bind(invitation.id, person_id)
    data = {**_ids(invitation), "membership": held.id}
    stream = stream_of(Scope(company, town)) if company or town else "portal"
    work.log.record("invitation_accepted", actor=Machine(), at=now, data=data, stream=stream, about=person_id)
    work.announce(Change("", "", "people", town or "", company or "", 0))


def _line(person: Person, held: Membership, actor: Actor, cases: int = 0) -> MemberLine:
    is_active = held.active and not person.disabled
    return MemberLine(held.id, person.id, person.name, person.email, held.role, is_active, person.id == actor.person_id, cases)


def _role(role: str, scope: Scope) -> Role:
    allowed = {one.value: one for one in roles_of(scope)}
    if role not in allowed:
        raise BadInput(_("Choose a role from the list."), target="role")
    return allowed[role]


def _number(number: str) -> str:
    if len(number) != 4 or not (number.isascii() and number.isdigit()):
        raise BadInput(_("A municipality's number has four digits."), target="number")
    return number


def _keep_an_administrator(held: Membership, actor: Actor, work: UnitOfWork, *, still_admin: bool) -> None:
    if held.role == ADMIN_OF[actor.is_staff] and not still_admin and set(work.people.administrators(actor.scope)) <= {held.id}:
        raise Refused(_("This is the only administrator. Give somebody else that role first."))


def _heir(to: str | None, leaver: Membership, actor: Actor, work: UnitOfWork) -> Person | None:
    if not to:
        return None
    person, held = work.people.member(actor.scope, to)
    if not held.active or held.id == leaver.id or held.role in (Role.VIEWER, Role.AUDITOR):
        raise Refused(_("Choose a colleague who may work on cases."), target="to")
    return person


def _tenant_name(invitation: Invitation, work: UnitOfWork) -> str:
    """Empty for the platform's administrator, who acts for the portal itself."""
    if invitation.role == Role.PLATFORM_ADMIN:
        return ""
    if invitation.company_id:
        return work.parties.company(invitation.company_id).name
    if invitation.role == Role.EXPERT:
        return work.parties.municipality(work.statements.invited_by(invitation.id)).name
    return work.parties.municipality(invitation.municipality_id or "").name


def _mail_invitation(made: Invitation, token: str, values: dict[str, str], work: UnitOfWork, now: datetime, chance: Chance) -> None:
    until = f"{made.expires_at:%d.%m.%Y}"
    payload: dict[str, Any] = {"to": made.email, "until": until, "token": token, **values}
    work.dispatch(OutboxItem(id=chance.id(), kind="invitation", payload=payload, created_at=now))


def _tell(kind: str, person_id: str, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    payload = {"tenant": actor.tenant_name, "name": actor.name}
    work.dispatch(OutboxItem(id=chance.id(), kind=kind, person_id=person_id, payload=payload, created_at=now))


def _ids(invitation: Invitation) -> dict[str, Any]:
    return {"invitation": invitation.id, "role": invitation.role.value}


def _news(scope: Scope, kind: str, actor: Actor) -> Change:
    return Change("", "", kind, scope.municipality_id or "", scope.company_id or "", 0, by=actor.person_id)
