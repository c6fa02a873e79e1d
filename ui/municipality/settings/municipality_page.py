"""`/settings/municipality`: the box inside which the municipality's places lie, as four numbers or from the map."""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import MovedOn, PortalError
from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import Change, FieldView, Tag, answer_form, button, field, notice, row, section
from ui.components.bounds import bounds_map
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.access.municipality import SIDES, MunicipalityView, change_bounds, municipality_view, read_bounds

LABELS: dict[str, Text] = {
    "south": _("South side (least latitude)"),
    "west": _("West side (least longitude)"),
    "north": _("North side (greatest latitude)"),
    "east": _("East side (greatest longitude)"),
}
EXAMPLES = {"south": "62,35", "west": "5,95", "north": "62,62", "east": "6,55"}
READ_ONLY = _("Your role lets you read the settings, not change them.")


@portal_page("/settings/municipality", action="see_municipality")
async def municipality_page(visit: Visit) -> None:
    """What holds, and changing it."""
    view: MunicipalityView = await visit.ask(municipality_view)
    lead = _("What holds for {municipality} in every kind of case.", municipality=view.name)
    with visitor_frame(visit, title=_("The municipality"), lead=lead, back=(_("Settings"), "/settings")):
        BoundsPage(visit, view).draw()


class BoundsPage:
    """The four sides as they are typed; nothing holds before it is saved."""

    def __init__(self, visit: Visit, view: MunicipalityView) -> None:
        self.visit, self.view = visit, view
        self.kept = view.bounds
        self.typed = dict(zip(SIDES, self.words(), strict=True))

    def words(self) -> list[str]:
        """The sides that hold, as people write them; empty where none do."""
        return [f"{side:.5f}".rstrip("0").rstrip(".").replace(".", ",") for side in self.kept] if self.kept else [""] * len(SIDES)

    def draw(self) -> None:
        """The numbers, the map beside them, saving."""
        lead = _(
            "A place drawn outside this box is doubted at once, so that mistyped coordinates are found. Leave all empty to check nothing."
        )
        locked = None if self.view.may_change else READ_ONLY
        with section(_("Where the municipality lies"), lead=lead):
            with answer_form("", self.on_typed) as self.form, Tag("div", classes="sides"):
                for side in SIDES:
                    shown = FieldView(side, LABELS[side], "decimal", self.typed[side], unit="°", example=EXAMPLES[side], locked=locked)
                    field(shown)
            bounds_map([f"f-{side}" for side in SIDES], may_change=self.view.may_change)
            if self.view.may_change:
                with row():
                    button(_("Save the box"), self.visit.handler(self.save))
            self.told = Tag("div")

    async def on_typed(self, changes: Sequence[Change]) -> bool:
        """Remember what is typed and say beside it what is wrong, as far as it is typed."""
        self.typed.update({one.key: str(one.value or "")[:40] for one in changes if one.key in self.typed})
        _bounds, problems = read_bounds(self.typed)
        for side in SIDES:
            self.form.fields[side].error(problems.get(side) if self.typed[side].strip() else None)
        return True

    async def save(self) -> None:
        """Let the four sides hold from now on, or say at each what to mend."""
        _bounds, problems = read_bounds(self.typed)
        for side in SIDES:
            self.form.fields[side].error(problems.get(side))
        self.told.clear()
        if problems:
            self.form.focus(next(iter(problems)))
            return
        try:
            self.kept = await self.visit.do(change_bounds, self.typed, self.kept)
        except MovedOn as error:
            self.tell(error)
            return
        with self.told:
            words = _("The box is saved and holds from now on.") if self.kept else _("No box is set. Places are not checked against one.")
            notice(words, Tone.GREEN, live=True)

    def tell(self, error: PortalError) -> None:
        """Why nothing was saved, and the way on."""

        def anew() -> None:
            self.visit.client.open(self.visit.path)

        with self.told:
            notice(error.text, Tone.YELLOW, title=_("Not saved here"), live=True)
            button(_("Load the page anew"), anew, kind="secondary")
