"""Points read from a survey file into a group of surveyed points: first told what was found, then added."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from models.errors import BadInput, PortalError
from models.geometry import SYSTEMS
from models.survey import Survey, read_survey
from models.text import Text, _, _n
from ui.components import Tag, View, button, dialog, notice, paragraph
from ui.components.base import html
from ui.contractor.pasting import Form as PastedForm
from ui.contractor.pasting import add_rows
from ui.theme import Tone
from workflows.casework.drafting import AnswerChange
from workflows.casework.filling import step_view
from workflows.casework.views import StepView
from workflows.declare import Group
from workflows.parts import SYSTEM_OF_POINTS
from workflows.surveying import SurveyRows, survey_rows

LONGEST = 400_000
"""Characters of points a browser may send on: far more than any group takes."""


class Form(PastedForm, Protocol):
    """The form around a group."""

    @property
    def ref(self) -> str: ...


class SurveyChooser(View):
    """Chooses a file and has the server read it. Act: `read` with the points as the server told them."""

    template = html("survey-chooser")

    def __init__(self, on_read: Callable[[str, Any], Awaitable[object] | None]) -> None:
        words = {"choose": _("Choose a file"), "failed": _("The file could not be sent. Try again.")}
        super().__init__({"words": words}, on_act=on_read)


def draw_surveying(form: Form, path: str, group: Group) -> None:
    """A button under the group, and the dialog it opens."""
    visit = form.visit

    async def look(_name: str, told: Any) -> None:
        found.clear()
        with found:
            try:
                _draw_found(form, path, await _found(form, path, group, told), box.close)
            except PortalError as fault:
                notice(fault.text, Tone.RED, live=True)

    with dialog(_("Read points from a survey file")) as box:
        paragraph(_("GeoJSON, GML, LandXML, KOF, CSV or TXT. You see what was found before anything is added."))
        SurveyChooser(lambda name, told: visit.handler(look)(name, told))
        found = Tag("div", classes="stack stack-4", data_found="")
    button(_("Read points from a survey file"), box.open, kind="quiet", icon="upload").classes("row-paste")


async def _found(form: Form, path: str, group: Group, told: Any) -> SurveyRows:
    """What a file would add, as things are now; what the browser sends on is read as carefully as a file."""
    points = told.get("points") if isinstance(told, dict) else None
    if not isinstance(points, str) or len(points) > LONGEST:
        raise BadInput(_("The file has more points than there is room for. Split it into smaller files."))
    view: StepView = await form.visit.ask(step_view, form.ref, *form.place)
    answered = next((part.raw for part in view.parts if part.path == SYSTEM_OF_POINTS), None)
    there = len(next(part.rows for part in view.parts if part.path == path))
    return survey_rows(group, _survey(points, told.get("system")), there=there, system=str(answered) if answered else None)


def _survey(points: str, system: Any) -> Survey:
    if not points:
        return Survey()
    read = read_survey("points.csv", points.encode()).points
    return Survey(tuple(replace(one, system=system) for one in read) if system in SYSTEMS else read)


def _draw_found(form: Form, path: str, rows: SurveyRows, close: Callable[[], None]) -> None:
    visit, count = form.visit, len(rows.rows)

    async def add() -> None:
        await form.write([AnswerChange(*form.place, SYSTEM_OF_POINTS, rows.system)])
        await add_rows(form, path, rows.rows)
        close()
        visit.tell(_n("{n} row was added.", "{n} rows were added.", count), Tone.GREEN)
        visit.client.open(f"{visit.path}?at={path}")

    words: Sequence[Text] = rows.warnings
    notice(_n("{n} point was found.", "{n} points were found.", count), Tone.YELLOW if words else Tone.GREEN, live=True)
    for one in words:
        paragraph(one)
    button(_n("Add {n} point", "Add {n} points", count), visit.handler(add), icon="plus")
