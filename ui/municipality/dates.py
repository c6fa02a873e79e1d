"""Days an officer is offered, as the browser's date field takes them."""

from __future__ import annotations

from datetime import date, timedelta

from workflows.casework.settling import ANSWER_WEEKS


def proposed_due(today: date) -> dict[str, str]:
    """The day proposed for answers and the first possible one, in ISO form."""
    return {"due": (today + ANSWER_WEEKS).isoformat(), "earliest": (today + timedelta(days=1)).isoformat()}
