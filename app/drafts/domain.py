"""A draft becomes a version: sections, blocks and sentences with addresses, and its fields."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from app import clock, journal
from app.drafts.fields import FieldChoice, assign_fields
from app.drafts.outline import ReadBlock, ReadDraft, ReadSection
from app.drafts.pictures import keep_pictures, picture_html
from app.drafts.put_right_before import take_over_blocks
from app.drafts.taking_over import take_over_fields
from app.errors import Invalid
from app.i18n import _
from app.models import (
    Block,
    DraftVersion,
    Person,
    Picture,
    Process,
    Section,
    Sentence,
)
from app.text import slugify

LONGEST_TITLE = 500
LONGEST_DOUBT = 200


def import_draft(
    session: Session,
    process: Process,
    draft: ReadDraft,
    *,
    source_name: str,
    by: Person | None,
) -> DraftVersion:
    """Keep a draft that was read as the process's next version, not yet public.

    Fields named in the file are set at once; a file that names none takes over those of the
    version before. Refused with `Invalid` when the file names a field whose heading it does not
    have, or has no text at all.
    """
    if not draft.sections and not draft.blocks:
        raise Invalid(_("In der Datei steht kein Text."))
    version = _next_version(session, process, draft, source_name)
    _Builder(session, process, version).build(draft)
    session.flush()
    if draft.fields:
        _set_named_fields(session, process, version, draft)
    else:
        take_over_fields(session, process, version)
    take_over_blocks(session, process, version)
    journal.record(
        session,
        by,
        "draft.imported",
        version,
        process=process,
        version=version.number,
        words=draft.words,
    )
    return version


def _next_version(
    session: Session, process: Process, draft: ReadDraft, source_name: str
) -> DraftVersion:
    last = session.exec(
        select(func.max(DraftVersion.number)).where(DraftVersion.process_id == process.id)
    ).one()
    version = DraftVersion(
        process_id=process.id,
        number=(last or 0) + 1,
        title=(draft.title or process.title)[:300],
        source_name=source_name[:300],
        words=draft.words,
        left_out=[asdict(part) for part in draft.left_out],
        recount=_recounted(draft),
        imported_at=clock.now(),
    )
    session.add(version)
    session.flush()
    return version


def _recounted(draft: ReadDraft) -> dict[str, object]:
    if draft.recount is None:
        return {}
    missing = [list(pair) for pair in draft.recount.missing]
    return {"words": draft.recount.words, "agrees": not missing, "missing": missing}


def _set_named_fields(
    session: Session, process: Process, version: DraftVersion, draft: ReadDraft
) -> None:
    sections = session.exec(
        select(Section).where(Section.version_id == version.id).order_by(col(Section.position))
    ).all()
    by_title: dict[str, Section] = {}
    # A field is most likely a section of its own, not one inside another of the same name.
    for section in sorted(sections, key=lambda each: (each.parent_id is not None, each.position)):
        by_title.setdefault(" ".join(section.title.split()).casefold(), section)
    choices = []
    for named in draft.fields:
        found = by_title.get(" ".join(named.heading.split()).casefold())
        if found is None:
            raise Invalid(
                _("Die Überschrift „%(heading)s“ aus dem Kopf der Datei kommt im Text nicht vor.")
                % {"heading": named.heading}
            )
        choices.append(FieldChoice(found.id, named.group, named.colour, named.summary))
    assign_fields(session, process, version, choices)


@dataclass
class _Builder:
    """Turns what was read into rows, in reading order."""

    session: Session
    process: Process
    version: DraftVersion
    sections: int = 0
    blocks: int = 0

    def build(self, draft: ReadDraft) -> None:
        self.anchors: set[str] = set()
        self.taken: dict[str, int] = {}
        self.lines: list[tuple[Block, list[dict[str, object]]]] = []
        self.pictures = keep_pictures(self.session, self.version, draft.pictures)
        for block in draft.blocks:
            self._block(block, None)
        for section in draft.sections:
            self._section(section, None)
        self._keep_sentences()

    def _section(self, read: ReadSection, parent: Section | None) -> None:
        self.sections += 1
        section = Section(
            process_id=self.process.id,
            version_id=self.version.id,
            parent_id=parent.id if parent else None,
            position=self.sections,
            level=read.level,
            title=read.title[:LONGEST_TITLE],
            anchor=self._anchor(read.title),
            fill=read.fill,
            doubt=read.doubt[:LONGEST_DOUBT],
        )
        self.session.add(section)
        self.session.flush()
        for block in read.blocks:
            self._block(block, section)
        for inner in read.sections:
            self._section(inner, section)

    def _anchor(self, title: str) -> str:
        base = f"s-{slugify(title)}"
        name, n = base, self.taken.get(base, 1)
        while name in self.anchors:
            n += 1
            name = f"{base}-{n}"
        self.taken[base] = n
        self.anchors.add(name)
        return name

    def _block(self, read: ReadBlock, section: Section | None) -> None:
        self.blocks += 1
        picture = self.pictures.get(read.picture)
        block = Block(
            process_id=self.process.id,
            version_id=self.version.id,
            section_id=section.id if section else None,
            position=self.blocks,
            number=self.blocks,
            fragment=f"new-{self.blocks}",
            label="",
            kind=read.kind,
            depth=read.depth,
            marker=read.marker[:20],
            anchor=read.anchor[:80],
            head_html=self._head(read, picture),
            text=read.text,
            doubt=read.doubt[:LONGEST_DOUBT],
            picture_id=picture.id if picture else None,
        )
        self.session.add(block)
        self.lines.append((block, list(self._sentences(read))))

    def _head(self, read: ReadBlock, picture: Picture | None) -> str:
        return picture_html(self.process, picture, read.alt) if picture else read.head_html

    def _sentences(self, read: ReadBlock) -> Iterator[dict[str, object]]:
        for number, sentence in enumerate(read.sentences, 1):
            yield {
                "process_id": self.process.id,
                "version_id": self.version.id,
                "number": number,
                "text": sentence.text,
                "html": sentence.html,
            }

    def _keep_sentences(self) -> None:
        """All sentences at once: a long draft has thousands, and none needs to be an object."""
        self.session.flush()
        rows = [{"block_id": block.id, **row} for block, rows in self.lines for row in rows]
        if rows:
            table: Any = Sentence
            self.session.connection().execute(insert(table.__table__), rows)
