"""What is there to see of companies joining in the demonstration: the log of each access, and a certificate that ends soon."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from models.actor import Actor
from models.base import Role
from models.parties import Certificate
from storage.demo_people import FIRMS, PEOPLE, Firm, Human
from storage.log import StoredLog
from storage.rows import add

ASKED, ANSWERED = timedelta(days=20), timedelta(days=18)
ENDS_SOON = timedelta(days=40)


def tell_of_joining(connection: Connection, now: datetime) -> None:
    """Write it into a database that has just been furnished."""
    log = StoredLog(connection)
    for firm in FIRMS:
        admin = next(one for one in PEOPLE if one.tenant == firm.id and one.role == Role.COMPANY_ADMIN)
        for town, state in firm.standings.items():
            said = {"company": firm.id, "municipality": town}
            stream = f"access:{firm.id}:{town}"
            at = now - ASKED
            log.record("access_requested", actor=_company(admin, firm, at), at=at, data={**said, "to": "requested"}, stream=stream)
            official = next((one for one in PEOPLE if one.tenant == town and one.role == Role.MUNICIPALITY_ADMIN), None)
            if state == "approved" and official is not None:
                at = now - ANSWERED
                log.record("access_approved", actor=_town(official, at), at=at, data={**said, "to": state}, stream=stream)
    ends = (now + ENDS_SOON).date()
    held = Certificate(
        id="demo-ends-soon", company_id="demo-varme", person_id="demo-contractor2", kind="workwarning_1", number="AV1-7719", expires_on=ends
    )  # fmt: skip
    add(connection, held)


def _company(human: Human, firm: Firm, at: datetime) -> Actor:
    person = f"demo-{human.login}"
    return Actor(person, human.name, human.email, human.role, f"{person}-as-{human.role.value}", firm.id, None, firm.name, "nb", at)


def _town(human: Human, at: datetime) -> Actor:
    person = f"demo-{human.login}"
    return Actor(person, human.name, human.email, human.role, f"{person}-as-{human.role.value}", None, human.tenant, "", "nb", at)
