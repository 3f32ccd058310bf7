"""Text modules: passages that moderators put into answers, of one process or of the whole city."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from app import journal
from app.accounts.rules import may_administer, may_moderate
from app.errors import Conflict, NotFound
from app.i18n import _
from app.models import Person, Process, TextModule
from app.rules import Verdict

MOST = 60  # of a process, and as many of its city


def of_process(process: Process) -> ColumnElement[bool]:
    """Which modules may be used here: the process's own, and those of its city."""
    here = or_(col(TextModule.process_id) == process.id, col(TextModule.process_id).is_(None))
    return (col(TextModule.organisation_id) == process.organisation_id) & here


def modules_of(session: Session, process: Process) -> Sequence[TextModule]:
    """All that may be used here, by title."""
    query = (
        select(TextModule)
        .where(of_process(process))
        .order_by(func.lower(TextModule.title), col(TextModule.id))
        .limit(2 * MOST)
    )
    return session.exec(query).all()


def module(session: Session, process: Process, module_id: int) -> TextModule:
    """One of them. Raises `NotFound`, also for another process's or city's."""
    query = select(TextModule).where(of_process(process), TextModule.id == module_id)
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound(_("Diesen Textbaustein gibt es nicht mehr."))
    return found


def may_keep(person: Person | None, process: Process, *, of_city: bool) -> Verdict:
    """The moderation keeps the modules of its process, the participation office those of the whole
    city."""
    if of_city:
        return may_administer(person, process.organisation_id)
    return may_moderate(person, process)


def add(
    session: Session,
    process: Process,
    by: Person,
    title: str,
    text: str,
    now: datetime,
    *,
    of_city: bool,
) -> TextModule:
    """A new module, its title and text checked. Refused with `Conflict` when there are too many;
    the same once more (a second click) is the one that is there."""
    where = None if of_city else process.id
    known = [one for one in modules_of(session, process) if one.process_id == where]
    for one in known:
        if (one.title, one.text) == (title, text):
            return one
    if len(known) >= MOST:
        raise Conflict(
            _("Mehr als %(most)d Textbausteine findet niemand wieder. Entfernen Sie zuerst einen.")
            % {"most": MOST}
        )
    new = TextModule(
        organisation_id=process.organisation_id,
        process_id=where,
        title=title,
        text=text,
        by_id=by.id,
        changed_at=now,
    )
    session.add(new)
    journal.record(session, by, "module.added", new, process=process)
    return new


def change(
    session: Session, process: Process, by: Person, one: TextModule, title: str, text: str
) -> None:
    """Let a module say this from now on; answers that were given stay as they are."""
    if (one.title, one.text) == (title, text):
        return
    one.title, one.text, one.by_id = title, text, by.id
    journal.record(session, by, "module.changed", one, process=process)


def remove(session: Session, process: Process, by: Person, one: TextModule) -> None:
    """Take a module away; answers that were given stay as they are."""
    journal.record(session, by, "module.removed", one, process=process)
    session.delete(one)
