"""Every import is counted again, by a reader that shares no code with the importer."""

import ast
import io
import zipfile
from pathlib import Path

import pytest
import typst
from docx import Document

from app.drafts.readers import read_contents
from app.drafts.recount import recount

ROOT = Path(__file__).parent.parent.parent
WORDS = "Alle lernen Deutsch, z. B. in Kursen am Abend"


def docx() -> bytes:
    document = Document()
    document.add_heading("Sprache", 1)
    document.add_paragraph(WORDS)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Links", "Rechts"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def odt() -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:text="{names}:text:1.0"><office:body><office:text>'
        '<text:h text:outline-level="1">Sprache</text:h>'
        f"<text:p>{WORDS}</text:p><text:p>Links<text:tab/>Rechts</text:p>"
        "</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def html() -> bytes:
    return (
        "<!doctype html><html><head><meta charset=utf-8><title>x</title><style>p{}</style></head>"
        f"<body><h1>Sprache</h1><p>{WORDS}</p><table><tr><td>Links</td><td>Rechts</td></tr>"
        "</table></body></html>"
    ).encode()


def markdown() -> bytes:
    return f"# Sprache\n\n{WORDS}\n\n| Links | Rechts |\n|---|---|\n".encode()


def pdf() -> bytes:
    return typst.compile(f"= Sprache\n\n{WORDS}\n\nLinks Rechts".encode())


FILES = {"a.docx": docx, "a.odt": odt, "a.html": html, "a.md": markdown, "a.pdf": pdf}


@pytest.mark.parametrize("name", FILES)
def test_all_words_of_a_file_are_found_again_whatever_its_type(name):
    data = FILES[name]()

    found = recount([(name, data)], ["Sprache", WORDS, "Links Rechts"], [])

    assert found.words == 12
    assert found.missing == ()


@pytest.mark.parametrize("name", FILES)
def test_a_lost_word_is_named(name):
    data = FILES[name]()

    found = recount([(name, data)], ["Sprache", WORDS.replace("Kursen ", ""), "Links"], [])

    assert dict(found.missing) == {"Kursen": 1, "Rechts": 1}


def test_what_was_left_out_on_purpose_is_not_lost():
    found = recount([("a.md", b"# A\n\nEins zwei drei.")], ["A", "Eins drei"], ["zwei"])

    assert found.missing == ()


def test_a_word_that_stands_twice_and_comes_out_once_is_lost_once():
    found = recount([("a.md", b"# A\n\nWort und Wort.")], ["A", "Wort und"], [])

    assert found.missing == (("Wort", 1),)


@pytest.mark.parametrize("name", FILES)
def test_the_importer_loses_none(name):
    draft = read_contents([(name, FILES[name]())])

    assert draft.recount is not None
    assert draft.recount.missing == ()
    assert draft.recount.words == draft.words + sum(part.words for part in draft.left_out)


def test_counting_again_shares_no_code_with_the_importer():
    for path in (ROOT / "app/drafts/recount").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert not node.module.startswith("app.drafts.readers"), path.name


def test_the_mark_of_a_footnote_close_to_a_word_is_no_part_of_it():
    page = (
        b"<html><p>Kurse<a href=#s name=a><sup>1</sup></a>"
        b"<div id=sdfootnote1><p><a name=s href=#a>1</a>Stadt"
    )

    assert read_contents([("a.html", page)]).recount.missing == ()
    assert recount([("a.html", page)], ["Kurse"], []).missing == (("Kurse1", 1), ("1Stadt", 1))


def test_a_word_that_is_parted_at_the_end_of_a_line_of_a_pdf_is_one():
    page = (
        '#set page(width: 60mm)\n#set text(lang: "de", hyphenate: true)\n#set par(justify: true)\n'
    )
    data = typst.compile((page + "Integrationsmaßnahmen und Wohlfahrtsverbände beginnen.").encode())
    whole = ["Integrationsmaßnahmen und Wohlfahrtsverbände beginnen."]

    assert recount([("a.pdf", data)], whole, []).missing == ()
    assert recount([("a.pdf", data)], ["und Wohlfahrtsverbände beginnen."], []).missing != ()


def test_angle_brackets_that_somebody_typed_are_words_too():
    draft = read_contents([("a.docx", typed("Der Platzhalter <Name> bleibt stehen."))])

    assert draft.recount is not None
    assert draft.recount.missing == ()


def typed(words: str) -> bytes:
    document = Document()
    document.add_heading("Sprache", 1)
    document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
