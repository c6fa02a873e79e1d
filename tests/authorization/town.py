"""A town for the table of permissions: somebody of every role and every relation, and a case in every state.

Built once for an engine by the real use cases; then every cell is tried in a unit of work that is never committed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from sqlmodel import SQLModel

from models.actor import Actor
from models.base import Phase, Role
from models.local_set import LocalSet
from models.parties import Certificate, Company, CompanyAccess, Membership, Municipality, Person
from models.people import Invitation
from storage.database import Database
from storage.demo import furnish
from storage.live import InProcessHub
from storage.rows import add, table_of
from storage.sessions import Sessions, hashed
from storage.work import Work, Works
from tests.workflows.casework.desk import ADDRESS, JOB, Desk
from workflows.access import people
from workflows.access.municipality import Bounds
from workflows.casework import answering, deciding, drafting, reviewing, ruling, sending

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
COLUMNS = {
    "company administrator": Role.COMPANY_ADMIN, "applicant": Role.APPLICANT, "viewer": Role.VIEWER, "case worker": Role.CASE_WORKER,
    "approver": Role.APPROVER, "municipality administrator": Role.MUNICIPALITY_ADMIN, "auditor": Role.AUDITOR,
    "platform administrator": Role.PLATFORM_ADMIN, "outside expert": Role.EXPERT,
}  # fmt: skip
TENANTLESS = (Role.PLATFORM_ADMIN, Role.EXPERT)
COMPANY = (Role.COMPANY_ADMIN, Role.APPLICANT, Role.VIEWER)
OWN, NEIGHBOUR = {False: "demo-rorlegger", True: "demo-fjordvik"}, {False: "demo-varme", True: "demo-sundal"}
"""Whether it is a municipality -> the tenant the cases belong to, and the one beside it."""
RELATIONS = ("own", "colleague", "neighbour", "former")
"""How somebody stands to the cases: who writes or has them, others with the same role, the same role next door, and who left."""
BESIDE = ("helper", "sender", "outgoing")
"""Companies beside ours on every case: one that works on it, one that works on it and may send, and one that had it before."""
NUMBERS = {"own": "310000027", "helper": "310000108", "sender": "310000116", "outgoing": "310000124", "gone": "310000132"}
UNASKED, ASKING = "9997", "9996"
"""Municipalities which the company never asked, and which asked it something."""
SUSPENDED, DISTANT, WAITING = "310000043", "310000051", "311990020"
"""Companies that our municipality suspended, that only the neighbour knows, and that wait for our answer."""


@dataclass(frozen=True)
class Somebody:
    """A person of the table: their role, their relation to the cases, and what opens a page and the API for them."""

    role: Role
    relation: str
    person_id: str
    membership_id: str
    actor: Actor
    cookie: str
    key: str


@dataclass(frozen=True)
class Thing:
    """A case in one state, and the ids within it that acts name. `ref` alone is what a stranger may have learnt."""

    ref: str
    phase: Phase = Phase.APPLICATION
    request: str = "no-such-request"
    planned: str = "no-such-request"
    document: str = "no-such-document"
    outcome: str = "approved"


def answered_anew(person: str) -> dict[str, Any]:
    """What a company says anew when it takes a case over."""
    said = dict.fromkeys(("responsible/contact", "responsible/responsible_person", "job/pickup_by"), person)
    return {**said, "parties/authority": True, "declaration/declaration": True}


NOWHERE = Thing("A" * 22)
"""What does not exist."""


class Rehearsal:
    """A unit of work that is like any other but for its end: what was to be committed is undone."""

    def __init__(self, inner: Work) -> None:
        self._inner = inner

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._inner.__exit__(kind, error, trace)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def commit(self) -> None:
        """Nothing lasts."""


@dataclass
class Town:
    """The people and cases on one engine."""

    database: Database
    people: dict[tuple[Role, str], Somebody] = field(default_factory=dict)
    cases: dict[str, Thing] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    bounds: Bounds | None = None

    def __post_init__(self) -> None:
        self.hub = InProcessHub()
        self.works, self.sessions = Works(self.database, self.hub), Sessions(self.database)

    def rehearse(self, *, writing: bool = True) -> Rehearsal:
        """A unit of work whose effects do not last."""
        return Rehearsal(self.works(writing=writing))

    def everything(self) -> Mapping[str, int]:
        """How many rows each table has: what a rehearsal that leaked would change."""
        with self.database.reading.connect() as connection:
            return {
                name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()  # names of our own tables
                for name in sorted(table_of(Person).metadata.tables)
            }


def settle(database: Database) -> Town:
    """Everybody and everything, written by the real use cases."""
    from tests.authorization.around import companies_beside, put_around  # here: it speaks of the town

    furnish(database)
    town = Town(database)
    with database.writing.begin() as connection:
        for row in companies_beside():
            add(connection, row)
    _populate(town)
    _make_cases(town)
    _make_things(town)
    put_around(town)
    return town


def _populate(town: Town) -> None:
    for role in COLUMNS.values():
        for relation in RELATIONS + (BESIDE if role in COMPANY else ()):
            town.people[role, relation] = _somebody(town, role, relation)


def _somebody(town: Town, role: Role, relation: str) -> Somebody:
    """The demonstration's own people where they stand for a role, new ones for the rest."""
    tenant = relation if relation in BESIDE else (NEIGHBOUR if relation == "neighbour" else OWN)[role.is_staff]
    demo = {
        Role.COMPANY_ADMIN: "contractor", Role.APPLICANT: "applicant", Role.VIEWER: "viewer", Role.CASE_WORKER: "officer",
        Role.APPROVER: "approver", Role.MUNICIPALITY_ADMIN: "admin", Role.AUDITOR: "auditor",
        Role.PLATFORM_ADMIN: "platform", Role.EXPERT: "expert",
    }[role]  # fmt: skip
    name = demo if relation == "own" else f"{relation}-{role.value}"
    if relation == "own":
        membership = town.sessions.memberships_of(f"demo-{demo}")[0]
    else:
        side: dict[str, Any] = {"municipality_id" if role.is_staff else "company_id": tenant} if role not in TENANTLESS else {}
        membership = Membership(id=f"{name}-membership", person_id=f"demo-{name}", role=role, **side)
        with town.database.writing.begin() as connection:
            add(connection, Person(id=f"demo-{name}", email=f"{name}@demo.example", name=name.title(), language="nb"))
            add(connection, membership)
    person = town.sessions.person_by_email(f"{name}@demo.example")
    assert person is not None
    cookie, _session = town.sessions.create_session(person, membership, NOW - timedelta(minutes=1), "test")
    key = town.sessions.create_api_key(person.email, NOW, "test")
    found = town.sessions.session(cookie, NOW, timedelta(hours=1), timedelta(hours=1))
    assert found is not None
    actor = found.actor
    town.keys[person.id] = town.sessions.api_keys(person.id, NOW)[0].id
    if relation == "former":
        table = table_of(Membership)
        with town.database.writing.begin() as connection:
            connection.execute(table.update().where(table.c.id == membership.id).values(active=False))
    return Somebody(role, relation, person.id, membership.id, actor, cookie, key)


def _make_cases(town: Town) -> None:
    for state, make in STATES.items():
        desk = Desk(town.database)
        desk.job = replace(JOB, old_meter=f"{JOB.old_meter}{len(town.cases):02}") if state not in READY else JOB
        town.cases[state] = make(desk)


def _thing(desk: Desk, ref: str) -> Thing:
    case = desk.case(ref)
    requests = [one for one in desk.requests(ref) if one.phase == case.phase]
    sent = next((one.id for one in requests if one.sent_at), NOWHERE.request)
    planned = next((one.id for one in requests if not one.sent_at), NOWHERE.planned)
    with desk.works(writing=False) as work:
        found = work.cases.get(desk.actor("contractor").scope, ref)
        files = work.documents.of_case(found.id)
    return Thing(ref, Phase(case.phase), sent, planned, files[0].id if files else NOWHERE.document)


def _draft(desk: Desk) -> Thing:
    return _thing(desk, desk.draft(login="applicant"))


def _sent(desk: Desk) -> str:
    ref = desk.draft(login="applicant")
    desk.do("applicant", sending.submit, ref)
    return ref


def _submitted(desk: Desk) -> Thing:
    return _thing(desk, _sent(desk))


def _reviewed(desk: Desk) -> str:
    ref = _sent(desk)
    desk.do("officer", reviewing.begin_review, ref)
    return ref


def _in_review(desk: Desk) -> Thing:
    return _thing(desk, _reviewed(desk))


def _tray(desk: Desk) -> Thing:
    ref = _reviewed(desk)
    desk.do("officer", reviewing.plan_request, ref, ADDRESS)
    return _thing(desk, ref)


def _asked(desk: Desk) -> str:
    ref = _reviewed(desk)
    desk.ask(ref, ADDRESS)
    return ref


def _paused(desk: Desk) -> Thing:
    return _thing(desk, _asked(desk))


def _disputed(desk: Desk) -> str:
    ref = _asked(desk)
    desk.do("applicant", answering.answer_request, ref, desk.requests(ref)[0].id, "disputed", "Adressen er riktig.")
    return ref


def _answering(desk: Desk) -> Thing:
    return _thing(desk, _disputed(desk))


def _resubmitted(desk: Desk) -> Thing:
    ref = _disputed(desk)
    desk.do("applicant", sending.resubmit, ref)
    return _thing(desk, ref)


def _approved(desk: Desk) -> str:
    ref = _reviewed(desk)
    desk.do("approver", deciding.approve, ref, "I orden.")
    return ref


def _work(desk: Desk) -> Thing:
    return _thing(desk, _approved(desk))


def _unused(desk: Desk) -> Thing:
    desk.later(days=-4 * 365)
    return _thing(desk, _approved(desk))


def _completed(desk: Desk) -> Thing:
    ref = desk.reported()
    desk.do("approver", deciding.approve, ref, "Ferdig.")
    return _thing(desk, ref)


def _rejected(desk: Desk) -> Thing:
    ref = _reviewed(desk)
    desk.do("approver", deciding.reject, ref, "Nei.")
    return replace(_thing(desk, ref), outcome="rejected")


def _withdrawn(desk: Desk) -> Thing:
    ref = _sent(desk)
    desk.do("applicant", drafting.withdraw, ref, "")
    return _thing(desk, ref)


def _lapsed(desk: Desk) -> Thing:
    desk.later(days=-8 * 365)
    ref = _approved(desk)
    desk.later(days=4 * 365)
    desk.do("approver", deciding.lapse, ref, "Ikke brukt.")
    return _thing(desk, ref)


STATES = {
    "in review": _in_review, "draft": _draft, "received": _submitted, "tray": _tray, "paused": _paused, "answering": _answering,
    "answered": _resubmitted, "next part": _work, "unused": _unused, "completed": _completed, "rejected": _rejected,
    "withdrawn": _withdrawn, "lapsed": _lapsed,
}  # fmt: skip
"""What the table calls a state -> how a case comes there. `tray`: in review with a correction that is planned and not sent. `answering`:
paused, with an answer that is not sent. `unused`: the next part, four years after the approval."""
AROUND = ("followed up", "offered", "agreed", "of a company that is gone")
"""More states, of which only what concerns them is tried: closed and of a kind that the municipality follows up, offered to another
company, accepted by it, and left by a company that is gone."""
READY = ("in review",)
"""States whose case an approver may approve as it stands: no other case speaks of its meter."""


def _make_things(town: Town) -> None:
    """What is no case: invitations, certificates, rules that are being written, companies and municipalities in every relation."""
    desk = Desk(town.database)
    for mark, login, role in (("company", "contractor", "viewer"), ("town", "admin", "auditor")):
        made = desk.do(login, people.invite, f"{mark}@invited.example", role, token=mark, token_hash=hashed(mark))
        town.ids[f"{mark} invitation"] = made.id
    with town.database.writing.begin() as connection:
        for row in _rows():
            add(connection, row)
        for one in town.people.values():
            link: dict[str, Any] = {
                "token_hash": hashed(one.person_id),
                "email": one.actor.email,
                "created_at": NOW,
                "expires_at": NOW + timedelta(days=1),
            }
            add(connection, Invitation(id=one.person_id, role=Role.VIEWER, company_id="suspended", **link))
    desk.do("admin", ruling.save_rules, "water-meter", LocalSet(is_open=False), 0)


def _rows() -> Iterator[SQLModel]:
    yield Municipality(id="unasked", number=UNASKED, name="Nordvik")
    yield Municipality(id="asking", number=ASKING, name="Sørvik")
    yield Company(
        id="suspended", organisation_number=SUSPENDED, name="Stanset Rør AS", register_entry={"registrertIForetaksregisteret": True}
    )
    yield Company(id="distant", organisation_number=DISTANT, name="Langt Borte AS", register_entry={"registrertIForetaksregisteret": True})
    for company, place, state in (
        ("demo-rorlegger", "asking", "more_info"), ("suspended", "demo-fjordvik", "suspended"), ("distant", "demo-sundal", "requested"),
    ):  # fmt: skip
        yield CompanyAccess(id=f"{company}-in-{place}", company_id=company, municipality_id=place, state=state, requested_at=NOW)
    for company in (OWN[False], NEIGHBOUR[False]):
        paper: dict[str, Any] = {"kind": "master", "holder": "Ola", "object_key": "k", "file_name": "a.pdf", "file_size": 1}
        yield Certificate(id=f"{company}-paper", company_id=company, **paper)
