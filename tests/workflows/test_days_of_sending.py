"""What is about the notice given, or about being in time, is judged by the day of sending: no later look makes it late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workflows.test_every_workflow import CASES, complete
from workflows.ledger import evaluate

TIMELY = {"COM-23", "CONN-22", "EXC-01", "EXC-12", "EXC-15", "EXC-27", "MAIN-13", "MAIN-14", "METER-12", "PRIV-02"}


@pytest.mark.parametrize("id_", sorted(TIMELY))
def test_what_was_in_time_when_it_was_sent_stays_in_time(id_: str) -> None:
    turned = 0
    for name, variant, phase in CASES:
        case = complete(name, variant, phase)
        if id_ not in {row.id for row in case.ledger}:
            continue
        sent = replace(case.on(case.today + timedelta(days=2_600)).dossier, sent_on=case.today, first_sent_on=case.today)
        then, later, unsent = (
            {row.key: row.state for row in ledger if row.id == id_}
            for ledger in (
                case.ledger,
                evaluate(case.workflow, sent),
                evaluate(case.workflow, replace(sent, sent_on=None, first_sent_on=None)),
            )
        )
        assert later == then
        turned += unsent != then
    assert turned
