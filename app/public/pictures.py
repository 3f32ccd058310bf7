"""The pictures of a draft. Each has its digest for an address, so it can be kept for ever."""

from typing import Annotated

from fastapi import Path, Response
from sqlmodel import Session

from app.accounts.rules import may_see_desk
from app.db import Db
from app.drafts.pictures import is_published, picture_by_digest
from app.errors import NotFound
from app.i18n import _
from app.identity import Visitor
from app.models import Person, Picture, Process, Status
from app.processes.queries import by_slug
from app.routing import Pages

router = Pages()
FOR_EVER = "public, max-age=31536000, immutable"
Digest = Annotated[str, Path(max_length=64)]


@router.get("/p/{slug}/pictures/{digest}")
def show_picture(slug: str, digest: Digest, visitor: Visitor, session: Db) -> Response:
    """A picture that a public version shows; those of other versions for the process's staff."""
    process = by_slug(session, slug, preparing=True)
    picture = picture_by_digest(session, process, digest)
    is_public = picture is not None and _is_public(session, process, picture)
    if picture is None or not (is_public or _is_staff(visitor, process)):
        raise NotFound(_("Dieses Bild gibt es nicht."))
    headers = {
        "cache-control": FOR_EVER if is_public else "private, no-store",
        "content-security-policy": "default-src 'none'",
        "x-content-type-options": "nosniff",
    }
    if is_public:  # a page of ours in the frame of another site shows it as well
        headers["cross-origin-resource-policy"] = "cross-origin"
    return Response(picture.content, media_type=picture.media_type, headers=headers)


def _is_public(session: Session, process: Process, picture: Picture) -> bool:
    return process.status is not Status.PREPARING and is_published(session, picture)


def _is_staff(visitor: Person | None, process: Process) -> bool:
    return may_see_desk(visitor, process) is True
