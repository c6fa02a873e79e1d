"""The desks of the use cases' tests."""

from tests.workflows.casework.conftest import any_desk, database, desk, furnished, postgresql, sqlite_template, sqlite_url

__all__ = ["any_desk", "database", "desk", "furnished", "postgresql", "sqlite_template", "sqlite_url"]
