"""Our values as the API's shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.actor import Actor
from models.parties import Membership, Person
from models.text import Text
from ui.api import schemas
from workflows.casework.drafting import Saved
from workflows.casework.sending import Receipt
from workflows.casework.views import DocumentInfo, Permitted, RequestInfo, TaskInfo
from workflows.measures.expecting import Expected
from workflows.measures.overview import NOBODY
from workflows.ports import CaseCard
from workflows.ports_quality import Beside

Translate = Callable[[Text], str]


def case_out(card: CaseCard, expected: Expected | None, responsible: tuple[str, str], *, for_staff: bool) -> schemas.CaseOut:
    """A card as a case in a list, with when an answer is expected and who is responsible, by id and name; staff are told who handles it."""
    return schemas.CaseOut(
        ref=card.ref, number=card.number, workflow=card.workflow, municipality=card.municipality, company=card.company,
        phase=str(card.phase), status=str(card.status), ball=str(card.ball), title=card.title,
        address=card.address, property=card.property_key,
        reference=card.reference, due=card.due_on, submitted_at=card.submitted_at, updated_at=card.updated_at,
        open_requests=card.open_requests, lacking=card.lacking, version=card.version,
        expected=expected_out(expected), responsible=responsible[0], responsible_name=responsible[1],
        assignee=card.assignee_id or "" if for_staff else "", assignee_name=card.assignee if for_staff else "",
        our_due=card.our_due_on, our_days_left=card.our_days_left,
        found=[schemas.FoundOut(where=one.where, before=one.before, hit=one.hit, after=one.after) for one in card.found],
    )  # fmt: skip


def cases_out(
    cards: Sequence[CaseCard], expected: Mapping[str, Expected], beside: Mapping[str, Beside], actor: Actor
) -> list[schemas.CaseOut]:
    """The cases of a list; what stands beside them by case id. Another company's person is told by name alone."""
    found = []
    for card in cards:
        who = beside.get(card.id, NOBODY)
        responsible = (who.person_id if card.company_id == actor.company_id else "", who.person)
        found.append(case_out(card, expected.get(card.id), responsible, for_staff=actor.is_staff))
    return found


def expected_out(one: Expected | None) -> schemas.ExpectedOut | None:
    """An estimate as the API tells it."""
    return schemas.ExpectedOut(on=one.on, median_days=one.days, cases=one.cases, if_answered_today=one.if_answered) if one else None


def person_out(person: Person, held: Membership, actor: Actor) -> schemas.PersonOut:
    """Somebody of the caller's own tenant."""
    return schemas.PersonOut(id=person.id, name=person.name, role=str(held.role), is_you=person.id == actor.person_id)


def saved_out(saved: Saved) -> schemas.Saved:
    """What a save did."""
    conflicts = [
        schemas.Conflict(step=one.step, field=one.path, value=one.raw, version=one.version, by=one.by, at=one.at) for one in saved.conflicts
    ]
    return schemas.Saved(
        ref=saved.ref, versions=dict(saved.versions), conflicts=conflicts, case_version=saved.case_version,
        blocking=len(saved.ledger.blocking), needed=len(saved.ledger.needed),
    )  # fmt: skip


def receipt_out(receipt: Receipt, t: Translate) -> dict[str, Any]:
    """A receipt of a sending."""
    lacking = [{"id": row.id, "key": row.key, "what": t(row.what), "how_to_fix": t(row.how_to_fix)} for row in receipt.lacking]
    return {
        "ref": receipt.ref, "number": receipt.number, "phase": str(receipt.phase), "status": str(receipt.status),
        "sent_at": receipt.sent_at.isoformat(), "sending": receipt.sending, "sha256": receipt.sha256,
        "expected": receipt.expected.isoformat() if receipt.expected else None, "lacking": lacking,
    }  # fmt: skip


def document_out(one: DocumentInfo, t: Translate) -> schemas.DocumentOut:
    """A file that is not removed."""
    why = t(one.refusal) if one.refusal else " ".join(t(doubt) for doubt in one.doubts)
    return schemas.DocumentOut(
        id=one.id, phase=str(one.phase), step=one.step, slot=one.slot, row=one.row, name=one.name, size=one.size, sha256=one.sha256,
        state=str(one.state), why=why, uploaded_at=one.uploaded_at,
    )  # fmt: skip


def request_out(one: RequestInfo, t: Translate) -> schemas.RequestOut:
    """A correction request."""
    return schemas.RequestOut(
        id=one.id, number=one.number, phase=str(one.phase), state=str(one.state), target=one.target, requirement=one.requirement,
        what=t(one.what), how_to_fix=t(one.how_to_fix), comment=one.comment, due=one.due_on, blocking=one.blocking, automatic=one.automatic,
        answer_kind=one.answer_kind, answer=one.answer, is_ready=one.is_ready, source=t(one.source.words), source_url=one.source.url,
    )  # fmt: skip


def task_out(task: TaskInfo, t: Translate) -> schemas.TaskOut:
    """Something to do on a closed case."""
    return schemas.TaskOut(label=t(task.label), opens_on=task.opens_on, by=task.by, done_on=task.done_on)


def actions_out(permitted: Mapping[str, Permitted], t: Translate) -> list[schemas.ActionOut]:
    """What may be done now, and why not."""
    return [
        schemas.ActionOut(action=one.action, allowed=one.why_not is None, why_not=t(one.why_not) if one.why_not else None)
        for one in permitted.values()
    ]
