"""A Markdown file becomes sections, paragraphs, items and sentences."""

import pytest

from app.drafts.outline import BlockKind, ReadSection
from tests.drafts.reading import block, blocks, html, read, texts


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
