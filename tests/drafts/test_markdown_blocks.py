"""Tables, pictures, footnotes and HTML in a Markdown file, and what is left out of it."""

import pytest
from bs4 import BeautifulSoup

from app.drafts.outline import BlockKind, ReadDraft
from app.drafts.readers.markdown import read_markdown
from tests.drafts.reading import block, blocks, html, read, texts

# Tables

TABLE = """
| Nr | Maßnahme | Euro |
|:---|:--------:|-----:|
| 1 | **Kurs.** Abends | 12,50 |
| | Treff | |
| 3 | Fest | 5 | ragt *heraus* |
"""


def test_a_row_is_a_sentence_and_the_first_row_heads_the_table():
    table = block(TABLE)

    assert table.kind is BlockKind.TABLE
    assert table.head_html == (
        '<thead><tr><th scope="col">Nr</th><th scope="col">Maßnahme</th>'
        '<th scope="col" class="n">Euro</th></tr></thead>'
    )
    assert [(row.text, row.html) for row in table.sentences] == [
        (
            "1 | Kurs. Abends | 12,50",
            '<th scope="row">1</th><td><strong>Kurs.</strong> Abends</td><td class="n">12,50</td>',
        ),
        ("| Treff |", '<td></td><td>Treff</td><td class="n"></td>'),
        (
            "3 | Fest | 5 | ragt heraus",
            '<th scope="row">3</th><td>Fest</td><td class="n">5</td><td>ragt <em>heraus</em></td>',
        ),
    ]


def test_a_table_of_one_row_is_that_row():
    table = block("| a | b |\n|---|---|\n")

    assert (table.head_html, table.text) == ("", "a | b")


def test_cells_that_stick_out_are_found_in_lists_and_quotations_too():
    assert block("> | a |\n> |---|\n> | 1 | 2 \\| 3 |\n").text == "1 | 2 | 3"
    assert block("- | a |\n  |---|\n  | 1 | 2 |\n").text == "1 | 2"


# Pictures


def test_a_picture_is_a_figure_with_its_alternative_text():
    figure = block('![Plan der Stadt. Maßstab 1:5000](bilder/plan.png "Stand 2016")')

    assert figure.kind is BlockKind.FIGURE
    assert figure.head_html == '<span class="figure__missing">Bild: plan.png</span>'
    assert [s.text for s in figure.sentences] == [
        "Plan der Stadt.",
        "Maßstab 1:5000",
        "Stand 2016",
    ]


@pytest.mark.parametrize(
    ("source", "text", "box"),
    [
        ("plan.png", "plan.png", "Bild: plan.png"),
        ("data:image/png;base64,AAAA", "Bild ohne Beschreibung", "Bild"),
        ("x%22%3E%3Csvg.png", "x%22%3E%3Csvg.png", "Bild: x%22%3E%3Csvg.png"),
    ],
)
def test_a_picture_without_alternative_text_can_be_addressed(source, text, box):
    figure = block(f"![]({source})")

    assert figure.text == text
    assert BeautifulSoup(figure.head_html, "html.parser").text == box


def test_pictures_between_lines_stand_apart_and_within_a_line_are_words():
    draft = read(
        "Davor\n![Bild](a.png)\n[![Link](b.png)](https://a.example)\ndanach ![Icon](c.png) hier"
    )

    assert [(b.kind.value, b.text) for b in blocks(draft)] == [
        ("paragraph", "Davor"),
        ("figure", "Bild"),
        ("figure", "Link"),
        ("paragraph", "danach Icon hier"),
    ]


# Footnotes


def test_footnotes_stand_where_they_are_written_and_marks_lead_to_them():
    draft = read(
        "Das gilt. [^1] Und das[^2][^1], auch.\n\n[^1]: Quelle eins.\n\nEnde.\n\n[^2]: Zwei.\n"
    )

    assert [(b.kind.value, b.marker, b.anchor, b.text) for b in blocks(draft)] == [
        ("paragraph", "", "", "Das gilt. Und das, auch."),
        ("footnote", "1", "fn-1", "Quelle eins."),
        ("paragraph", "", "", "Ende."),
        ("footnote", "2", "fn-2", "Zwei."),
    ]
    mark = '<sup class="noteref"><a href="#fn-{0}">{0}</a></sup>'
    assert [s.html for s in draft.blocks[0].sentences] == [
        f"Das gilt.{mark.format(1)}",
        f"Und das{mark.format(2)} {mark.format(1)}, auch.",
    ]


@pytest.mark.parametrize("gap", ["", " ", "  \n", "\n"])
@pytest.mark.parametrize(
    "sentence", ["Das gilt.", "**Das gilt.**", "[Das gilt.](https://a.example)"]
)
def test_a_mark_belongs_to_the_sentence_before_it(sentence, gap):
    paragraph = blocks(read(f"{sentence}{gap}[^1] Und das auch.\n\n[^1]: Note.\n"))[0]

    first, second = paragraph.sentences
    assert "noteref" in first.html
    assert second.html == "Und das auch."


def test_named_footnotes_are_numbered_by_their_first_mention():
    draft = read("A[^zwei] B[^eins]\n\n[^eins]: Eins.\n[^zwei]: Zwei.\n[^nie]: Nie erwähnt.\n")

    assert [(b.marker, b.anchor, b.text) for b in blocks(draft)[1:]] == [
        ("2", "fn-2", "Eins."),
        ("1", "fn-1", "Zwei."),
        ("3", "fn-3", "Nie erwähnt."),
    ]


def test_numbers_of_footnotes_stay_as_written_and_anchors_differ_between_files():
    draft = read_markdown(
        [("a.md", "# A\n\nx[^7]\n\n[^7]: Sieben.\n"), ("b.md", "# B\n\ny[^7]\n\n[^7]: Auch.\n")]
    )

    assert [(b.marker, b.anchor) for b in blocks(draft) if b.marker] == [
        ("7", "fn-1-7"),
        ("7", "fn-2-7"),
    ]


def test_a_footnote_may_be_long_and_be_written_twice():
    draft = read("x[^1]\n\n[^1]: Erster.\n\n    Zweiter Absatz.\n\n    - Punkt\n\n[^1]: Doppelt.\n")

    assert [(b.kind.value, b.marker, b.anchor, b.text) for b in blocks(draft)[1:]] == [
        ("footnote", "1", "fn-1", "Erster."),
        ("footnote", "", "", "Zweiter Absatz."),
        ("footnote", "", "", "Punkt"),
        ("footnote", "1", "", "Doppelt."),
    ]


def test_a_mark_without_its_footnote_is_text():
    assert texts("Das gilt.[^9] Ende.") == ["Das gilt.[^9] Ende."]


def test_a_mark_in_a_link_stands_outside_of_it():
    paragraph = blocks(read('<a href="https://a.example">Das[^1] da</a>\n\n[^1]: Note.\n'))[0]

    assert paragraph.sentences[0].html == (
        '<a href="https://a.example">Das</a><sup class="noteref"><a href="#fn-1">1</a></sup>'
        '<a href="https://a.example"> da</a>'
    )


# HTML in a text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("H<sub>2</sub>O und m<sup>2</sup>", "H<sub>2</sub>O und m<sup>2</sup>"),
        ("<b>fett</b> <i>kursiv</i>", "<strong>fett</strong> <em>kursiv</em>"),
        ('<a href="https://a.example" onclick="x()">x</a>', '<a href="https://a.example">x</a>'),
        ('<a href="javascript:x()">x</a>', "x"),
        ("<span style='color:red'>rot</span>", "rot"),
        ("<em>offen <strong>über</em> kreuz</strong>", None),
        ("a <svg onload=alert(1)> b", "a b"),
        ("a <img src=x onerror=alert(1) alt='Bild'> b", "a Bild b"),
        ("Liebe <Name der Person>, <Anrede>", "Liebe &lt;Name der Person&gt;, &lt;Anrede&gt;"),
        ("<Link zum Antrag> folgt", "&lt;Link zum Antrag&gt; folgt"),
        ("3 < 5 und 7 > 2", "3 &lt; 5 und 7 &gt; 2"),
    ],
)
def test_inline_html_is_cleaned_and_no_word_of_it_is_lost(written, kept):
    kept = kept or "<em>offen <strong>über</strong></em><strong> kreuz</strong>"
    assert BeautifulSoup(html(written)[0], "html.parser") == BeautifulSoup(kept, "html.parser")


def test_blocks_of_html_become_paragraphs():
    draft = read(
        '<div align="center"><p>Eins <b>fett</b></p><p>Zwei<br>drei</p>\n'
        "<ul><li>Vier<li>Fünf</ul><script>alert('x')</script>\n"
        '<img src="plan.png" alt="Ein Plan"></div>\n'
    )

    assert [b.text for b in draft.blocks] == [
        "Eins fett",
        "Zwei drei",
        "Vier",
        "Fünf",
        "Ein Plan",
    ]
    assert draft.blocks[-1].kind is BlockKind.FIGURE
    assert [left.why for left in draft.left_out] == ["Skripte und Stilvorgaben"]


def test_a_comment_that_is_never_closed_swallows_nothing():
    assert "Der Rest" in texts("<!-- offen\n\nDer Rest")[-1]


# What is left out


def left_out(draft: ReadDraft) -> dict[str, tuple[int, str]]:
    return {left.why: (left.words, left.excerpt) for left in draft.left_out}


def test_what_is_left_out_is_listed():
    draft = read(
        "Wort.[^1] [Ziel](../a.md) [Titel](https://a.example 'Zwei Wörter') [ref]\n"
        "<!-- nicht zeigen -->\n\n[^1]: Note.\n\n[ref]: https://b.example\n\n```yaml\na: 1\n```\n"
    )

    assert left_out(draft) == {
        "Zeichen, die auf Fußnoten verweisen": (1, "[^1]"),
        "Ziele von Verweisen, die nicht ins Netz führen": (0, "../a.md"),
        "Titel von Verweisen": (2, "Zwei Wörter"),
        "Kommentare im Quelltext": (2, "<!-- nicht zeigen -->"),
        "Angaben zu einem Quelltext": (1, "yaml"),
        "Ziele von Verweisen": (1, "https://b.example"),
    }


def test_characters_that_nobody_sees_are_taken_out():
    draft = read(
        "\ufeffA\u202eB \x00C\x1b D\u2066E\r\nIntegrations\u00adkonzept\u200b\rEnde\u2028hier"
    )

    assert draft.blocks[0].text == "AB C DE Integrationskonzept Ende hier"
    assert left_out(draft) == {
        "Unsichtbare Steuerzeichen": (0, "4: U+202E, U+0000, U+001B, U+2066")
    }


def test_letters_and_their_accents_become_one_and_joiners_stay():
    assert texts("fu\u0308r می\u200cخواهم \u200fنعم") == ["für می\u200cخواهم \u200fنعم"]


def test_an_excerpt_of_what_is_left_out_is_short():
    (left,) = read("Text <!-- " + "Wort " * 500 + "-->").left_out

    assert left.words == 500
    assert len(left.excerpt) < 250


def test_words_are_counted():
    assert read("# Ein Titel\n\nDrei – Wörter & 7.\n\n| a | b |\n|---|---|\n| c | – |\n").words == 8
