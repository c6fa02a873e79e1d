"""Every way to do something names an action of the permission table: use cases, pages with their handlers, plain routes and the API.

What is open to everybody stands in a short list with its reason. A new one that says neither is found here.
"""

from __future__ import annotations

import ast
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache

from tests.architecture.source import ROOT, Module, dotted, modules
from tests.portal_process import clean_environment
from workflows.policy import MATRIX

ASKING = {"workflows.policy.authorize", "workflows.lifecycle.decide"}
"""Where a permission is asked for."""
OPEN_USE_CASES = {
    "workflows.access.identities.finish_sign_in": "what a provider vouches for is the proof; a link is bound to the session that began it",
    "workflows.access.identities.refuse_sign_in": "records that somebody was not let in",
    "workflows.access.identities.roles_open_to": "part of every sign-in; the password or the provider was the proof",
    "workflows.access.identities.take_sign_in": "for people who are not in yet; the state and the browser's secret are the proof",
    "workflows.access.people.accept_as_new": "whoever holds the mailed link",
    "workflows.access.people.accept_proved": "whoever holds the mailed link and has just proved to be the one it was sent to",
    "workflows.access.people.invite_first_admin": "the operator, from the command line",
    "workflows.access.people.welcome": "whoever holds the mailed link",
    "workflows.access.registering.confirm_registration": "whoever holds the mailed link",
    "workflows.access.registering.is_here": "tells no more than that a company has joined",
    "workflows.access.registering.register": "companies that are not in yet",
    "workflows.access.registering.waiting_registration": "whoever holds the mailed link",
    "workflows.access.resetting.ask_for_reset": "whoever forgot a password; the answer is the same for all",
    "workflows.access.resetting.reset_codes": "the operator, from the command line",
    "workflows.access.watching.carry_out_planned": "the nightly job",
    "workflows.access.watching.cases_to_mark": "the nightly job",
    "workflows.access.watching.forget_registrations": "the nightly job",
    "workflows.access.watching.mark_case": "the nightly job, and what follows on `read_again`",
    "workflows.access.watching.take_register_answer": "the nightly job, and the second half of `read_again`",
    "workflows.access.watching.warn_of_certificates": "the nightly job",
    "workflows.casework.counting.count_missing": "the nightly job",
    "workflows.casework.documents.judge": "the check of files",
    "workflows.casework.duties.tell_of_tasks": "the nightly job",
    "workflows.casework.reminding.cases_to_remind": "the daily look at open cases",
    "workflows.casework.reminding.remind": "the daily look at open cases",
    "workflows.casework.statements.remind_of_statements": "the nightly job",
    "workflows.casework.preparing.prepare": "public: what one needs before one applies",
    "workflows.casework.preparing.towns": "public: what one needs before one applies",
    "workflows.oversight.platform.end_platform_admin": "the operator, from the command line",
    "workflows.oversight.platform.invite_platform_admin": "the operator, from the command line",
    "workflows.oversight.platform.platform_admins": "the operator, from the command line",
    "workflows.oversight.retention.drafts_to_prune": "the nightly job",
    "workflows.oversight.retention.drafts_to_warn": "the nightly job",
    "workflows.oversight.retention.prune_draft": "the nightly job",
    "workflows.oversight.retention.warn_of_draft": "the nightly job",
    "workflows.records.describing.package_of": "who delivers to the archive",
    "workflows.records.whole_case.whole_case_for_operator": "the operator, from the command line",
}
PARTS = {
    "workflows.access.anew.give_anew", "workflows.access.partners.notify", "workflows.casework.drafting.write_changes",
    "workflows.casework.company_view.home_of", "workflows.casework.duties.renew_by_log",
    "workflows.casework.duties.renew_tasks", "workflows.casework.reaching.reached",
    "workflows.casework.reaching.reached_then", "workflows.casework.tray_sending.sent_tray",
    "workflows.casework.letters.keep_letter", "workflows.casework.letters.paper_of", "workflows.casework.proposing.keep_proposal",
    "workflows.casework.proposing.deciders", "workflows.casework.proposing.void_proposal",
    "workflows.access.moving.announce", "workflows.access.moving.move", "workflows.access.moving.plan", "workflows.access.moving.record",
    "workflows.access.moving.tell", "workflows.casework.dossiers.load", "workflows.casework.drafting.begin_row",
    "workflows.records.case_file.opened_for_archive",
    "workflows.casework.counting.count_part",
    "workflows.casework.site.site_of", "workflows.casework.telling.company_admins", "workflows.casework.telling.company_people",
    "workflows.casework.telling.municipality_admins", "workflows.casework.telling.officers_of",
    "workflows.casework.settling.close_requests", "workflows.casework.settling.settle", "workflows.casework.settling.tell",
}  # fmt: skip
"""Parts of use cases: they get a case or an access that was reached, within an open unit of work, and end no transaction."""
OPENS_WORK = {
    "ui/visit.py": "the one way of pages: loads the actor anew",
    "ui/api/app.py": "the one way of the API",
    "ui/api/views.py": "the API's acts on saved views, in the same way",
    "ui/api/casepage.py": "the API of what the case page shows, in the same way",
    "ui/api/companies.py": "the API's acts on who works on a case, in the same way",
    "ui/api/quality.py": "the API's figures and overview, in the same way",
    "ui/municipality/quality/export.py": "plain route",
    "ui/api/site.py": "the API's acts of the work on site, in the same way",
    "ui/site/calendar_file.py": "the door to calendar files, for pages and the API",
    "ui/api/hearing.py": "the API on what is heard around a case, in the same way",
    "ui/api/statements.py": "the API on statements, in the same way",
    "ui/hearing/routes.py": "plain routes of the files of statements",
    "ui/doors/files.py": "the file door, for pages and the API",
    "ui/print/door.py": "the receipt door, for pages and the API",
    "ui/records/door.py": "the door of case files and whole cases, for pages and the API",
    "ui/api/doing.py": "the API's one way to ask and to do, for the parts that lie in files of their own",
    "ui/print/letter_door.py": "the letter door, for pages and the API",
    "ui/api/decisions.py": "the API's decisions, drafts and letterhead, in the same way",
    "ui/municipality/settings/arms_routes.py": "plain routes",
    "ui/company/proof_routes.py": "plain routes of certificates",
    "ui/municipality/companies/company_page.py": "marks cases after `read_again`, one short transaction each",
    "ui/municipality/companies/export.py": "plain route",
    "ui/municipality/settings/file_routes.py": "plain routes",
    "ui/login/keys.py": "plain routes",
    "ui/login/account.py": "plain route of the person's own account",
    "ui/login/identities.py": "plain routes of the person's own ways in",
    "ui/login/ways.py": "plain routes of people who come from a provider",
    "ui/oversight/export.py": "plain route",
    "ui/lists/export.py": "plain route",
    "ui/lists/calendar_file.py": "plain route",
    "ui/api/bulk.py": "the API's acts on many cases, each a unit of its own, and its lists",
    "ui/oversight/looks.py": "records looks after the page is answered, as whoever looked",
    "ui/oversight/own_data.py": "plain routes of the person's own data",
    "ui/login/joining.py": "plain routes behind mailed links",
    "ui/public/register/routes.py": "plain routes of companies that are not in yet",
    "ui/public/prepare.py": "plain public routes, and the start of a draft from them",
}
"""Modules of the user interface that open a unit of work; all others go through `Visit.ask` and `Visit.do`."""
DECLARES_PAGES = ("ui/visit.py", "ui/components/gallery.py")
"""`portal_page`, and the gallery of components, which no portal serves."""
FRAMEWORK = ("/_nicegui", "/static/")


def _name_of(module: Module) -> str:
    return module.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


@cache
def _functions() -> Mapping[str, tuple[ast.FunctionDef, Mapping[str, str]]]:
    """Every function of `workflows` by its full name, with what the names in its module stand for."""
    found: dict[str, tuple[ast.FunctionDef, Mapping[str, str]]] = {}
    for module in modules("workflows"):
        own = {node.name: node for node in module.tree.body if isinstance(node, ast.FunctionDef)}
        names = {name: f"{_name_of(module)}.{name}" for name in own}
        for node in module.tree.body:
            if isinstance(node, ast.ImportFrom) and node.module:
                names |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        found |= {f"{_name_of(module)}.{name}": (node, names) for name, node in own.items()}
    return found


@cache
def _called() -> Mapping[str, frozenset[str]]:
    """Every function of `workflows` -> what it calls, by full name."""
    return {
        name: frozenset(names.get(dotted(one.func), "") for one in ast.walk(node) if isinstance(one, ast.Call))
        for name, (node, names) in _functions().items()
    }


def asking(called: Mapping[str, frozenset[str]]) -> set[str]:
    """The functions that ask for a permission, themselves or in what they call."""
    found = set(ASKING)
    while more := {name for name, calls in called.items() if name not in found and calls & found}:
        found |= more
    return found


def _acting() -> Iterator[str]:
    """Every public function that takes a unit of work by keyword."""
    for name, (node, _names) in _functions().items():
        if not node.name.startswith("_") and "work" in {one.arg for one in node.args.kwonlyargs}:
            yield name


def test_every_use_case_asks_for_an_action_or_says_why_not() -> None:
    silent = set(_acting()) - asking(_called())

    assert silent - PARTS == OPEN_USE_CASES.keys(), "authorize first, or say in OPEN_USE_CASES why everybody may"
    assert set(_functions()) >= PARTS, "these are gone"


def test_a_use_case_that_forgets_would_be_found() -> None:
    forgetting = {**_called(), "workflows.casework.deciding.approve": frozenset({"workflows.casework.dossiers.load"})}

    assert "workflows.casework.deciding.approve" not in asking(forgetting)
    assert "workflows.casework.deciding.approve" in asking(_called())


def test_every_action_that_is_named_in_the_code_is_in_the_table() -> None:
    named = [
        (module.at(node), node.args[place].value)  # type: ignore[attr-defined]  # looked at in the condition
        for module in modules("workflows", "ui")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        for place in [1]
        if dotted(node.func) in ("authorize", "may") and len(node.args) > place and isinstance(node.args[place], ast.Constant)
    ]

    assert len(named) > 40
    assert [(at, action) for at, action in named if action not in MATRIX] == []


def test_pages_and_their_handlers_reach_use_cases_only_through_the_visit() -> None:
    opening = {module.path for module in modules("ui") if any(_opens_work(node) for node in ast.walk(module.tree))}

    assert opening == OPENS_WORK.keys(), "use visit.ask or visit.do, which load the actor anew, or say here why not"


def _opens_work(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "open_work"


def test_a_page_is_declared_with_its_action_and_no_other_way() -> None:
    strays = [
        module.at(node)
        for module in modules("ui")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and dotted(node.func) in ("ui.page", "app.page") and module.path not in DECLARES_PAGES
    ]

    assert strays == [], "declare it with @portal_page(path, action=...)"


@cache
def routes() -> frozenset[tuple[str, str, str]]:
    """Method, address and function of everything the joined portal answers."""
    script = [sys.executable, str(ROOT / "tests" / "doubles" / "listed_routes.py")]
    with tempfile.TemporaryDirectory() as folder:
        own = {"PORTAL_DATA_DIR": folder, "PORTAL_DEMO_CASES": "false", "PORTAL_REGISTER_URL": "", "PYTHONPATH": str(ROOT)}
        environment = {**clean_environment(), **own}
        told = subprocess.run(script, env=environment, cwd=ROOT, capture_output=True, text=True, check=True, timeout=90)
    lines = [json.loads(line) for line in told.stdout.splitlines() if line.startswith("[")]
    return frozenset((method, path, where) for method, path, where in lines if method != "HEAD" and not path.startswith(FRAMEWORK))


@cache
def described() -> Mapping[tuple[str, str], tuple[str, str]]:
    """What the table of routes says: method and address -> action, and the reason where there is none."""
    with (ROOT / "tests" / "authorization" / "routes.csv").open(newline="", encoding="utf-8") as file:
        return {(line["method"], line["route"]): (line["action"], line["why it has none"]) for line in csv.DictReader(file)}


def test_every_plain_route_names_an_action_or_says_why_not() -> None:
    plain = {(method, path) for method, path, where in routes() if where != "ui.visit._page.<locals>.page"}

    assert len(plain) > 60
    assert plain == described().keys(), "describe the route in tests/authorization/routes.csv"
    assert [one for one, (action, why) in described().items() if bool(action) == bool(why)] == []
    assert {part for action, _why in described().values() if action for part in action.split(" | ")} <= MATRIX.keys()
