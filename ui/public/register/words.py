"""The words of the pages of `/register`, and a register entry as lines people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.text import Text, _

LABELS: dict[str, Text] = {
    "lead": _("Your company joins once for all municipalities here. Each of them then says whether you may send cases there."),
    "number": _("Organisation number or name"),
    "number_is": _("Organisation number"),
    "number_hint": _("Nine digits, or what the company is called. We look it up in Enhetsregisteret."),
    "hits": _("Choose your company"),
    "find": _("Find the company"),
    "have_login": _("Your company is here already? Log in"),
    "other_number": _("Use another number"),
    "try_other": _("Use {number}"),
    "company": _("The company"),
    "company_name": _("The company's name"),
    "form": _("Form of organisation"),
    "address": _("Business address"),
    "industry": _("Industry"),
    "you": _("About you"),
    "you_lead": _("You become the company's administrator, and can invite colleagues afterwards."),
    "name": _("Your name"),
    "position": _("What you are in the company"),
    "position_hint": _("For example managing director or project manager."),
    "email": _("E-mail"),
    "email_hint": _("We mail a link to it. You log in with it afterwards."),
    "phone": _("Phone"),
    "log_in_as": _("You log in with"),
    "not_you": _("Is this not you, or not your company? Then leave the page; nothing happens without you."),
    "password": _("Choose a password"),
    "password_hint": _("At least {least} characters. A few words you remember are good."),
    "may_act": _("I may act for the company towards municipalities"),
    "work": _("What you do"),
    "areas": _("Kinds of work"),
    "proofs": _("Certificates"),
    "proofs_lead": _("Leave it empty if you do not have them at hand: they can be added later, with a file, under “Your company”."),
    "proof_n": _("Certificate {n}"),
    "kind": _("Kind"),
    "none": _("None"),
    "proof_number": _("Number"),
    "holder": _("Held by"),
    "holder_hint": _("Empty: you."),
    "expires_on": _("Last day"),
    "municipalities": _("Municipalities"),
    "municipalities_lead": _("Each gets a request and answers it by itself."),
    "send": _("Send"),
    "what_then": _("Then we mail you a link. Nothing is sent to any municipality before you have used it."),
    "to_login": _("Log in"),
}
NOT_VERIFIED = _(
    "The company register does not answer now, so nobody has verified the company. You can go on: the municipality decides by hand."
)
KEPT = _("The company register does not answer now. This is what it said on {day}.")
FROM_FILE = _("This stood in the company register on {day}.")
SAID = _("This stands in the company register now.")


def entry_lines(entry: Mapping[str, Any], name: str, number: str) -> list[tuple[Text, str]]:
    """Label and words of what people know a company by."""
    form, place = entry.get("organisasjonsform") or {}, entry.get("forretningsadresse") or {}
    industry = entry.get("naeringskode1") or {}
    street = ", ".join(str(line) for line in place.get("adresse") or [] if line)
    town = f"{place.get('postnummer') or ''} {place.get('poststed') or ''}".strip()
    lines = [
        (LABELS["company_name"], name),
        (LABELS["number_is"], number),
        (LABELS["form"], str(form.get("beskrivelse") or form.get("kode") or "")),
        (LABELS["address"], ", ".join(part for part in (street, town) if part)),
        (LABELS["industry"], f"{industry.get('kode') or ''} {industry.get('beskrivelse') or ''}".strip()),
    ]
    return [(label, words) for label, words in lines if words]
