"""Rows of the database in the shapes of the API."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from app.api import shapes, shapes_of_decisions, show_changes
from app.api.queries import Told
from app.api.relations import Relation
from app.drafts.addresses import Address
from app.drafts.chosen import ChosenField
from app.drafts.translating.pairing import Said
from app.models import (
    ActionField,
    Block,
    BlockKind,
    Comment,
    CommentState,
    Disposition,
    DraftVersion,
    EarlierDisposition,
    Office,
    Process,
    Reply,
    Section,
    Standing,
    Voice,
)


def process(of: Process) -> shapes.Process:
    """A process loaded with its fields, groups and offices."""
    return shapes.Process(
        slug=of.slug,
        title=of.title,
        status=of.status,
        opens_at=of.opens_at,
        closes_at=of.closes_at,
        fields=[_field(field) for field in of.fields],
        groups=[shapes.Group(id=group.id, slug=group.slug, name=group.name) for group in of.groups],
        offices=[office(involved.office) for involved in of.involvements],
    )


def _field(of: ActionField) -> shapes.ActionField:
    return shapes.ActionField(
        slug=of.slug,
        number=of.number,
        title=of.title,
        colour=of.colour,
        group=of.group.slug if of.group else None,
        comments=of.comments_count,
    )


def office(of: Office) -> shapes.Office:
    """An office by slug and name."""
    return shapes.Office(slug=of.slug, name=of.name)


def draft(
    version: int,
    sections: Sequence[Section],
    blocks: Sequence[Block],
    fields: Sequence[ActionField],
    said: Mapping[int, Sequence[Said | None]],
) -> shapes.Draft:
    """The whole text as nested sections, what stands before the first heading in one without.
    `said` is what there is of it in another language, by the id of a block."""
    by_id = {field.id: field for field in fields}
    parts = {section.id: _section(section, by_id) for section in sections}
    before = shapes.Section(address=None, title="", level=0, field=None, blocks=[], sections=[])
    for block in blocks:
        home = parts[block.section_id] if block.section_id else before
        home.blocks.append(_block(block, by_id, said.get(block.id)))
    top = [before] if before.blocks else []
    for section in sections:
        (parts[section.parent_id].sections if section.parent_id else top).append(parts[section.id])
    return shapes.Draft(version=version, sections=top)


def _section(of: Section, fields: dict[int, ActionField]) -> shapes.Section:
    field = fields[of.field_id] if of.field_id else None
    return shapes.Section(
        address=field.label if field and of.is_field else None,
        title=of.title,
        level=of.level,
        field=field.slug if field else None,
        blocks=[],
        sections=[],
    )


def _block(
    of: Block, fields: dict[int, ActionField], said: Sequence[Said | None] | None
) -> shapes.Block:
    field = fields[of.field_id].number if of.field_id else None
    other = said or [None] * len(of.sentences)
    return shapes.Block(
        address=of.label,
        kind=of.kind,
        open=of.field_id is not None and of.is_open,
        text=of.text,
        html=html_of(of),
        sentences=[
            shapes.Sentence(
                address=Address(field, of.number, sentence.number).label,
                text=sentence.text,
                translation=translated.text if translated else None,
            )
            for sentence, translated in zip(of.sentences, other, strict=True)
        ],
    )


def html_of(block: Block) -> str:
    """A block as HTML of its own, put together from what was rendered when it was imported."""
    if block.kind is BlockKind.TABLE:
        rows = "".join(f"<tr>{sentence.html}</tr>" for sentence in block.sentences)
        return f"<table>{block.head_html}<tbody>{rows}</tbody></table>"
    words = " ".join(sentence.html for sentence in block.sentences)
    if block.kind is BlockKind.FIGURE:
        caption = f"<figcaption>{words}</figcaption>" if words else ""
        return f"<figure>{block.head_html}{caption}</figure>"
    marker = f"{escape(block.marker)} " if block.marker else ""
    return f"<p>{marker}{words}</p>"


def imported(
    version: DraftVersion, fields: Iterable[ChosenField], lineage: shapes.Lineage | None
) -> shapes.ImportedDraft:
    """What became of a file: the words read, those left out, the fields it names, and what
    becomes of the comments."""
    return shapes.ImportedDraft(
        version=version.number,
        title=version.title,
        words=version.words,
        left_out=[shapes.LeftOut.model_validate(part) for part in version.left_out],
        fields=[
            shapes.ImportedField(
                slug=field.slug,
                number=field.number,
                title=field.title,
                group=field.group_slug or None,
            )
            for field in fields
        ],
        lineage=lineage,
    )


def comment(told: Told, *, own: bool = False) -> shapes.Comment:
    """A comment; of one that is not public only its place and the quoted words, but to who wrote it
    (`own`) while it waits."""
    of = told.comment
    public = of.state is CommentState.PUBLIC or (own and of.state is CommentState.WAITING)
    official = [reply for reply in of.replies if reply.voice is not Voice.RESIDENT]
    residents = [reply for reply in of.replies if reply.voice is Voice.RESIDENT]
    return shapes.Comment(
        number=of.number,
        field=of.field.slug,
        address=of.made_address if of.made_version_id else of.address,
        quote=of.made_quote if of.made_version_id else of.quote,
        first_word=of.made_first_word if of.made_version_id else of.first_word,
        last_word=of.made_last_word if of.made_version_id else of.last_word,
        version=of.made_version.number if of.made_version else told.version,
        now=_now(told),
        **_relation(told.relation),
        kind=of.kind,
        text=of.text if public else None,
        proposed_wording=(of.proposed_wording or None) if public else None,
        author=of.author_name if public else None,
        role=(of.author_role or None) if public else None,
        **_of_self(of, shown=public and of.shows_self),
        language=of.language,
        source=of.source,
        created_at=of.created_at,
        edited_at=of.edited_at if public else None,
        withdrawn_at=of.withdrawn_at,
        additions=_additions(of),
        state=of.state,
        support=of.supports,
        replies=[_small(reply) for reply in residents],
        official=[_official(reply) for reply in official],
        disposition=disposition(of),
        traces=[show_changes.trace(one) for one in told.changes]
        if of.state is CommentState.PUBLIC
        else [],
        similar=_similar(of),
    )


def _similar(of: Comment) -> shapes.Similar | None:
    """The group it is in, where that holds another; of a comment that is not public none."""
    group = of.note_group if of.state is CommentState.PUBLIC else None
    if group is None or group.size < 2:
        return None
    return shapes.Similar(id=group.id, size=group.size, people=group.people_count)


def _now(told: Told) -> shapes.Now:
    """Where it stands now."""
    of = told.comment
    return shapes.Now(
        version=told.version,
        address=None if of.is_gone else of.address,
        quote=None if of.is_gone else of.quote,
        state=Standing(of.standing),
    )


def _relation(of: Relation) -> dict[str, Any]:
    """Its parts, what it is a part or duplicate of, and where it stood before it was moved."""
    return {
        "moved_from": [
            shapes.Moved(address=one.address, reason=one.reason, moved_at=one.at)
            for one in of.moves
        ],
        "part_of": of.part_of,
        "parts": of.parts,
        "duplicate_of": of.duplicate_of,
    }


def _of_self(of: Comment, *, shown: bool) -> dict[str, Any]:
    """For whom the author speaks, where they want it shown."""
    perspective = of.perspective.name if shown and of.perspective else None
    return {
        "speaks_for": perspective,
        "organisation": of.author_organisation or None if shown else None,
        "part_of_town": of.author_district or None if shown else None,
    }


def _additions(of: Comment) -> list[shapes.Addition]:
    """None of a comment that is not public; they are loaded where there are any."""
    if of.state is not CommentState.PUBLIC or not of.additions_count:
        return []
    return [shapes.Addition(text=one.text, created_at=one.created_at) for one in of.additions]


def disposition(of: Comment) -> shapes_of_decisions.Disposition | None:
    """What is decided on a comment, if anything is; while the comment is not public, nobody reads
    it, for it may repeat its words."""
    decided: Disposition | None = of.disposition
    if decided is None or of.state is not CommentState.PUBLIC:
        return None
    return shapes_of_decisions.Disposition(changes=decided.changes, **words(decided))


def words(of: Disposition | EarlierDisposition) -> dict[str, Any]:
    """What everybody may read of a decision."""
    return {name: getattr(of, name) for name in shapes_of_decisions.Words.model_fields}


def _small(of: Reply) -> shapes.SmallReply:
    public = of.state is CommentState.PUBLIC
    return shapes.SmallReply(
        author=of.author_name if public else None,
        voice=of.voice,
        text=of.text if public else None,
        created_at=of.created_at,
    )


def _official(of: Reply) -> shapes.Official:
    is_corrected = of.edited_at is not None and of.state is CommentState.PUBLIC
    return shapes.Official(
        office=office(of.statement.office) if of.statement else None,
        edited_at=of.edited_at if is_corrected else None,
        earlier=_earlier(of) if is_corrected else [],
        **_small(of).model_dump(),
    )


def _earlier(of: Reply) -> list[shapes.Earlier]:
    return [shapes.Earlier(text=was.text, until=was.until) for was in of.earlier]


def waiting_reply(of: Reply) -> shapes.WaitingReply:
    """An answer that waits, to who wrote it."""
    return shapes.WaitingReply(state=of.state, text=of.text, created_at=of.created_at)


def reply(of: Reply) -> shapes.Reply:
    """An answer to a comment, with its position."""
    return shapes.Reply(number=of.position, **_official(of).model_dump())
