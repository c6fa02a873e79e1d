"""Made-up data for the gallery: every piece in its states."""

from __future__ import annotations

from datetime import UTC, datetime

from models.document import FileState
from models.text import verbatim as v
from ui.components import (
    CardView,
    Choice,
    FieldView,
    FileView,
    MissingGroup,
    MissingKind,
    MissingLine,
    MissingView,
    NavItem,
    ProcessStep,
    SlotView,
    Tone,
    Viewer,
)

KARI = Viewer("Kari Nes", "Rør & Varme Vest AS", csrf="sample")
NAV = [NavItem(v("Saker"), "/cases", current=True, count=2), NavItem(v("Firmaet"), "/company"), NavItem(v("Hjelp"), "/help")]
MENU = [NavItem(v("Min konto"), "/account", icon="user"), NavItem(v("Varsler"), "/account/news", icon="bell")]
MORNING = datetime(2026, 11, 23, 9, 42, tzinfo=UTC)


def sample_process(*, paused: bool = False) -> list[ProcessStep]:
    """The course of a sample case."""
    return [
        ProcessStep(v("Søknad"), "done", "02.11.2026"),
        ProcessStep(v("Kommunens kontroll"), "current", "", paused=paused),
        ProcessStep(v("Vedtak")),
        ProcessStep(v("Utføring")),
        ProcessStep(v("Sluttdokumentasjon")),
    ]


def sample_fields() -> list[FieldView]:
    """One field of each kind and each state."""
    few = [
        Choice("new", v("Ny måler")),
        Choice("replace", v("Bytte"), v("Ny måler i stedet for en gammel")),
        Choice("remove", v("Demontering")),
    ]
    many = [Choice(str(size), v(f"DN{size}")) for size in (15, 20, 25, 32, 40, 50, 65, 80, 100, 150, 200)]
    return [
        FieldView(
            "number",
            v("Målernummer"),
            "meter_number",
            "4471-B",
            hint=v("Det står på skiven: 6 til 20 tegn."),
            example="4471-0098",
            version=3,
        ),
        FieldView("reason", v("Årsak"), "longtext", "Gammel måler lekker.\nHaster."),
        FieldView("units", v("Antall boenheter"), "integer", "2"),
        FieldView("reading", v("Målerstand ved montering"), "decimal", "12,5", unit="m³", mark=v("anbefalt")),
        FieldView("mounted", v("Montert dato"), "date", "2026-11-02"),
        FieldView("kind", v("Hva skal gjøres?"), "choice", "replace", options=few),
        FieldView("dn", v("Nominell størrelse"), "choice", "20", options=many),
        FieldView(
            "connected",
            v("Eiendommen er tilknyttet"),
            "multi",
            ["water"],
            options=[Choice("water", v("Vann")), Choice("waste", v("Avløp"))],
        ),
        FieldView("sprinkler", v("Sprinkleranlegg på samme inntak?"), "boolean", False),
        FieldView("plumber", v("Montør"), "person", "p1", options=[Choice("p1", "Kari Nes"), Choice("p2", "Ola Moe")]),
        FieldView("property", v("Eiendom"), "property", {"gnr": "12", "bnr": "34"}, hint=v("Står på skatteseddelen.")),
        FieldView("email", v("E-post"), "email", "kari@", error=v("«kari@» er ikke en e-postadresse. Skriv den som navn@firma.no.")),
        FieldView("kind2", v("Monteringsstilling"), "choice", None, options=few, error=v("Velg hvordan måleren sitter.")),
        FieldView("seal", v("Plombenummer"), "text", "P-100", locked=v("Låst mens kommunen kontrollerer saken.")),
        FieldView("fate", v("Gammel måler"), "choice", "new", options=few, locked=v("Låst mens kommunen kontrollerer saken.")),
        FieldView(
            "old",
            v("Gammelt målernummer"),
            "meter_number",
            "99",
            asked=v("Nummeret finnes ikke i registeret. Les av på nytt."),
            note=v("Lagret kl. 10:42"),
        ),
    ]


def sample_row(row_id: str) -> list[FieldView]:
    """The fields of one row."""
    return [
        FieldView(f"meters/{row_id}/number", v("Målernummer"), "meter_number", ""),
        FieldView(f"meters/{row_id}/room", v("Plassering (rom)"), "text", ""),
        FieldView(f"meters/{row_id}/reading", v("Målerstand"), "decimal", "", unit="m³"),
    ]


def sample_slot() -> SlotView:
    """A slot with a file in each state."""
    files = [
        FileView("1", "skive.jpg", 2_400_000, FileState.READY, href="/files/1"),
        FileView("2", "bilde av kum SK-12.heic", 4_100_000, FileState.CHECKING),
        FileView("3", "plan.pdf", 81_000, FileState.DOUBTFUL, why=v("Bildet er tatt 4,2 km fra eiendommen. Er det riktig bilde?")),
        FileView("4", "skript.svg", 3_000, FileState.REFUSED, why=v("SVG tas ikke imot. Eksporter som PDF i stedet.")),
    ]
    return SlotView(
        "photo",
        v("Bilde av telleverket"),
        ".jpg,.png,.heic",
        v("JPG, PNG eller HEIC"),
        at_least=2,
        at_most=5,
        files=files,
        why=v("Kommunen leser av målerstanden på bildet."),
        hint=v("Nummeret skal kunne leses."),
        parcel={"slot": "photo"},
    )


def sample_missing() -> MissingView:
    """A panel with all groups."""
    return MissingView(
        [
            MissingGroup(
                MissingKind.ASKED_FOR,
                [
                    MissingLine(
                        "1",
                        v("Les av målernummeret på nytt"),
                        v("Målerne"),
                        target="number",
                        why=v("Kommunen fant ikke nummeret i registeret."),
                    )
                ],
            ),
            MissingGroup(
                MissingKind.BLOCKS,
                [
                    MissingLine("2", v("Velg hva som skal gjøres"), v("Målerne"), target="kind"),
                    MissingLine("3", v("Skriv gårds- og bruksnummer"), v("Eiendommen"), href="/1"),
                ],
            ),
            MissingGroup(
                MissingKind.NEEDED,
                [
                    MissingLine(
                        "4",
                        v("Last opp bilde av telleverket"),
                        v("Dokumenter"),
                        target="s-photo",
                        why=v("Bildet viser målerstanden."),
                        why_href="https://lovdata.no/",
                        can_waive=True,
                    )
                ],
            ),
            MissingGroup(MissingKind.RECOMMENDED, [MissingLine("5", v("Oppgi hvem som henter måleren"), v("Utførelse"), href="/5")]),
        ],
        done=3,
        tell_done=lambda: [v("Eiers navn"), v("Type bygg"), v("Antall boenheter")],
    )


def sample_cards(count: int, *, shift: int = 0) -> list[CardView]:
    """Cards of a column; `shift` makes the first ones newer."""
    streets = ["Strandgata 4", "Øvre Bakkevei 12", "Kirkeveien 3B", "Fjordgløttvegen 118", "Torget 1", "Havnegata 22"]
    return [
        CardView(
            id=f"c{n}",
            version=shift if n < shift else 0,
            href=f"/cases/{n}",
            title=v(streets[n % 6]),
            number=f"2026-00{n:04}",
            lines=[v("Vannmåler · bytte"), "Rør & Varme Vest AS"],
            tag=v("Nytt svar") if n % 3 == 0 else None,
            tone=Tone.PURPLE,
            due=v("3 dager igjen") if n % 4 else v("1 dag over"),
            overdue=n % 4 == 0,
            who="Per Ås" if n % 2 else "",
        )
        for n in range(count)
    ]
