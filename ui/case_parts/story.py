"""The story of a case, as either side reads it: by day and part, in sentences, with what it meant for the clock and where to look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Protocol

from models.text import Text, _, _c
from ui.components.base import View, html, safe_href
from ui.texts import Speaker
from ui.theme import Tone
from workflows.casework.story import case_story
from workflows.casework.views import StoryDay, StoryEntry, StoryLink

TEMPLATES = Path(__file__).parent / "html"
TONES = {
    "approved": Tone.GREEN, "completed": Tone.GREEN, "rejected": Tone.RED, "lapsed": Tone.RED, "paused": Tone.YELLOW,
    "submitted": Tone.BLUE, "resubmitted": Tone.PURPLE,
}  # fmt: skip


class Asking(Protocol):
    """The visit, as far as pieces that fetch by themselves need it."""

    async def ask(self, use_case: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Run a reading use case with the rights the person has now."""
        ...

    def handler(self, act: Callable[..., Awaitable[Any]]) -> Callable[..., Coroutine[Any, Any, bool]]:
        """The same act, telling in words what went wrong."""
        ...


class Story(View):
    """The story. Which part of it is shown is the browser's business. Acts: `whole` fetches what was prepared between the sendings too."""

    template = html("story", TEMPLATES)


class StoryPart:
    """The story on one open page; `show` tells it anew when something happened."""

    def __init__(self, visit: Asking, speaker: Speaker, ref: str, days: Sequence[StoryDay], *, has_more: bool) -> None:
        self.visit, self.speaker, self.ref = visit, speaker, ref
        self.is_whole = False
        data = {"days": told(days, ref, speaker), "more": has_more, "whole": False, "words": _words()}
        self.view = Story(data, on_act=visit.handler(self._act))

    async def show(self, days: Sequence[StoryDay]) -> None:
        """The story as it is now; the whole one where somebody has asked for it."""
        shown = await self.visit.ask(case_story, self.ref, whole=True) if self.is_whole else days
        self.view.change(days=told(shown, self.ref, self.speaker), whole=self.is_whole)

    async def _act(self, name: str, _value: Any) -> None:
        if name == "whole":
            self.is_whole = True
            await self.show(())


def told(days: Sequence[StoryDay], ref: str, speaker: Speaker) -> list[dict[str, Any]]:
    """The days as the piece shows them."""
    return [_day(one, ref, speaker) for one in days]


def _day(one: StoryDay, ref: str, speaker: Speaker) -> dict[str, Any]:
    entries = [_entry(each, ref, speaker) for each in one.entries]
    return {"key": f"{one.day}-{one.phase}-{one.entries[0].seq}", "title": _title(one), "entries": entries}


def _title(day: StoryDay) -> Text:
    if day.phase_title is None:
        return _("{day}", day=day.day)
    return _("{day} · {part}", day=day.day, part=day.phase_title)


def _entry(one: StoryEntry, ref: str, speaker: Speaker) -> dict[str, Any]:
    ends = speaker.time(one.until) if one.until else ""
    begins = speaker.time(one.at)
    return {
        "seq": one.seq,
        "when": f"{begins}–{ends}" if ends and ends != begins else begins,
        "what": one.what,
        "group": one.group,
        "clock": one.clock or "",
        "words": one.words,
        "lines": list(one.lines),
        "tone": TONES.get(one.kind, Tone.GREY),
        "links": [{"label": link.label, "href": safe_href(address_of(link, ref))} for link in one.links],
    }


def address_of(link: StoryLink, ref: str) -> str:
    """Where what a sentence names is to be found."""
    phase, _slash, number = link.value.partition("/")
    match link.kind:
        case "request":
            return f"/cases/{ref}#request-{link.value}"
        case "changes":
            return f"/cases/{ref}/changes?phase={phase}&new={number}"
        case "receipt":
            return f"/cases/{ref}/receipt.pdf?phase={phase}&submission={number}"
        case _:
            return f"/cases/{ref}/documents"


def _words() -> dict[str, Text]:
    return {
        "filter": _("Show"),
        "all": _c("story", "Everything"),
        "steps": _("Decisions and sendings"),
        "messages": _("Messages"),
        "none": _("Nothing of this kind has happened."),
        "whole": _("Show also how it was prepared"),
        "link": _("Link to this"),
    }
