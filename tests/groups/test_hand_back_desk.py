"""Handing back on the page: who may, what is refused in one sentence, what the dry run shows."""

import json
import zipfile
from dataclasses import asdict
from io import BytesIO

import pytest
from sqlmodel import col, select

from app.drafts.readers import archive
from app.groups.returning import forms, taking
from app.groups.returning.tables import reading, streaming
from app.groups.returning.tables.child import sheet_of
from app.models import (
    Decision,
    Disposition,
    DispositionDraft,
    HandBack,
    HandBackState,
    JournalEntry,
    Person,
)
from tests.cast import LATER, WHILE_OPEN
from tests.groups.handing import drawn, filled, workbook
from tests.groups.test_returning import LATE, decide
from tests.groups.test_returning_tables import line, saved, table
from tests.paper.desk import send

G = "/groups/1/hand-backs"


def upload(browser, data, status=303, name="comments.xlsx"):
    """Hand a file in; the page that comes, or the address of the dry run."""
    page = send(browser, G, status, file=("file", name, data))
    return browser.get(browser.last.headers["location"]) if status == 303 else page


def text_of(page, selector="main"):
    return " ".join(page.select_one(selector).text.split())


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch, request):
    """Tables are read in this process: starting another for each takes a second."""
    if "apart" in request.keywords:
        return

    def ask(contents, _reader):
        return json.dumps(asdict(sheet_of(*contents[0]))).encode()

    monkeypatch.setattr(reading, "ask_apart", ask)


@pytest.fixture
def brought(session, cast, app):
    """The workbook of bundle 1: #1 was decided here since it was drawn, #2 and #3 are open."""
    notes = [cast.says(session, f"Anmerkung {n} zu den Kursen.") for n in (1, 2, 3)]
    session.commit()
    data = workbook(app, drawn(session, cast.group))
    decide(session, cast, notes[0], Decision.ADOPTED, "Gute Idee.", WHILE_OPEN + 2 * LATER)
    adopted = {"Entscheidung": "Übernommen", "Begründung": "Das war <b>gut</b>."}
    return filled(data, {1: LATE, 2: adopted, 3: {"Begründung": "Was heißt das?"}})


def test_the_lead_sees_what_changes_chooses_and_takes_it_in(
    app, browser, session, cast, brought
) -> None:
    browser.sign_in(cast.ines)
    page = upload(browser, brought)
    here = f"{G}/1"
    assert "Das ist Paket 1 der AG 1" in text_of(page, "header.title")
    counts = {a.text.strip(): a.get("aria-current") for a in page.select(".fates a")}
    assert counts == {
        "1 Ändert sich": None,
        "1 Hier anders entschieden": None,
        "1 Mit Fehlern": "true",
        "3 Alle Zeilen": None,
    }
    wrong = text_of(page, ".handed__row .error")
    assert wrong.startswith("Zeile 4, Spalte Entscheidung: Wählen Sie")
    csv = browser.client.get(f"{here}/faults.csv")
    assert csv.headers["content-type"].startswith("text/csv")
    assert (
        csv.content.decode("utf-8-sig")
        .splitlines()[1]
        .startswith("Zeile 4, Spalte Entscheidung;#3;Wählen Sie")
    )

    for _n in range(2):  # a double click
        browser.send(f"{here}/take")
    page = browser.get(here)
    assert "aus dieser Datei 1 Entscheidung eingelesen" in text_of(page, "#stand")
    assert "eingelesen" in text_of(browser.get(G), "ul.lines")
    browser.send(f"{here}/again", 409)

    assert "eingelesen am" in text_of(page, "header.title")
    browser.send(f"{here}/rows/1", holds="theirs")  # what was left can be chosen afterwards
    page = browser.get(f"{here}?fate=conflict")
    assert "Das gilt nach dem Einlesen." in text_of(page, ".handed__side--chosen")
    assert page.select_one("aside .button").text == "1 Entscheidung einlesen"
    for _n in range(2):
        browser.send(f"{here}/take")
    assert "aus dieser Datei 2 Entscheidungen" in text_of(browser.get(here), "#stand")


def test_where_both_have_decided_the_lead_chooses(app, browser, session, cast, brought) -> None:
    upload(browser.sign_in(cast.ines), brought)
    here = f"{G}/1"
    page = browser.get(f"{here}?fate=changes")
    row = text_of(page, ".handed__row")
    assert "#2" in row
    assert "offen →danach: Übernommen" in row
    assert "Das war <b>gut</b>." in row
    assert not page.select(".handed__row b b")

    page = browser.get(f"{here}?fate=conflict")
    assert "Gute Idee." in text_of(page, ".handed__side--chosen")
    assert page.select_one("aside .button").text == "1 Entscheidung einlesen"
    browser.send(f"{here}/rows/1", holds="theirs")
    page = browser.get(browser.last.headers["location"])
    assert "Das regelt das Land." in text_of(page, ".handed__side--chosen")
    for _n in range(2):  # said twice it is chosen once
        browser.send(f"{here}/conflicts", holds="ours")
    browser.send(f"{here}/rows/1", holds="theirs")
    assert _chosen(session) == [
        ("hand_back.file_holds", "Comment", {"group": "ag-1", "hand_back": 1}),
        ("hand_back.house_holds", "HandBack", {"group": "ag-1", "comments": [1], "n": 1}),
        ("hand_back.file_holds", "Comment", {"group": "ag-1", "hand_back": 1}),
    ]

    browser.send(f"{here}/take")
    found = {d.comment_id: d for d in session.exec(select(Disposition))}
    session.commit()
    assert {d.decision for d in found.values()} == {Decision.NOT_ADOPTED, Decision.ADOPTED}
    assert {d.changes for d in found.values()} == {1, 2}


def _chosen(session):
    """What the journal says of choosing, and by whom: the lead."""
    query = select(JournalEntry).where(col(JournalEntry.deed).like("hand_back.%_holds"))
    found = session.exec(query.order_by(col(JournalEntry.id))).all()
    session.commit()
    (actor,) = {one.actor_id for one in found}
    assert session.get(Person, actor).name == "Ines"
    return [(one.deed, one.subject_type, one.details) for one in found]


def test_members_propose_and_cannot_take_in_what_the_lead_handed_in(
    app, browser, session, cast, brought
) -> None:
    upload(browser.sign_in(cast.ines), brought)
    browser.leave()
    browser.sign_in(cast.chen)
    page = browser.get(f"{G}/1")
    assert "Hier entscheidet die Leitung der AG 1." in text_of(page, "aside")
    for deed in ("take", "again", "conflicts", "rows/1"):
        browser.send(f"{G}/1/{deed}", 403)
    page = upload(browser, brought)
    assert page.select_one("aside form")["action"] == f"{G}/2/take"
    assert "Öffentlich ist davon nichts" in text_of(page, "aside")
    browser.send(f"{G}/2/take")
    assert len(session.exec(select(Disposition)).all()) == 1
    drafts = session.exec(select(DispositionDraft.decision)).all()
    session.commit()
    assert set(drafts) == {Decision.ADOPTED, None}

    browser.leave()
    browser.sign_in(cast.karin)
    page = browser.get(f"{G}/2")
    assert "Die Revision liest alles und ändert nichts." in text_of(browser.get(G))
    assert not page.select("main form")
    assert "Lädt" not in page.text


def test_what_is_not_this_groups_is_refused_beside_the_field(
    app, browser, session, cast, brought
) -> None:
    browser.sign_in(cast.ines)
    foreign = table([line(1, "Übernommen")])
    for key, sentence in (
        ("randnotiz:bundle:ankommen:ag-2:1", "Das ist Paket 1 der AG 2, hier ist die AG 1."),
        ("randnotiz:bundle:anderes:ag-1:1", "Diese Datei gehört zu dem Verfahren „anderes“"),
        ("randnotiz:bundle:ankommen:ag-1:9", "Ein Paket 9 hat die AG 1 hier nie gezogen."),
        ("irgendwas", "Diese Datei ist aus keinem Rückmeldepaket"),
    ):
        foreign["randnotiz"]["B2"] = key
        page = upload(browser, saved(foreign), 422)
        assert sentence in text_of(page, "#file-error")
    assert "Wählen Sie zuerst eine Datei aus." in text_of(send(browser, G, 422), "#file-error")
    for other in (b"%PDF-1.7 x", b'{"notes": []}', _zip(seite_txt=b"x")):
        refused = text_of(upload(browser, other, 422), "#file-error")
        for name in ("comments.xlsx", "comments.docx", "comments.ods", "comments.csv"):
            assert name in refused
    assert not session.exec(select(HandBack)).all()


def _zip(**members: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


BOOK = (
    b'<workbook xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>',
    b'<Relationships><Relationship Id="r1" Target="s.xml"/></Relationships>',
)


def hostile(sheet: bytes, **more: bytes) -> bytes:
    members = {"xl__workbook_xml": BOOK[0], "xl__s_xml": sheet}
    packed = _zip(**members, **more)
    file = BytesIO(packed)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", BOOK[1])
    return file.getvalue()


def test_hostile_files_are_refused_and_nothing_is_kept(
    browser, session, cast, app, monkeypatch
) -> None:
    monkeypatch.setattr(streaming, "LARGEST_STREAM", 2_000_000)
    monkeypatch.setattr(archive, "MOST_MEMBERS", 30)
    browser.sign_in(cast.ines)
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'
    for data, sentence in (
        (hostile(entity), "enthält eine DTD"),
        (hostile(entity.decode().encode("utf-16")), "enthält eine DTD"),
        (hostile(b"<worksheet><row>" + b"<c>" * 400), "kein gültiges XML"),
        (hostile(b"<worksheet/>", xl__vbaProject_bin=b"x"), "enthält Makros"),
        (hostile(b"<worksheet>" + b" " * 3_000_000), "ausgepackt größer als 2 MB"),
        (hostile(b"<worksheet/>", **{f"a{n}": b"" for n in range(40)}), "beschädigt"),
    ):
        assert len(data) < forms.LARGEST
        page = upload(browser, data, 422)
        assert sentence in text_of(page, "#file-error"), sentence
    assert not session.exec(select(HandBack)).all()


def test_a_large_file_is_read_by_the_worker_and_taken_in_after_a_restart(
    app, browser, session, cast, brought, monkeypatch
) -> None:
    monkeypatch.setattr(forms, "SMALL", 100)
    monkeypatch.setattr(taking, "FEW", 0)
    monkeypatch.setattr(taking, "AT_ONCE", 1)
    browser.sign_in(cast.ines)
    page = upload(browser, brought)
    assert "Die Datei wird gelesen und verglichen." in text_of(page, "#stand")
    assert page.select_one("noscript meta[http-equiv=refresh]")
    assert browser.get_fragment(f"{G}/1").select_one("#stand a[hx-trigger]")
    while app.state.worker.once():
        pass
    assert "1 Entscheidung einlesen" in browser.get(f"{G}/1").text
    browser.send(f"{G}/1/conflicts", holds="theirs")
    browser.send(f"{G}/1/take")
    assert taking.take_some(app.state.engine) == 1
    assert "1 von 2 Zeilen sind eingelesen." in text_of(browser.get(f"{G}/1"), "#stand")
    # whoever was killed here goes on in another process: all it needs stands in the rows
    assert [taking.take_some(app.state.engine) for _n in range(3)] == [1, 1, 0]
    doing = session.exec(select(HandBack)).one()
    assert (doing.state, doing.done_count, doing.content) == (HandBackState.TAKEN, 2, None)
    session.commit()
    upload(browser, saved(table([line(1)]))[:-50] + b"x" * 50, 422)
    upload(browser, b"PK\x03\x04" + b"x" * 200, 422)


def test_no_page_asks_more_than_twelve_questions_however_many_rows(
    browser, session, cast, count_queries
) -> None:
    for n in range(70):
        cast.says(session, f"Anmerkung {n} zu den Kursen.")
    session.commit()
    browser.sign_in(cast.ines)
    asked = []
    for many in (3, 70):
        upload(
            browser, saved(table([line(n + 1, *LATE.values()) for n in range(many)], keys=False))
        )
        for page in (G, f"{G}/1?fate=changes", f"{G}/1?fate=all&after=1"):
            with count_queries() as queries:
                browser.get(page)
            asked.append(len(queries))
    assert asked[:3] == asked[3:]
    assert max(asked) <= 12, asked
