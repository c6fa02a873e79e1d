"""`make bench`: one table, each figure beside its floor from the same run."""

from __future__ import annotations

import argparse
import asyncio
import inspect
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import (
    bench_board,
    bench_export,
    bench_ledger,
    bench_memory,
    bench_quality,
    bench_rows,
    bench_search,
    bench_submission,
    bench_upload,
    bench_wizard,
)
from tests.bench.report import Figure, table
from tests.bench.town import FULL, QUICK, Sizes

BENCHES: dict[str, Callable[[Path, Sizes], Any]] = {
    "ledger": lambda _folder, sizes: bench_ledger.figures(sizes.judgements),
    "changes": bench_wizard.changes,
    "rows": bench_rows.figures,
    "interactive": bench_wizard.interactive,
    "memory": bench_memory.figures,
    "first-byte": bench_board.first_byte,
    "first-paint": bench_board.first_paint,
    "news": bench_board.news,
    "search": bench_search.figures,
    "export": bench_export.figures,
    "first-paint-postgresql": lambda folder, sizes: bench_board.first_paint(folder, sizes, "postgresql"),
    "news-postgresql": lambda folder, sizes: bench_board.news(folder, sizes, "postgresql"),
    "search-postgresql": lambda folder, sizes: bench_search.figures(folder, sizes, "postgresql"),
    "export-postgresql": lambda folder, sizes: bench_export.figures(folder, sizes, "postgresql"),
    "submissions": bench_submission.figures,
    "uploads": bench_upload.figures,
    "quality": bench_quality.figures,
}


def measured(name: str, sizes: Sizes) -> list[Figure]:
    """The figures of one benchmark, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        found = BENCHES[name](Path(folder), sizes)
        return list(asyncio.run(found) if inspect.iscoroutine(found) else found)


def main() -> None:
    """Measure what was asked for, print the table and keep it where told."""
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--only", choices=BENCHES, action="append", help="measure this alone; may be given several times")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it runs; the figures mean nothing")
    parser.add_argument("--out", type=Path, help="also write the table to this file")
    wanted = parser.parse_args()
    figures, failed, began = [], [], time.monotonic()
    for name in wanted.only or BENCHES:
        print(f"{time.monotonic() - began:4.0f} s  {name} ...", flush=True)
        try:
            figures += measured(name, QUICK if wanted.quick else FULL)
        except Exception:  # the others' figures are worth having all the same
            traceback.print_exc()
            failed.append(name)
    shown = table(figures)
    print(f"\n{shown}\n\n{time.monotonic() - began:.0f} s")
    if wanted.out:
        wanted.out.write_text(shown + "\n", encoding="utf-8")
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


if __name__ == "__main__":
    main()
