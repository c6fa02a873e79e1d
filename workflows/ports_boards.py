"""What boards and lists need beside the cases: the views people have saved, and what a mistyped search was taken for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from models.actor import Scope
from models.boards import SavedView


class Boards(Protocol):
    """Saved views of one municipality's staff; everything takes the scope first and knows nothing of other municipalities."""

    def views(self, scope: Scope, person_id: str) -> Sequence[SavedView]:
        """A person's own views and those that are shared, by name."""
        ...

    def view(self, scope: Scope, view_id: str) -> SavedView:
        """One view of the municipality, whoever's it is. Raises NotThere."""
        ...

    def save_view(self, view: SavedView) -> None:
        """Write a view, new or changed."""
        ...

    def remove_view(self, view: SavedView) -> None:
        """Let a view go, also as anybody's default."""
        ...

    def defaults(self, scope: Scope) -> Mapping[str, str]:
        """Role -> id of the view its people begin with."""
        ...

    def set_default(self, scope: Scope, role: str, view_id: str | None) -> None:
        """Let a role begin with a view, or with none."""
        ...

    def near(self, scope: Scope, text: str) -> Mapping[str, Sequence[str]]:
        """Typed word -> words that were looked for as well, because hardly any case within the scope holds it."""
        ...
