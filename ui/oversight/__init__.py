"""Oversight: the log for its readers, the platform's administration, and people's rights over what is kept about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter

from ui.login.desk import Desk
from ui.oversight.export import audit_export_routes
from ui.oversight.looks import Looks
from ui.oversight.own_data import own_data_routes
from ui.visit import house


def install(desk: Desk, ask_health: Any) -> Sequence[APIRouter]:
    """Declare the pages, begin to record looks; the plain routes, to be added before the pages. Called once by `main.py`.

    `ask_health` tells the platform's administrator how the portal stands.
    """
    from ui.oversight import audit_page, company_log_page, data_map_page, glass_page, platform_page  # noqa: F401  # importing a page declares it, which only a portal that serves pages should do

    house().extras[platform_page.HEALTH] = ask_health
    house().saw = Looks(house()).saw
    return audit_export_routes(), own_data_routes(desk)
