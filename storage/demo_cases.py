"""Sample cases for a living board, each led to its state by the real use cases, as real people would, over the last two weeks."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from models.actor import Actor
from models.base import Phase, State
from models.document import FileState
from storage.chance import CHANCE
from storage.demo_answers import Answers, Job, application, final, pickup
from storage.demo_boards import saved_views
from storage.demo_delegation import SCENES as OF_SEVERAL
from storage.demo_follow_up import being_taken_over
from storage.demo_followup import being_laid
from storage.demo_hearing import SCENES as OF_HEARING
from storage.demo_letters import letterhead, mended
from storage.demo_other_kinds import burst_pipe
from storage.demo_people import FIRMS, PEOPLE, TENANTLESS, TOWNS
from storage.demo_places import ADDRESSES
from storage.demo_quality import seed_quality
from storage.demo_sketches import sketch
from storage.objects import PREVIEW, THUMBNAIL, Objects
from storage.work import Works
from workflows.casework import answering, deciding, documents, drafting, overview, reviewing, sending, talking
from workflows.casework.documents import Place
from workflows.ports import FileVerdict, ReceivedFile
from workflows.registry import workflow

KEY = "water-meter"
TOWN_OF = {town.number: town.id for town in TOWNS}
FINAL_PHOTOS = ("photo_dial", "photo_seal", "photo_installation", "photo_old_dial")


def seed_cases(works: Works, objects: Objects, now: datetime) -> int:
    """Write the sample cases into a furnished demonstration; how many. Call before the event loop runs."""
    stage = Stage(works, objects, now)
    letterhead(stage)
    scenes = (*SCENES, *OF_SEVERAL, saved_views)
    for scene in (*scenes, *OF_HEARING):  # the last speak of cases that are there
        scene(stage)
    return len(scenes) - 1 + seed_quality(works, now)


@dataclass
class Stage:
    """Lets the demonstration's people act at times before `now`."""

    works: Works
    objects: Objects
    now: datetime

    def act(self, login: str, days_ago: float, use_case: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """One use case by one person, some days before now."""
        at = self.now - timedelta(days=days_ago)
        context: dict[str, Any] = {"actor": actor_of(login, at), "work": self.works(writing=True), "now": at, "chance": CHANCE}
        wanted = use_case.__code__.co_varnames[: use_case.__code__.co_argcount + use_case.__code__.co_kwonlyargcount]
        return use_case(*given, **{name: value for name, value in context.items() if name in wanted}, **more)

    def job(self, address: str, connection: str, old_meter: str, owner: str, **more: Any) -> Job:
        """A job of the first company at one of the known addresses of Fjordvik, in a few days unless told otherwise."""
        town = more.get("town", "9999")
        gnr, bnr, north, east = next(row[1:] for row in ADDRESSES[TOWN_OF[town]] if row[0] == address)
        usual = {"person": "demo-contractor", "position": f"lat/long {north} {east}", "day": (self.now + timedelta(days=4)).date()}
        return Job(address, gnr, bnr, connection, old_meter, owner, **{**usual, **more})

    def draft(self, job: Job, days_ago: float, login: str = "contractor", answers: Answers | None = None) -> str:
        """A draft with a photo of the old meter; its ref."""
        given = answers or application(job)
        changes = list(drafting.changes_of(workflow(KEY), Phase.APPLICATION, given))
        ref = str(self.act(login, days_ago, drafting.start_case, KEY, job.town, changes).ref)
        self.photo(ref, login, days_ago, Place(Phase.APPLICATION, "photo_old"), f"gammel måler {job.old_meter}.jpg")
        return ref

    def sent(self, job: Job, days_ago: float, login: str = "contractor", answers: Answers | None = None) -> str:
        """A case that was sent."""
        ref = self.draft(job, days_ago + 0.1, login, answers)
        self.act(login, days_ago, sending.submit, ref)
        return ref

    def approved(self, job: Job, days_ago: float) -> str:
        """A case whose order is approved, so that the meter can be fetched."""
        ref = self.sent(job, days_ago + 1)
        self.act("officer", days_ago + 0.5, reviewing.take, ref)
        self.act("officer", days_ago + 0.4, reviewing.begin_review, ref)
        self.act("approver", days_ago, deciding.approve, ref, "Bestillingen er i orden. Måleren kan hentes på lageret.")
        return ref

    def reported(self, job: Job, days_ago: float) -> str:
        """A case whose final documentation was sent."""
        ref = self.approved(job, days_ago + 4)
        self.fill(ref, Phase.WORK, pickup(job), days_ago + 2)
        self.act("contractor", days_ago + 2, sending.submit, ref)
        self.act("officer", days_ago + 1.9, reviewing.begin_review, ref)
        self.act("approver", days_ago + 1.8, deciding.approve, ref, "Henting er registrert.")
        self.fill(ref, Phase.FINAL, final(job), days_ago + 0.2)
        for slot in FINAL_PHOTOS:
            self.photo(ref, "contractor", days_ago + 0.2, Place(Phase.FINAL, slot, "1"), f"{slot.removeprefix('photo_')}.jpg")
        self.act("contractor", days_ago, sending.submit, ref)
        return ref

    def fill(self, ref: str, phase: Phase, answers: Answers, days_ago: float) -> None:
        """Answers of a later phase."""
        self.act("contractor", days_ago, drafting.save_nested, ref, phase, answers, {})

    def photo(self, ref: str, login: str, days_ago: float, place: Place, name: str) -> None:
        """A picture in a slot, found good at once: it is our own drawing."""
        at, content = self.now - timedelta(days=days_ago), picture(name)
        facts = {"width": 800, "height": 600, "taken_at": at.replace(tzinfo=None, microsecond=0).isoformat(), "content_type": "image/jpeg"}
        self._keep(ref, login, days_ago, place, name, content, content, facts)

    def sketch(self, ref: str, days_ago: float, address: str, *, replaces: str | None = None) -> str:
        """The sketch of the intake, a PDF of two pages; mended when it takes the place of another. Its id."""
        content, first = sketch(address, is_mended=replaces is not None)
        name = "inntak revisjon B.pdf" if replaces else "inntak revisjon A.pdf"
        facts = {"pages": 2, "content_type": "application/pdf"}
        place = Place(Phase.APPLICATION, "intake_sketch")
        return self._keep(ref, "contractor", days_ago, place, name, content, as_jpeg(first), facts, replaces=replaces)

    def _keep(
        self, ref: str, login: str, days_ago: float, place: Place, name: str, content: bytes, preview: bytes, facts: dict[str, Any],
        replaces: str | None = None,
    ) -> str:  # fmt: skip
        """A file in a slot, found good; its id."""
        key = asyncio.run(_stored(self.objects, content, preview))
        file = ReceivedFile(key, name, facts["content_type"], len(content), hashlib.sha256(content).hexdigest())
        document = self.act(login, days_ago, documents.attach, ref, place, file, replaces=replaces)
        verdict = FileVerdict(FileState.READY, "", facts, (), key + PREVIEW)
        documents.judge(document.case_id, document.id, verdict, work=self.works(writing=True), now=self.now - timedelta(days=days_ago))
        return str(document.id)


def actor_of(login: str, at: datetime) -> Actor:
    """One of the demonstration's people, who has just signed in."""
    human = next(one for one in (*PEOPLE, *TENANTLESS) if one.login == login)
    names = {one.id: one.name for one in (*FIRMS, *TOWNS)} | {"": ""}
    towns = {town.id for town in TOWNS}
    company, town = (None, human.tenant) if human.tenant in towns else (human.tenant or None, None)
    person_id = f"demo-{human.login}"
    membership = f"{person_id}-as-{human.role.value}"
    return Actor(person_id, human.name, human.email, human.role, membership, company, town, names[human.tenant], human.language, at)


WITHOUT_SIGNS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
"""The face pictures are written with has no others."""


def picture(words: str) -> bytes:
    """A drawing of a meter's dial as JPEG, with its name on it; no two alike."""
    image = Image.new("RGB", (800, 600), (58, 84, 92))
    pen = ImageDraw.Draw(image)
    pen.ellipse((230, 130, 570, 470), fill=(226, 230, 226), outline=(20, 30, 34), width=10)
    pen.rectangle((310, 260, 490, 310), fill=(12, 18, 20))
    pen.text((322, 272), "0 1 8 4 3  m3", fill=(240, 240, 235), font_size=26)
    pen.text((30, 550), words.translate(WITHOUT_SIGNS), fill=(255, 255, 255), font_size=28)
    return as_jpeg(image)


def as_jpeg(image: Image.Image) -> bytes:
    """A picture as JPEG."""
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=82)
    return kept.getvalue()


async def _stored(objects: Objects, content: bytes, preview: bytes) -> str:
    async def stream() -> AsyncIterator[bytes]:
        yield content

    received = await objects.receive(stream(), 10_000_000)
    for suffix in (PREVIEW, THUMBNAIL):
        await objects.put(received.key + suffix, preview)
    return received.key


def half_written(stage: Stage) -> None:
    """A draft in which the last steps are still empty."""
    job = stage.job("Skolebakken 11", "2024-000019", "20071133", "Borghild Vik")
    begun = {step: answers for step, answers in application(job).items() if step in {"property", "parties", "job"}}
    stage.draft(job, 0.3, answers=begun)


def just_received(stage: Stage) -> None:
    """Sent this morning, nobody has looked."""
    stage.sent(stage.job("Storgata 14", "2021-000087", "20110417", "Anna Eik"), 0.2)


def received_and_paused(stage: Stage) -> None:
    """Sent without the owner's consent: received, and paused at once."""
    job = stage.job("Fjordvegen 118", "2023-000340", "8ZRI0042117", "Odd Naust")
    answers = application(job)
    answers["parties"]["authority"] = False
    stage.sent(job, 1, answers=answers)


def being_checked(stage: Stage) -> None:
    """Another company's case on the officer's desk, with a note and a message."""
    job = stage.job("Strandgata 3", "2014-001203", "31550982", "Havna Borettslag", person="demo-contractor2")
    ref = stage.sent(job, 2, "contractor2")
    stage.act("officer", 1.5, reviewing.take, ref)
    stage.act("officer", 1.4, reviewing.begin_review, ref)
    stage.act("officer", 1.3, talking.write_note, ref, "Sjekk mot lekkasjesøket fra i sommer.")
    stage.act("contractor2", 1.2, talking.write_message, ref, "Vi kan komme allerede torsdag om det passer.")


def looked_through(stage: Stage) -> None:
    """Every line of the check-list is found good; only the decision is left."""
    ref = stage.sent(stage.job("Kvernhusbakken 6", "2012-000377", "30224518", "Jorunn Dal"), 3)
    stage.act("officer", 2.5, reviewing.take, ref)
    stage.act("officer", 2.4, reviewing.begin_review, ref)
    seen = overview.officer_case(ref, actor=actor_of("officer", stage.now), work=stage.works(writing=False), now=stage.now)
    for row in (one.row for one in seen.checklist):
        if row.at and row.state != State.NOT_APPLICABLE:
            stage.act("officer", 2.3, reviewing.tick, ref, row.key, reason="Avklart på telefon." if row.is_unmet else "")


def asked_to_correct(stage: Stage) -> str:
    """The officer has asked for two things."""
    job = stage.job("Nedre Li 2", "2008-000765", "19987702", "Turid Li")
    ref = stage.sent(job, 5)
    stage.act("officer", 4.5, reviewing.take, ref)
    stage.act("officer", 4.4, reviewing.begin_review, ref)
    room = reviewing.Wanted(
        target="job/description", what="Beskriv arbeidet nærmere.", how_to_fix="Skriv om stengekranen også skal byttes.",
        comment="Den gamle kranen er fra 1974.", extra_reason="Vi må vite om vannet må stenges i gata.",
    )  # fmt: skip
    photo = reviewing.Wanted(
        target="meters/photo_old", what="Bildet av den gamle måleren er utydelig.", how_to_fix="Ta et nytt bilde der tallet kan leses.",
        extra_reason="Nummeret kan ikke leses.",
    )  # fmt: skip
    for wanted in (room, photo):
        stage.act("officer", 4.3, reviewing.plan_request, ref, wanted)
    stage.act("officer", 4.2, reviewing.send_requests, ref)
    return ref


def answered(stage: Stage) -> None:
    """As above, on another property, and the contractor has answered: in words, and with the second version of a drawing."""
    job = stage.job("Øvre Li 45", "2025-000212", "55102938", "Nils Aas")
    ref = stage.draft(job, 7.1)
    drawn = stage.sketch(ref, 7.05, job.address)
    stage.act("contractor", 7, sending.submit, ref)
    stage.act("officer", 6.5, reviewing.take, ref)
    stage.act("officer", 6.4, reviewing.begin_review, ref)
    wanted = reviewing.Wanted(
        target="job/description",
        what="Beskriv arbeidet nærmere.",
        how_to_fix="Skriv hvor i huset måleren sitter.",
        extra_reason="Uklart sted.",
    )
    redrawn = reviewing.Wanted(
        target="meters/intake_sketch", what="Skissen viser ikke stengekran på begge sider av måleren.",
        how_to_fix="Tegn inn stengekran før måleren og tilbakeslagsventil etter.", extra_reason="Måleren må kunne byttes.",
    )  # fmt: skip
    asked, asked_anew = (stage.act("officer", 6.3, reviewing.plan_request, ref, one) for one in (wanted, redrawn))
    stage.act("officer", 6.2, reviewing.send_requests, ref)
    better = {"job": {"description": "Bytte av måler i vaskekjeller mot nord. Stengekranen byttes også."}}
    stage.act("contractor", 1.1, drafting.save_nested, ref, Phase.APPLICATION, better, {})
    stage.sketch(ref, 1.05, job.address, replaces=drawn)
    stage.act("contractor", 1.0, answering.answer_request, ref, asked.id, "corrected", "Vi har skrevet hvor den sitter.")
    stage.act("contractor", 1.0, answering.answer_request, ref, asked_anew.id, "new_file", "Revisjon B viser begge kranene.")
    stage.act("contractor", 0.9, sending.resubmit, ref)


def ready_to_fetch(stage: Stage) -> None:
    """The order is approved; the contractor is to fetch the meter."""
    ref = stage.approved(stage.job("Storgata 1", "2019-000411", "40021177", "Storgata Eiendom AS"), 2)
    mended(stage, ref, 1.8)


def report_received(stage: Stage) -> None:
    """The final documentation came yesterday."""
    day = (stage.now - timedelta(days=1)).date()
    stage.reported(stage.job("Skolebakken 4", "2024-000019", "60771203", "Fjordvik skole", day=day, old_reading="3155"), 0.7)


def completed(stage: Stage) -> None:
    """A case from beginning to end."""
    day = (stage.now - timedelta(days=5)).date()
    job = stage.job("Industrivegen 30", "2020-000150", "44120093", "Fjordvik Mekaniske", day=day, old_reading="15260")
    ref = stage.reported(job, 4)
    stage.act("officer", 3, reviewing.begin_review, ref)
    stage.act("approver", 2.5, deciding.approve, ref, "Sluttdokumentasjonen er i orden.")


def in_the_next_municipality(stage: Stage) -> None:
    """One in Sundal, which nobody in Fjordvik can see."""
    stage.sent(stage.job("Sentrumsvegen 2", "2022-000031", "50012288", "Sundal Kraftlag", town="9998"), 1)


def burst_and_repaired(stage: Stage) -> None:
    """A notice: the work is done, and the municipality takes note of it."""
    place = next(row for row in ADDRESSES["demo-fjordvik"] if row[0] == "Kaivegen 7")
    answers = burst_pipe(place, "Kaia Brygge", "demo-contractor", (stage.now - timedelta(days=1)).date())
    changes = list(drafting.changes_of(workflow("private-work"), Phase.APPLICATION, answers))
    ref = str(stage.act("contractor", 0.15, drafting.start_case, "private-work", "9999", changes).ref)
    stage.act("contractor", 0.1, sending.submit, ref)


SCENES: tuple[Callable[[Stage], object], ...] = (
    completed, answered, asked_to_correct, being_checked, looked_through, ready_to_fetch, received_and_paused, in_the_next_municipality,
    report_received, half_written, just_received, burst_and_repaired, being_taken_over, being_laid,
)  # fmt: skip
