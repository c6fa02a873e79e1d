"""One round of reminders in a process of its own, as a second portal on the same database would make it; prints how many it sent."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime

from storage.database import Database
from storage.live import InProcessHub
from storage.reminding import ReminderRounds
from storage.threads import Threads
from storage.work import Works


def main(url: str, now: str) -> None:
    """Look at every case whose day has come, at this moment (ISO, UTC)."""
    database, threads = Database(url), Threads()
    try:
        sent = asyncio.run(ReminderRounds(Works(database, InProcessHub()), threads).look(datetime.fromisoformat(now)))
    finally:
        threads.close()
        database.close()
    sys.stdout.write(f"{sent}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
