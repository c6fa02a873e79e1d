"""The operator's file of identity providers, and their client secrets, which stand in the environment or in files only we can read."""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models.identity_providers import SignInTerms, read_terms, secret_name
from models.settings import SettingsFault

LARGEST = 200_000


def read_providers(path: str, environment: Mapping[str, str], *, is_production: bool) -> SignInTerms:
    """The terms in the file at `path`; none without a path. Raises SettingsFault with every fault there is."""
    if not path:
        return SignInTerms()
    raw = _content(Path(path))
    faults: list[str] = []
    secrets = {key: _secret(key, table, environment, faults) for key, table in _providers(raw)}
    try:
        terms = read_terms(raw, secrets, is_production=is_production)
    except SettingsFault as fault:
        raise SettingsFault((*faults, *fault.faults)) from None
    if faults:
        raise SettingsFault(faults)
    return terms


def _content(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SettingsFault([f"PORTAL_OIDC_FILE: {path} cannot be read ({error.strerror})"]) from None
    try:
        return tomllib.loads(raw[:LARGEST].decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsFault([f"PORTAL_OIDC_FILE: {path} is not TOML: {error}"]) from None


def _providers(raw: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    tables = raw.get("provider")
    return [(key, table) for key, table in tables.items() if isinstance(table, dict)] if isinstance(tables, dict) else []


def _secret(key: str, table: Mapping[str, Any], environment: Mapping[str, str], faults: list[str]) -> str:
    """A provider's client secret: the environment's first, else its file's."""
    given = environment.get(secret_name(key), "")
    path = table.get("client_secret_file")
    if given or not isinstance(path, str) or not path:
        return given
    try:
        if Path(path).stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            faults.append(f"PORTAL_OIDC_FILE: provider.{key} {path} can be read by others than its owner. Run: chmod 600 {path}")
        return Path(path).read_text().strip()
    except OSError as error:
        faults.append(f"PORTAL_OIDC_FILE: provider.{key} {path} cannot be read ({error.strerror})")
        return "-" * 32
