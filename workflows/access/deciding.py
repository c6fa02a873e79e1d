"""The municipality's side of an access: approve, ask for more, reject, suspend, end, restore. Every one needs a fresh login."""

from __future__ import annotations

from datetime import date, datetime

from models.actor import Actor
from models.errors import Refused
from workflows.access.life import BY_NAME, why_not
from workflows.access.moving import move, plan
from workflows.clocks import day_of
from workflows.policy import authorize, demand_fresh_login
from workflows.ports import Chance, UnitOfWork


def approve_access(number: str, words: str = "", *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """From now on the company may send cases here. Raises NotThere, Refused, SignInAgain, MovedOn; then nothing is changed."""
    _decide("approve", number, words, None, actor, work, now, chance)


def ask_more(number: str, words: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """Ask the company something before deciding. Raises as `approve_access`."""
    _decide("ask_more", number, words, None, actor, work, now, chance)


def reject_access(number: str, words: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """Say no, with the reason the company reads. Raises as `approve_access`."""
    _decide("reject", number, words, None, actor, work, now, chance)


def suspend_access(
    number: str, words: str, day: date | None = None, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> None:
    """The company may not send from `day` on (Europe/Oslo; today when None); what it has sent goes on. Raises as `approve_access`."""
    _decide("suspend", number, words, day, actor, work, now, chance)


def end_access(number: str, words: str, day: date | None = None, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """The access ends on `day` (Europe/Oslo; today when None); the company may ask anew. Raises as `approve_access`."""
    _decide("end", number, words, day, actor, work, now, chance)


def restore_access(number: str, words: str = "", *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """A suspended company may send again. Raises as `approve_access`."""
    _decide("restore", number, words, None, actor, work, now, chance)


def _decide(name: str, number: str, words: str, day: date | None, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    authorize(actor, "decide_access", municipality_id=actor.municipality_id)
    demand_fresh_login(actor, now)
    today = day_of(now)
    with work:
        company, access = work.joining.company_in(actor.municipality_id or "", number)
        company = work.joining.company(company.id)
        refusal = why_not(name, access, gone=company.gone, words=words, day=day, today=today)
        if refusal:
            raise Refused(refusal)
        if day is not None and day > today:
            plan(access, BY_NAME[name], day, company=company, actor=actor, work=work, now=now, chance=chance, words=words)
        else:
            said = {"verified": company.register_read_at is not None}
            move(access, name, company=company, actor=actor, work=work, now=now, chance=chance, words=words, data=said)
        work.commit()
