"""The projector: one note at a time in large type, decided by one key."""

import secrets
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Query, Request, Response

from app.db import Db
from app.groups.asked import Asked, Stand
from app.groups.decided import LONGEST, NOTHING, Said
from app.groups.projector import Slide, slide_of
from app.groups.room_paths import AskedFor, GroupInPath
from app.groups.room_words import kind_words, part_words
from app.groups.rules import may_enter, may_propose, may_settle
from app.identity import SignedIn
from app.models import Decision
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages()
Shown = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
ALL = "all"


@router.get("/groups/{group_id}/projector")
def show_projector(
    request: Request,
    member: SignedIn,
    group: GroupInPath,
    session: Db,
    asked: AskedFor,
    note: Shown = None,
    done: Shown = None,
) -> Response:
    """Note #`note`, or the first that is asked for: of the open ones where nothing else is said.
    `done` is the one that was just decided."""
    require(may_enter(member, group, group.process))
    if "stand" not in request.query_params:
        asked = replace(asked, stand=Stand.OPEN)
    slide = slide_of(session, group, asked, note)
    may = may_propose(member, group, group.process)
    settles = bool(may_settle(member, group, group.process))
    return render(
        request,
        "groups/projector.html",
        group=group,
        process=group.process,
        slide=slide,
        done=done,
        may=may,
        settles=settles,
        decisions=tuple(Decision),
        kind_words=kind_words(),
        part_words=part_words(),
        longest=LONGEST,
        key=secrets.token_urlsafe(12),
        **_said(slide, settles=settles),
    )


def _said(slide: Slide, *, settles: bool) -> dict[str, Any]:
    """What the form begins with, which state of it was seen, and where it leads on to."""
    note, where = slide.note, kept(slide.asked)
    draft = note.proposed if note else None
    onward = where.query(stand=_stand(where), after=note.place if note else None)
    return {
        "said": Said.of(draft) if draft else NOTHING,
        "seen": draft.changes if draft else 0,
        "stand": _stand(where),
        "onward": f"{onward}&done={note.comment.number}" if note else onward,
        "deed": "decision" if settles else "proposal",
    }


def kept(asked: Asked) -> Asked:
    """The filter without the place."""
    return replace(asked, after=None)


def _stand(asked: Asked) -> str:
    return asked.stand.value if asked.stand else ALL
