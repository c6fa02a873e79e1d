"""The steps that say who answers for the work in the company, first and in later phases."""

from __future__ import annotations

from models.base import Phase
from models.text import _
from workflows.declare import Step, question
from workflows.fields import PersonKind, TextKind
from workflows.reading import Reading
from workflows.shared.sources import ADK, FORMS


class Responsible(Step):
    """Contact and responsible professional are people with a login in the company."""

    title = _("Responsible")
    section = _("Where and who")

    contact = question(
        PersonKind(),
        _("Contact at the company"),
        required=True,
        ask=_("Choose the contact at the company."),
        how=_("The person the municipality may call about this case."),
        source=FORMS,
    )
    responsible_person = question(
        PersonKind(),
        _("Responsible professional"),
        required=True,
        ask=_("Choose the responsible professional."),
        how=_("The person whose certificate covers the work."),
        source=ADK,
    )
    reference = question(TextKind(0, 40), _("Your own reference"), hint=_("At most 40 characters. It is shown in your lists and letters."))


class StillResponsible(Step):
    """Later phases ask only for what has changed; an empty field means the person named in the application."""

    key = "responsible"
    title = _("Responsible")

    contact = question(PersonKind(), _("Contact at the company"), hint=_("Only when it is another person than in the application."))
    responsible_person = question(
        PersonKind(), _("Responsible professional"), hint=_("Only when it is another person than in the application.")
    )


def person_in(reading: Reading, field: str) -> str | None:
    """The person of a field now: as answered in this phase, else as in the application."""
    person: str | None = reading.value(field) or reading.earlier_value(Phase.APPLICATION, field)
    return person


def name_of(reading: Reading, person: str) -> str:
    """A person's name where it is known, else the id."""
    return (reading.known.members or {}).get(person, person)
