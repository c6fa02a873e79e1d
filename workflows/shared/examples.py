"""Pictures of how a photo or drawing is good enough, shown at slots before a file is chosen. They lie in `ui/static/examples`."""

from __future__ import annotations

from models.text import _
from workflows.parts import Example

DIAL = Example("dial", _("Example: the whole dial, sharp, with number and reading to be read."))
SEAL = Example("seal", _("Example: the seal close up with its number, and the meter it sits on."))
TRENCH = Example("trench", _("Example: the open trench with pipes, couplings and a measuring stick."))
SITE_PLAN = Example("site-plan", _("Example: a plan with property, pipes with dimensions, north arrow and scale."))
ROAD = Example("road", _("Example: the road surface with its cracks, and a sign that tells where it is."))
EXAMPLES = (DIAL, SEAL, TRENCH, SITE_PLAN, ROAD)
