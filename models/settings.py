"""Every setting of the portal, read once at start from environment variables named `PORTAL_` and the field's name.

The table for operators in `docs/operators-guide.md` is written from this class (`make settings-table`) and a test keeps them equal.
Faults and explanations here are for operators and speak English, as the logs and the command line do.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "PORTAL_"
SHORTEST_SECRET = 32
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - told apart here, never listened on unless set
NO_SETTINGS = (PREFIX + "TEST_", PREFIX + "OIDC_SECRET_")
"""Beginnings of variables that are for tests, and of the client secrets of providers named in `oidc_file`."""
HOW_TO_MAKE_ONE = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
WELL_KNOWN = ("secret", "changeme", "change-me", "default", "password", "example")

Words = Annotated[tuple[str, ...], NoDecode]


class SettingsFault(Exception):
    """The settings do not allow a start. `faults` holds one line for each, all that were found."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class Settings(BaseSettings):
    """What an operator can set. Sizes in MB (10^6 bytes), times in the unit of their name."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", validate_default=True, hide_input_in_errors=True)

    environment: Literal["development", "production"] = Field(
        "development", description="`production` refuses unsafe settings, `development` makes up what is missing."
    )
    host: str = Field("127.0.0.1", description="Address to listen on. Leave it at loopback behind a proxy.")
    port: int = Field(8080, ge=0, le=65535, description="Port to listen on.")
    base_url: str = Field(
        "",
        description="Address people type, `https://portal.example.no`. Without it: `http://HOST:PORT`. Must be https in production.",
    )
    extra_origins: Words = Field((), description="Further origins whose forms and sockets are accepted, separated by commas.")
    trusted_proxies: Words = Field(("127.0.0.1",), description="Addresses whose `X-Forwarded-*` headers are believed, separated by commas.")
    data_dir: Path = Field(Path("var"), description="Folder for everything the portal keeps itself: database, files, secret.")
    database_url: str = Field("", description="`sqlite:///path` or `postgresql://...`. Without it: `portal.db` in the data folder.")
    store_url: str = Field(
        "", description="Where files lie: `file:///path` or `s3://bucket/prefix`. Without it: `store` in the data folder."
    )
    archive_url: str = Field(
        "",
        description="Where the municipality's archive takes packages in: `file:///path` or `s3://bucket/prefix`. Without it they wait.",
    )
    webhook_private_addresses: bool = Field(
        False, description="Let webhooks lead to private and local addresses. Off: only to addresses on the internet."
    )
    secret: SecretStr = Field(
        SecretStr(""),
        description=f"At least {SHORTEST_SECRET} bytes of chance. Needed in production; else made once and kept in the data folder.",
    )
    demo: bool = Field(
        True, description="Fill a new database with the demonstration municipalities, companies and logins. Off in production."
    )
    demo_cases: bool = Field(True, description="With the demonstration: also sample cases in every state, as if two weeks had gone by.")
    staff_totp: Literal["", "required", "optional"] = Field(
        "", description="One-time codes for municipal staff. Without it: `required`, but `optional` with demonstration data."
    )
    session_idle_minutes: int = Field(30, ge=1, le=480, description="A session ends after this long without a sign of life.")
    session_absolute_minutes: int = Field(480, ge=1, le=1440, description="A session ends after this long whatever happens.")
    password_min_length: int = Field(12, ge=12, le=128, description="Shortest password accepted.")
    login_tries_per_account: int = Field(10, ge=1, description="Failed logins of one account within the window before it has to wait.")
    login_tries_per_address: int = Field(50, ge=1, description="Failed logins from one address within the window before it has to wait.")
    login_window_minutes: int = Field(15, ge=1, description="The window the two figures above count in.")
    pages_per_minute: int = Field(300, ge=1, description="Pages one address may ask for without a session within a minute.")
    max_file_mb: int = Field(100, ge=1, description="Largest file accepted.")
    max_files_per_case: int = Field(1_000, ge=1, description="Most files in one case.")
    max_case_mb: int = Field(10_000, ge=1, description="Most bytes of files in one case.")
    reconnect_timeout: float = Field(15, ge=3, le=120, description="Seconds a page waits for a browser that lost its connection.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least severity that is logged.")
    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="`auto` writes JSON lines unless a person watches a terminal."
    )
    map_tiles: str = Field(
        "", description="Address of map pictures, `https://tiles.example.no/{z}/{x}/{y}.png`. Without it maps show a grid with a scale."
    )
    map_attribution: str = Field("", description="Who the map pictures are to be credited to, shown in the corner of maps.")
    smtp_host: str = Field(
        "", description="Mail server that mails are handed in at. Without it nothing is mailed; notices stay in the portal."
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field("starttls", description="How the line to the mail server is protected.")
    smtp_user: str = Field("", description="Login at the mail server, where it wants one.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password of that login.")
    smtp_from: str = Field("", description="Address mails come from, `portal@kommune.no`. Needed with a mail server.")
    smtp_from_name: str = Field("", description="Name mails come from. Without it the address alone.")
    smtp_timeout_seconds: float = Field(10, ge=1, le=60, description="How long the mail server may take for each answer.")
    register_url: str = Field(
        "https://data.brreg.no/enhetsregisteret/api",
        description="Enhetsregisteret's open interface. Empty: never asked, only an imported file is looked into.",
    )
    register_timeout_seconds: float = Field(8, ge=0.2, le=10, description="How long the register may take for one answer, start to end.")
    oidc_file: str = Field(
        "",
        description="TOML file that names the identity providers people log in with. Without it: passwords only. See *Identity providers*.",
    )
    retention_draft_days: int = Field(
        90, ge=30, description="Days after which a draft nobody sent is removed; its writer is warned before."
    )
    retention_warning_days: int = Field(14, ge=7, description="How many days before that the writer is warned.")
    retention_notice_days: int = Field(365, ge=30, description="Days a notice inside the portal is kept.")
    retention_mail_days: int = Field(90, ge=7, description="Days a mail that left, or was given up, is kept.")
    retention_invitation_days: int = Field(30, ge=1, description="Days an invitation nobody accepted is kept after it ended.")
    retention_link_days: int = Field(7, ge=1, description="Days a one-time link is kept after it ended.")
    retention_outbox_days: int = Field(30, ge=1, description="Days an effect that was delivered is kept.")
    retention_webhook_days: int = Field(30, ge=1, description="Days a message to a webhook that arrived, or was given up, is kept.")
    metrics_token: SecretStr = Field(
        SecretStr(""), description="Bearer token for `/metrics` from other machines. Without it: loopback only."
    )

    @model_validator(mode="before")
    @classmethod
    def _demo_unless_told(cls, raw: dict[str, object]) -> dict[str, object]:
        return {"demo": raw.get("environment") != "production", **raw}

    @field_validator("extra_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, raw: object) -> object:
        return tuple(word.strip() for word in raw.split(",") if word.strip()) if isinstance(raw, str) else raw

    @field_validator("base_url")
    @classmethod
    def _address_of_the_portal(cls, given: str, info: ValidationInfo) -> str:
        url, production = given.rstrip("/"), _in_production(info)
        if production and not url:
            raise ValueError("must be set in production: the https address people type")
        parts = urlsplit(url)
        if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query):
            raise ValueError("must look like https://portal.example.no, without a path")
        if production and parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ValueError("must begin with https:// in production, or passwords travel in the open")
        return url

    @field_validator("map_tiles")
    @classmethod
    def _address_of_tiles(cls, given: str) -> str:
        parts = urlsplit(given)
        if given and (parts.scheme not in {"http", "https"} or not re.fullmatch(r"[\w.-]+(:\d+)?", parts.netloc) or "{z}" not in given):
            raise ValueError("must look like https://tiles.example.no/{z}/{x}/{y}.png")
        return given

    @field_validator("register_url")
    @classmethod
    def _address_of_the_register(cls, given: str, info: ValidationInfo) -> str:
        parts = urlsplit(given)
        if given and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query):
            raise ValueError("must look like https://data.brreg.no/enhetsregisteret/api")
        if _in_production(info) and given and parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ValueError("must begin with https:// in production")
        return given.rstrip("/")

    @field_validator("secret")
    @classmethod
    def _strong_secret(cls, given: SecretStr, info: ValidationInfo) -> SecretStr:
        secret = given.get_secret_value()
        if not secret:
            if _in_production(info):
                raise ValueError(f"must be set in production. Make one with: {HOW_TO_MAKE_ONE}")
        elif len(secret.encode()) < SHORTEST_SECRET:
            raise ValueError(f"has {len(secret.encode())} bytes and needs at least {SHORTEST_SECRET}. Make one with: {HOW_TO_MAKE_ONE}")
        elif len(set(secret)) < 8 or secret.lower().startswith(WELL_KNOWN):
            raise ValueError(f"can be guessed. Make one with: {HOW_TO_MAKE_ONE}")
        return given

    @field_validator("demo")
    @classmethod
    def _no_known_logins_in_production(cls, demo: bool, info: ValidationInfo) -> bool:
        if demo and _in_production(info):
            raise ValueError("must be off in production: everybody can read the demonstration passwords")
        return demo

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    @field_validator("archive_url")
    @classmethod
    def _known_archive(cls, url: str) -> str:
        if url and not url.startswith(("file:///", "s3://")):
            raise ValueError("must begin with file:/// or s3://")
        return url

    @field_validator("store_url")
    @classmethod
    def _known_store(cls, url: str) -> str:
        if url and not url.startswith(("file:///", "s3://")):
            raise ValueError("must begin with file:/// or s3://")
        return url

    @model_validator(mode="after")
    def _mails_come_from_somewhere(self) -> Self:
        if self.smtp_host and "@" not in self.smtp_from:
            raise ValueError("PORTAL_SMTP_FROM must be an address mails can come from, such as portal@kommune.no")
        return self

    @model_validator(mode="after")
    def _fill_what_follows_from_others(self) -> Self:
        folder = self.data_dir.absolute()
        shown = f"[{self.host}]" if ":" in self.host else self.host
        filled = {
            "base_url": f"http://{'127.0.0.1' if self.host in EVERYWHERE else shown}:{self.port}",
            "database_url": f"sqlite:///{folder / 'portal.db'}",
            "store_url": (folder / "store").as_uri(),
            "staff_totp": "optional" if self.demo else "required",
        }
        for name, value in filled.items():
            if not getattr(self, name):
                object.__setattr__(self, name, value)  # frozen for everybody else from here on
        return self

    @property
    def is_production(self) -> bool:
        """Real people's data: nothing unsafe is made up or let through."""
        return self.environment == "production"

    @property
    def is_https(self) -> bool:
        """People reach the portal by https, so cookies are Secure and HSTS is sent."""
        return self.base_url.startswith("https://")

    @property
    def is_reachable_from_outside(self) -> bool:
        """Listens on more than this machine's own loopback."""
        return self.host not in LOOPBACK

    @property
    def map_origin(self) -> str:
        """Where map pictures come from, for the content security policy; empty without them."""
        parts = urlsplit(self.map_tiles)
        return f"{parts.scheme}://{parts.netloc}" if self.map_tiles else ""

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins whose forms and sockets are ours."""
        return (self.base_url, *self.extra_origins)


def load_settings(**overrides: object) -> Settings:
    """The settings of this environment, `overrides` first. Raises SettingsFault with every fault there is."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # keyword values are checked by pydantic itself
    except ValidationError as error:
        raise SettingsFault(_in_one_line(fault["loc"], fault["msg"]) for fault in error.errors()) from None


def unknown_settings(environment: Mapping[str, str]) -> list[str]:
    """A warning for each `PORTAL_` variable that is no setting, with what was probably meant. `PORTAL_TEST_` is for tests."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    strangers = sorted(name for name in environment if name.startswith(PREFIX) and not name.startswith(NO_SETTINGS) and name not in known)
    return [f"{name} is no setting{_hint(name, known)}" for name in strangers]


def _hint(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _in_one_line(place: tuple[int | str, ...], message: str) -> str:
    return f"{PREFIX}{str(place[0]).upper()} {message.removeprefix('Value error, ')}" if place else message


def _in_production(info: ValidationInfo) -> bool:
    return info.data.get("environment") == "production"
