"""Asking the index: which cases of a tenant hold the words somebody typed, what a mistyped word may have meant, and where it stands.

Every answer is narrowed to the scope: hits, counts, the words told and the texts shown. What few cases hold is looked up as a list of ids,
what many hold is tried case by case in the order of the list, so that neither costs more the larger the archive is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    TableValuedAlias,
    bindparam,
    cast,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.types import String

from models.actor import Scope
from storage.database import as_json
from storage.scope import CASE, SEARCH, cases_listed, number_of_case, shared_found, tenant_of, words_of_case
from storage.search_index import OFF_BOARD, OPEN, TEXTS, VOCABULARY, WORDS, mark_of
from workflows.cards import CaseCard, CaseFilter
from workflows.searching.excerpts import excerpts_of
from workflows.searching.folding import Term, terms_of
from workflows.searching.guessing import FEW, near
from workflows.searching.paper import SHARED

MOST_LISTED = 2_000
"""Up to so many hits are handed on as ids."""
MOST_KNOWN = 50_000
"""So many words of a tenant are looked through for those like a mistyped one."""
Groups = tuple[tuple[Term, ...], ...]


@dataclass(frozen=True)
class Found:
    """What a search came to. The two conditions narrow a statement about `case`: by its order, or to count all.

    `groups` are the terms, each with those it was widened by; `near` tells which words were looked for instead of a typed one.
    """

    one_by_one: ColumnElement[bool]
    all_of_them: ColumnElement[bool]
    groups: Groups
    near: Mapping[str, Sequence[str]]
    for_staff: bool
    is_listed: bool = True


class Search:
    """The index over one connection; what was asked is remembered for the unit of work."""

    def __init__(self, connection: Connection, most_listed: int = MOST_LISTED) -> None:
        self._connection = connection
        self._most_listed = most_listed
        self._asked: dict[tuple[Scope, str, bool], Found] = {}

    def found(self, scope: Scope, text: str, *, on_board: bool = False) -> Found:
        """The cases within the scope that hold all words of `text`; with `on_board`, of those that stand on the municipality's board."""
        key = (scope, text, on_board)
        if key not in self._asked:
            self._asked[key] = self._look(scope, text, on_board)
        return self._asked[key]

    def meant(self, scope: Scope, wish: CaseFilter) -> Found | None:
        """What the text of a wish comes to, None without one; on the board it is looked up among the cases that are on it."""
        on_board = bool(wish.columns) and not OFF_BOARD.intersection(wish.columns)
        return self.found(scope, wish.text, on_board=on_board) if wish.text.strip() else None

    def explained(self, found: Found, cards: Sequence[CaseCard]) -> Sequence[CaseCard]:
        """These cards with the words around what was found; a company is shown nothing of the municipality's notes."""
        if not cards:
            return cards
        shown = [SEARCH.c[name] for name in (TEXTS if found.for_staff else SHARED)]
        rows = self._connection.execute(select(SEARCH.c.case_id, *shown).where(SEARCH.c.case_id.in_([one.id for one in cards])))
        texts = {row["case_id"]: {name: text for name, text in row.items() if name != "case_id"} for row in rows.mappings()}
        return [replace(one, found=excerpts_of(texts.get(one.id, {}), found.groups)) for one in cards]

    def _look(self, scope: Scope, text: str, on_board: bool) -> Found:
        groups: Groups = tuple((term,) for term in terms_of(text))
        for_staff = scope.company_id is None
        if not groups:
            return Found(false(), false(), (), {}, for_staff)
        question = Question(scope, on_board, self._connection.dialect.name == "sqlite")
        ids = self._ids(question, groups, self._most_listed + 1)
        widened: Mapping[str, Sequence[str]] = {}
        if len(ids) < FEW:
            groups, widened = self._widened(question, groups)
            ids = self._ids(question, groups, self._most_listed + 1) if widened else ids
        if len(ids) <= self._most_listed:
            listed = question.among(ids)
            return Found(listed, listed, groups, widened, for_staff)
        shared = question.among(self._shared(question, groups)) if scope.company_id else false()
        return Found(
            or_(question.one_by_one(groups), shared), or_(question.all_of_them(groups), shared), groups, widened, for_staff, False
        )  # fmt: skip

    def _ids(self, question: Question, groups: Groups, most: int) -> Sequence[str]:
        """Ids of cases within the scope that hold the words, `most` of them at most.

        Two statements: in one that joins them, SQLite walks the whole municipality and asks the index about each case.
        """
        held = self._connection.execute(question.hits(groups).limit(most)).scalars().all()
        held = [*held, *self._shared(question, groups)] if question.scope.company_id else held
        return self._connection.execute(question.fenced(held)).scalars().all() if held else ()

    def _shared(self, question: Question, groups: Groups) -> Sequence[str]:
        return self._connection.execute(question.shared_hits(groups)).scalars().all()

    def _widened(self, question: Question, groups: Groups) -> tuple[Groups, Mapping[str, Sequence[str]]]:
        """Each word that too few cases hold, together with the words like it that some case within the scope does hold."""
        wide: list[tuple[Term, ...]] = []
        told: dict[str, Sequence[str]] = {}
        for group in groups:
            term = group[0]
            more: list[Term] = []
            if term.may_be_guessed and len(self._ids(question, (group,), FEW)) < FEW:
                guesses = [Term(word, False, term.typed) for word in near(term.token, self._known(question.scope, term.token))]
                more = [one for one in guesses if self._ids(question, ((one,),), 1)]
            if more:
                told[term.typed] = [one.token for one in more]
            wide.append((term, *more))
        return tuple(wide), told

    def _known(self, scope: Scope, token: str) -> Sequence[str]:
        """Words of the tenant that may be meant: one of their first two letters is one of the token's."""
        word, letters = VOCABULARY.c.word, list(token[:2])
        first, second = func.substr(word, 1, 1), func.substr(word, 2, 1)
        which = (VOCABULARY.c.tenant == tenant_of(scope), func.length(word) >= len(token) - 2)
        close = or_(first.in_(letters), second.in_(letters))
        return self._connection.execute(select(word).where(*which, close).limit(MOST_KNOWN)).scalars().all()


@dataclass(frozen=True)
class Question:
    """How a search is put to one engine."""

    scope: Scope
    on_board: bool
    is_sqlite: bool

    def hits(self, groups: Groups) -> Select[Any]:
        """Ids of cases that hold the words and are marked as the tenant's."""
        return select(SEARCH.c.case_id).select_from(self._place()).where(self._holds(groups, self._marks()))

    def fenced(self, ids: Sequence[str]) -> Select[Any]:
        """Those of these cases that lie within the scope."""
        return cases_listed(self.scope, self._listed(ids))

    def shared_hits(self, groups: Groups) -> Select[Any]:
        """Ids of other companies' cases the company works on that hold the words."""
        return shared_found(self.scope.company_id or "", self._place(), self._holds(groups, []))

    def among(self, ids: Sequence[str]) -> ColumnElement[bool]:
        """The case in hand is one of these."""
        if not ids:
            return false()
        listed = self._listed(ids)
        return CASE.c.id.in_(select(listed.c.value))

    def one_by_one(self, groups: Groups) -> ColumnElement[bool]:
        """The case in hand holds the words: for walking an order until a page is full."""
        if self.is_sqlite:
            return number_of_case().in_(select(WORDS.c.rowid).where(self._holds(groups, self._marks())))
        return words_of_case().op("@@", is_comparison=True)(self._tsquery(groups, self._marks()))

    def all_of_them(self, groups: Groups) -> ColumnElement[bool]:
        """The same for counting."""
        if self.is_sqlite:
            return self.one_by_one(groups)
        return CASE.c.id.in_(select(SEARCH.c.case_id).where(self._holds(groups, self._marks())))

    def _listed(self, ids: Sequence[str]) -> TableValuedAlias:
        if self.is_sqlite:
            return func.json_each(bindparam(None, as_json(list(ids)), type_=String)).table_valued("value")
        return func.unnest(bindparam(None, list(ids), type_=ARRAY(String))).table_valued("value").render_derived()

    def _place(self) -> FromClause:
        return WORDS.join(SEARCH, SEARCH.c.n == WORDS.c.rowid) if self.is_sqlite else SEARCH

    def _marks(self) -> list[str]:
        return [mark_of(tenant_of(self.scope) or ""), *([OPEN] if self.on_board else [])]

    def _holds(self, groups: Groups, marks: Sequence[str]) -> ColumnElement[bool]:
        if not self.is_sqlite:
            return SEARCH.c.words.op("@@", is_comparison=True)(self._tsquery(groups, marks))
        return literal_column("case_words").op("MATCH", is_comparison=True)(self._fts(groups, marks))

    def _fts(self, groups: Groups, marks: Sequence[str]) -> str:
        """The question in the language of FTS5. Tokens hold letters and figures alone, so quotes close them."""
        columns = "{head answers said}" if self.scope.company_id else "{head answers said notes}"
        wanted = " AND ".join("(" + " OR ".join(f'"{one.token}"' + (" *" if one.begins else "") for one in group) + ")" for group in groups)
        return " AND ".join([*(f'marks : "{mark}"' for mark in marks), f"{columns} : ({wanted})"])

    def _tsquery(self, groups: Groups, marks: Sequence[str]) -> ColumnElement[Any]:
        """The question in the language of PostgreSQL; companies look at all weights but that of notes."""
        weights = "ABC" if self.scope.company_id else ""
        wanted = [" | ".join(_lexeme(one, weights) for one in group) for group in groups]
        return cast(literal(" & ".join([*(f"'={mark}'" for mark in marks), *(f"({one})" for one in wanted)])), TSQUERY)


def _lexeme(term: Term, weights: str) -> str:
    suffix = ("*" if term.begins else "") + weights
    return f"'{term.token}'" + (f":{suffix}" if suffix else "")
