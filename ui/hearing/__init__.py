"""What is seen around a case beside its two sides: a preview of what is sent, notes that name colleagues, what changed meanwhile."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "html"
"""Where the templates of these pieces stand; read once, at import."""


def install() -> None:
    """Declare the pages; called once before the pages are served."""
    from ui.hearing import asked_page, mentions_page, preview_page, statements_page  # noqa: F401  # importing a page declares it
