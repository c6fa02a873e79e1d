"""Public pages that work on private pipes was read from, by their own titles. Source: domain 1-connection and 2-private-work."""

from __future__ import annotations

from workflows.shared.sources import page

BERGEN = page(
    "Bergen kommune: søk om rørleggermelding",
    "https://www.bergen.kommune.no/innbyggerhjelpen/planer-bygg-og-eiendom/vann-og-avlop/arbeid-pa-vannog-avlopsnett/sok-om-rorleggermelding",
)
SERVICE_PIPES = page(
    "VA-jus: er utskifting av stikkledninger søknadspliktig?", "https://va-jus.no/ufaqs/er-utskifting-av-stikkledninger-soknadspiktig/"
)
HALDEN = page(
    "Halden kommune: entreprenørportal og unntak fra byggesøknad",
    "https://www.halden.kommune.no/tjenester/miljo-og-teknisk/byggesak/byggesaksnyheter/vi-tar-i-bruk-gemini-entreprenorportal.39452.aspx",
)
SEPTIC = page(
    "Drammen kommune: septiktanker og slamavskillere",
    "https://www.drammen.kommune.no/vann-og-avlop/vann-og-avlop/for-boligeiere/septiktankerslamavskillere/",
)
PLUGGING = page(
    "Nordre Follo kommune: tilkobling til kommunalt vann- og avløpsanlegg",
    "https://nordrefollo.kommune.no/tjenester/vann-og-avlop/tilkobling-til-kommunalt-vann--og-avlopsanlegg/",
)
BACKWATER = page("Stord kommune: sanitærmelding", "https://www.stord.kommune.no/sanitaermelding.452809.nn.html")
CHANGED_UNITS = page("Harstad kommune: søknad og skjema", "https://www.harstad.kommune.no/soeknad-og-skjema.476066.no.html")
ORDERS = page(
    "Bodø kommune: melding om utført arbeid etter pålegg",
    "https://bodo.kommune.no/vei-vann-og-avlop/vann-og-avlop/soknad-skjema-og-bestilling/tilkobling-til-kommunalt-vann-og-avlop/"
    "vis-skjult-artikler/soknad-om-tilkobling-og-foretaksregistrering",
)
SEPARATORS = page(
    "VA-jus: er installasjon av olje- og fettutskillere søknadspliktig?",
    "https://va-jus.no/ufaqs/er-installasjon-av-olje-og-fettutskillere-et-soknadspliktig-tiltak/",
)
FINAL_REPORT = page(
    "Bodø kommune: ferdigmelding",
    "https://bodo.kommune.no/vei-vann-og-avlop/vann/tilkopling-og-utforing-av-sanitaranlegg/vis-skjult-artikler/ferdigmelding",
)
TRENCH_PHOTOS = page(
    "Eigersund kommune: ferdigmelding av ny tilknytning med stikkledning",
    "https://www.eigersund.kommune.no/ferdigmelding-av-ny-tilknytning-med-stikkledning.6419071-508733.html",
)
SURVEYING = page(
    "Vestby kommune: innmåling og dokumentasjon", "https://www.vestby.kommune.no/innmaaling-og-dokumentasjon.530665.no.html?printable=1"
)
STORMWATER = page(
    "Halden kommune: ofte stilte spørsmål om vann og avløp",
    "https://www.halden.kommune.no/teknisk/vannavlop/VA_Oftestiltesp%C3%B8rsm%C3%A5l/Sider/Saksbehandling.aspx",
)
PUBLIC_PIPES = page(
    "Bergen kommune: søk om arbeid på offentlig VA-nett",
    "https://www.bergen.kommune.no/innbyggerhjelpen/vann-vei-og-trafikk/vann-og-avlop/profesjonelle-va-aktorer/"
    "sok-om-arbeid-pa-offentlig-va-nett-bestilling",
)
ROADS = page(
    "Kristiansund kommune: forskrift om graving i kommunal veg, veglova §§ 32 og 57",
    "https://lovdata.no/dokument/OV/forskrift/2014-12-02-1683",
)
