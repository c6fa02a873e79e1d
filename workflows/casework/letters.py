"""What a decision's letter says: worked out from the case, the terms somebody wrote and the letterhead, then frozen with the decision.

The same function makes the preview while somebody writes and what is kept for ever, so that the two cannot differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from models.base import Phase
from models.correspondence import Decision
from models.errors import BadInput
from models.letters import (
    LONGEST,
    MOST_CONDITIONS,
    DecisionLetter,
    FeeFact,
    Language,
    LetterFacts,
    Letterhead,
    OutcomeKind,
    Terms,
)  # fmt: skip
from models.parties import Municipality
from models.text import Text, _, pack
from workflows.casework.dossiers import Loaded
from workflows.casework.settling import is_notice
from workflows.clocks import Calendar, day_of, months_after
from workflows.fees import FeeLine, fees_of
from workflows.ports import UnitOfWork
from workflows.reading import Reading
from workflows.shared.parameters import VALIDITY_YEARS, number

APPEAL_WEEKS = timedelta(weeks=3)
"""From the day notice of the decision reached the party. Source: domain README section 5."""
MOST_ORE = 1_000_000_000_00
"""A billion kroner: more is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A letter as it was printed when it was decided: the words the template was given, and the digest of the PDF."""

    words: Mapping[str, Any]
    sha256: str


Seal = Callable[[LetterFacts, str], Sealed]
"""Prints a letter from its facts and the arms (SVG, or empty); handed in by the doors, which have a press."""


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter as it is kept. `words` are what the template was given then; empty where nothing was printed at the decision."""

    facts: LetterFacts
    words: Mapping[str, Any]
    arms: str
    sha256: str
    was_opened: bool = True


@dataclass(frozen=True)
class Paper:
    """What a letter is written on and beside: the municipality, its letterhead, and what was decided of the case before."""

    municipality: Municipality
    head: Letterhead
    decisions: Sequence[Decision]
    letters: Sequence[DecisionLetter]
    names: Mapping[str, str]

    @property
    def language(self) -> Language:
        """The written form of the letter."""
        return language_of(self.head, self.municipality)


def language_of(head: Letterhead, municipality: Municipality) -> Language:
    """The written form a municipality's letters have."""
    return "nn" if (head.language or municipality.language) == "nn" else "nb"


def standard_conditions(loaded: Loaded, language: Language) -> list[str]:
    """The municipality's own conditions as its letters say them."""
    return [str(one.text.values[language]) for one in loaded.local.content.conditions]


def paper_of(loaded: Loaded, work: UnitOfWork, people: Iterable[str | None] = ()) -> Paper:
    """What a letter of the case is written on now. `people` are those whose names it needs."""
    case = loaded.case
    head = head_of_letters(case.municipality_id, work)
    names = work.parties.names(sorted({one for one in people if one}))
    place = work.parties.municipality(case.municipality_id)
    return Paper(place, head, work.cases.decisions(case.id), work.letters.of_case(case.id), names)


def head_of_letters(municipality_id: str, work: UnitOfWork) -> Letterhead:
    """The letterhead that holds now; an empty one where none was ever saved."""
    newest = work.letters.letterhead(municipality_id)
    return Letterhead.model_validate(newest.content) if newest else Letterhead()


def newest_of(paper: Paper, phase: Phase) -> Decision | None:
    """The newest decision of a phase."""
    return max((one for one in paper.decisions if one.phase == phase), key=lambda one: one.number, default=None)


def next_number(paper: Paper, phase: Phase) -> int:
    """The number of the next decision of a phase."""
    before = newest_of(paper, phase)
    return before.number + 1 if before else 1


def told_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """What notices of a decision say besides: the day to appeal by, where there is a right of appeal."""
    until = said.get("appeal_until")
    return {"appeal_until": pack(Text("{words}", {"words": date.fromisoformat(until)}, context="verbatim"))} if until else {}


def kind_of(loaded: Loaded, phase: Phase, outcome: str = "approved") -> OutcomeKind:
    """What sort of outcome a phase has by its declaration. Later phases are taken note of: the approval was given before."""
    if outcome == "approved" and (phase != Phase.APPLICATION or is_notice(loaded, phase)):
        return OutcomeKind.NOTED
    return OutcomeKind.INDIVIDUAL if loaded.workflow.phase(phase).is_individual else OutcomeKind.CONTRACT


def validity_of(loaded: Loaded, phase: Phase, today: date) -> date | None:
    """The last day an approval holds by the rules: the end of the work period, or so many years on; None for what has no end."""
    if phase != Phase.APPLICATION or kind_of(loaded, phase) == OutcomeKind.NOTED:
        return None
    reading, declared = Reading(loaded.workflow, loaded.dossier(phase), phase), loaded.workflow.phase(phase)
    if declared.valid_to:
        last = reading.value(declared.valid_to)
        return last if isinstance(last, date) else None
    return months_after(today, 12 * int(number(reading, VALIDITY_YEARS.name)))


def fees_to_tell(loaded: Loaded, phase: Phase, paper: Paper) -> list[FeeLine]:
    """The fees by the tariff that are told with this phase's decision: all, but for what an earlier phase's letter told already."""
    lines = fees_of(Reading(loaded.workflow, loaded.dossier(phase), phase))
    told = {
        (fee["key"], fee["tariff"])
        for letter in paper.letters
        if letter.frozen.get("phase") != phase and letter.replaced_by is None
        for fee in letter.frozen.get("fees", ())
    }
    return [one for one in lines if (one.key, one.ore) not in told]


def facts_of(
    loaded: Loaded,
    terms: Terms,
    paper: Paper,
    *,
    phase: Phase,
    number: int,
    by: str,
    proposed_by: str,
    now: datetime,
    corrects: bool = False,
) -> LetterFacts:
    """What the letter says. `by` and `proposed_by` are names."""
    case, known, today = loaded.case, loaded.known, day_of(now)
    kind = terms.kind or kind_of(loaded, phase, terms.outcome)
    before = newest_of(paper, phase)
    firm, has_appeal = known.company, kind == OutcomeKind.INDIVIDUAL
    files = {one.id: one.name for one in loaded.documents if one.removed_at is None}
    labels = loaded.workflow.phase(phase)
    approved_on = _approved_on(paper, phase) if corrects else None
    return LetterFacts(
        language=paper.language, municipality=paper.municipality.name, head=paper.head, number=case.number, ref=case.ref,
        workflow=pack(loaded.workflow.title), phase=phase, phase_title=pack(labels.title), decision=number, address=case.address,
        property_key=case.property_key, reference=case.reference, receiver=firm.name if firm else "",
        organisation_number=firm.organisation_number if firm else "", decided_at=now, outcome=terms.outcome, kind=kind,
        outcome_label=pack(labels.outcome_label or labels.title), reason=terms.reason, conditions=terms.conditions,
        fees=_fees(loaded, terms, paper, phase), fee_reason=terms.fee_reason,
        valid_until=_valid_until(loaded, terms, phase, approved_on or today), no_limit=terms.no_limit and terms.outcome == "approved",
        appeal_until=appeal_until(today) if has_appeal else None,
        appeal_body=(terms.appeal_body or paper.head.appeal_body) if has_appeal else "", decided_by=by, proposed_by=proposed_by,
        copies=terms.copies, enclosures=tuple(files[one] for one in terms.enclosures if one in files),
        replaces=before.number if before else None, replaced_day=day_of(before.decided_at) if before else None, why=terms.why,
    )  # fmt: skip


def _approved_on(paper: Paper, phase: Phase) -> date | None:
    """The day of the approval a correction belongs to: it mends words and gives no new time."""
    return min((day_of(one.decided_at) for one in paper.decisions if one.phase == phase and one.outcome == "approved"), default=None)


def _valid_until(loaded: Loaded, terms: Terms, phase: Phase, today: date) -> date | None:
    if terms.outcome != "approved" or terms.no_limit:
        return None
    return terms.valid_until or validity_of(loaded, phase, today)


def _fees(loaded: Loaded, terms: Terms, paper: Paper, phase: Phase) -> tuple[FeeFact, ...]:
    """A refusal costs what somebody has written, an approval what the tariff says unless somebody wrote otherwise."""
    found = []
    for line in fees_to_tell(loaded, phase, paper):
        ore = terms.fees.get(line.key, line.ore if terms.outcome == "approved" else 0)
        if ore or (ore is None and line.each):  # an amount that is known, or will be: a rate the municipality never set is no fee
            found.append(FeeFact(key=line.key, label=pack(line.label), ore=ore, tariff=line.ore, vat=line.vat))
    return tuple(found)


def appeal_until(noticed_on: date) -> date:
    """The last day to appeal for who got notice on a day; one that ends on a day off runs to the next working day (domstolloven § 149)."""
    return Calendar().next_working(noticed_on + APPEAL_WEEKS)


def wrongs_of(loaded: Loaded, terms: Terms, phase: Phase, paper: Paper, now: datetime, *, needs_reason: bool = True) -> dict[str, Text]:
    """Everything that must be mended before the decision can be made, by field; the whole list at once. Empty: nothing."""
    wrongs: dict[str, Text] = {}
    if needs_reason and not terms.reason:
        wrongs["reason"] = _("Give the grounds for the decision.")
    if terms.outcome == "approved" and terms.valid_until and terms.valid_until < day_of(now):
        wrongs["valid_until"] = _("Choose a day that has not passed.")
    if terms.kind == OutcomeKind.REFERRED and terms.outcome == "approved":
        wrongs["kind"] = _("Choose another kind of outcome: what is sent on to another authority is not approved.")
    if terms.kind == OutcomeKind.NOTED and terms.outcome == "rejected":
        wrongs["kind"] = _("Choose another kind of outcome: what is refused is not taken note of.")
    lines = {one.key: one for one in fees_of(Reading(loaded.workflow, loaded.dossier(phase), phase))}
    changed = [
        key for key, ore in terms.fees.items() if key in lines and (ore != lines[key].ore and not (terms.outcome == "rejected" and not ore))
    ]
    if any(key not in lines for key in terms.fees):
        wrongs["fees"] = _("One of the fees is none of this case. Load the page anew.")
    elif any(not 0 <= ore <= MOST_ORE for ore in terms.fees.values()):
        wrongs["fees"] = _("Write each fee as an amount in kroner, 0 or more.")
    elif changed and not terms.fee_reason:
        wrongs["fee_reason"] = _("Say why the fee is another than the tariff's.")
    known = {one.id for one in loaded.documents if one.removed_at is None}
    if any(one not in known for one in terms.enclosures):
        wrongs["enclosures"] = _("One of the files is no longer in the case. Choose anew.")
    if any(not one for one in terms.copies):
        wrongs["copies"] = _("Write a name on each line.")
    return wrongs


def demand_whole(wrongs: Mapping[str, Text]) -> None:
    """Raise BadInput with the first of what is wrong."""
    for target, words in wrongs.items():
        raise BadInput(words, target=target)


def whole(terms: Terms | None, outcome: str, reason: str, conditions: Sequence[str]) -> Terms:
    """Terms with these grounds and conditions; cut, stripped, without empty lines. Raises BadInput when there are too many."""
    kept = tuple(one.strip()[:LONGEST] for one in conditions if one.strip())
    if len(kept) > MOST_CONDITIONS:
        raise BadInput(_("Use at most {most} conditions.", most=MOST_CONDITIONS), target="conditions")
    changes = {"outcome": outcome, "reason": reason.strip()[:LONGEST], "conditions": kept}
    return (terms or Terms()).model_copy(update=changes)


def digest_of(facts: LetterFacts) -> str:
    """SHA-256 of the facts in a form that does not depend on order."""
    content = json.dumps(facts.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def keep_letter(
    loaded: Loaded, decision: Decision, terms: Terms, paper: Paper, *, by: str, seal: Seal | None, work: UnitOfWork, now: datetime,
    corrects: bool = False,
) -> tuple[DecisionLetter, dict[str, Any]]:  # fmt: skip
    """Freeze the letter of a decision that was just made, mark the one it replaces, forget the draft; the letter, and what the log says."""
    phase = Phase(decision.phase)
    proposed_by = paper.names.get(decision.proposed_by or "", "")
    facts = facts_of(
        loaded, terms, paper, phase=phase, number=decision.number, by=by, proposed_by=proposed_by, now=now, corrects=corrects
    )  # fmt: skip
    arms = work.letters.arms(loaded.case.municipality_id, facts.head.arms)
    sealed = seal(facts, arms.svg if arms else "") if seal else Sealed({}, "")
    before = newest_of(paper, phase)
    letter = DecisionLetter(
        decision_id=decision.id, case_id=decision.case_id, kind=facts.kind, frozen=facts.model_dump(mode="json"),
        printed=dict(sealed.words), digest=digest_of(facts), sha256=sealed.sha256, valid_until=facts.valid_until,
        begin_by=_begin_by(loaded, terms, phase),
        appeal_until=facts.appeal_until, available_at=now, corrects=corrects, replaces=before.id if before else None,
    )  # fmt: skip
    work.letters.add(letter)
    replaced = next((one for one in paper.letters if before and one.decision_id == before.id), None)
    if replaced is not None:
        replaced.replaced_by = decision.id
        work.letters.save(replaced)
    work.letters.remove_draft(decision.case_id, phase)
    said = {"letter": letter.digest, "number": decision.number, "kind": str(facts.kind)}
    if facts.appeal_until:
        said["appeal_until"] = facts.appeal_until.isoformat()
    return letter, said | ({"letter_pdf": letter.sha256} if letter.sha256 else {})


def _begin_by(loaded: Loaded, terms: Terms, phase: Phase) -> date | None:
    """The last day to begin where the decision says another than the rules; a work period's end is no day to begin by."""
    if terms.outcome != "approved" or phase != Phase.APPLICATION or loaded.workflow.phase(phase).valid_to:
        return None
    return date.max if terms.no_limit else terms.valid_until
