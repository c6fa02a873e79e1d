"""Public pages the main-pipeline workflow was read from, by their own titles. Source: domain 4-main-pipeline."""

from __future__ import annotations

from workflows.shared.sources import page

_NORM = "https://va-norm.no/dokument"
_WWW = "https://www.va-norm.no/dokument"
GENERAL = page("VA-norm 3.0 Generelle bestemmelser", f"{_NORM}/3-dokumentasjon/3-0-generelle-bestemmelser/?source=116&override=0&l=nb")
LAWS = page("VA-norm 1 Hjemmelsdokumenter", "https://abcdocz.com/doc/4515492/va-norm-1-h-emmelsdokumenter--lover-og")
ADK_SCHEME = page("Norsk Vann: om ADK-opplæringsordningen", "https://va-kompetanse.no/adk/om-adk-opplaeringsordningen/")
BERGEN = page(
    "Bergen kommune: søk om å opparbeide hovedledninger",
    "https://www.bergen.kommune.no/innbyggerhjelpen/vann-vei-og-trafikk/vann-og-avlop/profesjonelle-va-aktorer/"
    "sok-om-a-opparbeide-hovedledninger-til-offentlig-drift-og-vedlikehold",
)
BODO_START = page("Bodø kommune: igangsetting av arbeidet", "http://byteknikk.bodo.kommune.no/igangsetting-av-arbeidet/category10788.html")
BODO_PLANS = page("Bodø kommune: krav til planmateriell", "http://byteknikk.bodo.kommune.no/krav-til-planmateriell/category10125.html")
STAVANGER = page(
    "Stavanger kommune: trykkprøving, desinfisering og prøvetaking",
    "https://www.stavanger.kommune.no/bolig-og-bygg/vann-og-avlop/skjema-veiledere-og-regelverk/"
    "trykkproving-desinfisering-og-provetakning-i-stavanger-kommune/",
)
DISINFECTION = page(
    "VA-norm 5.18 Desinfeksjon (Trondheim)",
    f"{_NORM}/5-transportsystem-vannforsyning/5-18-desinfeksjon/?source=126&override=1&real=5639&l=nb",
)
FINAL_DOCUMENTS = page(
    "VA-norm 3.9 Krav til sluttdokumentasjon",
    f"{_WWW}/3-dokumentasjon/3-9-krav-til-sluttdokumentasjon/?source=96&override=1&real=4939&l=nb",
)
PLAN_DOCUMENTS = page(
    "VA-norm 3.6 Krav til prosjektdokumentasjon",
    f"{_WWW}/3-dokumentasjon/3-6-krav-til-prosjektdokumentasjon/?source=78&override=1&real=18939&l=nb",
)
HARSTAD = page("Harstad kommune: søknad og skjema", "https://www.harstad.kommune.no/soeknad-og-skjema.476066.no.html")
LEAST_DIMENSION = page(
    "VA-norm 5.4 Minstedimensjon",
    f"{_WWW}/5-transportsystem-vannforsyning/5-4-minstedimensjon/?source=96&override=1&real=4975&l=nb",
)
TIGHTNESS = page(
    "VA-norm 6.17 Tetthetsprøving",
    f"{_WWW}/6-transportsystem-spillvann/6-17-tetthetsproving/?source=40&override=1&real=21657&l=nb",
)
INSPECTION = page(
    "VA-norm 6.17 Tetthetsprøving og rørinspeksjon",
    f"{_NORM}/6-transportsystem-spillvann/6-17-tetthetsproving/?source=28&override=1&real=728&l=nb",
)
