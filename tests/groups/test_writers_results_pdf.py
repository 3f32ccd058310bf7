"""The results on paper: tagged, figures on top, what became of every note, several where heavy."""

import contextlib
import io
import json
import re
import zipfile

import pdfplumber
import pypdfium2
import pytest

from app.groups import exporting
from app.groups.writers import results_pdf
from app.models import Decision
from tests.cast import WHILE_OPEN
from tests.groups.sample import HOSTILE
from tests.groups.test_writers_results import ENTRIES, entry, results
from tests.publishing.ledgered import decide

GIVEN = (*ENTRIES, entry(12, HOSTILE["markup"] + ' #read("/etc/hosts")'), entry(13, "x " * 600))


@pytest.fixture(scope="module")
def file() -> bytes:
    return written(GIVEN)


def written(entries, **more) -> bytes:
    file = io.BytesIO()
    results_pdf.write(results(entries), file, **more)
    return file.getvalue()


def said(data: bytes) -> str:
    with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return re.sub(r"[\s\u202f]+", " ", " ".join(pages))


def test_it_is_tagged_and_its_figures_are_a_table_and_a_bar_with_words(file):
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    with pdfplumber.open(io.BytesIO(file)) as document:
        tree = json.dumps(document.structure_tree, default=str, ensure_ascii=False)
        assert document.doc.catalog["Lang"] == b"de"

    assert all(f'"type": "{tag}"' in tree for tag in ("H1", "H2", "Table", "TH", "Figure", "TOC"))
    assert "Balken aus Teilweise übernommen: 1, offen: 1." in tree
    assert "Entschieden: 1. Offen: 1. Zusammen: 2 Anmerkungen." in said(file)


def test_every_note_stands_with_decision_reason_and_the_words_before_and_after(file):
    text = said(file)

    assert "#1 Anmerkung: Teilweise übernommen" in text
    assert "Maßnahme: M4" in text
    assert "Im Text, Fassung 2, HF2 · 1.2: so früh wie möglich im ersten Monat" in text
    assert "Früher entschieden: bis 20.11.2016: Nicht übernommen" in text
    assert "#2 Anmerkung: offen" in text


def test_of_what_is_hidden_nothing_is_said_and_words_of_strangers_are_words(file):
    text = said(file)

    assert "[ausgeblendet nach Spielregel 3]" in text
    assert "GEHEIM" not in text
    assert '#read("/etc/hosts")' in text
    assert "x x …" in text


def test_what_is_too_heavy_for_one_file_comes_as_an_archive_of_several():
    heard: list[int] = []
    many = [entry(number) for number in range(1, 13)]
    file = io.BytesIO()
    results_pdf.write(results(many), file, heard.append, limit=2_500)
    with zipfile.ZipFile(file) as archive:
        texts = [said(archive.read(name)) for name in archive.namelist()]
        names = archive.namelist()

    assert names == [f"results-{n + 1}.pdf" for n in range(len(names))]
    assert len(names) > 1
    numbers = [int(found) for text in texts for found in re.findall(r"#(\d+) Anmerkung", text)]
    assert numbers == list(range(1, 13))
    assert f"Teil 2 von {len(names)}" in texts[1]
    assert "(Fortsetzung)" in texts[1]
    assert heard[-1] == 12


def test_it_is_written_out_of_the_database_and_an_archive_is_called_one(
    app, session, cast, monkeypatch
):
    note = cast.says(session, "Mehr Kurse im Mai.")
    cast.says(session, "Und im Juni.")
    decide(session, note, Decision.NOT_ADOPTED, "Dafür fehlt das Geld.", remark="Nur für uns.")
    export = exporting.ask(session, cast.process, "results.pdf", None, WHILE_OPEN)
    session.commit()
    whole = io.BytesIO()
    exporting.FORMS["results.pdf"](session, cast.process, whole, lambda _done, _of: None)
    session.commit()

    text = said(whole.getvalue())
    assert "#1 Anmerkung: Nicht übernommen" in text
    assert "Dafür fehlt das Geld." in text
    assert "Nur für uns" not in text

    monkeypatch.setattr(results_pdf.write, "__kwdefaults__", {"limit": 10})
    exporting.write_and_store(app.state.engine, app.state.settings, export.id)
    session.refresh(export)
    assert export.filename.endswith("_Ergebnisse_2016-10-15.zip")
    assert exporting.media_of(export) == "application/zip"
