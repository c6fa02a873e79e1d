"""From three answers to a workflow: what is to be done, where, and who does it. Occasions stand in the declarations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.text import Text, _
from workflows.declare import Occasion, Workflow
from workflows.words import listed

PLACES: dict[str, Text] = {
    "building": _("Inside a building"),
    "private_ground": _("On private ground"),
    "municipal_road": _("In a municipal road, street or square"),
    "public_pipe": _("On the municipality's own pipes"),
    "nature": _("In nature, such as a stream, a lake or the sea"),
}
PEOPLE: dict[str, Text] = {
    "plumber": _("A plumbing company"),
    "contractor": _("A contractor"),
    "consultant": _("A consultant or designer"),
    "owner": _("The owner of the property"),
}
MOST_SUGGESTED = 6


@dataclass(frozen=True)
class Fit:
    """An occasion and the workflow it leads to."""

    workflow: Workflow
    occasion: Occasion

    @property
    def key(self) -> str:
        """How the choice is named in addresses."""
        return f"{self.workflow.key}.{self.occasion.key}"


@dataclass(frozen=True)
class Found:
    """What the three answers lead to. Without a fit, `reasons` say why and `others` are what could be meant."""

    fits: Sequence[Fit] = ()
    reasons: Sequence[Text] = ()
    others: Sequence[Fit] = ()


def occasions(workflows: Iterable[Workflow]) -> list[Fit]:
    """Every answer to “what are you going to do?”, in the order of the workflows; the same words stand once."""
    found: dict[Text, Fit] = {}
    for fit in _all(workflows):
        found.setdefault(fit.occasion.label, fit)
    return list(found.values())


def find(workflows: Iterable[Workflow], what: str, where: str, who: str) -> Found:
    """The workflows that fit: `what` as `Fit.key`, `where` and `who` as keys of `PLACES` and `PEOPLE`. Unknown answers fit nothing."""
    every = list(_all(workflows))
    chosen = next((fit.occasion.label for fit in every if fit.key == what), None)
    meant = [fit for fit in every if fit.occasion.label == chosen]
    fits = [fit for fit in meant if where in fit.occasion.where and who in fit.occasion.who]
    if fits or not meant:
        return Found(fits)
    others = [fit for fit in every if fit not in meant and where in fit.occasion.where and who in fit.occasion.who]
    return Found((), _reasons(meant, where, who), others[:MOST_SUGGESTED])


def _reasons(meant: Sequence[Fit], where: str, who: str) -> list[Text]:
    places = [words for key, words in PLACES.items() if any(key in fit.occasion.where for fit in meant)]
    people = [words for key, words in PEOPLE.items() if any(key in fit.occasion.who for fit in meant)]
    found = []
    if who == "owner":
        words = _("The owner does not apply here. A company that the municipality has approved does it for you: {people}.")
        found.append(words.with_values(people=listed(people)))
    elif not any(who in fit.occasion.who for fit in meant):
        found.append(_("Somebody else has to apply for this: {people}.", people=listed(people)))
    if not any(where in fit.occasion.where for fit in meant):
        found.append(_("This work belongs elsewhere: {places}.", places=listed(places)))
    return found or [_("This work is not done there by those you chose. Change one of the answers.")]


def _all(workflows: Iterable[Workflow]) -> Iterable[Fit]:
    return (Fit(workflow, one) for workflow in workflows if workflow.guide for one in workflow.guide.occasions)
