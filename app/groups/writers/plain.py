"""Text on its way into a file of another program: what such a file cannot carry is taken out.

Words are cleaned when they are written (`app.text`); this is the last door, for what came in by
another one. JSON alone keeps every character, escaped.
"""

import re
import unicodedata
from itertools import islice

# What XML 1.0 cannot carry, the C1 controls, and the characters that reorder their neighbours.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069]"
)
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def printable(value: str) -> str:
    """`value` with plain line breaks, without control and reordering characters."""
    if value.isprintable() or not _ODD.search(value):  # nearly always
        return value
    return _DROPPED.sub("", _BREAK.sub("\n", value))


def one_line(value: str) -> str:
    """The same for a name or a title, on one line with single blanks."""
    return " ".join(printable(value).split())


def is_right_to_left(value: str) -> bool:
    """Whether the first letter of `value` belongs to Arabic, Hebrew or a script like them."""
    if not _RIGHT_TO_LEFT.search(value):
        return False
    letters = (sign for sign in value if unicodedata.bidirectional(sign) in ("L", "R", "AL"))
    return any(unicodedata.bidirectional(sign) != "L" for sign in islice(letters, 1))


def cut(value: str, limit: int, ending: str) -> str:
    """`value`, or as much of it as leaves room for `ending` within `limit` UTF-16 units.

    Excel counts in UTF-16, where an emoji is two; a pair is never torn.
    """
    units = value.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return value
    room = limit - len(ending.encode("utf-16-le")) // 2
    return units[: 2 * room].decode("utf-16-le", "ignore") + ending
