"""Saved views of the board, and what a mistyped search was taken for, over one connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, or_, select

from models.actor import Scope
from models.boards import RoleView, SavedView
from models.errors import NotThere
from storage.rows import entities, put, table_of
from storage.search import Search

VIEW, DEFAULT = table_of(SavedView), table_of(RoleView)


class StoredBoards:
    """The port `Boards` over one connection."""

    def __init__(self, connection: Connection, search: Search) -> None:
        self._connection = connection
        self._search = search

    def views(self, scope: Scope, person_id: str) -> Sequence[SavedView]:
        """A person's own views and those that are shared, by name."""
        theirs = or_(VIEW.c.person_id == person_id, VIEW.c.shared.is_(True))
        wanted = select(VIEW).where(VIEW.c.municipality_id == scope.municipality_id, theirs).order_by(VIEW.c.name, VIEW.c.id)
        return entities(SavedView, self._connection.execute(wanted))

    def view(self, scope: Scope, view_id: str) -> SavedView:
        """One view of the municipality, whoever's it is. Raises NotThere."""
        wanted = select(VIEW).where(VIEW.c.municipality_id == scope.municipality_id, VIEW.c.id == view_id)
        found = entities(SavedView, self._connection.execute(wanted))
        if not found:
            raise NotThere
        return found[0]

    def save_view(self, view: SavedView) -> None:
        """Write a view, new or changed."""
        put(self._connection, view)

    def remove_view(self, view: SavedView) -> None:
        """Let a view go, also as anybody's default."""
        self._connection.execute(delete(DEFAULT).where(DEFAULT.c.view_id == view.id))
        self._connection.execute(delete(VIEW).where(VIEW.c.id == view.id))

    def defaults(self, scope: Scope) -> Mapping[str, str]:
        """Role -> id of the view its people begin with."""
        wanted = select(DEFAULT.c.role, DEFAULT.c.view_id).where(DEFAULT.c.municipality_id == scope.municipality_id)
        return {row.role: row.view_id for row in self._connection.execute(wanted)}

    def set_default(self, scope: Scope, role: str, view_id: str | None) -> None:
        """Let a role begin with a view, or with none."""
        if view_id is not None:
            put(self._connection, RoleView(municipality_id=scope.municipality_id or "", role=role, view_id=view_id))
        else:
            which = (DEFAULT.c.municipality_id == scope.municipality_id, DEFAULT.c.role == role)
            self._connection.execute(delete(DEFAULT).where(*which))

    def near(self, scope: Scope, text: str) -> Mapping[str, Sequence[str]]:
        """Typed word -> words that were looked for as well, because hardly any case within the scope holds it."""
        return self._search.found(scope, text).near
