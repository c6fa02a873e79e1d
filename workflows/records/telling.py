"""What webhooks are told: which events, under which names, to which side, and how little: ids and kinds, nobody's name and no words.

Whoever hears of something asks the API for it, with the rights of their own key. Source: Standard Webhooks, thin payloads.
Every kind of event stands in `TOLD` or, with the reason, in `UNTOLD`; a test finds one that stands in neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from models.case import Case, Event
from models.text import Text, _

TEST = "portal.test"


@dataclass(frozen=True, slots=True)
class Told:
    """One kind of event as a webhook knows it: its name in the message, its words, and which sides hear of it."""

    name: str
    words: Text
    to_companies: bool = True
    to_municipality: bool = True


def _ours(name: str, words: Text) -> Told:
    """What is the municipality's own business."""
    return Told(name, words, to_companies=False)


def _theirs(name: str, words: Text) -> Told:
    """What is the company's own business."""
    return Told(name, words, to_municipality=False)


_SENDING: Mapping[str, Told] = {
    "started": _theirs("case.started", _("A draft was started")),
    "converted": _theirs("case.converted", _("A draft was changed to another kind of case")),
    "draft_warned": _theirs("case.draft_warned", _("An unsent draft will soon be removed")),
    "draft_pruned": _theirs("case.draft_removed", _("An unsent draft was removed")),
    "file_judged": _theirs("document.checked", _("A file was checked")),
    "submitted": Told("case.submitted", _("A case was sent")),
    "paused": Told("case.paused", _("Corrections were asked for")),
    "more_time_asked": Told("case.more_time_asked", _("More time was asked for")),
    "due_moved": Told("case.due_moved", _("More time was given")),
    "request_answered": _theirs("request.answered", _("An answer to a correction was written")),
    "step_unlocked": Told("case.step_unlocked", _("The contractor opened another part of a case to change it")),
    "resubmitted": Told("case.resubmitted", _("Answers were sent")),
    "answer_accepted": _ours("request.accepted", _("An answer was accepted")),
    "request_reopened": _ours("request.reopened", _("An answer was not enough, and it is asked again")),
    "request_withdrawn": Told("request.withdrawn", _("A correction is no longer asked for")),
    "unpaused": Told("case.unpaused", _("The pause of a case ended")),
    "reminded": Told("case.reminded", _("A reminder was sent")),
    "withdrawn": Told("case.withdrawn", _("A case was withdrawn")),
}
_HANDLING: Mapping[str, Told] = {
    "taken": _ours("case.taken", _("A case was taken")),
    "assigned": _ours("case.assigned", _("A case was assigned")),
    "released": _ours("case.released", _("Somebody let go of a case")),
    "review_began": Told("case.review_began", _("The check of a case began")),
    "message": Told("case.message", _("A message was written")),
    "noted": _ours("case.noted", _("A note was written")),
    "statement_asked": _ours("statement.asked", _("A statement was asked for")),
    "statement_withdrawn": _ours("statement.withdrawn", _("A statement is no longer asked for")),
    "statement_read": _ours("statement.read", _("An outside expert opened a case")),
    "statement_given": _ours("statement.given", _("A statement was given")),
    "statement_shared": Told("statement.shared", _("A statement was shared with the contractor")),
    "glass_broken": Told("case.glass_broken", _("The portal's administrator opened a case")),
    "glass_ended": Told("case.glass_ended", _("The portal's administrator closed a case again")),
}
_DECIDING: Mapping[str, Told] = {
    "proposed": _ours("decision.proposed", _("A decision was proposed")),
    "proposal_returned": _ours("decision.returned", _("A proposed decision was sent back")),
    "approved": Told("case.approved", _("A part of a case was approved")),
    "rejected": Told("case.rejected", _("A case was refused")),
    "letter_opened": Told("decision.opened", _("The company opened a decision")),
    "correction_proposed": _ours("decision.correction_proposed", _("The correction of a decision was proposed")),
    "decision_corrected": Told("decision.corrected", _("A decision was corrected")),
    "appeal_registered": Told("appeal.registered", _("An appeal was registered")),
    "appeal_answered": Told("appeal.answered", _("An appeal was answered")),
    "phase_opened": Told("case.phase_opened", _("The next part of a case opened")),
    "completed": Told("case.completed", _("A case was closed")),
    "lapsed": Told("case.lapsed", _("A case lapsed")),
    "reopened": Told("case.reopened", _("A case was taken up again")),
    "guarantee_set": Told("case.guarantee_set", _("The guarantee of a case was changed")),
}
_ON_SITE: Mapping[str, Told] = {
    "work_started": Told("work.started", _("Work on site started")),
    "work_finished": Told("work.finished", _("Work on site was finished")),
    "backfill_allowed": Told("work.backfill_allowed", _("A trench may be backfilled")),
    "backfilled": Told("work.backfilled", _("A trench was backfilled")),
    "inspection_asked": Told("inspection.asked", _("An inspection was asked for")),
    "inspection_proposed": Told("inspection.proposed", _("An inspection was proposed")),
    "inspection_suggested": Told("inspection.suggested", _("Other times for an inspection were suggested")),
    "inspection_agreed": Told("inspection.agreed", _("An inspection was agreed")),
    "inspection_moved": Told("inspection.moved", _("An inspection was moved")),
    "inspection_declined": Told("inspection.declined", _("An inspection was declined")),
    "inspection_cancelled": Told("inspection.cancelled", _("An inspection was cancelled")),
    "inspection_held": Told("inspection.held", _("An inspection was held")),
    "inspection_missed": Told("inspection.missed", _("An inspection was not held")),
}
_COMPANIES: Mapping[str, Told] = {
    "responsible_changed": _theirs("case.responsible_changed", _("A colleague was made responsible for a case")),
    "cowork_invited": Told("cowork.invited", _("Another company was asked to work on a case")),
    "cowork_accepted": Told("cowork.accepted", _("Another company began to work on a case")),
    "cowork_declined": Told("cowork.declined", _("Another company did not want to work on a case")),
    "cowork_ended": Told("cowork.ended", _("The work of another company on a case ended")),
    "handover_offered": Told("handover.offered", _("A case was offered to another company")),
    "handover_started": Told("handover.started", _("Another company was asked to take a case over")),
    "handover_accepted": Told("handover.accepted", _("Another company accepted to take a case over")),
    "handover_declined": Told("handover.declined", _("Another company did not want to take a case over")),
    "handover_withdrawn": Told("handover.withdrawn", _("The offer of a case was taken back")),
    "handover_refused": Told("handover.refused", _("A handover was refused")),
    "handover_approved": Told("case.handed_over", _("A case was handed over")),
    "company_gone": Told("case.company_gone", _("The company of a case can no longer act")),
    "company_back": Told("case.company_back", _("The company of a case can act again")),
}
_ACCESS: Mapping[str, Told] = {
    "access_requested": Told("access.requested", _("A company asked for access")),
    "access_question": Told("access.question", _("A company was asked for more before it gets access")),
    "access_answered": Told("access.answered", _("A company answered the question about its access")),
    "access_approved": Told("access.approved", _("A company got access")),
    "access_rejected": Told("access.rejected", _("A company was refused access")),
    "access_planned": Told("access.planned", _("A change of a company's access was planned")),
    "access_suspended": Told("access.suspended", _("A company's access was suspended")),
    "access_ended": Told("access.ended", _("A company's access ended")),
    "register_suspended": Told("access.register_suspended", _("A company's access was suspended by what the company register says")),
    "register_restored": Told("access.register_restored", _("A company's access is as before, by what the company register says")),
}
_SETTINGS: Mapping[str, Told] = {
    "rules_published": _ours("rules.published", _("Local rules were published")),
    "letterhead_changed": _ours("letterhead.changed", _("The letterhead was changed")),
    "closed_days_changed": _ours("closed_days.changed", _("The closed days were changed")),
    "municipality_changed": _ours("municipality.changed", _("It was changed where the municipality lies")),
    "municipality_renamed": _ours("municipality.renamed", _("The municipality was renamed")),
    "municipality_paused": _ours("municipality.paused", _("The municipality was paused")),
    "municipality_opened": _ours("municipality.opened", _("The municipality was opened again")),
}
GROUPS: Sequence[tuple[str, Text, Mapping[str, Told]]] = (
    ("sending", _("Sending and corrections"), _SENDING),
    ("handling", _("Checking"), _HANDLING),
    ("deciding", _("Decisions and appeals"), _DECIDING),
    ("site", _("Work on site"), _ON_SITE),
    ("companies", _("Companies on a case"), _COMPANIES),
    ("access", _("Access of companies"), _ACCESS),
    ("settings", _("The municipality's settings"), _SETTINGS),
)
"""What kinds are found under: a key, the heading, and the kinds in the order things happen."""
TOLD: Mapping[str, Told] = {kind: one for _key, _heading, kinds in GROUPS for kind, one in kinds.items()}
"""Kind of event in the log -> what is told of it."""
WORDS: Mapping[str, Text] = {one.name: one.words for one in TOLD.values()} | {TEST: _("A test")}

_PREPARED = "is being written, changes many times a minute and is nobody else's; that it was sent is told"
_STEPS = "is a step of checking; what comes of it is told"
_LOOKS = "changes nothing; who looked, took out or verified something is for auditors"
_PEOPLE = "is about people and how they get in; those concerned are told by mail"
_MACHINERY = "is about programs and the archive, which have a log of their own; telling of webhooks would go round in circles"
_PAPERS = "is a company's own keeping of its papers, or how it came to the portal before anybody could listen for it"
UNTOLD: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "answered", "attached", "file_removed", "file_restored", "files_confirmed", "waived", "unwaived", "row_added", "row_removed",
            "record_kept", "statement_file_added", "statement_file_removed",
        ),
        _PREPARED,
    ),
    **dict.fromkeys(
        ("ticked", "unticked", "change_seen", "change_unseen", "request_planned", "request_edited", "request_deleted"), _STEPS
    ),
    **dict.fromkeys(("case_seen", "company_seen", "person_seen", "file_seen", "receipt_seen", "case_file_seen", "letter_seen"), _LOOKS),
    **dict.fromkeys(
        (
            "companies_exported", "cases_exported", "log_exported", "quality_exported", "own_data_exported", "case_exported",
            "chain_verified", "glass_read",
        ),
        _LOOKS,
    ),
    **dict.fromkeys(
        (
            "invited", "invitation_revoked", "invitation_accepted", "role_changed", "access_of_person_ended", "password_reset_asked",
            "signed_in", "sign_in_refused", "identity_linked", "identity_unlinked", "erasure_asked", "erasure_withdrawn", "person_erased",
            "codes_reset", "device_met", "signed_out", "password_refused", "code_refused", "sign_in_locked",
            "signed_in_by_password", "password_reset", "password_changed", "codes_begun", "codes_made", "recovery_code_used",
            "sessions_ended", "role_taken",
        ),
        _PEOPLE,
    ),
    **dict.fromkeys(
        (
            "key_made", "key_ended", "webhook_added", "webhook_changed", "webhook_rotated", "webhook_switched", "webhook_removed",
            "webhook_off", "archive_rules_changed", "archive_sent_again", "archive_queued",
        ),
        _MACHINERY,
    ),
    **dict.fromkeys(
        (
            "company_registered", "registration_begun", "municipality_made", "certificate_added", "certificate_changed",
            "certificate_removed", "certificate_file_added",
        ),
        _PAPERS,
    ),
    **dict.fromkeys(("view_kept", "view_changed", "view_removed", "default_view_chosen"), "is how people like to look at the board"),
}  # fmt: skip
"""Kind of event in the log -> why nobody is told: it ..."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Which sides hear of an event."""

    company: bool
    municipality: bool


@dataclass(frozen=True, slots=True)
class KindGroup:
    """Kinds a webhook can ask for, under one heading: name -> words."""

    key: str
    heading: Text
    kinds: Mapping[str, Text]


def hears_of(event: Event, *, was_sent: bool) -> Sides:
    """Who hears: a municipality nothing of a case that was never sent to it, and neither side what is the other's own."""
    told = TOLD[event.kind]
    return Sides(told.to_companies, told.to_municipality and (was_sent or event.case_id is None))


def groups_for(*, is_staff: bool) -> list[KindGroup]:
    """What a webhook of a side can ask for, in the order it is shown; groups that hold something for the side."""
    found = []
    for key, heading, kinds in GROUPS:
        heard = {one.name: one.words for one in kinds.values() if (one.to_municipality if is_staff else one.to_companies)}
        found += [KindGroup(key, heading, heard)] if heard else []
    return found


def kinds_for(*, is_staff: bool) -> Mapping[str, Text]:
    """The same without headings: name -> words."""
    return {name: words for group in groups_for(is_staff=is_staff) for name, words in group.kinds.items()}


def payload_of(event: Event, case: Case | None) -> dict[str, Any]:
    """The body of the message, whoever hears it. Times in UTC."""
    data: dict[str, Any] = {"event": event.id, "seq": event.seq}
    if case is not None:
        data |= {"case": case.ref, "number": case.number, "workflow": case.workflow, "phase": event.phase}
    else:
        data |= {"company": event.company_id, "municipality": event.municipality_id}
    return {"type": TOLD[event.kind].name, "timestamp": event.at.astimezone(UTC).isoformat(), "data": data}
