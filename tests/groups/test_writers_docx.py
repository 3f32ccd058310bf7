"""Word documents: what each comment says, and the text around it, read back by python-docx."""

import io
from dataclasses import replace

import docx as library
import pytest

from app.groups.contents import Contents
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
    written,
)
from tests.groups.word import Paper, W


def paper(notes=None, **head) -> Paper:
    return Paper(written(docx.write, bundle(**head) if notes is None else bundle(notes, **head)))


def opened(contents: Contents):
    return library.Document(io.BytesIO(written(docx.write, contents)))


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
