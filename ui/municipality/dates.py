"""Days an officer is offered, as the browser's date field takes them."""

from __future__ import annotations

from datetime import date, timedelta

from workflows.casework.settling import ANSWER_WEEKS


def proposed_due(today: date) -> dict[str, str]:
    """The day proposed for answers and the first possible one, in ISO form."""
    return {"due": (today + ANSWER_WEEKS).isoformat(), "earliest": (today + timedelta(days=1)).isoformat()}


def later_due(stands: date | None, today: date) -> dict[str, str]:
    """The day proposed when more time is given, a week after the one that stands, and the first possible one, in ISO form."""
    last = max(stands or today, today)
    return {"due": (last + timedelta(weeks=1)).isoformat(), "earliest": (last + timedelta(days=1)).isoformat()}
