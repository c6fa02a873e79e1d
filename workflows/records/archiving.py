"""The municipality's archive as its administrator has it: what waits, what arrived, what failed and why, and the rules it is served by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.actor import Actor
from models.errors import BadInput, NotThere
from models.records import ArchiveItem, ArchiveRules, ArchiveState
from models.text import Text, _
from workflows.casework.reaching import reached
from workflows.policy import MATRIX, authorize
from workflows.ports import Page, UnitOfWork
from workflows.ports_records import ArchiveLine
from workflows.records.document_types import TYPE_WORDS
from workflows.records.occasions import AT_ONCE, MOMENTS, NEVER, all_occasions

LONGEST: Mapping[str, int] = {"access_code": 20, "access_law": 200, "class_system": 40, "class_id": 40, "unit": 120}
KIND_WORDS: Mapping[str, Text] = {
    "sending": _("A sending"),
    "requests": _("Corrections asked for"),
    "decision": _("Decision"),
    "message": _("Message"),
    "note": _("Internal note"),
    "statement": _("Statement"),
    "statement_shared": _("Statement shared with the company"),
    "appeal": _("Appeal"),
    "appeal_answer": _("Answer to an appeal"),
    "reopening": _("Case reopened"),
    "closing": _("Case file"),
}
MOMENT_WORDS: Mapping[str, Text] = {
    "at_once": _("At once, each thing as it happens"),
    "at_end": _("When the case is over"),
    "never": _("Never"),
}


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """One page of the archive's log, how many entries stand where, and the rules."""

    rules: ArchiveRules
    counts: Mapping[ArchiveState, int]
    page: Page[ArchiveLine]
    may_change: bool


def archive_view(state: str = "", after: str | None = None, limit: int = 50, *, actor: Actor, work: UnitOfWork) -> ArchiveView:
    """The newest entries first, of one state where one is named. Raises NotAllowed, BadInput for an unknown state."""
    authorize(actor, "see_archive", municipality_id=actor.municipality_id)
    wanted = _state(state)
    with work:
        rules = work.records.archive_rules(actor.municipality_id or "") or usual_rules(actor)
        counts = work.records.archive_counts(actor.scope)
        page = work.records.archive_lines(actor.scope, wanted, after=after, limit=limit)
    return ArchiveView(rules, counts, page, actor.role in MATRIX["keep_archive"])


def archive_entry(item_id: str, *, actor: Actor, work: UnitOfWork) -> ArchiveLine:
    """One entry. Raises NotThere, NotAllowed."""
    authorize(actor, "see_archive", municipality_id=actor.municipality_id)
    with work:
        return work.records.archive_line(actor.scope, item_id)


def usual_rules(actor: Actor) -> ArchiveRules:
    """What holds where the municipality has said nothing."""
    return ArchiveRules(municipality_id=actor.municipality_id or "", shielded_types=[])


def change_archive_rules(wishes: Mapping[str, Any], *, actor: Actor, work: UnitOfWork, now: datetime) -> ArchiveRules:
    """Let other rules hold from now on; what is held back is sent when nothing is held back any more.

    `wishes` are fields of `ArchiveRules`; those left out stay. Raises BadInput naming the field, NotAllowed.
    """
    authorize(actor, "keep_archive", municipality_id=actor.municipality_id)
    with work:
        old = work.records.archive_rules(actor.municipality_id or "") or usual_rules(actor)
        rules = ArchiveRules(**{name: getattr(old, name) for name in type(old).model_fields} | _checked(wishes))
        work.records.save_archive_rules(rules)
        if rules.moment == AT_ONCE:
            work.records.release_all(rules.municipality_id, now)
        data = {"moment": rules.moment, "with_notes": rules.with_notes, "shielded": list(rules.shielded_types)}
        work.log.record("archive_rules_changed", actor=actor, at=now, data=data, stream=f"municipality:{rules.municipality_id}")
        work.commit()
    return rules


def send_again(item_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> ArchiveItem:
    """Try an entry that failed or waits at once. Raises NotThere for one that is delivered, or another municipality's."""
    authorize(actor, "keep_archive", municipality_id=actor.municipality_id)
    with work:
        item = work.records.send_archive_again(actor.scope, item_id, now)
        data = {"item": item.id, "key": item.key}
        stream = f"municipality:{actor.municipality_id}"
        work.log.record("archive_sent_again", actor=actor, at=now, data=data, stream=stream, about=item.case_id)
        work.commit()
    return item


def archive_case(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> int:
    """Queue what the archive lacks of a case, also of before it was switched on; how many entries that are. Raises NotThere, NotAllowed."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "keep_archive", company_id=case.company_id, municipality_id=case.municipality_id)
        rules = work.records.archive_rules(case.municipality_id) or usual_rules(actor)
        if rules.moment == NEVER:
            raise BadInput(_("The archive is switched off. Choose when it shall be served first."), target="moment")
        wanted = all_occasions(work.cases.events(case.id), with_notes=rules.with_notes)
        queued = work.records.queue(case, wanted, now, now)
        work.records.release(case.id, now)
        stream = f"municipality:{case.municipality_id}"
        work.log.record("archive_queued", actor=actor, at=now, data={"entries": queued}, stream=stream, about=case.id)
        work.commit()
    return queued


def case_entries(ref: str, *, actor: Actor, work: UnitOfWork) -> Sequence[ArchiveItem]:
    """Where each entry of a case stands. Raises NotThere, NotAllowed."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "see_archive", company_id=case.company_id, municipality_id=case.municipality_id)
        return work.records.archive_items(case.id)


def _state(words: str) -> ArchiveState | None:
    if not words:
        return None
    try:
        return ArchiveState(words)
    except ValueError:
        raise BadInput(_("Entries stand nowhere that is called “{name}”.", name=words[:40])) from None


def _checked(wishes: Mapping[str, Any]) -> dict[str, Any]:
    """The wishes, each of its kind. Raises BadInput naming the field."""
    told = dict(wishes)
    for name, value in told.items():
        if name == "moment" and value not in MOMENTS:
            raise BadInput(_("Choose when the archive shall be served."), target=name)
        if name == "shielded_types" and not (isinstance(value, (list, tuple)) and all(one in TYPE_WORDS for one in value)):
            raise BadInput(_("Choose among the document types of the list."), target=name)
        if name in LONGEST:
            told[name] = str(value).strip()
            if len(told[name]) > LONGEST[name]:
                raise BadInput(_("Shorten it to at most {most} characters.", most=LONGEST[name]), target=name)
        elif name not in ("moment", "shielded_types", "with_notes"):
            raise NotThere
    if "with_notes" in told:
        told["with_notes"] = bool(told["with_notes"])
    if "shielded_types" in told:
        told["shielded_types"] = list(told["shielded_types"])
    return told
