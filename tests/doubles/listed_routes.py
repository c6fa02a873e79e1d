"""The portal joined as at a start, but not started: tells every address it would answer, as JSON lines of method, path and function."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence

import nicegui
from starlette.routing import BaseRoute, Mount

import main
from models.settings import load_settings


def told(prefix: str, found: Sequence[BaseRoute]) -> Iterator[tuple[str, str, str]]:
    """Every route with its methods; what the framework serves by itself is told as its own."""
    for one in found:
        included = getattr(one, "original_router", None)  # FastAPI joins included routers without copying their routes
        if included is not None:
            yield from told(prefix, included.routes)
        elif isinstance(one, Mount):
            yield from told(prefix + one.path, one.routes or [])
        else:
            endpoint = getattr(one, "endpoint", None)
            where = f"{getattr(endpoint, '__module__', '')}.{getattr(endpoint, '__qualname__', '')}"
            for method in sorted(getattr(one, "methods", None) or ["ASGI"]):
                yield method, prefix + getattr(one, "path", ""), where


if __name__ == "__main__":
    portal = main.compose(load_settings())
    main._install(portal)
    for line in told("", nicegui.app.routes):
        sys.stdout.write(json.dumps(line) + "\n")
    portal.close()
