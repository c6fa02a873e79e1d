"""Three companies, three municipalities, nine people, anything in any order: nobody ever reads a word that is not theirs to read.

Every company, person, case, file, message and note carries a word of its own that stands nowhere else. A small model says who may read
which; lists, counts, searches, exports, cases, error texts, notices and mails are then read for all words. `PORTAL_TEST_MACHINE`
multiplies how many histories are tried.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import Phase as When
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from models.actor import Actor, Scope
from models.base import COMPANY_ROLES, STAFF_ROLES, Phase, Role
from models.document import FileState
from models.errors import NotThere, PortalError
from models.notices import Mail, Notice
from models.parties import Company, CompanyAccess, Membership, Municipality, Person
from storage.chance import CHANCE
from storage.database import Database
from storage.demo import furnish
from storage.demo_answers import application
from storage.live import InProcessHub
from storage.migrations import upgrade
from storage.outbox import Outbox
from storage.rows import add, every
from storage.sessions import hashed
from storage.work import Works
from tests.workflows.casework.desk import JOB, KEY, changes, received
from workflows.access import asking, deciding, people, seeing
from workflows.casework import asking as asking_api
from workflows.casework import deciding as deciding_case
from workflows.casework import documents, drafting, overview, reviewing, sending, starting, talking
from workflows.casework.documents import Place
from workflows.notices import reading
from workflows.policy import MATRIX
from workflows.ports import CaseFilter, FileVerdict, UnitOfWork
from workflows.ports_joining import CompanyWish

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
TIMES = int(os.environ.get("PORTAL_TEST_MACHINE", "1"))
CANARY = re.compile(r"Kanari[a-z]+x\d+x")
FIRMS, TOWNS = ("firm0", "firm1", "firm2"), ("town0", "town1", "town2")
TENANTS = (*FIRMS, *TOWNS)
FOLK = tuple(f"folk{number}" for number in range(9))
"""The first six administer a tenant each; the last three decide for a municipality each, and are invited here and there."""
ACTION = {
    "send": "submit", "say": "message", "note": "note", "take": "take", "begin": "begin_review", "reject": "reject", "propose": "propose",
}  # fmt: skip
NUMBERS = dict(zip(TENANTS, ("310000078", "310000086", "310000094", "9997", "9996", "9995"), strict=True))
ROLES = {True: sorted(STAFF_ROLES), False: sorted(COMPANY_ROLES)}


def word(kind: str, number: int) -> str:
    """A word that stands nowhere else."""
    return f"Kanari{kind}x{number}x"


def is_town(tenant: str) -> bool:
    """A municipality, not a company."""
    return tenant in TOWNS


@dataclass
class Story:
    """A case as the model knows it: whose it is, where it is meant for, and the words in it, by who may read them."""

    ref: str
    firm: str
    town: str
    was_sent: bool = False
    words: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)


@lru_cache
def _template() -> Path:
    """A database with the nine people and their tenants, to copy."""
    path = Path(tempfile.mkdtemp(prefix="portal-neighbours-")) / "portal.db"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    furnish(database)
    with database.writing.begin() as connection:
        for row in _rows():
            add(connection, row)
    database.close()
    return path


def _rows() -> Iterator[Any]:
    for number, town in enumerate(TOWNS):
        yield Municipality(id=town, number=NUMBERS[town], name=f"Kommune {number}")
    for number, firm in enumerate(FIRMS):
        entry: dict[str, Any] = {"registrertIForetaksregisteret": True}
        yield Company(id=firm, organisation_number=NUMBERS[firm], name=word("firma", number), register_entry=entry, register_read_at=NOON)
    for number, who in enumerate(FOLK):
        yield Person(id=who, email=f"{who}@{word('post', number).lower()}.example", name=word("person", number))
    for tenant, who, role in _first():
        side: dict[str, Any] = {"municipality_id": tenant} if is_town(tenant) else {"company_id": tenant}
        yield Membership(id=f"{who}-in-{tenant}", person_id=who, role=role, **side)
    for number, firm in enumerate(FIRMS):
        yield CompanyAccess(id=f"{firm}-own", company_id=firm, municipality_id=TOWNS[number], state="approved", requested_at=NOON)


def _first() -> Iterator[tuple[str, str, Role]]:
    for number, tenant in enumerate(TENANTS):
        yield tenant, FOLK[number], Role.MUNICIPALITY_ADMIN if is_town(tenant) else Role.COMPANY_ADMIN
    for number, town in enumerate(TOWNS):
        yield town, FOLK[6 + number], Role.APPROVER


class Neighbours(RuleBasedStateMachine):
    """Everybody acts, and somebody reads everything after each act."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="portal-machine-"))
        self.roles: dict[tuple[str, str], Role] = {(who, tenant): role for tenant, who, role in _first()}
        self.ever_in: dict[str, set[str]] = {tenant: {who for held, who, _role in _first() if held == tenant} for tenant in TENANTS}
        self.standing = {(firm, TOWNS[number]): "approved" for number, firm in enumerate(FIRMS)}
        self.stories: list[Story] = []
        self.told: dict[str, set[str]] = {who: set() for who in FOLK}
        self.now, self.count = NOON, 0

    @initialize()
    def begin(self) -> None:
        """A fresh copy of the nine people; each company has sent a case and begun another."""
        shutil.copy(_template(), self.folder / "portal.db")
        self.database = Database(f"sqlite:///{self.folder / 'portal.db'}")
        self.works = Works(self.database, InProcessHub())
        for number, firm in enumerate(FIRMS):
            self.writes(FOLK[number], firm, number, sends=True)
            self.writes(FOLK[number], firm, number, sends=False)
        self.remember()

    def teardown(self) -> None:
        """Every other reads everything once more, and all their notices and mails. Leave nothing behind."""
        try:
            if hasattr(self, "database"):
                for who, tenant in sorted(self.roles)[self.count % 2 :: 2]:
                    self.reads_everything(who, tenant)
                self.reads_mail()
                self.database.close()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    # the model: who may read which words

    def may_read(self, tenant: str) -> set[str]:
        """The words that whoever acts for the tenant may come across."""
        readable = {word("person", FOLK.index(who)) for who in self.ever_in[tenant]}
        readable |= {word("post", FOLK.index(who)) for who in self.ever_in[tenant]}
        firms = [firm for firm, town in self.standing if town == tenant] if is_town(tenant) else [tenant]
        readable |= {word("firma", FIRMS.index(firm)) for firm in firms}
        for firm in firms if is_town(tenant) else ():
            readable |= {word("person", FOLK.index(who)) for who in self.ever_in[firm]}
        for story in self.stories:
            if story.town == tenant and story.was_sent:
                readable |= story.words | story.notes | {word("firma", FIRMS.index(story.firm))} | self._names(story.firm)
            if story.firm == tenant:
                readable |= story.words | (self._names(story.town) if story.was_sent else set())
        return readable

    def _names(self, tenant: str) -> set[str]:
        """Those of the other side act by name in a case that was sent."""
        return {word("person", FOLK.index(who)) for who in self.ever_in[tenant]}

    def remember(self) -> None:
        """Notices and mails are kept: what somebody could read once may stand there for ever."""
        for who, tenant in self.roles:
            self.told[who] |= self.may_read(tenant)

    # what people do

    def actor(self, who: str, tenant: str) -> Actor:
        """Somebody acting for a tenant, just signed in."""
        company, town = (None, tenant) if is_town(tenant) else (tenant, None)
        name = word("person", FOLK.index(who))
        title = f"Kommune {TOWNS.index(tenant)}" if is_town(tenant) else word("firma", FIRMS.index(tenant))
        email = f"{who}@{word('post', FOLK.index(who)).lower()}.example"
        return Actor(who, name, email, self.roles[who, tenant], f"{who}-in-{tenant}", company, town, title, "nb", self.now)

    def do(self, who: str, tenant: str, use_case: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """One use case; whatever it says when it refuses holds no word that is not theirs."""
        context = {"actor": self.actor(who, tenant), "work": self.works(writing=True), "now": self.now, "chance": CHANCE}
        code = use_case.__code__
        wanted = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        try:
            return use_case(*given, **{name: one for name, one in context.items() if name in wanted}, **more)
        except PortalError as error:
            self.holds_nothing_else(f"the refusal of {use_case.__name__}", who, tenant, (str(error), error.text.values))
            return error

    def fresh(self, kind: str) -> str:
        """A new word."""
        self.count += 1
        return word(kind, 100 + self.count)

    def acting(self, choice: int, action: str, *tenants: str) -> tuple[str, str]:
        """Somebody, and whom they act for: three times of four one of these tenants, in a role that gives the action."""
        held, self.now = sorted(self.roles), self.now + timedelta(minutes=7)
        fitting = [one for one in held if one[1] in (tenants or TENANTS) and self.roles[one] in MATRIX[action]]
        among = fitting if fitting and choice % 4 else held
        return among[choice % len(among)]

    @rule(by=st.integers(0, 99), invited=st.integers(0, 8), role=st.integers(0, 3))
    def somebody_is_invited_and_comes(self, by: int, invited: int, role: int) -> None:
        """To any tenant, in any role; they accept with the account they have."""
        who, tenant = self.acting(by, "invite")
        guest, roles = FOLK[invited], ROLES[is_town(tenant)]
        wanted, token = roles[role % len(roles)], self.fresh("lenke")
        email = f"{guest}@{word('post', invited).lower()}.example"
        made = self.do(who, tenant, people.invite, email, wanted.value, token=token, token_hash=hashed(token))
        if isinstance(made, PortalError):
            return
        self.ever_in[tenant] |= {guest}  # an invitation stands in the list of people with its address
        self.told[guest] |= {word("person", FOLK.index(who)), *self._title(tenant)}
        home = next((held for held in TENANTS if (guest, held) in self.roles), None)
        if home and self.do(guest, home, people.accept_as, hashed(token)) is True:
            self._joined(guest, tenant, wanted)
        self.after()

    def _joined(self, guest: str, tenant: str, role: Role) -> None:
        with self.works(writing=False) as work:
            held = work.people.membership_of(guest, self.actor(*next(one for one in self.roles if one[1] == tenant)).scope)
        assert held is not None
        self.roles[guest, tenant] = role

    def _title(self, tenant: str) -> set[str]:
        return set() if is_town(tenant) else {word("firma", FIRMS.index(tenant))}

    @rule(by=st.integers(0, 99), whom=st.integers(0, 99), role=st.integers(0, 3))
    def somebody_gets_another_role(self, by: int, whom: int, role: int) -> None:
        """Of one's own tenant or of another, which must not be there."""
        who, tenant = self.acting(by, "change_role", sorted(self.roles)[whom % len(self.roles)][1])
        held = sorted(self.roles)[whom % len(self.roles)]
        wanted = ROLES[is_town(tenant)][role % len(ROLES[is_town(tenant)])]
        outcome = self.do(who, tenant, people.change_role, self._membership(*held), wanted.value)
        assert held[1] == tenant or isinstance(outcome, PortalError)
        if not isinstance(outcome, PortalError):
            self.roles[held] = wanted
        self.after()

    @rule(by=st.integers(0, 99), whom=st.integers(0, 99), heir=st.integers(0, 99))
    def somebodys_access_ends(self, by: int, whom: int, heir: int) -> None:
        """Their cases go to somebody of the same tenant, or nowhere."""
        who, tenant = self.acting(by, "end_access_of_person", sorted(self.roles)[whom % len(self.roles)][1])
        held, next_one = (sorted(self.roles)[number % len(self.roles)] for number in (whom, heir))
        outcome = self.do(who, tenant, people.end_access, self._membership(*held), self._membership(*next_one))
        assert held[1] == tenant or isinstance(outcome, PortalError)
        if not isinstance(outcome, PortalError):
            del self.roles[held]
        self.after()

    def _membership(self, who: str, tenant: str) -> str:
        with self.database.reading.connect() as connection:
            side = {"municipality_id": tenant} if is_town(tenant) else {"company_id": tenant}
            return every(connection, Membership, person_id=who, **side)[0].id

    @rule(by=st.integers(0, 99), town=st.integers(0, 2))
    def a_company_asks_a_municipality(self, by: int, town: int) -> None:
        """For access."""
        who, tenant = self.acting(by, "ask_access", *FIRMS)
        if not isinstance(self.do(who, tenant, asking.request_access, NUMBERS[TOWNS[town]]), PortalError):
            self.standing[tenant, TOWNS[town]] = "requested"
        self.after()

    @rule(by=st.integers(0, 99), firm=st.integers(0, 2), move=st.sampled_from(["approve", "suspend", "reject", "restore", "end"]))
    def a_municipality_decides_about_a_company(self, by: int, firm: int, move: str) -> None:
        """Of its own list or not."""
        who, tenant = self.acting(by, "decide_access", *(town for known, town in self.standing if known == FIRMS[firm]))
        act: Any = {
            "approve": deciding.approve_access, "suspend": deciding.suspend_access, "reject": deciding.reject_access,
            "restore": deciding.restore_access, "end": deciding.end_access,
        }[move]  # fmt: skip
        outcome = self.do(who, tenant, act, NUMBERS[FIRMS[firm]], "Fordi.")
        if not isinstance(outcome, PortalError):
            assert (FIRMS[firm], tenant) in self.standing
            became = {"approve": "approved", "suspend": "suspended", "reject": "rejected", "restore": "approved", "end": "ended"}[move]
            self.standing[FIRMS[firm], tenant] = became
        self.after()

    @rule(by=st.integers(0, 99), town=st.integers(0, 2), sends=st.booleans())
    def a_case_is_written_and_perhaps_sent(self, by: int, town: int, sends: bool) -> None:
        """Its address, its owner, its file and a message carry words; it is sent only where the company is approved."""
        self.writes(*self.acting(by, "start_case", *FIRMS), town, sends=sends)
        self.after()

    def writes(self, who: str, tenant: str, town: int, *, sends: bool) -> None:
        """A case for a municipality."""
        given: dict[str, Any] = {name: self.fresh("sak") for name in ("address", "owner")}
        job = replace(JOB, town=NUMBERS[TOWNS[town]], person=who, old_meter=self.fresh("maaler"), **given)
        saved = self.do(who, tenant, drafting.start_case, KEY, job.town, changes(Phase.APPLICATION, application(job)))
        if isinstance(saved, PortalError):
            return
        file = self.fresh("fil")
        self.stories.append(Story(str(saved.ref), tenant, TOWNS[town], words={*given.values(), job.old_meter, file}))
        self.do(who, tenant, documents.attach, saved.ref, Place(Phase.APPLICATION, "photo_old"), received(self.count, f"{file}.jpg"))
        for document in self._unjudged(saved.ref, who, tenant):
            self._judge(document)
        if sends:
            self._send(self.stories[-1], who, tenant)

    def _unjudged(self, ref: str, who: str, tenant: str) -> Sequence[Any]:
        with self.works(writing=False) as work:
            case = work.cases.get(self.actor(who, tenant).scope, ref)
            return work.documents.of_case(case.id)

    def _judge(self, document: Any) -> None:
        verdict = FileVerdict(FileState.READY, "", {"width": 800, "height": 600})
        documents.judge(document.case_id, document.id, verdict, work=self.works(writing=True), now=self.now)

    def _send(self, story: Story, who: str, tenant: str) -> None:
        outcome = self.do(who, tenant, sending.submit, story.ref)
        if not isinstance(outcome, PortalError):
            assert story.was_sent or self.standing.get((story.firm, story.town)) == "approved", "sent without approval"
            assert tenant == story.firm
            story.was_sent = True

    @rule(
        by=st.integers(0, 99), which=st.integers(0, 99), act=st.sampled_from(["send", "say", "note", "take", "begin", "reject", "propose"])
    )
    def somebody_acts_on_a_case(self, by: int, which: int, act: str) -> None:
        """On any, also of others; what they write carries a word."""
        if not self.stories:
            return
        story = self.stories[which % len(self.stories)]
        who, tenant = self.acting(by, ACTION[act], *([story.firm] if act in ("send", "say") else [story.town]))
        said, is_ours = self.fresh("ord"), tenant in (story.firm, story.town)
        acts: dict[str, Callable[[], Any]] = {
            "send": lambda: self._send(story, who, tenant),
            "say": lambda: self.do(who, tenant, talking.write_message, story.ref, said),
            "note": lambda: self.do(who, tenant, talking.write_note, story.ref, said),
            "take": lambda: self.do(who, tenant, reviewing.take, story.ref),
            "begin": lambda: self.do(who, tenant, reviewing.begin_review, story.ref),
            "propose": lambda: self.do(who, tenant, deciding_case.propose, story.ref, "rejected", said),
            "reject": lambda: self.do(who, tenant, deciding_case.reject, story.ref, said),
        }
        outcome = acts[act]()
        if act != "send" and not isinstance(outcome, PortalError):
            assert is_ours, f"{who} for {tenant} did {act} on a case of {story.firm} in {story.town}"
            (story.notes if act in ("note", "propose") else story.words).add(said)
        self.after()

    # what people read

    def after(self) -> None:
        """Somebody reads everything."""
        self.remember()
        held = sorted(self.roles)
        if held:
            self.reads_everything(*held[self.count % len(held)])

    def reads_everything(self, who: str, tenant: str) -> None:
        """Every list, count, search, export and case, by whatever means there are."""
        for name, use_case, *given in self._views(tenant):
            found = self.do(who, tenant, use_case, *given)
            if not isinstance(found, PortalError):
                self.holds_nothing_else(name, who, tenant, list(found) if isinstance(found, Iterator) else found)
        self._searches(who, tenant)
        for story in self.stories[self.count % 3 :: 3]:
            theirs = story.firm == tenant or (story.town == tenant and story.was_sent)
            for view in (asking_api.full_case, overview.case_home):
                found = self.do(who, tenant, view, story.ref)
                assert theirs or isinstance(found, NotThere), f"{who} for {tenant} saw a case of {story.firm} in {story.town}"

    def _views(self, tenant: str) -> Iterator[tuple[Any, ...]]:
        yield "people", people.people_view
        yield "colleagues", asking_api.colleagues
        yield "cases", overview.my_cases, CaseFilter()
        yield "board", overview.board, CaseFilter()
        yield "table", overview.case_table, CaseFilter()
        yield "own company", seeing.own_company
        yield "places", starting.places_to_start
        yield "companies", seeing.company_list, CompanyWish()
        yield "export", seeing.export_companies, CompanyWish()
        yield "notices", reading.notice_list
        for firm in FIRMS:
            yield "a company", seeing.company_in_town, NUMBERS[firm]
        number = NUMBERS[TOWNS[self.count % 3]]
        yield "similar cases", starting.similar_cases, KEY, number, f"{number}-{JOB.gnr}/{JOB.bnr}/0/0"

    def _searches(self, who: str, tenant: str) -> None:
        """A search for any word finds what may be read, and its count tells no more."""
        readable, staff = self.may_read(tenant), is_town(tenant)
        for story in self.stories[self.count % 3 :: 3]:
            theirs = story.firm == tenant or (story.town == tenant and story.was_sent)
            for searched in sorted(story.words | story.notes)[self.count % 3 :: 3]:
                wish = CaseFilter(text=searched)
                found = self.do(who, tenant, overview.case_table if staff else overview.my_cases, wish)
                assert isinstance(found, PortalError) or theirs or not found.rows, f"{tenant} found {searched}"
                if staff:
                    counted = self.do(who, tenant, overview.board, wish)
                    shown = [] if isinstance(counted, PortalError) else [one for one in counted.counts.values() if one]
                    assert theirs or not shown, f"{tenant} counted {searched}"
        for number, firm in enumerate(FIRMS):
            found = self.do(who, tenant, seeing.company_list, CompanyWish(text=word("firma", number)))
            assert isinstance(found, PortalError) or (firm, tenant) in self.standing or not found.page.rows, f"{tenant} found {firm}"
        assert readable

    def holds_nothing_else(self, name: str, who: str, tenant: str, found: Any) -> None:
        """No word but those the model lets the tenant read, or the person in their own notices."""
        readable = self.may_read(tenant) | (self.told[who] if name in ("notices",) else set())
        strange = {one for one in words_in(found) if one not in readable and not one.startswith("Kanarilenke")}
        assert not strange, f"{name} shows {who} for {tenant}: {sorted(strange)}"

    def reads_mail(self) -> None:
        """What was sent to somebody holds only what they could read at some time."""
        Outbox(self.database, with_mail=True).sort(self.now)
        with self.database.reading.connect() as connection:
            kept: list[tuple[Any, Any]] = [(one.person_id, one.payload) for one in every(connection, Notice)]
            kept += [(one.person_id, one.lines) for one in every(connection, Mail)]
        for who, content in kept:
            if who in self.told:
                strange = words_in(content) - self.told[who] - {word("post", FOLK.index(who)), word("person", FOLK.index(who))}
                assert not strange, f"a notice or mail tells {who}: {sorted(strange)}"


def words_in(found: Any) -> set[str]:
    """Every canary in what was found, however deep; addresses are in lower case."""
    return {one.capitalize() for one in re.findall(CANARY.pattern, repr(found), re.IGNORECASE)}


class WithALeak(Neighbours):
    """The same people, and one list that forgot whose cases it shows."""

    def _views(self, tenant: str) -> Iterator[tuple[Any, ...]]:
        yield from super()._views(tenant)
        yield "a list of everything", all_cases


def all_cases(*, actor: Actor, work: UnitOfWork) -> Any:
    """Made wrong on purpose: the cases of every company, whoever asks."""
    with work:
        return [work.cases.cards(Scope(company_id=firm), CaseFilter()).rows for firm in FIRMS]


def test_a_list_that_forgot_its_scope_is_found() -> None:
    wanted = settings(TestNeighbours.settings, max_examples=30, phases=(When.generate,))
    with pytest.raises(AssertionError, match="a list of everything shows"):
        run_state_machine_as_test(WithALeak, settings=wanted)


TestNeighbours = pytest.mark.timeout(180 * TIMES)(Neighbours.TestCase)
TestNeighbours.settings = settings(
    max_examples=15 * TIMES, stateful_step_count=20, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
