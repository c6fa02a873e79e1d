"""Entries of Enhetsregisteret cut down to what the portal uses, whether they come live or from the bulk file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from models.joining import RegisterUnit

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
