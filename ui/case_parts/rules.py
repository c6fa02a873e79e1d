"""What a municipality's rules say to the contractor: what changed since the draft was last saved, and whom to ask."""

from __future__ import annotations

from models.text import Text, _
from ui.components import Tag, details, link, notice, paragraph
from ui.theme import Tone
from workflows.casework.views import Head
from workflows.local.comparing import SetDifference


def new_rules_notice(head: Head) -> None:
    """What is new, changed and no longer asked in a draft; nothing when the rules are those it was last saved under."""
    if not head.new_rules:
        return
    words = _("{municipality} has changed its rules since you last saved. Your answers are kept.", municipality=head.municipality)
    notice(words, Tone.YELLOW, title=_("New rules"))
    with details(_("What is new"), is_open=True), Tag("ul", classes="stack stack-2"):
        for one in head.new_rules:
            Tag("li", change_words(one))


def change_words(one: SetDifference) -> Text:
    """One change as a contractor meets it."""
    if one.part in ("questions", "slots"):
        if one.old is None:
            return _("New: {label}", label=one.label)
        if one.new is None:
            return _("No longer asked: {label}", label=one.label)
        if one.part == "slots":
            return _("Changed, look at your files: {label}", label=one.label)
        return _("Changed, look at your answer: {label}", label=one.label)
    return _("{label}: {old} → {new}", label=one.label, old=one.old or _("nothing"), new=one.new or _("nothing"))


def contact_lines(head: Head) -> None:
    """Whom the municipality lets contractors ask; nothing when it named nobody."""
    contact = head.contact
    if not (contact.name or contact.phone or contact.email):
        return
    with Tag("section", classes="stack stack-2", data_contact=True, aria_label=_("Whom you may ask")):
        paragraph(_("Questions? Ask {name}.", name=contact.name or head.municipality))
        if contact.phone:
            link(contact.phone, "tel:" + "".join(contact.phone.split()))
        if contact.email:
            link(contact.email, "mailto:" + contact.email)
        if not contact.hours.is_empty:
            paragraph(contact.hours.text, look="muted")
