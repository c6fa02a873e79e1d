"""The list: those that wait for an answer first, searched, filtered and paged in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from models.text import _
from ui.case_parts.frames import visitor_frame
from ui.company.pieces import TONES, last_day_words
from ui.components import Choice, Column, Filter, button, data_table, filter_bar, row, tag
from ui.municipality.companies.wish import ENDING, ENDS_WITHIN, GONE_ONLY, address, share_words, wish_from
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.access.life import APPROVED, STATES
from workflows.access.seeing import NO_FIGURES, CompanyList, company_list
from workflows.access.standing import COMPANY_IS_GONE
from workflows.clocks import day_of
from workflows.policy import MATRIX
from workflows.ports_joining import CompanyLine, CompanyWish, Figures

COLUMNS = (
    Column("company", _("Company"), "link"),
    Column("number", _("Organisation number")),
    Column("state", _("Standing"), "tag"),
    Column("register", _("The company register"), "tag"),
    Column("proof", _("First certificate to expire"), "tag"),
    Column("open", _("Open cases"), "number"),
    Column("finished", _("Finished cases"), "number"),
    Column("share", _("Right first time")),
)


@portal_page("/companies", action="see_companies")
async def companies_page(visit: Visit, text: str = "", state: str = "", register: str = "", proofs: str = "", after: str = "") -> None:
    """The municipality's companies; everything chosen stands in the address."""
    wish = wish_from({"text": text, "state": state, "register": register, "proofs": proofs}, day_of(visit.now()))
    found: CompanyList = await visit.ask(company_list, wish, after[:400] or None)
    with visitor_frame(visit, title=_("Companies"), here=address(wish), wide=True):
        with row():
            marks = {key: tag(_("{state}: {n}", state=words, n=found.counts.get(key, 0)), TONES[key]) for key, words in STATES.items()}
        filter_bar(_filters(wish), action="/companies")
        shown = data_table(COLUMNS, cells(found, visit), caption=_("Companies"), **_pages(wish, found, after))
        if visit.actor.role in MATRIX["export_companies"]:
            with row():
                button(_("Export as CSV"), href=address(wish, path="/companies/export"), kind="secondary", icon="download")

    async def look_again(_changes: Sequence[Any]) -> None:
        fresh: CompanyList = await visit.ask(company_list, wish, after[:400] or None)
        shown.show(cells(fresh, visit), **_pages(wish, fresh, after))
        for key, mark in marks.items():
            mark.show(_("{state}: {n}", state=STATES[key], n=fresh.counts.get(key, 0)), TONES[key])

    async def on_news(changes: Sequence[Any]) -> None:
        if any(not change.case_id for change in changes):
            await look_again(changes)

    visit.listen(f"municipality:{visit.actor.municipality_id}", visit.handler(on_news))


def _filters(wish: CompanyWish) -> list[Filter]:
    states = [Choice(key, words) for key, words in STATES.items()]
    ends = _("Expired, or expires within {n} days", n=ENDS_WITHIN)
    return [
        Filter("text", _("Search name or number"), "search", value=wish.text),
        Filter("state", _("Standing"), options=states, value=wish.state),
        Filter(
            "register", _("The company register"), options=[Choice(GONE_ONLY, _("Says it is gone"))], value=GONE_ONLY if wish.gone else ""
        ),
        Filter("proofs", _("Certificates"), options=[Choice(ENDING, ends)], value=ENDING if wish.proof_ends_by else ""),
    ]


def _pages(wish: CompanyWish, found: CompanyList, after: str) -> dict[str, Any]:
    following = address(wish, after=found.page.next) if found.page.next else None
    none = None if found.page.rows else _("No companies match. Choose other filters.")
    return {"previous": address(wish) if after else None, "next_": following, "summary": none}


def cells(found: CompanyList, visit: Visit) -> list[dict[str, Any]]:
    """One page as the table's rows."""
    return [_row(one, found.figures.get(one.id, NO_FIGURES), visit) for one in found.page.rows]


def _row(one: CompanyLine, figures: Figures, visit: Visit) -> dict[str, Any]:
    words = (
        _("{state} until {day}", state=STATES[one.state], day=one.next_on) if one.next_on and one.state == APPROVED else STATES[one.state]
    )
    share = share_words(figures)
    return {
        "id": one.id,
        "company": {"words": one.name, "href": f"/companies/{one.number}"},
        "number": one.number,
        "state": {"words": words, "tone": TONES[one.state], "strong": one.state == "requested"},
        "register": register_cell(one),
        "proof": proof_cell(one, day_of(visit.now())),
        "open": visit.speaker.number(figures.open),
        "finished": visit.speaker.number(figures.finished),
        "share": visit.t(share) if share else None,
    }


def proof_cell(one: CompanyLine, today: date) -> dict[str, Any] | None:
    """How long the certificate holds that ends first; nothing where none ends."""
    if one.proof_ends_on is None:
        return None
    words, tone = last_day_words(one.proof_ends_on, (one.proof_ends_on - today).days)
    return {"words": words, "tone": Tone.PLAIN if tone == Tone.GREEN else tone, "strong": tone == Tone.RED}


def register_cell(one: CompanyLine) -> dict[str, Any]:
    """What the company register says, in a mark."""
    if one.gone:
        return {"words": COMPANY_IS_GONE[one.gone], "tone": Tone.RED, "strong": True}
    if not one.is_verified:
        return {"words": _("Not verified"), "tone": Tone.YELLOW, "strong": False}
    return {"words": _("In order"), "tone": Tone.PLAIN, "strong": False}
