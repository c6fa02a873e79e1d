"""The ways to look at the municipality's cases besides board and table, with the filters kept from one to the other."""

from __future__ import annotations

from urllib.parse import urlencode

from models.text import Text, _
from ui.municipality.wish import Wish

FILTERS = ("workflow", "who", "company", "text", "overdue", "column")
"""What of a wish the other views are narrowed by too."""


def query_of(wish: Wish) -> str:
    """The filters of a wish as a query, without layout and place in the list."""
    values = {name: getattr(wish, name) for name in FILTERS}
    return urlencode({name: "1" if value is True else value for name, value in values.items() if value})


def other_views(wish: Wish, here: str = "") -> list[tuple[Text, str, bool, str]]:
    """Links as the switch of layouts takes them: words, address, whether one is there, icon."""
    query = query_of(wish)
    views = [
        (_("Map"), "/board/map", "map-pin"),
        (_("Calendar"), "/calendar", "calendar"),
        (_("Workload"), "/board/workload", "gauge"),
    ]
    return [(words, f"{path}?{query}" if query else path, here == path, icon) for words, path, icon in views]
