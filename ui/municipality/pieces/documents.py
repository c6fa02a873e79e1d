"""The case's documents with a look inside: picture or first page, what the check found, and what it doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.text import Text, _
from ui.components.base import View, Words, safe_href
from ui.theme.status import Tone


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One file. `preview` and `thumb` are addresses of our own re-encoded pictures, empty when there is none to show."""

    id: str
    name: str
    place: Words
    about: Words
    state: Words
    tone: Tone
    href: str = ""
    thumb: str = ""
    preview: str = ""
    facts: Sequence[Words] = ()
    doubts: Sequence[Words] = ()
    changed: bool = False


class DocumentBrowser(View):
    """Documents on the left, the chosen one large on the right; which one is open is the browser's business."""

    template = """
    <div class="docs">
      <p v-if="!d.documents.length" class="text-muted">{{ d.words.none }}</p>
      <div v-else class="docs-grid">
        <ul class="docs-list">
          <li v-for="one in d.documents" :key="one.id">
            <button type="button" class="doc" :data-document="one.id" :aria-pressed="(s.open || d.documents[0].id) === one.id ? 'true' : 'false'" @click="s.open = one.id">
              <span class="doc-thumb"><img v-if="one.thumb" :src="one.thumb" alt="" loading="lazy"><icon v-else name="file-text"/></span>
              <span class="doc-text"><span class="doc-name">{{ one.name }}</span><span class="text-small text-muted">{{ one.place }}</span>
                <span class="doc-tags"><span v-if="one.tone !== 'plain'" class="tag" :class="'tone-' + one.tone">{{ one.state }}</span> <span v-if="one.changed" class="tag tone-purple">{{ d.words.changed }}</span></span></span>
            </button>
          </li>
        </ul>
        <template v-for="one in d.documents">
          <figure v-if="(s.open || d.documents[0].id) === one.id" class="doc-view" :key="one.id">
            <a v-if="one.preview" class="doc-picture" :href="one.preview" target="_blank" rel="noopener"><img :src="one.preview" :alt="d.words.preview_of + ' ' + one.name"><span class="unseen"> ({{ d.words.new_tab }})</span></a>
            <div v-else class="doc-picture is-empty"><icon name="file-text"/><p>{{ d.words.no_preview }}</p></div>
            <figcaption>
              <p class="doc-name">{{ one.name }}</p>
              <p class="text-small text-muted">{{ one.about }}</p>
              <ul v-if="one.doubts.length" class="doc-doubts"><li v-for="doubt in one.doubts"><icon name="triangle-alert"/><span>{{ doubt }}</span></li></ul>
              <ul v-if="one.facts.length" class="doc-facts"><li v-for="fact in one.facts">{{ fact }}</li></ul>
              <a v-if="one.href" class="button button-secondary button-small" :href="one.href"><icon name="download"/><span>{{ d.words.download }}<span class="unseen"> {{ one.name }}</span></span></a>
            </figcaption>
          </figure>
        </template>
      </div>
    </div>"""

    def show(self, documents: Sequence[DocumentView]) -> None:
        """The documents as they are now."""
        self.change(documents=_rows(documents))


def document_browser(documents: Sequence[DocumentView]) -> DocumentBrowser:
    """The documents of a case, the first one open."""
    return DocumentBrowser({"documents": _rows(documents), "words": _words()})


def _rows(documents: Sequence[DocumentView]) -> list[dict[str, Any]]:
    rows = [{name: getattr(one, name) for name in DocumentView.__slots__} for one in documents]
    for row in rows:
        for address in ("href", "thumb", "preview"):
            row[address] = safe_href(row[address] or None)
    return rows


def _words() -> dict[str, Text]:
    return {
        "none": _("No documents have been uploaded."),
        "changed": _("Changed"),
        "preview_of": _("Preview of"),
        "no_preview": _("No preview of this kind of file. Download it to look inside."),
        "download": _("Download"),
        "new_tab": _("opens in a new tab"),
    }
