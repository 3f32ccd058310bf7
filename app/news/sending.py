"""From rows of news that are due to mails in the outbox: one for each person and process.

Each is written in the reader's language, of what is still public now, in the transaction that
marks its rows as sent. Two workers at once hold different rows (SKIP LOCKED).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, or_, tuple_, update
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app import clock, db, i18n, outbox
from app.comments import receipts
from app.config import Settings
from app.loading import one
from app.models import (
    Comment,
    CommentState,
    Disposition,
    EarlierDisposition,
    MailWish,
    News,
    Pace,
    Person,
    Process,
    Reply,
    Statement,
)
from app.news import letters, subjects
from app.news.items import Item, note_of
from app.news.telling import ALWAYS, DECIDED, SOON, hears
from app.news.tokens import Ending, ending_token
from app.news.translated import translations_of
from app.news.watching import is_of_another_window
from app.news.words import KINDS
from app.processes.queries import PUBLIC

AT_ONCE = 25  # mails in one transaction
MOST_ROWS = 1_000  # of one such transaction
_NOT_READ = {"synchronize_session": False}
Pair = tuple[int, int]  # person and process


def round_of(settings: Settings) -> Callable[[Engine], int]:
    """What the worker does again and again: write the mails that are due."""
    secret = settings.secret()

    def send_some(engine: Engine) -> int:
        return send_due(engine, secret)

    return send_some


def send_due(engine: Engine, secret: str) -> int:
    """Write some of the mails that are due now; for how many people and processes that was."""
    with db.reading(engine) as session:  # mostly there is nothing: do not lock for that
        if not _pairs(session):
            return 0
    with db.writing(engine) as session:
        pairs = _pairs(session)
        rows = _held(session, pairs)
        if rows:
            _write(session, rows, secret)
    return len(pairs) if rows else 0


def bring_forward(session: Session, process: Process | None = None) -> int:
    """Let all that waits for its digest be due now; how many rows."""
    waiting = update(News).where(col(News.sent_at).is_(None), col(News.due_at) > clock.now())
    if process is not None:
        waiting = waiting.where(col(News.process_id) == process.id)
    done: Any = session.execute(waiting.values(due_at=clock.now()), execution_options=_NOT_READ)
    return int(done.rowcount)


def _due() -> tuple[Any, ...]:
    return (col(News.sent_at).is_(None), col(News.due_at) <= clock.now())


def _pairs(session: Session) -> list[Pair]:
    query = (
        choose(col(News.person_id), col(News.process_id))
        .where(*_due())
        .order_by(col(News.due_at), col(News.id))
        .limit(AT_ONCE * 4)
    )
    found = dict.fromkeys((row[0], row[1]) for row in session.execute(query))
    return list(found)[:AT_ONCE]


def _held(session: Session, pairs: Sequence[Pair]) -> Sequence[News]:
    """All that is due for these, unless another worker has it in hand; and what was decided a
    moment ago, which would come in a mail of its own otherwise."""
    theirs = tuple_(col(News.person_id), col(News.process_id)).in_(pairs)
    decided = col(News.kind).in_(DECIDED) & (col(News.due_at) <= clock.now() + SOON)
    query = (
        select(News)
        .where(theirs, col(News.sent_at).is_(None), or_(col(News.due_at) <= clock.now(), decided))
        .order_by(col(News.id))
        .limit(MOST_ROWS)
        .with_for_update(skip_locked=True)
    )
    return session.exec(query).all()


def _write(session: Session, rows: Sequence[News], secret: str) -> None:
    by_pair: dict[Pair, list[News]] = defaultdict(list)
    for row in rows:
        by_pair[row.person_id, row.process_id].append(row)
    people = _people(session, [row.person_id for row in rows])
    processes = _processes(session, [row.process_id for row in rows])
    silent = _silent(session, list(by_pair))
    items = _items(session, rows, processes, secret)
    _translate(session, items.values(), {person.locale for person in people.values()})
    for pair, news in by_pair.items():
        person, process = people.get(pair[0]), processes.get(pair[1])
        if person is None or process is None:
            continue
        with i18n.speaking(person.locale):
            for row in news:
                if row.kind in ALWAYS:
                    letter = _own_letter(session, person, process, row, secret)
                    _post(session, person, process, [row], letter, secret)
            told = _latest(items[row.id] for row in news if row.id in items)
            told = [] if pair in silent else told
            if told:
                _post_items(session, person, process, told, secret)
    # What was said of somebody's own words held the key to object; it is in the mail now.
    sent: Any = update(News).where(col(News.id).in_([row.id for row in rows]))
    session.execute(sent.values(sent_at=clock.now(), about={}), execution_options=_NOT_READ)


def _translate(session: Session, items: Collection[Item], tongues: Collection[str]) -> None:
    """Put what the office has translated of the notes into these languages beside them."""
    about = {item.note.id for item in items if item.note is not None}
    found = translations_of(session, about, tongues)
    for item in items:
        item.translations = found.get(item.news.comment_id or 0, ())


def _latest(items: Iterable[Item]) -> list[Item]:
    """Of what was decided on one note since the last mail the latest alone."""
    found: dict[tuple[str, int | None], Item] = {}
    for item in items:
        is_decided = item.news.kind in DECIDED
        key = ("decided", item.news.comment_id) if is_decided else ("", item.news.id)
        found.pop(key, None)
        found[key] = item
    return list(found.values())


def _own_letter(
    session: Session, person: Person, process: Process, row: News, secret: str
) -> tuple[str, str]:
    """What was written when it happened, and how other mails about the process are ended."""
    ends = letters.own_foot(process, _ends(session, person, process, [row], secret))
    return str(row.about["subject"]), f"{row.about['text']}\n\n{ends}"


def _post_items(
    session: Session, person: Person, process: Process, items: Sequence[Item], secret: str
) -> None:
    ends = _ends(session, person, process, [item.news for item in items], secret)
    site = outbox.address(session, "", process)
    letter = letters.letter(person, process.organisation, items, ends, site)
    _post(session, person, process, [item.news for item in items], letter, secret)


def _ends(
    session: Session, person: Person, process: Process, news: Sequence[News], secret: str
) -> str:
    """The page that ends these mails; it offers to end those of one note, if there is but one."""
    notes = {row.comment_id for row in news}
    [note] = notes if len(notes) == 1 else [None]
    subject = subjects.of_thread(note) if note else subjects.PROCESS
    token = ending_token(secret, Ending(person.id, process.id, subject))
    return outbox.link(session, f"/unsubscribe/{token}", process)


def _post(
    session: Session,
    person: Person,
    process: Process,
    news: Sequence[News],
    letter: tuple[str, str],
    secret: str,
) -> None:
    subject, text = letter
    outbox.post(
        session,
        to=person.email,
        name=person.name,
        subject=subject,
        text=text,
        process_id=process.id,
        unsubscribe=_ends(session, person, process, news, secret),
    )


def _people(session: Session, ids: Sequence[int]) -> dict[int, Person]:
    """Those of them whom a mail may be sent to."""
    query = select(Person).where(col(Person.id).in_(set(ids)), *hears())
    return {person.id: person for person in session.exec(query)}


def _processes(session: Session, ids: Sequence[int]) -> dict[int, Process]:
    """Those of them that are public, with their city."""
    query = (
        select(Process)
        .where(col(Process.id).in_(set(ids)), col(Process.status).in_(PUBLIC))
        .options(one(Process.organisation))
    )
    return {process.id: process for process in session.exec(query)}


def _silent(session: Session, pairs: Sequence[Pair]) -> set[Pair]:
    """Who wants no mail about a process."""
    query = choose(col(MailWish.person_id), col(MailWish.process_id)).where(
        tuple_(col(MailWish.person_id), col(MailWish.process_id)).in_(pairs),
        col(MailWish.pace) == Pace.NEVER,
    )
    return {(row[0], row[1]) for row in session.execute(query)}


def _items(
    session: Session, rows: Sequence[News], processes: Mapping[int, Process], secret: str
) -> dict[int, Item]:
    """What can still be told, by the number of its row: what it is about is public."""
    notes = _notes(session, [row.comment_id for row in rows if row.comment_id])
    replies = _replies(session, [row.reply_id for row in rows if row.reply_id])
    decisions, before = _decisions(session, [row for row in rows if row.kind in DECIDED])
    found = {}
    for row in rows:
        process = processes.get(row.process_id)
        note, reply = notes.get(row.comment_id or 0), replies.get(row.reply_id or 0)
        decision = decisions.get(row.comment_id or 0) if row.kind in DECIDED else None
        earlier = before.get(row.comment_id or 0) if row.kind in DECIDED else None
        is_gone = (row.comment_id and note is None) or (row.reply_id and reply is None)
        if process is None or is_gone or _is_past(row, decision) or row.kind not in KINDS:
            continue
        if is_of_another_window(row, process):
            continue
        page = outbox.address(session, f"/p/{process.slug}", process)
        item = Item(row, process, page, note, reply, decision, earlier, row.about)
        if row.kind in DECIDED and item.is_own:
            note = note_of(item)
            path = receipts.path_of(note, process.slug, receipts.token_of(secret, note))
            item.receipt = outbox.address(session, path, process)
        found[row.id] = item
    return found


def _is_past(row: News, decision: Disposition | None) -> bool:
    """Whether a decision was taken back since, or one was taken again."""
    return row.kind in DECIDED and (row.kind == "decision") != (decision is not None)


def _notes(session: Session, ids: Sequence[int]) -> dict[int, Comment]:
    query = select(Comment).where(
        col(Comment.id).in_(set(ids)), Comment.state == CommentState.PUBLIC
    )
    return {note.id: note for note in session.exec(query)}


def _replies(session: Session, ids: Sequence[int]) -> dict[int, Reply]:
    query = (
        select(Reply)
        .where(col(Reply.id).in_(set(ids)), Reply.state == CommentState.PUBLIC)
        .options(one(Reply.statement, one(Statement.office)))
    )
    return {reply.id: reply for reply in session.exec(query)}


def _decisions(
    session: Session, rows: Sequence[News]
) -> tuple[dict[int, Disposition], dict[int, EarlierDisposition]]:
    """What is decided on these notes, and what was before that."""
    ids = {row.comment_id for row in rows}
    if not ids:
        return {}, {}
    query = select(Disposition).where(col(Disposition.comment_id).in_(ids))
    before = select(EarlierDisposition).where(col(EarlierDisposition.comment_id).in_(ids))
    earlier = session.exec(before.order_by(col(EarlierDisposition.position)))
    return (
        {decision.comment_id: decision for decision in session.exec(query)},
        {one.comment_id: one for one in earlier},
    )
