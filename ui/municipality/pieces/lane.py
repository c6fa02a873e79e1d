"""One column of the officer's board, and the button below it that shows more.

Cards are data of one element. News that would move cards waits behind “n updates” while the pointer or the focus is in the column
(`portal.js` does the waiting). The button for more stands outside the element, so that asking for more is never held back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.base import BoardColumn
from models.text import Text, _, _n
from ui.components.base import Tag, View, Words, safe_href
from ui.municipality.pieces.checklist import Act
from ui.theme.status import Tone


@dataclass(frozen=True, slots=True)
class LaneCard:
    """A case on the board. `ref` comes back with every act; `version` changes with every change and marks the card for two seconds."""

    id: str
    ref: str
    version: int
    href: str
    title: str
    number: str
    type: Words
    company: str
    due: Words
    late: bool = False
    soon: bool = False
    open: Words = ""
    who: str = ""
    initials: str = ""
    who_id: str = ""
    tag: Words = ""
    tone: Tone = Tone.PLAIN


class Lane(View):
    """A column. Acts: `take` and `release` with a ref, `assign` with ref and person id."""

    template = """
      <section class="lane" :aria-labelledby="'lane-' + d.key" :data-lane="d.key" @mouseleave="s.held && portal.release($.proxy)" @focusout="s.held && !$el.contains($event.relatedTarget) && portal.release($.proxy)">
        <header class="lane-head"><h2 class="lane-title" :id="'lane-' + d.key">{{ d.title }}</h2><span class="lane-count">{{ d.total }}<span class="unseen"> {{ d.words.cases }}</span></span></header>
        <button v-if="s.held" type="button" class="lane-news" @click="portal.release($.proxy)"><icon name="refresh-cw"/>{{ s.held === 1 ? d.words.one : d.words.many.replace('{n}', s.held) }}</button>
        <p v-if="!(s.shown || d.cards).length" class="lane-empty">{{ d.empty }}</p>
        <ul class="cards">
          <li v-for="card in s.shown || d.cards" :key="card.id" class="case-card" :data-card="card.id" :class="{'is-marked': (s.marked || []).includes(card.id), 'is-late': card.late, 'is-soon': card.soon}"
              @keydown.a.exact="$event.target.matches('.card-link') && d.may && card.who_id !== d.me && tell('take', card.ref)">
            <div class="case-top"><span class="case-number">{{ card.number }}</span><span v-if="card.tag" class="tag" :class="'tone-' + card.tone">{{ card.tag }}</span></div>
            <a class="card-link" :href="card.href" :aria-describedby="'card-' + card.id">{{ card.title }}</a>
            <p class="case-line" :id="'card-' + card.id">{{ card.type }}<span class="case-company">{{ card.company }}</span></p>
            <div class="case-foot"><span v-if="card.due" class="case-due"><icon name="clock"/>{{ card.due }}</span><span v-if="card.open" class="case-open">{{ card.open }}</span>
              <div class="case-end"><span class="case-who" :title="card.who || d.words.nobody"><span v-if="card.who" class="initials" aria-hidden="true">{{ card.initials }}</span><span :class="{unseen: card.who}">{{ card.who || d.words.nobody }}</span></span>
              <details v-if="d.may" class="card-menu" @keydown.esc.stop="$event.currentTarget.removeAttribute('open'); $event.currentTarget.firstElementChild.focus()" @focusout="$event.relatedTarget && !$event.currentTarget.contains($event.relatedTarget) && $event.currentTarget.removeAttribute('open')">
                <summary class="card-menu-button"><icon name="ellipsis"/><span class="unseen">{{ d.words.acts }} {{ card.title }}</span></summary>
                <div class="card-menu-sheet">
                  <button v-if="card.who_id !== d.me" type="button" class="button button-secondary button-small" @click="tell('take', card.ref)"><icon name="hand"/><span>{{ d.words.take }}</span></button>
                  <button v-if="card.who_id" type="button" class="button button-quiet button-small" @click="tell('release', card.ref)">{{ d.words.release }}</button>
                  <label class="field-label" :for="'assign-' + card.id">{{ d.words.assign }}</label>
                  <select class="control" :id="'assign-' + card.id" @change="$event.target.value && tell('assign', [card.ref, $event.target.value]); $event.target.value = ''"><option value="">{{ d.words.choose }}</option><option v-for="one in d.people" :key="one.key" :value="one.key">{{ one.label }}</option></select>
                </div>
              </details></div>
            </div>
          </li>
        </ul>
      </section>"""

    def show(self, cards: Sequence[dict[str, Any]], *, total: int) -> None:
        """The column as it is now; `cards` come from `card_data`."""
        self.change(cards=cards, total=self.speaker.number(total))


def card_data(card: LaneCard) -> dict[str, Any]:
    """A card as the browser gets it; made once for all boards that show it in one language."""
    safe_href(card.href)
    return {name: getattr(card, name) for name in LaneCard.__slots__}


def lane(
    column: BoardColumn, cards: Sequence[dict[str, Any]], *, total: str, me: str, people: Sequence[tuple[str, str]], may: bool, on_act: Act
) -> Lane:
    """One column; `people` are the colleagues a case can be handed to, `may` shows the acts."""
    title, empty = LANES[column]
    colleagues = [{"key": key, "label": label} for key, label in people]
    data = {"key": column, "title": title, "empty": empty, "cards": cards, "total": total, "holds": "cards", "me": me, "people": colleagues, "may": may}
    return Lane({**data, "words": _words()}, on_act=on_act)


LANES: dict[BoardColumn, tuple[Text, Text]] = {
    BoardColumn.NEW: (_("New cases"), _("No new cases.")),
    BoardColumn.CHECKING: (_("To be checked"), _("Nobody is checking a case now.")),
    BoardColumn.ANSWERED: (_("New answer"), _("No answers to look at.")),
    BoardColumn.WAITING: (_("Waiting for contractor"), _("No contractor has anything to answer.")),
    BoardColumn.READY: (_("Ready for decision"), _("No cases are ready for decision.")),
    BoardColumn.FINAL_DOCS: (_("Final documentation"), _("No final documentation is due.")),
}
"""Title of each column, and what stands there when it is empty."""


def board_place() -> Tag:
    """The row of columns; it scrolls sideways where they do not fit, so the keyboard must reach it."""
    return Tag("div", classes="board", tabindex="0", role="region", aria_label=_("Board"))


def more_words(left: int) -> Text:
    """The words on the button below a column of which `left` cases are not shown."""
    return _n("Show {n} more", "Show more ({n} left)", left)


def _words() -> dict[str, Text]:
    return {
        "cases": _("cases"),
        "one": _("1 update"),
        "many": _("{n} updates"),
        "nobody": _("Nobody"),
        "acts": _("Choices for"),
        "take": _("Take the case"),
        "release": _("Release"),
        "assign": _("Hand over to"),
        "choose": _("Choose a colleague"),
    }
