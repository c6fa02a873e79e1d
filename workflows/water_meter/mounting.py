"""Final documentation: when, by whom, and the checks that look at each mounted meter."""

from __future__ import annotations

from models.base import Phase
from models.text import _
from workflows.declare import NEEDED, RECOMMENDED, Outcome, Prefill, Step, group, missing, question, requirement
from workflows.fields import BooleanKind, ChoiceKind, DateKind, PersonKind
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.questions import DEVIATIONS
from workflows.shared.sources import FORMS, partly_assumed
from workflows.water_meter.choices import LIQUID_CATEGORIES, STAYS
from workflows.water_meter.identity import IDENTITY_CHECKS
from workflows.water_meter.installation import INSTALLATION_CHECKS
from workflows.water_meter.mounted import MountedRow
from workflows.water_meter.photos import PHOTO_CHECKS
from workflows.water_meter.sources import BACKFLOW, INSTALLATION


class Mounting(Step):
    """The day and the plumber."""

    title = _("Mounting")
    section = _("The work")

    mounted = question(
        DateKind(not_after_today=True),
        _("Mounted (or removed) on"),
        required=True,
        ask=_("Give the day the meter was mounted or removed."),
        how=_("The day the work was finished."),
        source=INSTALLATION,
    )
    mounted_by = question(
        PersonKind(),
        _("Plumber"),
        required=True,
        ask=_("Choose the plumber who did the work."),
        how=_("A person of your company."),
        source=INSTALLATION,
    )


class MountedMeters(Step):
    """The meters as they sit now, with photos."""

    key = "meters"
    title = _("Meters")
    section = _("The work")

    meters_final = group(
        MountedRow,
        _("Mounted or removed meters"),
        row_label=_("Meter {n}"),
        add_label=_("Add another meter"),
        required=True,
        at_least=1,
        at_most=50,
        ask=_("Describe the meters as they are now."),
        how=_("One row for each meter that was approved."),
        source=FORMS,
        prefill=(
            Prefill(Phase.WORK, "meters_picked", only=("meter_number", "make_model", "production_year")),
            Prefill(Phase.APPLICATION, "meters", only=("relation", "dn", "q3", "place_room", "old_meter_number")),
        ),
    )
    checks = (*IDENTITY_CHECKS, *INSTALLATION_CHECKS, *PHOTO_CHECKS)


class Operation(Step):
    """The installation in use, and what became different."""

    title = _("Installation")
    section = _("The work")

    backflow_category = question(
        ChoiceKind(LIQUID_CATEGORIES),
        _("Backflow category"),
        ask=_("Choose the backflow category that is mounted."),
        how=_("Category 1 to 5 of NS-EN 1717, as mounted at the intake."),
        applies_if=STAYS,
        governed_by="METER-15",
        source=BACKFLOW,
    )

    @requirement(
        "METER-15",
        level=NEEDED,
        at="backflow_category",
        what=_("Backflow protection is not good enough: category {c}."),
        how=_("Give the mounted category."),
        source=partly_assumed(BACKFLOW),
        applies_if=STAYS,
    )
    def backflow_protection_fits_the_building(reading: Reading) -> Outcome:
        """Business, farms and sprinklers need a higher category than dwellings."""
        category = reading.value("backflow_category")
        if category is None:
            return missing(instead=_("The backflow category is missing."))
        return missing(c=category) if int(category) < _least_category(reading) else ()

    tapped = question(
        BooleanKind(),
        _("Water was drawn and the meter counts"),
        ask=_("Draw water and see that the meter counts."),
        how=_("The display wakes when water is drawn."),
        applies_if=STAYS,
        governed_by="METER-09",
        source=INSTALLATION,
    )

    @requirement(
        "METER-09",
        level=RECOMMENDED,
        at="tapped",
        what=_("The display wakes when water is drawn."),
        how=_("Draw water, read again, take the photo then."),
        source=INSTALLATION,
        applies_if=STAYS,
    )
    def water_was_drawn(reading: Reading) -> Outcome:
        """Drawn, and an electronic meter (one with remote reading fitted) does not stand at exactly zero."""
        asleep = [
            missing(row.path("reading_new_m3"))
            for row in reading.rows("meters_final")
            if row.value("reading_new_m3") == 0 and row.value("remote_reading") in ("yes", "no")
        ]
        return asleep if reading.value("tapped") else [missing(), *asleep]

    deviations = DEVIATIONS


def _least_category(reading: Reading) -> int:
    """Source: pairing of building and category assumed; NS-EN 1717 names the categories."""
    building = reading.earlier_value(Phase.APPLICATION, "building_kind")
    least = [1]
    if building in ("business", "farm"):
        least.append(int(number(reading, "backflow_category_business")))
    if reading.earlier_value(Phase.APPLICATION, "sprinkler"):
        least.append(int(number(reading, "backflow_category_sprinkler")))
    return max(least)
