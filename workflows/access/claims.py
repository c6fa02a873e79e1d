"""Whether what a provider says of somebody can be believed: one pure judgement with a closed list of reasons.

The library checks too; this is our own word, because parts of it are checked by nobody else. Source: security rules 36 and 37.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

LEEWAY = timedelta(seconds=60)
OLDEST = timedelta(minutes=10)
"""How long ago a token may have been issued that we have only just asked for."""


class Reason(StrEnum):
    """Why somebody was not let in by a provider; for the log, never for the person."""

    STATE_UNKNOWN = "state_unknown"
    OTHER_BROWSER = "other_browser"
    OTHER_PROVIDER = "other_provider"
    OTHER_SESSION = "other_session"
    PROVIDER_SAID_NO = "provider_said_no"
    NO_CODE = "no_code"
    WRONG_ISS_PARAMETER = "wrong_iss_parameter"
    PROVIDER_SILENT = "provider_silent"
    WRONG_DISCOVERY = "wrong_discovery"
    CODE_REFUSED = "code_refused"
    NO_PROOF = "no_id_token"
    UNREADABLE = "not_a_token"
    ALGORITHM = "algorithm_not_allowed"
    UNKNOWN_KEY = "unknown_key"
    WRONG_SIGNATURE = "wrong_signature"
    WRONG_ISSUER = "wrong_issuer"
    FOREIGN_AUDIENCE = "foreign_audience"
    FOREIGN_PARTY = "foreign_party"
    NO_SUBJECT = "no_subject"
    WRONG_NONCE = "wrong_nonce"
    EXPIRED = "expired"
    ISSUED_IN_FUTURE = "issued_in_future"
    ISSUED_LONG_AGO = "issued_long_ago"
    LEVEL_TOO_LOW = "level_too_low"
    LOGIN_TOO_OLD = "login_too_old"
    OTHER_USERINFO = "other_userinfo"
    LIBRARY = "library_refused"
    UNKNOWN_IDENTITY = "unknown_identity"
    OTHER_PERSON = "other_person"
    TAKEN = "identity_taken"
    DISABLED = "person_disabled"
    NO_ROLE = "no_role_by_this_way"
    INVITATION_GONE = "invitation_gone"
    PROVIDER_DEMANDED = "provider_demanded"


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be said. `levels`: one of these must be reached, any when empty; `max_age`: how old the login may be, when it matters."""

    issuer: str
    client_id: str
    nonce_hash: str
    level_claim: str = "acr"
    levels: tuple[str, ...] = ()
    max_age: timedelta | None = None


def digest(secret: str) -> str:
    """What is kept of a secret that only has to be known again."""
    return hashlib.sha256(secret.encode()).hexdigest()


def judge(claims: Mapping[str, Any], expected: Expected, now: datetime, userinfo: Mapping[str, Any] | None = None) -> Reason | None:
    """Why the claims of a token whose signature is good cannot be believed; None when they can. `userinfo` where it was asked for."""
    checks = (_who(claims, expected), _when(claims, now), _how(claims, expected, now))
    found = next((reason for reason in checks if reason is not None), None)
    if found is None and userinfo is not None and userinfo.get("sub") != claims["sub"]:
        return Reason.OTHER_USERINFO
    return found


def level_of(claims: Mapping[str, Any], claim: str, levels: tuple[str, ...]) -> str:
    """The highest of `levels` that the claim holds, a word or a list of words; else the word itself, or nothing."""
    said = claims.get(claim)
    words = [one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)]
    known = [one for one in levels if one in words]
    return known[-1] if known else words[0][:100] if words else ""


def logged_in_at(claims: Mapping[str, Any]) -> float | None:
    """When the person gave proof at the provider, in seconds since 1970; None when it does not say."""
    return _number(claims.get("auth_time"))


def _who(claims: Mapping[str, Any], expected: Expected) -> Reason | None:
    if claims.get("iss") != expected.issuer:
        return Reason.WRONG_ISSUER
    audience = claims.get("aud")
    if audience not in (expected.client_id, [expected.client_id]):
        return Reason.FOREIGN_AUDIENCE
    if claims.get("azp", expected.client_id) != expected.client_id:
        return Reason.FOREIGN_PARTY
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        return Reason.NO_SUBJECT
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(digest(nonce), expected.nonce_hash):
        return Reason.WRONG_NONCE
    return None


def _when(claims: Mapping[str, Any], now: datetime) -> Reason | None:
    expires, issued = _number(claims.get("exp")), _number(claims.get("iat"))
    begins = _number(claims.get("nbf", 0))
    clock, leeway = now.timestamp(), LEEWAY.total_seconds()
    if expires is None or expires + leeway <= clock:
        return Reason.EXPIRED
    if issued is None or begins is None or max(issued, begins) - leeway > clock:
        return Reason.ISSUED_IN_FUTURE
    return Reason.ISSUED_LONG_AGO if clock - issued > OLDEST.total_seconds() else None


def _how(claims: Mapping[str, Any], expected: Expected, now: datetime) -> Reason | None:
    if expected.levels and level_of(claims, expected.level_claim, expected.levels) not in expected.levels:
        return Reason.LEVEL_TOO_LOW
    if expected.max_age is not None:
        at, leeway = logged_in_at(claims), LEEWAY.total_seconds()
        if at is None or not -leeway <= now.timestamp() - at <= expected.max_age.total_seconds() + leeway:
            return Reason.LOGIN_TOO_OLD
    return None


def _number(given: object) -> float | None:
    """A time as a token may say it; True is none."""
    return float(given) if isinstance(given, (int, float)) and not isinstance(given, bool) and abs(given) < 1e12 else None
