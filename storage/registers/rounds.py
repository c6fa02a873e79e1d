"""The work nobody orders: the register is read again at night, planned changes come on their day, certificates near their end are told of.

Asking is slow on purpose: a few companies at a time with a breath between them, longest ago first. A register that is down, a restart or a
thousand companies then change nothing but how long it takes. What is decided stands in `workflows/access/watching.py`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from models.actor import Machine
from models.errors import NotThere, Unavailable
from models.parties import Company
from storage.chance import CHANCE
from storage.threads import Threads
from workflows.access.watching import (
    carry_out_planned,
    cases_to_mark,
    forget_registrations,
    mark_case,
    take_register_answer,
    warn_of_certificates,
)
from workflows.clocks import OSLO
from workflows.ports import WorkFactory
from workflows.ports_joining import CompanyRegister, RegisterAnswer

logger = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
NIGHT = range(1, 6)
"""Hours of Europe/Oslo in which the register is read."""
READ_EVERY = timedelta(hours=20)
AT_ONCE = 20
BREATH_SECONDS = 0.5
"""Between two questions: at most two a second, whatever the number of companies."""


class JoiningRounds:
    """Works until it is cancelled. `asks_register` is off where the companies are not real ones."""

    def __init__(
        self, works: WorkFactory, threads: Threads, register: CompanyRegister, *, asks_register: bool, breath: float = BREATH_SECONDS
    ) -> None:
        self._works, self._threads, self._register = works, threads, register
        self._asks_register, self._breath = asks_register, breath
        self._marked_on: date | None = None

    async def run(self) -> None:
        """Look every minute; the register only at night."""
        while True:
            now = datetime.now(UTC)
            try:
                await self.tend(now)
                if self._asks_register and now.astimezone(OSLO).hour in NIGHT:
                    await self.read(now)
                    await self.mark_left(now)
            except Exception:  # the worker's outermost door: the next minute is another try
                logger.exception("a round of joining failed")
            await asyncio.sleep(EVERY_SECONDS)

    async def tend(self, now: datetime) -> None:
        """Planned changes and certificates: what is due at `now`."""
        for act in (carry_out_planned, warn_of_certificates, forget_registrations):
            await self._threads.run_writing(act, work=self._works(writing=True), now=now, chance=CHANCE)

    async def read(self, now: datetime) -> int:
        """Ask the register about companies not asked about for long; how many it was asked about."""
        companies = await self._threads.run_reading(self._waiting, now)
        for company in companies:
            await self._read(company, now)
            await asyncio.sleep(self._breath)
        return len(companies)

    def _waiting(self, now: datetime) -> list[Company]:
        with self._works(writing=False) as work:
            return list(work.joining.companies_to_read(now - READ_EVERY, AT_ONCE))

    async def _read(self, company: Company, now: datetime) -> None:
        answer: RegisterAnswer | None = None
        try:
            answer = await asyncio.to_thread(self._register.look_up, company.organisation_number, anew=True)
        except (Unavailable, NotThere) as error:  # asked again the next night; what is known stays
            logger.warning("the company register tells nothing of company %s: %s", company.id, type(error).__name__)
        marked = await self._threads.run_writing(
            take_register_answer, company.id, answer, actor=Machine(), work=self._works(writing=True), now=now, chance=CHANCE
        )
        await self._mark(marked, now)

    async def mark_left(self, now: datetime) -> None:
        """Once a night: the cases an earlier round, or somebody at a page, could not mark."""
        tonight, last = now.astimezone(OSLO).date(), ""
        if self._marked_on == tonight:
            return
        while cases := await self._threads.run_reading(cases_to_mark, last, work=self._works(writing=False)):
            last = cases[-1]
            await self._mark(cases, now)
        self._marked_on = tonight

    async def _mark(self, cases: Sequence[str], now: datetime) -> None:
        for case in cases:
            try:
                await self._threads.run_writing(mark_case, case, work=self._works(writing=True), now=now)
            except Exception:  # one case's fault must not keep the others unmarked; the next night tries it again
                logger.exception("a case could not be marked")
