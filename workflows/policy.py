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
    "message": _WRITERS | _HANDLERS,
    "note": _HANDLERS,
    "see_notes": _STAFF,
    "see_log": _EVERYBODY,
    "see_rules": frozenset({Role.MUNICIPALITY_ADMIN, Role.AUDITOR}),
    "change_rules": frozenset({Role.MUNICIPALITY_ADMIN}),
    "publish_rules": frozenset({Role.MUNICIPALITY_ADMIN}),
    # notices: everybody reads and chooses their own
    "see_notices": _EVERYBODY,
    "read_notices": _EVERYBODY,
    "choose_notices": _EVERYBODY,
    # people: administrators of either side decide who acts for them
    "see_people": _ADMINS | {Role.AUDITOR},
    "invite": _ADMINS,
    "revoke_invitation": _ADMINS,
    "change_role": _ADMINS,
    "end_access_of_person": _ADMINS,
    "accept_invitation": _EVERYBODY,
    # joining: companies, their access and certificates
    "see_own_company": _COMPANY,
    "ask_access": frozenset({Role.COMPANY_ADMIN}),
    "keep_certificates": frozenset({Role.COMPANY_ADMIN}),
    "see_companies": _STAFF,
    "export_companies": frozenset({Role.MUNICIPALITY_ADMIN, Role.AUDITOR}),
    "decide_access": frozenset({Role.MUNICIPALITY_ADMIN}),
}


def may(actor: Actor, action: str, *, company_id: str | None = None, municipality_id: str | None = None) -> bool:
    """Whether the actor may do this to something of that company and municipality; unknown actions are refused."""
    return _is_given(actor, action) and is_within_reach(actor, company_id, municipality_id)


def _is_given(actor: Actor, action: str) -> bool:
    return actor.role in MATRIX.get(action, frozenset()) and (actor.only is None or action in actor.only)


def is_within_reach(actor: Actor, company_id: str | None, municipality_id: str | None) -> bool:
    """Whether a thing lies in the actor's tenant; a thing of no tenant lies in everybody's."""
    if actor.is_staff:
        return municipality_id is None or municipality_id == actor.municipality_id
    return company_id is None or company_id == actor.company_id


def authorize(actor: Actor, action: str, *, company_id: str | None = None, municipality_id: str | None = None) -> None:
    """Raise unless the actor may: NotThere for what lies in another tenant, NotAllowed for what neither role nor key gives."""
    if not is_within_reach(actor, company_id, municipality_id):
        raise NotThere
    if actor.role not in MATRIX.get(action, frozenset()):
        raise NotAllowed
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
