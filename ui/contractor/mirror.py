"""The lower half of a company's overview: its latest notices, its standing and certificates, and its first-time-right mirror."""

from __future__ import annotations

from typing import Any

from models.text import Text, _, _n
from ui.company.pieces import TONES
from ui.components import Column, Tag, data_table, link, notice, paragraph, section
from ui.theme import Tone
from ui.visit import Visit
from workflows.access.seeing import CompanyView, Proof
from workflows.measures.mirror import Mirror, MirrorLine
from workflows.notices.reading import NoticeList

SOON_DAYS = 60
NEWEST = 5


def draw_news(found: NoticeList, visit: Visit) -> None:
    """The newest notices."""
    with section(_("What happened last")):
        if not found.lines:
            paragraph(_("Nothing yet. What happens to your cases is told here."), look="muted")
        with Tag("ul", classes="plain-list stack stack-2"):
            for one in found.lines[:NEWEST]:
                with Tag("li"):
                    link(_("{when}: {what}", when=visit.speaker.moment(one.at), what=one.line.said), one.line.path)
        link(_("All notices"), "/notices")


def draw_standing(company: CompanyView, visit: Visit) -> None:
    """The company's standing in each municipality, and what expires soon."""
    with section(_("Certificates and approvals")):
        ends = [one for one in company.proofs if one.days_left is not None and one.days_left <= SOON_DAYS]
        for one in ends:
            notice(_ends_words(one, visit), Tone.RED if (one.days_left or 0) < 0 else Tone.YELLOW, link=(_("Renew it"), "/company"))
        columns = (Column("place", _("Municipality")), Column("state", _("Standing"), "tag"), Column("more", _("Remark")))
        rows: list[dict[str, Any]] = [
            {
                "place": one.municipality, "state": {"words": one.state_words, "tone": TONES.get(one.state, Tone.GREY), "strong": False},
                "more": _("until {day}", day=one.next_on) if one.next_on else one.reason,
            }
            for one in company.standings
        ]  # fmt: skip
        none = None if rows else _("Your company has not asked any municipality yet.")
        data_table(columns, rows, caption=_("Certificates and approvals"), summary=none)
        words = _n("{n} certificate, none expires within 60 days", "{n} certificates, none expires within 60 days", len(company.proofs))
        if company.proofs and not ends:
            paragraph(words, look="muted")
        link(_("Your company"), "/company")


def _ends_words(one: Proof, visit: Visit) -> Text:
    day = visit.speaker.day(one.expires_on)
    who = {"title": one.title, "holder": one.holder or "–", "day": day}
    return (
        _("{title} of {holder} expired on {day}.", **who) if (one.days_left or 0) < 0 else _("{title} of {holder} expires on {day}.", **who)
    )


def draw_mirror(mirror: Mirror, visit: Visit) -> None:
    """The company's own share, and what cost it most days. No other company is named."""
    with section(_("Right the first time")):
        if not mirror.lines:
            paragraph(_("No case of yours was decided in the last year. Then your share stands here."), look="muted")
            return
        paragraph(_("Decided parts of your cases in the last year: sent once, no correction asked for, and approved."), look="muted")
        columns = (
            Column("kind", _("Kind of case")), Column("place", _("Municipality")), Column("share", _("Your share"), "number"),
            Column("parts", _("Parts"), "number"), Column("all", _("All companies"), "number"),
        )  # fmt: skip
        data_table(columns, [_line(one, visit) for one in mirror.lines], caption=_("Right the first time"))
        if any(one.all_share is None for one in mirror.lines):
            paragraph(_("All companies are shown only where so many take part that nobody can be singled out."), look="small")
    if mirror.costs:
        with section(_("What cost you most days"), lead=_("Working days your cases lay with you to be corrected.")):
            _draw_costs(mirror)


def _draw_costs(mirror: Mirror) -> None:
    with Tag("ol", classes="stack stack-4"):
        for one in mirror.costs:
            values = {"days": one.days, "kind": one.title}
            spent = _n("{days} working days in {n} part ({kind}).", "{days} working days in {n} parts ({kind}).", one.parts, **values)
            with Tag("li", classes="stack stack-1"):
                Tag("strong", one.what)
                paragraph(spent)
                paragraph(_("Do it right: {how}", how=one.how_to_fix), look="muted")


def _line(one: MirrorLine, visit: Visit) -> dict[str, Any]:
    share = one.own.right_first_share
    return {
        "kind": one.title, "place": one.municipality, "share": "–" if share is None else f"{round(100 * share)} %",
        "parts": visit.speaker.number(one.own.parts), "all": None if one.all_share is None else f"{round(100 * one.all_share)} %",
    }  # fmt: skip
