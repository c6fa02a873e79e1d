"""Rows of uploaded files. The bytes lie behind `storage.objects` and are there, synced, before a row is."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from models.document import Document, FileState
from storage.gathering import CaseRows
from storage.rows import add, entities, one, put, table_of
from storage.scope import Reach

DOCUMENT = table_of(Document)


class StoredDocuments:
    """The port `Documents` over one connection."""

    def __init__(self, connection: Connection, reach: Reach, rows: CaseRows) -> None:
        self._connection = connection
        self._reach = reach
        self._rows = rows

    def of_case(self, case_id: str) -> Sequence[Document]:
        """All files of a case in order of upload, removed ones too (`removed_at` tells)."""
        return self._rows.every(Document, "uploaded_at", "id", case_id=self._reach.demand(case_id))

    def get(self, case_id: str, document_id: str) -> Document:
        """One file of a case, removed or not. Raises NotThere."""
        return one(self._connection, Document, case_id=self._reach.demand(case_id), id=document_id)

    def add(self, document: Document) -> None:
        """Keep the row of a file that lies in the store."""
        self._reach.demand(document.case_id)
        add(self._connection, document)

    def save(self, document: Document) -> None:
        """Write a file's row whole."""
        self._reach.demand(document.case_id)
        put(self._connection, document)

    def waiting_for_check(self, limit: int) -> Sequence[Document]:
        """Files nobody has judged yet, oldest first; for the machine, which may then reach their cases."""
        waiting = select(DOCUMENT).where(DOCUMENT.c.state == FileState.CHECKING, DOCUMENT.c.removed_at.is_(None))
        found = entities(Document, self._connection.execute(waiting.order_by(DOCUMENT.c.id).limit(limit)))
        self._reach.admit(*(document.case_id for document in found))
        return found

    def count_and_size(self, case_id: str) -> tuple[int, int]:
        """How many files a case holds and their bytes together, without removed and refused ones."""
        counted = (
            DOCUMENT.c.case_id == self._reach.demand(case_id),
            DOCUMENT.c.removed_at.is_(None),
            DOCUMENT.c.state != FileState.REFUSED,
        )
        number, size = self._connection.execute(select(func.count(), func.coalesce(func.sum(DOCUMENT.c.size), 0)).where(*counted)).one()
        return int(number), int(size)
