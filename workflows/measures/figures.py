"""`/quality` for the municipality: figures, the parts behind each of them, and the file of them. No figure is ever one officer's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from models.actor import Actor
from models.base import Phase
from models.errors import NotThere
from models.text import Text
from workflows.casework.local import newest_local
from workflows.clocks import day_of
from workflows.local.offering import prompts, without_gaps
from workflows.policy import authorize, may
from workflows.ports import Page, UnitOfWork
from workflows.ports_quality import Behind, PartLine
from workflows.quality import QualityFigures, QualityWish
from workflows.registry import WORKFLOWS
from workflows.registry import workflow as declared_workflow

EXPORT_AT_ONCE = 500


@dataclass(frozen=True)
class QualityView:
    """The figures, with the words that are needed to say them: companies by id as number and name, requirements by workflow and id.

    `places` are the companies the municipality knows, to choose from.
    """

    figures: QualityFigures
    companies: Mapping[str, tuple[str, str]]
    words: Mapping[tuple[str, str], Text]
    places: Mapping[str, str]
    today: date
    may_export: bool
    may_reword: bool


@dataclass(frozen=True)
class PartsBehind:
    """One page of the parts behind a figure, with the words of what they lacked."""

    page: Page[PartLine]
    words: Mapping[tuple[str, str], Text]


def quality_view(wish: QualityWish, *, actor: Actor, work: UnitOfWork, now: datetime) -> QualityView:
    """All figures under a wish."""
    authorize(actor, "see_quality", municipality_id=actor.municipality_id)
    here = actor.municipality_id or ""
    with work:
        figures = work.quality.figures(here, wish)
        return QualityView(
            figures, work.quality.names(list(figures.companies)),
            words_of(here, ((one.workflow, one.requirement) for one in figures.missed), work),
            {one.id: one.name for one in work.parties.companies_in(here)}, day_of(now), may(actor, "export_quality"),
            may(actor, "change_rules"),
        )  # fmt: skip


def parts_behind(
    wish: QualityWish, behind: Behind = "", requirement: str = "", after: str | None = None, limit: int = 50, *, actor: Actor,
    work: UnitOfWork,
) -> PartsBehind:  # fmt: skip
    """The parts behind a figure, decided last first."""
    authorize(actor, "see_quality", municipality_id=actor.municipality_id)
    with work:
        page = work.quality.parts(actor.scope, wish, behind=behind, requirement=requirement, after=after, limit=limit)
        lacked = ((one.workflow, key) for one in page.rows for key in one.missed)
        return PartsBehind(page, words_of(actor.municipality_id or "", lacked, work))


def begin_quality_export(wish: QualityWish, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Record that somebody takes the figures out."""
    authorize(actor, "export_quality", municipality_id=actor.municipality_id)
    with work:
        told = {"workflow": wish.workflow, "company": wish.company, "since": str(wish.since or ""), "until": str(wish.until or "")}
        work.log.record("quality_exported", actor=actor, at=now, data=told, stream=f"municipality:{actor.municipality_id}")
        work.commit()


def quality_export_page(
    wish: QualityWish, behind: Behind = "", requirement: str = "", after: str | None = None, *, actor: Actor, work: UnitOfWork
) -> Page[PartLine]:
    """A few hundred lines of the file."""
    authorize(actor, "export_quality", municipality_id=actor.municipality_id)
    with work:
        return work.quality.parts(actor.scope, wish, behind=behind, requirement=requirement, after=after, limit=EXPORT_AT_ONCE)


def words_of(municipality_id: str, wanted: Iterable[tuple[str, str]], work: UnitOfWork) -> dict[tuple[str, str], Text]:
    """What requirements say in a municipality now, by workflow and id; those that are gone are left out."""
    found: dict[tuple[str, str], Text] = {}
    asked = set(wanted)
    for key in sorted({workflow for workflow, _id in asked} & set(WORKFLOWS)):
        local = newest_local(declared_workflow(key), municipality_id, work).workflow
        found |= {(key, one.id): without_gaps(one.what) for one in prompts(local) if (key, one.id) in asked}
    return found


def phase_of(words: str) -> Phase:
    """The phase of a name. Raises NotThere."""
    if words not in set(Phase):
        raise NotThere
    return Phase(words)
