"""Which versions may be compared, and the files: a Word document, a PDF."""

import io
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.models import Status
from tests.cast import DRAFT
from tests.public.revised import CHANGES


@pytest.mark.parametrize(
    "query",
    ["from=1&to=9", "from=7", "to=1", "from=2&to=2", "from=2&to=1", "to=3", "from=1&to=3"],
)
@pytest.mark.parametrize("ending", ["", ".docx", ".pdf"])
def test_only_two_public_versions_the_earlier_first(browser, revised, session, query, ending):
    from app.drafts.domain import import_draft
    from app.drafts.readers.markdown import read_markdown

    unpublished = read_markdown([("v3.md", DRAFT)])
    import_draft(session, revised.process, unpublished, source_name="v3.md", by=None)
    session.commit()

    browser.get(f"{CHANGES}{ending}?{query}", status=404)


@pytest.mark.parametrize("ending", ["", ".docx", ".pdf"])
def test_with_one_version_there_is_nothing_to_compare(browser, cast, ending):
    browser.get(f"{CHANGES}{ending}", status=404)


@pytest.mark.parametrize("ending", ["", ".docx", ".pdf"])
def test_a_process_in_preparation_is_nobodys_business(browser, revised, session, ending):
    revised.process.status = Status.PREPARING
    session.add(revised.process)
    session.commit()

    browser.get(f"{CHANGES}{ending}", status=404)


@pytest.mark.parametrize("query", [f"from={2**40}", "from=0", "to=abc"])
def test_a_version_that_is_no_number_is_refused(browser, revised, query):
    browser.get(f"{CHANGES}?{query}", status=422)


def test_the_word_document_is_a_download_with_the_citys_changes(browser, revised):
    answer = browser.client.get(f"{CHANGES}.docx")

    assert answer.status_code == 200
    assert "ankommen-fassung-1-2.docx" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        body = archive.read("word/document.xml").decode()
    assert 'w:author="Stadt Musterstadt"' in body
    assert "<w:delText" in body


def test_the_pdf_is_tagged_speaks_german_and_says_that_it_is_pdf_ua(browser, revised):
    answer = browser.client.get(f"{CHANGES}.pdf")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.content


def test_whoever_waits_for_a_file_stands_in_no_readers_way(
    app, browser, revised, monkeypatch, settings
):
    begun, go_on = threading.Event(), threading.Event()
    made = []

    def slowly(_rows, _about, _because):
        made.append(1)
        begun.set()
        assert go_on.wait(30)
        return b"%PDF-"

    monkeypatch.setattr("app.public.changes.write_pdf", slowly)
    with ThreadPoolExecutor(2 * settings.pool_size) as pool:
        waiting = [
            pool.submit(browser.client.get, f"{CHANGES}.pdf") for _ in range(2 * settings.pool_size)
        ]
        assert begun.wait(30)
        page = browser.client.get(CHANGES)
        go_on.set()

        assert page.status_code == 200
        assert {done.result().content for done in waiting} == {b"%PDF-"}
    assert made == [1]
