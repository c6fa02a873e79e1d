"""The table of settings in the operator's guide, written from the class: `make settings-table`."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from models.settings import PREFIX, Settings

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "operators-guide.md"
BEGIN, END = "<!-- settings: written by `make settings-table` -->\n", "<!-- end of settings -->"


def table() -> str:
    """Name, default and meaning of every setting, in the class's order, as Markdown."""
    rows = [f"| `{PREFIX}{name.upper()}` | {_default(field)} | {_meaning(field)} |" for name, field in Settings.model_fields.items()]
    return "\n".join(["| setting | default | meaning |", "| --- | --- | --- |", *rows]) + "\n"


def guide_with(fresh: str) -> str:
    """The guide with the table replaced. Raises ValueError when the marks are gone."""
    guide = GUIDE.read_text(encoding="utf-8")
    begin, end = guide.index(BEGIN) + len(BEGIN), guide.index(END)
    return guide[:begin] + fresh + guide[end:]


def _default(field: FieldInfo) -> str:
    value = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    shown = ",".join(value) if isinstance(value, tuple) else str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{shown}`" if shown else ""


def _meaning(field: FieldInfo) -> str:
    choices = [str(one) for one in get_args(field.annotation) if isinstance(one, str) and one]
    return (field.description or "") + (f" One of {', '.join(f'`{one}`' for one in choices)}." if choices else "")


if __name__ == "__main__":
    GUIDE.write_text(guide_with(table()), encoding="utf-8")
