"""Application: who was notified, what they answered, and when the application may be sent."""

from __future__ import annotations

from models.document import FileKind
from models.text import Text, _
from workflows.conditions import given
from workflows.declare import BLOCKS, NEEDED, NOT_APPLICABLE, PDFS, Finding, Outcome, Row, Step, group, missing, question, requirement, slot
from workflows.discharge.choices import NOTICE_WAYS, PARTIES, REMARKS, SANITARY_NATURE
from workflows.discharge.facts import earliest_send
from workflows.discharge.sources import NOTICE, SANITARY_FORM
from workflows.fields import BooleanKind, ChoiceKind, DateKind, TextKind
from workflows.reading import Reading, RowReading
from workflows.shared.sources import FORMS, partly_assumed

_REMARKED = given("remark", "received")


class NotifiedRow(Row):
    """One party that was notified."""

    name = question(
        TextKind(0, 200),
        _("Name"),
        required=True,
        ask=_("Write the name of party {n}."),
        how=_("Person, company or association."),
        source=NOTICE,
    )
    party_property = question(TextKind(0, 100), _("Property"), source=NOTICE, example="12/34")
    interest = question(
        ChoiceKind(PARTIES),
        _("Interest"),
        required=True,
        ask=_("Choose the interest of party {n}."),
        how=_("Choose one from the list."),
        source=NOTICE,
    )
    date = question(DateKind(not_after_today=True), _("Notified on"), governed_by="DISCH-06", source=NOTICE)
    how = question(
        ChoiceKind(NOTICE_WAYS),
        _("Notified by"),
        required=True,
        ask=_("Choose how party {n} was notified."),
        how=_("Choose one from the list."),
        source=NOTICE,
    )
    remark = question(
        ChoiceKind(REMARKS),
        _("Remark"),
        required=True,
        ask=_("Say whether party {n} has remarked."),
        how=_("They have four weeks to answer."),
        source=SANITARY_FORM,
    )
    comment = question(TextKind(0, 2_000, long=True), _("Your comment"), applies_if=_REMARKED, governed_by="DISCH-07", source=SANITARY_FORM)
    consent = question(BooleanKind(), _("Has consented in writing"), source=FORMS)
    remark_file = slot(
        (FileKind.PDF, FileKind.IMAGE), _("The remark"), at_least=0, applies_if=_REMARKED, governed_by="DISCH-07", source=SANITARY_FORM
    )


class Notices(Step):
    """Neighbours, landowners and others downstream have four weeks to answer."""

    title = _("Notices")
    section = _("The work")
    applies_if = SANITARY_NATURE

    notified = group(
        NotifiedRow,
        _("Notified parties"),
        row_label=_("Party {n}"),
        add_label=_("Add another party"),
        at_most=500,
        governed_by="DISCH-06",
        source=NOTICE,
    )
    earliest_send = question(DateKind(), _("May be sent from"), computed=earliest_send, fixed=True, source=NOTICE)
    g_notified = slot(
        (FileKind.PDF, FileKind.IMAGE),
        _("G Who was notified, copy of notice, receipts"),
        at_most=50,
        governed_by="DISCH-06",
        source=SANITARY_FORM,
    )
    h_remarks = slot(PDFS, _("H Remarks received and your comments"), at_least=0, at_most=20, governed_by="DISCH-07", source=SANITARY_FORM)

    @requirement(
        "DISCH-06",
        level=NEEDED,
        at="notified",
        what=_("{names} are not shown as notified."),
        how=_("Notify them and add date and receipt."),
        source=NOTICE,
        applies_if=SANITARY_NATURE,
    )
    def everybody_was_notified(reading: Reading) -> Outcome:
        """Somebody, each with a day, and the receipts."""
        rows = reading.rows("notified")
        if not rows:
            return missing(instead=_("Nobody is shown as notified."))
        found: list[Finding] = [missing(row.path("date"), names=_name(row)) for row in rows if row.value("date") is None]
        if not reading.good_files("g_notified"):
            found.append(missing("g_notified", instead=_("The receipts for the notices are missing.")))
        return found

    @requirement(
        "DISCH-07",
        level=NEEDED,
        at="notified",
        what=_("The remark from {name} is not attached."),
        how=_("Upload it and your comment."),
        source=SANITARY_FORM,
        applies_if=SANITARY_NATURE,
    )
    def remarks_are_answered(reading: Reading) -> Outcome:
        """Each remark with a comment, in the row or in one file for all."""
        rows = [row for row in reading.rows("notified") if row.value("remark") == "received"]
        if not rows or reading.good_files("h_remarks"):
            return NOT_APPLICABLE if not rows else ()
        found: list[Finding] = []
        for row in rows:
            if not row.good_files("remark_file"):
                found.append(missing(row.slot_path("remark_file"), name=_name(row)))
            elif row.value("comment") is None:
                found.append(missing(row.path("comment"), name=_name(row)))
        return found

    @requirement(
        "DISCH-18",
        level=BLOCKS,
        at="earliest_send",
        what=_("You may send on {date} at the earliest."),
        how=_("Wait, or add written consent from all."),
        source=partly_assumed(NOTICE),
        applies_if=SANITARY_NATURE,
    )
    def time_to_answer_has_passed(reading: Reading) -> Outcome:
        """28 days after the last notice, unless all have consented."""
        day = earliest_send(reading)
        if day is None:
            return NOT_APPLICABLE
        agreed = all(row.value("consent") for row in reading.rows("notified"))
        return missing(date=day) if reading.today < day and not agreed else ()


def _name(row: RowReading) -> Text | str:
    name: str | None = row.value("name")
    return name or _("Party {n}", n=row.number)
