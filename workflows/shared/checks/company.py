"""COM-01 to COM-04: may this company send anything at all. They speak about the step where the company names its people."""

from __future__ import annotations

from models.text import Text, _, verbatim
from models.values import organisation_number
from workflows.access.standing import GONE
from workflows.declare import BLOCKS, NOT_APPLICABLE, Outcome, missing, requirement
from workflows.reading import Reading
from workflows.shared.sources import BUSINESS_REGISTER, MOSS, PORTAL_RULES, partly_assumed


@requirement(
    "COM-01",
    level=BLOCKS,
    step="responsible",
    what=_("The organisation number {nr} is not valid."),
    how=_("Check the nine digits; you find them in the company certificate."),
    source=BUSINESS_REGISTER,
)
def organisation_number_is_valid(reading: Reading) -> Outcome:
    """Nine digits with a right check digit."""
    company = reading.known.company
    if company is None:
        return NOT_APPLICABLE
    return () if organisation_number(company.organisation_number) else missing(nr=company.organisation_number)


@requirement(
    "COM-02",
    level=BLOCKS,
    step="responsible",
    what=_("{name} is not in Foretaksregisteret."),
    how=_("Register the company there (also open to sole traders), then try again."),
    source=PORTAL_RULES,
)
def company_is_in_business_register(reading: Reading) -> Outcome:
    """A company outside Foretaksregisteret may not ask for access."""
    company = reading.known.company
    if company is None:
        return NOT_APPLICABLE
    return () if company.in_business_register else missing(name=company.name)


@requirement(
    "COM-03",
    level=BLOCKS,
    step="responsible",
    what=_("{name} is registered as {status} since {date}."),
    how=_("The company cannot send cases. Contact {municipality} about running jobs."),
    source=partly_assumed(PORTAL_RULES),
)
def company_is_not_gone(reading: Reading) -> Outcome:
    """Bankrupt, being wound up by force, or deleted."""
    company = reading.known.company
    if company is None:
        return NOT_APPLICABLE
    if not company.gone:
        return ()
    status = GONE.get(company.gone, verbatim(company.gone))
    return missing(name=company.name, status=status, date=company.gone_since or "–", municipality=receiver(reading))


@requirement(
    "COM-04",
    level=BLOCKS,
    step="responsible",
    what=_("{municipality} has not approved your company."),
    how=_("Ask for access or wait for the answer; your draft is kept."),
    source=MOSS,
)
def company_has_access(reading: Reading) -> Outcome:
    """Drafts are free; sending needs the municipality's approval of the company."""
    company = reading.known.company
    if company is None or company.access is None:
        return NOT_APPLICABLE
    return () if company.access == "approved" else missing(municipality=receiver(reading))


def receiver(reading: Reading) -> Text:
    """The municipality the case lies with, as people call it."""
    known = reading.known
    return verbatim(known.municipality_name or known.municipality) if known.municipality else _("the municipality")


COMPANY_CHECKS = (organisation_number_is_valid, company_is_in_business_register, company_is_not_gone, company_has_access)
