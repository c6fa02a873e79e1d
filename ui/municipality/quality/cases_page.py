"""`/quality/cases`: the cases behind a figure, decided last first, under the same filters."""

from __future__ import annotations

from typing import Any, get_args

from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import Column, button, data_table, link, row, tag
from ui.municipality.quality.wish import PHASES, QualityQuery, address, query_from, words_address
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.clocks import day_of
from workflows.measures.figures import PartsBehind, parts_behind
from workflows.policy import MATRIX
from workflows.ports_quality import Behind, PartLine
from workflows.registry import WORKFLOWS

BEHIND: dict[str, Text] = {
    "right": _("Right the first time"),
    "corrected": _("With correction rounds"),
    "rejected": _("Refused"),
    "extra": _("With extra demands"),
    "doubtful": _("With doubtful documents"),
}
OUTCOMES: dict[str, Text] = {"approved": _("Approved"), "rejected": _("Refused")}
COLUMNS = (
    Column("case", _("Case"), "link"),
    Column("kind", _("Kind of case")),
    Column("part", _("Part of the case")),
    Column("company", _("Company")),
    Column("decided", _("Decided"), "day"),
    Column("outcome", _("Outcome"), "tag"),
    Column("rounds", _("Correction rounds"), "number"),
    Column("own", _("Days with the municipality"), "number"),
    Column("their", _("Days with the contractor"), "number"),
    Column("missed", _("What it lacked")),
)


def behind_of(words: str) -> Behind:
    """The name of a figure in an address; all parts for anything else."""
    named = [one for one in get_args(Behind) if one == words]
    found: Behind = named[0] if named else ""
    return found


@portal_page("/quality/cases", action="see_quality")
async def quality_cases_page(
    visit: Visit, workflow: str = "", phase: str = "", company: str = "", period: str = "", since: str = "", until: str = "",
    by: str = "", behind: str = "", missed: str = "", after: str = "",
) -> None:  # fmt: skip
    """One page of the parts behind a figure."""
    chosen = {"workflow": workflow, "phase": phase, "company": company, "period": period, "since": since, "until": until, "by": by}
    query, figure, requirement = query_from(chosen, day_of(visit.now())), behind_of(behind), missed[:200]
    found: PartsBehind = await visit.ask(parts_behind, query.wish, figure, requirement, after[:400] or None)
    more = {"behind": figure, "missed": requirement}
    with visitor_frame(
        visit, title=_("Cases behind the figures"), back=(_("Quality"), address(query)), here=address(query, "/quality/cases", **more),
        wide=True,
    ):  # fmt: skip
        with row():
            for words in _chosen(query, figure, requirement, visit):
                tag(words, Tone.BLUE)
        if requirement and query.wish.workflow:
            words = _("The words of {id}, and whether changing them helped", id=requirement)
            link(words, words_address(query.wish.workflow, requirement, query.wish.phase))
        following = address(query, "/quality/cases", **more, after=found.page.next) if found.page.next else None
        first = address(query, "/quality/cases", **more) if after else None
        none = None if found.page.rows else _("No cases stand behind this figure.")
        data_table(
            COLUMNS, [cells(one, found, visit) for one in found.page.rows], caption=_("Cases behind the figures"), previous=first,
            next_=following, summary=none,
        )  # fmt: skip
        if visit.actor.role in MATRIX["export_quality"]:
            with row():
                for kind, label in (("csv", _("Export as CSV")), ("xlsx", _("Export as XLSX"))):
                    href = address(query, "/quality/export", **more, format=kind)
                    button(label, href=href, kind="secondary", icon="download")


def _chosen(query: QualityQuery, figure: str, requirement: str, visit: Visit) -> list[Text]:
    """What the list is narrowed to, in words."""
    wish, day = query.wish, visit.speaker.day
    told = [BEHIND[figure]] if figure else []
    told += [_("Lacked {id}", id=requirement)] if requirement else []
    told += [WORKFLOWS[wish.workflow].title] if wish.workflow else []
    told += [PHASES[wish.phase]] if wish.phase else []
    told += [_("Decided from {day}", day=day(wish.since))] if wish.since else []
    told += [_("Decided until {day}", day=day(wish.until))] if wish.until else []
    return told


def cells(one: PartLine, found: PartsBehind, visit: Visit) -> dict[str, Any]:
    """One part as the table's row."""
    missed = [f"{key}: {visit.t(found.words[one.workflow, key])}" if (one.workflow, key) in found.words else key for key in one.missed]
    say = visit.speaker.number
    return {
        "id": f"{one.ref}/{one.phase}",
        "case": {"words": f"{one.number} {one.place}".strip(), "href": f"/cases/{one.ref}"},
        "kind": WORKFLOWS[one.workflow].title if one.workflow in WORKFLOWS else one.workflow, "part": PHASES[one.phase],
        "company": one.company, "decided": visit.speaker.day(one.decided_on),
        "outcome": {
            "words": _("Right the first time") if one.right_first else OUTCOMES.get(one.outcome, one.outcome),
            "tone": Tone.GREEN if one.right_first else Tone.RED if one.outcome == "rejected" else Tone.PLAIN, "strong": False,
        },
        "rounds": say(one.rounds), "own": say(one.own_days), "their": say(one.their_days), "missed": "; ".join(missed),
    }  # fmt: skip
