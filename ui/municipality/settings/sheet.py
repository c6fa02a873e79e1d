"""One open page of local rules: keeps what is typed, shows what is wrong with it, notices when another window wrote meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from models.errors import MovedOn
from models.local_set import LocalSet
from models.text import Text, _
from ui.components import AnswerForm, Change, SaveMark, Tag, answer_form, button, notice, save_mark
from ui.theme import Tone
from ui.visit import Visit
from workflows.casework.ruling import RulesView, change_rules
from workflows.local.editing import edit


class RulesSheet:
    """Writes one workflow's draft of rules. `view` is what is kept; the browser owns what is being typed."""

    def __init__(self, visit: Visit, view: RulesView) -> None:
        self.visit, self.view = visit, view
        self.form: AnswerForm | None = None
        self.mark: SaveMark | None = None
        self.notices: Tag | None = None
        self.saving = asyncio.Lock()
        self.has_moved = False

    @property
    def key(self) -> str:
        """The workflow."""
        return self.view.workflow.key

    def draw_head(self) -> None:
        """The save mark, or why nothing can be changed; what happens in other windows is told below it."""
        if self.view.may_change:
            with Tag("div", classes="form-head"):
                self.mark = save_mark(self.view.updated_at)
        else:
            notice(_("Your role lets you read the rules, not change them."), Tone.GREY)
        self.notices = Tag("div", classes="stack stack-4")

    def open_form(self, part: str) -> AnswerForm:
        """The form of a page; a context manager."""
        keep = f"{self.visit.actor.person_id}/rules/{self.key}/{part}" if self.view.may_change else ""
        self.form = answer_form(keep, self.on_answers)
        return self.form

    @property
    def locked(self) -> Text | None:
        """Why a field cannot be changed; None when it can."""
        return None if self.view.may_change else _("Your role lets you read the rules, not change them.")

    async def on_answers(self, changes: Sequence[Change]) -> bool:
        """Keep what was typed; true only after the commit."""
        if self.has_moved:
            return False
        return await self.visit.handler(self._save)(changes) and not self.has_moved

    async def _save(self, changes: Sequence[Change]) -> None:
        pairs = [(one.key, one.value) for one in changes]
        problems = await self.change(lambda content: edit(self.view.workflow, content, pairs))
        self.show_faults(problems or {}, [one.key for one in changes])

    async def change(self, change: Callable[[LocalSet], tuple[LocalSet, Any]]) -> Any:
        """Make one change and keep it; what the change told besides. Nothing is kept when another window wrote meanwhile."""
        async with self.saving:
            if self.has_moved:
                return None
            try:
                self.view, told = await self.visit.do(change_rules, self.key, change, self.view.revision)
            except MovedOn as error:
                self._tell_moved(error.text)
                return None
        if self.mark is not None:
            self.mark.saved(self.visit.now())
        return told

    def _tell_moved(self, words: Text) -> None:
        self.has_moved = True
        if self.notices is None:
            return

        def anew() -> None:
            self.visit.client.open(self.visit.path)

        with self.notices:
            notice(words, Tone.YELLOW, title=_("Not saved here"), live=True)
            button(_("Load the page anew"), anew, kind="secondary")

    def show_faults(self, problems: dict[str, Text], keys: Sequence[str]) -> None:
        """At the fields that were typed in: what was not kept, or what is wrong with what was."""
        fields = self.form.fields if self.form is not None else {}
        for key in keys:
            if key in fields:
                fields[key].error(problems.get(key) or self.fault_at(key))

    def fault_at(self, key: str) -> Text | None:
        """What is wrong with the rules at a field."""
        found = next((one for one in self.view.faults if key in (one.place, f"{one.place}/nb")), None)
        return _("{what} {how_to_fix}", what=found.what, how_to_fix=found.how_to_fix) if found else None
