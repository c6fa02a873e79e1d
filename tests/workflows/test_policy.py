"""The permission table, cell by cell: every action, for every role, in its own tenant and in another's."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from models.actor import Actor
from models.base import Role
from models.errors import NotAllowed, NotThere
from workflows.lifecycle import LIFECYCLE
from workflows.policy import MATRIX, authorize, may

STAFF = {Role.CASE_WORKER, Role.APPROVER, Role.MUNICIPALITY_ADMIN, Role.AUDITOR}
COLUMNS = {
    "A": Role.COMPANY_ADMIN, "P": Role.APPLICANT, "V": Role.VIEWER,
    "C": Role.CASE_WORKER, "D": Role.APPROVER, "M": Role.MUNICIPALITY_ADMIN, "R": Role.AUDITOR,
}  # fmt: skip
TABLE = {
    "see_account": "APVCDMR", "see_case": "APVCDMR", "see_receipt": "APVCDMR",
    "see_workflows": "APVCDMR", "see_own_cases": "APV", "check": "APVCDMR",
    "start_case": "AP", "answer": "AP", "waive": "AP", "attach": "AP", "remove_document": "AP", "download": "APVCDMR",
    "unlock_step": "AP", "submit": "AP", "answer_request": "AP", "resubmit": "AP", "withdraw": "AP", "convert": "AP",
    "see_board": "CDMR", "take": "CD", "assign": "CDM", "release": "CDM", "begin_review": "CD", "tick": "CD", "plan_request": "CD",
    "send_requests": "CD", "extend_requests": "CD", "withdraw_request": "CD", "judge_answer": "CD", "propose": "CD",
    "approve": "D", "reject": "D", "reopen": "D", "lapse": "D",
    "message": "APCD", "note": "CD", "see_notes": "CDMR", "see_log": "APVCDMR",
    "see_rules": "MR", "change_rules": "M", "publish_rules": "M",
    "see_notices": "APVCDMR", "read_notices": "APVCDMR", "choose_notices": "APVCDMR",
    "see_people": "AMR", "invite": "AM", "revoke_invitation": "AM", "change_role": "AM", "end_access_of_person": "AM",
    "accept_invitation": "APVCDMR",
    "see_own_company": "APV", "ask_access": "A", "keep_certificates": "A",
    "see_companies": "CDMR", "export_companies": "MR", "decide_access": "M",
}  # fmt: skip
"""Written a second time by hand, so that no cell changes unseen."""


def somebody(role: Role) -> Actor:
    """A person of that role in the company or municipality called `own`."""
    company, town = (None, "own") if role in STAFF else ("own", None)
    return Actor("p", "Person", "p@own.example", role, "p-in-own", company, town, "Own", "nb", datetime(2026, 11, 23, tzinfo=UTC))


def test_the_table_names_every_action_there_is() -> None:
    assert TABLE.keys() == MATRIX.keys()
    assert {one.policy for one in LIFECYCLE if one.policy} <= MATRIX.keys()


@pytest.mark.parametrize(("action", "role"), [*product(TABLE, Role)])
def test_a_role_may_exactly_what_the_table_gives_within_its_own_tenant(action: str, role: Role) -> None:
    given = role in {COLUMNS[letter] for letter in TABLE[action]}

    assert may(somebody(role), action, company_id="own", municipality_id="own") is given
    if given:
        authorize(somebody(role), action, company_id="own", municipality_id="own")
    else:
        with pytest.raises(NotAllowed):
            authorize(somebody(role), action, company_id="own", municipality_id="own")


@pytest.mark.parametrize(("action", "role"), [*product(TABLE, Role)])
def test_what_lies_in_another_tenant_is_not_there_whatever_the_role(action: str, role: Role) -> None:
    foreign = {"company_id": "own", "municipality_id": "other"} if role in STAFF else {"company_id": "other", "municipality_id": "own"}

    assert not may(somebody(role), action, **foreign)
    with pytest.raises(NotThere):
        authorize(somebody(role), action, **foreign)


@pytest.mark.parametrize("role", Role)
def test_an_action_nobody_listed_is_refused_to_everybody(role: Role) -> None:
    assert not may(somebody(role), "fly")
    with pytest.raises(NotAllowed):
        authorize(somebody(role), "fly")
