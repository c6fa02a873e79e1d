"""What is done with saved views and columns above the board: each act is a use case, then the address says what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.actor import Actor
from models.base import Role
from models.errors import BadInput
from models.text import Text
from ui.components import Tag
from ui.login.words import ROLES
from ui.municipality.columns import COLUMNS
from ui.municipality.pieces.views import column_chooser, views_menu
from ui.municipality.wish import USUAL_COLUMNS, Wish, chosen_columns
from ui.visit import Visit
from workflows.boards import views
from workflows.boards.views import ViewInfo
from workflows.policy import may

BEGINNERS = (Role.CASE_WORKER, Role.APPROVER, Role.MUNICIPALITY_ADMIN, Role.AUDITOR)


class ViewsBar:
    """The views of one visitor beside what they look at now."""

    def __init__(self, visit: Visit, wish: Wish, known: Sequence[ViewInfo]) -> None:
        self.visit, self.wish, self.known = visit, wish, known
        self.current = next((one for one in known if one.id == wish.saved), None)

    def lay(self) -> None:
        """The menu, and the choice of columns where there is a table."""
        actor = self.visit.actor
        roles: dict[str, Text] = {str(role): ROLES[role] for role in BEGINNERS}
        with Tag("div", classes="views-row"):
            self._lay(roles, actor)

    def _lay(self, roles: dict[str, Text], actor: Actor) -> None:
        views_menu(
            self.known, self.current, changed=self.current is not None and self.current.query != self.wish.viewed, plain=Wish().address(),
            roles=roles, may_share=may(actor, "share_view"), may_choose=may(actor, "choose_default_view"),
            on_act=self.visit.handler(self._act),
        )  # fmt: skip
        if self.wish.view == "table":
            labels = [(key, one.label) for key, one in COLUMNS.items()]
            column_chooser(labels, self.wish.columns or USUAL_COLUMNS, on_act=self.visit.handler(self._choose))

    async def _choose(self, _name: str, value: Any) -> None:
        """Another choice of columns is another address."""
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise BadInput
        self.visit.client.open(self.wish.address(columns=chosen_columns(value[:50]), after=""))

    async def _act(self, name: str, value: Any) -> None:
        if name == "keep":
            words, shared = _pair(value)
            kept = await self.visit.do(views.keep_view, words, self.wish.viewed, bool(shared))
            self._go(saved=kept.id)
        elif name == "default":
            role, view_id = _pair(value)
            await self.visit.do(views.choose_default, role, str(view_id) or None)
            self._go()
        elif self.current is not None:
            await self._change(self.current.id, name, value)

    async def _change(self, view_id: str, name: str, value: Any) -> None:
        if name == "remove":
            await self.visit.do(views.remove_view, view_id)
            self._go(saved="")
            return
        words = value if isinstance(value, str) else ""
        changes: dict[str, Any] = {"update": {"query": self.wish.viewed}, "rename": {"name": words}, "share": {"shared": value is True}}
        if name not in changes:
            raise BadInput
        await self.visit.do(views.change_view, view_id, **changes[name])
        self._go()

    def _go(self, **changes: Any) -> None:
        self.visit.client.open(self.wish.address(after="", **changes))


def _pair(value: Any) -> tuple[str, Any]:
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], str):
        raise BadInput
    return value[0], value[1]
