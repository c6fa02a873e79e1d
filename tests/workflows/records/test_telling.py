"""Every kind of event is told by webhooks or has a reason why not, and neither side hears what is the other's own."""

from __future__ import annotations

import re

from ui.oversight.words import SAID
from workflows.casework.describing import STAFF_ONLY
from workflows.casework.settling import DRAFT_KINDS
from workflows.records.telling import GROUPS, TOLD, UNTOLD, groups_for, kinds_for

NAMES_OF_BEFORE = {
    "case.submitted", "case.resubmitted", "case.paused", "case.more_time_asked", "case.due_moved", "case.taken", "case.assigned",
    "case.review_began", "case.approved", "case.rejected", "case.phase_opened", "case.completed", "case.withdrawn", "case.lapsed",
    "case.reopened", "case.guarantee_set", "case.message", "case.handed_over", "access.requested", "access.approved", "access.rejected",
    "access.suspended", "access.ended",
}  # fmt: skip
"""What webhooks out there have asked for by name."""


def test_every_kind_of_event_is_told_or_has_a_reason_why_not() -> None:
    assert sorted(SAID.keys() - TOLD.keys() - UNTOLD.keys()) == [], "put it into TOLD or UNTOLD of workflows/records/telling.py"
    assert sorted((TOLD.keys() | UNTOLD.keys()) - SAID.keys()) == [], "no such kind of event is recorded"
    assert TOLD.keys() & UNTOLD.keys() == set()
    assert all(UNTOLD.values())


def test_names_are_of_one_form_and_stay_what_they_were() -> None:
    names = [one.name for one in TOLD.values()]

    assert len(names) == len(set(names))
    assert [one for one in names if not re.fullmatch(r"[a-z_]+\.[a-z_]+", one)] == []
    assert set(names) >= NAMES_OF_BEFORE


def test_neither_side_hears_what_is_the_others_own() -> None:
    assert [kind for kind in STAFF_ONLY & TOLD.keys() if TOLD[kind].to_companies] == []
    assert [kind for kind in DRAFT_KINDS & TOLD.keys() if TOLD[kind].to_municipality] == []
    assert [kind for kind, one in TOLD.items() if not (one.to_companies or one.to_municipality)] == []
    assert "decision.proposed" in kinds_for(is_staff=True).keys() - kinds_for(is_staff=False).keys()
    assert "document.checked" in kinds_for(is_staff=False).keys() - kinds_for(is_staff=True).keys()


def test_each_kind_is_found_under_one_heading_and_no_heading_is_empty() -> None:
    assert sum(len(kinds) for _key, _heading, kinds in GROUPS) == len(TOLD)
    for is_staff in (True, False):
        assert all(group.kinds for group in groups_for(is_staff=is_staff))
    assert "settings" not in {group.key for group in groups_for(is_staff=False)}, "a company has no part in them"
