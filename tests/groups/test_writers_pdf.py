"""The reading copy: tagged, in German, with marks on every page; words of strangers stay words."""

import contextlib
import json
import re
from dataclasses import replace

import pdfplumber
import pypdfium2
import pytest

from app import typeset
from app.groups.decided import Said
from app.groups.writers import pdf
from app.groups.writers.reading.remarks import remark
from app.groups.writers.stream import shown
from app.models import Decision
from tests.groups.sample import HOSTILE, NOTES, SECRETS, bundle, note

MARK = "Enthält personenbezogene Daten – nur für die Arbeitsgruppe"
DECIDED = Said(
    Decision.PARTLY_ADOPTED,
    "Wo Räume da sind.",
    "Für Eltern gibt es während der Kurse eine Betreuung.",
    "Räume im Haus der Begegnung",
    remark="Abgesprochen.",
)
FOREIGN = note(500, "HF2 · 4.1", HOSTILE["arabic"], translation="Ich brauche einen Kurs am Abend.")
MARKUP = '#read("/etc/hosts") *fett* $x$ <svg onload=alert(1)> // weg'
ALL = [
    *(replace(one, decided=DECIDED) if one.number == 87 else one for one in NOTES),
    FOREIGN,
    note(501, "HF6 · 1.1", MARKUP, proposed=Said(Decision.NOTED, "Das steht woanders.")),
    note(502, "HF6 · 1.1", HOSTILE["override"] + HOSTILE["controls"] + "漢字"),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The same notes in one file, and cut small."""
    folder = tmp_path_factory.mktemp("reading")
    contents = bundle(ALL, marks=(MARK,))
    (whole,) = pdf.write_parts(contents, folder)
    heard: list[int] = []
    parts = pdf.write_parts(contents, folder, heard.append, limit=2_000)
    assert heard[-1] == len(ALL)
    assert not list(folder.glob("*.typst"))
    return whole, parts


def said(path) -> list[str]:
    """The words of each page in the order in which they are read."""
    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return [re.sub(r"[\s\u202f\ufffe]+", " ", page).replace("\x02", "").strip() for page in pages]


def tags(path) -> str:
    with pdfplumber.open(path) as document:
        return json.dumps(document.structure_tree, default=str)


def test_it_is_tagged_says_that_it_is_pdf_ua_in_which_language_and_what_it_is_called(files):
    whole, _parts = files
    assert b"<pdfuaid:part>1</pdfuaid:part>" in whole.read_bytes()
    with pdfplumber.open(whole) as document:
        catalog, info = document.doc.catalog, document.metadata
    assert catalog["MarkInfo"]["Marked"] is True
    assert catalog["Lang"] == b"de"
    assert catalog["ViewerPreferences"]["DisplayDocTitle"] is True
    assert info["Title"] == "Integrationskonzept Lindenau: AG 2 Deutscherwerb, Paket 3"
    tree = tags(whole)
    assert all(f'"type": "{tag}"' in tree for tag in ("H1", "H4", "L", "LI", "Table", "TH", "TOC"))


def test_every_page_bears_the_marks_and_its_number(files):
    whole, parts = files
    for path in (whole, *parts):
        pages = said(path)
        assert all(MARK in page for page in pages)
        assert pages[-1].endswith(f"Seite {len(pages)} von {len(pages)}")


def test_notes_stand_beneath_their_block_with_all_that_belongs_to_them(files):
    text = " ".join(said(files[0]))

    assert text.index("so früh wie möglich #31") < text.index("#31 Frage M. aus der Nordstadt")
    assert text.index("#87 Vorschlag") < text.index("Gemessen von der Haustür")
    for words in (
        "57 Personen stimmen zu",
        "Vorgeschlagener Wortlaut: Für Eltern wird während der Kurse im selben Haus",
        "Stellungnahme: Amt für Zuwanderung, 24.10.2016 11:05: An drei Kursorten",
        "Entscheidung: Teilweise übernommen. Wo Räume da sind.",
        "Neuer Wortlaut: Für Eltern gibt es während der Kurse eine Betreuung.",
        "Interner Vermerk: Abgesprochen.",
        "Vorgeschlagene Entscheidung: Zur Kenntnis genommen. Das steht woanders.",
        "Übersetzung: Ich brauche einen Kurs am Abend.",
        "[ausgeblendet nach Spielregel 3]",
    ):
        assert words in text
    assert not any(secret in text for secret in SECRETS)


def test_words_of_strangers_are_words_and_a_sign_without_a_font_has_its_number(files):
    text = " ".join(said(files[0]))

    assert '#read("/etc/hosts") *fett* $x$ <svg onload=alert(1)> // weg' in text
    assert "ganz harmlos txt.exe und so" in text


def test_what_is_too_heavy_for_one_file_stands_in_several_and_nothing_is_lost(files):
    _whole, parts = files
    texts = [" ".join(said(path)) for path in parts]

    assert [path.name for path in parts] == [f"comments-{n + 1}.pdf" for n in range(len(parts))]
    assert len(parts) > 2
    leads = [found for text in texts for found in re.findall(r"#(\d+) (?:A|V|F)[a-zä]+ ", text)]
    assert sorted(leads, key=int) == sorted((str(one.number) for one in ALL), key=int)
    assert f"Teil 2 von {len(parts)}" in texts[1]
    assert "Deutsch lernen (Fortsetzung)" in texts[1]


def test_a_group_that_may_see_hidden_notes_reads_them_with_why_they_are_hidden():
    hidden = next(one for one in NOTES if one.state == "hidden")
    (told,) = shown(bundle([hidden], with_hidden=True))
    told_data, kept = (remark(one, "Europe/Berlin", is_exact=True) for one in (told, *shown(
        bundle([hidden])
    )))  # fmt: skip

    assert told_data["words"]["lines"] == [f"[ausgeblendet nach Spielregel 3] {SECRETS[0]}"]
    assert SECRETS[1] in told_data["about"]
    assert kept["words"]["lines"] == ["[ausgeblendet nach Spielregel 3]"]
    assert not any(secret in json.dumps(kept) for secret in SECRETS)


def test_what_typst_refuses_leaves_no_file(tmp_path):
    template, target = tmp_path / "broken.typ", tmp_path / "paper.pdf"
    template.write_text('#set document(title: "x")\n= Eins\n=== Drei')
    (tmp_path / "data").write_text("{}")

    with pytest.raises(typeset.NotSet, match="skipped from heading level 1 to 3"):
        typeset.press(template, tmp_path / "data", target, 0)
    assert not target.exists()
