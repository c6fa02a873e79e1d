"""Appeals: registered when they come, answered by the municipality or by the body above it; both sides see how it stands."""

from __future__ import annotations

from datetime import date, datetime

from models.actor import Actor
from models.base import Phase
from models.errors import BadInput, NotThere, Refused
from models.letters import LONGEST, OPEN_APPEALS, Appeal, AppealState
from models.text import _
from workflows.casework.dossiers import load
from workflows.casework.reaching import reached
from workflows.casework.settling import settle, tell
from workflows.clocks import day_of
from workflows.policy import authorize, demand_fresh_login
from workflows.ports import Chance, UnitOfWork

LONGEST_NAME = 200
ANSWERS = frozenset({AppealState.SENT_ON, AppealState.UPHELD, AppealState.CHANGED})


def register_appeal(
    ref: str,
    phase: Phase,
    number: int,
    received_on: date,
    appellant: str,
    words: str = "",
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
) -> Appeal:
    """Write down that somebody appeals against a decision: on which day it came, and from whom.

    An appeal that came late is written down too; whether it is treated is the answer's to say. Raises BadInput naming the field, NotThere.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "register_appeal", company_id=case.company_id, municipality_id=case.municipality_id)
        decision = next((one for one in work.cases.decisions(case.id) if (one.phase, one.number) == (phase, number)), None)
        if decision is None:
            raise NotThere
        name = appellant.strip()[:LONGEST_NAME]
        if not name:
            raise BadInput(_("Write who appeals."), target="appellant")
        if not day_of(decision.decided_at) <= received_on <= day_of(now):
            raise BadInput(_("Choose the day it came: not before the decision, and not after today."), target="received_on")
        appeal = Appeal(
            id=chance.id(), case_id=case.id, decision_id=decision.id, received_on=received_on, appellant=name,
            words=words.strip()[:LONGEST], registered_by=actor.person_id, registered_at=now,
        )  # fmt: skip
        work.letters.save_appeal(appeal)
        loaded = load(case, work=work, now=now)
        data = {"appeal": appeal.id, "of_phase": str(phase), "number": number, "received_on": received_on.isoformat()}
        settle(loaded, "appeal_registered", actor=actor, work=work, now=now, data=data, detail={"appellant": name, "words": appeal.words})
        tell(case, "appeal_registered", [case.created_by, case.assignee_id or ""], work=work, chance=chance, now=now)
        work.commit()
    return appeal


def answer_appeal(
    ref: str, appeal_id: str, state: str, words: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Appeal:
    """Say what becomes of an appeal: sent on to the body above (it stays open), the decision stands, or it is changed.

    Raises BadInput naming the field, NotThere, Refused when it is answered already, SignInAgain.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "answer_appeal", company_id=case.company_id, municipality_id=case.municipality_id)
        demand_fresh_login(actor, now)
        appeal = next((one for one in work.letters.appeals(case.id) if one.id == appeal_id), None)
        if appeal is None:
            raise NotThere
        if appeal.state not in OPEN_APPEALS:
            raise Refused(_("This appeal is answered already."))
        if state not in ANSWERS or (state == AppealState.SENT_ON and appeal.state == AppealState.SENT_ON):
            raise BadInput(_("Choose what becomes of the appeal."), target="state")
        if not words.strip():
            raise BadInput(_("Give the reason."), target="words")
        appeal.state, appeal.answer, appeal.answered_on, appeal.answered_by = (
            AppealState(state), words.strip()[:LONGEST], day_of(now), actor.person_id,
        )  # fmt: skip
        work.letters.save_appeal(appeal)
        loaded = load(case, work=work, now=now)
        data = {"appeal": appeal.id, "state": str(appeal.state)}
        settle(loaded, "appeal_answered", actor=actor, work=work, now=now, data=data, detail={"words": appeal.answer})
        tell(case, "appeal_answered", [case.created_by], work=work, chance=chance, now=now)
        work.commit()
    return appeal
