"""Uploading the municipality's arms: a plain form that says beside itself how to save the file when it cannot be taken."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from models.errors import BadInput, NotAllowed
from models.text import Text, _
from ui.doors.keeper import Guest
from ui.login.desk import go_to, known_guest
from ui.login.words import SHARED
from ui.plain import plain_page
from ui.print.arms import MOST_BYTES, read_arms
from ui.print.press import Press
from ui.visit import house
from workflows.access.letterheads import keep_arms
from workflows.policy import authorize

LABELS: dict[str, Text] = {
    "hint": _("The arms stand at the top of every letter. Use a picture with a clear or white background."),
    "file": _("Picture of the arms (PNG, JPEG or SVG, at most 2 MB)"),
    "go": _("Upload the arms"),
    "back": _("Back to the letters"),
}
PRESS = Press()


async def form(request: Request) -> Response:
    """The form. Raises NotSignedIn, NotAllowed."""
    guest = known_guest(request)
    authorize(guest.actor, "change_municipality")
    return _page(guest)


async def take_in(request: Request) -> Response:
    """Check a picture and put it on the letterhead; what does not fit is said at the form. Raises NotSignedIn, NotAllowed."""
    guest, here = known_guest(request), house()
    authorize(guest.actor, "change_municipality")
    try:
        drawing = await PRESS.make(read_arms, await _posted(request, guest))
    except BadInput as error:
        return _page(guest, error.text)
    await here.run_writing(
        lambda: keep_arms(
            drawing.svg, drawing.sha256, actor=guest.actor, work=here.open_work(writing=True), now=here.now(), chance=here.chance
        )
    )
    return go_to("/settings/letters?arms=1")


async def _posted(request: Request, guest: Guest) -> bytes:
    """The posted file. Raises NotAllowed without the session's token, BadInput when it is too large."""
    most = MOST_BYTES + 10_000
    if int(request.headers.get("content-length") or most + 1) > most:
        raise BadInput(_("The file is larger than {most} MB.", most=MOST_BYTES // 1_000_000))
    form = await request.form(max_files=1, max_fields=5, max_part_size=most)
    if not secrets.compare_digest(str(form.get("csrf", "")).encode(), guest.session.csrf_token.encode()):
        raise NotAllowed(_("The form was opened in another session. Load the page again."))
    file = form.get("file")
    return await file.read(most) if isinstance(file, UploadFile) else b""


def _page(guest: Guest, error: Text | None = None) -> Response:
    return plain_page(
        "one-file.html", guest.person.language, status=422 if error else 200, words=SHARED, heading=_("Upload the arms"), labels=LABELS,
        error=error, csrf=guest.session.csrf_token, action="/settings/letters/arms", back="/settings/letters",
        accept=".png,.jpg,.jpeg,.svg,image/png,image/jpeg,image/svg+xml",
    )  # fmt: skip


def add_arms_routes(routes: APIRouter) -> None:
    """Add the routes of the form; before the pages, whose addresses cover theirs."""
    routes.add_api_route("/settings/letters/arms", form, methods=["GET"], response_model=None)
    routes.add_api_route("/settings/letters/arms", take_in, methods=["POST"], response_model=None)
