"""The platform's administrator: municipalities, and never a case, unless the glass is broken in sight of both sides.

The role has no tenant, so no use case of cases lets it in. Breaking the glass gives leave to read one case, sent to a municipality, for
some hours; the administrators of both sides are told at once, it stands on the case's timeline, and it ends by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.access import OutboxItem
from models.actor import Actor, Machine, Scope
from models.base import Role
from models.case import Case
from models.errors import BadInput, NotThere, Refused
from models.oversight import BreakGlass
from models.parties import Municipality
from models.people import Invitation
from models.text import _
from workflows.access.people import INVITATION_LIFE, usable_address
from workflows.casework.overview import officer_case
from workflows.casework.views import OfficerCase
from workflows.policy import authorize, demand_fresh_login, is_fresh
from workflows.ports import Chance, Change, UnitOfWork

LONGEST_HOURS = 4
HOURS = (1, 2, LONGEST_HOURS)
LEAST_REASON, LONGEST_REASON = 10, 500


@dataclass(frozen=True, slots=True)
class TownLine:
    """One municipality of the portal. `administrators` is how many can log in to it as one."""

    number: str
    name: str
    paused_at: datetime | None
    administrators: int


@dataclass(frozen=True, slots=True)
class GlassLine:
    """A case that may be read now."""

    ref: str
    number: str
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class PlatformView:
    """What the platform's administrator works with; nothing of any case but those whose glass is broken."""

    towns: Sequence[TownLine]
    glasses: Sequence[GlassLine]
    has_fresh_login: bool


def invite_platform_admin(email: str, *, token_hash: str, work: UnitOfWork, now: datetime, chance: Chance) -> Invitation:
    """The operator's invitation of a platform administrator, from the command line alone. Raises BadInput."""
    address = usable_address(email)
    with work:
        made = Invitation(
            id=chance.id(), token_hash=token_hash, email=address, role=Role.PLATFORM_ADMIN, created_at=now, expires_at=now + INVITATION_LIFE
        )
        work.people.save_invitation(made)
        data = {"invitation": made.id, "role": made.role.value}
        work.log.record("invited", actor=Machine(), at=now, data=data, detail={"email": address}, stream="portal")
        work.commit()
    return made


def platform_admins(*, work: UnitOfWork) -> Sequence[str]:
    """Addresses of those who administrate the portal itself; for the command line alone."""
    with work:
        return [person.email for person, _held in work.oversight.platform_admins()]


def end_platform_admin(email: str, *, work: UnitOfWork, now: datetime) -> None:
    """Take the role away at once, with the sessions, the keys and the links that give it; from the command line alone.

    Raises NotThere for an address that neither has the role nor is invited to it.
    """
    address = email.strip().lower()
    with work:
        held = [(person, role) for person, role in work.oversight.platform_admins() if person.email == address]
        links = work.oversight.open_platform_invitations(address, now)
        if not held and not links:
            raise NotThere()
        for person, role in held:
            keys = [key.id for key, _tenant in work.keys.of_person(person.id, now) if key.membership_id == role.id]
            role.active = False
            work.people.save_membership(role)
            work.people.raise_epoch(person.id)
            for key in keys:
                work.keys.end(person.id, key, now)
            data = {"membership": role.id, "keys": keys}
            work.log.record("access_of_person_ended", actor=Machine(), at=now, data=data, stream="portal", about=person.id)
        for one in links:
            one.revoked_at = now
            work.people.save_invitation(one)
            data = {"invitation": one.id, "role": one.role.value}
            work.log.record("invitation_revoked", actor=Machine(), at=now, data=data, stream="portal")
        work.commit()


def platform_view(*, actor: Actor, work: UnitOfWork, now: datetime) -> PlatformView:
    """Municipalities, and cases that may be read now. Raises NotAllowed."""
    authorize(actor, "see_platform")
    with work:
        towns = [_town(one, work) for one in work.parties.municipalities()]
        held = work.oversight.glasses(actor.person_id, now)
        glasses = [GlassLine(case.ref, case.number, glass.reason, glass.until) for glass, case in held]
    return PlatformView(towns, glasses, is_fresh(actor, now))


def make_municipality(number: str, name: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """A new municipality; its first administrator is invited from the command line. Raises BadInput, Refused, SignInAgain."""
    authorize(actor, "make_municipality")
    demand_fresh_login(actor, now)
    digits, words = number.strip(), " ".join(name.split())
    if len(digits) != 4 or not (digits.isascii() and digits.isdigit()):
        raise BadInput(_("A municipality's number has four digits."), target="number")
    with work:
        if digits in {one.number for one in work.parties.municipalities()}:
            raise Refused(_("There is a municipality with this number already."), target="number")
        town = work.parties.add_municipality(chance.id(), digits, words[:100])
        _record("municipality_made", town, actor, work, now)
        work.commit()


def rename_municipality(number: str, name: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Another name, from now on everywhere. Raises NotThere, BadInput, SignInAgain."""
    authorize(actor, "make_municipality")
    demand_fresh_login(actor, now)
    words = " ".join(name.split())[:100]
    if not words:
        raise BadInput(_("Write the name the municipality is to have."), target="name")
    with work:
        town = work.parties.municipality_by_number(number)
        town.name = words
        work.oversight.save_municipality(town)
        _record("municipality_renamed", town, actor, work, now)
        work.commit()


def pause_municipality(number: str, *, pause: bool, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Nobody starts or sends cases there while it is paused; what was sent goes on. Raises NotThere, SignInAgain."""
    authorize(actor, "pause_municipality")
    demand_fresh_login(actor, now)
    with work:
        town = work.parties.municipality_by_number(number)
        if (town.paused_at is not None) == pause:
            return
        town.paused_at = now if pause else None
        work.oversight.save_municipality(town)
        _record("municipality_paused" if pause else "municipality_opened", town, actor, work, now)
        work.commit()


def break_glass(number: str, reason: str, hours: int, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> str:
    """Leave to read one case for some hours; its reference. The administrators of both sides are told at once.

    Raises BadInput without a reason or with another span, NotThere for a case that was never sent, SignInAgain.
    """
    authorize(actor, "break_glass")
    demand_fresh_login(actor, now)
    words = reason.strip()
    if not LEAST_REASON <= len(words) <= LONGEST_REASON:
        raise BadInput(_("Say in a sentence why you must read the case; both sides will read it."), target="reason")
    if hours not in HOURS:
        raise BadInput(_("Choose for how long, four hours at most."), target="hours")
    with work:
        case = work.cases.by_id(work.oversight.case_numbered(number.strip()).id)
        until = now + timedelta(hours=hours)
        work.oversight.add_glass(
            BreakGlass(id=chance.id(), person_id=actor.person_id, case_id=case.id, reason=words, begun_at=now, until=until)
        )
        data = {"until": until.isoformat()}
        work.log.record("glass_broken", actor=actor, at=now, case=case, data=data, detail={"reason": words})
        payload = {"case": case.ref, "number": case.number, "reason": words}
        for person in _both_sides(case, work):
            item = OutboxItem(id=chance.id(), kind="break_glass", case_id=case.id, person_id=person, payload=payload, created_at=now)
            work.dispatch(item)
        _announce(case, "glass_broken", actor, work)
        work.commit()
    return case.ref


def end_glass(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """End the leave before its time. Raises NotThere."""
    authorize(actor, "break_glass")
    with work:
        glass, found = work.oversight.open_glass(actor.person_id, ref, now)
        case = work.cases.by_id(found.id)
        glass.ended_at = now
        work.oversight.save_glass(glass)
        work.log.record("glass_ended", actor=actor, at=now, case=case)
        _announce(case, "glass_ended", actor, work)
        work.commit()


def read_by_glass(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> tuple[OfficerCase, GlassLine]:
    """The case as an auditor of its municipality reads it, and that it was read on record. Raises NotThere without leave, or after it."""
    authorize(actor, "read_by_glass")
    with work:
        glass, found = work.oversight.open_glass(actor.person_id, ref, now)
        case = work.cases.by_id(found.id)
        work.log.record("glass_read", actor=actor, at=now, case=case)
        town = work.parties.municipality(case.municipality_id)
        work.commit()
    reader = replace(actor, role=Role.AUDITOR, municipality_id=town.id, tenant_name=town.name, only=frozenset({"see_case", "see_board"}))
    return officer_case(ref, actor=reader, work=work, now=now), GlassLine(ref, case.number, glass.reason, glass.until)


def _town(one: Municipality, work: UnitOfWork) -> TownLine:
    return TownLine(one.number, one.name, one.paused_at, len(work.oversight.administrators_of(Scope(municipality_id=one.id))))


def _both_sides(case: Case, work: UnitOfWork) -> list[str]:
    scopes = (Scope(municipality_id=case.municipality_id), Scope(company_id=case.company_id))
    return list(dict.fromkeys(person for scope in scopes for person in work.oversight.administrators_of(scope)))


def _record(kind: str, town: Municipality, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    work.log.record(kind, actor=actor, at=now, data={"municipality": town.id}, stream=f"municipality:{town.id}")


def _announce(case: Case, kind: str, actor: Actor, work: UnitOfWork) -> None:
    """A hint to open pages that something around the case is newer than what they show."""
    work.announce(Change(case.id, case.ref, kind, case.municipality_id, case.company_id, case.version + 1, by=actor.person_id))
