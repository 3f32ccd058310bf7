"""The PDF: tagged, in German, with its title; words of strangers stay words."""

import io
import json
import re
from dataclasses import replace

import pdfplumber
import pytest

from app.drafts.synopsis import Text, pdf, weave
from app.drafts.synopsis.pdf import write_pdf
from app.errors import Busy
from app.models.lineage import Fate
from tests.drafts.test_synopsis import STAYS, fate, table, text
from tests.drafts.test_synopsis_docx import ABOUT


def read(file: bytes) -> str:
    with pdfplumber.open(io.BytesIO(file)) as document:
        words = [page.extract_text() for page in document.pages]
    return re.sub(r"\s+", " ", " ".join(words))


def synopsis_of(old, new, *fates):
    return weave(text(1, *old), text(2, *new), list(fates))


@pytest.fixture(scope="module")
def file():
    moved = ("# Sprache", "Treff im Stadtteil.", "Kurse im Mai.", "# Arbeit", "Betriebe helfen.")
    after = ("# Sprache", "Kurse im April.", "# Arbeit", "Betriebe helfen.", "Treff im Stadtteil.")
    return write_pdf(
        synopsis_of(moved, after, fate(Fate.MOVED, 2), fate(Fate.REWORDED, 0), fate(STAYS, 1)),
        ABOUT,
    )


def test_it_is_tagged_says_that_it_is_pdf_ua_and_which_language_it_speaks(file):
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    with pdfplumber.open(io.BytesIO(file)) as document:
        catalog = document.doc.catalog
    assert catalog["MarkInfo"]["Marked"] is True
    assert catalog["Lang"] == b"de"
    assert "StructTreeRoot" in catalog
    assert catalog["ViewerPreferences"]["DisplayDocTitle"] is True


def test_its_structure_has_headings_and_tables_with_header_cells(file):
    with pdfplumber.open(io.BytesIO(file)) as document:
        tree = json.dumps(document.structure_tree, default=str)

    for tag in ("H1", "Table", "THead", "TH", "TD"):
        assert f'"type": "{tag}"' in tree


def test_it_says_who_says_it_and_which_versions_stand_side_by_side(file):
    said = read(file)

    assert 'Stadt "Muster" & Co' in said
    assert "Fassung 2 vom 4. November 2016 gegenüber Fassung 1 vom 4. Oktober 2016" in said


def test_both_wordings_and_both_places_are_there(file):
    said = read(file)

    for words in (
        "Kurse im Mai.",
        "Kurse im April.",
        "Steht jetzt in HF1 · 3.",
        "Stand in HF1 · 1.",
    ):
        assert words in said


def test_markup_in_a_draft_is_text_and_reads_no_file():
    nasty = 'Eins #read("/etc/hosts") *zwei* $x$ @drei <vier> \\u{41} `fünf` // sechs.'

    said = read(write_pdf(synopsis_of(["Eins."], [nasty], fate(Fate.REWORDED, 0)), ABOUT))

    assert '#read("/etc/hosts") *zwei* $x$ @drei <vier> \\u{41} `fünf` // sechs.' in said


def test_what_no_font_can_show_is_named_instead():
    said = read(write_pdf(synopsis_of(["Eins."], ["Eins \u0378 zwei."], fate(STAYS, 0)), ABOUT))

    assert "Eins [U+0378] zwei." in said


def test_levels_of_headings_that_a_draft_skips_are_not_skipped_here():
    synopsis = synopsis_of(
        ["# A", "#### Tief", "Eins."], ["# A", "#### Tief", "Eins."], fate(STAYS, 0)
    )

    assert write_pdf(synopsis, ABOUT).startswith(b"%PDF")


def test_a_table_shows_its_rows_on_both_sides():
    old, new = Text(1, (table(101, ("Anfang", "20")),)), Text(2, (table(201, ("Anfang", "25")),))

    said = read(write_pdf(weave(old, new, [fate(STAYS, 0)]), ABOUT))

    assert "Anfang | 20" in said
    assert "Anfang | 25" in said


def test_two_empty_versions_are_an_empty_table_of_nothing():
    assert write_pdf(weave(Text(1, ()), Text(2, ()), []), ABOUT).startswith(b"%PDF")


def test_what_typst_does_not_manage_is_refused_with_a_sentence(monkeypatch, tmp_path):
    broken = tmp_path / "broken.typ"
    broken.write_text("#kaputt")
    monkeypatch.setattr(pdf, "_TEMPLATE", broken)

    with pytest.raises(Busy, match="PDF"):
        write_pdf(weave(Text(1, ()), Text(2, ()), []), replace(ABOUT, title="Ein Titel"))
