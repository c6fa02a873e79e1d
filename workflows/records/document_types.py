"""What a file is to an archive: its document type by its slot, its format by its content, and whether it is shielded. All of it data.

Types are those of the code list in the Fiks Arkiv metadata catalogue (M083). Which slot has which is assumed: an archive is served by what
a file is about, and a slot that is not named, such as a municipality's own, goes by the format of its file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

APPLICATION, NOTICE, LETTER, MAP, PHOTO, DRAWING = "SØKNAD", "MELDING", "KORR", "KART", "FOTO", "TEGNING"
CONTROL, INSPECTION, AGREEMENT, DECISION, CERTIFICATE = "ANSVKONTO", "TILSYN", "AVTALE", "VEDTAK", "FERDIGATTEST"
TYPE_WORDS: Mapping[str, str] = {
    APPLICATION: "Søknad", NOTICE: "Melding", LETTER: "Korrespondanse", MAP: "Kart", PHOTO: "Foto", DRAWING: "Tegning",
    CONTROL: "Ansvar og kontroll", INSPECTION: "Tilsyn", AGREEMENT: "Avtale", DECISION: "Vedtak", CERTIFICATE: "Ferdigattest",
}  # fmt: skip
"""The codes with the words of the code list; archives read Norwegian, whatever the reader's language."""

_SLOTS: Mapping[str, str] = {
    MAP: "site_plan map overview_plan d_map plan_1_500 survey_file zoning_and_owners as_built_plan e_properties model",
    DRAWING: "bottom_pipe_drawing stormwater_plan revised_plan manhole_drawings profiles trench_sections as_built_drawings cross_section"
    " separator_drawing sketch intake_sketch disinfection_drawing manhole_cards_files work_warning_plan detour_plan",
    CONTROL: "responsibility_docs checklist quality_docs course_proof hms_plan expert_declaration a_expert logbook",
    INSPECTION: "pressure_report pressure_reports tightness_report tightness_reports cctv_before cctv_after cctv_films lab_reports"
    " asphalt_report commissioning_report geotech_report soil_report",
    AGREEMENT: "right_agreement joint_agreement agreement emptying_contract analysis_contract service_contract rights registered_rights"
    " bank_guarantee bank_guarantee_final power_of_attorney fat_return owner_consent declarations order_letter",
    DECISION: "planning_consent deviation_n301",
    CERTIFICATE: "completion_certificate",
    PHOTO: "photo_connection photo_trench photo_valves photos_before photo_valve photo_tank photo_plug photo_open_trench photo_old"
    " photo_dial photo_seal photo_installation photo_old_dial photos photo_above photos_build photos_during photos_after",
}
SLOT_TYPES: Mapping[str, str] = {slot: code for code, slots in _SLOTS.items() for slot in slots.split()}

PERSONAL_LAW = "offl. § 13 jf. fvl. § 13 første ledd nr. 1"
BUSINESS_LAW = "offl. § 13 jf. fvl. § 13 første ledd nr. 2"
SHIELDED_SLOTS: Mapping[str, str] = {
    "power_of_attorney": PERSONAL_LAW,
    "course_proof": PERSONAL_LAW,
    "g_notified": PERSONAL_LAW,
    "h_remarks": PERSONAL_LAW,
    "remark_file": PERSONAL_LAW,
    "bank_guarantee": BUSINESS_LAW,
    "bank_guarantee_final": BUSINESS_LAW,
    "insurance": BUSINESS_LAW,
}
"""Slot -> the law its files are kept from the public by (assumed): signatures and private people, and what a company's business is."""
INTERNAL_LAW, ADVICE_LAW = "offl. § 14", "offl. § 15 andre ledd"
"""The law what a municipality wrote for itself is kept from the public by, and the advice it got from outside (assumed)."""
INTERNAL_ACCESS: Mapping[str, str] = {INTERNAL_LAW: "14", ADVICE_LAW: "15"}
"""That law -> the code of the access restriction where the municipality has set none (assumed)."""
USUAL_ACCESS = "13"
"""The code of the access restriction where the municipality has set none (assumed)."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format as an archive names it: its code and its media type. `is_archival`: it stays readable for ever."""

    code: str
    media_type: str
    is_archival: bool = False


FORMATS: Mapping[str, Format] = {
    "pdf": Format("PDF", "application/pdf"),
    "jpg": Format("JPEG", "image/jpeg", True), "jpeg": Format("JPEG", "image/jpeg", True), "png": Format("PNG", "image/png", True),
    "tif": Format("TIFF", "image/tiff", True), "tiff": Format("TIFF", "image/tiff", True), "heic": Format("HEIC", "image/heic"),
    "webp": Format("WEBP", "image/webp"), "dwg": Format("DWG", "image/vnd.dwg"), "dxf": Format("DXF", "image/vnd.dxf"),
    "ifc": Format("IFC", "application/x-step"), "sos": Format("SOSI", "text/plain", True), "kof": Format("KOF", "text/plain"),
    "gmi": Format("GMI", "text/plain"), "gml": Format("GML", "application/gml+xml", True),
    "geojson": Format("GEOJSON", "application/geo+json"),
    "csv": Format("CSV", "text/csv"), "txt": Format("TXT", "text/plain", True), "xml": Format("XML", "application/xml", True),
    "xlsx": Format("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": Format("ODS", "application/vnd.oasis.opendocument.spreadsheet"), "mp4": Format("MP4", "video/mp4"),
    "mpg": Format("MPEG", "video/mpeg", True), "zip": Format("ZIP", "application/zip"), "wpt": Format("WPT", "application/octet-stream"),
}  # fmt: skip
UNKNOWN_FORMAT = Format("BIN", "application/octet-stream")
PICTURES = frozenset({"JPEG", "PNG", "TIFF", "HEIC", "WEBP"})
PLANS = frozenset({"DWG", "DXF", "IFC"})
SURVEYS = frozenset({"SOSI", "KOF", "GMI", "GML", "GEOJSON"})


def format_of(name: str) -> Format:
    """The format of a file that was checked when it came in, by the ending of its name."""
    return FORMATS.get(name.rpartition(".")[2].lower(), UNKNOWN_FORMAT) if "." in name else UNKNOWN_FORMAT


def type_of(slot: str, name: str) -> str:
    """The document type of a file: by its slot, else by its format."""
    if slot in SLOT_TYPES:
        return SLOT_TYPES[slot]
    code = format_of(name).code
    return PHOTO if code in PICTURES else DRAWING if code in PLANS else MAP if code in SURVEYS else LETTER
