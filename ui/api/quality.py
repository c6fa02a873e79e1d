"""The quality of documentation for programs: the municipality's figures, a company's overview with its mirror, and who is responsible."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRouter
from pydantic import BaseModel

from models.actor import Actor
from models.base import Phase
from models.text import Text
from ui.api.answers import cases_out
from ui.api.doing import IdempotencyKey, done, parts_of
from ui.api.idempotency import Answer
from ui.api.keys import Caller
from ui.api.problems import locale_of
from ui.api.schemas import CaseOut, Key, Strict
from ui.api.strict import StrictRoute
from ui.municipality.quality.export import HEADINGS, part_rows
from ui.sheets import TYPES, stream
from ui.texts import Speaker, translate
from workflows.casework.responsible import change_responsible
from workflows.local.offering import without_gaps
from workflows.measures.figures import PartsBehind, QualityView, begin_quality_export, parts_behind, quality_view
from workflows.measures.mirror import Mirror, mirror_view
from workflows.measures.overview import Overview, OverviewWish, overview
from workflows.measures.wording import WordingView, wording_view
from workflows.ports import CaseCard, Page
from workflows.ports_quality import Behind
from workflows.quality import Day, QualityWish, Tally

After = Annotated[str, Query(max_length=1000)]


class TallyOut(BaseModel):
    """Sums over decided parts. `right_first_share` is 0 to 1, null without parts; days are working days, all parts together."""

    parts: int
    right_first: int
    right_first_share: float | None
    rejected: int
    rounds: int
    corrected: int
    own_days: int
    their_days: int
    extra_demands: int
    doubtful_documents: int


class MissedOut(BaseModel):
    """A requirement decided parts lacked: in `parts` of `of` parts, asked for so many times, working days it cost."""

    workflow: str
    phase: str
    requirement: str
    what: str
    parts: int
    of: int
    asked: int
    days: int


class CompanyTally(TallyOut):
    """The sums of one company."""

    number: str
    name: str


class QualityOut(BaseModel):
    """Figures of the municipality. `months` by `2026-11`; medians in working days."""

    since: date | None
    until: date | None
    total: TallyOut
    own_days_median: float | None
    their_days_median: float | None
    months: dict[str, TallyOut]
    workflows: dict[str, TallyOut]
    phases: dict[str, TallyOut]
    companies: list[CompanyTally]
    missed: list[MissedOut]


class PartOut(BaseModel):
    """One counted part of a case."""

    ref: str
    number: str
    workflow: str
    phase: str
    company: str
    company_number: str
    sent_on: date
    decided_on: date
    outcome: str
    sendings: int
    right_first: bool
    rounds: int
    own_days: int
    their_days: int
    extra_demands: int
    doubtful_documents: int
    missed: list[str]


class PartPage(BaseModel):
    """A page of counted parts, decided last first."""

    parts: list[PartOut]
    next: str | None


class LackedOut(BaseModel):
    """Parts first sent from a day on, and how many of them lacked the requirement."""

    since: date
    parts: int
    missed: int


class EffectOut(BaseModel):
    """Who lacked the requirement in as many `days` before its words were changed, and from the day they were."""

    changed_on: date
    days: int
    before: LackedOut
    after: LackedOut


class RewordedOut(BaseModel):
    """A published version of the rules that changed what the requirement says, or its help: each text `old` and `new`."""

    version: int
    published_on: date
    changes: list[dict[str, str]]


class WordingOut(BaseModel):
    """A requirement as the municipality says it and as the standard does, who lacked it week by week, and what its newest words did.

    All of it is of `phase`, one of the `phases` where it stands. `effect` is null before the words were ever changed. Newest change first.
    """

    workflow: str
    phase: str
    phases: list[str]
    requirement: str
    what: str
    how_to_fix: str
    standard_what: str
    standard_how_to_fix: str
    total: LackedOut
    weeks: list[LackedOut]
    changes: list[RewordedOut]
    effect: EffectOut | None


class OverviewList(BaseModel):
    """A page of one list."""

    cases: list[CaseOut]
    next: str | None


class MirrorOut(BaseModel):
    """The company's own year of one kind of case in one municipality; `all_share` only where nobody can be singled out."""

    municipality: str
    workflow: str
    own: TallyOut
    all_share: float | None


class CostOut(BaseModel):
    """A requirement that cost the company most working days."""

    workflow: str
    requirement: str
    what: str
    how_to_fix: str
    days: int
    parts: int


class OverviewOut(BaseModel):
    """What the company must do, what waits for others, what is done; and how it does."""

    do: OverviewList
    wait: OverviewList
    done: OverviewList
    since: date
    mirror: list[MirrorOut]
    costs: list[CostOut]


class Responsible(Strict):
    """A colleague who shall be responsible."""

    person: Key


class ResponsibleOut(BaseModel):
    """Who is responsible for a case now."""

    ref: str
    person: str
    version: int


def wished(
    workflow: Annotated[str, Query(max_length=64)] = "",
    phase: Phase | None = None,
    company: Annotated[str, Query(max_length=64)] = "",
    since: date | None = None,
    until: date | None = None,
) -> QualityWish:
    """Which decided parts are counted."""
    return QualityWish(workflow, phase, company, since, until)


Wished = Annotated[QualityWish, Depends(wished)]
routes = APIRouter(route_class=StrictRoute)


@routes.get("/quality")
async def quality(
    request: Request,
    actor: Caller,
    wish: Wished,
) -> QualityOut:
    """The municipality's figures about documentation over parts decided from `since` to `until`, both included."""
    here = parts_of(request).house
    view = await here.run_reading(lambda: quality_view(wish, actor=actor, work=here.open_work(writing=False), now=here.now()))
    return _figures(view, wish, locale_of(request))


@routes.get("/quality/parts")
async def quality_parts(
    request: Request,
    actor: Caller,
    wish: Wished,
    behind: Behind = "",
    missed: Annotated[str, Query(max_length=200)] = "",
    after: After = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PartPage:
    """The parts behind a figure, decided last first."""
    here = parts_of(request).house

    def ask() -> PartsBehind:
        return parts_behind(wish, behind, missed, after or None, limit, actor=actor, work=here.open_work(writing=False))

    found: PartsBehind = await here.run_reading(ask)
    shown = [
        PartOut(
            ref=one.ref, number=one.number, workflow=one.workflow, phase=one.phase, company=one.company,
            company_number=one.company_number, sent_on=one.sent_on, decided_on=one.decided_on, outcome=one.outcome,
            sendings=one.sendings, right_first=one.right_first, rounds=one.rounds, own_days=one.own_days, their_days=one.their_days,
            extra_demands=one.extra, doubtful_documents=one.doubtful, missed=list(one.missed),
        )
        for one in found.page.rows
    ]  # fmt: skip
    return PartPage(parts=shown, next=found.page.next)


@routes.get("/exports/quality", response_class=Response, responses={200: {"content": {one: {} for one in TYPES.values()}}})
async def export_quality(
    request: Request,
    actor: Caller,
    wish: Wished,
    kind: Literal["csv", "xlsx"] = "csv",
    behind: Behind = "",
    missed: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The parts behind a figure as a file for spreadsheets, streamed. That it was taken out is logged."""
    here, speaker = parts_of(request).house, Speaker(locale_of(request))
    now = here.now()
    await here.run_writing(lambda: begin_quality_export(wish, actor=actor, work=here.open_work(writing=True), now=now))
    return await stream(kind, "quality", [speaker(one) for one in HEADINGS], part_rows(wish, behind, missed, actor, speaker))


@routes.get("/quality/{workflow}/{requirement}")
async def show_wording(
    request: Request,
    actor: Caller,
    workflow: Annotated[str, Path(max_length=64)],
    requirement: Annotated[str, Path(max_length=200, description="The requirement's id, as `missed` of `GET /quality` tells it.")],
    phase: Annotated[Phase | None, Query(description="The one where most lacked it when left out.")] = None,
) -> WordingOut:
    """The words of one requirement, who lacks it, and whether changing its words helped."""
    here = parts_of(request).house
    view: WordingView = await here.run_reading(
        lambda: wording_view(workflow, requirement, phase or "", actor=actor, work=here.open_work(writing=False), now=here.now())
    )
    return _wording(view, locale_of(request))


@routes.get("/overview")
async def show_overview(
    request: Request, actor: Caller, do: After = "", wait: After = "", done: After = "", mine: bool = False,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> OverviewOut:  # fmt: skip
    """The company's cases by who has the ball, each list a page at a time, and its first-time-right mirror."""
    here, locale = parts_of(request).house, locale_of(request)

    def ask() -> tuple[Overview, Mirror]:
        lists = overview(
            OverviewWish(do, wait, done, mine), actor=actor, work=here.open_work(writing=False), now=here.now(), limit=limit
        )  # fmt: skip
        return lists, mirror_view(actor=actor, work=here.open_work(writing=False), now=here.now())

    lists, mirror = await here.run_reading(ask)
    return OverviewOut(
        do=_list(lists.do, lists, actor), wait=_list(lists.wait, lists, actor), done=_list(lists.done, lists, actor), since=mirror.since,
        mirror=[
            MirrorOut(municipality=one.municipality, workflow=one.workflow, own=TallyOut(**_sums(one.own)), all_share=one.all_share)
            for one in mirror.lines
        ],
        costs=[
            CostOut(
                workflow=one.workflow, requirement=one.requirement, what=translate(one.what, locale),
                how_to_fix=translate(one.how_to_fix, locale), days=one.days, parts=one.parts,
            )
            for one in mirror.costs
        ],
    )  # fmt: skip


@routes.post("/cases/{ref}/responsible", response_model=ResponsibleOut)
async def make_responsible(
    request: Request,
    actor: Caller,
    ref: Annotated[str, Path(max_length=64, description="The case's public reference.")],
    body: Responsible,
    key: IdempotencyKey = None,
) -> JSONResponse:
    """Make a colleague responsible for the case; `GET /people` tells their ids."""
    here, sent = parts_of(request).house, body.model_dump(mode="json")

    def do(work: Any) -> Answer:
        case = change_responsible(ref, body.person, actor=actor, work=work, now=here.now(), chance=here.chance)
        told = ResponsibleOut(ref=case.ref, person=case.created_by, version=case.version)
        return Answer(200, told.model_dump(mode="json"))

    return await done(request, actor, key, sent, do)


def _sums(tally: Tally) -> dict[str, Any]:
    return {
        "parts": tally.parts, "right_first": tally.right_first, "right_first_share": tally.right_first_share, "rejected": tally.rejected,
        "rounds": tally.rounds, "corrected": tally.corrected, "own_days": tally.own_days, "their_days": tally.their_days,
        "extra_demands": tally.extra, "doubtful_documents": tally.doubtful,
    }  # fmt: skip


def _figures(view: QualityView, wish: QualityWish, locale: Any) -> QualityOut:
    found = view.figures

    def each(tallies: Mapping[Any, Tally]) -> dict[str, TallyOut]:
        return {str(key): TallyOut(**_sums(tally)) for key, tally in tallies.items()}

    companies = [
        CompanyTally(**_sums(tally), number=view.companies[key][0], name=view.companies[key][1])
        for key, tally in found.companies.items() if key in view.companies
    ]  # fmt: skip
    missed = [
        MissedOut(
            workflow=one.workflow, phase=one.phase, requirement=one.requirement, parts=one.parts, of=one.of, asked=one.asked, days=one.days,
            what=translate(view.words.get((one.workflow, one.requirement), ""), locale),
        )
        for one in found.missed
    ]  # fmt: skip
    return QualityOut(
        since=wish.since, until=wish.until, total=TallyOut(**_sums(found.total)), own_days_median=found.own_median,
        their_days_median=found.their_median, months=each(found.months), workflows=each(found.workflows), phases=each(found.phases),
        companies=companies, missed=missed,
    )  # fmt: skip


def _wording(view: WordingView, locale: Any) -> WordingOut:
    def say(words: Text | None) -> str:
        return translate(without_gaps(words), locale) if words else ""

    changes = [
        RewordedOut(
            version=one.version, published_on=one.on, changes=[{"old": say(each.old), "new": say(each.new)} for each in one.changes]
        )
        for one in view.changed
    ]
    effect = view.effect and EffectOut(
        changed_on=view.effect.changed_on, days=view.effect.days, before=_lacked(view.effect.before), after=_lacked(view.effect.after)
    )
    return WordingOut(
        workflow=view.workflow.key, phase=view.said.phase, phases=list(view.phases), requirement=view.said.id, what=say(view.said.what),
        how_to_fix=say(view.said.how_to_fix), standard_what=say(view.prompt.what), standard_how_to_fix=say(view.prompt.how_to_fix),
        total=_lacked(view.total), weeks=[_lacked(one) for one in view.weeks], changes=changes, effect=effect,
    )  # fmt: skip


def _lacked(day: Day) -> LackedOut:
    return LackedOut(since=day.on, parts=day.parts, missed=day.missed)


def _list(page: Page[CaseCard], lists: Overview, actor: Actor) -> OverviewList:
    return OverviewList(cases=cases_out(page.rows, lists.expected, lists.beside, actor), next=page.next)
