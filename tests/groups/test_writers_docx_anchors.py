"""Where a Word comment hangs: exactly on its words, else on the sentence, block or field."""

import io
from dataclasses import replace

import docx as library
import pytest

from app.groups.contents import Contents, Field
from app.groups.writers import docx
from tests.groups.sample import (
    HEAD,
    LEARNING,
    TABLE,
    bundle,
    note,
    paragraph,
    written,
)
from tests.groups.word import Paper, W

CARE = LEARNING.passages[10]


def paper(notes=None, **head) -> Paper:
    return Paper(written(docx.write, bundle(**head) if notes is None else bundle(notes, **head)))


def covers(**given) -> str:
    return paper([note(1, **given)]).covered()[1]


def test_a_comment_covers_exactly_the_words_that_were_marked():
    assert covers(
        address="HF2 · 1.2", quote="so früh wie möglich", first_word=8, last_word=11
    ) == "so früh wie möglich"  # fmt: skip


def test_words_that_stand_twice_are_found_by_their_place():
    twice = paragraph("HF9 · 1", "Kurse für Eltern und Kurse für Kinder.")
    field = Field("HF9", "Kurse", 1, (twice,))
    for first, before in ((1, ""), (5, "Kurse für Eltern und ")):
        marked = note(1, "HF9 · 1.1", quote="Kurse für", first_word=first, last_word=first + 1)
        contents = Contents(HEAD, (field,), lambda marked=marked: iter([marked]))
        read = Paper(written(docx.write, contents))
        text = next(block for block in read.blocks() if "Eltern" in block)
        start = text.index("Kurse") + len(before)

        assert read.covered()[1] == "Kurse für"
        assert started_at(read) == start


def started_at(read: Paper) -> int:
    """How many characters of its paragraph stand before the first comment's range."""
    start = next(read.body.iter(f"{W}commentRangeStart"))
    runs = [run for run in start.itersiblings(preceding=True) if run.tag == f"{W}r"]
    return sum(len(Paper.words_of_run(run)) for run in runs)


def test_a_quote_without_its_comma_covers_no_comma():
    assert covers(address="HF2 · 4.1", quote="Stadtteil", first_word=4, last_word=4) == "Stadtteil"


def test_a_comment_on_a_sentence_covers_the_sentence_and_no_more():
    assert covers(address="HF2 · 7.1") == CARE.sentences[0][1]


def test_a_comment_on_a_block_covers_the_block_but_not_its_address():
    words = " ".join(text for _address, text in CARE.sentences)

    assert covers(address="HF2 · 7") == words


def test_a_comment_on_the_whole_field_covers_its_heading():
    assert covers(address="HF2") == "Deutsch lernen"


@pytest.mark.parametrize(
    ("first", "last", "quote"),
    [
        (8, 11, "etwas ganz anderes"),
        (8, 99, "steht nicht da"),
        (11, 8, "auch nicht"),
        (0, 0, "weg"),
    ],
)
def test_words_that_are_no_longer_there_fall_back_to_the_sentence_and_are_quoted(
    first, last, quote
):
    read = paper([note(1, "HF2 · 1.3", quote=quote, first_word=first, last_word=last)])

    assert read.covered()[1] == "Das gilt auch für Menschen, deren Verfahren noch läuft."
    assert f"Geschrieben zu „{quote}“" in read.said()[1]


def test_a_quote_that_stands_twice_without_a_place_covers_the_sentence():
    twice = paragraph("HF9 · 1", "Kurse für Eltern und Kurse für Kinder.")
    marked = note(1, "HF9 · 1.1", quote="Kurse für")
    contents = Contents(HEAD, (Field("HF9", "Kurse", 1, (twice,)),), lambda: iter([marked]))

    read = Paper(written(docx.write, contents))

    assert read.covered()[1] == "Kurse für Eltern und Kurse für Kinder."
    assert "Geschrieben zu „Kurse für“" in read.said()[1]


def test_a_quote_is_never_searched_in_another_sentence():
    assert covers(address="HF2 · 1.3", quote="leichter Arbeit") == (
        "Das gilt auch für Menschen, deren Verfahren noch läuft."
    )


@pytest.mark.parametrize("address", ["HF2 · 99.4", "HF2 · 99", "HF2 · x"])
def test_a_note_on_a_passage_that_is_gone_hangs_on_its_field(address):
    read = paper([note(1, address, quote="Ein Satz von früher.")])

    assert read.covered()[1] == "Deutsch lernen"
    assert "Geschrieben zu „Ein Satz von früher.“" in read.said()[1]


def test_a_note_on_a_field_that_is_not_in_the_bundle_hangs_on_the_title():
    assert covers(address="HF5 · 1", field="HF5") == "Integrationskonzept Lindenau"


def test_a_comment_on_a_row_covers_its_cells_and_one_on_words_only_these():
    assert covers(address="HF2 · 6.2") == "Freie Träger|Kurse am Abend|85"
    assert covers(address="HF2 · 6.2", quote="Abend", first_word=5, last_word=5) == "Abend"
    assert covers(address="HF2 · 6") == "|".join("|".join(row) for row in TABLE.cells)


def test_a_table_with_a_row_too_short_and_an_empty_cell_still_carries_its_comments():
    ragged = replace(TABLE, cells=(("Volkshochschule",), ("", ""), ("a", "b", "c")))
    field = replace(LEARNING, passages=(ragged,))
    notes = [note(n, f"HF2 · 6.{n}") for n in (1, 2, 3)]
    data = written(docx.write, Contents(HEAD, (field,), lambda: iter(notes)))

    assert Paper(data).covered() == {1: "Volkshochschule", 2: "|", 3: "a|b|c"}
    assert len(library.Document(io.BytesIO(data)).tables[0].columns) == 3


def test_comments_may_overlap_and_follow_in_the_order_of_their_ends():
    marks = [(1, 3), (2, 5), (2, 2), (4, 6), (1, 9)]
    words = LEARNING.passages[1].sentences[0][1].split()
    notes = [
        note(n, "HF2 · 1.1", quote=" ".join(words[a - 1 : b]), first_word=a, last_word=b)
        for n, (a, b) in enumerate(marks, 1)
    ]
    read = paper(notes)

    assert read.covered() == {n: " ".join(words[a - 1 : b]) for n, (a, b) in enumerate(marks, 1)}
    assert [int(identity) + 1 for identity in read.referenced()] == [3, 1, 2, 4, 5]


def test_where_one_range_ends_and_the_next_begins_they_do_not_overlap():
    notes = [note(1, "HF6 · 1.2", quote="."), note(2, "HF6 · 1.2", quote="hilft")]
    read = paper(notes, process="P")
    marks = [
        (mark.tag.removeprefix(W), mark.get(f"{W}id"))
        for mark in read.body.iter(
            f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference"
        )
    ]

    assert read.covered() == {1: ".", 2: "hilft"}
    assert [identity for _tag, identity in marks] == ["1", "1", "1", "0", "0", "0"]


def test_notes_in_any_order_find_their_places():
    notes = list(bundle().notes())

    assert paper(notes[::-1]).covered() == paper(notes).covered()
