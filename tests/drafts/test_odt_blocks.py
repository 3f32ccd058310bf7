"""ODT: tables, pictures, notes, and what is left out or marked."""

from app.drafts.readers.flow import Run
from tests.drafts.odt_files import (
    grid,
    image,
    letters,
    only,
    paras,
    read,
    shaded,
    style,
    styles,
)

PNG = b"\x89PNG made up"


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def table(*rows: str, more: str = "") -> str:
    return f"<table:table {more}>{''.join(rows)}</table:table>"


def frame(inside: str, more: str = "") -> str:
    return f'<draw:frame draw:name="Bild 1" {more}>{inside}</draw:frame>'


# --- tables ---


def test_header_rows_and_cells_over_several_columns_and_rows_are_kept():
    head = (
        f"<table:table-header-rows>{row(cell('Maßnahme'), cell('Amt'))}</table:table-header-rows>"
    )
    body = table(
        head,
        row(cell("Kurse", 'table:number-rows-spanned="2"'), cell("33")),
        row("<table:covered-table-cell/>", cell("51")),
        row(cell("beide", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>"),
    )
    rows = grid(read(body)).rows
    assert [[c.paras[0].text for c in r] for r in rows] == [
        ["Maßnahme", "Amt"], ["Kurse", "33"], ["51"], ["beide"],
    ]  # fmt: skip
    assert [c.is_head for r in rows for c in r] == [True, True, False, False, False, False]
    assert (rows[1][0].down, rows[3][0].across) == (2, 2)


def test_cells_are_shaded_by_cell_row_column_or_table():
    automatic = (
        style("Z", "table-cell", shaded("table-cell", "#ffe699"))
        + style("R", "table-row", shaded("table-row", "#c6e0b4"))
        + style("T", "table", shaded("table", "#bdd7ee"))
    )
    body = table(
        '<table:table-column/><table:table-column table:default-cell-style-name="Z"/>',
        row(cell("a"), cell("b")),
        f'<table:table-row table:style-name="R">{cell("c")}</table:table-row>',
        more='table:style-name="T"',
    )
    rows = grid(read(body, automatic)).rows
    assert [[c.fill for c in r] for r in rows] == [["#bdd7ee", "#ffe699"], ["#c6e0b4"]]


def test_a_million_repeated_rows_stay_a_page():
    many = row(cell("x", 'table:number-columns-repeated="1000000"')).replace(
        "<table:table-row", '<table:table-row table:number-rows-repeated="1000000"'
    )
    rows = grid(read(table(many))).rows
    assert len(rows) <= 100
    assert len(rows[0]) <= 100


def test_a_caption_goes_to_its_table():
    named = style("Caption", "paragraph") + style("Tabelle", "paragraph", parent="Caption")
    body = '<text:p text:style-name="Tabelle">Tabelle 1: Kurse</text:p>' + table(row(cell("a")))
    flow = read(body, styles=styles(named))
    assert grid(flow).caption.text == "Tabelle 1: Kurse"
    assert paras(flow) == []


def test_a_list_in_a_cell_keeps_its_labels_and_a_table_in_a_cell_its_words():
    inner = table(row(cell("innen"), cell("auch")))
    body = table(
        row(
            "<table:table-cell><text:list><text:list-item><text:p>Punkt</text:p></text:list-item>"
            f"</text:list></table:table-cell><table:table-cell>{inner}</table:table-cell>"
        )
    )
    left, right = grid(read(body)).rows[0]
    assert left.paras[0].depth == 0
    assert [para.text for para in right.paras] == ["innen", "auch"]


def test_a_box_around_a_table_is_taken_off_and_leaves_its_colour():
    automatic = style("Z", "table-cell", shaded("table-cell", "#ffe699"))
    inside = f"<text:p>Feld</text:p>{table(row(cell('a'), cell('b')))}"
    box = f'<table:table-cell table:style-name="Z">{inside}</table:table-cell>'
    flow = read(table(row(box)), automatic)
    assert only(flow).fill == "#ffe699"
    assert len(grid(flow).rows[0]) == 2


# --- pictures and boxes ---


def test_a_picture_comes_with_its_bytes_and_its_words():
    inside = (
        '<draw:image xlink:href="Pictures/1.png"/><svg:title>Karte</svg:title>'
        "<svg:desc>Die Stadtteile</svg:desc>"
    )
    flow = read(f"<text:p>Davor{frame(inside)}</text:p>", **{"Pictures/1.png": PNG})
    assert [type(item).__name__ for item in flow.items] == ["Para", "Image"]
    assert (image(flow).data, image(flow).alt) == (PNG, "Karte. Die Stadtteile")


def test_a_linked_picture_is_not_fetched():
    linked = frame('<draw:image xlink:href="http://example.org/x.png"/>')
    assert image(read(f"<text:p>{linked}</text:p>")).data == b""


def test_a_box_of_picture_and_words_is_a_picture_with_caption():
    picture = frame('<draw:image xlink:href="Pictures/1.png"/>')
    box = f"<draw:text-box><text:p>{picture}Abbildung 1: Karte</text:p></draw:text-box>"
    flow = read(f"<text:p>{frame(box)}</text:p>", **{"Pictures/1.png": PNG})
    assert image(flow).caption.text == "Abbildung 1: Karte"


def test_the_words_of_boxes_shapes_and_groups_are_read_with_the_shading_of_the_box():
    automatic = style(
        "F", "graphic", '<style:graphic-properties draw:fill="solid" draw:fill-color="#ffe699"/>'
    )
    box = "<draw:text-box><text:p>im Kasten</text:p></draw:text-box>"
    shape = "<draw:g><draw:custom-shape><text:p>in der Form</text:p></draw:custom-shape></draw:g>"
    body = "<text:p>Text" + frame(box, 'draw:style-name="F"') + shape + "</text:p>"
    found = paras(read(body, automatic))
    assert [(para.text, para.fill) for para in found] == [
        ("Text", ""), ("im Kasten", "#ffe699"), ("in der Form", ""),
    ]  # fmt: skip


# --- notes ---


def note(label: str, text: str, kind: str = "footnote") -> str:
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{label}</text:note-citation>'
        f"<text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
    )


def test_notes_are_called_by_their_label_and_no_label_comes_twice():
    flow = read(f"<text:p>eins{note('1', 'unten')} zwei{note('1', 'am Ende', 'endnote')}</text:p>")
    assert [run.note for run in only(flow).runs if run.note] == ["1", "1 (2)"]
    assert [(n.label, n.paras[0].text) for n in flow.notes] == [
        ("1", "unten"),
        ("1 (2)", "am Ende"),
    ]
    assert only(flow).text == "eins zwei"


# --- what is left out, contents, running heads ---


def test_deleted_words_are_left_out_and_inserted_ones_stay():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
        "<dc:creator>Niemand</dc:creator></office:change-info><text:p>alt und weg</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Es bleibt <text:change/><text:change-start/>neu<text:change-end/></text:p>"
    )
    flow = read(body)
    assert only(flow).text == "Es bleibt neu"
    assert flow.left_out == [("Gelöschter Text aus der Änderungsverfolgung", "alt und weg")]


def test_comments_of_the_file_are_left_out_without_their_author():
    body = (
        "<text:p>Text<office:annotation><dc:creator>Niemand</dc:creator><text:p>Prüfen</text:p>"
        "</office:annotation><office:annotation-end/> weiter</text:p>"
    )
    flow = read(body)
    assert only(flow).text == "Text weiter"
    assert flow.left_out == [("Kommentare in der Datei", "Prüfen")]


def test_hidden_words_are_left_out_and_named():
    automatic = style("H", "text", letters(display="none"))
    body = (
        '<text:p>offen<text:span text:style-name="H"> geheim</text:span></text:p>'
        '<text:section text:display="none"><text:p>versteckt</text:p></text:section>'
        "<text:p><text:hidden-paragraph text:is-hidden='true'/>auch</text:p>"
        '<text:p>A<text:hidden-text text:string-value="nie" text:is-hidden="true"/></text:p>'
    )
    flow = read(body, automatic)
    assert [para.text for para in paras(flow)] == ["offen", "A"]
    assert {text for _why, text in flow.left_out} == {"geheim", "versteckt", "auch", "nie"}


def test_tables_of_contents_are_marked_and_a_bibliography_is_not():
    body = (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>Vorlage"
        "</text:index-title-template></text:table-of-content-source><text:index-body>"
        "<text:index-title><text:p>Inhalt</text:p></text:index-title>"
        "<text:p>Sprache<text:tab/>3</text:p></text:index-body></text:table-of-content>"
        "<text:bibliography><text:index-body><text:p>Amt 33: Bericht</text:p></text:index-body>"
        "</text:bibliography>"
    )
    assert [(para.text, para.is_contents) for para in paras(read(body))] == [
        ("Inhalt", True), ("Sprache\t3", True), ("Amt 33: Bericht", False),
    ]  # fmt: skip


def page(name: str, head: str, foot: str, following: str = "") -> str:
    return (
        f'<style:master-page style:name="{name}" style:next-style-name="{following}">'
        f"<style:header><text:p>{head}</text:p></style:header>"
        f"<style:footer><text:p>{foot}</text:p></style:footer></style:master-page>"
    )


def test_heads_and_feet_of_the_pages_in_use_come_once_and_are_marked():
    pages = (
        page("Standard", "Entwurf", "Seite 1", "Folge") + page("Folge", "Entwurf", "Stand 2026")
        + page("Brief", "Nie benutzt", "")
    )  # fmt: skip
    flow = read("<text:p>Text</text:p>", styles=styles(pages=pages))
    running = [para.text for para in paras(flow) if para.is_running]
    assert sorted(running) == ["Entwurf", "Seite 1", "Stand 2026"]


def test_a_style_may_bring_a_page_into_use():
    named = style("Anhang", "paragraph", master="Quer")
    pages = page("Standard", "vorn", "") + page("Quer", "Anhang", "")
    flow = read('<text:p text:style-name="Anhang">Text</text:p>', styles=styles(named, pages=pages))
    assert "Anhang" in [para.text for para in paras(flow) if para.is_running]


def test_quotations_are_told_by_their_style():
    named = style("Quotations", "paragraph") + style("Z", "paragraph", parent="Quotations")
    assert only(read('<text:p text:style-name="Z">a</text:p>', styles=styles(named))).is_quote


def test_the_title_comes_from_the_properties():
    meta = '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> Unser  Konzept</dc:title></m>'
    flow = read("<text:p>a</text:p>", **{"meta.xml": meta})
    assert flow.title == "Unser Konzept"
    assert flow.items[0].runs == [Run("a")]
