"""Where every tenant query begins: statements that hold the tenant's rights, and the guard over what one unit of work has reached.

The first wall is the statement, the second the guard: rows that hang on a case are handed out only after the case itself was reached
within a scope (or by the machine). No other module of this room selects cases or members by itself; a test parses the folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    Subquery,
    Table,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from models.actor import Scope
from models.base import Phase, Role, Status
from models.boards import CaseSearch
from models.case import Case, Event, Snapshot
from models.correspondence import Decision, Message
from models.delegation import ACTIVE, APPROVED, INVITED, OPEN_HANDOVER, Cowork, Handover
from models.errors import NotThere
from models.hearing import Mention
from models.parties import Company, Membership, Municipality, Person
from models.quality import PartFact
from models.statements import GIVEN, READABLE, Statement, StatementFile
from models.tasks import Task
from storage.rows import table_of

CASE, PERSON, MEMBERSHIP = table_of(Case), table_of(Person), table_of(Membership)
COMPANY, MUNICIPALITY = table_of(Company), table_of(Municipality)
SNAPSHOT, DECISION, EVENT, TASK = table_of(Snapshot), table_of(Decision), table_of(Event), table_of(Task)
COWORK, HANDOVER = table_of(Cowork), table_of(Handover)
PART = table_of(PartFact)
SEARCH = table_of(CaseSearch)
MENTION, MESSAGE = table_of(Mention), table_of(Message)
STATEMENT, FILE_OF_STATEMENT = table_of(Statement), table_of(StatementFile)
ADMINS = (Role.COMPANY_ADMIN, Role.MUNICIPALITY_ADMIN)
OVER = (Status.COMPLETED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED)


def within(scope: Scope) -> ColumnElement[bool]:
    """The rows of `case` a tenant may reach: a company its own and those it works on, a municipality those that were sent to it."""
    return _within(scope.company_id is not None, tenant_of(scope))


def arms_within(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """The same as ways that exclude one another, for lists that walk an index: a company's own cases, and those it works on."""
    return _arms(scope.company_id is not None, tenant_of(scope))


def owned(scope: Scope) -> ColumnElement[bool]:
    """The rows of `case` that are a tenant's own, without those it only works on."""
    return CASE.c.company_id == scope.company_id if scope.company_id else within(scope)


def tenant_of(scope: Scope) -> str | None:
    """The id of the company or the municipality."""
    return scope.company_id or scope.municipality_id


def of_tenant(scope: Scope, table: Table) -> ColumnElement[bool]:
    """The rows of a table with `company_id` and `municipality_id` that are a tenant's own."""
    column: ColumnElement[str] = table.c.company_id if scope.company_id else table.c.municipality_id
    return column == tenant_of(scope)


@cache
def case_by_ref(is_company: bool, *, lock: bool) -> Select[Any]:
    """One case by `ref` within a `tenant`, both to be given as parameters; locked for the rest of the transaction where asked."""
    statement = select(CASE).where(_within(is_company, bindparam("tenant")), CASE.c.ref == bindparam("ref"))
    return statement.with_for_update() if lock else statement


@cache
def case_by_id(*, lock: bool) -> Select[Any]:
    """One case by `id` whoever owns it: for the machine and for jobs only."""
    statement = select(CASE).where(CASE.c.id == bindparam("id"))
    return statement.with_for_update() if lock else statement


def members_within(scope: Scope) -> Select[Any]:
    """All columns of active people of a tenant, then those of their membership, by name."""
    own = MEMBERSHIP.c.company_id == scope.company_id if scope.company_id else MEMBERSHIP.c.municipality_id == scope.municipality_id
    statement = select(PERSON, MEMBERSHIP).join(MEMBERSHIP, MEMBERSHIP.c.person_id == PERSON.c.id)
    return statement.where(own, MEMBERSHIP.c.active, PERSON.c.disabled.is_(False)).order_by(PERSON.c.name, PERSON.c.id)


def roles_of_person(person_id: str) -> Select[Any]:
    """All columns of one person's own active memberships in the order they were made, then the municipality's number as `of_town`.

    For signing in, before there is a tenant to act in.
    """
    statement = select(MEMBERSHIP, MUNICIPALITY.c.number.label("of_town"))
    statement = statement.outerjoin(MUNICIPALITY, MUNICIPALITY.c.id == MEMBERSHIP.c.municipality_id)
    return statement.where(MEMBERSHIP.c.person_id == person_id, MEMBERSHIP.c.active.is_(True)).order_by(MEMBERSHIP.c.id)


def figures_within(scope: Scope, company_ids: Sequence[str]) -> Select[Any]:
    """For each of these companies its cases within the scope: open, finished, approved applications, and those accepted as first sent."""
    sendings = (
        select(func.count()).where(SNAPSHOT.c.case_id == CASE.c.id, SNAPSHOT.c.phase == Phase.APPLICATION).correlate(CASE).scalar_subquery()
    )
    approved = exists().where(DECISION.c.case_id == CASE.c.id, DECISION.c.phase == Phase.APPLICATION, DECISION.c.outcome == "approved")
    over, sent = CASE.c.status.in_(OVER), CASE.c.submitted_at.is_not(None)
    counted = [
        func.sum(case((condition, 1), else_=0)).label(name)
        for name, condition in (
            ("open", and_(sent, ~over)),
            ("finished", and_(sent, over)),
            ("decided", approved),
            ("first_time", and_(approved, sendings == 1)),
        )
    ]
    return select(CASE.c.company_id, *counted).where(within(scope), CASE.c.company_id.in_(company_ids)).group_by(CASE.c.company_id)


@cache
def lately_sent(*, in_one: bool) -> Select[Any]:
    """For counting alone: ids of the newest `most` cases of a workflow sent `since`, of one municipality or of all, whoever owns them."""
    which = [CASE.c.workflow == bindparam("of_workflow"), CASE.c.submitted_at.is_not(None), CASE.c.submitted_at >= bindparam("since")]
    which += [CASE.c.municipality_id == bindparam("of_municipality")] if in_one else []
    return select(CASE.c.id).where(*which).order_by(CASE.c.submitted_at.desc()).limit(bindparam("most"))


def unfinished_of(company_id: str, municipality_id: str | None) -> Select[Any]:
    """For the machine: a company's cases that are not over, as what open pages need to hear that their surroundings changed."""
    columns = (CASE.c.id, CASE.c.ref, CASE.c.version, CASE.c.assignee_id, CASE.c.submitted_at)
    which = [owned(Scope(company_id=company_id)), CASE.c.status.not_in(OVER)]
    which += [CASE.c.municipality_id == municipality_id] if municipality_id else []
    return select(*columns).where(*which).order_by(CASE.c.id)


def wrongly_marked(after: str, limit: int) -> Select[Any]:
    """For the machine: ids, those after one, of sent cases that are not over and whose log tells of their company what is no longer so.

    Begins with the few companies that are gone or once were: those have it in their own log.
    """
    went = exists().where(EVENT.c.stream == "company:" + COMPANY.c.id, EVENT.c.kind == "register_suspended")
    which = (CASE.c.id > after, CASE.c.submitted_at.is_not(None), CASE.c.status.not_in(OVER), or_(COMPANY.c.gone != "", went))
    wanted = case((COMPANY.c.gone != "", "company_gone"), else_="company_back")
    told = func.coalesce(_last_mark(CASE.c.id).scalar_subquery(), "company_back")
    statement = select(CASE.c.id).join(COMPANY, COMPANY.c.id == CASE.c.company_id).where(*which, told != wanted)
    return statement.order_by(CASE.c.id).limit(limit)


def last_mark(case_id: str) -> Select[Any]:
    """For the machine: what the log of a case that was opened told last of its company's end or return."""
    return _last_mark(case_id)


def _last_mark(case_id: Any) -> Select[Any]:
    told = (EVENT.c.case_id == case_id, EVENT.c.kind.in_(("company_gone", "company_back")))
    return select(EVENT.c.kind).where(*told).order_by(EVENT.c.seq.desc()).limit(1)


def tasks_with_cases(page: Subquery) -> Select[Any]:
    """All columns of the tasks on a page, then what names their cases; a task lies in the municipality its case was sent to."""
    named = (CASE.c.ref, CASE.c.number, CASE.c.address, CASE.c.property_key, COMPANY.c.name.label("company"), page.c.segment, page.c.key)
    statement = select(TASK, *named).join(page, page.c.id == TASK.c.id).join(CASE, CASE.c.id == TASK.c.case_id)
    return statement.join(COMPANY, COMPANY.c.id == CASE.c.company_id)


def parts_with_cases(page: Subquery, scope: Scope) -> Select[Any]:
    """All columns of the counted parts on a page, then what names their cases, which must lie within the scope."""
    named = (CASE.c.ref, CASE.c.number, CASE.c.address, CASE.c.property_key, COMPANY.c.name, COMPANY.c.organisation_number)
    statement = select(PART, *named, page.c.segment, page.c.key).join(page, page.c.id == PART.c.id)
    statement = statement.join(CASE, CASE.c.id == PART.c.case_id).join(COMPANY, COMPANY.c.id == PART.c.company_id)
    return statement.where(within(scope))


def sent_and_not_counted(after: str, limit: int) -> Select[Any]:
    """For the machine: ids, those after one, of cases that were sent and have no counted part."""
    counted, kept = exists().where(PART.c.case_id == CASE.c.id), exists().where(SNAPSHOT.c.case_id == CASE.c.id)
    which = (CASE.c.id > after, CASE.c.submitted_at.is_not(None), ~counted, kept)
    return select(CASE.c.id).where(*which).order_by(CASE.c.id).limit(limit)


def responsible_within(scope: Scope, case_ids: Sequence[str]) -> Select[Any]:
    """Of these cases, those within the scope: id, person id and name of who is responsible, id of the municipality."""
    statement = select(CASE.c.id, PERSON.c.id, PERSON.c.name, CASE.c.municipality_id).join(PERSON, PERSON.c.id == CASE.c.created_by)
    return statement.where(within(scope), CASE.c.id.in_(case_ids))


def nearby_cases(scope: Scope, ids: Sequence[str]) -> Select[Any]:
    """What earlier cases nearby are told by, those within the scope, each once for every decision in it, in order."""
    columns = (
        CASE.c.id, CASE.c.ref, CASE.c.number, CASE.c.workflow, CASE.c.address, CASE.c.property_key, COMPANY.c.name.label("company"),
        CASE.c.phase, CASE.c.status, CASE.c.submitted_at, DECISION.c.phase.label("decided_phase"), DECISION.c.outcome, DECISION.c.reason,
        DECISION.c.conditions, DECISION.c.decided_at,
    )  # fmt: skip
    statement = select(*columns).join(COMPANY, COMPANY.c.id == CASE.c.company_id).outerjoin(DECISION, DECISION.c.case_id == CASE.c.id)
    return statement.where(within(scope), CASE.c.id.in_(ids)).order_by(DECISION.c.decided_at)


def events_within(scope: Scope) -> list[ColumnElement[bool]]:
    """The events of the log a tenant may read: a municipality its own without drafts never sent, a company what its people did."""
    if scope.company_id:
        ours = exists().where(MEMBERSHIP.c.company_id == scope.company_id, MEMBERSHIP.c.person_id == EVENT.c.actor_id)
        return [EVENT.c.company_id == scope.company_id, ours]
    sent = exists().where(CASE.c.id == EVENT.c.case_id, within(scope))
    return [EVENT.c.municipality_id == scope.municipality_id, or_(EVENT.c.case_id.is_(None), sent)]


def cases_named(scope: Scope, words: str) -> Select[Any]:
    """Ids of the cases within the scope whose number holds these words."""
    return select(CASE.c.id).where(within(scope), CASE.c.number.contains(words, autoescape=True))


def case_names(scope: Scope, ids: Sequence[str]) -> Select[Any]:
    """Id, ref and number of these cases, those within the scope."""
    return select(CASE.c.id, CASE.c.ref, CASE.c.number).where(within(scope), CASE.c.id.in_(ids))


def case_by_number(number: str) -> Select[Any]:
    """One case that was sent, whoever's it is: for breaking the glass alone."""
    return select(CASE).where(CASE.c.number == number, CASE.c.submitted_at.is_not(None))


def with_case_names(table: Table, *more: ColumnElement[Any]) -> Select[Any]:
    """Rows of a table with `case_id`, and these columns, each with the ref and number of its case; to be narrowed to one tenant."""
    return select(table, *more, CASE.c.ref, CASE.c.number).select_from(table).join(CASE, CASE.c.id == table.c.case_id)


def cases_of_glasses(glasses: Table) -> Select[Any]:
    """Leaves to read a case, each with its case; to be narrowed to one person."""
    return select(glasses, CASE).join(CASE, CASE.c.id == glasses.c.case_id)


def open_cases_anywhere(person_id: str) -> Select[Any]:
    """For erasing a person: how many cases that are not over are theirs, on either side."""
    theirs = or_(CASE.c.created_by == person_id, CASE.c.assignee_id == person_id)
    return select(func.count()).select_from(CASE).where(theirs, CASE.c.status.not_in(OVER))


def cases_made_by(person_id: str) -> Select[Any]:
    """For a person's own data: the cases they started, as number and what stands in lists."""
    columns = (CASE.c.number, CASE.c.workflow, CASE.c.status, CASE.c.created_at)
    return select(*columns).where(CASE.c.created_by == person_id).order_by(CASE.c.id)


def cases_near(person_id: str, companies: Sequence[str], towns: Sequence[str]) -> Select[Any]:
    """For erasing a person: ids of the cases that are theirs or within these companies and municipalities, where they act or acted."""
    scopes = [Scope(company_id=one) for one in companies] + [Scope(municipality_id=one) for one in towns]
    theirs = (CASE.c.created_by == person_id, CASE.c.assignee_id == person_id)
    asked = select(STATEMENT.c.case_id).where(STATEMENT.c.person_id == person_id)
    return select(CASE.c.id).where(or_(*theirs, CASE.c.id.in_(asked), *map(within, scopes)))


def colleagues(companies: Sequence[str], towns: Sequence[str]) -> Select[Any]:
    """For erasing a person: ids of everybody who acts or acted for these companies and municipalities."""
    return select(MEMBERSHIP.c.person_id).where(or_(MEMBERSHIP.c.company_id.in_(companies), MEMBERSHIP.c.municipality_id.in_(towns)))


def drafts_left(before: datetime) -> Select[Any]:
    """For the machine: drafts never sent to which nothing was done since but a warning, the oldest first."""
    touched = exists().where(EVENT.c.case_id == CASE.c.id, EVENT.c.at >= before, EVENT.c.kind != "draft_warned")
    left = (CASE.c.submitted_at.is_(None), CASE.c.status == Status.DRAFT, CASE.c.created_at < before, ~touched)
    return select(CASE).where(*left).order_by(CASE.c.created_at, CASE.c.id)


def cases_to_look_at(today: date, after: str) -> Select[Any]:
    """For the machine: ids of the cases whose day to be looked at has come, whoever owns them, in order of id."""
    return select(CASE.c.id).where(CASE.c.look_on <= today, CASE.c.id > after).order_by(CASE.c.id)


def look_at(case_id: str, on: date | None, due_on: date | None) -> Update:
    """For the machine: the next day to look at a case that was opened, and the day that lists show; its version stays."""
    return update(CASE).where(CASE.c.id == case_id).values(look_on=on, due_on=due_on)


def look_at_open(municipality_id: str, today: date) -> Update:
    """For the machine: every case of a municipality that is not over is looked at today."""
    return update(CASE).where(CASE.c.municipality_id == municipality_id, CASE.c.status.not_in(OVER)).values(look_on=today)


def _within(is_company: bool, tenant: Any) -> ColumnElement[bool]:
    return or_(*_arms(is_company, tenant))


def _arms(is_company: bool, tenant: Any) -> tuple[ColumnElement[bool], ...]:
    if is_company:
        worked_on = select(COWORK.c.case_id).where(COWORK.c.company_id == tenant, COWORK.c.state == ACTIVE)
        return CASE.c.company_id == tenant, and_(CASE.c.id.in_(worked_on), CASE.c.company_id != tenant)
    return (and_(CASE.c.municipality_id == tenant, CASE.c.submitted_at.is_not(None)),)


def within_listed(scope: Scope) -> ColumnElement[bool]:
    """The same as `within` for statements that begin with a list of ids: as an expression no index offers itself for.

    Without it SQLite walks the whole municipality and asks the list about each case (4 s at 100,000).
    """
    return case((within(scope), 1), else_=0) == 1


def cases_listed(scope: Scope, listed: FromClause) -> Select[Any]:
    """Those of the cases whose ids stand in the column `value` of `listed` that lie within the scope."""
    return select(CASE.c.id).where(CASE.c.id.in_(select(listed.c.value)), within_listed(scope))


def shared_found(company_id: str, hits: FromClause, which: ColumnElement[bool]) -> Select[Any]:
    """Ids of the cases of others that a company works on and whose words are `which`; `hits` is `case_search` and what it is joined to."""
    worked_on = (COWORK.c.company_id == company_id, COWORK.c.state == ACTIVE)
    return select(SEARCH.c.case_id).select_from(hits.join(COWORK, COWORK.c.case_id == SEARCH.c.case_id)).where(which, *worked_on)


def number_of_case() -> ScalarSelect[Any]:
    """The number under which the words of the case in hand are kept."""
    return select(SEARCH.c.n).where(SEARCH.c.case_id == CASE.c.id).correlate(CASE).scalar_subquery()


def words_of_case() -> ScalarSelect[Any]:
    """The words of the case in hand, as PostgreSQL keeps them."""
    return select(SEARCH.c.words).where(SEARCH.c.case_id == CASE.c.id).correlate(CASE).scalar_subquery()


def offered_to(company_id: str) -> ColumnElement[bool]:
    """The rows of `case` a company is asked to work on or to take over, and has not answered for good."""
    asked = select(COWORK.c.case_id).where(COWORK.c.company_id == company_id, COWORK.c.state == INVITED)
    handed = select(HANDOVER.c.case_id).where(HANDOVER.c.to_company_id == company_id, HANDOVER.c.state.in_(OPEN_HANDOVER))
    return and_(or_(CASE.c.id.in_(asked), CASE.c.id.in_(handed)), CASE.c.status.not_in(OVER))


def handed_over_by(company_id: str) -> ColumnElement[bool]:
    """The rows of `case` a company was responsible for and is no longer; it reads what it did, and nothing after."""
    passed = select(HANDOVER.c.case_id).where(HANDOVER.c.from_company_id == company_id, HANDOVER.c.state == APPROVED)
    return CASE.c.id.in_(passed)


def named_cases(which: ColumnElement[bool]) -> Select[Any]:
    """What a case is called, whose it is and where it lies; not what is in it."""
    names = (COMPANY.c.name.label("company"), MUNICIPALITY.c.name.label("municipality"))
    columns = (CASE.c.id, CASE.c.ref, CASE.c.number, CASE.c.workflow, CASE.c.address, CASE.c.property_key, CASE.c.title)
    statement = select(*columns, *names).join(COMPANY, COMPANY.c.id == CASE.c.company_id)
    return statement.join(MUNICIPALITY, MUNICIPALITY.c.id == CASE.c.municipality_id).where(which).order_by(CASE.c.number)


def named_past(company_id: str) -> Select[Any]:
    """The cases a company has handed over, as they were called then: what became of them since is not its business. The last time last."""
    then = (HANDOVER.c.frozen[name].as_string().label(name) for name in ("address", "property_key", "title"))
    names = (COMPANY.c.name.label("company"), MUNICIPALITY.c.name.label("municipality"))
    statement = select(CASE.c.id, CASE.c.ref, CASE.c.number, CASE.c.workflow, *then, *names)
    statement = statement.join(HANDOVER, HANDOVER.c.case_id == CASE.c.id).join(COMPANY, COMPANY.c.id == HANDOVER.c.to_company_id)
    which = (HANDOVER.c.from_company_id == company_id, HANDOVER.c.state == APPROVED, CASE.c.company_id != company_id)
    return statement.join(MUNICIPALITY, MUNICIPALITY.c.id == CASE.c.municipality_id).where(*which).order_by(HANDOVER.c.closed_at)


def cases_where(which: ColumnElement[bool], ref: str, *, lock: bool = False) -> Select[Any]:
    """The case with this `ref`, if it is among these."""
    statement = select(CASE).where(which, CASE.c.ref == ref)
    return statement.with_for_update() if lock else statement


def mentions_within(scope: Scope, person_id: str) -> Select[Any]:
    """Notes on cases of a municipality that name somebody, the newest first: what the case is called, and the note."""
    named = (CASE.c.ref, CASE.c.number, CASE.c.address, CASE.c.property_key)
    statement = select(*named, MESSAGE.c.id, MESSAGE.c.at, MESSAGE.c.author_id, MESSAGE.c.body)
    statement = (
        statement.select_from(MENTION).join(MESSAGE, MESSAGE.c.id == MENTION.c.message_id).join(CASE, CASE.c.id == MENTION.c.case_id)
    )
    which = (MENTION.c.person_id == person_id, MENTION.c.municipality_id == scope.municipality_id, within(scope))
    return statement.where(*which).order_by(MENTION.c.at.desc(), MENTION.c.message_id.desc())


def asked_now(person_id: str, municipality_id: str | None, now: datetime) -> ColumnElement[bool]:
    """The statements somebody is asked for and may read: staff those of their municipality, outside experts (no municipality) until the
    day their access ends and only while the case is not over. This, and nothing else, opens a case to an expert."""
    which = [STATEMENT.c.person_id == person_id, STATEMENT.c.state.in_(READABLE)]
    if municipality_id is not None:
        return and_(*which, STATEMENT.c.is_outside.is_(False), STATEMENT.c.municipality_id == municipality_id)
    return and_(*which, STATEMENT.c.is_outside.is_(True), STATEMENT.c.expires_at > now, CASE.c.status.not_in(OVER))


def asked_cases(which: ColumnElement[bool], *, whole: bool = False, lock: bool = False) -> Select[Any]:
    """All columns of these statements with what their case is called, those that wait first; or with the `whole` case."""
    if whole:
        statement = select(STATEMENT, CASE).join(CASE, CASE.c.id == STATEMENT.c.case_id).where(which)
        return statement.with_for_update() if lock else statement
    named = (CASE.c.number, CASE.c.workflow, CASE.c.address, CASE.c.property_key, MUNICIPALITY.c.name.label("municipality"))
    statement = select(STATEMENT, *named).join(CASE, CASE.c.id == STATEMENT.c.case_id)
    statement = statement.join(MUNICIPALITY, MUNICIPALITY.c.id == STATEMENT.c.municipality_id).where(which)
    return statement.order_by(case((STATEMENT.c.state == GIVEN, 1), else_=0), STATEMENT.c.due_on, STATEMENT.c.id)


def members_of(company_ids: Sequence[str], person_ids: Sequence[str]) -> Select[Any]:
    """Which of these people act, or acted, for which of these companies: person, company, its name."""
    statement = select(MEMBERSHIP.c.person_id, COMPANY.c.id, COMPANY.c.name).join(COMPANY, COMPANY.c.id == MEMBERSHIP.c.company_id)
    return statement.where(COMPANY.c.id.in_(company_ids), MEMBERSHIP.c.person_id.in_(person_ids))


class Reach:
    """The cases one unit of work has rightly got hold of."""

    def __init__(self) -> None:
        self._admitted: set[str] = set()

    def admit(self, *case_ids: str) -> None:
        """These cases were reached within a scope, made here, or opened by the machine."""
        self._admitted.update(case_ids)

    def demand(self, case_id: str) -> str:
        """The id, if its case was reached before. Raises NotThere otherwise, as for a case that does not exist."""
        if case_id not in self._admitted:
            raise NotThere()
        return case_id

    def forget(self) -> None:
        """A new transaction knows nothing."""
        self._admitted.clear()
