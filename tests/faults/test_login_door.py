"""Coming in: what is told to whom, how often one may try, codes that work once, cookies, and ways on that lead nowhere else."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pyotp
import pytest

from models.access import LoginSession, OutboxItem
from models.base import Role
from models.case import Event
from storage.demo_people import LOGIN_WORD as PASSWORD
from storage.rows import every
from tests.faults.visitors import Gate, Visitor, open_gate
from tests.portal_process import ROOT
from ui.doors.keeper import hash_of
from ui.login.passwords import fingerprint, recovery_hash
from workflows.access import people

PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("login"), PORTAL_LOGIN_TRIES_PER_ADDRESS="10000") as opened:
        yield opened


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """Codes for staff, few tries, and an https address."""
    settings = {
        "PORTAL_STAFF_TOTP": "required", "PORTAL_LOGIN_TRIES_PER_ACCOUNT": "3", "PORTAL_LOGIN_TRIES_PER_ADDRESS": "8",
        "PORTAL_BASE_URL": "https://portal.example.no", "PORTAL_PASSWORD_MIN_LENGTH": "30",
    }  # fmt: skip
    with open_gate(tmp_path_factory.mktemp("strict"), ROOT / "main.py", **settings) as opened:
        yield opened


def browser(gate: Gate, origin: str = "", address: str = "") -> httpx.Client:
    """A browser without a session; with an address, as seen by a proxy in front of the portal."""
    headers = {**PAGE, "Origin": origin or gate.portal.base}
    return httpx.Client(base_url=gate.portal.base, headers={**headers, "X-Forwarded-For": address} if address else headers)


def log_in(client: httpx.Client, login: str, password: str = PASSWORD, onward: str = "/") -> httpx.Response:
    """The form, filled in and sent."""
    return client.post("/login", data={"email": f"{login}@demo.example", "password": password, "next": onward})


def cookie_set(answer: httpx.Response) -> list[str]:
    """The first cookie an answer sets, in parts: its name and value, then its marks in lower case."""
    name, *marks = answer.headers.get_list("set-cookie")[0].split("; ")
    return [name, *(mark.lower() for mark in marks)]


def test_the_right_password_opens_a_session_whose_cookie_scripts_and_other_sites_cannot_use(gate: Gate) -> None:
    with browser(gate) as client:
        answer = log_in(client, "contractor", onward="/cases/new")
        assert (answer.status_code, answer.headers["location"]) == (303, "/cases/new")
        cookie = cookie_set(answer)
        assert cookie[0].startswith("portal=")
        assert {"httponly", "samesite=lax", "path=/"} <= set(cookie)
        assert client.get("/cases").status_code == 200


PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def told_of_devices(gate: Gate, person: str) -> list[str]:
    """The devices somebody was told of, in order."""
    with gate.seed.database.reading.connect() as connection:
        items = every(connection, OutboxItem, "id", kind="login_new_device", person_id=person)
    return [one.payload["device"] for one in items]


@pytest.mark.parametrize("login", ["officer2", "platform"])
def test_who_comes_in_on_a_device_not_seen_before_is_told_and_nothing_is_kept_in_the_browser(gate: Gate, login: str) -> None:
    for agent, told in ((LAPTOP, []), (LAPTOP, []), (PHONE, ["Safari · iPhone"]), (PHONE, ["Safari · iPhone"])):
        with browser(gate) as client:
            client.headers["User-Agent"] = agent
            assert log_in(client, login, "not the password").status_code == 422
            answer = log_in(client, login)
            assert [one.split("=")[0] for one in answer.headers.get_list("set-cookie")] == ["portal", "portal-half"]
        assert told_of_devices(gate, f"demo-{login}") == told


def test_over_https_the_cookie_is_bound_to_this_host_and_never_sent_in_the_clear(strict: Gate) -> None:
    with browser(strict, "https://portal.example.no") as client:
        answer = log_in(client, "contractor")
    cookie = cookie_set(answer)
    assert cookie[0].startswith("__Host-portal=")
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= set(cookie)
    assert not any(part.startswith("domain=") for part in cookie)
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


@pytest.mark.parametrize("path", ["/login", "/api/v1/workflows", "/api/v1/openapi.json", "/nowhere", "/healthz", "/static/favicon.svg"])
def test_over_https_every_answer_tells_browsers_to_stay_with_it(strict: Gate, path: str) -> None:
    with browser(strict, "https://portal.example.no") as client:
        assert client.get(path).headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_a_wrong_password_and_an_unknown_account_are_told_the_same(gate: Gate) -> None:
    with browser(gate) as client:
        wrong, unknown = log_in(client, "contractor", "not the password"), log_in(client, "nobody-here", "not the password")
    assert wrong.status_code == unknown.status_code == 422
    assert "set-cookie" not in wrong.headers
    assert plain(wrong.text).replace("contractor@", "x@") == plain(unknown.text).replace("nobody-here@", "x@")


REFUSALS = ("password_refused", "code_refused", "sign_in_locked")


def happened(gate: Gate, person: str, least: int, *kinds: str) -> list[str]:
    """What was recorded of somebody, once there is so much of it: refusals are recorded behind the answer."""
    until = time.monotonic() + 10
    while True:
        with gate.seed.database.reading.connect() as connection:
            found = [one.kind for one in every(connection, Event, "seq", stream=f"person:{person}") if one.kind in (kinds or REFUSALS)]
        if len(found) >= least or time.monotonic() > until:
            return found
        time.sleep(0.05)


def test_a_login_that_is_refused_is_recorded_for_an_account_that_exists_and_so_is_leaving(gate: Gate) -> None:
    with browser(gate) as client:
        for login in ("nobody-here", "auditor"):  # one after the other: what comes first would stand in the log when the second does
            assert log_in(client, login, "not the password").status_code == 422
        assert happened(gate, "demo-auditor", 1) == ["password_refused"]
        assert log_in(client, "auditor").status_code == 303
        csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/account").text)
        assert csrf is not None
        assert client.post("/logout", data={"csrf": csrf[1]}).headers["location"] == "/login"
        assert log_in(client, "auditor").status_code == 303
        assert log_in(client, "auditor", onward="/account").status_code == 303, "another sign-in in place of a session is no leaving"
    acts = ("password_refused", "signed_in_by_password", "device_met", "signed_out")
    came = "signed_in_by_password"
    assert happened(gate, "demo-auditor", 6, *acts) == ["password_refused", came, "device_met", "signed_out", came, came]
    with gate.seed.database.reading.connect() as connection:
        kept = str([(one.data, one.detail, one.stream) for one in every(connection, Event, "id")])
    assert "nobody-here" not in kept
    assert "not the password" not in kept


def plain(page: str) -> str:
    """A page without its nonces."""
    return re.sub(r'nonce="[^"]*"', "", page)


def test_an_unknown_account_takes_as_long_as_a_wrong_password(gate: Gate) -> None:
    taken: dict[str, list[float]] = {"viewer": [], "nobody-here": []}
    with browser(gate) as client:
        for _round in range(7):
            for login, times in taken.items():
                began = time.perf_counter()
                log_in(client, login, "not the password")
                times.append(time.perf_counter() - began)
    known, unknown = (statistics.median(times) for times in taken.values())
    assert 0.5 < known / unknown < 2


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "javascript:alert(1)", "/\tx", "/login"]
)
def test_the_way_on_never_leads_elsewhere(gate: Gate, onward: str) -> None:
    with browser(gate) as client:
        assert log_in(client, "applicant", onward=onward).headers["location"] == "/"


def test_who_tries_too_often_has_to_wait_even_with_the_right_password_and_others_do_not(strict: Gate) -> None:
    with browser(strict, "https://portal.example.no", "192.0.2.3") as client:
        answers = [log_in(client, "contractor2", "wrong") for _number in range(4)]
        late = log_in(client, "contractor2")
        other = log_in(client, "applicant")
    assert [one.status_code for one in answers] == [422, 422, 422, 429]
    assert happened(strict, "demo-contractor2", 4) == ["password_refused"] * 3 + ["sign_in_locked"], "the lock once, not each try at it"
    assert (late.status_code, late.headers["retry-after"], "Vent 15 minutter" in late.text) == (429, "900", True)
    assert other.status_code == 303


def test_an_address_that_tries_many_accounts_has_to_wait_and_other_addresses_do_not(strict: Gate) -> None:
    origin = "https://portal.example.no"
    with browser(strict, origin, "192.0.2.1") as guessing, browser(strict, origin, "192.0.2.2") as honest:
        answers = [log_in(guessing, f"guess{number}", "wrong").status_code for number in range(8)]
        late, other = log_in(guessing, "viewer"), log_in(honest, "viewer")
    assert (set(answers), late.status_code, other.status_code) == ({422}, 429, 303)


def test_staff_need_a_code_which_works_once_and_half_way_in_is_not_in(strict: Gate) -> None:
    strict.seed.sessions.change_person("demo-approver", totp_secret=None, totp_last_step=0)
    origin = "https://portal.example.no"
    with browser(strict, origin, "192.0.2.4") as client:
        first = log_in(client, "approver", onward="/board")
        assert first.headers["location"] == "/login/enrol"
        half = first.headers["set-cookie"].split(";")[0]
        assert half.startswith("__Host-portal-half=")
        as_session = half.replace("__Host-portal-half=", "__Host-portal=", 1)
        assert client.get("/board", headers={"Cookie": f"{half}; {as_session}"}).status_code == 303, "half way in is not in"

        secret = re.search(r"[A-Z2-7]{32}", client.get("/login/enrol", headers={"Cookie": half}).text)
        assert secret is not None
        codes = pyotp.TOTP(secret[0])
        wrong = client.post("/login/enrol", data={"code": "000000"}, headers={"Cookie": half})
        assert wrong.status_code == 422
        first_code = codes.now()
        kept = client.post("/login/enrol", data={"code": first_code}, headers={"Cookie": half})
        recovery = re.findall(r"<code>([A-Z2-9]{5}-[A-Z2-9]{5})</code>", kept.text)
        assert (kept.status_code, len(set(recovery)), 'href="/board"' in kept.text) == (200, 10, True)

        again = client.post(
            "/login", data={"email": "approver@demo.example", "password": PASSWORD, "next": "/board"}, headers={"User-Agent": PHONE}
        )
        assert again.headers["location"] == "/login/code"
        half = again.headers["set-cookie"].split(";")[0]
        used = client.post("/login/code", data={"code": first_code}, headers={"Cookie": half})
        assert used.status_code == 422, "the code that set it up is spent"
        assert happened(strict, "demo-approver", 1, "code_refused") == ["code_refused"]
        following = codes.at(datetime.now(UTC) + timedelta(seconds=30))
        phone = {"Cookie": half, "User-Agent": PHONE}
        assert told_of_devices(strict, "demo-approver") == [], "a password alone is not in, on whatever device"
        answer = client.post("/login/code", data={"code": following}, headers=phone)
        assert (answer.status_code, answer.headers["location"]) == (303, "/board")
        assert told_of_devices(strict, "demo-approver") == ["Safari · iPhone"]
        spent = client.post("/login/code", data={"code": following}, headers={"Cookie": half})
        assert spent.status_code in (422, 429)
    with browser(strict, origin, "192.0.2.5") as client:
        half = log_in(client, "approver", onward="/board").headers["set-cookie"].split(";")[0]
        strict.seed.sessions.throttle_clear(f"login:account:{fingerprint('code approver@demo.example')}")
        lost = client.post("/login/code", data={"code": recovery[0]}, headers={"Cookie": half})
        assert (lost.status_code, lost.headers["location"]) == (303, "/board"), "without the phone"


def test_a_staff_role_taken_up_while_signed_in_is_acted_in_only_after_a_code(strict: Gate) -> None:
    token, sessions, long = "a-token-that-gives-a-staff-role", strict.seed.sessions, timedelta(hours=8)
    strict.seed.do("admin", people.invite, "applicant@demo.example", "approver", token=token, token_hash=hash_of(token))
    who, origin = strict.visitor("applicant"), "https://portal.example.no"
    begun = sessions.session(who.cookie, datetime.now(UTC), long, long)
    assert begun is not None

    def post(client: httpx.Client, path: str, half: str = "", cookie: str = who.cookie, **form: str) -> httpx.Response:
        return client.post(path, data=form, headers={"Cookie": f"__Host-portal={cookie}; {half}".rstrip("; ")})

    with browser(strict, origin, "192.0.2.21") as client:
        assert post(client, f"/invitation/{token}", csrf=who.csrf).status_code == 303
        firm, staff = sorted(sessions.memberships_of("demo-applicant"), key=lambda one: one.role.is_staff)
        stale = strict.seed.cookie("applicant", minutes_ago=11)
        old = sessions.session(stale, datetime.now(UTC), long, long)
        assert old is not None
        later = post(client, "/switch", cookie=stale, csrf=old.session.csrf_token, membership=staff.id)
        assert later.headers["location"] == "/login?next=/account&again=1", "setting codes up wants a fresh sign-in"
        by_hand = client.get("/login/enrol", headers={"Cookie": f"__Host-portal={stale}"})
        assert by_hand.headers["location"] == "/login?next=/account&again=1"
        first = post(client, "/switch", csrf=who.csrf, membership=staff.id)
        assert (first.status_code, first.headers["location"]) == (303, "/login/enrol")
        assert "__Host-portal=" not in first.headers["set-cookie"], "no session in that role before the code"
        half = first.headers["set-cookie"].split(";")[0]
        secret = re.search(r"[A-Z2-7]{32}", client.get("/login/enrol", headers={"Cookie": half}).text)
        assert secret is not None
        assert post(client, "/login/enrol", half, code="000000").status_code == 422
        cookie, session = opened_by(strict, post(client, "/login/enrol", half, code=pyotp.TOTP(secret[0]).now()))
        assert (session.membership_id, session.two_factors, session.login_at) == (staff.id, True, begun.session.login_at)

        back = post(client, "/switch", cookie=cookie, csrf=session.csrf_token, membership=firm.id)
        cookie, session = opened_by(strict, back)
        again = post(client, "/switch", cookie=cookie, csrf=session.csrf_token, membership=staff.id)
        assert opened_by(strict, again)[1].membership_id == staff.id, "the code was given in this session already"


def opened_by(gate: Gate, answer: httpx.Response) -> tuple[str, LoginSession]:
    """The cookie an answer hands out, and its session."""
    found = re.search(r"__Host-portal=([^;]+)", "; ".join(answer.headers.get_list("set-cookie")))
    assert found is not None, answer.text[:800]
    signed_in = gate.seed.sessions.session(found[1], datetime.now(UTC), timedelta(hours=8), timedelta(hours=8))
    assert signed_in is not None
    return found[1], signed_in.session


def test_somebody_whose_access_ended_comes_back_by_an_invitation_and_without_the_keys_of_before(gate: Gate) -> None:
    seed, now, origin = gate.seed, datetime.now(UTC), gate.portal.base
    key = seed.sessions.create_api_key("applicant@demo.example", now, "Before")
    (held,) = seed.sessions.memberships_of("demo-applicant")
    heir = seed.sessions.memberships_of("demo-contractor")[0].id
    seed.do("contractor", people.end_access, held.id, heir)
    for email, token in (("applicant@demo.example", "their-way-back"), ("somebody@demo.example", "somebody-elses-way")):
        seed.do("contractor", people.invite, email, "viewer", token=token, token_hash=hash_of(token))
    with browser(gate, origin) as client:
        assert client.post("/invitation/their-way-back").headers["location"] == "/login?next=/invitation/their-way-back"
        for onward in ("/", "/invitation/somebody-elses-way", "/invitation/nobodys-way"):
            assert log_in(client, "applicant", onward=onward).status_code == 403
        assert log_in(client, "applicant", "not the password", "/invitation/their-way-back").status_code == 422
        answer = log_in(client, "applicant", onward="/invitation/their-way-back")
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert client.get("/cases").status_code == 200
    (back,) = seed.sessions.memberships_of("demo-applicant")
    assert (back.id, back.role) == (held.id, Role.VIEWER)
    assert seed.sessions.api_actor(key, datetime.now(UTC)) is None
    with browser(gate, origin) as client:
        assert client.get("/invitation/their-way-back").status_code == 410, "an invitation works once"


def test_codes_move_to_another_phone_by_a_fresh_sign_in_and_the_old_ones_end(gate: Gate) -> None:
    sessions, old = gate.seed.sessions, pyotp.random_base32()
    sessions.change_person("demo-auditor", totp_secret=old, totp_last_step=0)
    sessions.keep_recovery_codes("demo-auditor", [recovery_hash("demo-auditor", "AAAAA-BBBBB")], datetime.now(UTC))
    stale = gate.seed.cookie("auditor", minutes_ago=11)
    found = sessions.session(stale, datetime.now(UTC), timedelta(hours=8), timedelta(hours=8))
    assert found is not None
    with Visitor(gate, stale, found.session.csrf_token).client(**PAGE) as client:
        answer = client.post("/account/codes/move", data={"csrf": found.session.csrf_token})
        assert answer.headers["location"] == "/login?next=/account&again=1"
    here = gate.visitor("auditor")
    with here.client(**PAGE) as client:
        assert "Flytt til en annen telefon" in client.get("/account").text
        assert client.post("/account/codes/move", data={"csrf": "guessed"}).status_code == 403
        answer = client.post("/account/codes/move", data={"csrf": here.csrf})
        assert answer.headers["location"] == "/login/enrol"
        half = answer.headers["set-cookie"].split(";")[0]
        both = {"Cookie": f"portal={here.cookie}; {half}"}
        shown = re.search(r"[A-Z2-7]{32}", client.get("/login/enrol", headers=both).text)
        assert shown is not None
        assert secret_of(gate) == old, "the old phone's work until the new one's do"
        code = {"code": pyotp.TOTP(shown[0]).now()}
        with browser(gate) as stranger:
            assert stranger.post("/login/enrol", data=code, headers={"Cookie": half}).headers["location"] == "/login"
        done = client.post("/login/enrol", data=code, headers=both)
    assert (done.status_code, done.text.count("<code>")) == (200, 10)
    assert secret_of(gate) == shown[0]
    assert not sessions.use_recovery_code("demo-auditor", recovery_hash("demo-auditor", "AAAAA-BBBBB"), datetime.now(UTC))


def secret_of(gate: Gate) -> str:
    """What the auditor's codes are made of."""
    person = gate.seed.sessions.person_by_email("auditor@demo.example")
    return person.totp_secret or "" if person else ""


def test_a_forged_half_way_cookie_leads_back_to_the_beginning(gate: Gate) -> None:
    with browser(gate) as client:
        for path in ("/login/code", "/login/enrol"):
            answer = client.get(path, headers={"Cookie": "portal-half=eyJwZXJzb24iOiJ4In0.x.y"})
            assert (answer.status_code, answer.headers["location"]) == (303, "/login")


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 303)])
def test_a_session_without_a_sign_of_life_for_half_an_hour_is_over(gate: Gate, minutes: int, status: int) -> None:
    cookie = gate.seed.cookie("contractor", minutes_ago=minutes)
    with browser(gate) as client:
        assert client.get("/cases", headers={"Cookie": f"portal={cookie}"}).status_code == status


@pytest.mark.parametrize(("minutes", "status"), [(479, 200), (481, 303)])
def test_a_session_is_over_after_eight_hours_however_busy_it_is(gate: Gate, minutes: int, status: int) -> None:
    cookie, long = gate.seed.cookie("contractor", minutes_ago=minutes), timedelta(days=1)
    assert gate.seed.sessions.session(cookie, datetime.now(UTC), long, long) is not None, "seen just now"
    with browser(gate) as client:
        assert client.get("/cases", headers={"Cookie": f"portal={cookie}"}).status_code == status


def test_one_sees_where_one_is_logged_in_and_ends_what_one_does_not_know(gate: Gate) -> None:
    here, elsewhere, stranger = gate.visitor("approver"), gate.visitor("approver"), gate.visitor("officer")
    with here.client(**PAGE) as client, elsewhere.client(**PAGE) as other, stranger.client(**PAGE) as foreign:
        keys = re.findall(r'name="session" value="([0-9a-f]{16})"', client.get("/account").text)
        assert key_of(elsewhere) in keys
        assert key_of(stranger) not in keys
        for key in (key_of(elsewhere), key_of(stranger)):
            assert client.post("/account/sessions/end", data={"csrf": here.csrf, "session": key}).status_code == 303
        assert [one.get("/board").status_code for one in (client, other, foreign)] == [200, 303, 200]


def key_of(visitor: Visitor) -> str:
    """How the account's page names a session."""
    return hash_of(visitor.cookie)[:16]


@pytest.mark.parametrize(
    ("new", "status"),
    [("kort", 422), ("passordpassord", 422), ("viewer@demo.example", 422), ("aaaaaaaaaaaaaaaa", 422), ("tre fisker under isen", 200)],
)
def test_a_new_password_is_long_and_none_that_everybody_tries(gate: Gate, new: str, status: int) -> None:
    visitor = gate.visitor("viewer")
    with visitor.client(**PAGE) as client:
        answer = client.post("/account/password", data={"csrf": visitor.csrf, "old": PASSWORD, "new": new})
    assert answer.status_code == status, re.findall(r"notice-red.*?</p>", answer.text)


def test_a_municipality_may_ask_for_longer_ones(strict: Gate) -> None:
    visitor = strict.visitor("viewer")
    origin = {"Origin": "https://portal.example.no", "Cookie": f"__Host-portal={visitor.cookie}"}
    with visitor.client(**PAGE, **origin) as client:
        answer = client.post("/account/password", data={"csrf": visitor.csrf, "old": PASSWORD, "new": "tre fisker"})
        assert (answer.status_code, "Bruk minst 30" in answer.text, "Minst 30 tegn" in answer.text) == (422, True, True)


def test_a_changed_password_ends_all_other_sessions_and_the_old_one_is_worth_nothing(gate: Gate) -> None:
    here, elsewhere = gate.visitor("admin"), gate.visitor("admin")
    with here.client(**PAGE) as client, elsewhere.client(**PAGE) as other:
        assert other.get("/board").status_code == 200
        client.post("/account/password", data={"csrf": here.csrf, "old": PASSWORD, "new": "sju fjell rundt byen"})
        assert (client.get("/board").status_code, other.get("/board").status_code) == (200, 303)
    with browser(gate) as anew:
        assert log_in(anew, "admin").status_code == 422
        assert log_in(anew, "admin", "sju fjell rundt byen").status_code == 303


def test_a_wrong_old_password_changes_nothing(gate: Gate) -> None:
    visitor = gate.visitor("contractor")
    with visitor.client(**PAGE) as client:
        answer = client.post("/account/password", data={"csrf": visitor.csrf, "old": "wrong", "new": "tre fisker under isen"})
    assert (answer.status_code, "stemmer ikke" in answer.text) == (422, True)


def test_logging_out_ends_the_session_for_good(gate: Gate) -> None:
    visitor = gate.visitor("applicant")
    with visitor.client(**PAGE) as client:
        assert client.post("/logout", data={"csrf": visitor.csrf}).status_code == 303
        assert client.get("/cases").status_code == 303, "the cookie itself is worth nothing any more"


def test_right_logins_do_not_count_against_an_office_behind_one_address(strict: Gate) -> None:
    with browser(strict, "https://portal.example.no", "192.0.2.9") as client:
        answers = [log_in(client, "viewer").status_code for _number in range(12)]
    assert answers == [303] * 12, "more than the eight tries an address has"


def test_the_password_one_has_is_guessed_no_oftener_by_who_changes_it_than_at_the_login(gate: Gate) -> None:
    visitor = gate.visitor("expert")
    form = {"csrf": visitor.csrf, "old": "not the password", "new": "en helt annen setning"}
    with visitor.client(**PAGE) as client:
        told = [client.post("/account/password", data=form) for _number in range(11)]
        late = client.post("/account/password", data={**form, "old": PASSWORD})

    assert ["du har nå, stemmer ikke" in one.text for one in told] == [True] * 10 + [False]
    assert [one.status_code for one in told] == [422] * 10 + [429]
    assert "Vent 15 minutter" in told[-1].text
    assert (late.status_code, late.headers["retry-after"]) == (429, "900"), "not even with the right one"
    assert "Vent 15 minutter" in late.text
    assert happened(gate, "demo-expert", 11) == ["password_refused"] * 10 + ["sign_in_locked"]
