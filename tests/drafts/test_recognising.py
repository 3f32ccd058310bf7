"""What a file is, its content decides; and what is not read says what to do."""

from pathlib import Path

import pytest

from app.drafts.readers import Unreadable, read_files
from app.drafts.readers.recognising import Kind, kind_of
from tests.drafts.packing import docx, odt, packed


def refusal(*paths: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        read_files(paths)
    return refused.value.reason


HTML = b"<!DOCTYPE html><title>x</title><h1>Wohnen</h1><p>Text."


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("entwurf.docx", docx(), Kind.DOCX),
        ("entwurf.odt", odt(), Kind.ODT),
        ("entwurf.pdf", b"%PDF-1.7\n", Kind.PDF),
        ("entwurf.html", HTML, Kind.HTML),
        ("entwurf.htm", b"<h1>ohne Anfang", Kind.HTML),
        ("umbenannt.md", docx(), Kind.DOCX),
        ("umbenannt.docx", odt(), Kind.ODT),
        ("umbenannt.html", b"%PDF-1.7\n", Kind.PDF),
        ("umbenannt.pdf", HTML, Kind.HTML),
        ("umbenannt.md", b"\n<?xml version='1.0'?>\n<html><body>x</body></html>", Kind.HTML),
        ("breit.txt", "<html><p>x".encode("utf-16"), Kind.HTML),
        ("a.md", b"Wie man <office:document und <?mso-application schreibt", Kind.MARKDOWN),
        ("a.odt", odt("<office:document-content>"), Kind.ODT),
        ("a", b"# Text", Kind.MARKDOWN),
        ("a.txt", b"# Text", Kind.MARKDOWN),
        ("Entwurf Stand 2.0", b"# Text", Kind.MARKDOWN),
        ("Kap. 3 Arbeit", b"# Text", Kind.MARKDOWN),
    ],
)
def test_a_file_is_what_is_in_it(name, data, kind):
    assert kind_of(name, data) is kind


def of_type(kind: str, advice: str) -> str:
    return f"„a.docx“ ist eine Datei vom Typ {kind}, die Randnotiz nicht liest. {advice}"


AS_DOCX = "Speichern Sie den Text in Word als .docx oder in LibreOffice als .odt."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{\\rtf1 x}", of_type("RTF", AS_DOCX)),
        (
            OLE + "WordDocument".encode("utf-16-le"),
            of_type("DOC", "Speichern Sie sie in Word als .docx."),
        ),
        (OLE + "Workbook".encode("utf-16-le"), of_type("älteres Office", AS_DOCX)),
        (packed("xl/workbook.xml"), of_type("XLSX", AS_DOCX)),
        (packed("ppt/presentation.xml"), of_type("PPTX", AS_DOCX)),
        (
            b"\x89PNG\r\n\x1a\n",
            of_type("Bild", "Randnotiz braucht den Text selbst, zum Beispiel als .docx."),
        ),
        (
            b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related",
            of_type("MHTML", "Speichern Sie sie in Word als .docx oder als „Webseite, gefiltert“."),
        ),
        (
            b'<?xml version="1.0"?><office:document office:mimetype="x">',
            of_type("Flat ODT", "Speichern Sie sie als .odt."),
        ),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>',
            of_type("Word-XML", AS_DOCX),
        ),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "„a.docx“ ist mit einem Kennwort geschützt. Öffnen Sie die Datei, entfernen Sie das "
            "Kennwort und speichern Sie sie neu.",
        ),
        (
            packed("nichts.txt"),
            "„a.docx“ ist beschädigt: In der Datei fehlt der Text. Speichern Sie sie neu.",
        ),
        (b"# nur Text", "„a.docx“ ist keine Datei vom Typ DOCX, auch wenn sie so heißt."),
    ],
)
def test_what_is_not_read_says_what_to_do(tmp_path, data, reason):
    (tmp_path / "a.docx").write_bytes(data)

    assert refusal(tmp_path / "a.docx") == reason


@pytest.mark.parametrize("name", ["a", "a.md", "a.docx", "a.pdf", "a.html", "a.png", "a.doc"])
@pytest.mark.parametrize("data", [b"", b" \n"])
def test_an_empty_file_is_called_empty_whatever_its_name(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)

    assert refusal(tmp_path / name) == f"„{name}“ ist leer."


@pytest.mark.parametrize("ending", ["doc", "csv", "svg", "exe", "png", "xml", "7z", "Tabelle"])
def test_a_text_with_an_ending_of_another_type_is_not_read(tmp_path, ending):
    (tmp_path / f"a.{ending}").write_bytes(b"# Wohnen\n\nText.")
    reason = of_type(ending.upper(), AS_DOCX).replace("a.docx", f"a.{ending}")

    assert refusal(tmp_path / f"a.{ending}") == reason


def test_an_archive_is_to_be_unpacked(tmp_path):
    (tmp_path / "a.zip").write_bytes(packed("entwurf.md"))

    assert refusal(tmp_path / "a.zip").endswith(
        "Entpacken Sie das Archiv und wählen Sie die Dateien daraus."
    )
