"""The officer's own pieces: check-list, request form, tray, answer pairs, documents, decision. Data in, callbacks out, no truth kept."""

from pathlib import Path

TEMPLATES = Path(__file__).parent.parent / "html"
"""Where their templates stand; read once, at import."""
