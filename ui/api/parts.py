"""What the API is handed by `main.py` beyond what the pages have: who a key stands for, and the doors for files and receipts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from models.actor import Actor
from ui.doors.files import FileDoor
from ui.print.door import ReceiptDoor
from ui.print.letter_door import LetterDoor
from ui.records.door import RecordsDoor
from ui.visit import House


@dataclass
class ApiParts:
    """Everything the API needs. `actor_by_key` gives None for a key that is unknown, expired or revoked."""

    house: House
    files: FileDoor
    receipts: ReceiptDoor
    records: RecordsDoor
    actor_by_key: Callable[[str, datetime], Actor | None]
    most_per_minute: int = 1200
    letters: LetterDoor = field(default_factory=LetterDoor)
