"""Verifying what left the portal: digests of files against the manifest or the message, and the chain of the log against its head.

It needs nothing but the files: no database, no portal.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ui.print.arkivmelding_read import read_message
from ui.print.whole_case import LOG, MANIFEST

MESSAGE = "arkivmelding.xml"
GENESIS = "0" * 64
Open = Callable[[str], IO[bytes] | None]


@dataclass
class Verified:
    """What was found: what was verified, and one line for each fault."""

    said: str = ""
    faults: list[str] = field(default_factory=list)


def verify_zip(path: Path) -> Verified:
    """A whole case as a ZIP."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            return _verify(lambda name: archive.open(name) if name in names else None)
    except zipfile.BadZipFile:
        return Verified(faults=[f"{path.name} is no whole ZIP file"])


def verify_folder(path: Path) -> Verified:
    """A whole case unpacked, or one package of the archive."""

    def open_(name: str) -> IO[bytes] | None:
        inside = (path / name).resolve()
        return inside.open("rb") if inside.is_relative_to(path.resolve()) and inside.is_file() else None

    return _verify_package(path, open_) if (path / MESSAGE).is_file() else _verify(open_)


def _verify(open_: Open) -> Verified:
    found = Verified()
    manifest = _json(open_, MANIFEST, found)
    if manifest is None:
        return found
    for told in manifest.get("files", ()):
        _compare(str(told.get("path", "")), told, open_, found)
    chain = manifest.get("chain", {})
    entries = _verify_log(open_, chain, found)
    files = len(manifest.get("files", ()))
    found.said = f"{files} files and {entries} entries of the log are as they were. The head of the chain is {chain.get('head')}."
    return found


def _compare(name: str, told: Mapping[str, Any], open_: Open, found: Verified) -> None:
    if told.get("missing"):
        found.faults.append(f"{name}: was not in the portal's store any more")
        return
    if told.get("promised_sha256"):
        found.faults.append(f"{name}: is not what was uploaded (SHA-256 {told['promised_sha256']})")
    digest = _digest(open_, name)
    if digest is None:
        found.faults.append(f"{name}: is missing")
    elif digest != (told.get("sha256"), told.get("size")):
        found.faults.append(f"{name}: was changed")


def _verify_log(open_: Open, chain: Mapping[str, Any], found: Verified) -> int:
    """Every entry's hash, and that each holds the one before; entries that are withheld are links without content."""
    stream = open_(LOG)
    if stream is None:
        found.faults.append(f"{LOG}: is missing")
        return 0
    previous, seq, fault = GENESIS, 0, ""
    with stream:
        for line in stream:
            entry = json.loads(line)
            fault = fault or _fault(entry, seq, previous)
            seq, previous = entry.get("seq", 0), entry.get("hash", "")
    if fault:
        found.faults.append(f"{LOG}: {fault}")
    elif (seq, previous) != (chain.get("entries"), chain.get("head")):
        found.faults.append(f"{LOG}: ends at entry {seq}, the head is entry {chain.get('entries')}")
    return seq


def _fault(entry: Mapping[str, Any], seq: int, previous: str) -> str:
    if entry.get("seq") != seq + 1:
        return f"entry {seq + 1} is missing"
    if entry.get("previous_hash") != previous:
        return f"entry {seq + 1} does not follow the one before"
    if entry.get("withheld"):
        return ""
    if hash_of(entry) != entry.get("hash"):
        return f"entry {seq + 1} was changed"
    detail, salt = entry.get("detail"), entry.get("salt", "")
    if detail and hashlib.sha256(salt.encode() + _canonical(detail)).hexdigest() != entry.get("commitment"):
        return f"the words of entry {seq + 1} were changed"
    return ""


def hash_of(entry: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of the previous hash and what the entry says; the same as the portal's log counts."""
    names = ("stream", "seq", "kind", "phase", "actor", "at", "data", "commitment")
    said = {"previous": entry.get("previous_hash"), **{name: entry.get(name) for name in names}}
    return hashlib.sha256(_canonical(said)).hexdigest()


def _canonical(words: Any) -> bytes:
    return json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _verify_package(path: Path, open_: Open) -> Verified:
    """A package of the archive: every file against the message."""
    found = Verified()
    try:
        message = read_message((path / MESSAGE).read_bytes())
    except ValueError as error:
        found.faults.append(f"{MESSAGE}: {error}")
        return found
    files = [file for document in message.entry.documents for file in document.files]
    for file in files:
        _compare(file.reference, {"sha256": file.sha256, "size": file.size}, open_, found)
    if len(files) != message.file_count:
        found.faults.append(f"{MESSAGE}: says {message.file_count} files and names {len(files)}")
    found.said = f"{len(files)} files are as the message says. Its key is {message.entry.key.key}."
    return found


def _json(open_: Open, name: str, found: Verified) -> dict[str, Any] | None:
    stream = open_(name)
    if stream is None:
        found.faults.append(f"{name}: is missing")
        return None
    with stream:
        loaded: dict[str, Any] = json.loads(stream.read())
    return loaded


def _digest(open_: Open, name: str) -> tuple[str, int] | None:
    stream = open_(name)
    if stream is None:
        return None
    digest, size = hashlib.sha256(), 0
    with stream:
        for chunk in _chunks(stream):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _chunks(stream: IO[bytes]) -> Iterable[bytes]:
    while chunk := stream.read(2**18):
        yield chunk
