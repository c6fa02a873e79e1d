"""What to do with somebody a provider vouches for, and which roles a way in opens. Pure decisions; the use cases carry them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from models.identity_providers import ProviderTerms, SignInTerms
from models.parties import Membership
from workflows.access.claims import Reason, logged_in_at
from workflows.policy import FRESH_LOGIN

NOT_FRESH = FRESH_LOGIN + timedelta(minutes=1)


class Purpose(StrEnum):
    """Why somebody goes to a provider."""

    SIGN_IN = "sign_in"
    AGAIN = "again"
    LINK = "link"
    INVITATION = "invitation"


class Way(StrEnum):
    """What comes of a proven identity when it is not refused."""

    SIGN_IN = "sign_in"
    LINK = "link"
    ACCEPT = "accept"
    JOIN = "join"


def way_in(purpose: Purpose, holder: str | None, expected: str | None) -> Way | Reason:
    """What to do with a proven identity: `holder` is the person it is linked to, `expected` who began while signed in.

    An identity nobody holds is linked to somebody signed in or invited, and to nobody else. Source: security rule 38.
    """
    if purpose is Purpose.LINK:
        return Way.LINK if holder is None else Reason.TAKEN
    if purpose is Purpose.INVITATION:
        return Way.JOIN if holder is None else Way.ACCEPT
    if holder is None:
        return Reason.UNKNOWN_IDENTITY
    return Way.SIGN_IN if purpose is Purpose.SIGN_IN or holder == expected else Reason.OTHER_PERSON


def opens(terms: SignInTerms, provider: ProviderTerms | None, level: str, *, number: str) -> bool:
    """Whether a way in opens a role: `number` is the municipality's, empty for a company; no provider means a password."""
    if provider is not None and not provider.serves(is_staff=bool(number)):
        return False
    demand = terms.demands.get(number)
    if demand is None:
        return True
    return provider is not None and provider.key in demand.providers and provider.reaches(level, demand.level)


def open_roles(
    terms: SignInTerms, provider: ProviderTerms | None, level: str, roles: Sequence[tuple[Membership, str]]
) -> Sequence[Membership]:
    """Those of a person's roles that a way in opens; `roles` with the numbers of their municipalities."""
    return [held for held, number in roles if opens(terms, provider, level, number=number)]


def counts_for_two(provider: ProviderTerms | None, level: str) -> bool:
    """Whether the provider has asked for two factors already, so that no one-time code is needed."""
    return provider is not None and level in provider.two_factors


def proved_at(claims: Mapping[str, Any], now: datetime) -> datetime:
    """When the person has proved who they are, as the session keeps it.

    A provider that remembers somebody from this morning, or does not say, opens a session that is not fresh: decisions ask again.
    """
    at, oldest = logged_in_at(claims), now - NOT_FRESH
    return oldest if at is None else max(oldest, min(now, datetime.fromtimestamp(at, UTC)))


def demanded_levels(provider: ProviderTerms) -> tuple[str, ...]:
    """The levels that are enough for the provider's own demand; none when it demands nothing."""
    return provider.levels[provider.levels.index(provider.demands) :] if provider.demands else ()
