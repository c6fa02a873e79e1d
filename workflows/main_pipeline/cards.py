"""Final documentation: a card for each manhole, the state of each valve, and service branches laid out."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from models.base import Phase
from models.document import FileKind
from models.text import Text, _, _c
from models.values import property_number
from workflows.declare import IMAGES, NEEDED, PDFS, Outcome, Row, Step, group, missing, question, requirement, slot
from workflows.fields import BooleanKind, ChoiceKind, TextKind, decimal, integer, options
from workflows.main_pipeline.built import ValveRow
from workflows.main_pipeline.choices import MANHOLE_KINDS, MATERIALS, SYSTEMS
from workflows.main_pipeline.sources import FINAL_DOCUMENTS, HARSTAD
from workflows.main_pipeline.tests_done import MOST_NAMED
from workflows.reading import Reading, RowReading
from workflows.shared.geometry import GeometryKind
from workflows.shared.sources import FORMS
from workflows.words import listed

SHAPES = options(("round", _("Round")), ("square", _c("shape", "Square")), ("other", _("Other")))
MANHOLE = question(TextKind(1, 40), _("Manhole id"), ask=_("Name the manhole of row {n}."), how=_("As on its card."),
    governed_by="MAIN-24", source=HARSTAD)  # fmt: skip
LEVEL = decimal(2, -500, 3_000, "m")


class CardRow(Row):
    """The card of one manhole."""

    card_id = MANHOLE
    card_kind = question(ChoiceKind(MANHOLE_KINDS), _("Kind of manhole"), source=HARSTAD)
    card_point = question(GeometryKind(), _("Top centre of the cover"), source=HARSTAD)
    card_cover_level = question(LEVEL, _("Level of the cover"), governed_by="MAIN-24", source=HARSTAD)
    card_bottom_level = question(LEVEL, _("Level of the bottom"), governed_by="MAIN-24", source=HARSTAD)
    shape = question(ChoiceKind(SHAPES), _("Shape"), source=HARSTAD)
    card_diameter_mm = question(integer(400, 3_000, "mm"), _("Diameter"), source=HARSTAD)
    card_material = question(ChoiceKind(MATERIALS), _("Material"), source=HARSTAD)
    cover_type = question(TextKind(0, 100), _c("manhole", "Cover"), source=HARSTAD)
    load_class = question(TextKind(0, 40), _("Load class"), source=HARSTAD)
    card_ladder = question(BooleanKind(), _("Ladder"), source=HARSTAD)
    card_drained = question(BooleanKind(), _("Drained"), source=HARSTAD)
    services = question(TextKind(0, 500), _("Service pipes with gnr/bnr"), source=HARSTAD)
    photo_above = slot(IMAGES, _("Photo from above"), governed_by="MAIN-24", source=HARSTAD)
    sketch = slot((*PDFS, *IMAGES), _("Sketch"), at_least=0, source=HARSTAD)


class CardPipeRow(Row):
    """A pipe that meets a manhole; rows of one manhole stand clockwise."""

    pipe_manhole = MANHOLE
    meets_system = question(ChoiceKind(SYSTEMS), _("System"), source=HARSTAD)
    meets_od_mm = question(integer(16, 4_000, "mm"), _("Outer diameter"), source=HARSTAD)
    meets_material = question(ChoiceKind(MATERIALS), _("Material"), source=HARSTAD)
    level = question(LEVEL, _("Level"), source=HARSTAD)
    direction = question(TextKind(0, 40), _("Direction"), source=HARSTAD)


class CardValveRow(Row):
    """A valve in a manhole."""

    valve_manhole = MANHOLE
    dn = question(integer(10, 4_000, "mm"), _("Dimension"), source=HARSTAD)
    turns = question(integer(0, 10_000), _("Turns"), source=HARSTAD)
    closed = question(BooleanKind(), _("Closed"), source=HARSTAD)


class ServiceRow(Row):
    """A service branch laid out for a property."""

    branch_id = question(TextKind(1, 40), _("Branch id"), required=True, ask=_("Give branch {n} an id."), how=_("As on the drawings."),
        source=FINAL_DOCUMENTS)  # fmt: skip
    end_point = question(GeometryKind(), _("End point"), governed_by="MAIN-26", source=FINAL_DOCUMENTS)
    property_mark = question(TextKind(1, 40), _("Property (gnr/bnr)"), governed_by="MAIN-26", source=HARSTAD)


class ManholeCards(Step):
    """One card for each manhole."""

    title = _("Manhole cards")
    section = _("Documentation")

    manhole_cards = group(CardRow, _("Manhole cards"), row_label=_("Card {n}"), add_label=_("Add another card"), at_most=500,
        governed_by="MAIN-24", source=HARSTAD)  # fmt: skip
    card_pipes = group(CardPipeRow, _("Pipes in manholes, clockwise"), row_label=_("Pipe {n}"), add_label=_("Add another pipe"),
        at_most=1_000, governed_by="MAIN-24", source=HARSTAD)  # fmt: skip
    card_valves = group(CardValveRow, _("Valves in manholes"), row_label=_("Valve {n}"), add_label=_("Add another valve"), at_most=500,
        source=HARSTAD)  # fmt: skip
    manhole_cards_files = slot((FileKind.PDF, FileKind.SHEET, FileKind.IMAGE), _("Manhole cards as files"), at_least=0, at_most=500,
        source=FORMS)  # fmt: skip

    @requirement("MAIN-24", level=NEEDED, at="manhole_cards", what=_("Manhole {id} lacks {part} on its card."),
        how=_("Fill in the card."), source=HARSTAD)  # fmt: skip
    def every_manhole_has_a_card(reading: Reading) -> Outcome:
        """Levels, pipes and photo for every manhole that was built, and a card for every manhole top that was surveyed."""
        cards = reading.rows("manhole_cards")
        carded, with_pipes = ({row.value(key) for row in reading.rows(group)} for group, key in _CARDS)
        manholes = _manholes(reading)
        surveyed = _surveyed_beyond(reading, {*carded, *manholes}, max(len(cards), len(manholes)))
        bare = [name for name in (*manholes, *surveyed) if name not in carded]
        nameless = next((row.path("card_id") for row in cards if row.value("card_id") is None), None)
        ids = listed(list(dict.fromkeys(bare))[:MOST_NAMED])
        found = [missing(nameless, instead=_("No card yet for {ids}."), ids=ids)] if bare else []
        for row in (one for one in cards if one.value("card_id") is not None):
            parts = _lacking_parts(row, has_pipes=row.value("card_id") in with_pipes)
            words = listed([words for _at, words in parts])
            found += [missing(parts[0][0], id=row.value("card_id"), part=words)] if parts else []
        return found


_CARDS = (("manhole_cards", "card_id"), ("card_pipes", "pipe_manhole"))


def _manholes(reading: Reading) -> list[str]:
    """Ids of the manholes as built; as planned while none is told."""
    rows: Sequence[RowReading] = reading.rows("manholes_built")
    if not rows and (before := reading.earlier(Phase.APPLICATION)) is not None:
        rows = before.rows("manholes")
    return [name for row in rows if (name := row.value("manhole_id")) is not None]


def _surveyed_beyond(reading: Reading, known: Collection[str | None], count: int) -> list[str]:
    """Names of surveyed manhole tops beyond the manholes and cards that are told; surveyors may use other ids, so only the number tells."""
    tops = [row.value("point_id") or str(row.number) for row in reading.rows("points") if row.value("kind") == "manhole_top"]
    strangers = [name for name in tops if name not in known]
    return strangers[: max(0, len(tops) - count)]


def _lacking_parts(row: RowReading, *, has_pipes: bool) -> list[tuple[str, Text]]:
    """What a card lacks, as (place, words)."""
    levels = (("card_cover_level", _("level of the cover")), ("card_bottom_level", _("level of the bottom")))
    parts = [(row.path(key), words) for key, words in levels if row.value(key) is None]
    parts += [] if has_pipes else [(row.path("card_id"), _("pipes"))]
    return parts if row.good_files("photo_above") else [*parts, (row.slot_path("photo_above"), _("photo"))]


class Services(Step):
    """Valves at handover, and branches for later."""

    title = _("Valves and service branches")
    section = _("Documentation")

    valves_state = group(ValveRow, _("Valves at handover"), row_label=_("Valve {n}"), add_label=_("Add another valve"), at_most=500,
        governed_by="MAIN-25", source=HARSTAD)  # fmt: skip
    services_out = group(ServiceRow, _("Service branches laid out"), row_label=_("Branch {n}"), add_label=_("Add another branch"),
        at_most=500, governed_by="MAIN-26", source=FINAL_DOCUMENTS)  # fmt: skip

    @requirement("MAIN-25", level=NEEDED, at="valves_state", what=_("Valve {id}: closed or open?"),
        how=_("Say its state at handover."), source=HARSTAD)  # fmt: skip
    def valves_have_a_state(reading: Reading) -> Outcome:
        """Closed or open, for each valve in the list; and no fewer in the list than manholes and fittings have."""
        rows = reading.rows("valves_state")
        found = [missing(row.path("state"), id=row.value("valve_id") or str(row.number)) for row in rows if row.value("state") is None]
        in_manholes = sum(row.value("valves") or 0 for row in reading.rows("manholes_built"))
        others = sum(1 for row in reading.rows("fittings_built") if row.value("fitting_kind") == "valve")
        more = max(in_manholes, len(reading.rows("card_valves"))) + others - len(rows)
        return [*found, missing(instead=_("{count} more valves: closed or open?"), count=more)] if more > 0 else found

    @requirement("MAIN-26", level=NEEDED, at="services_out", what=_("Service branch {id} lacks {part}."),
        how=_("Add end point and property."), source=FINAL_DOCUMENTS)  # fmt: skip
    def branches_can_be_found(reading: Reading) -> Outcome:
        """A surveyed end and the property it is for, as gnr/bnr."""
        found = []
        for row in reading.rows("services_out"):
            lacking = [("end_point", _("end point"))] if row.value("end_point") is None else []
            if property_number(row.value("property_mark") or "") is None:
                lacking.append(("property_mark", _("property")))
            if lacking:
                parts = listed([words for _key, words in lacking])
                found.append(missing(row.path(lacking[0][0]), id=row.value("branch_id") or str(row.number), part=parts))
        return found
