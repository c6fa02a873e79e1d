"""How a company comes in by itself: what was typed waits until the mailed link is used; then company, person and requests are made at once.

Nothing exists before the e-mail address is proved, so nobody can take a company's place with somebody else's address, and no answer tells
who has an account. Both halves are one transaction each and give the same result when they are sent twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from models.access import OutboxItem
from models.actor import Actor, Machine
from models.base import Role
from models.errors import NotThere, Refused
from models.joining import Registration
from models.parties import Certificate, Company, CompanyAccess, Membership, Person
from models.text import _
from workflows.access.life import BY_NAME, NONE
from workflows.access.moving import administrators, announce, record, tell
from workflows.access.standing import gone, why_not_join
from workflows.ports import Chance, UnitOfWork
from workflows.ports_joining import RegisterAnswer

LINK_LIVES = timedelta(hours=48)
ALREADY_HERE = _("The company is already here. Ask your company's administrator to invite you.")


@dataclass(frozen=True, slots=True)
class TypedCertificate:
    """A proof as typed at `/register`; `holder` empty when the person who registers holds it."""

    kind: str
    number: str = ""
    holder: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything typed at `/register` that was found good. `municipalities` by number, `position` is the person's in the company.

    `right` is what the register shows of the person's right to act, as `acting.right_of` has it.
    """

    number: str
    company_name: str
    name: str
    email: str
    phone: str
    language: str
    position: str
    areas: Sequence[str] = ()
    municipalities: Sequence[str] = ()
    certificates: Sequence[TypedCertificate] = field(default_factory=tuple)
    right: str = ""


def hash_of(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_here(number: str, *, work: UnitOfWork) -> bool:
    """Whether a company with this number has joined. Public: that is all anybody learns."""
    with work:
        return work.joining.company_by_number(number) is not None


def register(
    id_: str, wanted: Wanted, answer: RegisterAnswer | None, token: str, *, work: UnitOfWork, now: datetime, chance: Chance
) -> datetime:
    """Keep what was typed and mail the link that proves the address; until when the link works.

    `answer` is what the register said, None when it could not be asked. The same `id_` is kept once. Raises Refused for a company that
    may not join or has joined already.
    """
    with work:
        known = work.joining.registration(id_)
        if known is not None:
            return known.expires_at
        cannot = why_not_join(answer.entry) if answer else None
        if cannot:
            raise Refused(cannot.how)
        if work.joining.company_by_number(wanted.number):
            raise Refused(ALREADY_HERE)
        until = now + LINK_LIVES
        content = {**_plain(wanted), "register": _plain_answer(answer)}
        made = Registration(
            id=id_, token_hash=hash_of(token), organisation_number=wanted.number, content=content, created_at=now, expires_at=until
        )  # fmt: skip
        work.joining.save_registration(made)
        work.log.record("registration_begun", actor=Machine(), at=now, data={"registration": id_}, stream="registrations")
        payload = {"to": wanted.email, "company": wanted.company_name, "token": token, "language": wanted.language}
        work.dispatch(OutboxItem(id=chance.id(), kind="email_proof", payload={**payload, "hours": 48}, created_at=now))
        work.commit()
    return until


@dataclass(frozen=True, slots=True)
class WaitingRegistration:
    """What a mailed link would do, for its holder to read first: perhaps somebody else typed it.

    `name` and `position` are empty once the link was used. `is_new`: the address has no account, so a password is chosen with the link.
    """

    company_name: str
    number: str
    email: str
    name: str
    position: str
    municipalities: Sequence[str]
    is_new: bool


def waiting_registration(token: str, *, work: UnitOfWork, now: datetime) -> WaitingRegistration:
    """What stands behind a link that can be used, or was. Raises NotThere."""
    with work:
        waiting = _found(token, work, now)
        typed, is_used = waiting.content, waiting.used_at is not None
        email = str(typed.get("email", ""))
        is_new = not is_used and work.joining.person_by_email(email) is None
        towns = [work.parties.municipality_by_number(one).name for one in typed.get("municipalities", ())]
        name, position = typed.get("name", ""), typed.get("position", "")
        return WaitingRegistration(typed.get("company_name", ""), waiting.organisation_number, email, name, position, towns, is_new)


def confirm_registration(token: str, password_hash: str, *, work: UnitOfWork, now: datetime, chance: Chance) -> str:
    """The address is proved: make company, person and access requests in one go; the e-mail address to log in with.

    `password_hash` is of the password chosen by whoever holds the link, never by whoever typed the form. Used again, gives the same and
    does nothing. Somebody who has an account keeps it, password and all, and gets the company as well. Raises NotThere for a link nobody
    mailed or one too old, Refused when the company joined by others meanwhile or somebody new chose no password.
    """
    with work:
        waiting = _found(token, work, now)
        if waiting.used_at is not None:
            return str(waiting.content.get("email", ""))
        if work.joining.company_by_number(waiting.organisation_number):
            raise Refused(ALREADY_HERE)
        company = _company(waiting, chance)
        person, is_new = _person(waiting, password_hash, work, chance)
        member = Membership(id=chance.id(), person_id=person.id, company_id=company.id, role=Role.COMPANY_ADMIN)
        company.right_to_act, company.registered_by = waiting.content.get("right", ""), person.id
        work.joining.add(company, *([person] if is_new else []), member)
        actor = _actor(person, member, company, now)
        _certificates(waiting, company, person, work, chance)
        stream = f"company:{company.id}"
        said = {"company": company.id, "verified": company.register_read_at is not None, "right": company.right_to_act}
        detail = {"name": person.name, "position": waiting.content["position"]}
        work.log.record("company_registered", actor=actor, at=now, data=said, detail=detail, stream=stream)
        for number in waiting.content["municipalities"]:
            _ask(number, company, actor, work, now, chance)
        waiting.used_at, waiting.company_id = now, company.id
        waiting.content = {"company_name": company.name, "email": person.email}  # the rest has become rows
        work.joining.save_registration(waiting)
        work.commit()
    return person.email


def _found(token: str, work: UnitOfWork, now: datetime) -> Registration:
    found = work.joining.registration_by_token(hash_of(token))
    if found is None or not found.content or (found.used_at is None and found.expires_at <= now):
        raise NotThere(_("The link does not work any more. Register the company again."))
    return found


def _company(waiting: Registration, chance: Chance) -> Company:
    said: Mapping[str, Any] = waiting.content["register"] or {}
    entry = said.get("entry") or {}
    read_at = datetime.fromisoformat(said["read_at"]) if said else None
    return Company(
        id=chance.id(), organisation_number=waiting.organisation_number, name=waiting.content["company_name"], register_entry=entry,
        register_read_at=read_at, register_asked_at=read_at, gone=gone(entry)[0], work_areas=list(waiting.content["areas"]),
    )  # fmt: skip


def _person(waiting: Registration, password_hash: str, work: UnitOfWork, chance: Chance) -> tuple[Person, bool]:
    typed = waiting.content
    known = work.joining.person_by_email(typed["email"])
    if known is not None:
        return known, False
    if not password_hash:
        raise Refused(_("Choose a password."), target="password")
    made = Person(
        id=chance.id(), email=typed["email"], name=typed["name"], phone=typed["phone"], language=typed["language"],
        password_hash=password_hash,
    )  # fmt: skip
    return made, True


def _actor(person: Person, member: Membership, company: Company, now: datetime) -> Actor:
    return Actor(
        person.id, person.name, person.email, Role.COMPANY_ADMIN, member.id, company.id, None, company.name, person.language, now
    )  # fmt: skip


def _certificates(waiting: Registration, company: Company, person: Person, work: UnitOfWork, chance: Chance) -> None:
    for one in waiting.content["certificates"]:
        expires_on = date.fromisoformat(one["expires_on"]) if one["expires_on"] else None
        by_name = one["holder"].strip() if one["holder"].strip().lower() != person.name.lower() else ""
        held = Certificate(
            id=chance.id(), company_id=company.id, person_id=None if by_name else person.id, kind=one["kind"], number=one["number"],
            expires_on=expires_on, holder=by_name,
        )  # fmt: skip
        work.joining.add(held)


def _ask(number: str, company: Company, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    municipality, kind = work.parties.municipality_by_number(number), BY_NAME["request"].event
    access = CompanyAccess(id=chance.id(), company_id=company.id, municipality_id=municipality.id, requested_at=now)
    work.joining.add(access)
    record(access, kind, actor=actor, work=work, now=now, words="", data={"from": NONE, "to": access.state})
    tell(kind, administrators(work, municipality), company=company, municipality=municipality, work=work, now=now, chance=chance)
    announce(access, kind, actor=actor, work=work)


def _plain(wanted: Wanted) -> dict[str, Any]:
    plain = asdict(wanted)
    for one in plain["certificates"]:
        one["expires_on"] = one["expires_on"].isoformat() if one["expires_on"] else ""
    return {
        **plain,
        "areas": list(wanted.areas),
        "municipalities": list(wanted.municipalities),
        "certificates": list(plain["certificates"]),
    }


def _plain_answer(answer: RegisterAnswer | None) -> dict[str, Any] | None:
    return {"entry": dict(answer.entry), "read_at": answer.read_at.isoformat(), "is_fresh": answer.is_fresh} if answer else None
