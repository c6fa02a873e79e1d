"""Whether a sentence of an officer's own can be acted upon. Source: product.md 3.12, number 9. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.text import Text, _

LONG_SENTENCE = 300
"""A free sentence above this many characters is warned about."""
TOO_LONG = _("Long texts are seldom read. Try to say it in fewer than 300 characters.")
NO_ACTION = _("This does not say what to do. Begin with a verb, such as “Upload” or “Write”.")
_VERBS = """
    avklar avklår avtal avtale be bekreft bekrefte beskriv beskrive bruk bruke bytt bytte demp dokumenter dokumenterar endre erklær fest
    finn fjern fjerne flytt flytte fyll fylle fotografer følg før forklar forklare fortell gi gje gjør gjer grav hent hente innhent innhente
    justér juster kall kom kontakt kontakte kontroller kontrollér korriger korrigér kryss lag lage last legg leggje legge les lever
    levere marker markér mål måle målsett meld melde merk merke monter montér nevn nemn ombestem oppdater oppdatér oppgi oppgje opplys
    ordne pass plasser plassér prøv rett rette ring ringe rydd samle se send sende senk set sett sette sei si sjekk sjekke sjå skaff
    skift skil skill skriv skrive slett slå snu sorter spesifiser spesifisér spør stans start stopp svar svare sørg ta tegn tegne teikn
    tilpass trekk trykk tøm utfyll utvid varsle velg vel velje vent vis vise vurder vurdér
    add answer arrange ask attach call change check choose complete confirm contact correct delete deliver describe draw enter explain
    fill find fix follow give include list look make mark measure move name note photograph place provide put remove replace report
    return say scan see send set show sign specify state submit supply take tell try update upload use verify write
"""
ACTION_VERBS = frozenset(_VERBS.split())
"""Imperatives and infinitives of what contractors are asked to do, in the portal's three languages."""
_WORD = re.compile(r"[^\W\d_]+")


def names_an_action(sentence: str) -> bool:
    """Whether any word of it is a verb of action."""
    return any(one in ACTION_VERBS for one in _WORD.findall(sentence.lower()))


def remarks_on(sentence: str) -> Sequence[Text]:
    """What the officer is warned about in a sentence of their own; nothing for an empty one. A warning never stops anything."""
    words = sentence.strip()
    if not words:
        return ()
    return tuple(remark for remark, holds in ((TOO_LONG, len(words) > LONG_SENTENCE), (NO_ACTION, not names_an_action(words))) if holds)
