"""COM-13, COM-18 and COM-21 to COM-23: later phases against what was approved, when, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from models.base import Phase
from models.text import Text, _, verbatim
from workflows.clocks import months_after
from workflows.declare import (
    BLOCKS,
    NEEDED,
    NOT_APPLICABLE,
    RECOMMENDED,
    Compared,
    Finding,
    Outcome,
    Requirement,
    doubtful,
    missing,
    requirement,
)
from workflows.facts import Approval
from workflows.lapsing import STILL_HOLDS
from workflows.reading import Reading, RowReading
from workflows.shared.parameters import number
from workflows.shared.reporting import report_due
from workflows.shared.sources import DEVIATIONS, FORMS, MOSS, TVEDESTRAND, partly_assumed
from workflows.shared.terms import Terms
from workflows.words import in_words


def _first_approval(reading: Reading) -> Approval | None:
    return reading.known.approvals.get(Phase.APPLICATION)


def work_began_after_approval(terms: Terms, reading: Reading) -> Outcome:
    """Announced or actual start is not before the approval, unless the repair was urgent."""
    start, approval = reading.value(terms.start.get(reading.phase, "")), _first_approval(reading)
    if start is None or approval is None or terms.urgent.holds(reading):
        return NOT_APPLICABLE
    return missing(start=start, approved=approval.on) if start < approval.on else ()


def as_built_is_as_approved(terms: Terms, reading: Reading) -> Outcome:
    """Every compared field is as approved, or the deviations are described."""
    if reading.value(terms.deviations):
        return ()
    findings = [finding for compared in reading.workflow.compared for finding in _differences(reading, compared)]
    findings += _never_approved(reading)
    return list({finding.at: finding for finding in reversed(findings)}.values())[::-1]


def _differences(reading: Reading, compared: Compared) -> Iterator[Finding]:
    before = reading.earlier(compared.approved_phase)
    if before is None or not compared.applies_if.holds(reading):
        return
    built_group, _slash, built = compared.built.rpartition("/")
    approved_group, _slash, approved = compared.approved.rpartition("/")
    if not built_group:
        found = _difference(reading, before, built, approved, built, compared, reading)
        yield from (found,) if found else ()
        return
    rows = {row.id: row for row in reading.rows(built_group)}
    for old in before.rows(approved_group):
        row, wanted = rows.get(old.id), old.value(approved)
        if row is not None:
            found = _difference(row, old, built, approved, row.path(built), compared, reading)
            yield from (found,) if found else ()
        elif rows and wanted is not None:
            yield missing(built_group, field=compared.label, approved=_said(old, approved, wanted), built="–")


def _never_approved(reading: Reading) -> Iterator[Finding]:
    """Rows that were built though no such row was approved, each told once, at the first compared answer it has.

    Where no row at all was approved, as of an urgent repair, rows are what the report is for.
    """
    told: set[str] = set()
    for compared in reading.workflow.compared:
        built_group, _slash, built = compared.built.rpartition("/")
        approved_group = compared.approved.rpartition("/")[0]
        before = reading.earlier(compared.approved_phase)
        if not built_group or before is None or not compared.applies_if.holds(reading):
            continue
        approved = {row.id for row in before.rows(approved_group)}
        for row in reading.rows(built_group) if approved else ():
            value = row.value(built)
            if row.id not in approved and value is not None and f"{built_group}/{row.id}" not in told:
                told.add(f"{built_group}/{row.id}")
                yield missing(row.path(built), field=compared.label, approved="–", built=_said(row, built, value))


def _difference(
    now: Reading | RowReading, before: Reading | RowReading, built: str, approved: str, at: str, compared: Compared, reading: Reading
) -> Finding | None:
    """A difference between two answers; what either side leaves open is no difference."""
    new, old = now.value(built), before.value(approved)
    if new is None or old is None or new == old or _plain(new) == _plain(old):
        return None
    if compared.differs is not None and not compared.differs(new, old, reading):
        return None
    return missing(at, field=compared.label, approved=_said(before, approved, old), built=_said(now, built, new))


def _plain(value: Any) -> Any:
    """Texts differ only when their words do."""
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


def _said(reading: Reading | RowReading, key: str, value: Any) -> Text:
    question = reading.question(key)
    return in_words(question.kind, value, reading.known) if question else verbatim(str(value))


@requirement(
    "COM-21",
    level=BLOCKS,
    step="responsible",
    what=_("The approval belongs to {company}."),
    how=_("Ask for a handover; the municipality must approve it."),
    source=TVEDESTRAND,
)
def approval_is_our_own(reading: Reading) -> Outcome:
    """The sending company got the approval, or took it over with the municipality's consent."""
    approval, known = _first_approval(reading), reading.known
    if approval is None or not approval.company_id or not known.company_id:
        return NOT_APPLICABLE
    return () if known.handed_over or approval.company_id == known.company_id else missing(company=approval.company_name)


def approval_still_holds(terms: Terms, reading: Reading) -> Outcome:
    """The work began, or begins on the day of sending, before the approval lapsed."""
    approval = _first_approval(reading)
    if approval is None:
        return NOT_APPLICABLE
    lapses = approval.until or months_after(approval.on, 12 * int(number(reading, "validity_years")))
    return missing(approved=approval.on, date=lapses) if _begun(terms, reading) > lapses else ()


def _begun(terms: Terms, reading: Reading) -> date:
    """The first day of work known in any phase up to this one, else the day of sending."""
    begun = tuple(Phase)[1 : tuple(Phase).index(reading.phase) + 1]
    known = (reading.earlier_value(phase, terms.start[phase]) for phase in begun if phase in terms.start)
    days = [day.date() if isinstance(day, datetime) else day for day in known if isinstance(day, date)]
    return min(days, default=reading.sent_on)


def report_is_in_time(terms: Terms, reading: Reading) -> Outcome:
    """The report is sent within the local limit after the work was finished; a limit on a day off moves to the next working day."""
    finished = reading.value(terms.completed)
    if finished is None:
        return NOT_APPLICABLE
    due = report_due(finished, terms.report_days, reading)
    return doubtful(date=finished, due=due) if reading.first_sent_on > due else ()


def approval_checks(terms: Terms, phase: Phase) -> tuple[Requirement, ...]:
    """COM-13, COM-21 and COM-22; in the last phase COM-18 and COM-23 too."""
    started = requirement(
        "COM-13",
        level=NEEDED,
        at=terms.start[phase],
        what=_("The start {start} is before the approval of {approved}."),
        how=_("Move the start, or explain why work had begun."),
        source=MOSS,
    )(partial(work_began_after_approval, terms))
    holds = requirement(
        STILL_HOLDS,
        level=NEEDED,
        at=terms.start[phase],
        what=_("The approval of {approved} lapsed on {date}."),
        how=_("Apply again; your old answers are copied."),
        source=TVEDESTRAND,
    )(partial(approval_still_holds, terms))
    late = (_as_built_check(terms), _report_check(terms)) if phase == Phase.FINAL else ()
    return (started, approval_is_our_own, holds, *late)


def _as_built_check(terms: Terms) -> Requirement:
    return requirement(
        "COM-18",
        level=NEEDED,
        at=terms.deviations,
        what=_("{field} was approved as {approved}, built as {built}."),
        how=_("Correct it, or describe the deviation."),
        source=DEVIATIONS,
    )(partial(as_built_is_as_approved, terms))


def _report_check(terms: Terms) -> Requirement:
    return requirement(
        "COM-23",
        level=RECOMMENDED,
        at=terms.completed,
        what=_("The work was finished {date}; the report was due {due}."),
        how=_("Send it now."),
        source=partly_assumed(FORMS),
    )(partial(report_is_in_time, terms))
