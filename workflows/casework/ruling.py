"""The administrator's local rules: written as a draft, looked at, published as a version that is never changed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from models.actor import Actor
from models.errors import BadInput, MovedOn, NotThere, Refused
from models.local_set import FORMAT, LocalSet, RulesFile
from models.rules import LocalRules, RulesDraft
from models.text import _, _n
from workflows.casework.local import STANDARD
from workflows.declare import Workflow
from workflows.local.comparing import SetDifference, compare_sets
from workflows.local.judging import SetFault, faults_of_set
from workflows.policy import authorize, may
from workflows.ports import Chance, UnitOfWork
from workflows.registry import WORKFLOWS
from workflows.registry import workflow as declared_workflow

MOST_VERSIONS = 50


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One published version, who published it and what it changed."""

    version: int
    at: datetime
    by: str
    note: str
    changes: Sequence[SetDifference]


@dataclass(frozen=True, slots=True)
class RulesLine:
    """One workflow on the overview. `version` 0: the standard rules."""

    workflow: Workflow
    is_open: bool
    version: int
    published_at: datetime | None
    has_draft: bool
    may_change: bool = False


@dataclass(frozen=True)
class RulesView:
    """One workflow's rules as they are written now. `changes` are against what is published; `faults` keep it from being published."""

    workflow: Workflow
    content: LocalSet
    published: LocalSet
    revision: int
    version: int
    changes: Sequence[SetDifference]
    faults: Sequence[SetFault]
    versions: Sequence[VersionInfo]
    municipality: str
    may_change: bool
    updated_by: str = ""
    updated_at: datetime | None = None


def rules_overview(*, actor: Actor, work: UnitOfWork) -> list[RulesLine]:
    """All workflows with how the municipality has them."""
    place = _place(actor, "see_rules")
    with work:
        return [_line(declared, place, work, may(actor, "change_rules")) for declared in WORKFLOWS.values()]


def _line(declared: Workflow, place: str, work: UnitOfWork, may_change: bool) -> RulesLine:
    newest = work.rules.newest(place, declared.key)
    draft = work.rules.draft(place, declared.key)
    content = LocalSet.model_validate(newest.content) if newest else STANDARD
    is_ahead = draft is not None and bool(compare_sets(declared, content, LocalSet.model_validate(draft.content)))
    version, published_at = (newest.version, newest.published_at) if newest else (0, None)
    return RulesLine(declared, content.is_open, version, published_at, is_ahead, may_change)


def rules_view(workflow: str, *, actor: Actor, work: UnitOfWork) -> RulesView:
    """What is being written for one workflow, what is published, and what was. Raises NotThere for an unknown workflow."""
    place, declared = _place(actor, "see_rules"), declared_workflow(workflow)
    with work:
        versions = work.rules.versions(place, workflow, MOST_VERSIONS + 1)
        draft = work.rules.draft(place, workflow)
        names = work.parties.names(sorted({one.published_by for one in versions} | ({draft.updated_by} if draft else set())))
        municipality = work.parties.municipality(place).name
    published = LocalSet.model_validate(versions[0].content) if versions else STANDARD
    content = LocalSet.model_validate(draft.content) if draft else published
    return RulesView(
        workflow=declared, content=content, published=published, revision=draft.revision if draft else 0,
        version=versions[0].version if versions else 0, changes=compare_sets(declared, published, content),
        faults=faults_of_set(declared, content), versions=_history(declared, versions, names), municipality=municipality,
        may_change=may(actor, "change_rules"), updated_by=names.get(draft.updated_by, "") if draft else "",
        updated_at=draft.updated_at if draft else None,
    )  # fmt: skip


def _history(declared: Workflow, versions: Sequence[LocalRules], names: Mapping[str, str]) -> list[VersionInfo]:
    sets = [LocalSet.model_validate(one.content) for one in versions]
    before = [*sets[1:], STANDARD]  # the last of these is the standard, or a version that is only compared with
    return [
        VersionInfo(one.version, one.published_at, names.get(one.published_by, ""), one.note, compare_sets(declared, older, newer))
        for one, newer, older in zip(versions[:MOST_VERSIONS], sets, before, strict=False)
    ]


def save_rules(workflow: str, content: LocalSet, revision: int, *, actor: Actor, work: UnitOfWork, now: datetime) -> int:
    """Keep what is written, faults and all; the new revision. Raises MovedOn when another window wrote meanwhile."""
    place, declared = _place(actor, "change_rules"), declared_workflow(workflow)
    with work:
        draft = work.rules.draft(place, declared.key)
        if revision != (draft.revision if draft else 0):
            raise MovedOn(_("These rules were changed in another window. Load the page anew to go on from there."))
        _keep(declared, content, revision + 1, place, actor, work, now)
        work.commit()
    return revision + 1


def change_rules(
    workflow: str, change: Callable[[LocalSet], tuple[LocalSet, Any]], revision: int, *, actor: Actor, work: UnitOfWork, now: datetime
) -> tuple[RulesView, Any]:
    """Make one change to what is written and keep it; the rules as they then are, and what `change` told besides.

    Raises MovedOn when another window wrote since this `revision`, BadInput when there is no room for more.
    """
    authorize(actor, "change_rules")
    before = rules_view(workflow, actor=actor, work=work)
    try:
        content, told = change(before.content)
    except ValueError:
        raise BadInput(_("There is no room for more here.")) from None
    if content != before.content or revision != before.revision:
        save_rules(workflow, content, revision, actor=actor, work=work, now=now)
    return rules_view(workflow, actor=actor, work=work), told


def _keep(declared: Workflow, content: LocalSet, revision: int, place: str, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    draft = RulesDraft(
        municipality_id=place, workflow=declared.key, content=content.model_dump(mode="json", exclude_defaults=True), revision=revision,
        updated_at=now, updated_by=actor.person_id,
    )  # fmt: skip
    work.rules.save_draft(draft)


def discard_rules(workflow: str, *, actor: Actor, work: UnitOfWork) -> None:
    """Forget what is written and not published."""
    place, declared = _place(actor, "change_rules"), declared_workflow(workflow)
    with work:
        work.rules.remove_draft(place, declared.key)
        work.commit()


def publish_rules(
    workflow: str, revision: int, note: str = "", *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> LocalRules:
    """Make what is written the next version. New cases and unsent drafts follow it; cases that were sent keep theirs.

    Raises Refused when nothing is written, nothing differs or faults are left, MovedOn when it changed since it was looked at.
    """
    place, declared = _place(actor, "publish_rules"), declared_workflow(workflow)
    with work:
        draft, newest = work.rules.draft(place, workflow), work.rules.newest(place, workflow)
        content = _publishable(declared, draft, newest, revision)
        rules = LocalRules(
            id=chance.id(), municipality_id=place, workflow=workflow, version=(newest.version if newest else 0) + 1,
            content=content.model_dump(mode="json", exclude_defaults=True), published_at=now, published_by=actor.person_id,
            note=note.strip()[:500],
        )  # fmt: skip
        work.rules.publish(rules)
        work.rules.remove_draft(place, workflow)
        data = {"workflow": workflow, "version": rules.version, "rules": rules.id}
        work.log.record("rules_published", actor=actor, at=now, data=data, stream=f"municipality:{place}")
        work.commit()
    return rules


def _publishable(declared: Workflow, draft: RulesDraft | None, newest: LocalRules | None, revision: int) -> LocalSet:
    if draft is None:
        raise Refused(_("There is nothing new to publish."))
    if draft.revision != revision:
        raise MovedOn(_("These rules were changed in another window. Load the page anew to go on from there."))
    content = LocalSet.model_validate(draft.content)
    faults = faults_of_set(declared, content)
    if faults:
        raise Refused(_n("{n} thing must be mended before the rules can be published.", "{n} things must be mended first.", len(faults)))
    if not compare_sets(declared, LocalSet.model_validate(newest.content) if newest else STANDARD, content):
        raise Refused(_("There is nothing new to publish."))
    return content


def export_rules(*, actor: Actor, work: UnitOfWork) -> RulesFile:
    """What is published for every workflow, as one file; workflows at the standard rules are in it as empty sets."""
    place = _place(actor, "see_rules")
    with work:
        number = work.parties.municipality(place).number
        newest = {key: work.rules.newest(place, key) for key in WORKFLOWS}
    sets = {key: LocalSet.model_validate(one.content) if one else STANDARD for key, one in newest.items()}
    return RulesFile(format=FORMAT, municipality=number, workflows=sets)


def import_rules(raw: Any, *, actor: Actor, work: UnitOfWork, now: datetime) -> list[str]:
    """Read a file as drafts, to be looked at and published one by one; the keys of the workflows that differ from what is published.

    Another municipality's file is welcome. Raises BadInput naming the first place where the file is not of the shape, and NotThere never.
    """
    place = _place(actor, "change_rules")
    file = read_rules_file(raw)
    changed = []
    with work:
        for key, content in file.workflows.items():
            newest, draft = work.rules.newest(place, key), work.rules.draft(place, key)
            published = LocalSet.model_validate(newest.content) if newest else STANDARD
            if compare_sets(declared_workflow(key), published, content):
                _keep(declared_workflow(key), content, (draft.revision if draft else 0) + 1, place, actor, work, now)
                changed.append(key)
        work.commit()
    return changed


def read_rules_file(raw: Any) -> RulesFile:
    """The file of rules in JSON that was parsed. Raises BadInput with place and reason."""
    try:
        file = RulesFile.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(str(part) for part in first["loc"]) or "file"
        raise BadInput(_("The file does not fit at “{place}”: {reason}.", place=where, reason=first["msg"]), target=where) from None
    unknown = next((key for key in file.workflows if key not in WORKFLOWS), None)
    if unknown is not None:
        raise BadInput(_("There is no workflow “{name}”.", name=unknown), target=f"workflows/{unknown}")
    return file


def _place(actor: Actor, action: str) -> str:
    authorize(actor, action)
    if actor.municipality_id is None:
        raise NotThere
    return actor.municipality_id
