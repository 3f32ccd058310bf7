"""What the matcher says about blocks and sentences: every state by hand."""

import pytest

from app.drafts.lineage import Span, passages_of
from app.models import Block, Section, Sentence
from app.models.draft import BlockKind
from tests.drafts.comparing import (
    CONCEPT,
    HEALTH,
    HOUSING,
    SCHOOL,
    SPORT,
    WORK,
    Compared,
    compare,
    version,
)

# --- Blocks and sentences ---


def test_a_version_that_changed_nothing_is_unchanged_throughout():
    same = compare(CONCEPT, CONCEPT)

    assert same.states() == ["unchanged"] * 5
    assert [fate.places for fate in same.lineage.blocks] == [(n,) for n in range(5)]
    assert same.sentence_states(4) == ["unchanged"] * 3
    assert list(same.lineage.new_blocks) == []
    assert all(fate.confidence > 0.9 for fate in same.lineage.blocks)


def test_a_reworded_sentence_is_reworded_and_so_is_its_block_but_not_its_neighbours():
    new = SCHOOL.replace("Deutschkurse am Nachmittag", "kostenlose Deutschkurse am Abend")
    changed = compare(CONCEPT, [new, *CONCEPT[1:]])

    assert changed.states() == ["reworded", *["unchanged"] * 4]
    assert changed.sentence_states(0) == ["reworded", "unchanged"]
    assert changed.block(0).sentences[0].places == ((0, 0),)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("am Nachmittag an.", "am\u00ad Nach\u00admittag an."),  # soft hyphens
        ("Familien fehlt", "„Familien“ fehlt,"),  # quotation marks, a comma
        ("für große", "fu\u0308r große"),  # the same letter, composed otherwise
        ("Das Amt prüft", "das amt prüft"),  # capitals
    ],
)
def test_signs_that_say_nothing_change_nothing(before, after):
    new = [block.replace(before, after) for block in CONCEPT]

    assert new != CONCEPT
    assert compare(CONCEPT, new).states() == ["unchanged"] * 5


def test_a_new_mark_for_all_genders_is_a_rewording_of_the_same_word():
    old, new = "Alle Lehrer:innen kommen zum Treffen.", "Alle Lehrer*innen kommen zum Treffen."
    marked = compare([*CONCEPT, old], [*CONCEPT, new])

    assert marked.states()[-1] == "reworded"
    assert marked.now(5, "Alle Lehrer:innen kommen zum") == (
        "reworded", 5, "Alle Lehrer*innen kommen zum",
    )  # fmt: skip


def test_what_stands_behind_all_others_now_has_moved_and_they_have_not():
    moved = compare(CONCEPT, [SCHOOL, HOUSING, HEALTH, WORK, SPORT])

    assert moved.states() == ["unchanged", "moved", "unchanged", "unchanged", "unchanged"]
    assert moved.block(1).places == (4,)
    assert moved.now(1, "laden Kinder zum Schwimmen ein")[:2] == ("moved", 4)
    assert moved.now(3, "Dolmetscher begleiten Kranke zu Ärztinnen,")[:2] == ("stays", 2)


def test_a_new_number_is_no_move():
    later = compare(CONCEPT, ["Ein Vorwort erklärt den Anlass.", *CONCEPT])

    assert later.states() == ["unchanged"] * 5
    assert list(later.lineage.new_blocks) == [0]
    assert later.now(3, "wenn die Sprache noch Mühe") == (
        "stays", 4, "wenn die Sprache noch Mühe",
    )  # fmt: skip


def test_sentences_that_changed_places_in_a_block_moved_while_the_block_stays():
    one, two, three = WORK.split("|")
    swapped = compare(CONCEPT, [*CONCEPT[:4], f"{two}|{one}|{three}"])

    assert swapped.states() == [*["unchanged"] * 4, "reworded"]
    assert swapped.sentence_states(4) == ["moved", "unchanged", "unchanged"]
    assert swapped.block(4).sentences[0].places == ((4, 1),)


def test_a_block_cut_in_two_is_split_and_knows_both_places():
    one, two, three = WORK.split("|")
    cut = compare(CONCEPT, [*CONCEPT[:4], one, f"{two}|{three}"])

    assert cut.states()[-1] == "split"
    assert set(cut.block(4).places) == {4, 5}
    assert cut.sentence_states(4) == ["unchanged"] * 3
    assert cut.block(4).sentences[2].places == ((5, 1),)
    assert cut.now(4, "wie Zeugnisse anerkannt werden")[:2] == ("stays", 5)
    assert list(cut.lineage.new_blocks) == []


def test_two_blocks_made_one_are_merged_and_it_knows_both_origins():
    joined = compare(CONCEPT, [SCHOOL, f"{SPORT}|{HOUSING}", HEALTH, WORK])

    assert joined.states() == ["unchanged", "merged", "merged", "unchanged", "unchanged"]
    assert set(joined.lineage.origins(1)) == {1, 2}
    assert joined.now(2, "Das Amt prüft deshalb leere") == (
        "stays", 1, "Das Amt prüft deshalb leere",
    )  # fmt: skip


def test_a_sentence_cut_in_two_is_split_and_two_made_one_are_merged():
    long = "Dort erfahren sie, wie Zeugnisse anerkannt werden und welche Förderung es gibt."
    short = (
        "Dort erfahren sie, wie Zeugnisse anerkannt werden.|"
        "Sie erfahren auch, welche Förderung es gibt."
    )
    there, back = (
        compare([*CONCEPT[:4], long], [*CONCEPT[:4], short]),
        compare([*CONCEPT[:4], short], [*CONCEPT[:4], long]),
    )

    assert there.sentence_states(4) == ["split"]
    assert there.block(4).sentences[0].places == ((4, 0), (4, 1))
    assert back.sentence_states(4) == ["merged", "merged"]


def test_a_dropped_block_is_gone_and_so_is_all_that_was_said_on_it():
    dropped = compare(CONCEPT, [SCHOOL, HOUSING, HEALTH, WORK])

    assert dropped.states() == ["unchanged", "gone", *["unchanged"] * 3]
    assert dropped.block(1).places == ()
    assert dropped.now(1, "laden Kinder zum Schwimmen ein") == ("gone", None, "")


def test_a_dropped_block_is_not_found_again_in_its_near_twin():
    twin = SPORT.replace("leihen Räder aus", "verleihen Boote")
    both = compare([*CONCEPT, twin], [SCHOOL, HOUSING, HEALTH, WORK, twin])

    assert both.states() == ["unchanged", "gone", *["unchanged"] * 4]
    assert both.now(1, "laden Kinder zum Schwimmen ein") == ("gone", None, "")
    assert both.now(5, "laden Kinder zum Schwimmen ein")[:2] == ("stays", 4)


def test_a_new_block_in_the_place_of_a_dropped_one_is_not_its_rewording():
    other = "Der Winterdienst räumt Gehwege künftig zuerst vor Kitas und Heimen."
    replaced = compare(CONCEPT, [SCHOOL, other, HOUSING, HEALTH, WORK])

    assert replaced.states()[1] == "gone"
    assert list(replaced.lineage.new_blocks) == [1]


def test_a_heavily_reworded_block_is_found_between_its_neighbours():
    other = "Damit die Sprache keine Mühe macht, kommen Dolmetscherinnen mit in die Praxis."
    reworded = compare(CONCEPT, [SCHOOL, SPORT, HOUSING, other, WORK])

    assert reworded.states()[3] == "reworded"
    assert reworded.block(3).places == (3,)
    assert 0.3 < reworded.block(3).confidence < 0.95


# --- Fields, sections, headings ---


def test_a_renamed_heading_moves_nobody():
    old = version(CONCEPT, field=1, headings=["Alltag"])
    new = version(CONCEPT, field=1, headings=["Das Leben in der Stadt"])

    assert Compared(old, new).states() == ["unchanged"] * 5


def test_a_field_that_got_another_number_or_place_moves_nobody():
    old = version([(SCHOOL, 1, ["A"]), (SPORT, 1, ["A"]), (HOUSING, 2, ["B"]), (HEALTH, 2, ["B"])])
    new = version([(HOUSING, 5, ["B"]), (HEALTH, 5, ["B"]), (SCHOOL, 4, ["A"]), (SPORT, 4, ["A"])])

    assert Compared(old, new).states() == ["unchanged"] * 4


def test_what_went_to_another_field_has_moved_though_its_order_is_the_same():
    old = version(
        [*((block, 1, ["A"]) for block in CONCEPT[:3]), (HEALTH, 2, ["B"]), (WORK, 2, ["B"])]
    )
    new = version(
        [(SCHOOL, 1, ["A"]), (SPORT, 1, ["A"]), *((block, 2, ["B"]) for block in CONCEPT[2:])]
    )

    assert Compared(old, new).states() == [
        "unchanged", "unchanged", "moved", "unchanged", "unchanged",
    ]  # fmt: skip


def test_the_same_words_in_two_fields_keep_to_their_own():
    said = "Die Stadt berichtet jedes Jahr."
    old = version([(SCHOOL, 1, ["A"]), (said, 1, ["A"]), (HOUSING, 2, ["B"]), (said, 2, ["B"])])
    new = version([(SCHOOL, 1, ["A"]), (said, 1, ["A"]), (said, 2, ["B"]), (WORK, 2, ["B"])])
    told = Compared(old, new)

    assert told.block(1).places == (1,)
    assert told.block(3).places == (2,)


# --- What says the same in several places ---


def test_of_equal_sentences_each_keeps_to_its_neighbours():
    said = "Die Mittel sind im Haushalt eingestellt."
    old = [SCHOOL, said, SPORT, said, HOUSING, said, HEALTH]
    new = [SCHOOL, said, SPORT, HOUSING, said, HEALTH]
    told = compare(old, new)

    assert told.block(1).places == (1,)
    assert told.states()[3] == "gone"
    assert told.block(5).places == (4,)


def test_where_nothing_tells_equal_words_apart_a_person_is_asked():
    said = "Die Mittel sind im Haushalt eingestellt."
    told = compare([SCHOOL, said, SPORT, HOUSING, said, HEALTH], [HEALTH, HOUSING, SCHOOL, said])
    asked = [told.carry(block, "Mittel sind im Haushalt") for block in (1, 4)]

    assert any(carried.is_doubtful for carried in asked)


def test_five_thousand_equal_blocks_stay_in_order():
    told = compare(["Kosten: noch offen"] * 5000, ["Kosten: noch offen"] * 5000)

    assert {fate.state.value for fate in told.lineage.blocks} == {"unchanged"}
    assert [fate.places[0] for fate in told.lineage.blocks] == list(range(5000))


def test_of_items_of_two_words_each_finds_itself():
    old = ["Neue Radwege", "Mehr Bänke", "Breite Gehwege", "Saubere Luft", "Mehr Bäume"]
    new = ["Neue Radwege", "Breite Gehwege", "Mehr Schatten", "Saubere Luft", "Mehr Bäume"]
    items = compare([SCHOOL, *old, SPORT], [SCHOOL, *new, SPORT])

    assert [items.block(n).places for n in (1, 3, 4, 5)] == [(1,), (2,), (4,), (5,)]


# --- Next to nothing ---


def test_of_an_empty_version_all_is_new_and_in_an_empty_one_all_is_gone():
    assert list(compare([], CONCEPT).lineage.new_blocks) == [0, 1, 2, 3, 4]
    assert compare(CONCEPT, []).states() == ["gone"] * 5
    assert compare([], []).states() == []


def test_blocks_without_words_stay_too_and_have_no_words_to_comment():
    told = compare([SCHOOL, "", SPORT], [SCHOOL, "", SPORT])

    assert told.states() == ["unchanged"] * 3
    with pytest.raises(ValueError, match="Span"):
        told.lineage.carry(Span(1, 0, 0))


# --- Rows ---


def test_rows_become_passages_with_their_headings_and_field():
    sections = [
        Section(id=1, parent_id=None, title="Wohnen", level=1, position=1, anchor="a"),
        Section(id=2, parent_id=1, title="Ziele", level=2, position=2, anchor="b"),
    ]
    block = Block(section_id=2, field_id=7, kind=BlockKind.ITEM, position=1, text="")
    block.sentences = [Sentence(number=1, text="Eins."), Sentence(number=2, text="Zwei.")]
    [passage] = passages_of(sections, [block])

    assert passage.sentences == ("Eins.", "Zwei.")
    assert passage.kind is BlockKind.ITEM
    assert passage.headings == ("Wohnen", "Ziele")
    assert passage.field == 7
