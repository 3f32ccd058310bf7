"""A process, or one of its fields, in a frame on a city's own web site: small, without our head
and foot, and the same for everybody, since a frame has no cookies to know anybody by. Whoever
wants to write is led to the real page, in the whole window.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from fastapi import Request, Response
from sqlmodel import Session

from app.comments import queries as comments
from app.drafts.translating.pairing import LANGUAGES
from app.models import Process
from app.processes.queries import shown_fields_of
from app.public.kept import kept_page
from app.public.leaves import Part, lay_out
from app.public.pages import about_window, text_of
from app.public.queries import FieldPlace, revision_of_notes
from app.security import frame_headers
from app.web import render

_WAY_OUT = re.compile(r'<a (?=href="(?!#))')


def leads_out(html: str) -> str:
    """A draft's HTML with its links opening in the whole window; those within the text stay."""
    return _WAY_OUT.sub('<a target="_top" rel="noopener" ', html)


def process_in_frame(
    request: Request, session: Session, process: Process, origins: Sequence[str]
) -> Response:
    """Title, state, days left, and the fields with their numbers, for these sites' frames."""
    notes = revision_of_notes(session, process)
    key = ("framed", process.id, notes, process.revision, *_about(process))

    def context() -> dict[str, Any]:
        fields = shown_fields_of(session, process)
        return {"process": process, "fields": fields, **about_window(process)}

    return _kept(request, session, "public/framed_process.html", key, context, origins)


def field_in_frame(
    request: Request,
    session: Session,
    place: FieldPlace,
    origins: Sequence[str],
    text: str = "",
    within: str = "",
) -> Response:
    """A field's text, in the original or in the language `text`, with the note that stands beside
    each block in one line. `within` is this page's own address, to read it in another language."""
    process, field = place.process, place.field
    language = text if text in LANGUAGES else ""
    key = ("framed field", field.id, field.revision, process.current_version, *_about(process))

    def context() -> dict[str, Any]:
        sections, blocks, about_text = text_of(session, place, language)
        beside = {block.id: block.shown_comment_id for block in blocks if block.shown_comment_id}
        seen = comments.glances(session, list(beside.values()))
        notes = {at: seen[note] for at, note in beside.items() if note in seen}
        parts = lay_out(sections, blocks, notes, first_level=1)
        return {
            "process": process,
            "field": field,
            "version": place.version,
            "leaf": parts[0] if parts else Part(None, 1),
            "leads_out": leads_out,
            "here": f"/p/{process.slug}/fields/{field.slug}",
            "within": within,
            **about_text,
            **about_window(process),
        }

    key = (*key, language, within)
    return _kept(request, session, "public/framed_field.html", key, context, origins)


def nothing_in_frame(request: Request, process: Process, origins: Sequence[str]) -> Response:
    """What a frame shows whose field is gone: that, and the way to the process."""
    answer = render(request, "public/framed_nothing.html", status=404, process=process)
    return _for_frames(answer, origins)


def _about(process: Process) -> tuple[object, ...]:
    return process.status, process.opens_at, process.closes_at, process.zone


def _kept(
    request: Request,
    session: Session,
    template: str,
    key: tuple[object, ...],
    context: Callable[[], dict[str, Any]],
    origins: Sequence[str],
) -> Response:
    """The page from the shelf of finished ones, as for somebody who is not signed in."""
    return _for_frames(kept_page(request, template, key, None, session, context), origins)


def _for_frames(answer: Response, origins: Sequence[str]) -> Response:
    answer.headers.update(frame_headers(origins))
    answer.headers["vary"] = "Accept-Encoding, Accept-Language"
    return answer
