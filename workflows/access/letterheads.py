"""The municipality's letterhead: its arms, who sends, how it ends, what it adds; each saving is a version that is never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.actor import Actor
from models.errors import BadInput, MovedOn
from models.letters import Arms, Language, Letterhead, LetterheadVersion
from models.text import _
from workflows.policy import authorize, may
from workflows.ports import Chance, UnitOfWork


@dataclass(frozen=True, slots=True)
class HeadVersion:
    """One version: when and by whom it was saved."""

    version: int
    at: datetime
    by: str


@dataclass(frozen=True)
class LetterheadView:
    """The letterhead that holds; `version` 0 while there is none. `language` is the form letters are written in, `arms` a checked SVG."""

    municipality: str
    head: Letterhead
    version: int
    language: Language
    arms: str
    versions: Sequence[HeadVersion]
    may_change: bool


def letterhead_view(*, actor: Actor, work: UnitOfWork) -> LetterheadView:
    """What holds, and the versions before it. Raises NotAllowed."""
    authorize(actor, "see_municipality")
    with work:
        place = work.parties.municipality(actor.municipality_id or "")
        versions = work.letters.letterheads(place.id)
        head = Letterhead.model_validate(versions[0].content) if versions else Letterhead()
        arms = work.letters.arms(place.id, head.arms)
        names = work.parties.names(sorted({one.saved_by for one in versions if one.saved_by}))
    language: Language = "nn" if (head.language or place.language) == "nn" else "nb"
    listed = [HeadVersion(one.version, one.saved_at, names.get(one.saved_by, "")) for one in versions]
    version = versions[0].version if versions else 0
    return LetterheadView(place.name, head, version, language, arms.svg if arms else "", listed, may(actor, "change_municipality"))


def save_letterhead(head: Letterhead, seen: int, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> int:
    """Let this letterhead hold for decisions from now on; its version. Letters that were sent stay as they are.

    Raises NotAllowed, MovedOn when `seen` is no longer the newest version, BadInput for arms nobody has uploaded.
    """
    authorize(actor, "change_municipality")
    with work:
        place = actor.municipality_id or ""
        newest = work.letters.letterhead(place)
        version = newest.version if newest else 0
        if version != seen:
            raise MovedOn(_("The letterhead was changed in another window. Load the page anew to go on from there."))
        if head.arms and work.letters.arms(place, head.arms) is None:
            raise BadInput(_("Upload the arms first."), target="arms")
        content = head.model_dump(mode="json")
        if newest is not None and newest.content == content:
            return version
        row = LetterheadVersion(
            id=chance.id(), municipality_id=place, version=version + 1, content=content, saved_at=now, saved_by=actor.person_id
        )
        work.letters.add_letterhead(row)
        work.log.record("letterhead_changed", actor=actor, at=now, data={"version": row.version}, stream=f"municipality:{place}")
        work.commit()
    return version + 1


def keep_arms(svg: str, sha256: str, seen: int | None = None, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> int:
    """Keep arms that were checked and put them on the letterhead; its version. `seen` None: whatever the newest version is.

    Raises NotAllowed, MovedOn.
    """
    authorize(actor, "change_municipality")
    with work:
        place = actor.municipality_id or ""
        newest = work.letters.letterhead(place)
        version = newest.version if newest else 0
        if seen is not None and seen != version:
            raise MovedOn(_("The letterhead was changed in another window. Load the page anew to go on from there."))
        head = Letterhead.model_validate(newest.content) if newest else Letterhead()
        if sha256 == head.arms:
            return version
        work.letters.keep_arms(Arms(municipality_id=place, sha256=sha256, svg=svg, kept_at=now))
        content = head.model_copy(update={"arms": sha256}).model_dump(mode="json")
        row = LetterheadVersion(
            id=chance.id(), municipality_id=place, version=version + 1, content=content, saved_at=now, saved_by=actor.person_id
        )
        work.letters.add_letterhead(row)
        data = {"version": row.version, "arms": sha256}
        work.log.record("letterhead_changed", actor=actor, at=now, data=data, stream=f"municipality:{place}")
        work.commit()
    return version + 1
