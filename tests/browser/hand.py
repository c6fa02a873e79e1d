"""The contractor's hand: fills the wizard in a real browser from answers as data, by mouse or by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.days import today
from tests.storage.files import camera_exif, dial, pdf, picture

Answers = Mapping[str, Mapping[str, Any]]
UNSEEN = ("_row", "in_municipality")
"""What a form fills by itself."""
UNSENT = "Object.entries(localStorage).filter(([key]) => key.startsWith('portal:unsent:'))"
"""What lies on the device because the server has not acknowledged it."""
ACTIVE = """() => {
  const one = document.activeElement, field = one.closest('[data-field]'), rows = [...document.querySelectorAll('[data-row]')];
  return {key: field?.dataset.field ?? '', kind: field?.dataset.kind ?? '', tag: one.tagName, type: one.type ?? '', value: one.value ?? '',
          slot: one.closest('[data-slot]')?.dataset.slot ?? '', body: one === document.body,
          words: one.innerText ?? '', checked: one.checked ?? false, row: rows.indexOf(one.closest('[data-row]'))};
}"""


def cells(answers: Mapping[str, Any]) -> Iterator[tuple[str, int, str, Any]]:
    """Each answer of a step: group or empty, number of the row, field, value."""
    for key, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value):
                yield from ((key, number, name, one) for name, one in row.items() if name not in UNSEEN)
        else:
            yield "", 0, key, value


def fill_step(page: Page, answers: Mapping[str, Any]) -> None:
    """Answer one page as somebody with a mouse."""
    for group, number, name, value in cells(answers):
        answer(place_of(page, group, number, name), value)


def place_of(page: Page, group: str, number: int, name: str) -> Locator:
    """The field; adds rows until there is one of that number."""
    if not group:
        return page.locator(f'[data-field="{name}"]')
    box = page.locator(f'[data-group="{group}"]')
    rows = box.locator("[data-row]")
    while rows.count() <= number:
        count = rows.count()
        box.get_by_role("button", name="Legg til e").click()
        expect(rows).to_have_count(count + 1)
    return rows.nth(number).locator(f'[data-field$="/{name}"]')


def answer(field: Locator, value: Any) -> None:
    """Give one answer; what is asked only because of an earlier answer appears first."""
    expect(field).to_be_visible()
    for one in value if isinstance(value, list) else [value]:
        words = str(one).lower() if isinstance(one, bool) else str(one)
        control, marks = field.locator("select, textarea, input").first, field.locator("[type=radio], [type=checkbox]")
        place = marks.evaluate_all("(all, wanted) => all.findIndex((one) => one.value === wanted)", words)
        if place >= 0:
            marks.nth(place).check()
        elif control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(words)
        else:
            control.fill(words)


def saved(page: Page, within: int = 5_000) -> None:
    """Everything typed has been acknowledged by the server; `within` milliseconds, longer where a line has to come back first."""
    expect(page.locator("[data-save-mark]")).to_have_attribute("data-state", "saved", timeout=within)
    for _try in range(within // 50):
        left = page.evaluate(UNSENT)
        if not left:
            return
        page.wait_for_timeout(50)
    assert left == [], page.url


def choose_files(page: Page, slot: str, files: Sequence[Path]) -> Locator:
    """Put files into a slot and wait until the portal has looked at them."""
    place = page.locator(f'[data-slot^="{slot}"]')
    place.locator(".slot-choose input[type=file]").first.set_input_files(list(files))
    expect(place.locator(".is-ready, .is-doubtful, .is-refused")).to_have_count(len(files), timeout=30_000)
    return place


def type_step(page: Page, answers: Mapping[str, Any], files: Mapping[str, Path] | None = None) -> None:
    """Answer one page with the keyboard alone: Tab until the control that leads on is reached, then Enter.

    `files` go into the slots of these keys, whichever row they belong to.
    """
    left = {(number if group else -1, f"{group}/{name}" if group else name): value for group, number, name, value in cells(answers)}
    wanted = dict(files or {})
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.matches('.skip')"):
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    rows = page.locator("[data-row]")
    for _ in range(300):
        at = page.evaluate(ACTIVE)
        slot = at["slot"].partition("@")[0] if at["type"] == "file" else ""
        group, _slash, name = at["key"].partition("/")
        known = (at["row"], f"{group}/{name.rpartition('/')[2]}") if name else (-1, group)
        words = at["words"].strip() if at["tag"] == "BUTTON" else ""
        if known in left:
            _type(page, at, left.pop(known))
            saved(page)  # what is asked because of this answer has appeared
        elif words.startswith("Legg til") and any(number >= rows.count() for number, _name in left):
            page.keyboard.press("Enter")
            page.wait_for_function("document.activeElement.closest('[data-row]') !== null")
            continue
        elif slot in wanted:
            _choose(page, at["slot"], wanted.pop(slot))
        elif words == "Fortsett":
            assert not left, f"not reached by Tab: {sorted(left)}"
            assert not wanted, f"no place reached by Tab for: {sorted(wanted)}"
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way on by keyboard; left: {sorted(left)}")


def _choose(page: Page, slot: str, path: Path) -> None:
    """Press the focused button for files, choose one, and wait where one is until the portal has looked at it."""
    with page.expect_file_chooser() as waiting:
        page.keyboard.press("Space")
    waiting.value.set_files(path)
    expect(page.locator(f'[data-slot="{slot}"]').locator(".is-ready, .is-doubtful")).to_have_count(1, timeout=30_000)
    assert page.evaluate(ACTIVE)["slot"] == slot, "the focus was lost when the file arrived"


def _type(page: Page, at: Mapping[str, Any], value: Any) -> None:
    if at["type"] == "radio":
        page.keyboard.press("Space")
        press_until(page, "ArrowDown", str(value).lower() if isinstance(value, bool) else str(value))
    elif at["type"] == "checkbox":
        for wanted in value if isinstance(value, list) else [str(value).lower()]:
            press_until(page, "Tab", str(wanted))
            page.keyboard.press("Space")
    elif at["tag"] == "SELECT":
        press_until(page, "ArrowDown", str(value))
    elif at["type"] == "date":
        page.keyboard.type(date.fromisoformat(value).strftime("%m%d%Y"))
    else:
        page.keyboard.press("Control+a")
        page.keyboard.type(str(value))


def press_until(page: Page, key: str, wanted: str) -> None:
    for _ in range(60):
        if page.evaluate(ACTIVE)["value"] == wanted:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never came to {wanted}")


class Bag:
    """Real files of a job, made when they are wanted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def jpeg(self, name: str, day: date | None = None) -> Path:
        """A photo of the meter from a phone, taken at the property."""
        taken = (day or today()).strftime("%Y:%m:%d 12:00:00")
        image = dial(900, 700)
        image.paste(sum(name.encode()) % 255, (0, 0, 9, 9))
        return picture(self.folder / name, image=image, exif=camera_exif(taken))

    def heic(self, name: str) -> Path:
        """The same from another make of phone."""
        return picture(self.folder / name, "HEIF")

    def pdf(self, name: str) -> Path:
        """A drawing."""
        return pdf(self.folder / name)
