"""Where the declarations differ from the domain files on purpose, each with its reason. Nothing else may differ."""

from __future__ import annotations

from models.base import Phase

APP, WORK, FINAL = Phase
Keys = dict[tuple[str, Phase], set[str]]

NO_END, NO_PLACE, NO_ADDRESS = "COM-12", "COM-09", "COM-11"
"""Checks that have nothing to judge in a phase that asks for no last day, no place, and neither phone nor e-mail."""

NOT_JUDGED = {
    *((prefix, WORK, NO_END) for prefix in ("CONN", "PRIV", "METER", "MAIN", "DISCH", "EXC")),
    *((prefix, WORK, NO_PLACE) for prefix in ("CONN", "PRIV", "METER", "MAIN", "DISCH", "EXC")),
    *((prefix, WORK, NO_ADDRESS) for prefix in ("METER", "DISCH")),
    ("METER", FINAL, NO_PLACE),
    *((prefix, FINAL, NO_ADDRESS) for prefix in ("CONN", "PRIV", "METER", "MAIN", "DISCH", "EXC")),
    *(("EXC", phase, "COM-13") for phase in (WORK, FINAL)),  # EXC-26 speaks instead
    *(("MAIN", phase, "COM-14") for phase in (APP, WORK)),  # MAIN-27 judges the certificates of the crew
}

OUR_OWN_LIMITS = {
    "COM-23",  # the domain leaves the days to the workflow files, where they are one municipality's
}
"""Checks whose limits we mark as assumed though their row does not say so."""

SHARED = {
    "municipality", "properties", "address", "location", "owner_name", "owner_kind", "owner_email", "owner_phone", "authority", "contact",
    "responsible_person", "reference", "planned_start", "planned_end", "description", "declaration", "power_of_attorney", "other",
    "certificates_needed", "in_municipality", "gnr", "bnr", "fnr", "snr",
}  # fmt: skip
"""What all applications ask and show, and the parts of a property. Source: domain README section 14."""

# "parties" and "property" name steps; "date", "method", "result" and "by" stand in two groups of a phase, where keys are unique
ELSEWHERE: Keys = {
    ("CONN", APP): {
        "parties", "property",
    },
    ("CONN", FINAL): {
        "date", "method", "result",
    },
    ("PRIV", WORK): {"shut_public"},  # what the application says
    ("DISCH", APP): {
        "property",
    },
    ("MAIN", APP): {
        "responsibility_class",  # one for each responsibility
    },
    ("MAIN", FINAL): {
        "by", "result",
    },
}  # fmt: skip
"""Keys the domain writes in a phase that are no keys of ours there."""

OURS: Keys = {
    ("CONN", APP): {
        "connection_point", "discharge_case", "joined_before_main", "line", "meets_main", "pool", "public_is_combined",
    },
    ("CONN", WORK): {
        "remarks", "shut_off_date", "site_phone",
    },
    ("CONN", FINAL): {
        "connection_kind", "connection_point_built", "cover_m", "length_m", "material", "od_mm", "pressure_class", "pressure_date",
        "pressure_result", "ring_stiffness", "slope_permille", "status", "system_built", "tightness_date", "tightness_method",
        "tightness_result",
    },
    ("PRIV", APP): {
        "building_case", "building_uses_water", "changed_use", "connection_kind", "cover_m", "crosses_other_ground", "discharge_case",
        "excavation_case", "length_m", "line", "material", "od_mm", "pressure_class", "ring_stiffness", "route", "shared_pipe",
        "slope_permille", "status", "system", "tapping_needed", "units_differ", "work_is_done",
    },
    ("PRIV", WORK): {
        "affected_subscribers", "remarks", "revised_plan", "shut_off_date", "shut_off_needed", "site_phone", "survey_appointment",
        "tapping_date", "tapping_dimension_mm", "tapping_ordered", "tapping_time_window", "warning_given",
    },
    ("PRIV", FINAL): {
        "bar", "by", "connection_kind", "cover_m", "drop_bar", "east", "install_year", "kind", "kind_built", "last_reading_final_m3",
        "length_m", "material", "meter_case", "meter_handed_in", "minutes", "north", "od_mm", "photo_valve", "plug_place_built",
        "plug_z_m", "point_id", "pressure_class", "pressure_date", "pressure_result", "removed_on", "ring_stiffness",
        "slope_permille", "status", "system", "system_built", "tank_fate_built", "tank_filled_on", "tightness_date",
        "tightness_method", "tightness_result", "z", "z_ref",
    },
    ("METER", APP): {
        "old_number_unreadable", "old_place",
    },
    ("METER", WORK): {
        "meters_picked",
    },
    ("METER", FINAL): {
        "mid_mark", "place_room", "reducer_place", "relation",
    },
    ("DISCH", APP): {
        "boundary_consent", "comment", "connected_property", "deciding_authority", "harm_reason", "homes", "interest", "map_scale",
        "name", "oil_explanation", "on_others_ground", "others_property", "party_property", "pe_five_each", "pe_group_reason",
        "pe_group_rule", "pe_reason", "pe_total", "pe_two_and_half", "planning_consent", "regime", "remark_file", "road_distance_m",
        "same_kind_and_place", "sampling_plan", "ss_out_mg_l", "treatment_class", "well_assessment", "well_distance", "well_kind",
        "well_property",
    },
    ("DISCH", WORK): {
        "installer_person",
    },
    ("DISCH", FINAL): {
        "control", "control_on", "controls", "crs", "east", "infiltration_area_built_m2", "kind", "north", "outlet_point_built",
        "photos_before_covering", "point_id",
        "system", "z", "z_ref",
    },
    ("EXC", APP): {
        "affected_property", "area_rent_from", "area_rent_to", "detection_planned", "embargo_reason", "extends_case", "late_reason",
        "new_line", "night_reason", "owner_consents", "owner_told_on", "permit_from", "permit_until", "pipe_clearance",
        "responsible_phone", "risk_document", "road_side",
    },
    ("EXC", WORK): {
        "cable_enquiry_date_late", "cable_enquiry_late", "cable_outcome_late", "cable_valid_until_late", "course_proof", "crew_phone",
        "responsible_warning", "revised_plan", "unlawful_start",
    },
    ("EXC", FINAL): {
        "defect", "defects", "east", "found_told", "found_what", "found_where", "inspected_on", "kind", "logbook_shows", "mend_by",
        "mended_on", "method_built", "new_line_laid", "north", "point_id", "road_side_built", "system", "z", "z_ref",
    },
    ("MAIN", APP): {
        "bank_guarantee_agreed", "clay_area", "crossed_properties", "data", "disinfection_drawing", "disinfection_plan",
        "fitting_kind", "fitting_point", "fittings", "manhole_id", "no_agreement", "responsibility_class_pro",
        "responsibility_class_utf", "road_ground_only", "small_houses",
    },
    ("MAIN", WORK): {
        "affected", "client_manager_phone", "foreman", "plan_changed", "revision_case", "shut_off_date", "site_manager_phone",
        "window",
    },
    ("MAIN", FINAL): {
        "accuracy_m", "as_built_date", "branch_id", "card_bottom_level", "card_cover_level", "card_diameter_mm", "card_drained",
        "card_id", "card_kind", "card_ladder", "card_material", "card_pipes", "card_point", "card_valves", "cctv_date", "cctv_pipes",
        "class", "code", "completion_plan", "cover_min_m", "data", "direction", "disinfection_date", "disinfection_pipes", "east",
        "end_point", "fitting_install_year", "fitting_kind", "fitting_maker", "fitting_order", "fitting_point", "from_node", "id_mm",
        "invert_from", "invert_to", "joint", "kind_built", "length_m", "level", "line", "manhole_id", "manhole_install_year",
        "manhole_maker", "manhole_order", "meets_material", "meets_od_mm", "meets_system", "mending", "north", "od_mm", "photo_above",
        "pipe", "pipe_manhole", "plan_changed", "point_id", "pressure_by", "pressure_date", "pressure_pipes", "pressure_result",
        "property_mark", "renewed", "revision_case", "rights_numbers", "sample_date", "services", "sketch", "slope_permille", "state",
        "system", "system_built", "tightness_by", "tightness_date", "tightness_pipes", "tightness_result", "to_node", "valve_id",
        "valve_manhole", "valves", "z", "z_ref",
        "defect", "inspected_on", "mend_by", "mended_on", "stretch", "stretch_pipes", "stretch_taken_over_on", "stretches",
    },
}  # fmt: skip
"""Keys the domain does not write out: columns of pipes and points, which it refers to, and answers its checks cannot do without."""
