"""Whether whoever registers a company is known to act for it: by a role in the register, or else by a power of attorney.

Source: domain README section 3.3 (a name that equals a registered role counts; assumed).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from models.text import Text, _
from workflows.ports_joining import RegisteredRole

ROLE, NOT_IN_A_ROLE, NOT_ASKED = "role", "none", ""
"""What is kept with a company: found in a role (`role:DAGL`), found in none, or the register could not be asked."""
ROLE_NAMES: dict[str, Text] = {
    "DAGL": _("managing director"),
    "INNH": _("owner"),
    "LEDE": _("chair of the board"),
    "NEST": _("deputy chair of the board"),
    "MEDL": _("member of the board"),
    "DTPR": _("partner"),
    "DTSO": _("partner"),
    "BEST": _("managing shipowner"),
    "KONT": _("contact person"),
}


def right_of(name: str, roles: Sequence[RegisteredRole] | None) -> str:
    """What the register shows of the right of a person with this name: `role:CODE`, `none`, or empty when it could not be asked.

    Case, accents and middle names do not count: first and last name must be the same.
    """
    if roles is None:
        return NOT_ASKED
    wanted = _ends(name)
    found = next((one.code for one in roles if wanted and _ends(one.name) == wanted), None)
    return NOT_IN_A_ROLE if found is None else f"{ROLE}:{found}"


def right_words(right: str, name: str) -> Text:
    """What a municipality is told of the right to act."""
    kind, _colon, code = right.partition(":")
    if kind == ROLE:
        role = ROLE_NAMES.get(code, _("a registered role"))
        return _("{name} stands in the company register as {role}.", name=name, role=role)
    if right == NOT_IN_A_ROLE:
        return _("{name} has no role in the company register. Ask for a power of attorney.", name=name)
    return _("The company register could not be asked about roles. Ask for a power of attorney.")


def _ends(name: str) -> tuple[str, str] | None:
    """First and last name, in plain letters."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one))
    words = plain.replace("-", " ").split()
    return (words[0], words[-1]) if len(words) > 1 else None
