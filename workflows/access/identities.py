"""Signing in by identity providers: begin, come back, be let in, link, unlink. Each refusal is one record and tells the person no reason.

The provider is asked between `take_sign_in` and `finish_sign_in`, outside any transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from models.access import OutboxItem
from models.actor import Actor, Machine, Scope
from models.errors import Refused
from models.identities import Identity, PendingSignIn
from models.identity_providers import ProviderTerms, SignInTerms
from models.parties import Membership, Person
from models.people import Invitation
from models.text import _
from workflows.access.claims import Expected, Reason, digest, judge, level_of
from workflows.access.entering import Purpose, Way, counts_for_two, demanded_levels, open_roles, opens, proved_at, way_in
from workflows.access.people import invitation_in, take_up, usable_name
from workflows.policy import FRESH_LOGIN, authorize, demand_fresh_login
from workflows.ports import Chance, UnitOfWork
from workflows.ports_access import Proof
from workflows.ports_identities import Begun, Vouched

LIFE = timedelta(minutes=10)
"""How long somebody may stay at a provider before they have to begin again."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Why somebody goes to a provider. `browser` is a secret of their browser, `person_id` who is signed in there."""

    purpose: Purpose
    browser: str
    person_id: str | None = None
    invitation_hash: str = ""
    name: str = ""
    onward: str = "/"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a sign-in: a reason why not, or who was let in or linked, with what proof, and where they go on to."""

    purpose: Purpose = Purpose.SIGN_IN
    reason: Reason | None = None
    person: Person | None = None
    proof: Proof | None = None
    onward: str = "/"


@dataclass(frozen=True, slots=True)
class LinkedIdentity:
    """One way in of a person's, as they see it. `provider` is its key."""

    id: str
    provider: str
    linked_at: datetime
    last_used_at: datetime | None


def begin_sign_in(key: str, intent: Intent, begun: Begun, *, work: UnitOfWork, now: datetime, actor: Actor | None = None) -> None:
    """Remember that somebody goes to a provider. Linking needs a fresh sign-in. Raises SignInAgain, NotAllowed, BadInput."""
    if intent.purpose is Purpose.LINK and actor is not None:
        authorize(actor, "link_identity")
        demand_fresh_login(actor, now)
    name = usable_name(intent.name) if intent.purpose is Purpose.INVITATION else ""
    pending = PendingSignIn(
        state_hash=digest(begun.state), browser_hash=digest(intent.browser), nonce_hash=digest(begun.nonce), provider=key,
        purpose=intent.purpose.value, person_id=intent.person_id, invitation_hash=intent.invitation_hash, name=name,
        language=begun.language, onward=intent.onward, created_at=now, expires_at=now + LIFE,
    )  # fmt: skip
    with work:
        work.identities.begin(pending)
        work.commit()


def take_sign_in(key: str, state: str, browser: str, person_id: str | None, *, work: UnitOfWork, now: datetime) -> PendingSignIn | Reason:
    """The sign-in that comes back, once; or why it is not taken, which is recorded. `person_id` is who is signed in in that browser."""
    with work:
        pending = work.identities.take(digest(state), now)
        reason = _why_not_taken(pending, key, browser, person_id)
        if reason is not None:
            _record_refusal(reason, key, pending.person_id if pending else None, work, now)
        work.commit()
    if reason is not None or pending is None:
        return reason or Reason.STATE_UNKNOWN
    return pending


def refuse_sign_in(reason: Reason, key: str, person_id: str | None, *, work: UnitOfWork, now: datetime) -> None:
    """Record why somebody was not let in."""
    with work:
        _record_refusal(reason, key, person_id, work, now)
        work.commit()


def finish_sign_in(
    pending: PendingSignIn,
    vouched: Vouched,
    terms: SignInTerms,
    provider: ProviderTerms,
    *,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
) -> Outcome:
    """Judge what the provider says and let the person in, link, or refuse; all of it or nothing, and one record."""
    purpose = Purpose(pending.purpose)
    max_age = FRESH_LOGIN if purpose is Purpose.AGAIN else None
    expected = Expected(provider.issuer, provider.client_id, pending.nonce_hash, provider.level_claim, demanded_levels(provider), max_age)
    reason = judge(vouched.claims, expected, now, vouched.userinfo) or (None if vouched.library_agrees else Reason.LIBRARY)
    level = level_of(vouched.claims, provider.level_claim, provider.levels)
    proof = Proof(proved_at(vouched.claims, now), provider.key, level)
    with work:
        outcome = Outcome(reason=reason) if reason else _carried_out(pending, vouched, proof, terms, provider, work, now, chance)
        outcome = replace(outcome, purpose=purpose, onward=pending.onward, proof=proof)
        if outcome.reason is not None:
            _record_refusal(outcome.reason, provider.key, pending.person_id, work, now)
        work.commit()
    return outcome


def my_identities(*, actor: Actor, work: UnitOfWork) -> Sequence[LinkedIdentity]:
    """The actor's own ways in by providers."""
    authorize(actor, "see_own_data")
    with work:
        found = work.identities.of_person(actor.person_id)
        return [LinkedIdentity(one.id, one.provider, one.linked_at, one.last_used_at) for one in found]


def unlink_identity(identity_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Take one of the actor's ways in away, never the last. Raises SignInAgain, NotThere, Refused."""
    authorize(actor, "unlink_identity")
    demand_fresh_login(actor, now)
    with work:
        person = work.identities.person(actor.person_id)
        left = [one for one in work.identities.of_person(person.id) if one.id != identity_id]
        gone = work.identities.unlink(person.id, identity_id)
        if not left and not person.password_hash:
            raise Refused(_("This is your only way to log in. Choose a password first, by the link on the login page."))
        data = {"identity": gone.id, "provider": gone.provider}
        work.log.record("identity_unlinked", actor=actor, at=now, data=data, stream=f"person:{person.id}")
        work.commit()


def roles_open_to(person_id: str, key: str, level: str, *, terms: SignInTerms, work: UnitOfWork) -> Sequence[Membership]:
    """The roles a session opened by this provider, or by a password when `key` is empty, may act in."""
    with work:
        return open_roles(terms, terms.provider(key), level, work.identities.roles(person_id))


def _why_not_taken(pending: PendingSignIn | None, key: str, browser: str, person_id: str | None) -> Reason | None:
    if pending is None:
        return Reason.STATE_UNKNOWN
    if not browser or pending.browser_hash != digest(browser):
        return Reason.OTHER_BROWSER
    if pending.provider != key:
        return Reason.OTHER_PROVIDER
    is_bound = pending.purpose in (Purpose.LINK, Purpose.AGAIN)
    return Reason.OTHER_SESSION if is_bound and (person_id is None or pending.person_id != person_id) else None


def _carried_out(
    pending: PendingSignIn, vouched: Vouched, proof: Proof, terms: SignInTerms, provider: ProviderTerms, work: UnitOfWork, now: datetime,
    chance: Chance,
) -> Outcome:  # fmt: skip
    issuer, subject = str(vouched.claims["iss"]), str(vouched.claims["sub"])
    held = work.identities.holder(issuer, subject)
    way = way_in(Purpose(pending.purpose), held[1].id if held else None, pending.person_id)
    if isinstance(way, Reason):
        return Outcome(reason=way)
    if held is not None and held[1].disabled:
        return Outcome(reason=Reason.DISABLED)
    made = Identity(id=chance.id(), issuer=issuer, subject=subject, person_id="", provider=provider.key, linked_at=now)
    if way is Way.LINK:
        return _linked(made, pending.person_id or "", provider, work, now, chance)
    person: Person | None
    if way is Way.SIGN_IN:
        person = held[1] if held else None
    else:
        person = _joined(pending, made, held[1] if held else None, proof, terms, provider, work, now, chance)
        if person is None:
            return Outcome(reason=Reason.INVITATION_GONE)
    identity = held[0] if held else made
    if person is None:
        return Outcome(reason=Reason.UNKNOWN_IDENTITY)
    _take_up_without_roles(pending, person, proof, terms, provider, work, now, chance)
    return _let_in(person, identity, proof, terms, provider, work, now)


def _take_up_without_roles(
    pending: PendingSignIn, person: Person, proof: Proof, terms: SignInTerms, provider: ProviderTerms, work: UnitOfWork, now: datetime,
    chance: Chance,
) -> None:  # fmt: skip
    """Somebody whose access ended comes back by the invitation that was sent to them, on whose page they set out."""
    token = invitation_in(pending.onward)
    if not token or work.identities.roles(person.id):
        return
    invitation = work.people.invitation_by_token(digest(token), now)
    if invitation is None or invitation.email != person.email:
        return
    if opens(terms, provider, proof.level, number=_number(invitation, work)):
        take_up(invitation, person.id, work, now, chance)


def _linked(
    made: Identity, person_id: str, provider: ProviderTerms, work: UnitOfWork, now: datetime, chance: Chance
) -> Outcome:  # fmt: skip
    person = work.identities.person(person_id)
    if person.disabled:
        return Outcome(reason=Reason.DISABLED)
    made.person_id = person.id
    work.identities.link(made)
    _record_link(made, work, now)
    payload = {"provider": provider.name}
    work.dispatch(OutboxItem(id=chance.id(), kind="identity_linked", person_id=person.id, payload=payload, created_at=now))
    return Outcome(person=person)


def _joined(
    pending: PendingSignIn, made: Identity, known: Person | None, proof: Proof, terms: SignInTerms, provider: ProviderTerms,
    work: UnitOfWork, now: datetime, chance: Chance,
) -> Person | None:  # fmt: skip
    """Whoever takes up the invitation: the holder of the identity when it was sent to them, else somebody new to the portal.

    An address that has an account is not linked to a stranger's identity: whoever has it signs in and links first.
    """
    invitation = work.people.invitation_by_token(pending.invitation_hash, now)
    if invitation is None or not opens(terms, provider, proof.level, number=_number(invitation, work)):
        return None
    if known is not None:
        if known.email != invitation.email:
            return None
        person = known
    elif work.people.person_by_email(invitation.email) is not None:
        return None
    else:
        person = Person(id=chance.id(), email=invitation.email, name=pending.name, language=pending.language)
        work.people.add_person(person)
        made.person_id = person.id
        work.identities.link(made)
        _record_link(made, work, now)
    take_up(invitation, person.id, work, now, chance)
    return person


def _let_in(
    person: Person, identity: Identity, proof: Proof, terms: SignInTerms, provider: ProviderTerms, work: UnitOfWork, now: datetime
) -> Outcome:
    roles = open_roles(terms, provider, proof.level, work.identities.roles(person.id))
    if not roles:
        return Outcome(reason=Reason.NO_ROLE)
    work.identities.used(identity.id, now)
    two = counts_for_two(provider, proof.level)
    data = {"identity": identity.id, "provider": provider.key, "level": proof.level, "two_factors": two}
    work.log.record("signed_in", actor=Machine(), at=now, data=data, stream=f"person:{person.id}", about=person.id)
    return Outcome(person=person)


def _number(invitation: Invitation, work: UnitOfWork) -> str:
    scope = Scope(company_id=invitation.company_id, municipality_id=invitation.municipality_id)
    return work.parties.municipality(scope.municipality_id).number if scope.municipality_id else ""


def _record_link(made: Identity, work: UnitOfWork, now: datetime) -> None:
    data = {"identity": made.id, "provider": made.provider}
    work.log.record("identity_linked", actor=Machine(), at=now, data=data, stream=f"person:{made.person_id}", about=made.person_id)


def _record_refusal(reason: Reason, key: str, person_id: str | None, work: UnitOfWork, now: datetime) -> None:
    data: dict[str, Any] = {"reason": reason.value, "provider": key, "person": person_id}
    stream = f"person:{person_id}" if person_id else None
    work.log.record("sign_in_refused", actor=Machine(), at=now, data=data, stream=stream, about=person_id)
