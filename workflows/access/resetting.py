"""Asking for a new password: a link in the mail of whoever has the address, silence for everybody else. And a phone that was lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.access import OutboxItem
from models.actor import Machine
from models.errors import NotThere
from workflows.ports import Chance, UnitOfWork

CODES_RESET = "codes_reset"
DEVICE_MET = "device_met"
ACCOUNT_KINDS = frozenset({
    "signed_in", "signed_in_by_password", "sign_in_refused", "identity_linked", "sessions_ended", "recovery_code_used",
    "password_reset_asked", "password_reset", "password_changed", "codes_begun", "codes_made", CODES_RESET,
    DEVICE_MET, "signed_out", "password_refused", "code_refused", "sign_in_locked",
})  # fmt: skip
"""Events of an account that belong to no tenant: each the person has a role in may read them."""
PASSWORD_RESET = "password_reset"  # noqa: S105  # the purpose of a link, not a password


def ask_for_reset(email: str, token: str, token_hash: str, *, life: timedelta, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """Leave a link for the person with this address; nothing for unknown or disabled ones, and nobody is told which."""
    with work:
        person = work.people.person_by_email(email.strip().lower())
        if person is None or person.disabled:
            return
        work.people.keep_link(token_hash, PASSWORD_RESET, person.id, now, now + life)
        payload = {"until": f"{now + life:%d.%m.%Y}", "token": token}
        work.dispatch(OutboxItem(id=chance.id(), kind=PASSWORD_RESET, person_id=person.id, payload=payload, created_at=now))
        data, stream = {"person": person.id}, f"person:{person.id}"
        work.log.record("password_reset_asked", actor=Machine(), at=now, data=data, stream=stream, about=person.id)
        work.commit()


def reset_codes(email: str, *, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """The operator takes the one-time codes of somebody who lost the phone away: they set up new ones when they log in next.

    Their sessions end and they are told by mail. Raises NotThere.
    """
    with work:
        person = work.people.person_by_email(email.strip().lower())
        if person is None:
            raise NotThere
        work.people.forget_codes(person.id)
        work.people.raise_epoch(person.id)
        work.log.record(CODES_RESET, actor=Machine(), at=now, data={"person": person.id}, stream=f"person:{person.id}", about=person.id)
        work.dispatch(OutboxItem(id=chance.id(), kind=CODES_RESET, person_id=person.id, payload={}, created_at=now))
        work.commit()
