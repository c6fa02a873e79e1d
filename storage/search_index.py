"""What cases are found by, kept in step: written in the transaction that changes a case, blanked when somebody is erased.

SQLite keeps the tokens in a virtual table of FTS5 beside `case_search`, PostgreSQL as a tsvector in it. Both get the same tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, column, delete, func, insert, or_, select, table, update

from models.base import BoardColumn, Phase, Status
from models.boards import CaseSearch, SearchDue, SearchWord
from models.case import AnswerSet, Case, CaseProperty, Snapshot
from models.correspondence import CorrectionRequest, Decision, Message
from models.parties import Company, Person
from models.text import Text
from storage.rows import entities, every, insert_or, table_of
from storage.rules import StoredRules
from storage.scope import case_by_id
from workflows.local.applying import published
from workflows.registry import WORKFLOWS, workflow
from workflows.searching.folding import tokens, words_in
from workflows.searching.labels import Speak, in_english_alone, labels_recorded, labels_sent
from workflows.searching.paper import Facts, Paper, paper_of, people_in
from workflows.staff_side import staff_phase, staff_steps_of, with_staff_steps

SEARCH, DUE, VOCABULARY = table_of(CaseSearch), table_of(SearchDue), table_of(SearchWord)
SNAPSHOT, PERSON, COMPANY = table_of(Snapshot), table_of(Person), table_of(Company)
WORDS = table("case_words", column("rowid"), *map(column, ("marks", "head", "answers", "said", "notes")))
"""The virtual table of SQLite. `head` holds place and people."""
OFF_BOARD = frozenset({BoardColumn.CLOSED, BoardColumn.HIDDEN})
OPEN = "open"
TEXTS = ("place", "people", "answers", "said", "notes")


def mark_of(tenant: str) -> str:
    """The token by which a tenant's cases are told apart within the index."""
    return "t" + blake2b(tenant.encode(), digest_size=8).hexdigest()


def marks_of(case: Case) -> list[str]:
    """Whose case it is, and whether it is on a board. A municipality has what was sent to it."""
    sent = case.submitted_at is not None
    on_board = sent and case.board_column not in OFF_BOARD
    return [mark_of(case.company_id), *([mark_of(case.municipality_id)] if sent else []), *([OPEN] if on_board else [])]


def refresh(connection: Connection, case_ids: Iterable[str], speak: Speak = in_english_alone) -> None:
    """Write anew what these cases are found by; nothing is written where nothing changed. `speak` says labels in every language."""
    for case_id in sorted(case_ids):
        found = entities(Case, connection.execute(case_by_id(lock=False), {"id": case_id}))
        if found:
            write(connection, found[0], paper_of(facts_of(connection, found[0], speak)))


def facts_of(connection: Connection, case: Case, speak: Speak) -> Facts:
    """What a case says, in a handful of queries."""
    id_, sent, recorded = case.id, _newest(connection, case.id), _recorded(connection, case)
    chosen = _chosen(connection, case, sent, recorded) if sent else ()
    facts = Facts(
        case=case,
        company=str(connection.execute(select(COMPANY.c.name).where(COMPANY.c.id == case.company_id)).scalar() or ""),
        properties=[one.property_key for one in every(connection, CaseProperty, "property_key", case_id=id_)],
        sent=sent,
        recorded=recorded,
        labels=list(dict.fromkeys(words for label in chosen for words in speak(label))),
        messages=every(connection, Message, "at", "id", case_id=id_),
        requests=every(connection, CorrectionRequest, "number", "id", case_id=id_),
        decisions=every(connection, Decision, "decided_at", "number", case_id=id_),
    )
    ids = sorted(people_in(facts))
    names: dict[str, str] = {}
    for start in range(0, len(ids), 500):
        some = select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(ids[start : start + 500]))
        names |= {row.id: row.name for row in connection.execute(some)}
    return Facts(**{name: getattr(facts, name) for name in Facts.__dataclass_fields__} | {"names": names})


def _newest(connection: Connection, case_id: str) -> Sequence[Snapshot]:
    """The last sending of each phase; earlier ones are not read, they may be large."""
    light = select(SNAPSHOT.c.id, SNAPSHOT.c.phase, SNAPSHOT.c.number).where(SNAPSHOT.c.case_id == case_id)
    last: dict[Phase, tuple[int, str]] = {}
    for row in connection.execute(light):
        last[row.phase] = max(last.get(row.phase, (0, "")), (row.number, row.id))
    ids = [id_ for _number, id_ in last.values()]
    return entities(Snapshot, connection.execute(select(SNAPSHOT).where(SNAPSHOT.c.id.in_(ids)).order_by(SNAPSHOT.c.at))) if ids else ()


def _recorded(connection: Connection, case: Case) -> Sequence[Mapping[str, Any]]:
    """What the municipality has recorded itself once the case was over; a contractor never writes in these steps."""
    if case.status != Status.COMPLETED:
        return ()
    declared = workflow(case.workflow)
    phase = staff_phase(declared)
    steps = {one.key for one in staff_steps_of(declared, phase)} if phase else set()
    sets = every(connection, AnswerSet, case_id=case.id, phase=str(phase)) if steps else ()
    return [one.answers for one in sets if one.step in steps]


def _chosen(connection: Connection, case: Case, sent: Sequence[Snapshot], recorded: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    """The labels of what was chosen, as the rules of the case have them."""
    declared = WORKFLOWS.get(case.workflow)
    if declared is None:
        return
    rules = StoredRules(connection).version(case.municipality_id, case.workflow, case.rules_version)
    known = with_staff_steps(published(rules.id, declared, rules.content)[0] if rules else declared)
    for one in sent:
        yield from labels_sent(known, one.phase, one.content.get("answers", {}))
    phase = staff_phase(known)
    if phase is not None:
        for kept in recorded:
            yield from labels_recorded(known, phase, kept)


def write(connection: Connection, case: Case, paper: Paper) -> None:
    """Keep the paper of a case for its search, and its words for guessing."""
    marks = " ".join(marks_of(case))
    told = {name: getattr(paper, name) for name in TEXTS}
    kept = connection.execute(select(SEARCH).where(SEARCH.c.case_id == case.id)).first()
    if kept is not None and kept.marks == marks and all(getattr(kept, name) == text for name, text in told.items()):
        return
    found = {name: set(tokens(text)) for name, text in told.items()}
    values = {"marks": marks, **told, "words": vector_of(marks, found) if connection.dialect.name == "postgresql" else ""}
    if kept is None:
        number = connection.execute(insert(SEARCH).values(case_id=case.id, **values).returning(SEARCH.c.n)).scalar_one()
    else:
        number = kept.n
        connection.execute(update(SEARCH).where(SEARCH.c.n == number).values(**values))
    if connection.dialect.name == "sqlite":
        connection.execute(delete(WORDS).where(WORDS.c.rowid == number))
        connection.execute(insert(WORDS).values(rowid=number, marks=marks, **fts_columns(found)))
    before = {name: set(tokens(getattr(kept, name))) for name in TEXTS} if kept is not None and kept.marks == marks else {}
    _learn(connection, case, {name: some - before.get(name, set()) for name, some in found.items()})


def fts_columns(found: Mapping[str, set[str]]) -> dict[str, str]:
    """The tokens as the columns of `case_words`."""
    head = {"head": " ".join(sorted(found["place"] | found["people"]))}
    return head | {name: " ".join(sorted(found[name])) for name in ("answers", "said", "notes")}


def vector_of(marks: str, found: Mapping[str, set[str]]) -> str:
    """The tokens as a tsvector: A is place and people, B answers, C what was said, D notes; marks begin with a sign no token has."""
    weights: dict[str, str] = {f"={mark}": "" for mark in marks.split()}
    for names, weight in ((("place", "people"), "1A"), (("answers",), "2B"), (("said",), "3C"), (("notes",), "4D")):
        for token in set().union(*(found[name] for name in names)):
            weights[token] = f"{weights[token]},{weight}" if token in weights else weight
    return " ".join(f"'{token}':{weight}" if weight else f"'{token}'" for token, weight in sorted(weights.items()))


def _learn(connection: Connection, case: Case, fresh: Mapping[str, set[str]]) -> None:
    """Words a mistyped one may have meant, for each side those it may find."""
    shared = words_in(set().union(*(fresh[name] for name in TEXTS if name != "notes")))
    rows = [(case.company_id, word) for word in shared]
    if case.submitted_at is not None:
        rows += [(case.municipality_id, word) for word in shared | words_in(fresh["notes"])]
    if rows:
        # in order: two transactions that learn the same words must not wait for each other
        known = insert_or(connection, SearchWord).on_conflict_do_nothing()
        connection.execute(known, [{"tenant": tenant, "word": word} for tenant, word in sorted(rows)])


def forget(connection: Connection, case_ids: Sequence[str]) -> None:
    """These cases are found by nothing until they are written again."""
    for start in range(0, len(case_ids), 500):
        some = case_ids[start : start + 500]
        numbers = connection.execute(delete(SEARCH).where(SEARCH.c.case_id.in_(some)).returning(SEARCH.c.n)).scalars().all()
        if connection.dialect.name == "sqlite" and numbers:
            connection.execute(delete(WORDS).where(WORDS.c.rowid.in_(numbers)))


def unlearn(connection: Connection, name: str) -> int:
    """Somebody is not called this any more: every case that called them so is found by nothing until it is written again; how many.

    The words go from the lists for guessing too. What people wrote in answers and messages stays theirs, and is found again.
    """
    named = or_(*(SEARCH.c[text].contains(name, autoescape=True) for text in ("people", "notes", "place")))
    ids = connection.execute(select(SEARCH.c.case_id).where(named)).scalars().all() if name else ()
    forget(connection, ids)
    due(connection, ids)
    words = words_in(set(tokens(name)))
    connection.execute(delete(VOCABULARY).where(VOCABULARY.c.word.in_(sorted(words))))
    return len(ids)


def due(connection: Connection, case_ids: Sequence[str]) -> None:
    """Remember to write these cases again: too many for the transaction that changed them."""
    if case_ids:
        known = insert_or(connection, SearchDue).on_conflict_do_nothing()
        connection.execute(known, [{"case_id": case_id} for case_id in case_ids])


def company_is_called(connection: Connection, company_id: str) -> None:
    """A company has another name: all its cases are due."""
    due(connection, connection.execute(select(SEARCH.c.case_id).where(SEARCH.c.marks.contains(mark_of(company_id)))).scalars().all())


def fill(connection: Connection, most: int, speak: Speak = in_english_alone) -> int:
    """Write up to so many cases that are due; how many there were."""
    ids = connection.execute(select(DUE.c.case_id).order_by(DUE.c.case_id.desc()).limit(most)).scalars().all()
    refresh(connection, ids, speak)
    connection.execute(delete(DUE).where(DUE.c.case_id.in_(ids)))
    return len(ids)


def waiting(connection: Connection) -> int:
    """How many cases are due."""
    return int(connection.execute(select(func.count()).select_from(DUE)).scalar_one())
