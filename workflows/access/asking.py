"""The company's side of an access: ask a further municipality, answer what it wants to know."""

from __future__ import annotations

from datetime import datetime

from models.actor import Actor
from models.errors import NotThere, Refused
from models.parties import CompanyAccess
from workflows.access.life import BY_NAME, NONE, why_not
from workflows.access.moving import administrators, announce, move, record, tell
from workflows.access.standing import why_not_join
from workflows.clocks import day_of
from workflows.policy import authorize
from workflows.ports import Chance, UnitOfWork


def request_access(number: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """Ask the municipality with this number for access, for the first time or again after a no.

    Raises NotThere for an unknown municipality, Refused when the company may not or has asked already; then nothing is changed.
    """
    authorize(actor, "ask_access", company_id=actor.company_id)
    with work:
        company = work.joining.company(actor.company_id or "")
        municipality = work.parties.municipality_by_number(number)
        access = work.joining.access(company.id, municipality.id)
        refusal = why_not("request", access, gone=company.gone, today=day_of(now))
        if refusal:
            raise Refused(refusal)
        cannot = why_not_join(company.register_entry)
        if cannot:
            raise Refused(cannot.how)
        if access is None:
            fresh = CompanyAccess(id=chance.id(), company_id=company.id, municipality_id=municipality.id, requested_at=now)
            work.joining.add(fresh)
            kind = BY_NAME["request"].event
            record(fresh, kind, actor=actor, work=work, now=now, words="", data={"from": NONE, "to": fresh.state})
            told = administrators(work, municipality)
            tell(kind, told, company=company, municipality=municipality, work=work, now=now, chance=chance)
            announce(fresh, kind, actor=actor, work=work)
        else:
            move(access, "request", company=company, actor=actor, work=work, now=now, chance=chance)
        work.commit()


def answer_question(number: str, words: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """Answer what the municipality with this number asked; the request waits for it again. Raises NotThere, Refused."""
    authorize(actor, "ask_access", company_id=actor.company_id)
    with work:
        company = work.joining.company(actor.company_id or "")
        access = work.joining.access(company.id, work.parties.municipality_by_number(number).id)
        if access is None:
            raise NotThere
        refusal = why_not("answer", access, gone=company.gone, words=words, today=day_of(now))
        if refusal:
            raise Refused(refusal)
        move(access, "answer", company=company, actor=actor, work=work, now=now, chance=chance, words=words)
        work.commit()
