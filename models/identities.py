"""Whom an identity provider vouches for, and sign-ins that have begun there and not come back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Moment


class Identity(SQLModel, table=True):
    """Somebody at a provider who is a person here. Known by (issuer, subject) and nothing else: e-mails and names are handed on.

    Source: security rule 38.
    """

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject", name="one_person_per_identity"),)
    id: str = Field(primary_key=True)
    issuer: str
    subject: str
    person_id: str = Field(foreign_key="person.id", index=True)
    provider: str
    linked_at: datetime = Field(sa_type=Moment)
    last_used_at: datetime | None = Field(default=None, sa_type=Moment)


class PendingSignIn(SQLModel, table=True):
    """A sign-in that was sent to a provider; taken once, by the browser that began it.

    State, nonce, the browser's own secret and the invitation's token are kept as SHA-256; the PKCE verifier is kept nowhere, it is
    derived from the state with the portal's secret. `purpose` is `sign_in`, `again`, `link` or `invitation`; `person_id` is who was
    signed in when it began, `name` what somebody new wants to be called.
    """

    __tablename__ = "pending_sign_in"
    state_hash: str = Field(primary_key=True)
    browser_hash: str
    nonce_hash: str
    provider: str
    purpose: str
    person_id: str | None = None
    invitation_hash: str = ""
    name: str = ""
    language: str = "nb"
    onward: str = "/"
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)
