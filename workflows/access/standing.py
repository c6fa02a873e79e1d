"""What the company register's entry means for joining: may this unit join, and if not, why and what to do.

Source: COM-01 to COM-03, domain README sections 3 and 9. Booleans that are missing count as false, as the register leaves them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.text import Text, _

SOLE_TRADER = "ENK"
GONE: dict[str, Text] = {
    "bankrupt": _("bankrupt"),
    "forced_dissolution": _("being dissolved by force"),
    "deleted": _("deleted"),
}

COMPANY_IS_GONE: dict[str, Text] = {
    "bankrupt": _("Company bankrupt"),
    "forced_dissolution": _("Company dissolved by force"),
    "deleted": _("Company deleted"),
}
"""The same as a mark on a card, a list or a case."""


@dataclass(frozen=True, slots=True)
class CannotJoin:
    """Why a unit may not join, and what somebody can do about it. `key` is for logs and tests, `other` a number to try instead."""

    key: str
    why: Text
    how: Text
    other: str = ""


def gone(entry: Mapping[str, Any]) -> tuple[str, date | None]:
    """How a unit is gone (a key of `GONE`, empty when it is not), and since when, where the register tells."""
    if entry.get("slettedato") or entry.get("respons_klasse") == "SlettetEnhet":
        return "deleted", _day(entry.get("slettedato"))
    if entry.get("konkurs"):
        return "bankrupt", _day(entry.get("konkursdato"))
    if entry.get("underTvangsavviklingEllerTvangsopplosning"):
        return "forced_dissolution", None
    return "", None


def in_business_register(entry: Mapping[str, Any]) -> bool:
    """Whether the unit is in Foretaksregisteret; one that was never looked up is not said to be outside."""
    return not entry or bool(entry.get("registrertIForetaksregisteret"))


def why_not_join(entry: Mapping[str, Any]) -> CannotJoin | None:
    """Why the unit with this entry may not join; None when it may."""
    parent = str(entry.get("overordnetEnhet") or "")
    if parent:
        return CannotJoin(
            "sub_unit",
            _("This is the number of a branch, not of the company."),
            _("Use the company's own number: {number}.", number=parent),
            parent,
        )
    how, since = gone(entry)
    if how == "deleted":
        day: Text = _("since {day}", day=since) if since else _("already")
        return CannotJoin(
            "deleted",
            _("The register says that the company is deleted, {since}.", since=day),
            _("Use the number of the company that carries on the work, or correct the entry with Brønnøysundregistrene."),
        )
    if how:
        words = _("The register says that the company is {status}.", status=GONE[how])
        return CannotJoin(how, words, _("A company in this state cannot send cases. Is it wrong, correct it with Brønnøysundregistrene."))
    if not in_business_register(entry):
        return _outside(entry)
    return None


def _outside(entry: Mapping[str, Any]) -> CannotJoin:
    """A sole trader need not be in Foretaksregisteret but may be, for a fee: that is the remedy. Source: domain README section 3.1."""
    why = _("The company is not in Foretaksregisteret, which municipalities demand.")
    if form_of(entry) == SOLE_TRADER:
        how = _("A sole trader may register there for a fee: use “Samordnet registermelding” in Altinn, and come back when it is done.")
        return CannotJoin("sole_trader_outside", why, how)
    return CannotJoin("outside", why, _("Register it there by “Samordnet registermelding” in Altinn, and come back when it is done."))


def form_of(entry: Mapping[str, Any]) -> str:
    """The key of the form of organisation, such as `AS`; empty when the entry does not tell."""
    form = entry.get("organisasjonsform")
    return str(form.get("kode") or "") if isinstance(form, Mapping) else ""


def _day(words: Any) -> date | None:
    try:
        return date.fromisoformat(words)
    except (TypeError, ValueError):
        return None
