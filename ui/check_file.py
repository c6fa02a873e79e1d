"""The check of a file with answers: what a case with them would lack, for the command line. No account, no database.

It goes by the standard rules: what municipalities set differently and what registers know is not asked, so rules that need it stay silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from pydantic import ValidationError
from rich.table import Table
from rich.text import Text as Plain

from models.base import Level, State
from models.errors import BadInput, NotThere, TooLarge
from models.text import Text, _, _n
from ui.api.schemas import Check, Key
from ui.api.strict import MOST_BYTES, parse_strictly
from ui.texts import Locale, translate
from workflows.declare import Workflow
from workflows.exports import ledger_json
from workflows.facts import Known
from workflows.ledger import Ledger, LedgerRow, evaluate
from workflows.registry import WORKFLOWS, workflow
from workflows.requests import dossier_from_request


class CheckFile(Check):
    """What a file holds: the body of `POST /workflows/{key}/check` of the API, and the workflow's key."""

    workflow: Key


@dataclass(frozen=True)
class Checked:
    """A file that was read: its workflow and the ledger of its phase."""

    workflow: Workflow
    ledger: Ledger

    @property
    def is_complete(self) -> bool:
        """Whether nothing stands between these answers and a decision; advice does not count."""
        return not any(row.level != Level.RECOMMENDED for row in self.unmet)

    @property
    def unmet(self) -> list[LedgerRow]:
        """What lacks or is doubtful, in the order of the form, without what only officers look at."""
        return [row for row in self.ledger if row.is_unmet and not row.officer_only]


MOST_READ = MOST_BYTES + 1
"""Bytes of a file to read: enough to see that it is too large."""


def check_file(content: bytes, *, today: date) -> Checked:
    """Check the content of a file as if it were `today`, unless the file names another day. Raises BadInput or TooLarge."""
    if len(content) > MOST_BYTES:
        raise TooLarge(_("The file is larger than {limit} MB. Split it.", limit=MOST_BYTES // 1_000_000))
    asked = _read(content)
    declared = _declared(asked.workflow)
    known = Known(municipality=asked.municipality)
    dossier = dossier_from_request(declared, asked.model_dump(mode="json"), today=today, known=known)
    return Checked(declared, evaluate(declared, dossier))


def _read(content: bytes) -> CheckFile:
    parsed = parse_strictly(content)
    if not isinstance(parsed, dict):
        raise BadInput(_("The file has to hold one JSON object."))
    try:
        return CheckFile.model_validate(parsed)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(_("“{place}” is not as it should be: {problem}", place=place, problem=first["msg"]), target=place) from None


def _declared(key: str) -> Workflow:
    try:
        return workflow(key)
    except NotThere:
        raise BadInput(_("There is no workflow “{name}”. There are: {names}.", name=key, names=", ".join(WORKFLOWS))) from None


def as_json(checked: Checked, locale: Locale) -> dict[str, Any]:
    """The machine form: every row of the ledger as the API gives them, and whether anything lacks."""
    return {"complete": checked.is_complete, "rows": ledger_json(checked.ledger, partial(translate, locale=locale))}


def verdict(checked: Checked, locale: Locale) -> str:
    """One line: what became of it."""
    count = sum(row.level != Level.RECOMMENDED for row in checked.unmet)
    words = _n("{n} thing missing", "{n} things missing", count) if count else _("Nothing is missing.")
    return translate(words, locale)


def note(locale: Locale) -> str:
    """What the check did not ask."""
    return translate(_("Checked by the standard rules. Local rules and registers were not asked."), locale)


def tables(checked: Checked, locale: Locale) -> list[Table]:
    """What lacks, a table for each weight, the heaviest first."""
    weights = [
        (_("Missing before you can send"), _of(checked, Level.BLOCKS_SENDING)),
        (_("Needed for a decision"), _of(checked, Level.NEEDED_FOR_DECISION)),
        (_("Recommended"), _of(checked, Level.RECOMMENDED)),
    ]
    return [_table(title, rows, checked.workflow, locale) for title, rows in weights if rows]


def _of(checked: Checked, level: Level) -> list[LedgerRow]:
    return [row for row in checked.unmet if row.level == level]


def _table(title: Text, rows: Sequence[LedgerRow], declared: Workflow, locale: Locale) -> Table:
    table = Table(title=translate(title, locale), title_justify="left", show_lines=True, expand=True)
    for heading, ratio in ((_("Where"), 4), (_("What"), 5), (_("What to do"), 6)):
        table.add_column(translate(heading, locale), ratio=ratio, overflow="fold")
    titles = {step.key: step.title for step in declared.phase(rows[0].phase).steps}
    for row in rows:
        where = Plain.assemble(translate(titles[row.step], locale), "\n", (_printable(f"{row.step}/{row.at}".rstrip("/")), "dim"))
        words = (Plain(_printable(translate(one, locale))) for one in (_what(row), row.how_to_fix))
        table.add_row(where, *words)
    return table


def _what(row: LedgerRow) -> Text:
    return _("Have another look: {what}", what=row.what) if row.state == State.DOUBTFUL else row.what


def _printable(words: str) -> str:
    """Words without control characters, which a file from elsewhere may hold and a terminal would obey."""
    return "".join(each if each.isprintable() else " " for each in words)
