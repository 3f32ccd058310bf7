"""Characters that no page, database or Word document should get, taken out before reading."""

from __future__ import annotations

import re

from app.drafts.readers.left_out import LeftOutList
from app.i18n import _
from app.text import normal

# XML knows no control characters, so no DOCX could carry them; bidirectional overrides and
# isolates turn the words after them around (Trojan Source, CVE-2021-42574). The joiners that
# Persian needs (U+200C, U+200D) and the marks U+200E and U+200F stay.
_REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
# Invisible, and in the way of searching: soft hyphens, zero-width blanks, stray byte order marks.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def clean_characters(text: str, left_out: LeftOutList) -> str:
    """`text` in NFC with plain line breaks and without characters that nobody can see or use.

    Control characters and those that reorder text are put on the list of what was left out.
    """
    text = _LINE_BREAKS.sub("\n", text).replace("\x1f", " ")
    found = _REFUSED.findall(text)
    if found:
        names = ", ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(found))
        left_out.add(_("Unsichtbare Steuerzeichen"), f"{len(found)}: {names}", words=0)
        text = _REFUSED.sub("", text)
    return normal(_UNSEEN.sub("", text))
