"""Public pages the excavation workflow was read from, by their own titles. Source: domain 6-excavation."""

from __future__ import annotations

from workflows.shared.sources import page

ROADS = page(
    "Statens vegvesen: søk om å varsle og sikre arbeid",
    "https://www.vegvesen.no/fag/veg-og-gate/arbeidsvarsling/sok-om-a-varsle-og-sikre-arbeid/",
)
ROAD_OWNER = page("Stryn kommune: gravemelding", "https://stryn.kommune.no/tenester/teknisk-plan-og-byggesak/gravemelding/")
HANDLING = page(
    "Statens vegvesen: svar på søknad om arbeidsvarsling",
    "https://www.vegvesen.no/fag/veg-og-gate/arbeidsvarsling/sok-om-a-varsle-og-sikre-arbeid/svar-pa-soknad-om-arbeidsvarsling/",
)
MARKER = page("Marker kommune: gravetillatelse", "https://www.marker.kommune.no/gravetillatelse.526873.no.html")
COORDINATION = page(
    "Trondheim kommune: graving og prosjektering", "https://www.trondheim.kommune.no/tema/veg-vann-og-avlop/veg/graving-og-prosjektering/"
)
PIPE_CLEARANCE = page("Åmot kommune: søknad om gravetillatelse", "https://skjema.amot.kommune.no/skjema/AK035/Sknad_om_gravetillatelse")
CABLES = page("Tjeldsund kommune: graving", "https://www.tjeldsund.kommune.no/?id=5903935")
CABLE_ANSWERS = page(
    "Ledningsportalen: gravemelding og kabelpåvisning", "https://ledningsportalen.no/tjenester/gravemelding-og-kabelpavisning/"
)
WARNING = page("Stange kommune: arbeidsvarsling", "https://www.stange.kommune.no/veg-vann-og-avlop/veg/arbeidsvarsling/")
WINTER = page("Sveio kommune: graveløyve", "https://www.sveio.kommune.no/plan-bustad-og-eigedom/veg-vatn-avlop-og-renovasjon/graveloyve/")
ASPHALT = page(
    "Hammerfest kommune: graveinstruks",
    "http://docplayer.me/4405836-Grave-instruks-graving-pa-offentlige-trafikkarealer-og-kommunal-grunn-hammerfest-kommune-teknisk-drift-2012.html",
)
CLOSING = page(
    "Volda kommune: graving i kommunal veg", "https://www.volda.kommune.no/tenester/veg-vatn-og-miljo/veg/graving-i-kommunal-offentleg-veg/"
)
ENEBAKK = page("Enebakk kommune: gravesøknad", "https://www.enebakk.kommune.no/gravesoeknad.379384.no.html")
SAFETY = page(
    "VA-norm: gravetillatelse",
    "https://www.va-norm.no/dokument/3-dokumentasjon/3-10-gravetillatelse/?source=96&override=1&real=4925&l=nb",
)
CONSENT = page("Vestnes kommune: graving", "https://skjema.vestnes.kommune.no/skjema/VES0065/")
TREES = page(
    "Oslo kommune: søk om gravetillatelse",
    "https://www.oslo.kommune.no/gate-transport-og-parkering/veiarbeid-og-vedlikehold/arbeid-pa-kommunal-grunn/sok-om-gravetillatelse/",
)
COMPLETION = page(
    "Bodø kommune: hva melder jeg tilbake når arbeidene er sluttført",
    "https://bodo.kommune.no/arealplan-bygg-og-eiendom/min-eiendom/veileder-for-graving-i-kommunal-infrastruktur/vis-skjult-artikler/"
    "hva-melder-jeg-tilbake-nar-arbeidene-er-sluttfort-hva-skal-dokumenteres",
)
SUNNFJORD = page("Sunnfjord kommune: graveløyve", "https://sunnfjord.kommune.no/tenester/avfall-veg-vatn-og-avlop/veg-og-park/graveloyve/")
CROSS_SECTION = page("Stjørdal kommune: søknad om graving", "https://skjema.stjordal.kommune.no/skjema/STJ248/")
