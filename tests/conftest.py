"""What all tests share: an environment without other portals' settings, and the Chromium that `make test` found."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# --no-sandbox: tests may run as root in a container; the others keep the browser from talking to anybody but us
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def pytest_configure(config: pytest.Config) -> None:
    """Before any of our modules is imported: nothing set for a portal outside may reach the tests."""
    for name in list(os.environ):
        if name.startswith(("PORTAL_", "NICEGUI_")) and not name.startswith("PORTAL_TEST_"):
            del os.environ[name]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the system's Chromium rather than one that Playwright would have to fetch."""
    found = os.environ.get("PORTAL_TEST_CHROMIUM") or next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    return {"executable_path": found, "args": list(FLAGS)}
