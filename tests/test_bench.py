"""The benchmark runs: a small round of its cheapest figures, whose values mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.__main__ import BENCHES, main, measured
from tests.bench.report import Figure, table
from tests.bench.town import FULL, QUICK, Sizes


@pytest.mark.parametrize("name", ["ledger", "submissions"])
def test_a_small_round_gives_figures_with_their_floors(name: str) -> None:
    found = measured(name, QUICK)
    assert found
    assert all(one.value > 0 and one.floor for one in found)
    assert any(one.aim for one in found)


def test_the_table_is_printed_and_kept_where_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "table.md"
    monkeypatch.setattr("sys.argv", ["tests.bench", "--quick", "--only", "ledger", "--out", str(kept)])
    main()
    assert kept.read_text(encoding="utf-8").strip() in capsys.readouterr().out
    assert "evaluate(), water meter" in kept.read_text(encoding="utf-8")


def test_what_fails_is_named_and_the_others_are_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_folder: Path, _sizes: Sizes) -> list[Figure]:
        raise RuntimeError("no")

    monkeypatch.setitem(BENCHES, "uploads", broken)
    monkeypatch.setattr("sys.argv", ["tests.bench", "--quick", "--only", "ledger", "--only", "uploads"])
    with pytest.raises(SystemExit, match="not measured: uploads"):
        main()
    assert "evaluate(), water meter" in capsys.readouterr().out


def test_a_verdict_stands_beside_each_aim_and_notes_stand_below_once() -> None:
    slow = Figure("slow", 20, "ms", aim=10, floor=5, floor_name="bare", note="Why.")
    fast = Figure("fast", 9, "/s", aim=8, more_is_better=True, note="Why.")
    shown = table([slow, fast]).splitlines()
    assert shown[2] == "| slow (1) | 20 ms | ≤ 10 ms | 5 ms (bare) | 4.00 | **no** |"
    assert shown[3] == "| fast (1) | 9 /s | ≥ 8 /s |  |  | yes |"
    assert shown[4:] == ["", "1. Why."]


def test_the_sizes_are_those_of_the_aims() -> None:
    assert (FULL.wizards, FULL.pages, FULL.cases, FULL.officers, FULL.boards) == (100, 200, 100_000, 16, 200)
