"""`/settings/{workflow}/{phase}/{step}`: what a municipality asks in one step besides the standard, and how much each thing weighs."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from models.base import Phase
from models.errors import NotThere
from models.local_set import LocalSet, OwnQuestion, OwnSlot
from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import Change, Tag, button, heading, link, paragraph, row
from ui.municipality.settings.own_parts import draw_own
from ui.municipality.settings.pieces import folded, prompt_fields, weight_field, words_fields
from ui.municipality.settings.sheet import RulesSheet
from ui.visit import Visit, portal_page
from workflows.casework.ruling import RulesView, rules_view
from workflows.declare import Group, Step
from workflows.local.editing import add_question, add_slot
from workflows.local.offering import Offer, Prompt, heavier, helpful_places, optional_parts, prompts, weighty, without_gaps

Add = Callable[[LocalSet, Phase, str, str], tuple[LocalSet, str]]


@portal_page("/settings/{workflow}/{phase}/{step}", action="see_rules")
async def step_rules_page(visit: Visit, workflow: str, phase: str, step: str) -> None:
    """The step's parts, and the municipality's own."""
    view: RulesView = await visit.ask(rules_view, workflow)
    declared = step_of(view, phase, step)
    page = StepRules(visit, view, Phase(phase), declared)
    over = _("{workflow} · {phase}", workflow=view.workflow.title, phase=view.workflow.phase(Phase(phase)).title)
    with visitor_frame(visit, title=declared.title, over=over, back=(view.workflow.title, f"/settings/{workflow}")):
        page.draw()


def step_of(view: RulesView, phase: str, step: str) -> type[Step]:
    """The declared step. Raises NotThere."""
    steps = {(str(one.phase), each.key): each for one in view.workflow.phases for each in one.steps}
    if (phase, step) not in steps:
        raise NotThere
    return steps[phase, step]


class StepRules(RulesSheet):
    """One open page of a step's rules."""

    def __init__(self, visit: Visit, view: RulesView, phase: Phase, step: type[Step]) -> None:
        super().__init__(visit, view)
        self.phase, self.step = phase, step
        self.kinds: dict[str, tuple[Tag, Tag]] = {}

    async def _save(self, changes: Sequence[Change]) -> None:
        await super()._save(changes)
        for key in self.kinds:
            self.show_kind(key)

    def show_kind(self, key: str) -> None:
        """Only the fields that belong to the kind of an own question."""
        own = self.view.content.question(key)
        numbers, choices = self.kinds[key]
        if own is not None and not numbers.is_deleted:
            numbers.set_visibility(own.kind == "number")
            choices.set_visibility(own.kind == "choice")

    def draw(self) -> None:
        """The own parts first, then what the standard asks, each behind one line."""
        self.draw_head()
        link(_("See the step as a contractor"), f"/settings/{self.key}/preview/{self.phase}/{self.step.key}", icon="eye")
        with self.open_form(f"{self.phase}/{self.step.key}"):
            heading(_("Your own questions and documents"))
            self.box = Tag("div", classes="stack stack-4")
            self.draw_own_parts()
            if self.view.may_change:
                self.draw_add()
            heading(_("Words of help over the step"))
            place = f"{self.phase}/{self.step.key}"
            folded(_("Help"), lambda: self.draw_help(place))
            heading(_("Questions and documents of the standard"))
            paragraph(_("A weight can be made heavier, never lighter: law and standard stay."), look="muted")
            with Tag("div", classes="stack stack-2"):
                self.draw_parts()

    def draw_own_parts(self, opened: str = "") -> None:
        """The municipality's own parts of the step, anew."""
        self.box.clear()
        self.kinds.clear()
        content, here = self.view.content, (self.phase, self.step.key)
        parts: list[OwnQuestion | OwnSlot] = [*content.questions, *content.slots]
        mine = [one for one in parts if (one.phase, one.step) == here]
        with self.box:
            if not mine:
                paragraph(_("None yet."), look="muted")
            for own in mine:
                draw_own(self, own, is_open=own.key == opened)

    def draw_add(self) -> None:
        """A name, and whether it is a question or a document."""
        typed = {"label": ""}
        with Tag("div", classes="card stack stack-4"):
            Tag("label", _("What is asked for, in bokmål"), classes="field-label", for_="own-label")
            box = Tag("input", classes="control", id="own-label", maxlength="200", autocomplete="off")
            box.on("input", lambda event: typed.update(label=str(event.args)[:200].strip()), js_handler="(e) => emit(e.target.value)")
            with row():
                for words, icon, add in ((_("Add a question"), "plus", add_question), (_("Add a document"), "upload", add_slot)):
                    button(words, self._adder(add, typed), kind="secondary", icon=icon)

    def _adder(self, add: Add, typed: dict[str, str]) -> Any:
        async def press() -> None:
            await self.add(add, typed["label"])

        return self.visit.handler(press)

    async def add(self, add: Add, label: str) -> None:
        """Add an own part and open it."""
        if not label:
            self.visit.tell(_("Write first what is asked for."))
            return
        key = await self.change(lambda content: add(content, self.phase, self.step.key, label))
        if key:
            self.draw_own_parts(opened=key)

    def draw_help(self, place: str) -> None:
        """Words of help at a place."""
        words_fields(self, f"help/{place}", _("Help"), self.view.content.help.get(place))

    def draw_parts(self) -> None:
        """Each declared part behind one line, then rules that could weigh more."""
        content = self.view.content
        optional = {one.place: one for one in optional_parts(self.view.workflow) if self._is_here(one)}
        helpful = {one.place for one in helpful_places(self.view.workflow) if self._is_here(one)}
        labels: dict[str, Text] = {}
        for part in self.step.parts:
            if not isinstance(part, Group):
                labels[f"{self.phase}/{part.key}"] = part.label
            else:
                labels |= {
                    f"{self.phase}/{part.key}/{one.key}": _("{group}: {label}", group=part.label, label=one.label)
                    for one in part.row.columns
                }
        for place, label in labels.items():
            if place in optional or place in helpful:
                is_set = place in content.demands or place in content.help
                summary = _("{label} – changed here", label=label) if is_set else label
                folded(summary, functools.partial(self._draw_part, place, optional.get(place), place in helpful))
        weights = {one.place: one for one in weighty(self.view.workflow) if self._is_here(one)}
        for prompt in prompts(self.view.workflow):
            if (prompt.phase, prompt.step) == (self.phase, self.step.key):
                self._draw_prompt(prompt, weights.get(prompt.id))

    def _is_here(self, offer: Offer) -> bool:
        return (offer.phase, offer.step.key) == (self.phase, self.step.key)

    def _draw_part(self, place: str, offer: Offer | None, can_help: bool) -> None:
        if offer is not None:
            weight_field(self, f"demands/{place}", None, heavier(None), self.view.content.demands.get(place))
        if can_help:
            self.draw_help(place)

    def _draw_prompt(self, prompt: Prompt, offer: Offer | None) -> None:
        """What a requirement says and weighs, behind one line."""
        words = _("{id}: {what}", id=prompt.id, what=without_gaps(prompt.what))

        def draw() -> None:
            if offer is not None:
                chosen = self.view.content.levels.get(prompt.id)
                weight_field(self, f"levels/{prompt.id}", offer.level, heavier(offer.level), chosen)
            prompt_fields(self, prompt)

        changed = prompt.id in self.view.content.words or prompt.id in self.view.content.levels
        folded(_("{label} – changed here", label=words) if changed else words, draw)
