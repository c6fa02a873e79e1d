"""The real portal as a process of its own on a free port, with its own data folder: for browser journeys, faults and benchmarks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
MAIN = ROOT / "main.py"
PATIENCE = 90.0
"""Seconds a portal may need to start; one or two on a quiet machine, much more on one that does other things."""


def clean_environment() -> dict[str, str]:
    """Our environment without what would change the portal: pytest's own variables and other portals' settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PORTAL_", "NICEGUI_"))}


@dataclass
class PortalProcess:
    """A running portal. `entry` is the script to run; others than `main.py` are test doubles that sabotage something."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    entry: Path = MAIN
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    _log: IO[bytes] | None = None

    @property
    def base(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The process's environment: demonstration data in its own folder, and nobody outside is asked."""
        own = {
            "PORTAL_PORT": str(self.port),
            "PORTAL_DATA_DIR": str(self.folder),
            "PORTAL_DEMO": "true",
            "PORTAL_DEMO_CASES": "false",
            "PORTAL_REGISTER_URL": "",
            "PYTHONPATH": str(ROOT),
        }
        return {**clean_environment(), **own, **self.settings}

    def start(self) -> PortalProcess:
        """Start and wait until ready. Raises RuntimeError with the log's tail when it does not come up."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._log = (self.folder / "portal.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, str(self.entry), "serve"], cwd=ROOT, env=self.environment, stdout=self._log, stderr=subprocess.STDOUT
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.base}/readyz", timeout=2).status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.05)
        self.kill()
        raise RuntimeError("the portal did not start:\n" + self.log_tail())

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL)."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self._close()

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        code = 0
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                code = self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                code = self.process.wait()
        self._close()
        return code

    def command(self, *arguments: str) -> str:
        """What one of the command line's commands prints on stdout, run against the same data. Raises CalledProcessError."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout

    def api(self, email: str) -> httpx.Client:
        """A client with a fresh API key of a demonstration account."""
        key = self.command("api-key", email).strip()
        return httpx.Client(base_url=f"{self.base}/api/v1", headers={"Authorization": f"Bearer {key}"}, timeout=30)

    def log_tail(self) -> str:
        """The last lines the portal wrote."""
        return (self.folder / "portal.log").read_text(errors="replace")[-4000:]

    def _close(self) -> None:
        if self._log:
            self._log.close()
            self._log = None
