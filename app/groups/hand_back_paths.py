"""What an address of hand-backs names, and the file that comes with an upload."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, File, Path, Request, UploadFile

from app import db
from app.db import Db
from app.drafts.readers.refusals import Unreadable
from app.errors import Refused, TooMany
from app.groups.returning import forms, queries
from app.groups.returning.limits import count_file
from app.groups.returning.rows import Brought
from app.groups.rules import may_enter, may_hand_back
from app.i18n import _
from app.identity import SignedIn, visitor_of
from app.models import HandBack, WorkingGroup
from app.processes.queries import group_by_id
from app.rules import require
from app.text import clean_line

GroupId = Annotated[int, Path(ge=1, le=2**63 - 1)]
HandBackId = Annotated[int, Path(ge=1, le=2**63 - 1)]
Position = Annotated[int, Path(ge=0, le=2**31 - 1)]
MOST_BYTES = forms.LARGEST + 1_000_000  # what is too large is said in a sentence


def group_of_room(group_id: GroupId, person: SignedIn, session: Db) -> WorkingGroup:
    """The group of this address, with its process, for those who may see its room."""
    group = group_by_id(session, group_id)
    require(may_enter(person, group, group.process))
    return group


RoomOfGroup = Annotated[WorkingGroup, Depends(group_of_room, scope="function")]


def hand_back_shown(group: RoomOfGroup, hand_back_id: HandBackId, session: Db) -> HandBack:
    """The hand-back of this address, of this very group."""
    return queries.hand_back_of(session, group, hand_back_id)


def hand_back_held(group: RoomOfGroup, hand_back_id: HandBackId, session: Db) -> HandBack:
    """The same, before it is changed."""
    return queries.hand_back_of(session, group, hand_back_id, held=True)


Shown = Annotated[HandBack, Depends(hand_back_shown, scope="function")]
Held = Annotated[HandBack, Depends(hand_back_held, scope="function")]


@dataclass
class Sent:
    """A file as it came: what stands in it if it is small, or the sentence that says why it cannot
    be read."""

    name: str = ""
    data: bytes = field(default=b"", repr=False)
    brought: Brought | None = None
    refusal: Refused | None = None


def read_sent(name: str, data: bytes) -> Sent:
    """Read a file that came before the transaction that keeps it, so that others can write
    meanwhile; a large one is left to the worker."""
    sent = Sent(clean_line(name.replace("\\", "/").rpartition("/")[2])[-120:] or "datei", data)
    try:
        if len(data) <= forms.SMALL:
            sent.brought = forms.read(sent.name, data)
        else:
            forms.form_of(sent.name, data)
    except Unreadable as refusal:
        sent.refusal = refusal
    return sent


def file_sent(
    request: Request, group_id: GroupId, file: Annotated[UploadFile | None, File()] = None
) -> Sent:
    """The file of the form; who hands it in is asked first, and how often."""
    engine = request.app.state.engine
    with db.looking(engine, request.state.city) as session:
        group, person = group_by_id(session, group_id), visitor_of(request, session)
        require(may_hand_back(person, group, group.process))
    if file is None or not file.filename or person is None:
        return Sent(refusal=Unreadable(_("Wählen Sie zuerst eine Datei aus.")))
    try:
        count_file(engine, person)
    except TooMany as refusal:
        return Sent(refusal=refusal)
    return read_sent(file.filename, file.file.read())


SentFile = Annotated[Sent, Depends(file_sent, scope="function")]
