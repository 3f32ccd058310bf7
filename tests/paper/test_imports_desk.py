"""Tables at the desk: looked at first, read anew with other columns, taken over by the worker; by
nobody else's staff, and nothing of a hostile one is kept."""

from bs4 import BeautifulSoup
from sqlmodel import select

from app import retention
from app.models import Comment, ImportRow, ImportState, JournalEntry, NoteImport
from app.paper import import_desk, taking
from app.paper.readers.table_child import read_table
from tests.cast import OTHER_HOST, WHILE_OPEN
from tests.paper.desk import DESK, send
from tests.paper.tables import ENTITY, raw, row, workbook
from tests.public.revised import SHORT, publish

IMPORTS = f"{DESK}/imports"


def words(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("main").text.split())


def journal(session) -> list[str]:
    deeds = [entry.deed for entry in session.exec(select(JournalEntry))]
    return [deed for deed in deeds if deed.startswith("import.")]


def test_a_table_is_looked_at_read_anew_and_taken_over(app, browser, cast, session, it_is):
    browser.sign_in(cast.bernd)
    lines = "Sagt;HF;Eingang\nMehr Bänke.;HF2;3.10.2016\n<b>Licht</b>;HF9;\nRuhe.;;1.1.2016\n"
    send(browser, IMPORTS, 303, ("file", "C:\\liste.csv", lines.encode("cp1252")))
    page = browser.get(f"{IMPORTS}/1")
    assert "Keine Spalte heißt so" in words(page)
    assert [one.text for one in page.select("#column-text option")][1:] == [
        *("A: Sagt", "B: HF", "C: Eingang")
    ]
    plan = {"head": "1", "text": "0", "address": "1", "date": "2"}
    send(browser, f"{IMPORTS}/1", **plan)
    page = browser.get(f"{IMPORTS}/1")
    assert "3 Zeilen: 1 neu, 0 schon da, 2 mit Fehlern." in words(page)
    assert "B3: Die Stelle HF9 gibt es nicht." in words(page)
    assert "B4: Hier fehlt die Fundstelle" in words(page)
    assert "C4: Anmerkungen sind erst seit dem" in words(page)
    assert "<b>Licht</b>" in words(page)  # as text
    send(browser, f"{IMPORTS}/1", **plan, default_address="Sprache", any_day="1")
    assert "2 neu, 0 schon da, 1 mit Fehlern." in words(browser.get(f"{IMPORTS}/1"))

    send(browser, f"{IMPORTS}/1/take")
    assert "0 von 2 Zeilen sind übernommen." in words(browser.get(f"{IMPORTS}/1"))
    send(browser, f"{IMPORTS}/1/drop", 409)
    send(browser, f"{IMPORTS}/1", 409, **plan)
    while taking.take_some(app.state.engine):
        pass
    send(browser, f"{IMPORTS}/1/take")  # pressed once more
    page = browser.get(f"{IMPORTS}/1?fate=all")
    assert "wurden 2 Zeilen übernommen" in words(page)
    assert {note.source for note in session.exec(select(Comment))} == {"import"}
    assert (
        "aus einer Liste übernommen, vom 3. Oktober" in browser.get("/p/ankommen/comments/1").text
    )
    assert journal(session) == ["import.read", "import.started", "import.done"]
    session.commit()
    it_is(WHILE_OPEN + retention.TABLES * 1.1)
    retention.tidy(app.state.engine, app.state.settings)
    assert session.exec(select(ImportRow)).all() == []


def test_the_dry_run_says_by_its_state_what_becomes_of_each_row(browser, cast, session):
    browser.sign_in(cast.bernd)
    lines = "Text;HF;Status;Nr;Antwort auf\nJa.;HF1;ok;1;\nNein.;HF1;abgelehnt;2;\n"
    lines += "Doch.;;;3;1\nVielleicht.;HF1;wartend;4;\nLicht.;HF9;;5;\n"
    send(browser, IMPORTS, 303, ("file", "liste.csv", lines.encode()))
    page = browser.get(f"{IMPORTS}/1?fate=all")
    assert "5 Zeilen: 3 neu (davon 1 ausgeblendet), 0 schon da, 2 mit Fehlern." in words(page)
    assert [" ".join(link.text.split()) for link in page.select(".row-fates a")] == [
        *("Mit Fehlern 2", "Wird öffentlich 1", "Kommt ausgeblendet 1", "Antworten 1", "Alle 5")
    ]
    (hidden,) = browser.get(f"{IMPORTS}/1?fate=hidden").select(".rows__one")
    assert "Zeile 3 kommt ausgeblendet hinein" in " ".join(hidden.text.split())
    row = session.exec(select(ImportRow).where(ImportRow.position == 5)).one()
    assert row.problems[0][0] == "C5"
    row.problems = [["C5", "Ein Satz von früher, zu 100 % fertig."]]  # as it was kept before
    session.add(row)
    session.commit()
    assert "C5: Ein Satz von früher, zu 100 % fertig." in words(browser.get(f"{IMPORTS}/1"))
    browser.client.headers["accept-language"] = "en"  # a colleague looks at the same dry run
    assert "B6: There is no place HF9." in words(browser.get(f"{IMPORTS}/1"))


def test_a_table_that_was_only_looked_at_leaves_nothing_behind(browser, cast, session):
    browser.sign_in(cast.jonas)
    send(browser, IMPORTS, 303, ("file", "a.csv", b"Text;HF\nJa.;HF1\n"))
    send(browser, f"{IMPORTS}/1/drop")
    doing = session.exec(select(NoteImport)).one()
    assert (doing.state, doing.content) == (ImportState.DROPPED, b"")
    assert session.exec(select(ImportRow)).all() == []
    assert session.exec(select(Comment)).all() == []


def test_a_hostile_table_is_refused_beside_its_field_and_nothing_is_kept(
    browser, cast, session, monkeypatch
):
    monkeypatch.setattr(import_desk, "read_grid", read_table)
    browser.sign_in(cast.bernd)
    page = send(browser, IMPORTS, 422, ("file", "a.xlsx", raw(ENTITY)))
    assert "DTD" in page.select_one("#file-error").text
    assert "Wählen Sie" in send(browser, IMPORTS, 422).select_one("#file-error").text
    assert session.exec(select(NoteImport)).all() == []


def test_nobody_else_hands_in_a_table_or_reads_one(browser, cast, session, monkeypatch):
    monkeypatch.setattr(import_desk, "read_grid", read_table)
    publish(session, cast.elsewhere, SHORT)
    session.commit()
    table = ("file", "a.xlsx", workbook([row(1, Name="Nora Wendt", Kontakt="nora@")]))
    send(browser.sign_in(cast.bernd), IMPORTS, 303, table)
    for who in (cast.amira, cast.chen, cast.ines):
        browser.sign_in(who)
        assert browser.client.get(f"{IMPORTS}/1").status_code == 403
        send(browser, IMPORTS, 403, table)
        send(browser, f"{IMPORTS}/1/take", 403)
    browser.sign_in(cast.karin)
    assert "1 neu" in words(browser.get(f"{IMPORTS}/1"))
    assert not browser.get(f"{IMPORTS}/1").select("main form[method=post]")
    for deed in ("", "/take", "/drop"):
        send(browser, f"{IMPORTS}/1{deed}", 403)
    browser.at(OTHER_HOST).sign_in(cast.gustav)
    assert browser.client.get("/desk/p/anderswo/imports/1").status_code == 404
    send(browser, "/desk/p/anderswo/imports/1/take", 404)
    assert session.exec(select(NoteImport)).one().state is ImportState.READ
