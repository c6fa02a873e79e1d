"""Where shared demands come from. Titles of Norwegian pages are names and stay as they are in every language."""

from __future__ import annotations

from models.text import _, verbatim
from workflows.declare import Source

ASSUMED = Source(_("Assumed: no published source was found. The municipality can change it."), assumed=True)
FORM_ITSELF = Source(_("Follows from the form: the answers must fit together."))
FORMS = Source(_("Asked for in the municipalities' own forms."))
PRIVACY = Source(_("Privacy rules: no more personal data than needed (assumed)."), assumed=True)


def page(title: str, url: str) -> Source:
    """A public page by its own title."""
    return Source(verbatim(title), url)


def partly_assumed(source: Source) -> Source:
    """The demand has a source; its limits are our own."""
    return Source(_("{source} – the limits are assumed.", source=source.words), source.url, assumed=True)


PORTAL_RULES = page("Krav til foretak i entreprenørportalen", "https://www.invera.no/water/products/gemini-contractor-portal")
MOSS = page(
    "Moss kommune: entreprenørportalen",
    "https://www.moss.kommune.no/alle-tjenester/vann-og-avlop/entreprenorportalen-moss-kommune/",
)
DRAWN_PLACE = page(
    "Bodø kommune: søknad om tilkobling, situasjonskart",
    "https://bodo.kommune.no/vei-vann-og-avlop/vann-og-avlop/soknad-skjema-og-bestilling/tilkobling-til-kommunalt-vann-og-avlop/"
    "vis-skjult-artikler/soknad-om-tilkobling-og-foretaksregistrering",
)
TVEDESTRAND = page(
    "Tvedestrand kommune: sanitærmelding", "https://www.tvedestrand.kommune.no/tjenester/vann-avlop-og-renovasjon/sanitarmelding/"
)
ADK = page("Norsk Vann: spørsmål og svar om ADK", "https://norskvann.no/index.php/kompetanse/adk/adk-faq")
TEK17 = page("Byggteknisk forskrift § 15-7 med veiledning", "https://www.dibk.no/regelverk/byggteknisk-forskrift-tek17/15/iii/15-7")
BUSINESS_REGISTER = page("Enhetsregisteret, dokumentasjon", "https://data.brreg.no/enhetsregisteret/api/dokumentasjon/no/index.html")
PROPERTY_FORM = page(
    "Lindesnes kommune: bestilling av vannmåler (eiendom)",
    "https://www.lindesnes.kommune.no/bestilling-utlevering-og-ferdigmelding-av-vannmaaler.6611346-529845.html",
)
OWNER_SIGNS = page(
    "Vestby kommune: slik bestiller du vannmåler",
    "https://www.vestby.kommune.no/tjenester/vann-og-avlop/arkiv-for-vann-og-avlop/2025-01-10-slik-bestiller-du-vannmaler",
)
DEVIATIONS = page("VA-norm punkt 3.9: avvik skal beskrives", "https://www.va-norm.no/")
