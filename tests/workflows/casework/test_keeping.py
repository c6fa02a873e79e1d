"""After the last approval the municipality records takeover, defects and inspections itself: both sides read it, tasks follow from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from models.access import OutboxItem
from models.base import Phase
from models.document import FileState
from models.errors import BadInput, NotAllowed, NotThere, Refused
from storage.chance import CHANCE
from storage.rows import table_of
from tests.workflows.casework.desk import OUTSIDERS, Desk, received
from tests.workflows.casework.test_guarantee import sent
from tests.workflows.casework.test_main_pipeline_phases import approved_mains
from workflows.casework import asking, deciding, documents, keeping
from workflows.casework.documents import Place
from workflows.casework.drafting import AnswerChange, Locked, save_answers
from workflows.casework.duties import count_tasks, open_tasks, tell_of_tasks
from workflows.casework.rows import AddRows
from workflows.casework.views import TaskInfo
from workflows.summary import SummaryGroup

FINAL, STEP = Phase.FINAL, "guarantee_period"
DEFECT = {"defect": "Asfalten har sunket ved nr. 14", "mend_by": "01.03.2027"}


@pytest.fixture
def dug(desk: Desk) -> str:
    """A digging case that is closed."""
    ref = sent(desk, Phase.APPLICATION)
    desk.do("approver", deciding.approve, ref, "I orden.")
    sent(desk, Phase.WORK, ref)
    desk.do("approver", deciding.approve, ref, "Notert.")
    sent(desk, Phase.FINAL, ref)
    desk.do("approver", deciding.approve, ref, "Ferdig.")
    return ref


def keep(desk: Desk, ref: str, path: str, raw: Any, step: str = STEP, login: str = "officer") -> Any:
    return desk.do(login, keeping.keep_record, ref, [AnswerChange(FINAL, step, path, raw)])


def write_defect(desk: Desk, ref: str, **cells: str) -> None:
    desk.do("officer", keeping.keep_record, ref, [AddRows(FINAL, STEP, "defects", ["d1"], [])])
    for name, raw in (DEFECT | cells).items():
        keep(desk, ref, f"defects/d1/{name}", raw)


def words(tasks: list[TaskInfo]) -> list[tuple[str, date, date | None]]:
    return [(one.label.in_english(), one.by, one.done_on) for one in tasks]


def mails(desk: Desk) -> list[tuple[str, str | None]]:
    with desk.database.reading.connect() as connection:
        table = table_of(OutboxItem)
        return [(row[0], row[1]) for row in connection.execute(select(table.c.kind, table.c.person_id).order_by(table.c.id))]


def test_a_closed_case_gives_the_municipality_its_tasks_and_what_is_recorded_changes_them(desk: Desk, dug: str) -> None:
    inspection = ("Hold the guarantee inspection", date(2029, 11, 23), None)
    assert words(list(desk.office(dug).tasks)) == [inspection]

    write_defect(desk, dug)

    mending = f"See that it is mended: {DEFECT['defect']}"
    assert words(list(desk.office(dug).tasks)) == [(mending, date(2027, 3, 1), None), inspection]
    assert words(list(desk.home(dug).tasks)) == words(list(desk.office(dug).tasks))
    keep(desk, dug, "defects/d1/mended_on", "20.11.2026")
    assert words(list(desk.office(dug).tasks))[0] == (mending, date(2027, 3, 1), date(2026, 11, 20))


def test_both_sides_read_what_is_recorded(desk: Desk, dug: str) -> None:
    record = desk.home(dug).record
    assert record is not None
    assert not record.sections
    write_defect(desk, dug)

    for found in (desk.home(dug).record, desk.office(dug).record):
        (section,) = found.sections if found else ()
        (group,) = (part for part in section.parts if isinstance(part, SummaryGroup))
        assert next(line.value.in_english() for line in group.rows[0].lines if line.value) == DEFECT["defect"]
    told = desk.do("contractor", asking.full_case, dug)
    assert told.record == {STEP: {"defects": [{"_row": "d1", **DEFECT}]}}


def test_only_who_handles_cases_of_the_municipality_records_and_only_its_own_part(desk: Desk, dug: str) -> None:
    for login in ("contractor", "admin", "auditor"):
        with pytest.raises(NotAllowed):
            keep(desk, dug, "inspected_on", "20.11.2026", login=login)
    for login in OUTSIDERS:
        with pytest.raises(NotThere):
            keep(desk, dug, "inspected_on", "20.11.2026", login=login)
    with pytest.raises(Locked):
        keep(desk, dug, "deviations", "Ingen", step="done")
    with pytest.raises(Refused):
        desk.do("contractor", save_answers, dug, [AnswerChange(FINAL, STEP, "inspected_on", "20.11.2026")])
    with pytest.raises(BadInput):
        desk.do("officer", keeping.keep_nested, dug, {"nowhere": {"x": 1}})


def test_nothing_is_recorded_before_the_case_is_closed_or_where_nothing_is_followed_up(desk: Desk) -> None:
    ref = sent(desk, Phase.APPLICATION)
    with pytest.raises(Refused):
        keep(desk, ref, "inspected_on", "20.11.2026")
    assert desk.office(ref).record is not None
    assert not desk.office(ref).tasks
    meter = desk.reported()
    desk.do("approver", deciding.approve, meter, "Ferdig.")
    with pytest.raises(Refused, match="nothing to follow up"):
        desk.do("officer", keeping.record_form, meter)
    assert desk.office(meter).record is None


def test_a_wrong_answer_is_kept_and_explained(desk: Desk, dug: str) -> None:
    kept = keep(desk, dug, "inspected_on", "31.02.2027")

    (problem,) = [one.problem for one in kept.parts[STEP] if one.path == "inspected_on"]
    assert problem is not None
    assert desk.do("officer", keeping.record_form, dug)[0].parts[-1].raw == "31.02.2027"


def test_who_handles_cases_is_told_once_when_a_task_opens(desk: Desk, dug: str) -> None:
    before = len(mails(desk))

    def tell() -> int:
        return tell_of_tasks(work=desk.works(writing=True), now=desk.now, chance=CHANCE)

    assert tell() == 0  # the inspection opens three months before its day
    desk.later(days=(date(2029, 8, 23) - desk.now.date()).days - 1)
    assert (tell(), desk.do("officer", count_tasks)) == (0, 0)
    desk.later(days=1)
    assert desk.do("officer", count_tasks) == 1
    assert (tell(), tell()) == (1, 0)
    assert {kind for kind, _person in mails(desk)[before:]} == {"task_opened"}
    (line,) = desk.do("officer", open_tasks).page.rows
    assert (line.ref, line.task.due_on) == (dug, date(2029, 11, 23))
    assert not desk.do("officer2", open_tasks).page.rows
    with pytest.raises(NotAllowed):
        desk.do("contractor", open_tasks)
    keep(desk, dug, "inspected_on", "20.08.2029")
    assert desk.do("officer", count_tasks) == 0


def test_a_reopened_case_has_no_tasks_until_it_is_closed_again(desk: Desk, dug: str) -> None:
    desk.do("approver", deciding.reopen, dug, "Klage.")
    assert not desk.office(dug).tasks
    assert desk.do("officer", count_tasks) == 0


def test_the_takeover_of_mains_sets_the_guarantee_and_is_done_when_protocol_day_and_stretches_are_there(desk: Desk) -> None:
    ref = approved_mains(desk)
    assert desk.home(ref).head.guarantee_until is None
    assert words(list(desk.office(ref).tasks)) == [("Take over the plant", date(2026, 12, 21), None)]

    keep(desk, ref, "guarantee_from", "20.11.2026", step="takeover")
    assert desk.home(ref).head.guarantee_until == desk.office(ref).head.guarantee_until == date(2031, 11, 20)
    assert ("guarantee_set", "demo-contractor") in mails(desk)
    protocol = desk.do("officer", documents.attach, ref, Place(FINAL, "takeover_protocol"), received(9_000, "protokoll.pdf"))
    assert words(list(desk.office(ref).tasks))[0][2] is None
    desk.judge(protocol, FileState.READY)
    assert words(list(desk.office(ref).tasks))[0][2] == date(2026, 11, 20)

    desk.do("officer", keeping.keep_nested, ref, {"takeover": {"stretches": [
        {"_row": "s", "stretch": "Øvre del", "stretch_pipes": "VL1", "stretch_taken_over_on": "20.11.2026"}]}})  # fmt: skip
    assert words(list(desk.office(ref).tasks))[0][2] is None, "a pipe is in no stretch that was taken over"


def test_the_contractor_puts_no_file_into_the_municipalitys_slot_and_staff_none_into_the_contractors(desk: Desk) -> None:
    ref = approved_mains(desk)
    with pytest.raises(Refused):
        desk.do("contractor", documents.attach, ref, Place(FINAL, "takeover_protocol"), received(9_001, "protokoll.pdf"))
    with pytest.raises(Locked):
        desk.do("officer", documents.attach, ref, Place(FINAL, "photos"), received(9_002, "bilde.jpg"))
    kept = desk.photo(ref, Place(FINAL, "takeover_protocol"), "officer", name="protokoll.pdf")
    with pytest.raises(Refused):
        desk.do("contractor", documents.remove, ref, kept.id)
    assert desk.do("contractor", documents.document_for_download, ref, kept.id).name == "protokoll.pdf"
    desk.do("officer", documents.remove, ref, kept.id)
