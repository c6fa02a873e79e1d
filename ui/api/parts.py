"""What the API is handed by `main.py` beyond what the pages have: who a key stands for, and the doors for files and receipts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.actor import Actor
from ui.doors.files import FileDoor
from ui.print.door import ReceiptDoor
from ui.visit import House


@dataclass
class ApiParts:
    """Everything the API needs. `actor_by_key` gives None for a key that is unknown, expired or revoked."""

    house: House
    files: FileDoor
    receipts: ReceiptDoor
    actor_by_key: Callable[[str, datetime], Actor | None]
    most_per_minute: int = 1200
