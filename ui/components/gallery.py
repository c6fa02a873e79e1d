"""Every component in every state on one page, for looking at and for the accessibility test.

Never part of a running portal: only tests and designers call `register`. Sample words are names and verbatim text, so they stand here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from nicegui import ui

from models.base import Phase, Status
from models.text import verbatim as v
from ui.components import (
    Change,
    Choice,
    Column,
    DiffView,
    ErrorLine,
    FieldView,
    Filter,
    GroupView,
    MessageView,
    Page,
    RowView,
    SlotView,
    SummaryRow,
    TaskGroup,
    TaskRow,
    TaskState,
    TimelineEntry,
    Tone,
    Viewer,
    answer_form,
    board,
    board_column,
    button,
    card,
    confirmation,
    data_table,
    details,
    dialog,
    diff_pair,
    empty_state,
    error_summary,
    field,
    file_tray,
    filter_bar,
    frame,
    heading,
    key_facts,
    link,
    message_thread,
    missing_panel,
    notice,
    paragraph,
    process_bar,
    row,
    row_group,
    save_mark,
    section,
    stack,
    status_tag,
    summary_list,
    tag,
    task_list,
    timeline,
    two_columns,
    upload_slot,
)
from ui.components.gallery_samples import (
    KARI,
    MENU,
    MORNING,
    NAV,
    sample_cards,
    sample_fields,
    sample_missing,
    sample_process,
    sample_row,
    sample_slot,
)
from ui.components.tables import Cell
from ui.texts import LOCALES, Locale, Speaker

DRAFT: dict[str, object] = {}
"""What the form of the gallery was told, for the tests."""


def register(prefix: str = "/_gallery") -> None:
    """Serve the gallery's pages: all pieces, a case as its contractor sees it, a board, and a slow form for tests."""
    ui.page(prefix, title="Gallery", language="nb-NO")(pieces)
    ui.page(f"{prefix}/step", title="Gallery", language="nb-NO")(step)
    ui.page(f"{prefix}/board", title="Gallery", language="nb-NO")(officer_board)
    ui.page(f"{prefix}/slow", title="Gallery", language="nb-NO")(slow_form)


def _speaker(locale: str) -> Speaker:
    known: Sequence[Locale] = LOCALES
    return Speaker(next((one for one in known if one == locale), "nb"))


def pieces(locale: str = "nb") -> None:
    """All pieces in all states."""
    with frame(
        _speaker(locale), title=v("Galleri"), viewer=KARI, nav=NAV, menu=MENU, lead=v("Alle deler i alle tilstander."), here="/_gallery"
    ) as page:
        _buttons_and_tags(page)
        _states()
        _progress()
        with answer_form("gallery/fields", _keep):
            _fields()
        _reading()
        _tables()
        _talk(page)


async def _keep(changes: Sequence[Change]) -> None:
    DRAFT.update({change.key: change.value for change in changes})


def _buttons_and_tags(page: Page) -> None:
    with section(v("Knapper")), stack(4):
        with row(3):
            button(v("Send inn til Fjordvik"), lambda: page.toast(v("Sendt"), undo=lambda: None), icon="send")
            button(v("Lagre og gå ut"), lambda: page.toast(v("Lagret"), tone=Tone.BLUE), kind="secondary")
            button(v("Legg til måler"), lambda: None, kind="quiet", icon="plus")
            button(v("Trekk søknaden"), lambda: None, kind="danger")
            button(v("Åpne saken"), href="/cases/1", kind="secondary", icon="arrow-right")
        button(v("Godkjenn"), lambda: None, why_not=v("Ett krav er ikke besvart ennå. Trekk kravet eller vent på svar."))
        button(v("Tung jobb"), lambda: asyncio.sleep(1.5), kind="secondary")
    with section(v("Merker")), row(2):
        for status in Status:
            status_tag(status, side="contractor")
        for phase in (Phase.WORK, Phase.FINAL):
            status_tag(Status.DRAFT, phase)
        status_tag(Status.PAUSED, side="officer", firm="Rør & Varme Vest AS")
        for tone in Tone:
            tag(tone.value, tone)
    with section(v("Ord")):
        heading(v("Overskrift tre"), level=3)
        paragraph(v("Vanlig tekst.\nNy linje."))
        paragraph(v("Rolig tekst."), look="muted")
        link(v("En lenke"), "/help")
        link(v("Vannmålerforskriften"), "https://lovdata.no/", new_tab=True)
        with details(v("Hva menes med dette?")):
            paragraph(v("Her står forklaringen."))


def _states() -> None:
    with section(v("Beskjeder")), stack(3):
        notice(v("Kommunen har fått søknaden og svarer innen 2 uker."), title=v("Mottatt"))
        notice(
            v("Svar innen fre. 12. juni. Kommunen stopper fristen til du har svart."),
            Tone.YELLOW,
            title=v("Du må svare"),
            link=(v("Gå til kravene"), "/cases/1"),
        )
        notice(v("Alt er klart."), Tone.GREEN)
        notice(v("Filen kunne ikke leses."), Tone.RED)
        empty_state(
            "clipboard-list",
            v("Ingen saker ennå"),
            v("Den første saken tar rundt ti minutter."),
            action=(v("Start en sak"), "/cases/new"),
            level=3,
        )
        confirmation(
            v("Søknaden er sendt"),
            "2026-000123",
            [v("Du får kvittering på e-post."), v("Fjordvik kommune svarer vanligvis innen 6 virkedager.")],
        )


def _progress() -> None:
    with section(v("Framdrift")):
        process_bar(sample_process())
        key_facts(ball=v("Fjordvik kommune"), due=v("fre. 12. juni (6 virkedager)"), next_=v("Saksbehandler kontrollerer søknaden"))
        key_facts(ball=v("Deg"), due=v("i går"), next_=v("Send svar på 2 krav"), overdue=True)
        task_list(
            [
                TaskGroup(
                    v("Eiendom"), [TaskRow(v("Eiendommen"), "/1", TaskState.READY), TaskRow(v("Eier"), "/2", TaskState.LACKS, count=2)]
                ),
                TaskGroup(
                    v("Tiltak"),
                    [
                        TaskRow(v("Målerne"), "/3", TaskState.STARTED, hint=v("Plassering, størrelse og gammel måler")),
                        TaskRow(v("Tegninger"), "/4", TaskState.MUST_CORRECT),
                        TaskRow(v("Rørlegger"), "/5", TaskState.NEW_QUESTIONS),
                        TaskRow(v("Utførelse"), "/6"),
                        TaskRow(v("Se over og send"), "/7"),
                    ],
                ),
            ],
            v("1 av 7 deler er klare. 3 ting mangler før du kan sende."),
        )


def _fields() -> None:
    with section(v("Felter")), stack(8):
        save_mark(MORNING)
        summary = error_summary()
        lines = [
            ErrorLine(v("«kari@» er ikke en e-postadresse. Skriv den som navn@firma.no."), "email"),
            ErrorLine(v("Velg hvordan måleren sitter."), "kind2"),
        ]
        button(v("Vis feilene"), lambda: summary.show(lines), kind="secondary")
        shown = [field(one) for one in sample_fields()]
        shown[1].present(["Ola Moe"])
        rows = [RowView(f"r{n}", v(f"Måler {n}"), sample_row(f"r{n}")) for n in (1, 2)]
        group = row_group(
            GroupView("meters", v("Målere"), rows, add_label=v("Legg til måler"), at_most=3, hint=v("En rad for hver måler."), table=True),
            on_add=lambda: group.add_row(RowView("r3", v("Måler 3"), sample_row("r3"))),
            on_remove=lambda row_id: group.remove_row(row_id),
            on_restore=lambda row_id: group.add_row(RowView(row_id, v("Måler"), sample_row(row_id))),
        )
        upload_slot(sample_slot(), url="/_gallery/upload", csrf="sample", on_remove=lambda _id: None, on_restore=lambda _id: None)
        empty = SlotView("sketch", v("Skisse av inntaket"), ".pdf", v("PDF"), at_most=1, error=v("Last opp skisse av inntaket."))
        upload_slot(empty, url="/_gallery/upload", csrf="sample", on_remove=lambda _id: None, on_restore=lambda _id: None)
        file_tray("sample", [sample_slot(), empty], url="/_gallery/upload", csrf="sample", guess=lambda _name: empty.key)


def _reading() -> None:
    with section(v("Lese")):
        summary_list(
            [
                SummaryRow(v("Hva skal gjøres?"), v("Bytte"), "/step#kind", id="a-kind"),
                SummaryRow(v("Målernummer"), None, "/step#number"),
                SummaryRow(
                    v("Bilde av telleverket"), None, "/step#photo", lines=["skive.jpg, 2,4 MB", "kum.heic, 4,1 MB"], note=v("2 av 2 bilder")
                ),
            ],
            title=v("Målerne"),
            change="/step",
        )
        diff_pair(
            DiffView("n", v("Målernummer"), "99", "4471-0098", asked=v("Nummeret finnes ikke i registeret.")),
            on_accept=lambda _k: None,
            on_ask=lambda _k: None,
        )
        diff_pair(DiffView("p", v("Bilde"), "gammelt.jpg", "nytt.jpg", old_href="/f/1", new_href="/f/2", decided=v("Godtatt kl. 10:42")))


def _tables() -> None:
    with section(v("Lister")):
        filter_bar(
            [
                Filter("q", v("Søk"), "search", value="Strandgata"),
                Filter("status", v("Tilstand"), options=[Choice("new", v("Ny")), Choice("paused", v("Venter"))], value="new"),
            ],
            action="/cases",
        )
        columns = [
            Column("case", v("Sak"), "link"),
            Column("place", v("Adresse")),
            Column("state", v("Tilstand"), "tag"),
            Column("due", v("Frist"), "day"),
            Column("left", v("Dager"), "number"),
        ]
        rows: list[dict[str, Cell]] = [
            {
                "id": f"{n}",
                "case": {"words": f"2026-00012{n}", "href": f"/cases/{n}"},
                "place": f"Strandgata {n}",
                "state": {"words": v("Du må svare"), "tone": "yellow", "strong": True},
                "due": "12.06.2027",
                "left": str(n),
            }
            for n in range(1, 5)
        ]
        data_table(columns, rows, caption=v("Sakene mine"), previous="/cases?before=1", next_="/cases?after=2", summary=v("Viser 4 av 214"))


def _talk(page: Page) -> None:
    with section(v("Samtale")):
        entries = [
            TimelineEntry("23.11.2026 10:42", "Ola Moe", v("Svar sendt"), tone=Tone.PURPLE),
            TimelineEntry(
                "20.11.2026 09:00", "Fjordvik kommune", v("2 krav sendt"), note=v("Fristen stoppes til du har svart."), tone=Tone.YELLOW
            ),
            TimelineEntry("02.11.2026 12:11", "Kari Nes", v("Søknaden sendt inn"), tone=Tone.GREEN),
        ]
        timeline(entries)
        messages = [
            MessageView("1", "Kari Nes", "Rør & Varme Vest AS", "02.11.2026 12:15", "Kan vi hente måleren på fredag?", mine=True),
            MessageView("2", "Per Ås", "Fjordvik kommune", "02.11.2026 13:02", "Ja, etter kl. 10."),
        ]
        message_thread(messages, label=v("Meldinger"), on_send=_say)
    with dialog(v("Trekke søknaden?")) as box:
        paragraph(v("Kommunen slutter å behandle den. Du kan kopiere den til en ny sak."))
        with row(3):
            button(v("Trekk søknaden"), box.close, kind="danger")
            button(v("Behold"), box.close, kind="secondary")
    button(v("Åpne dialog"), box.open, kind="secondary")
    button(v("Fokuser feltet"), lambda: page.focus("reading"), kind="quiet")


async def _say(words: str) -> None:
    DRAFT["message"] = words


def step(locale: str = "nb") -> None:
    """A wizard step as a contractor sees it."""
    with frame(
        _speaker(locale),
        title=v("Målerne"),
        over=v("Sak 2026-000123 · Vannmåler · Strandgata 4"),
        viewer=KARI,
        nav=NAV,
        menu=MENU,
        back=(v("Oversikt"), "/cases/1"),
        here="/_gallery/step",
    ):
        process_bar(sample_process(paused=True))
        key_facts(ball=v("Deg"), due=v("fre. 12. juni"), next_=v("Send svar på 2 krav"))
        with two_columns() as (main, aside):
            with main, answer_form("gallery/step", _keep):
                save_mark(MORNING)
                for one in sample_fields()[:11]:
                    field(one)
                upload_slot(sample_slot(), url="/_gallery/upload", csrf="sample", on_remove=lambda _id: None, on_restore=lambda _id: None)
                with row(3):
                    button(v("Fortsett"), href="/next")
                    button(v("Tilbake til oversikten"), href="/cases/1", kind="quiet")
            with aside:
                missing_panel(sample_missing(), on_cannot=lambda _key: None)


def officer_board(locale: str = "nb") -> None:
    """A board that changes when the button is pressed."""
    with frame(
        _speaker(locale),
        title=v("Saker"),
        viewer=Viewer("Per Ås", "Fjordvik kommune"),
        nav=NAV,
        menu=MENU,
        wide=True,
        here="/_gallery/board",
    ):
        filter_bar([Filter("q", v("Søk"), "search"), Filter("who", v("Saksbehandler"), options=[Choice("me", v("Meg"))])], action="/board")
        titles = ("Nye", "Til kontroll", "Nytt svar", "Venter på entreprenør", "Klar for vedtak")
        with board():
            lanes = [
                board_column(
                    v(title), sample_cards(n)[::-1], total=n, key=title, on_take=lambda card_id: DRAFT.update(taken=card_id), more="/board"
                )
                for n, title in zip((4, 3, 2, 0, 1), titles, strict=True)
            ]

        async def change() -> None:
            await asyncio.sleep(0.8)
            lanes[0].show(sample_cards(6, shift=2), total=1206)

        button(v("Endre"), change, kind="secondary")
        with card(v("Kort"), level=3):
            paragraph(v("Et kort med tittel."))


async def slow_form(delay: int = 300, broken: bool = False) -> None:
    """A form whose server takes `delay` ms for each parcel, or refuses every one."""

    async def keep_slowly(changes: Sequence[Change]) -> bool:
        await asyncio.sleep(delay / 1000)
        if not broken:
            DRAFT.update({change.key: change.value for change in changes})
            for change in changes:
                form.fields[change.key].saved(change.version + 1)
            mark.saved(MORNING)
        return not broken

    with frame(Speaker("nb"), title=v("Langsomt skjema"), viewer=KARI):
        with answer_form("gallery/slow", keep_slowly) as form:
            mark = save_mark()
            name = field(FieldView("name", v("Navn"), "text", DRAFT.get("name", ""), version=1))
            field(FieldView("story", v("Fortelling"), "longtext", DRAFT.get("story", ""), version=1))
            field(FieldView("yes", v("Ja eller nei?"), "boolean", DRAFT.get("yes"), version=1))
            field(FieldView("place", v("Eiendom"), "property", DRAFT.get("place"), version=1))
        button(v("Kollegaen skriver"), lambda: name.take("Ola", 9, note=v("Endret av Ola kl. 10:42")), kind="secondary")
