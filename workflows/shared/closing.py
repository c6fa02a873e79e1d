"""The steps every phase ends with: other documents, and the declaration."""

from __future__ import annotations

from models.text import _
from workflows.declare import ANYTHING, Step, question, slot
from workflows.fields import BooleanKind
from workflows.shared.sources import FORM_ITSELF


class Documents(Step):
    """Whatever else helps the municipality."""

    title = _("Other documents")
    section = _("Documentation")

    other = slot(ANYTHING, _("Other documents"), at_least=0, at_most=20, hint=_("Only what has no place of its own in the steps before."))


class Declaration(Step):
    """The sender answers for what is sent."""

    title = _("Declaration")
    section = _("Send")

    declaration = question(
        BooleanKind(),
        _("The information is right and complete"),
        ask=_("Read and confirm the declaration."),
        how=_("Tick yes when everything you send is right, as far as you know."),
        governed_by="COM-20",
        own_word=True,
        source=FORM_ITSELF,
    )
