"""COM-10, COM-11, COM-14 and COM-19: consent, addresses, competence, and people who are still there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from models.base import Phase
from models.text import Text, _
from workflows.declare import BLOCKS, NEEDED, NOT_APPLICABLE, Finding, Outcome, Requirement, missing, requirement
from workflows.facts import CertificateRecord
from workflows.fields import EmailKind, Kind, PersonKind, PhoneKind, is_problem
from workflows.reading import Reading, RowReading
from workflows.shared.certificates import CERTIFICATES
from workflows.shared.people import name_of, person_in
from workflows.shared.sources import ADK, ASSUMED, FORM_ITSELF, OWNER_SIGNS
from workflows.shared.terms import Competence, Terms


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
    given = [(at, kind, place, key) for at, kind, place, key in _addresses(reading) if place.is_given(key)]
    if not given:
        return NOT_APPLICABLE
    return [
        missing(at, value=str(place.raw(key))[:60], kind=_ADDRESSES[kind])
        for at, kind, place, key in given
        if is_problem(place.parsed(key))
    ]


def _addresses(reading: Reading) -> Iterator[tuple[str, type[Kind], Reading | RowReading, str]]:
    """(place, kind, where to read it, key) of every visible question for an e-mail address or a phone number."""
    for key, (_step, question) in reading.index.questions.items():
        if type(question.kind) in _ADDRESSES and reading.shows(key):
            yield key, type(question.kind), reading, key
    for key, (_step, group) in reading.index.groups.items():
        for question in (one for one in group.row.questions if type(one.kind) in _ADDRESSES):
            for row in reading.rows(key):
                if row.holds(question.applies_if):
                    yield row.path(question.key), type(question.kind), row, question.key


def certificates_are_valid(terms: Terms, reading: Reading) -> Outcome:
    """Each certificate the work needs is held by the person it is demanded of, and valid until the work is planned to end."""
    known, until = reading.known.certificates, _last_day(terms, reading)
    asked = [(one, person) for one in terms.certificates if one.when.holds(reading) and (person := person_in(reading, one.person))]
    if known is None or not asked:
        return NOT_APPLICABLE
    asked = [
        (one, person) for one, person in asked if not _is_held_by_another(one, until, reading) and not _is_proven(one, person, reading)
    ]
    return [lack for one, person in asked if (lack := _lack(one, person, known.get(person, ()), until, reading)) is not None]


def _is_held_by_another(demand: Competence, until: date, reading: Reading) -> bool:
    """Whether it is enough that anybody of the company holds it, and somebody does."""
    if not demand.anybody.holds(reading):
        return False
    held = [_valid(one, until) for one in (reading.known.certificates or {}).values()]
    return any(kinds.issuperset(way) for kinds in held for way in demand.ways)


def _valid(held: Sequence[CertificateRecord], until: date) -> set[str]:
    return {one.kind for one in held if one.expires_on is None or one.expires_on >= until}


def _is_proven(demand: Competence, person: str, reading: Reading) -> bool:
    """A proof was uploaded in this phase, or in the application for the same person."""
    if not demand.proof or reading.good_files(demand.proof):
        return bool(demand.proof)
    is_the_same = person == reading.earlier_value(Phase.APPLICATION, demand.person)
    return is_the_same and bool(reading.earlier_files(Phase.APPLICATION, demand.proof))


def _lack(demand: Competence, person: str, held: Sequence[CertificateRecord], until: date, reading: Reading) -> Finding | None:
    valid = _valid(held, until)
    had = {one.kind for one in held}
    if any(valid.issuperset(way) for way in demand.ways):
        return None
    expired = next((way for way in demand.ways if had.issuperset(way)), None)
    if expired is None and demand.lacking_told_by in reading.index.by_id:
        return None
    kind = next(one for one in expired or demand.ways[0] if one not in valid)
    at = demand.person if demand.person in reading.index.questions else None
    return missing(at, person=name_of(reading, person), certificate=CERTIFICATES[kind], date=_latest(held, kind) or "–")


def is_competent(reading: Reading, person: str, ways: Sequence[Sequence[str]]) -> bool | None:
    """Whether a person holds, valid or not, all certificates of one of the ways; None when certificates are not known."""
    if reading.known.certificates is None:
        return None
    held = {one.kind for one in reading.known.certificates.get(person, ())}
    return any(held.issuperset(way) for way in ways)


def _last_day(terms: Terms, reading: Reading) -> date:
    planned = reading.earlier_value(Phase.APPLICATION, terms.end.get(Phase.APPLICATION, ""))
    return max(reading.today, planned) if isinstance(planned, date) else reading.today


def _latest(held: Sequence[CertificateRecord], kind: str) -> date | None:
    return max((one.expires_on for one in held if one.kind == kind and one.expires_on), default=None)


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
    named += [
        (row.path(column.key), person)
        for key, (_step, group) in reading.index.groups.items()
        for column in group.row.questions
        if isinstance(column.kind, PersonKind)
        for row in reading.rows(key)
        if (person := row.value(column.key)) is not None
    ]
    if members is None or not named:
        return NOT_APPLICABLE
    return [missing(key, person=person) for key, person in named if person not in members]


def certificate_check(terms: Terms) -> Requirement:
    """COM-14 for one workflow."""
    check = requirement(
        "COM-14",
        level=NEEDED,
        at="responsible_person",
        what=_("{person}'s {certificate} is missing or expires {date}."),
        how=_("Upload a valid one or choose another person."),
        source=ADK,
    )(partial(certificates_are_valid, terms))
    return replace(check, competences=terms.certificates)
