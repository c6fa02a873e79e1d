"""A second kind of case beside the water meter: some of its questions are the same, some only look so."""

from __future__ import annotations

from models.base import Phase
from models.text import verbatim
from workflows.conditions import given
from workflows.declare import (
    IMAGES,
    PDFS,
    Fee,
    Guide,
    Handling,
    Occasion,
    PhaseDeclaration,
    Row,
    RuleParameter,
    Step,
    Workflow,
    group,
    question,
    slot,
)  # fmt: skip
from workflows.fields import BooleanKind, ChoiceKind, options
from workflows.fitness import CRITERIA
from workflows.shared.checks import shared_checks
from workflows.shared.closing import Declaration, Documents
from workflows.shared.parameters import SHARED_PARAMETERS
from workflows.shared.parties import Parties
from workflows.shared.people import Responsible
from workflows.shared.property import Property
from workflows.shared.questions import DESCRIPTION
from workflows.shared.sources import ASSUMED
from workflows.shared.terms import ADK, Competence, Terms
from workflows.water_meter.meters import MeterRow

KINDS = options(("new", verbatim("A new pipe")), ("plug", verbatim("Plug a pipe")))
HOW = {"ask": verbatim("Say it."), "how": verbatim("In a word."), "source": ASSUMED}


class PipeMeterRow(Row):
    """A row that shares its place with a meter's, and nothing else."""

    place_room = MeterRow.by_key["place_room"]
    colour = question(ChoiceKind(options(("blue", verbatim("Blue")))), verbatim("Colour"))


class Work(Step):
    """What is done."""

    title = verbatim("The work")
    kind = question(ChoiceKind(KINDS), verbatim("What is to be done?"), required=True, **HOW)
    digging = question(BooleanKind(), verbatim("Is there digging?"), required=True, **HOW)
    description = DESCRIPTION
    meters = group(PipeMeterRow, verbatim("Meters"), row_label=verbatim("Meter {n}"), add_label=verbatim("Add"))
    photo_old = slot(IMAGES, verbatim("Photo of what is there"), required=True, **HOW)
    plan = slot(PDFS, verbatim("Plan of the trench"), applies_if=given("digging", True), required=True, **HOW)
    permit = slot(PDFS, verbatim("Permit to plug"), applies_if=given("kind", "plug"), required=True, **HOW)


STEPS = (Property, Parties, Responsible, Work, Documents, Declaration)
TERMS = Terms(certificates=(Competence(ADK, when=given("digging", True)),))
APPLICATION = PhaseDeclaration(
    Phase.APPLICATION, verbatim("Application"), STEPS, Handling(3, "weeks"),
    other_handling=(Handling(10, "working_days", applies_if=given("kind", "plug"), deemed_granted=True),),
)  # fmt: skip
PIPES = Workflow(
    key="pipes", prefix="PIPE", version=3, title=verbatim("Pipes"), summary=verbatim("New pipes and plugged ones."), phases=(APPLICATION,),
    parameters=(*SHARED_PARAMETERS, RuleParameter("fee_pipe", 0, verbatim("Fee"), ASSUMED, "øre")),
    requirements={Phase.APPLICATION: shared_checks(Phase.APPLICATION, STEPS, TERMS)},
    fees=(Fee("pipe", verbatim("Fee for a new pipe"), "fee_pipe", applies_if=given("kind", "new")),),
    guide=Guide(
        (
            Occasion("plug", verbatim("Plug a pipe"), ("private_ground",), ("plumber", "contractor"), {"kind": "plug"}),
            Occasion("dig", verbatim("Dig a new pipe"), ("private_ground", "nature"), ("contractor",), {"kind": "new", "digging": True}),
            Occasion("meter", verbatim("Remove a pipe"), ("nature",), ("plumber",), {}),
        ),
        ("COM-10", "PIPE.application.digging"),
    ),
    quality=dict.fromkeys(CRITERIA, "done"),
)  # fmt: skip
