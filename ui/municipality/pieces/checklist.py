"""The ledger as the officer's check-list: each requirement beside what was given, to tick or to ask about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from models.text import Text, _
from ui.components.base import View, Words, safe_href
from ui.theme.status import Tone

Act = Callable[[str, Any], Awaitable[None] | None]
Show = Literal["changed", "unseen", "lacking", "all"]

LONG_SENTENCE = 300
"""A free sentence above this length is warned about. Source: product.md 3.12."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something given: an answer in words, or a document with its picture. `was` is what stood there at the sending before."""

    words: Words
    label: Words = ""
    href: str = ""
    thumb: str = ""
    was: Words | None = None
    note: Words = ""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One requirement at one place. `finding` is what the ledger says when it is unmet, `tick` who found it good and when."""

    key: str
    label: Words
    id: str
    state: Words
    tone: Tone
    what: Words = ""
    how: Words = ""
    source: Words = ""
    source_href: str = ""
    evidence: Sequence[Evidence] = ()
    finding: Words = ""
    waiver: Words = ""
    tick: Words = ""
    asked: Words = ""
    changed: bool = False
    unmet: bool = False


@dataclass(frozen=True, slots=True)
class CheckStep:
    """The rows of one step, and all its answers for those who want to read on."""

    key: str
    title: Words
    rows: Sequence[CheckRow] = ()
    answers: Sequence[Evidence] = field(default_factory=tuple)


class Checklist(View):
    """The check-list. Acts: `tick` with key and reason (asked for when the row is unmet), `untick` with a key, `plan` with key, comment, kind."""

    template = """
    <div class="checks">
      <div class="checks-bar" role="group" :aria-label="d.words.filter">
        <p class="checks-count" role="status"><strong>{{ d.count }}</strong></p>
        <button v-for="one in d.shows" type="button" class="chip" :aria-pressed="(s.show || d.show) === one.key ? 'true' : 'false'" @click="s.show = one.key">
          {{ one.label }} <span class="chip-number">{{ one.n }}</span></button>
      </div>
      <p v-if="!d.steps.some((step) => step.rows.some((row) => row.in.includes(s.show || d.show)))" class="text-muted checks-none">{{ d.words.none }}</p>
      <section v-for="step in d.steps" :key="step.key" v-show="step.rows.some((row) => row.in.includes(s.show || d.show))" class="check-step">
        <header class="check-step-head"><h3 class="h4">{{ step.title }}</h3><span class="text-small text-muted">{{ step.seen }}</span></header>
        <ul class="check-rows">
          <li v-for="row in step.rows" :key="row.key" v-show="row.in.includes(s.show || d.show)" class="check" :data-check="row.key"
              :class="{'is-ticked': row.tick, 'is-unmet': row.unmet, 'is-changed': row.changed}">
            <div class="check-main">
              <p class="check-head"><span class="check-label">{{ row.label }}</span>
                <span v-if="row.changed" class="tag tone-purple">{{ d.words.changed }}</span>
                <span v-if="row.tone !== 'plain'" class="tag" :class="'tone-' + row.tone">{{ row.state }}</span></p>
              <ul v-if="row.evidence.length" class="check-evidence">
                <li v-for="one in row.evidence" :class="{'is-document': one.href}">
                  <a v-if="one.thumb" class="check-thumb" :href="one.href" target="_blank" rel="noopener" tabindex="-1" aria-hidden="true"><img :src="one.thumb" alt="" loading="lazy"></a>
                  <span><span v-if="one.label" class="text-muted">{{ one.label }}: </span>
                  <template v-if="one.was !== null"><span class="unseen">{{ d.words.before }}: </span><del>{{ one.was || d.words.empty }}</del> <span class="unseen">{{ d.words.now }}: </span></template>
                  <a v-if="one.href" class="link" :href="one.href" target="_blank" rel="noopener">{{ one.words }}<span class="unseen"> ({{ d.words.new_tab }})</span></a>
                  <ins v-else-if="one.was !== null">{{ one.words || d.words.empty }}</ins>
                  <span v-else>{{ one.words }}</span>
                  <span v-if="one.note" class="check-note">{{ one.note }}</span></span>
                </li>
              </ul>
              <p v-else-if="row.given" class="text-muted check-evidence">{{ d.words.nothing }}</p>
              <p v-if="row.finding" class="check-finding"><icon name="triangle-alert"/><span>{{ row.finding }}</span></p>
              <p v-if="row.waiver" class="check-finding is-waiver"><icon name="info"/><span>{{ d.words.waiver }}: {{ row.waiver }}</span></p>
              <p v-if="row.asked" class="check-asked"><icon name="send"/><span>{{ row.asked }}</span></p>
              <details class="check-why"><summary>{{ d.words.why }}<span class="unseen"> {{ row.label }}</span></summary>
                <p>{{ row.what }}. {{ row.how }}</p>
                <p class="text-small text-muted">{{ row.id }} · <a v-if="row.source_href" class="link" :href="row.source_href" target="_blank" rel="noopener">{{ row.source }}</a><span v-else>{{ row.source }}</span></p>
              </details>
            </div>
            <div class="check-acts">
              <p v-if="row.tick" class="check-tick">{{ row.tick }}</p>
              <button v-if="d.may_tick" type="button" class="button button-secondary button-small check-ok" :aria-pressed="row.tick ? 'true' : 'false'" 
                @click="row.tick ? tell('untick', row.key) : row.unmet ? (s.open = 'ok ' + row.key, s.reason = '', s.bad = false, $nextTick(() => $el.querySelector('.check-form textarea')?.focus())) : tell('tick', {key: row.key, reason: ''})">
                <icon name="check"/><span>{{ d.words.ok }}<span class="unseen">: {{ row.label }}</span></span></button>
              <button v-if="d.may_plan && !row.asked" type="button" class="button button-quiet button-small" :aria-expanded="s.open === row.key ? 'true' : 'false'"
                @click="s.open = s.open === row.key ? '' : row.key; s.comment = ''; s.kind = row.unmet ? 'incomplete' : 'incorrect'; $nextTick(() => $el.querySelector('.check-form textarea')?.focus())">
                <icon name="x"/><span>{{ d.words.not_ok }}<span class="unseen">: {{ row.label }}</span></span></button>
            </div>
            <form v-if="s.open === 'ok ' + row.key" class="check-form" novalidate @keydown.esc="s.open = ''"
                @submit.prevent="s.bad = !(s.reason || '').trim(); s.bad || (tell('tick', {key: row.key, reason: s.reason}), s.open = '')">
              <label class="field-label" :for="'reason-' + row.key">{{ d.words.otherwise }}</label>
              <p class="field-hint" :id="'reason-hint-' + row.key">{{ d.words.otherwise_hint }}</p>
              <p v-if="s.bad" class="field-error"><icon name="circle-alert"/><span>{{ d.words.reason_lacks }}</span></p>
              <textarea class="control" rows="2" maxlength="2000" v-model="s.reason" :id="'reason-' + row.key" :aria-invalid="s.bad ? 'true' : null" :aria-describedby="'reason-hint-' + row.key"></textarea>
              <div class="row row-2"><button type="submit" class="button button-primary button-small">{{ d.words.met_otherwise }}</button>
                <button type="button" class="button button-quiet button-small" @click="s.open = ''">{{ d.words.cancel }}</button></div>
            </form>
            <form v-if="s.open === row.key" class="check-form" @submit.prevent="tell('plan', {key: row.key, comment: s.comment || '', kind: s.kind}); s.open = ''" @keydown.esc="s.open = ''">
              <p class="check-form-title">{{ d.words.form_title }}</p>
              <blockquote class="request-words"><strong>{{ row.what }}</strong><br>{{ row.how }}<br><span class="text-small text-muted">{{ row.source }}</span></blockquote>
              <label class="field-label" :for="'comment-' + row.key">{{ d.words.comment }}</label>
              <p class="field-hint" :id="'comment-hint-' + row.key">{{ d.words.comment_hint }}</p>
              <textarea class="control" rows="3" maxlength="2000" v-model="s.comment" :id="'comment-' + row.key" :aria-describedby="'comment-hint-' + row.key"></textarea>
              <p v-if="(s.comment || '').length > d.long" class="field-warning" role="status">{{ d.words.long }}</p>
              <fieldset class="choices"><legend class="field-label">{{ d.words.kind }}</legend>
                <label v-for="one in d.kinds" class="choice"><input type="radio" :name="'kind-' + row.key" :value="one.key" v-model="s.kind"><span>{{ one.label }}<span class="choice-hint">{{ one.hint }}</span></span></label>
              </fieldset>
              <div class="row row-2 row-2"><button type="submit" class="button button-primary button-small">{{ d.words.put_in_tray }}</button>
                <button type="button" class="button button-quiet button-small" @click="s.open = ''">{{ d.words.cancel }}</button></div>
            </form>
          </li>
        </ul>
        <details v-if="step.answers.length" class="check-answers"><summary>{{ d.words.all_answers }}<span class="unseen"> – {{ step.title }}</span></summary>
          <dl class="answers"><div v-for="one in step.answers"><dt>{{ one.label }}</dt><dd>{{ one.words || d.words.nothing }}</dd></div></dl>
        </details>
      </section>
    </div>"""

    def show(self, steps: Sequence[CheckStep], *, may_tick: bool, may_plan: bool) -> None:
        """The list as it is now; what is open and typed in the browser stays."""
        self.change(**_checklist(steps), may_tick=may_tick, may_plan=may_plan)


def checklist(steps: Sequence[CheckStep], *, first: Show, may_tick: bool, may_plan: bool, on_act: Act) -> Checklist:
    """The check-list, opened on the rows of `first`."""
    data = {**_checklist(steps), "may_tick": may_tick, "may_plan": may_plan}
    return Checklist({**data, "show": first, "words": _words(), "kinds": reason_kinds(), "long": LONG_SENTENCE}, on_act=on_act)


def _checklist(steps: Sequence[CheckStep]) -> dict[str, Any]:
    rows = [row for step in steps for row in step.rows]
    seen = sum(bool(row.tick) for row in rows)
    shows = [{"key": key, "label": label, "n": sum(key in _in(row) for row in rows)} for key, label in _SHOWS]
    count = _("{seen} of {all} looked at", seen=seen, all=len(rows))
    return {"steps": [_step(step) for step in steps if step.rows], "shows": shows, "count": count}


def _step(step: CheckStep) -> dict[str, Any]:
    seen = _("{seen} of {all}", seen=sum(bool(row.tick) for row in step.rows), all=len(step.rows))
    rows = [_row(row) for row in step.rows]
    return {"key": step.key, "title": step.title, "seen": seen, "rows": rows, "answers": [_evidence(one) for one in step.answers]}


def _row(row: CheckRow) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in CheckRow.__slots__}
    shown.update(evidence=[_evidence(one) for one in row.evidence], source_href=safe_href(row.source_href or None), given=not row.finding)
    return {**shown, "in": _in(row)}


def _evidence(one: Evidence) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Evidence.__slots__}


def _in(row: CheckRow) -> list[Show]:
    """Which of the filters show this row."""
    wanted: list[tuple[Show, bool]] = [("changed", row.changed), ("unseen", not row.tick), ("lacking", row.unmet), ("all", True)]
    return [key for key, shown in wanted if shown]


_SHOWS: tuple[tuple[Show, Text], ...] = (
    ("changed", _("Changed since last time")),
    ("unseen", _("Not looked at")),
    ("lacking", _("Lacking or doubtful")),
    ("all", _("All requirements")),
)


def reason_kinds() -> list[dict[str, Any]]:
    """The two kinds of reason: an incomplete case starts its time limit anew, an incorrect one goes on where it stopped."""
    return [
        {"key": "incomplete", "label": _("Something is missing"), "hint": _("The time limit starts anew when the answer comes.")},
        {"key": "incorrect", "label": _("Something must be corrected"), "hint": _("The time limit goes on where it stopped.")},
    ]


def _words() -> dict[str, Text]:
    return {
        "filter": _("Which requirements to show"),
        "none": _("Nothing to show here. Choose “All requirements” to see the rest."),
        "changed": _("Changed"),
        "before": _("Before"),
        "now": _("Now"),
        "empty": _("empty"),
        "new_tab": _("opens in a new tab"),
        "nothing": _("Not answered"),
        "waiver": _("The contractor cannot supply this"),
        "why": _("Requirement and source"),
        "ok": _("OK"),
        "not_ok": _("Not OK …"),
        "form_title": _("The contractor will read this:"),
        "comment": _("Add a sentence of your own"),
        "comment_hint": _("Optional. Begin with what they should do."),
        "long": _("Long texts are seldom read. Try to say it in fewer than 300 characters."),
        "kind": _("What kind of request is it?"),
        "put_in_tray": _("Add to requests"),
        "cancel": _("Cancel"),
        "all_answers": _("All answers in this step"),
        "otherwise": _("Why is this good enough?"),
        "otherwise_hint": _("The requirement is not met as it stands. Your reason is kept in the log."),
        "reason_lacks": _("Write a short reason"),
        "met_otherwise": _("Mark as met"),
    }
