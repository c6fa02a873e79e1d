"""`/settings/webhooks` and, for a company, `/account/webhooks`: where programs hear of events, and what became of each message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.errors import BadInput
from models.records import Webhook, WebhookDelivery
from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import (
    Change,
    Choice,
    Column,
    Field,
    FieldView,
    SummaryRow,
    Tag,
    answer_form,
    button,
    data_table,
    dialog,
    empty_state,
    field,
    notice,
    paragraph,
    row,
    section,
    summary_list,
)
from ui.components.buttons import Button
from ui.records.terms import terms
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.ports_records import DeliveryLine
from workflows.records.signing import secret_of
from workflows.records.telling import WORDS, KindGroup
from workflows.records.webhooks import (
    OFF_WORDS,
    WebhookList,
    WebhookView,
    add_webhook,
    change_webhook,
    delivery_view,
    remove_webhook,
    rotate_webhook,
    send_delivery_again,
    send_test,
    switch_webhook,
    webhook_list,
    webhook_view,
)

KINDS = "kinds/"
"""What the keys of the fields for the kinds begin with; the group's key follows."""
SETTINGS, ACCOUNT = "/settings/webhooks", "/account/webhooks"
HOOKS = (Column("url", _("Address"), "link"), Column("kinds", _("Events"), "number"), Column("state", _("Stands"), "tag"))
TOLD = (
    Column("what", _("What was told"), "link"),
    Column("when", _("When")),
    Column("state", _("Stands"), "tag"),
    Column("answer", _("Answer")),
    Column("tries", _("Tries"), "number"),
)
FAULTS: Mapping[str, Text] = {
    "timeout": _("No answer in time"),
    "redirect": _("Wanted to lead elsewhere; that is not followed"),
    "private_address": _("The name leads inside a network; nothing was sent"),
    "unknown_name": _("Nobody knows the name"),
    "certificate": _("The certificate does not hold"),
    "no_connection": _("No connection"),
    "cut": _("The line was cut"),
}


def base_of(visit: Visit) -> str:
    """Where the pages of the visitor's side lie."""
    return SETTINGS if visit.actor.is_staff else ACCOUNT


def back_of(visit: Visit) -> tuple[Text, str]:
    """Where the visitor came from."""
    return (_("Settings"), "/settings") if visit.actor.is_staff else (_("Your account"), "/account")


@portal_page(SETTINGS, action="keep_webhooks")
@portal_page(ACCOUNT, action="keep_webhooks")
async def webhooks_page(visit: Visit) -> None:
    """The list, and a form for a new one."""
    found: WebhookList = await visit.ask(webhook_list)
    lead = _("A webhook tells a program of yours at once that something happened: ids and kinds, no names. The program then asks the API.")
    with visitor_frame(visit, title=_("Webhooks"), lead=lead, back=back_of(visit), here=base_of(visit), wide=True):
        if found.webhooks:
            data_table(HOOKS, [hook_row(one, visit) for one in found.webhooks], caption=_("Your webhooks"))
        else:
            empty_state("bell", _("No webhooks yet"), _("Add the address of a program that shall hear of events."))
        NewWebhook(visit, found.groups).draw()


def hook_row(webhook: Webhook, visit: Visit) -> dict[str, Any]:
    """One webhook in the list."""
    return {
        "id": webhook.id,
        "url": {"words": webhook.url, "href": f"{base_of(visit)}/{webhook.id}"},
        "kinds": str(len(webhook.kinds)),
        "state": {"words": state_words(webhook), "tone": Tone.GREEN if webhook.off_at is None else Tone.RED, "strong": False},
    }


def state_words(webhook: Webhook) -> Text:
    """Whether it is on, and if not, why."""
    return _("Switched on") if webhook.off_at is None else OFF_WORDS[webhook.off_reason]


class HookForm:
    """Address and kinds as they are typed; the kinds by group."""

    def __init__(self, visit: Visit, groups: Sequence[KindGroup], url: str = "", chosen: Sequence[str] = ()) -> None:
        self.visit, self.groups = visit, groups
        self.url = url
        self.group_named = {group.key: group for group in groups}
        self.switches = dict[str, Button]()
        self.chosen = {group.key: [name for name in group.kinds if name in chosen] for group in groups}

    @property
    def kinds(self) -> list[str]:
        """Everything that is chosen."""
        return [name for chosen in self.chosen.values() for name in chosen]

    def fields(self) -> None:
        """The address, and the kinds under their headings."""
        with answer_form("", self.on_typed) as self.form:
            field(FieldView("url", _("Address"), "text", self.url, example="https://example.no/webhook"))
            Tag("h3", _("Which events?"), "h3")
            with Tag("div", classes="kind-groups"):
                for group in self.groups:
                    self.kinds_of(group)

    def kinds_of(self, group: KindGroup) -> None:
        """The kinds of one group, one by one or all at once."""
        options = [Choice(name, words) for name, words in group.kinds.items()]
        with Tag("div", classes="kind-group"):
            shown = field(FieldView(KINDS + group.key, group.heading, "multi", self.chosen[group.key], options=options))
            if len(options) > 1:
                self.switches[group.key] = button(self.switch_words(group), lambda: self.switch_all(group, shown), kind="quiet")

    def has_all(self, group: KindGroup) -> bool:
        """Whether every kind of the group is chosen."""
        return len(self.chosen[group.key]) == len(group.kinds)

    def switch_words(self, group: KindGroup) -> Text:
        """What a press on the group's button does now."""
        return _("Choose none: {group}", group=group.heading) if self.has_all(group) else _("Choose all: {group}", group=group.heading)

    def switch_all(self, group: KindGroup, shown: Field) -> None:
        """Choose all kinds of the group, or none when all are chosen."""
        self.chosen[group.key] = [] if self.has_all(group) else list(group.kinds)
        shown.take(self.chosen[group.key], 0)
        self.switches[group.key].relabel(self.switch_words(group))

    async def on_typed(self, changes: Sequence[Change]) -> bool:
        """Remember what is typed."""
        for one in changes:
            group = one.key.removeprefix(KINDS)
            if one.key == "url":
                self.url = str(one.value or "")[:600]
            elif group in self.chosen:
                self.chosen[group] = [str(each)[:60] for each in one.value] if isinstance(one.value, (list, tuple)) else []
                if group in self.switches:
                    self.switches[group].relabel(self.switch_words(self.group_named[group]))
        return True

    def fault(self, error: BadInput) -> None:
        """Say at the field what to mend, for the kinds at the first group. Raises what belongs to none."""
        for shown in self.form.fields.values():
            shown.error(None)
        target = KINDS + self.groups[0].key if error.target == "kinds" else error.target
        if target not in self.form.fields:
            raise error
        self.form.fields[target].error(error.text)
        self.form.focus(target)


class NewWebhook(HookForm):
    """The form for a new webhook; its secret is shown when it is made."""

    def draw(self) -> None:
        """Fields, and adding."""
        with section(_("Add a webhook")):
            self.body = Tag("div", classes="stack stack-4")
            with self.body:
                self.fields()
                with row():
                    button(_("Add the webhook"), self.visit.handler(self.add))

    async def add(self) -> None:
        """Make it and show its secret."""
        try:
            made: Webhook = await self.visit.do(add_webhook, self.url, self.kinds, terms().allowed)
        except BadInput as error:
            self.fault(error)
            return
        self.body.clear()
        with self.body:
            show_secret(made)
            with row():
                button(_("Open the webhook"), href=f"{base_of(self.visit)}/{made.id}", kind="secondary")


def show_secret(webhook: Webhook) -> None:
    """The secret, this once."""
    with Tag("div", classes="card stack stack-2", role="status"):
        Tag("label", _("The secret the messages are signed with"), classes="field-label", for_="webhook-secret")
        Tag("input", classes="control", id="webhook-secret", value=secret_of(terms().secret, webhook.salt), readonly="", autocomplete="off")
        paragraph(_("Copy it now: it is shown this once. Give it to the program that receives the messages."), look="small")


@portal_page(f"{SETTINGS}/{{webhook}}", action="keep_webhooks")
@portal_page(f"{ACCOUNT}/{{webhook}}", action="keep_webhooks")
async def webhook_page(visit: Visit, webhook: str, after: str = "") -> None:
    """One webhook: what it was told, and changing it."""
    view: WebhookView = await visit.ask(webhook_view, webhook[:64], after[:400] or None)
    with visitor_frame(
        visit, title=_("Webhook"), over=view.webhook.url, back=(_("Webhooks"), base_of(visit)), here=base_of(visit), wide=True
    ):
        OneWebhook(visit, view, after).draw()


class OneWebhook(HookForm):
    """The page of one webhook."""

    def __init__(self, visit: Visit, view: WebhookView, after: str) -> None:
        super().__init__(visit, view.groups, view.webhook.url, view.webhook.kinds)
        self.view, self.after = view, after

    def draw(self) -> None:
        """Whether it is on, what it was told, its fields, its secret, its end."""
        hook, visit = self.view.webhook, self.visit
        if hook.off_at is not None:
            words = _("Since {time}. What happens meanwhile is not told afterwards.", time=hook.off_at)
            notice(words, Tone.RED, title=OFF_WORDS[hook.off_reason])
        with row():
            if hook.off_at is None:
                button(_("Send a test"), visit.handler(self.test), icon="send")
                button(_("Switch it off"), visit.handler(self.switch_off), kind="secondary")
            else:
                button(_("Switch it on"), visit.handler(self.switch_on))
        with section(_("What it was told")):
            self.told = data_table(TOLD, self.rows(), caption=_("Messages, the newest first"), **self.pages())
        with section(_("What it is told")):
            self.fields()
            with row():
                button(_("Save the changes"), visit.handler(self.save))
            self.saved = Tag("div", role="status")
        with section(_("The secret")):
            paragraph(_("With a new secret, messages are signed with both for a day, so that the program can change over."))
            self.secret = Tag("div", classes="stack stack-2")
            with row():
                button(_("Make a new secret"), visit.handler(self.rotate), kind="secondary", icon="key")
        with dialog(_("Remove the webhook?")) as box:
            paragraph(_("Nothing more is sent there, and what it was told is forgotten."))
            button(_("Remove the webhook"), visit.handler(self.remove), kind="danger")
        with row():
            button(_("Remove the webhook"), box.open, kind="quiet", icon="trash-2")

    def rows(self) -> list[dict[str, Any]]:
        """What was told, as rows."""
        base = f"{base_of(self.visit)}/{self.view.webhook.id}"
        return [delivery_row(one, base, self.visit) for one in self.view.page.rows]

    def pages(self) -> dict[str, Any]:
        """Where the list goes on."""
        base = f"{base_of(self.visit)}/{self.view.webhook.id}"
        none = None if self.view.page.rows else _("Nothing has been told yet. Send a test to see that it arrives.")
        following = f"{base}?after={self.view.page.next}" if self.view.page.next else None
        return {"previous": base if self.after else None, "next_": following, "summary": none}

    async def test(self) -> None:
        """Send a message that tells of nothing, and look soon whether it arrived."""
        await self.visit.do(send_test, self.view.webhook.id)
        await self.look_again()
        self.visit.tell(_("The test is on its way. Load the page again to see the answer."), Tone.GREEN)

    async def look_again(self) -> None:
        """What was told since."""
        self.view = await self.visit.ask(webhook_view, self.view.webhook.id, self.after or None)
        self.told.show(self.rows(), **self.pages())

    async def switch_off(self) -> None:
        """Nothing more is sent."""
        await self.visit.do(switch_webhook, self.view.webhook.id, False)
        self.visit.client.open(self.visit.path)

    async def switch_on(self) -> None:
        """What happens from now on is sent."""
        await self.visit.do(switch_webhook, self.view.webhook.id, True)
        self.visit.client.open(self.visit.path)

    async def save(self) -> None:
        """Another address, other kinds."""
        self.saved.clear()
        try:
            await self.visit.do(change_webhook, self.view.webhook.id, self.url, self.kinds, terms().allowed)
        except BadInput as error:
            self.fault(error)
            return
        for shown in self.form.fields.values():
            shown.error(None)
        with self.saved:
            notice(_("The changes are saved."), Tone.GREEN, live=True)

    async def rotate(self) -> None:
        """A new secret, shown this once."""
        made: Webhook = await self.visit.do(rotate_webhook, self.view.webhook.id)
        self.secret.clear()
        with self.secret:
            show_secret(made)

    async def remove(self) -> None:
        """It is gone."""
        await self.visit.do(remove_webhook, self.view.webhook.id)
        self.visit.client.open(base_of(self.visit))


def delivery_row(line: DeliveryLine, base: str, visit: Visit) -> dict[str, Any]:
    """One message in the list."""
    words, tone = delivery_state(line.delivery)
    newest = line.attempts[0] if line.attempts else None
    return {
        "id": line.delivery.id,
        "what": {"words": WORDS.get(line.delivery.kind, line.delivery.kind), "href": f"{base}/{line.delivery.id}"},
        "when": visit.speaker.moment(line.delivery.created_at),
        "state": {"words": words, "tone": tone, "strong": tone == Tone.RED},
        "answer": answer_words(newest.status, newest.fault) if newest else "",
        "tries": str(len(line.attempts)),
    }


def delivery_state(one: WebhookDelivery) -> tuple[Text, Tone]:
    """Where a message stands."""
    if one.delivered_at is not None:
        return _("Arrived"), Tone.GREEN
    if one.given_up_at is not None:
        return _("Given up"), Tone.RED
    return (_("Tried again later"), Tone.YELLOW) if one.attempts else (_("On its way"), Tone.GREY)


def answer_words(status: int | None, fault: str) -> Text | str:
    """What came back: a status, or why none did."""
    if fault in FAULTS:
        return FAULTS[fault]
    return str(status) if status is not None else fault


@portal_page(f"{SETTINGS}/{{webhook}}/{{delivery}}", action="keep_webhooks")
@portal_page(f"{ACCOUNT}/{{webhook}}/{{delivery}}", action="keep_webhooks")
async def delivery_page(visit: Visit, webhook: str, delivery: str) -> None:
    """One message: what it said, every try, and sending it again."""
    line: DeliveryLine = await visit.ask(delivery_view, webhook[:64], delivery[:64])
    one, back = line.delivery, f"{base_of(visit)}/{webhook}"
    words, _tone = delivery_state(one)
    with visitor_frame(visit, title=WORDS.get(one.kind, one.kind), over=words, back=(_("Webhook"), back), here=base_of(visit), wide=True):
        told = [(_("Message"), one.id), (_("Kind"), one.kind), (_("Made"), visit.speaker.moment(one.created_at)), *payload_rows(one)]
        summary_list([SummaryRow(label, value) for label, value in told], title=_("What was told"))
        columns = (Column("when", _("When")), Column("answer", _("Answer")), Column("took", _("Took (ms)"), "number"))
        rows = [
            {
                "id": each.id, "when": visit.speaker.moment(each.at), "answer": answer_words(each.status, each.fault),
                "took": str(each.took_ms),
            }
            for each in line.attempts
        ]  # fmt: skip
        with section(_("Tries")):
            none = None if rows else _("It has not been tried yet.")
            data_table(columns, rows, caption=_("Every try, the newest first"), summary=none)

        async def again() -> None:
            await visit.do(send_delivery_again, webhook, delivery)
            visit.client.open(back)

        with row():
            button(_("Send it again now"), visit.handler(again))


def payload_rows(one: WebhookDelivery) -> list[tuple[Text, str]]:
    """The ids a message holds."""
    data = one.payload.get("data", {})
    return [(_("Content"), ", ".join(f"{name}: {value}" for name, value in sorted(data.items())))] if data else []
