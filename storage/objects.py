"""The bytes of files behind one door: a folder or an S3 bucket, immutable objects under random keys, received as a stream.

`receive` returns only when the bytes would survive a power cut; only then may a row point at them. On disk: write beside the final
name, sync the file, rename, sync the folder. In a bucket: a conditional put with a checksum, or parts with a checksum each.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from storage.object_bucket import BucketObjects
from storage.object_files import FileObjects
from storage.object_parts import PREVIEW, THUMBNAIL, Objects, Received, Swept, has_room

__all__ = ["PREVIEW", "THUMBNAIL", "Objects", "Received", "Swept", "has_room", "open_objects"]


def open_objects(url: str) -> Objects:
    """The store at `file:///folder` or `s3://bucket/prefix?endpoint=https://...` (credentials from `AWS_*` of the environment)."""
    return BucketObjects(url) if urlsplit(url).scheme == "s3" else FileObjects(url)
