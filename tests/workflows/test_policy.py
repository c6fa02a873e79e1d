"""The permission table, cell by cell: every action, for every role, in its own tenant and in another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from models.actor import Actor
from models.base import Role
from models.errors import NotAllowed, NotThere
from workflows.lifecycle import LIFECYCLE
from workflows.policy import COWORK_ANSWERS, COWORK_READS, COWORK_SENDS, MATRIX, authorize, may

STAFF = {Role.CASE_WORKER, Role.APPROVER, Role.MUNICIPALITY_ADMIN, Role.AUDITOR}
COLUMNS = {
    "A": Role.COMPANY_ADMIN, "P": Role.APPLICANT, "V": Role.VIEWER,
    "C": Role.CASE_WORKER, "D": Role.APPROVER, "M": Role.MUNICIPALITY_ADMIN, "R": Role.AUDITOR,
    "X": Role.PLATFORM_ADMIN, "E": Role.EXPERT,
}  # fmt: skip
TABLE = {
    "see_account": "APVCDMR", "see_case": "APVCDMR", "see_receipt": "APVCDMR",
    "see_workflows": "APVCDMR", "see_own_cases": "APV", "check": "APVCDMR",
    "start_case": "AP", "answer": "AP", "waive": "AP", "attach": "AP", "remove_document": "AP", "download": "APVCDMR",
    "unlock_step": "AP", "submit": "AP", "answer_request": "AP", "resubmit": "AP", "withdraw": "AP", "convert": "AP",
    "see_board": "CDMR", "take": "CD", "assign": "CDM", "release": "CDM", "begin_review": "CD", "tick": "CD", "plan_request": "CD",
    "send_requests": "CD", "extend_requests": "CD", "withdraw_request": "CD", "judge_answer": "CD", "propose": "CD",
    "approve": "D", "reject": "D", "reopen": "D", "lapse": "D",
    "keep_record": "CD", "see_tasks": "CDMR",
    "message": "APCD", "note": "CD", "see_notes": "CDMR", "see_log": "APVCDMR",
    "see_rules": "MR", "change_rules": "M", "publish_rules": "M",
    "see_notices": "APVCDMRE", "read_notices": "APVCDMRE", "choose_notices": "APVCDMRE",
    "see_people": "AMR", "invite": "AM", "revoke_invitation": "AM", "change_role": "AM", "end_access_of_person": "AM",
    "accept_invitation": "APVCDMRXE",
    "see_own_company": "APV", "ask_access": "A", "keep_certificates": "A",
    "see_companies": "CDMR", "export_companies": "MR", "decide_access": "M",
    "link_identity": "APVCDMRXE", "unlink_identity": "APVCDMRXE",
    # delegation
    "see_case_companies": "APVCDMR", "invite_cowork": "AP", "answer_cowork": "AP", "end_cowork": "AP",
    "offer_handover": "A", "answer_handover": "A", "withdraw_handover": "A", "start_handover": "D", "decide_handover": "D",
    "see_municipality": "MR", "change_municipality": "M",
    # letters
    "see_letter": "APVCDMR", "open_letter": "APV", "return_proposal": "CD", "correct_decision": "D", "register_appeal": "CD",
    "answer_appeal": "D",
    # oversight
    "see_audit": "MR", "export_audit": "MR", "verify_audit": "MR", "see_company_log": "A", "see_data_map": "AMRX",
    "see_own_data": "APVCDMRXE", "ask_erasure": "APVCDMRXE", "carry_out_erasure": "AMX", "see_front": "APVCDMRXE",
    "see_platform": "X", "make_municipality": "X",
    "pause_municipality": "X", "break_glass": "X", "read_by_glass": "X",
    "keep_keys": "APVCDMR",
    # quality
    "see_quality": "CDMR", "export_quality": "MR", "see_overview": "APV", "change_responsible": "AP",
    # followup
    "confirm_start": "AP", "confirm_end": "AP", "backfill": "AP", "allow_backfill": "CD",
    "ask_inspection": "AP", "propose_inspection": "CD", "answer_inspection": "APCD", "record_inspection": "CD",
    # bulk: many cases at a time, and where and when they are
    "act_on_many": "CDM", "see_map": "CDMR", "see_workload": "CDMR", "see_calendar": "APVCDMR", "export_cases": "CDMR",
    # boards
    "see_views": "CDMR", "keep_view": "CDMR", "share_view": "CDM", "choose_default_view": "M",
    # hearing
    "preview_requests": "CD", "see_mentions": "CDMR", "see_demands": "MR", "see_statements": "CDMR", "ask_statement": "CD",
    "see_shared_statements": "APV", "see_asked": "CDMRE", "give_statement": "CDME",
    # records
    "see_case_file": "APVCDMR", "export_case": "APVCDMR", "see_archive": "MR", "keep_archive": "M", "keep_webhooks": "AM",
    # the case page
    "see_similar": "CDMR", "mark_change": "CD",
}  # fmt: skip
"""Written a second time by hand, so that no cell changes unseen."""


def somebody(role: Role) -> Actor:
    """A person of that role in the company or municipality called `own`; the platform's administrator in none."""
    if role in (Role.PLATFORM_ADMIN, Role.EXPERT):
        return Actor("p", "Person", "p@own.example", role, "p-of-none", None, None, "", "nb", datetime(2026, 11, 23, tzinfo=UTC))
    company, town = (None, "own") if role in STAFF else ("own", None)
    return Actor("p", "Person", "p@own.example", role, "p-in-own", company, town, "Own", "nb", datetime(2026, 11, 23, tzinfo=UTC))


def test_the_table_names_every_action_there_is() -> None:
    assert TABLE.keys() == MATRIX.keys()
    assert {one.policy for one in LIFECYCLE if one.policy} <= MATRIX.keys()


@pytest.mark.parametrize(("action", "role"), [*product(TABLE, Role)])
def test_a_role_may_exactly_what_the_table_gives_within_its_own_tenant(action: str, role: Role) -> None:
    given = role in {COLUMNS[letter] for letter in TABLE[action]}
    own = {} if role in (Role.PLATFORM_ADMIN, Role.EXPERT) else {"company_id": "own", "municipality_id": "own"}

    assert may(somebody(role), action, **own) is given
    if given:
        authorize(somebody(role), action, **own)
    else:
        with pytest.raises(NotAllowed):
            authorize(somebody(role), action, **own)


def test_the_platforms_administrator_may_nothing_that_is_not_of_the_platform_or_of_their_own_person() -> None:
    given = {action for action, letters in TABLE.items() if "X" in letters}

    assert given == {
        "accept_invitation", "link_identity", "unlink_identity",
        "see_data_map", "see_own_data", "ask_erasure", "carry_out_erasure", "see_front",
        "see_platform", "make_municipality", "pause_municipality",
        "break_glass", "read_by_glass",
    }  # fmt: skip
    for action, tenant in product(TABLE, ({"company_id": "own"}, {"municipality_id": "own"})):
        assert not may(somebody(Role.PLATFORM_ADMIN), action, **tenant)
    with pytest.raises(NotThere):
        somebody(Role.PLATFORM_ADMIN).scope  # noqa: B018 - that it can be asked for is what is refused


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


@pytest.mark.parametrize("rights", [COWORK_READS, COWORK_ANSWERS, COWORK_SENDS], ids=["reads", "answers", "sends"])
@pytest.mark.parametrize(("action", "role"), [*product(TABLE, (Role.COMPANY_ADMIN, Role.APPLICANT, Role.VIEWER))])
def test_on_another_companys_case_a_role_may_what_it_may_at_home_and_what_was_given(
    action: str, role: Role, rights: frozenset[str]
) -> None:
    actor = replace(somebody(role), works_for="other", rights=rights)

    given = role in {COLUMNS[letter] for letter in TABLE[action]} and action in rights
    assert may(actor, action, company_id="other", municipality_id="own") is given
    assert not may(actor, action, company_id="third", municipality_id="own")
