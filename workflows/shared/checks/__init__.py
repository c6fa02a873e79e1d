"""The COM checks of a phase: which apply follows from the phase and from what its steps ask. Source: domain README section 14."""

from __future__ import annotations

from models.base import Phase
from workflows.declare import Requirement, Step
from workflows.fields import EmailKind, PhoneKind
from workflows.shared.checks.approval import approval_checks
from workflows.shared.checks.company import COMPANY_CHECKS
from workflows.shared.checks.content import CONTENT_CHECKS, order_check
from workflows.shared.checks.people import addresses_are_well_formed, certificate_check, owner_has_consented, people_are_still_there
from workflows.shared.checks.place import coordinates_fit_their_system, place_checks
from workflows.shared.geometry import GeometryKind
from workflows.shared.terms import Terms


def shared_checks(phase: Phase, steps: tuple[type[Step], ...], terms: Terms) -> tuple[Requirement, ...]:
    """All COM checks that have something to judge in a phase with these steps."""
    checks = [*COMPANY_CHECKS, people_are_still_there, *CONTENT_CHECKS]
    columns = (column for step in steps for group in step.groups for column in group.row.questions)
    kinds = {type(question.kind) for question in (*(one for step in steps for one in step.questions), *columns)}
    if phase == Phase.APPLICATION:
        checks += [*place_checks(terms), owner_has_consented]
    else:
        checks += approval_checks(terms, phase)
    if phase != Phase.FINAL:
        checks += [certificate_check(terms)] if terms.certificates else []
        checks += [order_check(terms, terms.end[phase])] if phase in terms.end else []
    if kinds & {EmailKind, PhoneKind}:
        checks.append(addresses_are_well_formed)
    if GeometryKind in kinds or any(group.as_survey for step in steps for group in step.groups):
        checks.append(coordinates_fit_their_system)
    return tuple(sorted(checks, key=lambda check: check.id))
