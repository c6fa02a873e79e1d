"""Questions and rules about other cases: a discharge case a separator needs, the pipe case a trench belongs to."""

from __future__ import annotations

from models.base import Status
from workflows.facts import LinkedCase
from workflows.reading import Reading, RowReading

ENDED_WITHOUT_RESULT = frozenset({Status.REJECTED, Status.WITHDRAWN, Status.LAPSED})


def linked_case(reading: Reading | RowReading, field: str) -> LinkedCase | None:
    """The portal's own case that a question refers to; None when nothing is answered or the number is not one of the company's cases."""
    return (reading.known.cases or {}).get(reading.value(field) or "")


def cases_here(reading: Reading, workflow: str) -> list[LinkedCase]:
    """The company's cases of a workflow that are known around this case and have not ended without result."""
    known = (reading.known.cases or {}).values()
    return [one for one in known if one.workflow == workflow and one.status not in ENDED_WITHOUT_RESULT]


def is_linked(reading: Reading | RowReading, field: str, *workflows: str) -> bool:
    """Whether a question refers to a case that can serve: one of these workflows and not ended without result.

    A number the portal does not know is taken as given: the case may lie with another company or in the archive, and the officer looks.
    """
    if reading.value(field) is None:
        return False
    known = linked_case(reading, field)
    return known is None or (known.workflow in workflows and known.status not in ENDED_WITHOUT_RESULT)
