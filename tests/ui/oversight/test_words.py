"""Every kind of event has words, and its readers find it under one of the groups."""

from __future__ import annotations

import ast
from typing import TypeGuard

from tests.architecture.source import modules
from ui.oversight.wish import address, wish_from
from ui.oversight.words import GROUPS, SAID
from workflows.casework.settling import DRAFT_KINDS, STAFF_KINDS

RECORDING = {"record", "_record", "settle", "_settle", "_recorded", "recorded", "refused"}
CHOSEN_BY_A_VARIABLE = {
    "taken", "assigned", "released", "reopened", "request_withdrawn", "answer_accepted", "request_reopened", "more_time_asked",
    "access_requested", "access_question", "access_answered", "access_approved", "access_rejected", "access_suspended", "access_ended",
    "register_suspended", "register_restored", "company_gone", "company_back", "started", "answered", "waived", "unwaived", "submitted",
    "resubmitted", "noted", "message", "record_kept", "guarantee_set", "cowork_accepted", "cowork_declined", "handover_offered",
    "handover_started", "handover_declined", "handover_withdrawn", "handover_refused",
}  # fmt: skip


def recorded() -> set[str]:
    """Kinds that stand in the code as words where something is recorded, or where the variable is set that is recorded."""
    found = set()
    for module in modules("workflows", "storage", "ui"):
        given = [one for node in ast.walk(module.tree) if is_recording(node) for one in node.args[:2]]
        names = {one.id for one in given if isinstance(one, ast.Name)}
        chosen = [
            node.value
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Assign) and names & {ast.unparse(one) for one in node.targets}
        ]
        either = [one for value in chosen if isinstance(value, ast.IfExp) for one in (value.body, value.orelse)]
        words = [one.value for one in (*given, *chosen, *either) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        found |= {one for one in words if one.replace("_", "").isalpha() and one.islower()}
    return found


def is_recording(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether this writes an event."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] in RECORDING


def test_no_kind_of_event_lacks_words() -> None:
    everything = recorded() | CHOSEN_BY_A_VARIABLE | DRAFT_KINDS | STAFF_KINDS

    assert sorted(everything - SAID.keys()) == [], "write words for it in ui/oversight/words.py, in one of the groups"
    assert len(recorded()) > 30


def test_each_kind_stands_in_one_group() -> None:
    counted = [kind for _name, (_label, kinds) in GROUPS.items() for kind in kinds]

    assert len(counted) == len(set(counted))


def test_an_address_is_understood_whatever_stands_in_it() -> None:
    wish = wish_from({"what": "seen", "since": "2026-11-01", "until": "in spring", "person": " Kari " + "x" * 500, "else": "1"})

    assert "case_seen" in wish.kinds
    assert (wish.since is not None, wish.until, len(wish.person) <= 100) == (True, None, True)
    assert address({"what": "seen", "until": "in spring", "case": "2026-1"}) == "/audit?case=2026-1&what=seen"
    assert wish_from({"what": "unheard of"}).kinds == ()
