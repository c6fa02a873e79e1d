"""`/cases/{ref}/changes`: two sendings side by side. The municipality judges answers and marks what it has looked at; both sides read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.base import Phase
from models.errors import BadInput
from models.text import Text, _
from models.values import place_name
from ui.case_parts.frames import visitor_frame
from ui.components.base import View, html
from ui.documents.files_page import STAGE_WORDS, TEMPLATES
from ui.documents.sides import step_of
from ui.hearing.desk import Look
from ui.visit import Visit, portal_page
from workflows.casework.comparing import Comparison, Wanted, compare_sendings, mark_change
from workflows.casework.freshness import CaseMoved
from workflows.casework.reviewing import accept_answer, reopen_request
from workflows.casework.views import SendingInfo

MOST_NUMBER = 9_999


@portal_page("/cases/{ref}/changes", action="see_case")
async def changes_page(visit: Visit, ref: str, phase: str = "", old: str = "", new: str = "", everything: str = "") -> None:
    """Two sendings of a case, live while it is open. What is compared stands in the address."""
    wanted = Wanted(phase[:20], _number(old), _number(new), everything == "1")
    page = ComparePage(visit, ref, wanted)
    await page.fetch()
    head = page.found.head
    over = " · ".join(part for part in (head.number, visit.t(head.title), place_name(head.address, head.property_key)) if part)
    with visitor_frame(visit, title=_("What was changed"), over=over, back=(_("The case"), f"/cases/{ref}"), wide=True):
        page.lay()
    visit.listen(f"case:{head.id}", visit.news(page.look_again))


def _number(typed: str) -> int:
    return min(int(typed), MOST_NUMBER) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


class SideBySide(View):
    """The pairs. Acts: `seen` with place and whether, `accept` with an id, `reopen` with id and reason."""

    template = html("side-by-side", TEMPLATES)


class ComparePage:
    """One open page; `found` is what it shows."""

    found: Comparison
    look: Look
    view: SideBySide

    def __init__(self, visit: Visit, ref: str, wanted: Wanted) -> None:
        self.visit, self.ref, self.wanted = visit, ref, wanted

    async def fetch(self) -> None:
        """Ask anew for the same two sendings."""
        self.found = await self.visit.ask(compare_sendings, self.ref, self.wanted)

    def lay(self) -> None:
        """Build the piece."""
        head = self.found.head
        self.look = Look(self.visit, self.ref, head.version, self.visit.speaker, at=f"/cases/{self.ref}")
        self.view = SideBySide({**self._shown(), "words": _words()}, on_act=self.visit.handler(self.act))

    async def look_again(self, _changes: Sequence[Any] = ()) -> None:
        """Fetch, and show what differs."""
        await self.fetch()
        self.view.change(**self._shown())
        if self.found.may_judge:
            await self.look.follow(self.found.head.version)

    async def act(self, name: str, value: Any) -> None:
        """Carry out what was pressed, then show the outcome. Raises what the use case raises."""
        given, seen = value if isinstance(value, dict) else {}, self.look.seen
        if name == "seen" and self.found.new is not None and isinstance(given.get("place"), str):
            wanted = {"is_seen": bool(given.get("on"))}
            await self.visit.do(mark_change, self.ref, Phase(self.found.phase), self.found.new.number, given["place"], **wanted)
        elif name == "accept" and isinstance(value, str):
            await self._judge(accept_answer, value, seen_version=seen)
        elif name == "reopen" and isinstance(given.get("id"), str) and isinstance(given.get("reason"), str):
            await self._judge(reopen_request, given["id"], given["reason"], seen_version=seen)
        else:
            raise BadInput
        await self.look_again()

    async def _judge(self, use_case: Callable[..., Any], *given: str, seen_version: int) -> None:
        """Judge an answer, upon the case as it was when the page was opened or last looked at."""
        try:
            await self.visit.do(use_case, self.ref, *given, seen_version=seen_version)
        except CaseMoved:
            await self.look_again()
            raise

    def _shown(self) -> dict[str, Any]:
        found, speaker = self.found, self.visit.speaker
        sent = [one for one in found.sendings if one.phase == found.phase]
        return {
            "action": f"/cases/{self.ref}/changes",
            "phase": str(found.phase),
            "phases": [{"key": str(key), "label": title, "current": key == found.phase} for key, title in _phases(found.sendings)],
            "sent": [
                {"number": one.number, "label": _("Sending {number}, {when}", number=one.number, when=speaker.moment(one.at))}
                for one in sent
            ],
            "old": found.old.number if found.old else 0,
            "new": found.new.number if found.new else 0,
            "everything": self.wanted.everything,
            "counter": _("{seen} of {all} seen", seen=found.seen, all=found.changed) if found.may_mark and found.changed else "",
            "steps": [step_of(one, found, self.ref, speaker) for one in found.steps],
            "may_mark": found.may_mark,
            "may_judge": found.may_judge and found.phase == found.head.phase,
            "empty": _nothing(found),
        }


def _phases(sendings: Sequence[SendingInfo]) -> list[tuple[Phase, Text]]:
    """The phases that were sent, in order of sending."""
    return list({one.phase: one.phase_title for one in reversed(sendings)}.items())


def _nothing(found: Comparison) -> Text:
    if not found.sendings:
        return _("Nothing has been sent yet.")
    if found.old is None:
        return _("This part was sent once, so there is nothing to compare it with.")
    return _("Nothing differs between these two sendings.")


def _words() -> dict[str, Text]:
    return {
        **STAGE_WORDS,
        "choose": _("Choose what to compare"),
        "phases": _("Parts of the case"),
        "old": _("Before"),
        "new": _("Now"),
        "everything": _("Show also what is the same"),
        "show": _("Compare"),
        "nothing": _("Nothing"),
        "removed": _("Removed"),
        "asked": _("You asked:"),
        "asked_of_us": _("The municipality asked:"),
        "answer": _("Answer"),
        "accept": _("Accept"),
        "again": _("Ask again"),
        "again_what": _("What is still to be done?"),
        "cancel": _("Cancel"),
        "seen": _("Seen"),
        "look": _("Look at the pages"),
        "look_both": _("Look at both side by side"),
        "close": _("Close"),
        "viewer": _("The document"),
        "new_tab": _("opens in a new tab"),
    }
