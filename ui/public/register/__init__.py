"""`/register`: a company joins by itself, in plain forms that work without a script and without a socket."""

from __future__ import annotations

from ui.public.register.routes import register_routes

__all__ = ["register_routes"]
