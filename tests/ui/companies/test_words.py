"""The list of companies outside a browser: its address, its figures, its file for spreadsheets; and what was typed at /register."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from tests.ui.municipality.test_rooms import CARD
from ui.municipality.companies.export import table
from ui.municipality.companies.wish import address, share_words, wish_from
from ui.municipality.sight import spoken_card
from ui.public.register.typed import faults_in, typed_of, wanted_of
from ui.sheets import safe_cell
from ui.texts import Speaker
from workflows.ports_joining import CompanyLine, CompanyWish, Figures

TOWNS = {"9999": "Fjordvik", "9998": "Sundal"}
GOOD: list[tuple[str, str]] = [
    ("name", "Nina Ny"), ("position", "Daglig leder"), ("email", "Nina@GodeRor.example"), ("phone", "912 34 567"),
    ("may_act", "yes"), ("areas", "meters"), ("municipalities", "9999"),
    ("proof-1-kind", "adk1"), ("proof-1-number", "7"), ("proof-1-expires_on", "2031-05-31"),
]  # fmt: skip


def form(*changes: tuple[str, str]) -> Any:
    """The form with other values."""
    changed = {name for name, _value in changes}
    pairs: list[Any] = [*(pair for pair in GOOD if pair[0] not in changed), *changes]
    return FormData(pairs)


def faults(*changes: tuple[str, str], is_unverified: bool = False) -> set[str]:
    return set(faults_in(typed_of(form(*changes)), towns=TOWNS, is_unverified=is_unverified))


def test_a_form_in_which_nothing_is_wrong_is_taken_as_it_is() -> None:
    wanted = wanted_of(typed_of(form()), "312000008", "Gode Rør AS", "nb")

    assert faults() == set()
    assert (wanted.email, wanted.municipalities, wanted.areas) == ("nina@goderor.example", ["9999"], ["meters"])
    assert [(one.kind, one.number, str(one.expires_on)) for one in wanted.certificates] == [("adk1", "7", "2031-05-31")]


def test_each_wrong_field_is_named_and_nothing_else() -> None:
    assert faults(("email", "nina")) == {"email"}
    assert faults(("phone", "12")) == {"phone"}
    assert faults(("may_act", "")) == {"may_act"}
    assert faults(("areas", "flying")) == {"areas"}
    assert faults(("municipalities", "0000")) == {"municipalities"}
    assert faults(("name", "x" * 500)) == {"name"}
    assert faults(("proof-1-kind", ""), ("proof-1-expires_on", "31. mai")) == {"proof-1-kind", "proof-1-expires_on"}
    assert faults(is_unverified=True) == {"company_name"}


def test_an_address_holds_the_wish_and_unknown_words_are_left_out() -> None:
    today = date(2026, 11, 2)
    wish = CompanyWish("rør & co", "suspended", gone=True, proof_ends_by=date(2027, 1, 1))

    assert address(wish) == "/companies?text=r%C3%B8r+%26+co&state=suspended&register=gone&proofs=ending"
    assert wish_from({"text": "rør & co", "state": "suspended", "register": "gone", "proofs": "ending"}, today) == wish
    assert wish_from({"state": "flying", "text": "x" * 900, "proofs": "all"}, today) == CompanyWish("x" * 100)


def test_right_first_time_is_a_share_of_what_was_approved() -> None:
    share = share_words(Figures(decided=8, first_time=6))

    assert share is not None
    assert share.in_english() == "75 % (6 of 8)"
    assert share_words(Figures(open=3)) is None


def test_no_cell_of_the_file_begins_a_formula() -> None:
    line = CompanyLine("id", "312000008", '=HYPERLINK("x")', "approved", "", True, None, None, "", None, date(2026, 12, 31))
    rows = list(csv.reader(io.StringIO(table([(line, Figures(1, 2, 3, 4))], Speaker("nb")).removeprefix("\ufeff")), delimiter=";"))

    assert rows[1][1] == '\'=HYPERLINK("x")'
    assert rows[1][6:] == ["1", "2", "3", "4", "31.12.2026"]
    assert [safe_cell(words)[0] for words in ("=1", "+1", "-1", "@x", "\tx", "\rx")] == ["'"] * 6
    assert safe_cell("Rør AS") == "Rør AS"


def test_a_card_of_a_company_that_is_gone_says_so_before_anything_else() -> None:
    gone = spoken_card(replace(CARD, company_gone="bankrupt"), date(2026, 11, 23), Speaker("nb"))

    assert (gone["tag"], gone["tone"]) == ("Foretaket er konkurs", "red")
    assert "tag" not in spoken_card(CARD, date(2026, 11, 23), Speaker("nb"))
