"""A city's Word template: what of it dresses our documents, and what never comes along."""

import base64
import io
import json
import zipfile

import docx as library
import pytest
from docx.shared import Twips
from PIL import Image

from app.drafts.readers.refusals import Unreadable
from app.groups.readers.template import read
from app.groups.writers import docx
from tests.groups.city_paper import SLOGAN, changed, logo, template
from tests.groups.sample import bundle, written
from tests.groups.word import Paper

MARK = "Enthält personenbezogene Daten – nur für die Arbeitsgruppe"
HEADER = "word/header1.xml"
RELATIONS = "word/_rels/header1.xml.rels"


def dressed(data: bytes, **head):
    """A bundle's document in the dress of this template."""
    content = json.dumps(read("vorlage.docx", data)).encode()
    return library.Document(io.BytesIO(written(docx.write, bundle(template=content, **head))))


def test_a_bundle_takes_page_fonts_header_and_footer_of_the_template():
    document = dressed(template(), marks=(MARK,))
    section, styles = document.sections[0], document.styles
    header, footer = section.header, section.footer

    assert (section.top_margin, section.right_margin) == (Twips(2381), Twips(1134))
    assert styles["Normal"].font.name == "Liberation Sans"
    assert styles["Heading 1"].font.size.pt == 19
    assert str(styles["Heading 1"].font.color.rgb) == "881300"
    assert [line.text.strip() for line in header.paragraphs] == [SLOGAN, MARK]
    (picture,) = (part for part in header.part.related_parts.values() if "image" in part.partname)
    assert picture.blob.startswith(b"\x89PNG")
    assert Paper.words(footer.paragraphs[0]._p) == "Blatt 7"
    assert Paper.words(footer.paragraphs[1]._p) == "AG 2 Deutscherwerb, Paket 3"
    assert not any("Mustertext" in line.text for line in document.paragraphs)


def test_addresses_keep_their_place_in_a_narrow_margin():
    assert dressed(template()).sections[0].left_margin >= Twips(1814)


def test_without_a_template_every_page_bears_the_marks_and_its_number():
    document = library.Document(io.BytesIO(written(docx.write, bundle(marks=(MARK, "Zweite")))))
    section = document.sections[0]

    assert [line.text for line in section.header.paragraphs] == [MARK, "Zweite"]
    assert "Seite" in Paper.words(section.footer.paragraphs[0]._p)


def test_a_stored_template_that_cannot_be_read_any_more_gives_the_dress_of_the_house():
    data = written(docx.write, bundle(template=b'{"looks": 3}'))

    assert library.Document(io.BytesIO(data)).styles["Normal"].font.name == "Cambria"


def test_what_is_hostile_in_a_header_does_not_come_along():
    evil = "<w:p>" + "".join(
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            "<w:r><w:instrText>DDEAUTO c:/x</w:instrText></w:r>",
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>bleibt</w:t></w:r>',
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            '<w:fldSimple w:instr="INCLUDEPICTURE http://x.example/y"/>',
            '<w:hyperlink r:id="rId9"><w:r><w:t> Adresse</w:t></w:r></w:hyperlink>',
            '<w:r><w:object><w:control r:id="rId8"/></w:object></w:r><w:altChunk r:id="rId7"/>',
        )
    )
    end = f"{evil}</w:p></w:hdr>".encode()
    data = changed(template(), {HEADER: lambda old: old.replace(b"</w:hdr>", end)})
    header = read("v.docx", data)["headers"]["default"]

    assert "bleibt" in header
    assert "Adresse" in header
    signs = ("DDE", "INCLUDE", "hyperlink", "object", "altChunk", "rId", "example")
    found = [sign for sign in signs if sign in header]
    assert found == []


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"word/vbaProject.bin": b"x"}, "enthält Makros"),
        ({HEADER: b'<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>'}, "DTD"),
        ({HEADER: b"<w:hdr"}, "kein gültiges XML"),
        ({"word/styles.xml": b" " * 40_000_001}, "größer als 40 MB"),
        ({HEADER: b"<a/>" * 1_000_001}, "Auszeichnungen"),
        ({RELATIONS: lambda old: old.replace(b"/>", b' TargetMode="External"/>')}, "nur verknüpft"),
        ({"word/document.xml": b"<a>" * 150 + b"</a>" * 150}, None),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(parts, says):
    data = changed(template(), parts)
    if says is None:
        assert read("v.docx", data)["headers"] == {}
        return
    with pytest.raises(Unreadable, match=says):
        read("v.docx", data)


def test_a_picture_that_no_document_can_hold_is_refused_and_one_kept_before_stops_no_bundle():
    noise = Image.effect_noise((700, 600), 90)
    large, other = io.BytesIO(), io.BytesIO()
    Image.merge("RGB", [noise, noise.rotate(90), noise.rotate(180)]).save(large, "PNG")
    Image.new("RGB", (20, 20)).save(other, "WEBP")
    data = changed(template(), {"word/media/image1.png": large.getvalue()})
    with pytest.raises(Unreadable, match="sind zu groß"):
        read("v.docx", data)

    content = read("v.docx", template())
    kept = dict.fromkeys(content["pictures"], base64.b64encode(other.getvalue()).decode())
    stored = json.dumps(content | {"pictures": kept}).encode()
    document = library.Document(io.BytesIO(written(docx.write, bundle(template=stored))))
    assert document.sections[0].header.paragraphs[0].text.strip() == SLOGAN


def test_whatever_else_is_packed_into_the_file_stays_there():
    """Other archives, programs, paths that lead out, a relation that names a file of the machine:
    none of it is in a document that wears the template."""
    evil = {
        "word/embeddings/x.docx": template(),
        "../../geheim.xml": b"<geheim/>",
        "word/activeX/activeX1.bin": b"geheim",
        RELATIONS: lambda old: old.replace(b"media/", b"../../../../etc/passwd#media/"),
    }
    data = changed(template(), evil)
    paper = written(docx.write, bundle(template=json.dumps(read("v.docx", data)).encode()))
    with zipfile.ZipFile(io.BytesIO(paper)) as package:
        names = " ".join(package.namelist())
        text = b" ".join(package.read(each) for each in package.namelist())
    assert not [sign for sign in ("embeddings", "..", "activeX", "media") if sign in names]
    assert not [sign for sign in (b"geheim", b"passwd") if sign in text]


def test_what_is_no_word_file_is_refused():
    with pytest.raises(Unreadable, match="kein ZIP-Archiv"):
        read("v.docx", b"%PDF-1.7")
    with pytest.raises(Unreadable, match="keine DOCX-Datei"):
        read("v.docx", logo_in_a_zip())


def logo_in_a_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("logo.png", logo())
    return file.getvalue()
