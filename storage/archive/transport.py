"""What every way to an archive promises. A folder and a bucket stand here; the Fiks protocol fits behind the same two methods.

`deliver` may be called again with the same parcel, after a crash or a cut line: what lies there already is answered as kept, and nothing
lies there twice. An archive that answers at once says KEPT, one that answers later says RECEIVED and is asked again by `ask`, with the same
key. Fiks Arkiv answers later: `deliver` would hand in the message with the parcel's key as the client's message id, and `ask` would read
the account's queue for `mottatt`, `kvittering` or one of the three errors that carry that id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from models.records import ArchiveOutcome

MESSAGE, RECEIPT = "arkivmelding.xml", "kvittering.json"


@dataclass(frozen=True, slots=True)
class ParcelFile:
    """One file of a message: its name there, and its bytes as a stream that can be opened anew for each try."""

    reference: str
    sha256: str
    size: int
    open: Callable[[], AsyncIterator[bytes]]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message with its files. `place` names where it lies: municipality, case, and the entry within it."""

    key: str
    place: tuple[str, str, str]
    message: bytes
    files: Sequence[ParcelFile]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a parcel. `words` are the archive's or the system's, for an operator; `receipt` is kept with the entry."""

    outcome: ArchiveOutcome
    words: str = ""
    receipt: Mapping[str, Any] = field(default_factory=dict)


class ArchiveTransport(Protocol):
    """A way to an archive. Neither method raises for what the other side does: that is an answer."""

    async def deliver(self, parcel: Parcel) -> Answer:
        """Hand a parcel over, in constant memory."""
        ...

    async def ask(self, key: str, place: tuple[str, str, str]) -> Answer:
        """What became of a parcel that was received and not answered yet."""
        ...


class WrongBytes(Exception):
    """A kept file is not what its row says: delivering it would archive something nobody sent."""


async def checked(file: ParcelFile) -> AsyncIterator[bytes]:
    """The bytes of a file; raises WrongBytes at the end when they are not those that were promised."""
    digest, size = hashlib.sha256(), 0
    async for chunk in file.open():
        digest.update(chunk)
        size += len(chunk)
        yield chunk
    if (digest.hexdigest(), size) != (file.sha256, file.size):
        raise WrongBytes(file.reference)


def receipt_for(parcel: Parcel) -> dict[str, Any]:
    """What a folder or a bucket keeps beside the message, and answers when it is asked again."""
    files = {one.reference: {"sha256": one.sha256, "size": one.size} for one in parcel.files}
    return {
        "key": parcel.key, "place": "/".join(parcel.place), "message_sha256": hashlib.sha256(parcel.message).hexdigest(), "files": files,
    }  # fmt: skip


def receipt_bytes(parcel: Parcel) -> bytes:
    """The same as a file."""
    return json.dumps(receipt_for(parcel), indent=2, sort_keys=True).encode()


def kept(written: bytes) -> Answer:
    """The answer for a parcel whose receipt lies there."""
    return Answer(ArchiveOutcome.KEPT, receipt=json.loads(written))


def wrong(error: WrongBytes) -> Answer:
    """The answer for a file that is not what was sent."""
    return Answer(ArchiveOutcome.INVALID, f"checksum of {error}")
