"""Colleagues named in an internal note: found in what was written, kept as ids, called by name when the note is shown.

`@Kari Nordmann` and `@kari@town.no` name a colleague of the writer's own municipality and nobody else; the note keeps `@[person id]`. So a
note calls somebody by the name they have today, and after an erasure by none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.actor import Actor
from models.parties import Person
from workflows.policy import authorize
from workflows.ports import UnitOfWork
from workflows.ports_hearing import MentionLine

_TOKEN = re.compile(r"@\[([\w-]{1,64})\]")
MOST_MENTIONS = 20
LISTED = 50


@dataclass(frozen=True, slots=True)
class Named:
    """A note as it is kept, and whom it names, each once."""

    body: str
    people: Sequence[str]


def names_for(people: Iterable[Person]) -> dict[str, str]:
    """Person id -> what stands after the @: the name, or the address where two are called the same."""
    known = list(people)
    names = [one.name.casefold() for one in known]
    return {one.id: one.name if names.count(one.name.casefold()) == 1 else one.email for one in known}


def with_ids(body: str, people: Iterable[Person], writer: str) -> Named:
    """Put ids in the place of names. Pure; the writer may name themselves, and is then not told."""
    known = list(people)
    called = {f"@{words}": one for one, words in names_for(known).items()}
    called |= {f"@{one.email}": one.id for one in known}
    words = body.replace("@[", "@ [")  # what looks like an id must have come from here
    if not called:
        return Named(words, ())
    wanted = "|".join(re.escape(one) for one in sorted(called, key=len, reverse=True))
    by_word = {one.casefold(): id_ for one, id_ in called.items()}
    found: list[str] = []

    def keep(match: re.Match[str]) -> str:
        person = by_word[match.group(0).casefold()]
        found.append(person)
        return f"@[{person}]"

    kept = re.sub(rf"(?<![\w.])(?:{wanted})(?!\w)", keep, words, flags=re.IGNORECASE)
    return Named(kept, [one for one in dict.fromkeys(found) if one != writer][:MOST_MENTIONS])


def ids_in(body: str) -> set[str]:
    """The people a kept note names."""
    return set(_TOKEN.findall(body))


def with_names(body: str, names: Mapping[str, str]) -> str:
    """A kept note as it is read."""

    def name(match: re.Match[str]) -> str:
        return f"@{names[match.group(1)]}" if match.group(1) in names else match.group(0)

    return _TOKEN.sub(name, body)


def my_mentions(*, actor: Actor, work: UnitOfWork, now: datetime) -> Sequence[MentionLine]:
    """The newest notes of the actor's municipality that name them, with the case and the words. Raises NotAllowed."""
    authorize(actor, "see_mentions", municipality_id=actor.municipality_id)
    with work:
        lines = work.hearing.mentions(actor.scope, actor.person_id, LISTED)
        names = work.parties.names(sorted({id_ for one in lines for id_ in ids_in(one.words)} | {one.author_id for one in lines}))
    return [one.spoken(names.get(one.author_id, ""), with_names(one.words, names)) for one in lines]
