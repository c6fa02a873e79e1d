"""For programs: what sending the tray would do, notes that name the key's person, and how often more is asked for than the rules do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.routing import APIRouter
from pydantic import BaseModel

from models.text import Text
from ui.api.answers import request_out
from ui.api.doing import parts_of
from ui.api.keys import Caller
from ui.api.problems import locale_of
from ui.api.schemas import RequestOut
from ui.api.strict import StrictRoute
from ui.texts import Speaker, known_locale, translate
from workflows.casework.demands import extra_demands
from workflows.casework.mentioning import my_mentions
from workflows.casework.tray_sending import SendingPreview, preview_requests
from workflows.notices.telling import letter_of

Ref = Annotated[str, Path(max_length=64, description="The case's public reference.")]
routes = APIRouter(route_class=StrictRoute)


class MailOut(BaseModel):
    """A mail that would be made: to whom, when it leaves (`instant`, `daily`, `off`), and what it says in its receiver's language."""

    name: str
    how: str
    language: str
    subject: str
    lines: list[str]


class PreviewOut(BaseModel):
    """What sending the tray now would do. `remarks` are warnings by request id; `seen_version` goes back with `send_requests`."""

    due: date
    status: str
    requests: list[RequestOut]
    mails: list[MailOut]
    remarks: dict[str, list[str]]
    extra_demands: int
    seen_version: int


class MentionOut(BaseModel):
    """One note that names the key's person."""

    ref: str
    number: str
    place: str
    note: str
    at: datetime
    author: str
    words: str


class MentionList(BaseModel):
    """The newest notes that name the key's person."""

    mentions: list[MentionOut]


class DemandOut(BaseModel):
    """One kind of case: extra demands, free questions, and in how many cases."""

    workflow: str
    demands: int
    questions: int
    cases: int


class DemandList(BaseModel):
    """Extra demands by kind of case."""

    demands: list[DemandOut]


@routes.get("/cases/{ref}/requests/preview")
async def show_preview(request: Request, actor: Caller, ref: Ref, due: date | None = None) -> PreviewOut:
    """What the contractor will see when the tray is sent, made by the sending itself and undone."""
    here, locale = parts_of(request).house, locale_of(request)
    found: SendingPreview = await here.run_writing(
        lambda: preview_requests(ref, due=due, actor=actor, work=here.open_work(writing=True), now=here.now(), chance=here.chance)
    )

    def t(words: Text) -> str:
        return translate(words, locale)

    return PreviewOut(
        due=found.due, status=str(found.home.head.status), extra_demands=found.extra_demands, seen_version=found.seen_version,
        requests=[request_out(one, t) for one in found.home.requests if one.state == "sent"],
        mails=[_mail(one) for one in found.told], remarks={id_: [t(one) for one in said] for id_, said in found.remarks.items()},
    )  # fmt: skip


@routes.get("/mentions")
async def list_mentions(request: Request, actor: Caller) -> MentionList:
    """Notes that name the key's person, the newest first."""
    here = parts_of(request).house
    found = await here.run_reading(lambda: my_mentions(actor=actor, work=here.open_work(writing=False), now=here.now()))
    told = [
        MentionOut(
            ref=one.case_ref, number=one.case_number, place=one.place, note=one.message_id, at=one.at, author=one.author, words=one.words
        )
        for one in found
    ]
    return MentionList(mentions=told)


@routes.get("/extra-demands")
async def list_demands(
    request: Request,
    actor: Caller,
    since: Annotated[datetime | None, Query(description="With a time zone; a year ago unless given.")] = None,
    until: datetime | None = None,
) -> DemandList:
    """How often the municipality asked for more than its rules do, by kind of case and never by officer."""
    here = parts_of(request).house
    found = await here.run_reading(lambda: extra_demands(since, until, actor=actor, work=here.open_work(writing=False), now=here.now()))
    return DemandList(
        demands=[DemandOut(workflow=one.workflow, demands=one.demands, questions=one.questions, cases=one.cases) for one in found]
    )


def _mail(one: Any) -> MailOut:
    letter, t = letter_of([one.line]), Speaker(known_locale(one.language))
    lines = [t(words) for line in letter.lines for words in (line.said, *line.more)] if letter else []
    return MailOut(name=one.name, how=one.how, language=one.language, subject=t(letter.subject) if letter else "", lines=lines)
