"""Why a file was refused or is doubted, said so that people know what to do next."""

from __future__ import annotations

from typing import Any

from models.text import Text, _

EMPTY = _("The file is empty. Check that it opens on your machine, and upload it once more.")
WRONG_TYPE = _("This kind of file cannot be used here. Save it in one of the formats named beside the upload.")
DISGUISED = _("The file's name and its content are of different kinds. Save it again in the right format.")
UNREADABLE = _("The file cannot be opened; it may be damaged. Save it again and upload it once more.")
TOO_MUCH = _("The file is too large or too complicated to be checked. Save it simpler, or split it in several files.")
LOCKED = _("The file is locked with a password. Save it without a password and upload it once more.")
NO_PAGES = _("The PDF has no pages. Save it again and upload it once more.")
TOO_MANY_PAGES = _("The PDF has more than 2,000 pages. Split it in several files.")
TOO_MANY_PIXELS = _("The picture has more than 50 megapixels. Save it smaller.")
MACROS = _("The sheet holds macros. Save it without macros (.xlsx) and upload it once more.")
FORBIDDEN_INSIDE = _("The archive holds files that are not allowed in it. Keep to films, pictures, PDF and text.")
BOMB = _("The archive unpacks to far more than it may. Upload the files in it one by one.")

RUNS_SOMETHING = _("The PDF tries to run something when it is opened.")
HOLDS_FILES = _("The PDF holds other files inside it, which nobody has checked.")
LOOKS_BLANK = _("The picture looks blank.")
LOOKS_BLURRED = _("The picture looks blurred.")


class Refusal(Exception):
    """The file cannot be used; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.in_english())


def doubt(text: Text, **values: Any) -> list[Any]:
    """A doubt as it is kept: message id and values."""
    return [text.msgid, values]
