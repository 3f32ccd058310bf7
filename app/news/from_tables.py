"""Notes that came from a table: whoever follows their field hears of that once, in one piece of
news, however many they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app import db
from app.i18n import ngettext
from app.models import ActionField, Comment, CommentState, NoteImport, NoteSource, Process
from app.news import subjects
from app.news.audience import spread
from app.news.items import Item, Words
from app.news.telling import Tidings

KIND = "imported"
DONE = "import.done"  # the deed after which all rows of a table are taken over


def tell_of_tables(engine: Engine, done: Sequence[tuple[int, datetime]]) -> None:
    """Tell of these imports, each with when it was done: who follows a field by then hears how many
    public notes came to it."""
    for number, at in done:
        with db.reading(engine) as session:
            process, counts = _counts(session, number)
        for field, slug, title, count in counts:
            about = {"n": count, "slug": slug, "field": title}
            tidings = Tidings(KIND, f"{KIND}:{number}:{field}", about)
            spread(engine, process, tidings, [subjects.of_field(field)], since=at)


def _counts(session: Session, number: int) -> tuple[Process, Sequence[Any]]:
    """Whose import it is; and each field, its slug and title, with how many notes came to it."""
    process = session.exec(
        select(Process)
        .join(NoteImport, col(NoteImport.process_id) == col(Process.id))
        .where(NoteImport.id == number)
    ).one()
    field = (col(ActionField.id), col(ActionField.slug), col(ActionField.title))
    query = (
        select_columns(*field, func.count())
        .select_from(NoteSource)
        .join(Comment, col(Comment.id) == col(NoteSource.comment_id))
        .join(ActionField, col(ActionField.id) == col(Comment.field_id))
        .where(
            col(NoteSource.process_id) == process.id,
            col(NoteSource.import_id) == number,
            col(Comment.state) == CommentState.PUBLIC,
        )
        .group_by(*field)
        .order_by(col(ActionField.id))
    )
    return process, session.execute(query).all()


def imported(item: Item) -> Words:
    """How many came, and where they are read."""
    facts = {"n": int(item.about["n"]), "field": item.about["field"]}
    headline = ngettext(
        "%(n)d Anmerkung zu „%(field)s“ kam aus einer Tabelle dazu",
        "%(n)d Anmerkungen zu „%(field)s“ kamen aus einer Tabelle dazu",
        facts["n"],
    )
    return headline % facts, "\n\n".join(
        [headline % facts, item.at(f"/fields/{item.about['slug']}")]
    )
