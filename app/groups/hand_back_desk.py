"""Handing back: a group uploads its table or document, sees in a dry run what would change, and
takes it in with one click."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.accounts.rules import may_moderate
from app.db import Db
from app.drafts.readers.refusals import Unreadable
from app.errors import Conflict, Refused, TooMany
from app.groups.document_page import changes_of
from app.groups.hand_back_page import shown_rows, tabs_of
from app.groups.hand_back_paths import (
    MOST_BYTES,
    HandBackId,
    Held,
    Position,
    RoomOfGroup,
    SentFile,
    Shown,
)
from app.groups.returning import conflicts, forms, keeping, queries, saying, taking
from app.groups.rules import may_hand_back, may_propose, may_settle
from app.identity import SignedIn
from app.models import HandBack, HandBackState, Person, WorkingGroup
from app.routing import Pages
from app.rules import require
from app.text import defused
from app.web import render

router = Pages(prefix="/groups/{group_id}/hand-backs")
BUSY = (HandBackState.CHECKING, HandBackState.TAKING)


@router.get("")
def show_hand_backs(
    request: Request, group: RoomOfGroup, person: SignedIn, session: Db
) -> Response:
    """What the group has handed back, and the form for another file."""
    return _list(request, session, group, person)


def _list(
    request: Request,
    session: Session,
    group: WorkingGroup,
    person: Person,
    refused: Refused | None = None,
) -> Response:
    page = render(
        request,
        "groups/hand_backs.html",
        status=refused.status if refused else 200,
        group=group,
        process=group.process,
        hand_backs=queries.hand_backs_of(session, group),
        verdict=may_hand_back(person, group, group.process),
        settles=bool(may_settle(person, group, group.process)),
        error=refused.reason if refused else "",
        most_megabytes=forms.LARGEST // 1_000_000,
    )
    if isinstance(refused, TooMany):
        page.headers["retry-after"] = str(refused.seconds)
    return page


@router.post("", max_body_size=MOST_BYTES)
def hand_in(
    request: Request, sent: SentFile, group: RoomOfGroup, person: SignedIn, session: Db
) -> Response:
    """Keep the file with its dry run. What cannot be read, and what is too many, is refused beside
    the file field, and nothing is written."""
    require(may_hand_back(person, group, group.process))
    refused, settles = sent.refusal, bool(may_settle(person, group, group.process))
    if refused is None:
        about = (sent.name, sent.data, sent.brought, clock.now())
        try:
            doing = keeping.hand_in(session, group, person, *about, settles=settles)
        except (Conflict, Unreadable) as refusal:
            refused = refusal
    if refused is not None:
        return _list(request, session, group, person, refused)
    return _see(group, doing.id)


def _see(group: WorkingGroup, number: int, more: str = "") -> Response:
    return RedirectResponse(f"/groups/{group.id}/hand-backs/{number}{more}", status_code=303)


@router.get("/{hand_back_id}")
def show_hand_back(
    request: Request,
    doing: Shown,
    group: RoomOfGroup,
    person: SignedIn,
    session: Db,
    fate: Annotated[str, Query(max_length=20)] = "",
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """The dry run, row by row: what changes, what is decided otherwise here, what is wrong in which
    cell; then how far taking it in is."""
    tabs = tabs_of(session, doing, fate)
    rows, more = queries.rows_of(session, doing, tabs.chosen, after)
    text = changes_of(session, doing)
    return render(
        request,
        "groups/hand_back.html",
        fragment="groups/_hand_back_progress.html",
        doing=doing,
        tabs=tabs,
        rows=shown_rows(rows),
        last=rows[-1].position if rows else 0,
        more=more,
        after=after,
        changes_in_text=text,
        more_to_take=text.to_take,
        sees_version=bool(may_moderate(person, group.process)),
        **_about(doing, group, person),
    )


def _about(doing: HandBack, group: WorkingGroup, person: Person) -> dict[str, Any]:
    ask = may_settle if doing.settles else may_propose
    return {
        "group": group,
        "process": group.process,
        "busy": doing.state in BUSY,
        "may_choose": doing.state in conflicts.OPEN,
        "verdict": ask(person, group, group.process),
        "may_settle": bool(may_settle(person, group, group.process)),
        "may_propose": bool(may_propose(person, group, group.process)),
        "notices": [saying.sentence(fault) for fault in doing.faults],
    }


def _require(doing: HandBack, group: WorkingGroup, person: Person) -> None:
    require((may_settle if doing.settles else may_propose)(person, group, group.process))


@router.post("/{hand_back_id}/take")
def take(
    doing: Held,
    group: RoomOfGroup,
    person: SignedIn,
    session: Db,
    with_proposals: Annotated[str, Form(max_length=4)] = "",
) -> Response:
    """Take in what the file changes, or what somebody has chosen in it since; many rows by the
    worker, and the page says how far it is."""
    _require(doing, group, person)
    more = bool(with_proposals)
    taking.start(session, doing, group, person, clock.now(), with_proposals=more)
    return _see(group, doing.id, "#stand")


@router.post("/{hand_back_id}/again")
def look_again(doing: Held, group: RoomOfGroup, person: SignedIn, session: Db) -> Response:
    """The dry run once more, against what is decided now; for who settles, as decisions."""
    _require(doing, group, person)
    settles = bool(may_settle(person, group, group.process))
    keeping.look_again(session, doing, group, settles=settles)
    return _see(group, doing.id)


@router.post("/{hand_back_id}/drop")
def drop(doing: Held, group: RoomOfGroup, person: SignedIn, session: Db) -> Response:
    """Delete a file that nobody is to take in."""
    _require(doing, group, person)
    keeping.drop(session, doing, group, person)
    return _see(group, doing.id, "#stand")


@router.post("/{hand_back_id}/rows/{position}")
def choose_in_row(
    doing: Held,
    position: Position,
    group: RoomOfGroup,
    person: SignedIn,
    session: Db,
    holds: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Where file and house differ: which of the two holds in this row ("theirs" is the file's)."""
    _require(doing, group, person)
    conflicts.choose(session, doing, group, person, position, theirs=holds == "theirs")
    return _see(group, doing.id, f"?fate=conflict&after={max(0, position - 1)}#z{position}")


@router.post("/{hand_back_id}/conflicts")
def choose_in_all(
    doing: Held,
    group: RoomOfGroup,
    person: SignedIn,
    session: Db,
    holds: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """The same for all rows of this file."""
    _require(doing, group, person)
    conflicts.choose(session, doing, group, person, None, theirs=holds == "theirs")
    return _see(group, doing.id, "?fate=conflict#zeilen")


@router.get("/{hand_back_id}/faults.csv")
def fetch_faults(
    doing: Shown, group: RoomOfGroup, hand_back_id: HandBackId, session: Db
) -> Response:
    """What is wrong, a line for each cell, as a table to go through."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    for line in _fault_lines(session, doing):
        writer.writerow(map(defused, line))
    headers = {
        "content-disposition": f'attachment; filename="{group.slug}-fehler-{hand_back_id}.csv"'
    }
    content = sheet.getvalue().encode("utf-8-sig")
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _fault_lines(session: Session, doing: HandBack) -> Iterator[tuple[str, ...]]:
    yield saying.fault_heads()
    for row in queries.wrong_rows(session, doing):
        for fault in row.faults:
            number = f"#{row.number}" if row.number else ""
            said = saying.sentence(fault, saying.said_in(row))
            yield saying.where(row, fault), number, said
