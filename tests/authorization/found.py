"""Every use case there is, found and not listed: a new one without a line in the table fails the build."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from typing import Any

import workflows

UseCase = Callable[..., Any]


def use_cases() -> Mapping[str, UseCase]:
    """Every public function of `workflows` in which somebody acts: it takes an actor and a unit of work by keyword.

    Where the portal itself may act too, the function is a part of use cases and not one.
    """
    found = {}
    for module in pkgutil.walk_packages(workflows.__path__, "workflows."):
        for name, one in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if one.__module__ == module.name and not name.startswith("_") and _is_somebodys(one):
                found[f"{module.name.removeprefix('workflows.')}.{name}"] = one
    return found


def _is_somebodys(function: UseCase) -> bool:
    parameters = inspect.signature(function).parameters
    keyword = {name: one.annotation for name, one in parameters.items() if one.kind == inspect.Parameter.KEYWORD_ONLY}
    return keyword.get("actor") == "Actor" and "work" in keyword and not _PARTS & {f"{function.__module__}.{function.__name__}"}


_PARTS = {
    "workflows.casework.company_view.home_of",  # the view of a company, within the unit of work of the view or of a preview
    "workflows.casework.describing.open_case",  # begins every view of a case, within the unit of work of the view
    "workflows.access.moving.plan",  # ends the use cases of `access.deciding`, on an access they reached
    "workflows.access.partners.notify",  # ends the use cases of co-working and handover
    "workflows.casework.reaching.reached",  # how use cases get hold of a case
    "workflows.casework.reaching.reached_then",
    "workflows.casework.tray_sending.sent_tray",  # ends the two ways of sending a request, within their unit of work
    "workflows.casework.drafting.write_changes",  # what saving and recording share, on a case they reached
    "workflows.records.case_file.opened_for_records",  # begins what is taken along of a case, within the unit of work of the use case
    "workflows.casework.drafting.begin_row",  # a step of saving and attaching, on a case they reached
}
