"""Every note as a real Word comment at its words, read back from the XML and by python-docx."""

import io
from dataclasses import replace

import docx as library
import pytest

from app.groups.contents import Contents, Field
from app.groups.writers import docx
from tests.groups.sample import (
    DRAWN,
    HEAD,
    HOSTILE,
    LEARNING,
    SECRETS,
    TABLE,
    bundle,
    heading,
    note,
    paragraph,
    written,
)
from tests.groups.word import Paper, W

CARE = LEARNING.passages[10]


def paper(notes=None, **head) -> Paper:
    return Paper(written(docx.write, bundle(**head) if notes is None else bundle(notes, **head)))


def opened(contents: Contents):
    return library.Document(io.BytesIO(written(docx.write, contents)))


def covers(**given) -> str:
    return paper([note(1, **given)]).covered()[1]


# Where a comment hangs


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


# What a comment says


def test_a_comment_says_number_kind_text_wording_support_and_answers():
    assert paper().said()[87] == (
        "#87 Vorschlag: Meine Frau hat ihren Platz zweimal abgesagt.\n"
        "Vorgeschlagener Wortlaut: Für Eltern wird während der Kurse im selben Haus eine "
        "Betreuung angeboten.\n"
        "HF2 · 7.1 · Stimmen zu: 57\n"
        "Ein Nachbar, 19.10.2016 18:40: Sehe ich auch so.\n"
        "Moderation, 20.10.2016 09:00: Danke, das prüfen wir.\n"
        "Stellungnahme: Amt für Zuwanderung, 24.10.2016 11:05: An drei Kursorten ist das ab "
        "Januar möglich."
    )


def test_a_comment_bears_public_name_role_initials_and_both_times():
    given = paper().by()[87]

    assert given["author"] == "M. aus der Nordstadt, Lesepatin"
    assert given["initials"] == "MAD"
    assert given["date"] == "2016-10-18T20:14:00"
    assert given["dateUtc"] == "2016-10-18T18:14:00Z"


def test_a_hidden_note_is_a_comment_without_words_and_author():
    data = written(docx.write, bundle())
    read = Paper(data)

    assert read.said()[90] == (
        "#90 Anmerkung: [ausgeblendet nach Spielregel 3]\nHF2 · 7 · Stimmen zu: 0"
    )
    assert read.by()[90]["author"] == "ausgeblendet"
    everything = b"".join(read.parts.values()).decode("utf-8", "ignore")
    assert not any(secret in everything for secret in SECRETS)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_breaks_the_document(text):
    contents = bundle(
        [note(1, text=text, author=text, role=text, proposed_wording=text, quote=text)],
        process=text, group=text, organisation=text, drawn_by=text, contact=text, url=text,
    )  # fmt: skip
    comments = list(opened(contents).comments)

    kept = "".join(sign for sign in text if sign.isalpha() and sign.isascii())
    said = "".join(sign for sign in comments[0].text if sign.isalpha() and sign.isascii())
    assert kept in said
    assert len(comments[0].author) <= 120


def test_a_text_of_5000_characters_without_a_blank_is_whole():
    assert "x" * 5_000 in paper([note(1, text="x" * 5_000)]).said()[1]


def test_arabic_runs_from_the_right():
    remark = paper([note(1, text=HOSTILE["arabic"])]).remarks[0]
    lead, text = list(remark)[:2]

    assert lead.find(f".//{W}bidi") is None
    assert text.find(f"{W}pPr/{W}bidi") is not None
    assert text.find(f"{W}r/{W}rPr/{W}rtl") is not None


# The text around them


def test_the_text_stands_in_the_document_in_its_order_with_its_addresses():
    blocks = [block for block in paper([]).blocks() if block]
    at = blocks.index("HF2  Deutsch lernen")

    assert blocks[at + 1].startswith("HF2 · 1\tWer die Sprache spricht, findet leichter Arbeit")
    assert blocks[at + 4 : at + 7] == [
        "HF2 · 3\t–\tKurse der Volkshochschule mit Prüfung,",
        "HF2 · 4\t–\toffene Treffen im Stadtteil, bei denen alle mitreden können,",
        "HF2 · 5\ta)\tund Lesepatenschaften für Kinder.",
    ]
    assert "HF2 · 8\t1 Gemessen von der Haustür bis zum Kursraum, an Werktagen." in blocks


def test_headings_are_real_and_begin_under_their_field():
    document = opened(bundle())
    found = [(p.style.name, p.text) for p in document.paragraphs if "Heading" in p.style.name]

    assert found == [
        ("Heading 1", "HF2  Deutsch lernen"),
        ("Heading 2", "Was es schon gibt"),
        ("Heading 2", "Was fehlt"),
        ("Heading 3", "Betreuung und Wege"),
        ("Heading 1", "HF6  Arbeit und Ausbildung"),
        ("Heading 2", "Der erste Schritt"),
    ]


@pytest.mark.parametrize("title", ["2 Deutsch lernen", "II. Deutsch lernen", "Deutsch lernen"])
def test_the_heading_of_a_field_does_not_stand_there_twice(title):
    field = replace(LEARNING, passages=(heading(title, 1), *LEARNING.passages[1:3]))
    document = opened(Contents(HEAD, (field,), lambda: iter(())))
    found = [p.text for p in document.paragraphs if "Heading" in p.style.name]

    assert found == ["HF2  Deutsch lernen", "Was es schon gibt"]


def test_another_heading_at_its_beginning_stays():
    field = replace(LEARNING, passages=(heading("Warum Deutsch lernen", 1),))
    document = opened(Contents(HEAD, (field,), lambda: iter(())))

    assert document.paragraphs[-1].text == "Warum Deutsch lernen"


def test_a_table_is_a_table_whose_head_is_repeated():
    table = opened(bundle()).tables[0]

    assert [cell.text for cell in table.rows[0].cells] == list(TABLE.head)
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        list(row) for row in TABLE.cells
    ]
    assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None


def test_the_title_page_says_whose_bundle_it_is():
    blocks = paper().blocks()

    assert blocks[:3] == [
        "Stadt Lindenau",
        "Integrationskonzept Lindenau",
        "AG 2 Deutscherwerb, Paket 3",
    ]
    assert "Gezogen\t10. November 2016, 9:30 Uhr, von Jana Albers" in blocks
    assert "Anmerkungen möglich\t4. Oktober 2016 bis 8. November 2016, 24 Uhr" in blocks
    assert "Grundlage\tFassung 2 des Entwurfs" in blocks


def test_the_footer_counts_the_pages_and_the_language_is_german():
    document = opened(bundle())
    footer = document.sections[0].footer.paragraphs[0]

    assert Paper.words(footer._p) == "AG 2 Deutscherwerb, Paket 3, Seite 1 von 1"
    fields = [field.get(f"{W}instr").strip() for field in footer._p.iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert document.styles.element.find(f".//{W}lang").get(f"{W}val") == "de-DE"


def test_properties_speak_of_the_drawing():
    properties = opened(bundle()).core_properties

    assert properties.title == "Integrationskonzept Lindenau: AG 2 Deutscherwerb, Paket 3"
    assert properties.created == properties.modified == DRAWN
    assert (properties.author, properties.language) == ("Stadt Lindenau", "de-DE")


def test_every_style_that_is_used_is_there():
    read = paper()
    styles = opened(bundle()).styles.element
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    named = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    used = {
        mark.get(f"{W}val")
        for root in (read.body, *read.remarks)
        for mark in root.iter(*named)
    }  # fmt: skip

    assert used <= known
    assert {"Passage", "Item", "Heading1", "CommentText", "Listing"} <= used


def test_an_empty_bundle_is_the_text_without_comments():
    assert paper([]).remarks == []
    assert opened(Contents(HEAD, (), lambda: iter(()))).paragraphs


# Many notes


def parts(tmp_path, notes, limit) -> list[Paper]:
    paths = docx.write_parts(bundle(notes), tmp_path, limit=limit)
    names = [path.name for path in paths]
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(names)
    return [Paper(path.read_bytes()) for path in paths]


def test_up_to_the_limit_there_is_one_document(tmp_path):
    docx.write_parts(bundle(), tmp_path, limit=5)

    assert [path.name for path in tmp_path.iterdir()] == ["comments.docx"]


def test_beyond_it_whole_fields_go_into_parts_of_their_own(tmp_path):
    first, second = parts(tmp_path, list(bundle().notes()), limit=4)

    assert set(first.said()) == {140, 31, 87, 90}
    assert set(second.said()) == {203}
    assert "HF2  Deutsch lernen" not in second.blocks()
    assert "Teil\t2 von 2" in second.blocks()


def test_a_field_too_large_is_cut_between_passages_and_says_that_it_goes_on(tmp_path):
    notes = [note(n, "HF2 · 2") for n in range(1, 4)] + [note(n, "HF2 · 7") for n in range(4, 7)]
    first, second = parts(tmp_path, notes, limit=4)

    assert set(first.said()) == {1, 2, 3}
    assert set(second.said()) == {4, 5, 6}
    assert "HF2  Deutsch lernen (Fortsetzung)" in second.blocks()
    assert second.blocks().count("Betreuung und Wege") == 1
    assert "Was fehlt" not in first.blocks()
    assert "Text\tHF2 · 7 bis HF6 · 1" in second.blocks()


def test_a_passage_with_more_notes_than_the_limit_stands_in_several_parts(tmp_path):
    notes = [note(n, "HF2 · 2", quote="zwölf Orten") for n in range(1, 12)]
    read = parts(tmp_path, notes, limit=4)

    assert [len(part.remarks) for part in read] == [4, 4, 3]
    assert sorted(number for part in read for number in part.said()) == list(range(1, 12))
    assert all(set(part.covered().values()) == {"zwölf Orten"} for part in read)


def test_every_passage_and_every_note_is_in_some_part_and_only_once(tmp_path):
    addresses = ["HF2", "HF2 · 1.2", "HF2 · 3", "HF2 · 6.2", "HF2 · 8", "HF6 · 1.1", "HF7 · 1"]
    notes = [note(n, addresses[n * 7 // 90]) for n in range(90)]
    read = parts(tmp_path, notes, limit=9)

    assert sorted(number for part in read for number in part.said()) == list(range(90))
    assert max(len(part.remarks) for part in read) <= 9
    for address in ("HF2 · 1\t", "HF2 · 5\t", "HF2 · 9\t", "HF6 · 1\t"):
        assert any(block.startswith(address) for part in read for block in part.blocks())
