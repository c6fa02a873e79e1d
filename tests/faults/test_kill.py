"""Power cuts: kill -9 in the middle of answers and uploads; whatever was acknowledged is there afterwards."""

from __future__ import annotations

import hashlib
import os
import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.portal_process import ROOT, PortalProcess

KILLS = int(os.environ.get("PORTAL_TEST_KILLS", "20"))
SABOTAGED = ROOT / "tests" / "doubles" / "answers_before_commit.py"
ROOMY = {"PORTAL_MAX_FILES_PER_CASE": "100000", "PORTAL_MAX_CASE_MB": "100000"}


@dataclass
class Acknowledged:
    """What the portal has told us is saved: the last answer per field, and the digest per document."""

    answers: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)


class Writer(threading.Thread):
    """Saves answers and uploads files as fast as it can until the portal dies."""

    def __init__(self, client: httpx.Client, ref: str, kept: Acknowledged, seed: int) -> None:
        super().__init__(daemon=True)
        self.client, self.ref, self.kept, self.seed = client, ref, kept, seed

    def run(self) -> None:
        """Until the first transport error."""
        count = 0
        try:
            while True:
                count += 1
                self._answer(f"{self.seed}-{count}")
                if count % 10 == 0:
                    self._upload(count)
        except httpx.TransportError:
            return

    def _answer(self, words: str) -> None:
        body = {"phase": "application", "answers": {"responsible": {"reference": words}}}
        if self.client.patch(f"/cases/{self.ref}/answers", json=body).status_code == 200:
            self.kept.answers["reference"] = words

    def _upload(self, count: int) -> None:
        content = b"%PDF-1.4\n" + random.Random(self.seed * 1000 + count).randbytes(50_000)
        files = {"file": (f"{count}.pdf", content, "application/pdf")}
        answer = self.client.post(f"/cases/{self.ref}/documents", data={"phase": "application", "slot": "other"}, files=files)
        if answer.status_code == 201:
            self.kept.documents[answer.json()["id"]] = hashlib.sha256(content).hexdigest()


def lost_after_kills(folder: Path, kills: int, entry: Path = ROOT / "main.py") -> list[str]:
    """Run writers against the portal and kill it `kills` times; what was acknowledged and is not there, in words."""
    portal = PortalProcess(folder, ROOMY, entry)
    try:
        return _lost(portal.start(), kills)
    finally:
        portal.kill()


def _lost(portal: PortalProcess, kills: int) -> list[str]:
    key = portal.api("contractor@demo.example").headers["Authorization"]
    ref, kept, lost = "", Acknowledged(), []
    for turn in range(kills + 1):
        with httpx.Client(base_url=f"{portal.base}/api/v1", headers={"Authorization": key}, timeout=10) as client:
            ref = ref or client.post("/cases", json={"workflow": "water-meter", "municipality": "9999"}).json()["ref"]
            lost += missing(client, ref, kept)
            if turn == kills:
                break
            writer = Writer(client, ref, kept, turn)
            writer.start()
            time.sleep(0.4 + random.Random(turn).random() * 0.6)
            portal.kill()
            writer.join(timeout=15)
        portal.start()
    return lost


def missing(client: httpx.Client, ref: str, kept: Acknowledged) -> list[str]:
    """What was acknowledged and cannot be found again."""
    if not kept.answers and not kept.documents:
        return []
    case = client.get(f"/cases/{ref}").json()
    if "answers" not in case:
        return [f"case {ref}"]
    stored = case["answers"]["application"].get("responsible", {}).get("reference")
    lost = [f"answer {words} became {stored}" for words in kept.answers.values() if not _at_least(stored, words)]
    documents = {one["id"]: one["sha256"] for one in client.get(f"/cases/{ref}/documents").json()["documents"]}
    return lost + [f"document {one}" for one, digest in kept.documents.items() if documents.get(one) != digest]


def _at_least(stored: str | None, acknowledged: str) -> bool:
    """The stored answer is the acknowledged one, or the one that was in flight right after it."""
    if stored is None:
        return False
    return tuple(int(part) for part in stored.split("-")) >= tuple(int(part) for part in acknowledged.split("-"))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_nothing_acknowledged_is_lost_by_twenty_power_cuts(tmp_path: Path) -> None:
    assert lost_after_kills(tmp_path / "honest", KILLS) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_power_cut_test_is_red_when_acknowledgement_comes_before_commit(tmp_path: Path) -> None:
    assert lost_after_kills(tmp_path / "sabotaged", 2, SABOTAGED) != []
