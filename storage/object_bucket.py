"""Objects in an S3 bucket. The service syncs before it answers; checksums prove that what it keeps is what we sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import S3Store

from models.errors import NotThere, Unavailable
from storage.object_parts import OBJECT_AGE, PREVIEW, THUMBNAIL, Counted, Received, Referenced, Swept, new_key, owner_of

SMALL = 5 * 2**20
"""Up to here one conditional put; S3 takes no smaller parts."""
READ_CHUNK = 2**18
BATCH = 500


def open_bucket(url: str) -> S3Store:
    """The bucket of an address, with checksums on what is put and patience with what passes."""
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    endpoint = options.get("endpoint")
    config: Any = {"checksum_algorithm": "SHA256", "conditional_put": "etag", "region": options.get("region", "us-east-1")}
    if endpoint:
        config["endpoint"] = endpoint
    client: Any = {"allow_http": bool(endpoint and endpoint.startswith("http://")), "timeout": "120s", "connect_timeout": "10s"}
    retry: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
    return S3Store(parts.netloc, prefix=parts.path.strip("/") or None, config=config, client_options=client, retry_config=retry)


class BucketObjects:
    """A store at `s3://bucket/prefix?endpoint=...&region=...`."""

    def __init__(self, url: str) -> None:
        self._store = open_bucket(url)

    async def receive(self, stream: AsyncIterator[bytes], limit: int) -> Received:
        """Keep a stream under a new key: whole in one put when it is small, in parts when it is not."""
        key, counted = new_key(), Counted(stream, limit)
        chunks = aiter(counted)
        head = bytearray()
        async for chunk in chunks:
            head += chunk
            if len(head) > SMALL:
                await self._in_parts(key, bytes(head), chunks)
                break
        else:
            await self._at_once(key, bytes(head))
        return Received(key, counted.size, counted.sha256)

    async def put(self, key: str, content: bytes) -> None:
        """Keep small bytes under a derived key; making them again overwrites them."""
        try:
            await obstore.put_async(self._store, key, content, mode="overwrite", use_multipart=False)
        except (BaseError, OSError) as error:
            raise Unavailable() from error

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes of an object."""
        options: obstore.GetOptions = {"range": (start, end)} if end is not None else {"range": {"offset": start}} if start else {}
        try:
            answer = await obstore.get_async(self._store, key, options=options)
        except (NotFoundError, FileNotFoundError) as error:
            raise NotThere() from error
        except (BaseError, OSError) as error:
            raise Unavailable() from error
        async for chunk in answer.stream(min_chunk_size=READ_CHUNK):
            yield bytes(chunk)

    def local_path(self, key: str) -> Path | None:
        """Nowhere on this machine."""
        return None

    async def delete(self, key: str) -> None:
        """Remove an object and its pictures."""
        for name in (key, key + PREVIEW, key + THUMBNAIL):
            with suppress(NotFoundError, FileNotFoundError):
                await obstore.delete_async(self._store, name)

    async def probe(self) -> None:
        """Put and delete a small object."""
        key = new_key()
        await self._at_once(key, b"probe")
        await self.delete(key)

    def free_space(self) -> tuple[int, int] | None:
        """A bucket has no end that we could see."""
        return None

    async def sweep(self, referenced: Referenced, now: datetime) -> Swept:
        """Remove objects no row points at; broken multipart uploads are for the bucket's own life-cycle rule."""
        gone = 0
        async for listed in obstore.list(self._store, chunk_size=BATCH):
            old = [one["path"] for one in listed if now - one["last_modified"] > OBJECT_AGE]
            kept = await referenced(sorted({owner_of(key) for key in old})) if old else set()
            for key in (key for key in old if owner_of(key) not in kept):
                await obstore.delete_async(self._store, key)
                gone += 1
        return Swept(0, gone)

    async def _at_once(self, key: str, content: bytes) -> None:
        try:
            await obstore.put_async(self._store, key, content, mode="create", use_multipart=False)
        except AlreadyExistsError:
            raise  # 128 bits of chance met twice: never in a lifetime, and overwriting would lose somebody's file
        except (BaseError, OSError) as error:
            raise Unavailable() from error

    async def _in_parts(self, key: str, head: bytes, rest: AsyncIterator[bytes]) -> None:
        writer = obstore.open_writer_async(self._store, key, buffer_size=SMALL, max_concurrency=2)
        whole = False
        try:
            await writer.write(head)
            async for chunk in rest:
                await writer.write(chunk)
            await writer.close()
            whole = True
        except (BaseError, OSError) as error:
            raise Unavailable() from error
        finally:
            if not whole:
                await self._take_back(key, writer)

    async def _take_back(self, key: str, writer: Any) -> None:
        """End the upload and delete what it made: an upload that is only dropped leaves its parts in the bucket, unseen and paid for."""
        with suppress(BaseError, OSError):
            await writer.close()
        with suppress(BaseError, OSError):
            await obstore.delete_async(self._store, key)
