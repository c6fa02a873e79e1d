"""Public pages the water-meter workflow was read from, by their own titles. Source: domain 3-water-meter."""

from __future__ import annotations

from workflows.shared.sources import page

ORDERING = page(
    "Lindesnes kommune: bestilling, utlevering og ferdigmelding av vannmåler",
    "https://www.lindesnes.kommune.no/bestilling-utlevering-og-ferdigmelding-av-vannmaaler.6611346-529845.html",
)
INSTALLATION = page(
    "Lindesnes kommune: inntaksinstallasjon og vannmåler",
    "https://www.lindesnes.kommune.no/inntaksinstallasjon-og-vannmaaler.6611362-529845.html",
)
MOUNTING_RULES = page(
    "Sør-Varanger kommune: retningslinjer for montering av vannmålere",
    "https://www.sor-varanger.kommune.no/retningslinjer-for-montering-av-vannmaaler.6086726-457996.html",
)
SITE_METERS = page("Oslo kommune: vann og avløp, skjema og veiledere", "https://www.oslo.kommune.no/vann-og-avlop/skjema-og-veiledere/")
REQUISITION = page(
    "Drammen kommune: rekvisisjon av vannmåler",
    "https://www.drammen.kommune.no/vann-og-avlop/vann-og-avlop/vannmalere/rekvisisjon-av-vannmaler/",
)
HANDING_IN = page(
    "Ullensaker kommune: vannmåler, utlevering og innlevering",
    "https://www.ullensaker.kommune.no/virksomheter/vann-avlop-renovasjon-og-vei/vannmaler/",
)
REASONS = page(
    "Vestby kommune: slik bestiller du vannmåler",
    "https://www.vestby.kommune.no/tjenester/vann-og-avlop/arkiv-for-vann-og-avlop/2025-01-10-slik-bestiller-du-vannmaler",
)
PLACING = page("Dønna kommune: vannmåler", "https://www.donna.kommune.no/vannmaaler.538997.no.html")
PRESSURE = page("Oppegård kommune: krav i byggesaker", "https://www.oppegard.kommune.no/krav-i-byggesaker.439979.no.html")
BACKFLOW = page("OAR: sanitæranlegg, væskekategorier (NS-EN 1717)", "https://oar.no/teknisk-info/sanitaeranlegg")
