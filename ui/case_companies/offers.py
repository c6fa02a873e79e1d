"""What other companies ask of one's own, and the cases it has handed over: short lists around the company's cases."""

from __future__ import annotations

from collections.abc import Sequence

from models.text import Text, _
from models.values import place_name
from ui.components import Column, Tag, data_table, section
from ui.components.tables import Cell
from workflows.access.case_companies import Offers
from workflows.ports_delegation import NamedCase
from workflows.registry import workflow

NO_OFFERS = Offers((), ())


def show_offers(found: Offers, before: Tag, behind: Tag) -> None:
    """Both lists anew; nothing where there is nothing."""
    for box, title, cases, company in (
        (before, _("Offered to you"), found.offered, _("From")),
        (behind, _("Handed over"), found.handed_over, _("To")),
    ):
        box.clear()
        if cases:
            with box, section(title):
                _table(cases, title, company)


def _table(cases: Sequence[NamedCase], caption: Text, company: Text) -> None:
    columns = (Column("case", _("Case"), "link"), Column("what", _("What")), Column("company", company))
    data_table(columns, [_row(one) for one in cases], caption=caption)


def _row(one: NamedCase) -> dict[str, Cell]:
    name = place_name(one.address, one.property_key) or one.title
    words = f"{name} ({one.number})" if name else one.number
    return {
        "id": one.id,
        "case": {"words": words, "href": f"/cases/{one.ref}/companies"},
        "what": workflow(one.workflow).title,
        "company": one.company,
    }
