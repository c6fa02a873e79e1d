"""`/audit`: who did, saw and exported what in the municipality; narrowed by the address, paged by key; and verifying the chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import Choice, Filter, Tag, button, data_table, filter_bar, link, notice, paragraph, row, section
from ui.oversight.rows import COLUMNS, rows_of
from ui.oversight.wish import address, query_of, wish_from
from ui.oversight.words import GROUPS, SAID
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.oversight.auditing import log_page, record_verified, streams_to_verify, verify_some
from workflows.ports import Page
from workflows.ports_oversight import ChainSlice, LoggedLine

AT_ONCE = 50
"""Chains verified between two signs of progress."""
THE_LOG = _("The log")
FAULTS: dict[str, Text] = {
    "gap": _("a number is missing"),
    "order": _("it does not follow the one before"),
    "changed": _("it was changed"),
    "detail": _("its words were changed"),
}


@portal_page("/audit", action="see_audit")
async def audit_page(
    visit: Visit, person: str = "", company: str = "", case: str = "", what: str = "", since: str = "", until: str = "", after: str = ""
) -> None:
    """The log, the newest first."""
    query = {"person": person, "company": company, "case": case, "what": what, "since": since, "until": until}
    found: Page[LoggedLine] = await visit.ask(log_page, wish_from(query), after[:400] or None)
    lead = _("Who did, saw and exported what. Nothing here can be changed or deleted.")
    with visitor_frame(visit, title=THE_LOG, lead=lead, here=address(query), wide=True):
        with row():
            button(_("Export as CSV"), href=address(query, path="/audit/export"), kind="secondary", icon="download")
            link(_("What is kept about people, and why"), "/audit/data-map")
        filter_bar(_filters(query_of(query)), action="/audit")
        none = None if found.rows else _("Nothing in the log matches. Choose other filters.")
        following = address(query, after=found.next) if found.next else None
        back = address(query) if after else None
        rows = rows_of(found.rows, visit.speaker, links_companies=True)
        data_table(COLUMNS, rows, caption=THE_LOG, previous=back, next_=following, summary=none)
        with section(_("Is the log whole?")):
            ChainCheck(visit).draw()


def _filters(query: Mapping[str, str]) -> list[Filter]:
    groups = [Choice(name, words) for name, (words, _kinds) in GROUPS.items()]
    chosen = query["what"]
    if chosen in SAID:  # one kind alone, from an address somebody made
        groups.append(Choice(chosen, SAID[chosen]))
    return [
        Filter("person", _("Person"), "search", value=query["person"]),
        Filter("company", _("Company"), "search", value=query["company"]),
        Filter("case", _("Case number"), "search", value=query["case"]),
        Filter("what", _("What was done"), options=groups, value=chosen),
        Filter("since", _("From"), "day", value=query["since"]),
        Filter("until", _("To"), "day", value=query["until"]),
    ]


class ChainCheck:
    """Verifying every chain with events of the municipality, some at a time: others are served in between, and progress shows."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.told: Tag

    def draw(self) -> None:
        """The button, and where the outcome is told."""
        paragraph(_("Each entry carries the fingerprint of the one before it, so that a change or a gap shows. This reads them all."))
        with row():
            button(_("Verify the chain"), self.visit.handler(self.verify), kind="secondary", icon="check")
        self.told = Tag("div", role="status")

    async def verify(self) -> None:
        """All of them, or up to the first that does not fit; the outcome is recorded too."""
        streams: Sequence[str] = await self.visit.ask(streams_to_verify)
        events, broken = 0, None
        for start in range(0, len(streams), AT_ONCE):
            share = 100 * start // max(len(streams), 1)
            self.tell(_("Reading: {share} % of {n} chains.", share=share, n=len(streams)), Tone.BLUE)
            part: ChainSlice = await self.visit.ask(verify_some, streams[start : start + AT_ONCE])
            events += part.events
            broken = part.broken
            if broken is not None or self.visit.client.is_deleted:
                break
        await self.visit.do(record_verified, len(streams), events, broken[1] if broken else None)
        if broken is None:
            self.tell(_("The log is whole: {n} entries in {chains} chains.", n=events, chains=len(streams)), Tone.GREEN)
        else:
            stream, number, fault = broken
            self.tell(_("The log is broken at number {n} of {chain}: {fault}.", n=number, chain=stream, fault=FAULTS[fault]), Tone.RED)

    def tell(self, words: Text, tone: Tone) -> None:
        """Where it stands."""
        if not self.visit.client.is_deleted:
            self.told.clear()
            with self.told:
                notice(words, tone)
