"""Every kind of notice: who must act, how it is said in the list and in a mail, and where it leads.

One line here is all a new notice needs. The sentences take their values from the outbox item's payload; a value that is not there
leaves its sentence out, so a payload may grow without old items breaking.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.text import Text, _

YOUR_TURN, PROGRESS, MESSAGES, ACCESS, SAFETY = "your_turn", "progress", "messages", "access", "safety"
REMINDERS, SITE, OUTSIDE = "reminders", "site", "outside"
TOPICS: dict[str, Text] = {
    YOUR_TURN: _("When you must act"),
    PROGRESS: _("When a case moves on"),
    REMINDERS: _("Reminders of a day that comes near"),
    SITE: _("Work on site and inspections"),
    MESSAGES: _("Messages"),
    ACCESS: _("Access, certificates and handovers"),
    OUTSIDE: _("What does not reach the archive or other programs"),
    SAFETY: _("Your login"),
}
ALWAYS_AT_ONCE = frozenset({SAFETY})
"""Topics nobody can put off: what protects a login must arrive."""
FOR_ADMINISTRATORS = frozenset({OUTSIDE})
"""Topics nobody else hears of."""


OPEN = _("Open in the portal")


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """`said` is the one sentence of the list and the mail; `more` follows in the mail. `path` may name values, such as `/cases/{case}`.

    `acts` when the receiver has to do something: the mail's subject then says so first. `alone` keeps a mail from gathering with others.
    `ask` is what the link says.
    """

    topic: str
    said: Text
    path: str
    acts: bool = False
    more: tuple[Text, ...] = ()
    ask: Text = OPEN
    alone: bool = False


_CASE = "/cases/{case}"
_COMPANIES = "/cases/{case}/companies"
_NOT_YOU = (_("Was it not you? Choose a new password by the link on the login page, and tell your administrator."),)
_LETTER = (_("You can appeal until {appeal_until}."),)
KINDS: dict[str, NoticeKind] = {
    "submitted": NoticeKind(YOUR_TURN, _("{number} has come in: {place}."), _CASE, acts=True),
    "resubmitted": NoticeKind(YOUR_TURN, _("{number} was answered: {place}."), _CASE, acts=True),
    "paused": NoticeKind(YOUR_TURN, _("The municipality asks you to correct {number}: {place}."), _CASE, acts=True,
        more=(_("The municipality's time stands still until you have answered."),)),
    "more_time_asked": NoticeKind(YOUR_TURN, _("More time is asked for in {number}: {place}."), _CASE, acts=True),
    "due_moved": NoticeKind(PROGRESS, _("You have got more time to answer {number}: {place}."), _CASE),
    "request_withdrawn": NoticeKind(PROGRESS, _("The municipality has withdrawn a request in {number}: {place}."), _CASE,
        more=(_("Reason: {reason}"), _("What is still asked stands on the page of the case."))),
    "requests_gone": NoticeKind(PROGRESS, _("You need not answer anything more in {number}: {place}."), _CASE,
        more=(_("The municipality has withdrawn what it asked, and goes on with the case."), _("Reason: {reason}"))),
    "approved": NoticeKind(PROGRESS, _("{number} is approved: {place}."), _CASE, more=_LETTER),
    "noted": NoticeKind(PROGRESS, _("The municipality has taken note of {number}: {place}."), _CASE),
    "rejected": NoticeKind(PROGRESS, _("{number} is refused: {place}."), _CASE,
        more=(_("The decision says why, and how to appeal."), *_LETTER)),
    "decision_proposed": NoticeKind(YOUR_TURN, _("A decision is proposed in {number}: {place}."), _CASE + "/decision", acts=True),
    "proposal_returned": NoticeKind(YOUR_TURN, _("Your proposal in {number} was sent back: {place}."), _CASE + "/decision", acts=True),
    "decision_corrected": NoticeKind(PROGRESS, _("The decision in {number} is corrected: {place}."), _CASE, more=_LETTER),
    "appeal_registered": NoticeKind(PROGRESS, _("There is an appeal in {number}: {place}."), _CASE),
    "appeal_answered": NoticeKind(PROGRESS, _("The appeal in {number} is answered: {place}."), _CASE),
    "reopened": NoticeKind(PROGRESS, _("{number} is taken up again: {place}."), _CASE),
    "lapsed": NoticeKind(PROGRESS, _("{number} has lapsed: {place}."), _CASE),
    "withdrawn": NoticeKind(PROGRESS, _("{number} is withdrawn: {place}."), _CASE),
    "guarantee_set": NoticeKind(PROGRESS, _("The guarantee of {number} is recorded: {place}."), _CASE),
    "task_opened": NoticeKind(YOUR_TURN, _("There is something to follow up in {number}: {place}."), _CASE, acts=True),
    "message": NoticeKind(MESSAGES, _("There is a new message in {number}: {place}."), _CASE),
    "mentioned": NoticeKind(MESSAGES, _("{name} names you in a note on {number}: {place}."), "/cases/{case}#note-{note}",
        ask=_("Open the note")),
    "statement_invited": NoticeKind(YOUR_TURN, _("{name} at {tenant} asks for your statement on {number}."), "/invitation/{token}",
        acts=True, alone=True, more=(_("The link works once, until {until}. Ignore this mail if you did not expect it."),),
        ask=_("Accept the invitation")),
    "statement_asked": NoticeKind(YOUR_TURN, _("{name} asks for your statement on {number}: {place}."), "/asked/{statement}", acts=True),
    "statement_due": NoticeKind(YOUR_TURN, _("Your statement on {number} is wanted now: {place}."), "/asked/{statement}", acts=True),
    "statement_late": NoticeKind(PROGRESS, _("{whom} has not given a statement on {number} yet: {place}."), "/cases/{case}/statements"),
    "statement_given": NoticeKind(PROGRESS, _("{whom} has given a statement on {number}: {place}."), "/cases/{case}/statements"),
    "statement_shared": NoticeKind(PROGRESS, _("The municipality lets you read a statement on {number}: {place}."), "/cases/{case}"),
    "statement_withdrawn": NoticeKind(PROGRESS, _("Your statement on {number} is no longer asked for."), "/"),
    "case_assigned": NoticeKind(YOUR_TURN, _("{name} has given {number} to you: {place}."), _CASE, acts=True),
    "cases_handed_on": NoticeKind(YOUR_TURN, _("Cases were handed on to you by {name}."), "/cases", acts=True),
    "access_requested": NoticeKind(ACCESS, _("{company} asks for access to {municipality}."), "/companies/{number}", acts=True),
    "access_question": NoticeKind(ACCESS, _("{municipality} asks for more before {company} can have access."), "/company", acts=True,
        more=(_("The municipality asks: {reason}"),)),
    "access_answered": NoticeKind(ACCESS, _("{company} has answered about access to {municipality}."), "/companies/{number}", acts=True),
    "access_approved": NoticeKind(ACCESS, _("{company} is approved in {municipality}."), "/company"),
    "access_rejected": NoticeKind(ACCESS, _("{company} was not approved in {municipality}."), "/company",
        more=(_("Reason: {reason}"),)),
    "access_suspended": NoticeKind(ACCESS, _("The access of {company} to {municipality} is suspended."), "/company",
        more=(_("Reason: {reason}"),)),
    "access_ended": NoticeKind(ACCESS, _("The access of {company} to {municipality} has ended."), "/company",
        more=(_("Reason: {reason}"),)),
    "access_planned": NoticeKind(ACCESS, _("{company} can send cases to {municipality} until {day}."), "/company", acts=True,
        more=(_("Reason: {reason}"),)),
    "register_suspended": NoticeKind(ACCESS, _("The register says that {company} can no longer act. Its access is suspended."), "/"),
    "register_restored": NoticeKind(ACCESS, _("The register says that {company} can act again. Its access is as before."), "/"),
    "certificate_expiring": NoticeKind(ACCESS, _("The certificate {certificate} of {name} expires on {day}."), "/company", acts=True),
    "role_changed": NoticeKind(SAFETY, _("Your role in {tenant} was changed."), "/account"),
    "access_removed": NoticeKind(SAFETY, _("You no longer have access to {tenant}."), "/account"),
    "invitation": NoticeKind(SAFETY, _("{name} invites you to {tenant}."), "/invitation/{token}", acts=True, alone=True,
        more=(_("The link works once, until {until}. Ignore this mail if you did not expect it."),), ask=_("Accept the invitation")),
    "email_proof": NoticeKind(SAFETY, _("Confirm that {company} shall join the contractor portal."), "/register/proof/{token}", acts=True,
        alone=True, more=(_("The link works for {hours} hours. Ignore this mail if you did not ask for it; then nothing happens."),),
        ask=_("Confirm and join")),
    "password_reset": NoticeKind(SAFETY, _("Somebody asked for a new password for your account."), "/login/reset/{token}", acts=True,
        alone=True, more=(_("The link works once, until {until}. If it was not you, nothing happens and you need do nothing."),),
        ask=_("Choose a new password")),
    "codes_reset": NoticeKind(SAFETY, _("Your one-time codes were reset. You set up new ones the next time you log in."), "/account",
        alone=True, more=(_("Did you not ask for it? Tell whoever runs the portal at once."),)),
    "first_admin": NoticeKind(SAFETY, _("You are the first administrator of {tenant}."), "/invitation/{token}", acts=True, alone=True,
        ask=_("Set up your login")),
    "password_changed": NoticeKind(SAFETY, _("The password of your account was changed."), "/account", alone=True, more=_NOT_YOU),
    "codes_begun": NoticeKind(SAFETY, _("One-time codes were set up for your account."), "/account", alone=True, more=_NOT_YOU),
    "codes_made": NoticeKind(SAFETY, _("New recovery codes were made for your account."), "/account", alone=True, more=_NOT_YOU),
    "key_made": NoticeKind(SAFETY, _("A key for programs was made for your account: {name}."), "/account/keys", alone=True),
    "identity_linked": NoticeKind(SAFETY, _("A login by {provider} was linked to your account."), "/account", alone=True),
    "login_new_device": NoticeKind(SAFETY, _("Your account was used from a device we have not seen: {device}."), "/account", alone=True,
        more=(_("Was it not you? Log that device out on your account's page, choose a new password, and tell your administrator."),),
        ask=_("See where you are logged in")),
    "responsible_given": NoticeKind(PROGRESS, _("{name} has made you responsible for {number}: {place}."), _CASE),
    "responsible_taken": NoticeKind(PROGRESS, _("{to} is responsible for {number} from now on: {place}."), _CASE),
    "webhook_off": NoticeKind(OUTSIDE, _("Nothing more is sent to {host}: the receiver does not answer, or wants nothing more."), "{where}",
        acts=True, more=(_("Look at why, and switch it on when it works again."),)),
    "webhook_message_lost": NoticeKind(OUTSIDE, _("A message to {host} has not arrived, and is tried no more."), "{where}", acts=True,
        more=(_("Look at why, and send it again. Until you have read this, you are told at most once a day."),)),
    "archive_failed": NoticeKind(OUTSIDE, _("The archive has not taken an entry of {number}, and it is tried no more."),
        "/settings/archive?state=failed", acts=True,
        more=(_("Later entries of the same case wait for it. Look at why, and send it again."),
              _("Other cases may have stopped too. Until you have read this, you are told at most once a day."))),
    "cowork_invited": NoticeKind(ACCESS, _("{company} asks you to work on {number}: {place}."), _COMPANIES, acts=True),
    "cowork_accepted": NoticeKind(ACCESS, _("{company} works on {number} with you from now on."), _COMPANIES),
    "cowork_declined": NoticeKind(ACCESS, _("{company} does not want to work on {number}."), _COMPANIES),
    "cowork_ended": NoticeKind(ACCESS, _("You no longer work on {number} for {company}."), "/cases"),
    "cowork_left": NoticeKind(ACCESS, _("{company} no longer works on {number} with you."), _COMPANIES),
    "handover_offered": NoticeKind(ACCESS, _("{company} offers to hand {number} over to you: {place}."), _COMPANIES, acts=True),
    "handover_begun": NoticeKind(ACCESS, _("The municipality has asked {company} to take over {number}: {place}."), _COMPANIES),
    "handover_agreed": NoticeKind(ACCESS, _("{company} accepts to take over {number}. The municipality decides."), _COMPANIES),
    "handover_accepted": NoticeKind(ACCESS, _("The handover of {number} waits for the municipality: {place}."), _CASE, acts=True),
    "handover_approved": NoticeKind(ACCESS, _("The handover of {number} is approved: {place}."), _COMPANIES),
    "handover_refused": NoticeKind(ACCESS, _("The handover of {number} is refused: {place}."), _COMPANIES,
        more=(_("Reason: {reason}"),)),
    "handover_declined": NoticeKind(ACCESS, _("{company} does not take over {number}: {place}."), _COMPANIES),
    "handover_withdrawn": NoticeKind(ACCESS, _("{company} no longer offers you {number}: {place}."), "/cases"),
    "break_glass": NoticeKind(SAFETY, _("The portal's administrator has opened {number}: {reason}"), _CASE, alone=True),
    "draft_expiring": NoticeKind(YOUR_TURN, _("Your draft {number} is removed on {day} unless you work on it."), _CASE, acts=True),
    "erasure_asked": NoticeKind(SAFETY, _("{name} asks to be erased. Receipt {receipt}."), "/people", acts=True),
    "erasure_done": NoticeKind(SAFETY, _("Your personal data was erased as you asked, as far as the archive duty lets us."), "/",
        alone=True),
    "reminder_draft": NoticeKind(REMINDERS, _("Your draft {number} is not sent yet: {place}."), _CASE, acts=True,
        more=(_("Nobody at the municipality sees it before you send it."),)),
    "reminder_answers": NoticeKind(REMINDERS, _("Answer {number} by {day}: {place}."), _CASE, acts=True,
        more=(_("The municipality's time stands still until you have answered."),)),
    "reminder_answers_late": NoticeKind(REMINDERS, _("The answers in {number} should have come by {day}: {place}."), _CASE, acts=True,
        more=(_("Answer, or ask for more time. The case can lapse when the answers do not come."),)),
    "reminder_answers_late_admin": NoticeKind(REMINDERS, _("Nobody has answered {number}, which was due {day}: {place}."), _CASE,
        acts=True, more=(_("You get this because you administrate the company. See to it that somebody answers."),)),
    "reminder_decision": NoticeKind(REMINDERS, _("{number} must be answered by {day}: {place}."), _CASE, acts=True),
    "reminder_decision_late": NoticeKind(REMINDERS, _("{number} should have been answered by {day}: {place}."), _CASE, acts=True),
    "reminder_decision_late_admin": NoticeKind(REMINDERS, _("{number} was not answered by {day}: {place}."), _CASE, acts=True,
        more=(_("You get this because you administrate the municipality. See to it that somebody takes it."),)),
    "reminder_lapse": NoticeKind(REMINDERS, _("The approval of {number} lapses after {day} unless the work begins: {place}."), _CASE,
        acts=True, more=(_("Confirm the start on the page of the case when the work begins."),)),
    "reminder_report": NoticeKind(REMINDERS, _("Send the final report of {number} by {day}: {place}."), _CASE, acts=True,
        more=(_("The work is finished; the time for the report runs from that day."),)),
    "reminder_report_late": NoticeKind(REMINDERS, _("The final report of {number} should have come by {day}: {place}."), _CASE, acts=True,
        more=(_("Send it now. The municipality sees the day too."),)),
    "reminder_report_late_admin": NoticeKind(REMINDERS, _("Nobody has sent the final report of {number}, which was due {day}: {place}."),
        _CASE, acts=True, more=(_("You get this because you administrate the company. See to it that somebody sends it."),)),
    "inspection_asked": NoticeKind(SITE, _("The contractor asks for an inspection in {number}: {purpose}."), _CASE, acts=True,
        more=(_("First suggested time: {when}."),)),
    "inspection_proposed": NoticeKind(SITE, _("The municipality wants to inspect in {number}: {purpose}."), _CASE, acts=True,
        more=(_("First suggested time: {when}."),)),
    "inspection_suggested": NoticeKind(SITE, _("Other times are suggested for the inspection in {number}: {purpose}."), _CASE, acts=True,
        more=(_("First suggested time: {when}."), _("Reason: {reason}"))),
    "inspection_moved": NoticeKind(SITE, _("The inspection in {number} must be moved: {purpose}."), _CASE, acts=True,
        more=(_("First suggested time: {when}."), _("Reason: {reason}"))),
    "inspection_agreed": NoticeKind(SITE, _("The inspection in {number} is agreed for {when}: {purpose}."), _CASE),
    "inspection_declined": NoticeKind(SITE, _("The inspection in {number} was declined: {purpose}."), _CASE,
        more=(_("Reason: {reason}"),)),
    "inspection_cancelled": NoticeKind(SITE, _("The inspection in {number} is cancelled: {purpose}."), _CASE,
        more=(_("Reason: {reason}"),)),
    "inspection_held": NoticeKind(SITE, _("The inspection in {number} is recorded: {purpose}."), _CASE),
    "inspection_missed": NoticeKind(SITE, _("The inspection in {number} was not held: {purpose}."), _CASE),
    "work_started": NoticeKind(SITE, _("The work in {number} started {day}: {place}."), _CASE),
    "work_finished": NoticeKind(SITE, _("The work in {number} was finished {day}: {place}."), _CASE),
    "backfill_allowed": NoticeKind(SITE, _("You may backfill in {number}: {place}."), _CASE,
        more=(_("The municipality writes: {reason}"),)),
    "backfilled": NoticeKind(SITE, _("The trench in {number} is being backfilled: {place}."), _CASE,
        more=(_("{ready} of {wanted} photos and measurements were there."),)),
}  # fmt: skip
