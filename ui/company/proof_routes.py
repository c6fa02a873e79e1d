"""`/company/certificates`: plain forms to add, correct and take away a certificate, and the door for its file, both ways."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from typing import Any, Protocol
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from models.actor import Actor
from models.errors import BadInput, NotAllowed, NotThere, PortalError
from models.text import Text, _
from ui.doors.files import SANDBOX
from ui.doors.keeper import Guest
from ui.doors.parcel import open_parcel
from ui.login.desk import checked_form, go_to, known_guest
from ui.login.words import SHARED
from ui.plain import plain_page
from ui.visit import house
from workflows.access.proving import (
    TypedProof,
    add_certificate,
    attach_proof,
    change_certificate,
    may_attach_proof,
    proof_for_download,
    remove_certificate,
)
from workflows.access.seeing import CompanyView, Proof, own_company
from workflows.policy import authorize
from workflows.ports import ReceivedFile
from workflows.shared.certificates import CERTIFICATES

LARGEST_MB = 20
NEW = "new"
LABELS: dict[str, Text] = {
    "kind": _("Kind"),
    "choose": _("Choose"),
    "number": _("Number"),
    "person": _("Held by"),
    "other": _("Somebody without an account here"),
    "holder": _("Name, when they have no account here"),
    "expires_on": _("Last day"),
    "expires_hint": _("Leave it empty when it has none."),
    "save": _("Save"),
    "file": _("File"),
    "file_hint": _("PDF or picture, at most {most} MB. It replaces the file before.", most=LARGEST_MB),
    "file_now": _("Download {name}"),
    "upload": _("Upload the file"),
    "remove": _("Remove the certificate"),
    "remove_hint": _("Checks of your cases no longer count it."),
    "back": _("Back to your company"),
}


class Files(Protocol):
    """Where files of certificates lie."""

    async def take(self, stream: AsyncIterator[bytes], limit: int, *, name: str, claimed: str) -> ReceivedFile: ...
    def read(self, key: str) -> AsyncIterator[bytes]: ...


class ProofPages:
    """The forms and the door."""

    def __init__(self, files: Files) -> None:
        self.files = files

    async def show(self, request: Request, certificate_id: str) -> Response:
        """The form, empty or as the certificate stands. Raises NotThere."""
        guest = known_guest(request)
        authorize(guest.actor, "keep_certificates")
        view, proof = await self._view(guest.actor, certificate_id)
        typed = TypedProof("") if proof is None else _typed_of(proof)
        return self._page(guest, view, certificate_id, typed, proof)

    async def keep(self, request: Request, certificate_id: str) -> Response:
        """Write what was typed; what is wrong is said at its field, and what was typed stays."""
        guest = known_guest(request)
        form = await checked_form(request, guest)
        values = {name: str(form.get(name, "")).strip()[:200] for name in ("kind", "number", "person", "holder", "expires_on")}
        typed, here = TypedProof(**values), house()
        given: dict[str, Any] = {"actor": guest.actor, "now": here.now()}

        def write() -> None:
            work = here.open_work(writing=True)
            if certificate_id == NEW:
                add_certificate(typed, work=work, chance=here.chance, **given)
            else:
                change_certificate(certificate_id, typed, work=work, **given)

        try:
            await here.run_writing(write)
        except BadInput as error:
            view, proof = await self._view(guest.actor, certificate_id)
            return self._page(guest, view, certificate_id, typed, proof, {error.target or "kind": error.text})
        return go_to("/company")

    async def remove(self, request: Request, certificate_id: str) -> Response:
        """Take it away."""
        guest, here = known_guest(request), house()
        await checked_form(request, guest)
        await here.run_writing(
            lambda: remove_certificate(certificate_id, actor=guest.actor, work=here.open_work(writing=True), now=here.now())
        )
        return go_to("/company")

    async def upload(self, request: Request, certificate_id: str) -> Response:
        """Take a file in; it is judged before its row is written."""
        guest, here = known_guest(request), house()
        try:
            await here.run_reading(lambda: may_attach_proof(certificate_id, actor=guest.actor, work=here.open_work(writing=False)))
            parcel = await open_parcel(request, LARGEST_MB * 1_000_000)
            if not secrets.compare_digest(parcel.fields.get("csrf", "").encode(), guest.session.csrf_token.encode()):
                raise NotAllowed(_("The form was opened in another session. Load the page again."))
            file = await self.files.take(parcel.stream, LARGEST_MB * 1_000_000, name=parcel.name, claimed=parcel.content_type)
            await here.run_writing(
                lambda: attach_proof(certificate_id, file, actor=guest.actor, work=here.open_work(writing=True), now=here.now())
            )
        except (NotThere, NotAllowed):
            raise
        except PortalError as error:
            view, proof = await self._view(guest.actor, certificate_id)
            typed = _typed_of(proof) if proof else TypedProof("")
            return self._page(guest, view, certificate_id, typed, proof, {"file": error.text})
        return go_to(f"/company/certificates/{certificate_id}")

    async def download(self, request: Request, certificate_id: str, number: str = "") -> Response:
        """The file as an attachment, for the company and for municipalities it asked. Raises NotThere."""
        guest, here = known_guest(request), house()
        held = await here.run_reading(
            lambda: proof_for_download(certificate_id, number, actor=guest.actor, work=here.open_work(writing=False))
        )
        disposition = f"attachment; filename*=UTF-8''{quote(held.file_name, safe='')}"
        headers = {**SANDBOX, "Content-Disposition": disposition, "Content-Length": str(held.file_size)}
        return StreamingResponse(self.files.read(held.object_key), media_type="application/octet-stream", headers=headers)

    async def of_company(self, request: Request, number: str, certificate_id: str) -> Response:
        """The same for a municipality."""
        answer = await self.download(request, certificate_id, number)
        house().saw(known_guest(request).actor, "company", number, "")
        return answer

    async def _view(self, actor: Actor, certificate_id: str) -> tuple[CompanyView, Proof | None]:
        here = house()
        view: CompanyView = await here.run_reading(lambda: own_company(actor=actor, work=here.open_work(writing=False), now=here.now()))
        proof = next((one for one in view.proofs if one.id == certificate_id), None)
        if proof is None and certificate_id != NEW:
            raise NotThere
        return view, proof

    def _page(
        self, guest: Guest, view: CompanyView, certificate_id: str, typed: TypedProof, proof: Proof | None,
        faults: dict[str, Text] | None = None,
    ) -> Response:  # fmt: skip
        return plain_page(
            "certificate.html", guest.person.language, status=422 if faults else 200, words=SHARED, labels=LABELS,
            heading=_("Certificate") if proof else _("Add a certificate"), id=certificate_id, typed=typed, proof=proof,
            faults=faults or {}, error=bool(faults), kinds=CERTIFICATES, people=view.people, csrf=guest.session.csrf_token,
        )  # fmt: skip


def _typed_of(proof: Proof) -> TypedProof:
    day = proof.expires_on.isoformat() if proof.expires_on else ""
    return TypedProof(proof.kind, proof.number, proof.person_id, "" if proof.person_id else proof.holder, day)


def proof_routes(files: Files) -> APIRouter:
    """The routes; to be added before the pages, whose addresses cover theirs."""
    here, routes = ProofPages(files), APIRouter(include_in_schema=False)
    one = "/company/certificates/{certificate_id}"
    routes.add_api_route(one, here.show, methods=["GET"], response_model=None)
    routes.add_api_route(one, here.keep, methods=["POST"], response_model=None)
    routes.add_api_route(one + "/remove", here.remove, methods=["POST"], response_model=None)
    routes.add_api_route(one + "/file", here.upload, methods=["POST"], response_model=None)
    routes.add_api_route(one + "/file", here.download, methods=["GET"], response_model=None)
    routes.add_api_route("/companies/{number}/certificates/{certificate_id}", here.of_company, methods=["GET"], response_model=None)
    return routes
