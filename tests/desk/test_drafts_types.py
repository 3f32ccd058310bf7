"""Files of all types on the desk: what was seen in them is kept, and said."""

import base64
import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from sqlmodel import select

from app.models import Block, DraftVersion, Picture, Section
from tests.desk.handing_in import URL, look, upload, versions
from tests.drafts.drawn import drawn

SHADED = (
    '<w:shd xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'w:val="clear" w:fill="FFE699"/>'
)


def docx() -> bytes:
    document = Document()
    heading = document.add_heading("Wohnen", 1)
    heading.paragraph_format.element.get_or_add_pPr().append(parse_xml(SHADED))
    document.add_paragraph("Jedes Viertel bekommt einen Treffpunkt.")
    document.add_paragraph().add_run("Bauen").bold = True
    document.add_paragraph("Die Stadt baut auf eigenem Grund.")
    document.add_picture(io.BytesIO(drawn()))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html(body: str) -> bytes:
    return f"<!DOCTYPE html><html><meta charset=utf-8><body>{body}</body></html>".encode()


def test_a_word_file_keeps_its_colours_guesses_and_pictures(office, app) -> None:
    upload(office, ("entwurf.docx", docx()))

    titles = look(app, select(Section.title, Section.fill).where(Section.version_id == 2))
    assert [tuple(row) for row in titles] == [("Wohnen", "#ffe699"), ("Bauen", "")]
    (guess,) = look(app, select(Section.doubt).where(Section.title == "Bauen"))
    assert guess == "Als Überschrift erkannt, weil der Absatz kurz und fett ist."
    (picture,) = look(app, select(Picture))
    (figure,) = look(app, select(Block).where(Block.picture_id == picture.id))
    assert figure.doubt == "Zu diesem Bild fehlt ein Alternativtext."
    shown = office.get(f"{URL}/v2").select_one(f"#{figure.fragment} figure img")
    assert shown["src"] == f"/p/ankommen/pictures/{picture.digest}"
    assert office.client.get(shown["src"]).content == picture.content


def test_what_was_read_and_left_out_is_said_and_counted_again(office, app) -> None:
    page = "<nav>Start</nav><main><h1>Wohnen</h1><p>Jedes Viertel bekommt Bänke.</main>"
    upload(office, ("seite.html", html(page)))

    said = "5 Wörter gelesen, 1 ausgelassen: Rahmen der Webseite. Eine zweite Zählung vermisst"
    for url in (URL, f"{URL}/v2"):
        assert said in " ".join(office.get(url).text.split())
    (version,) = look(app, select(DraftVersion).where(DraftVersion.number == 2))
    assert (version.recount["agrees"], version.recount["missing"]) == (True, [])


def test_word_and_markdown_together_are_one_field_each(office, app) -> None:
    upload(office, ("2-wohnen.docx", docx()), ("1-sprache.md", "# Sprache\n\nKurse beginnen."))

    page = office.get(f"{URL}/v2")
    assert [mark.text for mark in page.select(".run .fieldmark")] == ["HF1 · AG 1", "HF3 · AG 2"]


def test_a_picture_of_too_many_pixels_is_refused_and_nothing_is_kept(office, app) -> None:
    flood = base64.b64encode(drawn(6_500, 6_500, mode="1")).decode()
    page = upload(
        office, ("a.html", html(f"<p>Text<img src='data:image/png;base64,{flood}'>")), status=422
    )

    assert "hat mehr als 40 Millionen Bildpunkte" in page.select_one("#files-error").text
    assert versions(app) == [1]
    assert look(app, select(Picture)) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "alt.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\0" * 99,
            "Speichern Sie sie in Word als .docx",
        ),
        ("a.rtf", b"{\\rtf1 Text}", "vom Typ RTF"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 99, "Entpacken Sie das Archiv"),
    ],
)
def test_other_types_are_refused_with_what_to_do(office, app, name, content, said) -> None:
    page = upload(office, (name, content), status=422)

    assert said in page.select_one("#files-error").text
    assert versions(app) == [1]


def test_the_form_names_the_types(office) -> None:
    field = office.get(URL).select_one("input[type=file]")

    assert {".docx", ".odt", ".md", ".html", ".htm", ".pdf"} <= set(field["accept"].split(","))
