"""What people may demand of what is kept about them: a copy, and to be erased as far as the duty to keep archives lets us.

Erasing unlinks: the name, the address and everything that is the person's alone goes, the id stays behind what they did in cases. An
administrator of the only tenant a person is in carries it out, the platform's administrator in every case. Sources: personvernforordningen
(GDPR) articles 15, 17(3)(b) and 20; arkivlova on keeping documentation of how a body handled its cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.access import OutboxItem
from models.actor import Actor, Scope
from models.base import Role
from models.errors import NotThere, Refused
from models.oversight import ErasureRequest
from models.parties import Person
from models.text import Text, _
from workflows.access.people import ADMIN_OF
from workflows.policy import authorize, demand_fresh_login, is_fresh
from workflows.ports import Chance, UnitOfWork

FORMER_USER = {"nb": "Tidligere bruker", "nn": "Tidlegare brukar", "en": "Former user"}
"""What stands where the name stood, in the language the person had chosen: it is data from then on, the same for every reader."""
KEPT: tuple[tuple[Text, Text], ...] = (
    (
        _("Cases the person started, answered or decided, with files and messages"),
        _("arkivlova: how a municipality handles cases is archive"),
    ),
    (_("The log of what was done, without name and address"), _("personvernforordningen article 5(2): we must be able to show it")),
    (_("What a contractor wrote in a case, such as a contact person"), _("arkivlova: sent cases are never changed")),
    (_("Certificates of the company, without the holder's name"), _("the company's proof of who may do the work")),
)
"""What stays when somebody is erased, and the reason in law."""
GOES: tuple[Text, ...] = (
    _("Name, e-mail address and telephone number"),
    _("Password, codes, sessions and keys"),
    _("Logins linked to the account"),
    _("Notices, kept mails, and how mails were wanted"),
    _("Name and address in the details of the log"),
)


@dataclass(frozen=True, slots=True)
class OwnData:
    """What the account page tells: the wish to be erased that is open, if any."""

    receipt: str = ""
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WishLine:
    """Somebody who wants to be erased. `hindrance` is why it cannot be carried out by the actor now."""

    id: str
    receipt: str
    name: str
    email: str
    asked_at: datetime
    hindrance: Text | None


def own_data(*, actor: Actor, work: UnitOfWork) -> OwnData:
    """Whether the actor has asked to be erased."""
    authorize(actor, "see_own_data")
    with work:
        found = work.oversight.wish_of(actor.person_id)
    return OwnData(found.receipt, found.asked_at) if found else OwnData()


def take_out_own_data(*, actor: Actor, work: UnitOfWork, now: datetime) -> Sequence[tuple[str, Sequence[Mapping[str, Any]]]]:
    """Everything the portal holds about the actor, by what it is, and that it was taken out on record."""
    authorize(actor, "see_own_data")
    with work:
        held = work.oversight.held_about(work.parties.person(actor.person_id))
        rows = sum(len(found) for _name, found in held)
        who = actor.person_id
        work.log.record("own_data_exported", actor=actor, at=now, data={"rows": rows}, stream=f"person:{who}", about=who)
        work.commit()
    return held


def ask_erasure(*, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> str:
    """Ask to be erased; the receipt's number. Asked again, gives the same. The administrators who may carry it out are told."""
    authorize(actor, "ask_erasure")
    with work:
        earlier = work.oversight.wish_of(actor.person_id)
        if earlier is not None:
            return earlier.receipt
        made = ErasureRequest(id=chance.id(), receipt=chance.ref()[:10].upper(), person_id=actor.person_id, asked_at=now)
        work.oversight.add_wish(made)
        _record("erasure_asked", made, actor, work, now)
        for held in work.oversight.memberships(actor.person_id):
            if held.active and (held.company_id or held.municipality_id):
                for person in work.oversight.administrators_of(Scope(held.company_id, held.municipality_id)):
                    payload = {"name": actor.name, "receipt": made.receipt}
                    work.dispatch(OutboxItem(id=chance.id(), kind="erasure_asked", person_id=person, payload=payload, created_at=now))
        work.commit()
    return made.receipt


def withdraw_erasure(*, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Take the wish back, as long as nobody has carried it out."""
    authorize(actor, "ask_erasure")
    with work:
        found = work.oversight.wish_of(actor.person_id)
        if found is None or found.done_at is not None:
            return
        found.withdrawn_at = now
        work.oversight.save_wish(found)
        _record("erasure_withdrawn", found, actor, work, now)
        work.commit()


def erasure_wishes(*, actor: Actor, work: UnitOfWork, now: datetime) -> tuple[Sequence[WishLine], bool]:
    """Who of the actor's tenant wants to be erased, for the platform's administrator everybody; and whether the sign-in is fresh."""
    authorize(actor, "carry_out_erasure")
    scope = None if actor.role == Role.PLATFORM_ADMIN else actor.scope
    with work:
        found = work.oversight.open_wishes(scope)
        lines = [
            WishLine(wish.id, wish.receipt, person.name, person.email, wish.asked_at, _hindrance(person, actor, work))
            for wish, person in found
        ]
    return lines, is_fresh(actor, now)


def carry_out_erasure(wish_id: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """Erase the person who asked. Their sessions end, and they are told by a last mail.

    Raises NotThere, Refused while they have open cases or roles elsewhere, SignInAgain.
    """
    authorize(actor, "carry_out_erasure")
    demand_fresh_login(actor, now)
    with work:
        wish = work.oversight.wish(wish_id)
        person = work.parties.person(wish.person_id)
        if wish.done_at or wish.withdrawn_at or not _is_within_reach(person, actor, work):
            raise NotThere
        hindrance = _hindrance(person, actor, work)
        if hindrance is not None:
            raise Refused(hindrance)
        address, language = person.email, person.language
        counted = work.oversight.erase(person, FORMER_USER.get(language, FORMER_USER["nb"]), now)
        wish.done_at, wish.done_by = now, actor.person_id
        work.oversight.save_wish(wish)
        _record("person_erased", wish, actor, work, now, counted)
        payload = {"to": address, "language": language, "receipt": wish.receipt}
        work.dispatch(OutboxItem(id=chance.id(), kind="erasure_done", payload=payload, created_at=now))
        work.commit()


def _is_within_reach(person: Person, actor: Actor, work: UnitOfWork) -> bool:
    if actor.role == Role.PLATFORM_ADMIN:
        return True
    tenant = (actor.company_id, actor.municipality_id)
    return any((one.company_id, one.municipality_id) == tenant for one in work.oversight.memberships(person.id))


def _hindrance(person: Person, actor: Actor, work: UnitOfWork) -> Text | None:
    """Why the person cannot be erased by this actor now."""
    held = [one for one in work.oversight.memberships(person.id) if one.active]
    if actor.role != Role.PLATFORM_ADMIN:
        tenant = (actor.company_id, actor.municipality_id)
        if any((one.company_id, one.municipality_id) != tenant for one in held):
            return _("The person acts elsewhere too. The platform's administrator carries it out.")
    for one in held:
        scope = Scope(one.company_id, one.municipality_id) if one.company_id or one.municipality_id else None
        if scope and one.role == ADMIN_OF[one.role.is_staff] and set(work.oversight.administrators_of(scope)) <= {person.id}:
            return _("This is the only administrator. Give somebody else that role first.")
    if work.oversight.open_cases_of(person.id):
        return _("The person has open cases. End their access and hand the cases on first.")
    return None


def _record(
    kind: str, wish: ErasureRequest, actor: Actor, work: UnitOfWork, now: datetime, counted: Mapping[str, int] | None = None
) -> None:
    data = {"wish": wish.id, "person": wish.person_id, **(counted or {})}
    stream = f"person:{wish.person_id}" if actor.person_id == wish.person_id else None
    if stream is None and actor.role != Role.PLATFORM_ADMIN:
        stream = f"company:{actor.company_id}" if actor.company_id else f"municipality:{actor.municipality_id}"
    work.log.record(kind, actor=actor, at=now, data=data, stream=stream or "portal", about=wish.person_id)
