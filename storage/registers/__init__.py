"""Registers outside the portal, each with what is kept of it for when it does not answer."""

from __future__ import annotations

from storage.database import Database
from storage.registers.command import add_register_command
from storage.registers.kept import StoredRegister
from storage.registers.live import Enhetsregisteret
from storage.registers.rounds import JoiningRounds

__all__ = ["Enhetsregisteret", "JoiningRounds", "StoredRegister", "add_register_command", "open_register"]


def open_register(database: Database, url: str, seconds: float) -> StoredRegister:
    """The company register at this address; with an empty one only what is kept is looked into."""
    return StoredRegister(database, Enhetsregisteret(url, seconds=seconds) if url else None)
