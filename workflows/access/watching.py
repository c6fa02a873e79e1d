"""What happens by itself: the register is read again, planned changes come, certificates near their end are told of. All by the machine.

Source: domain README section 3.7, COM-03.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from models.actor import Actor, Machine
from models.base import Role
from models.parties import Company
from models.text import pack, verbatim
from workflows.access.life import APPROVED, PLANNED, SUSPENDED
from workflows.access.moving import administrators, company_people, move, packed_day, tell
from workflows.access.standing import gone
from workflows.casework.dossiers import load
from workflows.casework.settling import settle
from workflows.clocks import day_of
from workflows.policy import authorize
from workflows.ports import Chance, Change, UnitOfWork
from workflows.ports_joining import RegisterAnswer
from workflows.shared.certificates import CERTIFICATES

WARN_DAYS = (60, 14)
"""How long before its end a certificate is told of, once each."""


def take_register_answer(
    company_id: str, answer: RegisterAnswer | None, *, actor: Actor | Machine, work: UnitOfWork, now: datetime, chance: Chance
) -> Sequence[str]:
    """Keep what the register says of a company now, and act on it; ids of sent cases whose officers must be told by `mark_case`.

    Gone: every access that was approved is suspended. No longer gone: those the register suspended are as before. None, or an answer that
    is older than what is known, changes nothing but when it was asked.
    """
    with work:
        company = work.joining.company(company_id)
        company.register_asked_at = now
        if answer is None or not _is_news(answer, company):
            work.joining.save_company(company)
            work.commit()
            return ()
        before = company.gone
        company.gone, company.register_entry, company.register_read_at = gone(answer.entry)[0], dict(answer.entry), answer.read_at
        company.name = answer.name or company.name
        work.joining.save_company(company)
        marked: Sequence[str] = ()
        if bool(before) != bool(company.gone):
            marked = _turn(company, actor=actor, work=work, now=now, chance=chance)
        work.commit()
    return marked


def _is_news(answer: RegisterAnswer, company: Company) -> bool:
    """Said now, or by an imported file that is younger than what is known."""
    return answer.is_fresh or company.register_read_at is None or answer.read_at > company.register_read_at


def _turn(company: Company, *, actor: Actor | Machine, work: UnitOfWork, now: datetime, chance: Chance) -> Sequence[str]:
    """The company went, or came back: suspend or restore, and tell all concerned."""
    kind, name = ("register_suspended", "register_suspend") if company.gone else ("register_restored", "register_restore")
    said = {"company": company.id, "gone": company.gone}
    work.log.record(kind, actor=actor, at=now, data=said, stream=f"company:{company.id}")
    receivers = company_people(work, company)
    for access in work.joining.accesses(company.id):
        concerned = access.state == APPROVED if company.gone else access.state == SUSPENDED and access.by_register
        if concerned:
            receivers += administrators(work, work.parties.municipality(access.municipality_id))
            move(access, name, company=company, actor=Machine(), work=work, now=now, chance=chance, words=company.gone)
    hints = work.joining.hints(company.id)
    receivers += [one.assignee_id for one in hints if one.assignee_id and one.was_sent]
    tell(kind, receivers, company=company, work=work, now=now, chance=chance)
    work.announce(Change("", "", kind, "", company.id, 0))
    return [one.id for one in hints if one.was_sent]


def mark_case(case_id: str, *, work: UnitOfWork, now: datetime) -> None:
    """Write into a sent case's log what became of its company, and work out anew what it lacks. One short transaction for each case.

    Nothing where the log says so already: who stumbles over one case goes on, and `cases_to_mark` finds it again at night.
    """
    with work:
        case = work.cases.by_id(case_id)
        company = work.joining.company(case.company_id)
        kind = "company_gone" if company.gone else "company_back"
        if work.joining.mark_of(case.id) == kind:
            return
        settle(load(case, work=work, now=now), kind, actor=Machine(), work=work, now=now, data={"gone": company.gone})
        work.commit()


def read_again(
    number: str, answer: RegisterAnswer | None, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Sequence[str]:
    """As `take_register_answer`, when somebody of a municipality the company has a standing in asked for it. Raises NotThere."""
    authorize(actor, "decide_access", municipality_id=actor.municipality_id)
    with work:
        company, _access = work.joining.company_in(actor.municipality_id or "", number)
    return take_register_answer(company.id, answer, actor=actor, work=work, now=now, chance=chance)


def cases_to_mark(after: str, *, work: UnitOfWork) -> Sequence[str]:
    """Ids of sent cases after one that `mark_case` has not reached, because something failed on the way."""
    with work:
        return work.joining.cases_to_mark(after)


def carry_out_planned(*, work: UnitOfWork, now: datetime, chance: Chance) -> int:
    """Accesses whose day has come become what was planned; how many.

    Also those the register has suspended: ended is ended, and what the municipality suspends itself no register restores.
    """
    with work:
        due = work.joining.changes_due(day_of(now))
        for access in due:
            company = work.joining.company(access.company_id)
            name, words = PLANNED[access.next_state], access.next_reason
            move(access, name, company=company, actor=Machine(), work=work, now=now, chance=chance, words=words)
        if due:
            work.commit()
    return len(due)


def forget_registrations(*, work: UnitOfWork, now: datetime, chance: Chance) -> int:
    """What somebody typed and never confirmed is forgotten with its link; how many."""
    with work:
        gone_by_now = work.joining.forget_registrations(now)
        if gone_by_now:
            work.commit()
    return gone_by_now


def warn_of_certificates(*, work: UnitOfWork, now: datetime, chance: Chance) -> int:
    """Tell companies once that a certificate ends within 60 days, and once more within 14; how many were told of."""
    today, told = day_of(now), 0
    with work:
        for days in sorted(WARN_DAYS):
            for one in work.joining.certificates_ending(today, today + timedelta(days=days), days):
                company = work.joining.company(one.company_id)
                receivers = company_people(work, company, [Role.COMPANY_ADMIN]) + ([one.person_id] if one.person_id else [])
                names = work.parties.names([one.person_id] if one.person_id else [])
                held = one.holder or names.get(one.person_id or "", company.name)
                kind = CERTIFICATES.get(one.kind, verbatim(one.kind))
                more: dict[str, Any] = {"certificate": pack(kind), "name": held}
                more |= {"day": packed_day(one.expires_on)} if one.expires_on else {}
                tell("certificate_expiring", receivers, company=company, work=work, now=now, chance=chance, **more)
                one.warned_for, told = days, told + 1
                work.joining.save_certificate(one)
        if told:
            work.commit()
    return told
