"""Rows of uploaded files. The bytes lie behind `storage.objects` and are there, synced, before a row is."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.document import Document, FileState
from storage.rows import add, every, one, put
from storage.scope import Reach


class StoredDocuments:
    """The port `Documents` over one session."""

    def __init__(self, session: Session, reach: Reach) -> None:
        self._session = session
        self._reach = reach

    def of_case(self, case_id: str) -> Sequence[Document]:
        """All files of a case in order of upload, removed ones too (`removed_at` tells)."""
        statement = select(Document).where(col(Document.case_id) == self._reach.demand(case_id))
        return every(self._session, statement.order_by(col(Document.uploaded_at), col(Document.id)))

    def get(self, case_id: str, document_id: str) -> Document:
        """One file of a case, removed or not. Raises NotThere."""
        return one(
            self._session, select(Document).where(col(Document.case_id) == self._reach.demand(case_id), col(Document.id) == document_id)
        )

    def add(self, document: Document) -> None:
        """Keep the row of a file that lies in the store."""
        self._reach.demand(document.case_id)
        add(self._session, document)

    def save(self, document: Document) -> None:
        """Write a file's row whole."""
        self._reach.demand(document.case_id)
        put(self._session, document)

    def waiting_for_check(self, limit: int) -> Sequence[Document]:
        """Files nobody has judged yet, oldest first; for the machine, which may then reach their cases."""
        statement = select(Document).where(col(Document.state) == FileState.CHECKING, col(Document.removed_at).is_(None))
        found = every(self._session, statement.order_by(col(Document.id)).limit(limit))
        self._reach.admit(*(document.case_id for document in found))
        return found

    def count_and_size(self, case_id: str) -> tuple[int, int]:
        """How many files a case holds and their bytes together, without removed and refused ones."""
        counted = (
            col(Document.case_id) == self._reach.demand(case_id),
            col(Document.removed_at).is_(None),
            col(Document.state) != FileState.REFUSED,
        )
        number, size = self._session.exec(select(func.count(), func.coalesce(func.sum(col(Document.size)), 0)).where(*counted)).one()
        return int(number), int(size)
