"""What an officer may decide now, read from the life cycle's own answers: closed choices say why, in the guard's words."""

from __future__ import annotations

from dataclasses import replace

from models.text import Text, _
from ui.municipality.letter.form import parts_in_words
from ui.municipality.pieces.decision import Choice
from ui.texts import Speaker
from workflows.casework.proposing import own_terms
from workflows.casework.views import OfficerCase, Permitted

DECISIONS = frozenset({"approve", "reject", "reopen", "lapse"})


def choices(case: OfficerCase) -> list[Choice]:
    """The decisions the person's role gives, the most likely first. Nothing for roles that decide nothing."""
    may = case.permitted
    found: list[Choice] = []
    if "approve" in may:
        found.append(_note(may["approve"]) if case.head.is_notice else _approve(may["approve"]))
    if "reject" in may:
        reject = may["reject"]
        found.append(
            Choice(
                "reject",
                _("Reject …"),
                _("Reject"),
                reject.why_not,
                "danger",
                hint=_("The contractor and the municipality's archive get the reason."),
            )
        )
    if "propose" in may and ("approve" not in may or case.four_eyes):
        found += _proposals(may["propose"])
    found += [_other(key, *words, may[key]) for key, words in _OTHERS.items() if key in may and may[key].why_not is None]
    found = [replace(one, standard=case.conditions) if one.takes_conditions else one for one in found]
    if not written_parts(case):
        return found
    page = f"/cases/{case.head.ref}/decision"
    return [one if one.key in _OTHERS else replace(one, href=page) for one in found]


def written_parts(case: OfficerCase) -> list[str]:
    """What is written of the decision that this panel could not show and would drop: then it leads to the page of the letter."""
    if case.written is None:
        return []
    terms, grounds = case.written.terms, ["reason"] if case.written.terms.reason and not case.written.is_proposed else []
    return [*grounds, *own_terms(terms)]


def _approve(answer: Permitted) -> Choice:
    return Choice(
        "approve",
        _("Approve …"),
        _("Approve"),
        answer.why_not,
        "primary",
        takes_conditions=True,
        hint=_("The next phase opens for the contractor at once."),
    )


def _note(answer: Permitted) -> Choice:
    hint = _("It was sent as a notice: work may go on, and the next part opens for the contractor.")
    return Choice("approve", _("Take note …"), _("Take note"), answer.why_not, "primary", takes_conditions=True, hint=hint)


def _proposals(answer: Permitted) -> list[Choice]:
    hint = _("Somebody else makes the decision.")
    return [
        Choice(
            "propose_approved",
            _("Propose approval …"),
            _("Propose approval"),
            answer.why_not,
            "secondary",
            needs_reason=False,
            takes_conditions=True,
            hint=hint,
        ),
        Choice("propose_rejected", _("Propose rejection …"), _("Propose rejection"), answer.why_not, "secondary", hint=hint),
    ]


_OTHERS: dict[str, tuple[Text, Text]] = {
    "reopen": (_("Reopen the case …"), _("Reopen the case")),
    "lapse": (_("Mark as lapsed …"), _("Mark as lapsed")),
}


def _other(key: str, label: Text, go: Text, answer: Permitted) -> Choice:
    return Choice(key, label, go, answer.why_not, "secondary" if key == "reopen" else "quiet")


def proposal_words(case: OfficerCase, speaker: Speaker) -> str | None:
    """Who has proposed what, for the one who decides, and what more is written."""
    parts, proposed = written_parts(case), _proposed(case)
    more = _("Already written: {what}. Go on from there on the page with the letter.", what=parts_in_words(parts, speaker))
    return " ".join(speaker(one) for one in (proposed, more if parts else None) if one is not None) or None


def _proposed(case: OfficerCase) -> Text | None:
    if case.proposal is None:
        return None
    who, words = case.proposal.who, case.proposal.words
    if case.proposed_outcome == "rejected":
        return _("{name} proposes rejection. {words}", name=who, words=words)
    return _("{name} proposes approval. {words}", name=who, words=words)
