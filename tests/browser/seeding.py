"""Cases made by the real use cases in a portal's own data folder, and sessions for its people, so that journeys begin where they matter."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from models.actor import Actor
from models.base import Phase
from models.document import FileState
from storage.chance import CHANCE
from storage.database import Database
from storage.demo import furnish
from storage.live import InProcessHub
from storage.migrations import upgrade
from storage.objects import PREVIEW, THUMBNAIL, open_objects
from storage.sessions import Sessions
from storage.work import Works
from tests.builders import complete_water_meter
from workflows.casework import deciding, documents, drafting, reviewing, sending
from workflows.casework.documents import Place
from workflows.ports import FileVerdict, ReceivedFile
from workflows.registry import workflow

PLACES = (
    ("Storgata 14", 101, 27, "62.47235 6.15120", "20110417", "2021-000087"),
    ("Strandgata 3", 101, 44, "62.47080 6.15410", "31550982", "2014-001203"),
    ("Fjordvegen 118", 104, 5, "62.46110 6.18240", "8ZRI0042117", "2023-000340"),
    ("Kaivegen 7", 101, 80, "62.46902 6.15233", "70010001", "2021-000087"),
    ("Skolebakken 4", 102, 33, "62.47560 6.14480", "70010002", "2024-000019"),
    ("Nedre Li 2", 107, 118, "62.48010 6.16105", "19987702", "2008-000765"),
    ("Industrivegen 30", 115, 52, "62.46540 6.21290", "44120093", "2020-000150"),
)
"""Addresses of the demonstration municipality: gnr, bnr, position, meter, connection."""


@dataclass
class Seed:
    """Writes into the data folder of a portal, running or not. Live news reaches a running portal only from its own process."""

    folder: Path
    url: str = ""
    database: Database = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.database = Database(self.url or f"sqlite:///{self.folder / 'portal.db'}")
        upgrade(self.database)
        furnish(self.database)
        self.works = Works(self.database, InProcessHub())
        self.sessions = Sessions(self.database)
        self.objects = open_objects((self.folder / "store").absolute().as_uri())

    def cookie(self, login: str, minutes_ago: int = 0) -> str:
        """The session cookie of a login some minutes ago."""
        person = self.sessions.person_by_email(f"{login}@demo.example")
        assert person is not None
        began = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        cookie, _session = self.sessions.create_session(person, self.sessions.memberships_of(person.id)[0], began, "test")
        return cookie

    def actor(self, login: str) -> Actor:
        """One of the demonstration's people."""
        person = self.sessions.person_by_email(f"{login}@demo.example")
        assert person is not None
        member = self.sessions.memberships_of(person.id)[0]
        now, hour = datetime.now(UTC), timedelta(hours=1)
        cookie, _session = self.sessions.create_session(person, member, now, "test")
        found = self.sessions.session(cookie, now, hour, hour)
        assert found is not None
        return found.actor

    def do(self, login: str, use_case: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Run a use case as somebody."""
        given: dict[str, Any] = {"actor": self.actor(login), "work": self.works(writing=True), "now": datetime.now(UTC), "chance": CHANCE}
        wanted = use_case.__code__.co_varnames[: use_case.__code__.co_argcount + use_case.__code__.co_kwonlyargcount]
        return use_case(*args, **{name: value for name, value in given.items() if name in wanted}, **more)

    def draft(self, login: str = "contractor", place: int = 0, without: Sequence[str] = (), with_photo: bool = True) -> str:
        """A water-meter draft in which nothing lacks but the fields `without`; its ref."""
        answers = _answers(place, f"demo-{login}", without)
        kind, phase = workflow("water-meter"), Phase.APPLICATION
        saved = self.do(login, drafting.start_case, "water-meter", "9999", drafting.changes_of(kind, phase, answers))
        if with_photo:
            self.photo(saved.ref, login, "photo_old", f"gammel måler {place}.jpg")
        return str(saved.ref)

    def photo(
        self,
        ref: str,
        login: str,
        slot: str,
        name: str,
        phase: Phase = Phase.APPLICATION,
        row: str | None = None,
        replaces: str | None = None,
    ) -> str:
        """A real picture in a slot, looked at and found good."""
        content = picture(name)
        with ThreadPoolExecutor(1) as beside:  # the browser's driver has a loop running in this thread
            key = beside.submit(asyncio.run, self._stored(content)).result()
        file = ReceivedFile(key, name, "image/jpeg", len(content), hashlib.sha256(content).hexdigest())
        document = self.do(login, documents.attach, ref, Place(phase, slot, row), file, replaces=replaces)
        facts = {"width": 800, "height": 600, "taken_at": datetime.now(UTC).replace(tzinfo=None).isoformat()}
        verdict = FileVerdict(FileState.READY, "", facts, (), key + PREVIEW)
        documents.judge(document.case_id, document.id, verdict, work=self.works(writing=True), now=datetime.now(UTC))
        return str(document.id)

    async def _stored(self, content: bytes) -> str:
        async def stream() -> Any:
            yield content

        received = await self.objects.receive(stream(), 10_000_000)
        for suffix in (PREVIEW, THUMBNAIL):
            await self.objects.put(received.key + suffix, content)
        return received.key

    def submitted(self, place: int = 0, login: str = "contractor", without: Sequence[str] = ()) -> str:
        """A case that was sent; complete unless something is left out."""
        ref = self.draft(login, place, without)
        self.do(login, sending.submit, ref)
        return ref

    def numbered(self, ref: str) -> str:
        """The number of a case, as people say it."""
        with self.works(writing=False) as work:
            return work.cases.get(self.actor("contractor").scope, ref).number

    def in_review(self, place: int = 0, officer: str = "officer") -> str:
        """A complete case an officer has begun to look at."""
        ref = self.submitted(place)
        self.do(officer, reviewing.begin_review, ref)
        return ref

    def save(self, ref: str, step: str, path: str, raw: Any, login: str = "contractor") -> None:
        """An answer of the contractor."""
        self.do(login, drafting.save_answers, ref, [drafting.AnswerChange(Phase.APPLICATION, step, path, raw)])

    def answer_of(self, ref: str, step: str, name: str, login: str = "contractor") -> Any:
        """What lies in the database."""
        with self.works(writing=False) as work:
            case = work.cases.get(self.actor(login).scope, ref)
            return next(one for one in work.cases.answers(case.id) if one.step == step).answers.get(name, {}).get("raw")

    def approve(self, ref: str, login: str = "approver") -> None:
        """The decision."""
        self.do(login, deciding.approve, ref, "Alt er i orden.")


def _answers(place: int, person: str, without: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    address, gnr, bnr, position, meter, connection = PLACES[place % len(PLACES)]
    answers = deepcopy(complete_water_meter("replace").answers[Phase.APPLICATION])
    answers["property"] |= {
        "address": address,
        "properties": [{"_row": "1", "in_municipality": "9999", "gnr": gnr, "bnr": bnr}],
        "location": f"lat/long {position}",
    }
    answers["responsible"] |= {"contact": person, "responsible_person": person, "reference": f"J-{77 + place}"}
    answers["job"] |= {"connection_case": connection, "pickup_by": person}
    answers["meters"]["meters"][0]["old_meter_number"] = meter
    for step in answers.values():
        for name in without:
            step.pop(name, None)
    return answers


def picture(words: str) -> bytes:
    """A JPEG that says what it is of; no two alike."""
    image = Image.new("RGB", (800, 600), (58, 84, 92))
    pen = ImageDraw.Draw(image)
    pen.ellipse((230, 130, 570, 470), fill=(226, 230, 226), outline=(20, 30, 34), width=10)
    pen.rectangle((310, 260, 490, 310), fill=(12, 18, 20))
    pen.text((322, 272), "0 1 8 4 3  m3", fill=(240, 240, 235), font_size=26)
    pen.text((30, 550), words, fill=(255, 255, 255), font_size=28)
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=82)
    return kept.getvalue()
