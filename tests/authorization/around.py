"""What lies around the cases of the town: other companies that work on them, are to take them over or had them, and what is people's own.

Companies that help or had a case before are put to every case of the town at once, as rows; what the table acts on is made by use cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlmodel import SQLModel

from models.base import Phase, Role
from models.boards import SavedView
from models.case import Case
from models.delegation import ACTIVE, APPROVED, Cowork, Handover
from models.followup import Appointment, AppointmentState
from models.identities import Identity
from models.letters import Appeal
from models.oversight import BreakGlass, ErasureRequest
from models.parties import Company, CompanyAccess
from models.records import ArchiveItem, Webhook, WebhookDelivery
from models.statements import GIVEN, Statement, StatementFile
from storage.chance import CHANCE
from storage.rows import add, table_of
from tests.authorization.town import BESIDE, NEIGHBOUR, NOW, NUMBERS, OWN, Thing, Town, answered_anew
from tests.workflows.casework.desk import JOB, Desk
from tests.workflows.casework.test_guarantee import sent
from workflows.access import coworking, handover, letterheads, municipality
from workflows.access.freezing import freeze
from workflows.appointments import Span, kept
from workflows.casework import deciding, sending
from workflows.casework.dossiers import load
from workflows.registry import workflow as declared_workflow

ARMS = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
"""What stands on the letterhead of the town."""
GONE = "gone"
"""A company the register no longer knows, which had a case."""


def put_around(town: Town) -> None:
    """All of it, when the people and their cases are there."""
    desk = Desk(town.database)
    town.bounds = municipality.municipality_view(actor=desk.actor("admin"), work=town.works(writing=False)).bounds
    desk.do("admin", letterheads.keep_arms, ARMS, "b" * 64)
    town.cases["followed up"] = followed_up(desk)
    town.cases["offered"] = _offered(desk)
    town.cases["agreed"] = _agreed(town, desk)
    town.cases["of a company that is gone"] = _of_a_gone_company(town, desk)
    town.ids["asked of us"], town.ids["asked of others"] = _asked(desk, NUMBERS["own"]), _asked(desk, NUMBERS["helper"])
    rows = [row for thing in town.cases.values() for row in _beside(town, thing.ref)]
    with town.database.writing.begin() as connection:
        for row in (*rows, *_peoples_own(town), *_asked_people(town)):
            add(connection, row)


def companies_beside() -> Iterator[SQLModel]:
    """The companies of `BESIDE`, each approved by our municipality, and the one that is gone."""
    entry: dict[str, Any] = {"registrertIForetaksregisteret": True}
    for name in (*BESIDE, GONE):
        yield Company(
            id=name, organisation_number=NUMBERS[name], name=f"{name.title()} AS", register_entry=entry, gone="deleted" * (name == GONE)
        )
        yield CompanyAccess(id=f"{name}-in-town", company_id=name, municipality_id=OWN[True], state="approved", requested_at=NOW)


def _job(town_number: int, **more: Any) -> Any:
    return replace(JOB, old_meter=f"8{JOB.old_meter}{town_number:02}", **more)


def followed_up(desk: Desk) -> Thing:
    """A digging case that is closed, whose guarantee the municipality follows."""
    ref = ""
    for phase in (Phase.APPLICATION, Phase.WORK, Phase.FINAL):
        ref = sent(desk, phase, ref)
        desk.do("approver", deciding.approve, ref, "I orden.")
    return Thing(ref, Phase.FINAL)


def _offered(desk: Desk) -> Thing:
    desk.job = _job(1)
    ref = desk.submitted(login="contractor")
    desk.do("contractor", handover.offer_handover, ref, NUMBERS["sender"], "Vi har for mye å gjøre.")
    return Thing(ref)


def _agreed(town: Town, desk: Desk) -> Thing:
    desk.job = _job(2)
    ref = desk.submitted(login="contractor")
    desk.do("contractor", handover.offer_handover, ref, NUMBERS["sender"], "Vi har for mye å gjøre.")
    taker = town.people[Role.COMPANY_ADMIN, "sender"]
    given = answered_anew(taker.person_id)
    handover.accept_handover(ref, given, actor=taker.actor, work=town.works(writing=True), now=NOW, chance=CHANCE)
    return Thing(ref)


def _of_a_gone_company(town: Town, desk: Desk) -> Thing:
    desk.job = _job(3)
    ref, table = desk.submitted(login="contractor"), table_of(Case)
    with town.database.writing.begin() as connection:
        connection.execute(table.update().where(table.c.ref == ref).values(company_id=GONE))
    return Thing(ref)


def _asked(desk: Desk, number: str) -> str:
    """A case of the neighbour's in our municipality, on which a company is asked to work and which it is offered."""
    desk.job = _job(4 if number == NUMBERS["own"] else 5, person="demo-contractor2")
    ref = desk.draft(login="contractor2")
    desk.do("contractor2", sending.submit, ref)
    desk.do("contractor2", coworking.invite_cowork, ref, number)
    desk.do("contractor2", handover.offer_handover, ref, number, "Vi har for mye å gjøre.")
    return ref


def _beside(town: Town, ref: str) -> Iterator[SQLModel]:
    """Companies that work on the case, one that may send and one that may not; and one that had it before."""
    with town.works(writing=False) as work:
        loaded = load(work.cases.by_id(_id_of(town, ref)), work=work, now=NOW)
        decisions = work.cases.decisions(loaded.case.id)
        frozen, digest = freeze(loaded, work.cases.snapshots(loaded.case.id), decisions, "Outgoing AS", NOW)
    case = loaded.case
    town.ids[f"number of {ref}"] = case.number
    for name in ("helper", "sender"):
        asked: dict[str, Any] = {"invited_by": case.created_by, "invited_at": NOW, "state": ACTIVE, "may_send": name == "sender"}
        yield Cowork(id=f"{name}-on-{ref}", case_id=case.id, company_id=name, **asked)
    if case.submitted_at is not None:
        yield from _inspections(case)
    asked_of: dict[str, Any] = {"case_id": case.id, "municipality_id": case.municipality_id, "phase": case.phase, "question": "Trygt?"}
    given: dict[str, Any] = {"state": GIVEN, "words": "Ja.", "email": "gone@expert.example", "asked_by": "demo-officer", "asked_at": NOW}
    when: dict[str, Any] = {"due_on": NOW.date(), "expires_at": NOW + timedelta(days=9), "given_at": NOW}
    yield Statement(id=f"statement-on-{ref}", is_outside=True, **asked_of, **given, **when)
    yield _file(f"file-on-{ref}", f"statement-on-{ref}", case.id)
    passed: dict[str, Any] = {"offered_by": case.created_by, "offered_at": NOW, "accepted_at": NOW, "closed_at": NOW, "reason": "Nok."}
    yield Handover(
        id=f"handover-of-{ref}", case_id=case.id, from_company_id="outgoing", to_company_id=case.company_id, state=APPROVED,
        frozen=frozen, sha256=digest, **passed,
    )  # fmt: skip
    for one in decisions[:1]:
        come: dict[str, Any] = {"received_on": NOW.date(), "registered_by": one.decided_by, "registered_at": NOW}
        yield Appeal(id=f"appeal-{ref}", case_id=case.id, decision_id=one.id, appellant="Naboen", **come)


def _inspections(case: Case) -> Iterator[SQLModel]:
    """One that waits for each side, and one that was agreed and has begun."""
    later, now = Span(NOW + timedelta(days=2), NOW + timedelta(days=2, hours=1)), Span(NOW - timedelta(hours=1), NOW)
    by: dict[str, Any] = {"created_by": case.created_by, "created_at": NOW, "changed_by": case.created_by, "changed_at": NOW}
    of: dict[str, Any] = {"case_id": case.id, "municipality_id": case.municipality_id, "phase": case.phase, "purpose": "Grøft", **by}
    for side in ("company", "municipality"):
        yield Appointment(id=f"{side}-inspects-{case.ref}", turn=side, times=kept([later]), **of)
    yield Appointment(
        id=f"agreed-inspects-{case.ref}", turn="company", times=kept([now]), state=AppointmentState.AGREED, starts_at=now.start,
        ends_at=now.end, **of,
    )  # fmt: skip


def _file(id_: str, statement: str, case_id: str) -> StatementFile:
    lies: dict[str, Any] = {"name": "a.pdf", "content_type": "application/pdf", "size": 1, "sha256": "0" * 64, "object_key": "k"}
    return StatementFile(id=id_, statement_id=statement, case_id=case_id, uploaded_by="demo-officer", uploaded_at=NOW, **lies)


def _asked_people(town: Town) -> Iterator[SQLModel]:
    """Everybody who can be asked for a statement is asked for one, on a case that was received."""
    case_id = _id_of(town, town.cases["received"].ref)
    steps = [f"{phase.phase}/{step.key}" for phase in declared_workflow("water-meter").phases for step in phase.steps]
    for one in town.people.values():
        if not (one.role.is_staff or one.role == Role.EXPERT):
            continue
        wanted: dict[str, Any] = {"case_id": case_id, "municipality_id": OWN[True], "phase": Phase.APPLICATION, "question": "Trygt?"}
        when: dict[str, Any] = {"due_on": NOW.date(), "expires_at": NOW + timedelta(days=9), "asked_by": "demo-officer", "asked_at": NOW}
        outside = one.role == Role.EXPERT
        yield Statement(id=f"statement-{one.person_id}", person_id=one.person_id, is_outside=outside, steps=steps, **wanted, **when)
        yield _file(f"file-{one.person_id}", f"statement-{one.person_id}", case_id)


def _id_of(town: Town, ref: str) -> str:
    table = table_of(Case)
    with town.database.reading.connect() as connection:
        return str(connection.execute(table.select().where(table.c.ref == ref)).one().id)


def _peoples_own(town: Town) -> Iterator[SQLModel]:
    """Two ways in for everybody, cases that the platform's administrators may read for now, and people who want to be erased."""
    for one in town.people.values():
        for number in "12":
            subject = f"{one.person_id}-{number}"
            yield Identity(
                id=f"way-{subject}", issuer="https://id.example", subject=subject, person_id=one.person_id, provider="id", linked_at=NOW
            )
        if one.actor.municipality_id:
            kept: dict[str, Any] = {
                "municipality_id": one.actor.municipality_id,
                "person_id": one.person_id,
                "created_at": NOW,
                "updated_at": NOW,
            }
            yield SavedView(id=f"view-of-{one.person_id}", name="Mine", query="who=mine", **kept)
        state = GLASSES.get(one.relation, "") if one.role == Role.PLATFORM_ADMIN else ""
        if state:
            yield BreakGlass(
                id=f"glass-{one.person_id}", person_id=one.person_id, case_id=_id_of(town, town.cases[state].ref), reason="Feil.",
                begun_at=NOW, until=NOW + timedelta(hours=1),
            )  # fmt: skip
    case_id = _id_of(town, town.cases["received"].ref)
    for whose, place in (("ours", OWN[True]), ("theirs", NEIGHBOUR[True])):
        yield ArchiveItem(
            id=f"archive item of {whose}", key=f"around:{whose}", case_id=case_id, municipality_id=place, kind="sending", subject="s",
            place=0, created_at=NOW, receipt={},
        )  # fmt: skip
        town.ids[f"archive item of {whose}"] = f"archive item of {whose}"
    for whose, tenants in (("our", OWN), ("their", NEIGHBOUR)):
        for is_staff, side in ((True, "town"), (False, "company")):
            id_ = f"hook of {whose} {side}"
            tenant: dict[str, Any] = {"municipality_id" if is_staff else "company_id": tenants[is_staff]}
            maker = "demo-admin" if is_staff else "demo-contractor"
            yield Webhook(
                id=id_, url="https://program.example/", kinds=["case.submitted"], salt="s", created_by=maker, created_at=NOW, **tenant
            )
            yield WebhookDelivery(
                id=f"message to {id_}", webhook_id=id_, event_id="e", kind="case.submitted", payload={}, created_at=NOW, due_at=NOW
            )
    for role, relation in WISHES:
        wisher = town.people[role, relation].person_id
        yield ErasureRequest(id=f"wish of {wisher}", receipt=f"R-{wisher}", person_id=wisher, asked_at=NOW)


GLASSES: Mapping[str, str] = {"own": "received", "colleague": "received", "neighbour": "paused"}
"""Whose leave it is -> the state of the case that may be read by it."""
WISHES = [(role, relation) for role in (Role.VIEWER, Role.AUDITOR) for relation in ("colleague", "neighbour")]
