"""Login sessions, API keys and throttles: what proves who somebody is, one short transaction for each question.

Cookie values and keys are random and leave this module once; the database keeps their SHA-256. A session or key is good only while its
person is not disabled and its membership is active; a session also only under the person's epoch it was made in.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, case, delete, func, or_, select, update
from sqlalchemy.exc import DBAPIError

from models.access import ApiKey, LoginSession, Throttle
from models.actor import Actor, Machine
from models.errors import NotThere, PortalError
from models.identities import PendingSignIn
from models.parties import Company, Membership, Municipality, Person
from models.people import OneTimeLink, RecoveryCode
from storage.account_log import met_on, recorded, told
from storage.chance import CHANCE
from storage.database import Database, in_our_words
from storage.log import StoredLog
from storage.rows import add, entities, every, insert_or, maybe, table_of
from storage.search_index import unlearn
from workflows.ports_access import Proof, SignedIn

logger = logging.getLogger(__name__)

SEEN_EVERY = timedelta(seconds=60)
KEY_LIFE = timedelta(days=365)
KEY_PREFIX = "pk_"

SESSION, KEY, THROTTLE = table_of(LoginSession), table_of(ApiKey), table_of(Throttle)
PENDING = table_of(PendingSignIn)
LINK, CODE = table_of(OneTimeLink), table_of(RecoveryCode)
PERSON, MEMBERSHIP, COMPANY, MUNICIPALITY = table_of(Person), table_of(Membership), table_of(Company), table_of(Municipality)


class Sessions:
    """Everything the doors ask the database. All methods are synchronous; those that write wait for the one writer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def person_by_email(self, email: str) -> Person | None:
        """The person with this e-mail address, upper or lower case, disabled or not."""
        with self._reading() as connection:
            return maybe(connection, Person, email=email.strip().lower())

    def memberships_of(self, person_id: str) -> Sequence[Membership]:
        """A person's active memberships in the order they were made."""
        with self._reading() as connection:
            return every(connection, Membership, "id", person_id=person_id, active=True)

    def tenant_names(self, person_id: str) -> Sequence[tuple[Membership, str]]:
        """A person's active memberships, each with the name of its company or municipality."""
        which = (MEMBERSHIP.c.person_id == person_id, MEMBERSHIP.c.active.is_(True))
        with self._reading() as connection:
            rows = connection.execute(TENANTS.where(*which).order_by(MEMBERSHIP.c.id)).all()
        return list(zip(entities(Membership, rows), map(_tenant, rows), strict=True))

    def create_session(
        self, person: Person, membership: Membership, now: datetime, device: str, proof: Proof | None = None, two_factors: bool = False
    ) -> tuple[str, LoginSession]:
        """A new session for someone who has proved who they are, just now unless `proof` says otherwise. Returns the cookie's value,
        never kept, and the row."""
        cookie = secrets.token_urlsafe(32)
        made = LoginSession(
            id_hash=hashed(cookie), person_id=person.id, membership_id=membership.id, epoch=person.epoch,
            csrf_token=secrets.token_urlsafe(32), created_at=now, seen_at=now, login_at=proof.at if proof else now, device=device[:200],
            provider=proof.provider if proof else "", level=proof.level if proof else "", two_factors=two_factors,
        )  # fmt: skip
        with self._writing() as connection:
            add(connection, made)
            if proof is None or not proof.provider:  # what came in by a provider is recorded where the provider's word is judged
                recorded(connection, "signed_in_by_password", person.id, now)
            met_on(connection, made.device, person.id, now)
        return cookie, made

    def session(self, cookie: str, now: datetime, idle: timedelta, absolute: timedelta) -> SignedIn | None:
        """The live session of a cookie and who acts in it, or None. One question, for every page begins with it; marks it seen once a
        minute."""
        found = self._alive(hashed(cookie), now, idle, absolute)
        if found and now - found.session.seen_at >= SEEN_EVERY:
            which = (SESSION.c.id_hash == found.session.id_hash, SESSION.c.seen_at < now)
            self._quietly(update(SESSION).where(*which).values(seen_at=now))
        return found

    def is_alive(self, id_hash: str, now: datetime, idle: timedelta, absolute: timedelta) -> bool:
        """Whether a session known by its hash still lives; for the sweep over open sockets. Does not count as a sign of life."""
        return self._alive(id_hash, now, idle, absolute) is not None

    def end_session(self, id_hash: str, now: datetime, person_id: str | None = None) -> None:
        """End one session; with `person_id` only if it is that person's, which is recorded: they end it from another."""
        which = [SESSION.c.id_hash == id_hash] + ([SESSION.c.person_id == person_id] if person_id else [])
        with self._writing() as connection:
            if _end(connection, now, *which) and person_id:
                recorded(connection, "sessions_ended", person_id, now, sessions=1)

    def sign_out(self, id_hash: str, now: datetime) -> None:
        """End a session because whoever is in it leaves, which is recorded; one that is over already leaves no record."""
        which = (SESSION.c.id_hash == id_hash, SESSION.c.ended_at.is_(None))
        with self._writing() as connection:
            for row in connection.execute(update(SESSION).where(*which).values(ended_at=now).returning(SESSION.c.person_id)).all():
                recorded(connection, "signed_out", row.person_id, now)

    def record_refusal(self, kind: str, email: str, now: datetime) -> None:
        """Record that somebody was not let into the account with this address; of an address nobody has, nothing is kept."""
        with self._writing() as connection:
            person = maybe(connection, Person, email=email.strip().lower())
            if person is not None:
                recorded(connection, kind, person.id, now)

    def end_all(self, person_id: str, now: datetime, except_hash: str | None = None) -> None:
        """End all sessions of a person, sparing at most one."""
        with self._writing() as connection:
            if ended := _end(connection, now, *_others(person_id, except_hash)):
                recorded(connection, "sessions_ended", person_id, now, sessions=ended)

    def list_sessions(self, person_id: str, now: datetime, idle: timedelta, absolute: timedelta) -> Sequence[LoginSession]:
        """A person's live sessions, last seen first."""
        alive = (SESSION.c.ended_at.is_(None), SESSION.c.seen_at > now - idle, SESSION.c.login_at > now - absolute)
        statement = select(SESSION).join(PERSON, PERSON.c.id == SESSION.c.person_id)
        statement = statement.where(SESSION.c.person_id == person_id, *alive, SESSION.c.epoch == PERSON.c.epoch)
        with self._reading() as connection:
            return entities(LoginSession, connection.execute(statement.order_by(SESSION.c.seen_at.desc())))

    def switch_membership(self, session_row: LoginSession, membership_id: str, now: datetime) -> tuple[str, LoginSession]:
        """A new session in another role of the same person; the old one ends. Raises NotThere when the role is not theirs."""
        cookie = secrets.token_urlsafe(32)
        fresh = {"id_hash": hashed(cookie), "csrf_token": secrets.token_urlsafe(32), "created_at": now, "seen_at": now}
        made = LoginSession(**{**session_row.model_dump(), **fresh, "membership_id": membership_id})
        with self._writing() as connection:
            which = (MEMBERSHIP.c.id == membership_id, MEMBERSHIP.c.person_id == session_row.person_id, MEMBERSHIP.c.active.is_(True))
            row = connection.execute(ACTING.where(*which)).first()
            if row is None:
                raise NotThere()
            add(connection, made)
            connection.execute(update(SESSION).where(SESSION.c.id_hash == session_row.id_hash).values(ended_at=now))
            membership, person = entities(Membership, [row])[0], entities(Person, [row], start=len(MEMBERSHIP.columns) + 2)[0]
            actor = _actor(person, membership, _tenant(row), made.login_at, "page")  # so that it is told in the tenant they act for now
            StoredLog(connection).record("role_taken", actor=actor, at=now, stream=f"person:{person.id}", about=person.id)
        return cookie, made

    def bump_epoch(self, person_id: str) -> int:
        """Make every session made so far worthless; the new epoch. Raises NotThere."""
        statement = update(PERSON).where(PERSON.c.id == person_id).values(epoch=PERSON.c.epoch + 1).returning(PERSON.c.epoch)
        with self._writing() as connection:
            epoch: int | None = connection.execute(statement).scalar_one_or_none()
        if epoch is None:
            raise NotThere()
        return epoch

    def change_person(self, person_id: str, **changes: Any) -> Person:
        """Write a person's own columns: name, language, theme, form_view, board_view, password_hash and so on; the person as now."""
        with self._writing() as connection:
            if "name" in changes:
                called = connection.execute(select(PERSON.c.name).where(PERSON.c.id == person_id)).scalar()
                unlearn(connection, str(called or ""))
            found = connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(**changes).returning(*PERSON.c)).all()
        if not found:
            raise NotThere()
        return entities(Person, found)[0]

    def change_password(self, person_id: str, password_hash: str, except_hash: str, now: datetime) -> None:
        """Another password; all sessions but one end, and the person is told."""
        with self._writing() as connection:
            connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(password_hash=password_hash))
            ended = _end(connection, now, *_others(person_id, except_hash))
            recorded(connection, "password_changed", person_id, now, sessions=ended)
            told(connection, "password_changed", person_id, now)

    def begin_codes(self, person_id: str, secret: str, step: int, now: datetime) -> None:
        """One-time codes by this secret from now on; the one that proved it is used up, and the person is told."""
        with self._writing() as connection:
            connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(totp_secret=secret, totp_last_step=step))
            recorded(connection, "codes_begun", person_id, now)
            told(connection, "codes_begun", person_id, now)

    def use_totp_step(self, person_id: str, step: int) -> bool:
        """Take a one-time code's time step; False when that step or a later one was taken before, so that a code works once."""
        which = (PERSON.c.id == person_id, PERSON.c.totp_last_step < step)
        with self._writing() as connection:
            taken = connection.execute(update(PERSON).where(*which).values(totp_last_step=step).returning(PERSON.c.id)).first()
        return taken is not None

    def link_holder(self, token_hash: str, purpose: str, now: datetime) -> Person | None:
        """Whose one-time link this is, while it works; it stays unused."""
        with self._reading() as connection:
            row = connection.execute(LINK_HOLDER, {"token": token_hash, "purpose": purpose, "now": now}).first()
        return entities(Person, [row])[0] if row else None

    def reset_password(self, token_hash: str, purpose: str, password_hash: str, now: datetime) -> bool:
        """Use a link to set its person's password and end every session of theirs; False when it works no more."""
        which = (LINK.c.token_hash == token_hash, LINK.c.purpose == purpose, LINK.c.used_at.is_(None), LINK.c.expires_at > now)
        with self._writing() as connection:
            person_id = connection.execute(update(LINK).where(*which).values(used_at=now).returning(LINK.c.person_id)).scalar_one_or_none()
            if person_id is None:
                return False
            fresh = {"password_hash": password_hash, "epoch": PERSON.c.epoch + 1}
            connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(**fresh))
            connection.execute(update(LINK).where(LINK.c.person_id == person_id, LINK.c.used_at.is_(None)).values(used_at=now))
            recorded(connection, "password_reset", person_id, now)
            told(connection, "password_changed", person_id, now)
        return True

    def keep_recovery_codes(self, person_id: str, hashes: Sequence[str], now: datetime) -> None:
        """These codes instead of all earlier ones; the person is told."""
        with self._writing() as connection:
            connection.execute(delete(CODE).where(CODE.c.person_id == person_id))
            for one in hashes:
                add(connection, RecoveryCode(person_id=person_id, code_hash=one))
            recorded(connection, "codes_made", person_id, now)
            told(connection, "codes_made", person_id, now)

    def use_recovery_code(self, person_id: str, code_hash: str, now: datetime) -> bool:
        """Spend a code; False when it is none, or spent."""
        which = (CODE.c.person_id == person_id, CODE.c.code_hash == code_hash, CODE.c.used_at.is_(None))
        with self._writing() as connection:
            used = connection.execute(update(CODE).where(*which).values(used_at=now).returning(CODE.c.person_id)).first()
            if used is not None:
                recorded(connection, "recovery_code_used", person_id, now)
        return used is not None

    def recovery_codes_left(self, person_id: str) -> int:
        """How many codes still work."""
        which = (CODE.c.person_id == person_id, CODE.c.used_at.is_(None))
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).select_from(CODE).where(*which)).scalar_one())

    def create_api_key(self, email: str, now: datetime, name: str = "", life: timedelta = KEY_LIFE, actions: Sequence[str] = ()) -> str:
        """A new key for the first active membership of the person with this e-mail, good for a year at most. Raises NotThere.

        It is limited to `actions` of the permission table; with none it may do all that the role gives.
        """
        person = self.person_by_email(email)
        memberships = self.memberships_of(person.id) if person and not person.disabled else []
        if person is None or not memberships:
            raise NotThere()
        key = KEY_PREFIX + secrets.token_urlsafe(32)
        made = ApiKey(
            id=CHANCE.id(), key_hash=hashed(key), person_id=person.id, membership_id=memberships[0].id, name=name[:100],
            actions=list(actions),
            created_at=now, expires_at=now + min(life, KEY_LIFE),
        )  # fmt: skip
        with self._writing() as connection:
            add(connection, made)
            _recorded_key(connection, "key_made", made, now)
            told(connection, "key_made", person.id, now, name=made.name)
        return key

    def api_actor(self, key: str, now: datetime) -> Actor | None:
        """Who acts with a key: as the key's membership is now. None for a key that is unknown, revoked or too old."""
        with self._reading() as connection:
            row = connection.execute(KEY_HOLDER, {"key": hashed(key), "now": now}).first()
        if row is None:
            return None
        if row.last_used_at is None or now - row.last_used_at >= SEEN_EVERY:
            self._quietly(update(KEY).where(KEY.c.id == row.key_id).values(last_used_at=now))
        membership, person = entities(Membership, [row])[0], entities(Person, [row], start=len(MEMBERSHIP.columns) + 2)[0]
        return _actor(person, membership, _tenant(row), row.key_created_at, "api", frozenset(row.actions) or None)

    def api_keys(self, person_id: str, now: datetime) -> Sequence[ApiKey]:
        """A person's keys that still work, the oldest first. When each was used last is known to the minute."""
        statement = select(KEY).where(KEY.c.person_id == person_id, KEY.c.revoked_at.is_(None), KEY.c.expires_at > now)
        with self._reading() as connection:
            return entities(ApiKey, connection.execute(statement.order_by(KEY.c.created_at, KEY.c.id)))

    def revoke_api_key(self, key_id: str, person_id: str, now: datetime) -> None:
        """End one of a person's keys."""
        which = (KEY.c.id == key_id, KEY.c.person_id == person_id, KEY.c.revoked_at.is_(None))
        with self._writing() as connection:
            for ended in entities(ApiKey, connection.execute(update(KEY).where(*which).values(revoked_at=now).returning(*KEY.c)).all()):
                _recorded_key(connection, "key_ended", ended, now)

    def throttle_hit(self, key: str, now: datetime, window: timedelta) -> int:
        """Count one more try under a key; the tries in this window, which begins with the first try after the last one ended."""
        begun_anew = or_(THROTTLE.c.since <= now - window, THROTTLE.c.since > now)
        values = {"since": case((begun_anew, now), else_=THROTTLE.c.since), "count": case((begun_anew, 1), else_=THROTTLE.c.count + 1)}
        with self._writing() as connection:
            statement = insert_or(connection, Throttle).on_conflict_do_update(index_elements=["key"], set_=values)
            count = connection.execute(statement.returning(THROTTLE.c.count), {"key": key, "since": now, "count": 1}).scalar_one()
        return int(count)

    def throttle_count(self, key: str, now: datetime, window: timedelta) -> tuple[int, datetime | None]:
        """Tries in the running window without counting one, and when the window began."""
        with self._reading() as connection:
            found = maybe(connection, Throttle, key=key)
        return (found.count, found.since) if found and now - window < found.since <= now else (0, None)

    def throttle_take_back(self, key: str) -> None:
        """Uncount one try, because it was right."""
        with self._writing() as connection:
            connection.execute(update(THROTTLE).where(THROTTLE.c.key == key, THROTTLE.c.count > 0).values(count=THROTTLE.c.count - 1))

    def throttle_clear(self, key: str) -> None:
        """Forget the tries under a key."""
        with self._writing() as connection:
            connection.execute(delete(THROTTLE).where(THROTTLE.c.key == key))

    def sweep(self, now: datetime, absolute: timedelta) -> None:
        """Delete sessions that ended or grew old, throttles nobody waits for, and sign-ins nobody came back from."""
        with self._writing() as connection:
            connection.execute(delete(SESSION).where(or_(SESSION.c.ended_at < now - absolute, SESSION.c.login_at < now - 2 * absolute)))
            connection.execute(delete(THROTTLE).where(THROTTLE.c.since < now - timedelta(days=1)))
            connection.execute(delete(PENDING).where(PENDING.c.expires_at <= now))

    def _alive(self, id_hash: str, now: datetime, idle: timedelta, absolute: timedelta) -> SignedIn | None:
        with self._reading() as connection:
            row = connection.execute(LIVE_SESSION, {"id_hash": id_hash, "seen": now - idle, "login": now - absolute}).first()
        if row is None:
            return None
        person_at = len(MEMBERSHIP.columns) + 2
        membership, person = entities(Membership, [row])[0], entities(Person, [row], person_at)[0]
        session = entities(LoginSession, [row], person_at + len(PERSON.columns))[0]
        return SignedIn(session, person, membership, _actor(person, membership, _tenant(row), session.login_at, "page"))

    def _quietly(self, statement: Any) -> None:
        """Write a mark that nobody may be turned away for when the disk is full or the writer busy."""
        try:
            with self._writing() as connection:
                connection.execute(statement)
        except PortalError as error:
            logger.warning("a sign of life was not kept: %s", type(error).__name__)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _in_our_words(), self._database.reading.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction, committed when the block ends well."""
        with _in_our_words(), self._database.writing.begin() as connection:
            yield connection


def hashed(secret: str) -> str:
    """What is kept of a cookie or key: enough to know it again, useless to whoever reads the database."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _others(person_id: str, except_hash: str | None) -> list[ColumnElement[bool]]:
    return [SESSION.c.person_id == person_id] + ([SESSION.c.id_hash != except_hash] if except_hash else [])


def _end(connection: Connection, now: datetime, *which: ColumnElement[bool]) -> int:
    """End these sessions where they live; how many did."""
    return connection.execute(update(SESSION).where(*which, SESSION.c.ended_at.is_(None)).values(ended_at=now)).rowcount


def _recorded_key(connection: Connection, kind: str, key: ApiKey, now: datetime) -> None:
    """A key acts for one tenant, and is that tenant's business alone."""
    held = maybe(connection, Membership, id=key.membership_id)
    company, town = (held.company_id, held.municipality_id) if held else (None, None)
    stream = f"company:{company}" if company else f"municipality:{town}" if town else "portal"
    StoredLog(connection).record(kind, actor=Machine(), at=now, data={"key": key.id}, stream=stream, about=key.person_id)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise in_our_words(error) from error


def _with_tenant(*more: Any) -> Select[Any]:
    """All columns of memberships, then the names of their tenants, then what else is wanted."""
    return (
        select(MEMBERSHIP, COMPANY.c.name.label("company"), MUNICIPALITY.c.name.label("municipality"), *more)
        .select_from(MEMBERSHIP)
        .outerjoin(COMPANY, COMPANY.c.id == MEMBERSHIP.c.company_id)
        .outerjoin(MUNICIPALITY, MUNICIPALITY.c.id == MEMBERSHIP.c.municipality_id)
    )


def _tenant(row: Row[Any]) -> str:
    return row.company or row.municipality or ""


def _actor(
    person: Person, membership: Membership, tenant: str, login_at: datetime, through: str, only: frozenset[str] | None = None
) -> Actor:
    return Actor(
        person.id, person.name, person.email, membership.role, membership.id, membership.company_id, membership.municipality_id, tenant,
        person.language, login_at, through, only,
    )  # fmt: skip


TENANTS = _with_tenant()
ACTING = _with_tenant(PERSON).join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id)
KEY_HOLDER = (
    _with_tenant(PERSON, KEY.c.id.label("key_id"), KEY.c.last_used_at, KEY.c.created_at.label("key_created_at"), KEY.c.actions)
    .join(KEY, KEY.c.membership_id == MEMBERSHIP.c.id)
    .join(PERSON, PERSON.c.id == KEY.c.person_id)
    .where(KEY.c.key_hash == bindparam("key"), KEY.c.expires_at > bindparam("now"), KEY.c.revoked_at.is_(None))
    .where(PERSON.c.disabled.is_(False), MEMBERSHIP.c.active.is_(True))
)
LINK_HOLDER = (
    select(PERSON)
    .join(LINK, LINK.c.person_id == PERSON.c.id)
    .where(LINK.c.token_hash == bindparam("token"), LINK.c.purpose == bindparam("purpose"), LINK.c.used_at.is_(None))
    .where(LINK.c.expires_at > bindparam("now"), PERSON.c.disabled.is_(False))
)
LIVE_SESSION = (
    _with_tenant(PERSON, SESSION)
    .join(SESSION, SESSION.c.membership_id == MEMBERSHIP.c.id)
    .join(PERSON, PERSON.c.id == SESSION.c.person_id)
    .where(SESSION.c.id_hash == bindparam("id_hash"), SESSION.c.ended_at.is_(None))
    .where(SESSION.c.seen_at > bindparam("seen"), SESSION.c.login_at > bindparam("login"), SESSION.c.epoch == PERSON.c.epoch)
    .where(PERSON.c.disabled.is_(False), MEMBERSHIP.c.active.is_(True))
)
