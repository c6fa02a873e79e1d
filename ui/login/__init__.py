"""Login, logout, one-time codes and the account: plain HTML routes that work without a script and set the session cookie."""

from __future__ import annotations

from ui.login.account import account_routes
from ui.login.desk import Desk
from ui.login.enter import enter_routes
from ui.login.identities import identity_routes
from ui.login.joining import joining_routes
from ui.login.keys import key_routes

__all__ = ["Desk", "account_routes", "enter_routes", "identity_routes", "joining_routes", "key_routes"]
