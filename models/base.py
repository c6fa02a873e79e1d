"""What all tables share: ids, times and the vocabulary of small enumerations."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Integer, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A time in UTC that stays aware on every engine: SQLite forgets the zone, we give it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DayNumber(TypeDecorator[date]):
    """A day kept as its number (1 is 1 January of year 1), so that lists sort it together with counts of days."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        return None if value is None else value.toordinal()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return None if value is None else date.fromordinal(value)


def worded(kind: type[StrEnum]) -> type[TypeDecorator[StrEnum]]:
    """A column type that keeps a word's value (`in_review`) as plain text: readable in every engine, and a new word needs no migration."""

    class Word(TypeDecorator[StrEnum]):
        impl = String(40)
        cache_ok = True

        def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
            return None if value is None else kind(value).value

        def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
            return None if value is None else kind(value)

    return Word


class Phase(StrEnum):
    """The up to three phases of a case, in order."""

    APPLICATION = "application"
    WORK = "work"
    FINAL = "final"


class Status(StrEnum):
    """Where a case stands. Source: domain README section 4."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    PAUSED = "paused"
    RESUBMITTED = "resubmitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Role(StrEnum):
    """What a person is within one company or one municipality; the platform administrator and outside experts are in none."""

    COMPANY_ADMIN = "company_admin"
    APPLICANT = "applicant"
    VIEWER = "viewer"
    CASE_WORKER = "case_worker"
    APPROVER = "approver"
    MUNICIPALITY_ADMIN = "municipality_admin"
    AUDITOR = "auditor"
    PLATFORM_ADMIN = "platform_admin"
    EXPERT = "expert"

    @property
    def is_staff(self) -> bool:
        """Belongs to a municipality rather than a company."""
        return self in STAFF_ROLES


STAFF_ROLES = frozenset({Role.CASE_WORKER, Role.APPROVER, Role.MUNICIPALITY_ADMIN, Role.AUDITOR})
COMPANY_ROLES = frozenset({Role.COMPANY_ADMIN, Role.APPLICANT, Role.VIEWER})


ONE_TENANT = "((company_id IS NULL) <> (municipality_id IS NULL)) <> (role IN ('platform_admin', 'expert'))"
"""A role is in exactly one tenant, and the platform administrator's and outside experts' in none."""


class Level(StrEnum):
    """How much a requirement weighs. Source: domain README section 0."""

    BLOCKS_SENDING = "blocks_sending"
    NEEDED_FOR_DECISION = "needed_for_decision"
    RECOMMENDED = "recommended"


class State(StrEnum):
    """What the ledger says of one requirement."""

    MET = "met"
    MISSING = "missing"
    DOUBTFUL = "doubtful"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"
    ASKED_FOR = "asked_for"


class Ball(StrEnum):
    """Who has to act next."""

    CONTRACTOR = "contractor"
    MUNICIPALITY = "municipality"
    NOBODY = "nobody"


class BoardColumn(StrEnum):
    """The officer's board: who has the ball, not every status. Source: product.md 3.13."""

    NEW = "new"
    CHECKING = "checking"
    ANSWERED = "answered"
    WAITING = "waiting"
    READY = "ready"
    FINAL_DOCS = "final_docs"
    CLOSED = "closed"
    HIDDEN = "hidden"
