"""What holds for any two versions: nothing is lost, every place exists, the same comes twice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.drafts.lineage import Passage, Span, trace
from app.models.draft import BlockKind
from app.models.lineage import Fate, Standing
from tests.drafts.comparing import words_of

# Few words, so that they meet again; strange ones, so that nothing is taken for granted.
PLAIN = ["der", "die", "und", "in", "Stadt", "Amt", "Kinder", "Radweg", "Förderung", "Haushalt"]
STRANGE = ["–", "§", "3.", "Ja", "Bürger:innen", "Bürger*innen", "Stadt\u00adteil", "مدينة"]
WORDS = st.sampled_from([*PLAIN, *STRANGE, "e\u0301t\u00e9", "\u200b", "\0"])
SENTENCES = st.lists(WORDS, max_size=9).map(" ".join)
PASSAGES = st.builds(
    Passage,
    sentences=st.lists(SENTENCES, max_size=4).map(tuple),
    kind=st.sampled_from(BlockKind),
    headings=st.lists(st.sampled_from(["Ziele", "Wohnen"]), max_size=2).map(tuple),
    field=st.sampled_from([None, 1, 2]),
)
VERSIONS = st.lists(PASSAGES, max_size=8)


@st.composite
def revisions(draw):
    """A version and one made from it: blocks dropped, kept, changed, added, in any order."""
    old = draw(VERSIONS)
    kept = draw(st.permutations(old)) if draw(st.booleans()) else list(old)
    kept = kept[: draw(st.integers(0, len(kept)))]
    return old, [*kept, *draw(st.lists(PASSAGES, max_size=3))]


@given(revisions())
@settings(max_examples=100, deadline=None)
def test_every_block_and_sentence_has_one_fate_and_every_place_exists(pair):
    old, new = pair
    lineage = trace(old, new)

    assert len(lineage.blocks) == len(old)
    for passage, fate in zip(old, lineage.blocks, strict=True):
        assert len(fate.sentences) == len(passage.sentences)
        assert (fate.state is Fate.GONE) == (not fate.places)
        assert fate.state is not Fate.NEW
        assert 0 <= fate.confidence <= 1
        assert all(0 <= place < len(new) for place in fate.places)
        for sentence in fate.sentences:
            assert (sentence.state is Fate.GONE) == (not sentence.places)
            assert 0 <= sentence.confidence <= 1
            assert all(0 <= s < len(new[b].sentences) for b, s in sentence.places)


@given(revisions())
@settings(max_examples=100, deadline=None)
def test_a_new_block_comes_from_old_ones_or_is_new_never_both(pair):
    old, new = pair
    lineage = trace(old, new)
    went = {place for fate in lineage.blocks for place in fate.places}

    assert sorted(lineage.new_blocks) == sorted(set(range(len(new))) - went)
    for number in range(len(new)):
        origins = lineage.origins(number)
        assert sorted(origins) == [n for n, f in enumerate(lineage.blocks) if number in f.places]


@given(revisions(), st.data())
@settings(max_examples=100, deadline=None)
def test_every_comment_is_carried_and_into_words_that_exist(pair, data):
    old, new = pair
    lineage = trace(old, new)
    for block, passage in enumerate(old):
        count = len(words_of(passage))
        if count:
            first = data.draw(st.integers(0, count - 1))
            last = data.draw(st.integers(first, count - 1))
            carried = lineage.carry(Span(block, first, last))
            assert (carried.state is Standing.GONE) == (carried.place is None)
            assert 0 <= carried.confidence <= 1
            if carried.place:
                place = carried.place
                assert 0 <= place.first <= place.last < len(words_of(new[place.block]))


@given(VERSIONS)
@settings(max_examples=100, deadline=None)
def test_the_same_version_again_is_unchanged_throughout(passages):
    lineage = trace(passages, passages)

    assert [fate.state for fate in lineage.blocks] == [Fate.UNCHANGED] * len(passages)
    assert [fate.places for fate in lineage.blocks] == [(n,) for n in range(len(passages))]
    assert list(lineage.new_blocks) == []


@given(revisions())
@settings(max_examples=100, deadline=None)
def test_the_same_two_versions_are_compared_alike(pair):
    one, other = trace(*pair), trace(*pair)

    assert one.blocks == other.blocks
    assert one.new_blocks == other.new_blocks


@given(st.lists(st.text(max_size=40), max_size=6), st.lists(st.text(max_size=40), max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_compared(old, new):
    lineage = trace([Passage((text,)) for text in old], [Passage((text,)) for text in new])

    assert len(lineage.blocks) == len(old)
