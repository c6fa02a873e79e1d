"""The repository works anywhere: no registry, no workplace and no secret is written into it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.source import ROOT, tracked_files

REGISTRIES = tuple(
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs", "org"), ("npmjs", "com"), ("conda", "anaconda"))
)
SECRETS = re.compile(
    r"AKIA[0-9A-Z]{16}|-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----|gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-[A-Za-z0-9-]{20,}"
)


def words_of(path: Path) -> str:
    """The text of a file; nothing for fonts and pictures."""
    content = path.read_bytes()
    return "" if b"\0" in content[:8000] else content.decode("utf-8", errors="replace")


def test_the_lock_file_pins_by_hash_and_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pins = re.findall(r"^([a-z0-9][\w.-]*(?:\[[\w,-]+\])?)==", lock, re.MULTILINE)
    hashed = re.findall(r"^([a-z0-9][\w.-]*(?:\[[\w,-]+\])?)==[^\n]*\\\n\s+--hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)

    assert "://" not in lock
    assert len(pins) > 50
    assert hashed == pins


def test_each_dependency_of_the_project_is_pinned() -> None:
    wanted = re.findall(r'^    "([A-Za-z0-9_-]+)(?:\[[\w,-]+\])?[><=]', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    pinned = {name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)}

    assert [name for name in wanted if name.lower() not in pinned] == [], "CONTRIBUTING.md says how to write requirements.lock anew"


def test_the_lock_file_that_names_registries_is_not_kept() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text().splitlines()
    assert [path for path in tracked_files() if path.name in {"uv.lock", "pylock.toml", "poetry.lock"}] == []


def test_no_file_names_a_registry() -> None:
    found = [f"{path.relative_to(ROOT)} {host}" for path in tracked_files() for host in REGISTRIES if host in words_of(path)]

    assert found == [], "a machine's own settings say where packages come from"


def test_no_file_holds_a_key() -> None:
    assert [str(path.relative_to(ROOT)) for path in tracked_files() if SECRETS.search(words_of(path))] == []


def test_no_page_fetches_anything_from_elsewhere() -> None:
    outside = re.compile(
        r"""(?:src|href|url|import|fetch)\s*[=(:]\s*["']?(?:https?:)?//(?!127\.0\.0\.1|localhost)[\w.-]+\.\w+[^"')\s]*\.(?:css|js|mjs|woff2?|png|svg|jpg)"""
    )
    shown = [
        path
        for path in tracked_files()
        if path.suffix in {".css", ".js", ".html", ".svg", ".py"} and path.relative_to(ROOT).parts[0] == "ui"
    ]

    assert [str(path.relative_to(ROOT)) for path in shown if outside.search(words_of(path))] == []
