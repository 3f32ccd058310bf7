"""The desk's page of documents: who keeps them, how everybody gets them, what is refused."""

import pytest
from sqlmodel import select

from app.models import Document, JournalEntry, Process
from app.moderation import attachments
from app.processes.markdown import as_html
from tests.comments.stopping import now
from tests.desk.handing_in import look
from tests.moderation.test_handed_in import HOLDING, HOSTILE, PDF, RUNNING, packed

PAGE, PUBLIC = "/desk/p/ankommen/documents", "/p/ankommen"
TEXT = b"# Auftrag\n\nDer Rat *beschliesst*. <script>alert(1)</script>\n\n# Weiter\n\nBis Mai."


def hand_in(browser, data=b"", name="Plan Süd.pdf", status=303, to=PAGE, **words):
    fields = browser._with_token({"title": "Plan Süd", "note": "Vom Mai."} | words)
    files = {"file": (name, data)} if data else None
    answer = browser.client.post(to, data=fields, files=files, follow_redirects=False)
    return browser._page(answer, status)


def standing(app):
    """Addresses and titles in the process's order."""
    return look(app, select(Document.slug, Document.title).order_by(Document.position))


def seen_of(browser, slug):
    """The mark of what its reader sees now."""
    return browser.get(f"{PAGE}/{slug}").select_one("[name=seen]")["value"]


def test_a_document_is_uploaded_once_and_everybody_downloads_it_as_it_came(browser, cast, app):
    before = look(app, select(Process.revision).where(Process.slug == "ankommen"))[0]
    browser.sign_in(cast.jonas)
    for _click in range(2):
        hand_in(browser, PDF)
    assert standing(app) == [("plan-sued", "Plan Süd")]
    assert look(app, select(Process.revision).where(Process.slug == "ankommen"))[0] == before + 1
    assert "Die Unterlage ist veröffentlicht." in browser.get(f"{PAGE}?done=added").main.text
    browser.leave()
    assert "Vom Mai." in browser.get(PUBLIC).main.text
    page = browser.get(f"{PUBLIC}/documents/plan-sued")
    file = browser.client.get(page.select_one("a[href$='/file']")["href"])
    assert file.content == PDF
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"] == 'attachment; filename="plan-sued.pdf"'
    assert file.headers["x-content-type-options"] == "nosniff"
    assert file.headers["content-security-policy"].endswith("sandbox")
    entry = browser.sign_in(cast.emil).get("/desk/journal").main.text
    assert "Unterlage veröffentlicht" in entry
    assert "Unterlage: plan-sued" in entry


def test_of_markdown_a_page_is_made_and_nothing_in_it_runs(browser, cast):
    browser.sign_in(cast.emil)
    hand_in(browser, TEXT + b"\n\n" + b"Und noch ein Satz. " * 300, "auftrag.md", title="Auftrag")
    page = browser.get(f"{PUBLIC}/documents/auftrag")
    text = page.select_one(".prose")
    assert text.select_one("em").text == "beschliesst"
    assert text.select("h2")[0].text == "Weiter"
    assert text.select("script, h1") == []
    assert "Auftrag" not in text.text, "the title stands over it"
    page = as_html("![x](https://x.example/a.png) [a](javascript:alert(1))")
    assert "<img" not in page
    assert "href" not in page


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "", "Wählen Sie zuerst eine Datei aus."),
        (HOSTILE["too much"], "a.pdf", f"größer als {attachments.LARGEST // 1_000_000} MB"),
        (HOSTILE["a page"], "a.html", "Diese Datei geht nicht."),
        (b"MZ\x90\x00" + b"\0" * 200, "a.md", "keinen lesbaren Text"),
        (HOSTILE["a PDF with a password"], "a.pdf", "mit einem Kennwort gesperrt"),
        (RUNNING["a script"], "a.pdf", "enthält ein Programm"),
        (HOSTILE["a document with macros"], "a.docx", "enthält Makros"),
        (HOLDING["an OLE object"], "a.docx", "enthält andere Dateien"),
        (b"Wort " * 50_000, "a.md", "größer als 200 kB"),
    ],
)
def test_what_is_hostile_locked_too_large_or_of_another_type_leaves_nothing(
    browser, cast, app, data, name, says
):
    browser.sign_in(cast.jonas)
    page = hand_in(browser, data, name, 422)
    assert says in page.select_one("#file-error").text
    assert page.select_one("[name=title]")["value"] == "Plan Süd"
    assert page.select_one("[name=note]")["value"] == "Vom Mai."
    assert standing(app) == []
    assert look(app, select(JournalEntry).where(JournalEntry.deed.like("document.%"))) == []


def test_words_that_are_missing_or_too_long_are_said_and_the_file_is_asked_for_again(
    browser, cast, app
):
    browser.sign_in(cast.jonas)
    page = hand_in(browser, PDF, status=422, title=" ", note="K" * 301)
    assert [e["id"] for e in page.select(".error")] == ["title-error", "note-error", "file-error"]
    assert "noch einmal" in page.select_one("#file-error").text
    assert page.select_one("[name=note]")["value"] == "K" * 301
    assert standing(app) == []


def test_another_file_takes_its_place_under_the_same_address_until_it_is_removed(
    browser, cast, session, app
):
    browser.sign_in(cast.jonas)
    hand_in(browser, PDF)
    hand_in(browser, packed(), "Plan.docx", title="Plan Süd")
    browser.send(f"{PAGE}/plan-sued-2/move", to="up")
    browser.send(f"{PAGE}/plan-sued-2/move", to="up")
    assert [slug for slug, _title in standing(app)] == ["plan-sued-2", "plan-sued"]
    one = f"{PAGE}/plan-sued"
    hand_in(browser, to=one, title="Plan, geprüft", seen=(seen := seen_of(browser, "plan-sued")))
    assert browser.client.get(f"{PUBLIC}/documents/plan-sued/file").content == PDF
    page = hand_in(browser, TEXT, "neu.md", 409, to=one, title="Meiner", seen=seen)
    assert "Plan, geprüft" in page.main.text, "the second sees what the first wrote"
    assert page.select_one("[name=title]")["value"] == "Meiner"
    assert "noch einmal" in page.select_one("#file-error").text
    browser.send(f"{one}/remove", status=409, seen=seen)
    seen = page.select_one("[name=seen]")["value"]
    hand_in(browser, TEXT, "neu.md", to=one, title="Meiner", seen=seen)
    assert browser.get(f"{PUBLIC}/documents/plan-sued").select_one(".prose em")
    browser.send(f"{one}/remove", seen=seen_of(browser, "plan-sued"))
    browser.get(f"{PUBLIC}/documents/plan-sued", status=404)
    assert standing(app) == [("plan-sued-2", "Plan Süd")]
    query = select(JournalEntry.deed).where(JournalEntry.deed.like("document.%"))
    done = [deed.removeprefix("document.") for deed in now(session, query)]
    assert done == ["added", "added", "moved", "changed", "replaced", "removed"]


def test_who_does_not_manage_the_process_changes_no_document_and_nothing_is_read(
    browser, cast, app, monkeypatch
):
    browser.sign_in(cast.emil)
    hand_in(browser, PDF)
    monkeypatch.setattr("app.desk.paper_taking.take", lambda *_: pytest.fail("it was read"))
    for who in (cast.bernd, cast.karin):
        browser.sign_in(who)
        for url in (PAGE, f"{PAGE}/plan-sued"):
            assert browser.get(url).select("main form") == []
    for who in (cast.bernd, cast.karin, cast.chen, cast.amira):
        browser.sign_in(who)
        for url in (PAGE, f"{PAGE}/plan-sued"):
            hand_in(browser, PDF, status=403, to=url)
        for url in ("move", "remove"):
            browser.send(f"{PAGE}/plan-sued/{url}", status=403, to="up")
    assert standing(app) == [("plan-sued", "Plan Süd")]
