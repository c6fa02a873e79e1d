"""What hangs on a case or on somebody, as `tests.authorization.around` made it: by the cell's actor and thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from models.base import Phase
from models.letters import Terms
from tests.authorization.town import NOW, NOWHERE, Somebody, Thing, Town
from workflows.appointments import Span
from workflows.casework.inspecting import Wish
from workflows.casework.statements import Ask

Given = Callable[[Town, Somebody, Any], tuple[Any, ...]]


def hook_id(who: Somebody, thing: Any) -> str:
    """A webhook of one's own side, or of the neighbour's."""
    side = "town" if who.actor.is_staff else "company"
    return {"own": f"hook of our {side}", "neighbour's": f"hook of their {side}"}.get(thing, NOWHERE.ref)


def hook(_town: Town, who: Somebody, thing: Any) -> tuple[Any, ...]:
    return (hook_id(who, thing),)


def told(_town: Town, who: Somebody, thing: Any) -> tuple[Any, ...]:
    return (f"message to {hook_id(who, thing)}",)


SPAN = Span(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=1))
WISH = Wish("Åpen grøft", (SPAN,))


def inspection(*given: Any, mark: str = "") -> Given:
    """The inspection of the case that waits for the actor's side, or the one of this mark; then these."""

    def ids(_town: Town, who: Somebody, thing: Thing) -> tuple[Any, ...]:
        waits = "municipality" if who.actor.is_staff else "company"
        return (thing.ref, f"{mark or waits}-inspects-{thing.ref}", *given)

    return ids


def correction(_town: Town, _who: Somebody, thing: Thing) -> tuple[Any, ...]:
    """What stands in for the first decision; a correction keeps its outcome."""
    outcome = "rejected" if thing.outcome == "rejected" else "approved"
    return thing.ref, Phase.APPLICATION, 1, Terms(outcome=outcome, reason="I orden.", why="Skrivefeil.")


def on_case(*given: Any) -> Given:
    """The statement that is on every case of the table."""
    return lambda _town, _who, thing: (thing.ref, f"statement-on-{thing.ref}", *given)


def asked_of(who: Somebody, thing: Any) -> str:
    other = f"demo-{'neighbour' if who.relation != 'neighbour' else 'colleague'}-{who.role.value}"
    return {"own": who.person_id, "neighbour's": other}.get(thing, NOWHERE.ref)


def statement(*given: Any) -> Given:
    """The statement one is asked for, or another is."""
    return lambda _town, who, thing: (f"statement-{asked_of(who, thing)}", *given)


def statement_file(_town: Town, who: Somebody, thing: Any) -> tuple[Any, ...]:
    return f"statement-{asked_of(who, thing)}", f"file-{asked_of(who, thing)}"


ASK = Ask("Er grunnen trygg?", date(2026, 12, 24), email="vera@expert.example")
