"""Two versions side by side: everything of both, in order, and what moved linked both ways."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.drafts.lineage.outcome import BlockFate, SentenceFate
from app.drafts.synopsis import Heading, Text, TextBlock, weave
from app.drafts.synopsis.parts import in_parts
from app.models.draft import BlockKind
from app.models.lineage import Fate


def text(number, *items):
    """A version: `"# Title"` is a heading that begins a part, `"## …"` one below it, everything
    else a block; sentences end with a full stop."""
    made, above, blocks = [], [], 0
    for item in items:
        level = len(item) - len(item.lstrip("#"))
        if level:
            del above[level - 1 :]
            made.append(
                Heading(item[level:].strip(), level, f"s-{len(made)}", tuple(above), level == 1)
            )
            above.append(made[-1].title)
        else:
            blocks += 1
            made.append(block(f"{item}", number * 100 + blocks, blocks))
    return Text(number, tuple(made))


def block(words, identity, number):
    sentences = tuple(f"{one.strip()}." for one in words.split(".") if one.strip())
    return TextBlock(f"HF1 · {number}", f"hf1-{number}", sentences, identity)


def fate(state, *places, sentences=()):
    return BlockFate(state, places, 1.0, tuple(SentenceFate(s, (), 1.0) for s in sentences))


STAYS = Fate.UNCHANGED


def states(synopsis):
    return [(row.label, row.state.value, row.leaves) for row in synopsis.rows]


def words_of(synopsis, side):
    """What one side reads as, row by row."""
    said = []
    for row in synopsis.rows:
        if row.is_heading:
            heading = row.old_heading if side == "old" else row.new_heading
            said += [heading.title] if heading else []
            continue
        blocks = row.news if side == "new" else row.olds if row.leaves else row.kept
        said += [block.text for block in blocks]
    return said


def plain(version):
    return [item.title if isinstance(item, Heading) else item.text for item in version.items]


def test_what_stays_stands_beside_itself_and_what_is_reworded_shows_how():
    old = text(1, "# Ziele", "Alle lernen Deutsch.", "Kurse am Abend.")
    new = text(2, "# Ziele", "Alle lernen Deutsch.", "Kurse am Tag.")

    synopsis = weave(old, new, [fate(STAYS, 0), fate(Fate.REWORDED, 1)])

    assert [(label, state) for label, state, _leaves in states(synopsis)] == [
        ("Ziele", "unchanged"),
        ("HF1 · 1", "unchanged"),
        ("HF1 · 2", "reworded"),
    ]
    assert [piece for piece in synopsis.rows[2].pieces if piece.mark] == [
        ("del", " Abend"),
        ("ins", " Tag"),
    ]


def test_what_the_matcher_calls_unchanged_is_reworded_when_words_differ():
    synopsis = weave(text(1, "Drei Kurse."), text(2, "Vier Kurse."), [fate(STAYS, 0)])

    assert synopsis.rows[0].state is Fate.REWORDED


def test_what_is_gone_stands_where_it_stood_and_before_what_came():
    old = text(1, "Eins.", "Faltblatt.", "Drei.")
    new = text(2, "Eins.", "Neu.", "Drei.")

    synopsis = weave(old, new, [fate(STAYS, 0), fate(Fate.GONE), fate(STAYS, 2)])

    assert [(row.fragment, row.state.value) for row in synopsis.rows] == [
        ("hf1-1", "unchanged"),
        ("old-hf1-2", "gone"),
        ("hf1-2", "new"),
        ("hf1-3", "unchanged"),
    ]


def test_what_moved_is_linked_both_ways_and_may_be_reworded_too():
    old = text(1, "# A", "Treff im Stadtteil.", "Eins.", "# B", "Zwei.")
    new = text(2, "# A", "Eins.", "# B", "Zwei.", "Treff im neuen Stadtteil.")

    synopsis = weave(old, new, [fate(Fate.MOVED, 2), fate(STAYS, 0), fate(STAYS, 1)])

    leaving = next(row for row in synopsis.rows if row.leaves)
    arriving = next(row for row in synopsis.rows if row.state is Fate.MOVED and row.news)
    assert leaving.to == [arriving]
    assert arriving.from_ == [leaving]
    assert (leaving.part, arriving.part) == (1, 2)
    assert arriving.is_reworded
    assert [piece for piece in arriving.pieces if piece.mark] == [("ins", " neuen")]
    assert [row.change for row in (leaving, arriving)] == [0, 1]


def test_what_left_the_order_of_the_text_has_moved_whatever_it_was_called():
    old, new = text(1, "Eins.", "Zwei.", "Drei."), text(2, "Zwei.", "Drei.", "Eins.")

    synopsis = weave(old, new, [fate(STAYS, 2), fate(STAYS, 0), fate(STAYS, 1)])

    assert [row.state.value for row in synopsis.rows if not row.leaves] == [
        "unchanged",
        "unchanged",
        "moved",
    ]


def test_what_was_split_shows_both_halves_beside_the_whole():
    old = text(1, "Eins zwei. Drei vier.", "Ende.")
    new = text(2, "Eins zwei.", "Drei vier.", "Ende.")

    synopsis = weave(old, new, [fate(Fate.SPLIT, 0, 1), fate(STAYS, 2)])

    row = synopsis.rows[0]
    assert (row.state, len(row.olds), len(row.news)) == (Fate.SPLIT, 1, 2)
    assert [piece.mark for piece in row.pieces if piece.text == "\n"] == ["ins"]
    assert not [piece for piece in row.pieces if piece.mark and piece.text != "\n"]


def test_a_half_that_stands_elsewhere_says_where_it_comes_from():
    old = text(1, "Eins zwei. Drei vier.", "Ende.")
    new = text(2, "Eins zwei.", "Ende.", "Drei vier.")

    synopsis = weave(old, new, [fate(Fate.SPLIT, 0, 2), fate(STAYS, 1)])

    first, _end, half = synopsis.rows
    assert half.state is Fate.SPLIT
    assert half.from_ == [first]
    assert first.to == [half]


def test_what_was_merged_stands_beside_all_it_was_made_of():
    old, new = text(1, "Eins zwei.", "Drei vier."), text(2, "Eins zwei. Drei vier.")

    [row] = weave(old, new, [fate(Fate.MERGED, 0), fate(Fate.MERGED, 0)]).rows

    assert (row.state, len(row.olds), len(row.kept)) == (Fate.MERGED, 2, 2)


def test_a_heading_in_other_words_is_known_by_what_stands_under_it():
    old = text(1, "# Sprache", "Alle lernen Deutsch.", "# Arbeit", "Betriebe helfen.")
    new = text(2, "# Deutsch lernen", "Alle lernen Deutsch.", "# Arbeit", "Betriebe helfen.")

    synopsis = weave(old, new, [fate(STAYS, 0), fate(STAYS, 1)])

    assert synopsis.rows[0].state is Fate.REWORDED
    assert synopsis.rows[0].old_heading.title == "Sprache"
    assert [part.title for part in synopsis.parts] == ["Deutsch lernen", "Arbeit"]


def test_a_part_that_went_as_a_whole_is_a_part_of_its_own():
    old = text(1, "# A", "Eins.", "# Weg", "Zwei.", "# C", "Drei.")
    new = text(2, "# A", "Eins.", "Neu in A.", "# C", "Drei.")

    synopsis = weave(old, new, [fate(STAYS, 0), fate(Fate.GONE), fate(STAYS, 2)])

    assert [(part.title, part.changes) for part in synopsis.parts] == [
        ("A", 1),
        ("Weg", 2),
        ("C", 0),
    ]


def test_a_part_counts_the_changes_at_and_under_each_of_its_highest_headings():
    items = ("# A", "Eins.", "## B", "Zwei.", "### tief", "Drei.", "## C", "Vier.")
    old, new = text(1, *items), text(2, *(item.replace("ei.", "eierlei.") for item in items))

    [part] = weave(old, new, [fate(STAYS, n) for n in range(4)]).parts

    assert [(row.label, count) for row, count in part.sections()] == [("B", 2), ("C", 0)]
    assert part.changes == 2


def test_only_sentences_that_changed_are_touched():
    old, new = text(1, "Bleibt. Geht."), text(2, "Bleibt. Kommt.")

    [row] = weave(old, new, [fate(Fate.REWORDED, 0, sentences=(STAYS, Fate.REWORDED))]).rows

    assert row.touched == {101: frozenset({2})}


def table(number, *rows):
    return TextBlock(
        "HF1 · 1",
        "hf1-1",
        tuple(" | ".join(row) for row in rows),
        number,
        BlockKind.TABLE,
        head=(("Kurs", "Plätze"),),
        cells=rows,
    )


def test_a_table_is_compared_row_by_row_and_cell_by_cell():
    old = Text(1, (table(1, ("Anfang", "20"), ("Aufbau am Abend", "10"), ("Weg", "1")),))
    new = Text(2, (table(2, ("Anfang", "20"), ("Aufbau am Abend", "12"), ("Neu", "3")),))

    [row] = weave(old, new, [fate(Fate.REWORDED, 0)]).rows

    assert [line.mark for line in row.lines] == ["", "", "", "del", "ins"]
    assert [[piece.mark for piece in cell] for cell in row.lines[2].cells] == [[""], ["del", "ins"]]


@pytest.mark.parametrize("is_marked_before", [True, False])
def test_a_head_that_only_one_version_marks_is_no_change(is_marked_before):
    marked = table(1, ("Anfang", "20"), ("Weg", "1"))
    rows = (*marked.head, *marked.cells)
    plain_one = replace(table(1, *rows), head=())
    sides = (marked, plain_one) if is_marked_before else (plain_one, marked)
    old, new = (Text(n, (replace(side, id=n),)) for n, side in enumerate(sides, 1))

    [row] = weave(old, new, [fate(Fate.REWORDED, 0)]).rows

    assert [line.mark for line in row.lines] == ["", "", ""]
    assert [line.is_head for line in row.lines] == [True, False, False]
    assert not row.is_reworded


def test_what_is_too_long_for_a_page_is_cut_between_rows():
    many = [f"Absatz {n} mit genau sechs Wörtern." for n in range(40)]
    version = text(1, "# A", *many)
    whole = weave(version, text(2, "# A", *many), [fate(STAYS, n) for n in range(40)])

    parts = in_parts(whole.rows, most_words=120)

    assert [part.piece for part in parts] == [1, 2, 3, 4]
    assert {row.part for row in parts[3].rows} == {4}
    assert sum(len(part.rows) for part in parts) == 41


WORDS = st.sampled_from(["Alle lernen.", "Kurse am Abend.", "Treff. Fest.", "Ein Satz hier. Noch."])
ITEMS = st.lists(st.one_of(WORDS, st.sampled_from(["# A", "# B", "## Ziele"])), max_size=9)


@st.composite
def revisions(draw):
    """Two texts without any relation, and fates without any sense."""
    old, new = text(1, *draw(ITEMS)), text(2, *draw(ITEMS))
    count = len(new.blocks)
    fates = []
    for _block in old.blocks:
        places = draw(st.lists(st.integers(0, count - 1), unique=True, max_size=3)) if count else []
        placed = [Fate.UNCHANGED, Fate.REWORDED, Fate.MOVED, Fate.SPLIT, Fate.MERGED]
        state = draw(st.sampled_from(placed)) if places else Fate.GONE
        fates.append(fate(state, *places))
    return old, new, fates


@given(revisions())
@settings(max_examples=400, deadline=None)
def test_both_texts_are_there_whole_and_in_order_whatever_the_fates_say(revision):
    old, new, fates = revision

    synopsis = weave(old, new, fates)

    assert words_of(synopsis, "old") == plain(old)
    assert words_of(synopsis, "new") == plain(new)
    for row in synopsis.rows:
        assert all(row in other.from_ for other in row.to)
        assert all(row in other.to for other in row.from_)
    assert [row.change for row in synopsis.changes] == [*range(1, len(synopsis.changes) + 1)]


def test_a_first_half_stands_with_the_larger_second_one():
    old = text(1, "Vorher.", "Eins. Zwei drei vier fünf.", "Ende.")
    new = text(2, "Vorher.", "Eins.", "Zwei drei vier fünf.", "Ende.")

    synopsis = weave(old, new, [fate(STAYS, 0), fate(Fate.SPLIT, 2, 1), fate(STAYS, 3)])

    assert [(row.state.value, len(row.olds), len(row.news)) for row in synopsis.rows] == [
        ("unchanged", 1, 1),
        ("split", 1, 2),
        ("unchanged", 1, 1),
    ]
