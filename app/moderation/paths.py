"""What an address of the moderation's desk names."""

from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts.rules import may_see_desk
from app.db import Db
from app.identity import signed_in
from app.models import Process
from app.moderation.wanted import Key, Wanted
from app.processes.queries import by_slug
from app.rules import require


def moderated(request: Request, slug: str, session: Db) -> Process:
    """The process of this address, for its moderation, and for the revision to read."""
    visitor = signed_in(request, session)
    process = by_slug(session, slug)
    require(may_see_desk(visitor, process))
    return process


Moderated = Annotated[Process, Depends(moderated, scope="function")]
After = Annotated[int, Query(ge=0, le=2**63 - 1)]
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
Done = Annotated[str, Query(max_length=20)]
FromInbox = Annotated[str, Query(max_length=600)]


def stood(inbox: str) -> tuple[Wanted, Key | None]:
    """Where in the inbox a form stood: the filter and the thing that is decided, out of the query
    that it brings along. It is read anew, so that nothing else comes back out of it."""
    said = dict(parse_qsl(inbox[:600]))
    return Wanted.read(said), Key.of(said.get("at", ""))


def led_from(process: Process, inbox: str) -> dict[str, str]:
    """For the page of a decision that was sent from the inbox and is not right yet: the address
    that leads back to where the inbox stood (`to_inbox`), and what the forms of the page carry on,
    so that the mended one leads on from there (`leads_back`)."""
    wanted, at = stood(inbox)
    query = wanted.query(at=at)
    carried = "?" + urlencode({"inbox": query[1:]}) if query else ""
    return {"to_inbox": f"/desk/p/{process.slug}{query}", "leads_back": carried}


def back(process: Process, page: str, after: int, done: str, inbox: str = "") -> Response:
    """To the page of the desk that a decision was made on, which says what was `done`; if that was
    the inbox (`inbox` is its query), there to the next thing."""
    if inbox:
        wanted, past = stood(inbox)
        where = f"/desk/p/{process.slug}{wanted.query(past=past, did=done)}#note"
        return RedirectResponse(where, status_code=303)
    onwards = f"&after={after}" if after else ""
    where = f"/desk/p/{process.slug}/{page}?done={done}{onwards}#getan"
    return RedirectResponse(where, status_code=303)
