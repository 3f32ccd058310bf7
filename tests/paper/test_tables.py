"""Tables as programs write them are read; what is none, or made to do harm, is refused."""

import io
import time
import zipfile

import pytest

from app.drafts.readers.refusals import Unreadable
from app.paper.columns import guess, head_of
from app.paper.readers.table_child import read_table
from app.paper.readers.tables import read_grid
from app.paper.template import template_file
from tests.paper.tables import DAY, ENTITY, HEADS, MAIN, TYPES, cells, raw, row, workbook

LINES = "Nr;Fundstelle;Text\r\n1;HF1 1.1;Größere Räume, „bitte“\r\n\r\n2;HF2;Zeile\neins\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_csv_with_any_usual_sign_and_letters(encoding, sign):
    quoted = LINES.replace("Größere Räume, „bitte“", '"Größere Räume, „bitte“"')
    quoted = quoted.replace("Zeile\neins", '"Zeile\neins"').replace(";", sign)
    grid = read_table("liste.csv", quoted.encode(encoding))
    assert [(one.number, one.cells) for one in grid.rows] == [
        (1, ["Nr", "Fundstelle", "Text"]),
        (2, ["1", "HF1 1.1", "Größere Räume, „bitte“"]),
        (4, ["2", "HF2", "Zeile\neins"]),
    ]


def test_a_workbook_gives_texts_numbers_days_saved_values_and_merged_cells():
    def change(book, sheet):
        book.get_worksheet_by_name("Liste").write_formula("D3", '="a"&"b"', None, "ab gespeichert")
        sheet.write_formula("D4", '="nie gerechnet"', None, "")
        sheet.write_formula("J4", "=1/0", None, "#DIV/0!")
        sheet.merge_range("F2:F4", "Nora Wendt")
        sheet.write_rich_string("D2", "Mehr ", book.add_format({"bold": True}), "Licht")
        book.add_worksheet("Leer").hide()

    grid = read_table("liste.xlsx", workbook([row(1), row(2), row(3)], change))
    head, one, two, three = grid.rows
    assert head.cells == HEADS
    assert one.cells[:9] == [
        "1",
        "HF1 1.1",
        "",
        "Mehr Licht",
        "",
        "Nora Wendt",
        "",
        "2016-10-12",
        "Brief",
    ]
    assert (two.cells[3], two.cells[5], three.cells[5]) == (
        "ab gespeichert",
        "Nora Wendt",
        "Nora Wendt",
    )
    assert grid.odd == {"D4": "formula", "J4": "error", "F3": "merged", "F4": "merged"}


def test_a_sign_that_no_table_is_parted_by_is_not_believed():
    for sign in (b'"', b"\r", b"a", b""):
        grid = read_table("x.csv", b"sep=" + sign + b"\nText;Stelle\nEin Satz;HF1\n")
        assert [row.cells for row in grid.rows[-2:]] == [["Text", "Stelle"], ["Ein Satz", "HF1"]]


def test_the_head_is_found_below_a_title_and_understood_in_two_languages():
    grid = read_table("x.csv", b"Liste vom Treffen\n\nid,comment-body,agrees,moderated\n1,Ja,3,1\n")
    head = head_of(grid)
    assert (head.number, guess(head.cells)) == (
        3,
        {"id": 0, "text": 1, "agrees": 2, "moderation": 3},
    )
    assert guess([" NUMMER ", "E-Mail", "Eingegangen am:", "Name (öffentlich)"]) == {
        "id": 0,
        "contact": 1,
        "date": 2,
        "shows_name": 3,
    }
    ours = read_table("vorlage.xlsx", template_file("Ankommen"))
    assert len(guess(head_of(ours).cells)) == len(ours.rows[0].cells) == 16


def bomb() -> bytes:
    return raw(cells("<row><c><v>" + "1" * 41_000_000 + "</v></c></row>"))


def wide() -> str:
    return cells(f'<row r="1">{"".join("<c><v>1</v></c>" for _n in range(100_000))}</row>')


def macros() -> bytes:
    types = TYPES.format('<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled"/>')
    with zipfile.ZipFile(file := io.BytesIO(), "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


SHARED = f"<sst {MAIN}><si><t>{'x' * 30_000}</t></si></sst>"
OFTEN = cells("".join(f"<row>{'<c t=_s_><v>0</v></c>' * 90}</row>" for _n in range(15)))
HOSTILE = {
    "one long text in every cell": (
        lambda: raw(OFTEN.replace("_s_", '"s"'), xl__sharedStrings_xml=SHARED),
        "mehr Text",
    ),
    "a bomb": (bomb, "größer als 40 MB"),
    "entities": (lambda: raw(ENTITY), "DTD"),
    "100,000 columns": (lambda: raw(wide()), "mehr als 100 Spalten"),
    "100,000 columns of CSV": (lambda: b";".join([b"x"] * 100_000), "mehr als 100 Spalten"),
    "macros": (macros, "Makros"),
    "macros under a plain type": (
        lambda: raw(cells(""), xl__vbaProject_bin="x"),
        "Makros",
    ),
    "a far column": (
        lambda: raw(cells('<row r="1"><c r="XFDZZZ1"><v>1</v></c></row>')),
        "mehr als 100 Spalten",
    ),
    "a broken archive": (lambda: b"PK\x03\x04kaputt", "kein ZIP-Archiv"),
    "another archive": (
        lambda: raw(cells("")).replace(b"xl/workbook.xml", b"xl/wirkbook.xml"),
        "keine Tabelle",
    ),
    "an old or locked one": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\0" * 600, "Kennwort"),
    "a PDF named like a table": (lambda: b"%PDF-1.7\n1 0 obj", "keine Tabelle"),
    "a page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "keine Tabelle"),
    "a page in wide letters": (lambda: "<html><td>a; b</td>".encode("utf-16"), "keine Tabelle"),
    "a mail with a page": (lambda: b"MIME-Version: 1.0\n\n<table><td>a;b", "keine Tabelle"),
    "a page under a line": (lambda: b"Stand: heute\n<html><td>a;b\n" * 9, "keine Tabelle"),
    "the second half of a workbook": (lambda: workbook([row(1)])[3000:], "keine Tabelle"),
    "a letter": (lambda: b"Guten Tag;\nanbei die Liste;\n" * 9, "keine Excel-Tabelle"),
    "bytes": (lambda: bytes(range(256)) * 20, "keine Tabelle"),
    "blanks": (lambda: b"  \n \n", "leer"),
    "an empty table": (lambda: raw(cells("")), "steht nichts"),
    "too many rows": (lambda: b"a;b\n" * 20_001, "mehr als 20000 Zeilen"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_table_or_made_to_do_harm_is_refused_in_one_sentence_and_soon(name):
    make, sentence = HOSTILE[name]
    data, begun = make(), time.process_time()
    with pytest.raises(Unreadable) as refused:
        read_table("liste.xlsx", data)
    assert sentence in refused.value.reason
    assert time.process_time() - begun < 10


def test_a_workbook_is_read_by_a_process_of_its_own_and_a_huge_one_by_none():
    grid = read_grid("liste.xlsx", workbook([row(1)]))
    assert grid.rows[1].cells[7] == DAY.date().isoformat()
    with pytest.raises(Unreadable, match="größer als 10 MB"):
        read_grid("riesig.csv", b"a;b\n" * 3_000_000)
