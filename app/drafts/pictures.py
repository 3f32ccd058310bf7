"""Pictures of a draft as rows: one for each picture of a process, however many versions show it."""

from collections.abc import Mapping
from html import escape

from sqlmodel import Session, col, select

from app.drafts.outline import ReadPicture
from app.models import Block, DraftVersion, Picture, Process


def keep_pictures(
    session: Session, version: DraftVersion, pictures: Mapping[str, ReadPicture]
) -> dict[str, Picture]:
    """Keep what the process does not have yet; the rows by digest."""
    if not pictures:
        return {}
    known = session.exec(
        select(Picture)
        .where(Picture.process_id == version.process_id, col(Picture.digest).in_(pictures))
        .order_by(col(Picture.id))
    )
    rows = {picture.digest: picture for picture in known}
    for digest, read in pictures.items():
        if digest not in rows:
            rows[digest] = Picture(
                process_id=version.process_id,
                version_id=version.id,
                digest=digest,
                media_type=read.media_type,
                width=read.width,
                height=read.height,
                content=read.content,
            )
            session.add(rows[digest])
    session.flush()
    return rows


def picture_html(process: Process, picture: Picture, alt: str) -> str:
    """The picture as an element; its address never changes what it shows."""
    return (
        f'<img src="/p/{escape(process.slug)}/pictures/{picture.digest}" alt="{escape(alt)}" '
        f'width="{picture.width}" height="{picture.height}" loading="lazy" decoding="async">'
    )


def picture_by_digest(session: Session, process: Process, digest: str) -> Picture | None:
    """The process's picture with this digest, if it has one."""
    query = select(Picture).where(
        Picture.process_id == process.id, Picture.digest == digest[:64].lower()
    )
    return session.exec(query).one_or_none()


def is_published(session: Session, picture: Picture) -> bool:
    """Whether a version that is public shows the picture."""
    query = (
        select(Block.id)
        .join(DraftVersion, col(DraftVersion.id) == col(Block.version_id))
        .where(
            Block.process_id == picture.process_id,
            Block.picture_id == picture.id,
            col(DraftVersion.published_at).is_not(None),
        )
        .limit(1)
    )
    return session.exec(query).first() is not None
