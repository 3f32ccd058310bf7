"""Hundreds of generated revisions: as many comments after as before, each at exactly one place."""

from random import Random

import pytest
from sqlmodel import Session, col, select

from app.drafts.domain import import_draft
from app.drafts.readers.markdown import read_markdown
from app.models import (
    ActionField,
    Block,
    Carrying,
    Comment,
    DraftVersion,
    Process,
    Sentence,
)
from app.publishing.carrying import compare
from app.publishing.deciding import Choice, decide
from app.publishing.domain import publish_version
from tests.cast import Cast, invite

WORDS = [
    *("Kurs", "Treff", "Abend", "Stadtteil", "Schule", "Prüfung", "Praktikum", "Betrieb"),
    *("Beratung", "Familie", "Angebot", "Sprache", "lernen", "beginnt", "findet", "bietet"),
    *("hilft", "kostenlos", "wöchentlich", "gemeinsam", "offen", "freiwillig", "neu", "alle"),
    *("viele", "jede", "im", "am", "für", "mit", "ohne", "nach"),
]
HEADINGS = ("Sprache", "Arbeit")
REVISIONS = 40  # in each of nine runs, eight of them among the hard tests

Text = list[list[list[str]]]  # fields of blocks of sentences


def sentence(dice: Random) -> str:
    words = [dice.choice(WORDS) for _n in range(dice.randint(3, 9))]
    return " ".join(words).capitalize() + "."


def draft(dice: Random) -> Text:
    return [
        [[sentence(dice) for _s in range(dice.randint(1, 4))] for _b in range(dice.randint(1, 5))]
        for _field in HEADINGS
    ]


def reword(dice: Random, blocks: list[list[str]], at: int) -> None:
    line = dice.randrange(len(blocks[at]))
    words = blocks[at][line].split()
    words[dice.randrange(len(words))] = dice.choice(WORDS)
    blocks[at][line] = " ".join(words)


def rewrite(dice: Random, blocks: list[list[str]], at: int) -> None:
    blocks[at] = [sentence(dice)]


def drop(_dice: Random, blocks: list[list[str]], at: int) -> None:
    blocks.pop(at)


def split(_dice: Random, blocks: list[list[str]], at: int) -> None:
    blocks[at : at + 1] = [part for part in (blocks[at][:1], blocks[at][1:]) if part]


def merge(_dice: Random, blocks: list[list[str]], at: int) -> None:
    blocks[at : at + 2] = [[line for block in blocks[at : at + 2] for line in block]]


def insert(dice: Random, blocks: list[list[str]], at: int) -> None:
    blocks.insert(at, [sentence(dice)])


def revised(dice: Random, text: Text) -> Text:
    """The text after a few changes, none of which looks at how the matcher works."""
    text = [[list(block) for block in blocks] for blocks in text]
    for _n in range(dice.randint(1, 6)):
        here, there = dice.choice(text), dice.choice(text)
        if not here:
            insert(dice, here, 0)
            continue
        at = dice.randrange(len(here))
        if dice.random() < 0.2:
            there.insert(dice.randint(0, len(there)), here.pop(at))
        else:
            dice.choice((reword, rewrite, drop, split, merge, insert))(dice, here, at)
    return text


def kept(session: Session, cast: Cast, text: Text) -> DraftVersion:
    lines = ["---", "fields:", *(f"  - {{heading: {name}}}" for name in HEADINGS), "---"]
    for name, blocks in zip(HEADINGS, text, strict=True):
        lines += [f"# {name}", *(" ".join(block) for block in blocks)]
    read = read_markdown([("text.md", "\n".join(lines[:4]) + "\n\n" + "\n\n".join(lines[4:]))])
    return import_draft(session, cast.process, read, source_name="text.md", by=None)


def say_something(session: Session, cast: Cast, dice: Random) -> None:
    """Comments on fields, blocks and sentences of the version that is public now."""
    current = select(DraftVersion.id).where(
        DraftVersion.process_id == cast.process.id,
        DraftVersion.number == cast.process.current_version,
    )
    version = session.exec(current).one()
    rows = session.exec(
        select(Block, Sentence)
        .join(Sentence, col(Sentence.block_id) == col(Block.id))
        .where(Block.version_id == version, col(Block.field_id).is_not(None))
    ).all()
    places = ["hf1", "hf2"]
    places += [f"{block.fragment}-{line.number}" for block, line in rows]
    places += [block.fragment for block, _line in rows]
    for _n in range(dice.randint(1, 8)):
        cast.says(session, at=dice.choice(places))


@pytest.mark.parametrize(
    "run", [0, *(pytest.param(n, marks=pytest.mark.hard) for n in range(1, 9))]
)
def test_as_many_comments_after_as_before_each_at_one_place(session, run):
    for number in range(REVISIONS):
        dice = Random(f"{run} {number}")  # noqa: S311 - the same every time
        cast = invite(session)
        text = draft(dice)
        publish_version(session, cast.process, kept(session, cast, text), by=None)
        for _version in range(dice.choice((1, 1, 2))):
            say_something(session, cast, dice)
            text = revised(dice, text)
            follow(session, cast, dice, text)
        session.rollback()


def follow(session: Session, cast: Cast, dice: Random, text: Text) -> None:
    before = places_of(session, cast.process)
    version = kept(session, cast, text)
    compare(session, cast.process, version)
    for carrying in session.exec(
        select(Carrying).where(Carrying.to_version_id == version.id)
    ).all():
        if dice.random() < 0.2:
            comment = session.get_one(Comment, carrying.comment_id)
            choice = dice.choice((Choice.CONFIRM, Choice.GONE, Choice.OPEN))
            decide(session, cast.process, version, comment.number, choice, by=cast.bernd)
    publish_version(session, cast.process, version, by=None, despite_doubts=True)
    session.flush()
    after = places_of(session, cast.process)

    assert after.keys() == before.keys()
    stand_once(session, cast.process, version, after.values())


def places_of(session: Session, process: Process) -> dict[int, Comment]:
    found = session.exec(select(Comment).where(Comment.process_id == process.id)).all()
    return {comment.number: comment for comment in found}


def stand_once(session: Session, process: Process, version: DraftVersion, comments) -> None:
    """Each on its words in the new version, or on its field; the counters say the same."""
    query = select(Block).where(Block.version_id == version.id)
    blocks = {block.id: block for block in session.exec(query)}
    lines = {
        (line.block_id, line.number): line
        for line in session.exec(select(Sentence).where(Sentence.version_id == version.id))
    }
    fields = session.exec(select(ActionField).where(ActionField.process_id == process.id)).all()
    names = {field.id: field.label for field in fields}
    for comment in comments:
        assert comment.version_id == version.id
        assert comment.made_address
        if comment.block_id is None:
            assert comment.address == names[comment.field_id]
            assert comment.standing == "gone" or not comment.quote
            continue
        block = blocks[comment.block_id]
        assert comment.field_id == (block.field_id or comment.field_id)
        assert comment.address.startswith(block.label)
        if comment.sentence is None:
            assert comment.quote == block.text
        else:
            assert lines[comment.block_id, comment.sentence].text in comment.quote
    assert sum(block.comments_count for block in blocks.values()) == sum(
        comment.block_id is not None for comment in comments
    )
    assert sum(field.comments_count for field in fields) == len(comments)
    assert sum(line.comments_count for line in lines.values()) == sum(
        comment.sentence is not None for comment in comments
    )
