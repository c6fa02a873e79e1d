"""One honest portal and one without guards, for all tests that attack them; a start takes seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.visitors import Gate, open_gate
from tests.portal_process import ROOT


@pytest.fixture(scope="package")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """The portal as it is, with room for files of one megabyte."""
    with open_gate(tmp_path_factory.mktemp("honest"), PORTAL_MAX_FILE_MB="1") as opened:
        yield opened


@pytest.fixture(scope="package")
def open_doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """The portal with its guards switched off."""
    with open_gate(tmp_path_factory.mktemp("sabotaged"), ROOT / "tests" / "doubles" / "open_doors.py") as opened:
        yield opened
