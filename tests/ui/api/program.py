"""A contractor's or a municipality's own software: it knows the API and nothing else of the portal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from tests.faults.visitors import Gate

PATIENCE = 30.0
GOOD = ("met", "not_applicable")


@dataclass
class Program:
    """One key's client. Every call that is not expected to fail is checked to succeed."""

    web: httpx.Client

    def get(self, path: str, **query: Any) -> Any:
        """What lies at a path."""
        return told(self.web.get(path, params=query))

    def post(self, path: str, body: Any, key: str | None = None) -> httpx.Response:
        """A POST as it was answered, whatever the answer."""
        return self.web.post(path, json=body, headers={"Idempotency-Key": key} if key else {})

    def start(self, answers: dict[str, Any]) -> str:
        """A new water-meter draft in the demonstration municipality; its reference."""
        return str(told(self.post("/cases", {"workflow": "water-meter", "municipality": "9999", "answers": answers}))["ref"])

    def save(self, ref: str, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Answers saved."""
        saved: dict[str, Any] = told(self.web.patch(f"/cases/{ref}/answers", json={"answers": answers, **more}))
        return saved

    def act(self, ref: str, action: str, **arguments: Any) -> dict[str, Any]:
        """An action done."""
        done: dict[str, Any] = told(self.try_to(ref, action, **arguments))
        return done

    def try_to(self, ref: str, action: str, **arguments: Any) -> httpx.Response:
        """An action as it was answered, whatever the answer."""
        return self.post(f"/cases/{ref}/actions/{action}", arguments)

    def upload(self, ref: str, slot: str, content: bytes, name: str = "bilde.jpg", **fields: str) -> str:
        """A file put into a slot and found good; its id."""
        files = {"file": (name, content, "application/pdf" if name.endswith(".pdf") else "image/jpeg")}
        kept = told(self.web.post(f"/cases/{ref}/documents", data={"slot": slot, **fields}, files=files))
        self.wait_for(ref, kept["id"])
        return str(kept["id"])

    def wait_for(self, ref: str, document: str) -> None:
        """Until a file was looked at and found good."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found = next(one for one in self.get(f"/cases/{ref}/documents")["documents"] if one["id"] == document)
            if found["state"] != "checking":
                assert found["state"] == "ready", found
                return
            time.sleep(0.05)
        raise AssertionError(f"the file was not looked at: {found}")

    def lacking(self, ref: str) -> list[tuple[str, str]]:
        """What stands between the case and an approval: requirement and place."""
        rows = self.get(f"/cases/{ref}/ledger")["rows"]
        unmet = [row for row in rows if row["level"] != "recommended" and row["state"] not in GOOD]
        return [(row["id"], row["field"] or row["slot"]) for row in unmet]


@contextmanager
def program(gate: Gate, login: str) -> Iterator[Program]:
    """The software of one of the demonstration's people, with a new key."""
    key = gate.seed.sessions.create_api_key(f"{login}@demo.example", datetime.now(UTC), "test")
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    with httpx.Client(base_url=f"{gate.portal.base}/api/v1", headers=headers, timeout=30) as web:
        yield Program(web)


def told(answer: httpx.Response) -> Any:
    """The body of an answer that has to be a success."""
    assert answer.is_success, (answer.request.method, answer.request.url.path, answer.status_code, answer.text)
    return answer.json()


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem document of an answer that has to be this refusal."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    problem: dict[str, Any] = answer.json()
    assert problem["code"] == code, problem
    return problem
