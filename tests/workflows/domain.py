"""The domain files, which lie beside the repository and not in it: what their tables and lists say, as values.

Whoever has only the repository has none of them; tests that need them are skipped there. Continuous integration has them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from models.base import Level, Phase

DOMAIN = Path(os.environ.get("PORTAL_TEST_DOMAIN_DIR", Path(__file__).parents[3] / "shared" / "domain"))
LEVELS = {"B": Level.BLOCKS_SENDING, "D": Level.NEEDED_FOR_DECISION, "R": Level.RECOMMENDED}
PHASES = {"APP": Phase.APPLICATION, "WORK": Phase.WORK, "FINAL": Phase.FINAL}
OPENINGS = re.compile(rf"#{{2,3}} (?:Slots \()?({'|'.join(PHASES)})\b")
ROW = re.compile(r"\| ((?:COM|[A-Z]{3,5})-\d{2}) \| ([^|]+) \| ([BDR])[^|]* \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|")


class Check(NamedTuple):
    """One row of a table of automatic checks. `assumed`: the file marks the rule or one of its limits so."""

    id: str
    phases: frozenset[Phase]
    level: Level
    en: str
    nb: str
    assumed: bool


def domain_is_there() -> bool:
    """Whether the files can be read. Fails where they must be: in continuous integration, or where their folder is named."""
    if DOMAIN.is_dir():
        return True
    if os.environ.get("CI") or "PORTAL_TEST_DOMAIN_DIR" in os.environ:
        pytest.fail(f"there are no domain files in {DOMAIN}: nothing holds the declarations against them")
    return False


@pytest.fixture
def domain() -> Path:
    """The folder of the domain files; without it a stranger's test is skipped, ours fails."""
    if not domain_is_there():
        pytest.skip("the domain files lie outside the repository")
    return DOMAIN


@cache
def checks() -> tuple[Check, ...]:
    """Every row of every table of automatic checks."""
    words = "".join(path.read_text(encoding="utf-8") for path in sorted(DOMAIN.glob("*.md")))
    return tuple(
        Check(id_, _phases(phases), LEVELS[level], en.strip(), nb.strip(), "assumed" in flag + source)
        for id_, phases, level, flag, en, nb, source in ROW.findall(words)
    )


def _phases(words: str) -> frozenset[Phase]:
    return frozenset(Phase) if words.strip() == "any" else frozenset(phase for word, phase in PHASES.items() if word in words)


@cache
def prefixes() -> dict[str, Path]:
    """Prefix -> file, from the headings of the workflow files."""
    found = {}
    for path in sorted(DOMAIN.glob("[1-9]-*.md")):
        prefix = re.search(r"prefix ([A-Z]+)\)", path.read_text(encoding="utf-8"))
        assert prefix is not None, path
        found[prefix[1]] = path
    return found


@cache
def keys(prefix: str) -> dict[Phase, frozenset[str]]:
    """Every key in backticks under the headings of fields and slots, by phase."""
    found: dict[Phase, set[str]] = {phase: set() for phase in Phase}
    for phase, line in _lines(prefixes()[prefix]):
        found[phase] |= set(re.findall(r"`([a-z][a-z0-9_]*)`", line))
    return {phase: frozenset(named) for phase, named in found.items()}


def _lines(path: Path) -> Iterator[tuple[Phase, str]]:
    phase = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            opening = OPENINGS.match(line)
            phase = PHASES[opening[1]] if opening else None
        if phase is not None:
            yield phase, line
