"""What lists of cases are narrowed to, by the names a board's address has: the query of a saved view works as it is."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query, Request

from models.errors import BadInput
from models.text import _
from ui.api.doing import parts_of
from ui.api.keys import Caller
from ui.municipality.wish import Wish
from workflows.clocks import day_of
from workflows.ports import CaseFilter

ID = r"^[A-Za-z0-9_.-]*$"
"""What ids are made of."""
Kind = Annotated[str, Query(max_length=64)]
SearchedFor = Annotated[str, Query(max_length=100, description="Searched for in everything the cases say.")]
AsSearched = Annotated[str, Query(max_length=100, description="The same as `q`, as a board's address names it.")]
Who = Annotated[
    str, Query(max_length=100, pattern=ID, description="Who handles them: `mine`, `nobody`, or a person's id. For the municipality.")
]
CompanyId = Annotated[str, Query(max_length=100, pattern=ID, description="The id of the company that has them. For the municipality.")]
Overdue = Annotated[bool, Query(description="Only those whose day has passed. For the municipality.")]
Column = Literal["new", "checking", "answered", "waiting", "ready", "final_docs"]
InColumn = Annotated[Column | None, Query(description="The column of the board they stand in. For the municipality.")]


def narrowed(
    request: Request, actor: Caller, workflow: Kind = "", q: SearchedFor = "", text: AsSearched = "", who: Who = "",
    company: CompanyId = "", overdue: Overdue = False, column: InColumn = None,
) -> CaseFilter:  # fmt: skip
    """The filter a caller asks for, as of today. Raises BadInput naming the first that is a board's where the caller has none."""
    asked = {"who": who, "company": company, "overdue": overdue, "column": column}
    named = next((name for name, value in asked.items() if value), None)
    if named and not actor.is_staff:
        raise BadInput(_("Only a municipality's cases are narrowed by “{name}”.", name=named), target=named)
    wish = Wish(workflow=workflow, who=who, company=company, text=q or text, overdue=overdue, column=column or "")
    return wish.filter(person_id=actor.person_id, today=day_of(parts_of(request).house.now()))


Narrowed = Annotated[CaseFilter, Depends(narrowed)]
