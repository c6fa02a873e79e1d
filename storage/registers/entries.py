"""Entries of Enhetsregisteret cut down to what the portal uses, whether they come live or from the bulk file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from models.joining import RegisterUnit
from workflows.ports_joining import RegisteredRole, RegisterHit

USED = (
    "organisasjonsnummer", "navn", "organisasjonsform", "registrertIForetaksregisteret", "registreringsdatoForetaksregisteret",
    "registrertIMvaregisteret", "konkurs", "konkursdato", "underAvvikling", "underTvangsavviklingEllerTvangsopplosning",
    "underRekonstruksjonsforhandlingDato", "slettedato", "respons_klasse", "forretningsadresse", "postadresse", "naeringskode1",
    "naeringskode2", "naeringskode3", "antallAnsatte", "stiftelsesdato", "overordnetEnhet", "maalform",
)  # fmt: skip
"""Fields that are kept. E-mail and telephone are not: nobody asked for them."""
FORM_PARTS = ("kode", "beskrivelse")


def trimmed(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The entry without what we do not use, and without links."""
    kept = {name: raw[name] for name in USED if raw.get(name) not in (None, "")}
    form = kept.get("organisasjonsform")
    if isinstance(form, Mapping):
        kept["organisasjonsform"] = {name: form[name] for name in FORM_PARTS if name in form}
    return kept


def unit_of(number: str, entry: Mapping[str, Any], read_at: datetime, source: str) -> RegisterUnit:
    """The row of an entry."""
    form = entry.get("organisasjonsform")
    key = str(form.get("kode") or "")[:20] if isinstance(form, Mapping) else ""
    name = str(entry.get("navn") or "")[:300]
    return RegisterUnit(number=number, name=name, form=key, source=source, read_at=read_at, entry=dict(entry))


def registered_roles(raw: Mapping[str, Any]) -> list[RegisteredRole]:
    """The people of an answer of `/roller` who have their role now; anything not as documented is passed over."""
    return [
        RegisteredRole(str(_part(role, "type", "kode") or ""), name)
        for group in _listed(raw, "rollegrupper")
        for role in _listed(group, "roller")
        if not role.get("avregistrert") and (name := _name_of(role))
    ]


def hits_in(raw: Mapping[str, Any]) -> list[RegisterHit]:
    """The units of a page of search results."""
    units = _listed(_part(raw, "_embedded") or {}, "enheter")
    return [hit_of(one) for one in units if str(one.get("organisasjonsnummer") or "").isdigit()]


def hit_of(entry: Mapping[str, Any]) -> RegisterHit:
    """What tells one company from another of nearly the same name."""
    place = str(_part(entry, "forretningsadresse", "poststed") or "")
    return RegisterHit(str(entry.get("organisasjonsnummer"))[:9], str(entry.get("navn") or "")[:300], place[:100])


def _name_of(role: Mapping[str, Any]) -> str:
    parts = [str(_part(role, "person", "navn", key) or "").strip() for key in ("fornavn", "mellomnavn", "etternavn")]
    return " ".join(filter(None, parts))[:200]


def _part(raw: Any, *path: str) -> Any:
    for key in path:
        raw = raw.get(key) if isinstance(raw, Mapping) else None
    return raw


def _listed(raw: Any, key: str) -> Iterator[Mapping[str, Any]]:
    found = _part(raw, key)
    yield from (one for one in found if isinstance(one, Mapping)) if isinstance(found, list) else ()
