"""The documents of a process: papers that stand on its page, to be read or downloaded. An address
stays when its document is called otherwise, or another file takes its place."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app import clock, journal
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.loading import only
from app.models import Document, Person, Process
from app.processes.ordering import shift
from app.processes.renewing import hold, renew
from app.text import clean_line, slugify

LONGEST_TITLE, LONGEST_NOTE = 200, 300
MOST = 60  # documents of a process: its page names them all
_FEW = "process_id slug title note position filename media_type size published_at"


@dataclass(frozen=True)
class Paper:
    """A file that was looked through. `html` is its text for a page, where it has one."""

    filename: str
    media_type: str
    content: bytes
    html: str = ""


def mark_of(document: Document) -> str:
    """Says whether it is still what somebody has read."""
    words = (document.title, document.note, document.filename, str(document.size))
    moment = str(document.published_at.timestamp())
    return hashlib.sha256("\x1f".join((*words, moment)).encode()).hexdigest()[:32]


def faults_of(title: str, note: str) -> dict[str, str]:
    """What is wrong with these words for a document, by the name of their field."""
    faults = {}
    if not clean_line(title):
        faults["title"] = _("Hier steht noch nichts.")
    for name, said, most in (("title", title, LONGEST_TITLE), ("note", note, LONGEST_NOTE)):
        if len(clean_line(said)) > most:
            faults[name] = _("Bitte kürzen Sie auf höchstens %(most)d Zeichen.") % {"most": most}
    return faults


def documents_of(session: Session, process: Process) -> Sequence[Document]:
    """All of them in the process's order, without what is in them."""
    query = (
        select(Document)
        .where(Document.process_id == process.id)
        .order_by(col(Document.position), col(Document.id))
        .options(only(Document, _FEW))
        .execution_options(populate_existing=True)
    )
    return session.exec(query).all()


def document_of(session: Session, process: Process, slug: str, columns: str = "") -> Document:
    """The document at this address, with these columns besides. Raises `NotFound`."""
    query = (
        select(Document)
        .where(Document.process_id == process.id, Document.slug == slug[:80])
        .options(only(Document, f"{_FEW} {columns}".strip()))
        .execution_options(populate_existing=True)
    )
    document = session.exec(query).one_or_none()
    if document is None:
        raise NotFound(_("Diese Unterlage gibt es nicht."))
    return document


def add_document(
    session: Session, process: Process, title: str, note: str, paper: Paper, by: Person
) -> Document:
    """One more document, behind the others; the very same once more (a second click) is the one
    that is there. Refused with `Invalid` as `faults_of` says, with `Conflict` when there are too
    many."""
    title, note = _checked(title, note)
    hold(session, process)
    standing = documents_of(session, process)
    for known in standing:
        if (known.title, known.size) == (title, len(paper.content)):
            whole = document_of(session, process, known.slug, "content")
            if whole.content == paper.content:
                return whole
    if len(standing) >= MOST:
        most = {"most": MOST}
        raise Conflict(_("Mehr als %(most)d Unterlagen hat ein Verfahren nicht.") % most)
    document = Document(
        process_id=process.id,
        slug=_free_slug(title, {one.slug for one in standing}),
        title=title,
        note=note,
        position=max((one.position for one in standing), default=0) + 1,
        size=len(paper.content),
        filename=paper.filename,
        media_type=paper.media_type,
        content=paper.content,
        html=paper.html,
        published_at=clock.now(),
    )
    session.add(document)
    _write(session, process, "document.added", document, by)
    return document


def change_document(
    session: Session,
    process: Process,
    slug: str,
    seen: str,
    words: tuple[str, str],
    paper: Paper | None,
    by: Person,
) -> Document:
    """Let it be called otherwise (title and note), or put another file in its place. Refused as
    `add_document` does, with `NotFound` for one that is not there (any more), and with `Conflict`
    when somebody has changed it since it had the mark `seen`."""
    title, note = _checked(*words)
    hold(session, process)
    document = document_of(session, process, slug)
    if paper is None and (document.title, document.note) == (title, note):
        return document
    if mark_of(document) != seen:
        raise _changed_since()
    document.title, document.note = title, note
    if paper is not None:
        document.filename, document.media_type = paper.filename, paper.media_type
        document.content, document.size = paper.content, len(paper.content)
        document.html, document.published_at = paper.html, clock.now()
    session.add(document)
    deed = "document.replaced" if paper else "document.changed"
    _write(session, process, deed, document, by)
    return document


def move_document(session: Session, process: Process, slug: str, by: Person, *, up: bool) -> None:
    """Put a document one place up, or down; at the end of the list nothing happens. Refused with
    `NotFound` for one that is not there."""
    hold(session, process)
    document = document_of(session, process, slug)
    if shift(session, documents_of(session, process), document, up=up):
        _write(session, process, "document.moved", document, by)


def remove_document(session: Session, process: Process, slug: str, seen: str, by: Person) -> None:
    """Take it off, with its file. Refused with `NotFound` for one that is not there (any more),
    with `Conflict` when somebody has changed it since it had the mark `seen`."""
    hold(session, process)
    document = document_of(session, process, slug)
    if mark_of(document) != seen:
        raise _changed_since()
    _write(session, process, "document.removed", document, by)
    session.expunge(document)
    session.execute(delete(Document).where(col(Document.id) == document.id))


def _checked(title: str, note: str) -> tuple[str, str]:
    faults = faults_of(title, note)
    if faults:
        raise Invalid(next(iter(faults.values())), faults)
    return clean_line(title), clean_line(note)


def _changed_since() -> Conflict:
    because = _("Jemand hat diese Unterlage eben geändert. Bitte lesen Sie, was jetzt gilt.")
    return Conflict(because)


def _free_slug(title: str, taken: set[str]) -> str:
    stem = slugify(title, "unterlage")[:70].strip("-")
    slug, n = stem, 1
    while slug in taken:
        n += 1
        slug = f"{stem}-{n}"
    return slug


def _write(session: Session, process: Process, deed: str, document: Document, by: Person) -> None:
    journal.record(session, by, deed, document, process=process, document=document.slug)
    renew(session, process)
