"""What rules may look at: the case as it stands, and what the portal and the registers know around it. All plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from models.base import Phase
from models.correspondence import TargetKind
from models.document import FileState
from models.text import Text

RawAnswers = Mapping[str, Mapping[str, Any]]
"""Step -> field -> raw answer. A repeating group is a list of mappings; `_row` holds the row's id (made from its place if absent)."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file in a slot as rules see it. Position in WGS84 degrees, `taken_at` local time of the camera, `reason` why it was refused."""

    name: str
    state: FileState = FileState.READY
    size: int = 1
    reason: Text | str = ""
    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    sha256: str = ""
    id: str = ""


Files = Mapping[str, Sequence[FileFacts]]
"""Slot key -> files; files of a slot that belongs to a row stand under `slot@row`."""


@dataclass(frozen=True, slots=True)
class CompanyStanding:
    """What the company register says, and whether the municipality has approved the company. `access` is None when not looked up."""

    organisation_number: str
    name: str
    in_business_register: bool = True
    gone: str = ""
    gone_since: date | None = None
    access: str | None = "approved"


@dataclass(frozen=True, slots=True)
class MeterRecord:
    """What the municipality's books say of one meter; reading in m³."""

    number: str
    property: str
    municipal: bool = True
    reading: Decimal | None = None
    read_on: date | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """A person's proof of competence; `kind` as in domain README section 3."""

    kind: str
    number: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """Another case of the same company in the same municipality: `status` as in the life cycle, `approved` the phases approved so far."""

    number: str
    workflow: str
    status: str
    property: str = ""
    approved: frozenset[Phase] = frozenset()


@dataclass(frozen=True, slots=True)
class Approval:
    """The approval an earlier phase got: when (Europe/Oslo date), to which company.

    `until` is the last day on which work under it may begin, where the decision says one; None leaves it to the local rule.
    """

    phase: Phase
    on: date
    company_id: str = ""
    company_name: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Everything rules may know beyond the case. None means *not looked up*: a rule that needs it then stays silent rather than guess.

    `municipality_bounds` are the least and greatest latitude and longitude: (south, west, north, east).
    `members` maps person id to name of the company's active people. `property_positions` maps a property to (latitude, longitude).
    `addresses` maps an address in lower case to the property the register ties it to. `seals` maps seal number to another case's number.
    `open_cases` are numbers of other open cases of the same workflow on the same property. `connections` maps a reference to its property.
    `cases` maps the number of each case referred to, or standing on the same property, to what is known of it: the company's own only.
    """

    municipality: str = ""
    municipality_name: str = ""
    municipality_bounds: tuple[float, float, float, float] | None = None
    company: CompanyStanding | None = None
    members: Mapping[str, str] | None = None
    certificates: Mapping[str, Sequence[CertificateRecord]] | None = None
    connections: Mapping[str, str] | None = None
    meters: Mapping[str, MeterRecord] | None = None
    seals: Mapping[str, str] | None = None
    open_cases: Sequence[str] | None = None
    cases: Mapping[str, LinkedCase] | None = None
    addresses: Mapping[str, str] | None = None
    property_positions: Mapping[str, tuple[float, float]] | None = None
    approvals: Mapping[Phase, Approval] = field(default_factory=dict)
    company_id: str = ""
    handed_over: bool = False
    closed_days: frozenset[date] = frozenset()


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class AskedFor:
    """An unanswered correction request as the ledger sees it."""

    id: str
    target_kind: TargetKind
    target: str
    requirement: str
    what: Text
    how_to_fix: Text
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class Dossier:
    """One case as one phase is judged: current and earlier answers and files, local rules, knowledge, waivers, requests, and the day.

    `answers` and `files` are keyed by phase. `rules` holds every parameter of the workflow (defaults filled in). `today` is the
    date in Europe/Oslo. `waivers` maps a ledger row key to the contractor's reason. `unconfirmed` are places (`step/field`, `step/slot`)
    at which something else is asked for than when they were filled. `sent_on` is the day of the phase's newest sending while it lies with
    the municipality, `first_sent_on` that of its first; None stands for today.
    """

    workflow: str
    phase: Phase
    today: date
    answers: Mapping[Phase, RawAnswers] = field(default_factory=dict)
    files: Mapping[Phase, Files] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    known: Known = NOTHING_KNOWN
    waivers: Mapping[str, str] = field(default_factory=dict)
    requests: Sequence[AskedFor] = ()
    sending: bool = False
    unconfirmed: frozenset[str] = frozenset()
    sent_on: date | None = None
    first_sent_on: date | None = None
