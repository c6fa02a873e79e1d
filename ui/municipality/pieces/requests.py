"""Requests that were sent, each with its answer as a pair: old on the left, new on the right, and what the officer makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.text import Text, _
from ui.components.base import View, Words
from ui.municipality.pieces.checklist import Act, Evidence
from ui.theme.status import Tone


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A sent request. `old` is what stood at the target when it was sent, `new` what stands there now; `answered` opens the judging."""

    id: str
    number: int
    what: Words
    how: Words
    place: Words
    state: Words
    tone: Tone
    is_open: bool
    answered: bool
    comment: str = ""
    extra: Words = ""
    due: Words = ""
    old: Sequence[Evidence] = ()
    new: Sequence[Evidence] = ()
    answer: Words = ""
    answered_by: Words = ""
    closing: Words = ""


class RequestPairs(View):
    """The sent requests. Acts: `accept` with an id; `reopen`, `withdraw_request` and `met_otherwise` with id and reason."""

    template = """
    <div class="pairs">
      <p v-if="!d.requests.length" class="text-muted">{{ d.words.none }}</p>
      <article v-for="one in d.requests" :key="one.id" class="pair" :class="{'is-closed': !one.is_open, 'is-answered': one.answered}" :data-request="one.id" :aria-labelledby="'request-' + one.id">
        <header class="pair-head">
          <h3 class="h4" :id="'request-' + one.id"><span class="pair-number">{{ one.number }}</span> {{ one.what }}</h3>
          <span class="tag" :class="'tone-' + one.tone">{{ one.state }}</span>
        </header>
        <p v-if="one.how">{{ one.how }}</p>
        <p v-if="one.comment" class="request-comment">{{ one.comment }}</p>
        <p class="text-small text-muted">{{ one.place }}<template v-if="one.due"> · {{ one.due }}</template></p>
        <p v-if="one.extra" class="text-small"><span class="tag tone-yellow">{{ d.words.extra }}</span> {{ one.extra }}</p>
        <div v-if="one.old.length || one.new.length || one.answer" class="pair-sides">
          <div class="pair-side is-old"><p class="pair-side-name">{{ d.words.before }}</p>
            <p v-if="!one.old.length" class="text-muted">{{ d.words.empty }}</p>
            <p v-for="it in one.old"><a v-if="it.href" class="link" :href="it.href" target="_blank" rel="noopener"><img v-if="it.thumb" class="pair-thumb" :src="it.thumb" alt="" loading="lazy">{{ it.words }}<span class="unseen"> ({{ d.words.new_tab }})</span></a><del v-else>{{ it.words }}</del></p>
          </div>
          <div class="pair-side is-new"><p class="pair-side-name">{{ d.words.now }}</p>
            <p v-if="!one.new.length" class="text-muted">{{ d.words.empty }}</p>
            <p v-for="it in one.new"><a v-if="it.href" class="link" :href="it.href" target="_blank" rel="noopener"><img v-if="it.thumb" class="pair-thumb" :src="it.thumb" alt="" loading="lazy">{{ it.words }}<span class="unseen"> ({{ d.words.new_tab }})</span></a><ins v-else>{{ it.words }}</ins></p>
            <blockquote v-if="one.answer" class="request-comment">{{ one.answer }}</blockquote>
            <p v-if="one.answered_by" class="text-small text-muted">{{ one.answered_by }}</p>
          </div>
        </div>
        <p v-if="one.closing" class="text-small">{{ one.closing }}</p>
        <template v-if="d.may && one.is_open">
          <div class="row row-2 pair-acts">
            <button v-if="one.answered" type="button" class="button button-primary button-small" @click="tell('accept', one.id)"><icon name="check"/><span>{{ d.words.accept }}<span class="unseen">: {{ one.what }}</span></span></button>
            <button v-for="act in d.acts" v-show="one.answered || act.key !== 'reopen'" type="button" class="button button-small" :class="act.key === 'reopen' ? 'button-secondary' : 'button-quiet'"
              :aria-expanded="s.open === act.key + one.id ? 'true' : 'false'" @click="s.open = s.open === act.key + one.id ? '' : act.key + one.id; s.reason = ''; s.bad = false">{{ act.label }}<span class="unseen">: {{ one.what }}</span></button>
          </div>
          <template v-for="act in d.acts">
            <form v-if="s.open === act.key + one.id" class="check-form" novalidate @keydown.esc="s.open = ''"
              @submit.prevent="s.bad = !(s.reason || '').trim(); s.bad || (tell(act.key, {id: one.id, reason: s.reason}), s.open = '')">
              <label class="field-label" :for="act.key + one.id">{{ act.ask }}</label>
              <p v-if="s.bad" class="field-error" :id="'error-' + act.key + one.id"><icon name="circle-alert"/><span>{{ d.words.reason_lacks }}</span></p>
              <textarea class="control" rows="2" maxlength="2000" v-model="s.reason" :id="act.key + one.id" :aria-invalid="s.bad ? 'true' : null"></textarea>
              <div class="row row-2 row-2"><button type="submit" class="button button-primary button-small">{{ act.go }}</button><button type="button" class="button button-quiet button-small" @click="s.open = ''">{{ d.words.cancel }}</button></div>
            </form>
          </template>
        </template>
      </article>
    </div>"""

    def show(self, requests: Sequence[SentRequest], *, may: bool) -> None:
        """The requests as they are now."""
        self.change(requests=_rows(requests), may=may)


def request_pairs(requests: Sequence[SentRequest], *, may: bool, on_act: Act) -> RequestPairs:
    """The pairs of request and answer, newest sending first; `may` shows the officer's choices."""
    return RequestPairs({"requests": _rows(requests), "may": may, "words": _words(), "acts": _acts()}, on_act=on_act)


def _rows(requests: Sequence[SentRequest]) -> list[dict[str, Any]]:
    rows = []
    for one in requests:
        row = {name: getattr(one, name) for name in SentRequest.__slots__}
        row["old"], row["new"] = ([{name: getattr(it, name) for name in Evidence.__slots__} for it in side] for side in (one.old, one.new))
        rows.append(row)
    return rows


def _acts() -> list[dict[str, Any]]:
    return [
        {"key": "reopen", "label": _("Ask again …"), "ask": _("What is still to be done?"), "go": _("Ask again")},
        {"key": "met_otherwise", "label": _("Met otherwise …"), "ask": _("How is it met?"), "go": _("Mark as met")},
        {"key": "withdraw_request", "label": _("Withdraw …"), "ask": _("Why is the request withdrawn?"), "go": _("Withdraw the request")},
    ]


def _words() -> dict[str, Text]:
    return {
        "none": _("No requests have been sent in this case."),
        "before": _("Before"),
        "now": _("Now"),
        "empty": _("empty"),
        "extra": _("Extra demand"),
        "new_tab": _("opens in a new tab"),
        "accept": _("Accept"),
        "reason_lacks": _("Write a short reason"),
        "cancel": _("Cancel"),
    }
