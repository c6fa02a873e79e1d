"""The menu of saved views above the board, and the choice of a table's columns. Data in, acts out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.text import Text, _
from ui.components.base import View, html, safe_href
from ui.municipality.pieces import TEMPLATES
from ui.municipality.pieces.checklist import Act
from workflows.boards.views import ViewInfo


class ViewsMenu(View):
    """See `views_menu`."""

    template = html("views-menu", TEMPLATES)


def views_menu(
    views: Sequence[ViewInfo],
    current: ViewInfo | None,
    *,
    changed: bool,
    plain: str,
    roles: Mapping[str, Text],
    may_share: bool,
    may_choose: bool,
    on_act: Act,
) -> ViewsMenu:
    """Links to the views, and what may be done with them.

    Acts: `keep` with name and whether it is shared, `update`, `rename` with a name, `share` with yes or no, `remove`, and `default` with
    role and view id. `roles` are shown to whoever chooses what they begin with.
    """
    groups = [(_("Your views"), [one for one in views if not one.shared]), (_("Shared views"), [one for one in views if one.shared])]
    shown = [{"title": title, "views": [_link(one, current, roles) for one in some]} for title, some in groups if some]
    shared = [{"id": one.id, "name": one.name} for one in views if one.shared]
    begins = {role: one.id for one in views for role in one.default_for}
    return ViewsMenu(
        {
            "groups": shown,
            "current": {"name": current.name, "may_change": current.may_change, "shared": current.shared} if current else None,
            "changed": changed,
            "plain": safe_href(plain),
            "shared": shared,
            "may_share": may_share,
            "roles": [{"key": role, "label": label, "view": begins.get(role, "")} for role, label in roles.items()] if may_choose else [],
            "words": _words(),
        },
        on_act=on_act,
    )


def _link(one: ViewInfo, current: ViewInfo | None, roles: Mapping[str, Text]) -> dict[str, Any]:
    first = next((roles[role] for role in one.default_for if role in roles), None)
    note = _("First for {role}", role=first) if first else None
    return {
        "name": one.name,
        "href": safe_href(f"/board?saved={one.id}"),
        "current": current is not None and one.id == current.id,
        "note": note,
    }


def _words() -> dict[str, Text]:
    return {
        "plain": _("All cases"),
        "changed": _("(changed)"),
        "manage": _("Save and change views"),
        "name": _("Save what is shown now as"),
        "share": _("Share with everybody in the municipality"),
        "keep": _("Save the view"),
        "update": _("Let the view show what is shown now"),
        "new_name": _("New name"),
        "rename": _("Rename"),
        "share_now": _("Share the view"),
        "unshare": _("Stop sharing"),
        "remove": _("Delete the view"),
        "defaults": _("What each role begins with"),
        "defaults_help": _("For those who have chosen nothing themselves. Shared views can be chosen."),
    }


class ColumnChooser(View):
    """See `column_chooser`."""

    template = html("column-chooser", TEMPLATES)


def column_chooser(columns: Sequence[tuple[str, Text | str]], chosen: Sequence[str], on_act: Act) -> ColumnChooser:
    """Which columns a table shows and in which order; the chosen ones stand first. Act: `columns` with keys, none for the usual ones."""
    labels = dict(columns)
    order = [*chosen, *(key for key in labels if key not in chosen)]
    shown = [{"key": key, "label": labels[key], "on": key in chosen} for key in order]
    words = {
        "name": _("Columns"),
        "earlier": _("Move up:"),
        "later": _("Move down:"),
        "show": _("Show these columns"),
        "usual": _("The usual ones"),
    }
    return ColumnChooser({"columns": shown, "words": words}, on_act=on_act)
