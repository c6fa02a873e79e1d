"""What the pages of local rules share: words in three languages, weights, what is drawn when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.base import Level
from models.local_set import Words
from models.text import Text, _
from ui.components import Choice, FieldView, Tag, field, paragraph
from ui.municipality.settings.sheet import RulesSheet
from workflows.local.applying import level_words
from workflows.local.editing import STANDARD_WEIGHT
from workflows.local.offering import Prompt, without_gaps

LANGUAGES: dict[str, Text] = {"nb": _("{label} – bokmål"), "nn": _("{label} – nynorsk"), "en": _("{label} – English")}


def words_fields(sheet: RulesSheet, path: str, label: Text, words: Words | None, *, long: bool = True) -> None:
    """One field for each language; bokmål stands in where another is empty."""
    for language, named in LANGUAGES.items():
        key = f"{path}/{language}"
        hint = None if language == "nb" else _("Empty: the bokmål words are shown.")
        value = getattr(words, language) if words else ""
        kind = "longtext" if long else "text"
        shown = FieldView(
            key, named.with_values(label=label), kind, value, hint=hint, error=sheet.fault_at(key), locked=sheet.locked
        )  # fmt: skip
        field(shown)


def prompt_fields(sheet: RulesSheet, prompt: Prompt) -> None:
    """What a requirement says here, and how it says that it is good enough; over each the declared words, with what they may name."""
    said = sheet.view.content.words.get(prompt.id)
    labels = (_("What to do"), _("How it is good enough"))
    for name, label, gaps in zip(("what", "how_to_fix"), labels, prompt.gaps, strict=True):
        paragraph(_("The standard says: {words}", words=without_gaps(getattr(prompt, name))), look="muted")
        if gaps:
            paragraph(_("You may name: {names}", names=", ".join("{" + one + "}" for one in gaps)), look="small")
        words_fields(sheet, f"words/{prompt.id}/{name}", label, getattr(said, name) if said else None, long=name == "how_to_fix")


def weight_field(
    sheet: RulesSheet, path: str, standard: Level | None, weights: Sequence[Level], chosen: Level | None, label: Text | None = None
) -> None:
    """How much something weighs: as the standard, or one of the heavier weights."""
    as_it_is = _("As the standard: {level}", level=level_words(standard))
    options = [Choice(STANDARD_WEIGHT, as_it_is), *(Choice(one.value, level_words(one)) for one in weights)]
    value = chosen.value if chosen else STANDARD_WEIGHT
    words = label or _("How much it weighs")
    field(FieldView(path, words, "choice", value, options=options, error=sheet.fault_at(path), locked=sheet.locked))


def folded(summary: Text | str, draw: Callable[[], None], *, is_open: bool = False, id_: str = "") -> Tag:
    """More behind one line, drawn when somebody opens it: a page of many stays light."""
    with Tag("details", classes="details", open=True if is_open else None, id=id_ or None) as box:
        Tag("summary", summary)
        body = Tag("div", classes="details-body stack stack-4")
    drawn = {"yet": False}

    def fill() -> None:
        if not drawn["yet"]:
            drawn["yet"] = True
            with body:
                draw()

    if is_open:
        fill()
    else:
        box.on("toggle", fill)
    return box
