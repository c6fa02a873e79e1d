"""Facts about sent parts of cases, and figures over them: each figure one walk along an index that holds all it is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, delete, func, literal, select, union_all

from models.actor import Scope
from models.base import Phase
from models.parties import Company
from models.quality import MissedFact, PartFact
from storage.paging import Segment, Stop, order_of, page_of, unpacked
from storage.rows import add, entities, put, table_of
from storage.scope import Reach, parts_with_cases, responsible_within, sent_and_not_counted
from workflows.ports import Page
from workflows.ports_quality import Behind, Beside, OthersFigures, PartLine
from workflows.quality import (
    DECIDED,
    NOTHING,
    CountedPart,
    Day,
    MissedLine,
    QualityFigures,
    QualityWish,
    Tally,
    median_of,
    month_of,
    most_first,
    ranked,
)

PART, MISSED, COMPANY = table_of(PartFact).c, table_of(MissedFact).c, table_of(Company).c
ORDER, LONGEST_PAGE = "decided", 500
SUMS: tuple[ColumnElement[Any], ...] = (
    func.count(), func.sum(PART.right_first), func.sum(case((PART.outcome == "rejected", 1), else_=0)), func.sum(PART.rounds),
    func.sum(case((PART.rounds > 0, 1), else_=0)), func.sum(PART.own_days), func.sum(PART.their_days), func.sum(PART.extra),
    func.sum(PART.doubtful),
)  # fmt: skip
"""The columns of a `Tally`, in its order."""
BEHIND: Mapping[str, ColumnElement[bool]] = {
    "right": PART.right_first == 1,
    "corrected": PART.rounds > 0,
    "rejected": PART.outcome == "rejected",
    "extra": PART.extra > 0,
    "doubtful": PART.doubtful > 0,
}


class StoredQuality:
    """The port `Quality` over one connection."""

    def __init__(self, connection: Connection, reach: Reach) -> None:
        self._connection = connection
        self._reach = reach

    def keep(self, counted: CountedPart) -> None:
        """This is what the part is like from now on."""
        part, case_id = counted.part, self._reach.demand(counted.case_id)
        part_id, decided_on = f"{case_id}/{counted.phase}", part.decided_on if part.outcome in DECIDED else None
        shared: dict[str, Any] = {
            "phase": counted.phase, "municipality_id": counted.municipality_id, "company_id": counted.company_id,
            "workflow": counted.workflow, "sent_on": part.sent_on,
        }  # fmt: skip
        month = month_of(part.decided_on) if part.decided_on else ""
        fact = PartFact(
            **shared, id=part_id, case_id=case_id, decided_on=part.decided_on, month=month, outcome=part.outcome,
            sendings=part.sendings, right_first=int(part.right_first), rounds=part.rounds, own_days=part.own_days,
            their_days=part.their_days, extra=part.extra, doubtful=part.doubtful,
        )  # fmt: skip
        put(self._connection, fact)
        self._connection.execute(delete(table_of(MissedFact)).where(MISSED.part_id == part_id))
        for one in part.missed:
            lack: dict[str, Any] = {"requirement": one.requirement, "asked": one.asked, "days": one.days, "decided_on": decided_on}
            add(self._connection, MissedFact(**shared, part_id=part_id, **lack))

    def to_count(self, after: str, limit: int) -> Sequence[str]:
        """For the machine: ids, those after one, of cases that were sent and never counted."""
        return self._connection.execute(sent_and_not_counted(after, limit)).scalars().all()

    def figures(self, municipality_id: str, wish: QualityWish) -> QualityFigures:
        """Figures over the decided parts that meet the wish."""
        which = _meant(table_of(PartFact), municipality_id, wish)
        cube = self._connection.execute(
            select(PART.month, PART.workflow, PART.phase, *SUMS).where(*which).group_by(PART.month, PART.workflow, PART.phase)
        ).all()
        months, workflows, phases, bases = (defaultdict[Any, Tally](lambda: NOTHING) for _each in range(4))
        total = NOTHING
        for month, workflow, phase, *sums in cube:
            tally = _tally(sums)
            total += tally
            for group, key in ((months, month), (workflows, workflow), (phases, phase), (bases, (workflow, phase))):
                group[key] += tally
        by_parts = (func.count().desc(), PART.company_id)
        companies = self._connection.execute(
            select(PART.company_id, *SUMS).where(*which).group_by(PART.company_id).order_by(*by_parts).limit(100)
        )
        own, their = (self._median(column, which) for column in (PART.own_days, PART.their_days))
        sorted_months, sorted_workflows, sorted_phases = (dict(sorted(group.items())) for group in (months, workflows, phases))
        return QualityFigures(
            total, sorted_months, sorted_workflows, sorted_phases, dict(most_first({one: _tally(sums) for one, *sums in companies})),
            self._missed(municipality_id, wish, bases), own, their,
        )  # fmt: skip

    def _median(self, column: ColumnElement[Any], which: Sequence[ColumnElement[bool]]) -> float | None:
        counted = self._connection.execute(select(column, func.count()).where(*which).group_by(column)).all()
        return median_of({int(value): int(times) for value, times in counted})

    def _missed(self, municipality_id: str, wish: QualityWish, bases: Mapping[tuple[str, Phase], Tally]) -> list[MissedLine]:
        group = (MISSED.workflow, MISSED.phase, MISSED.requirement)
        sums = (func.count(), func.sum(MISSED.asked), func.sum(MISSED.days))
        which = _meant(table_of(MissedFact), municipality_id, wish)
        found = self._connection.execute(select(*group, *sums).where(*which).group_by(*group)).all()
        return ranked(
            MissedLine(workflow, phase, key, int(parts), bases[workflow, phase].parts, int(asked), int(days))
            for workflow, phase, key, parts, asked, days in found
        )

    def names(self, company_ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """Organisation number and name of companies by id."""
        found = self._connection.execute(select(COMPANY.id, COMPANY.organisation_number, COMPANY.name).where(COMPANY.id.in_(company_ids)))
        return {id_: (number, name) for id_, number, name in found}

    def parts(
        self, scope: Scope, wish: QualityWish, *, behind: Behind = "", requirement: str = "", after: str | None = None, limit: int = 50
    ) -> Page[PartLine]:
        """The counted parts behind a figure, decided last first."""
        limit = max(1, min(limit, LONGEST_PAGE))
        which = list(_meant(table_of(PartFact), scope.municipality_id or "", wish))
        which += [BEHIND[behind]] if behind in BEHIND else []
        if requirement:
            lacks = (MISSED.part_id == PART.id, MISSED.requirement == requirement)
            which.append(select(literal(1)).select_from(table_of(MissedFact)).where(*lacks).exists())
        segments = (Segment(PART.decided_on.is_not(None), PART.decided_on, PART.id, falling=True),)
        page = page_of(which, segments, unpacked(after, ORDER, 1) if after else None, limit)
        rows = self._connection.execute(parts_with_cases(page, scope).order_by(*order_of(page, segments))).all()
        lacks_of = self._lacks([row.id for row in rows[:limit]])
        last = rows[limit - 1] if len(rows) > limit else None
        following = Stop(ORDER, 0, last.key, last.id).packed() if last else None
        return Page([_line(row, lacks_of) for row in rows[:limit]], following)

    def _lacks(self, part_ids: Sequence[str]) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        asked = select(MISSED.part_id, MISSED.requirement).where(MISSED.part_id.in_(part_ids)).order_by(MISSED.requirement)
        for part_id, key in self._connection.execute(asked):
            found[part_id].append(key)
        return found

    def sent_days(self, municipality_id: str, workflow: str, phase: Phase, requirement: str, since: date) -> Sequence[Day]:
        """Days on which parts of a kind were first sent, and how many of those lacked a requirement, by day."""

        def of(table: Any, kind: int) -> Select[Any]:
            which = (
                table.c.municipality_id == municipality_id, table.c.workflow == workflow, table.c.phase == phase, table.c.sent_on >= since,
            )  # fmt: skip
            return select(table.c.sent_on, literal(kind).label("kind"), func.count().label("n")).where(*which).group_by(table.c.sent_on)

        lacked = of(table_of(MissedFact), 1).where(MISSED.requirement == requirement)
        days: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0])
        for on, kind, count in self._connection.execute(union_all(of(table_of(PartFact), 0), lacked)):
            days[on][kind] = int(count)
        return [Day(on, *days[on]) for on in sorted(days)]

    def last_days(self, municipality_id: str, workflow: str, phase: Phase, most: int) -> Sequence[int]:
        """Working days with the municipality of the last so many decided parts of a kind."""
        which = (PART.municipality_id == municipality_id, PART.workflow == workflow, PART.phase == phase, PART.decided_on.is_not(None))
        newest = select(PART.own_days).where(*which, PART.outcome.in_(DECIDED)).order_by(PART.decided_on.desc()).limit(most)
        return list(self._connection.execute(newest).scalars())

    def own(self, company_id: str, since: date) -> Mapping[tuple[str, str], Tally]:
        """A company's own decided parts: (municipality id, workflow) -> sums."""
        which = (PART.company_id == company_id, PART.decided_on >= since, PART.outcome.in_(DECIDED))
        group = (PART.municipality_id, PART.workflow)
        found = self._connection.execute(select(*group, *SUMS).where(*which).group_by(*group).order_by(*group))
        return {(place, workflow): _tally(sums) for place, workflow, *sums in found}

    def others(self, municipality_id: str, workflow: str, company_id: str, since: date) -> OthersFigures:
        """The decided parts of all other companies of the place."""
        which = _meant(table_of(PartFact), municipality_id, QualityWish(workflow=workflow, since=since))
        each = (
            select(func.count().label("parts"), func.sum(PART.right_first).label("right_first"))
            .where(*which, PART.company_id != company_id)
            .group_by(PART.company_id)
            .subquery()
        )
        sums = (func.count(), func.sum(each.c.parts), func.sum(each.c.right_first), func.max(each.c.parts))
        row = self._connection.execute(select(*sums)).one()
        return OthersFigures(*(int(value or 0) for value in row))

    def costliest(self, company_id: str, since: date, most: int) -> Sequence[MissedLine]:
        """What cost a company most days, the most first."""
        group = (MISSED.workflow, MISSED.phase, MISSED.requirement)
        which = (MISSED.company_id == company_id, MISSED.decided_on >= since)
        days, parts = func.sum(MISSED.days), func.count()
        wanted = select(*group, parts, func.sum(MISSED.asked), days).where(*which).group_by(*group)
        found = self._connection.execute(wanted.order_by(days.desc(), parts.desc(), *group).limit(most))
        return [MissedLine(row[0], row[1], row[2], int(row[3]), 0, int(row[4]), int(row[5])) for row in found]

    def beside(self, scope: Scope, case_ids: Sequence[str]) -> Mapping[str, Beside]:
        """What cards do not show, by case id."""
        found = self._connection.execute(responsible_within(scope, case_ids)) if case_ids else ()
        return {case_id: Beside(*rest) for case_id, *rest in found}


def _meant(table: Any, municipality_id: str, wish: QualityWish) -> list[ColumnElement[bool]]:
    """The decided parts that meet a wish, or what those lacked."""
    column = table.c
    which = [column.municipality_id == municipality_id, column.decided_on.is_not(None)]
    which += [column.decided_on >= wish.since] if wish.since else []
    which += [column.decided_on <= wish.until] if wish.until else []
    equal = ((column.workflow, wish.workflow), (column.phase, wish.phase), (column.company_id, wish.company))
    which += [one == value for one, value in equal if value]
    return [*which, column.outcome.in_(DECIDED)] if table is table_of(PartFact) else which


def _tally(sums: Sequence[Any]) -> Tally:
    return Tally(*(int(value or 0) for value in sums))


def _line(row: Row[Any], lacks: Mapping[str, list[str]]) -> PartLine:
    part = entities(PartFact, [row])[0]
    assert part.decided_on is not None
    return PartLine(
        row.ref, row.number, part.workflow, part.phase, row.address or row.property_key, row.name, row.organisation_number, part.sent_on,
        part.decided_on, part.outcome, part.sendings, bool(part.right_first), part.rounds, part.own_days, part.their_days, part.extra,
        part.doubtful, tuple(lacks.get(part.id, ())),
    )  # fmt: skip
