"""Identity providers outside: the file that names them, the guarded line to them, and the protocol spoken over it."""

from __future__ import annotations

from storage.identity_providers.file import read_providers
from storage.identity_providers.providers import Providers

__all__ = ["Providers", "read_providers"]
