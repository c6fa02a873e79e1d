"""Reading what was answered: the summary before sending, and what changed between two submissions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from models.text import _
from ui.components.base import View, Words, call, safe_href


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer. None as `value` is shown in place as not answered, with the way to add it. `lines` are further lines, such as files."""

    label: Words
    value: Words | None
    change: str | None = None
    lines: Sequence[Words] = attribute(default_factory=tuple)
    note: Words | None = None
    id: str = ""


class SummaryList(View):
    """See `summary_list`."""

    template = """
      <section class="summary">
        <div class="summary-head"><h2 class="h3">{{ d.title }}</h2><a v-if="d.change" class="link" :href="d.change">{{ d.words.change }}<span class="unseen"> {{ d.title }}</span></a></div>
        <dl class="summary-rows">
          <div v-for="row in d.rows" class="summary-row" :id="row.id || null" :class="{'is-empty': row.value === null && !row.lines.length}">
            <dt>{{ row.label }}</dt>
            <dd><span v-if="row.value !== null" class="summary-value">{{ row.value }}</span><a v-else-if="!row.lines.length && row.change" class="link" :href="row.change">{{ d.words.add }}<span class="unseen"> {{ row.label }}</span></a><span v-else-if="!row.lines.length">{{ d.words.empty }}</span>
              <span v-for="line in row.lines" class="summary-line">{{ line }}</span><span v-if="row.note" class="text-small">{{ row.note }}</span></dd>
            <dd v-if="row.change && (row.value !== null || row.lines.length)" class="summary-change"><a class="link" :href="row.change">{{ d.words.change }}<span class="unseen"> {{ row.label }}</span></a></dd>
          </div>
        </dl>
      </section>"""

    def show(self, rows: Sequence[SummaryRow]) -> None:
        """Other answers in place."""
        self.change(rows=_rows(rows))


def _rows(rows: Sequence[SummaryRow]) -> list[dict[str, Any]]:
    return [
        {"label": one.label, "value": one.value, "change": safe_href(one.change), "lines": list(one.lines), "note": one.note, "id": one.id}
        for one in rows
    ]


def summary_list(rows: Sequence[SummaryRow], *, title: Words, change: str | None = None) -> SummaryList:
    """The answers of one section. Each `change` address should lead back to the same row (`id`) afterwards."""
    words = {"change": _("Change"), "add": _("Not answered – add it"), "empty": _("Not answered")}
    return SummaryList({"title": title, "change": safe_href(change), "rows": _rows(rows), "words": words})


@dataclass(frozen=True, slots=True)
class DiffView:
    """One answer or document before and after; None means there was nothing. `key` comes back with a decision."""

    key: str
    label: Words
    old: Words | None
    new: Words | None
    old_href: str | None = None
    new_href: str | None = None
    asked: Words | None = None
    decided: Words | None = None


class DiffPair(View):
    """See `diff_pair`."""

    template = """
      <section class="diff" :data-diff="d.key">
        <h3 class="h4">{{ d.label }}</h3>
        <p v-if="d.asked" class="field-asked"><icon name="message-square"/><span><strong>{{ d.words.asked }}</strong> {{ d.asked }}</span></p>
        <div class="diff-sides">
          <div class="diff-old"><span class="diff-caption">{{ d.words.before }}</span><a v-if="d.old_href" class="link" :href="d.old_href">{{ d.old }}</a><del v-else-if="d.old !== null">{{ d.old }}</del><em v-else>{{ d.words.nothing }}</em></div>
          <div class="diff-new"><span class="diff-caption">{{ d.words.now }}</span><a v-if="d.new_href" class="link" :href="d.new_href">{{ d.new }}</a><ins v-else-if="d.new !== null">{{ d.new }}</ins><em v-else>{{ d.words.removed }}</em></div>
        </div>
        <p v-if="d.decided" class="diff-decided"><icon name="check"/><span>{{ d.decided }}</span></p>
        <div v-else-if="d.can" class="row row-2">
          <button type="button" class="button button-secondary" @click="tell('accept', d.key)"><icon name="check"/><span>{{ d.words.accept }}<span class="unseen"> {{ d.label }}</span></span></button>
          <button type="button" class="button button-quiet" @click="tell('ask', d.key)"><icon name="message-square"/><span>{{ d.words.ask }}<span class="unseen"> {{ d.label }}</span></span></button>
        </div>
      </section>"""

    def decide(self, words: Words | None) -> None:
        """Say in place what was decided, or offer the choice again."""
        self.change(decided=words)


def diff_pair(view: DiffView, *, on_accept: Callable[[str], Any] | None = None, on_ask: Callable[[str], Any] | None = None) -> DiffPair:
    """Old left, new right, told apart by words and not by colour alone."""

    async def act(name: str, _key: Any) -> None:
        await call({"accept": on_accept, "ask": on_ask}.get(name), view.key)

    words = {
        "asked": _("You asked:"), "before": _("Before"), "now": _("Now"), "nothing": _("Nothing"), "removed": _("Removed"),
        "accept": _("Accept"), "ask": _("Ask again"),
    }  # fmt: skip
    plain = {name: getattr(view, name) for name in ("key", "label", "old", "new", "asked", "decided")}
    data = {**plain, "old_href": safe_href(view.old_href), "new_href": safe_href(view.new_href), "words": words, "can": on_accept is not None}
    return DiffPair(data, on_act=act if on_accept or on_ask else None)
