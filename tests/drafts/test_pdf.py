"""PDF: paragraphs, hyphens, headings, lists, columns, running heads, contents."""

import pytest

from app.drafts.readers.pdf.hyphens import joined
from tests.drafts.pdf_files import paras, read, running, texts

LONG = (
    "Die Stadt fördert Sprachkurse und Beratungsangebote für alle Menschen, die neu in der Stadt "
    "sind, und arbeitet dabei mit Wohlfahrtsverbänden, Migrantenorganisationen und ehrenamtlichen "
    "Patenschaften zusammen, damit Integrationsmaßnahmen früh beginnen und niemand auf einen "
    "Kursplatz warten muss."
)
OTHER = (
    "Der zweite Absatz beschreibt die Wohnraumversorgung in den Stadtteilen, die Zuständigkeiten "
    "der Ämter, die Zusammenarbeit mit den Wohnungsbaugesellschaften und die Beratung vor Ort, "
    "die in allen Unterkünften angeboten wird und auch am Wochenende erreichbar bleiben soll."
)


# --- paragraphs ---


def test_paragraphs_come_back_whole_with_their_broken_words_joined():
    narrow = "#set page(width: 90mm)\n"
    assert texts(read(narrow + LONG + "\n\n" + OTHER)) == [LONG, OTHER]


def test_paragraphs_without_space_between_them_are_told_by_their_last_line():
    close = "#set page(width: 90mm)\n#set par(spacing: 0.65em)\n"
    assert texts(read(close + LONG + "\n\n" + OTHER)) == [LONG, OTHER]


def test_a_paragraph_that_goes_over_a_page_break_is_one():
    before = "#v(140mm)\nEin Anfang.\n\n"
    flow = read(before + (LONG[:-1] + ", ") * 3 + "und am Ende steht ein Punkt.")
    (long,) = (para for para in paras(flow) if len(para.text) > 200)
    assert long.text.count("Wohlfahrtsverbänden") == 3
    assert long.text.endswith("und am Ende steht ein Punkt.")


def test_bold_italic_raised_and_links_are_kept():
    para = paras(read('*Fett* und _kursiv_ und #link("https://example.org")[hier], 5 m#super[2]'))
    marks = {run.text.strip(" ,"): sorted(run.marks) for run in para[0].runs}
    assert (marks["Fett"], marks["kursiv"], marks["2"]) == (["strong"], ["em"], ["sup"])
    assert [run.text for run in para[0].runs if run.href == "https://example.org"] == ["hier"]


@pytest.mark.parametrize(
    ("before", "after", "whole", "unsure"),
    [
        ("die Integra-", "tion gelingt", "die Integration gelingt", False),
        ("Aus-", "und Weiterbildung", "Aus- und Weiterbildung", False),
        ("Baden-", "Württemberg", "Baden-Württemberg", False),
        ("2016-", "2017", "2016-2017", False),
        ("nicht-", "städtisch", "nicht-städtisch", False),
        ("die EU-", "weite Regel", "die EU-weite Regel", True),
        ("Online-", "gestützt", "Online-gestützt", False),
        ("Haus-", "wart", "Hauswart", True),
        ("der Weg", "führt", "der Weg führt", False),
        ("und/", "oder", "und/oder", False),
        ("S. 3–", "9", "S. 3–9", False),
        ("https://example.org/a-", "b", "https://example.org/a-b", False),
    ],
)
def test_broken_words(before: str, after: str, whole: str, unsure: bool):
    seen = {"Online-gestützt", "Haus", "wart"}
    text, is_unsure = joined(before, after, seen)
    assert (text + after, is_unsure) == (whole, unsure)


# --- headings ---


def test_larger_letters_are_headings_and_the_guess_is_said():
    flow = read(
        f'#text(18pt, weight: "bold")[1 Sprache]\n\n{LONG}\n\n'
        f'#text(14pt, weight: "bold")[1.1 Kurse]\n\n{OTHER}\n\n*2. Nur fett*\n\n{LONG}'
    )
    heads = [para for para in paras(flow) if len(para.text) < 40]
    assert [(para.text, para.level) for para in heads] == [
        ("1 Sprache", 1), ("1.1 Kurse", 2), ("2. Nur fett", 0),
    ]  # fmt: skip
    assert "erkannt" in heads[0].doubt
    assert [run.marks for run in heads[2].runs] == [frozenset({"strong"})]
    assert heads[2].depth == -1


def test_tagged_headings_need_no_guess():
    flow = read(f"= Sprache\n\n{LONG}\n\n== Kurse\n\n{OTHER}", is_tagged=True)
    heads = [para for para in paras(flow) if para.level]
    assert [(para.text, para.level, para.doubt) for para in heads] == [
        ("Sprache", 1, ""), ("Kurse", 2, ""),
    ]  # fmt: skip


# --- lists ---


def test_items_carry_their_markers_and_depths():
    flow = read(
        f"Vor der Liste.\n\n- eins\n  - tiefer, und {LONG}\n- zwei\n\n{OTHER}\n\n"
        '#enum(numbering: "1.")[erstens #enum(numbering: "a)")[klein]][zweitens]\n\nNach der Liste.'
    )
    found = [(para.depth, para.marker, para.text[:8]) for para in paras(flow)]
    assert found == [
        (-1, "", "Vor der "), (0, "–", "eins"), (1, "–", "tiefer, "), (0, "–", "zwei"),
        (-1, "", "Der zwei"), (0, "1.", "erstens"), (1, "a)", "klein"), (0, "2.", "zweitens"),
        (-1, "", "Nach der"),
    ]  # fmt: skip
    assert paras(flow)[2].text == "tiefer, und " + LONG


def test_a_day_at_the_beginning_of_a_line_is_no_item():
    (para,) = paras(read("15. März bis 20. April: Anmerkungen sind möglich."))
    assert (para.depth, para.text[:8]) == (-1, "15. März")


# --- columns ---


def test_two_columns_are_read_one_after_the_other():
    flow = read(f"#set page(columns: 2, width: 210mm)\n{LONG}\n\n{OTHER}\n\n#colbreak()\n"
                f"Rechts oben. {LONG}\n\nRechts unten. {OTHER}")  # fmt: skip
    assert texts(flow) == [LONG, OTHER, "Rechts oben. " + LONG, "Rechts unten. " + OTHER]


def test_a_heading_over_the_columns_comes_first():
    flow = read(
        "#set page(width: 210mm)\n#text(20pt)[Über allem steht diese breite Überschrift im Blatt]"
        f"\n\n#columns(2)[{LONG} {LONG}\n\n{OTHER} {OTHER}]"
    )
    assert texts(flow)[0].startswith("Über allem")
    assert texts(flow)[1:] == [f"{LONG} {LONG}", f"{OTHER} {OTHER}"]


# --- furniture ---


PAGES = (
    "#set page(header: [Entwurf, Stand 2026], footer: context [Seite #counter(page).display()])\n"
    + f"{LONG}\n#pagebreak()\n{OTHER}\n#pagebreak()\n{LONG}"
)


def test_running_heads_and_page_numbers_are_marked_on_every_page():
    flow = read(PAGES)
    assert sorted(running(flow)) == ["Entwurf, Stand 2026"] * 3 + ["Seite 1", "Seite 2", "Seite 3"]
    assert texts(flow) == [LONG, OTHER, LONG]


def test_a_single_page_keeps_its_first_line_but_not_its_tagged_furniture():
    page = f"#set page(header: [Entwurf])\n{LONG}"
    assert running(read(page)) == []
    assert running(read(page, is_tagged=True)) == ["Entwurf"]


def test_a_table_of_contents_is_marked_with_and_without_leaders():
    flow = read(f'#outline(title: "Inhalt")\n= Sprache\n{LONG}\n= Wohnen\n{OTHER}')
    contents = [para.text for para in paras(flow) if para.is_contents]
    assert [text.split(" ")[0] for text in contents] == ["Inhalt", "Sprache", "Wohnen"]
    plain = read(f"Inhalt\n\nSprache #h(1fr) 3\n\nWohnen #h(1fr) 12\n\n{LONG}\n\n{OTHER}")
    assert [para.is_contents for para in paras(plain)] == [True, True, True, False, False]


def test_turned_letters_are_kept_and_named():
    flow = read(f"#place(rotate(45deg)[ENTWURF])\n{LONG}")
    (turned,) = (para for para in flow.paras() if "ENTWURF" in para.text)
    assert "gedreht" in turned.doubt
    assert LONG in texts(flow)


def test_a_number_of_several_levels_is_an_item_within_a_list_only():
    flow = read(
        f'{OTHER}\n\n#enum(full: true, numbering: "1.1.")[eins #enum(full: true, '
        f'numbering: "1.1.")[{LONG}]][zwei]\n\n{OTHER}\n\n2.1. Satz ohne Liste. {OTHER}'
    )
    found = [(para.depth, para.marker, para.text[:4]) for para in paras(flow)]
    assert found == [
        (-1, "", "Der "), (0, "1.", "eins"), (1, "1.1.", "Die "), (0, "2.", "zwei"),
        (-1, "", "Der "), (-1, "", "2.1."),
    ]  # fmt: skip


def test_a_narrow_coloured_box_keeps_its_paragraph_whole():
    box = f'#block(fill: rgb("#ffe699"), inset: 6pt, width: 60%)[{LONG}]'
    assert texts(read(f"{OTHER}\n\n{box}\n\n{OTHER}")) == [OTHER, LONG, OTHER]
