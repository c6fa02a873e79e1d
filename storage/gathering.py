"""What hangs on one case, read at once: a page that shows a case asks one question where each of its tables would be one.

What is gathered counts for one unit of work that only reads. A new table that hangs on a case and is shown on its page is added to `PARTS`
and asked for by `CaseRows.every`; everything else stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, Select, bindparam, select
from sqlmodel import SQLModel

from models.case import AnswerSet, Event, Snapshot, Tick, Waiver
from models.casepage import SeenChange
from models.correspondence import CorrectionRequest, Decision, Message
from models.delegation import Cowork, Handover
from models.document import Document
from models.followup import Appointment
from models.letters import Appeal, DecisionDraft, DecisionLetter
from models.tasks import Task
from storage.properties import standing_on
from storage.rows import entities, every, table_of
from storage.together import Together

E = TypeVar("E", bound=SQLModel)
PARTS: dict[str, type[SQLModel]] = {
    "answers": AnswerSet,
    "documents": Document,
    "requests": CorrectionRequest,
    "waivers": Waiver,
    "ticks": Tick,
    "snapshots": Snapshot,
    "decisions": Decision,
    "messages": Message,
    "coworks": Cowork,
    "tasks": Task,
    "seen": SeenChange,
    "letters": DecisionLetter,
    "appeals": Appeal,
    "drafts": DecisionDraft,
    "appointments": Appointment,
}
"""Tables with a `case_id` that are read whole."""
EVENT, HANDOVER = table_of(Event), table_of(Handover)
OF_CASE: BindParameter[Any] = bindparam("of_case")
LIGHT = [column for column in HANDOVER.c if column.key != "frozen"]
"""Where many handovers are read, without what was frozen, which may be large."""


def _of_case(entity: type[SQLModel]) -> Select[Any]:
    table = table_of(entity)
    return select(table).where(table.c.case_id == OF_CASE)


WHOLE = Together(
    **{name: _of_case(entity) for name, entity in PARTS.items()},
    events=select(EVENT).where(EVENT.c.case_id == OF_CASE, EVENT.c.kind.not_in(bindparam("but", expanding=True))).order_by(EVENT.c.seq),
    handovers=select(*LIGHT).where(HANDOVER.c.case_id == OF_CASE),
)


class CaseRows:
    """The rows that hang on cases, over one connection; those that were gathered are not asked for again. Whose case it is, others keep."""

    def __init__(self, connection: Connection, *, writing: bool) -> None:
        self._connection = connection
        self._writing = writing
        self._case = ""
        self._but: frozenset[str] = frozenset()
        self._kept: dict[type[SQLModel], Sequence[Any]] = {}
        self._standing: dict[tuple[str, tuple[str, ...]], Sequence[str]] = {}

    def gather(self, case_id: str, *, without: frozenset[str]) -> None:
        """Read everything of a case but events of these kinds. A unit that writes reads anew each time, so it gathers nothing."""
        if self._writing:
            return
        found = WHOLE.ask(self._connection, {"of_case": case_id, "but": sorted(without)})
        self._kept = {entity: entities(entity, found[name]) for name, entity in PARTS.items()}
        self._kept[Event] = entities(Event, found["events"])
        names = [column.key for column in LIGHT]
        self._kept[Handover] = [Handover(**dict(zip(names, row, strict=True)), frozen={}) for row in found["handovers"]]
        self._case, self._but = case_id, without

    def every(self, entity: type[E], *order: str, case_id: str, **equal: Any) -> Sequence[E]:
        """All of a case's rows of one table whose columns equal these values, sorted by these columns."""
        kept = self.kept(entity, case_id)
        if kept is None:
            return every(self._connection, entity, *order, case_id=case_id, **equal)
        fitting = [one for one in kept if all(getattr(one, name) == value for name, value in equal.items())]
        return sorted(fitting, key=lambda one: tuple(getattr(one, name) for name in order)) if order else fitting

    def kept(self, entity: type[E], case_id: str) -> Sequence[E] | None:
        """What was gathered of one table, None when nothing was."""
        return self._kept.get(entity) if case_id == self._case else None

    def events(self, case_id: str, without: frozenset[str]) -> Sequence[Event] | None:
        """The gathered events, None when they are not those that are wanted."""
        return self.kept(Event, case_id) if without == self._but else None

    def remember_standing(self, municipality_id: str, keys: Sequence[str], case_ids: Sequence[str]) -> None:
        """These cases stand on these properties."""
        if not self._writing:
            self._standing[municipality_id, tuple(keys)] = case_ids

    def standing_on(self, municipality_id: str, keys: Sequence[str]) -> Sequence[str]:
        """Ids of cases on any of these properties, as `storage.properties` finds them; asked once."""
        known = self._standing.get((municipality_id, tuple(keys)))
        return standing_on(self._connection, municipality_id, keys) if known is None else known
