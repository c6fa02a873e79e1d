"""What is written of a decision, as the browser's form has it: from terms to fields, and back with what could not be understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from models.errors import BadInput
from models.letters import LONGEST, MOST_CONDITIONS, MOST_COPIES, OutcomeKind, Terms
from models.text import Text, _
from ui.components.base import View, html
from ui.municipality.letter import TEMPLATES
from ui.texts import Speaker
from workflows.casework.proposing import DecisionDesk, FeeChoice
from workflows.fees import kroner

KINDS: dict[OutcomeKind, Text] = {
    OutcomeKind.CONTRACT: _("Approval, without right of appeal"),
    OutcomeKind.INDIVIDUAL: _("Individual decision, with right of appeal"),
    OutcomeKind.NOTED: _("Taken note of"),
    OutcomeKind.REFERRED: _("Sent on to another authority"),
}
REFUSED = _("Refusal, without right of appeal")
FOR = {
    "approved": (OutcomeKind.CONTRACT, OutcomeKind.INDIVIDUAL, OutcomeKind.NOTED),
    "rejected": (OutcomeKind.CONTRACT, OutcomeKind.INDIVIDUAL, OutcomeKind.REFERRED),
}
AMOUNT = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")


PARTS: dict[str, Text] = {
    "outcome": _("the outcome"), "kind": _("the kind of outcome"), "reason": _("the grounds"), "conditions": _("the conditions"),
    "fees": _("the fees"), "fee_reason": _("why the fee is another"), "valid_until": _("how long it holds"),
    "no_limit": _("how long it holds"), "appeal_body": _("who decides appeals"), "copies": _("the copies"),
    "enclosures": _("the enclosures"), "why": _("why it is corrected"),
}  # fmt: skip
"""The fields of `Terms` as a sentence names them."""


def parts_in_words(fields: Iterable[str], speaker: Speaker) -> str:
    """These fields in a row, each once."""
    return ", ".join(dict.fromkeys(speaker(PARTS[one]) for one in fields))


class LetterForm(View):
    """The form. Acts: `typed` with the whole form after each change, and the keys of `acts` with the form, or words."""

    template = html("letter-form", TEMPLATES)


def form_of(desk: DecisionDesk) -> dict[str, Any]:
    """The fields as they are filled in at first."""
    terms = desk.terms
    return {
        "outcome": terms.outcome,
        "kind": str(terms.kind or desk.kinds[terms.outcome]),
        "reason": terms.reason,
        "conditions": list(terms.conditions),
        "fees": {one.key: _amount(terms.fees[one.key]) if one.key in terms.fees else "" for one in desk.fees},
        "fee_reason": terms.fee_reason,
        "validity": "none" if terms.no_limit else "until" if terms.valid_until else "rule",
        "valid_until": terms.valid_until.isoformat() if terms.valid_until else "",
        "appeal_body": terms.appeal_body,
        "copies": "\n".join(terms.copies),
        "enclosures": list(terms.enclosures),
        "why": terms.why,
    }


def _amount(ore: int) -> str:
    return str(kroner(ore)).replace(".", ",")


def terms_from(form: Any, desk: DecisionDesk) -> tuple[Terms, dict[str, Text]]:
    """What the form says, and by field what could not be understood. Raises BadInput for what no form of ours sends."""
    if not isinstance(form, Mapping):
        raise BadInput
    wrongs: dict[str, Text] = {}
    outcome = desk.terms.outcome if desk.corrects else _one_of(form.get("outcome"), ("approved", "rejected"))
    valid_until = _day(form.get("valid_until")) if form.get("validity") == "until" else None
    if form.get("validity") == "until" and valid_until is None:
        wrongs["valid_until"] = _("Choose the last day it holds.")
    kind = _one_of(form.get("kind"), tuple(OutcomeKind))
    if kind not in FOR[outcome]:
        kind = desk.kinds[outcome]
    fees, are_understood = _fees(form.get("fees"), desk)
    if not are_understood:
        wrongs["fees"] = _("Write each fee as an amount in kroner, 0 or more.")
    given = {
        "outcome": outcome, "kind": None if kind == desk.kinds[outcome] else kind, "reason": _words(form.get("reason")),
        "conditions": [one for one in _lines(form.get("conditions")) if one][:MOST_CONDITIONS], "fees": fees,
        "fee_reason": _words(form.get("fee_reason")), "valid_until": valid_until, "no_limit": form.get("validity") == "none",
        "appeal_body": _words(form.get("appeal_body"))[:200],
        "copies": [one.strip()[:200] for one in _words(form.get("copies")).splitlines() if one.strip()][:MOST_COPIES],
        "enclosures": [one for one in _lines(form.get("enclosures")) if one in desk.files], "why": _words(form.get("why")),
    }  # fmt: skip
    try:
        return Terms.model_validate(given), wrongs
    except ValidationError:
        raise BadInput from None


def _one_of(value: Any, known: Sequence[str]) -> str:
    if value not in known:
        raise BadInput
    return str(value)


def _words(value: Any) -> str:
    return value.strip()[:LONGEST] if isinstance(value, str) else ""


def _lines(value: Any) -> list[str]:
    return [_words(one) for one in value[:200]] if isinstance(value, list) else []


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _fees(typed: Any, desk: DecisionDesk) -> tuple[dict[str, int], bool]:
    """Amounts in øre of those fields in which something stands, and whether all were understood."""
    found, good = {}, True
    for one in desk.fees:
        words = typed.get(one.key) if isinstance(typed, Mapping) else None
        plain = "".join(words.split()).replace(",", ".") if isinstance(words, str) else ""
        if not plain:
            continue
        if AMOUNT.fullmatch(plain):
            found[one.key] = int(Decimal(plain) * 100)
        else:
            good = False
    return found, good


def form_data(desk: DecisionDesk) -> dict[str, Any]:
    """Everything the template shows that does not change while somebody writes."""
    rule = _("Until {day}, by the rules", day=desk.valid_until) if desk.valid_until else _("By the rules: no day is set")
    approval = _("Take note") if desk.is_notice else _("Approve")
    return {
        "form": form_of(desk), "corrects": desk.corrects, "standard": list(desk.conditions), "appeal_body": desk.appeal_body,
        "outcomes": _options({"approved": approval, "rejected": _("Reject")}),
        "kinds": {outcome: _options({str(one): _kind_words(outcome, one) for one in kinds}) for outcome, kinds in FOR.items()},
        "fees": [_fee(one) for one in desk.fees],
        "validities": _options({"rule": rule, "until": _("Until another day"), "none": _("Without limit in time")}),
        "files": _options(desk.files), "words": WORDS,
    }  # fmt: skip


def _options(labels: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "label": label} for key, label in labels.items()]


def _kind_words(outcome: str, kind: OutcomeKind) -> Text:
    return REFUSED if outcome == "rejected" and kind == OutcomeKind.CONTRACT else KINDS[kind]


def _fee(one: FeeChoice) -> dict[str, Any]:
    if one.tariff is None:
        return {"key": one.key, "label": one.label, "amount": "", "tariff": _("The tariff gives no amount")}
    return {
        "key": one.key,
        "label": one.label,
        "amount": _amount(one.tariff),
        "tariff": _("Tariff: {amount} kr", amount=kroner(one.tariff)),
    }


WORDS: dict[str, Text] = {
    "wrong": _("Mend what is marked, then decide. Everything you wrote is kept."),
    "why": _("Why the decision is corrected"),
    "why_hint": _("Stands in the new letter. The old letter is kept and marked as replaced."),
    "outcome": _("Outcome"),
    "kind": _("Kind of outcome"),
    "reason": _("Grounds"),
    "reason_hint": _("Say what the decision rests on. An empty line begins a new paragraph."),
    "conditions": _("Conditions"),
    "condition_n": _("Condition {n}"),
    "no_conditions": _("No conditions yet."),
    "up": _("Move condition {n} up"),
    "down": _("Move condition {n} down"),
    "remove": _("Remove condition {n}"),
    "add_condition": _("Add a condition"),
    "standard": _("Standard conditions"),
    "take": _("Use"),
    "take_n": _("Use the condition: {words}"),
    "taken": _("In use"),
    "fees": _("Fees"),
    "fee_reason": _("Why another fee than the tariff's (only if you change one)"),
    "validity": _("How long it holds"),
    "until": _("The last day it holds"),
    "appeal_body": _("Appeals are decided by"),
    "appeal_hint": _("The right of appeal and the last day are filled in by themselves: three weeks from today."),
    "copies": _("Copy to (optional)"),
    "copies_hint": _("One name on each line. Companies on the case get the letter in the portal."),
    "enclosures": _("Enclosures"),
    "enclosures_hint": _("Tick the files the decision rests on; they are named in the letter."),
    "login": _("Decisions need a fresh sign-in, at most ten minutes old."),
    "login_link": _("Sign in again"),
    "back_words": _("What has to be changed"),
}
