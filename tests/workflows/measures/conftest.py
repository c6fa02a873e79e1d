"""A desk on a fresh database with the demonstration's parties."""

from __future__ import annotations

from tests.engines import database, postgresql, sqlite_template, sqlite_url
from tests.workflows.casework.conftest import any_desk, desk, furnished

__all__ = ["any_desk", "database", "desk", "furnished", "postgresql", "sqlite_template", "sqlite_url"]
