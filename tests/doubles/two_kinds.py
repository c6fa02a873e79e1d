"""The portal with a second, small kind of case beside its own: for journeys from one kind to another."""

from __future__ import annotations

import main
from tests.workflows.other_kind import PIPES
from workflows.registry import WORKFLOWS

if __name__ == "__main__":
    WORKFLOWS[PIPES.key] = PIPES
    main.cli()
