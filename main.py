"""Starts the portal: settings -> storage -> casework -> ui. The one file that knows all rooms, and the command line.

`serve` is what runs; the other commands are thin calls into the rooms. What is printed here is for operators, in English.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, NoReturn
from urllib.parse import urlsplit

import nicegui
import structlog
import typer
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from models.errors import PortalError
from models.identity_providers import SignInTerms
from models.settings import Settings, SettingsFault, load_settings, unknown_settings
from storage.account_commands import add_account_commands
from storage.chance import CHANCE
from storage.checking import Checker
from storage.condition import condition_of
from storage.database import Database, UnsafeDatabase
from storage.demo import furnish, logins
from storage.demo_cases import seed_cases
from storage.drawn_pages import DrawnPages
from storage.housekeeping import Housekeeping
from storage.identity_providers import Providers, read_providers
from storage.inspection import Inspector
from storage.live import InProcessHub, Presence
from storage.live_between import open_hub
from storage.mail import Mailer, MailServer
from storage.migrations import NewerDatabase, newest_step, step_of, upgrade
from storage.objects import Objects, open_objects
from storage.outbox import Outbox, Postman
from storage.oversight_commands import add_oversight_commands
from storage.proof_files import ProofFiles
from storage.records_workers import records_workers
from storage.registers import JoiningRounds, add_register_command, open_register
from storage.reminding import ReminderRounds
from storage.retention import Retention
from storage.search_filling import SearchFiller, add_search_command
from storage.secret_file import SecretExposed, kept_secret
from storage.sessions import Sessions
from storage.threads import Threads
from storage.work import Works
from ui import check_file
from ui.api.app import build_api
from ui.api.parts import ApiParts
from ui.case_companies import install as install_case_companies
from ui.company import install as install_company
from ui.components.map import use_tiles
from ui.contractor import install as install_contractor
from ui.documents import install as install_documents
from ui.doors import DoorLayer, Keeper, SocketGuard
from ui.doors.files import FileDoor, file_routes
from ui.doors.survey import survey_routes
from ui.faults import broken, not_found, portal_error
from ui.hearing import install as install_hearing
from ui.hearing.routes import statement_routes
from ui.lists import install as install_lists
from ui.login import Desk, account_routes, enter_routes, identity_routes, joining_routes, key_routes
from ui.municipality import install as install_municipality
from ui.municipality.quality.export import quality_export_routes
from ui.municipality.settings.file_routes import rules_file_routes
from ui.notices import install as install_notices
from ui.operations.health import Readiness, install_operations
from ui.operations.logs import set_up_logging
from ui.operations.metrics import Metrics
from ui.operations.requests import RequestLog
from ui.operations.serving import calm_the_collector, open_pages, run_server, stop_on_signal
from ui.oversight import install as install_oversight
from ui.oversight.data_map_page import markdown
from ui.oversight.platform_page import AskHealth, Health
from ui.people import install as install_people
from ui.print.door import ReceiptDoor, receipt_routes
from ui.print.letter_door import LetterDoor, letter_routes
from ui.print.mail import render_mail
from ui.public import prepare_routes
from ui.records import add_records_commands, install_records, printed, records_routes
from ui.site.calendar_file import calendar_routes
from ui.texts import Speaker, in_every_language, known_locale, translate
from ui.theme import install as install_theme
from ui.visit import House, open_house, serve_pages
from workflows.casework.counting import count_missing
from workflows.casework.documents import Limits, judge
from workflows.casework.duties import tell_of_tasks
from workflows.casework.statements import remind_of_statements
from workflows.clocks import day_of
from workflows.ports import FileVerdict

log = structlog.get_logger("portal")
screen = Console()
WIDE_PAPER = 200
cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The contractor portal. Settings are environment variables named PORTAL_*.",
)
WRITERS = 4
"""Threads that write at the same time on PostgreSQL; SQLite has one writer."""
NO_START = (SecretExposed, SettingsFault, UnsafeDatabase, NewerDatabase, SQLAlchemyError, OSError)
"""What may stop a start in ways an operator can mend."""


class Spoken(StrEnum):
    """The languages of what the portal says."""

    nb = "nb"
    nn = "nn"
    en = "en"


@dataclass
class Portal:
    """Everything joined. `closing` runs once after the last request, last joined first."""

    settings: Settings
    secret: str
    metrics: Metrics
    database: Database
    objects: Objects
    threads: Threads
    hub: InProcessHub
    works: Works
    sessions: Sessions
    sign_in: SignInTerms
    closing: list[Callable[[], None]] = field(default_factory=list)

    @property
    def readiness(self) -> Readiness:
        """What `/readyz` tries."""
        probes = {"database": lambda: self.threads.run_writing(self.database.probe), "store": self.objects.probe}
        return Readiness(probes, self._free_disk, hears_others=lambda: self.hub.hears_others)

    def _free_disk(self) -> tuple[int, int]:
        """Of the disk with the data folder or that with the files, whichever has less."""
        usage = shutil.disk_usage(self.settings.data_dir)
        return min((usage.free, usage.total), self.objects.free_space() or (usage.free, usage.total))

    def close(self) -> None:
        """Let go of what was opened, whatever fails on the way."""
        while self.closing:
            try:
                self.closing.pop()()
            except Exception as error:  # the outermost door at stop: the others must still be closed
                log.error("closing_failed", exc_info=error)


def compose(settings: Settings) -> Portal:
    """Open storage, hand it to the use cases and those to the pages. Raises one of `NO_START`."""
    secret = settings.secret.get_secret_value() or kept_secret(settings.data_dir)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    sign_in = read_providers(settings.oidc_file, os.environ, is_production=settings.is_production)
    metrics, database = Metrics(), Database(settings.database_url)
    database.check()
    upgrade(database)
    hub = open_hub(database)
    works, sessions = Works(database, hub, in_every_language), Sessions(database)
    objects = open_objects(settings.store_url)
    if _furnish_or_refuse(settings, database, sessions) and settings.demo_cases:
        seed_cases(works, objects, _now())
    threads = Threads(writers=1 if database.is_sqlite else WRITERS, observe=metrics.database_call)
    metrics.watch("open_pages", "Pages with a living connection", open_pages)
    metrics.watch("queue_depth_reading", "Database reads that wait for a thread", lambda: threads.waiting["reading"])
    metrics.watch("queue_depth_writing", "Database writes that wait for a thread", lambda: threads.waiting["writing"])
    metrics.watch("subscriptions", "Subscriptions of open pages to live news", lambda: hub.listeners)
    metrics.watch("hears_others", "1 while news of other processes arrives, or there are none", lambda: hub.hears_others is not False)
    closing = [database.close, hub.close, threads.close]  # what is written last is still told to other processes
    return Portal(settings, secret, metrics, database, objects, threads, hub, works, sessions, sign_in, closing)


def _furnish_or_refuse(settings: Settings, database: Database, sessions: Sessions) -> bool:
    """Fill a new database when demonstration is on, and say whether it was; never start production on one that was filled so."""
    if settings.demo:
        return furnish(database)
    if settings.is_production and any(sessions.person_by_email(login.email) for login in logins()):
        raise UnsafeDatabase("The database holds the demonstration accounts, and everybody can read their passwords. Start with a new one.")
    return False


@cli.command()
def serve() -> None:
    """Run the portal until it is told to stop."""
    settings = _settings()
    set_up_logging(settings.log_level, settings.log_format)
    portal = _composed(settings)
    stop_on_signal()
    try:
        _install(portal)
        calm_the_collector()
        run_server(settings)
    finally:
        portal.close()
        log.info("stopped")


@cli.command()
def init() -> None:
    """Make the database, or bring it to this version's shape. A start does the same by itself."""
    portal = _composed(_settings())
    screen.print(f"The database stands at step {step_of(portal.database)}.")
    portal.close()


@cli.command()
def demo() -> None:
    """Fill a new database with the demonstration, and print its logins."""
    settings = _settings()
    if not settings.demo:
        _refuse("Nothing was filled:", "demonstration data is switched off by PORTAL_DEMO or PORTAL_ENVIRONMENT")
    _composed(settings).close()
    _print_logins()


@cli.command()
def check(
    file: Annotated[typer.FileBinaryRead, typer.Argument(help="JSON with workflow, municipality, phase and answers; - for stdin.")],
    language: Annotated[Spoken, typer.Option(help="Language of the words.")] = Spoken.nb,
    as_data: Annotated[bool, typer.Option("--json", help="Print every row of the ledger as JSON.")] = False,
) -> None:
    """Tell what a case with the answers of a file would lack. Ends with 0 when nothing does, 1 when something does, 2 for another file."""
    locale = known_locale(language)
    try:
        checked = check_file.check_file(file.read(check_file.MOST_READ), today=day_of(_now()))
    except PortalError as fault:
        _refuse(f"{file.name}:", translate(fault.text, locale))
    if as_data:
        print(json.dumps(check_file.as_json(checked, locale), ensure_ascii=False, indent=2))
    else:
        paper = screen if screen.is_terminal else Console(width=WIDE_PAPER)  # in a file or a pipe nobody wants sentences folded
        for table in check_file.tables(checked, locale):
            paper.print(table)
        paper.print(check_file.verdict(checked, locale), check_file.note(locale), sep="\n", markup=False)
    raise typer.Exit(0 if checked.is_complete else 1)


add_register_command(cli, lambda: closing(_composed(_settings())))
add_search_command(cli, lambda: closing(_composed(_settings())), in_every_language)
add_account_commands(cli, lambda: closing(_composed(_settings())), lambda: load_settings().base_url)
add_oversight_commands(cli, lambda: closing(_composed(_settings())), lambda: load_settings().base_url)
add_records_commands(cli, lambda: closing(_composed(_settings())))


@cli.command("data-map")
def data_map(language: Annotated[Spoken, typer.Option(help="Language of the words.")] = Spoken.nb) -> None:
    """Print what is kept about people, why, for how long and who sees it, as Markdown."""
    print(markdown(Speaker(known_locale(language))))


@cli.command()
def selfcheck() -> None:
    """Try what a start needs, and say what does not work."""
    portal = _composed(_settings())
    parts = asyncio.run(portal.readiness.parts())
    parts["shape of the database"] = "ok" if step_of(portal.database) == newest_step() else "failed"
    portal.close()
    for name, state in sorted(parts.items()):
        screen.print(f"{name}: {state}")
    if "failed" in parts.values():
        raise typer.Exit(1)
    screen.print("The portal can start.")


def _install(portal: Portal) -> None:
    """Add routes and layers to the framework's app; the last layer added is the outermost."""
    app, settings = nicegui.app, portal.settings
    install_operations(app, portal.readiness, portal.metrics, metrics_token=settings.metrics_token.get_secret_value())
    keeper = _open_doors(portal)
    install_theme(app)
    pace, pictures = settings.pages_per_minute, settings.map_origin
    app.add_middleware(DoorLayer, keeper=keeper, broken=broken, anonymous_per_minute=pace, pictures=pictures)
    app.add_middleware(RequestLog, metrics=portal.metrics)
    app.on_startup(lambda: portal.hub.open(asyncio.get_running_loop()))
    app.on_startup(lambda: nicegui.background_tasks.create(portal.metrics.watch_the_loop(), name="loop lag"))
    app.on_startup(lambda: _greet(settings, step_of(portal.database)))


def _open_doors(portal: Portal) -> Keeper:
    """Sessions, sockets, login, files and pages on the framework's app; returns who keeps the doors."""
    app, settings, threads = nicegui.app, portal.settings, portal.threads
    idle, absolute = timedelta(minutes=settings.session_idle_minutes), timedelta(minutes=settings.session_absolute_minutes)
    keeper = Keeper(
        portal.sessions, threads.run_reading, threads.run_writing, _now, settings.base_url, settings.extra_origins, idle, absolute
    )
    guard = SocketGuard(keeper)
    guard.install()
    house = House(keeper, guard, portal.works, threads.run_reading, threads.run_writing, portal.hub, CHANCE, _now, portal.metrics.saves.inc)
    house.max_file_mb, house.presence = settings.max_file_mb, Presence(seconds=settings.session_idle_minutes * 60)
    open_house(house)
    window = timedelta(minutes=settings.login_window_minutes)
    secret, codes = portal.secret, settings.staff_totp == "required"
    desk = Desk(
        keeper, secret, codes, settings.login_tries_per_account, settings.login_tries_per_address, window, settings.password_min_length
    )
    limits = Limits(settings.max_files_per_case, settings.max_case_mb * 1_000_000)
    door = FileDoor(portal.objects, limits, settings.max_file_mb, portal.metrics.received_file)
    receipts, records = ReceiptDoor(), install_records(portal.objects, settings, portal.secret)
    house.extras["mails"] = bool(settings.smtp_host)
    register, proofs = open_register(portal.database, settings.register_url, settings.register_timeout_seconds), ProofFiles(portal.objects)
    providers = Providers(portal.sign_in)
    portal.closing += [register.close, providers.close]
    joining = install_company(desk, register, proofs, has_mail=bool(settings.smtp_host), is_demo=settings.demo)
    rounds = JoiningRounds(portal.works, threads, register, asks_register=not settings.demo)
    login = (enter_routes(desk), account_routes(desk), joining_routes(desk, house), identity_routes(desk, house, providers), *joining)
    login = (*login, key_routes(house), records_routes(records), *install_oversight(desk, _health(portal)), quality_export_routes())
    doors = (survey_routes(), calendar_routes(), letter_routes(LetterDoor()), *install_lists(), file_routes(door), receipt_routes(receipts))
    for routes in (*login, prepare_routes(), rules_file_routes(), statement_routes(proofs), *doors):
        app.include_router(routes)
    app.mount("/api/v1", build_api(ApiParts(house, door, receipts, records, portal.sessions.api_actor)))
    use_tiles(settings.map_tiles, settings.map_attribution)
    install_documents(DrawnPages(portal.objects))
    pages = (install_contractor, install_municipality, install_notices, install_hearing, install_people, install_case_companies)
    for install in (*pages, serve_pages):
        install()
    app.add_exception_handler(404, not_found)
    app.add_exception_handler(PortalError, portal_error)
    app.on_startup(lambda: nicegui.background_tasks.create(guard.watch(), name="sessions of open sockets"))
    app.on_startup(lambda: nicegui.background_tasks.create(_checker(portal).run(), name="check files"))
    app.on_startup(lambda: nicegui.background_tasks.create(_housekeeping(portal).run(), name="tidy"))
    app.on_startup(lambda: nicegui.background_tasks.create(_postman(portal).run(), name="tell people"))
    app.on_startup(lambda: nicegui.background_tasks.create(rounds.run(), name="companies"))
    app.on_startup(lambda: nicegui.background_tasks.create(ReminderRounds(portal.works, threads).run(), name="reminders"))
    app.on_startup(lambda: nicegui.background_tasks.create(SearchFiller(portal.database, threads, in_every_language).run(), name="search"))
    app.on_startup(records_workers(portal, printed))
    app.on_shutdown(proofs.close)
    return keeper


def _health(portal: Portal) -> AskHealth:
    """How the portal stands, for its administrator's page."""

    async def ask() -> Health:
        known = await portal.threads.run_reading(condition_of, portal.database)
        free, _total = portal.readiness.free_disk() or (0, 0)
        return Health(parts=await portal.readiness.parts(), free_gb=free / 1e9, **dataclasses.asdict(known))

    return ask


def _checker(portal: Portal) -> Checker:
    """Looks at uploaded files; its verdicts are written by the use case."""

    def write(case_id: str, document_id: str, verdict: FileVerdict) -> None:
        judge(case_id, document_id, verdict, work=portal.works(writing=True), now=_now())

    return Checker(portal.works, portal.threads, portal.objects, portal.hub, Inspector(), write)


def _housekeeping(portal: Portal) -> Housekeeping:
    longest = timedelta(minutes=portal.settings.session_absolute_minutes)

    async def begin_day(now: datetime) -> None:
        """Tasks that open are told of; what is due to go goes."""
        await portal.threads.run_writing(tell_of_tasks, work=portal.works(writing=True), now=now, chance=CHANCE)
        counted = ""
        while counted := await portal.threads.run_writing(count_missing, counted, work=portal.works(writing=True)):
            log.info("old_cases_counted", up_to=counted)
        await portal.threads.run_writing(remind_of_statements, work=portal.works(writing=True), now=now, chance=CHANCE)
        await Retention(portal.database, portal.works, portal.settings).run(portal.threads, now)

    return Housekeeping(portal.database, portal.objects, portal.sessions, portal.threads, longest, begin_day)


def _postman(portal: Portal) -> Postman:
    """Turns what was left in the outbox into notices and mails, in each receiver's words."""
    settings = portal.settings
    host = urlsplit(settings.base_url).hostname or "portal.invalid"
    outbox = Outbox(portal.database, host=host, with_mail=bool(settings.smtp_host))
    server = MailServer(
        settings.smtp_host, settings.smtp_port, settings.smtp_from, settings.smtp_from_name, settings.smtp_user,
        settings.smtp_password.get_secret_value(), settings.smtp_security, settings.smtp_timeout_seconds,
    )  # fmt: skip
    mailer = Mailer(server, lambda mail: render_mail(mail, settings.base_url)) if settings.smtp_host else None
    postman = Postman(outbox, mailer, portal.threads, portal.hub)
    portal.metrics.watch("mails_waiting", "Mails that have not left", lambda: postman.waiting)
    portal.metrics.watch("mails_given_up", "Mails no server would take", lambda: postman.given_up)
    return postman


def _now() -> datetime:
    return datetime.now(UTC)


def _greet(settings: Settings, step: str | None) -> None:
    log.info("started", address=settings.base_url, environment=settings.environment, demo=settings.demo, database_step=step)
    screen.print(f"\nThe portal answers at [bold]{settings.base_url}[/bold] (stop with Ctrl+C).\n")
    if not settings.demo:
        return
    _print_logins()
    if settings.is_reachable_from_outside:
        screen.print("[bold red]Everybody who reaches this machine can use the demonstration logins.[/bold red]\n")


def _print_logins() -> None:
    """One line each, whatever the width of the terminal: they are there to be copied."""
    print("Demonstration logins:")
    for login in logins():
        print(f"  {login.email:<27} {login.role:<19} {login.tenant:<28} {login.password}")


def _settings() -> Settings:
    for warning in unknown_settings(os.environ):
        print(warning, file=sys.stderr)
    try:
        return load_settings()
    except SettingsFault as fault:
        _refuse("The settings do not allow a start:", *fault.faults)


def _composed(settings: Settings) -> Portal:
    try:
        return compose(settings)
    except NO_START as fault:
        _refuse("The portal does not start:", _for_operators(fault))


def _for_operators(fault: Exception) -> str:
    """Our own faults say what to do; those of the database's driver say where, which may hold a password, so only their type is told."""
    if isinstance(fault, SQLAlchemyError):
        return f"The database does not answer ({type(fault).__name__}). Look at PORTAL_DATABASE_URL and whether the server runs."
    return str(fault)


def _refuse(headline: str, *faults: str) -> NoReturn:
    print(headline, *(f"  {fault}" for fault in faults), sep="\n", file=sys.stderr)
    raise typer.Exit(2)


if __name__ == "__main__":
    cli()
