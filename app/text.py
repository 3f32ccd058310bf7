"""What people type, made safe to keep and to show: cleaned and rendered once, when written."""

import re
import unicodedata
from functools import lru_cache
from html import escape
from typing import Literal

# Characters that change the order of others on the page (Trojan Source, CVE-2021-42574), and
# invisible ones other than the joiners that Persian and Hindi spelling needs.
_UNSEEN = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x200B, 0x200E, 0x200F, 0xFEFF, 0x00AD]
)
_CONTROLS = {n: None for n in [*range(0x20), *range(0x7F, 0xA0)] if n not in (0x09, 0x0A)}
_DROPPED = {**_UNSEEN, **_CONTROLS}
_LINK = re.compile(r"https?://[^\s<>\"'„“”]+[^\s<>\"'„“”.,;:!?)\]]")
# A spreadsheet may take a cell that begins so for a formula (CWE-1236), and skips what is blank
# or unseen before it. The full-width signs are folded to the narrow ones by East Asian editions.
_FORMULA = re.compile(r"[\s\x00-\x20\u200b-\u200f\u2060-\u2064\ufeff]*[=+\-@＝＋－＠]|[\t\r]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

# Marks on one letter that are kept (UAX #15, Stream-Safe Text Format). Normalising puts them into
# order by insertion, so n marks cost n² steps, during which no other thread of the process runs.
MARKS = 30

SHORT = 700  # characters of a note that are shown in the margin before "read on"

# What stands where the moderation has blacked out words: stored within the text, so the same in
# every language and everywhere the text goes.
_BARS = "▮▮▮▮"
BLACKED = f"{_BARS} (von der Moderation geschwärzt)"


def said(sentence: str) -> str:
    """A sentence for people, from a room below i18n: it is put into the catalogues (`make words`)
    and translated by whoever shows it."""
    return sentence


def normal(value: str, form: Literal["NFC", "NFKC", "NFKD"] = "NFC") -> str:
    """`value` normalised in a time that grows with its length alone: of a letter's marks no more
    than `MARKS` are kept. The one place where text of strangers is normalised (a test says so)."""
    found = "".join(filter(_is_mark, set(value)))
    if len(found) > 1:  # a single kind of mark is in order already
        some = f"[{re.escape(found)}]"
        value = re.sub(f"({some}{{{MARKS}}}){some}+", r"\1", value)
    return unicodedata.normalize(form, value)


@lru_cache(4096)
def _is_mark(letter: str) -> bool:
    """Whether it belongs to the letter before it, in any of the forms."""
    return unicodedata.combining(unicodedata.normalize("NFKD", letter)[0]) != 0


def clean(value: str) -> str:
    """Normalised (NFC) text with plain line breaks, no control or reordering characters,
    no blanks around it and at most one empty line in a row."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    # First what nobody sees: between two marks it would make one long row of them into many.
    value = normal(value.translate(_DROPPED))
    # Line by line: one pattern over all would look at a run of blanks again from each of them.
    value = "\n".join(line.rstrip(" \t\u00a0") for line in value.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", value).strip()


def clean_line(value: str) -> str:
    """The same for a name or a title: one line, single blanks."""
    return " ".join(clean(value).split())


def to_html(value: str) -> str:
    """Text of a person as HTML: paragraphs and line breaks kept, everything else is text.

    Web addresses become links that robots do not follow (rel nofollow ugc).
    """
    paragraphs = [part for part in re.split(r"\n{2,}", value) if part.strip()]
    return "".join(f"<p>{_inline(part)}</p>" for part in paragraphs)


def shorten(value: str, limit: int = SHORT) -> str:
    """`value`, or its beginning up to a word's end with an ellipsis if it is much longer."""
    if len(value) <= limit * 1.25:
        return value
    head = value[:limit]
    cut = max(head.rfind(" "), head.rfind("\n"))
    return head[: cut if cut > limit // 2 else limit].rstrip() + " …"


def slugify(value: str, fallback: str = "abschnitt") -> str:
    """`value` in a-z, 0-9 and hyphens, at most 60 characters, for addresses and file names."""
    plain = normal(value.lower().translate(_UMLAUTS), "NFKD")
    slug = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    return slug[:60].strip("-") or fallback


def _inline(value: str) -> str:
    pieces: list[str] = []
    end = 0
    for found in _LINK.finditer(value):
        pieces.append(escape(value[end : found.start()]))
        address = escape(found.group())
        pieces.append(f'<a href="{address}" rel="nofollow ugc noopener">{address}</a>')
        end = found.end()
    pieces.append(escape(value[end:]))
    return spoken("".join(pieces).replace("\n", "<br>"))


def spoken(html: str) -> str:
    """`html` with the bars of what was blacked out kept from screen readers, which would call each
    a "black vertical rectangle"; the words behind them say what they are."""
    return html.replace(_BARS, f'<span aria-hidden="true">{_BARS}</span>')


def defused(value: str) -> str:
    """`value` as a spreadsheet keeps it text: an apostrophe before what looks like a formula."""
    return f"'{value}" if _FORMULA.match(value) else value
