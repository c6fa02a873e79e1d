"""The log in words: every kind of event there is, and the groups its readers narrow it by."""

from __future__ import annotations

from models.text import Text, _
from ui.company.pieces import HAPPENED as OF_ACCESS
from workflows.casework.describing import HAPPENED as OF_CASES

OF_PREPARING: dict[str, Text] = {
    "answered": _("Changed answers"),
    "attached": _("Uploaded a file"),
    "file_removed": _("Took a file out"),
    "file_restored": _("Put a file back"),
    "file_judged": _("A file was checked"),
    "files_confirmed": _("Confirmed files after the municipality changed its rules"),
    "waived": _("Said why something cannot be had"),
    "unwaived": _("Took back why something cannot be had"),
    "row_added": _("Added a row"),
    "row_removed": _("Removed a row"),
    "request_answered": _("Answered a request"),
    "record_kept": _("Recorded what was found at takeover or inspection"),
}
OF_REVIEW: dict[str, Text] = {
    "noted": _("Took note of the notice, or wrote a note"),
    "ticked": _("Found a point in order"),
    "unticked": _("Took back that a point is in order"),
    "request_planned": _("Planned a correction"),
    "request_edited": _("Changed a planned correction"),
    "request_deleted": _("Deleted a planned correction"),
    "change_seen": _("Looked at a change"),
    "change_unseen": _("Took back that a change was looked at"),
    "statement_file_added": _("Added a file to a statement"),
    "statement_file_removed": _("Took a file out of a statement"),
}
OF_PEOPLE: dict[str, Text] = {
    "invited": _("Invited somebody"),
    "invitation_revoked": _("Took an invitation back"),
    "invitation_accepted": _("An invitation was accepted"),
    "role_changed": _("Gave another role"),
    "access_of_person_ended": _("Ended a person's access"),
    "password_reset_asked": _("Asked for a new password"),
    "codes_reset": _("The operator reset a person's one-time codes"),
    "password_reset": _("Chose a new password by the link in a mail"),
    "password_changed": _("Changed the password"),
    "codes_begun": _("Began to use one-time codes"),
    "codes_made": _("Made new recovery codes"),
    "recovery_code_used": _("Logged in with a recovery code"),
    "sessions_ended": _("Logged out on other devices"),
    "role_taken": _("Went over to act here"),
    "signed_in_by_password": _("Logged in with a password"),
    "signed_in": _("Logged in by an identity provider"),
    "signed_out": _("Logged out"),
    "password_refused": _("A wrong password was refused"),
    "code_refused": _("A login with a wrong one-time code was refused"),
    "sign_in_locked": _("Logging in was stopped for a while after too many wrong tries"),
    "device_met": _("Logged in on a device for the first time"),
    "sign_in_refused": _("A login by an identity provider was refused"),
    "identity_linked": _("Linked a login by an identity provider"),
    "identity_unlinked": _("Took away a login by an identity provider"),
    "key_made": _("Made a key for a program"),
    "key_ended": _("Ended a key for a program"),
}
OF_COMPANIES: dict[str, Text] = {
    **OF_ACCESS,
    "access_planned": _("Planned a change of the access"),
    "company_registered": _("The company joined the portal"),
    "registration_begun": _("A company began to join"),
    "certificate_added": _("Added a certificate"),
    "certificate_changed": _("Changed a certificate"),
    "certificate_removed": _("Removed a certificate"),
    "certificate_file_added": _("Uploaded a certificate's file"),
}
OF_RULES: dict[str, Text] = {"rules_published": _("Published local rules"), "letterhead_changed": _("Changed the letterhead")}
OF_LOOKS: dict[str, Text] = {
    "case_seen": _("Looked at a case"),
    "company_seen": _("Looked at a company"),
    "person_seen": _("Looked at a person"),
    "file_seen": _("Opened or downloaded a file"),
    "receipt_seen": _("Downloaded a receipt"),
    "case_file_seen": _("Downloaded a case file"),
    "letter_seen": _("Read the letter of a decision"),
}
OF_EXPORTS: dict[str, Text] = {
    "companies_exported": _("Exported the companies"),
    "cases_exported": _("Exported cases"),
    "log_exported": _("Exported the log"),
    "quality_exported": _("Exported the figures about documentation"),
    "own_data_exported": _("Took out a copy of their own data"),
    "case_exported": _("Took out a whole case"),
}
OF_RECORDS: dict[str, Text] = {
    "webhook_added": _("Added a webhook"),
    "webhook_changed": _("Changed a webhook"),
    "webhook_rotated": _("Made a new secret for a webhook"),
    "webhook_switched": _("Switched a webhook on or off"),
    "webhook_removed": _("Removed a webhook"),
    "webhook_off": _("A webhook was switched off by itself"),
    "archive_rules_changed": _("Changed how the archive is served"),
    "archive_sent_again": _("Sent an entry to the archive again"),
    "archive_queued": _("Sent what the archive lacked of a case"),
}
OF_OVERSIGHT: dict[str, Text] = {
    "chain_verified": _("Verified the chain of the log"),
    "glass_read": _("The portal's administrator read the case"),
    "municipality_made": _("Added the municipality to the portal"),
    "municipality_renamed": _("Renamed the municipality"),
    "municipality_paused": _("Paused the municipality"),
    "municipality_opened": _("Opened the municipality again"),
    "municipality_changed": _("Changed where the municipality lies"),
    "closed_days_changed": _("Changed the closed days"),
    "erasure_asked": _("Asked to be erased"),
    "erasure_withdrawn": _("Took back the wish to be erased"),
    "person_erased": _("Erased a person's data"),
    "draft_warned": _("Warned that an unsent draft will be removed"),
    "draft_pruned": _("Removed an unsent draft"),
}
OF_BOARDS: dict[str, Text] = {
    "view_kept": _("Saved a view of the board"),
    "view_changed": _("Changed a saved view"),
    "view_removed": _("Deleted a saved view"),
    "default_view_chosen": _("Chose what a role's board begins with"),
}
GROUPS: dict[str, tuple[Text, dict[str, Text]]] = {
    "seen": (_("Seen and downloaded"), OF_LOOKS),
    "exported": (_("Exported"), OF_EXPORTS),
    "cases": (_("Cases"), {**OF_CASES, **OF_PREPARING, **OF_REVIEW}),
    "companies": (_("Companies and access"), OF_COMPANIES),
    "people": (_("People and roles"), OF_PEOPLE),
    "rules": (_("Local rules"), OF_RULES),
    "boards": (_("Saved views"), OF_BOARDS),
    "oversight": (_("Oversight"), OF_OVERSIGHT),
    "records": (_("The archive and other programs"), OF_RECORDS),
}
"""Name in the address -> what it is called, and its kinds."""
SAID: dict[str, Text] = {kind: words for _name, (_label, kinds) in GROUPS.items() for kind, words in kinds.items()}
"""Every kind of event and how it is said; a test finds kinds that lack words."""


def said(kind: str) -> Text | str:
    """What an event is called; its bare kind for one of a newer or older version."""
    return SAID.get(kind, kind)
