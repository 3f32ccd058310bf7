"""Thousands of generated comments, carried through revisions of the demo's draft whose truth is
known (`benchmarks/lineage`); and the real draft judged by hand, where it is there."""

import pytest

from app.drafts.lineage import trace
from app.models.lineage import Standing
from benchmarks.lineage import reference
from benchmarks.lineage.intensities import INTENSITIES, USUAL, Intensity
from benchmarks.lineage.judging import Expected, Rate, Tally, Verdict, judge
from benchmarks.lineage.revising import revise
from benchmarks.lineage.texts import NEW, OLD, demo, has_ulm, ulm, words_of

SEEDS, COMMENTS = range(11, 16), 300
UNTOUCHED = Intensity("untouched")
MOVES_ONLY = Intensity(
    "moves only", struck=0.1, new=0.1, swapped=0.2, moved=0.1, split=0.3, merged=0.3,
    blocks_struck=0.05, blocks_new=0.1, blocks_moved=0.2, blocks_far=0.1, renumbers=True,
)  # fmt: skip

needs_ulm = pytest.mark.skipif(not has_ulm(), reason="the real draft is not beside the clone")


def fare(intensity):
    """Every generated comment: what is true about it, and what the matcher says."""
    for seed in SEEDS:
        revision = revise(demo().blocks, intensity, seed)
        lineage = trace(revision.old, revision.new)
        for span, expected, _line in revision.comments(COMMENTS, seed):
            yield revision, expected, lineage.carry(span)


@pytest.mark.parametrize("intensity", INTENSITIES, ids=lambda one: one.name)
def test_as_many_comments_after_as_before_and_each_in_the_text_or_gone(intensity):
    after = 0
    for revision, _expected, carried in fare(intensity):
        after += 1
        assert 0 <= carried.confidence <= 1
        if not carried.is_doubtful:
            assert (carried.place is None) is (carried.state is Standing.GONE)
        if carried.place is not None:
            assert 0 <= carried.place.first <= carried.place.last
            assert carried.place.last < len(words_of(revision.new[carried.place.block]))

    assert after == len(SEEDS) * COMMENTS


def test_hardly_any_comment_is_put_to_words_it_was_not_about():
    tally = Tally()
    for intensity in INTENSITIES:
        for _revision, expected, carried in fare(intensity):
            tally.add(expected, judge(expected, carried.place, carried.is_doubtful))

    assert tally.gone > 200
    assert tally.kept > 3000
    assert tally.rate(Verdict.GONE_ATTACHED).share <= 0.01
    assert tally.rate(Verdict.WRONG_PLACE).share <= 0.003
    assert tally.right_at_last().share >= 0.99


def test_in_a_version_that_changed_nothing_every_comment_stays():
    for _revision, expected, carried in fare(UNTOUCHED):
        assert carried.place == expected.places[0]
        assert carried.state is Standing.STAYS
        assert not carried.is_doubtful


# --- The yardstick itself ---


def test_where_words_only_move_the_truth_names_the_same_words():
    revision = revise(demo().blocks, MOVES_ONLY, 1)
    kept = 0
    for span, expected, _line in revision.comments(500, 1):
        for place in expected.places:
            assert quoted(revision.new, place) == quoted(revision.old, span)
            kept += 1

    assert 300 < kept < 500  # some are struck


def quoted(blocks, span):
    return words_of(blocks[span.block])[span.first : span.last + 1]


def test_what_was_struck_is_gone_even_where_a_near_twin_stays():
    revision = revise(demo().blocks, Intensity("twins", twins_left=0.1), 1)
    told = [(e, line) for _span, e, line in revision.comments(1000, 1)]

    assert {e.places for e, line in told if "struck beside a twin" in line.deeds} == {()}
    assert all(e.places for e, line in told if "struck" not in line.deeds)


def test_what_had_to_make_way_for_another_sentence_is_gone():
    revision = revise(demo().blocks, Intensity("supplanted", supplanted=0.2), 1)
    told = [(e, "supplanted" in line.deeds) for _span, e, line in revision.comments(500, 1)]

    assert {not e.places for e, made_way in told if made_way} == {True}
    assert {not e.places for e, made_way in told if not made_way} == {False}


def test_the_same_seed_makes_the_same_revision_and_another_seed_another():
    first, again, other = (revise(demo().blocks, USUAL, seed).new for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_the_right_place_is_at_least_half_of_both_ranges_in_the_same_block():
    true = Expected((span(3, 10, 19),))

    assert judge(true, span(3, 10, 14)) is Verdict.RIGHT
    assert judge(true, span(3, 15, 24)) is Verdict.RIGHT
    assert judge(true, span(3, 16, 25)) is Verdict.WRONG_PLACE
    assert judge(true, span(3, 0, 29)) is Verdict.WRONG_PLACE
    assert judge(true, span(4, 10, 19)) is Verdict.WRONG_PLACE
    assert judge(true, None) is Verdict.CALLED_GONE
    assert judge(Expected(()), span(3, 10, 19)) is Verdict.GONE_ATTACHED
    assert judge(Expected(()), span(3, 10, 19), is_doubtful=True) is Verdict.ASKED_WRONG


def span(block, first, last):
    return reference.Span(block, first, last)


def test_the_interval_is_wilsons():
    low, high = Rate(0, 10).interval
    assert (round(low, 4), round(high, 4)) == (0.0, 0.2775)
    low, high = Rate(8, 10).interval
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)


# --- The real draft, judged by hand ---


def test_the_reference_holds_positions_and_no_quotations():
    count = 0
    for entry in reference.written()["passages"]:
        assert set(entry) <= {"id", "old", "new", "was", "also", "why"}
        assert [type(part) for part in entry["old"]] == [str, int, int, int]
        count += 1

    assert count >= 160


@needs_ulm
@pytest.mark.hard
def test_the_reference_has_every_passage_that_its_rule_asks_for_and_no_other():
    reference.check()
    has = [("x" not in e["id"], *e["old"]) for e in reference.written()["passages"]]

    assert has == list(reference.chosen())


@needs_ulm
def test_of_the_real_draft_no_comment_comes_to_a_wrong_place():
    lineage = trace(ulm(OLD).blocks, ulm(NEW).blocks)
    tally = Tally()
    for passage in reference.judged():
        carried = lineage.carry(passage.span)
        tally.add(passage.expected, judge(passage.expected, carried.place, carried.is_doubtful))

    assert tally.verdicts[Verdict.WRONG_PLACE] == 0
    assert tally.verdicts[Verdict.GONE_ATTACHED] == 0
    assert tally.right_at_last().share >= 0.99
