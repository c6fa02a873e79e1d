"""`/settings/{workflow}/rules`: fees, deadlines and limits, whom to ask, and standard conditions."""

from __future__ import annotations

from collections.abc import Sequence

from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import Choice, FieldView, Tag, button, field, paragraph, section
from ui.components.base import Handler
from ui.municipality.settings.pieces import words_fields
from ui.municipality.settings.sheet import RulesSheet
from ui.visit import Visit, portal_page
from workflows.casework.ruling import rules_view
from workflows.declare import RuleParameter
from workflows.fields import ChoiceKind
from workflows.local.editing import add_condition, remove_condition
from workflows.local.parameters import ORE, kind_of, said, shown, unit_of

TIMES = ("years", "months", "weeks", "days", "working_days", "month-day")
GROUPS: dict[str, Text] = {
    "fees": _("Fees"),
    "times": _("Deadlines and periods"),
    "choices": _("How you work"),
    "limits": _("Limits"),
}


@portal_page("/settings/{workflow}/rules", action="see_rules")
async def rules_page(visit: Visit, workflow: str) -> None:
    """Every local rule of one kind of case, each with its standard and source."""
    page = RulesPage(visit, await visit.ask(rules_view, workflow))
    title = _("Fees, deadlines and limits")
    with visitor_frame(visit, title=title, back=(page.view.workflow.title, f"/settings/{workflow}")):
        page.draw()


def group_of(parameter: RuleParameter) -> str:
    """The heading a local rule stands under."""
    if isinstance(parameter.default, bool) or parameter.choices:
        return "choices"
    if parameter.unit == ORE:
        return "fees"
    return "times" if parameter.unit in TIMES or isinstance(parameter.default, (tuple, list)) else "limits"


class RulesPage(RulesSheet):
    """One open page of the rules of one kind of case."""

    def draw(self) -> None:
        """Groups of rules, contact, conditions."""
        self.draw_head()
        with self.open_form("rules"):
            for group, title in GROUPS.items():
                parameters = [one for one in self.view.workflow.parameters if group_of(one) == group]
                if parameters:
                    with section(title):
                        self.draw_parameters(parameters)
            with section(_("Whom contractors may ask")):
                self.draw_contact()
            with section(_("Standard conditions"), lead=_("Offered where an approval is written. What is ticked can be changed there.")):
                self.conditions = Tag("div", classes="stack stack-4")
                self.draw_conditions()
                if self.view.may_change:
                    button(_("Add a condition"), self.visit.handler(self.add_condition), kind="secondary", icon="plus")

    def draw_parameters(self, parameters: Sequence[RuleParameter]) -> None:
        """Each rule as it is kept, with what holds without it."""
        for one in parameters:
            kind, path = kind_of(one), f"parameters/{one.name}"
            hint = _("Standard: {value}. Source: {source}", value=said(one, one.default), source=one.source.words)
            value = shown(one, self.view.content.parameters.get(one.name, one.default))
            options = [Choice(each.key, each.label) for each in kind.options] if isinstance(kind, ChoiceKind) else []
            unit = self.visit.t(unit_of(one)) if one.unit and not one.choices else ""
            name = "text" if one.unit == "month-day" else kind.name
            field(
                FieldView(
                    path, one.label, name, value, hint=hint, unit=unit, options=options, error=self.fault_at(path), locked=self.locked
                )
            )  # fmt: skip

    def draw_contact(self) -> None:
        """Name, phone, e-mail, hours."""
        contact = self.view.content.contact
        for name, label, kind in (
            ("name", _("Person or office"), "text"),
            ("phone", _("Phone"), "phone"),
            ("email", _("E-mail"), "email"),
        ):
            field(FieldView(f"contact/{name}", label, kind, getattr(contact, name), locked=self.locked))
        words_fields(self, "contact/hours", _("Opening hours"), contact.hours, long=False)

    def draw_conditions(self) -> None:
        """The conditions anew."""
        self.conditions.clear()
        with self.conditions:
            if not self.view.content.conditions:
                paragraph(_("None yet."), look="muted")
            for number, words in enumerate(self.view.content.conditions, start=1):
                with Tag("fieldset", classes="row-card stack stack-4"):
                    Tag("legend", _("Condition {n}", n=number), classes="row-title")
                    words_fields(self, f"conditions/{number}", _("Condition"), words)
                    if self.view.may_change:
                        button(_("Remove condition {n}", n=number), self._remover(number), kind="quiet", icon="trash-2")

    def _remover(self, number: int) -> Handler:
        async def remove() -> None:
            await self.change(lambda content: (remove_condition(content, number), None))
            self.draw_conditions()

        return self.visit.handler(remove)

    async def add_condition(self) -> None:
        """An empty condition at the end."""
        await self.change(lambda content: (add_condition(content), None))
        self.draw_conditions()
