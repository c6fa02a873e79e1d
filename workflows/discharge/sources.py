"""Public pages the discharge workflow was read from, by their own titles. Source: domain 5-discharge."""

from __future__ import annotations

from workflows.shared.sources import page

_AGENCY = "https://www.miljodirektoratet.no/"
GUIDE_CH12 = page(
    "Miljødirektoratet: veileder avløp, behandle søknad",
    _AGENCY + "ansvarsomrader/forurensning/avlop/for-myndigheter/under-arbeid---veileder-avlop/steg4/",
)
SCOPE = page(
    "Miljødirektoratet: er søknaden innenfor forskriftens virkeområde",
    _AGENCY + "ansvarsomrader/forurensning/avlop/for-myndigheter/saksbehandling/utslipp-fra-spredt-bebyggelse/"
    "er-soknaden-innenfor-forskriftens-virkeomrade/",
)
CH13 = page(
    "Kommentarer til forurensningsforskriften kapittel 13",
    "http://www.miljodirektoratet.no/no/Regelverk/Forskrifter/Forskrift-om-begrensning-av-forurensning-forurensningsforskriften/"
    "Kommentarer-til-forurensningsforskriftens-Kapittel-13-Krav-til-utslipp-av-kommunalt-avlopsvann-fra-mindre-tettbebyggelser/",
)
CH15 = page(
    "Kommentarer til forurensningsforskriften kapittel 15",
    _AGENCY + "regelverk/forskrifter/forurensningsforskriften/oljeholdig-avlopsvann-kommentarer/",
)
COMPLETE = page(
    "Miljødirektoratet: sjekke om søknaden er fullstendig",
    _AGENCY + "myndigheter/vann-og-avlop/handtere-avlop2/kommunen-som-forurensningsmyndighet-pa-avlop/utslipp-og-paslipp-avlop/"
    "behandle-soknader-om-utslippstillatelser/Behandle-utslipp-avlop-spredt-bebyggelse/sjekke-om-soknaden-er-fullstendigde/",
)
GREASE = page(
    "Nes kommune: fettholdig avløpsvann",
    "https://eskjema.nes.kommune.no/skjema/NES159/Fettholdig_avlpsvann__Sknad_i_forbindelse_med_fettutskiller",
)
SITE_WATER = page("Bærum kommune: påslipp av anleggsvann", "https://skjema.baerum.kommune.no/dialogue/BK446/")
BODO = page(
    "Bodø kommune: veiledning til søknad om utslippstillatelse",
    "https://bodo.kommune.no/vei-vann-og-avlop/vann-og-avlop/soknad-skjema-og-bestilling/private-avlopsanlegg-og-soknad-om-"
    "utslippstillatelse/vis-skjult-artikler/veiledning-til-soknad-om-utslippstillatelse",
)
HUSTADVIKA = page(
    "Hustadvika kommune: utslippstillatelse",
    "https://hustadvika.kommune.no/tjenester/gatelys-vei-vann-og-avlop/avlop/privat-avlop/relevante-skjemaer-og-lovverk/utslippstillatelse/",
)
NOTICE = page("NIBIO: søknad om utslipp", "https://www.nibio.no/tema/miljo/mindre-avlop/kommuneveiledning/soknad-om-utslipp")
TREATMENT = page(
    "NIBIO: rensekrav (forurensningsforskriften §§ 12-8 og 12-9)",
    "https://www.nibio.no/tema/miljo/mindre-avlop/valg-av-renselosning/rensekrav",
)
SANITARY_FORM = page(
    "Våler kommune: søknad om utslippstillatelse",
    "http://www.valer-of.kommune.no/bolig-og-eiendom/skjemaer---tekniske-tjenester/soeknad-om-utslippstillatelse",
)
MAP_FORM = page("Masfjorden kommune: søknad om utslippsløyve", "https://skjema.kf.no/FormsEngine/?wizardId=5636&externalId=4634")
OIL_FORM = page(
    "Drammen kommune: oljeutskillere, søknad og installasjon",
    "https://www.drammen.kommune.no/vann-og-avlop/vann-og-avlop/naring-og-industri/oljeutskillere_gammel/"
    "oljeutskillere---soknad-og-installasjon/",
)
OIL_LIMIT = page(
    "Drammen kommune: oljeutskillere",
    "https://www.drammen.kommune.no/vann-og-avlop/vann-og-avlop/naring-og-industri/oljeutskillere/",
)
OIL_CONTROL = page(
    "Oslo kommune: oljeutskilleranlegg", "https://www.oslo.kommune.no/vann-og-avlop/arbeider-pa-vann-og-avlopsnettet/oljeutskilleranlegg/"
)
OIL_REPORT = page(
    "Time kommune: oljeutskiljar", "https://www.time.kommune.no/tenester/vatn-avlop-og-renovasjon/for-profesjonelle/oljeutskiljar/"
)
