"""The operator's commands for accounts: keys, codes of a lost phone, and the link a municipality's first administrator begins with."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Annotated, NoReturn, Protocol

import typer

from models.errors import NotThere, PortalError
from storage.chance import CHANCE
from storage.sessions import Sessions, hashed
from storage.work import Works
from workflows.access import resetting
from workflows.access.people import invite_first_admin
from workflows.policy import MATRIX


class Opened(Protocol):
    """What the commands need of an opened portal."""

    @property
    def sessions(self) -> Sessions: ...
    @property
    def works(self) -> Works: ...


OpenPortal = Callable[[], AbstractContextManager[Opened]]
Actions = Annotated[list[str] | None, typer.Option(help="Limit it to this action; can be given again. Without: all the role gives.")]


def add_account_commands(cli: typer.Typer, open_portal: OpenPortal, base_url: Callable[[], str]) -> None:
    """Give the command line the commands of accounts. `open_portal` opens the portal's database and closes it again."""

    @cli.command("api-key")
    def api_key(
        email: str,
        name: str = typer.Option("command line", help="What the key is for, shown in the list of keys."),
        days: int = typer.Option(365, min=1, max=365, help="How long it shall work."),
        may: Actions = None,
    ) -> None:
        """Print a new key for the API, bound to an account's first role. It is shown this once."""
        with open_portal() as portal:
            print(_new_key(portal.sessions, email, name, timedelta(days=days), may or []))

    @cli.command("api-keys")
    def api_keys(email: str, revoke: str = typer.Option("", help="End the key with this id.")) -> None:
        """List an account's keys that work: id, made, last used, works until, limited to, what for. The keys themselves are not kept."""
        with open_portal() as portal:
            for line in _listed(portal.sessions, email, revoke):
                print(line)

    @cli.command("reset-codes")
    def reset_codes(email: str) -> None:
        """Take the one-time codes of somebody who lost the phone away; they set up new ones at the next login, and are told by mail."""
        with open_portal() as portal:
            _without_codes(portal.works, email)
        print(f"The one-time codes of {email} are reset.")

    @cli.command("first-admin")
    def first_admin(
        municipality: str, email: str, name: str = typer.Option("", help="The municipality's name, when it is new here.")
    ) -> None:
        """Print the one-time link that sets up a municipality's first administrator; makes the municipality when it is new."""
        with open_portal() as portal:
            token = _invited(portal.works, municipality, name, email)
        print(f"{base_url()}/invitation/{token}")


def _new_key(sessions: Sessions, email: str, name: str, works_for: timedelta, may: list[str]) -> str:
    if unknown := set(may) - MATRIX.keys():
        _refuse("No key was made:", f"there is no action {', '.join(sorted(unknown))}", f"the actions are {', '.join(MATRIX)}")
    try:
        return sessions.create_api_key(email, datetime.now(UTC), name, works_for, may)
    except NotThere:
        _refuse("No key was made:", f"there is no active account {email}")


def _listed(sessions: Sessions, email: str, revoke: str) -> list[str]:
    person, now = sessions.person_by_email(email), datetime.now(UTC)
    if not person:
        _refuse("No keys are listed:", f"there is no account {email}")
    if revoke:
        sessions.revoke_api_key(revoke, person.id, now)
    return [
        f"{key.id}  {key.created_at:%Y-%m-%d}  {f'{key.last_used_at:%Y-%m-%d %H:%M}' if key.last_used_at else 'never':<16}  "
        f"{key.expires_at:%Y-%m-%d}  {', '.join(key.actions) or 'all'}  {key.name}"
        for key in sessions.api_keys(person.id, now)
    ]


def _without_codes(works: Works, email: str) -> None:
    try:
        resetting.reset_codes(email, work=works(writing=True), now=datetime.now(UTC), chance=CHANCE)
    except NotThere:
        _refuse("No codes were reset:", f"there is no account {email}")


def _invited(works: Works, municipality: str, name: str, email: str) -> str:
    token = secrets.token_urlsafe(32)
    try:
        invite_first_admin(
            municipality, name, email, token_hash=hashed(token), work=works(writing=True), now=datetime.now(UTC), chance=CHANCE
        )
    except PortalError as fault:
        _refuse("No link was made:", fault.text.in_english())
    return token


def _refuse(headline: str, *faults: str) -> NoReturn:
    print(headline, *(f"  {fault}" for fault in faults), sep="\n", file=sys.stderr)
    raise typer.Exit(2)
