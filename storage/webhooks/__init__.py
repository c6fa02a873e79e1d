"""Telling other programs: the queue of messages, the guard against addresses inside networks, and who sends."""

from storage.webhooks.courier import Courier
from storage.webhooks.queue import WebhookQueue
from storage.webhooks.sending import Sender, Tried

__all__ = ["Courier", "Sender", "Tried", "WebhookQueue"]
