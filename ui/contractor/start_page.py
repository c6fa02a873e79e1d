"""A new case: what and where first, so that a draft or case already there is found before another is begun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.base import Phase
from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import Change, Choice, FieldView, Tag, answer_form, button, empty_state, field, heading, link, notice, paragraph, row
from ui.theme import Tone, status_look
from ui.visit import Visit, portal_page
from workflows.casework.drafting import AnswerChange, start_case
from workflows.casework.starting import kinds_open, places_to_start, similar_cases
from workflows.ports import CaseCard
from workflows.registry import WORKFLOWS

STANDING: dict[str, Text] = {
    "approved": _("Your company is approved here."),
    "requested": _("Your company waits for approval here. You can prepare a draft, but not send it yet."),
    "rejected": _("Your company is not approved here. You can prepare a draft, but not send it."),
    "suspended": _("Your company is suspended here. You can prepare a draft, but not send it."),
    "ended": _("Your company's access here has ended. You can prepare a draft, but not send it."),
}

CLOSED = _("This municipality takes no new cases here.")


class Start:
    """What has been chosen so far."""

    def __init__(self, visit: Visit, places: dict[str, tuple[str, str]], open_kinds: dict[str, frozenset[str]]) -> None:
        self.visit, self.places, self.open_kinds = visit, places, open_kinds
        self.municipality = next(iter(places), "")
        self.workflow = ""
        self.choose_open()
        self.place: dict[str, str] = {}

    def choose_open(self) -> None:
        """Keep the kind of case while the municipality takes it; the only one it takes is chosen by itself."""
        keys = [one.key for one in self.kinds()]
        if self.workflow not in keys:
            self.workflow = keys[0] if len(keys) == 1 else ""

    @property
    def why_not(self) -> Text | None:
        """Why no draft can be started yet."""
        if not self.kinds():
            return CLOSED
        return None if self.workflow else _("Choose what the case is about.")

    def kinds(self) -> list[Choice]:
        """The kinds of cases the municipality takes."""
        taken = self.open_kinds.get(self.municipality, frozenset())
        return [Choice(key, one.title, one.summary) for key, one in WORKFLOWS.items() if key in taken]

    @property
    def property_key(self) -> str:
        """`gnr/bnr/fnr/snr`, empty until gnr and bnr are numbers."""
        parts = [str(self.place.get(name) or "0").strip() for name in ("gnr", "bnr", "fnr", "snr")]
        usable = all(part.isascii() and part.isdigit() for part in parts) and int(parts[0]) > 0 and self.place.get("bnr")
        return "/".join(str(int(part)) for part in parts) if usable else ""

    async def similar(self) -> Sequence[CaseCard]:
        """Own drafts and open cases on the property."""
        if not self.property_key or not self.municipality or not self.workflow:
            return ()
        found: Sequence[CaseCard] = await self.visit.ask(similar_cases, self.workflow, self.municipality, self.property_key)
        return found

    async def begin(self) -> str:
        """Start the draft with what was chosen; the address of its first page."""
        changes = []
        if self.place:
            given = {name: value for name, value in self.place.items() if str(value or "").strip()}
            changes = [AnswerChange(Phase.APPLICATION, "property", "properties", ["1"])]
            changes += [AnswerChange(Phase.APPLICATION, "property", f"properties/1/{name}", value) for name, value in given.items()]
        saved = await self.visit.do(start_case, self.workflow, self.municipality, changes)
        return f"/cases/{saved.ref}/application/property"


@portal_page("/cases/new", action="start_case")
async def start_page(visit: Visit) -> None:
    """Choose, see what is there, begin."""
    places: dict[str, tuple[str, str]] = await visit.ask(places_to_start)
    start = Start(visit, places, await visit.ask(kinds_open))
    with visitor_frame(visit, title=_("Start a new case"), back=(_("Cases"), "/cases")):
        if not places:
            words = _("Your company has no standing with any municipality here yet. Ask the municipality for access.")
            empty_state("building-2", _("No municipality yet"), words)
            return
        lay_out(visit, start)


def lay_out(visit: Visit, start: Start) -> None:
    """The short form and what it finds."""

    async def chosen(changes: Sequence[Change]) -> bool:
        for change in changes:
            if change.key == "place" and isinstance(change.value, dict):
                start.place = {str(name): str(value or "") for name, value in change.value.items()}
            elif change.key == "workflow" and change.value in WORKFLOWS:
                start.workflow = str(change.value)
                kinds.error(None)
            elif change.key == "municipality" and change.value in start.places:
                start.municipality = str(change.value)
                start.choose_open()
                kinds.offer(start.kinds())
                closed.set_visibility(not start.kinds())
        standing.show(STANDING.get(start.places[start.municipality][1], STANDING["requested"]), _tone(start))
        show_similar(found, await start.similar(), visit)
        return True

    async def begin() -> None:
        if start.why_not is not None:
            kinds.error(start.why_not)
            form.focus("workflow")
            return
        visit.client.open(await start.begin())

    with answer_form("", chosen) as form:
        kinds = field(FieldView("workflow", _("What is it about?"), "choice", start.workflow, options=start.kinds()))
        closed = notice(CLOSED, Tone.YELLOW, live=True)
        closed.set_visibility(not start.kinds())
        towns = [Choice(number, name) for number, (name, _standing) in start.places.items()]
        field(FieldView("municipality", _("Which municipality?"), "municipality", start.municipality, options=towns))
        standing = notice(STANDING.get(start.places[start.municipality][1], STANDING["requested"]), _tone(start), live=True)
        field(FieldView("place", _("Which property?"), "property", hint=_("We look for cases you already have there.")))
    found = Tag("div", classes="stack stack-4", role="status", aria_live="polite")
    with row():
        button(_("Start a new draft"), visit.handler(begin), icon="arrow-right")
    paragraph(_("The draft is yours alone until you send it."), look="muted")
    link(_("See what you need before you apply"), "/prepare")


def _tone(start: Start) -> Tone:
    return Tone.GREEN if start.places[start.municipality][1] == "approved" else Tone.YELLOW


def show_similar(box: Tag, cards: Sequence[CaseCard], visit: Visit) -> None:
    """What is already there on the property, each with the way on."""
    box.clear()
    if not cards:
        return
    with box:
        heading(_("You already have this on the property"), level=2)
        with Tag("ul", classes="plain-list stack stack-2"):
            for card in cards:
                with Tag("li", classes="card"):
                    words: Any = status_look(card.status, card.phase, works=card.work_is_on).words("contractor")
                    paragraph(f"{card.number} · {visit.t(words)}")
                    link(_("Go on with {number}", number=card.number), f"/cases/{card.ref}")
