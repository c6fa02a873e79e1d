"""The words every plain page shares."""

from __future__ import annotations

from models.base import Role
from models.text import Text, _
from ui.components.frame import product

SHARED: dict[str, Text] = {
    "product": product(),
    "skip": _("Skip to the content"),
    "about": _("About the portal"),
    "accessibility": _("Accessibility statement"),
    "to_front": _("Go to the front page"),
    "problem": _("There is a problem"),
    "error_prefix": _("Error:"),
}

ROLES: dict[Role, Text] = {
    Role.COMPANY_ADMIN: _("Company administrator"),
    Role.APPLICANT: _("Applicant"),
    Role.VIEWER: _("Viewer"),
    Role.CASE_WORKER: _("Case worker"),
    Role.APPROVER: _("Approver"),
    Role.MUNICIPALITY_ADMIN: _("Municipality administrator"),
    Role.AUDITOR: _("Auditor"),
}

ACCOUNT: dict[str, Text] = {
    "act_as": _("Act for"),
    "role": _("Company or municipality"),
    "switch": _("Switch"),
    "language": _("Language"),
    "save": _("Save"),
    "password": _("Password"),
    "old_password": _("Password you have now"),
    "new_password": _("New password"),
    "password_hint": _("At least {least} characters. A few words you remember are good."),
    "change_password": _("Change the password"),
    "codes": _("One-time codes"),
    "codes_on": _("A code from your phone is asked for when you log in."),
    "codes_off": _("Only your password is asked for when you log in."),
    "codes_begin": _("Begin with one-time codes"),
    "recovery": _("Recovery codes"),
    "recovery_what": _("Each stands in once for a code from your phone, should you lose it."),
    "recovery_make": _("Make new recovery codes"),
    "recovery_shown": _("Write these down or print them; they are shown this once, and those before work no more."),
    "sessions": _("Where you are logged in"),
    "this_one": _("this device"),
    "end_one": _("Log out"),
    "end_others": _("Log out everywhere else"),
    "logout": _("Log out"),
}
