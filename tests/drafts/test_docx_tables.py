"""Tables of a Word file: merged cells, heads, tables in tables, boxes, captions."""

from app.drafts.readers.flow import Grid, Image, Para
from tests.drafts.word_files import cells, field, p, r, read, style

GRID = '<w:tblPr><w:tblLook w:val="0020"/></w:tblPr>'


def tc(text: str, properties: str = "") -> str:
    inner = text if text.startswith("<") else p(text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*inner: str, properties: str = "") -> str:
    cells_ = "".join(one if one.startswith("<") else tc(one) for one in inner)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells_}</w:tr>"


def tbl(*rows: str, properties: str = "") -> str:
    return f"<w:tbl>{properties}{''.join(rows)}</w:tbl>"


def grid(body: str, **parts: str) -> Grid:
    (found,) = read(body, **parts).items
    assert isinstance(found, Grid)
    return found


def bold(text: str) -> str:
    return tc(p(r(text, "<w:b/>")))


def kinds(body: str, **parts: str) -> list[str]:
    return [
        item.text if isinstance(item, Para) else type(item).__name__
        for item in read(body, **parts).items
    ]


def test_rows_and_cells_stand_as_they_are():
    table = grid(tbl(tr("Maßnahme", "Amt"), tr("Kurse", tc(p("VHS") + p() + p("Amt 50")))))

    assert cells(table) == [["Maßnahme", "Amt"], ["Kurse", "VHS / Amt 50"]]


def test_merged_cells_reach_over_the_others_and_those_do_not_appear():
    begin, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = grid(
        tbl(
            tr(tc("Kopf", '<w:gridSpan w:val="3"/>')),
            tr(tc("A", begin + '<w:gridSpan w:val="2"/>'), "B"),
            tr(tc("", goes_on + '<w:gridSpan w:val="2"/>'), "C"),
            tr("D", "E", tc("F", begin)),
            tr("G", "H", tc("", goes_on)),
            tr(tc("I", goes_on), "J", "K"),
        )
    )

    assert cells(table) == [
        ["Kopf→3"],
        ["A→2↓2", "B"],
        ["C"],
        ["D", "E", "F↓2"],
        ["G", "H"],
        ["I", "J", "K"],
    ]


def test_a_row_that_others_cover_stays_empty_so_that_the_reach_is_true():
    begin, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = grid(tbl(tr(tc("A", begin), tc("B", begin)), tr(tc("", goes_on), tc("", goes_on))))

    assert cells(table) == [["A↓2", "B↓2"], []]


def test_old_merging_from_the_left_is_understood():
    row = tr(tc("A", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "B")

    assert cells(grid(tbl(row))) == [["A→2", "B"]]


def test_text_in_covered_cells_is_not_lost():
    row = tr(tc("A", '<w:hMerge w:val="restart"/>'), tc("versteckt", "<w:hMerge/>"), "B")

    assert read(tbl(row)).left_out == [("Text in verdeckten Zellen", "versteckt")]


def test_a_row_may_begin_further_right():
    table = grid(tbl(tr("A", "B"), tr("C", properties='<w:gridBefore w:val="1"/>')))

    assert cells(table) == [["A", "B"], ["", "C"]]


def test_absurd_widths_are_bounded():
    table = grid(tbl(tr(tc("A", '<w:gridSpan w:val="999999"/>'), "B")))

    assert cells(table) == [["A→63", "B"]]


def heads(table: Grid) -> list[bool]:
    return [all(cell.is_head for cell in row) for row in table.rows]


def test_rows_repeated_on_every_page_are_heads_and_only_from_the_top():
    head = "<w:tblHeader/>"
    rows = (tr("A", "B", properties=head), tr("C", "D"), tr("E", "F", properties=head))

    assert heads(grid(tbl(*rows))) == [True, False, False]


def test_a_bold_first_row_that_the_table_sets_apart_is_a_head():
    rows = (tr(bold("Maßnahme"), bold("Amt")), tr("Kurse", "VHS"))

    assert heads(grid(tbl(*rows, properties=GRID))) == [True, False]
    assert heads(grid(tbl(*rows))) == [False, False]
    assert heads(grid(tbl(tr("A", "B"), tr("C", "D"), properties=GRID))) == [False, False]


def test_the_style_of_the_table_may_make_the_first_row_bold():
    bold_first = '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
    styles = style("Raster", bold_first, kind="table")
    look = '<w:tblPr><w:tblStyle w:val="Raster"/><w:tblLook w:firstRow="1"/></w:tblPr>'

    assert heads(grid(tbl(tr("A", "B"), tr("C", "D"), properties=look), styles=styles)) == [
        True,
        False,
    ]


def test_deleted_rows_and_cells_are_left_out():
    flow = read(
        tbl(
            tr("A", tc("weg", "<w:cellDel/>")),
            tr("nie", "mehr", properties="<w:del/>"),
            tr("B", "C"),
        )
    )
    (table,) = flow.items

    assert isinstance(table, Grid)
    assert cells(table) == [["A", ""], ["B", "C"]]
    assert {text for _why, text in flow.left_out} == {"weg", "nie", "mehr"}


def test_rows_and_cells_within_controls_are_found():
    wrapped = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    table = grid(tbl(wrapped.format(tr("A", wrapped.format(tc("B"))))))

    assert cells(table) == [["A", "B"]]


def test_a_table_in_a_cell_beside_others_gives_its_text_to_the_cell():
    inner = tbl(tr("a", "b"), tr("c", "d")) + p("danach")

    assert cells(grid(tbl(tr("A", tc(p("davor") + inner))))) == [
        ["A", "davor / a / b / c / d / danach"]
    ]


def test_a_table_in_a_box_stands_in_the_place_of_the_box():
    inner = p("davor") + tbl(tr("a", "b")) + p("danach")

    found = read(tbl(tr(tc(inner, '<w:shd w:fill="FFE699"/>')))).items

    assert [cells(item) for item in found if isinstance(item, Grid)] == [
        [["davor"]],
        [["a", "b"]],
        [["danach"]],
    ]
    assert [item.rows[0][0].fill for item in found if isinstance(item, Grid)] == [
        "#ffe699",
        "",
        "#ffe699",
    ]


def test_a_table_of_one_column_stays_one():
    assert cells(grid(tbl(tr("A"), tr("B")))) == [["A"], ["B"]]


def test_lists_go_on_counting_through_cells():
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    item = p("A", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    table = grid(tbl(tr(tc(item), tc(item))), numbering=numbering)

    assert [cell.paras[0].marker for cell in table.rows[0]] == ["1.", "2."]
    assert [cell.paras[0].depth for cell in table.rows[0]] == [0, 0]


# Captions

CAPTION = style("caption")
PICTURE = "<w:p><w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r></w:p>"


def captions(body: str, **parts: str) -> list[str]:
    return [
        f"{type(item).__name__}: {item.caption.text if item.caption else '-'}"
        for item in read(body, **parts).items
        if not isinstance(item, Para)
    ]


def test_a_caption_goes_to_the_table_below_it_or_the_picture_above_it():
    table = tbl(tr("A", "B"))
    body = p("Tabelle 1: Ämter", style="caption") + table + PICTURE
    body += p("Abbildung 1: Plan", style="caption") + table

    assert captions(body, styles=CAPTION) == [
        "Grid: Tabelle 1: Ämter",
        "Image: Abbildung 1: Plan",
        "Grid: -",
    ]
    assert kinds(body, styles=CAPTION) == ["Grid", "Image", "Grid"]


def test_a_caption_below_a_table_belongs_to_it_too():
    body = tbl(tr("A", "B")) + p("Beschriftet", style="Beschriftung") + p("Text")

    assert captions(body) == ["Grid: Beschriftet"]


def test_a_number_of_a_series_makes_a_caption_without_a_style():
    body = PICTURE + p(r("Bild ") + field("SEQ Bild", r("1")) + r(": Plan"))

    assert captions(body) == ["Image: Bild 1: Plan"]


def test_a_caption_with_nothing_beside_it_stays_a_paragraph():
    assert kinds(p("A") + p("Einsam", style="caption") + p("B"), styles=CAPTION) == [
        "A",
        "Einsam",
        "B",
    ]


def test_a_picture_and_its_caption_in_a_frame_of_one_cell_find_each_other():
    body = tbl(tr(tc(PICTURE + p("Abbildung 2", style="caption"))))

    assert captions(body, styles=CAPTION) == ["Image: Abbildung 2"]


def test_pictures_in_a_wider_table_follow_it():
    found = read(tbl(tr(tc(PICTURE + p("links")), "rechts"))).items

    assert [type(item) for item in found] == [Grid, Image]
