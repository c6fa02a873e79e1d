"""What the portal keeps about people: every field of every table is either personal, with why and for how long, or named as not personal.

A test fails on a field that stands in neither list, so nobody adds one without deciding. Ids of people count as personal: they lead to a
name. The page and the operator's list are made from this. Sources: GDPR articles 6, 13 and 30; security rule 62.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.text import Text, _

CONTRACT = _("Agreement with the person's company or employer (article 6(1)(b))")
AUTHORITY = _("The municipality's exercise of authority (article 6(1)(e))")
DUTY = _("A duty in law (article 6(1)(c)): archive and security")
SECURITY = _("Legitimate interest in a safe portal (article 6(1)(f))")

SELF = _("The person")
OWN_SIDE = _("The person and administrators of the same company or municipality")
BOTH_SIDES = _("Those of the company and the municipality who may see the case")
WATCHERS = _("The municipality's administrator and auditor")
NOBODY = _("Nobody; only the portal compares it")


@dataclass(frozen=True, slots=True)
class Handling:
    """Why something personal is kept, by which right, for how long and who sees it."""

    purpose: Text
    basis: Text
    kept: Text
    seen_by: Text


HANDLINGS: dict[str, Handling] = {
    "account": Handling(_("To know who acts, and to reach them"), CONTRACT, _("Until the person is erased"), OWN_SIDE),
    "taste": Handling(_("To show the portal as the person likes it"), CONTRACT, _("Until the person is erased"), SELF),
    "login": Handling(_("To prove who logs in"), SECURITY, _("Until it is changed, ended or the person is erased"), NOBODY),
    "session": Handling(_("To keep somebody logged in, and to let them see where"), SECURITY, _("Twice the longest session"), SELF),
    "identity": Handling(
        _("To log in by an identity provider instead of a password"), CONTRACT, _("Until the person takes it away or is erased"), SELF
    ),
    "sign-in": Handling(
        _("To recognise who comes back from an identity provider"), SECURITY, _("Until they are back, two hours at most"), NOBODY
    ),
    "role": Handling(_("To know whom somebody acts for"), CONTRACT, _("As long as what they did is kept"), OWN_SIDE),
    "invitation": Handling(_("To let somebody in"), CONTRACT, _("Thirty days after it ended, unless it was used"), OWN_SIDE),
    "registration": Handling(_("To let a company join"), CONTRACT, _("Seven days after its link ended"), NOBODY),
    "company": Handling(
        _("To show what the public register says, with its roles"), AUTHORITY, _("As long as the company is known"), WATCHERS
    ),
    "certificate": Handling(_("To prove who may do the work"), AUTHORITY, _("Until the company takes it away"), BOTH_SIDES),
    "case": Handling(_("To handle the case"), AUTHORITY, _("Sent cases are archive; drafts never sent go after ninety days"), BOTH_SIDES),
    "companies": Handling(_("To know who asked a company to work on a case, or to take it over"), AUTHORITY, _("As the case"), BOTH_SIDES),
    "notes": Handling(_("To handle the case among staff"), AUTHORITY, _("As the case"), WATCHERS),
    "statements": Handling(_("To hear colleagues and experts about the case"), AUTHORITY, _("As the case"), WATCHERS),
    "log": Handling(_("To show who did, saw and exported what"), DUTY, _("For ever; names are shredded when a person is erased"), WATCHERS),
    "notice": Handling(_("To tell the person what concerns them"), CONTRACT, _("A year"), SELF),
    "mail": Handling(_("To send the person a mail once and not twice"), CONTRACT, _("Ninety days after it left"), NOBODY),
    "books": Handling(_("To know the municipality's meters and addresses"), AUTHORITY, _("As its own books"), BOTH_SIDES),
    "rules": Handling(_("To show who published the rules"), DUTY, _("As long as the rules are kept"), WATCHERS),
    "oversight": Handling(_("To show when the portal's administrator read a case"), DUTY, _("As the log"), BOTH_SIDES),
    "webhook": Handling(
        _("To know who lets a program hear of events, and where"), CONTRACT, _("Until the company or municipality takes it away"), OWN_SIDE
    ),
    "erasure": Handling(_("To carry out a wish to be erased, and to show that it was"), DUTY, _("As the log"), OWN_SIDE),
}

PERSONAL: dict[str, dict[str, str]] = {
    "person": {"account": "id email name phone language disabled", "taste": "theme form_view board_view",
               "login": "password_hash totp_secret totp_last_step epoch"},
    "membership": {"role": "id person_id company_id municipality_id role active"},
    "login_session": {"session": "person_id membership_id created_at seen_at login_at ended_at device provider level"
                                 " two_factors",
                      "login": "id_hash csrf_token epoch"},
    "api_key": {"session": "person_id membership_id name actions created_at expires_at last_used_at revoked_at", "login": "key_hash"},
    "identity": {"identity": "id issuer subject person_id provider linked_at last_used_at"},
    "pending_sign_in": {"sign-in": "state_hash browser_hash nonce_hash provider purpose person_id invitation_hash name onward created_at"
                                   " expires_at",
                        "taste": "language"},
    "one_time_link": {"login": "token_hash purpose person_id created_at expires_at used_at"},
    "recovery_code": {"login": "person_id code_hash used_at"},
    "throttle": {"login": "key since count"},
    "replay": {"session": "person_id answer at"},
    "invitation": {"invitation": "email role invited_by created_at expires_at used_at revoked_at", "login": "token_hash"},
    "registration": {"registration": "content created_at expires_at used_at", "login": "token_hash"},
    "company": {"company": "register_entry name right_to_act registered_by"},
    "register_unit": {"company": "name entry"},
    "certificate": {"certificate": "person_id holder kind number expires_on file_name object_key"},
    "municipality": {"account": "contact"},
    "case": {"case": "created_by created_at assignee_id title address property_key reference proposal_by"
                     " latitude longitude"},
    "case_property": {"case": "property_key"},
    "case_search": {"case": "place people answers said words", "notes": "notes"},
    "search_word": {"case": "word"},
    "saved_view": {"taste": "person_id name query created_at updated_at"},
    "mention": {"notes": "person_id at"},
    "case_street": {"case": "street"}, "seen_change": {"notes": "by at"},
    "statement": {"statements": "person_id email whom question asked_by asked_at words given_by given_at shared_by shared_at ended_by"
                                " ended_at reason"},
    "statement_file": {"statements": "name object_key uploaded_by uploaded_at"},
    "cowork": {"companies": "invited_by invited_at answered_by answered_at ended_by ended_at"},
    "handover": {"companies": "reason words offered_by offered_at accepted_by accepted_at closed_by closed_at",
                 "case": "given frozen"},
    "task": {"case": "label"},
    "appointment": {"case": "purpose place comes words findings officer_id created_by created_at changed_by changed_at"},
    "answer_set": {"case": "answers"},
    "waiver": {"case": "reason by at"},
    "tick": {"notes": "by at"},
    "snapshot": {"case": "by at content"},
    "correction_request": {"case": "comment answer extra_reason closing_reason created_by created_at answered_by answered_at closed_by"
                                   " closed_at"},
    "decision": {"case": "reason conditions decided_by proposed_by decided_at"},
    "decision_letter": {"case": "frozen printed opened_at opened_by"},
    "decision_draft": {"notes": "content proposed proposed_by returned_by returned_words updated_by updated_at"},
    "appeal": {"case": "appellant words registered_by registered_at answered_by answer"},
    "letterhead": {"rules": "content saved_at saved_by"},
    "message": {"case": "author_id body at"},
    "document": {"case": "name facts object_key preview_key uploaded_by uploaded_at removed_at removed_by"},
    "event": {"log": "actor_id about at data detail"},
    "notice": {"notice": "person_id kind payload created_at read_at"},
    "notice_wish": {"taste": "person_id topic how"},
    "mail": {"mail": "person_id address language lines created_at due_at sent_at given_up_at fault", "login": "secret"},
    "outbox_item": {"mail": "person_id payload created_at delivered_at"},
    "installed_meter": {"books": "number property reading read_on"},
    "known_address": {"books": "address property latitude longitude"},
    "known_connection": {"books": "reference property"},
    "local_rules": {"rules": "published_by published_at note"},
    "rules_draft": {"rules": "updated_by updated_at"},
    "break_glass": {"oversight": "person_id case_id reason begun_at until ended_at"},
    "erasure_request": {"erasure": "person_id receipt asked_at withdrawn_at done_at done_by"},
    "webhook": {"webhook": "url created_by created_at"},
}  # fmt: skip
"""Table -> handling -> its fields."""

NOT_PERSONAL: dict[str, str] = {
    "api_key": "id", "replay": "key fingerprint status", "invitation": "id company_id municipality_id",
    "registration": "id organisation_number company_id",
    "company": "id organisation_number register_read_at register_asked_at gone work_areas",
    "register_unit": "number form source read_at", "register_import": "fingerprint rows as_of begun_at finished_at",
    "certificate": "id company_id file_size warned_for", "municipality": "id number name language paused_at bounds closed_days",
    "company_access": "id company_id municipality_id state reason decided_at requested_at by_register next_state next_on next_reason",
    "case": "id ref number workflow workflow_version rules_version municipality_id company_id updated_at phase status ball board_column"
            " due_on clock_days clock_since our_due_on our_days_left starts_on submitted_at approved_at open_requests lacking version"
            " work_started_on work_finished_on sent_days look_on",
    "case_search": "n case_id marks", "search_due": "case_id", "search_word": "tenant", "saved_view": "id municipality_id shared",
    "role_view": "municipality_id role view_id",
    "case_property": "case_id municipality_id", "case_street": "case_id municipality_id", "seen_change": "case_id phase place evidence",
    "cowork": "id case_id company_id may_send state",
    "handover": "id case_id from_company_id to_company_id state by_municipality sha256",
    "task": "id case_id municipality_id duty row opens_on due_on done_on told_at",
    "appointment": "id case_id municipality_id phase state turn by_company times starts_at ends_at sequence",
    "case_counter": "year last", "answer_set": "case_id phase step", "waiver": "case_id phase key", "tick": "case_id phase key evidence",
    "snapshot": "id case_id phase number sha256",
    "correction_request": "id case_id phase number state target_kind target requirement reason_kind automatic blocking what how_to_fix"
                          " source origin due_on baseline answer_kind sent_at",
    "decision": "id case_id phase number outcome", "message": "id case_id internal from_staff",
    "decision_letter": "decision_id case_id kind digest sha256 valid_until begin_by appeal_until available_at corrects replaces"
                       " replaced_by",
    "decision_draft": "case_id phase state corrects revision", "appeal": "id case_id decision_id state received_on answered_on",
    "letterhead": "id municipality_id version", "arms": "municipality_id sha256 svg kept_at",
    "document": "id case_id phase step slot row content_type size sha256 state refusal doubts replaces rules",
    "event": "id stream seq case_id municipality_id company_id kind phase salt commitment previous_hash hash",
    "notice": "id case_id", "mail": "id message_id thread leased_until attempts", "outbox_item": "id kind case_id attempts",
    "installed_meter": "id municipality_id municipal active case_id", "known_address": "id municipality_id",
    "known_connection": "id municipality_id", "used_seal": "id municipality_id number case_id",
    "local_rules": "id municipality_id workflow version content", "rules_draft": "municipality_id workflow content revision",
    "part_fact": "id case_id phase municipality_id company_id workflow sent_on decided_on month outcome sendings right_first rounds"
                 " own_days their_days extra doubtful",
    "missed_fact": "part_id phase requirement municipality_id company_id workflow sent_on decided_on asked days",
    "mention": "message_id case_id municipality_id",
    "statement": "id case_id municipality_id phase state is_outside invitation_id steps hidden_documents due_on expires_at reminded_at",
    "statement_file": "id statement_id case_id content_type size sha256",
    "extra_demand": "request_id case_id municipality_id workflow phase is_question sent_at",
    "archive_rules": "municipality_id moment with_notes access_code access_law shielded_types class_system class_id unit",
    "archive_item": "id key case_id municipality_id kind subject place created_at state due_at leased_until tried_at attempts fault words"
                    " receipt delivered_at",
    "webhook": "id company_id municipality_id kinds salt old_salt old_until failing_since off_at off_reason",
    "webhook_delivery": "id webhook_id event_id kind payload created_at due_at leased_until attempts delivered_at given_up_at",
    "webhook_attempt": "id delivery_id at status fault took_ms",
    "break_glass": "id", "erasure_request": "id", "chore": "name done_at note", "probe": "id n",
}  # fmt: skip
"""Table -> fields that say nothing of a person by themselves."""


@dataclass(frozen=True, slots=True)
class Line:
    """Fields of one table that are handled alike."""

    table: str
    fields: tuple[str, ...]
    handling: Handling


def lines() -> tuple[Line, ...]:
    """The whole map, in the order it is written."""
    return tuple(
        Line(table, tuple(fields.split()), HANDLINGS[name]) for table, handled in PERSONAL.items() for name, fields in handled.items()
    )
