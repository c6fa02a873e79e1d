"""Telling other programs, over a real line: signed, once, tried again, given up, and never inside a network."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from models.access import OutboxItem
from models.errors import BadInput, NotAllowed, NotThere, Refused
from models.records import Webhook, WebhookAttempt, WebhookDelivery
from storage.database import Database
from storage.demo import furnish
from storage.live import InProcessHub
from storage.rows import every
from storage.threads import Threads
from storage.webhooks import Courier, Sender, WebhookQueue
from storage.webhooks import sending as sending_module
from storage.webhooks.queue import WAITS
from tests.storage.hook_server import Receiver, receiver
from tests.workflows.casework.desk import Desk
from workflows.access.municipality import change_closed_days
from workflows.casework import deciding, reviewing, sending, talking
from workflows.notices.telling import line_of
from workflows.records.signing import secret_of, secrets_of
from workflows.records.telling import kinds_for
from workflows.records.webhooks import (
    Terms,
    add_webhook,
    change_webhook,
    checked_address,
    delivery_view,
    is_public,
    remove_webhook,
    rotate_webhook,
    send_delivery_again,
    send_test,
    switch_webhook,
    webhook_list,
    webhook_view,
)

SECRET = "the portal's own secret, long enough to be one"
LOCAL = Terms(allows_private=True, allows_local_http=True)


@dataclass
class Town:
    """People at work, a courier, and a receiver on a real line."""

    desk: Desk
    receiver: Receiver
    sender: Sender = field(default_factory=lambda: Sender(allows_private=True, patience=0.3, deadline=2))

    def __post_init__(self) -> None:
        self.queue, self.threads = WebhookQueue(self.desk.database), Threads()
        self.courier = Courier(self.queue, self.sender, SECRET, self.threads, InProcessHub(), lambda: self.desk.now)

    def hook(self, login: str = "admin", *kinds: str) -> Webhook:
        made: Webhook = self.desk.do(login, add_webhook, self.receiver.url, kinds or ("case.submitted",), LOCAL)
        return made

    def rows(self, entity: Any) -> list[Any]:
        with self.desk.database.reading.connect() as connection:
            return list(every(connection, entity, "id"))

    def round(self) -> int:
        """One round of the courier, in a loop of its own."""
        return asyncio.run(self.courier.round())


@pytest.fixture
def town(database: Database) -> Iterator[Town]:
    """On each engine."""
    furnish(database)
    with receiver() as listening:
        made = Town(Desk(database), listening)
        yield made
        made.threads.close()


def test_a_program_hears_of_a_sending_signed_and_with_nothing_but_ids(town: Town) -> None:
    hook = town.hook()
    ref = town.desk.submitted()

    assert town.round() == 1

    ((headers, body),) = town.receiver.heard
    told = Verifier(secret_of(SECRET, hook.salt)).verify(body, dict(headers)) if _is_now(headers) else json.loads(body)
    case = town.desk.case(ref)
    assert (told["type"], told["data"]["case"], told["data"]["number"]) == ("case.submitted", ref, case.number)
    assert set(told["data"]) == {"event", "seq", "case", "number", "workflow", "phase"}
    assert not any(word in body.decode() for word in ("Storgata", "Nilsen", "Kari", "Anna"))
    (delivery,) = town.rows(WebhookDelivery)
    assert headers["webhook-id"] == delivery.id
    assert delivery.delivered_at == town.desk.now
    ((attempt),) = town.rows(WebhookAttempt)
    assert (attempt.status, attempt.fault) == (200, "")
    assert town.round() == 0, "what has arrived is not sent again"


def _is_now(headers: Any) -> bool:
    """The library refuses what is older than five minutes, and the desk's clock stands still."""
    return abs(int(headers["webhook-timestamp"]) - datetime.now(UTC).timestamp()) < 200


def test_a_signature_holds_for_its_secret_and_its_body_alone() -> None:
    now = datetime.now(UTC)
    body = '{"type":"portal.test"}'
    headers = sending_module.signed("msg_1", body, [secret_of(SECRET, "new"), secret_of(SECRET, "old")], now)

    for salt in ("new", "old"):
        assert Verifier(secret_of(SECRET, salt)).verify(body, headers) == {"type": "portal.test"}
    for salt, said in (("third", body), ("new", body.replace("test", "tost"))):
        with pytest.raises(WebhookVerificationError):
            Verifier(secret_of(SECRET, salt)).verify(said, headers)


def test_while_a_secret_is_changed_both_sign_for_a_day(town: Town) -> None:
    hook = town.hook()
    rotated = town.desk.do("admin", rotate_webhook, hook.id)

    both = secrets_of(SECRET, rotated, town.desk.now)
    assert both == [secret_of(SECRET, rotated.salt), secret_of(SECRET, hook.salt)]
    assert rotated.salt != hook.salt
    assert secrets_of(SECRET, rotated, town.desk.now + timedelta(hours=25)) == both[:1]


@pytest.mark.parametrize(
    ("mood", "status", "fault"), [("500", 500, ""), ("slow", None, "timeout"), ("cut", None, "cut"), ("redirect", 302, "redirect")]
)
def test_what_does_not_arrive_is_tried_again_after_growing_waits_and_given_up_at_last(
    town: Town, mood: str, status: int | None, fault: str
) -> None:
    town.hook()
    town.desk.submitted()
    town.receiver.mood = mood
    tries = len(WAITS) + 1 if mood == "500" else 2
    for _number in range(tries):
        assert town.round() == 1
        (delivery,) = town.rows(WebhookDelivery)
        town.desk.now = max(delivery.due_at, town.desk.now)

    attempts = town.rows(WebhookAttempt)
    assert [(one.status, one.fault) for one in attempts] == [(status, fault)] * tries
    waits = [later.at - earlier.at for earlier, later in pairwise(attempts)]
    assert waits == list(WAITS[: tries - 1])
    assert (delivery.given_up_at is not None) == (mood == "500")
    assert town.receiver.strayed == [], "nothing is followed anywhere"


def test_an_answer_without_end_is_not_read(town: Town) -> None:
    town.hook()
    town.desk.submitted()
    town.receiver.mood = "endless"

    assert town.round() == 1

    assert [one.status for one in town.rows(WebhookAttempt)] == [200]


def test_who_is_gone_is_told_nothing_more_and_its_keepers_hear_of_it(town: Town) -> None:
    hook = town.hook()
    town.desk.submitted()
    town.receiver.mood = "410"
    town.round()

    (kept,) = town.rows(Webhook)
    assert (kept.off_reason, kept.off_at) == ("gone", town.desk.now)
    told = [one for one in town.rows(OutboxItem) if one.kind == "webhook_off"]
    assert [(one.person_id, one.payload) for one in told] == [("demo-admin", {"host": "127.0.0.1", "where": "/settings/webhooks"})]
    town.desk.do("officer", talking.write_message, _sent(town), "Hei.")
    assert town.round() == 0
    with pytest.raises(Refused):
        town.desk.do("admin", send_test, hook.id)


def _sent(town: Town) -> str:
    (delivery,) = town.rows(WebhookDelivery)
    return str(delivery.payload["data"]["case"])


def test_what_has_failed_for_five_days_is_switched_off_with_a_notice(town: Town) -> None:
    town.hook()
    ref = town.desk.submitted()
    town.receiver.mood = "500"
    town.round()
    town.desk.later(days=6)
    town.round()

    (kept,) = town.rows(Webhook)
    assert kept.off_reason == "failing"
    assert ref
    town.desk.do("admin", switch_webhook, kept.id, True)
    assert town.rows(Webhook)[0].failing_since is None


def lost(town: Town) -> list[tuple[str, str]]:
    """Who was told that a message did not arrive, and where the notice leads."""
    found = [one for one in town.rows(OutboxItem) if one.kind == "webhook_message_lost"]
    return [(one.person_id, one.payload["where"]) for one in found]


def give_up(town: Town) -> None:
    """Try what waits until nothing does, as time goes by: three days, after which a webhook is still switched on."""
    while town.round():
        town.desk.now = max([town.desk.now, *(one.due_at for one in town.rows(WebhookDelivery) if one.given_up_at is None)])


def test_administrators_are_told_of_messages_that_were_given_up_once_for_each_webhook(town: Town) -> None:
    ours, firms = town.hook("admin"), town.hook("contractor")
    for _number in range(3):
        town.desk.submitted()
    town.receiver.mood = "500"

    give_up(town)

    assert all(one.given_up_at for one in town.rows(WebhookDelivery))
    assert len(town.rows(WebhookDelivery)) == 6
    assert sorted(lost(town)) == [
        ("demo-admin", f"/settings/webhooks/{ours.id}"), ("demo-contractor", f"/account/webhooks/{firms.id}"),
    ]  # fmt: skip
    (line,) = {line_of(one.kind, one.payload) for one in town.rows(OutboxItem) if one.kind == "webhook_message_lost" and "settings" in
               one.payload["where"]}  # fmt: skip
    assert line is not None
    assert line.said.in_english() == "A message to 127.0.0.1 has not arrived, and is tried no more."


def test_nobody_is_told_of_a_test_that_is_lost_or_of_a_webhook_they_are_told_is_off(town: Town) -> None:
    hook = town.hook()
    town.desk.do("admin", send_test, hook.id)
    town.receiver.mood = "500"
    give_up(town)
    assert [one.given_up_at is not None for one in town.rows(WebhookDelivery)] == [True]

    town.receiver.mood = "410"
    town.desk.submitted()
    give_up(town)

    assert town.rows(Webhook)[0].off_reason == "gone"
    assert lost(town) == []
    assert [one.kind for one in town.rows(OutboxItem) if one.kind.startswith("webhook")] == ["webhook_off"]


def test_one_message_is_sent_again_under_its_own_id(town: Town) -> None:
    hook = town.hook()
    town.desk.submitted()
    town.round()
    (first,) = town.rows(WebhookDelivery)

    town.desk.do("admin", send_delivery_again, hook.id, first.id)
    town.round()

    assert [headers["webhook-id"] for headers, _body in town.receiver.heard] == [first.id, first.id]
    assert len(town.desk.do("admin", delivery_view, hook.id, first.id).attempts) == 2


def test_a_test_arrives_and_tells_of_nothing(town: Town) -> None:
    hook = town.hook()
    town.desk.do("admin", send_test, hook.id)
    town.round()

    ((_headers, body),) = town.receiver.heard
    assert json.loads(body)["type"] == "portal.test"
    view = town.desk.do("admin", webhook_view, hook.id)
    assert [(one.delivery.kind, one.attempts[0].status) for one in view.page.rows] == [("portal.test", 200)]


def test_each_side_hears_of_its_own_and_a_company_of_nothing_that_is_staffs(town: Town) -> None:
    town.hook("admin", "case.submitted", "case.taken", "case.review_began")
    town.hook("contractor", "case.submitted", "case.review_began")
    town.hook("contractor2", "case.submitted")
    town.hook("admin2", "case.submitted")
    ref = town.desk.submitted()
    town.desk.do("officer", reviewing.take, ref)
    town.desk.do("officer", reviewing.begin_review, ref)

    told = {hook.id: (hook.company_id or hook.municipality_id) for hook in town.rows(Webhook)}
    heard = sorted((told[one.webhook_id], one.kind) for one in town.rows(WebhookDelivery))
    assert heard == [
        ("demo-fjordvik", "case.review_began"), ("demo-fjordvik", "case.submitted"), ("demo-fjordvik", "case.taken"),
        ("demo-rorlegger", "case.review_began"), ("demo-rorlegger", "case.submitted"),
    ]  # fmt: skip
    with pytest.raises(BadInput):
        town.hook("contractor", "case.taken")


def test_work_on_a_case_is_told_to_the_side_whose_it_is(town: Town) -> None:
    desk = town.desk
    ours, theirs = town.hook("admin", *kinds_for(is_staff=True)), town.hook("contractor", *kinds_for(is_staff=False))

    def heard(hook: Webhook) -> list[str]:
        told = [one for one in town.rows(WebhookDelivery) if one.webhook_id == hook.id]
        return [one.kind for one in sorted(told, key=lambda one: one.payload["data"]["seq"])]

    ref = desk.draft()
    assert (heard(ours), heard(theirs)) == ([], ["case.started", "document.checked"])
    desk.do("contractor", sending.submit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    desk.do("officer", talking.write_note, ref, "Husk stoppekranen.")
    desk.do("officer", deciding.propose, ref, "approved", "I orden.")
    desk.do("approver", deciding.approve, ref, "I orden.")

    assert heard(theirs) == [
        "case.started",
        "document.checked",
        "case.submitted",
        "case.review_began",
        "case.approved",
        "case.phase_opened",
    ]
    assert heard(ours) == ["case.submitted", "case.review_began", "case.noted", "decision.proposed", "case.approved", "case.phase_opened"]


def test_a_municipality_hears_of_its_own_settings_and_no_company_does(town: Town) -> None:
    town.hook("admin", "closed_days.changed")
    town.hook("admin2", "closed_days.changed")
    town.desk.do("admin", change_closed_days, [("24.12.2026", "Julaften")], [])

    (told,) = town.rows(WebhookDelivery)
    assert (told.kind, told.payload["data"]["municipality"], told.payload["data"]["company"]) == (
        "closed_days.changed",
        "demo-fjordvik",
        None,
    )
    with pytest.raises(BadInput):
        town.hook("contractor", "closed_days.changed")


def test_what_is_rolled_back_is_told_to_nobody(town: Town) -> None:
    town.hook()
    ref = town.desk.draft()
    with town.desk.works(writing=True) as work:
        actor = town.desk.actor("contractor")
        work.log.record("submitted", actor=actor, at=town.desk.now, case=work.cases.get(actor.scope, ref))

    assert town.rows(WebhookDelivery) == []


def test_a_message_in_hand_is_taken_by_nobody_else_until_its_lease_is_over(town: Town) -> None:
    town.hook()
    town.desk.submitted()

    assert len(town.queue.take(town.desk.now)) == 1
    assert list(WebhookQueue(town.desk.database).take(town.desk.now)) == []
    town.desk.later(minutes=3)
    assert len(town.queue.take(town.desk.now)) == 1


def test_a_name_that_leads_inside_a_network_is_sent_nothing(town: Town) -> None:
    town.hook()
    town.desk.submitted()
    town.courier = Courier(town.queue, Sender(patience=0.3), SECRET, town.threads, InProcessHub(), lambda: town.desk.now)

    town.round()

    assert [one.fault for one in town.rows(WebhookAttempt)] == ["private_address"]
    assert town.receiver.heard == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.no/hook", "https://", "ftp://example.no/", "javascript:alert(1)", "https://user:pass@example.no/", "https://x.no/#a",
        "https://127.0.0.1/", "https://localhost/", "https://10.0.0.8/", "https://192.168.1.1/", "https://169.254.169.254/latest",
        "https://[::1]/", "https://[fd00::1]/", "https://[::ffff:10.0.0.1]/", "https://0.0.0.0/", "https://[2002:0a00:0001::]/",
        "https://example.no:0/", "https://example.no:99999/", "https://" + "a" * 600, "",
    ],
)  # fmt: skip
def test_an_address_nothing_may_be_sent_to_is_refused(url: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked_address(url, Terms())

    assert refused.value.target == "url"


def test_an_address_on_the_internet_is_taken_and_a_local_one_where_the_operator_allows_it() -> None:
    assert checked_address(" https://example.no/hook?a=b ", Terms()) == "https://example.no/hook?a=b"
    assert checked_address("http://localhost:9/", Terms(allows_local_http=True)) == "http://localhost:9/"
    assert checked_address("https://10.0.0.8/", Terms(allows_private=True)) == "https://10.0.0.8/"
    with pytest.raises(BadInput):
        checked_address("http://example.no/", LOCAL)


@given(st.ip_addresses())
def test_an_address_is_public_only_when_it_is_on_the_internet(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if is_public(address):
        claims = ("is_private", "is_loopback", "is_link_local", "is_multicast", "is_unspecified")
        assert not any(getattr(address, claim) for claim in claims)


def test_a_neighbours_webhook_is_not_there_and_only_administrators_keep_any(town: Town) -> None:
    hook = town.hook()
    town.desk.do("admin", send_test, hook.id)
    (delivery,) = town.rows(WebhookDelivery)
    for use_case, given_ in (
        (webhook_view, (hook.id,)), (change_webhook, (hook.id, None, ["case.lapsed"], LOCAL)), (rotate_webhook, (hook.id,)),
        (switch_webhook, (hook.id, False)), (remove_webhook, (hook.id,)), (send_test, (hook.id,)),
        (send_delivery_again, (hook.id, delivery.id)), (delivery_view, (hook.id, delivery.id)),
    ):  # fmt: skip
        for login in ("admin2", "contractor"):
            with pytest.raises(NotThere):
                town.desk.do(login, use_case, *given_)
        with pytest.raises(NotAllowed):
            town.desk.do("officer", use_case, *given_)
    assert town.desk.do("admin2", webhook_list).webhooks == []


def test_changing_and_removing_leave_a_trace_and_nothing_else(town: Town) -> None:
    hook = town.hook()
    town.desk.submitted()
    town.round()
    town.desk.do("admin", change_webhook, hook.id, None, ["case.lapsed"], LOCAL)
    assert town.rows(Webhook)[0].kinds == ["case.lapsed"]

    town.desk.do("admin", remove_webhook, hook.id)

    assert town.rows(Webhook) == town.rows(WebhookDelivery) == town.rows(WebhookAttempt) == []
    with town.desk.database.reading.connect() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM event WHERE kind LIKE 'webhook%%' ORDER BY seq").scalars().all()
    assert kinds == ["webhook_added", "webhook_changed", "webhook_removed"]
