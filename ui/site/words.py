"""A case on site in words, for the box both sides are shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.followup import AppointmentState
from models.text import Text, _, _c, _n
from ui.texts import Speaker
from ui.theme import Tone
from workflows.appointments import Span
from workflows.casework.site_views import Confirmed, InspectionInfo, Site
from workflows.trench import Trench, TrenchItem

STATES: Mapping[AppointmentState, tuple[Text, Tone]] = {
    AppointmentState.PROPOSED: (_("Waits for an answer"), Tone.YELLOW),
    AppointmentState.AGREED: (_("Agreed"), Tone.GREEN),
    AppointmentState.DECLINED: (_("Declined"), Tone.GREY),
    AppointmentState.CANCELLED: (_("Cancelled"), Tone.GREY),
    AppointmentState.HELD: (_("Held"), Tone.PLAIN),
    AppointmentState.MISSED: (_("Not held"), Tone.GREY),
}
ACT_WORDS: Mapping[str, Text] = {
    "suggest": _("Suggest other times"),
    "decline": _("Decline"),
    "cancel": _("Cancel the inspection"),
    "record": _("Record the inspection"),
}
MOVE = _("Move the inspection")
PURPOSES = (_("Open trench before backfilling"), _("Pressure test"), _("Connection to the main"), _("Final inspection"))


def site_data(site: Site, ref: str, today: date, me: str, speaker: Speaker) -> dict[str, Any]:
    """Everything the box shows now."""
    return {
        "lapse": _("The case can lapse since {day}. A person decides it, under “Decision”.", day=site.can_lapse_since)
        if site.can_lapse_since and site.side == "municipality"
        else None,
        "trench": trench_data(site.trench, site, ref) if site.trench else None,
        "marks": marks_of(site),
        "acts": [act for act in (_act(key, why, site) for key, why in site.acts.items()) if act is not None],
        "inspections": [inspection_data(one, ref, site, speaker) for one in site.inspections],
        "reminders": [_("{when}: {what}", when=one.at, what=one.what) for one in site.reminders],
        "people": [{"key": key, "label": name} for key, name in site.people.items()],
        "officers": [{"key": key, "label": name} for key, name in site.officers.items()],
        "purposes": list(PURPOSES),
        "today": today.isoformat(),
        "me": me if me in site.people or me in site.officers else next(iter(site.officers), ""),
        "words": WORDS,
    }


def trench_data(trench: Trench, site: Site, ref: str) -> dict[str, Any]:
    """The sign: how much of the proof from the open trench is there, and where the rest goes."""
    if trench.is_safe:
        words = _n(
            "Safe to backfill: {n} of {n} photo or measurement is at the municipality",
            "Safe to backfill: {n} of {n} photos and measurements are at the municipality",
            trench.wanted,
        )
    else:
        words = _("Do not backfill yet: {ready} of {wanted} photos and measurements are at the municipality",
            ready=trench.ready, wanted=trench.wanted)  # fmt: skip
    return {"safe": trench.is_safe and not _waits_for_officer(site), "words": words, "sub": _sub(trench, site),
            "items": [_item(one, trench, ref, site) for one in trench.items]}  # fmt: skip


def _waits_for_officer(site: Site) -> bool:
    return site.needs_officer and site.allowed is None


def _sub(trench: Trench, site: Site) -> Text | None:
    if not site.can_upload:
        return _("You can upload them when this part of the case opens. Keep the originals until then.")
    if _waits_for_officer(site):
        return _("The municipality must say that you may backfill.")
    if site.allowed is not None:
        return _("The municipality said {when} that the trench may be backfilled.", when=site.allowed.at)
    return None if trench.is_safe else _("What is made only while the trench is open cannot be made later.")


def _item(one: TrenchItem, trench: Trench, ref: str, site: Site) -> dict[str, Any]:
    label = _("{label}, no. {n}", label=one.label, n=one.row) if one.row else one.label
    words = _("{ready} of {wanted}", ready=min(one.ready, one.wanted), wanted=one.wanted)
    if one.unsure:
        words = _n("{ready} of {wanted}, and {n} that may be wrong or is being checked",
            "{ready} of {wanted}, and {n} that may be wrong or are being checked", one.unsure, ready=min(one.ready, one.wanted),
            wanted=one.wanted)  # fmt: skip
    leads = site.side == "company" and site.can_upload
    return {"at": one.at, "label": label, "words": words,
            "href": f"/cases/{ref}/{trench.phase}/{one.step}?at={one.at}" if leads else None}  # fmt: skip


def marks_of(site: Site) -> list[dict[str, Any]]:
    """What was confirmed, in order."""
    found: list[tuple[Confirmed, Text]] = []
    if site.started:
        said = _("The work started {day}. {name} leads it.", day=site.started.on, name=site.started.leads)
        found.append((site.started, said if site.started.leads else _("The work started {day}", day=site.started.on)))
    found += [
        (
            one,
            _("Backfilled {when}, with {ready} of {wanted} ready", when=one.at, ready=one.ready, wanted=one.wanted),
        )
        for one in site.backfills
    ]
    if site.finished:
        found.append((site.finished, _("The work was finished {day}", day=site.finished.on)))
    return [{"words": words, "quote": one.words} for one, words in sorted(found, key=lambda pair: pair[0].at)]


def _act(key: str, why: Text | None, site: Site) -> dict[str, Any] | None:
    """One button with its form; None where it would only be in the way."""
    if why is not None and not (key == "backfill" and site.trench):
        return None
    open_trench = site.trench is not None and not site.trench.is_safe
    shown: dict[str, dict[str, Any]] = {
        "confirm_start": {
            "label": _("The work starts") if site.started is None else _("Correct the day of start"), "form": "start", "icon": "flag",
            "big": site.started is None, "send": _("Confirm the start"),
        },
        "confirm_end": {"label": _("The work is finished"), "form": "day", "icon": "flag", "send": _("Confirm that it is finished")},
        "backfill": {
            "label": _("We backfill now"), "form": "words", "icon": "check", "big": not open_trench, "must": open_trench,
            "ask": _("Say why, although something lacks") if open_trench else _("Note (optional)"),
            "lead": _("What is recorded: the time, and how many photos and measurements were there."),
        },
        "allow_backfill": {
            "label": _("You may backfill"), "form": "words", "icon": "check", "ask": _("Word to the contractor (optional)"),
            "lead": _("The contractor is told at once. It holds for the next backfilling."), "big": site.needs_officer,
        },
        "ask_inspection": {"label": _("Ask for an inspection"), "form": "inspection", "times": True, "icon": "calendar"},
        "propose_inspection": {"label": _("Propose an inspection"), "form": "inspection", "times": True, "icon": "calendar"},
    }  # fmt: skip
    if key == "confirm_end" and site.finished is not None:
        return None
    return {"key": key, "why": why, "big": False, "times": False, "must": False, "ask": "", "lead": None, "send": None, **shown[key]}


def inspection_data(one: InspectionInfo, ref: str, site: Site, speaker: Speaker) -> dict[str, Any]:
    """One inspection as the reader's side sees it."""
    state, tone = STATES[one.state]
    lines: list[Text | str] = []
    if one.place:
        lines.append(_("Where: {place}", place=one.place))
    coming = [name for name in (one.officer, one.comes) if name]
    if coming:
        lines.append(_("Comes: {names}", names=", ".join(coming)))
    if one.words:
        lines.append(_("Said last: {words}", words=one.words))
    if one.findings:
        lines.append(_("Found: {words}", words=one.findings) if one.state == AppointmentState.HELD else one.findings)
    if one.state == AppointmentState.PROPOSED and "accept" not in one.acts:
        lines.append(_("Waits for the other side to answer."))
    moving = one.state == AppointmentState.AGREED
    acts = [{"key": act, "label": MOVE if act == "suggest" and moving else ACT_WORDS[act], "times": act == "suggest",
             "must": act != "suggest" or moving, "ask": _("Reason") if act != "suggest" or moving else _("Reason (optional)")}
            for act in one.acts if act != "accept"]  # fmt: skip
    return {
        "id": one.id, "purpose": one.purpose, "state": state, "tone": tone, "when": span_words(one.agreed, speaker) if one.agreed else None,
        "lines": lines, "clashes": [_("You have something else at that time. {what}", what=words) for words in one.clashes],
        "choices": [span_words(span, speaker) for span in one.times] if one.state == AppointmentState.PROPOSED else [],
        "accepts": "accept" in one.acts, "acts": acts, "plans": site.side == "municipality",
        "ics": f"/cases/{ref}/inspections/{one.id}.ics" if one.agreed and one.state == AppointmentState.AGREED else None,
    }  # fmt: skip


def span_words(span: Span, speaker: Speaker) -> str:
    """A time on site: the day, from and to."""
    return f"{speaker.day(span.start)} {speaker.time(span.start)}–{speaker.time(span.end)}"


WORDS: Mapping[str, Text] = {
    "day": _("Day"), "leads": _("Who leads the work"), "cancel": _("Cancel"), "purpose": _("What is to be looked at"),
    "place": _("Where (optional)"), "comes": _("Who else comes (optional)"), "officer": _("Who comes from the municipality"),
    "times": _("Times to choose from"), "from": _c("time", "From"), "to": _c("time", "To"), "remove": _("Remove time"),
    "more": _("Add another time"),
    "inspections": _("Inspections"), "ics": _("Put it into your calendar"), "choose": _("Choose a time"),
    "suggested": _("Suggested times"), "held": _("The inspection was held"), "findings": _("What was found"),
    "missed": _("Why it was not held"), "request": _("Ask for this correction (optional; it goes into the tray)"),
    "reminders": _("Reminders that were sent"),
}  # fmt: skip
