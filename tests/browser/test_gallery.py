"""The design system in a real browser: accessible in every state, kind to slow lines, and never losing what was typed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from tests.browser.office import axe
from tests.ports import free_port

HERE = Path(__file__).resolve().parents[2]
PAGES = ("", "/step", "/board", "/slow")
WIDTHS = {"desktop": (1280, 900), "phone": (375, 812)}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = os.environ.get("PORTAL_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    return {"executable_path": chromium, "args": FLAGS}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The gallery on a free port; the process is ended by its own handle."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.gallery_app", str(port)], cwd=HERE, env=clean, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}/_gallery"
    for _attempt in range(120):
        try:
            told(address)
            break
        except OSError:
            time.sleep(0.25)
    yield address
    process.terminate()
    process.wait(10)


def told(server: str) -> dict[str, Any]:
    """What the server knows by now."""
    with urllib.request.urlopen(f"{server}/state", timeout=5) as answer:
        state: dict[str, Any] = json.load(answer)
    return state


def until(claim: Any, seconds: float = 5) -> None:
    """Wait until the claim holds, or fail with it."""
    ends = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.05)


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("window.did_handshake")
    return page


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield fresh
    fresh.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_every_piece_is_accessible_and_fits(browser: Browser, server: str, path: str, width: str, scheme: Any) -> None:
    across, down = WIDTHS[width]
    context = browser.new_context(
        viewport={"width": across, "height": down}, color_scheme=scheme, reduced_motion="reduce", has_touch=width == "phone"
    )
    page = opened(context, server + path)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= across
    assert page.locator("h1").count() == 1
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_states_that_appear_later_are_accessible_too(browser: Browser, server: str, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 812}, color_scheme=scheme, reduced_motion="reduce")
    page = opened(context, server)

    page.get_by_role("button", name="Godkjenn").click()
    expect(page.get_by_text("Ett krav er ikke besvart ennå.")).to_be_visible()
    page.get_by_role("button", name="Vis feilene").click()
    expect(page.get_by_role("alert").filter(has_text="Det er 2 ting du må rette")).to_be_focused()
    assert page.title().startswith("Feil:")
    page.locator(".menu-button").click()
    assert axe(page) == []

    page.keyboard.press("Escape")
    page.get_by_role("button", name="Fjern Måler 1").click()
    expect(page.get_by_text("Måler 1 er fjernet.")).to_be_visible()
    page.get_by_role("button", name="Åpne dialog").click()
    expect(page.get_by_role("dialog", name="Trekke søknaden?")).to_be_visible()
    assert axe(page) == []

    panel = opened(context, server + "/step")
    panel.locator(".missing-bar").click()
    panel.get_by_role("button", name="Hvorfor?").first.click()
    assert axe(panel) == []
    context.close()


def test_fast_typing_over_a_slow_line_loses_no_character_and_the_caret_stays(context: BrowserContext, server: str) -> None:
    page = opened(context, server + "/slow?delay=300")
    story = "Vannmåleren står i kjelleren bak fyrkjelen og er vanskelig å lese av. " * 3
    page.locator("#f-story").fill("")
    page.locator("#f-story").press_sequentially(story, delay=12)

    assert page.locator("#f-story").input_value() == story
    until(lambda: told(server)["draft"].get("story") == story)

    page.locator("#f-story").evaluate("box => box.setSelectionRange(10, 10)")
    page.locator("#f-story").press_sequentially("XYZ", delay=120)
    page.wait_for_timeout(900)
    page.locator("#f-story").press_sequentially("W", delay=10)
    assert page.locator("#f-story").input_value() == story[:10] + "XYZW" + story[10:]
    until(lambda: "XYZW" in told(server)["draft"]["story"])


def test_an_answer_reaches_the_server_within_a_second_while_typing_goes_on(context: BrowserContext, server: str) -> None:
    page = opened(context, server + "/slow?delay=0")
    page.locator("#f-name").fill("")
    page.locator("#f-name").focus()
    for letter in "abcdefghijklmnopqrst":
        page.keyboard.type(letter)
        page.wait_for_timeout(60)
    assert len(told(server)["draft"]["name"]) >= 4
    until(lambda: told(server)["draft"]["name"] == "abcdefghijklmnopqrst", 1)


def test_choices_and_property_numbers_are_sent_at_once_with_their_shapes(context: BrowserContext, server: str) -> None:
    page = opened(context, server + "/slow?delay=0")
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Gårdsnr. (gnr)").fill("12")
    page.get_by_label("Bruksnr. (bnr)").fill("34")
    page.keyboard.press("Tab")

    until(lambda: told(server)["draft"].get("yes") is True)
    until(lambda: told(server)["draft"].get("place") == {"gnr": "12", "bnr": "34", "fnr": "", "snr": ""})
    page.reload()
    page.wait_for_function("window.did_handshake")
    expect(page.get_by_label("Ja", exact=True)).to_be_checked()
    expect(page.get_by_label("Bruksnr. (bnr)")).to_have_value("34")


def test_the_value_of_a_colleague_is_shown_but_never_over_newer_typing(context: BrowserContext, server: str) -> None:
    page = opened(context, server + "/slow?delay=1500")
    page.get_by_role("button", name="Kollegaen skriver").click()
    expect(page.locator("#f-name")).to_have_value("Ola")
    expect(page.get_by_text("Endret av Ola kl. 10:42")).to_be_visible()

    page.locator("#f-name").press("End")
    page.locator("#f-name").press_sequentially("f Moe")
    page.get_by_role("button", name="Kollegaen skriver").dispatch_event("click")
    page.wait_for_timeout(500)
    expect(page.locator("#f-name")).to_have_value("Olaf Moe")


def test_text_typed_offline_waits_on_the_device_and_is_sent_when_the_line_is_back(context: BrowserContext, server: str) -> None:
    page = opened(context, server + "/slow?delay=0")
    expect(page.locator("[data-save-mark]")).to_have_attribute("data-state", "saved")
    page.evaluate("window.socket.disconnect()")
    page.locator("#f-story").fill("Skrevet i grøfta uten dekning")
    expect(page.locator("[data-save-mark]")).to_have_attribute("data-state", "offline", timeout=4000)
    assert told(server)["draft"].get("story") != "Skrevet i grøfta uten dekning"

    page.evaluate("window.socket.connect()")
    until(lambda: told(server)["draft"].get("story") == "Skrevet i grøfta uten dekning", 15)
    expect(page.locator("[data-save-mark]")).to_have_attribute("data-state", "saved", timeout=8000)


def test_text_the_server_would_not_take_is_replayed_when_the_page_is_opened_again(context: BrowserContext, server: str) -> None:
    page = opened(context, server + "/slow?broken=true&delay=0")
    page.locator("#f-story").fill("Ikke mist dette")
    expect(page.locator("[data-save-mark]")).to_have_attribute("data-state", "unsaved", timeout=4000)
    page.on("dialog", lambda box: box.accept())
    page.close()

    again = opened(context, server + "/slow?delay=0")
    expect(again.locator("#f-story")).to_have_value("Ikke mist dette")
    until(lambda: told(server)["draft"].get("story") == "Ikke mist dette")
    until(lambda: again.evaluate("localStorage.getItem('portal:unsent:gallery/slow')") is None)


def test_leaving_is_questioned_only_while_something_is_unsaved(context: BrowserContext, server: str) -> None:
    page = opened(context, server + "/slow?delay=0")
    asked: list[str] = []

    def allow(box: Dialog) -> None:
        asked.append(box.type)
        box.accept()

    page.on("dialog", allow)
    page.locator("#f-name").fill("Kari")
    until(lambda: told(server)["draft"].get("name") == "Kari")
    page.wait_for_timeout(300)
    page.reload()
    assert asked == []

    page.goto(server + "/slow?broken=true&delay=0")
    page.wait_for_function("window.did_handshake")
    page.locator("#f-name").press_sequentially("X")
    page.wait_for_timeout(700)
    page.goto(server + "/step")
    assert asked == ["beforeunload"]


def test_several_files_go_up_at_once_and_failures_say_why_and_can_be_tried_again(
    context: BrowserContext, server: str, tmp_path: Path
) -> None:
    page = opened(context, server)
    names = ["en.jpg", "to.jpg", "bad.jpg", "flaky.jpg", "slow.jpg"]
    for name in names:
        (tmp_path / name).write_bytes(b"x" * 50_000)
    slot = page.locator("[data-slot=photo]")
    slot.locator(".slot-choose input[type=file]").first.set_input_files([tmp_path / name for name in names])

    expect(slot.get_by_text("Filen er skadet. Eksporter den på nytt.")).to_be_visible()
    slot.get_by_role("button", name="Prøv igjen flaky.jpg").click()
    until(lambda: {"en.jpg", "to.jpg", "flaky.jpg"} <= {one["name"] for one in told(server)["received"] if "size" in one})
    slot.get_by_role("button", name="Avbryt slow.jpg").click()
    expect(slot.get_by_text("slow.jpg")).to_have_count(0)
    one = next(one for one in told(server)["received"] if one["name"] == "en.jpg")
    assert (one["size"], one["slot"], one["csrf"]) == (50_000, "photo", "sample")
    slot.get_by_role("button", name="Fjern skive.jpg").click()
    expect(slot.get_by_text("skive.jpg er fjernet.")).to_be_visible()


def test_a_file_that_is_too_large_is_stopped_before_it_is_sent(context: BrowserContext, server: str, tmp_path: Path) -> None:
    page = opened(context, server)
    big = tmp_path / "stor.jpg"
    with big.open("wb") as out:
        out.truncate(100_000_001)
    page.locator("[data-slot=photo] input[type=file]").first.set_input_files(big)
    expect(page.get_by_text("Filen er større enn 100 MB. Gjør den mindre og prøv igjen.")).to_be_visible()
    assert all(one["name"] != "stor.jpg" for one in told(server)["received"])


def test_a_line_of_the_missing_panel_leads_to_its_field_and_marks_it(context: BrowserContext, server: str) -> None:
    page = opened(context, server + "/step")
    page.get_by_role("button", name="Les av målernummeret på nytt", exact=True).click()
    expect(page.locator("#f-number")).to_be_focused()
    expect(page.locator("[data-field=number]")).to_have_class("field field-meter_number is-pointed-at")


def test_news_on_the_board_waits_while_the_pointer_is_in_the_column(context: BrowserContext, server: str) -> None:
    page = opened(context, server + "/board")
    lane = page.locator("[data-lane=Nye]")
    page.get_by_role("button", name="Endre").click()
    lane.hover()
    page.wait_for_timeout(1400)
    assert lane.locator("[data-card]").count() == 4
    lane.get_by_role("button", name="oppdateringer").click()
    expect(lane.locator("[data-card]")).to_have_count(6)
    expect(lane.locator(".is-marked").first).to_be_visible()


def test_the_board_can_be_worked_from_the_keyboard(context: BrowserContext, server: str) -> None:
    page = opened(context, server + "/board")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("[data-lane=Nye] [data-card] a.card-link").first).to_be_focused()
    page.keyboard.press("a")
    until(lambda: told(server)["draft"].get("taken") == "c3")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()


def test_a_dialog_takes_the_focus_and_gives_it_back_on_escape(context: BrowserContext, server: str) -> None:
    page = opened(context, server)
    page.get_by_role("button", name="Åpne dialog").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Åpne dialog")).to_be_focused()
    page.get_by_role("button", name="Åpne dialog").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_chosen_look_is_kept_and_the_skip_link_comes_first(context: BrowserContext, server: str) -> None:
    page = opened(context, server)
    page.locator(".menu-button").click()
    page.get_by_role("button", name="Mørkt").click()
    page.reload()
    page.wait_for_function("window.did_handshake")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 22, 24)"
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hopp til innholdet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()


def test_nothing_is_fetched_from_outside(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server)
    page.wait_for_function("window.did_handshake")
    here = server.split("/_gallery")[0]
    assert [url for url in asked if not url.startswith((here, here.replace("http", "ws"), "data:", "blob:"))] == []
