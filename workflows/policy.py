"""Who may do what: one table of action × role, closed unless listed. Pure functions; every door asks here.

A role acts within its own tenant only. What lies in another tenant is answered as if it were not there. Source: domain README section 2.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from models.actor import Actor
from models.base import Role
from models.errors import NotAllowed, NotThere, SignInAgain
from models.text import _

FRESH_LOGIN = timedelta(minutes=10)
"""A decision needs a sign-in no older than this; a key counts as a sign-in when it is made. Source: security rule 32."""

_WRITERS = frozenset({Role.COMPANY_ADMIN, Role.APPLICANT})
_COMPANY = _WRITERS | {Role.VIEWER}
_HANDLERS = frozenset({Role.CASE_WORKER, Role.APPROVER})
_STAFF = _HANDLERS | {Role.MUNICIPALITY_ADMIN, Role.AUDITOR}
_EVERYBODY = _COMPANY | _STAFF
_ADMINS = frozenset({Role.COMPANY_ADMIN, Role.MUNICIPALITY_ADMIN})
_WATCHERS = frozenset({Role.MUNICIPALITY_ADMIN, Role.AUDITOR})
_PLATFORM = frozenset({Role.PLATFORM_ADMIN})
"""Has no tenant, and of what others may do only what concerns their own person."""
_EXPERT = frozenset({Role.EXPERT})
"""Has no tenant either: somebody from outside who is asked for a statement on one case, and reaches that one alone."""

MATRIX: dict[str, frozenset[Role]] = {
    "see_account": _EVERYBODY,
    "see_case": _EVERYBODY,
    "see_receipt": _EVERYBODY,
    "see_workflows": _EVERYBODY,
    "see_own_cases": _COMPANY,
    "check": _EVERYBODY,
    "start_case": _WRITERS,
    "answer": _WRITERS,
    "waive": _WRITERS,
    "attach": _WRITERS,
    "remove_document": _WRITERS,
    "download": _EVERYBODY,
    "unlock_step": _WRITERS,
    "submit": _WRITERS,
    "answer_request": _WRITERS,
    "resubmit": _WRITERS,
    "withdraw": _WRITERS,
    "convert": _WRITERS,
    "see_board": _STAFF,
    "take": _HANDLERS,
    "assign": _HANDLERS | {Role.MUNICIPALITY_ADMIN},
    "release": _HANDLERS | {Role.MUNICIPALITY_ADMIN},
    "begin_review": _HANDLERS,
    "tick": _HANDLERS,
    "plan_request": _HANDLERS,
    "send_requests": _HANDLERS,
    "extend_requests": _HANDLERS,
    "withdraw_request": _HANDLERS,
    "judge_answer": _HANDLERS,
    "propose": _HANDLERS,
    "approve": frozenset({Role.APPROVER}),
    "reject": frozenset({Role.APPROVER}),
    "reopen": frozenset({Role.APPROVER}),
    "lapse": frozenset({Role.APPROVER}),
    "keep_record": _HANDLERS,
    "see_tasks": _STAFF,
    "message": _WRITERS | _HANDLERS,
    "note": _HANDLERS,
    "see_notes": _STAFF,
    "see_log": _EVERYBODY,
    "see_rules": frozenset({Role.MUNICIPALITY_ADMIN, Role.AUDITOR}),
    "change_rules": frozenset({Role.MUNICIPALITY_ADMIN}),
    "publish_rules": frozenset({Role.MUNICIPALITY_ADMIN}),
    # notices: everybody reads and chooses their own
    "see_notices": _EVERYBODY | _EXPERT,
    "read_notices": _EVERYBODY | _EXPERT,
    "choose_notices": _EVERYBODY | _EXPERT,
    # people: administrators of either side decide who acts for them
    "see_people": _ADMINS | {Role.AUDITOR},
    "invite": _ADMINS,
    "revoke_invitation": _ADMINS,
    "change_role": _ADMINS,
    "end_access_of_person": _ADMINS,
    "accept_invitation": _EVERYBODY | _PLATFORM | _EXPERT,
    # joining: companies, their access and certificates
    "see_own_company": _COMPANY,
    "ask_access": frozenset({Role.COMPANY_ADMIN}),
    "keep_certificates": frozenset({Role.COMPANY_ADMIN}),
    "see_companies": _STAFF,
    "export_companies": frozenset({Role.MUNICIPALITY_ADMIN, Role.AUDITOR}),
    "decide_access": frozenset({Role.MUNICIPALITY_ADMIN}),
    # identities: everybody keeps their own ways in
    "link_identity": _EVERYBODY | _PLATFORM | _EXPERT,
    "unlink_identity": _EVERYBODY | _PLATFORM | _EXPERT,
    # delegation: companies that work on one case of another's, and cases that pass from one company to another
    "see_case_companies": _EVERYBODY,
    "invite_cowork": _WRITERS,
    "answer_cowork": _WRITERS,
    "end_cowork": _WRITERS,
    "offer_handover": frozenset({Role.COMPANY_ADMIN}),
    "answer_handover": frozenset({Role.COMPANY_ADMIN}),
    "withdraw_handover": frozenset({Role.COMPANY_ADMIN}),
    "start_handover": frozenset({Role.APPROVER}),
    "decide_handover": frozenset({Role.APPROVER}),
    # places: where a municipality lies
    "see_municipality": frozenset({Role.MUNICIPALITY_ADMIN, Role.AUDITOR}),
    "change_municipality": frozenset({Role.MUNICIPALITY_ADMIN}),
    # oversight: the log, the platform's administration, and people's rights over what is kept about them
    "see_audit": _WATCHERS,
    "export_audit": _WATCHERS,
    "verify_audit": _WATCHERS,
    "see_company_log": frozenset({Role.COMPANY_ADMIN}),
    "see_data_map": _WATCHERS | {Role.COMPANY_ADMIN, Role.PLATFORM_ADMIN},
    "see_own_data": _EVERYBODY | _PLATFORM | _EXPERT,
    "ask_erasure": _EVERYBODY | _PLATFORM | _EXPERT,
    "carry_out_erasure": _ADMINS | _PLATFORM,
    "see_front": _EVERYBODY | _PLATFORM | _EXPERT,
    "see_platform": _PLATFORM,
    "make_municipality": _PLATFORM,
    "pause_municipality": _PLATFORM,
    "break_glass": _PLATFORM,
    "read_by_glass": _PLATFORM,
    # keys for programs: everybody keeps their own
    "keep_keys": _EVERYBODY,
    # quality: what documentation is like, the company's own mirror, and who is responsible for a case
    "see_quality": _STAFF,
    "export_quality": _WATCHERS,
    "see_overview": _COMPANY,
    "change_responsible": _WRITERS,
    # followup: the work on site and inspections of it
    "confirm_start": _WRITERS,
    "confirm_end": _WRITERS,
    "backfill": _WRITERS,
    "allow_backfill": _HANDLERS,
    "ask_inspection": _WRITERS,
    "propose_inspection": _HANDLERS,
    "answer_inspection": _WRITERS | _HANDLERS,
    "record_inspection": _HANDLERS,
    # letters: decisions as they are written, read, corrected and appealed against
    "see_letter": _EVERYBODY,
    "open_letter": _COMPANY,
    "return_proposal": _HANDLERS,
    "correct_decision": frozenset({Role.APPROVER}),
    "register_appeal": _HANDLERS,
    "answer_appeal": frozenset({Role.APPROVER}),
    # bulk: many cases at a time, and where and when they are
    "act_on_many": _HANDLERS | {Role.MUNICIPALITY_ADMIN},
    "see_map": _STAFF,
    "see_workload": _STAFF,
    "see_calendar": _EVERYBODY,
    "export_cases": _STAFF,
    # boards: saved views of the board, own and shared
    "see_views": _STAFF,
    "keep_view": _STAFF,
    "share_view": _HANDLERS | {Role.MUNICIPALITY_ADMIN},
    "choose_default_view": frozenset({Role.MUNICIPALITY_ADMIN}),
    # hearing: what the contractor will see before it is sent, notes that name somebody, demands beyond the rules
    "preview_requests": _HANDLERS,
    "see_mentions": _STAFF,
    "see_demands": _WATCHERS,
    "see_statements": _STAFF,
    "ask_statement": _HANDLERS,
    "see_shared_statements": _COMPANY,
    "see_asked": _STAFF | _EXPERT,
    "give_statement": _STAFF - {Role.AUDITOR} | _EXPERT,
    # records: case files, whole cases, the archive's queue, and webhooks
    "see_case_file": _EVERYBODY,
    "export_case": _EVERYBODY,
    "see_archive": _WATCHERS,
    "keep_archive": frozenset({Role.MUNICIPALITY_ADMIN}),
    "keep_webhooks": _ADMINS,
    # the case page: cases nearby, and the changes the municipality has looked at
    "see_similar": _STAFF,
    "mark_change": _HANDLERS,
}

COWORK_READS = frozenset({
    "see_case", "see_receipt", "see_letter", "open_letter", "see_log", "see_case_companies", "download", "check", "see_case_file",
    "export_case",
})  # fmt: skip
"""What a company may always do with a case of another's it works on."""
COWORK_ANSWERS = COWORK_READS | {
    "answer", "waive", "attach", "remove_document", "unlock_step", "answer_request", "message", "end_cowork",
    "confirm_start", "confirm_end", "backfill", "ask_inspection", "answer_inspection",
}  # fmt: skip
COWORK_SENDS = COWORK_ANSWERS | {"submit", "resubmit"}


def may(actor: Actor, action: str, *, company_id: str | None = None, municipality_id: str | None = None) -> bool:
    """Whether the actor may do this to something of that company and municipality; unknown actions are refused."""
    return _is_given(actor, action) and is_within_reach(actor, company_id, municipality_id)


def _is_given(actor: Actor, action: str) -> bool:
    return actor.role in MATRIX.get(action, frozenset()) and (actor.only is None or action in actor.only) and _is_shared(actor, action)


def _is_shared(actor: Actor, action: str) -> bool:
    """On a case of another company only what that company has given; on everything else whatever the role gives."""
    return actor.works_for is None or action in actor.rights


def is_within_reach(actor: Actor, company_id: str | None, municipality_id: str | None) -> bool:
    """Whether a thing lies in the actor's tenant, or is the case of another company on which the actor's works.

    A thing of no tenant lies in everybody's reach.
    `Actor.works_for` is set for one case by `workflows/casework/reaching.py` and nowhere else.
    """
    if actor.role in _PLATFORM | _EXPERT:
        return company_id is None and municipality_id is None
    if actor.is_staff:
        return municipality_id is None or municipality_id == actor.municipality_id
    return company_id is None or company_id in (actor.company_id, actor.works_for)


def authorize(actor: Actor, action: str, *, company_id: str | None = None, municipality_id: str | None = None) -> None:
    """Raise unless the actor may: NotThere for what lies in another tenant, NotAllowed for what neither role nor key gives."""
    if not is_within_reach(actor, company_id, municipality_id):
        raise NotThere
    if actor.role not in MATRIX.get(action, frozenset()):
        raise NotAllowed
    if not _is_shared(actor, action):
        raise NotAllowed(_("You work on this case for another company. Ask that company to do this."))
    if not _is_given(actor, action):
        raise NotAllowed(_("This key was not made for this. Use one that may."))


def is_fresh(actor: Actor, now: datetime) -> bool:
    """Whether the person has signed in recently enough to decide."""
    return now - actor.login_at <= FRESH_LOGIN


def demand_fresh_login(actor: Actor, now: datetime) -> None:
    """Raise SignInAgain unless the person has just signed in, or made the key they use."""
    if is_fresh(actor, now):
        return
    if actor.through == "api":
        minutes = int(FRESH_LOGIN.total_seconds()) // 60
        words = _("Only a key made in the last {minutes} minutes decides. Make a new one, or decide in the portal.", minutes=minutes)
        raise SignInAgain(words)
    raise SignInAgain
