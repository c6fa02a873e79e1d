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
    "other_ways": _("Without a password"),
    "your_name": _("Your name"),
}

ROLES: dict[Role, Text] = {
    Role.COMPANY_ADMIN: _("Company administrator"),
    Role.APPLICANT: _("Applicant"),
    Role.VIEWER: _("Viewer"),
    Role.CASE_WORKER: _("Case worker"),
    Role.APPROVER: _("Approver"),
    Role.MUNICIPALITY_ADMIN: _("Municipality administrator"),
    Role.AUDITOR: _("Auditor"),
    Role.PLATFORM_ADMIN: _("Platform administrator"),
    Role.EXPERT: _("Outside expert"),
}

ACCOUNT: dict[str, Text] = {
    "act_as": _("Act for"),
    "data": _("Your data: a copy, or to be erased"),
    "role": _("Company or municipality"),
    "switch": _("Switch"),
    "language": _("Language"),
    "save": _("Save"),
    "password": _("Password"),
    "old_password": _("Password you have now"),
    "new_password": _("New password"),
    "password_hint": _("At least {least} characters. A few words you remember are good."),
    "change_password": _("Change the password"),
    "ways": _("Log in without a password"),
    "ways_what": _("Link a way to log in that you have elsewhere. It opens this account and no other."),
    "unlink": _("Take the link away"),
    "codes": _("One-time codes"),
    "codes_on": _("A code from your phone is asked for when you log in."),
    "codes_off": _("Only your password is asked for when you log in."),
    "codes_begin": _("Begin with one-time codes"),
    "codes_move": _("Move to another phone"),
    "codes_move_what": _("You set codes up anew. Those of the phone before and its recovery codes work no more then."),
    "recovery": _("Recovery codes"),
    "recovery_what": _("Each stands in once for a code from your phone, should you lose it."),
    "recovery_make": _("Make new recovery codes"),
    "recovery_shown": _("Write these down or print them; they are shown this once, and those before work no more."),
    "sessions": _("Where you are logged in"),
    "this_one": _("this device"),
    "end_one": _("Log out"),
    "end_others": _("Log out everywhere else"),
    "keys": _("Keys for programs"),
    "keys_what": _("With a key, a program of yours can do what you can do here."),
    "keys_open": _("See and make keys"),
    "logout": _("Log out"),
}
