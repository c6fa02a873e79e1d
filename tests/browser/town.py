"""A town with a case in every state, made by the real use cases: what pages that are looked at in every state are shown of."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from models.base import Phase
from models.local_set import LocalSet
from models.records import ArchiveItem, ArchiveState, Webhook, WebhookAttempt, WebhookDelivery
from storage.chance import CHANCE
from storage.database import Database
from storage.demo_answers import final, pickup
from storage.demo_cases import SCENES, Stage
from storage.demo_other_kinds import burst_pipe
from storage.demo_places import ADDRESSES
from storage.rows import add, every, put
from tests.browser.seeding import Seed
from workflows.access import case_companies, coworking, handover, people
from workflows.casework import deciding, drafting, reviewing, ruling, sending, statements, talking
from workflows.casework.documents import Place
from workflows.casework.reviewing import Wanted
from workflows.casework.statements import Ask
from workflows.clocks import day_of
from workflows.registry import workflow

SHOWN = {
    "completed": "Industrivegen 30", "resubmitted": "Øvre Li 45", "paused": "Nedre Li 2", "foreign": "Strandgata 3",
    "ready": "Kvernhusbakken 6", "work": "Storgata 1", "received_paused": "Fjordvegen 118", "final_sent": "Skolebakken 4",
    "begun": "Skolebakken 11", "submitted": "Storgata 14", "notice": "Kaivegen 7", "taken_over": "Hamna 1",
}  # fmt: skip
"""The demonstration's cases by the state they are in."""


def settle_town(seed: Seed) -> dict[str, str]:
    """The refs of a case in each state, by the state's name."""
    with ThreadPoolExecutor(1) as beside:  # the browser's driver has a loop running in this thread
        return beside.submit(_settle, seed).result()


def _settle(seed: Seed) -> dict[str, str]:
    stage = Stage(seed.works, seed.objects, datetime.now(UTC))
    for scene in SCENES:
        scene(stage)
    with seed.database.reading.connect() as connection:
        found = {one.address: one.ref for one in connection.exec_driver_sql('select address, ref from "case"')}
    refs = {name: found[address] for name, address in SHOWN.items()}
    refs |= {"final": _mounting(stage), "draft": seed.draft(place=2, without=("customer_name", "planned_start"), with_photo=False)}
    refs |= {
        "complete": seed.draft(place=3),
        "to_send": seed.draft(place=5),
        "many_rows": seed.draft(place=4),
        "works": _private_work(stage),
    }
    seed.save(refs["many_rows"], "meters", "meters", [f"m{number}" for number in range(1, 6)])
    refs |= _ended(seed) | {"tray": _with_a_tray(seed), "in_review": seed.in_review(6), "answered": _answered_here(seed)}
    refs |= _of_several(seed)
    refs["archive_item"] = _archive_items(seed)
    refs |= hooks(seed.database)
    seed.do("contractor", talking.write_message, refs["in_review"], "Vi kan komme torsdag.")
    _ask_the_expert(stage, refs["in_review"])
    _rules(seed)
    return refs


def _ask_the_expert(stage: Stage, ref: str) -> None:
    """Somebody outside is asked about the case, and has come in by the link."""
    ask = Ask("Er grunnen trygg?", day_of(stage.now) + timedelta(days=7), email="expert@demo.example", whom="Fjell Rådgivning")
    stage.act("officer", 0, statements.ask_statement, ref, ask, token="of the town", token_hash="hash of the town")
    stage.act("expert", 0, people.accept_as, "hash of the town")


def _mounting(stage: Stage) -> str:
    """Final documentation that is being written: one row with one of its photos."""
    day = stage.now.date() - timedelta(days=1)
    job = stage.job("Fjordvegen 118", "2023-000340", "8ZRI0042117", "Nora Eier", day=day)
    ref = stage.approved(job, 5)
    stage.fill(ref, Phase.WORK, pickup(job), 2)
    stage.act("contractor", 2, sending.submit, ref)
    stage.act("officer", 1.9, reviewing.begin_review, ref)
    stage.act("approver", 1.8, deciding.approve, ref, "Henting er registrert.")
    stage.fill(ref, Phase.FINAL, final(job), 1)
    stage.photo(ref, "contractor", 1, Place(Phase.FINAL, "photo_dial", "1"), "ny.jpg")
    return ref


def _private_work(stage: Stage) -> str:
    """A draft of another kind, under rules that change while it is written."""
    answers = burst_pipe(ADDRESSES["demo-fjordvik"][0], "Kaia Brygge", "demo-contractor", stage.now.date() - timedelta(days=1))
    changes = list(drafting.changes_of(workflow("private-work"), Phase.APPLICATION, answers))
    return str(stage.act("contractor", 0.2, drafting.start_case, "private-work", "9999", changes).ref)


def _ended(seed: Seed) -> dict[str, str]:
    withdrawn, rejected, lapsed = seed.submitted(0), seed.in_review(1), seed.submitted(2, without=["description"])
    seed.do("contractor", drafting.withdraw, withdrawn, "Eieren vil vente.")
    seed.do("approver", deciding.reject, rejected, "Måleren kan ikke stå der.")
    much_later = datetime.now(UTC) + timedelta(weeks=12)  # nobody has answered for so long that the case may be closed
    late = replace(seed.actor("approver"), login_at=much_later)
    work = seed.works(writing=True)
    deciding.lapse(lapsed, "Ingen har svart.", actor=late, work=work, now=much_later, chance=CHANCE)
    return {"withdrawn": withdrawn, "rejected": rejected, "lapsed": lapsed}


def _with_a_tray(seed: Seed) -> str:
    """Being checked, with requests that are planned and not sent."""
    ref = seed.in_review(5)
    seed.do("officer", reviewing.plan_request, ref, Wanted(key="METER.application.address", comment="Skriv husnummeret."))
    seed.do("officer", reviewing.plan_request, ref, Wanted(target="", what="Fortell når vannet blir stengt."))
    return ref


def _answered_here(seed: Seed) -> str:
    """Paused with a free question and an answer that is ready to be sent."""
    ref = _with_a_tray(seed)
    seed.do("officer", reviewing.send_requests, ref)
    seed.save(ref, "property", "address", "Nedre Li 2 B")
    return ref


def _of_several(seed: Seed) -> dict[str, str]:
    """Cases on which two companies are: asked, working, offered, accepted, handed over."""
    other, me = "213000047", "demo-contractor2"
    refs = {name: seed.submitted(number) for number, name in enumerate(("asked", "shared", "offered", "accepted", "passed"))}
    for name in ("asked", "shared"):
        seed.do("contractor", coworking.invite_cowork, refs[name], other)
    seed.do("contractor2", coworking.accept_cowork, refs["shared"])
    for name in ("offered", "accepted", "passed"):
        seed.do("contractor", handover.offer_handover, refs[name], other, "Vi har for mye å gjøre.")
    for name in ("accepted", "passed"):
        view = seed.do("contractor2", case_companies.case_companies, refs[name])
        seed.do("contractor2", handover.accept_handover, refs[name], {one.key: me if one.is_person else True for one in view.anew})
    seed.do("approver", handover.approve_handover, refs["passed"])
    return refs


def _archive_items(seed: Seed) -> str:
    """Of what the archive is to get, one entry has failed and one has arrived; the one that failed."""
    with seed.database.writing.begin() as connection:
        first, second = every(connection, ArchiveItem, "id", municipality_id="demo-fjordvik")[:2]
        first.state, first.fault, first.words, first.attempts = ArchiveState.FAILED, "ugyldigforespoersel", "Ukjent klasse", 1
        second.state = ArchiveState.DELIVERED
        second.receipt = {"place": "9999/2026-000001", "files": {"dok-01.pdf": {"sha256": "ab", "size": 9}}}
        put(connection, first)
        put(connection, second)
    return first.id


def hooks(database: Database) -> dict[str, str]:
    """A webhook of either side, one of them off, each with a message that was tried once."""
    made: dict[str, str] = {}
    tenants: dict[str, dict[str, Any]] = {"town": {"municipality_id": "demo-fjordvik"}, "company": {"company_id": "demo-rorlegger"}}
    with database.writing.begin() as connection:
        for side, tenant in tenants.items():
            maker = "demo-admin" if side == "town" else "demo-contractor"
            id_, told = f"hook-of-{side}", f"msg_{side}"
            off: dict[str, Any] = {"off_at": NOW, "off_reason": "failing"} if side == "company" else {}
            hook = Webhook(
                id=id_,
                url="https://program.example/hook",
                kinds=["case.submitted"],
                salt=side,
                created_by=maker,
                created_at=NOW,
                **tenant,
                **off,
            )
            add(connection, hook)
            payload = {"type": "case.submitted", "timestamp": NOW.isoformat(), "data": {"case": "x", "seq": 4}}
            later = NOW + timedelta(days=3650)
            add(
                connection,
                WebhookDelivery(
                    id=told, webhook_id=id_, event_id="e", kind="case.submitted", payload=payload, created_at=NOW, due_at=later, attempts=1
                ),
            )
            add(connection, WebhookAttempt(id=f"try-{side}", delivery_id=told, at=NOW, status=500, took_ms=12))
            made |= {f"{side}_hook": id_, f"{side}_told": told}
    return made


NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _rules(seed: Seed) -> None:
    """Two published versions and a third that is written and has a fault."""
    for number, conditions in enumerate((["Gi beskjed før oppstart."], ["Gi beskjed før oppstart.", "Måleren skal stå frostfritt."]), 1):
        content = LocalSet.model_validate({"conditions": [{"nb": words} for words in conditions], "contact": {"name": "Servicetorget"}})
        revision = seed.do("admin", ruling.save_rules, "water-meter", content, 0)
        seed.do("admin", ruling.publish_rules, "water-meter", revision, f"Utgave {number}")
    seed.do("admin", ruling.save_rules, "water-meter", LocalSet.model_validate({"conditions": [{"nb": ""}]}), 0)


def ask_for_more(seed: Seed) -> None:
    """Publish a question more for private work, as another process would: no news reaches open pages."""
    own = [{"key": "own_kumdybde", "phase": "application", "step": "parties", "label": {"nb": "Dybde på kummen"}, "kind": "text"}]
    revision = seed.do("admin", ruling.save_rules, "private-work", LocalSet.model_validate({"questions": own}), 0)
    seed.do("admin", ruling.publish_rules, "private-work", revision)
