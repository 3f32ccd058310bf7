"""No comment is lost: a thousand on the demo's draft, through three generated versions, one after
the other, in the database and with the words that they are kept with."""

from dataclasses import replace
from html import escape

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from app.drafts.domain import import_draft
from app.drafts.lineage.outcome import Span
from app.drafts.outline import ReadBlock, ReadDraft, ReadField, ReadSection, ReadSentence
from app.models import Block, Carrying, Comment, DraftVersion, Standing
from app.publishing.carrying import compare
from app.publishing.domain import publish_version
from benchmarks.lineage.intensities import GENTLE, ROUGH, USUAL
from benchmarks.lineage.judging import Tally, Verdict, judge
from benchmarks.lineage.revising import revise
from benchmarks.lineage.texts import demo, words_of
from tests.cast import WHILE_OPEN, process_of

COMMENTS = 1_000
# Without twins in the old version: it must be the very text that is public.
HOW = [replace(intensity, twins_left=0) for intensity in (USUAL, ROUGH, GENTLE)]


def draft_of(blocks):
    """A text that was generated, as a reader would hand it over."""
    draft = ReadDraft("Konzept")
    path, fields = [], {}
    for block in blocks:
        for depth, title in enumerate(block.headings):
            if [section.title for section in path[: depth + 1]] != [*block.headings[: depth + 1]]:
                section = ReadSection(title, depth + 1)
                (path[depth - 1].sections if depth else draft.sections).append(section)
                path[depth:] = [section]
        del path[len(block.headings) :]
        read = ReadBlock(block.kind, tuple(ReadSentence(s, escape(s)) for s in block.sentences))
        (path[-1].blocks if path else draft.blocks).append(read)
        if block.field is not None:
            fields.setdefault(block.field, ReadField(block.headings[0]))
    draft.fields = tuple(fields.values())
    return draft


def hand_in(session, process, blocks):
    version = import_draft(session, process, draft_of(blocks), source_name="k.md", by=None)
    compare(session, process, version, by=None)
    return version


def blocks_of(session: Session, version: DraftVersion):
    query = select(Block).where(Block.version_id == version.id).order_by(col(Block.position))
    return list(session.exec(query.options(selectinload(Block.sentences))))  # type: ignore[arg-type]


def words_before(block: Block, number: int) -> int:
    """How many words of the block stand before its sentence of this number."""
    return sum(len(one.text.split()) for one in block.sentences if one.number < number)


def comment_on(session, process, version, revision):
    """Comments on words anywhere in the fields, with the truth about each by its number."""
    blocks, told = blocks_of(session, version), {}
    for number, (span, expected, _line) in enumerate(revision.comments(COMMENTS, 1), 1):
        block = blocks[span.block]
        if block.field_id is None:
            continue
        of = max(s.number for s in block.sentences if words_before(block, s.number) <= span.first)
        before = words_before(block, of)
        session.add(
            Comment(
                process_id=process.id, number=number, field_id=block.field_id,
                version_id=version.id, block_id=block.id, sentence=of,
                first_word=span.first - before + 1, last_word=span.last - before + 1,
                address=f"{block.label}.{of}", fragment=block.fragment,
                quote=" ".join(words_of(revision.old[span.block])[span.first : span.last + 1]),
                text="Bitte erklären.", html="<p>Bitte erklären.</p>", author_name="Amira",
                created_at=WHILE_OPEN,
            )
        )  # fmt: skip
        told[number] = expected
    session.flush()
    return told


def comments(session, process):
    query = select(Comment).where(Comment.process_id == process.id)
    return list(session.exec(query.execution_options(populate_existing=True)))


def test_through_three_versions_no_comment_is_lost_and_each_quotes_what_stands_there(session, cast):
    process = process_of(cast.organisation, "konzept", "Konzept")
    session.add(process)
    first = revise(demo().blocks, HOW[0], 1)
    version = hand_in(session, process, first.old)
    publish_version(session, process, version, by=None)
    told = comment_on(session, process, version, first)
    made = {one.number: one.quote for one in comments(session, process)}
    assert len(made) > COMMENTS / 2

    text = first.old
    for number, intensity in enumerate(HOW, 1):
        revision = revise(text, intensity, number)
        version = hand_in(session, process, revision.new)
        if number == 1:
            hold_the_truth(session, process, version, told)
        publish_version(session, process, version, by=None, despite_doubts=True)
        text = revision.new

        after = comments(session, process)
        assert {one.number: one.made_quote for one in after} == made
        assert {one.version_id for one in after} == {version.id}
        there = {block.id: block for block in blocks_of(session, version)}
        assert [one.number for one in after if not quotes_what_stands_there(one, there)] == []
    gone = sum(one.standing == Standing.GONE for one in after)
    assert 0 < gone < len(after) / 2


def quotes_what_stands_there(comment: Comment, blocks: dict[int, Block]) -> bool:
    """One that is gone has no place, and keeps the words that it was last about."""
    if comment.standing == Standing.GONE:
        return comment.block_id is None and bool(comment.quote)
    sentences = {one.number: one.text.split() for one in blocks[comment.block_id].sentences}
    words = sentences[comment.sentence][comment.first_word - 1 : comment.last_word]
    return comment.quote == " ".join(words) != ""


def hold_the_truth(session, process, version, told):
    """What is proposed in the rows is what happened to the words, but for very few."""
    blocks = {block.id: (n, block) for n, block in enumerate(blocks_of(session, version))}
    numbers = {one.id: one.number for one in comments(session, process)}
    rows = session.exec(select(Carrying).where(Carrying.to_version_id == version.id)).all()
    tally = Tally()
    for row in rows:
        expected = told[numbers[row.comment_id]]
        tally.add(expected, judge(expected, place_of(row, blocks), row.is_doubtful))

    assert len(rows) == len(told)
    assert tally.rate(Verdict.GONE_ATTACHED).share <= 0.01
    assert tally.rate(Verdict.WRONG_PLACE).share <= 0.003
    assert tally.right_at_last().share >= 0.99


def place_of(row: Carrying, blocks: dict[int, tuple[int, Block]]) -> Span | None:
    if row.new_block_id is None:
        return None
    number, block = blocks[row.new_block_id]
    before = words_before(block, row.new_sentence)
    return Span(number, before + row.new_first_word - 1, before + row.new_last_word - 1)
