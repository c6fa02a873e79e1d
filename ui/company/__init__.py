"""Companies in the portal: joining at `/register`, a company's own page and certificates, and a municipality's view of its companies."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter

from ui.company.proof_routes import Files, proof_routes
from ui.login.desk import Desk
from ui.municipality.companies.export import company_export_routes
from ui.public.register import register_routes
from ui.visit import house
from workflows.ports_joining import CompanyRegister

REGISTER = "company_register"
"""Under this name the pages find the register in `house().extras`."""


def install(desk: Desk, register: CompanyRegister, files: Files, *, has_mail: bool, is_demo: bool) -> Sequence[APIRouter]:
    """Declare the pages and hand them the register; the plain routes, to be added before the pages. Called once by `main.py`."""
    from ui.company import page  # noqa: F401  # importing a page declares it, which only a portal that serves pages should do
    from ui.municipality.companies import company_page, list_page  # noqa: F401  # the same

    house().extras[REGISTER] = register
    joining = register_routes(desk, register, has_mail=has_mail, shows_link=is_demo)
    return joining, proof_routes(files), company_export_routes()
