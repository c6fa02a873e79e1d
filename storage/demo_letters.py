"""The demonstration's letterhead, and a decision that was corrected. Arms, names and addresses are invented."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from models.base import Phase
from models.letters import Letterhead, Terms
from workflows.access import letterheads
from workflows.casework import correcting

if TYPE_CHECKING:
    from storage.demo_cases import Stage

ARMS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 120"><path d="M5 5h90v60q0 40-45 50Q5 105 5 65z" fill="#0d4a50"/>'
    '<path d="M18 72l18-34 12 18 14-28 20 44z" fill="#ffffff"/>'
    '<path d="M14 84q12-8 24 0t24 0 24 0v8q-12-8-24 0t-24 0-24 0z" fill="#ffffff"/></svg>'
)
HEAD = Letterhead(
    department="Vann og avløp", address="Rådhusplassen 1\n6001 Fjordvik", contact="va@fjordvik.example\nTelefon 70 00 00 00",
    closing="Med vennlig hilsen", appeal_body="Fjordvik klagenemnd", appeal_address="Fjordvik kommune, Rådhusplassen 1, 6001 Fjordvik",
    paragraphs={"contract": "Arbeidet skal følge kommunens tekniske bestemmelser."}, arms=hashlib.sha256(ARMS.encode()).hexdigest(),
)  # fmt: skip


def letterhead(stage: Stage) -> None:
    """Fjordvik's arms and words, from before the first sample case."""
    stage.act("admin", 30, letterheads.keep_arms, ARMS, HEAD.arms)
    stage.act("admin", 29.9, letterheads.save_letterhead, HEAD, 1)


def mended(stage: Stage, ref: str, days_ago: float) -> None:
    """A condition was forgotten in the first letter."""
    terms = Terms(
        reason="Bestillingen er i orden. Måleren kan hentes på lageret.", why="Et vilkår manglet i det første brevet.",
        conditions=("Måleren skal monteres stående eller liggende slik merkingen viser.", "Meld fra når den gamle måleren er levert inn."),
    )  # fmt: skip
    stage.act("approver", days_ago, correcting.correct_decision, ref, Phase.APPLICATION, 1, terms)
