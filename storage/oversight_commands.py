"""The operator's commands for oversight: verify the log, make a platform administrator, list what is due to go, the data map."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Annotated, NoReturn, Protocol

import typer
from rich.progress import Progress

from models.errors import NotThere, PortalError
from models.settings import Settings
from storage.chance import CHANCE
from storage.database import Database
from storage.log import BrokenLink, verify_each
from storage.retention import Retention
from storage.sessions import hashed
from storage.work import Works
from workflows.oversight.platform import end_platform_admin, invite_platform_admin, platform_admins


class Opened(Protocol):
    """What the commands need of an opened portal."""

    @property
    def database(self) -> Database: ...
    @property
    def works(self) -> Works: ...
    @property
    def settings(self) -> Settings: ...


OpenPortal = Callable[[], AbstractContextManager[Opened]]


def add_oversight_commands(cli: typer.Typer, open_portal: OpenPortal, base_url: Callable[[], str]) -> None:
    """Give the command line these commands. `open_portal` opens the portal's database and closes it again."""
    _add_platform_commands(cli, open_portal, base_url)

    @cli.command("verify-log")
    def verify_log() -> None:
        """Read the whole log and say whether every chain in it is whole. Ends with 1 when one is broken."""
        with open_portal() as portal:
            count, broken = _verified(portal.database)
        for fault in broken:
            print(f"broken at number {fault.seq} of {fault.stream}: {fault.fault}")
        if broken:
            raise typer.Exit(1)
        print(f"The log is whole: {count} chains.")

    @cli.command()
    def retention(
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what is due to go; this is all the command does.")] = True,
    ) -> None:
        """List what is due to go, by kind. A running portal lets it go every night."""
        with open_portal() as portal:
            found = Retention(portal.database, portal.works, portal.settings).due(datetime.now(UTC))
        for one in found:
            print(f"{one.name:<20} after {one.days:>4} days {one.count:>8}")


def _add_platform_commands(cli: typer.Typer, open_portal: OpenPortal, base_url: Callable[[], str]) -> None:
    @cli.command("platform-admin")
    def platform_admin(email: str, end: bool = typer.Option(False, "--end", help="Take the role away instead, at once.")) -> None:
        """Print the one-time link that makes somebody an administrator of the portal itself, who sees no cases."""
        token = secrets.token_urlsafe(32)
        with open_portal() as portal:
            if end:
                _end_platform_admin(portal.works, email)
                return
            try:
                work, now = portal.works(writing=True), datetime.now(UTC)
                invite_platform_admin(email, token_hash=hashed(token), work=work, now=now, chance=CHANCE)
            except PortalError as fault:
                _refuse("No link was made:", fault.text.in_english())
        print(f"{base_url()}/invitation/{token}")

    @cli.command("platform-admins")
    def list_platform_admins() -> None:
        """List who administrates the portal itself."""
        with open_portal() as portal:
            for email in platform_admins(work=portal.works(writing=False)):
                print(email)


def _end_platform_admin(works: Works, email: str) -> None:
    try:
        end_platform_admin(email, work=works(writing=True), now=datetime.now(UTC))
    except NotThere:
        _refuse("Nothing was ended:", f"{email} neither administrates the portal nor is invited to; see platform-admins")
    print(f"{email.strip().lower()} no longer administrates the portal.")


def _verified(database: Database) -> tuple[int, list[BrokenLink]]:
    count, broken = 0, []
    with Progress(transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("Reading the log", total=None)
        for _stream, fault in verify_each(database):
            count += 1
            progress.advance(task)
            broken += [fault] if fault else []
    return count, broken


def _refuse(headline: str, *faults: str) -> NoReturn:
    print(headline, *(f"  {fault}" for fault in faults), sep="\n", file=sys.stderr)
    raise typer.Exit(2)
