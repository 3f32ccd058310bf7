"""PDF: shading, tables, footnotes, pictures."""

from pathlib import Path

import pytest
from PIL import Image as Raster

from tests.drafts.pdf_files import cells, grid, images, paras, read, texts
from tests.drafts.test_pdf import LONG, OTHER

# --- shading ---


def test_a_coloured_area_behind_a_paragraph_is_its_shading():
    flow = read(
        f'{OTHER}\n\n#block(fill: rgb("#ffe699"), inset: 4pt, width: 100%)[{LONG}]\n\n{OTHER}'
    )
    assert [para.fill for para in paras(flow)] == ["", "#ffe699", ""]


def test_a_coloured_area_behind_some_words_is_theirs():
    (para,) = paras(read(f'Nur #highlight(fill: rgb("#ffff00"))[diese drei Wörter] gelten. {LONG}'))
    assert para.fill == ""
    assert [run.text.strip() for run in para.runs if run.fill == "#ffff00"] == ["diese drei Wörter"]


@pytest.mark.parametrize("colour", ["white", "black"])
def test_white_and_black_areas_are_no_shading(colour: str):
    flow = read(f"#block(fill: {colour}, inset: 4pt)[#text(fill: gray)[{LONG}]]")
    assert paras(flow)[0].fill == ""


def test_a_white_area_hides_the_colour_below_it():
    flow = read(
        '#block(fill: rgb("#ffe699"), inset: 9pt)[#block(fill: white, inset: 3pt)'
        f"[{LONG}]]\n\n{OTHER}"
    )
    assert [para.fill for para in paras(flow)] == ["", ""]


# --- tables ---

TABLE = """
#table(columns: (3cm, 3cm, 3cm),
  table.header([*Maßnahme*], [*Amt*], [*Frist*]),
  [Sprachkurse für alle Menschen], [33], table.cell(fill: rgb("#c6e0b4"))[2026],
  table.cell(rowspan: 2)[Wohnen], [51], [2027], table.cell(colspan: 2)[beides])
"""


def test_ruled_tables_keep_rows_merged_cells_head_and_colours():
    found = grid(read(f"{LONG}\n{TABLE}\n{OTHER}"))
    assert cells(found) == [
        ["Maßnahme", "Amt", "Frist"], ["Sprachkurse für alle Menschen", "33", "2026"],
        ["Wohnen", "51", "2027"], ["beides"],
    ]  # fmt: skip
    assert [cell.is_head for cell in found.rows[0]] == [True] * 3
    assert found.rows[1][2].fill == "#c6e0b4"
    assert (found.rows[2][0].down, found.rows[3][0].across) == (2, 2)
    assert "Linien erraten" in found.doubt


def test_the_words_of_a_table_stand_nowhere_else():
    flow = read(f"{LONG}\n{TABLE}\n{OTHER}")
    assert texts(flow) == [LONG, OTHER]
    assert [type(item).__name__ for item in flow.items] == ["Para", "Grid", "Para"]


def test_a_table_over_two_pages_is_one_and_its_second_head_is_left_out():
    rows = ", ".join(f"[Maßnahme {number}], [Amt {number}]" for number in range(40))
    flow = read(f"#table(columns: 2, table.header([*Was*], [*Wer*]), {rows})")
    found = grid(flow)
    assert [row[0] for row in cells(found)] == ["Was", *(f"Maßnahme {n}" for n in range(40))]
    assert {why for why, _text in flow.left_out} == {"Wiederholte Kopfzeilen von Tabellen"}


def test_a_caption_goes_to_its_table():
    found = grid(read(f"{LONG}\n#figure({TABLE.strip().removeprefix('#')}, caption: [Kurse])"))
    assert found.caption is not None
    assert found.caption.text == "Tabelle 1: Kurse"


def test_lines_under_words_make_no_table():
    flow = read(f"#underline[{LONG}]\n\n#line(length: 100%)\n\n{OTHER}")
    assert texts(flow) == [LONG, OTHER]


# --- footnotes ---


def test_footnotes_are_called_where_they_stood():
    flow = read(
        f"Sprache#footnote[Amt 33, Bericht.] und {LONG}#footnote[Amt 51, S. 12.]\n\n{OTHER}"
    )
    assert [(note.label, note.paras[0].text) for note in flow.notes] == [
        ("1", "Amt 33, Bericht."), ("2", "Amt 51, S. 12."),
    ]  # fmt: skip
    assert [run.note for run in paras(flow)[0].runs if run.note] == ["1", "2"]
    assert texts(flow) == ["Sprache und " + LONG, OTHER]


def test_notes_counted_anew_on_each_page_get_labels_of_their_own():
    page = "{0}#footnote[Seite {0}.] und mehr.\n#counter(footnote).update(0)\n#pagebreak()\n"
    flow = read(page.format("eins") + page.format("zwei") + LONG)
    assert [(note.label, note.paras[0].text) for note in flow.notes] == [
        ("1", "Seite eins."), ("1 (2)", "Seite zwei."),
    ]  # fmt: skip
    called = [run.note for para in paras(flow) for run in para.runs if run.note]
    assert called == ["1", "1 (2)"]


def test_small_print_that_nobody_calls_stays_a_paragraph():
    flow = read(f"{LONG}\n#v(1fr)\n#text(8pt)[1 Diese Zeile ist klein, aber keine Fußnote.]")
    assert flow.notes == []
    assert texts(flow)[-1] == "1 Diese Zeile ist klein, aber keine Fußnote."


# --- pictures ---


def test_a_jpeg_comes_as_it_is_and_another_picture_as_the_page_shows_it(tmp_path: Path):
    Raster.new("RGB", (80, 60), "#336699").save(tmp_path / "a.jpg", quality=80)
    Raster.new("RGB", (80, 60), "#993366").save(tmp_path / "b.png")
    flow = read(
        f'{LONG}\n#image("a.jpg", width: 5cm, alt: "Blaue Fläche")\n{OTHER}\n'
        '#image("b.png", width: 5cm)',
        root=tmp_path,
        is_tagged=True,
    )
    jpeg, png = images(flow)
    assert jpeg.data == (tmp_path / "a.jpg").read_bytes()
    assert png.data.startswith(b"\x89PNG")
    assert jpeg.alt == "Blaue Fläche"
    assert [type(item).__name__ for item in flow.items] == ["Para", "Image", "Para", "Image"]


def test_ornaments_are_no_pictures(tmp_path: Path):
    Raster.new("RGB", (8, 6), "#336699").save(tmp_path / "a.png")
    assert images(read(f'#image("a.png", width: 3mm)\n{LONG}', root=tmp_path)) == []


def test_a_caption_goes_to_its_picture(tmp_path: Path):
    Raster.new("RGB", (80, 60), "#336699").save(tmp_path / "a.jpg")
    (image,) = images(
        read(f'{LONG}\n#figure(image("a.jpg", width: 5cm), caption: [Karte])', root=tmp_path)
    )
    assert image.caption is not None
    assert image.caption.text == "Abbildung 1: Karte"


def test_a_letterhead_of_lines_and_a_picture_is_marked_or_dropped_on_every_page(tmp_path: Path):
    Raster.new("RGB", (80, 60), "#336699").save(tmp_path / "a.png")
    head = '#table(columns: 3, [Stadt], [Amt 33], image("a.png", width: 2cm, height: 0.8cm))'
    flow = read(
        f"#set page(margin: (top: 40mm), header: [{head}])\n{LONG}\n#pagebreak()\n{OTHER}",
        root=tmp_path,
    )
    assert [para.text for para in flow.paras() if para.is_running] == ["Stadt Amt 33"] * 2
    assert texts(flow) == [LONG, OTHER]
    assert images(flow) == []


def test_a_scanned_page_among_others_is_kept_as_a_picture(tmp_path: Path):
    Raster.new("RGB", (148, 210), "#eeeeee").save(tmp_path / "scan.png")
    flow = read(
        f'{LONG}\n#page(margin: 0mm)[#image("scan.png", width: 100%, height: 100%)]\n{OTHER}',
        root=tmp_path,
    )
    assert [type(item).__name__ for item in flow.items] == ["Para", "Image", "Para"]
