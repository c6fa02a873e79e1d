"""The words for who works on a case, the same on every page that shows them."""

from __future__ import annotations

from collections.abc import Sequence

from models.delegation import ACCEPTED, ACTIVE, APPROVED, DECLINED, OFFERED, REFUSED, WITHDRAWN
from models.text import Text, _
from ui.components import SummaryRow, Tag, paragraph, summary_list
from ui.texts import Speaker
from workflows.casework.companies import CaseCompanies, CoworkLine, HandoverLine, Responsible

STATES: dict[str, Text] = {
    OFFERED: _("Waits for the other company"),
    ACCEPTED: _("Waits for the municipality"),
    APPROVED: _("Handed over"),
    DECLINED: _("The other company said no"),
    REFUSED: _("The municipality refused"),
    WITHDRAWN: _("Taken back"),
}


def responsible_words(one: Responsible, speaker: Speaker) -> Text | str:
    """From when until when; the first company from the beginning, the last to this day."""
    if one.since and one.until:
        return _("From {since} until {until}", since=speaker.moment(one.since), until=speaker.moment(one.until))
    if one.until:
        return _("Until {until}", until=speaker.moment(one.until))
    return _("Since {since}", since=speaker.moment(one.since)) if one.since else ""


def rights_words(one: CoworkLine) -> Text:
    """What a company may do on the case."""
    return _("May answer, attach and send") if one.may_send else _("May answer and attach")


def cowork_words(one: CoworkLine) -> Text:
    """How a co-working stands, and what it gives."""
    if one.state == ACTIVE:
        return _("Works on the case. {rights}", rights=rights_words(one))
    return _("Is asked, has not answered. {rights}", rights=rights_words(one))


def responsible_part(found: Sequence[Responsible], speaker: Speaker) -> None:
    """The lines of responsibility, where the case has passed at all."""
    if found:
        rows = [SummaryRow(one.company, responsible_words(one, speaker)) for one in found]
        summary_list(rows, title=_("Who has answered for the case"))


def handover_words(one: HandoverLine, speaker: Speaker) -> Text:
    """One handover in a line."""
    return _("From {old} to {new}, offered {day}", old=one.from_company, new=one.to_company, day=speaker.moment(one.offered_at))


def companies_part(companies: CaseCompanies, company: str, speaker: Speaker) -> None:
    """Who answers for the case, who works on it, and what waits; for a case's own page."""
    responsible_part(companies.responsible, speaker)
    if companies.coworks:
        rows = [SummaryRow(one.company, cowork_words(one)) for one in companies.coworks]
        summary_list(rows, title=_("Other companies on the case"))
    if not companies.responsible and not companies.coworks:
        paragraph(_("Only {company} works on the case.", company=company), look="muted")
    waiting = companies.waiting
    if waiting is not None:
        with Tag("p"):
            Tag("span", _("Handover to {company}: {state}", company=waiting.to_company, state=STATES[waiting.state]))
