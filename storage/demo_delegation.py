"""What is there to see of several companies on a case in the demonstration: one asked to work, and a handover that waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from storage.demo_answers import application
from workflows.access import coworking, handover

if TYPE_CHECKING:
    from storage.demo_cases import Stage

OTHER = "213000047"
OTHER_ADMIN = "contractor2"


def asked_to_work(stage: Stage) -> None:
    """A draft on which the second company is asked to work."""
    job = stage.job("Hamna 1", "2021-000087", "20110499", "Hamna Sameie")
    ref = stage.draft(job, 0.4, answers=application(job))
    stage.act("contractor", 0.3, coworking.invite_cowork, ref, OTHER, True)


def being_handed_over(stage: Stage) -> None:
    """A case the second company has accepted; the municipality is to decide."""
    ref = stage.sent(stage.job("Strandgata 22", "2014-001203", "31551044", "Strandgata Borettslag"), 1.5)
    stage.act("contractor", 1, handover.offer_handover, ref, OTHER, "Vi har for mye å gjøre i desember.")
    given = {
        "parties/authority": True, "responsible/contact": f"demo-{OTHER_ADMIN}", "responsible/responsible_person": f"demo-{OTHER_ADMIN}",
        "job/pickup_by": f"demo-{OTHER_ADMIN}", "declaration/declaration": True,
    }  # fmt: skip
    stage.act(OTHER_ADMIN, 0.5, handover.accept_handover, ref, given)


SCENES: tuple[Callable[[Stage], None], ...] = (asked_to_work, being_handed_over)
