"""Two versions read from the database for the synopsis, with the lineage kept or traced now."""

import pytest
from sqlmodel import col, select

from app.drafts.synopsis.reading import items, read_synopsis
from app.drafts.synopsis.text import Heading
from app.models import Block, DraftVersion, Lineage, Section
from app.models.lineage import Fate
from tests.public.revised import REVISED, publish


@pytest.fixture
def versions(cast, session):
    publish(session, cast.process, REVISED)
    session.commit()
    query = select(DraftVersion).where(DraftVersion.process_id == cast.process.id)
    return session.exec(query.order_by(col(DraftVersion.number))).all()


def shape(synopsis):
    return [
        (row.fragment, row.state, [to.fragment for to in row.to], row.touched)
        for row in synopsis.rows
    ]


def test_what_was_kept_when_publishing_is_followed(session, versions):
    kept = read_synopsis(session, *versions)
    reworded = next(row for row in kept.rows if row.fragment == "hf1-1")
    line = session.exec(select(Lineage).where(Lineage.old_block_id == reworded.olds[0].id)).one()
    line.state, line.places = Fate.GONE, []
    session.add(line)
    session.flush()

    rows = {row.fragment: row for row in read_synopsis(session, *versions).rows}
    assert rows["old-hf1-1"].state is Fate.GONE
    assert rows["hf1-1"].state is Fate.NEW


def test_without_anything_kept_the_versions_are_traced_with_the_same_result(session, versions):
    kept = shape(read_synopsis(session, *versions))
    for line in session.exec(select(Lineage)):
        session.delete(line)
    session.flush()

    assert shape(read_synopsis(session, *versions)) == kept
    assert len(kept) > 8


def test_a_kept_lineage_of_other_blocks_is_not_believed(session, versions):
    kept = shape(read_synopsis(session, *versions))
    session.delete(session.exec(select(Lineage).where(Lineage.position == 1)).one())
    session.flush()

    assert shape(read_synopsis(session, *versions)) == kept


def test_versions_of_two_processes_are_not_compared(session, cast, versions):
    from tests.public.revised import SHORT

    other = publish(session, cast.elsewhere, SHORT)

    with pytest.raises(ValueError, match="two processes"):
        read_synopsis(session, versions[0], other)


def test_six_questions_however_long_they_are(session, versions, count_queries):
    with count_queries() as queries:
        read_synopsis(session, *versions)

    assert len(queries) <= 6


def test_a_part_is_a_field_a_section_beside_one_or_a_section_at_the_top():
    def section(number, parent, title, *, field=None):
        return Section(
            id=number,
            version_id=1,
            parent_id=parent,
            position=number,
            level=1 if parent is None else 2,
            title=title,
            anchor=f"s-{number}",
            is_field=field is not None,
            field_id=field,
        )

    sections = [
        section(1, None, "Einleitung"),
        section(2, 1, "Anlass"),
        section(3, None, "Handlungsfelder"),
        section(4, 3, "Sprache", field=None),
        section(5, 3, "Arbeit", field=7),
        section(6, 5, "Ziele"),
    ]
    headings = [item for item in items(sections, [], {}) if isinstance(item, Heading)]

    assert [(heading.title, heading.is_start) for heading in headings] == [
        ("Einleitung", True),
        ("Anlass", False),
        ("Handlungsfelder", True),
        ("Sprache", True),
        ("Arbeit", True),
        ("Ziele", False),
    ]
    assert headings[5].above == ("Handlungsfelder", "Arbeit")


def test_every_block_of_both_versions_is_in_it_once(session, versions):
    synopsis = read_synopsis(session, *versions)

    for version, side in zip(versions, ("kept", "news"), strict=True):
        blocks = session.exec(
            select(Block).where(Block.version_id == version.id).order_by(col(Block.position))
        ).all()
        seen = [
            block.id
            for row in synopsis.rows
            for block in (row.olds if side == "kept" and row.leaves else getattr(row, side))
        ]
        assert seen == [block.id for block in blocks]
