"""COM-10, COM-11, COM-14 and COM-19: consent, addresses, competence, and people who are still there."""

from __future__ import annotations

from datetime import date
from functools import partial

from models.base import Phase
from models.text import Text, _
from workflows.declare import BLOCKS, NEEDED, NOT_APPLICABLE, Outcome, Requirement, missing, requirement
from workflows.facts import CertificateRecord
from workflows.fields import EmailKind, Kind, PersonKind, PhoneKind, is_problem
from workflows.reading import Reading
from workflows.shared.certificates import CERTIFICATES
from workflows.shared.people import name_of, person_in
from workflows.shared.sources import ADK, ASSUMED, FORM_ITSELF, OWNER_SIGNS
from workflows.shared.terms import Terms


@requirement(
    "COM-10",
    level=NEEDED,
    at="authority",
    what=_("The owner's consent is missing."),
    how=_("Tick that the owner has asked you, or upload the power of attorney."),
    source=OWNER_SIGNS,
)
def owner_has_consented(reading: Reading) -> Outcome:
    """Needed unless the company itself owns the property."""
    owner, company = reading.value("owner_name"), reading.known.company
    if owner is None or (company is not None and owner.casefold() == company.name.casefold()):
        return NOT_APPLICABLE
    return () if reading.value("authority") or reading.good_files("power_of_attorney") else missing()


_ADDRESSES: dict[type[Kind], Text] = {EmailKind: _("e-mail address"), PhoneKind: _("phone number")}


@requirement(
    "COM-11",
    level=BLOCKS,
    what=_("{value} is not a valid {kind}."),
    how=_("Norwegian phone numbers have eight digits."),
    source=FORM_ITSELF,
)
def addresses_are_well_formed(reading: Reading) -> Outcome:
    """Every e-mail address and phone number that was written."""
    asked = [(key, type(question.kind)) for key, (_step, question) in reading.index.questions.items() if type(question.kind) in _ADDRESSES]
    given = [(key, kind) for key, kind in asked if reading.is_given(key) and reading.shows(key)]
    if not given:
        return NOT_APPLICABLE
    return [missing(key, value=str(reading.raw(key))[:60], kind=_ADDRESSES[kind]) for key, kind in given if is_problem(reading.parsed(key))]


def certificates_are_valid(terms: Terms, reading: Reading) -> Outcome:
    """Each certificate the work needs is held by the responsible person and valid until the work is planned to end."""
    person, known = person_in(reading, "responsible_person"), reading.known.certificates
    if person is None or known is None or not terms.certificates:
        return NOT_APPLICABLE
    held, until = known.get(person, ()), _last_day(terms, reading)
    for kinds in terms.certificates:
        fitting = [one for one in held if one.kind in kinds]
        if not any(one.expires_on is None or one.expires_on >= until for one in fitting):
            return missing(person=name_of(reading, person), certificate=CERTIFICATES[kinds[0]], date=_latest(fitting) or "–")
    return ()


def _last_day(terms: Terms, reading: Reading) -> date:
    planned = reading.earlier_value(Phase.APPLICATION, terms.end.get(Phase.APPLICATION, ""))
    return max(reading.today, planned) if isinstance(planned, date) else reading.today


def _latest(held: list[CertificateRecord]) -> date | None:
    return max((one.expires_on for one in held if one.expires_on), default=None)


@requirement(
    "COM-19",
    level=BLOCKS,
    step="responsible",
    what=_("{person} no longer works in the company's account."),
    how=_("Choose another person."),
    source=ASSUMED,
)
def people_are_still_there(reading: Reading) -> Outcome:
    """Everybody named is an active member of the company, also those named in the application and not replaced since."""
    members = reading.known.members
    asked = [key for key, (_step, question) in reading.index.questions.items() if isinstance(question.kind, PersonKind)]
    named = [(key, person) for key in asked if reading.shows(key) and (person := person_in(reading, key)) is not None]
    if members is None or not named:
        return NOT_APPLICABLE
    return [missing(key, person=person) for key, person in named if person not in members]


def certificate_check(terms: Terms) -> Requirement:
    """COM-14 for one workflow."""
    return requirement(
        "COM-14",
        level=NEEDED,
        at="responsible_person",
        what=_("{person}'s {certificate} is missing or expires {date}."),
        how=_("Upload a valid one or choose another person."),
        source=ADK,
    )(partial(certificates_are_valid, terms))
