"""A version is published, and every comment stands in it, on both databases."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import db, selfcheck
from app.comments import supporting
from app.comments.targets import Target
from app.errors import Conflict
from app.models import (
    ActionField,
    Block,
    DraftVersion,
    Sentence,
    VersionKind,
)
from app.moderation import domain as moderation
from app.publishing.deciding import Choice, decide
from tests.cast import DRAFT, WHILE_OPEN
from tests.publishing.following import (
    DOUBTFUL,
    MOVED,
    REWORDED,
    STAYS,
    deeds,
    everything,
    next_version,
    publish,
)

pytestmark = pytest.mark.usefixtures("doubt")


def test_a_version_is_not_published_while_nobody_looked_at_the_doubtful(both, people):
    everything(both, people)
    version = next_version(both, people)

    with pytest.raises(Conflict, match="unsicher"):
        publish(both, people, version)

    assert people.process.current_version == 1
    assert version.published_at is None


def test_every_comment_stands_at_its_place_in_the_new_version(both, people):
    said = everything(both, people)
    version = next_version(both, people)
    number = said[DOUBTFUL].number
    decide(both, people.process, version, number, Choice.CONFIRM, by=people.bernd)
    publish(both, people, version)

    assert version.kind is VersionKind.INTERIM
    stands = {at: (c.address, c.standing, c.version_id) for at, c in said.items()}
    assert stands == {
        "hf1": ("HF1", "stays", version.id),
        "hf1-1": ("HF1 · 2", "reworded", version.id),
        STAYS: ("HF1 · 2.1", "stays", version.id),
        REWORDED: ("HF1 · 2.2", "reworded", version.id),
        MOVED: ("HF2 · 2.1", "moved", version.id),
        "hf1-4-2": ("HF1 · 4.2", "stays", version.id),
        DOUBTFUL: ("HF2 · 1.2", "reworded", version.id),
        "hf2": ("HF2", "stays", version.id),
    }
    reworded = said[REWORDED]
    assert reworded.quote == "Kurse beginnen spätestens im Mai jedes Jahres."
    assert (reworded.made_address, reworded.made_fragment) == ("HF1 · 1.2", REWORDED)
    assert reworded.made_quote == "Kurse beginnen z. B. im Mai."
    assert both.get(DraftVersion, reworded.made_version_id).number == 1
    assert said[MOVED].field_id == people.work.id


def test_despite_doubts_what_nobody_decided_is_gone_and_written_down(both, people):
    said = everything(both, people)
    version = next_version(both, people)
    publish(both, people, version, despite_doubts=True)

    gone = said[DOUBTFUL]
    assert (gone.standing, gone.block_id, gone.sentence) == ("gone", None, None)
    assert (gone.address, gone.fragment) == ("HF2", "hf2")
    assert gone.quote == "Niemand wartet länger als ein Jahr."
    assert gone.made_address == "HF2 · 1.2"
    entry = deeds(both, "draft.published")[-1]
    assert entry.details["despite_doubts"] == 1
    assert entry.details["comments"] == len(said)
    assert entry.actor_id == people.emil.id


def test_comments_that_came_after_the_comparison_come_along(both, people):
    version = next_version(both, people)
    late = people.says(both, at=REWORDED)
    publish(both, people, version)

    assert (late.address, late.made_address) == ("HF1 · 2.2", "HF1 · 1.2")


def test_counters_are_those_of_the_new_version_and_the_old_ones_stay(both, people):
    said = everything(both, people)
    supporting.support(both, said[STAYS], people.dora, WHILE_OPEN)
    moderation.hide(both, said["hf1-4-2"], people.bernd, people.rule, "Grund.", WHILE_OPEN)
    old = people.block(both, "hf1-1")
    both.refresh(old)
    was = (old.comments_count, old.hidden_count, old.shown_comment_id)
    version = next_version(both, people)
    publish(both, people, version, despite_doubts=True)
    both.commit()

    def block(fragment: str) -> Block:
        query = select(Block).where(Block.version_id == version.id, Block.fragment == fragment)
        return both.exec(query).one()

    both.refresh(old)
    assert (old.comments_count, old.hidden_count, old.shown_comment_id) == was
    assert (block("hf1-2").comments_count, block("hf1-4").hidden_count) == (3, 1)
    assert block("hf1-2").shown_comment_id == said[STAYS].id
    fields = {f.slug: f for f in both.exec(select(ActionField)).all()}
    assert fields["sprache"].comments_count == 4
    assert fields["sprache"].hidden_count == 1
    assert fields["arbeit"].comments_count == 3
    with db.reading(both.get_bind()) as looking:
        assert [f for f in selfcheck.counters(looking) if not f.is_fine] == []


def test_a_third_version_takes_them_on_and_knows_where_they_were_made(both, people):
    said = everything(both, people)
    second = next_version(both, people)
    publish(both, people, second, despite_doubts=True)
    later = people.says(both, at="hf1-1")
    third = next_version(both, people, DRAFT)
    publish(both, people, third, despite_doubts=True)

    reworded, gone, moved = said[REWORDED], said[DOUBTFUL], said[MOVED]
    assert (reworded.address, reworded.made_address) == ("HF1 · 1.2", "HF1 · 1.2")
    assert reworded.standing == "reworded"  # that the words are back does not undo it
    assert (gone.standing, gone.address) == ("gone", "HF2")
    assert (moved.address, moved.standing, moved.field_id) == ("HF1 · 3.1", "moved", 1)
    assert (later.standing, later.made_address) == ("gone", "HF1 · 1")
    assert both.get(DraftVersion, later.made_version_id).number == 2


def test_a_comment_that_was_gone_can_be_put_back_by_a_person(both, people):
    comment = people.says(both, at=DOUBTFUL)
    publish(both, people, next_version(both, people), despite_doubts=True)
    third = next_version(both, people, DRAFT)
    decide(
        both,
        people.process,
        third,
        comment.number,
        Choice.PLACE,
        address=DOUBTFUL,
        by=people.bernd,
    )
    publish(both, people, third)

    assert (comment.address, comment.standing) == ("HF2 · 1.2", "moved")


def test_an_older_version_cannot_follow_a_newer_one(both, people):
    second = next_version(both, people)
    third = next_version(both, people)
    publish(both, people, third)

    with pytest.raises(Conflict, match="älter"):
        publish(both, people, second)


def test_a_field_without_section_keeps_its_comments(both, people):
    comment = people.says(both, at="hf2")
    passage = people.says(both, at="hf2-1-1")
    without = DRAFT.replace("  - {heading: Arbeit, group: ag-2, colour: 5}\n", "")
    without = without[: without.index("# Arbeit")]
    version = next_version(both, people, without)
    publish(both, people, version, despite_doubts=True)

    assert (comment.address, comment.standing, comment.field_id) == ("HF2", "stays", people.work.id)
    assert (passage.address, passage.standing) == ("HF2", "gone")
    both.refresh(people.work)
    assert people.work.comments_count == 2


def test_a_comment_cannot_be_posted_on_the_version_before(both, people):
    target = Target.find(both, people.process, "hf1-1")
    publish(both, people, next_version(both, people))
    from app.comments import counting

    with pytest.raises(Conflict, match="neue Fassung"):
        counting.next_number(
            both, people.process, target.version.number, WHILE_OPEN + timedelta(minutes=1)
        )


def test_a_comment_left_on_an_earlier_version_is_found_by_the_self_check(both, people):
    comment = people.says(both)
    was = comment.version_id
    publish(both, people, next_version(both, people))
    both.expire(comment, ["version_id"])
    comment.version_id = was
    both.commit()

    with db.reading(both.get_bind()) as looking:
        [finding] = [f for f in selfcheck.counters(looking) if not f.is_fine]
    assert finding.name == "places: comment"


def test_a_text_that_changed_after_the_comparison_is_compared_before_it_is_public(both, people):
    comment = people.says(both, at=REWORDED)
    version = next_version(both, people)
    lines = both.exec(
        select(Sentence).where(Sentence.version_id == version.id, Sentence.number == 2)
    ).all()
    [line] = [line for line in lines if "spätestens" in line.text]
    line.text = "Kurse beginnen z. B. im Juni."
    block = both.get_one(Block, line.block_id)
    block.text = f"Alle lernen Deutsch. {line.text} Danach folgt eine Prüfung."
    publish(both, people, version)

    assert comment.quote == "Kurse beginnen z. B. im Juni."
