"""What feeds of a process tell: the public's part, fifty entries at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from urllib.parse import urlsplit

from sqlalchemy import tuple_
from sqlmodel import Session, col, func, select

from app import i18n, outbox
from app.asked_tongue import with_language
from app.i18n import _
from app.loading import one
from app.models import (
    ActionField,
    Comment,
    CommentState,
    DraftVersion,
    Process,
    Reply,
    Statement,
    Voice,
)
from app.news import atom

PAGE = 50
VERSIONS = 10  # the newest of them, on the first page


@dataclass(frozen=True)
class Site:
    """Where the city's pages are, and by which name its entries are known (RFC 4151). `named` is
    the language that the address of this file names, if it does: its links name it too."""

    base: str
    process: Process
    named: str = ""

    def at(self, path: str = "") -> str:
        """The public address of the process, or of what stands at `path` below it."""
        return with_language(f"{self.base}/p/{self.process.slug}{path}", self.named)

    @property
    def host(self) -> str:
        """The host of the city's pages."""
        return urlsplit(self.base).hostname or "localhost"

    def tag(self, what: str) -> str:
        """A name that stays, whatever the address or the title of a thing becomes."""
        day = self.process.created_at.astimezone(UTC).date().isoformat()
        return f"tag:{self.host},{day}:process/{self.process.id}/{what}"


def site_of(session: Session, process: Process, named: str = "") -> Site:
    """The site of a process, whose links name a language or none; its organisation is loaded."""
    return Site(outbox.address(session, "", process), process, named)


def revision_of(session: Session, process: Process) -> tuple[object, ...]:
    """What rises whenever a feed of the process may have changed."""
    notes = select(func.sum(ActionField.revision)).where(ActionField.process_id == process.id)
    return process.revision, process.updated_at, int(session.exec(notes).one() or 0)


def of_notes(
    session: Session, site: Site, field: ActionField | None = None, before: int = 0
) -> bytes:
    """Notes of the process (and its versions), or of one field: newest first, those with a number
    below `before`."""
    process = site.process
    found = _notes(session, process, field, before)
    entries = [_note_entry(site, note) for note in found[:PAGE]]
    if field is None and not before:
        entries = sorted(
            [*entries, *_versions(session, site)], key=lambda entry: entry.published, reverse=True
        )
    page = f"/fields/{field.slug}" if field else ""
    title = f"{process.title}: {field.label} {field.title}" if field else process.title
    last = found[PAGE - 1].number if len(found) > PAGE else ""
    name = f"field/{field.id}" if field else "notes"
    return _write(site, name, title, page, f"{page}/feed.atom", entries, str(before or ""), last)


def _write(
    site: Site,
    name: str,
    title: str,
    page: str,
    address: str,
    entries: Sequence[atom.Entry],
    before: str,
    last: object,
) -> bytes:
    """A page of a feed: that `before` which it was asked, and that which goes on after `last`."""
    return atom.write(
        atom.Feed(
            id=site.tag(name),
            title=title,
            language=i18n.locale(),
            link=site.at(f"{address}?before={before}" if before else address),
            page=site.at(page),
            author=site.process.organisation.name,
            begun=site.process.created_at,
            entries=entries,
            first_link=site.at(address),
            next_link=site.at(f"{address}?before={last}") if last else "",
        )
    )


def _notes(
    session: Session, process: Process, field: ActionField | None, before: int
) -> Sequence[Comment]:
    query = (
        select(Comment)
        .where(
            Comment.process_id == process.id,
            col(Comment.is_listed).is_(True),
            Comment.state == CommentState.PUBLIC,
        )
        .order_by(col(Comment.number).desc())
        .limit(PAGE + 1)
    )
    if field is not None:
        query = query.where(Comment.field_id == field.id)
    if before:
        query = query.where(Comment.number < before)
    return session.exec(query).all()


def _note_entry(site: Site, note: Comment) -> atom.Entry:
    facts = {"n": note.number, "address": note.address}
    quote = f"<blockquote>{escape(note.quote)}</blockquote>" if note.quote else ""
    wording = f"<p>{note.wording_html}</p>" if note.wording_html else ""
    changed = [note.created_at, note.edited_at, note.answered_at]
    return atom.Entry(
        id=site.tag(f"note/{note.number}"),
        title=_("Anmerkung #%(n)d zu %(address)s") % facts,
        updated=max(moment for moment in changed if moment is not None),
        published=note.created_at,
        author=note.author_name,
        html=f"{quote}{wording}{note.html}",
        link=site.at(f"/comments/{note.number}"),
        language=note.language,
    )


def _versions(session: Session, site: Site) -> list[atom.Entry]:
    query = (
        select(DraftVersion)
        .where(
            DraftVersion.process_id == site.process.id, col(DraftVersion.published_at).is_not(None)
        )
        .order_by(col(DraftVersion.number).desc())
        .limit(VERSIONS)
    )
    return [
        atom.Entry(
            id=site.tag(f"version/{version.number}"),
            title=_("Fassung %(n)d des Entwurfs") % {"n": version.number},
            updated=version.published_at,
            published=version.published_at,
            author=site.process.organisation.name,
            html=escape(_("Fassung %(n)d des Entwurfs ist öffentlich.") % {"n": version.number}),
            link=site.at(f"/draft/v{version.number}"),
        )
        for version in session.exec(query)
        if version.published_at is not None
    ]


def of_answers(session: Session, site: Site, before: tuple[datetime, int] | None = None) -> bytes:
    """What the city says to notes, newest first, after this moment and number."""
    query = (
        select(Reply)
        .join(Comment, col(Comment.id) == col(Reply.comment_id))
        .where(
            Reply.process_id == site.process.id,
            Reply.voice != Voice.RESIDENT,
            Reply.state == CommentState.PUBLIC,
            col(Reply.position) > 0,
            Comment.state == CommentState.PUBLIC,
        )
        .order_by(col(Reply.created_at).desc(), col(Reply.id).desc())
        .limit(PAGE + 1)
        .options(one(Reply.comment), one(Reply.statement, one(Statement.office)))
    )
    if before is not None:
        query = query.where(tuple_(col(Reply.created_at), col(Reply.id)) < before)
    found = session.exec(query).all()
    title = _("%(process)s: Antworten der Stadt") % {"process": site.process.title}
    last = key_of(found[PAGE - 1].created_at, found[PAGE - 1].id) if len(found) > PAGE else ""
    asked = key_of(*before) if before else ""
    entries = [_answer_entry(site, answer) for answer in found[:PAGE]]
    return _write(site, "answers", title, "", "/answers.atom", entries, asked, last)


def key_of(moment: datetime, number: int) -> str:
    """Where a page of answers ends, in an address."""
    return f"{int(moment.timestamp() * 1_000_000)}-{number}"


def read_key(key: str) -> tuple[datetime, int] | None:
    """The same read again; None for what is no key."""
    moment, _dash, number = key.partition("-")
    if not (key.isascii() and moment.isdigit() and number.isdigit() and len(key) < 36):
        return None
    if len(moment) > 16 or len(number) > 18:
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(moment)), int(number)


def _answer_entry(site: Site, answer: Reply) -> atom.Entry:
    note, office = answer.comment, answer.statement.office.name if answer.statement else ""
    facts = {"n": note.number, "office": office}
    title = _("Antwort auf die Anmerkung #%(n)d") % facts
    if office:
        title = _("Stellungnahme zur Anmerkung #%(n)d: %(office)s") % facts
    return atom.Entry(
        id=site.tag(f"answer/{answer.id}"),
        title=title,
        updated=answer.created_at,
        published=answer.created_at,
        author=office or answer.author_name,
        html=f"{answer.html}<blockquote>{note.short_html or note.html}</blockquote>",
        link=site.at(f"/comments/{note.number}#r{note.number}-{answer.position}"),
        language=answer.language,
    )
