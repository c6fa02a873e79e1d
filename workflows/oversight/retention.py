"""Drafts nobody sends: their writer is warned, and when nothing happens what was written in them is removed. Source: security rule 63.

The row and its log stay, as a withdrawn case without content: events are never deleted, and they point at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.access import OutboxItem
from models.actor import Machine
from models.base import Ball, BoardColumn, Status
from models.case import Case
from workflows.access.moving import packed_day
from workflows.clocks import day_of
from workflows.ports import Chance, Change, UnitOfWork


@dataclass(frozen=True, slots=True)
class DraftTerms:
    """After `life` without a change a draft goes; `notice` before that its writer is warned."""

    life: timedelta
    notice: timedelta


def drafts_to_warn(terms: DraftTerms, *, work: UnitOfWork, now: datetime) -> list[str]:
    """Drafts whose writer is to be warned now; ids, the oldest first."""
    with work:
        left = work.oversight.drafts_left(now - terms.life + terms.notice)
        return [one.id for one in left if _warned_at(one, work) is None]


def drafts_to_prune(terms: DraftTerms, *, work: UnitOfWork, now: datetime) -> list[str]:
    """Drafts whose time is over and whose writer was warned long enough ago."""
    with work:
        left = work.oversight.drafts_left(now - terms.life)
        warned = [(one.id, _warned_at(one, work)) for one in left]
    return [id_ for id_, at in warned if at is not None and at <= now - terms.notice]


def warn_of_draft(case_id: str, terms: DraftTerms, *, work: UnitOfWork, now: datetime, chance: Chance) -> bool:
    """Tell the writer of a draft when it will be removed; whether it was still left alone."""
    with work:
        case = work.cases.by_id(case_id)
        if not _is_left_draft(case) or _warned_at(case, work) is not None:
            return False
        day = day_of(max(_touched_at(case, work) + terms.life, now + terms.notice))
        payload = {"case": case.ref, "number": case.number, "day": packed_day(day)}
        work.log.record("draft_warned", actor=Machine(), at=now, case=case, data={"day": day.isoformat()})
        item = OutboxItem(
            id=chance.id(), kind="draft_expiring", case_id=case.id, person_id=case.created_by, payload=payload, created_at=now
        )
        work.dispatch(item)
        work.announce(Change("", "", "draft_warned", "", "", 0))
        work.commit()
    return True


def prune_draft(case_id: str, terms: DraftTerms, *, work: UnitOfWork, now: datetime) -> bool:
    """Remove what was written in a draft; whether it was still left alone."""
    with work:
        case = work.cases.by_id(case_id)
        if not _is_left_draft(case) or _touched_at(case, work) > now - terms.life:
            return False
        work.oversight.strip_draft(case)
        work.log.record("draft_pruned", actor=Machine(), at=now, case=case)
        empty = {"title": "", "address": "", "property_key": "", "reference": "", "lacking": 0, "open_requests": 0}
        kept = {"phase": case.phase, "status": Status.WITHDRAWN, "ball": Ball.NOBODY, "board_column": BoardColumn.HIDDEN}
        work.cases.move(case, expect=(case.phase, case.status), **kept, **empty)
        work.announce(Change(case.id, case.ref, "withdrawn", "", case.company_id, case.version))
        work.commit()
    return True


def _is_left_draft(case: Case) -> bool:
    return case.status == Status.DRAFT and case.submitted_at is None


def _touched_at(case: Case, work: UnitOfWork) -> datetime:
    """When something was last done to the draft; the warning itself does not count."""
    return max((one.at for one in work.cases.events(case.id) if one.kind != "draft_warned"), default=case.created_at)


def _warned_at(case: Case, work: UnitOfWork) -> datetime | None:
    """When the writer was warned since the draft was last touched."""
    touched = _touched_at(case, work)
    told = [one.at for one in work.cases.events(case.id) if one.kind == "draft_warned" and one.at >= touched]
    return told[-1] if told else None
