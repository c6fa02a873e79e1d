"""What signing in by identity providers needs from the outside: what is kept of identities, and the providers themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from models.identities import Identity, PendingSignIn
from models.identity_providers import SignInTerms
from models.parties import Membership, Person
from workflows.access.claims import Reason


class Identities(Protocol):
    """Identities linked to people, and sign-ins on their way."""

    def begin(self, pending: PendingSignIn) -> None: ...
    def take(self, state_hash: str, now: datetime) -> PendingSignIn | None:
        """The sign-in with this state, which is gone afterwards whatever comes of it; None when there is none, or it is too old."""
        ...

    def holder(self, issuer: str, subject: str) -> tuple[Identity, Person] | None:
        """Whose identity this is."""
        ...

    def of_person(self, person_id: str) -> Sequence[Identity]:
        """A person's identities, the oldest first, locked until the end of the transaction."""
        ...

    def link(self, identity: Identity) -> None: ...
    def unlink(self, person_id: str, identity_id: str) -> Identity:
        """Take a person's identity away. Raises NotThere."""
        ...

    def used(self, identity_id: str, at: datetime) -> None: ...
    def roles(self, person_id: str) -> Sequence[tuple[Membership, str]]:
        """A person's active roles in the order they were made, each with its municipality's number, empty for a company."""
        ...

    def person(self, person_id: str) -> Person:
        """The person, locked until the end of the transaction. Raises NotThere."""
        ...


class ProviderRefused(Exception):
    """What a provider answered cannot be believed, or it said no."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class ProviderSilent(ProviderRefused):
    """A provider gave no answer that can be used; `why` is one word for the log."""

    def __init__(self, why: str) -> None:
        super().__init__(Reason.PROVIDER_SILENT)
        self.why = why


@dataclass(frozen=True, slots=True)
class Begun:
    """What is sent to a provider when somebody goes there. `levels`: one of them is asked for; `anew`: the person must prove again."""

    state: str
    nonce: str
    verifier: str
    answer_to: str
    levels: tuple[str, ...]
    anew: bool
    language: str
    max_age_seconds: int


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a provider says of somebody, with a good signature and not judged by us yet; `library_agrees` is the library's word."""

    claims: Mapping[str, Any]
    userinfo: Mapping[str, Any] | None = None
    library_agrees: bool = True


class IdentityProviders(Protocol):
    """The providers, asked over the network: in a thread of its own, outside transactions."""

    @property
    def terms(self) -> SignInTerms: ...

    def address(self, key: str, begun: Begun) -> str:
        """Where the person is sent. Raises ProviderSilent, ProviderRefused."""
        ...

    def redeem(self, key: str, code: str, verifier: str, answer_to: str, iss: str | None, nonce: str) -> Vouched:
        """What the provider says for a code; `iss` is what came back beside it. Raises ProviderSilent, ProviderRefused."""
        ...

    def leave_by(self, key: str, back_to: str) -> str:
        """Where a person is sent to log out there too; empty where that is not offered or the provider is silent."""
        ...
