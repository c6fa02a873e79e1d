"""What everybody may see without a login: what a case will ask for, as a page and as a PDF, and the way from there to a draft."""

from __future__ import annotations

from ui.public.prepare import prepare_routes

__all__ = ["prepare_routes"]
