"""The steps that say who answers for the work in the company, first and in later phases."""

from __future__ import annotations

from models.base import Phase
from models.text import Text, _
from workflows.declare import Step, question
from workflows.fields import PersonKind, TextKind
from workflows.reading import Reading, RowReading
from workflows.shared.certificates import CERTIFICATES
from workflows.shared.sources import ADK, FORMS
from workflows.words import listed


def certificates_needed(reading: Reading | RowReading) -> Text | None:
    """The certificates the answers so far demand, in words; None when they demand none."""
    phase = reading.phase if isinstance(reading, RowReading) else reading
    check = phase.index.by_id.get("COM-14")
    demands = [one for one in check.competences if phase.holds(one.when)] if check else []
    told = [_one_of([_together([CERTIFICATES[kind] for kind in way]) for way in one.ways]) for one in demands]
    return listed(list(dict.fromkeys(told))) if told else None


def _together(names: list[Text]) -> Text:
    return names[0] if len(names) == 1 else _("{first} with {rest}", first=names[0], rest=listed(names[1:]))


def _one_of(ways: list[Text]) -> Text:
    return (
        ways[0]
        if len(ways) == 1
        else _(
            "one of: {ways}",
            ways=Text(
                " · ".join(f"{{way_{n}}}" for n in range(len(ways))), {f"way_{n}": way for n, way in enumerate(ways)}, context="verbatim"
            ),
        )
    )


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
    certificates_needed = question(TextKind(), _("The work needs"), computed=certificates_needed, fixed=True, source=ADK)
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
