"""Two sendings of one phase side by side: what stood where, what was asked about it, and which changes the municipality has looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.actor import Actor
from models.base import Phase
from models.case import Snapshot, Tick
from models.casepage import SeenChange
from models.correspondence import CorrectionRequest, RequestState, TargetKind
from models.document import Document
from models.errors import BadInput, NotThere
from models.text import Text, _
from workflows.casework.describing import Opened, document_info, head_of, open_case, request_info, sendings_of
from workflows.casework.dossiers import Loaded, load
from workflows.casework.reaching import reached
from workflows.casework.settling import is_found_good
from workflows.casework.sight import dossier_of
from workflows.casework.views import DocumentInfo, Head, RequestInfo, SendingInfo
from workflows.changes import Difference, fingerprint, side_by_side
from workflows.facts import Dossier
from workflows.index import index_of
from workflows.policy import MATRIX, authorize
from workflows.ports import Change, UnitOfWork

JUDGED = frozenset({RequestState.ACCEPTED, RequestState.WITHDRAWN, RequestState.PLANNED, RequestState.REOPENED})
"""Somebody has looked at the answer to such a request and said so."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which two sendings are compared. Empty and 0 stand for the newest phase that was sent twice, and its last two sendings."""

    phase: str = ""
    old: int = 0
    new: int = 0
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """One place before and after. `place` is `step/at`. Files are those of the two sendings, whether they are still there or not.

    `request` is what the municipality asked about it, if anything. `seen_by` is who has looked at the change as it stands, empty when
    nobody has said so; `is_seen` is true also where the answer was judged or what stands there was found good.
    """

    place: str
    difference: Difference
    old_files: Sequence[DocumentInfo]
    new_files: Sequence[DocumentInfo]
    request: RequestInfo | None
    seen_by: str
    seen_at: datetime | None
    is_seen: bool

    @property
    def is_changed(self) -> bool:
        """It differs, or an answer about it waits to be judged."""
        return self.difference.how != "same" or (self.request is not None and self.request.state == RequestState.ANSWERED)


@dataclass(frozen=True, slots=True)
class ComparedStep:
    """The places of one step, and what was asked about it as a whole."""

    step: str
    title: Text
    pairs: Sequence[Pair]
    requests: Sequence[RequestInfo]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sendings side by side. Without `old` there is nothing to compare with: the phase was sent once, or never.

    `changed` counts the places that want a look and `seen` those of them that had one, shown or not. `may_mark` and `may_judge` say whether
    the visitor can mark changes as seen, and judge answers.
    """

    head: Head
    phase: Phase
    sendings: Sequence[SendingInfo]
    old: SendingInfo | None
    new: SendingInfo | None
    steps: Sequence[ComparedStep]
    changed: int
    seen: int
    may_mark: bool
    may_judge: bool


def compare_sendings(ref: str, wanted: Wanted | None = None, *, actor: Actor, work: UnitOfWork, now: datetime) -> Comparison:
    """Two sendings of a case. Raises NotThere for a sending that was never made, BadInput when both are the same."""
    wanted = wanted or Wanted()
    with work:
        opened = open_case(ref, actor=actor, work=work, now=now)
        case = opened.loaded.case
        phase = _phase(wanted, opened.snapshots) or case.phase
        marks = {one.place: one for one in work.casepages.seen_changes(case.id, phase)} if actor.is_staff else {}
        ticks = work.cases.ticks(case.id, phase) if actor.is_staff else ()
        kept = {one.id: one for one in work.documents.of_case(case.id)}
        names = {**opened.names, **_more_names(opened, marks, kept.values(), work)}
    actor = opened.actor or actor
    old, new = _chosen(wanted, [one for one in opened.snapshots if one.phase == phase])
    told = {(one.phase, one.number): one for one in sendings_of(opened)}
    found = _Found(opened, phase, marks, kept, names)
    if old is not None and new is not None:
        found.look(old, new)
        if phase == case.phase:
            found.good = _found_good(opened.loaded, ticks)
    pairs = found.pairs()
    changed = [one for one in pairs if one.is_changed]
    return Comparison(
        head=head_of(opened, actor), phase=phase, sendings=sendings_of(opened), old=told.get((phase, old.number)) if old else None,
        new=told.get((phase, new.number)) if new else None, steps=found.steps(pairs if wanted.everything else changed),
        changed=len(changed), seen=sum(one.is_seen for one in changed), may_mark=actor.is_staff and actor.role in MATRIX["mark_change"],
        may_judge=actor.is_staff and actor.role in MATRIX["judge_answer"],
    )  # fmt: skip


def mark_change(
    ref: str, phase: Phase, number: int, place: str, *, actor: Actor, work: UnitOfWork, now: datetime, is_seen: bool = True
) -> SeenChange | None:
    """Say that one has looked at what stands at a place (`step/at`) in a sending, or take it back. It counts as long as that stands there.

    Raises NotThere for a sending that was never made, BadInput for a place the phase does not have. The case itself does not change.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "mark_change", municipality_id=case.municipality_id)
        loaded = load(case, work=work, now=now)
        snapshot = next((one for one in work.cases.snapshots(case.id) if (one.phase, one.number) == (phase, number)), None)
        if snapshot is None:
            raise NotThere
        step, at = _place(loaded, phase, place)
        made = None
        if is_seen:
            evidence = fingerprint(loaded.workflow, dossier_of(snapshot, loaded), step, at)
            made = SeenChange(case_id=case.id, phase=str(phase), place=place, evidence=evidence, by=actor.person_id, at=now)
            work.casepages.save_seen(made)
        else:
            work.casepages.remove_seen(case.id, phase, place)
        kind = "change_seen" if is_seen else "change_unseen"
        work.log.record(kind, actor=actor, at=now, case=case, data={"phase": str(phase), "sending": number, "place": place})
        work.announce(Change(case.id, case.ref, kind, case.municipality_id, "", case.version, actor.person_id, str(phase)))
        work.commit()
    return made


def _place(loaded: Loaded, phase: Phase, place: str) -> tuple[str, str]:
    step, _slash, at = place.partition("/")
    index = index_of(loaded.workflow, phase) if any(one.phase == phase for one in loaded.workflow.phases) else None
    key = at.split("@")[0].split("/")[0]
    if index is None or step not in index.steps or key not in index.parts or len(place) > 400:
        raise BadInput(_("There is no place “{name}” in this part.", name=place[:80]), target="place")
    return step, at


def _phase(wanted: Wanted, snapshots: Sequence[Snapshot]) -> Phase | None:
    """The phase that is wanted, else the newest that was sent twice, else the newest that was sent."""
    if wanted.phase:
        try:
            return Phase(wanted.phase)
        except ValueError:
            raise NotThere from None
    twice = [one.phase for one in snapshots if one.number > 1]
    return next(reversed(twice or [one.phase for one in snapshots]), None)


def _chosen(wanted: Wanted, sent: Sequence[Snapshot]) -> tuple[Snapshot | None, Snapshot | None]:
    """The older and the newer of the two, whichever was named first."""
    if not sent:
        return None, None
    by_number = {one.number: one for one in sent}
    new = wanted.new or sent[-1].number
    old = wanted.old or max((one.number for one in sent if one.number < new), default=0)
    if new not in by_number or (old and old not in by_number):
        raise NotThere
    if old == new:
        raise BadInput(_("Choose two different sendings to compare."), target="old")
    first, last = sorted((old, new))
    return by_number.get(first), by_number[last]


def _found_good(loaded: Loaded, ticks: Sequence[Tick]) -> set[str]:
    """The places at which every line of the check-list was found good as it stands."""
    places: dict[str, bool] = {}
    for row in loaded.ledger() if ticks else ():
        if row.at:
            place = f"{row.step}/{row.at}"
            places[place] = places.get(place, True) and is_found_good(row, loaded, ticks)
    return {place for place, is_good in places.items() if is_good}


def _more_names(opened: Opened, marks: Mapping[str, SeenChange], kept: Iterable[Document], work: UnitOfWork) -> Mapping[str, str]:
    """Who has looked, and who uploaded what is there no more: asked for only where the case has not named them yet."""
    people = {one.by for one in marks.values()} | {one.uploaded_by for one in kept}
    return work.parties.names(sorted(people - opened.names.keys()))


class _Found:
    """What two sendings say, place by place."""

    def __init__(
        self, opened: Opened, phase: Phase, marks: Mapping[str, SeenChange], kept: Mapping[str, Document], names: Mapping[str, str]
    ) -> None:
        self.opened, self.phase, self.marks, self.kept, self.names = opened, phase, marks, kept, names
        self.good: set[str] = set()
        self._differences: Sequence[Difference] = ()
        self._after: Dossier | None = None
        sent = [one for one in opened.loaded.requests if one.phase == phase and one.sent_at is not None]
        self._requests = {one.target: one for one in sorted(sent, key=lambda one: one.number)}

    def look(self, old: Snapshot, new: Snapshot) -> None:
        """Compare these two."""
        loaded = self.opened.loaded
        self._after = dossier_of(new, loaded)
        self._differences = side_by_side(loaded.workflow, dossier_of(old, loaded), self._after, self.phase)

    def pairs(self) -> list[Pair]:
        """Every place of either sending, in the order of the form."""
        return [self._pair(one) for one in self._differences]

    def steps(self, pairs: Sequence[Pair]) -> list[ComparedStep]:
        """These places by step, and the steps that were asked about as a whole."""
        loaded = self.opened.loaded
        if not any(one.phase == self.phase for one in loaded.workflow.phases):
            return []
        found = []
        for key, step in index_of(loaded.workflow, self.phase).steps.items():
            here = [one for one in pairs if one.difference.step == key]
            asked = self._requests.get(key)
            whole = [self._request(asked)] if asked is not None and asked.target_kind == TargetKind.STEP else []
            if here or any(one.state == RequestState.ANSWERED for one in whole):
                found.append(ComparedStep(key, step.title, here, whole))
        return found

    def _pair(self, one: Difference) -> Pair:
        place = f"{one.step}/{one.at}"
        asked = self._asked(one)
        request = self._request(asked) if asked else None
        mark = self.marks.get(place)
        if mark is not None and (self._after is None or mark.evidence != self._evidence(one)):
            mark = None
        judged = request is not None and request.state in JUDGED
        return Pair(
            place, one, self._files(one.old_files), self._files(one.new_files), request,
            self.names.get(mark.by, "") if mark else "", mark.at if mark else None, mark is not None or judged or place in self.good,
        )  # fmt: skip

    def _evidence(self, one: Difference) -> str:
        assert self._after is not None
        return fingerprint(self.opened.loaded.workflow, self._after, one.step, one.at)

    def _asked(self, one: Difference) -> CorrectionRequest | None:
        """What was asked about this very place, about its slot in any row, or about the group it lies in; the newest counts."""
        for at in dict.fromkeys((one.at, one.at.split("@")[0], one.at.split("/")[0])):
            if f"{one.step}/{at}" in self._requests:
                return self._requests[f"{one.step}/{at}"]
        return None

    def _request(self, one: CorrectionRequest) -> RequestInfo:
        return request_info(one, self.opened.loaded, self.names, {}, {})

    def _files(self, ids: Sequence[str]) -> list[DocumentInfo]:
        return [document_info(self.kept[one], self.names) for one in ids if one in self.kept]
