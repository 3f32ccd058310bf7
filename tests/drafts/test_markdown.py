"""A Markdown file becomes sections, blocks and sentences; not a word is lost."""

import os
import re
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.drafts.outline import BlockKind, ReadBlock, ReadDraft, ReadSection
from app.drafts.readers.markdown import read_markdown
from app.drafts.readers.refusals import Unreadable
from tests.drafts.word_reader import words_in, words_out
from tests.missing import missing

CONCEPT = (Path(__file__).parent / "concept.md").read_text(encoding="utf-8")


class Counter:
    """Puts a number of its own into each place."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.numbers = count()

    def __call__(self, _found: re.Match[str]) -> str:
        return self.pattern.format(next(self.numbers))


def read(text: str, name: str = "entwurf.md") -> ReadDraft:
    return read_markdown([(name, text)])


def blocks(draft: ReadDraft) -> list[ReadBlock]:
    def below(section: ReadSection) -> Iterator[ReadBlock]:
        yield from section.blocks
        for inner in section.sections:
            yield from below(inner)

    return [*draft.blocks, *(block for section in draft.sections for block in below(section))]


def block(text: str) -> ReadBlock:
    (only,) = blocks(read(text))
    return only


def html(text: str) -> list[str]:
    return [sentence.html for sentence in block(text).sentences]


def texts(text: str) -> list[str]:
    return [one.text for one in blocks(read(text))]


def outline(sections: list[ReadSection]) -> list[object]:
    return [[s.title, s.level, *outline(s.sections)] for s in sections]


# Sections


def test_headings_become_sections_within_sections():
    draft = read("# A\n\n## B\n\nText.\n\n### C\n\n## D\n\n# E\n")

    assert outline(draft.sections) == [
        ["A", 1, ["B", 2, ["C", 3]], ["D", 2]],
        ["E", 1],
    ]
    assert draft.sections[0].sections[0].blocks[0].text == "Text."


def test_a_heading_that_skips_a_level_stands_under_the_nearest_one_above():
    draft = read("## A\n\n#### B\n\n### C\n\n# D\n")

    assert outline(draft.sections) == [["A", 2, ["B", 4], ["C", 3]], ["D", 1]]


def test_underlined_headings_are_headings():
    assert outline(read("Titel\n=====\n\nUnter\n-----\n").sections) == [["Titel", 1, ["Unter", 2]]]


def test_a_paragraph_that_somebody_underlined_by_mistake_stays_one():
    long = "Die Stadt sorgt dafür, dass alle Familien eine Wohnung finden. " * 6

    (paragraph,) = blocks(read(f"{long}\n---\n"))

    assert paragraph.kind is BlockKind.PARAGRAPH
    assert len(paragraph.sentences) == 6


def test_a_heading_is_plain_text():
    draft = read("## *Wohnen* & [Leben](https://a.example)[^1]\n\n[^1]: Note.\n")

    assert draft.sections[0].title == "Wohnen & Leben"


def test_a_heading_inside_a_list_or_a_quotation_is_a_paragraph():
    draft = read("> ## Wichtig\n>\n> Text.\n\n- # Punkt\n")

    assert draft.sections == []
    assert [(b.kind.value, b.sentences[0].html) for b in draft.blocks] == [
        ("paragraph", "<strong>Wichtig</strong>"),
        ("paragraph", "Text."),
        ("item", "<strong>Punkt</strong>"),
    ]


def test_empty_headings_and_rules_are_dropped():
    draft = read("#\n\nText.\n\n***\n")

    assert draft.sections == []
    assert [b.text for b in draft.blocks] == ["Text."]


# Sentences


def test_a_paragraph_is_cut_into_sentences_with_whole_html():
    assert html("Das *ist gut. Und* das **auch.** [Hier. Dort](https://a.example) Ende.") == [
        "Das <em>ist gut.</em>",
        "<em>Und</em> das <strong>auch.</strong>",
        '<a href="https://a.example">Hier.</a>',
        '<a href="https://a.example">Dort</a> Ende.',
    ]


def test_text_is_plain_and_html_is_escaped():
    (sentence,) = block(r"A &lt;b&gt; & C \*kein Stern\* `<svg onload=x>`").sentences

    assert sentence.text == "A <b> & C *kein Stern* <svg onload=x>"
    assert sentence.html == ("A &lt;b&gt; &amp; C *kein Stern* <code>&lt;svg onload=x&gt;</code>")


def test_lines_of_one_paragraph_are_one_text():
    assert texts("Eine Zeile\nund noch eine\n   und eine dritte.") == [
        "Eine Zeile und noch eine und eine dritte."
    ]


@pytest.mark.parametrize("end", ["  ", "\\", "<br>"])
def test_a_hard_break_ends_a_sentence_unless_a_small_letter_follows(end):
    assert html(f"**Cybersicherheit**{end}\nDie Stadt{end}\nhandelt.{end}\nSofort.") == [
        "<strong>Cybersicherheit</strong><br>",
        "Die Stadt<br> handelt.<br>",
        "Sofort.",
    ]


def test_fixed_blanks_stay_in_html_and_are_ordinary_in_text():
    (sentence,) = block("Das gilt z.\u00a0B. für 5\u202f%.").sentences

    assert sentence.text == "Das gilt z. B. für 5 %."
    assert sentence.html == "Das gilt z.&nbsp;B. für 5\u202f%."


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("[x](https://a.example/?a=1&b=2)", '<a href="https://a.example/?a=1&amp;b=2">x</a>'),
        ("[x](mailto:a@b.example)", '<a href="mailto:a@b.example">x</a>'),
        ("<https://a.example>", '<a href="https://a.example">https://a.example</a>'),
        ("[x](../nebenan.md)", "x"),
        ("[x](//fremd.example)", "x"),
        ("[x](#anker)", "x"),
        ("[x](ftp://a.example)", "x"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    ],
)
def test_links_lead_to_the_web_or_to_a_mailbox(link, kept):
    assert html(f"Siehe {link} dort") == [f"Siehe {kept} dort"]


# Lists


def listed(text: str) -> list[tuple[str, int, str, str]]:
    return [(b.kind.value, b.depth, b.marker, b.text) for b in blocks(read(text))]


def test_items_keep_their_marker_and_know_their_depth():
    assert listed("- eins\n  - innen\n    1. tiefer\n* zwei\n\n3) drei\n4) vier\n") == [
        ("item", 0, "–", "eins"),
        ("item", 1, "–", "innen"),
        ("item", 2, "1.", "tiefer"),
        ("item", 0, "–", "zwei"),
        ("item", 0, "3)", "drei"),
        ("item", 0, "4)", "vier"),
    ]


def test_an_item_may_go_on_in_paragraphs():
    assert listed(
        "1.\tErstens.\n\n\tWeiter so.\n\n\t- innen\n\n\t  Auch weiter.\n\n2.\tZweitens.\n"
    ) == [
        ("item", 0, "1.", "Erstens."),
        ("paragraph", 1, "", "Weiter so."),
        ("item", 1, "–", "innen"),
        ("paragraph", 2, "", "Auch weiter."),
        ("item", 0, "2.", "Zweitens."),
    ]


def test_lists_that_offices_write_without_markdown():
    assert listed("Es fehlen:\na) Räume (Stufe\nb) nicht gezählt),\nb) Geld,\nc) Zeit.\n") == [
        ("paragraph", 0, "", "Es fehlen:"),
        ("item", 0, "a)", "Räume (Stufe b) nicht gezählt),"),
        ("item", 0, "b)", "Geld,"),
        ("item", 0, "c)", "Zeit."),
    ]
    assert listed("• Räume\n• Geld\n") == [("item", 0, "–", "Räume"), ("item", 0, "–", "Geld")]


def test_an_item_without_words_is_none():
    assert listed("-\n- \n- x\n") == [("item", 0, "–", "x")]


def test_four_blanks_before_a_line_are_a_habit_not_code():
    assert [b.sentences[0].html for b in blocks(read("Text:\n\n    **Eingerückt.**"))] == [
        "Text:",
        "<strong>Eingerückt.</strong>",
    ]


def test_code_is_one_sentence():
    assert html("```python\nx = 1. Y\n\ny = 2\n```") == [
        "<code>x = 1. Y</code><br><br> <code>y = 2</code>"
    ]


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


# Nothing is lost


def test_no_word_of_the_concept_is_lost():
    assert words_out(read(CONCEPT)) == words_in(CONCEPT)
    assert len(words_in(CONCEPT)) > 200


def shared(name: str) -> list[Path]:
    folder = Path(os.environ.get("RANDNOTIZ_SHARED", "../shared")) / "data" / "ulm" / name
    files = sorted(folder.glob("*.md"))
    return files or missing(
        f"Der wirkliche Entwurf liegt nicht unter {folder}; dieselbe Regel hält der erfundene."
    )


@pytest.mark.parametrize("version", ["v1-2021-02", "v2-2021-11"])
def test_no_word_of_a_real_draft_is_lost(version):
    sources = [(path.name, path.read_text(encoding="utf-8")) for path in shared(version)]

    started = time.perf_counter()
    draft = read_markdown(sources)
    took = time.perf_counter() - started

    assert words_out(draft) == [word for _name, text in sources for word in words_in(text)]
    assert len(draft.fields) == 4
    assert took < 5


# Markup in any order, with words ("W") among it. No "](" leads from a word to a word, and no
# "]:" makes a reference of one: there a word would rightly be no word.
MARKUP = (
    """# ## * ** _ - 1. a) > | ` [^1] \\ &amp; <br> <b> </b> <div> </p> <td> . “ z. B. ! < • ["""
)
LINES = ["\n[^1]: ", "```\n", "\n---\n", "\n===\n", "\n|a|b|\n|-|-:|\n", "\n![", "](x.png)"]
BLANKS = [" ", "\n", "\n\n", "    ", "\t", "  \n", "\u00a0"]
SCRAPS = [*MARKUP.split(), *LINES, *BLANKS, *(f"{mark} " for mark in MARKUP.split())]
SOUP = st.lists(st.sampled_from([*SCRAPS, *["W", "W ", "W. "] * 12]), min_size=1, max_size=60)


@given(SOUP)
@settings(deadline=None)
def test_no_word_is_lost_whatever_surrounds_it(scraps):
    text = "Anfang.\n\n" + re.sub("W", Counter("w{}w"), "".join(scraps))
    try:
        draft = read(text)
    except Unreadable as refused:
        assume("ineinander" not in refused.reason)
        raise
    listed = re.findall(r"w\d+w", " ".join(left.excerpt for left in draft.left_out))

    came = re.findall(r"w\d+w", " ".join(words_out(draft)))
    assert came == [word for word in re.findall(r"w\d+w", text) if word not in listed]


@given(SOUP)
@settings(deadline=None)
def test_every_html_is_well_formed_and_says_what_the_text_says(scraps):
    try:
        draft = read("".join(scraps))
    except Unreadable:
        return
    for one in blocks(draft):
        assert one.sentences
        for sentence in one.sentences:
            cells = one.kind is BlockKind.TABLE
            markup = (
                f"<table><tbody><tr>{sentence.html}</tr></tbody></table>"
                if cells
                else sentence.html
            )
            html5lib.HTMLParser(strict=True).parseFragment(markup)
            soup = BeautifulSoup(markup, "html.parser")
            for mark in soup.select("sup.noteref, br"):
                mark.replace_with(" " if mark.name == "br" else "")
            for cell in soup.select("td, th"):
                cell.append(" ")
            assert re.findall(r"\w+", soup.text) == re.findall(r"\w+", sentence.text)
            assert sentence.text == " ".join(sentence.text.split()) != ""
