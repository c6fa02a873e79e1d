"""The step that says for whom: the owner of the property, and that the owner has asked for this."""

from __future__ import annotations

from models.document import FileKind
from models.text import _
from workflows.declare import RECOMMENDED, Step, question, slot
from workflows.fields import BooleanKind, ChoiceKind, EmailKind, PhoneKind, TextKind, options
from workflows.shared.sources import FORMS, OWNER_SIGNS, PROPERTY_FORM


class Parties(Step):
    """The owner has no login: the company acts with the owner's consent."""

    title = _("Owner")
    section = _("Where and who")

    owner_name = question(
        TextKind(0, 200),
        _("Owner (subscriber)"),
        required=True,
        ask=_("Write the owner's name."),
        how=_("The person or company that owns the property and pays the fees."),
        source=PROPERTY_FORM,
    )
    owner_kind = question(
        ChoiceKind(
            options(
                ("person", _("A person")),
                ("company", _("A company")),
                ("municipality", _("The municipality")),
                ("housing_company", _("A housing company")),
            )
        ),
        _("The owner is"),
        required=True,
        ask=_("Say what kind of owner it is."),
        how=_("Choose one from the list."),
        source=FORMS,
    )
    owner_email = question(
        EmailKind(),
        _("Owner's e-mail"),
        required=True,
        level=RECOMMENDED,
        ask=_("Give the owner's e-mail address."),
        how=_("Then the owner can be told when the decision is made."),
        misread_by="COM-11",
        source=FORMS,
        example="name@company.no",
    )
    owner_phone = question(
        PhoneKind(),
        _("Owner's phone"),
        required=True,
        level=RECOMMENDED,
        ask=_("Give the owner's phone number."),
        how=_("Norwegian phone numbers have eight digits."),
        misread_by="COM-11",
        source=FORMS,
        example="912 34 567",
    )
    authority = question(
        BooleanKind(),
        _("The owner has asked us to apply"),
        ask=_("Confirm that the owner has asked you."),
        how=_("Or upload the power of attorney below."),
        governed_by="COM-10",
        own_word=True,
        source=OWNER_SIGNS,
    )
    power_of_attorney = slot(
        (FileKind.PDF, FileKind.IMAGE),
        _("Power of attorney"),
        at_least=0,
        at_most=3,
        ask=_("Upload the power of attorney."),
        how=_("PDF or photo, signed by the owner."),
        governed_by="COM-10",
        source=OWNER_SIGNS,
    )
