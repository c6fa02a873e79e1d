"""Registers outside the portal, each with what is kept of it for when it does not answer."""

from __future__ import annotations

from storage.database import Database
from storage.registers.kept import StoredRegister
from storage.registers.live import Enhetsregisteret

__all__ = ["Enhetsregisteret", "StoredRegister", "open_register"]


def open_register(database: Database, url: str, seconds: float) -> StoredRegister:
    """The company register at this address; with an empty one only what is kept is looked into."""
    return StoredRegister(database, Enhetsregisteret(url, seconds=seconds) if url else None)
