"""The journal on the desk: who did what, when, to what; as a page and as CSV."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from app import chain, db
from app.db import Db
from app.desk.entries import PAGE, Wanted, all_entries, entries
from app.desk.entry_words import deeds
from app.desk.rules import may_read_journal
from app.i18n import _
from app.identity import SignedIn
from app.models import Person
from app.moderation.queries import processes_of
from app.routing import Pages
from app.rules import require
from app.text import defused
from app.web import render

router = Pages(prefix="/journal")


def wanted_entries(
    process: Annotated[str, Query(max_length=80)] = "",
    deed: Annotated[str, Query(max_length=60)] = "",
    first: Annotated[str, Query(max_length=10)] = "",
    last: Annotated[str, Query(max_length=10)] = "",
    before: Annotated[str, Query(max_length=20)] = "",
) -> Wanted:
    """The filter from a page's query; what is not understood counts as not asked."""
    return Wanted(
        process=process,
        deed=deed if deed in deeds() else "",
        first=_day(first),
        last=_day(last),
        before=int(before) if before.isdecimal() and len(before) < 18 else 0,
    )


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if 1900 < day.year < 3000 else None  # further out databases and zones give up


WantedEntries = Annotated[Wanted, Depends(wanted_entries)]


@router.get("")
def show_journal(
    request: Request, person: SignedIn, wanted: WantedEntries, session: Db
) -> Response:
    """The newest entries, or those that were asked for."""
    require(may_read_journal(person))
    found = entries(session, person, wanted, PAGE + 1)
    more = found[PAGE - 1].entry.id if len(found) > PAGE else 0
    number, last_hash = chain.head(session)
    return render(
        request,
        "desk/journal.html",
        entries=found[:PAGE],
        wanted=wanted,
        # What an account does belongs to no process, and to the person alone.
        deeds={deed: words for deed, words in deeds().items() if "account." not in deed},
        processes=processes_of(session, person),
        older=_query(replace(wanted, before=more)) if more else "",
        newest=_query(replace(wanted, before=0)),
        links=number,
        last_hash=last_hash,
    )


def _query(wanted: Wanted) -> str:
    pairs = {
        "process": wanted.process,
        "deed": wanted.deed,
        "first": wanted.first.isoformat() if wanted.first else "",
        "last": wanted.last.isoformat() if wanted.last else "",
        "before": str(wanted.before or ""),
    }
    return urlencode({name: value for name, value in pairs.items() if value})


@router.get(".csv")
def download_journal(
    request: Request, person: SignedIn, wanted: WantedEntries
) -> StreamingResponse:
    """All entries that were asked for, as CSV for a German Excel."""
    require(may_read_journal(person))
    headers = {"content-disposition": 'attachment; filename="protokoll.csv"'}
    lines = _lines(request, person, wanted)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def _lines(request: Request, person: Person, wanted: Wanted) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    heads = [_("Nr."), _("Zeit (UTC)"), _("Verfahren"), _("Wer"), _("Was"), _("Anmerkung")]
    yield _row([*heads, _("Einzelheiten")])
    with db.reading(request.app.state.engine) as session:
        for found in all_entries(session, person, wanted):
            entry = found.entry
            note = f"#{found.note}" if found.note else ""
            when = entry.at.strftime("%Y-%m-%d %H:%M:%S")
            values = [str(found.number or ""), when, found.process, found.actor, found.deed, note]
            yield _row([*values, found.details])


def _row(values: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(map(defused, values))
    return line.getvalue().encode()
