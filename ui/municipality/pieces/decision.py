"""The decision panel: what may be decided now, by whom, and for what may not be done, why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.text import Text, _
from ui.components.base import View, Words, safe_href
from ui.municipality.pieces.checklist import Act


@dataclass(frozen=True, slots=True)
class Choice:
    """One action of the life cycle. `why_not` stands under a choice that is closed now; `needs` are the words it asks for."""

    key: str
    label: Words
    go: Words
    why_not: Words | None = None
    kind: str = "secondary"
    needs_reason: bool = True
    takes_conditions: bool = False
    hint: Words = ""


class DecisionPanel(View):
    """The choices. Acts: `decide` with key, reason and conditions (one a line)."""

    template = """
    <div class="decision">
      <p v-if="d.proposal" class="notice notice-blue"><icon name="info"/><span class="notice-body">{{ d.proposal }}</span></p>
      <p v-if="d.login" class="notice notice-yellow"><icon name="lock"/><span class="notice-body">{{ d.words.login }} <a class="link" :href="d.login">{{ d.words.login_link }}</a></span></p>
      <p v-if="!d.choices.length" class="text-muted">{{ d.words.none }}</p>
      <div v-for="one in d.choices" :key="one.key" class="choice-act" :data-choice="one.key">
        <button type="button" class="button" :class="'button-' + one.kind" :aria-expanded="one.why_not ? null : (s.open === one.key ? 'true' : 'false')"
          @click="s.told = one.why_not ? one.key : ''; one.why_not || (s.open = s.open === one.key ? '' : one.key, s.bad = false, $nextTick(() => $el.querySelector('.check-form textarea')?.focus()))">{{ one.label }}</button>
        <p v-if="one.why_not" class="choice-why" :class="{'is-told': s.told === one.key}" :role="s.told === one.key ? 'status' : null">{{ one.why_not }}</p>
        <form v-if="s.open === one.key && !one.why_not" class="check-form" novalidate @keydown.esc="s.open = ''"
          @submit.prevent="s.bad = one.needs_reason && !(s.reason || '').trim(); s.bad || tell('decide', {key: one.key, reason: s.reason || '', conditions: one.takes_conditions ? (s.conditions || '') : ''})">
          <p v-if="one.hint" class="text-small">{{ one.hint }}</p>
          <label class="field-label" :for="'reason-' + one.key">{{ one.needs_reason ? d.words.reason : d.words.reason_optional }}</label>
          <p v-if="s.bad" class="field-error"><icon name="circle-alert"/><span>{{ d.words.reason_lacks }}</span></p>
          <textarea class="control" rows="4" maxlength="4000" v-model="s.reason" :id="'reason-' + one.key" :aria-invalid="s.bad ? 'true' : null"></textarea>
          <template v-if="one.takes_conditions">
            <label class="field-label" :for="'conditions-' + one.key">{{ d.words.conditions }}</label>
            <p class="field-hint" :id="'conditions-hint-' + one.key">{{ d.words.conditions_hint }}</p>
            <textarea class="control" rows="3" maxlength="4000" v-model="s.conditions" :id="'conditions-' + one.key" :aria-describedby="'conditions-hint-' + one.key"></textarea>
          </template>
          <div class="row row-2 row-2"><button type="submit" class="button" :class="one.kind === 'danger' ? 'button-danger' : 'button-primary'">{{ one.go }}</button>
            <button type="button" class="button button-quiet" @click="s.open = ''">{{ d.words.cancel }}</button></div>
        </form>
      </div>
    </div>"""

    def show(self, choices: Sequence[Choice], *, proposal: Words | None = None, login: str = "") -> None:
        """The choices as they are now; words being typed stay."""
        self.change(**_panel(choices, proposal, login))


def decision_panel(choices: Sequence[Choice], *, proposal: Words | None = None, login: str = "", on_act: Act) -> DecisionPanel:
    """The choices; `login` is the address for signing in again when the last sign-in is too old to decide."""
    return DecisionPanel({**_panel(choices, proposal, login), "words": _words()}, on_act=on_act)


def _panel(choices: Sequence[Choice], proposal: Words | None, login: str) -> dict[str, Any]:
    rows = [{name: getattr(one, name) for name in Choice.__slots__} for one in choices]
    return {"choices": rows, "proposal": proposal, "login": safe_href(login) if login else ""}


def _words() -> dict[str, Text]:
    return {
        "login": _("Decisions need a fresh sign-in, at most ten minutes old."),
        "login_link": _("Sign in again"),
        "none": _("There is nothing to decide now."),
        "reason": _("Reason"),
        "reason_optional": _("Reason (optional)"),
        "reason_lacks": _("Write the reason; the contractor will read it"),
        "conditions": _("Conditions (optional)"),
        "conditions_hint": _("One condition on each line."),
        "cancel": _("Cancel"),
    }
