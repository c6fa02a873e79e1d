"""The people, companies and municipalities of the demonstration: who logs in as what. Everything here is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from models.base import Role

LOGIN_WORD = "fjordvik-vann-2026"
"""One password for all demonstration logins; it exists only where the demonstration is on, which production refuses."""


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality of the demonstration; numbers from 9998 are given to none in Norway."""

    id: str
    number: str
    name: str
    language: str
    mail: str
    phone: str
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Firm:
    """A company with a synthetic organisation number, and its standing in each municipality."""

    id: str
    number: str
    name: str
    form: str
    place: str
    standings: dict[str, str]

    @property
    def register_entry(self) -> dict[str, Any]:
        """As Enhetsregisteret would answer."""
        return {
            "organisasjonsnummer": self.number, "navn": self.name.upper(), "organisasjonsform": {"kode": self.form}, "konkurs": False,
            "registrertIForetaksregisteret": True, "registrertIMvaregisteret": True, "underAvvikling": False,
            "underTvangsavviklingEllerTvangsopplosning": False,
            "naeringskode1": {"kode": "43.220", "beskrivelse": "VVS-installasjonsarbeid"},
            "forretningsadresse": {"poststed": self.place.upper(), "land": "Norge", "landkode": "NO"},
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Human:
    """A person with one role in one company or municipality, and certificates as (kind, number, expiry)."""

    login: str
    name: str
    role: Role
    tenant: str
    language: str = "nb"
    certificates: tuple[tuple[str, str, date | None], ...] = ()

    @property
    def email(self) -> str:
        """Under a domain that can never exist."""
        return f"{self.login}@demo.example"


TOWNS = (
    Town("demo-fjordvik", "9999", "Fjordvik", "nb", "va@fjordvik.example", "+47 70 00 00 10", (62.40, 6.00, 62.56, 6.40)),
    Town("demo-sundal", "9998", "Sundal", "nn", "va@sundal.example", "+47 70 00 00 20", (62.40, 8.30, 62.85, 9.00)),
)

FIRMS = (
    Firm("demo-rorlegger", "310000027", "Nilsen Rør AS", "AS", "Fjordvik", {"demo-fjordvik": "approved", "demo-sundal": "approved"}),
    Firm("demo-varme", "213000047", "Havgløtt Varme og Sanitær AS", "AS", "Fjordvik", {"demo-fjordvik": "approved"}),
    Firm("demo-entreprenor", "311990020", "Bratt Anlegg ENK", "ENK", "Sundal", {"demo-fjordvik": "requested", "demo-sundal": "approved"}),
)

PLUMBER = ("trade_plumber", "S-104233", None)
ADK1 = ("adk1", "12871", date(2031, 5, 31))
ROAD = (("trade_road", "F-20881", None), ("workwarning_1", "AV1-5512", date(2031, 9, 1)), ("workwarning_2", "AV2-7781", date(2031, 9, 1)))
EXPIRED = ("adk1", "9034", date(2025, 3, 1))

PEOPLE = (
    Human("contractor", "Kari Nilsen", Role.COMPANY_ADMIN, "demo-rorlegger", "nb", (PLUMBER, ADK1, *ROAD)),
    Human("applicant", "Jonas Lie", Role.APPLICANT, "demo-rorlegger", "nb", (("trade_plumber", "S-118902", None), EXPIRED)),
    Human("viewer", "Mona Berg", Role.VIEWER, "demo-rorlegger"),
    Human("contractor2", "Arne Havgløtt", Role.COMPANY_ADMIN, "demo-varme", certificates=(("trade_plumber", "S-099871", None),)),
    Human("contractor3", "Siv Bratt", Role.COMPANY_ADMIN, "demo-entreprenor", "nn", (("adk1", "15220", date(2030, 1, 15)),)),
    Human("officer", "Ingrid Solberg", Role.CASE_WORKER, "demo-fjordvik"),
    Human("approver", "Tor Haugen", Role.APPROVER, "demo-fjordvik"),
    Human("admin", "Liv Strand", Role.MUNICIPALITY_ADMIN, "demo-fjordvik"),
    Human("auditor", "Geir Moen", Role.AUDITOR, "demo-fjordvik"),
    Human("officer2", "Oddny Lunde", Role.CASE_WORKER, "demo-sundal", "nn"),
    Human("admin2", "Brit Moe", Role.MUNICIPALITY_ADMIN, "demo-sundal", "nn"),
    Human("approver2", "Sjur Aasen", Role.APPROVER, "demo-sundal", "nn"),
)

PLATFORM = Human("platform", "Nina Vik", Role.PLATFORM_ADMIN, "")
"""Who keeps the portal itself, and is in no company and no municipality."""
EXPERT = Human("expert", "Vera Fjell", Role.EXPERT, "")
"""Somebody from outside who is asked for statements."""
TENANTLESS = (PLATFORM, EXPERT)
