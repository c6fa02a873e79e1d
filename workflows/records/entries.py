"""An entry for the archive as a plain description: what a folder, a journal entry and its documents say, before anybody writes it as XML.

The names are English; `ui/print/arkivmelding.py` knows what Fiks Arkiv calls them. Source: domain README section 11, Noark 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from models.text import Text

INCOMING, OUTGOING, NOTE_TO_FOLLOW, NOTE_ALONE = "I", "U", "N", "X"
"""Journal entry types. Source: Noark 5, M082."""
JOURNALED, DISPATCHED, DONE = "J", "E", "F"
OPEN_FOLDER, CLOSED_FOLDER, VOID_FOLDER = "B", "A", "U"
SENDER, RECEIVER, COPY = "EA", "EM", "EK"
MAIN, ATTACHED = "H", "V"
PRODUCTION, ARCHIVE = "P", "A"


@dataclass(frozen=True, slots=True)
class Key:
    """What the archive knows a thing of ours by."""

    system: str
    key: str


@dataclass(frozen=True, slots=True)
class Shield:
    """Kept from the public: the code of the restriction, and the law."""

    code: str
    law: str


@dataclass(frozen=True, slots=True)
class Party:
    """A party of the case, by name and organisation number. `role` is a code with its words."""

    name: str
    role: str
    role_words: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Who sent or received: `kind` is SENDER, RECEIVER or COPY. `person` is whom to speak with."""

    kind: str
    name: str
    number: str = ""
    person: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """A property by municipality number, gnr, bnr, fnr and snr; zeros where there is none."""

    municipality: str
    gnr: int
    bnr: int
    fnr: int = 0
    snr: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """A place: EPSG code and name of its system, north and east (latitude and longitude)."""

    system: str
    system_name: str
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Classification:
    """One classification: its system and its class, with words where there are any."""

    system: str
    id: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class FileObject:
    """One file of a document. `reference` is its name in the message, plain letters, unique there; `name` what people call it.

    `source` is the key of a kept object, or `print:` and the name of a sheet that is printed for the message; then digest and size are
    set when it is.
    """

    name: str
    reference: str
    format: str
    media_type: str
    variant: str
    source: str
    sha256: str = ""
    size: int = 0
    version: int = 1

    @property
    def sheet(self) -> str:
        """The sheet to be printed; empty for a file that is kept."""
        return self.source.removeprefix("print:") if self.source.startswith("print:") else ""


@dataclass(frozen=True, slots=True)
class DocumentDescription:
    """One document of an entry: MAIN or ATTACHED, numbered from 1, with its files."""

    number: int
    role: str
    type: str
    type_words: str
    title: Text
    created: datetime
    key: Key
    files: tuple[FileObject, ...]
    shield: Shield | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry. `received` for what came in, `sent` for what went out; `due` is the day an answer is wanted by.

    `title` is for the archive's own people, `public_title` for the public journal: nobody is named in it.
    """

    key: Key
    folder: Key
    type: str
    status: str
    title: Text
    public_title: Text
    document_date: date
    created: datetime
    created_by: str
    received: datetime | None
    sent: datetime | None
    due: date | None
    correspondents: tuple[Correspondent, ...]
    documents: tuple[DocumentDescription, ...]
    shield: Shield | None = None

    @property
    def attachments(self) -> int:
        """How many documents hang on the main one."""
        return sum(one.role == ATTACHED for one in self.documents)


@dataclass(frozen=True, slots=True)
class Folder:
    """The case as the archive's folder."""

    key: Key
    number: str
    title: Text
    public_title: Text
    status: str
    opened: datetime
    closed: datetime | None
    unit: str
    officer: str
    parties: tuple[Party, ...]
    properties: tuple[Property, ...]
    points: tuple[Point, ...]
    address: str
    classes: tuple[Classification, ...]
    words: Text | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """One message to the archive: an entry, and with a case's first one its folder. `sheets` are what is printed, by name.

    `place` names where it lies in a folder or bucket: municipality, case and the order within the case. `language` is the municipality's.
    """

    item: str
    place: tuple[str, str, str]
    system: str
    language: str
    entry: Entry
    folder: Folder | None = None
    sheets: Mapping[str, Any] = field(default_factory=dict)

    @property
    def files(self) -> Sequence[FileObject]:
        """Every file of the message, in order."""
        return [file for document in self.entry.documents for file in document.files]
