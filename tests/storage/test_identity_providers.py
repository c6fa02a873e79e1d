"""The operator's file of identity providers: presets, secrets, and every fault told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.identity_providers import SignInTerms
from models.settings import SettingsFault
from storage.identity_providers import read_providers

SECRETS = {
    "PORTAL_OIDC_SECRET_ID_PORTEN": "thirty-two-signs-of-pure-chance!",
    "PORTAL_OIDC_SECRET_FJORDVIK": "thirty-two-signs-of-pure-chance!",
}
GOOD = """
[provider.id-porten]
preset = "id-porten"
client_id = "11111111-aaaa"
audience = "contractors"

[provider.fjordvik]
preset = "entra"
tenant = "0f0e0d0c-0b0a-0908-0706-050403020100"
client_id = "22222222-bbbb"
levels = ["c1"]

[municipality.9999]
providers = ["fjordvik"]
level = "c1"
"""


def read(folder: Path, words: str, environment: dict[str, str] | None = None, *, is_production: bool = True) -> SignInTerms:
    file = folder / "providers.toml"
    file.write_text(words)
    return read_providers(str(file), SECRETS if environment is None else environment, is_production=is_production)


def faults(folder: Path, words: str, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(SettingsFault) as told:
        read(folder, words, environment)
    return "\n".join(told.value.faults)


def test_without_a_file_there_are_passwords_only() -> None:
    assert read_providers("", {}, is_production=True) == SignInTerms()


def test_presets_say_what_is_the_same_for_everybody(tmp_path: Path) -> None:
    terms = read(tmp_path, GOOD)

    first, second = terms.providers
    assert (first.name, first.issuer, first.audience) == ("ID-porten", "https://idporten.no", "contractors")
    assert (first.demands, first.levels, first.scopes) == ("idporten-loa-substantial", first.two_factors, ("openid",))
    assert second.issuer == "https://login.microsoftonline.com/0f0e0d0c-0b0a-0908-0706-050403020100/v2.0"
    assert (second.level_claim, second.audience, second.asks_userinfo) == ("acrs", "staff", False)
    assert terms.demands["9999"].providers == ("fjordvik",)


def test_secrets_are_not_in_what_is_printed(tmp_path: Path) -> None:
    assert "pure-chance" not in repr(read(tmp_path, GOOD))


def test_a_secret_may_stand_in_a_file_that_only_we_can_read(tmp_path: Path) -> None:
    secret = tmp_path / "id-porten.secret"
    secret.write_text("another-secret-of-pure-chance\n")
    words = f'[provider.id-porten]\npreset = "id-porten"\nclient_id = "x"\nclient_secret_file = "{secret}"\n'
    secret.chmod(0o640)
    assert "can be read by others" in faults(tmp_path, words, {})
    secret.chmod(0o600)
    assert read(tmp_path, words, {}).providers[0].client_secret == "another-secret-of-pure-chance"
    secret.unlink()
    assert "cannot be read" in faults(tmp_path, words, {})


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ('[provider.x]\nname = "X"\nissuer = "http://id.example"\nclient_id = "x"', "does not begin with https://"),
        ('[provider.x]\nname = "X"\nissuer = "http://127.0.0.1:9"\nclient_id = "x"', "does not begin with https://"),
        ('[provider.x]\nname = "X"\nissuer = "id.example"\nclient_id = "x"', "is no address"),
        ('[provider.x]\nname = "X"\nissuer = "https://id.example"\nclient_id = "x"', "PORTAL_OIDC_SECRET_X"),
        ('[provider.x]\nname = "X"\nissuer = "https://id.example"', "provider.x.client_id"),
        ('[provider.x]\nname = "X"\nissuer = "https://id.example"\nclient_id = "x"\nclient_secret = "y"', "provider.x.client_secret"),
        ('[provider.X1]\nname = "X"\nissuer = "https://id.example"\nclient_id = "x"', "small letters"),
        ('[provider.x]\npreset = "entra"\nclient_id = "x"', "never all of Microsoft's"),
        ('[provider.x]\npreset = "entra"\nclient_id = "x"\ntenant = "common"', "provider.x.tenant"),
        ('[provider.x]\npreset = "id-porten"\nclient_id = "x"\ndemands = "Level4"', "the level Level4"),
        ('[provider.x]\npreset = "id-porten"\nclient_id = "x"\nscopes = ["profile"]', "scope openid"),
        ('[municipality.9999]\nproviders = ["x"]', "demands the provider x, which is not there"),
        (GOOD.replace('["fjordvik"]', '["id-porten"]'), "for contractors only"),
        (GOOD.replace('level = "c1"\n', 'level = "c2"\n'), "demands the level c2"),
        (GOOD.replace("municipality.9999", "municipality.fjordvik"), "four digits"),
        ("[providers.x]", "neither `provider` nor `municipality`"),
        ("provider = 7", "must be a table"),
        ("[provider", "is not TOML"),
    ],
)
def test_what_cannot_be_is_told_before_the_start(tmp_path: Path, words: str, told: str) -> None:
    assert told in faults(tmp_path, words, SECRETS if words.startswith(GOOD[:20]) else {})


def test_a_short_secret_is_refused_in_production_only(tmp_path: Path) -> None:
    words = '[provider.x]\nname = "X"\nissuer = "https://id.example"\nclient_id = "x"\n'

    assert "less than 16" in faults(tmp_path, words, {"PORTAL_OIDC_SECRET_X": "short"})
    assert read(tmp_path, words, {"PORTAL_OIDC_SECRET_X": "short"}, is_production=False).providers[0].client_secret == "short"


def test_all_faults_are_told_at_once_and_a_file_that_is_not_there_is_one(tmp_path: Path) -> None:
    assert len(faults(tmp_path, '[provider.x]\n[provider.y]\nname = ""\n[municipality.1]\n').splitlines()) >= 5
    with pytest.raises(SettingsFault, match="cannot be read"):
        read_providers(str(tmp_path / "nowhere.toml"), {}, is_production=True)
