"""A company's certificates: added, corrected, given a file, taken away. Rules look at them by person; see the checks of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.actor import Actor, Scope
from models.document import FileKind
from models.errors import BadInput, NotThere
from models.parties import Certificate
from models.text import Text, _
from workflows.policy import authorize
from workflows.ports import Chance, Change, ReceivedFile, UnitOfWork
from workflows.shared.certificates import CERTIFICATES

MOST = 500
LONGEST = 120
FILE_KINDS = frozenset({FileKind.PDF, FileKind.IMAGE})


@dataclass(frozen=True, slots=True)
class TypedProof:
    """A certificate as typed. `person` is the id of somebody in the company, or empty and then `holder` is a name."""

    kind: str
    number: str = ""
    person: str = ""
    holder: str = ""
    expires_on: str = ""


def add_certificate(typed: TypedProof, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> str:
    """A new certificate; its id. Raises BadInput naming the field."""
    authorize(actor, "keep_certificates", company_id=actor.company_id)
    with work:
        if len(work.joining.certificates(_company(actor))) >= MOST:
            raise BadInput(_("Your company has {most} certificates here. Take away those nobody needs.", most=MOST))
        made = Certificate(id=chance.id(), company_id=_company(actor), kind="")
        _fill(made, typed, actor, work)
        work.joining.add(made)
        _recorded(made, "certificate_added", actor, work, now)
        work.commit()
    return made.id


def change_certificate(certificate_id: str, typed: TypedProof, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Correct a certificate; with another last day the company is warned anew. Raises BadInput, NotThere."""
    authorize(actor, "keep_certificates", company_id=actor.company_id)
    with work:
        held = work.joining.certificate(_company(actor), certificate_id)
        before = held.expires_on
        _fill(held, typed, actor, work)
        held.warned_for = held.warned_for if held.expires_on == before else None
        work.joining.save_certificate(held)
        _recorded(held, "certificate_changed", actor, work, now)
        work.commit()


def remove_certificate(certificate_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Take a certificate away. Raises NotThere."""
    authorize(actor, "keep_certificates", company_id=actor.company_id)
    with work:
        held = work.joining.certificate(_company(actor), certificate_id)
        work.joining.remove_certificate(held.company_id, held.id)
        _recorded(held, "certificate_removed", actor, work, now)
        work.commit()


def may_attach_proof(certificate_id: str, *, actor: Actor, work: UnitOfWork) -> None:
    """Asked before any byte is taken in. Raises NotThere, NotAllowed."""
    authorize(actor, "keep_certificates", company_id=actor.company_id)
    with work:
        work.joining.certificate(_company(actor), certificate_id)


def attach_proof(certificate_id: str, file: ReceivedFile, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Put a file that was looked at and found good behind a certificate, in place of the one before. Raises NotThere."""
    authorize(actor, "keep_certificates", company_id=actor.company_id)
    with work:
        held = work.joining.certificate(_company(actor), certificate_id)
        held.object_key, held.file_name, held.file_size = file.object_key, file.name, file.size
        work.joining.save_certificate(held)
        _recorded(held, "certificate_file_added", actor, work, now)
        work.commit()


def proof_for_download(certificate_id: str, number: str = "", *, actor: Actor, work: UnitOfWork) -> Certificate:
    """The certificate whose file the actor may have: the company's own, or that of company `number` for a municipality it asked.

    Raises NotThere for anything else, and where there is no file.
    """
    authorize(actor, "see_companies" if actor.is_staff else "see_own_company", company_id=actor.company_id)
    with work:
        company_id = work.joining.company_in(actor.municipality_id, number)[0].id if actor.municipality_id else _company(actor)
        held = work.joining.certificate(company_id, certificate_id)
    if not held.object_key:
        raise NotThere
    return held


def expiry_of(words: str) -> date | None:
    """The day typed as `2027-06-30` or `30.06.2027`; None for nothing. Raises ValueError."""
    plain = words.strip()
    if not plain:
        return None
    if plain.count(".") == 2:
        day, month, year = plain.split(".")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(plain)


def faults_of(typed: TypedProof) -> dict[str, Text]:
    """Field -> what to do, for what is wrong with a typed certificate."""
    faults: dict[str, Text] = {}
    if typed.kind not in CERTIFICATES:
        faults["kind"] = _("Choose the kind of certificate.")
    try:
        expiry_of(typed.expires_on)
    except ValueError:
        faults["expires_on"] = _("Write the last day as day.month.year.")
    if max(len(typed.number), len(typed.holder)) > LONGEST:
        faults["number"] = _("Use at most {most} characters.", most=LONGEST)
    return faults


def _fill(held: Certificate, typed: TypedProof, actor: Actor, work: UnitOfWork) -> None:
    faults = faults_of(typed)
    people = {person.id for person, _held in work.parties.members(Scope(company_id=_company(actor)))}
    if typed.person and typed.person not in people:
        faults["person"] = _("Choose somebody of your company.")
    if not typed.person and not typed.holder.strip():
        faults["person"] = _("Say who holds it.")
    if faults:
        target, words = next(iter(faults.items()))
        raise BadInput(words, target=target)
    held.kind, held.number, held.expires_on = typed.kind, typed.number.strip(), expiry_of(typed.expires_on)
    held.person_id, held.holder = typed.person or None, "" if typed.person else typed.holder.strip()


def _company(actor: Actor) -> str:
    return actor.company_id or ""


def _recorded(held: Certificate, kind: str, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    said = {"certificate": held.id, "kind": held.kind}
    work.log.record(kind, actor=actor, at=now, data=said, stream=f"company:{held.company_id}")
    work.announce(Change("", "", kind, "", held.company_id, 0, by=actor.person_id))
    for access in work.joining.accesses(held.company_id):
        work.announce(Change("", "", kind, access.municipality_id, "", 0, by=actor.person_id))
    for one in work.joining.hints(held.company_id):
        work.announce(Change(one.id, one.ref, kind, "", "", one.version + 1, by=actor.person_id))
