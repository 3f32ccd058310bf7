"""What the office sees of a draft: its versions, one of them in outline and text, what it lacks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.drafts.chosen import ChosenField, all_fields, as_chosen, groups_of
from app.drafts.queries import blocks_of, sections_of, versions_of
from app.i18n import _, ngettext
from app.models import ActionField, DraftVersion, Process, Section, Status, WorkingGroup
from app.public.leaves import Part, Row, lay_out
from app.publishing.gate import Figures, figures_of


@dataclass(frozen=True)
class Listed:
    """A version in the list, and how many action fields it has."""

    version: DraftVersion
    fields: int


def listed_versions(session: Session, process: Process) -> list[Listed]:
    """All versions of the process, the newest first: two queries."""
    counted = session.exec(
        select(Section.version_id, func.count())
        .where(Section.process_id == process.id, col(Section.is_field).is_(True))
        .group_by(col(Section.version_id))
    ).all()
    counts = dict(counted)
    return [Listed(version, counts.get(version.id, 0)) for version in versions_of(session, process)]


@dataclass(frozen=True)
class Outline:
    """A version laid out: nested parts with their text, and what they may belong to.

    `fields` are the version's action fields by id, as they were chosen for it; `known` are all of
    the process.
    """

    version: DraftVersion
    sections: Sequence[Section]
    parts: Sequence[Part]
    fields: Mapping[int, ChosenField]
    known: Sequence[ActionField]
    groups: Sequence[WorkingGroup]
    figures: Figures

    @property
    def chosen(self) -> list[ChosenField]:
        """The version's action fields in reading order."""
        return list(self.fields.values())

    @property
    def doubts(self) -> int:
        """How many places were guessed and nobody has looked at."""
        rows = [row for part in self.parts for row in part.rows()]
        blocks = sum(1 for row in rows if isinstance(row, Row) and row.block.doubt)
        return blocks + sum(1 for section in self.sections if section.doubt)

    @property
    def fields_with_text(self) -> set[int | None]:
        """The fields under whose headings something stands."""
        rows = [row for part in self.parts for row in part.rows()]
        return {row.block.field_id for row in rows if isinstance(row, Row)}

    @property
    def closed(self) -> int:
        """How many blocks of fields the office has closed for notes."""
        rows = (row for part in self.parts for row in part.rows())
        blocks = [row.block for row in rows if isinstance(row, Row)]
        return sum(1 for block in blocks if block.field_id and not block.is_open)

    @property
    def begins_with_text(self) -> bool:
        """Whether something stands before the first heading."""
        return bool(self.parts) and self.parts[0].section is None

    @property
    def above_fields(self) -> set[int]:
        """The headings under which an action field stands."""
        over = {section.id: section.parent_id for section in self.sections}
        above = set()
        for section in self.sections:
            at = section.parent_id if section.is_field else None
            while at is not None:
                above.add(at)
                at = over[at]
        return above

    def runs(self) -> Iterator[tuple[Part, ChosenField | None]]:
        """The text part by part in reading order, each with the field it belongs to."""
        for part in _all(self.parts):
            field_id = part.section.field_id if part.section else None
            yield part, self.fields.get(field_id) if field_id else None

    def blocks_in(self, part: Part) -> int:
        """How many blocks stand under a heading, subsections included."""
        return sum(1 for row in part.rows() if isinstance(row, Row))


def _all(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _all(part.parts)


def outline_of(
    session: Session, process: Process, version: DraftVersion, *, only: str | None = None
) -> Outline:
    """The version with everything its page shows: five queries, however long it is. With `only`,
    of all blocks the one with this address alone."""
    sections = sections_of(session, version)
    groups = groups_of(session, process)
    known = all_fields(session, process)
    fields = as_chosen(version, sections, {field.id: field for field in known}, groups)
    return Outline(
        version=version,
        sections=sections,
        parts=lay_out(sections, blocks_of(session, version, fragment=only), {}, first_level=3),
        fields=fields,
        known=known,
        groups=groups,
        figures=figures_of(session, version),
    )


@dataclass(frozen=True)
class Readiness:
    """What stands against publishing, and what one should know before."""

    obstacles: Sequence[str]
    hints: Sequence[str]


def readiness_of(process: Process, outline: Outline) -> Readiness:
    """In sentences, what a version lacks before the public sees it."""
    obstacles = []
    if not outline.chosen:
        obstacles.append(
            _("Noch ist kein Handlungsfeld festgelegt. Ohne Feld kann niemand etwas anmerken.")
        )
    if outline.version.number < process.current_version:
        obstacles.append(
            _("Fassung %(n)d ist schon öffentlich; eine ältere kann ihr nicht folgen.")
            % {"n": process.current_version}
        )
    return Readiness(obstacles, [*_hints(process, outline), *_of_moderation(process, outline)])


def _hints(process: Process, outline: Outline) -> Iterator[str]:
    for field in outline.chosen:
        if not field.group:
            yield _("%(label)s „%(title)s“ hat noch keine Arbeitsgruppe.") % {
                "label": field.label,
                "title": field.title,
            }
    for field in outline.chosen:
        if field.field_id not in outline.fields_with_text:
            yield _("%(label)s „%(title)s“ hat keinen Text.") % {
                "label": field.label,
                "title": field.title,
            }
    if doubts := outline.doubts:
        yield (
            ngettext(
                "%(n)d Stelle ist geraten und noch nicht angesehen.",
                "%(n)d Stellen sind geraten und noch nicht angesehen.",
                doubts,
            )
            % {"n": doubts}
        )
    if process.status is Status.PREPARING:
        yield _("Das Verfahren ist noch in Vorbereitung. Mit dieser Fassung wird es öffentlich.")


def _of_moderation(process: Process, outline: Outline) -> Iterator[str]:
    if process.waiting_count and outline.version.number > 1:
        yield (
            ngettext(
                "%(n)d Anmerkung wartet noch auf die Moderation. Über sie kann noch niemand "
                "entscheiden.",
                "%(n)d Anmerkungen warten noch auf die Moderation. Über sie kann noch niemand "
                "entscheiden.",
                process.waiting_count,
            )
            % {"n": process.waiting_count}
        )
