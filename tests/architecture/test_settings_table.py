"""The operator's guide tells of every setting as it is."""

from __future__ import annotations

from tests.architecture.settings_table import GUIDE, guide_with, table


def test_the_table_of_settings_is_the_one_of_the_class() -> None:
    assert GUIDE.read_text(encoding="utf-8") == guide_with(table()), "run `make settings-table`"
