"""How the quality of documentation is counted. Pure: what a part of a case was like, from its log; and figures over many parts.

Words used: a *part* is one phase of a case that was sent (application, work notification, final documentation). The municipality's figures
are over parts **decided** (approved or rejected) in the period; what was withdrawn or lapsed, and what is still open, counts nowhere.
Storage counts the same in SQL; a test holds the two together. Nothing here knows an officer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.base import Phase
from workflows.clocks import Calendar, Happening, clock, day_of

DECIDED = ("approved", "rejected")
"""Outcomes that are decisions."""
_ENDS = frozenset({"approved", "rejected", "withdrawn", "lapsed"})
_PAUSE_ENDS = frozenset({"resubmitted", "unpaused"}) | _ENDS
TELLING = frozenset({"submitted", "resubmitted", "paused", "unpaused", "reopened"}) | _ENDS
"""Kinds of events after which a part is counted anew."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One correction request the municipality has sent. `requirement` is empty, and `is_extra` set, for what no requirement demands."""

    requirement: str
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class Missed:
    """One requirement a part lacked: how many requests rested on it, and the working days of the pauses in which one was open."""

    requirement: str
    asked: int
    days: int


@dataclass(frozen=True, slots=True)
class PartOf:
    """What one part of a case was like.

    - `right_first`: it was **approved, had been sent exactly once, and no correction was asked for** before that: no pause, neither the
      portal's own nor an officer's, and no request. What was reopened after a decision and had to be sent anew is not right first.
    - `rounds`: how many times it lay with the contractor to be corrected (pauses).
    - `own_days`, `their_days`: working days with the municipality and with the contractor, as both clocks count them.
    - `extra`: requests that rest on no requirement. `doubtful`: files the check found doubtful, replaced ones too.
    """

    sent_on: date
    decided_on: date | None
    outcome: str
    sendings: int
    right_first: bool
    rounds: int
    own_days: int
    their_days: int
    extra: int
    doubtful: int
    missed: tuple[Missed, ...] = ()


def part_of(events: Sequence[Happening], asked: Mapping[str, Asked], doubtful: int, calendar: Calendar) -> PartOf | None:
    """What a part was like, from the events of its phase in their order; None before it was sent.

    `asked` are its requests by id, those only planned left out. A pause names the requests it was for in `data`: `asked` where the portal
    paused by itself, else `requests`.
    """
    sent = [one for one in events if one.kind in ("submitted", "resubmitted")]
    if not sent:
        return None
    ended = next((one for one in reversed(events) if one.kind in _ENDS | {"reopened"}), None)
    outcome = ended.kind if ended is not None and ended.kind != "reopened" else ""
    decided_on = day_of(ended.at) if ended is not None and outcome else None
    rounds = sum(one.kind == "paused" for one in events)
    today = decided_on or day_of(events[-1].at)
    counted = clock(events, length=1, unit="working_days", calendar=calendar, today=today)  # days used do not depend on the length
    return PartOf(
        sent_on=day_of(sent[0].at), decided_on=decided_on, outcome=outcome, sendings=len(sent),
        right_first=outcome == "approved" and len(sent) == 1 and not rounds and not asked, rounds=rounds,
        own_days=counted.municipality_days, their_days=counted.contractor_days, extra=sum(one.is_extra for one in asked.values()),
        doubtful=doubtful, missed=_missed(events, asked, calendar),
    )  # fmt: skip


def _missed(events: Sequence[Happening], asked: Mapping[str, Asked], calendar: Calendar) -> tuple[Missed, ...]:
    times = Counter(one.requirement for one in asked.values() if one.requirement)
    days: Counter[str] = Counter()
    for place, pause in enumerate(events):
        if pause.kind != "paused":
            continue
        end = next((one for one in events[place + 1 :] if one.kind in _PAUSE_ENDS), None)
        spent = calendar.working_days(day_of(pause.at), day_of(end.at)) if end else 0
        named = pause.data.get("asked") or pause.data.get("requests")
        ids = named if isinstance(named, list) else []
        for requirement in {asked[one].requirement for one in ids if one in asked} - {""}:
            days[requirement] += spent
    return tuple(Missed(key, times[key], days[key]) for key in sorted(times))


@dataclass(frozen=True, slots=True)
class CountedPart:
    """A part with where it belongs: what figures are made of."""

    case_id: str
    municipality_id: str
    company_id: str
    workflow: str
    phase: Phase
    part: PartOf


@dataclass(frozen=True, slots=True)
class QualityWish:
    """Which decided parts are counted: of a workflow, a phase, a company, decided from `since` to `until`, both included. Empty: all."""

    workflow: str = ""
    phase: Phase | None = None
    company: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over decided parts. Shares and means are worked out from them, None where there is nothing to divide."""

    parts: int = 0
    right_first: int = 0
    rejected: int = 0
    rounds: int = 0
    corrected: int = 0
    own_days: int = 0
    their_days: int = 0
    extra: int = 0
    doubtful: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in Tally.__slots__))

    @property
    def right_first_share(self) -> float | None:
        """0 to 1."""
        return self.right_first / self.parts if self.parts else None

    @property
    def rounds_each(self) -> float | None:
        """Correction rounds a part."""
        return self.rounds / self.parts if self.parts else None

    @property
    def own_days_each(self) -> float | None:
        """Working days with the municipality a part."""
        return self.own_days / self.parts if self.parts else None

    @property
    def their_days_each(self) -> float | None:
        """Working days with the contractor a part."""
        return self.their_days / self.parts if self.parts else None


NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class MissedLine:
    """How many decided parts lacked a requirement, of how many it could be lacking in, how often it was asked for, and the days it cost."""

    workflow: str
    phase: Phase
    requirement: str
    parts: int
    of: int
    asked: int
    days: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.parts / self.of if self.of else 0.0


@dataclass(frozen=True)
class QualityFigures:
    """Figures of one municipality. `months` by `2026-11`, `companies` by id, `missed` the most first; medians of working days."""

    total: Tally = NOTHING
    months: Mapping[str, Tally] = field(default_factory=dict)
    workflows: Mapping[str, Tally] = field(default_factory=dict)
    phases: Mapping[Phase, Tally] = field(default_factory=dict)
    companies: Mapping[str, Tally] = field(default_factory=dict)
    missed: Sequence[MissedLine] = ()
    own_median: float | None = None
    their_median: float | None = None


MOST_MISSED = 30
MOST_COMPANIES = 100


def meets(one: CountedPart, wish: QualityWish) -> bool:
    """Whether a part is decided and meant."""
    on = one.part.decided_on
    if one.part.outcome not in DECIDED or on is None:
        return False
    meant = wish.workflow in ("", one.workflow) and wish.company in ("", one.company_id) and wish.phase in (None, one.phase)
    return meant and (wish.since is None or on >= wish.since) and (wish.until is None or on <= wish.until)


def tally_of(parts: Iterable[PartOf]) -> Tally:
    """The sums of these parts."""
    total = NOTHING
    for one in parts:
        total += Tally(
            1, int(one.right_first), int(one.outcome == "rejected"), one.rounds, int(one.rounds > 0), one.own_days, one.their_days,
            one.extra, one.doubtful,
        )  # fmt: skip
    return total


def figures_of(facts: Iterable[CountedPart], municipality_id: str, wish: QualityWish) -> QualityFigures:
    """The definition of every figure, over parts in memory. Storage gives the same from its tables."""
    meant = [one for one in facts if one.municipality_id == municipality_id and meets(one, wish)]
    months, workflows, phases, companies = (defaultdict[str, list[PartOf]](list) for _each in range(4))
    bases: Counter[tuple[str, Phase]] = Counter()
    missed: defaultdict[tuple[str, Phase, str], list[Missed]] = defaultdict(list)
    for one in meant:
        assert one.part.decided_on is not None
        groups = ((months, month_of(one.part.decided_on)), (workflows, one.workflow), (phases, one.phase), (companies, one.company_id))
        for group, key in groups:
            group[key].append(one.part)
        bases[one.workflow, one.phase] += 1
        for lack in one.part.missed:
            missed[one.workflow, one.phase, lack.requirement].append(lack)
    lines = [
        MissedLine(*key, len(found), bases[key[:2]], sum(one.asked for one in found), sum(one.days for one in found))
        for key, found in missed.items()
    ]
    return QualityFigures(
        tally_of(one.part for one in meant), {key: tally_of(found) for key, found in sorted(months.items())},
        {key: tally_of(found) for key, found in sorted(workflows.items())},
        {Phase(key): tally_of(found) for key, found in sorted(phases.items())},
        dict(most_first({key: tally_of(found) for key, found in companies.items()})), ranked(lines),
        median_of(Counter(one.part.own_days for one in meant)), median_of(Counter(one.part.their_days for one in meant)),
    )  # fmt: skip


def month_of(day: date) -> str:
    """`2026-11`."""
    return f"{day:%Y-%m}"


def most_first(companies: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    """Those with most parts first, then by id, a hundred at most."""
    return sorted(companies.items(), key=lambda one: (-one[1].parts, one[0]))[:MOST_COMPANIES]


def ranked(lines: Iterable[MissedLine]) -> list[MissedLine]:
    """The most missed first, thirty at most."""
    return sorted(lines, key=lambda one: (-one.parts, -one.days, one.workflow, one.phase, one.requirement))[:MOST_MISSED]


def median_of(counted: Mapping[int, int]) -> float | None:
    """The median of values told as value -> how many times; None without any. The mean of the middle two where their number is even."""
    many = sum(counted.values())
    if not many:
        return None
    low, high, passed = (many - 1) // 2, many // 2, 0
    found: list[int] = []
    for value in sorted(counted):
        passed += counted[value]
        while len(found) < 2 and passed > (low, high)[len(found)]:
            found.append(value)
    return sum(found) / 2


@dataclass(frozen=True, slots=True)
class Day:
    """What was sent first on a day: how many parts, and how many of them lacked the requirement in question."""

    on: date
    parts: int
    missed: int


@dataclass(frozen=True, slots=True)
class Effect:
    """Who lacked a requirement before and after its words were changed: parts first sent in as many days before the day of the change,
    and from that day on.
    """

    changed_on: date
    days: int
    before: Day
    after: Day

    @property
    def shares(self) -> tuple[float | None, float | None]:
        """Before and after, 0 to 1; None where nothing was sent."""
        before, after = (one.missed / one.parts if one.parts else None for one in (self.before, self.after))
        return before, after


SHORTEST, LONGEST = 30, 365
"""Days an effect is looked at before the change; fewer tell of chance, more of another time."""


def effect_of(days: Sequence[Day], changed_on: date, today: date) -> Effect:
    """The effect of a change. What was sent on the day itself counts as sent after it."""
    span = min(LONGEST, max(SHORTEST, (today - changed_on).days))
    first = date.fromordinal(changed_on.toordinal() - span)
    before = [one for one in days if first <= one.on < changed_on]
    after = [one for one in days if changed_on <= one.on <= today]
    return Effect(changed_on, span, _summed(first, before), _summed(changed_on, after))


def by_week(days: Sequence[Day], today: date, weeks: int) -> list[Day]:
    """The last so many weeks up to today, each by its Monday; weeks in which nothing was sent are there with nothing."""
    last = today.toordinal() - today.weekday()
    mondays = [date.fromordinal(last - 7 * back) for back in reversed(range(weeks))]
    return [_summed(monday, [one for one in days if 0 <= (one.on - monday).days < 7]) for monday in mondays]


def _summed(on: date, days: Sequence[Day]) -> Day:
    return Day(on, sum(one.parts for one in days), sum(one.missed for one in days))
