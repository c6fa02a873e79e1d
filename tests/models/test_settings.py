"""Settings: safe by default, and no start with unsafe ones in production."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.settings import HOW_TO_MAKE_ONE, Settings, SettingsFault, load_settings, unknown_settings

GOOD_SECRET = "Vq3pZ8-kT1mR6wYx0bN4cH7dJ9sLfA2g"
PRODUCTION = {"environment": "production", "base_url": "https://portal.example.no", "secret": GOOD_SECRET}


def faults_of(**given: object) -> tuple[str, ...]:
    with pytest.raises(SettingsFault) as refused:
        load_settings(**given)
    return refused.value.faults


def test_without_any_setting_the_portal_listens_on_loopback_only_and_keeps_its_data_in_one_folder() -> None:
    settings = load_settings()

    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8080, "http://127.0.0.1:8080")
    assert settings.database_url == f"sqlite:///{Path('var').absolute()}/portal.db"
    assert settings.store_url == (Path("var").absolute() / "store").as_uri()
    assert settings.demo
    assert not settings.is_reachable_from_outside


def test_production_lists_all_faults_at_once() -> None:
    faults = faults_of(environment="production", demo=True, port=99999, database_url="mysql://x")

    assert faults == (
        "PORTAL_PORT Input should be less than or equal to 65535",
        "PORTAL_BASE_URL must be set in production: the https address people type",
        "PORTAL_DATABASE_URL must begin with sqlite:/// or postgresql://",
        f"PORTAL_SECRET must be set in production. Make one with: {HOW_TO_MAKE_ONE}",
        "PORTAL_DEMO must be off in production: everybody can read the demonstration passwords",
    )


@pytest.mark.parametrize(
    ("secret", "complaint"),
    [
        ("x" * 31, f"PORTAL_SECRET has 31 bytes and needs at least 32. Make one with: {HOW_TO_MAKE_ONE}"),
        ("x" * 40, f"PORTAL_SECRET can be guessed. Make one with: {HOW_TO_MAKE_ONE}"),
        ("changeme-changeme-changeme-changeme", f"PORTAL_SECRET can be guessed. Make one with: {HOW_TO_MAKE_ONE}"),
    ],
)
def test_a_short_or_guessable_secret_is_refused_everywhere(secret: str, complaint: str) -> None:
    assert faults_of(secret=secret) == (complaint,)
    assert faults_of(**PRODUCTION | {"secret": secret}) == (complaint,)


def test_production_turns_demonstration_data_off_and_codes_for_staff_on() -> None:
    settings = load_settings(**PRODUCTION)

    assert (settings.demo, settings.staff_totp, settings.is_https) == (False, "required", True)


def test_production_demands_https_except_on_loopback() -> None:
    complaint = "PORTAL_BASE_URL must begin with https:// in production, or passwords travel in the open"

    assert faults_of(**PRODUCTION | {"base_url": "http://portal.example.no"}) == (complaint,)
    assert load_settings(**PRODUCTION | {"base_url": "http://127.0.0.1:9000"}).base_url == "http://127.0.0.1:9000"


def test_the_secret_and_the_token_are_never_shown() -> None:
    settings = load_settings(secret=GOOD_SECRET, metrics_token="figures-please")

    assert GOOD_SECRET not in repr(settings)
    assert "figures-please" not in repr(settings)
    assert GOOD_SECRET[:31] not in str(faults_of(secret=GOOD_SECRET[:31]))


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2,")
    monkeypatch.setenv("PORTAL_EXTRA_ORIGINS", "https://intra.example.no")

    settings = load_settings(base_url="https://portal.example.no/")

    assert settings.trusted_proxies == ("10.0.0.1", "10.0.0.2")
    assert settings.origins == ("https://portal.example.no", "https://intra.example.no")


def test_a_misspelt_setting_is_pointed_out() -> None:
    warnings = unknown_settings({"PORTAL_PROT": "1", "PORTAL_PORT": "1", "PORTAL_TEST_CHROMIUM": "x", "PATH": "y"})

    assert warnings == ["PORTAL_PROT is no setting; did you mean PORTAL_PORT?"]


def test_nobody_changes_a_setting_while_the_portal_runs() -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(load_settings(), "port", 1)  # noqa: B010 - written as an assignment the types refuse it already


def test_each_setting_explains_itself() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_map_pictures_have_one_origin_and_none_without_an_address() -> None:
    assert load_settings(map_tiles="https://tiles.example.no:8443/topo/{z}/{x}/{y}.png").map_origin == "https://tiles.example.no:8443"
    assert load_settings().map_origin == ""


@pytest.mark.parametrize("address", ["https://tiles.example.no/", "https://a b/{z}.png", "ftp://x/{z}.png", "https://x;script-src */{z}"])
def test_an_address_of_map_pictures_that_would_open_the_policy_is_refused(address: str) -> None:
    assert [fault.split()[0] for fault in faults_of(map_tiles=address)] == ["PORTAL_MAP_TILES"]
