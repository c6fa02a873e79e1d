"""Asking, answering, ending, offering, accepting, deciding, stopping in any order: nobody sees or does more than a plain model says."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import update

from models.errors import NotThere, PortalError, Refused
from models.parties import Company
from storage.database import Database
from storage.demo import furnish
from storage.log import verify_all
from storage.migrations import upgrade
from storage.rows import table_of
from tests.workflows.casework.desk import Desk
from workflows.access import case_companies, coworking, handover
from workflows.casework import overview
from workflows.ports import CaseFilter

LOGINS = {"demo-rorlegger": "contractor", "demo-varme": "contractor2", "demo-entreprenor": "contractor3"}
NUMBERS = {"demo-rorlegger": "310000027", "demo-varme": "213000047", "demo-entreprenor": "311990020"}
MAY_TAKE_OVER = {"demo-rorlegger", "demo-varme"}
"""Those with access to the municipality; the third company's is not decided."""
COMPANIES = st.sampled_from(sorted(LOGINS))


class Delegation(RuleBasedStateMachine):
    """One sent case, three companies, one municipality; `owner`, `asked`, `working` and `offer` are what should be true."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        database = Database(f"sqlite:///{self.folder / 'portal.db'}")
        upgrade(database)
        furnish(database)
        self.desk = Desk(database)
        self.owner = "demo-rorlegger"
        self.asked: dict[str, str] = {}
        self.working: dict[str, str] = {}
        self.offer: tuple[str, bool] | None = None
        self.had: set[str] = set()
        self.gone: set[str] = set()

    def teardown(self) -> None:
        assert verify_all(self.desk.database) == []
        self.desk.database.close()
        shutil.rmtree(self.folder)

    @initialize()
    def send(self) -> None:
        self.ref = self.desk.submitted()

    def try_to(self, company: str, use_case: Any, *given: Any, login: str = "") -> Any:
        self.desk.later(minutes=1)
        try:
            return self.desk.do(login or LOGINS[company], use_case, self.ref, *given)
        except PortalError as refused:
            return refused

    @rule(by=COMPANIES, to=COMPANIES)
    def ask(self, by: str, to: str) -> None:
        made = self.try_to(by, coworking.invite_cowork, NUMBERS[to])
        if by == self.owner and to != by and to not in self.asked | self.working and to not in self.gone:
            self.asked[to] = made.id
        else:
            assert isinstance(made, PortalError)

    @rule(by=COMPANIES, yes=st.booleans())
    def answer(self, by: str, yes: bool) -> None:
        made = self.try_to(by, coworking.accept_cowork if yes else coworking.decline_cowork)
        if by not in self.asked:
            assert isinstance(made, NotThere)
            return
        known = self.asked.pop(by)
        if yes:
            self.working[by] = known

    @precondition(lambda self: self.working or self.asked)
    @rule(by=COMPANIES, data=st.data())
    def end(self, by: str, data: st.DataObject) -> None:
        of = data.draw(st.sampled_from(sorted(self.working | self.asked)))
        made = self.try_to(by, coworking.end_cowork, (self.working | self.asked)[of])
        if by == self.owner or (by == of and by in self.working and by not in self.gone):
            self.working.pop(of, None)
            self.asked.pop(of, None)
        else:
            assert isinstance(made, PortalError)

    @rule(by=COMPANIES, to=COMPANIES)
    def offer_it(self, by: str, to: str) -> None:
        made = self.try_to(by, handover.offer_handover, NUMBERS[to], "Vi har for mye.")
        if by == self.owner and by not in self.gone and self.offer is None and to != by and to not in self.gone:
            self.offer = (to, False)
        else:
            assert isinstance(made, PortalError)

    @rule(to=COMPANIES)
    def start_it(self, to: str) -> None:
        made = self.try_to("", handover.start_handover, NUMBERS[to], "Konkurs.", login="approver")
        if self.owner in self.gone and self.offer is None and to != self.owner and to not in self.gone:
            self.offer = (to, False)
        else:
            assert isinstance(made, Refused | PortalError)

    @rule(by=COMPANIES)
    def accept(self, by: str) -> None:
        login = LOGINS[by]
        seen = self.try_to(by, case_companies.case_companies)
        given = {} if isinstance(seen, PortalError) else {one.key: f"demo-{login}" if one.is_person else True for one in seen.anew}
        made = self.try_to(by, handover.accept_handover, given)
        if self.offer == (by, False) and by in MAY_TAKE_OVER and by not in self.gone:
            self.offer = (by, True)
        else:
            assert isinstance(made, PortalError)

    @rule(by=COMPANIES)
    def decline(self, by: str) -> None:
        made = self.try_to(by, handover.decline_handover)
        if self.offer and self.offer[0] == by:
            self.offer = None
        else:
            assert isinstance(made, NotThere)

    @rule(by=COMPANIES)
    def withdraw(self, by: str) -> None:
        made = self.try_to(by, handover.withdraw_handover)
        if not isinstance(made, PortalError):
            assert by == self.owner
            assert self.offer is not None
            self.offer = None

    @rule(yes=st.booleans())
    def decide(self, yes: bool) -> None:
        made = self.try_to("", handover.approve_handover, login="approver") if yes else None
        if not yes:
            made = self.try_to("", handover.refuse_handover, "Nei.", login="approver")
            if self.offer:
                self.offer = None
                return
        elif self.offer and self.offer[1] and self.offer[0] not in self.gone:
            self.had.add(self.owner)
            self.owner, self.offer = self.offer[0], None
            self.asked.clear()
            self.working.clear()
            return
        assert isinstance(made, PortalError)

    @rule(company=COMPANIES, back=st.booleans())
    def register_says(self, company: str, back: bool) -> None:
        table = table_of(Company)
        with self.desk.database.writing.begin() as connection:
            connection.execute(update(table).where(table.c.id == company).values(gone="" if back else "bankrupt"))
        (self.gone.discard if back else self.gone.add)(company)

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        for company, login in LOGINS.items():
            inside = company == self.owner or company in self.working
            listed = [card.ref for card in self.desk.do(login, overview.my_cases, CaseFilter()).rows]
            assert listed == ([self.ref] if inside else [])
            found = self.desk.do(login, case_companies.offers)
            asked = company in self.asked or bool(self.offer and self.offer[0] == company)
            assert [one.ref for one in found.offered] == ([self.ref] if asked else [])
            assert [one.ref for one in found.handed_over] == ([self.ref] if company in self.had and company != self.owner else [])
            home = self.try_to(company, overview.case_home)
            assert isinstance(home, NotThere) is not inside
        assert self.desk.office(self.ref).head.company == self.desk.actor(LOGINS[self.owner]).tenant_name


Delegation.TestCase.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
TestDelegation = Delegation.TestCase
