"""`/cases/{ref}/decision`: writing, proposing and making a decision, with its letter beside it; `?correct=application-1` mends one made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.base import Phase, Role
from models.errors import BadInput, MovedOn, NotThere, PortalError
from models.letters import DraftState, LetterFacts
from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import Tag, button, dialog, notice, paragraph, row
from ui.components.timing import after
from ui.hearing.desk import Look
from ui.municipality.letter.form import LetterForm, form_data, parts_in_words, terms_from
from ui.municipality.letter.preview import LetterPreview
from ui.print.letter import seal
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework import correcting, deciding, proposing
from workflows.casework.freshness import CaseMoved
from workflows.casework.proposing import CHANGED_ELSEWHERE, DecisionDesk, decision_desk, in_the_way_words, preview_letter, save_decision
from workflows.policy import is_fresh

SAVE_SECONDS = 0.8


@portal_page("/cases/{ref}/decision", action="propose")
async def decision_page(visit: Visit, ref: str, correct: str = "") -> None:
    """One decision as it is written."""
    which = _corrected(correct)
    desk: DecisionDesk = await visit.ask(decision_desk, ref, which)
    title = _("Correct the decision") if which else _("Write the decision")
    over = _("{number} · {phase}", number=desk.number, phase=desk.phase_title)
    lead = _("{place}, for {company}.", place=desk.place, company=desk.company)
    with visitor_frame(visit, title=title, over=over, lead=lead, back=(_("The case"), f"/cases/{ref}"), wide=True):
        page = DecisionPage(visit, desk, which)
        page.draw()
    visit.listen(f"case:{desk.case_id}", visit.news(page.look.hear))


def _corrected(correct: str) -> tuple[Phase, int] | None:
    """Which decision an address means. Raises NotThere for what cannot be one."""
    if not correct:
        return None
    phase, _dash, number = correct.partition("-")
    if phase not in list(Phase) or not (number.isascii() and number.isdigit() and 0 < len(number) < 9):
        raise NotThere
    return Phase(phase), int(number)


class DecisionPage:
    """One open form. What is typed is kept on the server a moment later, so neither a fault nor a lost connection loses it."""

    def __init__(self, visit: Visit, desk: DecisionDesk, which: tuple[Phase, int] | None) -> None:
        self.visit, self.desk, self.which = visit, desk, which
        self.terms = desk.terms
        self.unclear: dict[str, Text] = {}
        self.revision, self.typed, self.kept, self.saves = desk.revision, 0, 0, False

    def draw(self) -> None:
        """What changed since the page was opened, what stands in the way, the form, the letter."""
        self.look = Look(self.visit, self.desk.ref, self.desk.version, self.visit.speaker, at=f"/cases/{self.desk.ref}")
        self._notices()
        self.told = Tag("div")
        with Tag("div", classes="letter-layout"):
            with Tag("div", classes="letter-main"):
                self.form = LetterForm({**form_data(self.desk), **self._standing()}, on_act=self.visit.handler(self.act))
            with Tag("div", classes="letter-aside"):
                self.preview = LetterPreview(self._facts)
        after(0, self.preview.draw)

    def _notices(self) -> None:
        desk = self.desk
        if desk.in_the_way is not None:
            self._other_first(desk.in_the_way)
        if desk.state == DraftState.PROPOSED:
            words = _("{name} proposes this. Change what you like, decide, or send it back.", name=desk.proposed_by)
            mine = _("You proposed this. Another person decides; take it back to change it.")
            notice(mine if desk.is_mine else words, Tone.BLUE)
            if desk.changed_since_proposal:
                what = parts_in_words(desk.changed_since_proposal, self.visit.speaker)
                notice(_("Changed since it was proposed: {what}.", what=what), Tone.YELLOW)
        if desk.state == DraftState.RETURNED and desk.returned_words:
            notice(desk.returned_words, Tone.YELLOW, title=_("{name} sent it back", name=desk.returned_by))

    def _other_first(self, number: int) -> None:
        """Another decision is being written in this part: the way there, or the way to be rid of it."""
        other = (self.desk.phase, number) if number else None

        async def discard() -> None:
            await self.visit.do(proposing.discard_decision, self.desk.ref, other)
            self.visit.client.open(self.visit.path + self._plain_query())

        notice(in_the_way_words(number), Tone.YELLOW)
        with row():
            query = f"?correct={self.desk.phase}-{number}" if number else ""
            button(_("Open what is written"), href=f"/cases/{self.desk.ref}/decision{query}", kind="secondary")
            if self.desk.may_discard:
                with dialog(_("Discard what is written?")) as sure:
                    paragraph(_("It is gone for good, also what a colleague wrote. Open it first if you do not know what it says."))
                    button(_("Discard what is written"), self.visit.handler(discard), kind="danger")
                button(_("Discard what is written"), sure.open, kind="danger")

    def _standing(self, *, told: bool = False, saved: Text | str = "") -> dict[str, Any]:
        """What of the form changes by itself: what is wrong, what may be done, whether it is kept."""
        wrongs = {**self.desk.wrongs, **self.unclear}
        stale = not is_fresh(self.visit.actor, self.visit.now()) and self.visit.actor.role == Role.APPROVER
        again = f"/login?next=/cases/{self.desk.ref}/decision{self._query()}&again=1"
        is_locked = self.desk.in_the_way is not None or (self.desk.state == DraftState.PROPOSED and self.visit.actor.role != Role.APPROVER)
        return {"wrongs": wrongs, "told": told, "acts": self._acts(), "saved": saved, "login": again if stale else "", "locked": is_locked}

    def _query(self) -> str:
        return f"%3Fcorrect={self.which[0]}-{self.which[1]}" if self.which else ""

    def _acts(self) -> list[dict[str, Any]]:
        desk, decides = self.desk, self.visit.actor.role == Role.APPROVER
        proposed, acts = desk.state == DraftState.PROPOSED, []
        if desk.in_the_way is not None:
            return []
        four = (
            _("A decision must be proposed by one person and made by another. Propose it first.")
            if desk.four_eyes and not proposed
            else None
        )
        own = _("You proposed this decision yourself. Another person must make it.") if desk.four_eyes and desk.is_mine else None
        if decides and self.which:
            acts.append({"key": "correct", "label": _("Correct the decision"), "kind": "primary", "why_not": four or own})
        elif decides:
            label = _("Take note") if desk.is_notice else _("Approve")
            acts.append({"key": "approve", "label": label, "kind": "primary", "why_not": desk.standing.get("approve"), "only": "approved"})
            acts.append(
                {"key": "reject", "label": _("Reject"), "kind": "danger", "why_not": desk.standing.get("reject"), "only": "rejected"}
            )
        if not proposed and (desk.four_eyes or not decides):
            why = None if self.which else desk.standing.get("propose")
            acts.append({"key": "propose", "label": _("Propose"), "kind": "secondary" if decides else "primary", "why_not": why})
        if proposed and desk.is_mine:
            acts.append({"key": "take_back", "label": _("Take the proposal back"), "kind": "secondary", "why_not": None})
        elif proposed and decides:
            go = _("Send it back")
            acts.append({"key": "return", "label": _("Send it back …"), "kind": "secondary", "why_not": None, "asks": True, "go": go})
        return acts

    async def _facts(self) -> tuple[LetterFacts, str]:
        found: tuple[LetterFacts, str] = await self.visit.ask(preview_letter, self.desk.ref, self.terms, self.which)
        return found

    async def act(self, name: str, value: Any) -> None:
        """Carry out what the form called for. Raises what the use cases raise."""
        if name in ("return", "take_back"):
            words = str(value.get("words", "")) if name == "return" and isinstance(value, Mapping) else ""
            await self.visit.do(proposing.return_proposal, self.desk.ref, words, self.which)
            self.visit.client.open(f"/cases/{self.desk.ref}" if name == "return" else self.visit.path + self._plain_query())
            return
        self.terms, self.unclear = terms_from(value, self.desk)
        if name == "typed":
            self.typed += 1
            self.preview.soon()
            after(SAVE_SECONDS, self.visit.handler(self._keep))
            return
        await self._keep()
        self.desk = await self.visit.ask(decision_desk, self.desk.ref, self.which)
        if self.desk.revision != self.revision:
            error = MovedOn(CHANGED_ELSEWHERE)
            self._moved(error)
            raise error
        if self._is_wrong():
            return
        try:
            await self._carry_out(name)
        except CaseMoved as error:
            await self.look.follow(error.moves[-1].version)
            raise
        self.visit.client.open(f"/cases/{self.desk.ref}")

    def _plain_query(self) -> str:
        return f"?correct={self.which[0]}-{self.which[1]}" if self.which else ""

    def _is_wrong(self) -> bool:
        """Tell everything that is wrong at once, beside its field."""
        why = {"why": _("Say why the decision is corrected.")} if self.which and not self.terms.why else {}
        self.unclear = {**self.unclear, **why}
        is_wrong = bool({**self.desk.wrongs, **self.unclear})
        self.form.change(**self._standing(told=is_wrong, saved=_("Kept")))
        return is_wrong

    async def _carry_out(self, name: str) -> None:
        """Upon the case as it was when the page was opened, or when somebody last said that they had looked at it."""
        desk, terms, do, seen = self.desk, self.terms, self.visit.do, self.look.seen
        match name:
            case "approve" if terms.outcome == "approved":
                await do(deciding.approve, desk.ref, terms.reason, terms.conditions, terms=terms, seal=seal, seen_version=seen)
            case "reject" if terms.outcome == "rejected":
                await do(deciding.reject, desk.ref, terms.reason, terms=terms, seal=seal, seen_version=seen)
            case "correct" if self.which:
                await do(correcting.correct_decision, desk.ref, *self.which, terms, seal=seal, seen_version=seen)
            case "propose" if self.which:
                await do(correcting.propose_correction, desk.ref, *self.which, terms, seen_version=seen)
            case "propose":
                await do(proposing.propose, desk.ref, terms.outcome, terms.reason, terms.conditions, terms=terms, seen_version=seen)
            case _:
                raise BadInput(_("Choose what to decide."))

    async def _keep(self) -> None:
        """Keep what is typed, once for many keys. What another window changed is never overwritten."""
        if self.saves or self.kept == self.typed or self.form.is_deleted:
            return
        self.saves = True
        try:
            while self.kept != self.typed:
                typed = self.typed
                self.revision = await self.visit.do(save_decision, self.desk.ref, self.terms, self.revision, self.which)
                self.kept = typed
        except MovedOn as error:
            self._moved(error)
            raise
        finally:
            self.saves = False
        self.form.change(saved=_("Kept"))

    def _moved(self, error: PortalError) -> None:
        """Why nothing more is kept, and the way on."""

        def anew() -> None:
            self.visit.client.open(self.visit.path + self._plain_query())

        with self.told:
            notice(error.text, Tone.YELLOW, live=True)
            button(_("Load the page anew"), anew, kind="secondary")
