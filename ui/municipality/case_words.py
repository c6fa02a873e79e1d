"""From what the use case shows of a case to what the officer's pieces show: words, tones and addresses. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any

from models.base import State, Status
from models.correspondence import MORE_TIME, RequestState
from models.document import FileState
from models.geometry import Place as Geometry
from models.text import Text, _, _n, verbatim
from ui.components.map import shown_map, shown_maps
from ui.municipality.pieces.changes import Changed
from ui.municipality.pieces.checklist import CheckLine, CheckStep, Demand, Evidence
from ui.municipality.pieces.documents import DocumentView
from ui.municipality.pieces.requests import SentRequest
from ui.municipality.pieces.tray import PlannedRequest, Target
from ui.texts import Speaker
from ui.theme.status import Tone
from workflows.casework.views import CheckedRow, DocumentInfo, OfficerCase, RequestInfo
from workflows.casework.wording import remarks_on
from workflows.changes import Difference
from workflows.summary import SummaryGroup, SummaryLine, SummaryRow

OTHERS_DRAFT = frozenset({Status.DRAFT})
"""While the contractor prepares a phase, nothing of it has been sent, so staff are not shown it."""

ROW_STATES: Mapping[State, tuple[Text, Tone]] = {
    State.MET: (_("Met"), Tone.PLAIN),
    State.MISSING: (_("Lacking"), Tone.RED),
    State.DOUBTFUL: (_("Doubtful"), Tone.YELLOW),
    State.WAIVED: (_("Cannot be supplied"), Tone.BLUE),
    State.ASKED_FOR: (_("Asked for"), Tone.PURPLE),
    State.NOT_APPLICABLE: (_("Does not apply"), Tone.GREY),
}
_WEIGHT = (State.NOT_APPLICABLE, State.MET, State.WAIVED, State.DOUBTFUL, State.MISSING, State.ASKED_FOR)
"""Of several states at one place the last one here is told."""
REQUEST_STATES: Mapping[RequestState, tuple[Text, Tone]] = {
    RequestState.PLANNED: (_("In the tray"), Tone.GREY),
    RequestState.SENT: (_("Waiting for an answer"), Tone.YELLOW),
    RequestState.ANSWERED: (_("Answered"), Tone.PURPLE),
    RequestState.ACCEPTED: (_("Accepted"), Tone.GREEN),
    RequestState.REOPENED: (_("Asked again"), Tone.YELLOW),
    RequestState.WITHDRAWN: (_("Request withdrawn"), Tone.GREY),
}
FILE_STATES: Mapping[FileState, tuple[Text, Tone]] = {
    FileState.RECEIVING: (_("Being received"), Tone.GREY),
    FileState.CHECKING: (_("Being checked"), Tone.GREY),
    FileState.READY: (_("Ready"), Tone.PLAIN),
    FileState.DOUBTFUL: (_("Look closer"), Tone.YELLOW),
    FileState.REFUSED: (_("Refused"), Tone.RED),
}
_ASKED: Mapping[RequestState, Text] = {
    RequestState.PLANNED: _("A request lies in the tray."),
    RequestState.SENT: _("Asked for; waiting for the contractor."),
    RequestState.REOPENED: _("Asked for again; waiting for the contractor."),
    RequestState.ANSWERED: _("The contractor has answered. Judge the answer under “Requests and answers”."),
}


@dataclass(frozen=True)
class Place:
    """A place in the form with the words it is known by."""

    step: str
    step_title: Text
    label: Text
    value: Text | None
    drawn: Geometry | None = None


class CaseWords:
    """The words of one case for one person. Make a new one for each look."""

    def __init__(self, case: OfficerCase, speaker: Speaker) -> None:
        self.case, self.speaker = case, speaker
        self.places = dict(self._places())
        self._was = {one.at: one for one in case.differences}
        self._people = dict(case.handlers)
        parts = [part for section in case.sections for part in section.parts]
        self._groups = {part.key: part for part in parts if isinstance(part, SummaryGroup)}

    @property
    def is_hidden(self) -> bool:
        """The current phase is still the contractor's own draft."""
        return self.case.head.status in OTHERS_DRAFT

    def steps(self) -> list[CheckStep]:
        """The check-list: for each step a line for each place, without what does not apply."""
        if self.is_hidden:
            return []
        found: dict[str, dict[str, list[CheckedRow]]] = {section.step: {} for section in self.case.sections}
        alone: dict[str, list[CheckedRow]] = {}
        for one in self.case.checklist:
            if one.row.state == State.NOT_APPLICABLE:
                continue
            if not one.row.at and not one.row.is_unmet:
                alone.setdefault(one.row.step, []).append(one)
            else:
                found.setdefault(one.row.step, {}).setdefault(one.row.at or one.row.key, []).append(one)
        return [self._step(step, found.get(step, {}), alone.get(step, [])) for step in dict.fromkeys([*found, *alone])]

    def planned(self) -> list[PlannedRequest]:
        """What lies in the tray."""
        return [
            PlannedRequest(
                one.id,
                one.what,
                one.how_to_fix,
                self._where(one),
                one.source.words,
                one.source.url,
                one.comment,
                one.reason_kind,
                one.extra_reason if one.is_extra else "",
                remarks_on(one.comment) or ([] if one.requirement else remarks_on(one.what.in_english())),
                _reason(one),
            )
            for one in self.case.planned
        ]

    def requests(self) -> list[SentRequest]:
        """What was sent, answered ones first, then open ones, then those that are closed."""
        rank = {RequestState.ANSWERED: 0, RequestState.SENT: 1, RequestState.REOPENED: 1}
        return [self._request(one) for one in sorted(self.case.requests, key=lambda one: (rank.get(one.state, 2), one.number))]

    def documents(self) -> list[DocumentView]:
        """The files of the phases that were sent."""
        phase = self.case.head.phase
        return [self._document(one) for one in self.case.documents if not (self.is_hidden and one.phase == phase)]

    def targets(self) -> list[Target]:
        """Everything a request may point at: each step as a whole, then its questions and slots."""
        if self.is_hidden:
            return []
        found = []
        for section in self.case.sections:
            found.append(Target(section.step, _("The whole part “{title}”", title=section.title), section.title))
            found += [
                Target(f"{place.step}/{at}", place.label, section.title) for at, place in self.places.items() if place.step == section.step
            ]
        return found

    def changes(self) -> list[Changed]:
        """What differs from the sending before, place by place."""
        return [self._difference(one) for one in self.case.differences] if not self.is_hidden else []

    def _places(self) -> Iterator[tuple[str, Place]]:
        for section in self.case.sections:
            for part in section.parts:
                if isinstance(part, SummaryGroup):
                    for row in part.rows:
                        yield from ((line.at, self._place(section.step, section.title, line, row.title)) for line in row.lines)
                else:
                    yield part.at, self._place(section.step, section.title, part, None)

    def _place(self, step: str, title: Text, line: SummaryLine, row: Text | None) -> Place:
        label = _("{row}: {label}", row=row, label=line.label) if row else line.label
        files = ", ".join(file.name for file in line.files)
        return Place(step, title, label, verbatim(files) if files else line.value, line.place)

    def _step(self, step: str, places: Mapping[str, list[CheckedRow]], alone: list[CheckedRow]) -> CheckStep:
        titles = {section.step: section.title for section in self.case.sections}
        lines = [self._line(at, rows) for at, rows in places.items()]
        return CheckStep(step, titles.get(step, _("The whole case")), lines, [self._demand(one) for one in alone])

    def _line(self, at: str, rows: list[CheckedRow]) -> CheckLine:
        place = self.places.get(at)
        worst = max((one.row.state for one in rows), key=_WEIGHT.index)
        state, tone = ROW_STATES[worst] if worst != State.MET else ("", Tone.PLAIN)
        asked = next((_ASKED[one.asked] for one in rows if one.asked is not None and one.asked in _ASKED), "")
        waiver = next((one.row.reason for one in rows if one.row.state == State.WAIVED), "")
        ticked = all(one.tick_by for one in rows)
        return CheckLine(
            key=at,
            label=place.label if place else rows[0].row.label,
            demands=[self._demand(one) for one in rows],
            state=state,
            tone=tone,
            evidence=self._evidence(at, rows),
            is_answerable=place is not None,
            waiver=waiver,
            tick=self._tick(rows[0]) if ticked else "",
            asked=asked,
            changed=any(one.changed for one in rows),
        )

    def _demand(self, one: CheckedRow) -> Demand:
        row = one.row
        is_open = not row.is_unmet and _has_gaps(row.what)
        source = (row.source.words, row.source.url)
        return Demand(row.key, row.id, row.what, row.how_to_fix, *source, row.is_unmet, bool(one.tick_by), is_open)

    def _tick(self, one: CheckedRow) -> Text | str:
        if not one.tick_by or one.tick_at is None:
            return ""
        name, day = self._people.get(one.tick_by, ""), self.speaker.day(one.tick_at)
        if one.tick_reason:
            return _("Met otherwise ({name}, {day}): {reason}", name=name, day=day, reason=one.tick_reason)
        return _("{name} {day}", name=name, day=day)

    def _evidence(self, at: str, rows: list[CheckedRow]) -> list[Evidence]:
        """What stands at a place: files, an answer, or the rows of a group."""
        if rows[0].files:
            return [self._file(file) for file in rows[0].files]
        if at in self._groups:
            return [Evidence(self._row_words(row), row.title, maps=self._row_maps(row)) for row in self._groups[at].rows]
        earlier = self._was.get(at)
        place = self.places.get(at)
        now = place.value if place else None
        if now is None and earlier is None:
            return []
        label, drawn = (place.label, place.drawn) if place else ("", None)
        was = (earlier.old or "") if earlier is not None else None
        return [Evidence(now or "", was=was, maps=_maps(label, drawn, earlier.old_place if earlier else None))]

    def _row_words(self, row: SummaryRow) -> str:
        """The answers of one row of a group, one after the other."""
        return " · ".join(self.speaker(line.value) for line in row.lines if line.value is not None)

    def _row_maps(self, row: SummaryRow) -> list[dict[str, Any]]:
        """The places one row of a group shows."""
        return shown_maps([(_("{row}: {label}", row=row.title, label=line.label), line.place) for line in row.lines])

    def _file(self, file: DocumentInfo) -> Evidence:
        note = next(iter(file.doubts), file.refusal or "")
        is_open = file.state in (FileState.READY, FileState.DOUBTFUL)
        where = self._address(file)
        return Evidence(
            file.name,
            href=(where + "/preview" if file.has_preview else where) if is_open else "",
            thumb=where + "/thumb" if file.has_preview else "",
            note=note,
        )

    def _address(self, file: DocumentInfo) -> str:
        return f"/cases/{self.case.head.ref}/documents/{file.id}"

    def _where(self, one: RequestInfo) -> Text:
        place = self.places.get(one.at)
        if place is None:
            return one.label if one.step else _("Free question")
        return _("{step} · {label}", step=place.step_title, label=place.label)

    def _request(self, one: RequestInfo) -> SentRequest:
        state, tone = REQUEST_STATES[one.state]
        is_answered = one.state in (RequestState.ANSWERED, RequestState.ACCEPTED)
        files = [self._file(file) for file in self.case.documents if one.at and file.phase == one.phase and one.at in (file.at, file.slot)]
        new = (files or ([Evidence(one.new)] if one.new is not None else [])) if is_answered else []
        is_open = one.state in (RequestState.SENT, RequestState.REOPENED, RequestState.ANSWERED)
        day = self.speaker.day(one.answered_at) if one.answered_at else ""
        return SentRequest(
            id=one.id,
            number=one.number,
            what=one.what,
            how=one.how_to_fix,
            place=self._where(one),
            state=state,
            tone=tone,
            is_open=is_open,
            answered=one.state == RequestState.ANSWERED,
            comment=one.comment,
            extra=one.extra_reason if one.is_extra else "",
            reason=_reason(one),
            due=_("Answer wanted by {day}", day=one.due_on)
            if one.due_on and one.state in (RequestState.SENT, RequestState.REOPENED)
            else "",
            old=self._files(self._was[one.at].old_files if one.at in self._was else (), one.old) if is_answered else [],
            new=new,
            answer=self._answer(one) if is_answered or one.answer_kind == MORE_TIME else "",
            answered_by=_("{name} {day}", name=one.answered_by, day=day) if one.answered_by else "",
            closing=_("Withdrawn: {reason}", reason=one.closing_reason) if one.closing_reason else "",
        )

    def _answer(self, one: RequestInfo) -> Text | str:
        if one.answer_kind == "disputed":
            return _("The contractor says it is right as it is: {words}", words=one.answer)
        if one.answer_kind == MORE_TIME:
            return _("The contractor asks for more time: {words}", words=one.answer)
        return one.answer

    def _document(self, one: DocumentInfo) -> DocumentView:
        state, tone = FILE_STATES[one.state]
        place = self.places.get(one.at)
        where = self._address(one)
        is_open = one.state in (FileState.READY, FileState.DOUBTFUL)
        about = _("{size} · {name} · {when}", size=self.speaker.size(one.size), name=one.uploaded_by, when=one.uploaded_at)
        return DocumentView(
            id=one.id,
            name=one.name,
            place=_("{step} · {label}", step=place.step_title, label=place.label) if place else _("Earlier phase"),
            about=about,
            state=state,
            tone=tone,
            href=where if is_open else "",
            thumb=where + "/thumb" if one.has_preview else "",
            preview=where + "/preview" if one.has_preview else "",
            facts=file_facts(one.facts),
            doubts=[*one.doubts, *([one.refusal] if one.refusal else [])],
            changed=one.at in self._was,
        )

    def _difference(self, one: Difference) -> Changed:
        place = self.places.get(one.at)
        label = _("{row}: {label}", row=one.row, label=one.label) if one.row else one.label
        old, new = self._files(one.old_files, one.old), self._files(one.new_files, one.new)
        shown_label = place.label if place else label
        return Changed(shown_label, old, new, _maps(shown_label, one.new_place, one.old_place))

    def _files(self, ids: Sequence[str], words: Text | None) -> list[Evidence]:
        """The files with these ids that can still be told of, else what they or the answer were called."""
        found = [self._file(file) for one in ids for file in (*self.case.earlier, *self.case.documents) if file.id == one]
        return found or ([Evidence(words)] if words is not None else [])


def _maps(label: Text | str, now: Geometry | None, was: Geometry | None) -> list[dict[str, Any]]:
    shown = shown_map(label, now, was)
    return [] if shown is None else [shown]


def _has_gaps(words: Text) -> bool:
    """Whether a prompt names values that are only known when the fault is there."""
    return any(name is not None and name not in words.values for _literal, name, _spec, _conversion in Formatter().parse(words.msgid))


def file_facts(facts: Mapping[str, Any]) -> list[Text]:
    """What the check found out about a file, in words."""
    found: list[Text] = []
    if facts.get("taken_at"):
        found.append(_("Taken {when}", when=datetime.fromisoformat(str(facts["taken_at"])).strftime("%d.%m.%Y %H:%M")))
    if facts.get("pages"):
        found.append(_n("{n} page", "{n} pages", int(facts["pages"])))
    if facts.get("width") and facts.get("height"):
        found.append(_("{width} × {height} pixels", width=facts["width"], height=facts["height"]))
    if facts.get("latitude") is not None and facts.get("longitude") is not None:
        found.append(_("Taken at {latitude}, {longitude}", latitude=round(facts["latitude"], 5), longitude=round(facts["longitude"], 5)))
    return found


def _reason(one: RequestInfo) -> Text | str:
    """Why something is asked that is no extra demand."""
    return _("The municipality's reason: {words}", words=one.extra_reason) if one.extra_reason and not one.is_extra else ""
