"""The demonstration's saved views: what the whole office shares, and one officer's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.boards import views

if TYPE_CHECKING:
    from storage.demo_cases import Stage


def saved_views(stage: Stage) -> None:
    """Two shared views and an officer's own. Nobody begins with them, so that the board looks to everybody as it is described."""
    stage.act("admin", 3, views.keep_view, "Haster på vår klokke", "view=table&sort=left&columns=case+address+type+left+due+who", True)
    stage.act("admin", 3, views.keep_view, "Ingen har tatt saken", "view=board&who=nobody", True)
    stage.act("officer", 2, views.keep_view, "Mine saker", "view=table&who=mine")
