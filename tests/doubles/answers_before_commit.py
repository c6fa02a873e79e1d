"""The portal made wrong on purpose: it says that something is saved and commits a moment later. The power-cut test turns red with it."""

from __future__ import annotations

import threading

import main
from storage.work import Work, Works

LATE_SECONDS = 0.05


class HastyWork(Work):
    """Leaves its transaction open when it is done; a timer commits it after the answer has gone out."""

    is_done = False

    def commit(self) -> None:
        """Say yes; commit later."""
        self.is_done = True

    def _leave(self) -> None:
        if not self.is_done or self._connection is None:
            super()._leave()
            return
        connection, self._connection, self.is_done = self._connection, None, False

        def commit_at_last() -> None:
            connection.commit()
            connection.close()

        threading.Timer(LATE_SECONDS, commit_at_last).start()


def hasty(works: Works, *, writing: bool) -> Work:
    """Opens units of work that answer too early."""
    return HastyWork(works._database, works._hub, writing=writing)


if __name__ == "__main__":
    setattr(Works, "__call__", hasty)  # noqa: B010 - the sabotage, which the types would rightly refuse
    main.cli()
