"""A field on paper: each block with its address, lines to write on, and a code that leads to it."""

from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlencode

import segno
from fastapi import Query, Request, Response
from sqlmodel import Session, col, select

from app import i18n
from app.asked_tongue import LANG
from app.db import Db
from app.drafts.lineage.heirs import heirs_of
from app.drafts.queries import published
from app.drafts.translating.pairing import LANGUAGES
from app.errors import NotFound
from app.i18n import _
from app.identity import Visitor
from app.models import Block, Process
from app.public.kept import kept_page
from app.public.pages import about_window, text_of
from app.public.queries import FieldPlace, field_place
from app.routing import Pages

router = Pages()


@router.get("/p/{slug}/fields/{field}/print")
def show_print(
    request: Request,
    slug: str,
    field: str,
    visitor: Visitor,
    session: Db,
    text: Annotated[str, Query(max_length=12)] = "",
) -> Response:
    """The field's text as a sheet of A4, in the original or in a language that it exists in."""
    place = field_place(session, slug, field)
    process = place.process
    language = text if text in LANGUAGES else ""
    key = (
        *("print", place.field.id, place.field.revision, place.version.id, language),
        *(process.status, process.opens_at, process.closes_at),
    )
    base = request.state.city.base_url.rstrip("/")
    return kept_page(
        request,
        "public/print.html",
        key,
        visitor,
        session,
        lambda: _sheet(session, place, language, base),
    )


def _sheet(session: Session, place: FieldPlace, language: str, base: str) -> dict[str, Any]:
    sections, blocks, about = text_of(session, place, language)
    process = place.process
    # Who takes a sheet in Arabic home goes on in Arabic.
    spoken = {} if i18n.locale() == i18n.DEFAULT else {LANG: i18n.locale()}

    def code(block: Block) -> str:
        query = urlencode({"v": place.version.number} | spoken)
        return code_svg(f"{base}/p/{process.slug}/blocks/{block.fragment}?{query}")

    return {
        "process": process,
        "field": place.field,
        "version": place.version,
        "sections": sections,
        "blocks": blocks,
        "code": code,
        "here": f"/p/{process.slug}/fields/{place.field.slug}",
        "address": f"{base}/p/{process.slug}/fields/{place.field.slug}",
        **about,
        **about_window(process),
        "with_notes": False,
    }


@lru_cache(maxsize=4096)
def code_svg(address: str) -> str:
    """A QR code (ISO/IEC 18004, level M: 15 % of it may be stained) of an address of ours, as SVG
    to stand in a page. Kept, because one takes a hundredth of a second."""
    drawn = segno.make(address, error="m", micro=False)
    return str(drawn.svg_inline(omitsize=True, border=0))


def where_now(session: Session, process: Process, number: int, fragment: str) -> str:
    """The page of the passage that stood at this address in an earlier version, where it stands
    now; where it is gone, its place in that version. Raises `NotFound`."""
    earlier = published(session, process, number)
    query = select(Block).where(
        Block.process_id == process.id,
        Block.version_id == earlier.id,
        Block.fragment == fragment[:40],
        col(Block.field_id).is_not(None),
    )
    block = session.exec(query).one_or_none()
    if block is None:
        raise NotFound(_("Diesen Absatz gibt es in dieser Fassung nicht."))
    heir = heirs_of(session, process, earlier).get(block.id)
    if heir is None:
        return f"/p/{process.slug}/draft/v{earlier.number}#{block.fragment}"
    return f"/p/{process.slug}/blocks/{heir.fragment}"
