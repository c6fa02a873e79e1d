"""The tray: requests piled up and not yet sent, shown exactly as the contractor will read them, with one send for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.text import Text, _, _n
from ui.components.base import View, Words
from ui.municipality.pieces.checklist import Act, reason_kinds


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """A request in the tray: what the contractor will read, where it points, and the officer's own sentence, which can still change."""

    id: str
    what: Words
    how: Words
    place: Words
    source: Words = ""
    comment: str = ""
    kind: str = "incorrect"
    extra: Words = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Something a request may point at; `group` is the step it stands in."""

    key: str
    label: Words
    group: Words


class Tray(View):
    """The tray. Acts: `edit` with id, comment and kind; `delete` with an id; `send` with the due day."""

    template = """
    <div class="tray" :class="{'is-empty': !d.planned.length}">
      <p v-if="!d.planned.length" class="text-muted">{{ d.words.empty }}</p>
      <template v-else>
        <p class="tray-count" role="status"><icon name="send"/><strong>{{ d.count }}</strong></p>
        <p class="text-small text-muted">{{ d.words.preview }}</p>
        <ol class="requests">
          <li v-for="one in d.planned" :key="one.id" class="request" :data-planned="one.id">
            <p class="request-what">{{ one.what }}</p>
            <p v-if="one.how">{{ one.how }}</p>
            <p v-if="one.comment" class="request-comment">{{ one.comment }}</p>
            <p class="text-small text-muted">{{ one.place }}<template v-if="one.source"> · {{ one.source }}</template></p>
            <p v-if="one.extra" class="text-small"><span class="tag tone-yellow">{{ d.words.extra }}</span> {{ one.extra }}</p>
            <form v-if="s.open === one.id" class="check-form" @submit.prevent="tell('edit', {id: one.id, comment: s.comment, kind: s.kind}); s.open = ''" @keydown.esc="s.open = ''">
              <label class="field-label" :for="'edit-' + one.id">{{ d.words.comment }}</label>
              <textarea class="control" rows="3" maxlength="2000" v-model="s.comment" :id="'edit-' + one.id"></textarea>
              <label class="field-label" :for="'edit-kind-' + one.id">{{ d.words.kind }}</label>
              <select class="control" v-model="s.kind" :id="'edit-kind-' + one.id"><option v-for="kind in d.kinds" :value="kind.key">{{ kind.label }}</option></select>
              <div class="row row-2 row-2"><button type="submit" class="button button-primary button-small">{{ d.words.save }}</button>
                <button type="button" class="button button-quiet button-small" @click="s.open = ''">{{ d.words.cancel }}</button></div>
            </form>
            <div v-else class="row row-2 tray-acts">
              <button type="button" class="button button-quiet button-small" @click="s.open = one.id; s.comment = one.comment; s.kind = one.kind"><icon name="pencil"/><span>{{ d.words.edit }}<span class="unseen">: {{ one.what }}</span></span></button>
              <button type="button" class="button button-quiet button-small" @click="tell('delete', one.id)"><icon name="trash-2"/><span>{{ d.words.delete }}<span class="unseen">: {{ one.what }}</span></span></button>
            </div>
          </li>
        </ol>
        <form class="tray-send" @submit.prevent="d.why || portal.down() ? (s.why = d.why || d.words.offline) : tell('send', s.due || d.due)">
          <label class="field-label" for="tray-due">{{ d.words.due }}</label>
          <input class="control" type="date" id="tray-due" required :min="d.earliest" :value="s.due || d.due" @change="s.due = $event.target.value">
          <button type="submit" class="button button-primary"><icon name="send"/><span>{{ d.send }}</span></button>
          <span class="button-why" role="status">{{ s.why }}</span>
        </form>
      </template>
    </div>"""

    def show(self, planned: Sequence[PlannedRequest], *, due: str, earliest: str, why: Words | None) -> None:
        """What lies in the tray now."""
        self.change(**_tray(planned, due, earliest, why))


def tray(planned: Sequence[PlannedRequest], *, due: str, earliest: str, why: Words | None, on_act: Act) -> Tray:
    """The tray. `due` is the proposed day and `earliest` the first possible one (ISO); `why` says why nothing can be sent now."""
    return Tray({**_tray(planned, due, earliest, why), "words": _words(), "kinds": reason_kinds()}, on_act=on_act)


def _tray(planned: Sequence[PlannedRequest], due: str, earliest: str, why: Words | None) -> dict[str, Any]:
    rows = [{name: getattr(one, name) for name in PlannedRequest.__slots__} for one in planned]
    count = _n("{n} request ready to send", "{n} requests ready to send", len(rows))
    send = _n("Send {n} request", "Send {n} requests", len(rows))
    return {"planned": rows, "count": count, "send": send, "due": due, "earliest": earliest, "why": why}


def _words() -> dict[str, Text]:
    return {
        "empty": _("No requests waiting to be sent. Press “Not OK” beside a requirement to add one."),
        "preview": _("This is what the contractor will read. All of them are sent at once, and the case waits for the contractor."),
        "extra": _("Extra demand"),
        "comment": _("Add a sentence of your own"),
        "kind": _("What kind of request is it?"),
        "save": _("Save"),
        "cancel": _("Cancel"),
        "edit": _("Edit"),
        "delete": _("Delete"),
        "due": _("Answer wanted by"),
        "offline": _("You are offline. Try again when the connection is back."),
    }


class OtherRequest(View):
    """A request beside the check-list: to any question, slot or step, or a free question. Acts: `plan_other` with target, words and reason."""

    template = """
    <details class="other-request" :open="s.open || null" @toggle="s.open = $event.target.open">
      <summary><icon name="plus"/><span>{{ d.words.title }}</span></summary>
      <form class="check-form" novalidate @submit.prevent="s.bad = !(s.what || '').trim() ? 'what' : (s.target && !(s.extra || '').trim()) ? 'extra' : '';
          s.bad ? $nextTick(() => $el.querySelector('[aria-invalid=true]')?.focus()) : (tell('plan_other', {target: s.target || '', what: s.what, extra: s.extra || '', kind: s.kind || 'incorrect'}), s.what = '', s.extra = '', s.target = '', s.open = false)">
        <label class="field-label" for="other-target">{{ d.words.target }}</label>
        <select class="control" id="other-target" v-model="s.target">
          <option :value="undefined">{{ d.words.free }}</option>
          <optgroup v-for="group in d.groups" :label="group.label"><option v-for="one in group.targets" :value="one.key">{{ one.label }}</option></optgroup>
        </select>
        <label class="field-label" for="other-what">{{ d.words.what }}</label>
        <p class="field-hint" id="other-what-hint">{{ d.words.what_hint }}</p>
        <p v-if="s.bad === 'what'" class="field-error" id="other-what-error"><icon name="circle-alert"/><span>{{ d.words.what_lacks }}</span></p>
        <textarea class="control" rows="3" maxlength="2000" id="other-what" v-model="s.what" :aria-invalid="s.bad === 'what' ? 'true' : null" aria-describedby="other-what-hint"></textarea>
        <template v-if="s.target">
          <label class="field-label" for="other-extra">{{ d.words.extra }}</label>
          <p class="field-hint" id="other-extra-hint">{{ d.words.extra_hint }}</p>
          <p v-if="s.bad === 'extra'" class="field-error" id="other-extra-error"><icon name="circle-alert"/><span>{{ d.words.extra_lacks }}</span></p>
          <textarea class="control" rows="2" maxlength="1000" id="other-extra" v-model="s.extra" :aria-invalid="s.bad === 'extra' ? 'true' : null" aria-describedby="other-extra-hint"></textarea>
        </template>
        <button type="submit" class="button button-primary button-small">{{ d.words.put_in_tray }}</button>
      </form>
    </details>"""

    def show(self, targets: Sequence[Target]) -> None:
        """The targets as they are now."""
        self.change(groups=_groups(targets))


def other_request(targets: Sequence[Target], on_act: Act) -> OtherRequest:
    """The form for a request that no row of the check-list covers."""
    return OtherRequest({"groups": _groups(targets), "words": _other_words()}, on_act=on_act)


def _groups(targets: Sequence[Target]) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for one in targets:
        group = groups.setdefault(str(one.group), {"label": one.group, "targets": []})
        group["targets"].append({"key": one.key, "label": one.label})
    return list(groups.values())


def _other_words() -> dict[str, Text]:
    return {
        "title": _("Ask for something else"),
        "target": _("What is it about?"),
        "free": _("A free question, not tied to a field"),
        "what": _("What should the contractor do?"),
        "what_hint": _("One sentence, beginning with the verb."),
        "what_lacks": _("Write what the contractor should do"),
        "extra": _("Why do you ask for this?"),
        "extra_hint": _("No requirement covers it, so it counts as an extra demand. The contractor reads the reason."),
        "extra_lacks": _("Give the reason for the extra demand"),
        "put_in_tray": _("Add to requests"),
    }
