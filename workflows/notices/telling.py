"""When a mail leaves and what it says: by the person's wish, gathered within ten minutes, the one who must act named first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from models.text import Text, _, unpack
from workflows.notices.kinds import ALWAYS_AT_ONCE, KINDS, NoticeKind

How = Literal["instant", "daily", "off"]
GATHER = timedelta(minutes=10)
"""After a mail about a thing, more about the same thing waits this long and comes as one."""
MORNING = time(7, 0)
OSLO = ZoneInfo("Europe/Oslo")
LONGEST_TRY = timedelta(days=5)
"""How long a mail is tried before it is given up (the usual time of mail servers, RFC 5321 section 4.5.4.1)."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)


def thread_of(kind: str, case_id: str | None, how: How, id_: str) -> str:
    """What gathers into one mail: everything of a day, everything about one case, or nothing but this."""
    known = KINDS.get(kind)
    if known is not None and known.alone:
        return f"alone:{id_}"
    if how == "daily":
        return "daily"
    return f"case:{case_id}" if case_id else f"topic:{known.topic if known else kind}"


def wish_for(kind: str, wishes: Mapping[str, str]) -> How:
    """How this person wants this kind of mail: `wishes` by topic, at once where nothing else was chosen or may be."""
    known = KINDS.get(kind)
    if known is None or known.topic in ALWAYS_AT_ONCE:
        return "instant"
    chosen = wishes.get(known.topic, "instant")
    return "daily" if chosen == "daily" else "off" if chosen == "off" else "instant"


def due_at(how: How, now: datetime, last_due: datetime | None) -> datetime:
    """When a mail may leave (UTC). `last_due` is when the last one of its thread was due.

    At once, or ten minutes after the last; a daily one at seven in the morning, Oslo time.
    """
    if how == "daily":
        there = now.astimezone(OSLO)
        day = there.date() if there.time() < MORNING else there.date() + timedelta(days=1)
        return datetime.combine(day, MORNING, OSLO).astimezone(now.tzinfo)
    if last_due is None or now - last_due >= GATHER:
        return now
    return last_due + GATHER


def wait_before_try(attempts: int) -> timedelta:
    """How long to wait after so many failed tries: half a minute, doubled each time, an hour at most."""
    doubled: timedelta = FIRST_WAIT * (1 << min(max(attempts - 1, 0), 20))
    return min(doubled, LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One thing told: the sentence, what follows it, and the link with its words."""

    said: Text
    more: tuple[Text, ...]
    path: str
    ask: Text
    acts: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in texts, before it is put into a language."""

    subject: Text
    lines: tuple[LetterLine, ...]


def line_of(kind: str, payload: Mapping[str, Any]) -> LetterLine | None:
    """What one notice says; None for a kind nobody knows any more."""
    known = KINDS.get(kind)
    if known is None:
        return None
    values = {name: _value(one) for name, one in payload.items() if isinstance(one, (str, int, float)) or _is_packed(one)}
    return LetterLine(known.said.with_values(**values), _sayable(known, values), _path(known.path, values), known.ask, known.acts)


def letter_of(lines: Sequence[Mapping[str, Any]], secret: str = "") -> Letter | None:
    """The mail that tells these things, those first that ask something of the receiver; None when nothing is left to tell.

    Each line is `{"kind": ..., "payload": {...}}`; `secret` is the token of a one-time link.
    """
    told = [line_of(one["kind"], {**one.get("payload", {}), **({"token": secret} if secret else {})}) for one in lines]
    known = sorted((one for one in told if one is not None), key=lambda one: not one.acts)
    if not known:
        return None
    return Letter(_subject(known), tuple(known))


def _subject(lines: Sequence[LetterLine]) -> Text:
    """Who must act comes first: that is all many people read."""
    acts, first = any(one.acts for one in lines), lines[0].said
    if len(lines) == 1:
        return _("You must act: {what}", what=first) if acts else _("For your information: {what}", what=first)
    if acts:
        return _("You must act ({n} matters): {what}", what=first, n=len(lines))
    return _("For your information ({n} matters): {what}", what=first, n=len(lines))


def _sayable(known: NoticeKind, values: Mapping[str, Any]) -> tuple[Text, ...]:
    """Sentences whose values are all there."""
    said = (one.with_values(**values) for one in known.more)
    return tuple(one for one in said if "{" not in one.in_english())


def _is_packed(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("id"), str)


def _value(value: Any) -> Any:
    """A value as it is said: words that differ from language to language lie packed in a payload."""
    return unpack(value) if isinstance(value, dict) else value


def _path(path: str, values: Mapping[str, Any]) -> str:
    try:
        return path.format_map(values)
    except KeyError:
        return "/"
