"""Words of a text that the moderation has blacked out.

The text itself holds a mark in their place, so that nothing that shows it can show them; a row of
`Blackout` keeps what stood there. All rows of one text that are in force hold the same original,
and the text is always made from it anew with the passages of those rows: so they may overlap, be
undone in any order, and outlive an edit of the author.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from sqlmodel import Session, col, select

from app.models import Blackout, Comment
from app.text import BLACKED

TEXT, WORDING, REPLY = "text", "wording", "reply"
SHORTEST = 2
Span = tuple[int, int]
# A name in the genitive ("Annas") is the name still.
_TAIL = r"\w{0,2}"
_BETWEEN = re.compile(r"\s*")


def spans(text: str, passages: Iterable[str]) -> list[Span]:
    """Where these passages stand in the text, in order, what overlaps or touches as one. Capital
    letters and line breaks make no difference. A passage counts where it is words of its own, with
    up to two letters more; where it is so nowhere, within words too."""
    found = sorted(span for passage in passages for span in _spans_of(text, passage))
    joined: list[Span] = []
    for start, end in found:
        if joined and _BETWEEN.fullmatch(text, joined[-1][1], max(start, joined[-1][1])):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spans_of(text: str, passage: str) -> list[Span]:
    words = passage.split()
    if not words:
        return []
    said = r"\s+".join(map(re.escape, words))
    before = r"(?<!\w)" if words[0][0].isalnum() else ""
    behind = rf"{_TAIL}(?!\w)" if words[-1][-1].isalnum() else ""
    for pattern in (f"{before}{said}{behind}", said):
        if found := [one.span() for one in re.finditer(pattern, text, re.IGNORECASE)]:
            return found
    return []


def blacken(text: str, passages: Iterable[str]) -> str:
    """The text with a mark in the place of these passages; marks that meet are one."""
    pieces, at = [], 0
    for start, end in spans(text, [*passages, BLACKED]):
        pieces += [text[at:start], BLACKED]
        at = end
    return "".join([*pieces, text[at:]])


def whole_again(original: str, passages: Sequence[str], edited: str) -> str:
    """What the author means who was shown `original` with these passages blacked out, and makes
    `edited` of that: each mark that is still there stands for the words that it stood for."""
    covered = [original[start:end] for start, end in spans(original, [*passages, BLACKED])]
    kept = edited.split(BLACKED)
    if len(kept) == len(covered) + 1:  # none is missing: they are in the order in which they were
        return _filled(kept, covered)
    before = _words(blacken(original, passages).split(BLACKED))
    now = _words(kept)
    same = SequenceMatcher(None, before, now, autojunk=False).get_matching_blocks()
    was = {block.b + n: block.a + n for block in same for n in range(block.size)}
    marks = [n for n, word in enumerate(before) if word == BLACKED]
    meant = [was.get(n) for n, word in enumerate(now) if word == BLACKED]
    return _filled(kept, [BLACKED if n is None else covered[marks.index(n)] for n in meant])


def _words(pieces: Sequence[str]) -> list[str]:
    """The words between the marks, with the marks as words of their own."""
    words: list[str] = []
    for n, piece in enumerate(pieces):
        words += ([BLACKED] if n else []) + piece.split()
    return words


def _filled(pieces: Sequence[str], fillings: Sequence[str]) -> str:
    whole = pieces[0]
    for filling, piece in zip(fillings, pieces[1:], strict=True):
        whole += filling + piece
    return whole


def in_force(
    session: Session, comment_id: int, part: str = "", reply_id: int | None = None
) -> list[Blackout]:
    """What is blacked out in a note and its answers now, and is still known; or in one `part`."""
    query = select(Blackout).where(
        Blackout.comment_id == comment_id,
        col(Blackout.undone_at).is_(None),
        col(Blackout.passage) != "",
    )
    if part:
        query = query.where(Blackout.part == part, Blackout.reply_id == reply_id)
    return list(session.exec(query.order_by(col(Blackout.id))))


def rewritten(rows: Sequence[Blackout], edited: str) -> str:
    """What an edited text shows, with these rows of it in force: they keep what the author means as
    the original from now on, and what stays blacked out is so in the new text too."""
    if not rows:
        return edited
    passages = [row.passage for row in rows]
    original = whole_again(rows[0].original, passages, edited)
    for row in rows:
        row.original = original
    return blacken(original, passages)


def still_black(session: Session, note: Comment, text: str, wording: str) -> tuple[str, str]:
    """The text and the proposed wording that an author gives a note of theirs, with what is blacked
    out in it kept so. The note is held. One question."""
    rows = [row for row in in_force(session, note.id) if row.reply_id is None]
    of_text = [row for row in rows if row.part == TEXT]
    of_wording = [row for row in rows if row.part == WORDING]
    return rewritten(of_text, text), rewritten(of_wording, wording)
