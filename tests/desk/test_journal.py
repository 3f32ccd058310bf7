"""The journal as staff read it, and its chain."""

import ast
import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update
from sqlmodel import Session, select

from app import chain, db, selfcheck
from app.accounts.giving import create_token
from app.desk.entry_words import deeds
from app.models import JournalEntry, JournalLink
from app.processes.domain import create_process
from tests.cast import OTHER_HOST, WHILE_OPEN

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def linked(app, cast, session: Session) -> Session:
    """Two notes were written, and all entries are linked."""
    cast.says(session, "Mehr Kurse am Abend bitte.")
    cast.says(session, "Und Kinderbetreuung dazu.")
    session.commit()
    while chain.lengthen(app.state.engine):
        pass
    return session


def problem(app) -> str:
    with db.reading(app.state.engine) as session:
        return chain.broken(session)


def test_every_entry_is_bound_to_the_one_before(app, linked):
    links = linked.exec(select(JournalLink).order_by(JournalLink.number)).all()

    assert [link.number for link in links] == list(range(1, len(links) + 1))
    assert len(links) == len(linked.exec(select(JournalEntry.id)).all()) > 2
    assert problem(app) == ""
    assert chain.lengthen(app.state.engine, from_the_start=True) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda n: update(JournalEntry).where(JournalEntry.id == n).values(actor_id=None), "entry"),
        (
            lambda n: update(JournalEntry).where(JournalEntry.id == n).values(details={"x": 1}),
            "details",
        ),
        (lambda n: update(JournalEntry).where(JournalEntry.id == n).values(deed="x"), "entry"),
        (
            lambda n: (
                update(JournalEntry)
                .where(JournalEntry.id == n)
                .values(at=WHILE_OPEN + timedelta(seconds=1))
            ),
            "entry",
        ),
        (lambda n: delete(JournalLink).where(JournalLink.entry_id == n), "missing"),
    ],
)
def test_what_is_changed_afterwards_is_found(app, linked, change, said):
    entry = linked.exec(select(JournalEntry).where(JournalEntry.deed == "comment.posted")).first()
    linked.execute(change(entry.id))
    linked.commit()

    assert said in problem(app)
    findings = {f.name: f for f in selfcheck.look(app.state.engine, app.state.settings)}
    assert findings["journal: chain"].problem


def test_an_entry_that_was_slipped_in_stands_at_the_end_and_not_where_it_pretends(app, linked):
    first = linked.exec(select(JournalEntry).order_by(JournalEntry.id)).first()
    linked.add(
        JournalEntry(deed="comment.hidden", subject_type="Comment", subject_id=1, at=first.at)
    )
    linked.commit()
    chain.lengthen(app.state.engine)

    last = linked.exec(select(JournalLink).order_by(JournalLink.number.desc())).first()
    assert linked.get(JournalEntry, last.entry_id).deed == "comment.hidden"
    assert problem(app) == ""


def test_details_can_be_erased_and_the_chain_stays_whole(app, linked):
    entry = linked.exec(select(JournalEntry).where(JournalEntry.deed == "draft.imported")).one()
    linked.execute(update(JournalEntry).where(JournalEntry.id == entry.id).values(details={}))
    linked.execute(update(JournalLink).where(JournalLink.entry_id == entry.id).values(salt=""))
    linked.commit()

    assert problem(app) == ""


def test_entries_that_nobody_links_are_reported(app, cast, session, it_is):
    it_is(WHILE_OPEN + timedelta(minutes=11))

    findings = {f.name: f for f in selfcheck.look(app.state.engine, app.state.settings)}

    assert "no worker runs" in findings["journal: chain"].problem
    assert not findings["journal: chain"].serious


@pytest.mark.postgres
def test_on_postgresql_the_chain_holds_as_well(postgres_engine):
    from tests.cast import invite

    engine = postgres_engine
    with db.writing(engine) as session:
        invite(session)
    while chain.lengthen(engine):
        pass

    with db.reading(engine) as session:
        assert chain.broken(session) == ""
        assert chain.head(session)[0] > 1
    with engine.begin() as connection:
        connection.execute(text("UPDATE journal_entry SET deed = 'x' WHERE id = 1"))
    with db.reading(engine) as session:
        assert "entry 1" in chain.broken(session)


# --- The page ---


def test_the_office_reads_who_did_what(browser, cast, linked):
    page = browser.sign_in(cast.emil).get("/desk/journal")

    words = page.select_one("table").get_text(" ")
    assert "Amira" in words
    assert "Anmerkung geschrieben" in words
    assert page.select_one("a[href='/p/ankommen/comments/2']")
    assert page.select_one("code.hash").text == chain.head(linked)[1]


def test_what_is_set_up_without_the_web_stands_there_too(app, browser, cast, session):
    create_process(
        session,
        cast.organisation,
        slug="wohnen",
        title="Wohnen",
        opens_at=WHILE_OPEN,
        closes_at=WHILE_OPEN + timedelta(days=9),
    )
    create_token(session, cast.emil, ["drafts:write"], "Skript")
    session.commit()

    page = browser.sign_in(cast.emil).get("/desk/journal")

    words = page.select_one("tbody").get_text(" ")
    assert "Verfahren angelegt" in words
    assert "Zugangsschlüssel gegeben" in words
    assert "drafts:write" in words
    at_theirs = browser.at(OTHER_HOST).sign_in(cast.gustav)
    elsewhere = at_theirs.get("/desk/journal").select_one("tbody")
    assert "Zugangsschlüssel" not in elsewhere.text


@pytest.mark.parametrize("days", ["first=0001-01-01", "last=9999-12-31"])
def test_days_beyond_all_calendars_count_as_not_asked(browser, cast, linked, days):
    browser.sign_in(cast.emil)

    assert "Amira" in browser.get(f"/desk/journal?{days}").text
    assert "Amira" in browser.client.get(f"/desk/journal.csv?{days}").text


def test_it_is_filtered_by_deed_process_and_day(browser, cast, linked):
    browser.sign_in(cast.emil)

    def rows(query: str) -> int:
        table = browser.get(f"/desk/journal?{query}").select("tbody tr")
        return 0 if "nichts im Protokoll" in table[0].text else len(table)

    assert rows("deed=comment.posted") == 2
    assert rows("deed=comment.posted&process=ankommen&first=2016-10-15&last=2016-10-15") == 2
    assert rows("deed=comment.posted&first=2016-10-16") == 0
    assert rows("process=anderswo") == 0
    assert rows("deed=unsinn&first=gestern&before=-1") == rows("")


def test_it_is_paged_by_key(browser, cast, session):
    for n in range(60):
        cast.says(session, f"Anmerkung Nummer {n} zur Probe.")
    session.commit()
    browser.sign_in(cast.emil)

    first = browser.get("/desk/journal?deed=comment.posted")
    older = next(a for a in first.select("a") if a.text == "Ältere Einträge")["href"]
    second = browser.get(older)

    assert len(first.select("tbody tr")) == 50
    assert len(second.select("tbody tr")) == 10


def test_as_csv_it_opens_in_a_german_excel_and_runs_no_formula(browser, cast, session, linked):
    cast.amira.name = "=cmd()"
    session.add(cast.amira)
    session.commit()

    browser.sign_in(cast.emil).get("/desk/journal.csv")
    answer = browser.client.get("/desk/journal.csv?deed=comment.posted")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[5] for row in rows[1:]] == ["#2", "#1"]
    assert rows[1][3] == "'=cmd()"


def test_moderators_see_their_processes_and_nobody_elses(browser, cast, linked):
    here = browser.sign_in(cast.bernd).get("/desk/journal?deed=comment.posted")
    assert len(here.select("tbody tr")) == 2

    elsewhere = browser.at(OTHER_HOST).sign_in(cast.gustav).get("/desk/journal")
    assert "Amira" not in elsewhere.text
    assert "Ankommen in Musterstadt" not in elsewhere.text
    assert "Amira" not in browser.client.get("/desk/journal.csv").text


@pytest.mark.parametrize("who", ["amira", "chen"])
def test_residents_and_groups_are_refused(browser, cast, who):
    browser.sign_in(getattr(cast, who))

    assert "Verfahrensleitung, Revision und Büro" in browser.get("/desk/journal", status=403).text
    browser.get("/desk/journal.csv", status=403)


def test_every_deed_that_is_written_down_has_words():
    written = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_deed = isinstance(node, ast.Call) and len(node.args) > 2
            if is_deed and isinstance(node.func, ast.Attribute) and node.func.attr == "record":
                deed = node.args[2]
                if isinstance(deed, ast.Constant):
                    written.add(deed.value)
    assert written - set(deeds()) == set()
    assert len(written) > 15
