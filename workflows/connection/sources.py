"""Public pages the connection workflow was read from, by their own titles. Source: domain 1-connection."""

from __future__ import annotations

from workflows.shared.sources import page

VESTBY = page(
    "Vestby kommune: behandling av søknad om sanitærabonnement",
    "https://www.vestby.kommune.no/behandling-av-soeknad-om-sanitaerabonnement-roerleggermelding.5961941-407140.html",
)
ASKER = page(
    "Asker kommune: tilknytning til vann og avløp",
    "https://www.asker.kommune.no/vann-og-avlop/skjemaer-og-veiledere/tilknytning-til-vann-og-avlop/",
)
GRIMSTAD = page(
    "Grimstad kommune: standard abonnementsvilkår, tekniske bestemmelser",
    "http://docplayer.me/4168337-Grimstad-kommune-standard-abonnementsvilkar-for-vann-og-avlop-tekniske-bestemmelser.html",
)
CHECKLIST = page("Sjekkliste for private stikkledninger", "http://docplayer.me/2860113-Adresse-postnr-poststed.html")
BACKFLOW = page(
    "Lindesnes kommune: inntaksinstallasjon og vannmåler",
    "https://www.lindesnes.kommune.no/inntaksinstallasjon-og-vannmaaler.6611362-529845.html",
)
METERS = page("Ullensaker kommune: vannmålere", "https://www.ullensaker.kommune.no/virksomheter/vann-avlop-renovasjon-og-vei/vannmaler/")
TIGHTNESS = page(
    "VA-norm punkt 6.17: tetthetsprøving",
    "https://www.va-norm.no/dokument/6-transportsystem-spillvann/6-17-tetthetsproving/?source=40&override=1&real=21657&l=nb",
)
