"""The municipality's archive from outside: what delivers to it, the queue of what is on its way, and who works it off."""

from __future__ import annotations

from urllib.parse import urlsplit

from storage.archive.archivist import Archivist, Print
from storage.archive.bucket import BucketArchive
from storage.archive.folder import FolderArchive
from storage.archive.queue import ArchiveQueue
from storage.archive.transport import Answer, ArchiveTransport, Parcel, ParcelFile

__all__ = ["Answer", "ArchiveQueue", "ArchiveTransport", "Archivist", "Parcel", "ParcelFile", "Print", "open_archive"]


def open_archive(url: str) -> ArchiveTransport | None:
    """Who delivers to `file:///folder` or `s3://bucket/prefix?endpoint=https://...`; None where no archive is set."""
    if not url:
        return None
    return BucketArchive(url) if urlsplit(url).scheme == "s3" else FolderArchive(url)
