"""Fees in words, as pages and paper tell them."""

from __future__ import annotations

from models.text import Text, _
from workflows.fees import FeeLine, kroner


def fee_words(fee: FeeLine) -> Text:
    """A fee as people read it."""
    if not fee.each:
        return _("Set by the municipality")
    if fee.ore is None:
        return _("{amount} kr for each {unit}", amount=kroner(fee.each), unit=fee.unit or "")
    if fee.unit is None or fee.count is None:
        return _("{amount} kr", amount=kroner(fee.ore))
    return _("{amount} kr ({count} {unit} at {each} kr)", amount=kroner(fee.ore), count=fee.count, unit=fee.unit, each=kroner(fee.each))
