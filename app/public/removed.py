"""The public table of what the moderation of a process has taken from view: never the words, never
the author (Regulation (EU) 2022/2065, articles 15 and 24, as far as a city can say more)."""

import csv
import io
from collections.abc import Iterator
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from app import db
from app.accounts.words import role_word
from app.db import Db
from app.i18n import _, day
from app.identity import Visitor
from app.models import Cause, Outcome, Process, Removal
from app.moderation import noticed
from app.processes import queries as processes
from app.routing import Pages
from app.text import defused
from app.web import render

router = Pages()
AT_ONCE = 500


@router.get("/p/{slug}/removals")
def show_removals(
    request: Request,
    slug: str,
    visitor: Visitor,
    session: Db,
    before: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
) -> Response:
    """The newest removals, or those before one."""
    process = processes.by_slug(session, slug)
    found, more = noticed.removals(session, process, before)
    return render(
        request,
        "public/removals.html",
        process=process,
        found=found,
        more=more,
        before=before,
        role_word=role_word,
        cause_word=cause_word,
        outcome_word=outcome_word,
    )


def cause_word(removal: Removal) -> str:
    """What led to it; of what an import brought in hidden, that nobody here decided it."""
    if not removal.by_role:
        return _("Aus der Quelle übernommen")
    words = {
        Cause.OWN: _("selbst bemerkt"),
        Cause.NOTICE: _("nach einer Meldung"),
        Cause.STOP: _("vom Programm angehalten"),
        Cause.FIRST: _("vorher gelesen, wie alles in diesem Verfahren"),
        Cause.GUEST: _("vorher gelesen, weil ohne Anmeldung geschrieben"),
        Cause.LINKS: _("vorher gelesen, weil ein Programm Links fand"),
        Cause.WORDS: _("vorher gelesen, weil ein Programm ein bestimmtes Wort fand"),
    }
    return words[removal.cause]


def outcome_word(removal: Removal) -> str:
    """Whether there was an objection, and what became of it; "" when nothing happened since."""
    before = removal.cause.is_before
    if removal.outcome is Outcome.RESTORED:
        again = _("Widerspruch: wieder öffentlich")
        return _("Widerspruch: jetzt öffentlich") if before else again
    if removal.outcome is Outcome.STANDS and removal.restored_at is None:
        stands = _("Widerspruch: bleibt ausgeblendet")
        return _("Widerspruch: wird nicht veröffentlicht") if before else stands
    if removal.restored_at is not None:
        shown = _("von der Moderation wieder gezeigt")
        return _("von der Moderation doch veröffentlicht") if before else shown
    return _("Widerspruch: noch offen") if removal.objected_at is not None else ""


@router.get("/p/{slug}/removals.csv")
def download_removals(request: Request, slug: str, visitor: Visitor, session: Db) -> Response:
    """All of them as CSV for a German Excel."""
    process = processes.by_slug(session, slug)
    name = f'attachment; filename="ausgeblendet-{process.slug}.csv"'
    lines = _lines(request, process)
    return StreamingResponse(
        lines, media_type="text/csv; charset=utf-8", headers={"content-disposition": name}
    )


def _lines(request: Request, process: Process) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    heads = [_("Datum"), _("Anmerkung"), _("Antwort"), _("Spielregel"), _("Grund"), _("Anlass")]
    yield _row([*heads, _("Entschieden von"), _("Widerspruch am"), _("Ergebnis"), _("am")])
    before = -1
    with db.reading(request.app.state.engine) as session:
        while before:
            found, before = noticed.removals(session, process, max(before, 0), AT_ONCE)
            for removal in found:
                yield _row(_cells(removal, process.zone))
            session.expunge_all()


def _cells(removal: Removal, zone: str) -> list[str]:
    decided = removal.decided_at or removal.restored_at
    position = removal.reply.position if removal.reply else 0
    return [
        day(removal.at, zone),
        str(removal.comment.number),
        "" if removal.reply is None else str(position) if position > 0 else _("nie öffentlich"),
        f"{removal.rule.number} {removal.rule.title}",
        removal.reason,
        cause_word(removal),
        role_word(removal.by_role),
        day(removal.objected_at, zone) if removal.objected_at else "",
        outcome_word(removal),
        day(decided, zone) if decided else "",
    ]


def _row(values: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(map(defused, values))
    return line.getvalue().encode()
