"""The pieces without a browser: what they send, what they refuse, and that they speak the person's language."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from nicegui.element import Element
from nicegui.events import GenericEventArguments
from nicegui.testing import user_simulation

from models.base import Phase, Status
from models.text import _, verbatim
from ui.components import (
    Change,
    Choice,
    FieldView,
    GroupView,
    MissingGroup,
    MissingKind,
    MissingLine,
    MissingView,
    ProcessStep,
    RowLine,
    RowView,
    View,
    answer_form,
    button,
    field,
    frame,
    link,
    missing_panel,
    process_bar,
    row_group,
    safe_href,
    status_tag,
)
from ui.components.gallery_samples import sample_slot
from ui.components.row_lines import RowLines
from ui.components.uploads import upload_slot
from ui.texts import Speaker
from ui.theme import status_look

T = TypeVar("T")
CHOICES = [Choice(str(number), verbatim(f"Valg {number}")) for number in range(8)]


def finished(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end in a thread of its own: browser tests in the same process keep a loop running in the main one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def drawn(build: Callable[[], T]) -> T:
    """What a page made, drawn on a simulated page."""

    async def run() -> T:
        made: list[T] = []
        async with user_simulation(lambda: made.append(build())) as user:
            await user.open("/")
        return made[0]

    return finished(run())


def happened(element: Element, arguments: Any) -> GenericEventArguments:
    return GenericEventArguments(sender=element, client=element.client, args=arguments)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "/\\evil.example", "data:text/html,x", "JavaScript:x"])
def test_a_link_leads_nowhere_that_runs_code_or_leaves_by_a_trick(address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        safe_href(address)


def test_a_link_keeps_an_honest_address() -> None:
    assert [safe_href(one) for one in ("/cases/1", "#a", "https://lovdata.no/", "mailto:a@b.no", None)] == [
        "/cases/1",
        "#a",
        "https://lovdata.no/",
        "mailto:a@b.no",
        None,
    ]


def test_words_of_people_stay_data_and_never_enter_a_template() -> None:
    piece = drawn(lambda: link(verbatim("{{ constructor }}<img src=x onerror=alert(1)>"), "/"))
    assert piece.props["template"] == type(piece).template
    assert piece.data["words"] == "{{ constructor }}<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(("locale", "words"), [("nb", "Du må svare"), ("nn", "Du må svare"), ("en", "You must answer")])
def test_a_status_is_read_in_the_language_of_the_page(locale: Any, words: str) -> None:
    def build() -> View:
        with frame(Speaker(locale), title=_("Cases")):
            return status_tag(Status.PAUSED)

    assert drawn(build).data["words"] == words


def test_every_status_has_a_look_for_both_sides() -> None:
    looks = [status_look(status, phase) for status in Status for phase in Phase]
    assert all(look.words(side).in_english() for look in looks for side in ("contractor", "officer"))
    assert status_look(Status.DRAFT, Phase.FINAL).contractor.in_english() == "Final documentation remains"


def test_showing_the_same_again_sends_nothing() -> None:
    view = MissingView([MissingGroup(MissingKind.BLOCKS, [MissingLine("1", verbatim("Velg"))])])

    def build() -> tuple[Any, int, int]:
        panel = missing_panel(view)
        panel.client.outbox.updates.clear()
        panel.show(view)
        same = len(panel.client.outbox.updates)
        panel.show(MissingView())
        return panel, same, len(panel.client.outbox.updates)

    panel, same, other = drawn(build)
    assert (same, other) == (0, 1)
    assert panel.data["say"] == "Alt er klart. Se over og send inn."


def test_what_is_done_is_told_when_somebody_opens_the_list() -> None:
    def view(*places: str) -> MissingView:
        return MissingView((), len(places), lambda: [verbatim(one) for one in places])

    def build() -> list[Any]:
        panel = missing_panel(view("Rørene", "Kummene"))
        seen = [panel.data]
        for act in (lambda: panel._act("done", True), lambda: panel.show(view("Rørene")), lambda: panel._act("done", False)):
            act()
            seen.append(panel.data)
        return [(one["done_words"], one["done"]) for one in seen]

    assert drawn(build) == [
        ("Vis 2 ferdige", []),
        ("Vis 2 ferdige", ["Rørene", "Kummene"]),
        ("Vis 1 ferdige", ["Rørene"]),
        ("Vis 1 ferdige", []),
    ]


def test_of_many_rows_only_the_lines_that_are_shown_are_told() -> None:
    told: list[str] = []

    def line(number: int) -> RowLine:
        def words() -> str:
            told.append(str(number))
            return f"Rør {number}"

        return RowLine(str(number), verbatim(str(number)), words)

    def build() -> list[str]:
        lines = RowLines([line(number) for number in range(500)], lambda _id: None)
        told.clear()
        lines._act("page", 2)
        return [one["words"] for one in lines.data["lines"]]

    assert drawn(build) == [f"Rør {number}" for number in range(24, 36)]
    assert told == [str(number) for number in range(24, 36)]


@pytest.mark.parametrize(
    ("view", "shape"),
    [
        (FieldView("a", "A", "boolean"), "radios"),
        (FieldView("a", "A", "choice", options=CHOICES[:7]), "radios"),
        (FieldView("a", "A", "choice", options=CHOICES), "select"),
        (FieldView("a", "A", "person", options=CHOICES[:2]), "select"),
        (FieldView("a", "A", "multi", options=CHOICES), "checks"),
        (FieldView("a", "A", "longtext"), "long"),
        (FieldView("a", "A", "date"), "line"),
        (FieldView("a", "A", "property"), "property"),
        (FieldView("a", "A", "textlist"), "line"),
    ],
)
def test_a_kind_of_answer_gets_its_native_control(view: FieldView, shape: str) -> None:
    assert drawn(lambda: field(view)).data["shape"] == shape


def test_any_raw_answer_can_be_shown_by_any_field() -> None:
    values = [None, "x", 7, 1.5, True, [], ["a", 3], {}, {"gnr": None}, {"gnr": 12, "x": 1}]
    kinds = {"text": (), "longtext": (), "boolean": (), "multi": CHOICES[:3], "property": (), "choice": CHOICES, "date": ()}
    pairs = [(kind, value) for kind in kinds for value in values]

    shown = drawn(lambda: [field(FieldView("a", "A", kind, value, options=kinds[kind])) for kind, value in pairs])
    assert [one.data["kind"] for one in shown] == [kind for kind, _value in pairs]


def test_error_hint_and_unit_are_read_with_the_control() -> None:
    shown = drawn(lambda: field(FieldView("a/r1/b", "A", "decimal", hint="h", error="e", unit="m³")))
    assert shown.data["about"] == "f-a-r1-b-hint f-a-r1-b-error f-a-r1-b-unit"


def _form(answer: Callable[[Sequence[Change]], Any]) -> Any:
    with answer_form("k", answer) as form:
        field(FieldView("a", "A"))
    return form


async def _answered(answer: Callable[[Sequence[Change]], Any], parcel: Any) -> Any:
    forms: list[Any] = []
    async with user_simulation(lambda: forms.append(_form(answer))) as user:
        await user.open("/")
        await forms[0]._answered(happened(forms[0], parcel))
    return forms[0]


def test_a_parcel_is_acknowledged_after_the_answer_was_kept_and_only_for_fields_of_the_form() -> None:
    got: list[Change] = []

    async def keep(changes: Sequence[Change]) -> None:
        got.extend(changes)

    parcel = {"seq": 4, "changes": [{"key": "a", "value": "x", "version": 2}, {"key": "stranger", "value": "y", "version": 0}]}
    form = finished(_answered(keep, parcel))
    assert got == [Change("a", "x", 2)]
    assert form.props["data-acked"] == "kept:4"
    assert form.fields["a"].data["value"] == "x"


def test_an_answer_that_was_refused_or_failed_is_never_acknowledged() -> None:
    async def refuse(_changes: Sequence[Change]) -> bool:
        return False

    form = finished(_answered(refuse, {"seq": 1, "changes": []}))
    assert form.props["data-acked"] == "refused:1"


@pytest.mark.parametrize(
    "parcel",
    [
        None,
        "x",
        [],
        {},
        {"seq": "1", "changes": []},
        {"seq": 1},
        {"seq": 1, "changes": [{"key": 3}]},
        {"seq": 1, "changes": [{"key": "a"}] * 201},
    ],
)
def test_a_forged_parcel_reaches_no_use_case(parcel: Any) -> None:
    got: list[Any] = []

    async def keep(changes: Sequence[Change]) -> None:
        got.append(changes)

    with pytest.raises((ValueError, KeyError)):
        finished(_answered(keep, parcel))
    assert got == []


def test_a_full_group_explains_itself_instead_of_hiding_its_button() -> None:
    def build() -> Any:
        rows = [RowView("r1", verbatim("Måler 1"), [FieldView("m/r1/a", "A")])]
        return row_group(
            GroupView("m", verbatim("Målere"), rows, at_most=1),
            on_add=lambda: None,
            on_remove=lambda _id: None,
            on_restore=lambda _id: None,
        )

    assert drawn(build)._add.data["why"] == "Her er det plass til 1."


def test_a_row_that_news_have_drawn_already_is_not_drawn_again() -> None:
    def build() -> Any:
        group = row_group(GroupView("m", verbatim("Målere")), on_add=lambda: None, on_remove=lambda _id: None, on_restore=lambda _id: None)
        for _news in range(2):
            group.add_row(RowView("r1", verbatim("Måler 1")), focus=False)
        return group

    assert len(drawn(build)._rows.default_slot.children) == 1


def test_a_button_that_may_not_be_pressed_does_nothing_even_when_the_event_is_forged() -> None:
    pressed: list[int] = []

    async def run() -> None:
        made: list[Any] = []
        async with user_simulation(lambda: made.append(button(_("Send"), lambda: pressed.append(1), why_not=verbatim("Nei.")))) as user:
            await user.open("/")
            await made[0]._pressed("press", None)
            made[0].allow()
            await made[0]._pressed("press", None)

    finished(run())
    assert pressed == [1]


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (("done", "current", "todo"), "Step 2 of 3: B"),
        (("done", "done", "todo"), "Step 3 of 3: C"),
        (("done", "done", "done"), "Step 3 of 3: C"),
        (("done", "done", "ended"), "The case has ended: C"),
    ],
)
def test_the_one_line_of_the_process_bar_says_where_the_case_is_or_how_it_ended(states: Sequence[Any], said: str) -> None:
    def build() -> View:
        with frame(Speaker("en"), title=verbatim("A case")):
            return process_bar([ProcessStep(label, state) for label, state in zip("ABC", states, strict=True)])

    assert drawn(build).data["short"] == said


def test_a_slot_counts_only_files_that_are_ready() -> None:
    slot = drawn(lambda: upload_slot(sample_slot(), url="/u", csrf="c", on_remove=lambda _id: None, on_restore=lambda _id: None))
    assert slot.data["count"] == "2 av 2"
    assert slot.data["files"][0]["size"] == "2,4\u00a0MB"


def test_the_time_of_the_save_mark_is_that_of_oslo() -> None:
    assert Speaker("nb").time(datetime(2026, 7, 1, 8, 42, tzinfo=UTC)) == "10:42"
