"""`/platform`: the municipalities and how the portal itself stands, for its administrator; breaking the glass of one case."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.errors import BadInput
from models.text import Text, _, _n
from ui.case_parts.frames import visitor_frame
from ui.components import (
    Change,
    Choice,
    Column,
    FieldView,
    SummaryRow,
    Tag,
    answer_form,
    button,
    data_table,
    field,
    link,
    notice,
    paragraph,
    row,
    section,
    summary_list,
)
from ui.oversight.wishes import draw_wishes
from ui.theme import Tone
from ui.visit import Visit, house, portal_page
from workflows.oversight.platform import (
    HOURS,
    PlatformView,
    TownLine,
    break_glass,
    make_municipality,
    pause_municipality,
    platform_view,
    rename_municipality,
)

HEALTH = "health"
"""Under this name the page finds how the portal stands in `house().extras`: an `async` callable that gives `Health`."""
COLUMNS = (
    Column("name", _("Municipality")),
    Column("number", _("Number")),
    Column("administrators", _("Administrators"), "number"),
    Column("state", _("State"), "tag"),
)
PARTS: dict[str, Text] = {"database": _("Database"), "store": _("Files"), "disk": _("Disk"), "news": _("News between processes")}
STATES: dict[str, Text] = {"ok": _("In order"), "degraded": _("Short of room"), "failed": _("Does not work")}
LATE = _("Interrupted: open pages follow when it is back")
"""News is never short of room."""
CHORES: dict[str, Text] = {"retention": _("Nightly round, and what it let go")}


@dataclass(frozen=True, slots=True)
class Health:
    """How the portal stands: `parts` as readiness says, the rest counts and times."""

    parts: Mapping[str, str]
    free_gb: float
    step: str
    newest: str
    unsorted: int
    mails_waiting: int
    mails_given_up: int
    register_read_at: datetime | None
    chores: Mapping[str, tuple[datetime, str]]


AskHealth = Callable[[], Awaitable[Health]]


@portal_page("/platform", action="see_platform")
async def platform_page(visit: Visit) -> None:
    """Municipalities, health, the glass."""
    view: PlatformView = await visit.ask(platform_view)
    health: Health = await house().extras[HEALTH]()
    lead = _("Municipalities and how the portal stands. Cases are not shown here.")
    with visitor_frame(visit, title=_("Platform"), lead=lead, wide=True):
        if not view.has_fresh_login:
            notice(_("Sign in again before you change anything."), Tone.YELLOW, link=(_("Sign in again"), "/login?next=/platform&again=1"))
        draw_health(health, visit)
        with section(_("Municipalities")):
            Towns(visit, view).draw()
        with section(_("Break the glass")):
            draw_glass(visit, view)
        await draw_wishes(visit)


def draw_health(health: Health, visit: Visit) -> None:
    """Parts, what waits, and when rounds were done."""
    say = visit.speaker
    states = {name: LATE if (name, state) == ("news", "degraded") else STATES[state] for name, state in health.parts.items()}
    rows = [SummaryRow(PARTS.get(name, name), words) for name, words in states.items()]
    rows.append(SummaryRow(_("Free disk"), _("{n} GB", n=say.number(round(health.free_gb, 1)))))
    is_newest = health.step == health.newest
    step = _("{step}, the newest", step=health.step) if is_newest else _("{step} of {newest}", step=health.step, newest=health.newest)
    rows += [
        SummaryRow(_("Step of the database"), step),
        SummaryRow(_("Effects not sorted"), say.number(health.unsorted)),
        SummaryRow(_("Mails waiting"), say.number(health.mails_waiting)),
        SummaryRow(_("Mails given up"), say.number(health.mails_given_up)),
        SummaryRow(_("Company register last read"), say.moment(health.register_read_at) if health.register_read_at else _("Never")),
    ]
    rows += [SummaryRow(CHORES.get(name, name), f"{say.moment(at)} {note}".strip()) for name, (at, note) in health.chores.items()]
    summary_list(rows, title=_("How the portal stands"))


class Towns:
    """The municipalities: make one, name one anew, pause one."""

    def __init__(self, visit: Visit, view: PlatformView) -> None:
        self.visit, self.view = visit, view
        self.given = {"number": "", "name": ""}

    def draw(self) -> None:
        """The list, what can be done to each, and a new one."""
        data_table(COLUMNS, [_cells(one) for one in self.view.towns], caption=_("Municipalities"))
        with row():
            for one in self.view.towns:
                words = _("Open {municipality} again") if one.paused_at else _("Pause {municipality}")
                act = functools.partial(self.pause, one.number, one.paused_at is None)
                button(words.with_values(municipality=one.name), self.visit.handler(act), kind="secondary")
        paragraph(_("A paused municipality takes no new cases and nothing is sent to it. What was sent goes on."), look="muted")
        with answer_form("", self.typed):
            field(FieldView("number", _("Municipality number"), "text", "", hint=_("Four digits.")))
            field(FieldView("name", _("Name"), "text", ""))
        with row():
            button(_("Add the municipality"), self.visit.handler(self.make), kind="secondary", icon="plus")
            button(_("Give the municipality with this number this name"), self.visit.handler(self.rename), kind="secondary", icon="pencil")
        paragraph(_("Its first administrator is invited from the command line."), look="muted")

    async def typed(self, changes: Sequence[Change]) -> bool:
        """What is written so far."""
        self.given.update({change.key: str(change.value or "")[:200] for change in changes if change.key in self.given})
        return True

    async def make(self) -> None:
        """Add it, and show it."""
        await self.visit.do(make_municipality, self.given["number"], self.given["name"])
        self.visit.client.open("/platform")

    async def rename(self) -> None:
        """Give the one with the number the name, and show it."""
        await self.visit.do(rename_municipality, self.given["number"].strip(), self.given["name"])
        self.visit.client.open("/platform")

    async def pause(self, number: str, pause: bool) -> None:
        """Pause it, or open it again."""
        await self.visit.do(pause_municipality, number, pause=pause)
        self.visit.client.open("/platform")


def _cells(one: TownLine) -> Mapping[str, Any]:
    tone, words = (Tone.YELLOW, _("Paused")) if one.paused_at else (Tone.GREEN, _("Open"))
    return {
        "id": one.number, "name": one.name, "number": one.number, "administrators": str(one.administrators),
        "state": {"words": words, "tone": tone, "strong": one.paused_at is not None},
    }  # fmt: skip


def draw_glass(visit: Visit, view: PlatformView) -> None:
    """What breaking it means, the form, and the cases that may be read now."""
    given = {"case": "", "reason": "", "hours": ""}

    async def typed(changes: Sequence[Change]) -> bool:
        given.update({change.key: str(change.value or "")[:600] for change in changes if change.key in given})
        return True

    async def break_it() -> None:
        if given["hours"] not in {str(one) for one in HOURS}:
            raise BadInput(_("Choose for how long, four hours at most."), target="hours")
        ref = await visit.do(break_glass, given["case"], given["reason"], int(given["hours"]))
        visit.client.open(f"/platform/cases/{ref}")

    notice(_("The administrators of the municipality and of the company are told at once, with your name and your reason."), Tone.BLUE)
    with Tag("ul", classes="plain-list stack stack-2"):
        for one in view.glasses:
            with Tag("li"):
                words = _("{number}, open until {until}", number=one.number, until=visit.speaker.moment(one.until))
                link(words, f"/platform/cases/{one.ref}")
    with answer_form("", typed):
        field(FieldView("case", _("Case number"), "text", ""))
        field(FieldView("reason", _("Why must you read the case?"), "text", "", hint=_("Both sides read this sentence.")))
        hours = [Choice(str(one), _n("{n} hour", "{n} hours", one)) for one in HOURS]
        field(FieldView("hours", _("For how long?"), "choice", "", options=hours))
    with row():
        button(_("Break the glass and read the case"), visit.handler(break_it), kind="danger")
