"""A person's keys for programs: what they are for, what they may, how long they work. A key acts as its maker in one role, at most.

Making one needs a fresh sign-in (security rule 32). Only what is kept of a key is known here; the key itself is its maker's alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.access import ApiKey, OutboxItem
from models.actor import Actor
from models.base import Role
from models.errors import BadInput, Refused
from models.text import Text, _
from workflows.policy import MATRIX, authorize, demand_fresh_login, is_fresh
from workflows.ports import Chance, UnitOfWork

LIVES = (30, 90, 180, 365)
"""Days a key may work. Source: security rule 42."""
MOST_KEYS, LONGEST_NAME = 20, 100


@dataclass(frozen=True, slots=True)
class Use:
    """Something a program may be let do, in words, and the actions of the permission table it takes."""

    words: Text
    actions: frozenset[str]


USES: Mapping[str, Use] = {
    "read": Use(
        _("Read cases, files, receipts, case files and people"),
        frozenset(
            {
                "see_account", "see_case", "see_own_cases", "see_board", "see_receipt", "see_log", "see_notes", "download",
                "see_case_companies", "see_views", "see_case_file", "export_case",
                "see_quality", "see_overview", "see_letter", "open_letter", "see_similar",
                "see_map", "see_workload", "see_calendar", "export_cases",
            }
        ),
    ),
    "check": Use(_("Fetch what each kind of case asks for, and check answers"), frozenset({"see_workflows", "check"})),
    "write": Use(
        _("Start cases, write answers and put in files"),
        frozenset({"start_case", "answer", "waive", "attach", "remove_document", "unlock_step", "convert", "confirm_start",
                   "confirm_end", "backfill", "ask_inspection", "change_responsible"}),
    ),
    "send": Use(
        _("Send cases, answer corrections and withdraw cases"), frozenset({"submit", "resubmit", "answer_request", "withdraw"})
    ),
    "handle": Use(
        _("Take cases, check them and ask for corrections"),
        frozenset(
            {
                "take", "assign", "release", "begin_review", "tick", "plan_request", "send_requests", "extend_requests", "withdraw_request",
                "judge_answer", "propose", "note", "keep_record", "allow_backfill", "propose_inspection",
                "record_inspection", "return_proposal", "register_appeal", "mark_change", "act_on_many",
            }
        ),
    ),
    "companies": Use(
        _("Ask other companies to work on cases, and answer when they ask"),
        frozenset({"invite_cowork", "answer_cowork", "end_cowork", "answer_handover", "withdraw_handover"}),
    ),
    "talk": Use(_("Write messages to the other side, and answer about inspections"), frozenset({"message", "answer_inspection"})),
    "boards": Use(_("Keep and share views of the board"), frozenset({"keep_view", "share_view", "choose_default_view"})),
    "records": Use(
        _("Follow what goes to the archive, and keep webhooks"), frozenset({"see_archive", "keep_archive", "keep_webhooks"})
    ),
}  # fmt: skip
"""Decisions are left out on purpose: they need a sign-in of the last ten minutes, which a program has not."""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key. `uses` in words; empty for all that the role gives."""

    id: str
    name: str
    tenant: str
    made: datetime
    until: datetime
    used: datetime | None
    uses: Sequence[Text]


@dataclass(frozen=True, slots=True)
class KeyList:
    """A person's keys, and what a new one could be let do in the role they act in now."""

    keys: Sequence[KeyLine]
    offered: Mapping[str, Text]
    tenant: str
    has_fresh_login: bool


def uses_for(role: Role) -> Mapping[str, Text]:
    """What keys of such a role can be limited to."""
    return {name: use.words for name, use in USES.items() if any(role in MATRIX[action] for action in use.actions)}


def key_list(*, actor: Actor, work: UnitOfWork, now: datetime) -> KeyList:
    """The actor's own keys, in all their roles."""
    authorize(actor, "keep_keys")
    with work:
        lines = [_line(one, tenant) for one, tenant in work.keys.of_person(actor.person_id, now)]
    return KeyList(lines, uses_for(actor.role), actor.tenant_name, is_fresh(actor, now))


def make_key(
    name: str, uses: Sequence[str], days: int, *, key_hash: str, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> ApiKey:
    """A new key for the role the actor acts in now; `key_hash` is all that is kept of it.

    Raises BadInput naming the field, Refused when there are many already, SignInAgain.
    """
    authorize(actor, "keep_keys")
    demand_fresh_login(actor, now)
    words, chosen = name.strip(), [one for one in uses_for(actor.role) if one in uses]
    if not 1 <= len(words) <= LONGEST_NAME:
        raise BadInput(_("Say what the key is for, in at most {most} characters.", most=LONGEST_NAME), target="name")
    if not chosen or len(chosen) != len(set(uses)):
        raise BadInput(_("Choose at least one thing the key may be used for."), target="uses")
    if days not in LIVES:
        raise BadInput(_("Choose how long the key shall work."), target="days")
    with work:
        if len(work.keys.of_person(actor.person_id, now)) >= MOST_KEYS:
            raise Refused(_("You have {most} keys. End those nobody uses first.", most=MOST_KEYS))
        actions = sorted(action for one in chosen for action in USES[one].actions if actor.role in MATRIX[action])
        made = ApiKey(
            id=chance.id(), key_hash=key_hash, person_id=actor.person_id, membership_id=actor.membership_id, name=words, actions=actions,
            created_at=now, expires_at=now + timedelta(days=days),
        )  # fmt: skip
        work.keys.add(made)
        _record("key_made", made, actor, work, now)
        payload = {"name": words, "tenant": actor.tenant_name}
        work.dispatch(OutboxItem(id=chance.id(), kind="key_made", person_id=actor.person_id, payload=payload, created_at=now))
        work.commit()
    return made


def end_key(key_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """From now on the key opens nothing. Raises NotThere for one that is not the actor's, or works no more."""
    authorize(actor, "keep_keys")
    with work:
        work.keys.end(actor.person_id, key_id, now)
        work.log.record("key_ended", actor=actor, at=now, data={"key": key_id}, stream=f"person:{actor.person_id}")
        work.commit()


def _record(kind: str, key: ApiKey, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    data = {"key": key.id, "actions": list(key.actions), "until": key.expires_at.isoformat()}
    work.log.record(kind, actor=actor, at=now, data=data, detail={"name": key.name}, stream=f"person:{actor.person_id}")


def _line(key: ApiKey, tenant: str) -> KeyLine:
    uses = [use.words for use in USES.values() if use.actions & set(key.actions)]
    return KeyLine(key.id, key.name, tenant, key.created_at, key.expires_at, key.last_used_at, uses)
