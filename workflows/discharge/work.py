"""Work notification: when the plant is built, and by whom."""

from __future__ import annotations

from models.base import Phase
from models.text import _
from workflows.conditions import given_earlier
from workflows.declare import Step, question
from workflows.fields import BooleanKind, DateKind, PersonKind, TextKind
from workflows.kinds import OrganisationKind
from workflows.shared.sources import ASSUMED


class Start(Step):
    """Building begins only after the permit."""

    title = _("Start")
    section = _("The work")

    start_date = question(
        DateKind(),
        _("Start"),
        required=True,
        ask=_("Give the day of start."),
        how=_("The day the building of the plant begins."),
        source=ASSUMED,
    )
    installer = question(
        OrganisationKind(),
        _("Installing company"),
        required=True,
        ask=_("Give the organisation number of the installer."),
        how=_("Nine digits."),
        source=ASSUMED,
    )
    installer_person = question(PersonKind(), _("Installer"), hint=_("When it is a person of your company."), source=ASSUMED)
    start_permit_ref = question(
        TextKind(0, 100), _("Start permit"), hint=_("The building authority's case number, when one is needed."), source=ASSUMED
    )
    supervision_by_expert = question(
        BooleanKind(),
        _("The expert supervises"),
        required=True,
        ask=_("Say whether the expert supervises."),
        how=_("Answer yes when the expert comes while the filter is built."),
        applies_if=given_earlier(Phase.APPLICATION, "plant", "septic_infiltration"),
        source=ASSUMED,
    )
