"""Tables of notes for tests, made here: good ones by xlsxwriter, hostile ones byte by byte."""

import io
import zipfile
from datetime import datetime

import xlsxwriter

HEADS = ["Nr.", "Fundstelle", "Art", "Kommentar", "Wortlaut", "Name", "Einverständnis", "Eingang"]
HEADS += ["Weg", "Dafür", "Dagegen", "Status", "Antwort", "Antwort auf"]
DAY = datetime(2016, 10, 12)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


def row(number: int, text: str = "", at: str = "HF1 1.1", **more: object) -> list[object]:
    """A row under HEADS that can be taken over as it is."""
    says = {"Nr.": number, "Fundstelle": at, "Kommentar": text or f"Bitte mehr davon, {number}."}
    says |= {"Eingang": DAY, "Weg": "Brief", **more}
    return [says.get(head, "") for head in HEADS]


def workbook(rows: list[list[object]], change=lambda book, sheet: None) -> bytes:
    """An XLSX file with HEADS and these rows; `change` may do more to it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet = book.add_worksheet("Liste")
        for line, cells in enumerate([HEADS, *rows]):
            for column, value in enumerate(cells):
                if isinstance(value, datetime):
                    sheet.write_datetime(line, column, value, day)
                elif value != "":
                    sheet.write(line, column, value)
        change(book, sheet)
    return file.getvalue()


def raw(sheet: str, **members: str) -> bytes:
    """An XLSX file out of this XML of its one sheet; further members by their names, "__" for a
    slash and "_" for a dot."""
    file = io.BytesIO()
    book = f'<workbook {MAIN} {OFFICE}><sheets><sheet name="A" r:id="r1"/></sheets></workbook>'
    parts = {
        "[Content_Types].xml": TYPES.format(""),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="r1" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    more = {name.replace("__", "/").replace("_", "."): text for name, text in members.items()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (parts | more).items():
            archive.writestr(name, text)
    return file.getvalue()


def cells(inner: str) -> str:
    """A sheet's XML around its rows."""
    return f"<worksheet {MAIN}><sheetData>{inner}</sheetData></worksheet>"


ENTITY = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + cells(
    '<row><c t="inlineStr"><is><t>&b;</t></is></c></row>'
)
