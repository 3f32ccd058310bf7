"""Where else in a process the words stand that were just blacked out: other notes and answers, what
an office is asked and says, remarks, drafts, reasons. Nothing is blacked out there by itself; a
person looks. One question, bounded."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, or_, union_all
from sqlalchemy import select as choose
from sqlmodel import Session, col

from app.comments.personal import findings
from app.i18n import _
from app.models import (
    Addition,
    AnswerDraft,
    Comment,
    CommentWording,
    Inquiry,
    Process,
    Remark,
    Removal,
    Reply,
    ReplyWording,
)

MOST = 5  # places of a kind that are named
_WORD, _DIGITS = re.compile(r"\w+"), re.compile(r"\d{3}")


@dataclass(frozen=True)
class Elsewhere:
    """A place where the same words stand: what it is called, and its address at the desk."""

    name: str
    link: str


def says_much(passage: str) -> bool:
    """Whether words are enough to be looked for: two or more, a number, an address. A single word
    stands everywhere."""
    return len(_WORD.findall(passage)) > 1 or bool(_DIGITS.search(passage)) or "@" in passage


def elsewhere(session: Session, process: Process, passage: str) -> Sequence[Elsewhere]:
    """At most five places of each kind in this process in which the words of a blackout can still
    be read, or a telephone number, an address or an IBAN of theirs alone; none for a single word.
    Whoever moderates may see all of them."""
    if not says_much(passage):
        return ()
    words = " ".join(passage.split())
    looked_for = dict.fromkeys((words, *(finding.words for finding in findings(words))))
    found = session.execute(union_all(*_asked(process, list(looked_for)))).all()
    return [_shown(process, *row) for row in found]


def _asked(process: Process, words: Sequence[str]) -> Iterator[Any]:
    """One question for each kind: kind, number of the note (or of the inquiry), place of the
    answer. `Comment` is joined where the row only knows the note's id."""
    note, nothing = col(Comment.number), literal(0)
    own = (Comment.text, Comment.proposed_wording)
    yield _one("note", process, Comment, own, words, note, nothing, is_note=True)
    place = col(Reply.position)
    yield _one("reply", process, Reply, (Reply.text,), words, note, place)
    of_notes: tuple[tuple[str, Any, tuple[Any, ...]], ...] = (
        ("addition", Addition, (Addition.text,)),
        ("earlier", CommentWording, (CommentWording.text, CommentWording.proposed_wording)),
        ("corrected", ReplyWording, (ReplyWording.text,)),
        ("remark", Remark, (Remark.text,)),
        ("draft", AnswerDraft, (AnswerDraft.text,)),
        ("reason", Removal, (Removal.reason,)),
    )
    for kind, table, columns in of_notes:
        yield _one(kind, process, table, columns, words, note, nothing)
    said = (Inquiry.question, Inquiry.draft, Inquiry.answer, Inquiry.edited, Inquiry.objection)
    number = col(Inquiry.id)
    yield _one("inquiry", process, Inquiry, said, words, number, nothing, is_note=True)


def _one(
    kind: str,
    process: Process,
    table: Any,
    columns: Sequence[Any],
    words: Sequence[str],
    number: Any,
    place: Any,
    *,
    is_note: bool = False,
) -> Any:
    query = choose(literal(kind).label("kind"), number.label("number"), place.label("place"))
    query = query.select_from(table)
    if not is_note:
        query = query.join(Comment, col(Comment.id) == table.comment_id)
    holds = or_(*(col(c).icontains(each, autoescape=True) for c in columns for each in words))
    rows = query.where(table.process_id == process.id, holds).order_by(table.id).limit(MOST)
    return choose(*rows.subquery().c)


def _shown(process: Process, kind: str, number: int, place: int) -> Elsewhere:
    desk, about = f"/desk/p/{process.slug}", {"n": number}
    if kind == "inquiry":
        return Elsewhere(_("Anfrage an ein Amt"), f"{desk}/inquiries/{number}")
    if kind == "reply" and place > 0:
        name = _("Antwort %(place)d auf #%(n)d") % {"place": place, **about}
        return Elsewhere(name, f"{desk}/comments/{number}/blackout")
    black = f"{desk}/comments/{number}/blackout"
    names = {
        "note": (_("Anmerkung #%(n)d"), black),
        "reply": (_("Antwort auf #%(n)d"), black),
        "addition": (_("Nachtrag zu #%(n)d"), black),
        "earlier": (_("Früherer Text von #%(n)d"), black),
        "corrected": (_("Frühere Fassung einer Antwort auf #%(n)d"), black),
        "remark": (_("Interner Vermerk zu #%(n)d"), f"{desk}?note={number}#note"),
        "draft": (_("Entwurf einer Antwort auf #%(n)d"), f"{desk}?note={number}#note"),
        "reason": (_("Begründung zu #%(n)d, öffentlich"), f"{desk}/comments/{number}/hide"),
    }
    name, link = names[kind]
    return Elsewhere(name % about, link)
