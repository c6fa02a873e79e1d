"""Pages of documents as pictures: drawn by a child, when asked for, kept within bounds."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from models.errors import NotThere
from storage.drawn_pages import DrawnPages
from storage.inspection import Inspector
from tests.storage import files


class Shelf:
    """A store of files; `local` says whether they lie on this machine."""

    def __init__(self, folder: Path, *, local: bool) -> None:
        self.folder, self.local, self.fetched = folder, local, 0

    def local_path(self, key: str) -> Path | None:
        return self.folder / key if self.local else None

    async def read(self, key: str) -> AsyncIterator[bytes]:
        self.fetched += 1
        yield (self.folder / key).read_bytes()


class Counting(Inspector):
    """Counts what it draws."""

    drawn = 0

    async def draw(self, path: Path, *, page: int, longest: int, turn: int, out: Path) -> dict[str, object]:
        self.drawn += 1
        return await super().draw(path, page=page, longest=longest, turn=turn, out=out)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("shelf")
    files.pdf(place / "plan", 3)
    files.picture(place / "photo")
    (place / "broken").write_bytes(b"%PDF-1.7 nothing of the kind")
    return place


def size(page: bytes) -> tuple[int, int]:
    """Width and height; raises for what is no JPEG."""
    with Image.open(io.BytesIO(page), formats=["JPEG"]) as picture:
        return picture.size


async def test_a_page_is_drawn_once_in_the_size_and_turn_that_is_wanted(folder: Path) -> None:
    inspector = Counting(2)
    pages = DrawnPages(Shelf(folder, local=True), inspector)  # type: ignore[arg-type]  # the part of a store that pages use

    together = await asyncio.gather(*(pages.page("plan", 2, longest=400) for _ in range(5)))
    turned = await pages.page("plan", 2, longest=400, turn=1)

    assert len(set(together)) == 1
    assert inspector.drawn == 2
    assert size(together[0]) == tuple(reversed(size(turned)))
    assert max(size(turned)) in range(399, 402)
    await pages.close()


async def test_a_picture_has_one_page_and_what_is_not_there_cannot_be_drawn(folder: Path) -> None:
    pages = DrawnPages(Shelf(folder, local=True), Inspector(1))  # type: ignore[arg-type]  # the part of a store that pages use

    assert max(size(await pages.page("photo", 1, longest=500))) == 500
    for key, number in (("photo", 2), ("plan", 4), ("plan", -1), ("broken", 1)):
        with pytest.raises(NotThere):
            await pages.page(key, number, longest=300)
    assert size(await pages.page("plan", 3, longest=300)), "one that cannot be drawn stands in nobody's way"
    await pages.close()


async def test_what_is_kept_stays_within_bounds_and_far_files_are_fetched_once(folder: Path) -> None:
    shelf, inspector = Shelf(folder, local=False), Counting(1)
    pages = DrawnPages(shelf, inspector, most_bytes=(folder / "plan").stat().st_size + 40_000)  # type: ignore[arg-type]  # as above

    for number in (1, 2, 3, 1):
        await pages.page("plan", number, longest=1600)

    kept = sum(one.stat().st_size for one in Path(pages._folder.name).iterdir())
    assert shelf.fetched == 1
    assert kept <= pages._most
    await pages.close()
    assert not Path(pages._folder.name).exists()
