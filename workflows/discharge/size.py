"""Application: how large the discharge is in personal equivalents, and which rules follow."""

from __future__ import annotations

from decimal import Decimal

from models.text import _
from workflows.conditions import AtLeast, all_of, given
from workflows.declare import (
    BLOCKS,
    DRAWINGS,
    NEEDED,
    NOT_APPLICABLE,
    PDFS,
    Finding,
    Outcome,
    Row,
    Step,
    group,
    missing,
    question,
    requirement,
    slot,
)
from workflows.discharge import facts
from workflows.discharge.choices import AUTHORITIES, BUILDINGS, GROUP_RULES, PE_BASES, PLAN_ANSWERS, REGIMES, SANITARY, USES
from workflows.discharge.sources import CH13, GUIDE_CH12, HUSTADVIKA, SCOPE
from workflows.fields import BooleanKind, ChoiceKind, TextKind, decimal, integer
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.sources import FORMS, partly_assumed

_LARGE = all_of(SANITARY, AtLeast("pe_total", 50))
_GROUP = AtLeast("homes", 8)


class SourceRow(Row):
    """One kind of building on the plant."""

    connected_property = question(TextKind(0, 100), _("Property"), source=FORMS, example="12/34")
    building_kind = question(
        ChoiceKind(BUILDINGS),
        _("Kind of building"),
        required=True,
        ask=_("Choose the kind of building."),
        how=_("Choose what most of the water is used for."),
        source=SCOPE,
    )
    units = question(
        integer(1, 500),
        _("Number of units"),
        required=True,
        ask=_("Give the number of units in line {n}."),
        how=_("Houses, cabins or buildings of this kind."),
        source=SCOPE,
    )
    persons_or_beds = question(
        integer(0, 5_000),
        _("Persons or beds"),
        required=True,
        ask=_("Give persons or beds in line {n}."),
        how=_("The largest number at the same time; beds are a good measure."),
        source=SCOPE,
    )
    wc = question(
        BooleanKind(),
        _("Water closet"),
        required=True,
        ask=_("Say whether there is a water closet."),
        how=_("Answer yes when any toilet flushes into the plant."),
        source=SCOPE,
    )
    water = question(
        BooleanKind(),
        _("Water indoors"),
        required=True,
        ask=_("Say whether there is water indoors."),
        how=_("Answer yes when water comes in through a pipe."),
        source=SCOPE,
    )
    use = question(
        ChoiceKind(USES),
        _("Use"),
        required=True,
        ask=_("Choose when it is used."),
        how=_("Choose one from the list."),
        source=SCOPE,
    )
    pe_basis = question(ChoiceKind(PE_BASES), _("Basis of the size"), governed_by="DISCH-02", source=GUIDE_CH12)
    pe = question(
        decimal(1, 0, 100_000, "pe"),
        _("Size"),
        hint=_("It is worked out from the answers; write another only with a reason."),
        computed=facts.pe_of_row,
        governed_by="DISCH-01",
        source=SCOPE,
    )
    pe_reason = question(TextKind(0, 500), _("Reason for another size"), governed_by="DISCH-02", source=GUIDE_CH12)


class Size(Step):
    """Personal equivalents (pe) measure organic load."""

    title = _("Size")
    section = _("The work")
    applies_if = SANITARY

    sources = group(
        SourceRow,
        _("Buildings on the plant"),
        row_label=_("Building {n}"),
        add_label=_("Add another building"),
        at_most=500,
        governed_by="DISCH-01",
        source=SCOPE,
    )
    homes = question(integer(0, 1_000_000), _("Houses and cabins together"), computed=facts.homes, fixed=True, source=SCOPE)
    pe_five_each = question(
        decimal(1, 0, 10_000_000, "pe"), _("Houses by 5 pe each"), computed=facts.pe_five_each, fixed=True, applies_if=_GROUP, source=SCOPE
    )
    pe_two_and_half = question(
        decimal(1, 0, 10_000_000, "pe"),
        _("Houses by 2.5 pe for each dwelling"),
        computed=facts.pe_two_and_half,
        fixed=True,
        applies_if=_GROUP,
        source=SCOPE,
    )
    pe_group_rule = question(
        ChoiceKind(GROUP_RULES),
        _("Rule for the group of houses"),
        required=True,
        ask=_("Choose the rule for the group of houses."),
        how=_("The expert chooses; 5 pe for each house counts until then."),
        applies_if=_GROUP,
        source=SCOPE,
    )
    pe_group_reason = question(
        TextKind(0, 500),
        _("Reason for the choice of rule"),
        required=True,
        ask=_("Give the reason for the choice of rule."),
        how=_("One sentence from the expert."),
        applies_if=_GROUP,
        source=SCOPE,
    )
    pe_total = question(decimal(1, 0, 100_000_000, "pe"), _("The discharge in all"), computed=facts.pe_total, fixed=True, source=SCOPE)
    agglomeration_pe = question(
        integer(0, 1_000_000, "pe"), _("Size of the agglomeration"), applies_if=_LARGE, governed_by="DISCH-03", source=CH13
    )
    sampling_plan = slot(PDFS, _("Plan for sampling and operation"), at_most=5, applies_if=_LARGE, governed_by="DISCH-03", source=CH13)

    @requirement(
        "DISCH-01",
        level=BLOCKS,
        at="sources",
        what=_("The size of the discharge is missing."),
        how=_("Add at least one building with persons or beds."),
        source=SCOPE,
        applies_if=SANITARY,
    )
    def size_is_given(reading: Reading) -> Outcome:
        """A row at least, and a sum above 0 where water is installed; a row that tells no size speaks for itself."""
        rows = reading.rows("sources")
        if not rows:
            return missing()
        unknown = any(row.value("pe") is None for row in rows)
        return missing() if not unknown and not facts.pe_total(reading) and reading.value("installed_water") else ()

    @requirement(
        "DISCH-02",
        level=NEEDED,
        at="sources",
        what=_("You wrote {pe} pe, the rule gives {calc}."),
        how=_("Correct it or give the basis (NS 9426)."),
        source=partly_assumed(GUIDE_CH12),
        applies_if=SANITARY,
    )
    def size_follows_the_rule(reading: Reading) -> Outcome:
        """A typed size near the computed one, or with a reason."""
        found: list[Finding] = []
        for row in reading.rows("sources"):
            reasoned = row.value("pe_reason") is not None or row.value("pe_basis") == "NS9426"
            calc: Decimal | None = facts.pe_of_row(row)
            if row.is_given("pe") and not reasoned and facts.differs_much(row.value("pe"), calc, number(reading, "pe_tolerance_pct")):
                found.append(missing(row.path("pe"), pe=row.value("pe"), calc=calc))
        return found

    @requirement(
        "DISCH-03",
        level=NEEDED,
        at="agglomeration_pe",
        what=_("{pe} pe falls under chapter 13."),
        how=_("Fill in the extra questions on agglomeration, sampling and operation."),
        source=CH13,
        applies_if=_LARGE,
    )
    def chapter_13_is_answered(reading: Reading) -> Outcome:
        """From 50 pe, unrounded: agglomeration and sampling plan."""
        lacks = [missing(pe=reading.value("pe_total"))] if reading.value("agglomeration_pe") is None else []
        return lacks if reading.good_files("sampling_plan") else [*lacks, missing("sampling_plan", pe=reading.value("pe_total"))]

    @requirement(
        "DISCH-04",
        level=BLOCKS,
        at="agglomeration_pe",
        what=_("The county governor decides this discharge."),
        how=_("Apply there; the municipality cannot."),
        source=CH13,
        applies_if=_LARGE,
    )
    def municipality_decides(reading: Reading) -> Outcome:
        """Larger agglomerations belong to the county governor."""
        if reading.value("agglomeration_pe") is None:
            return NOT_APPLICABLE
        return missing() if facts.regime(reading) == "ch14" else ()


class Rules(Step):
    """What follows from the answers so far, and the land-use plan."""

    title = _("Rules that apply")
    section = _("The work")

    regime = question(ChoiceKind(REGIMES), _("Rules"), computed=facts.regime, fixed=True, source=SCOPE)
    deciding_authority = question(ChoiceKind(AUTHORITIES), _("Decided by"), computed=facts.deciding_authority, fixed=True, source=SCOPE)
    plan_accord = question(
        ChoiceKind(PLAN_ANSWERS),
        _("In accord with land-use plan"),
        ask=_("Say whether it is in accord with the land-use plan."),
        how=_("The planning authority can tell."),
        governed_by="DISCH-19",
        source=HUSTADVIKA,
    )
    planning_consent = slot(
        DRAWINGS,
        _("Planning authority's consent"),
        at_most=5,
        applies_if=given("plan_accord", "no", "unknown"),
        governed_by="DISCH-19",
        source=HUSTADVIKA,
    )

    @requirement(
        "DISCH-19",
        level=NEEDED,
        at="plan_accord",
        what=_("The plant may conflict with the land-use plan."),
        how=_("Add the planning authority's consent."),
        source=HUSTADVIKA,
    )
    def plan_allows_it(reading: Reading) -> Outcome:
        """In accord, or with consent."""
        answer = reading.value("plan_accord")
        if answer is None:
            return missing(instead=_("Nothing is said of the land-use plan."))
        return () if answer == "yes" or reading.good_files("planning_consent") else missing()
