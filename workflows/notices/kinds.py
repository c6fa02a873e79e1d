"""Every kind of notice: who must act, how it is said in the list and in a mail, and where it leads.

One line here is all a new notice needs. The sentences take their values from the outbox item's payload; a value that is not there
leaves its sentence out, so a payload may grow without old items breaking.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.text import Text, _

YOUR_TURN, PROGRESS, MESSAGES, ACCESS, SAFETY = "your_turn", "progress", "messages", "access", "safety"
TOPICS: dict[str, Text] = {
    YOUR_TURN: _("When you must act"),
    PROGRESS: _("When a case moves on"),
    MESSAGES: _("Messages"),
    ACCESS: _("Access, certificates and handovers"),
    SAFETY: _("Your login"),
}
ALWAYS_AT_ONCE = frozenset({SAFETY})
"""Topics nobody can put off: what protects a login must arrive."""


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
KINDS: dict[str, NoticeKind] = {
    "submitted": NoticeKind(YOUR_TURN, _("{number} has come in: {place}."), _CASE, acts=True),
    "resubmitted": NoticeKind(YOUR_TURN, _("{number} was answered: {place}."), _CASE, acts=True),
    "paused": NoticeKind(YOUR_TURN, _("The municipality asks you to correct {number}: {place}."), _CASE, acts=True,
        more=(_("The municipality's time stands still until you have answered."),)),
    "more_time_asked": NoticeKind(YOUR_TURN, _("More time is asked for in {number}: {place}."), _CASE, acts=True),
    "due_moved": NoticeKind(PROGRESS, _("You have got more time to answer {number}: {place}."), _CASE),
    "approved": NoticeKind(PROGRESS, _("{number} is approved: {place}."), _CASE),
    "noted": NoticeKind(PROGRESS, _("The municipality has taken note of {number}: {place}."), _CASE),
    "rejected": NoticeKind(PROGRESS, _("{number} is refused: {place}."), _CASE,
        more=(_("The decision says why, and how to appeal."),)),
    "reopened": NoticeKind(PROGRESS, _("{number} is taken up again: {place}."), _CASE),
    "lapsed": NoticeKind(PROGRESS, _("{number} has lapsed: {place}."), _CASE),
    "withdrawn": NoticeKind(PROGRESS, _("{number} is withdrawn: {place}."), _CASE),
    "message": NoticeKind(MESSAGES, _("There is a new message in {number}: {place}."), _CASE),
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
    "first_admin": NoticeKind(SAFETY, _("You are the first administrator of {tenant}."), "/invitation/{token}", acts=True, alone=True,
        ask=_("Set up your login")),
    "identity_linked": NoticeKind(SAFETY, _("A login by {provider} was linked to your account."), "/account", alone=True),
    "login_new_device": NoticeKind(SAFETY, _("Your account was used from a device we have not seen: {device}."), "/account", alone=True),
    "cowork_invited": NoticeKind(ACCESS, _("{company} asks you to work on {number}: {place}."), _CASE, acts=True),
    "cowork_ended": NoticeKind(ACCESS, _("You no longer work on {number} for {company}."), "/cases"),
    "handover_offered": NoticeKind(ACCESS, _("{company} offers to hand {number} over to you: {place}."), _CASE, acts=True),
    "handover_accepted": NoticeKind(ACCESS, _("The handover of {number} waits for the municipality: {place}."), _CASE, acts=True),
    "handover_approved": NoticeKind(ACCESS, _("The handover of {number} is approved: {place}."), _CASE),
    "handover_refused": NoticeKind(ACCESS, _("The handover of {number} is refused: {place}."), _CASE),
    "break_glass": NoticeKind(SAFETY, _("The portal's administrator has opened {number}: {reason}"), _CASE, alone=True),
    "erasure_done": NoticeKind(SAFETY, _("Your personal data was erased as you asked, as far as the archive duty lets us."), "/",
        alone=True),
}  # fmt: skip
