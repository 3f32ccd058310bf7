"""What a moderator has begun to answer: kept while they type, filled up from text modules, dropped.
Without JavaScript by buttons, which lead back to the inbox."""

from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from app import clock
from app.comments import queries as comments
from app.db import Db
from app.identity import SignedIn
from app.models import LONGEST, Process
from app.moderation import drafts, modules
from app.moderation.forms import AnswerForm
from app.moderation.paths import Moderated, Number, stood
from app.moderation.placeholders import but_name, facts, fill
from app.moderation.rules import may_answer
from app.processes.queries import offices_of
from app.routing import Pages
from app.rules import require
from app.web import asked_by_htmx, render

router = Pages()
INSERT, DROP = "insert", "drop"
LEAVE = "leave"  # drop it and go on to the next thing of the inbox
_PLACE = ("what", "field", "kind", "group", "office", "state", "language", "person", "after", "at")


@router.post("/comments/{number}/draft")
def keep_draft(
    request: Request,
    process: Moderated,
    number: Number,
    moderator: SignedIn,
    form: Annotated[AnswerForm, Depends()],
    session: Db,
    step: Annotated[str, Form(max_length=20)] = "",
    module: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Keep what was typed so far; with `step` "insert" add the text module of this number first,
    filled with the note's facts, but for the name; with "drop" or "leave" forget it."""
    note = comments.by_number(session, process, number, answers=False)
    require(may_answer(moderator, note, process))
    now = clock.now()
    if step == INSERT and module.isascii() and module.isdecimal():
        chosen = modules.module(session, process, int(module))
        known = but_name(facts(process, note, moderator.name))
        _add(form, fill(chosen.text, known))
    text = "" if step in (DROP, LEAVE) else form.text[: 2 * LONGEST]
    form.text = text
    about = form.as_draft(offices_of(session, process))
    drafts.keep(session, note, moderator, text, now, **about)
    if asked_by_htmx(request) and step != LEAVE:
        name = "_answer_words" if step in (INSERT, DROP) else "_draft_kept"
        return render(
            request,
            f"moderation/{name}.html",
            process=process,
            note=note,
            form=form,
            longest=LONGEST,
            kept_at=now if text else None,
            fresh=step in (INSERT, DROP),
        )
    return RedirectResponse(_where(request, process, number, step), status_code=303)


def _add(form: AnswerForm, words: str) -> None:
    form.text = f"{form.text}\n\n{words}" if form.text else words


def _where(request: Request, process: Process, number: int, step: str) -> str:
    if step == LEAVE:
        wanted, past = stood(request.url.query)
        return f"/desk/p/{process.slug}{wanted.query(past=past, did='dropped')}#note"
    said = [one for one in parse_qsl(request.url.query[:600]) if one[0] in _PLACE]
    return f"/desk/p/{process.slug}?{urlencode([*said, ('note', number)])}#antwort"
