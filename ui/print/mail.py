"""Mails in words: plain and HTML from the same letter, in the receiver's language. No pictures, no tracking, nothing from outside."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from models.notices import Mail
from models.text import _
from ui.components.frame import product
from ui.texts import Speaker, known_locale
from workflows.notices.telling import letter_of
from workflows.ports_notices import Rendered

HERE = Path(__file__).parent / "mails"
WORDS = {
    "why": _("You get this mail because you use the portal. You choose which mails you want under Notices."),
    "answer": _("Nobody reads answers to this mail. Write in the case instead."),
    "preferences": _("Choose which mails you want"),
}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip


def render_mail(mail: Mail, base_url: str) -> Rendered | None:
    """The mail as it leaves; None when no kind in it is known any more. `base_url` is the address people reach the portal at."""
    letter = letter_of(mail.lines, mail.secret)
    if letter is None:
        return None
    t = Speaker(known_locale(mail.language))
    values: dict[str, Any] = {
        "t": t, "letter": letter, "words": WORDS, "base": base_url, "product": product(), "locale": t.locale,
        "has_account": bool(mail.person_id),
    }  # fmt: skip
    made = {name: _environment().get_template(f"mail.{name}").render(**values) for name in ("txt", "html")}
    return Rendered(t(letter.subject), made["txt"], made["html"])
