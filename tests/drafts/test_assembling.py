"""Headings, real and guessed, out of what readers of all types hand over."""

import pytest

from app.drafts.outline import BlockKind
from app.drafts.readers import Unreadable
from app.drafts.readers.assembling import assemble
from tests.drafts.flowing import blocks, bold, flow, heading, item, outline, para, read, sections

TEXT = para("Die Stadt baut Wohnungen. Sie fängt im Mai an.")
SHORT_AND_BOLD = "Als Überschrift erkannt, weil der Absatz kurz und fett ist."


def test_real_headings_nest_by_their_levels():
    draft = read(heading("Wohnen"), TEXT, heading("Bauen", 2), TEXT, heading("Sprache"), TEXT)

    assert outline(draft) == [(1, "Wohnen"), (2, "Bauen"), (1, "Sprache")]
    assert [section.doubt for section in sections(draft)] == ["", "", ""]


def test_levels_have_no_holes():
    draft = read(heading("A", 2), heading("B", 5), TEXT, heading("C", 9), TEXT, heading("D", 3))

    assert outline(draft) == [(1, "A"), (2, "B"), (3, "C"), (2, "D")]


def test_automatic_numbers_stay_as_text():
    draft = read(heading("Sprache", number="2.3"), TEXT, heading("3 Arbeit", number="3"), TEXT)

    assert [title for _level, title in outline(draft)] == ["2.3 Sprache", "3 Arbeit"]


def test_a_short_bold_paragraph_with_text_below_is_a_heading_and_says_why():
    draft = read(bold("Wohnen"), TEXT, bold("Sprache"), TEXT)

    assert outline(draft) == [(1, "Wohnen"), (1, "Sprache")]
    assert {section.doubt for section in sections(draft)} == {SHORT_AND_BOLD}


@pytest.mark.parametrize(
    "fake",
    [
        bold("Das ist ein ganzer Satz."),
        bold("Wir wollen Folgendes:"),
        bold("– Spielplätze"),
        bold("Abbildung 3: Die Stadt im Jahr 2030"),
        bold("w" * 121),
        para("Kurz, aber weder fett noch groß"),
        bold("Ein Zitat", is_quote=True),
        bold("Punkt einer Liste", depth=0, marker="•"),
    ],
    ids=lambda one: one.text[:20],
)
def test_other_bold_paragraphs_are_text(fake):
    assert outline(read(TEXT, fake, TEXT)) == []


def test_a_bold_line_with_nothing_below_it_heads_nothing():
    draft = read(bold("Wohnen"), TEXT, bold("Die Stadtverwaltung"), bold("im Mai"))

    assert outline(draft) == [(1, "Wohnen")]
    assert [block.text for block in blocks(draft)][-2:] == ["Die Stadtverwaltung", "im Mai"]


def test_larger_letters_make_a_heading_and_rank_it():
    text = para("Die Stadt baut Wohnungen. " * 9, size=11.0)
    draft = read(
        para("Wohnen", size=16.0),
        text,
        para("Bauen", size=13.0),
        text,
        para("Ruf", size=16.0),
        text,
    )

    assert outline(draft) == [(1, "Wohnen"), (2, "Bauen"), (1, "Ruf")]
    assert "kurz und größer gesetzt" in sections(draft)[0].doubt


def test_a_number_says_the_level_of_a_guessed_heading():
    draft = read(
        bold("2 Wohnen"),
        TEXT,
        bold("2.3 Sprache"),
        TEXT,
        bold("2.3.1 Kurse"),
        TEXT,
        bold("3 Arbeit"),
        TEXT,
    )

    assert outline(draft) == [
        (1, "2 Wohnen"),
        (2, "2.3 Sprache"),
        (3, "2.3.1 Kurse"),
        (1, "3 Arbeit"),
    ]
    assert "kurz, fett und nummeriert" in sections(draft)[1].doubt


def test_bold_items_of_a_numbered_list_are_headings_where_text_follows():
    draft = read(
        item("Wohnen", marker="1.", strong=True),
        TEXT,
        item("Sprache", marker="2.", strong=True),
        TEXT,
    )

    assert outline(draft) == [(1, "1. Wohnen"), (1, "2. Sprache")]


def test_guessed_headings_stand_below_real_ones_and_beside_those_of_their_number():
    draft = read(
        heading("1 Wohnen"),
        TEXT,
        bold("Bauen"),
        TEXT,
        heading("1.1 Mieten", 2),
        TEXT,
        bold("1.2 Pachten"),
        TEXT,
    )

    assert outline(draft) == [
        (1, "1 Wohnen"),
        (2, "Bauen"),
        (2, "1.1 Mieten"),
        (2, "1.2 Pachten"),
    ]


def test_what_repeats_the_title_of_the_file_is_the_title():
    draft = read(
        para("Integrationskonzept", size=20.0),
        heading("Wohnen"),
        TEXT,
        heading("Ruf"),
        TEXT,
        title="Integrationskonzept",
    )

    assert draft.title == "Integrationskonzept"
    assert outline(draft) == [(1, "Wohnen"), (1, "Ruf")]


def test_a_heading_without_end_is_a_paragraph():
    draft = read(heading("Wort " * 70), TEXT)

    assert outline(draft) == []
    assert blocks(draft)[0].sentences[0].html.startswith("<strong>")


def test_what_a_reader_doubts_is_handed_on():
    draft = read(heading("Wohnen", doubt="Geraten."), para("Text.", doubt="Auch geraten."))

    assert sections(draft)[0].doubt == "Geraten."
    assert blocks(draft)[0].doubt == "Auch geraten."


def test_of_several_files_each_first_heading_is_a_field_of_its_group():
    draft = assemble(
        [("1.docx", flow(heading("Wohnen"), TEXT)), ("2.odt", flow(bold("Sprache"), TEXT))]
    )

    assert [(field.heading, field.group) for field in draft.fields] == [
        ("Wohnen", "ag-1"),
        ("Sprache", "ag-2"),
    ]


def test_text_before_the_first_heading_of_a_later_file_comes_below_it_and_says_so():
    draft = assemble(
        [("1.docx", flow(heading("Wohnen"), TEXT)), ("2.odt", flow(TEXT, heading("Ruf"), TEXT))]
    )

    assert outline(draft) == [(1, "Wohnen"), (1, "Ruf")]
    assert len(sections(draft)[1].blocks) == 2
    assert "stand Text" in sections(draft)[1].doubt


def test_a_later_file_without_any_heading_is_refused():
    with pytest.raises(Unreadable, match=r"In „2[.]odt“ steht Text vor der ersten Überschrift"):
        assemble([("1.docx", flow(heading("Wohnen"), TEXT)), ("2.odt", flow(TEXT))])


def test_a_file_without_words_is_refused():
    with pytest.raises(Unreadable, match=r"In „entwurf[.]docx“ steht kein Text"):
        read(para("  "))


def test_a_field_is_never_made_from_one_file():
    assert read(heading("Wohnen", fill="#ffe699"), TEXT).fields == ()


def test_words_are_counted_as_they_came_out():
    draft = read(heading("Sprache", number="2.3"), para("Vier Wörter sind es."), item("zwei mehr"))

    assert draft.words == 2 + 4 + 2
    assert [block.kind for block in blocks(draft)] == [BlockKind.PARAGRAPH, BlockKind.ITEM]


def test_bold_lines_of_the_size_of_the_text_stand_below_the_numbered_ones():
    text = para("Die Stadt baut Wohnungen. " * 9, size=11.0)
    draft = read(
        bold("1 Ziele", size=14.0),
        text,
        bold("1.1 Sprache", size=11.0),
        text,
        bold("Maßnahmen", size=11.0),
        text,
        bold("Ausblick", size=14.0),
        text,
    )

    assert outline(draft) == [(1, "1 Ziele"), (2, "1.1 Sprache"), (3, "Maßnahmen"), (1, "Ausblick")]


def test_the_only_heading_of_the_highest_level_names_the_draft():
    draft = read(para("Stadt Musterstadt"), heading("Konzept"), TEXT, heading("Ruf", 2), TEXT)

    assert (draft.title, draft.blocks[0].text) == ("Konzept", "Stadt Musterstadt")
