"""Where many cases are handled at once, on the board and in the table: what is chosen, what can be done, and how it went, case by case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from models.errors import BadInput, NotSignedIn, PortalError, SignInAgain
from models.text import Text, _, _n
from ui.components.dialog import Dialog, dialog
from ui.municipality.pieces.bulk import ACTS, BulkFlow, bulk_bar, bulk_flow
from ui.municipality.wish import Wish
from ui.print.letter import seal
from ui.visit import Visit
from workflows.casework.bulk import MOST, POLICY, BulkAct, Chosen, act_on_one, preview
from workflows.casework.reviewing import Wanted
from workflows.policy import may

PIECE = 20
"""So many cases are looked at in one transaction that reads, so that the page hears how far it has come."""


class BulkPlace:
    """One page's way of handling many cases. `lay` builds the bar; the dialog is built when an act is begun."""

    def __init__(self, visit: Visit, wish: Wish, people: Mapping[str, str]) -> None:
        self.visit, self.wish, self.people = visit, wish, people
        self._flow: BulkFlow
        self._box: Dialog | None = None
        self._act = BulkAct("take")
        self._refs: list[str] = []
        self._can: Sequence[Chosen] = ()
        self._busy = self._stopped = False

    def lay(self) -> None:
        """Build the bar, and what the keys are."""
        actor = self.visit.actor
        many = may(actor, "act_on_many")
        acts = [name for name in ACTS if many and may(actor, POLICY[name])]
        query = self.wish.address(after="").partition("?")[2]
        export = f"/board/export?{query}&" if may(actor, "export_cases") else ""
        bulk_bar(acts, export=export, on_act=self.visit.handler(self._begin))

    async def _begin(self, name: str, value: Any) -> None:
        """An act was chosen for what is chosen."""
        if name != "begin" or not isinstance(value, list) or len(value) != 2 or not isinstance(value[1], list) or self._busy:
            return
        wanted = next((one for one in ACTS if one == value[0]), None)
        refs = [one for one in value[1] if isinstance(one, str)]
        if wanted is None or not refs:
            return
        if len(refs) > MOST:
            raise BadInput(_("Choose at most {most} cases.", most=MOST))
        self._act, self._refs, self._can = BulkAct(wanted), refs, ()
        if self._box is not None:
            self._box.delete()
        people = [(key, label) for key, label in self.people.items()]
        chosen = _n("{n} case is chosen.", "{n} cases are chosen.", len(refs))
        assert self.visit.page is not None
        with self.visit.page.content, dialog(ACTS[wanted][0]) as box:
            self._flow = bulk_flow(wanted, people, chosen, on_act=self.visit.handler(self._step))
        self._box = box
        box.open()
        if wanted == "take":
            await self._look()

    async def _step(self, name: str, value: Any) -> None:
        if name == "stop":
            self._stopped = True
        elif name == "close" and self._box is not None:
            self._box.close()
        elif self._busy:
            return
        elif name == "back":
            self._flow.change(state="words", error=None)
        elif name == "look":
            self._act = _typed(self._act, value)
            await self._look()
        elif name == "go" and self._can:
            await self._go()

    async def _look(self) -> None:
        """Ask who can and who cannot, some at a time."""
        self._busy = True
        can: list[Chosen] = []
        cannot: list[tuple[Chosen, Text]] = []
        refs = list(dict.fromkeys(self._refs))
        try:
            for start in range(0, len(refs), PIECE):
                self._show("looking", _("Looking at the cases …"), most=len(refs), done=start)
                found = await self.visit.ask(preview, self._act, refs[start : start + PIECE])
                can += found.can
                cannot += found.cannot
        except SignInAgain as error:
            self._show("preview", error.text, again=f"/login?next={quote(self.wish.address(), safe='/?=')}&again=1")
            return
        except BadInput as error:
            self._flow.change(state="words", error=error.text)
            return
        finally:
            self._busy = False
        self._can = can
        answer = _n("{can} of {n} case can do this.", "{can} of {n} cases can do this.", len(refs), can=len(can))
        go = _n("Do it for {n} case", "Do it for {n} cases", len(can)) if can else None
        note = _("Each case is its own action in the log. Nothing is done before you press.") if can else None
        self._show("preview", answer, groups=_grouped(cannot), go=go, note=note)

    async def _go(self) -> None:
        """One case after the other; what fails is told, and holds up none of the others."""
        self._busy, self._stopped = True, False
        failed: list[tuple[Chosen, Text]] = []
        did: list[str] = []
        most = len(self._can)
        try:
            for number, one in enumerate(self._can):
                if self._stopped or self.visit.client.is_deleted:
                    failed += [(left, _("Not done: you stopped before it.")) for left in self._can[number:]]
                    break
                self._show("running", _("{n} of {most} cases …", n=number, most=most), most=most, done=number)
                try:
                    await self.visit.do(act_on_one, self._act, one.ref, one.version, seal=seal)
                    did.append(one.ref)
                except NotSignedIn:
                    raise
                except PortalError as error:
                    failed.append((one, error.text))
        finally:
            self._busy, self._can = False, ()
        answer = _n("Done for {n} case.", "Done for {n} cases.", len(did))
        note = _n("{n} case was left as it is.", "{n} cases were left as they are.", len(failed)) if failed else None
        self._show("done", answer, groups=_grouped(failed), note=note, most=most, done=most, did=did)

    def _show(self, state: str, answer: Text, **more: Any) -> None:
        usual: dict[str, Any] = {"groups": [], "note": None, "go": None, "again": None, "most": 0, "done": 0, "did": []}
        if not self.visit.client.is_deleted:
            self._flow.change(state=state, answer=answer, **{**usual, **more})


def _typed(act: BulkAct, value: Any) -> BulkAct:
    """The act with what was written in the dialog; events can be forged, so nothing is believed."""
    if not isinstance(value, list) or len(value) != 5 or not all(isinstance(one, str) for one in value):
        raise BadInput
    person, what, how, due, reason = (str(one) for one in value)
    try:
        day = date.fromisoformat(due) if due and act.name == "ask" else None
    except ValueError:
        raise BadInput(_("Choose a day."), target="due") from None
    return BulkAct(act.name, person=person, wanted=Wanted(what=what, how_to_fix=how), due=day, reason=reason)


def _grouped(cannot: Sequence[tuple[Chosen, Text]]) -> list[dict[str, Any]]:
    """The cases by the reason why not, most cases first."""
    groups: defaultdict[Text, list[dict[str, Any]]] = defaultdict(list)
    for one, why in cannot:
        words = f"{one.number} {one.place}".strip()
        groups[why].append({"words": words or one.ref, "href": f"/cases/{quote(one.ref, safe='')}" if one.number else None})
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    return [{"why": _n("{n} case: {why}", "{n} cases: {why}", len(cases), why=why), "cases": cases} for why, cases in ordered]
