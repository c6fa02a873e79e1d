"""What a case costs at the municipality, as far as the answers and the local tariff tell. Source: domain README section 6."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from models.text import Text
from workflows.declare import Fee
from workflows.reading import Reading


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee that applies: `ore` is the amount in øre, None where the municipality has set none or the count is not known yet.

    `count` is how many of `unit` are paid for, one where nothing is counted; `each` the amount in øre for one.
    """

    label: Text
    ore: int | None
    each: int
    count: Decimal | None
    unit: Text | None
    vat: bool
    key: str = ""


def fees_of(reading: Reading) -> tuple[FeeLine, ...]:
    """The fees that apply to a case as it is answered now, in the order they are declared."""
    return tuple(_line(reading, fee) for fee in reading.workflow.fees if reading.holds(fee.applies_if))


def _line(reading: Reading, fee: Fee) -> FeeLine:
    amount = reading.parameter(fee.parameter)
    each = amount if isinstance(amount, int) and not isinstance(amount, bool) else 0
    counted = fee.count(reading) if fee.count else 1
    count = Decimal(str(counted)) if isinstance(counted, (int, float, Decimal)) else None
    total = int((count * each).quantize(Decimal(1))) if count is not None and each else None
    return FeeLine(fee.label, total, each, count, fee.unit, fee.vat, fee.key)


def kroner(ore: int) -> Decimal:
    """An amount in kroner; whole kroner without decimals."""
    amount = Decimal(ore) / 100
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount
