"""The one family of errors that doors (pages, API, command line) turn into words for people.

Raise for broken promises (not there, not allowed, moved on); answer bad input with a ledger row or a refusal value instead.
"""

from __future__ import annotations

from typing import Any

from models.text import Text, _


class PortalError(Exception):
    """Carries a text for people, an HTTP status and, where it applies, the step, field or slot concerned."""

    status = 500
    code = "internal"
    text: Text = _("Something went wrong on our side. Nothing was changed.")

    def __init__(self, text: Text | None = None, *, target: str | None = None, **values: Any) -> None:
        self.text = (text or type(self).text).with_values(**values) if values else (text or type(self).text)
        self.target = target
        super().__init__(self.text.in_english())


class NotThere(PortalError):
    """No such thing within the actor's reach; said the same way for what exists but is somebody else's."""

    status, code = 404, "not-there"
    text = _("We cannot find what you asked for. It may have been moved, or it is not shared with you.")


class NotSignedIn(PortalError):
    """No valid session or key."""

    status, code = 401, "not-signed-in"
    text = _("Sign in to go on.")


class NotAllowed(PortalError):
    """The actor may see the thing but may not do this to it."""

    status, code = 403, "not-allowed"
    text = _("Your role does not give access to do this. Ask your administrator.")


class SignInAgain(PortalError):
    """What is asked for needs a sign-in that is only minutes old; of a key, that it was just made. Source: security rule 32."""

    status, code = 403, "sign-in-again"
    text = _("Sign in again before you decide.")


class Refused(PortalError):
    """A guard said no; the text says why and what to do."""

    status, code = 409, "refused"
    text = _("This cannot be done now.")


class MovedOn(PortalError):
    """Someone else was faster; the newest state has to be looked at first."""

    status, code = 409, "moved-on"
    text = _("Someone changed this while you were working. Look at the newest version and try again.")


class BadInput(PortalError):
    """The shape of a request is wrong: unknown step or field, wrong type, too large."""

    status, code = 422, "bad-input"
    text = _("We did not understand the request.")


class TooLarge(PortalError):
    """More bytes, files or rows than we accept."""

    status, code = 413, "too-large"
    text = _("The file is larger than {limit} MB. Save it smaller and try again.")


class TooManyRequests(PortalError):
    """Throttled; `retry_after` is in seconds."""

    status, code = 429, "too-many-requests"
    text = _("Too many attempts. Wait {seconds} seconds and try again.")

    def __init__(self, text: Text | None = None, *, retry_after: int, **values: Any) -> None:
        super().__init__(text, seconds=retry_after, **values)
        self.retry_after = retry_after


class StorageFull(PortalError):
    """Too little free disk: the portal reads but does not write."""

    status, code = 507, "storage-full"
    text = _("The portal's disk is full, so nothing can be saved right now. What you have written is kept on this device.")


class Unavailable(PortalError):
    """A part we need (database, store, register) does not answer."""

    status, code = 503, "unavailable"
    text = _("The portal is not available right now. What you have written is kept on this device; try again in a moment.")
