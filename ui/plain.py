"""Pages that are plain HTML: login, account, errors. Interactive at once, without a socket; the same look as the rest."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from models.text import Text
from ui.texts import known_locale, translate
from ui.theme import PREFIX, head_html

TEMPLATES = Path(__file__).parent / "login" / "templates"
LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(default=True), undefined=StrictUndefined)


def plain_page(template: str, locale: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Render one of our templates; texts among the values are spoken by `t`."""
    known = known_locale(locale)

    def t(words: Text | str) -> str:
        return translate(words, known) if isinstance(words, Text) else words

    page = _environment().get_template(template).render(t=t, locale=known, head=head_html(), static=PREFIX, languages=LANGUAGES, **values)
    return HTMLResponse(page, status)


def locale_of(request: Request) -> str:
    """The guest's language, else the browser's."""
    guest = request.scope.get("state", {}).get("guest")
    return guest.person.language if guest else locale_from(request.headers.get("accept-language", ""))


def locale_from(header: str) -> str:
    """The first of our languages in an Accept-Language header; `no` and anything else are bokmål."""
    for part in header.split(","):
        word = part.split(";")[0].strip().lower()[:2]
        if word in LANGUAGES:
            return word
        if word == "no":
            return "nb"
    return "nb"
