"""The form of a decision: what is filled in comes back as it was meant, and what nobody's form sends is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import Phase
from models.errors import BadInput
from models.letters import DraftState, OutcomeKind, Terms
from models.text import _
from ui.municipality.letter.form import form_data, form_of, terms_from
from workflows.casework.proposing import DecisionDesk, FeeChoice

DESK = DecisionDesk(
    ref="r", case_id="c", number="2026-000001", place="Storgata 14", workflow=_("Digging"), phase=Phase.APPLICATION,
    phase_title=_("Application"), version=3, company="Nilsen Rør AS", terms=Terms(), revision=0, state=DraftState.WRITING, corrects=0,
    conditions=("Standard.",),
    fees=(FeeChoice("case", _("Case fee"), 150_000, 150_000, False), FeeChoice("wear", _("Wear"), None, None, False)),
    kinds={"approved": OutcomeKind.INDIVIDUAL, "rejected": OutcomeKind.INDIVIDUAL}, valid_until=date(2026, 12, 20), appeal_body="Nemnda",
    files={"f1": "plan.pdf"}, coworkers=(), standing={}, four_eyes=False, proposed=None, proposed_by="", is_mine=False, returned_words="",
    returned_by="", wrongs={}, is_notice=False, changed_since_proposal=(), in_the_way=None, may_discard=False,
)  # fmt: skip
TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30).map(str.strip)
WRITTEN = st.builds(
    Terms, outcome=st.sampled_from(["approved", "rejected"]), reason=TEXT, conditions=st.lists(TEXT.filter(bool), max_size=4).map(tuple),
    fees=st.dictionaries(st.sampled_from(["case", "wear"]), st.integers(0, 10_000_000)), fee_reason=TEXT,
    valid_until=st.none() | st.dates(date(2026, 1, 1), date(2040, 1, 1)), appeal_body=TEXT,
    enclosures=st.sampled_from([(), ("f1",)]),
)  # fmt: skip


@given(WRITTEN)
def test_what_is_filled_in_comes_back_as_it_was(terms: Terms) -> None:
    desk = replace(DESK, terms=terms)

    assert terms_from(form_of(desk), desk) == (terms, {})


@pytest.mark.parametrize(("typed", "ore"), [("1500", 150_000), ("1 500,50", 150_050), ("0", 0), ("12.5", 1_250), ("1\u00a0000", 100_000)])
def test_amounts_are_understood_as_people_write_them(typed: str, ore: int) -> None:
    terms, wrongs = terms_from({**form_of(DESK), "fees": {"case": typed}}, DESK)

    assert (terms.fees, wrongs) == ({"case": ore}, {})


@pytest.mark.parametrize("typed", ["mye", "-1", "1,234", "1e400", "NaN", "Infinity", "--", "١٢"])
def test_what_is_no_amount_is_told_and_loses_nothing_else(typed: str) -> None:
    terms, wrongs = terms_from({**form_of(DESK), "reason": "I orden.", "fees": {"case": typed}}, DESK)

    assert terms.reason == "I orden."
    assert set(wrongs) == {"fees"}


def test_a_kind_that_does_not_fit_the_outcome_becomes_the_declared_one() -> None:
    terms, _wrongs = terms_from({**form_of(DESK), "outcome": "rejected", "kind": "noted"}, DESK)

    assert terms.kind is None


def test_a_day_that_is_chosen_and_not_written_is_told() -> None:
    _terms, wrongs = terms_from({**form_of(DESK), "validity": "until", "valid_until": ""}, DESK)

    assert set(wrongs) == {"valid_until"}


def test_a_correction_keeps_the_outcome_whatever_the_form_says() -> None:
    terms, _wrongs = terms_from({**form_of(DESK), "outcome": "rejected"}, replace(DESK, corrects=1))

    assert terms.outcome == "approved"


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
JSON: Any = st.recursive(
    LEAVES, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=8), one, max_size=3), max_leaves=8
)


@given(JSON, st.dictionaries(st.sampled_from(sorted(form_of(DESK))), JSON))
def test_what_no_form_of_ours_sends_is_refused_or_read_and_never_breaks(whole: Any, parts: dict[str, Any]) -> None:
    for sent in (whole, {**form_of(DESK), **parts}):
        try:
            terms, _wrongs = terms_from(sent, DESK)
        except BadInput:
            continue
        assert Terms.model_validate(terms.model_dump(mode="json")) == terms


def test_the_form_offers_for_each_outcome_only_kinds_that_fit_it() -> None:
    kinds = {outcome: {one["key"] for one in offered} for outcome, offered in form_data(DESK)["kinds"].items()}

    assert kinds == {"approved": {"contract", "individual", "noted"}, "rejected": {"contract", "individual", "referred"}}
