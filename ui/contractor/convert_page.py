"""This is another kind of case: choose which, see what will not come along, and change it. The case keeps its number."""

from __future__ import annotations

from collections.abc import Sequence

from models.text import Text, _, _n
from ui.case_parts.frames import visitor_frame
from ui.components import Change, Choice, FieldView, Tag, answer_form, button, field, heading, notice, paragraph, row
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework.converting import ConversionView, OtherKind, conversion_view, convert, other_kinds


class Converting:
    """What has been chosen so far."""

    def __init__(self, visit: Visit, ref: str, kinds: Sequence[OtherKind]) -> None:
        self.visit, self.ref = visit, ref
        self.kinds = {one.key: one for one in kinds}
        self.view: ConversionView | None = None
        self.target = ""

    async def choose(self, target: str) -> None:
        """Look at what the choice would mean."""
        self.view = await self.visit.ask(conversion_view, self.ref, target)
        self.target = target

    async def confirm(self) -> None:
        """Do it, unless a colleague changed something since it was shown."""
        if self.view is not None:
            await self.visit.do(convert, self.ref, self.target, seen_version=self.view.version)
            self.visit.client.open(f"/cases/{self.ref}")


@portal_page("/cases/{ref}/convert", action="convert")
async def convert_page(visit: Visit, ref: str) -> None:
    """Choose, see what is lost, change. Raises Refused for what was sent."""
    kinds: list[OtherKind] = await visit.ask(other_kinds, ref)
    with visitor_frame(visit, title=_("This is another kind of case"), back=(_("The case"), f"/cases/{ref}")):
        if not kinds:
            notice(_("The municipality takes no other kind of case here."), Tone.SKY)
            return
        lay_out(visit, Converting(visit, ref, kinds))


def lay_out(visit: Visit, converting: Converting) -> None:
    """The choice, and what it means."""

    async def chosen(changes: Sequence[Change]) -> bool:
        target = next((str(one.value) for one in changes if one.key == "workflow" and one.value in converting.kinds), "")
        if target:
            await converting.choose(target)
            show(shown, converting, visit)
        return bool(target)

    paragraph(_("The case keeps its number. Answers that both kinds ask for in the same way come along."))
    with answer_form("", chosen):
        options = [Choice(one.key, one.title, one.summary) for one in converting.kinds.values()]
        field(FieldView("workflow", _("What kind of case is it?"), "choice", "", options=options))
    shown = Tag("div", classes="stack stack-4", role="status", aria_live="polite")


def show(box: Tag, converting: Converting, visit: Visit) -> None:
    """What comes along, what does not, and the press that does it."""
    view = converting.view
    box.clear()
    if view is None:
        return
    with box:
        heading(view.title, level=2)
        paragraph(_n("{n} answer comes along.", "{n} answers come along.", view.answers))
        if view.files:
            paragraph(_n("{n} file comes along.", "{n} files come along.", view.files))
        left = [f"{visit.t(one.label)} – {visit.t(one.value)}" for one in view.left]
        _list(_("These answers will not come along:"), left)
        _list(_("These files will not come along:"), view.left_files)
        with row():
            button(_("Change the kind of case"), visit.handler(converting.confirm))


def _list(words: Text, lines: Sequence[str]) -> None:
    if lines:
        paragraph(words)
        with Tag("ul", classes="plain-list stack stack-1"):
            for line in lines:
                Tag("li", line)
