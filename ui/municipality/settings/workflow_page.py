"""`/settings/{workflow}`: whether new cases are taken, what is written and not published, what is wrong with it, and every version."""

from __future__ import annotations

from collections.abc import Sequence

from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import Change, Choice, FieldView, SummaryRow, Tag, button, field, link, notice, paragraph, row, section, summary_list
from ui.municipality.settings.pieces import folded
from ui.municipality.settings.sheet import RulesSheet
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework.ruling import RulesView, VersionInfo, discard_rules, publish_rules, rules_view
from workflows.local.comparing import SetDifference
from workflows.local.judging import SetFault


@portal_page("/settings/{workflow}", action="see_rules")
async def workflow_page(visit: Visit, workflow: str) -> None:
    """One kind of case as the municipality has it."""
    page = WorkflowPage(visit, await visit.ask(rules_view, workflow))
    with visitor_frame(visit, title=page.view.workflow.title, back=(_("Settings"), "/settings")):
        page.draw()


class WorkflowPage(RulesSheet):
    """One open page of a kind of case's rules."""

    def __init__(self, visit: Visit, view: RulesView) -> None:
        super().__init__(visit, view)
        self.note = {"words": ""}

    def draw(self) -> None:
        """Switch, parts, what is not published, versions."""
        self.draw_head()
        with self.open_form("open"):
            options = [Choice("true", _("Takes new cases")), Choice("false", _("Takes no new cases"))]
            hint = _("Drafts and cases that were sent are not lost when you close it; nothing new can be begun or sent for the first time.")
            value = str(self.view.content.is_open).lower()
            field(FieldView("open", _("Open for new cases"), "choice", value, hint=hint, options=options, locked=self.locked))
        with section(_("What you can set")):
            link(_("Fees, deadlines and limits"), f"/settings/{self.key}/rules")
            self.draw_steps()
        self.below = Tag("div", classes="stack stack-8")
        self.draw_below()

    def draw_steps(self) -> None:
        """A link to every step, by phase."""
        for phase in self.view.workflow.phases:
            Tag("h3", phase.title, "h3")
            with Tag("ul", classes="plain-list stack stack-2"):
                for step in phase.steps:
                    with Tag("li"):
                        link(step.title, f"/settings/{self.key}/{phase.phase}/{step.key}")

    def draw_below(self) -> None:
        """What is not published, and the versions, anew."""
        self.below.clear()
        with self.below:
            with section(_("Changes not published")):
                self.draw_changes()
            with section(_("Versions")):
                if not self.view.versions:
                    paragraph(_("The standard rules hold. Nothing was published yet."), look="muted")
                for one in self.view.versions:
                    self.draw_version(one)

    def draw_changes(self) -> None:
        """Old and new, what must be mended first, and publishing."""
        if not self.view.changes:
            paragraph(_("There is nothing new to publish."), look="muted")
            return
        if self.view.updated_by:
            paragraph(_("Last changed by {name}.", name=self.view.updated_by), look="muted")
        summary_list(difference_rows(self.view.changes), title=_("What changes"))
        if self.view.faults:
            with notice_box():
                for fault in self.view.faults:
                    with Tag("li"):
                        link(_("{what} {how_to_fix}", what=fault.what, how_to_fix=fault.how_to_fix), address_of(fault, self.view))
        if self.view.may_change:
            self.draw_publish()

    def draw_publish(self) -> None:
        """A note, publish, discard."""
        why = _("Mend what is listed above first.") if self.view.faults else None
        Tag("label", _("What is new, in a sentence (optional)"), classes="field-label", for_="rules-note")
        box = Tag("input", classes="control", id="rules-note", maxlength="500", autocomplete="off")
        box.on("input", lambda event: self.note.update(words=str(event.args)[:500]), js_handler="(e) => emit(e.target.value)")
        paragraph(_("New cases and drafts that were never sent follow the new version at once. Cases that were sent keep theirs."))
        with row():
            button(_("Publish a new version"), self.visit.handler(self.publish), icon="send", why_not=why)
            button(_("Discard the changes"), self.visit.handler(self.discard), kind="danger", icon="trash-2")

    def draw_version(self, one: VersionInfo) -> None:
        """One version behind its line."""
        day = self.visit.speaker.moment(one.at)
        words = _("Version {n}, {day}, by {name}", n=one.version, day=day, name=one.by or "–")

        def draw() -> None:
            if one.note:
                paragraph(one.note)
            summary_list(difference_rows(one.changes), title=_("Changed from the version before"))

        folded(words, draw)

    async def _after(self) -> None:
        self.view = await self.visit.ask(rules_view, self.key)
        self.note["words"] = ""
        self.draw_below()

    async def on_answers(self, changes: Sequence[Change]) -> bool:
        """Keep the switch, and show what that changes."""
        kept = await super().on_answers(changes)
        if kept:
            self.draw_below()
        return kept

    async def publish(self) -> None:
        """Make it the next version."""
        async with self.saving:
            await self.visit.do(publish_rules, self.key, self.view.revision, self.note["words"])
        await self._after()
        self.visit.tell(_("Version {n} is published.", n=self.view.version), Tone.GREEN)

    async def discard(self) -> None:
        """Forget what is written."""
        async with self.saving:
            await self.visit.do(discard_rules, self.key)
        self.visit.client.open(self.visit.path)


def notice_box() -> Tag:
    """The list of what must be mended."""
    notice(_("The rules cannot be published before these are mended."), Tone.YELLOW)
    return Tag("ul", classes="stack stack-2")


def difference_rows(changes: Sequence[SetDifference]) -> list[SummaryRow]:
    """What was and what is, one change a row."""
    none: Text = _("nothing")
    return [SummaryRow(one.label, _("{old} → {new}", old=one.old or none, new=one.new or none)) for one in changes]


def address_of(fault: SetFault, view: RulesView) -> str:
    """The page on which a fault is mended."""
    part, _slash, rest = fault.place.partition("/")
    if part in ("questions", "slots"):
        key = rest.split("/")[0]
        own = view.content.own(key)
        return f"/settings/{view.workflow.key}/{own.phase}/{own.step}#{key}" if own else f"/settings/{view.workflow.key}"
    if part == "words":
        return f"/quality/{view.workflow.key}/{rest.split('/')[0]}"
    if part in ("demands", "help"):
        phase, _slash, name = rest.partition("/")
        name = name.split("/")[0]
        for one in view.workflow.phases:
            for step in one.steps:
                if one.phase == phase and (step.key == name or name in [each.key for each in step.parts]):
                    return f"/settings/{view.workflow.key}/{phase}/{step.key}"
    return f"/settings/{view.workflow.key}/rules"
