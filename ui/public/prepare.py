"""`/prepare`: three questions find the kind of case, and the page tells what it will ask for. `/start` makes a draft of it.

Plain HTML without a socket: it works without a script, and its address can be kept and shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.base import Role
from models.errors import NotThere
from models.text import Text, _
from ui.components.frame import product
from ui.doors.keeper import Guest
from ui.login.desk import checked_form, go_to, guest_of, known_guest
from ui.login.words import SHARED
from ui.plain import LANGUAGES, locale_of, plain_page
from ui.print.press import Press
from ui.public.paper import Sheet, file_name, pdf
from ui.public.words import blocks
from ui.texts import Speaker, known_locale
from ui.visit import house
from workflows.casework.preparing import Prepared, first_step, prepare, start_prepared, towns, wanted
from workflows.casework.starting import places_to_start
from workflows.guiding import PEOPLE, PLACES, Fit, Found, find, occasions
from workflows.policy import MATRIX
from workflows.registry import WORKFLOWS

LONGEST = 60
QUESTIONS: tuple[tuple[str, Text], ...] = (
    ("what", _("What are you going to do?")),
    ("where", _("Where is the work?")),
    ("who", _("Who applies?")),
)


@dataclass(frozen=True)
class Wish:
    """What an address asks for. `case` picks a workflow where several fit."""

    what: str = ""
    where: str = ""
    who: str = ""
    municipality: str = ""
    case: str = ""
    lang: str = ""

    @property
    def lacking(self) -> list[tuple[str, Text]]:
        """The questions that are not answered."""
        return [(key, words) for key, words in QUESTIONS if not getattr(self, key)]

    @property
    def is_begun(self) -> bool:
        """Something was answered."""
        return len(self.lacking) < len(QUESTIONS)

    def query(self, **changes: str) -> str:
        """The same wish as the end of an address, with changes; what is empty is left out."""
        return urlencode({key: value for key, value in {**vars(self), **changes}.items() if value})


def wish_of(values: Mapping[str, Any]) -> Wish:
    """What was asked for; what is too long to be an answer is none."""
    known = {name: str(values.get(name, "")) for name in Wish.__dataclass_fields__}
    return Wish(**{name: value for name, value in known.items() if len(value) <= LONGEST})


class Prepare:
    """The pages before login."""

    def __init__(self) -> None:
        self._press = Press()

    async def show(self, request: Request) -> Response:
        """The questions, and under them the answer to those already given."""
        wish = wish_of(request.query_params)
        places = await _read(towns)
        found = find(WORKFLOWS.values(), wish.what, wish.where, wish.who) if not wish.lacking else Found()
        fit = _chosen(found, wish)
        prepared = await self._prepared(fit, wish, places) if fit else None
        return plain_page(
            "prepare.html", _locale(request, wish), words=SHARED, heading=_("Prepare an application"), error=_error(wish), wish=wish,
            questions=dict(QUESTIONS), groups=_groups("" if wish.is_begun else wish.case), options={"where": PLACES, "who": PEOPLE},
            towns=places, found=found, fit=fit, prepared=prepared, blocks=blocks(prepared) if prepared else (), labels=LABELS,
            begin=_begin(guest_of(request), wish, fit, prepared),
        )  # fmt: skip

    async def of_kind(self, workflow: str) -> Response:
        """The questions with the occasions of one kind of case only. Raises NotThere for an unknown one."""
        if workflow not in WORKFLOWS:
            raise NotThere
        return go_to(f"/prepare?{urlencode({'case': workflow})}")

    async def paper(self, request: Request) -> Response:
        """The same as a PDF. Raises NotThere where the answers lead to no single kind of case."""
        wish = wish_of(request.query_params)
        fit = _chosen(find(WORKFLOWS.values(), wish.what, wish.where, wish.who), wish)
        if fit is None:
            raise NotThere
        speaker = Speaker(known_locale(_locale(request, wish)))
        prepared = await self._prepared(fit, wish, await _read(towns))
        made = await self._press.make(pdf, _sheet(fit, wish, prepared, speaker), speaker)
        name = file_name(speaker(fit.occasion.label))
        return Response(made, media_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})

    async def _prepared(self, fit: Fit, wish: Wish, places: Mapping[str, str]) -> Prepared:
        found: Prepared = await _read(prepare, fit, wish.municipality if wish.municipality in places else "", now=house().now())
        return found

    async def confirm(self, request: Request) -> Response:
        """After login: what is begun, and where; one press begins it. An address that does not say what leads to the questions."""
        guest, wish = known_guest(request), wish_of(request.query_params)
        if not wish.what:
            return go_to(f"/prepare?{wish.query()}".rstrip("?"))
        fit = wanted(wish.what)
        places = await _read(places_to_start, actor=guest.actor)
        return plain_page(
            "start.html", guest.person.language, words=SHARED, heading=_("Begin this application"), fit=fit, wish=wish, towns=places,
            csrf=guest.session.csrf_token, labels=LABELS,
        )  # fmt: skip

    async def start(self, request: Request) -> Response:
        """Make the draft and go to its first page. Raises as `start_prepared`."""
        guest = known_guest(request)
        wish = wish_of({**await checked_form(request, guest)})
        here = house()
        places = await _read(places_to_start, actor=guest.actor)
        if wish.municipality not in places:
            return go_to(f"/start?{urlencode({'what': wish.what})}")

        def begin() -> Any:
            now, work = here.now(), here.open_work(writing=True)
            return start_prepared(wish.what, wish.municipality, actor=guest.actor, work=work, now=now, chance=here.chance)

        saved = await here.run_writing(begin)
        return go_to(f"/cases/{saved.ref}/application/{first_step(saved)}")


LABELS: dict[str, Text] = {
    "lead": _("Answer three questions. You see what to have ready, and can begin from there."),
    "choose": _("Choose"),
    "municipality": _("Which municipality?"),
    "municipality_hint": _("Optional. Fees, times and demands are then its own."),
    "any": _("Not chosen"),
    "go": _("Show what I need"),
    "several": _("More than one kind of case fits. Which is it?"),
    "none": _("No application fits these answers"),
    "others": _("What is done there by those you chose:"),
    "of": _("Kind of case"),
    "rules_of": _("Whose rules"),
    "standard": _("The standard rules; each municipality may have its own."),
    "closed": _("This municipality takes no new cases of this kind here."),
    "pdf": _("Download as PDF"),
    "begin": _("Begin this application"),
    "begin_hint": _("You log in first if you have not. Nothing is sent before you send it."),
    "login": _("Log in"),
    "language": _("Language"),
    "questions": _("Your answers"),
    "no_towns": _("Your company has no standing with any municipality here yet. Ask the municipality for access."),
    "draft": _("The draft is yours alone until you send it."),
    "back": _("Back to the preparation"),
}


@dataclass(frozen=True)
class Begin:
    """The press that begins: at once by a form with the session's token, or by way of the login."""

    address: str = ""
    csrf: str = ""


def _begin(guest: Guest | None, wish: Wish, fit: Fit | None, prepared: Prepared | None) -> Begin | None:
    if fit is None or prepared is None or not prepared.is_open:
        return None
    if guest is None:
        return Begin(f"/start?{wish.query(what=fit.key)}")
    if Role(guest.membership.role) not in MATRIX["start_case"]:
        return None
    return Begin(csrf=guest.session.csrf_token)


def _chosen(found: Found, wish: Wish) -> Fit | None:
    fits = [fit for fit in found.fits if wish.case in ("", fit.workflow.key)]
    return fits[0] if len(fits) == 1 else None


def _error(wish: Wish) -> Text | None:
    return _("Answer all three questions.") if wish.is_begun and wish.lacking else None


def _groups(case: str) -> list[tuple[Text, list[Fit]]]:
    """What may be done, by the kind of case where it is named first; of one kind only where that is wanted."""
    wanted_kinds = [one for one in WORKFLOWS.values() if case in ("", one.key)] or list(WORKFLOWS.values())
    every = occasions(wanted_kinds)
    groups = [(workflow.title, [fit for fit in every if fit.workflow is workflow]) for workflow in wanted_kinds]
    return [(title, fits) for title, fits in groups if fits]


def _sheet(fit: Fit, wish: Wish, prepared: Prepared, t: Speaker) -> Sheet:
    whose = prepared.municipality or t(LABELS["standard"])
    facts = [f"{t(LABELS['of'])}: {t(fit.workflow.title)}", f"{t(LABELS['rules_of'])}: {whose}"]
    facts += [f"{t(words)} {t(options[getattr(wish, key)])}" for key, words, options in _ANSWERED if getattr(wish, key) in options]
    footer = t(_("Made {day} from the rules that hold then.", day=t.day(house().now())))
    return Sheet(t(fit.occasion.label), t(fit.workflow.summary), facts, footer, t(product()), t.locale, blocks(prepared))


_ANSWERED = (("where", QUESTIONS[1][1], PLACES), ("who", QUESTIONS[2][1], PEOPLE))


def _locale(request: Request, wish: Wish) -> str:
    return wish.lang if wish.lang in LANGUAGES else locale_of(request)


async def _read(use_case: Any, *given: Any, **more: Any) -> Any:
    """A reading use case in a worker thread."""
    here = house()
    return await here.run_reading(lambda: use_case(*given, work=here.open_work(writing=False), **more))


def prepare_routes() -> APIRouter:
    """The routes before login, and the one from there to a draft."""
    here, routes = Prepare(), APIRouter(include_in_schema=False)
    routes.add_api_route("/prepare", here.show, methods=["GET"], response_model=None)
    routes.add_api_route("/prepare.pdf", here.paper, methods=["GET"], response_model=None)
    routes.add_api_route("/prepare/{workflow}", here.of_kind, methods=["GET"], response_model=None)
    routes.add_api_route("/start", here.confirm, methods=["GET"], response_model=None)
    routes.add_api_route("/start", here.start, methods=["POST"], response_model=None)
    return routes
