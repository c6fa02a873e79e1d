"""Saved views of the board: an officer's own, shared ones of the municipality, and the one each role begins with.

A view is what the board's address says: filters, order, layout and columns. It gives nobody a right: who opens one sees what they may see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from models.actor import Actor
from models.base import STAFF_ROLES
from models.boards import SavedView
from models.errors import BadInput, NotAllowed, NotThere, Refused
from models.text import _
from workflows.policy import authorize, may
from workflows.ports import Chance, UnitOfWork

LONGEST_NAME = 60
LONGEST_QUERY = 1000
MOST_OWN = 50
KNOWN = ("view", "workflow", "who", "company", "text", "overdue", "column", "sort", "columns")
"""What the address of a board may say; what else stands in it is not kept with a view."""


@dataclass(frozen=True, slots=True)
class ViewInfo:
    """A view as its reader may use it. `default_for` are the roles that begin with it."""

    id: str
    name: str
    query: str
    shared: bool
    is_own: bool
    may_change: bool
    default_for: tuple[str, ...] = ()


def my_views(*, actor: Actor, work: UnitOfWork) -> Sequence[ViewInfo]:
    """The actor's own views and the shared ones of their municipality, by name."""
    authorize(actor, "see_views", municipality_id=actor.municipality_id)
    with work:
        defaults = work.boards.defaults(actor.scope)
        return [_info(one, actor, defaults) for one in work.boards.views(actor.scope, actor.person_id)]


def one_view(view_id: str, *, actor: Actor, work: UnitOfWork) -> ViewInfo:
    """One view, by its link. Raises NotThere for a colleague's own and for other municipalities'."""
    authorize(actor, "see_views", municipality_id=actor.municipality_id)
    with work:
        return _info(_seen(view_id, actor, work), actor, work.boards.defaults(actor.scope))


def view_to_begin_with(*, actor: Actor, work: UnitOfWork) -> ViewInfo | None:
    """The view the municipality chose for the actor's role, for who has not chosen anything yet."""
    authorize(actor, "see_views", municipality_id=actor.municipality_id)
    with work:
        defaults = work.boards.defaults(actor.scope)
        view_id = defaults.get(str(actor.role))
        return _info(work.boards.view(actor.scope, view_id), actor, defaults) if view_id else None


def keep_view(name: str, query: str, shared: bool = False, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> ViewInfo:
    """Save what a board shows under a name. Raises BadInput for a name that is empty, long or taken among what the actor sees."""
    authorize(actor, "share_view" if shared else "keep_view", municipality_id=actor.municipality_id)
    with work:
        _demand_free(name, "", actor, work)
        view = SavedView(
            id=chance.id(), municipality_id=actor.municipality_id or "", person_id=actor.person_id, name=_named(name),
            query=_queried(query), shared=shared, created_at=now, updated_at=now,
        )  # fmt: skip
        work.boards.save_view(view)
        _record("view_kept", view, actor=actor, work=work, now=now)
        work.commit()
    return _info(view, actor, {})


def change_view(
    view_id: str,
    *,
    name: str | None = None,
    query: str | None = None,
    shared: bool | None = None,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
) -> ViewInfo:
    """Rename a view, let it show something else, share it or take it back; what is None stays.

    Raises NotThere, NotAllowed for what belongs to others, and Refused to take back a view a role begins with.
    """
    authorize(actor, "keep_view", municipality_id=actor.municipality_id)
    with work:
        view = _changeable(view_id, actor, work)
        defaults = work.boards.defaults(actor.scope)
        if shared is not None and shared != view.shared:
            authorize(actor, "share_view", municipality_id=actor.municipality_id)
            if view.id in defaults.values():
                raise Refused(_("A role begins with this view. Choose another one for it first."))
            view.shared = shared
        if name is not None:
            _demand_free(name, view.id, actor, work)
            view.name = _named(name)
        if query is not None:
            view.query = _queried(query)
        view.updated_at = now
        work.boards.save_view(view)
        _record("view_changed", view, actor=actor, work=work, now=now)
        work.commit()
    return _info(view, actor, defaults)


def remove_view(view_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Let a view go; roles that began with it begin with the plain board. Raises NotThere or NotAllowed."""
    authorize(actor, "keep_view", municipality_id=actor.municipality_id)
    with work:
        view = _changeable(view_id, actor, work)
        work.boards.remove_view(view)
        _record("view_removed", view, actor=actor, work=work, now=now)
        work.commit()


def choose_default(role: str, view_id: str | None, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Let people of a role who have chosen nothing yet begin with a shared view, or with the plain board. Raises NotThere, Refused."""
    authorize(actor, "choose_default_view", municipality_id=actor.municipality_id)
    if role not in {str(one) for one in STAFF_ROLES}:
        raise BadInput(target="role")
    with work:
        view = work.boards.view(actor.scope, view_id) if view_id else None
        if view is not None and not view.shared:
            if view.person_id != actor.person_id:
                raise NotThere
            raise Refused(_("Share the view first: others must be able to see it."))
        work.boards.set_default(actor.scope, role, view.id if view else None)
        data = {"role": role, "view": view.id if view else ""}
        work.log.record("default_view_chosen", actor=actor, at=now, data=data, stream=f"municipality:{actor.municipality_id}")
        work.commit()


def words_near(text: str, *, actor: Actor, work: UnitOfWork) -> Mapping[str, Sequence[str]]:
    """Typed word -> words that were searched for as well, each of which some case the actor may see holds; empty for a plain hit."""
    authorize(actor, "see_case")
    if not text.strip():
        return {}
    with work:
        return work.boards.near(actor.scope, text)


def _seen(view_id: str, actor: Actor, work: UnitOfWork) -> SavedView:
    view = work.boards.view(actor.scope, view_id)
    if not view.shared and view.person_id != actor.person_id:
        raise NotThere
    return view


def _changeable(view_id: str, actor: Actor, work: UnitOfWork) -> SavedView:
    view = _seen(view_id, actor, work)
    if not _may_change(view, actor):
        raise NotAllowed(_("Only who made this view and the municipality’s administrator can change it. Save your own under another name."))
    return view


def _may_change(view: SavedView, actor: Actor) -> bool:
    """One's own; of what is shared, also whoever chooses what roles begin with."""
    own = view.person_id == actor.person_id and may(actor, "keep_view")
    return own or (view.shared and may(actor, "choose_default_view"))


def _named(name: str) -> str:
    words = " ".join(name.split())
    if not words:
        raise BadInput(_("Give the view a name."), target="name")
    if len(words) > LONGEST_NAME:
        raise BadInput(_("Shorten the name to at most {most} characters.", most=LONGEST_NAME), target="name")
    return words


def _demand_free(name: str, but: str, actor: Actor, work: UnitOfWork) -> None:
    others = [one for one in work.boards.views(actor.scope, actor.person_id) if one.id != but]
    if any(one.name.casefold() == _named(name).casefold() for one in others):
        raise BadInput(_("Choose another name: a view is called this already."), target="name")
    if not but and sum(one.person_id == actor.person_id for one in others) >= MOST_OWN:
        raise Refused(_("You have {most} views. Delete one you do not use.", most=MOST_OWN))


def _queried(query: str) -> str:
    """The query of a board's address with what is known alone, in its order. What it says is judged when it is opened."""
    if len(query) > LONGEST_QUERY:
        raise BadInput(target="query")
    given = dict(parse_qsl(query.removeprefix("?")))
    return urlencode({name: given[name] for name in KNOWN if given.get(name)})


def _info(view: SavedView, actor: Actor, defaults: Mapping[str, str]) -> ViewInfo:
    roles = tuple(sorted(role for role, kept in defaults.items() if kept == view.id))
    return ViewInfo(view.id, view.name, view.query, view.shared, view.person_id == actor.person_id, _may_change(view, actor), roles)


def _record(kind: str, view: SavedView, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    stream = f"municipality:{actor.municipality_id}" if view.shared else f"person:{actor.person_id}"
    work.log.record(kind, actor=actor, at=now, data={"view": view.id, "shared": view.shared}, detail={"name": view.name}, stream=stream)
