"""`/quality/{workflow}/{requirement}`: the words of a prompt, changed where it is seen to fail, and whether that helped."""

from __future__ import annotations

from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import (
    ChartView,
    FigureCard,
    Series,
    Tag,
    chart,
    data_table,
    figure_cards,
    link,
    notice,
    paragraph,
    section,
)
from ui.components.tables import Column
from ui.municipality.quality.wish import PHASES, words_address
from ui.municipality.settings.pieces import prompt_fields
from ui.municipality.settings.workflow_page import WorkflowPage
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework.ruling import RulesView, publish_rules, rules_view
from workflows.local.offering import Prompt, without_gaps
from workflows.measures.wording import WordingView, wording_view
from workflows.policy import MATRIX
from workflows.quality import Day, Effect


@portal_page("/quality/{workflow}/{requirement}", action="see_quality")
async def wording_page(visit: Visit, workflow: str, requirement: str, phase: str = "") -> None:
    """A requirement, who lacks it in one part of a case, and its words."""
    view: WordingView = await visit.ask(wording_view, workflow, requirement, phase[:40])
    rules: RulesView | None = await visit.ask(rules_view, workflow) if visit.actor.role in MATRIX["see_rules"] else None
    over = _("{workflow} · {id}", workflow=view.workflow.title, id=requirement)
    with visitor_frame(visit, title=without_gaps(view.what), over=over, back=(_("Quality"), "/quality"), wide=True):
        draw_parts(view)
        draw_effect(view, visit)
        with section(_("Its words")):
            if rules is None:
                draw_words(view.said)
            else:
                PromptSheet(visit, rules, view.prompt).draw()
        draw_history(view, visit)


def draw_parts(view: WordingView) -> None:
    """Which part of a case the figures are of, and the way to the others where it stands."""
    if len(view.phases) < 2:
        return
    with Tag("nav", classes="switch-row", aria_label=_("Part of the case")):
        for one in view.phases:
            if one == view.said.phase:
                Tag("strong", PHASES[one], aria_current="page")
            else:
                link(PHASES[one], words_address(view.workflow.key, view.said.id, one))


def draw_words(said: Prompt) -> None:
    """For those who only read."""
    paragraph(without_gaps(said.what))
    paragraph(without_gaps(said.how_to_fix), look="muted")


def draw_effect(view: WordingView, visit: Visit) -> None:
    """How many lacked it lately, before and after its words were changed, and week by week."""
    shown = [_card(_("Lacked it in the last 26 weeks"), view.total, visit)]
    if view.effect is not None:
        words = _("{n} days before the change", n=view.effect.days), _("Since the change on {day}", day=view.effect.changed_on)
        shown += [_card(words[0], view.effect.before, visit), _card(words[1], view.effect.after, visit)]
    figure_cards(shown)
    if view.effect is not None:
        notice(*verdict(view.effect))
    names = [visit.speaker.day_of_year(one.on) for one in view.weeks]
    shares = [round(100 * one.missed / one.parts) if one.parts else None for one in view.weeks]
    changed = view.changed[0].on if view.changed else None
    at = next((place for place, one in enumerate(view.weeks) if changed and 0 <= (changed - one.on).days < 7), None)
    mark = (at, _("Words changed")) if at is not None else None
    lacked = Series(_("Share that lacked it"), shares)
    chart(ChartView(_("Share of the parts sent each week that lacked it"), _("Week from"), names, [lacked], unit="%", most=100, mark=mark))
    link(_("See the cases"), f"/quality/cases?workflow={view.workflow.key}&phase={view.said.phase}&missed={view.said.id}")


def verdict(effect: Effect) -> tuple[Text, Tone]:
    """What the change has done, as far as can be told."""
    before, after = effect.shares
    if before is None or after is None:
        return _("Too little was sent before or after the change to tell whether it helped."), Tone.GREY
    points = round(100 * before) - round(100 * after)
    if points > 0:
        return _("Since the change {n} in a hundred fewer lack it.", n=points), Tone.GREEN
    if points < 0:
        return _("Since the change {n} in a hundred more lack it.", n=-points), Tone.YELLOW
    return _("Since the change as many lack it as before."), Tone.GREY


def _card(label: Text, day: Day, visit: Visit) -> FigureCard:
    share = f"{round(100 * day.missed / day.parts)} %" if day.parts else "–"
    return FigureCard(label, share, _("{n} of {all} parts sent", n=day.missed, all=day.parts))


def draw_history(view: WordingView, visit: Visit) -> None:
    """Every published change of its words, the newest first."""
    with section(_("Changes of its words")):
        if not view.changed:
            paragraph(_("It says what the standard says. Nothing was changed yet."), look="muted")
        columns = (
            Column("on", _("Published"), "day"), Column("version", _("Version"), "number"), Column("old", _("Before")),
            Column("new", _("After")),
        )  # fmt: skip
        rows = [
            {"on": visit.speaker.day(one.on), "version": str(one.version), "old": change.old, "new": change.new}
            for one in view.changed for change in one.changes
        ]  # fmt: skip
        if rows:
            data_table(columns, rows, caption=_("Changes of its words"))


class PromptSheet(WorkflowPage):
    """The words of one prompt in the municipality's rules: typed, seen beside what holds, published from here."""

    def __init__(self, visit: Visit, view: RulesView, prompt: Prompt) -> None:
        super().__init__(visit, view)
        self.prompt = prompt

    def draw(self) -> None:
        """The fields, then what is not published yet."""
        self.draw_head()
        with self.open_form(f"words/{self.prompt.id}"):
            prompt_fields(self, self.prompt)
        self.below = Tag("div", classes="stack stack-4")
        self.draw_below()

    def draw_below(self) -> None:
        """What would be published, all of it: rules are published whole."""
        self.below.clear()
        with self.below:
            if self.view.changes:
                self.draw_changes()

    async def publish(self) -> None:
        """Make it the next version, and look at the effect from the beginning."""
        async with self.saving:
            await self.visit.do(publish_rules, self.key, self.view.revision, self.note["words"])
        self.visit.client.open(words_address(self.key, self.prompt.id, self.prompt.phase))
