"""One act on many cases: who can and who cannot is worked out by the guards that will decide; then each case is its own action.

Nothing here loops over transactions: the page or the program carries out one case after the other, so that what is done stays done and
what fails is told case by case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from models.actor import Actor
from models.base import Phase
from models.case import Case
from models.errors import BadInput, NotThere, PortalError, Refused
from models.text import Text, _
from models.values import place_name
from workflows.casework import deciding, reviewing
from workflows.casework.dossiers import Loaded, load
from workflows.casework.letters import Seal
from workflows.casework.one_question import ask_at_once, permit_asking
from workflows.casework.proposing import demand_terms
from workflows.casework.reaching import reached
from workflows.casework.reviewing import Wanted, demand_handler
from workflows.casework.settling import permit
from workflows.clocks import day_of
from workflows.policy import authorize, demand_fresh_login
from workflows.ports import Chance, UnitOfWork

BulkName = Literal["take", "assign", "ask", "approve"]
POLICY: dict[BulkName, str] = {"take": "take", "assign": "assign", "ask": "send_requests", "approve": "approve"}
MOST = 200
"""Cases that one may choose at a time."""


@dataclass(frozen=True, slots=True)
class BulkAct:
    """What is to be done with each case: `person` to assign to, `wanted` and `due` to ask, `reason` to approve with."""

    name: BulkName
    person: str = ""
    wanted: Wanted = field(default_factory=Wanted)
    due: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case somebody chose, as it was when it was looked at. Of one that is not there only `ref` is known."""

    ref: str
    number: str = ""
    place: str = ""
    version: int = 0


@dataclass(frozen=True)
class Preview:
    """Which of the chosen cases the act can be done on now, and which not, each with the reason."""

    can: Sequence[Chosen]
    cannot: Sequence[tuple[Chosen, Text]]


def preview(act: BulkAct, refs: Sequence[str], *, actor: Actor, work: UnitOfWork, now: datetime) -> Preview:
    """What would happen. Nothing is changed.

    Raises NotAllowed when the role does not give the act at all, SignInAgain for decisions with an old sign-in, BadInput when the act
    lacks something for whatever case, or too many are chosen.
    """
    authorize(actor, "act_on_many", municipality_id=actor.municipality_id)
    authorize(actor, POLICY[act.name], municipality_id=actor.municipality_id)
    if len(refs) > MOST:
        raise BadInput(_("Choose at most {most} cases.", most=MOST))
    can, cannot = [], []
    with work:
        _demand_whole(act, actor, work, now)
        for ref in dict.fromkeys(refs):
            chosen = Chosen(ref)
            try:
                case, acting = reached(ref, actor=actor, work=work)
                place = place_name(case.address, case.property_key) or case.title
                chosen = Chosen(ref, case.number, place, case.version)
                _demand_case(act, load(case, work=work, now=now), acting, work)
            except NotThere:
                cannot.append((chosen, _("The case is not there, or not yours.")))
            except PortalError as error:
                cannot.append((chosen, error.text))
            else:
                can.append(chosen)
    return Preview(can, cannot)


def act_on_one(
    act: BulkAct,
    ref: str,
    seen_version: int | None,
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    seal: Seal | None = None,
) -> Case:
    """The act on one of the cases: one transaction, one event, as if it had been done on the case's own page.

    `seal` prints the letter of an approval. Raises what the single act raises, CaseMoved when others changed the case since the preview.
    """
    authorize(actor, "act_on_many", municipality_id=actor.municipality_id)
    match act.name:
        case "take":
            return reviewing.take(ref, actor=actor, work=work, now=now, seen_version=seen_version)
        case "assign":
            return reviewing.assign(ref, act.person, actor=actor, work=work, now=now, chance=chance, seen_version=seen_version)
        case "ask":
            return ask_at_once(ref, act.wanted, due=act.due, seen_version=seen_version, actor=actor, work=work, now=now, chance=chance)
    with work:
        reached_case, _acting = reached(ref, actor=actor, work=work)
        _demand_final(reached_case)
        version = reached_case.version if seen_version is None else seen_version
    return deciding.approve(ref, act.reason, (), actor=actor, work=work, now=now, chance=chance, seen_version=version, seal=seal)


def _demand_whole(act: BulkAct, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """What is the same for every case."""
    if act.name == "assign":
        demand_handler(act.person, actor, work)
    elif act.name == "ask":
        if not act.wanted.what.strip() and not act.wanted.key:
            raise BadInput(_("Write what you ask."), target="what")
        if act.due is not None and act.due <= day_of(now):
            raise BadInput(_("Give the contractor at least until tomorrow."), target="due")
    elif act.name == "approve":
        demand_fresh_login(actor, now)
        if not act.reason.strip():
            raise BadInput(_("Give the grounds for the decision."), target="reason")


def _demand_case(act: BulkAct, loaded: Loaded, actor: Actor, work: UnitOfWork) -> None:
    """What this case's guards say."""
    if act.name == "ask":
        permit_asking(loaded, actor)
        if act.wanted.key and loaded.ledger().get(act.wanted.key) is None:
            raise Refused(_("There is no requirement “{name}”.", name=act.wanted.key))
    elif act.name == "approve":
        _demand_final(loaded.case)
        permit(loaded, "approve", actor, work.cases.ticks(loaded.case.id, loaded.case.phase))
        demand_terms(loaded.case, None, work)
    else:
        permit(loaded, act.name, actor)


def _demand_final(case: Case) -> None:
    """An application or a notification of work is judged by itself; only what documents finished work is approved with others."""
    if case.phase != Phase.FINAL:
        raise Refused(_("Only final documentation is approved for many cases at once. Open the case and decide there."))
