"""`/settings/letters`: the municipality's arms and words on its letters, with an example beside them that follows what is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from models.base import Phase
from models.errors import MovedOn
from models.letters import FeeFact, LetterFacts, Letterhead, OutcomeKind
from models.text import Text, _, pack
from ui.case_parts.frames import visitor_frame
from ui.components import Change, Choice, Column, FieldView, Tag, answer_form, button, data_table, details, field, notice, row, section
from ui.components.timing import after
from ui.municipality.letter.preview import LetterPreview
from ui.municipality.settings.municipality_page import READ_ONLY
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.access.letterheads import LetterheadView, letterhead_view, save_letterhead
from workflows.registry import WORKFLOWS

PLAIN = ("department", "address", "contact", "closing", "appeal_body", "appeal_address")
OUTCOMES: dict[str, Text] = {
    "contract": _("Added to approvals"),
    "individual": _("Added to individual decisions"),
    "noted": _("Added to letters that take note"),
    "rejected": _("Added to refusals"),
}
LABELS: dict[str, tuple[Text, str, Text]] = {
    "department": (_("Department that sends"), "text", _("Stands under the name of whoever decides.")),
    "address": (_("Address"), "longtext", _("One line each.")),
    "contact": (_("Telephone, e-mail, web"), "longtext", _("One line each.")),
    "closing": (_("Closing words"), "text", _("Left empty: the usual words.")),
    "appeal_body": (_("Appeals are decided by"), "text", _("Stands in letters that may be appealed against.")),
    "appeal_address": (_("Appeals are sent to"), "text", _("Left empty: the municipality.")),
}


@portal_page("/settings/letters", action="see_municipality")
async def letters_page(visit: Visit, arms: str = "") -> None:
    """What holds, changing it, and an example. `arms`: they were just uploaded."""
    view: LetterheadView = await visit.ask(letterhead_view)
    lead = _("What stands on every letter from {municipality}. Letters that were sent stay as they are.", municipality=view.municipality)
    with visitor_frame(visit, title=_("Letters"), lead=lead, back=(_("Settings"), "/settings"), wide=True):
        if arms:
            notice(_("The arms are on the letterhead."), Tone.GREEN, live=True)
        LettersPage(visit, view).draw()


class LettersPage:
    """The letterhead as it is typed; nothing holds before it is saved."""

    def __init__(self, visit: Visit, view: LetterheadView) -> None:
        self.visit, self.view, self.version = visit, view, view.version
        head = view.head
        self.typed = {name: str(getattr(head, name)) for name in PLAIN} | {"language": view.language}
        added = {str(outcome): words for outcome, words in head.paragraphs.items()}
        self.typed |= {outcome: added.get(outcome, "") for outcome in OUTCOMES}

    def draw(self) -> None:
        """The words to the left, the example to the right."""
        with Tag("div", classes="letter-layout"):
            with Tag("div", classes="letter-main stack stack-8"):
                self._arms()
                with answer_form("", self.on_typed) as self.form, section(_("Words")):
                    self._fields()
                if self.view.may_change:
                    with row():
                        button(_("Save the letterhead"), self.visit.handler(self.save))
                self.told = Tag("div")
                self._versions()
            with Tag("div", classes="letter-aside"):
                self.preview = LetterPreview(self._facts)
        after(0, self.preview.draw)

    def _arms(self) -> None:
        with section(_("Arms"), lead=_("PNG, JPEG or SVG. They stand at the top of the first page.")):
            if not self.view.head.arms:
                notice(_("No arms yet. Letters begin with the municipality's name."), Tone.SKY)
            if self.view.may_change:
                with row():
                    words = _("Upload other arms") if self.view.head.arms else _("Upload the arms")
                    button(words, href="/settings/letters/arms", kind="secondary", icon="upload")
                    if self.view.head.arms:
                        button(_("Take the arms off"), self.visit.handler(self.take_off), kind="quiet")

    def _fields(self) -> None:
        locked = None if self.view.may_change else READ_ONLY
        forms = [Choice("nb", "Bokmål"), Choice("nn", "Nynorsk")]
        field(FieldView("language", _("Written form"), "choice", self.typed["language"], options=forms, locked=locked))
        for name, (label, kind, hint) in LABELS.items():
            field(FieldView(name, label, kind, self.typed[name], hint=hint, locked=locked))
        for name, label in OUTCOMES.items():
            field(
                FieldView(
                    name,
                    label,
                    "longtext",
                    self.typed[name],
                    hint=_("After the grounds. An empty line begins a new paragraph."),
                    locked=locked,
                )
            )

    def _versions(self) -> None:
        if not self.view.versions:
            return
        with details(_("Earlier versions")):
            columns = (Column("version", _("Version")), Column("when", _("Saved"), "day"), Column("who", _("By")))
            rows: list[dict[str, Any]] = [
                {"id": str(one.version), "version": str(one.version), "when": self.visit.speaker.moment(one.at), "who": one.by}
                for one in self.view.versions
            ]
            data_table(columns, rows, caption=_("Earlier versions"))

    async def on_typed(self, changes: Sequence[Change]) -> bool:
        """Remember what is typed and draw the example anew."""
        self.typed.update({one.key: str(one.value or "")[:4000] for one in changes if one.key in self.typed})
        self.preview.soon()
        return True

    def head(self) -> Letterhead:
        """What is typed, cut to what a letterhead takes."""
        typed = self.typed
        paragraphs = {outcome: typed[outcome] for outcome in OUTCOMES if typed[outcome].strip()}
        plain = {name: typed[name][: 600 if name in ("address", "contact") else 200] for name in PLAIN}
        language = typed["language"] if typed["language"] in ("nb", "nn") else ""
        return Letterhead.model_validate({**plain, "language": language, "paragraphs": paragraphs, "arms": self.view.head.arms})

    async def save(self) -> None:
        """Let what is typed hold from now on."""
        await self._save(self.head())

    async def take_off(self) -> None:
        """A letterhead without arms."""
        if await self._save(self.head().model_copy(update={"arms": ""})):
            self.visit.client.open("/settings/letters")

    async def _save(self, head: Letterhead) -> bool:
        self.told.clear()
        try:
            self.version = await self.visit.do(save_letterhead, head, self.version)
        except MovedOn as error:
            with self.told:
                notice(error.text, Tone.YELLOW, title=_("Not saved here"), live=True)
                button(_("Load the page anew"), lambda: self.visit.client.open(self.visit.path), kind="secondary")
            return False
        with self.told:
            notice(_("The letterhead is saved as version {n} and holds from now on.", n=self.version), Tone.GREEN, live=True)
        return True

    async def _facts(self) -> tuple[LetterFacts, str]:
        return example(self.view.municipality, self.head(), "nn" if self.typed["language"] == "nn" else "nb"), self.view.arms


def example(municipality: str, head: Letterhead, language: Any) -> LetterFacts:
    """An invented digging permit, to see the letterhead on."""
    workflow = WORKFLOWS["excavation"]
    phase = workflow.phase(Phase.APPLICATION)
    fee = workflow.fees[0]
    return LetterFacts(
        language=language, municipality=municipality, head=head, number="2026-000000", ref="", workflow=pack(workflow.title),
        phase=Phase.APPLICATION, phase_title=pack(phase.title), decision=1, address="Storgata 1", property_key="1/1/0/0", reference="",
        receiver="Eksempel AS", organisation_number="", decided_at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC), outcome="approved",
        kind=OutcomeKind.INDIVIDUAL, outcome_label=pack(phase.outcome_label or phase.title),
        reason="Eksempel. Her står det vedtaket bygger på." if language == "nb" else "Døme. Her står det vedtaket byggjer på.",
        conditions=("Fortauet skal være åpent." if language == "nb" else "Fortauet skal vere ope.",),
        fees=(FeeFact(key=fee.key, label=pack(fee.label), ore=150_000, tariff=150_000),), fee_reason="", valid_until=date(2026, 3, 1),
        appeal_until=date(2026, 1, 26), appeal_body=head.appeal_body, decided_by="Kari Eksempel",
    )  # fmt: skip
