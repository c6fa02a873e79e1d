"""What an operator says of identity providers: who they are, for whom, how strong, and what a municipality demands of its staff.

Read once at start from one TOML file (`PORTAL_OIDC_FILE`); every fault is told, as those of the settings are. Faults speak English: they
are for operators. Presets fill in what is the same for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.settings import LOOPBACK, SettingsFault

BEFORE_SECRETS = "PORTAL_OIDC_SECRET_"
SHORTEST_CLIENT_SECRET = 16
_GUID = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"

ID_PORTEN_LEVELS = ("idporten-loa-substantial", "idporten-loa-high")
PRESETS: dict[str, dict[str, Any]] = {
    "id-porten": {
        "name": "ID-porten", "issuer": "https://idporten.no", "scopes": ("openid",), "levels": ID_PORTEN_LEVELS,
        "two_factors": ID_PORTEN_LEVELS, "demands": "idporten-loa-substantial", "audience": "both",
    },
    "ansattporten": {
        "name": "Ansattporten", "issuer": "https://ansattporten.no", "scopes": ("openid",), "levels": ID_PORTEN_LEVELS,
        "two_factors": ID_PORTEN_LEVELS, "demands": "idporten-loa-substantial", "audience": "both",
    },
    "entra": {
        "name": "Microsoft", "issuer": "https://login.microsoftonline.com/{tenant}/v2.0", "scopes": ("openid",), "level_claim": "acrs",
        "asks_userinfo": False, "audience": "staff",
    },
}  # fmt: skip
"""What each preset stands for; whatever the file says itself comes first. Entra's userinfo lies on another host and tells us nothing."""


@dataclass(frozen=True, slots=True)
class ProviderTerms:
    """One provider as the portal deals with it. `levels` ascend; `demands` is the least of them, empty for none.

    `level_claim` names the claim that says how somebody proved who they are; `two_factors` are the levels that count as two factors.
    `hosts` are asked by us beside the issuer's own, `client_secret` is empty for a public client.
    """

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    client_auth: str = "client_secret_basic"
    audience: Literal["contractors", "staff", "both"] = "both"
    scopes: tuple[str, ...] = ("openid",)
    levels: tuple[str, ...] = ()
    level_claim: str = "acr"
    demands: str = ""
    two_factors: tuple[str, ...] = ()
    asks_userinfo: bool = True
    hosts: tuple[str, ...] = ()
    seconds: float = 8.0

    def reaches(self, level: str, demanded: str) -> bool:
        """Whether a level is at least the one demanded; what is not among `levels` reaches nothing but an empty demand."""
        if not demanded:
            return True
        return level in self.levels and demanded in self.levels and self.levels.index(level) >= self.levels.index(demanded)

    def serves(self, *, is_staff: bool) -> bool:
        """Whether people of that side may come in by it."""
        return self.audience in ("both", "staff" if is_staff else "contractors")


@dataclass(frozen=True, slots=True)
class StaffDemand:
    """What a municipality demands of its staff: to come in by one of `providers`, with at least `level` where it is not empty."""

    providers: tuple[str, ...]
    level: str = ""


@dataclass(frozen=True, slots=True)
class SignInTerms:
    """All providers in the order of the file, and the demands by the number of the municipality."""

    providers: tuple[ProviderTerms, ...] = ()
    demands: Mapping[str, StaffDemand] = field(default_factory=dict)

    def provider(self, key: str) -> ProviderTerms | None:
        """The provider with this key."""
        return next((one for one in self.providers if one.key == key), None)

    def asked_of(self, provider: ProviderTerms) -> tuple[str, ...]:
        """The levels to ask a provider for: from the highest least one that it or any municipality demands of it."""
        demanded = [provider.demands, *(one.level for one in self.demands.values() if provider.key in one.providers)]
        places = [provider.levels.index(one) for one in demanded if one in provider.levels]
        return provider.levels[max(places) :] if places else ()


class _Provider(BaseModel):
    """A table `[provider.KEY]` of the file."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    preset: Literal["id-porten", "ansattporten", "entra"] | None = None
    tenant: str = Field("", pattern=rf"^$|{_GUID}")
    name: str = Field(min_length=1, max_length=40)
    issuer: str
    client_id: str = Field(min_length=1)
    client_secret_file: str = ""
    client_auth: Literal["client_secret_basic", "client_secret_post", "none"] = "client_secret_basic"
    audience: Literal["contractors", "staff", "both"] = "both"
    scopes: tuple[str, ...] = ("openid",)
    levels: tuple[str, ...] = ()
    level_claim: str = "acr"
    demands: str = ""
    two_factors: tuple[str, ...] = ()
    asks_userinfo: bool = True
    hosts: tuple[str, ...] = ()
    seconds: float = Field(8.0, ge=0.2, le=10)


class _Demand(BaseModel):
    """A table `[municipality.NUMBER]` of the file."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    providers: tuple[str, ...] = Field(min_length=1)
    level: str = ""


def secret_name(key: str) -> str:
    """The variable of the environment with a provider's client secret."""
    return BEFORE_SECRETS + key.upper().replace("-", "_")


def read_terms(raw: Mapping[str, Any], secrets: Mapping[str, str], *, is_production: bool) -> SignInTerms:
    """The terms of a file's content; `secrets` are client secrets by the provider's key. Raises SettingsFault with every fault."""
    faults = [
        f"PORTAL_OIDC_FILE: {name} is neither `provider` nor `municipality`" for name in raw if name not in ("provider", "municipality")
    ]
    made: list[ProviderTerms] = []
    for key, table in _tables(raw, "provider", faults):
        read = _checked(_Provider, {**_preset(table), **table}, f"provider.{key}", faults)
        if isinstance(read, _Provider):
            terms = _terms(key, read, secrets.get(key, ""))
            found = [f"PORTAL_OIDC_FILE: provider.{key} {fault}" for fault in _faults(terms, read, is_production)]
            faults += found
            made += [] if found else [terms]
    demands = {}
    for number, table in _tables(raw, "municipality", faults):
        read_demand = _checked(_Demand, table, f"municipality.{number}", faults)
        if isinstance(read_demand, _Demand):
            demands[number] = StaffDemand(read_demand.providers, read_demand.level)
            faults += [f"PORTAL_OIDC_FILE: municipality.{number} {fault}" for fault in _demand_faults(number, demands[number], made)]
    if faults:
        raise SettingsFault(faults)
    return SignInTerms(tuple(made), demands)


def _tables(raw: Mapping[str, Any], name: str, faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    tables = raw.get(name, {})
    for key, table in tables.items() if isinstance(tables, dict) else [(name, None)]:
        if isinstance(table, dict):
            yield key, table
        else:
            faults.append(f"PORTAL_OIDC_FILE: {name} must be a table such as [{name}.{'id-porten' if name == 'provider' else '4601'}]")


def _preset(table: Mapping[str, Any]) -> dict[str, Any]:
    """What the preset of a table says; an issuer that lacks the tenant it is made of is left out."""
    known = dict(PRESETS.get(str(table.get("preset", "")), {}))
    if "{tenant}" in known.get("issuer", ""):
        known["issuer"] = known["issuer"].format(tenant=table["tenant"]) if table.get("tenant") else ""
    return known


def _checked(kind: type[BaseModel], values: Mapping[str, Any], place: str, faults: list[str]) -> BaseModel | None:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        faults += [f"PORTAL_OIDC_FILE: {place}.{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        return None


def _terms(key: str, read: _Provider, secret: str) -> ProviderTerms:
    said = read.model_dump(exclude={"preset", "tenant", "client_secret_file"})
    return ProviderTerms(key=key, client_secret=secret, **{**said, "issuer": read.issuer})


def _faults(terms: ProviderTerms, read: _Provider, is_production: bool) -> Iterator[str]:
    parts = urlsplit(terms.issuer)
    if not _fits(terms.key):
        yield "needs a key of small letters, digits and hyphens, at most 40"
    if read.preset == "entra" and not read.tenant:
        yield "needs `tenant`, the directory's id: one portal trusts one directory, never all of Microsoft's"
    elif parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment:
        yield "has an issuer that is no address; it must look like https://idporten.no"
    elif parts.scheme != "https" and (is_production or parts.hostname not in LOOPBACK):
        yield "has an issuer that does not begin with https://"
    if terms.client_auth != "none" and not terms.client_secret:
        yield f"has no client secret: set {secret_name(terms.key)}, or `client_secret_file` to a file with mode 0600"
    elif terms.client_auth != "none" and is_production and len(terms.client_secret) < SHORTEST_CLIENT_SECRET:
        yield f"has a client secret of less than {SHORTEST_CLIENT_SECRET} characters"
    if "openid" not in terms.scopes:
        yield "must have the scope openid"
    for level in (terms.demands, *terms.two_factors):
        if level and level not in terms.levels:
            yield f"speaks of the level {level}, which is not among its `levels`"


def _demand_faults(number: str, demand: StaffDemand, providers: list[ProviderTerms]) -> Iterator[str]:
    if len(number) != 4 or not number.isdigit():
        yield "must be named by the municipality's number, four digits"
    known = {one.key: one for one in providers}
    for key in demand.providers:
        if key not in known:
            yield f"demands the provider {key}, which is not there or has faults"
        elif not known[key].serves(is_staff=True):
            yield f"demands the provider {key}, which is for contractors only"
        elif demand.level and demand.level not in known[key].levels:
            yield f"demands the level {demand.level}, which is not among those of {key}"


def _fits(key: str) -> bool:
    return 0 < len(key) <= 40 and key[0].isalpha() and all(sign.isdigit() or sign == "-" or "a" <= sign <= "z" for sign in key)
