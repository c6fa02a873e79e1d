"""Decisions as they are written: the form, the letter beside it, and what the municipality does with appeals."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "html"
"""Where the templates of these pieces stand; read once, at import."""
