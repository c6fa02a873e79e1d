"""The books of the demonstration municipalities: addresses with positions, connections, meters. Everything here is invented."""

from __future__ import annotations

from datetime import date

ADDRESSES = {
    "demo-fjordvik": (
        ("Storgata 1", 101, 12, 62.47210, 6.14930),
        ("Storgata 14", 101, 27, 62.47235, 6.15120),
        ("Strandgata 3", 101, 44, 62.47080, 6.15410),
        ("Strandgata 22", 101, 61, 62.47021, 6.15902),
        ("Kaivegen 7", 101, 80, 62.46902, 6.15233),
        ("Fjordvegen 118", 104, 5, 62.46110, 6.18240),
        ("Fjordvegen 121", 104, 9, 62.46075, 6.18410),
        ("Skolebakken 4", 102, 33, 62.47560, 6.14480),
        ("Skolebakken 11", 102, 38, 62.47612, 6.14377),
        ("Nedre Li 2", 107, 118, 62.48010, 6.16105),
        ("Øvre Li 45", 107, 204, 62.48333, 6.16520),
        ("Ærfuglvegen 9", 110, 17, 62.45340, 6.20611),
        ("Kvernhusbakken 6", 112, 3, 62.49120, 6.13050),
        ("Industrivegen 30", 115, 52, 62.46540, 6.21290),
        ("Hamna 1", 101, 2, 62.46880, 6.14810),
    ),
    "demo-sundal": (
        ("Sentrumsvegen 2", 45, 10, 62.67510, 8.56120),
        ("Elvegata 17", 45, 31, 62.67442, 8.56544),
        ("Åsmulen 5", 48, 6, 62.68220, 8.54010),
        ("Litjdalsvegen 80", 51, 14, 62.65810, 8.59230),
    ),
}
"""Address, gnr, bnr, latitude, longitude."""

CONNECTIONS = {
    "demo-fjordvik": (
        ("2019-000411", 101, 12),
        ("2021-000087", 101, 27),
        ("2014-001203", 101, 44),
        ("2023-000340", 104, 5),
        ("2024-000019", 102, 33),
        ("2008-000765", 107, 118),
        ("2025-000212", 107, 204),
        ("2020-000150", 115, 52),
        ("2012-000377", 112, 3),
    ),
    "demo-sundal": (("2022-000031", 45, 10), ("2017-000204", 45, 31)),
}
"""Reference of an approved connection, gnr, bnr."""

METERS = {
    "demo-fjordvik": (
        ("20110417", 101, 27, True, "1843.000", date(2025, 12, 31), True),
        ("31550982", 101, 44, True, "402.500", date(2025, 12, 31), True),
        ("8ZRI0042117", 104, 5, True, "96.120", date(2026, 1, 4), True),
        ("19987702", 107, 118, False, "2950.000", date(2024, 12, 31), True),
        ("44120093", 115, 52, True, "15230.000", date(2025, 12, 31), True),
        ("20071133", 102, 33, True, "3120.000", date(2023, 6, 1), False),
        ("30224518", 112, 3, True, "877.000", date(2025, 12, 31), True),
    ),
    "demo-sundal": (("50012288", 45, 10, True, "611.000", date(2025, 12, 31), True),),
}
"""Number, gnr, bnr, owned by the municipality, last reading in m³, when, in use."""

SEALS = {"demo-fjordvik": ("FV-100201", "FV-100202"), "demo-sundal": ("SU-4410",)}
"""Seals used before the portal."""
