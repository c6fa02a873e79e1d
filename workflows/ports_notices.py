"""What the sender of mails needs from the doors: letters in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail in the words of its receiver's language."""

    subject: str
    plain: str
    html: str
