"""Passwords and one-time codes: hashing, checking in even time, and what is too easily guessed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

import pyotp
from pwdlib import PasswordHash

from models.parties import Person
from models.text import Text, _

_HASHES = PasswordHash.recommended()
_NOBODY = _HASHES.hash("nobody has this password")
LONGEST = 200
STEP_SECONDS = 30
RECOVERY_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

COMMON = frozenset(
    {"password1234", "passord12345", "passord123456", "123456789012", "1234567890123", "qwertyuiop12", "qwerty123456", "adminadmin12"}
    | {"administrator", "velkommen123", "velkommen1234", "sommer202500", "sommer2026", "vinter202600", "iloveyou1234", "abcdefghijkl"}
    | {"letmeinletmein", "passwordpassword", "passordpassord", "kommune12345"}
)


def is_right(person: Person | None, password: str) -> bool:
    """Whether this is the person's password. Takes as long for unknown people, so that nobody learns who has an account."""
    known = person.password_hash if person and person.password_hash and not person.disabled else _NOBODY
    right = _HASHES.verify(password[:LONGEST], known)
    return right and known is not _NOBODY


def hashed(password: str) -> str:
    """argon2id of a password."""
    return _HASHES.hash(password)


def why_too_weak(password: str, person: Person, shortest: int) -> Text | None:
    """Why a new password cannot be taken; None when it can. `shortest` in characters; no demands on their kinds."""
    if len(password) < shortest:
        return _("The password has {got} characters. Use at least {least}.", got=len(password), least=shortest)
    if len(password) > LONGEST:
        return _("The password has {got} characters. Use at most {most}.", got=len(password), most=LONGEST)
    plain = password.lower()
    if plain in COMMON or len(set(plain)) < 5 or person.email.split("@")[0].lower() in plain:
        return _("This password is easily guessed. Choose another, such as a few words only you put together.")
    return None


def code_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step for which a one-time code is right, one step of drift either way; None when it is wrong."""
    totp = pyotp.TOTP(secret)
    at = int(now.timestamp()) // STEP_SECONDS
    digits = "".join(code.split())
    for step in (at, at - 1, at + 1):
        if totp.verify(digits, for_time=step * STEP_SECONDS):
            return step
    return None


def new_secret() -> str:
    """A fresh secret for one-time codes."""
    return pyotp.random_base32()


def enrolment_address(secret: str, email: str, issuer: str) -> str:
    """What the phone's app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def new_recovery_codes() -> list[str]:
    """Ten codes of 50 bits of chance each, in two groups that are easy to copy by hand; no letter looks like a digit."""
    return ["-".join("".join(secrets.choice(RECOVERY_SIGNS) for _sign in range(5)) for _group in range(2)) for _code in range(10)]


def looks_like_recovery(given: str) -> bool:
    """Whether somebody gave a recovery code, with or without its hyphen."""
    signs = "".join(sign for sign in given.upper() if sign.isalnum())
    return len(signs) == 10 and set(signs) <= set(RECOVERY_SIGNS)


def recovery_hash(person_id: str, code: str) -> str:
    """What is kept of a recovery code; bound to its person. Fast is enough: 50 bits of chance cannot be tried through."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(f"{person_id}:{signs}".encode()).hexdigest()


def fingerprint(words: str) -> str:
    """A throttle's key tells nothing of the account or address it counts."""
    return hashlib.sha256(words.strip().lower().encode()).hexdigest()[:32]
