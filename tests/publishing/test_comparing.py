"""A prepared version is compared with the public one, on both databases."""

import pytest
from sqlmodel import col, select

from app.models import (
    Block,
    Carrying,
    DraftVersion,
    Fate,
    Lineage,
    Standing,
)
from app.publishing.carrying import compare
from app.publishing.deciding import Choice, decide
from tests.publishing.following import (
    DOUBTFUL,
    MOVED,
    REWORDED,
    SECOND,
    STAYS,
    everything,
    next_version,
    proposed,
)

pytestmark = pytest.mark.usefixtures("doubt")


def test_every_old_block_and_every_new_one_has_a_row(both, people):
    version = next_version(both, people)
    rows = both.exec(select(Lineage).order_by(col(Lineage.position))).all()
    old = both.exec(select(Block.id).where(Block.version_id != version.id)).all()
    new = set(both.exec(select(Block.id).where(Block.version_id == version.id)))

    assert [row.old_block_id for row in rows if row.old_block_id] == sorted(old)
    assert {row.new_block_id for row in rows} == new
    by_address = {both.get(Block, row.old_block_id).fragment: row for row in rows[: len(old)]}
    assert by_address["hf1-1"].state is Fate.REWORDED
    assert by_address["hf1-1"].places == ["hf1-2"]
    assert "<del>z. B.</del>" in by_address["hf1-1"].old_html
    assert "<ins>spätestens</ins>" in by_address["hf1-1"].new_html
    assert by_address["hf1-1"].sentences[1]["places"] == [["hf1-2", 2]]
    [fresh] = [row for row in rows if row.old_block_id is None]
    assert (fresh.state, fresh.places) == (Fate.NEW, ["hf1-1"])


def test_every_comment_has_a_proposal_with_both_wordings(both, people):
    said = everything(both, people)
    next_version(both, people)

    found = {at: proposed(both, comment) for at, comment in said.items()}
    assert (found[STAYS].state, found[STAYS].new_address) == (Standing.STAYS, "HF1 · 2.1")
    assert found[REWORDED].state is Standing.REWORDED
    assert found[REWORDED].old_quote == "Kurse beginnen z. B. im Mai."
    assert found[REWORDED].new_quote == "Kurse beginnen spätestens im Mai jedes Jahres."
    assert "<mark>Kurse beginnen <del>z. B.</del> im Mai.</mark>" in found[REWORDED].quotes_html
    assert (found[MOVED].state, found[MOVED].new_address) == (Standing.MOVED, "HF2 · 2.1")
    assert found[DOUBTFUL].is_doubtful
    assert (found["hf1"].state, found["hf1"].new_address) == (Standing.STAYS, "HF1")


def test_a_sentence_to_which_words_were_added_is_not_called_unchanged(both, people):
    whole = people.says(both, "Auch abends.", at=STAYS)
    next_version(both, people, SECOND.replace("lernen Deutsch.", "lernen Deutsch, auch abends."))

    found = proposed(both, whole)
    assert found.state is Standing.REWORDED
    assert found.new_quote == "Alle lernen Deutsch, auch abends."
    assert "<mark>Alle lernen Deutsch<ins>, auch abends</ins>.</mark>" in found.quotes_html


def test_a_first_version_is_compared_with_nothing(both, people):
    people.process.current_version = 0
    draft = both.exec(select(DraftVersion)).one()
    draft.published_at = None

    assert compare(both, people.process, draft, by=people.emil) is False
    assert both.exec(select(Lineage)).first() is None


def test_comparing_again_keeps_what_a_person_decided(both, people):
    said = everything(both, people)
    version = next_version(both, people)
    number = said[DOUBTFUL].number
    decide(both, people.process, version, number, Choice.PLACE, address="hf1-1", by=people.bernd)
    gone = said[REWORDED].number
    decide(both, people.process, version, gone, Choice.GONE, by=people.bernd)

    compare(both, people.process, version, by=people.emil)

    assert proposed(both, said[DOUBTFUL]).new_address == "HF1 · 1"
    assert proposed(both, said[REWORDED]).state is Standing.GONE
    assert len(both.exec(select(Carrying)).all()) == len(said)


def test_a_decision_for_words_that_are_no_longer_there_is_open_again(both, people):
    comment = people.says(both, at=DOUBTFUL)
    version = next_version(both, people)
    decide(
        both, people.process, version, comment.number, Choice.PLACE, address="hf1-1", by=people.emil
    )
    block = both.exec(
        select(Block).where(Block.version_id == version.id, Block.fragment == "hf1-1")
    ).one()
    block.text = "Etwas ganz anderes steht nun hier."

    compare(both, people.process, version, by=people.emil)

    carrying = proposed(both, comment)
    assert carrying.decided_at is None
    assert carrying.new_address != "HF1 · 1"
