"""The rules as one file: taken out as a download, read in through a plain form that says beside itself what does not fit."""

from __future__ import annotations

import json
import secrets
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from models.errors import BadInput, NotAllowed
from models.text import Text, _
from ui.doors.keeper import Guest
from ui.login.desk import go_to, known_guest
from ui.login.words import SHARED
from ui.municipality.settings.arms_routes import add_arms_routes
from ui.plain import plain_page
from ui.visit import house
from workflows.casework.ruling import export_rules, import_rules
from workflows.policy import authorize

MOST_BYTES = 2_000_000
LABELS: dict[str, Text] = {
    "lead": _("Every kind of case in the file becomes a draft. You look at each and publish it yourself; nothing changes before that."),
    "file": _("File of rules (JSON)"),
    "hint": _("Changes you have written and not published are replaced."),
    "go": _("Read the file"),
    "back": _("Back to the settings"),
}


async def take_out(request: Request) -> Response:
    """What is published, as a download. Raises NotSignedIn, NotAllowed."""
    guest, here = known_guest(request), house()
    file = await here.run_reading(lambda: export_rules(actor=guest.actor, work=here.open_work(writing=False)))
    name = f"local-rules-{file.municipality}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(file.model_dump_json(indent=2), media_type="application/json", headers=headers)


async def form(request: Request) -> Response:
    """The form. Raises NotSignedIn, NotAllowed."""
    guest = known_guest(request)
    authorize(guest.actor, "change_rules")
    return _page(guest)


async def take_in(request: Request) -> Response:
    """Read a file as drafts; what does not fit is said at the form. Raises NotSignedIn, NotAllowed."""
    guest, here = known_guest(request), house()
    authorize(guest.actor, "change_rules")
    try:
        raw = await _posted(request, guest)
        now = here.now()
        keys = await here.run_writing(lambda: import_rules(raw, actor=guest.actor, work=here.open_work(writing=True), now=now))
    except BadInput as error:
        return _page(guest, error.text)
    return go_to(f"/settings?imported={','.join(keys) or 'none'}")


async def _posted(request: Request, guest: Guest) -> Any:
    """The JSON of the posted file. Raises NotAllowed without the session's token, BadInput for what is no such file."""
    if int(request.headers.get("content-length") or MOST_BYTES + 1) > MOST_BYTES:
        raise BadInput(_("The file is larger than {most} MB.", most=MOST_BYTES // 1_000_000))
    form = await request.form(max_files=1, max_fields=5, max_part_size=MOST_BYTES)
    if not secrets.compare_digest(str(form.get("csrf", "")).encode(), guest.session.csrf_token.encode()):
        raise NotAllowed(_("The form was opened in another session. Load the page again."))
    file = form.get("file")
    content = await file.read(MOST_BYTES) if isinstance(file, UploadFile) else b""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise BadInput(_("The file holds no JSON.")) from None


def _page(guest: Guest, error: Text | None = None) -> Response:
    return plain_page(
        "one-file.html", guest.person.language, status=422 if error else 200, words=SHARED, heading=_("Import rules"), labels=LABELS,
        error=error, csrf=guest.session.csrf_token, action="/settings/import", back="/settings", accept=".json,application/json",
    )  # fmt: skip


def rules_file_routes() -> APIRouter:
    """The routes of the file; to be added before the pages, whose addresses cover theirs."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/settings/export", take_out, methods=["GET"], response_model=None)
    routes.add_api_route("/settings/import", form, methods=["GET"], response_model=None)
    routes.add_api_route("/settings/import", take_in, methods=["POST"], response_model=None)
    add_arms_routes(routes)
    return routes
