"""Handover: a case passes from one company to another, step by step, and each of the three can stop it before the end.

The outgoing company offers, the incoming one accepts and says anew what a company says for itself, the municipality approves. A case it
has never seen is none of its business: then accepting is enough. Until it has passed, the case stays with the outgoing company, with all
clocks, requests and links; afterwards too, but for who answers for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from models.actor import Actor
from models.base import Role
from models.case import Case
from models.delegation import ACCEPTED, APPROVED, DECLINED, ENDED, OFFERED, OPEN_COWORK, OPEN_HANDOVER, REFUSED, WITHDRAWN, Handover
from models.errors import NotThere, Refused
from models.parties import Company
from models.text import _
from workflows.access.anew import asked_anew, give_anew, judged
from workflows.access.freezing import freeze
from workflows.access.partners import WRITERS, deciders_of, demand_open, notify, partner, people_of, reason_of
from workflows.casework.dossiers import Loaded, known_around, load
from workflows.casework.reaching import reached
from workflows.casework.settling import settle
from workflows.policy import authorize, demand_fresh_login
from workflows.ports import Chance, UnitOfWork

ADMINS = (Role.COMPANY_ADMIN,)


def offer_handover(ref: str, number: str, reason: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Handover:
    """Offer the case to the company with this organisation number; what was done so far is frozen for it to read.

    Raises NotThere, NotAllowed, SignInAgain, BadInput, Refused while another handover is open, for an ended case, and for a company that
    is gone: then the municipality begins it.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "offer_handover", company_id=case.company_id)
        demand_fresh_login(actor, now)
        if work.parties.company(case.company_id).gone:
            raise Refused(_("The register says that your company can no longer act. The municipality can start the handover."))
        return _begin(case, number, reason, "handover_offered", actor=actor, work=work, now=now, chance=chance)


def start_handover(ref: str, number: str, reason: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Handover:
    """The municipality asks another company to take over from one that is gone. Raises as `offer_handover`."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "start_handover", municipality_id=case.municipality_id)
        demand_fresh_login(actor, now)
        if not work.parties.company(case.company_id).gone:
            raise Refused(_("The company can act. Ask it to offer the handover itself."))
        return _begin(case, number, reason, "handover_started", actor=actor, work=work, now=now, chance=chance)


def accept_handover(ref: str, given: Mapping[str, Any], *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Handover:
    """Take the case, with its scope and responsibility. `given` says anew what `asked_anew` lists: person ids and True, by its keys.

    A draft passes at once; any other case waits for the municipality. Raises NotThere, NotAllowed, SignInAgain, BadInput, Refused for a
    company without access to the municipality.
    """
    authorize(actor, "answer_handover", company_id=actor.company_id)
    with work:
        case, found = _offered(ref, actor, work, OFFERED)
        demand_fresh_login(actor, now)
        incoming = work.parties.company(found.to_company_id)
        if case.submitted_at is not None:
            _demand_access(case, incoming, work)
        loaded = load(case, work=work, now=now)
        members = {person.id: person.name for person, _held in work.parties.members(actor.scope)}
        found.given = judged(asked_anew(loaded), given, members)
        found.state, found.accepted_by, found.accepted_at = ACCEPTED, actor.person_id, now
        work.delegation.move_handover(found, expect=OFFERED)
        data = {"handover": found.id, "company": incoming.id}
        settle(
            loaded, "handover_accepted", actor=actor, work=work, now=now, data=data, detail={"words": incoming.name}, others=[incoming.id]
        )
        outgoing = people_of(found.from_company_id, work, ADMINS)
        if case.submitted_at is None:
            _pass(loaded, found, actor=actor, work=work, now=now, chance=chance)
        else:
            told = deciders_of(case, work)
            notify("handover_accepted", case, told, company=incoming.name, actor=actor, work=work, now=now, chance=chance)
            notify("handover_agreed", case, outgoing, company=incoming.name, actor=actor, work=work, now=now, chance=chance)
        work.commit()
    return found


def decline_handover(ref: str, words: str = "", *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Handover:
    """The incoming company says no, also after it had said yes. Raises NotThere, NotAllowed."""
    authorize(actor, "answer_handover", company_id=actor.company_id)
    with work:
        case, found = _offered(ref, actor, work, *OPEN_HANDOVER)
        told = [found.offered_by, *people_of(found.from_company_id, work, ADMINS)]
        _stop(case, found, DECLINED, words, actor=actor, work=work, now=now)
        notify("handover_declined", case, told, company=actor.tenant_name, actor=actor, work=work, now=now, chance=chance)
        work.commit()
    return found


def withdraw_handover(ref: str, words: str = "", *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Handover:
    """The outgoing company takes its offer back. Raises NotThere, NotAllowed; Refused for one the municipality has begun."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "withdraw_handover", company_id=case.company_id)
        found = _open(case, work)
        if found.by_municipality:
            raise Refused(_("The municipality has begun this handover. Write to it if it should not happen."))
        told = people_of(found.to_company_id, work, ADMINS)
        _stop(case, found, WITHDRAWN, words, actor=actor, work=work, now=now)
        notify("handover_withdrawn", case, told, company=actor.tenant_name, actor=actor, work=work, now=now, chance=chance)
        work.commit()
    return found


def approve_handover(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Handover:
    """From now on the incoming company answers for the case. Raises NotThere, NotAllowed, SignInAgain, MovedOn, Refused."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "decide_handover", municipality_id=case.municipality_id)
        demand_fresh_login(actor, now)
        demand_open(case)
        found = _open(case, work)
        if found.state != ACCEPTED:
            raise Refused(_("The other company has not accepted yet. Wait for its answer, or refuse the handover."))
        _demand_access(case, work.parties.company(found.to_company_id), work)
        _pass(load(case, work=work, now=now), found, actor=actor, work=work, now=now, chance=chance)
        work.commit()
    return found


def refuse_handover(ref: str, words: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Handover:
    """The municipality says no, with the reason both companies read; the case stays where it is. Raises as `approve_handover`, BadInput."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "decide_handover", municipality_id=case.municipality_id)
        demand_fresh_login(actor, now)
        found, said = _open(case, work), reason_of(words)
        told = [*people_of(found.from_company_id, work, WRITERS), *people_of(found.to_company_id, work, ADMINS)]
        _stop(case, found, REFUSED, said, actor=actor, work=work, now=now)
        known = {"company": actor.tenant_name, "reason": said}
        notify("handover_refused", case, told, actor=actor, work=work, now=now, chance=chance, **known)
        work.commit()
    return found


def _begin(case: Case, number: str, reason: str, kind: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Handover:
    demand_open(case)
    said, incoming = reason_of(reason), partner(number, case, work)
    if any(one.state in OPEN_HANDOVER for one in work.delegation.handovers(case.id)):
        raise Refused(_("A handover of this case is open already. Stop it before you begin another."))
    loaded = load(case, work=work, now=now)
    made = Handover(
        id=chance.ref(), case_id=case.id, from_company_id=case.company_id, to_company_id=incoming.id, by_municipality=actor.is_staff,
        reason=said, offered_by=actor.person_id, offered_at=now,
    )  # fmt: skip
    made.frozen, made.sha256 = _frozen(loaded, work, now)
    work.delegation.add_handover(made)
    data = {"handover": made.id, "from": case.company_id, "to": incoming.id, "sha256": made.sha256}
    detail = {"words": f"{incoming.name}: {said}"}
    settle(loaded, kind, actor=actor, work=work, now=now, data=data, detail=detail, others=[incoming.id])
    told = people_of(incoming.id, work, ADMINS)
    notify("handover_offered", case, told, company=actor.tenant_name, actor=actor, work=work, now=now, chance=chance)
    if actor.is_staff:
        told = people_of(case.company_id, work)
        notify("handover_begun", case, told, company=incoming.name, actor=actor, work=work, now=now, chance=chance)
    work.commit()
    return made


def _offered(ref: str, actor: Actor, work: UnitOfWork, *states: str) -> tuple[Case, Handover]:
    """The case and the handover that waits for the actor's company. Raises NotThere."""
    case = work.delegation.offered_case(actor.scope, ref)
    for one in work.delegation.handovers(case.id):
        if one.to_company_id == actor.company_id and one.state in states:
            return case, work.delegation.frozen(one.id)
    raise NotThere


def _open(case: Case, work: UnitOfWork) -> Handover:
    """The handover that is under way, whole. Raises Refused without one."""
    for one in work.delegation.handovers(case.id):
        if one.state in OPEN_HANDOVER:
            return work.delegation.frozen(one.id)
    raise Refused(_("No handover of this case is open."))


def _stop(case: Case, found: Handover, state: str, words: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """The case stays with the outgoing company."""
    before = found.state
    found.state, found.words, found.closed_by, found.closed_at = state, words.strip()[:2000], actor.person_id, now
    work.delegation.move_handover(found, expect=before)
    loaded = load(case, work=work, now=now)
    data = {"handover": found.id, "from": found.from_company_id, "to": found.to_company_id}
    detail = {"words": found.words} if found.words else {}
    kind = f"handover_{state}"
    settle(loaded, kind, actor=actor, work=work, now=now, data=data, detail=detail, others=[found.to_company_id])


def _demand_access(case: Case, incoming: Company, work: UnitOfWork) -> None:
    """A company takes over only where it may act. Source: security rule 33."""
    access = work.joining.access(incoming.id, case.municipality_id)
    if incoming.gone or access is None or access.state != "approved":
        town = work.parties.municipality(case.municipality_id).name
        raise Refused(
            _("{company} has no approved access to {municipality}. It must ask for it first.", company=incoming.name, municipality=town)
        )


def _frozen(loaded: Loaded, work: UnitOfWork, now: datetime) -> tuple[dict[str, Any], str]:
    case = loaded.case
    company = loaded.known.company.name if loaded.known.company else ""
    return freeze(loaded, work.cases.snapshots(case.id), work.cases.decisions(case.id), company, now)


def _pass(loaded: Loaded, found: Handover, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """Freeze what the outgoing company did, end what it had arranged with others, and let the incoming one answer for the case."""
    case, out = loaded.case, found.from_company_id
    found.frozen, found.sha256 = _frozen(loaded, work, now)
    found.state, found.closed_by, found.closed_at = APPROVED, actor.person_id, now
    work.delegation.move_handover(found, expect=ACCEPTED)
    left = [one for one in work.delegation.coworks(case.id) if one.state in OPEN_COWORK]
    for one in left:
        one.state, one.ended_by, one.ended_at = ENDED, actor.person_id, now
        work.delegation.save_cowork(one)
    outgoing = work.parties.company(out)
    case.company_id, case.created_by = found.to_company_id, found.accepted_by or case.created_by
    loaded.known = known_around(case, loaded.asked, loaded.local, work)
    give_anew(loaded, found.given, by=case.created_by, work=work, now=now)
    data = {"handover": found.id, "from": out, "to": case.company_id, "sha256": found.sha256}
    name = loaded.known.company.name if loaded.known.company else ""
    settle(
        loaded, "handover_approved", actor=actor, work=work, now=now, data=data, detail={"words": f"{outgoing.name} → {name}"},
        others=[out, *(one.company_id for one in left)], company_id=case.company_id, created_by=case.created_by,
    )  # fmt: skip
    told = [*people_of(out, work), *people_of(case.company_id, work)]
    notify("handover_approved", case, told, company=name, actor=actor, work=work, now=now, chance=chance)
    for one in left:
        people = people_of(one.company_id, work) if one.company_id != case.company_id else []
        notify("cowork_ended", case, people, company=outgoing.name, actor=actor, work=work, now=now, chance=chance)
