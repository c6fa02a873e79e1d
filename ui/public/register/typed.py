"""What somebody typed at `/register`: read from the form, judged field by field, and shown again as it was. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.text import Text, _
from workflows.access.areas import AREAS
from workflows.access.proving import TypedProof, expiry_of, faults_of
from workflows.access.registering import TypedCertificate, Wanted
from workflows.fields import EmailKind, PhoneKind, Problem, parse

ROWS = 3
LONGEST = 120
PROOF_FIELDS = ("kind", "number", "holder", "expires_on")


@dataclass(frozen=True)
class Typed:
    """One form as it came. `proofs` has as many rows as the form shows. The password is chosen later, by whoever gets the mail."""

    company_name: str = ""
    name: str = ""
    position: str = ""
    email: str = ""
    phone: str = ""
    may_act: bool = False
    areas: Sequence[str] = ()
    municipalities: Sequence[str] = ()
    proofs: Sequence[TypedProof] = field(default_factory=lambda: [TypedProof("")] * ROWS)


def typed_of(form: Any) -> Typed:
    """A posted form; what is too long is cut, what we do not know is left out."""

    def words(name: str) -> str:
        return str(form.get(name, "")).strip()[: LONGEST + 1]

    proofs = [TypedProof(**{part: words(f"proof-{n}-{part}") for part in PROOF_FIELDS}) for n in range(1, ROWS + 1)]
    return Typed(
        words("company_name"), words("name"), words("position"), words("email").lower(), words("phone"),
        form.get("may_act") == "yes",
        [one for one in map(str, form.getlist("areas")) if one in AREAS], [str(one)[:4] for one in form.getlist("municipalities")], proofs,
    )  # fmt: skip


def faults_in(typed: Typed, *, towns: Mapping[str, str], is_unverified: bool) -> dict[str, Text]:
    """Field -> what to do, in the order of the form; empty when everything can be taken."""
    faults: dict[str, Text] = {}
    if is_unverified and not typed.company_name:
        faults["company_name"] = _("Write the company's name.")
    if not typed.name:
        faults["name"] = _("Write your name.")
    if not typed.position:
        faults["position"] = _("Write what you are in the company.")
    for key, kind, what in (("email", EmailKind(), _("Write your e-mail address.")), ("phone", PhoneKind(), _("Write your phone number."))):
        value = getattr(typed, key)
        if not value or isinstance(parse(kind, value), Problem):
            faults[key] = what
    too_long = [key for key in ("company_name", "name", "position", "email", "phone") if len(getattr(typed, key)) > LONGEST]
    faults |= {key: _("Use at most {most} characters.", most=LONGEST) for key in too_long}
    if not typed.may_act:
        faults["may_act"] = _("Confirm that you may act for the company.")
    if not typed.areas:
        faults["areas"] = _("Choose at least one kind of work.")
    faults |= _proof_faults(typed)
    if not typed.municipalities or any(number not in towns for number in typed.municipalities):
        faults["municipalities"] = _("Choose at least one municipality.")
    return faults


def _proof_faults(typed: Typed) -> dict[str, Text]:
    """Of rows in which something stands."""
    found: dict[str, Text] = {}
    for n, proof in enumerate(typed.proofs, start=1):
        if any(getattr(proof, part) for part in PROOF_FIELDS):
            found |= {f"proof-{n}-{part}": words for part, words in faults_of(proof).items()}
    return found


def wanted_of(typed: Typed, number: str, name: str, language: str) -> Wanted:
    """What was found good, as the use case takes it."""
    proofs = [TypedCertificate(one.kind, one.number, one.holder, expiry_of(one.expires_on)) for one in typed.proofs if one.kind]
    return Wanted(
        number, name, typed.name, typed.email, typed.phone, language, typed.position, list(typed.areas),
        list(dict.fromkeys(typed.municipalities)), proofs,
    )  # fmt: skip
