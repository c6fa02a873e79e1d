"""The error summary: appears after an attempt to send, takes the focus, and leads to each place. Source: product.md 3.4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.text import _, _n
from ui.components.base import View, Words
from ui.components.browser import tell_browser


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """The same sentence as at the field, and where it leads: a field's key, a DOM id, or the address of another page."""

    words: Words
    target: str


class ErrorSummary(View):
    """See `error_summary`."""

    template = """
      <div>
        <div v-if="d.lines.length" class="errors" role="alert" id="error-summary" tabindex="-1">
          <h2 class="h3">{{ d.title }}</h2>
          <ul><li v-for="line in d.lines"><a v-if="line.target.startsWith('/')" :href="line.target">{{ line.words }}</a><a v-else href="#" @click.prevent="portal.focus(line.target)">{{ line.words }}</a></li></ul>
        </div>
      </div>"""

    def show(self, lines: Sequence[ErrorLine]) -> None:
        """Show what must be put right, move the focus here and prefix the page's title; nothing to show clears it."""
        if not lines:
            return self.clear_errors()
        title = _n("There is {n} thing you must put right", "There are {n} things you must put right", len(lines))
        self.change(title=title, lines=[{"words": line.words, "target": line.target} for line in lines])
        self._retitle(failed=True)
        tell_browser("focus", "error-summary", self.client)

    def clear_errors(self) -> None:
        """Nothing is wrong any more."""
        self.change(lines=[])
        self._retitle(failed=False)

    def _retitle(self, *, failed: bool) -> None:
        prefix = self.speaker(_("Error:")) + " "
        plain = (self.client.title or "").removeprefix(prefix)
        self.client.title = prefix + plain if failed else plain
        tell_browser("title", self.client.title, self.client)


def error_summary() -> ErrorSummary:
    """An empty summary at the top of the form, ready to show."""
    return ErrorSummary({"lines": [], "title": ""})
