"""`/settings/archive`: what waits for the municipality's archive, what arrived and what failed, and the rules it is served by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from models.errors import BadInput
from models.records import ArchiveItem, ArchiveState
from models.text import Text, _, _n
from ui.case_parts.frames import visitor_frame
from ui.components import (
    Change,
    Choice,
    Column,
    FieldView,
    Filter,
    SummaryRow,
    Tag,
    answer_form,
    button,
    data_table,
    field,
    filter_bar,
    notice,
    row,
    section,
    summary_list,
)
from ui.records import ARCHIVE_IS_SET
from ui.records.rows import STATES, again_why, rows_of
from ui.theme import Tone
from ui.visit import Visit, house, portal_page
from workflows.policy import MATRIX
from workflows.ports_records import ArchiveLine
from workflows.records.archiving import (
    KIND_WORDS,
    MOMENT_WORDS,
    ArchiveView,
    archive_entry,
    archive_view,
    change_archive_rules,
    send_again,
)
from workflows.records.document_types import TYPE_WORDS

PATH = "/settings/archive"
COLUMNS = (
    Column("what", _("Entry"), "link"),
    Column("case", _("Case"), "link"),
    Column("when", _("Made")),
    Column("state", _("Stands"), "tag"),
    Column("why", _("Why")),
)
READ_ONLY = _("Your role lets you read the settings, not change them.")


@portal_page(PATH, action="see_archive")
async def archive_page(visit: Visit, state: str = "", after: str = "") -> None:
    """The log, a page at a time, live, and the rules."""
    view: ArchiveView = await visit.ask(archive_view, state[:20], after[:400] or None)
    lead = _("What the portal hands to the municipality's archive, and what has become of it.")
    with visitor_frame(visit, title=_("The archive"), lead=lead, back=(_("Settings"), "/settings"), wide=True):
        if not house().extras.get(ARCHIVE_IS_SET):
            words = _("The operator has not set where the archive is. What happens in the cases is kept and sent when it is.")
            notice(words, Tone.YELLOW, title=_("Nothing is sent yet"))
        failed = view.counts.get(ArchiveState.FAILED, 0)
        if failed:
            notice(
                _("Open each to see why, and send it again. Later entries of the same case wait for it."), Tone.RED, title=_failed(failed)
            )
        options = [Choice(one.value, _("{words} ({n})", words=words, n=view.counts.get(one, 0))) for one, words in STATES.items()]
        filter_bar([Filter("state", _("Stands"), options=options, value=state)], action=PATH)
        shown = data_table(COLUMNS, rows_of(view.page.rows, visit), caption=_("Entries for the archive"), **_pages(view, state, after))
        RulesForm(visit, view).draw()

    async def look_again(_changes: Sequence[Any]) -> None:
        fresh: ArchiveView = await visit.ask(archive_view, state[:20], after[:400] or None)
        shown.show(rows_of(fresh.page.rows, visit), **_pages(fresh, state, after))

    visit.listen(f"municipality:{visit.actor.municipality_id}", visit.handler(look_again))


def _failed(number: int) -> Text:
    return _n("{n} entry has failed", "{n} entries have failed", number)


def _pages(view: ArchiveView, state: str, after: str) -> dict[str, Any]:
    kept = {"state": state} if state else {}
    following = f"{PATH}?{urlencode({**kept, 'after': view.page.next})}" if view.page.next else None
    first = f"{PATH}?{urlencode(kept)}" if kept else PATH
    none = None if view.page.rows else _("Nothing has been made for the archive yet. The first entry comes when a case is sent.")
    return {"previous": first if after else None, "next_": following, "summary": none}


class RulesForm:
    """The rules as they are typed; they hold when they are saved."""

    def __init__(self, visit: Visit, view: ArchiveView) -> None:
        self.visit, self.view = visit, view
        rules = view.rules
        self.typed: dict[str, Any] = rules.model_dump(exclude={"municipality_id"})

    def draw(self) -> None:
        """The fields, and saving."""
        locked = None if self.view.may_change else READ_ONLY
        with section(_("How the archive is served")):
            with answer_form("", self.on_typed) as self.form:
                for shown in self.fields(locked):
                    field(shown)
            if self.view.may_change:
                with row():
                    button(_("Save the rules"), self.visit.handler(self.save))
            self.told = Tag("div", role="status")

    def fields(self, locked: Text | None) -> Sequence[FieldView]:
        """What can be chosen."""
        typed, notes = self.typed, str(self.typed["with_notes"]).lower()
        moments = [Choice(key, words) for key, words in MOMENT_WORDS.items()]
        yes_no = [Choice("true", _("Yes")), Choice("false", _("No"))]
        types = [Choice(code, f"{words} ({code})") for code, words in TYPE_WORDS.items()]
        return (
            FieldView("moment", _("When is the archive served?"), "choice", typed["moment"], options=moments, locked=locked),
            FieldView("with_notes", _("Are internal notes archived?"), "choice", notes, options=yes_no, locked=locked),
            FieldView("unit", _("Administrative unit"), "text", typed["unit"], locked=locked, hint=_("Empty: the municipality's name.")),
            FieldView(
                "class_system", _("Classification system"), "text", typed["class_system"], locked=locked, example="K-koder",
                hint=_("Besides the property, which every case is classified by."),
            ),
            FieldView("class_id", _("Class"), "text", typed["class_id"], locked=locked, example="M10"),
            FieldView(
                "shielded_types", _("Document types that are always shielded"), "multi", typed["shielded_types"], options=types,
                locked=locked, hint=_("Powers of attorney and other personal papers are shielded anyway."),
            ),
            FieldView("access_code", _("Code of the access restriction"), "text", typed["access_code"], locked=locked, example="13"),
            FieldView("access_law", _("Law it rests on"), "text", typed["access_law"], locked=locked, example="offl. § 13"),
        )  # fmt: skip

    async def on_typed(self, changes: Sequence[Change]) -> bool:
        """Remember what is typed."""
        for one in changes:
            if one.key == "with_notes":
                self.typed[one.key] = one.value == "true"
            elif one.key == "shielded_types":
                self.typed[one.key] = [str(each)[:20] for each in one.value] if isinstance(one.value, (list, tuple)) else []
            elif one.key in self.typed:
                self.typed[one.key] = str(one.value or "")[:400]
        return True

    async def save(self) -> None:
        """Let the rules hold, or say at the field what to mend."""
        self.told.clear()
        for shown in self.form.fields.values():
            shown.error(None)
        try:
            await self.visit.do(change_archive_rules, self.typed)
        except BadInput as error:
            if error.target in self.form.fields:
                self.form.fields[error.target].error(error.text)
                self.form.focus(error.target)
                return
            raise
        with self.told:
            notice(_("The rules are saved and hold from now on."), Tone.GREEN, live=True)


@portal_page(f"{PATH}/{{item}}", action="see_archive")
async def entry_page(visit: Visit, item: str) -> None:
    """One entry: where it stands, why, what the archive answered, and sending it again."""
    line: ArchiveLine = await visit.ask(archive_entry, item[:64])
    entry, may_change = line.item, visit.actor.role in MATRIX["keep_archive"]
    title = _("{kind} in {number}", kind=KIND_WORDS[entry.kind], number=line.number)
    with visitor_frame(visit, title=title, over=STATES[entry.state], back=(_("The archive"), PATH)):
        summary_list(_facts(line, visit), title=_("The entry"))
        files = entry.receipt.get("files", {}) if isinstance(entry.receipt, Mapping) else {}
        if files:
            columns = (Column("name", _("File")), Column("size", _("Size")), Column("sha256", _("SHA-256")))
            rows = [{"name": name, "size": visit.speaker.size(one["size"]), "sha256": one["sha256"]} for name, one in files.items()]
            with section(_("What the archive has kept")):
                data_table(columns, rows, caption=_("Files in the archive"))
        if may_change and entry.state != ArchiveState.DELIVERED:

            async def again() -> None:
                await visit.do(send_again, entry.id)
                visit.client.open(PATH)

            with row():
                button(_("Send it again now"), visit.handler(again))


def _facts(line: ArchiveLine, visit: Visit) -> list[SummaryRow]:
    entry: ArchiveItem = line.item
    moment = visit.speaker.moment
    told = [
        SummaryRow(_("Key in the archive"), entry.key),
        SummaryRow(_("Made"), moment(entry.created_at)),
        SummaryRow(_("Tries"), str(entry.attempts)),
        SummaryRow(_("Last tried"), moment(entry.tried_at) if entry.tried_at else _("Never")),
    ]
    if entry.delivered_at:
        told.append(SummaryRow(_("Delivered"), moment(entry.delivered_at)))
    if entry.fault:
        told.append(SummaryRow(_("Why it did not arrive"), again_why(entry), lines=[entry.words] if entry.words else ()))
    place, digest = entry.receipt.get("place"), entry.receipt.get("message_sha256")
    told += [SummaryRow(_("Lies in"), str(place))] if place else []
    told += [SummaryRow(_("SHA-256 of the message"), str(digest))] if digest else []
    return told
