"""The portal's own secret where an operator gave none: made once and kept in the data folder for its owner only."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

NAME = "secret"


class SecretExposed(Exception):
    """Others than its owner can read the file with the secret."""


def kept_secret(folder: Path) -> str:
    """The secret in `folder`, made at the first call: 48 random bytes, mode 0600. Raises SecretExposed when others may read it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / NAME
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    made = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return made


def _read(path: Path) -> str:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SecretExposed(
            f"{path} can be read by others than its owner. Run: chmod 600 {path}, and remove it if others may have seen it."
        )
    return path.read_text()
