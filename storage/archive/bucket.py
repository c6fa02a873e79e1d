"""An archive in an S3 bucket: the files first, the message last. A message that lies there is whole; without it nothing counts."""

from __future__ import annotations

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError

from models.errors import PortalError
from models.records import ArchiveOutcome
from storage.archive.transport import MESSAGE, RECEIPT, Answer, Parcel, ParcelFile, WrongBytes, checked, kept, receipt_bytes, wrong
from storage.object_bucket import SMALL, open_bucket


class BucketArchive:
    """The bucket of an `s3://bucket/prefix?endpoint=...` address."""

    def __init__(self, url: str) -> None:
        self._store = open_bucket(url)

    async def deliver(self, parcel: Parcel) -> Answer:
        """Put the files, the receipt and at last the message, unless that lies there."""
        where = "/".join(parcel.place)
        try:
            if await self._has(f"{where}/{MESSAGE}"):
                return await self.ask(parcel.key, parcel.place)
            for file in parcel.files:
                await self._put(f"{where}/{file.reference}", file)
            await obstore.put_async(self._store, f"{where}/{RECEIPT}", receipt_bytes(parcel), mode="overwrite", use_multipart=False)
            await obstore.put_async(self._store, f"{where}/{MESSAGE}", parcel.message, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return await self.ask(parcel.key, parcel.place)
        except WrongBytes as error:
            return wrong(error)
        except (BaseError, OSError, PortalError) as error:
            return Answer(ArchiveOutcome.SERVER_FAULT, type(error).__name__)
        return kept(receipt_bytes(parcel))

    async def ask(self, key: str, place: tuple[str, str, str]) -> Answer:
        """A bucket answers at once; so it is there or it is not."""
        where = "/".join(place)
        try:
            if not await self._has(f"{where}/{MESSAGE}"):
                return Answer(ArchiveOutcome.NOT_FOUND, key)
            found = await obstore.get_async(self._store, f"{where}/{RECEIPT}")
            return kept(bytes(await found.bytes_async()))
        except (BaseError, OSError) as error:
            return Answer(ArchiveOutcome.SERVER_FAULT, type(error).__name__)

    async def _has(self, key: str) -> bool:
        try:
            await obstore.head_async(self._store, key)
        except (NotFoundError, FileNotFoundError):
            return False
        return True

    async def _put(self, key: str, file: ParcelFile) -> None:
        """One file; a large one in parts, each with its checksum."""
        if file.size <= SMALL:
            content = b"".join([chunk async for chunk in checked(file)])
            await obstore.put_async(self._store, key, content, mode="overwrite", use_multipart=False)
            return
        writer = obstore.open_writer_async(self._store, key, buffer_size=SMALL, max_concurrency=2)
        try:
            async for chunk in checked(file):
                await writer.write(chunk)
        finally:
            await writer.close()  # an upload that is only dropped leaves its parts in the bucket, unseen and paid for
