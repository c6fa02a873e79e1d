"""The table of permissions as people read it, and its cells.

`authz_matrix.csv` has one line for a use case and one or more states of a case (or whose thing it is), and a column for each role in the
tenant concerned: `yes`, `no` (the role does not give it), `hidden` (answered as if it were not there), `not now` (the state or a rule says
no, in words). It is written by hand from the domain and never from the code. How a relation changes a cell
stands in `expected`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from models.base import Role
from tests.authorization.town import AROUND, COLUMNS, STATES

FILE = Path(__file__).with_name("authz_matrix.csv")
ANSWERS = {"yes", "no", "hidden", "not now"}
SENDING = (("casework.sending.submit", "draft"), ("casework.sending.resubmit", "answering"))
"""What sends something to the municipality. Pressed once more, what was sent gives the same receipt, also to a company suspended since."""
TAKING, HELD = "casework.reviewing.take", ("in review", "tray", "paused", "answering", "answered")
"""Taking a case, and the states in which the case worker of the table has it already."""
ROLE_FIRST = ("casework.overview.officer_case", "casework.bulk.act_on_one", "oversight.platform.break_glass")
"""Use cases that ask for the role before they look for the case: who has it not is told so of every case, also of none."""

WORKS = frozenset({
    "see_case", "see_receipt", "see_letter", "open_letter", "see_case_companies", "download", "answer", "waive", "attach",
    "remove_document", "unlock_step", "answer_request", "message", "end_cowork", "see_case_file", "export_case", "confirm_start",
    "confirm_end", "backfill", "ask_inspection", "answer_inspection",
})  # fmt: skip
"""What a company that works on a case of another's may do with it, where the role gives it. One that may send also sends."""
SENDS = {"submit", "resubmit"}
LEFT = {
    "casework.documents.document_for_download",
    "casework.receipts.receipt_of",
    "casework.reading_letters.letter_of",
    "access.case_companies.case_companies",
}
"""What a company that has handed a case over still reads: how it was until then."""


@dataclass(frozen=True)
class Cell:
    """What one role is answered when it does one thing: `state` of a case, or whose thing it is, empty for what has none.

    States with the same answers share a line; one of them `speaks_for_its_line` where trying each would take too long.
    """

    use_case: str
    action: str
    state: str
    role: Role
    answer: str
    speaks_for_its_line: bool = True

    @property
    def actions(self) -> list[str]:
        """The actions of the policy that give it; where there are several, one for each side."""
        return self.action.split(" | ")

    @property
    def is_of_case(self) -> bool:
        """The thing is a case."""
        return self.state in (*STATES, *AROUND)


def read() -> list[Cell]:
    """Every cell of the file. Raises ValueError for a word that is none of the answers, and for a state nobody knows."""
    cells = []
    with FILE.open(newline="", encoding="utf-8") as file:
        for number, line in enumerate(csv.DictReader(file)):
            states = line["state"].split(" | ")
            for state in states:
                if state not in {*STATES, *AROUND, "own", "neighbour's", "none", ""}:
                    raise ValueError(f"{line['use case']}: there is no state “{state}”")
                for column, role in COLUMNS.items():
                    if line[column] not in ANSWERS:
                        raise ValueError(f"{line['use case']} {state}: “{line[column]}” is no answer")
                    speaks = state == states[number % len(states)]
                    cells.append(Cell(line["use case"], line["action"], state, role, line[column], speaks))
    return cells


def expected(cell: Cell, relation: str) -> str:
    """What somebody in this relation is answered.

    - a colleague: as who has the case, but a case can be taken over from a colleague and not from oneself;
    - a neighbour with the same role: no case of ours is there, whatever its state;
    - who left: is signed out, and no key of theirs opens anything;
    - a company that works on the case: what that takes, and nothing else of it; one that handed it over: reads what it had;
    - another of the platform's administrators, and of the outside experts: as all of them, for they are in no tenant;
    - a company whose access to the municipality is not approved: as ever, but nothing can be sent.
    """
    if relation == "former":
        return "signed out"
    if cell.role in (Role.PLATFORM_ADMIN, Role.EXPERT):
        return cell.answer
    if relation in ("helper", "sender"):
        given = WORKS | (SENDS if relation == "sender" else set())
        return cell.answer if set(cell.actions) & given or cell.answer == "hidden" else "no"
    if relation == "outgoing":
        return cell.answer if cell.use_case in LEFT else "no" if cell.use_case in ROLE_FIRST else "hidden"
    if relation == "colleague" and cell.use_case == TAKING and cell.answer == "not now" and cell.role is Role.CASE_WORKER:
        return "yes" if cell.state in HELD else "not now"
    if relation == "neighbour" and cell.is_of_case:
        return "no" if cell.use_case in ROLE_FIRST and cell.answer == "no" else "hidden"
    return "not now" if relation in STANDINGS and (cell.use_case, cell.state) in SENDING and cell.answer == "yes" else cell.answer


STANDINGS = ("requested", "more_info", "rejected", "suspended", "ended")
"""Standings of a company in a municipality in which it may not send."""
