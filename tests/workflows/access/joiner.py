"""A company that comes in from outside, and what was left for its people and the municipality's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from models.access import OutboxItem
from models.actor import Actor
from models.base import Role
from models.parties import CompanyAccess, Membership
from storage.chance import CHANCE
from storage.rows import entities, every, table_of
from tests.register_server import GOOD, UNITS
from tests.workflows.casework.desk import Desk
from workflows.access.registering import TypedCertificate, Wanted, confirm_registration, register
from workflows.ports_joining import RegisterAnswer

WANTED = Wanted(
    GOOD, "Gode Rør AS", "Nina Ny", "nina@goderor.example", "912 34 567", "nn", "Dagleg leiar",
    ("indoor", "outdoor"), ("9999", "9998"), (TypedCertificate("adk1", "4711"), TypedCertificate("trade_plumber", "12", "Odd Rør")),
)  # fmt: skip


@dataclass
class Joiner:
    """Registers and confirms; reads what lies in the outbox."""

    desk: Desk
    token: str = "token-that-was-mailed"
    wanted: Wanted = WANTED
    units: dict[str, dict[str, Any]] = field(default_factory=lambda: {number: dict(unit) for number, unit in UNITS.items()})

    def answer(self, number: str = GOOD, **changes: Any) -> RegisterAnswer:
        """What the register says now, with changes."""
        entry = {**self.units[number], **changes}
        return RegisterAnswer(number, entry["navn"], "AS", entry, self.desk.now, "live", True)

    def send(self, id_: str = "form-1", wanted: Wanted | None = None, answer: RegisterAnswer | None = None, **more: Any) -> None:
        """Press the button of the form."""
        given = {"token": self.token, **more}
        said = answer if answer or more.get("unverified") else self.answer()
        given.pop("unverified", None)
        register(id_, wanted or self.wanted, said, work=self.desk.works(writing=True), now=self.desk.now, chance=CHANCE, **given)

    def confirm(self, token: str = "", password_hash: str = "argon2-of-something") -> str:
        """Follow the link and choose a password."""
        return confirm_registration(
            token or self.token, password_hash, work=self.desk.works(writing=True), now=self.desk.now, chance=CHANCE
        )

    def joined(self, number: str = GOOD) -> Actor:
        """Everything up to the confirmed company; its administrator."""
        self.send()
        self.confirm()
        return self.administrator(number)

    def administrator(self, number: str = GOOD) -> Actor:
        """The person who registered, acting."""
        with self.desk.works(writing=False) as work:
            company = work.joining.company_by_number(number)
            assert company is not None
            person = work.joining.person_by_email(self.wanted.email)
        assert person is not None
        with self.desk.database.reading.connect() as connection:
            member = every(connection, Membership, company_id=company.id)[0]
        return Actor(
            person.id, person.name, person.email, Role.COMPANY_ADMIN, member.id, company.id, None, company.name, "nb", self.desk.now
        )  # fmt: skip

    def accesses(self, number: str = GOOD) -> Mapping[str, CompanyAccess]:
        """Municipality id -> the company's access there."""
        with self.desk.works(writing=False) as work:
            company = work.joining.company_by_number(number)
            return {one.municipality_id: one for one in work.joining.accesses(company.id)} if company else {}

    def state(self, town: str = "demo-fjordvik", number: str = GOOD) -> str:
        """The standing in one municipality."""
        return self.accesses(number)[town].state

    def left(self, kind: str) -> list[OutboxItem]:
        """What lies in the outbox of one kind."""
        table = table_of(OutboxItem)
        with self.desk.database.reading.connect() as connection:
            return entities(OutboxItem, connection.execute(select(table).where(table.c.kind == kind).order_by(table.c.id)))

    def do(self, actor: Actor, use_case: Any, *given: Any, **more: Any) -> Any:
        """One use case by anybody, now."""
        context: dict[str, Any] = {"actor": actor, "work": self.desk.works(writing=True), "now": self.desk.now, "chance": CHANCE}
        code = use_case.__code__
        wanted = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        return use_case(*given, **{name: value for name, value in context.items() if name in wanted}, **more)
