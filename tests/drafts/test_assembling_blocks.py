"""Text, lists, tables and boxes, out of what readers of all types hand over."""

import pytest

from app.drafts.outline import BlockKind, ReadBlock
from app.drafts.readers.flow import Cell, Grid, Para, Run
from tests.drafts.flowing import blocks, bold, grid, item, outline, para, read

TEXT = para("Die Stadt baut Wohnungen. Sie fängt im Mai an.")


def items_of(*wanted) -> list[tuple[int, str, str]]:
    """Depth, marker and text of every block."""
    return [(one.depth, one.marker, one.text) for one in blocks(read(*wanted))]


def only(*wanted) -> ReadBlock:
    (block,) = blocks(read(*wanted))
    return block


# Text


def test_emphasis_links_and_line_breaks_are_kept():
    runs = [
        Run("Mehr ", frozenset({"strong"})),
        Run("dazu", frozenset({"em", "strong"}), href="https://example.org/?a=1&b=2"),
        Run("\nim "),
        Run("Netz", href="javascript:alert(1)"),
        Run("2", frozenset({"sup"})),
    ]
    draft = read(Para(runs))

    assert blocks(draft)[0].sentences[0].html == (
        '<strong>Mehr </strong><a href="https://example.org/?a=1&amp;b=2"><strong><em>dazu</em>'
        "</strong></a><br> im Netz<sup>2</sup>"
    )
    assert draft.left_out[0].excerpt == "javascript:alert(1)"


def test_soft_hyphens_go_and_accents_join_their_letters():
    runs = [Run("Ver\u00adwaltung a"), Run("\u0308ndert", frozenset({"em"})), Run(" „so“ – …")]

    assert only(Para(runs)).text == "Verwaltung ändert „so“ – …"


def test_markup_in_a_text_is_text():
    block = only(para("<script>alert(1)</script> & <b>fett</b>"))

    assert block.sentences[0].html == (
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;fett&lt;/b&gt;"
    )


# Lists


def test_lists_nest_without_holes_and_keep_their_numbers():
    assert items_of(
        item("eins", 1, "2.3"),
        item("tiefer", 4, "a)"),
        item("zwei", 1, "2.4"),
        para("Text."),
        item("neu", 2, "\uf0b7"),
    ) == [
        (0, "2.3", "eins"),
        (1, "a)", "tiefer"),
        (0, "2.4", "zwei"),
        (0, "", "Text."),
        (0, "–", "neu"),
    ]


def test_what_goes_on_within_an_item_is_a_paragraph_in_it():
    found = blocks(read(item("eins"), para("weiter", depth=0), item("zwei")))

    assert [(one.kind, one.depth) for one in found] == [
        (BlockKind.ITEM, 0),
        (BlockKind.PARAGRAPH, 1),
        (BlockKind.ITEM, 0),
    ]


@pytest.mark.parametrize(
    ("typed", "marker"),
    [
        ("– Spielplätze", "–"),
        ("•\tSpielplätze", "–"),
        ("a) Spielplätze", "a)"),
        ("(2) Spielplätze", "(2)"),
        ("iv) Spielplätze", "iv)"),
    ],
)
def test_text_typed_as_an_item_is_one(typed, marker):
    assert items_of(para(typed)) == [(0, marker, "Spielplätze")]


def test_typed_numbers_are_a_list_where_another_stands_beside_them():
    assert items_of(para("1. Bauen"), para("– sofort"), para("2. Mieten")) == [
        (0, "1.", "Bauen"),
        (1, "–", "sofort"),
        (0, "2.", "Mieten"),
    ]


def test_a_date_begins_no_list():
    assert items_of(para("3. Oktober ist ein Feiertag."), TEXT)[0] == (
        0,
        "",
        "3. Oktober ist ein Feiertag.",
    )


def test_lines_of_a_paragraph_that_are_items_become_some():
    assert items_of(para("Wir bauen:\n– Wege\n– Plätze\nund Bänke")) == [
        (0, "", "Wir bauen:"),
        (0, "–", "Wege"),
        (0, "–", "Plätze und Bänke"),
    ]


def test_a_line_within_brackets_begins_no_item():
    assert items_of(para("Die Regel (Stufe\na) oder b) gilt."))[0][1] == ""


# Tables and boxes


def test_a_table_keeps_its_head_its_caption_and_reaching_cells():
    head = [Cell([para(name)], is_head=True) for name in ("Jahr", "Zahl")]
    table = grid(
        head,
        [Cell([para("2020")], down=2), "7"],
        ["8"],
        [Cell([para("alle")], across=2)],
        caption=para("Zahlen"),
    )
    block = only(table)

    assert block.head_html == (
        '<caption>Zahlen</caption><thead><tr><th scope="col">Jahr</th>'
        '<th scope="col">Zahl</th></tr></thead>'
    )
    assert [sentence.html for sentence in block.sentences] == [
        '<th scope="row" rowspan="2">2020</th><td>7</td>',
        "<td>8</td>",
        '<td colspan="2">alle</td>',
    ]
    assert block.sentences[0].text == "2020 | 7"


def test_a_bold_first_row_is_the_head_and_empty_rows_are_dropped():
    table = grid(
        [Cell([bold("Jahr")]), Cell([bold("Zahl")])],
        ["", ""],
        [Cell([para("2020")], down=3), "7"],
        [""],
        ["8"],
    )
    block = only(table)

    assert "<thead>" in block.head_html
    assert [sentence.html for sentence in block.sentences] == [
        '<th scope="row" rowspan="2">2020</th><td>7</td>',
        "<td>8</td>",
    ]


UNDERSTOOD = "Erste Zeile als Tabellenkopf verstanden."
LONG = "Kurse in allen Stadtteilen ausbauen"


def in_bold(*words: str) -> list[Cell]:
    return [Cell([bold(word)]) for word in words]


def on(ground: str, *words: str) -> list[Cell]:
    return [Cell([para(word)], fill=ground) for word in words]


@pytest.mark.parametrize(
    "rows",
    [
        [["Ort", "Wohnungen"], ["Post", "20"], ["Hafen", "10 im Jahr"]],
        [["Maßnahme", "Amt"], [LONG, "Jugendamt"], [f"{LONG} und fördern", "Amt"]],
        [["Ort", "Frist"], ["Post", ""], ["Hafen", "Mai 2016"], ["Markt", "2017"]],
        [in_bold("Ort", "Amt"), in_bold("Alle Orte", "Bauamt"), ["Hafen", "Jugendamt"]],
        [on("#dddddd", "Ort", "Amt"), on("#eeeeee", "A", "B"), on("#eeeeee", "C", "D")],
    ],
    ids=["figures below", "longer below", "figures and gaps", "bold", "another ground"],
)
def test_a_first_row_that_names_the_columns_is_the_head_and_that_is_doubted(rows):
    block = only(grid(*rows))

    assert block.head_html.startswith('<thead><tr><th scope="col">')
    assert len(block.sentences) == len(rows) - 1
    assert block.doubt == UNDERSTOOD


@pytest.mark.parametrize(
    "rows",
    [
        [["Ort", "Wohnungen"], ["Post", "20"]],
        [["Ort", "Amt"], ["Post", "Bauamt"], ["Hafen", "Hafenamt"]],
        [["Ort", "Stand 2015"], ["Post", "20"], ["Hafen", "10"]],
        [["Miete", "in €"], ["Post", "20"], ["Hafen", "10"]],
        [["", "Wohnungen"], ["Post", "20"], ["Hafen", "10"]],
        [["Ort", "W" * 41], ["Post", "20"], ["Hafen", "10"]],
        [["Ort", "Amt"], ["Post", "20"], ["Hafen", "zehn"]],
        [["Ort"], ["20"], ["10"]],
        [[Cell([para("Orte")], across=2), "Zahl"], ["A", "B", "20"], ["C", "D", "10"]],
        [["Ort", "Zahl"], [Cell([para("Post")], is_head=True), "20"], ["Hafen", "10"]],
    ],
    ids=[
        "two rows",
        "all alike",
        "a figure",
        "an amount",
        "a gap",
        "too long",
        "only some figures",
        "one column",
        "a cell over two",
        "a marked cell",
    ],
)
def test_other_first_rows_stay_rows_without_a_doubt(rows):
    read_blocks = blocks(read(grid(*rows)))

    assert not any("<thead>" in block.head_html or block.doubt for block in read_blocks)


def test_of_a_drawn_table_no_head_is_understood_from_its_words():
    rows = [["Ort", "Wohnungen"], ["Post", "20"], ["Hafen", "10"]]
    block = only(grid(*rows, is_drawn=True, doubt="Erraten."))

    assert (block.head_html, len(block.sentences), block.doubt) == ("", 3, "Erraten.")


def test_a_cell_with_several_paragraphs_keeps_their_lines_and_signs():
    cell = Cell([para("Ziele"), item("bauen"), item("mieten", marker="2.")])

    assert only(grid([cell, "x"])).sentences[0].html == (
        '<th scope="row">Ziele<br> – bauen<br> 2. mieten</th><td>x</td>'
    )


def test_a_table_of_one_cell_is_a_box_around_text():
    assert items_of(grid([Cell([para("Ein Kasten."), item("mit Punkt")])])) == [
        (0, "", "Ein Kasten."),
        (0, "–", "mit Punkt"),
    ]


def test_a_column_with_a_head_is_a_table():
    assert only(grid([Cell([para("Orte")], is_head=True)], ["Mitte"])).kind is BlockKind.TABLE


def test_bold_lines_in_a_box_head_nothing_outside_of_it_but_a_bar_alone_does():
    box = Grid([[Cell([bold("Beispiel"), para("Ein Kurs beginnt im Mai.")])]])
    bar = Grid([[Cell([bold("Wohnen")], fill="#ffe699")]])
    draft = read(bar, TEXT, box, TEXT)

    assert outline(draft) == [(1, "Wohnen")]
    assert draft.sections[0].fill == "#ffe699"


def test_a_table_without_words_leaves_no_trace():
    assert blocks(read(grid(["", ""], ["", ""]), TEXT))[0].kind is BlockKind.PARAGRAPH
