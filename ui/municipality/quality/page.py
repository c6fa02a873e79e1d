"""`/quality`: the municipality's figures about documentation, as numbers, charts and tables, each with the way to the cases behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import (
    ChartView,
    Choice,
    Column,
    FigureCard,
    Filter,
    Series,
    Tag,
    button,
    chart,
    data_table,
    empty_state,
    figure_cards,
    filter_bar,
    paragraph,
    row,
    section,
)
from ui.components.charts import plain
from ui.municipality.quality.wish import (
    CUTS,
    PERIODS,
    PHASES,
    QualityQuery,
    address,
    cut_days,
    cut_of,
    cut_words,
    query_from,
    words_address,
)
from ui.visit import Visit, portal_page
from workflows.clocks import day_of
from workflows.measures.figures import QualityView, quality_view
from workflows.quality import NOTHING, MissedLine, Tally
from workflows.registry import WORKFLOWS

CASES = "/quality/cases"
SHOWN_MISSED = 10
_SEE: Text = _("See the cases")


@portal_page("/quality", action="see_quality")
async def quality_page(
    visit: Visit, workflow: str = "", phase: str = "", company: str = "", period: str = "", since: str = "", until: str = "", by: str = ""
) -> None:
    """The figures; everything chosen stands in the address."""
    chosen = {"workflow": workflow, "phase": phase, "company": company, "period": period, "since": since, "until": until, "by": by}
    query = query_from(chosen, day_of(visit.now()))
    view: QualityView = await visit.ask(quality_view, query.wish)
    lead = _("Counted over decided applications, work notifications and final documentation. No figure is one officer's.")
    with visitor_frame(visit, title=_("Quality of documentation"), lead=lead, here=address(query), wide=True):
        filter_bar(_filters(query, view), action="/quality")
        if not view.figures.total.parts:
            words = _("No part of a case was decided in this period. Choose another period or fewer filters.")
            empty_state("search", _("Nothing to count yet"), words)
            return
        figure_cards(cards(query, view, visit))
        draw_charts(query, view, visit)
        draw_missed(query, view, visit)
        draw_tables(query, view, visit)
        if view.may_export:
            with row():
                for kind, words in (("csv", _("Export as CSV")), ("xlsx", _("Export as XLSX"))):
                    button(words, href=address(query, "/quality/export", format=kind), kind="secondary", icon="download")


def _filters(query: QualityQuery, view: QualityView) -> list[Filter]:
    wish = query.wish
    return [
        Filter("workflow", _("Kind of case"), options=[Choice(key, one.title) for key, one in WORKFLOWS.items()], value=wish.workflow),
        Filter("phase", _("Part of the case"), options=[Choice(key, words) for key, words in PHASES.items()], value=wish.phase or ""),
        Filter("company", _("Company"), options=[Choice(key, name) for key, name in view.places.items()], value=wish.company),
        Filter("period", _("Period"), options=[Choice(key, words) for key, words in PERIODS.items()], value=query.period,
               none=_("Own days, or the last 12 months")),
        Filter("since", _("Decided from"), "day", value=query.since),
        Filter("until", _("Decided until"), "day", value=query.until),
        Filter("by", _("Charts"), options=[Choice(key, words) for key, words in CUTS.items()], value=query.by, none=_("By month")),
    ]  # fmt: skip


def cards(query: QualityQuery, view: QualityView, visit: Visit) -> list[FigureCard]:
    """The key figures, each with what is behind it."""
    total, figures, say = view.figures.total, view.figures, visit.speaker.number

    def of(words: int) -> Text:
        return _("{n}\u00a0of\u00a0{all}", n=words, all=total.parts)

    def behind(name: str = "") -> str:
        return address(query, CASES, behind=name)

    mean = _("{n} on average", n=plain(round(total.own_days_each or 0, 1)))
    theirs = _("{n} on average", n=plain(round(total.their_days_each or 0, 1)))
    return [
        FigureCard(_("Right the first time"), percent(total), of(total.right_first), behind("right"), _SEE),
        FigureCard(_("Parts decided"), say(total.parts), _("{n} refused", n=total.rejected), behind(), _SEE),
        FigureCard(
            _("Correction rounds a part"), say(plain(round(total.rounds_each or 0, 2))), of(total.corrected), behind("corrected"), _SEE
        ),
        FigureCard(_("Working days with the municipality, median"), say(plain(figures.own_median or 0)), mean, behind(), _SEE),
        FigureCard(_("Working days with the contractor, median"), say(plain(figures.their_median or 0)), theirs, behind("corrected"), _SEE),
        FigureCard(_("Extra demands"), say(total.extra), _("Asked for beyond the requirements"), behind("extra"), _SEE),
        FigureCard(_("Doubtful documents"), say(total.doubtful), _("Found doubtful by the check of files"), behind("doubtful"), _SEE),
    ]  # fmt: skip


def percent(tally: Tally) -> str:
    """The share right the first time; a dash where there is nothing to divide."""
    return "–" if tally.right_first_share is None else f"{round(100 * tally.right_first_share)} %"


def draw_charts(query: QualityQuery, view: QualityView, visit: Visit) -> None:
    """Over time: the share right the first time, rounds, and days with each side."""
    buckets: defaultdict[str, Tally] = defaultdict(lambda: NOTHING)
    for month, tally in view.figures.months.items():
        buckets[cut_of(month, query.by)] += tally
    names = sorted(buckets)
    links = [_bucket_address(query, name) for name in names]

    def values(take: Callable[[Tally], float | None], places: int) -> list[float | None]:
        found = [take(buckets[name]) for name in names]
        return [None if one is None else round(one, places) if places else round(one) for one in found]

    shown: dict[str, Any] = {"first": _("Period"), "categories": [cut_words(one) for one in names], "links": links}
    with Tag("div", classes="charts"):
        share = Series(_("Right the first time"), values(lambda one: _hundred(one.right_first_share), 0))
        chart(ChartView(_("Right the first time"), series=[share], unit="%", most=100, kind="line", **shown))
        days = [
            Series(_("With the municipality"), values(lambda one: one.own_days_each, 1)),
            Series(_("With the contractor"), values(lambda one: one.their_days_each, 1)),
        ]
        chart(ChartView(_("Working days with each side, on average"), series=days, stacked=True, **shown))
        rounds = [Series(_("Correction rounds a part"), values(lambda one: one.rounds_each, 2))]
        chart(ChartView(_("Correction rounds a part"), series=rounds, **shown))
        counts = [
            Series(_("Extra demands"), [buckets[name].extra for name in names]),
            Series(_("Doubtful documents"), [buckets[name].doubtful for name in names]),
        ]
        chart(ChartView(_("Extra demands and doubtful documents"), series=counts, **shown))


def _bucket_address(query: QualityQuery, bucket: str) -> str:
    since, until = cut_days(bucket)
    return address(query, CASES, period="", since=since.isoformat(), until=until.isoformat(), by="")


def _hundred(share: float | None) -> float | None:
    return None if share is None else 100 * share


def draw_missed(query: QualityQuery, view: QualityView, visit: Visit) -> None:
    """The requirements most parts lacked, by id and in words; each leads to its cases and to its words."""
    missed = view.figures.missed
    with section(_("What is missed most")):
        if not missed:
            paragraph(_("No correction rested on a requirement in this period."), look="muted")
            return
        first = missed[:SHOWN_MISSED]
        parts = Series(_("Share of parts that lacked it"), [round(100 * one.share) for one in first])
        names = [words_for(one, view) for one in first]
        title = _("Requirements missed most, share of the parts they apply to")
        chart(
            ChartView(
                title,
                _("Requirement"),
                names,
                [parts],
                unit="%",
                most=100,
                lying=True,
                links=[_missed_address(query, one) for one in first],
            )
        )
        columns = (
            Column("words", _("Requirement and its words"), "link"), Column("kind", _("Kind of case")), Column("parts", _("Parts"), "link"),
            Column("share", _("Share"), "number"), Column("asked", _("Times asked for"), "number"),
            Column("days", _("Working days with the contractor"), "number"),
        )  # fmt: skip
        rows = [
            {
                "words": {
                    "words": f"{one.requirement}: {visit.t(words_for(one, view))}",
                    "href": words_address(one.workflow, one.requirement, one.phase),
                },
                "kind": WORKFLOWS[one.workflow].title if one.workflow in WORKFLOWS else one.workflow,
                "parts": {"words": _("{n}\u00a0of\u00a0{all}", n=one.parts, all=one.of), "href": _missed_address(query, one)},
                "share": f"{round(100 * one.share)} %", "asked": visit.speaker.number(one.asked), "days": visit.speaker.number(one.days),
            }
            for one in missed
        ]  # fmt: skip
        if view.may_reword:
            paragraph(_("Does a prompt fail for everybody? Follow it to its words, change them, and see whether it helps."), look="muted")
        data_table(columns, rows, caption=_("Requirements missed most"))


def words_for(one: MissedLine, view: QualityView) -> Text:
    """What a requirement says now; of one that is gone, that it is."""
    return view.words.get((one.workflow, one.requirement)) or _("is asked for no more")


def _missed_address(query: QualityQuery, one: MissedLine) -> str:
    return address(query, CASES, workflow=one.workflow, phase=one.phase, missed=one.requirement)


def draw_tables(query: QualityQuery, view: QualityView, visit: Visit) -> None:
    """By kind of case, by part and by company, most parts first."""
    figures = view.figures
    with section(_("By kind of case")):
        kinds = [
            (WORKFLOWS[key].title, address(query, CASES, workflow=key), tally)
            for key, tally in figures.workflows.items()
            if key in WORKFLOWS
        ]
        _table(_("Kind of case"), kinds, visit)
    with section(_("By part of the case")):
        _table(
            _("Part of the case"), [(PHASES[key], address(query, CASES, phase=key), tally) for key, tally in figures.phases.items()], visit
        )
    with section(_("By company")):
        named = [
            (view.companies.get(key, ("", "–"))[1], address(query, CASES, company=key), tally) for key, tally in figures.companies.items()
        ]  # fmt: skip
        _table(_("Company"), named, visit)


def _table(first: Text, lines: list[tuple[Any, str, Tally]], visit: Visit) -> None:
    columns = (
        Column("name", first, "link"), Column("parts", _("Parts"), "number"), Column("share", _("Right the first time"), "number"),
        Column("rounds", _("Correction rounds a part"), "number"), Column("own", _("Days with the municipality"), "number"),
        Column("their", _("Days with the contractor"), "number"), Column("extra", _("Extra demands"), "number"),
        Column("doubtful", _("Doubtful documents"), "number"),
    )  # fmt: skip
    say = visit.speaker.number
    rows: list[dict[str, Any]] = [
        {
            "name": {"words": name, "href": href}, "parts": say(tally.parts), "share": percent(tally),
            "rounds": say(plain(round(tally.rounds_each or 0, 2))), "own": say(plain(round(tally.own_days_each or 0, 1))),
            "their": say(plain(round(tally.their_days_each or 0, 1))), "extra": say(tally.extra), "doubtful": say(tally.doubtful),
        }
        for name, href, tally in lines
    ]  # fmt: skip
    data_table(columns, rows, caption=first)
