"""What all example modules share: a lack, and the lacks of the COM checks, which strike alike in every workflow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from models.base import Phase
from models.document import FileState
from tests.builders import KNOWN, Example
from workflows.exports import demands
from workflows.facts import Approval, CertificateRecord, CompanyStanding, FileFacts
from workflows.fields import TextKind
from workflows.index import index_of
from workflows.reading import Reading

APP, WORK, FINAL = Phase
NATIONAL_ID = "01019010046"
COMPANY = KNOWN.company or CompanyStanding("", "")
APPROVAL = KNOWN.approvals[APP]


class Lack(NamedTuple):
    """A complete case, what takes a requirement away, and the step and place where that is told.

    `also` names requirements that lack with it by their nature, such as a check over the same photos with another limit.
    """

    case: Callable[[], Example]
    change: Callable[[Example], Example]
    step: str
    at: str
    also: frozenset[str] = frozenset()


def approved_on(day: date) -> dict[Phase, Approval]:
    """The application approved on another day."""
    return {APP: replace(APPROVAL, on=day)}


def common_lacks(
    complete: Callable[[Phase], Example],
    phases: Iterable[Phase],
    *,
    start: Mapping[Phase, str],
    end: str = "planned_end",
    late: int = 60,
    holder: str = "kari",
) -> dict[tuple[Phase, str], Lack]:
    """Lacks of every COM check a workflow has, but COM-18, which compares what each workflow names.

    `complete` makes a complete case of one variant; `start` names the question with the first day of work in later phases; `end` that of
    the last day; `late` is how many days after the report's day a report is late; `holder` is the person whose certificates are needed.
    """
    found: dict[tuple[Phase, str], Lack] = {}
    for phase in phases:
        case = complete(phase)
        declared = {demand.id for demand in demands(case.workflow) if demand.phase == phase}
        for id_, (change, at) in _changes(case, start.get(phase, ""), end, late, holder).items():
            if id_ in declared:
                step = index_of(case.workflow, phase).step_of(at) or next(
                    demand.step for demand in demands(case.workflow) if demand.id == id_ and demand.phase == phase
                )
                found[(phase, id_)] = Lack(lambda phase=phase: complete(phase), change, step, at)  # type: ignore[misc]  # bound now
    return found


def _changes(case: Example, start: str, end: str, late: int, holder: str) -> dict[str, tuple[Callable[[Example], Example], str]]:
    phase = case.phase
    words = _a_text(case)
    changes: dict[str, tuple[Callable[[Example], Example], str]] = {
        "COM-01": (lambda case: case.with_known(company=replace(COMPANY, organisation_number="310000018")), ""),
        "COM-02": (lambda case: case.with_known(company=replace(COMPANY, in_business_register=False)), ""),
        "COM-03": (lambda case: case.with_known(company=replace(COMPANY, gone="bankrupt")), ""),
        "COM-04": (lambda case: case.with_known(company=replace(COMPANY, access="requested")), ""),
        "COM-14": (lambda case: case.with_known(certificates=_expired(case, holder)), "responsible_person"),
        "COM-16": (lambda case: case.with_files("other", FileFacts("a.pdf", FileState.REFUSED)), "other"),
        "COM-17": (lambda case: case.with_answer(words, f"{NATIONAL_ID} står her"), words),
        "COM-19": (lambda case: case.with_known(members={one: one for one in KNOWN.members or {} if one != "ola"}), "contact"),
        "COM-20": (lambda case: case.with_answer("declaration", False), "declaration"),
        "COM-21": (lambda case: case.with_known(company_id="another"), ""),
    }
    if phase == APP:
        changes |= {
            "COM-05": (lambda case: case.with_known(municipality="9998"), "municipality"),
            "COM-06": (lambda case: case.with_cell("properties", "gnr", None), "properties/1/gnr"),
            "COM-07": (lambda case: case.with_known(addresses={"storgata 1b": "9999-99/1/0/0"}), "address"),
            "COM-08": (lambda case: case.with_answer("location", ""), "location"),
            "COM-09": (lambda case: case.with_answer("location", "UTM 32\n594048 6589551"), "location"),
            "COM-10": (lambda case: case.with_answer("authority", False), "authority"),
            "COM-11": (lambda case: case.with_answer("owner_phone", "123"), "owner_phone"),
            "COM-12": (lambda case: case.with_answer(end, _before(case, end)), end),
            "COM-15": (lambda case: case.with_known(open_cases=("2026-000009",)), "properties"),
        }
        return changes
    reading = Reading(case.workflow, case.dossier)
    begun = reading.value(start)
    if isinstance(begun, date):
        day = begun.date() if hasattr(begun, "date") else begun
        changes["COM-13"] = (lambda case: case.with_known(approvals=approved_on(day + timedelta(days=1))), start)
        changes["COM-22"] = (lambda case: case.with_known(approvals=approved_on(date(2020, 1, 2))), start)
    changes["COM-23"] = (lambda case: case.on(case.today + timedelta(days=late)), _place_of(case, "COM-23"))
    return changes


def _expired(case: Example, holder: str) -> dict[str, Sequence[CertificateRecord]]:
    held = (case.known.certificates or {}).get(holder, ())
    return {**(case.known.certificates or {}), holder: tuple(replace(one, expires_on=date(2026, 1, 1)) for one in held)}


def _before(case: Example, end: str) -> str:
    day = Reading(case.workflow, case.dossier).value(end)
    return str((day or case.today) - timedelta(days=3_000))


def _a_text(case: Example) -> str:
    """A text of the phase that is shown and long enough to hold an identity number."""
    reading = Reading(case.workflow, case.dossier)
    for key, (_step, question) in reading.index.questions.items():
        is_wide = isinstance(question.kind, TextKind) and question.kind.longest >= 40 and not question.kind.pattern
        if (
            is_wide
            and reading.shows(key)
            and not question.hidden
            and not question.fixed
            and key not in {"address", "owner_name", "reference", "deviations"}
        ):
            return key
    return "deviations"


def _place_of(case: Example, id_: str) -> str:
    return next((demand.at for demand in demands(case.workflow) if demand.id == id_ and demand.phase == case.phase), "")
