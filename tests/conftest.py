"""What all tests share: an environment without other portals' settings, histories drawn alike each time, the Chromium `make test` found.

What hypothesis draws follows from the test alone, so that a red run means the change and not the day. With `PORTAL_TEST_MACHINE` set
each run draws anew: for looking where nobody has looked yet.
"""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest
from hypothesis import settings

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

settings.register_profile("alike", derandomize=True, database=None)
if "PORTAL_TEST_MACHINE" not in os.environ:
    settings.load_profile("alike")


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
