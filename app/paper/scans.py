"""Scanned letters: drawn anew when they come, for staff only, deleted by hand or on schedule."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlmodel import Session

from app import journal
from app.drafts.readers.apart import ask_apart
from app.drafts.readers.refusals import Unreadable
from app.errors import Conflict
from app.i18n import _
from app.models import Comment, NoteFile, Person, Process
from app.paper.queries import files_of

LARGEST = 10_000_000  # bytes, as they come and as they are kept
MOST = 10  # files of one note
READER = "app.paper.readers.scan_child"
SUFFIXES = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
}


class Scan:
    """A letter as we drew it: what it was called, its type and its bytes."""

    def __init__(self, name: str, media_type: str, content: bytes) -> None:
        self.name, self.media_type, self.content = name, media_type, content


def draw(name: str, data: bytes) -> Scan:
    """The scan in a file of strangers, drawn anew by a process of its own.

    Refused with Unreadable in one sentence: too large, none of PDF, PNG and JPEG, broken; with
    Busy while too many others hand in files.
    """
    if len(data) > LARGEST:
        raise _too_large(name)
    head, _end, content = ask_apart([(name, data)], READER).partition(b"\n")
    media_type = json.loads(head)["media_type"]
    if media_type not in SUFFIXES or len(content) > LARGEST:
        raise _too_large(name)
    return Scan(name, media_type, content)


def _too_large(name: str) -> Unreadable:
    return Unreadable(
        _("„%(name)s“ ist größer als %(most)d MB. Scannen Sie gröber oder teilen Sie sie auf.")
        % {"name": name, "most": LARGEST // 1_000_000}
    )


def nothing_chosen() -> str:
    """The sentence for a form without a file."""
    return _("Wählen Sie zuerst eine Datei aus.")


def attach(
    session: Session, process: Process, comment: Comment, scan: Scan, by: Person, now: datetime
) -> NoteFile:
    """Keep a scan with its note; the same one twice is kept once. Refused with `Conflict` when the
    note has too many."""
    digest = hashlib.sha256(scan.content).hexdigest()
    there = files_of(session, comment)
    for file in there:
        if file.digest == digest:
            return file
    if len(there) >= MOST:
        raise Conflict(_("Zu einer Anmerkung gehören höchstens %(most)d Scans.") % {"most": MOST})
    file = NoteFile(
        process_id=process.id,
        comment_id=comment.id,
        name=scan.name[-200:],
        media_type=scan.media_type,
        size=len(scan.content),
        digest=digest,
        content=scan.content,
        by_id=by.id,
        at=now,
    )
    session.add(file)
    journal.record(session, by, "note_file.added", file, process=process, note=comment.number)
    return file


def remove(
    session: Session, process: Process, comment: Comment, file: NoteFile, by: Person
) -> None:
    """Delete a scan for good."""
    journal.record(session, by, "note_file.removed", file, process=process, note=comment.number)
    session.delete(file)


def file_name(comment: Comment, file: NoteFile) -> str:
    """What the download is called: nothing of what a stranger called it."""
    return f"scan-{comment.number}-{file.id}{SUFFIXES.get(file.media_type, '.bin')}"
