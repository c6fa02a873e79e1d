"""How each use case of the table is called: with arguments that are good, so that only permission and state decide.

An argument that names something is made from the thing of the cell: a case in a state, or `own`, `neighbour's`, `none` of what is no case.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from models.base import BoardColumn, Phase
from models.letters import Letterhead, Terms
from models.local_set import LocalSet
from storage.sessions import hashed
from tests.authorization.things import (
    ASK,
    SPAN,
    WISH,
    Given,
    correction,
    hook,
    inspection,
    on_case,
    statement,
    statement_file,
    told,
)  # fmt: skip
from tests.authorization.town import (
    ASKING,
    BESIDE,
    DISTANT,
    NOW,
    NOWHERE,
    NUMBERS,
    SUSPENDED,
    UNASKED,
    WAITING,
    Somebody,
    Thing,
    Town,
    answered_anew,
)  # fmt: skip
from tests.workflows.casework.desk import ADDRESS, received
from workflows.access.proving import TypedProof
from workflows.casework.bulk import BulkAct
from workflows.casework.documents import Place
from workflows.casework.drafting import AnswerChange
from workflows.casework.reviewing import Wanted
from workflows.casework.rows import AddRows
from workflows.measures.overview import OverviewWish
from workflows.oversight.auditing import Look
from workflows.ports import CaseFilter
from workflows.ports_joining import CompanyWish, RegisterAnswer
from workflows.ports_oversight import AuditWish
from workflows.quality import QualityWish
from workflows.records.webhooks import Terms as HookTerms

OURS, THEIRS = "310000027", "213000047"
PHOTO = {Phase.APPLICATION: Place(Phase.APPLICATION, "photo_old")}
STEP = {Phase.APPLICATION: "property", Phase.WORK: "pickup", Phase.FINAL: "mounting"}
FIELD = {Phase.APPLICATION: ("address", "Storgata 15"), Phase.WORK: ("picked_up_by", "Ola"), Phase.FINAL: ("mounted_by", "demo-contractor")}
ROW = {
    Phase.APPLICATION: "METER.application.connected_to",
    Phase.WORK: "METER.work.picked_up_by",
    Phase.FINAL: "METER.final.mounted_by",
}


def of_case(*given: Any) -> Given:
    """The case's ref, then these."""
    return lambda _town, _who, thing: (thing.ref, *given)


def of_phase(make: Callable[[Thing], tuple[Any, ...]]) -> Given:
    """The case's ref, then what depends on the case."""
    return lambda _town, _who, thing: (thing.ref, *make(thing))


def always(*given: Any) -> Given:
    """The same for everybody."""
    return lambda _town, _who, _thing: given


def named(own: str, neighbours: str, *given: Any) -> Given:
    """What lies in one's own tenant, in the neighbour's, or nowhere; then these."""
    return lambda _town, _who, thing: ({"own": own, "neighbour's": neighbours}.get(thing, NOWHERE.ref), *given)


def _member(*given: Any) -> Given:
    """A colleague of the actor's, or the neighbour's."""

    def ids(town: Town, who: Somebody, thing: Any) -> tuple[Any, ...]:
        role = {True: "auditor", False: "viewer"}[who.actor.is_staff]
        wanted = {"own": "colleague", "neighbour's": "neighbour"}.get(thing)
        found = next((one for (held, relation), one in town.people.items() if (held, relation) == (role, wanted)), None)
        return (found.membership_id if found else NOWHERE.ref, *given)

    return ids


def _role_of_member(town: Town, who: Somebody, thing: Any) -> tuple[Any, ...]:
    return _member("case_worker" if who.actor.is_staff else "applicant")(town, who, thing)


def _invitation(town: Town, who: Somebody, thing: Any) -> tuple[Any, ...]:
    mark = {"own": "town", "neighbour's": "company"} if who.actor.is_staff else {"own": "company", "neighbour's": "town"}
    return (town.ids.get(f"{mark.get(thing)} invitation", NOWHERE.ref),)


def _key(town: Town, who: Somebody, thing: Any) -> str:
    """One of one's own keys, or a colleague's."""
    whose = {"own": who.person_id, "neighbour's": f"demo-{'neighbour' if who.relation != 'neighbour' else 'colleague'}-{who.role}"}
    return town.keys.get(whose.get(thing, ""), NOWHERE.ref)


def _view(_town: Town, who: Somebody, thing: Any) -> tuple[Any, ...]:
    """One of one's own saved views, or a colleague's."""
    whose = {"own": who.person_id, "neighbour's": f"demo-{'neighbour' if who.relation != 'neighbour' else 'colleague'}-{who.role.value}"}
    return (f"view-of-{whose.get(thing, 'nobody')}",)


def _invite(_town: Town, who: Somebody, _thing: Any) -> tuple[Any, ...]:
    return "new@invited.example", "auditor" if who.actor.is_staff else "viewer"


def _change(thing: Thing) -> list[AnswerChange]:
    return [AnswerChange(thing.phase, STEP[thing.phase], *FIELD[thing.phase])]


def _answer(number: str) -> RegisterAnswer:
    return RegisterAnswer(number, "Rør AS", "AS", {"registrertIForetaksregisteret": True}, NOW, "live", True)


PROOF = "{}-paper"
RULES = LocalSet(is_open=False)
FILE = {"format": "local-rules/1", "municipality": "9999", "workflows": {"excavation": {"is_open": False}}}
CHECK: dict[str, Any] = {"municipality": "9999", "phase": "application", "answers": {}, "documents": {}, "earlier": {}, "today": None}
PAPER = named("demo-rorlegger-paper", "demo-varme-paper")
DEFECT = {"guarantee_period": {"defects": [{"_row": "d1", "defect": "Asfalten har sunket.", "mend_by": "01.03.2027"}]}}
BOX = {"south": "62.30", "west": "6.00", "north": "62.60", "east": "6.60"}
PARTNER = NUMBERS["outgoing"]


def _cowork(_town: Town, who: Somebody, thing: Thing) -> tuple[Any, ...]:
    """One's own co-working where one works for another company, else the helper's."""
    return thing.ref, f"{who.relation if who.relation in BESIDE else 'helper'}-on-{thing.ref}"


def _asked(town: Town, _who: Somebody, thing: Any) -> tuple[Any, ...]:
    """A case on which our company is asked to work and which it is offered, or another is."""
    mark = {"own": "asked of us", "neighbour's": "asked of others"}.get(thing, "")
    return (town.ids.get(mark, NOWHERE.ref),)


def _way(_town: Town, who: Somebody, thing: Any) -> tuple[Any, ...]:
    other = f"demo-{'neighbour' if who.relation != 'neighbour' else 'colleague'}-{who.role.value}"
    whose = {"own": who.person_id, "neighbour's": other}
    return (f"way-{whose.get(thing, 'nobody')}-1",)


def _glass(town: Town, _who: Somebody, thing: Any) -> tuple[Any, ...]:
    state = {"own": "received", "neighbour's": "paused"}.get(thing)
    return (town.cases[state].ref if state else NOWHERE.ref,)


def _wish(_town: Town, who: Somebody, thing: Any) -> tuple[Any, ...]:
    relation = {"own": "colleague", "neighbour's": "neighbour"}.get(thing, "nobody")
    return (f"wish of demo-{relation}-{'auditor' if who.actor.is_staff else 'viewer'}",)


GIVEN: dict[str, Given] = {
    "access.municipality.change_closed_days": always([("24.12.2026", "Julaften")], []),
    "casework.asking.site_now": of_case(),
    "casework.following.allow_backfill": of_case("Fint."),
    "casework.following.backfill": of_case("Fint."),
    "casework.following.confirm_end": of_case(NOW.date()),
    "casework.following.confirm_start": of_case(NOW.date(), "demo-contractor"),
    "casework.inspecting.accept_inspection": inspection(0),
    "casework.inspecting.ask_inspection": of_case(WISH),
    "casework.inspecting.calendar_entry": inspection(mark="agreed"),
    "casework.inspecting.cancel_inspection": inspection("Det regner."),
    "casework.inspecting.decline_inspection": inspection("Det regner."),
    "casework.inspecting.propose_inspection": of_case(WISH),
    "casework.inspecting.record_inspection": inspection("I orden.", mark="agreed"),
    "casework.inspecting.suggest_times": inspection([SPAN], "Det regner."),
    "casework.statements.ask_statement": of_case(ASK),
    "casework.statements.share_statement": on_case(),
    "casework.statements.shared_statements": of_case(),
    "casework.statements.statement_file": lambda _town, _who, thing: (thing.ref, f"file-on-{thing.ref}"),
    "casework.statements.statements_view": of_case(),
    "casework.statements.withdraw_statement": on_case("Trengs ikke."),
    "casework.stating.add_file": statement(received(97)),
    "casework.stating.asked_document": lambda town, who, thing: (*statement()(town, who, thing), town.cases["received"].document),
    "casework.stating.asked_file": statement_file,
    "casework.stating.asked_list": always(),
    "casework.stating.asked_matter": statement(),
    "casework.stating.give_statement": statement("Trygt."),
    "casework.stating.may_add_file": statement(),
    "casework.stating.read_asked": statement(),
    "casework.stating.remove_file": statement_file,
    "access.case_companies.case_companies": of_case(),
    "access.case_companies.offers": always(),
    "access.coworking.accept_cowork": _asked,
    "access.coworking.decline_cowork": _asked,
    "access.coworking.end_cowork": _cowork,
    "access.coworking.invite_cowork": of_case(PARTNER),
    "access.handover.accept_handover": lambda town, who, thing: (*_asked(town, who, thing), answered_anew(who.person_id)),
    "access.handover.approve_handover": of_case(),
    "access.handover.decline_handover": _asked,
    "access.handover.offer_handover": of_case(PARTNER, "Vi har for mye å gjøre."),
    "access.handover.refuse_handover": of_case("Nei."),
    "access.handover.start_handover": of_case(PARTNER, "Firmaet er borte."),
    "access.handover.withdraw_handover": of_case(),
    "access.identities.my_identities": always(),
    "access.identities.unlink_identity": _way,
    "access.municipality.change_bounds": lambda town, _who, _thing: (BOX, town.bounds),
    "access.municipality.municipality_view": always(),
    "casework.duties.count_tasks": always(),
    "casework.duties.open_tasks": always(),
    "casework.keeping.keep_nested": of_case(DEFECT),
    "casework.keeping.keep_record": of_case([AddRows(Phase.FINAL, "guarantee_period", "defects", ["d1"], [])]),
    "casework.keeping.record_form": of_case(),
    "oversight.auditing.begin_export": always(AuditWish()),
    "oversight.auditing.export_page": always(AuditWish(), None),
    "oversight.auditing.log_page": always(AuditWish()),
    "oversight.auditing.own_company_log": always(),
    "oversight.auditing.record_look": lambda _town, _who, thing: (Look("case", thing.ref),),
    "oversight.auditing.record_verified": always(1, 1, None),
    "oversight.auditing.streams_to_verify": always(),
    "oversight.auditing.verify_some": always(["portal"]),
    "oversight.platform.break_glass": lambda town, _who, thing: (town.ids.get(f"number of {thing.ref}", "0"), "Feil i visningen.", 1),
    "oversight.platform.end_glass": _glass,
    "oversight.platform.make_municipality": always("9990", "Ny"),
    "oversight.platform.pause_municipality": lambda _town, _who, thing: ("9999" if thing == "own" else "0000",),
    "oversight.platform.platform_view": always(),
    "oversight.platform.read_by_glass": _glass,
    "oversight.platform.rename_municipality": lambda _town, _who, thing: ("9999" if thing == "own" else "0000", "Ny"),
    "oversight.privacy.ask_erasure": always(),
    "oversight.privacy.carry_out_erasure": _wish,
    "oversight.privacy.erasure_wishes": always(),
    "oversight.privacy.own_data": always(),
    "oversight.privacy.take_out_own_data": always(),
    "oversight.privacy.withdraw_erasure": always(),
    "casework.answering.answer_request": of_phase(lambda one: (one.request, "disputed", "Det er riktig.")),
    "casework.answering.take_back_answer": of_phase(lambda one: (one.request,)),
    "casework.asking.check": always("water-meter", CHECK),
    "casework.asking.colleagues": always(),
    "casework.asking.declaration": always("water-meter", "9999"),
    "casework.asking.full_case": of_case(),
    "casework.converting.conversion_view": of_case("private-work"),
    "casework.converting.convert": of_case("private-work"),
    "casework.converting.other_kinds": of_case(),
    "casework.deciding.approve": of_case("I orden."),
    "casework.deciding.lapse": of_case("Ikke brukt."),
    "casework.proposing.propose": of_case("approved", "I orden."),
    "casework.proposing.decision_desk": of_case(),
    "casework.proposing.save_decision": of_case(Terms(reason="I orden."), 0),
    "casework.proposing.discard_decision": of_case(),
    "casework.proposing.preview_letter": of_case(Terms(reason="I orden.")),
    "casework.proposing.return_proposal": of_case("Skriv mer."),
    "casework.correcting.propose_correction": correction,
    "casework.correcting.correct_decision": correction,
    "casework.appealing.register_appeal": of_case(Phase.APPLICATION, 1, NOW.date(), "Naboen"),
    "casework.appealing.answer_appeal": lambda _town, _who, thing: (thing.ref, f"appeal-{thing.ref}", "sent_on", "Til klagenemnda."),
    "casework.reading_letters.case_decisions": of_case(),
    "casework.reading_letters.letter_of": of_case(Phase.APPLICATION, 1),
    "casework.reading_letters.proof_of": of_case(Phase.APPLICATION, 1),
    "casework.reading_letters.open_letters": of_case(),
    "access.letterheads.letterhead_view": always(),
    "access.letterheads.save_letterhead": always(Letterhead(department="VA"), 1),
    "access.letterheads.keep_arms": always("<svg/>", "a" * 64),
    "casework.deciding.reject": of_case("Nei."),
    "casework.deciding.reopen": of_case("Klage."),
    "casework.documents.attach": of_phase(lambda one: (PHOTO.get(one.phase, Place(one.phase, "photo_old")), received(99))),
    "casework.documents.may_attach": of_phase(lambda one: (PHOTO.get(one.phase, Place(one.phase, "photo_old")),)),
    "casework.documents.document_for_download": of_phase(lambda one: (one.document,)),
    "casework.documents.move_to_slot": of_phase(lambda one: (one.document, Place(Phase.APPLICATION, "other"))),
    "casework.documents.confirm_files": of_case("other"),
    "casework.documents.remove": of_phase(lambda one: (one.document,)),
    "casework.documents.restore": of_phase(lambda one: (one.document,)),
    "casework.drafting.save_answers": of_phase(lambda one: (_change(one),)),
    "casework.drafting.save_nested": of_phase(
        lambda one: (one.phase, {STEP[one.phase]: dict([FIELD[one.phase]])}, {}),
    ),
    "casework.starting.similar_cases": always("water-meter", "9999", "9999-101/27/0/0"),
    "casework.drafting.start_case": always("water-meter", "9999", []),
    "casework.drafting.unlock_step": of_phase(lambda one: ("building", "Feil også her.")),
    "casework.drafting.waive": of_phase(lambda one: (ROW[one.phase], "Ukjent.")),
    "casework.drafting.withdraw": of_case("Utgår."),
    "casework.filling.save_and_look": of_phase(lambda one: (_change(one), one.phase, [STEP[one.phase]])),
    "casework.filling.sheet_view": of_phase(lambda one: (one.phase,)),
    "casework.filling.step_view": of_phase(lambda one: (one.phase, STEP[one.phase])),
    "casework.bulk.act_on_one": lambda _town, _who, thing: (BulkAct("assign", person="demo-approver"), thing.ref, None),
    "casework.bulk.preview": always(BulkAct("assign", person="demo-approver"), []),
    "casework.lists.begin_case_export": always(CaseFilter(), None),
    "casework.lists.calendar_of": always(CaseFilter(), date(2026, 11, 1), date(2026, 11, 30)),
    "casework.lists.export_cases": always(CaseFilter(), None, None),
    "casework.lists.map_list": always(CaseFilter()),
    "casework.lists.map_view": always(CaseFilter()),
    "casework.lists.workload": always(CaseFilter()),
    "casework.one_question.ask_at_once": of_case(Wanted(what="Hva er lengden?")),
    "casework.overview.board": always(CaseFilter()),
    "casework.overview.board_surroundings": always(),
    "casework.comparing.compare_sendings": of_case(),
    "casework.comparing.mark_change": of_case(Phase.APPLICATION, 1, "job/kind"),
    "casework.nearby.similar_cases": of_case(),
    "casework.overview.case_home": of_case(),
    "casework.overview.case_table": always(CaseFilter()),
    "casework.overview.more_of_column": always(CaseFilter(), BoardColumn.NEW, ""),
    "casework.overview.my_cases": always(CaseFilter()),
    "casework.overview.officer_case": of_case(),
    "casework.preparing.start_prepared": always("water-meter.replace", "9999"),
    "casework.previewing.preview_step": always("water-meter", Phase.APPLICATION, "property", {}),
    "casework.receipts.receipt_of": of_case(),
    "casework.responsible.change_responsible": of_case("demo-applicant"),
    "casework.responsible.responsible_view": of_case(),
    "casework.reviewing.accept_answer": of_phase(lambda one: (one.request,)),
    "casework.reviewing.assign": of_case("demo-approver"),
    "casework.reviewing.begin_review": of_case(),
    "casework.reviewing.delete_planned": of_phase(lambda one: (one.planned,)),
    "casework.reviewing.edit_planned": of_phase(lambda one: (one.planned, ADDRESS)),
    "casework.reviewing.extend_requests": of_case(date(2027, 3, 1)),
    "casework.reviewing.plan_request": of_case(ADDRESS),
    "casework.reviewing.release": of_case(),
    "casework.reviewing.reopen_request": of_phase(lambda one: (one.request, "Fortsatt feil.")),
    "casework.reviewing.take": of_case(),
    "casework.story.case_story": of_case(),
    "casework.viewing.case_files": of_case(),
    "casework.reviewing.tick": of_phase(lambda one: (ROW[one.phase],)),
    "casework.reviewing.untick": of_phase(lambda one: (ROW[one.phase],)),
    "casework.reviewing.withdraw_request": of_phase(lambda one: (one.request, "Trengs ikke.")),
    "casework.demands.extra_demands": always(),
    "casework.freshness.moves_since": of_case(0),
    "casework.mentioning.my_mentions": always(),
    "casework.tray_sending.preview_requests": of_case(),
    "casework.tray_sending.send_requests": of_case(),
    "casework.ruling.change_rules": always("water-meter", lambda content: (content, None), 1),
    "casework.ruling.discard_rules": always("water-meter"),
    "casework.ruling.export_rules": always(),
    "casework.ruling.import_rules": always(FILE),
    "casework.ruling.publish_rules": always("water-meter", 1, "Ny."),
    "casework.ruling.rules_overview": always(),
    "casework.ruling.rules_view": always("water-meter"),
    "casework.ruling.save_rules": always("water-meter", RULES, 1),
    "casework.sending.resubmit": of_case(),
    "casework.sending.review": of_case(),
    "casework.sending.submit": of_case(),
    "casework.starting.kinds_open": always(),
    "casework.starting.places_to_start": always(),
    "casework.talking.write_message": of_case("Hei."),
    "casework.talking.write_note": of_case("Husk."),
    "access.asking.answer_question": always(ASKING, "Ja."),
    "access.asking.request_access": always(UNASKED),
    "access.deciding.approve_access": named(WAITING, DISTANT),
    "access.deciding.ask_more": named(WAITING, DISTANT, "Hva?"),
    "access.deciding.end_access": named(OURS, DISTANT, "Slutt."),
    "access.deciding.reject_access": named(WAITING, DISTANT, "Nei."),
    "access.deciding.restore_access": named(SUSPENDED, DISTANT),
    "access.deciding.suspend_access": named(OURS, DISTANT, "Gebyr."),
    "access.keys.end_key": lambda town, who, thing: (_key(town, who, thing),),
    "access.keys.key_list": always(),
    "access.keys.make_key": lambda _town, who, _thing: ("Jobbsystemet", ["check"], 90),
    "access.people.accept_as": lambda _town, who, _thing: (hashed(who.person_id),),
    "access.people.change_role": _role_of_member,
    "access.people.end_access": _member(),
    "access.people.invite": _invite,
    "access.people.member_view": _member(),
    "access.people.people_view": always(),
    "access.people.revoke_invitation": _invitation,
    "access.proving.add_certificate": always(TypedProof("master", holder="Ola")),
    "access.proving.attach_proof": lambda town, who, thing: (*PAPER(town, who, thing), received(98)),
    "access.proving.change_certificate": lambda town, who, thing: (*PAPER(town, who, thing), TypedProof("master", holder="Kari")),
    "access.proving.may_attach_proof": PAPER,
    "access.proving.proof_for_download": lambda town, who, thing: (
        *PAPER(town, who, thing),
        *([{"own": OURS, "neighbour's": DISTANT}.get(thing, "0")] if who.actor.is_staff else []),
    ),
    "access.proving.remove_certificate": PAPER,
    "access.seeing.company_in_town": named(OURS, DISTANT),
    "access.seeing.company_list": always(CompanyWish()),
    "access.seeing.export_companies": always(CompanyWish()),
    "access.seeing.own_company": always(),
    "access.watching.read_again": lambda town, who, thing: (*named(OURS, DISTANT)(town, who, thing), _answer(OURS)),
    "measures.figures.begin_quality_export": always(QualityWish()),
    "measures.figures.parts_behind": always(QualityWish()),
    "measures.figures.quality_export_page": always(QualityWish()),
    "measures.figures.quality_view": always(QualityWish()),
    "measures.mirror.mirror_view": always(),
    "measures.overview.beside_cards": always(()),
    "measures.overview.overview": always(OverviewWish()),
    "measures.wording.wording_view": always("water-meter", "METER-06"),
    "boards.views.change_view": _view,
    "boards.views.choose_default": always("auditor", None),
    "boards.views.keep_view": always("Mine rør", "view=table&who=mine"),
    "boards.views.my_views": always(),
    "boards.views.one_view": _view,
    "boards.views.remove_view": _view,
    "boards.views.view_to_begin_with": always(),
    "boards.views.words_near": always("storgata"),
    "notices.reading.choose_mails": always("progress", "daily"),
    "notices.reading.mark_notices": always(),
    "notices.reading.notice_list": always(),
    "notices.reading.unread_notices": always(),
    # records
    "records.archiving.archive_case": of_case(),
    "records.archiving.archive_entry": named("archive item of ours", "archive item of theirs"),
    "records.archiving.archive_view": always(),
    "records.archiving.case_entries": of_case(),
    "records.archiving.change_archive_rules": always({"moment": "at_once"}),
    "records.archiving.send_again": named("archive item of ours", "archive item of theirs"),
    "records.case_file.case_file": of_case(),
    "records.webhooks.add_webhook": always("https://program.example/hook", ["case.submitted"], HookTerms()),
    "records.webhooks.change_webhook": lambda town, who, thing: (*hook(town, who, thing), None, ["case.lapsed"], HookTerms()),
    "records.webhooks.delivery_view": lambda town, who, thing: (*hook(town, who, thing), *told(town, who, thing)),
    "records.webhooks.remove_webhook": lambda town, who, thing: hook(town, who, thing),
    "records.webhooks.rotate_webhook": lambda town, who, thing: hook(town, who, thing),
    "records.webhooks.send_delivery_again": lambda town, who, thing: (*hook(town, who, thing), *told(town, who, thing)),
    "records.webhooks.send_test": lambda town, who, thing: hook(town, who, thing),
    "records.webhooks.switch_webhook": lambda town, who, thing: (*hook(town, who, thing), True),
    "records.webhooks.webhook_list": always(),
    "records.webhooks.webhook_view": lambda town, who, thing: hook(town, who, thing),
    "records.whole_case.begin_case_export": of_case(),
    "records.whole_case.whole_case": of_case(),
}  # fmt: skip
MORE: dict[str, dict[str, Any]] = {
    "oversight.platform.pause_municipality": {"pause": True},
    "boards.views.change_view": {"name": "Ny"},
    "access.people.invite": {"token": "t", "token_hash": "h"},
    "casework.statements.ask_statement": {"token": "t", "token_hash": "h"},
    "access.keys.make_key": {"key_hash": "h"},
}
"""Arguments by keyword."""
