"""The city's own Word templates: which one a bundle takes, put in force, ended."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app import journal
from app.drafts.readers.apart import ask_apart
from app.drafts.readers.refusals import Unreadable
from app.errors import NotFound
from app.i18n import _
from app.models import DocumentTemplate, Person, Process

LARGEST = 4_000_000  # bytes of the file
MOST_KEPT = 4_000_000  # bytes of what is read of it: every document of a bundle carries them
READER = "app.groups.readers.template"


def read_template(name: str, data: bytes) -> bytes:
    """What of a city's DOCX is kept, as our own plain data: nothing of the file's bytes.

    It is read in a process of its own. Refused with Unreadable in one sentence: too large, no
    DOCX, with macros, broken, hostile; with Busy while too many others hand in files.
    """
    if len(data) > LARGEST:
        raise Unreadable(
            _("„%(name)s“ ist größer als %(most)d MB. Nehmen Sie kleinere Bilder in die Kopfzeile.")
            % {"name": name, "most": LARGEST // 1_000_000}
        )
    content = ask_apart([(name, data)], READER)
    if len(content) > MOST_KEPT:
        raise Unreadable(
            _("Die Bilder in Kopf- und Fußzeile von „%(name)s“ sind zu groß. Verkleinern Sie sie.")
            % {"name": name}
        )
    return content


def put_template(
    session: Session,
    organisation_id: int,
    process: Process | None,
    named: tuple[str, bytes],
    by: Person,
    now: datetime,
) -> DocumentTemplate:
    """Let a template (its file's name, and what was read of it) dress every bundle from now on: of
    one process, or without one of all that have none. The one before it ends."""
    name, content = named
    before = _in_force(session, organisation_id, process)
    if before is not None:
        _end(session, before, now)
    template = DocumentTemplate(
        organisation_id=organisation_id,
        process_id=process.id if process else None,
        filename=name[-200:],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        by_id=by.id,
        at=now,
    )
    session.add(template)
    journal.record(
        session,
        by,
        "template.put",
        template,
        process=process,
        organisation_id=organisation_id,
        digest=template.digest,
    )
    return template


def end_template(
    session: Session, template: DocumentTemplate, process: Process | None, by: Person, now: datetime
) -> None:
    """Bundles are dressed as before it. Done twice, nothing happens."""
    if template.ended_at is not None:
        return
    _end(session, template, now)
    journal.record(
        session,
        by,
        "template.ended",
        template,
        process=process,
        organisation_id=template.organisation_id,
    )


def _end(session: Session, template: DocumentTemplate, now: datetime) -> None:
    template.ended_at = now
    session.add(template)


def _in_force(
    session: Session, organisation_id: int, process: Process | None
) -> DocumentTemplate | None:
    return session.exec(
        select(DocumentTemplate).where(
            DocumentTemplate.organisation_id == organisation_id,
            DocumentTemplate.process_id == (process.id if process else None),
            col(DocumentTemplate.ended_at).is_(None),
        )
    ).first()


def templates_of(session: Session, organisation_id: int) -> Sequence[Any]:
    """Those in force, that of the whole city first, without their bytes: id, filename, at, and of
    which process (`process_id`, `process`) and put by whom (`by`)."""
    columns: list[Any] = [DocumentTemplate.id, DocumentTemplate.filename, DocumentTemplate.at]
    query = (
        choose(
            *columns,
            col(DocumentTemplate.process_id),
            col(Process.title).label("process"),
            col(Person.name).label("by"),
        )
        .select_from(DocumentTemplate)
        .outerjoin(Process, col(Process.id) == col(DocumentTemplate.process_id))
        .outerjoin(Person, col(Person.id) == col(DocumentTemplate.by_id))
        .where(
            col(DocumentTemplate.organisation_id) == organisation_id,
            col(DocumentTemplate.ended_at).is_(None),
        )
        .order_by(col(DocumentTemplate.process_id).is_not(None), col(DocumentTemplate.id))
    )
    return session.execute(query).all()


def template_by_id(session: Session, organisation_id: int, template_id: int) -> DocumentTemplate:
    """One of this city's, in force or ended. Refused with NotFound."""
    found = session.exec(
        select(DocumentTemplate).where(
            DocumentTemplate.id == template_id,
            DocumentTemplate.organisation_id == organisation_id,
        )
    ).first()
    if found is None:
        raise NotFound(_("Diese Vorlage gibt es nicht."))
    return found


def dress_of(session: Session, process: Process, moment: datetime) -> bytes | None:
    """What a bundle drawn at `moment` wears: the process's own template, else the city's, else
    none. A bundle that is packed a second time wears the same."""
    return session.exec(
        select(DocumentTemplate.content)
        .where(
            DocumentTemplate.organisation_id == process.organisation_id,
            or_(
                col(DocumentTemplate.process_id) == process.id,
                col(DocumentTemplate.process_id).is_(None),
            ),
            DocumentTemplate.at <= moment,
            or_(
                col(DocumentTemplate.ended_at).is_(None),
                col(DocumentTemplate.ended_at) > moment,
            ),
        )
        .order_by(col(DocumentTemplate.process_id).is_(None), col(DocumentTemplate.id).desc())
        .limit(1)
    ).first()
