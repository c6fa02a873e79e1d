"""Application: what lies in the ground already."""

from __future__ import annotations

from models.text import _
from workflows.declare import NEEDED, NOT_APPLICABLE, PDFS, Outcome, Step, missing, question, requirement, slot
from workflows.excavation.choices import CONSENTING, DIGS, OUTCOMES
from workflows.excavation.sources import CABLE_ANSWERS, CABLES
from workflows.fields import DateKind, MultiKind, TextKind
from workflows.reading import Reading
from workflows.shared.sources import FORMS, partly_assumed


class Cables(Step):
    """The enquiry to the owners of cables is not a permit to dig, but comes before it."""

    title = _("Cables and pipes")
    section = _("The work")
    applies_if = DIGS

    cable_enquiry_no = question(
        TextKind(0, 60),
        _("Number of the cable enquiry"),
        ask=_("Give the number of the cable enquiry."),
        how=_("It stands on the answer."),
        governed_by="EXC-06",
        source=CABLES,
    )
    cable_enquiry_date = question(
        DateKind(not_after_today=True),
        _("Date of the enquiry"),
        ask=_("Give the date of the enquiry."),
        how=_("It stands on the answer."),
        governed_by="EXC-06",
        source=CABLES,
    )
    cable_outcome = question(
        MultiKind(OUTCOMES),
        _("Answer"),
        ask=_("Choose what the owners answered."),
        how=_("Several when owners answered differently."),
        governed_by="EXC-06",
        source=CABLE_ANSWERS,
    )
    cable_valid_until = question(
        DateKind(),
        _("The answer holds until"),
        ask=_("Give the day the answer holds until."),
        how=_("It stands on the answer."),
        governed_by="EXC-07",
        source=CABLE_ANSWERS,
    )
    detection_planned = question(
        DateKind(),
        _("Cables are marked on"),
        ask=_("Give the day cables are marked."),
        how=_("Before the work starts."),
        governed_by="EXC-07",
        source=CABLE_ANSWERS,
    )
    owners_consent = question(MultiKind(CONSENTING), _("These owners have consented"), source=FORMS)
    cable_documents = slot(
        PDFS,
        _("Answers from cable owners"),
        at_least=0,
        at_most=20,
        ask=_("Upload the answers from the cable owners."),
        how=_("Maps and terms."),
        governed_by="EXC-06",
        source=CABLES,
    )

    @requirement(
        "EXC-06",
        level=NEEDED,
        at="cable_enquiry_no",
        what=_("Cable enquiry is missing."),
        how=_("Order it and give number, date and result."),
        source=CABLES,
        applies_if=DIGS,
    )
    def cables_were_asked_about(reading: Reading) -> Outcome:
        """Number, date and result; where a map was sent, the map too."""
        lacking = [at for at in ("cable_enquiry_no", "cable_enquiry_date", "cable_outcome") if reading.value(at) in (None, ())]
        if not lacking and "map" in reading.value("cable_outcome") and not reading.good_files("cable_documents"):
            return missing("cable_documents", instead=_("The map from the cable owners is not attached."))
        return [missing(at) for at in lacking[:1]]

    @requirement(
        "EXC-07",
        level=NEEDED,
        at="cable_valid_until",
        what=_("The cable answer ends {date}."),
        how=_("Renew it or have cables marked before start."),
        source=partly_assumed(CABLE_ANSWERS),
        applies_if=DIGS,
    )
    def cable_answer_holds(reading: Reading) -> Outcome:
        """The answer holds when the work starts, and cables that must be found are marked before."""
        start, until, marked = (reading.value(key) for key in ("planned_start", "cable_valid_until", "detection_planned"))
        if start is None:
            return NOT_APPLICABLE
        if until is not None and until < start:
            return missing(date=until)
        if "detection" in (reading.value("cable_outcome") or ()) and (marked is None or marked > start):
            return missing("detection_planned", instead=_("Cables are not marked before the start."))
        return ()
