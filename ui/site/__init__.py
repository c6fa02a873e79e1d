"""The work on site as both sides see it on the page of a case: start and end, the trench sign, inspections; and their calendar files."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "html"
"""Where the templates stand; read once, at import."""
