"""Municipalities, companies, people and what ties them: access, memberships, certificates."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import ONE_TENANT, Moment, Role, worded


class Municipality(SQLModel, table=True):
    """A tenant on the authority's side. `number` is the four-digit municipality number as text (`0301`).

    `bounds` are the least and greatest latitude and longitude in degrees: south, west, north, east; None where nobody has said them.
    From `paused_at` on it takes no new cases and nothing more is sent to it, until somebody opens it again. `closed_days` are days on which
    nobody works there besides public holidays, each `{"day": ISO day, "name": why}`, in order.
    """

    __tablename__ = "municipality"
    id: str = Field(primary_key=True)
    number: str = Field(unique=True, max_length=4)
    name: str
    language: str = "nb"
    contact: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    paused_at: datetime | None = Field(default=None, sa_type=Moment)
    bounds: list[float] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    closed_days: list[dict[str, str]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))


class Company(SQLModel, table=True):
    """A tenant on the contractors' side, with the snapshot of Enhetsregisteret it was last seen with; none when it was never found there.

    `gone` repeats what the snapshot says for boards and lists: `bankrupt`, `deleted`, `forced_dissolution` or empty. `register_asked_at` is
    when the register was last asked, whether it answered or not. `right_to_act` is what the register showed of the right of the person
    `registered_by`: `role:CODE`, `none`, or empty when it could not be asked or nobody registered the company.
    """

    __tablename__ = "company"
    id: str = Field(primary_key=True)
    organisation_number: str = Field(unique=True, max_length=9)
    name: str
    register_entry: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    register_read_at: datetime | None = Field(default=None, sa_type=Moment)
    register_asked_at: datetime | None = Field(default=None, sa_type=Moment)
    gone: str = ""
    work_areas: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))
    right_to_act: str = ""
    registered_by: str = ""


class CompanyAccess(SQLModel, table=True):
    """One company's standing in one municipality: requested, more_info, approved, rejected, suspended or ended.

    `by_register`: the portal suspended it because of what the company register says. `next_state` is what it becomes on the day `next_on`.
    """

    __tablename__ = "company_access"
    __table_args__ = (
        UniqueConstraint("company_id", "municipality_id", name="one_access_per_company_and_municipality"),
        Index("accesses_that_change", "next_on"),
    )
    id: str = Field(primary_key=True)
    company_id: str = Field(foreign_key="company.id")
    municipality_id: str = Field(foreign_key="municipality.id", index=True)
    state: str = "requested"
    reason: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    requested_at: datetime | None = Field(default=None, sa_type=Moment)
    by_register: bool = False
    next_state: str = ""
    next_on: date | None = None
    next_reason: str = ""


class Person(SQLModel, table=True):
    """A human being with a login. `epoch` rises when sessions must die: logout everywhere, role change, disabling.

    `form_view` and `board_view` are how the person likes to see steps and the board; the latter is the query of an address, empty for
    what everybody sees at first.
    """

    __tablename__ = "person"
    id: str = Field(primary_key=True)
    email: str = Field(unique=True)
    name: str
    phone: str = ""
    language: str = "nb"
    theme: str = "system"
    form_view: str = "steps"
    board_view: str = ""
    password_hash: str | None = None
    totp_secret: str | None = None
    totp_last_step: int = 0
    disabled: bool = False
    epoch: int = 0


class Membership(SQLModel, table=True):
    """A person's role in exactly one company or one municipality; the platform administrator's is in neither."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "company_id", "municipality_id", name="one_membership_per_person_and_tenant"),
        CheckConstraint(ONE_TENANT, name="each_membership_is_in_one_tenant"),
    )
    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    company_id: str | None = Field(default=None, foreign_key="company.id", index=True)
    municipality_id: str | None = Field(default=None, foreign_key="municipality.id", index=True)
    role: Role = Field(sa_type=worded(Role))
    active: bool = True


class Certificate(SQLModel, table=True):
    """A proof of competence of a company's; `kind` is a key of domain README section 3.

    Held by a person of the company or, until they have an account, by somebody known by name only (`holder`). `warned_for` is how many days
    before its end the company was last warned.
    """

    __tablename__ = "certificate"
    __table_args__ = (Index("certificates_that_expire", "expires_on"),)
    id: str = Field(primary_key=True)
    company_id: str = Field(foreign_key="company.id", index=True)
    person_id: str | None = Field(default=None, foreign_key="person.id")
    kind: str
    number: str = ""
    expires_on: date | None = None
    holder: str = ""
    object_key: str = ""
    file_name: str = ""
    file_size: int = 0
    warned_for: int | None = None


class InstalledMeter(SQLModel, table=True):
    """A meter the municipality knows of: where it sits, who owns it, its last known reading in m³ (three decimals as text)."""

    __tablename__ = "installed_meter"
    __table_args__ = (
        UniqueConstraint("municipality_id", "number", name="one_row_per_meter_number"),
        Index("meters_on_a_property", "municipality_id", "property"),
    )
    id: str = Field(primary_key=True)
    municipality_id: str = Field(foreign_key="municipality.id", index=True)
    number: str
    property: str
    municipal: bool = True
    reading: str | None = None
    read_on: date | None = None
    active: bool = True
    case_id: str | None = None


class UsedSeal(SQLModel, table=True):
    """A seal number that an approved case has used, so that the same seal cannot be claimed twice."""

    __tablename__ = "used_seal"
    __table_args__ = (UniqueConstraint("municipality_id", "number", name="one_row_per_seal_number"),)
    id: str = Field(primary_key=True)
    municipality_id: str = Field(foreign_key="municipality.id", index=True)
    number: str
    case_id: str


class KnownConnection(SQLModel, table=True):
    """A connection the municipality has approved, by its reference and property, also from before the portal."""

    __tablename__ = "known_connection"
    id: str = Field(primary_key=True)
    municipality_id: str = Field(foreign_key="municipality.id", index=True)
    reference: str
    property: str


class KnownAddress(SQLModel, table=True):
    """An address of the municipality and the property it belongs to, standing in for the address register; in lower case, WGS84 degrees."""

    __tablename__ = "known_address"
    id: str = Field(primary_key=True)
    municipality_id: str = Field(foreign_key="municipality.id", index=True)
    address: str = Field(index=True)
    property: str
    latitude: float | None = None
    longitude: float | None = None
