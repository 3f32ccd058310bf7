"""Everything that is kept about a person, in one file, for that person."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from sqlmodel import SQLModel, select

from app.accounts import mailed, own_words
from app.accounts.not_given_out import NOT_GIVEN_OUT
from app.accounts.own_data import everything_about
from app.accounts.own_parts import PARTS
from app.models import JournalEntry, OutboxMail, Person
from app.security import form_token
from tests.cast import WHILE_OPEN

NAMING = re.compile(r"name|mail|address|phone|contact")
SECRETS = re.compile(r"hash|secret|public_key|credential|salt|token")


def personal_columns():
    """Every column that points at a person, or holds an address or a name."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            points = any(key.column.table.name == "person" for key in column.foreign_keys)
            if points or NAMING.search(column.name):
                yield f"{table.name}.{column.name}"


def given_out():
    for part in PARTS:
        for name in (*part.by, *part.columns.split()):
            yield f"{part.table.__tablename__}.{name}"


def test_every_column_about_a_person_is_given_out_or_left_out_for_a_reason():
    columns = set(personal_columns())
    assert len(columns) > 50
    assert columns - set(given_out()) - set(NOT_GIVEN_OUT) == set()


def test_every_exception_is_a_column_that_there_is_and_says_why():
    assert set(NOT_GIVEN_OUT) <= set(personal_columns()) - set(given_out())
    assert all(len(reason) > 20 for reason in NOT_GIVEN_OUT.values())


def test_no_key_and_no_hash_is_given_out():
    assert [name for name in given_out() if SECRETS.search(name.partition(".")[2])] == []


def test_every_part_and_column_has_a_german_name():
    assert list(own_words.parts()) == [part.name for part in PARTS]
    columns = {name.removesuffix("_id") for part in PARTS for name in part.columns.split()}
    assert columns == set(own_words.columns())


def taken(browser):
    """The file: its JSON, and the page beside it."""
    browser.get("/account/data")
    browser.send("/account/data", status=200)
    assert browser.last.headers["cache-control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(browser.last.content)) as archive:
        data, page = sorted(archive.namelist(), key=lambda name: name.endswith(".html"))
        return json.loads(archive.read(data))["parts"], archive.read(page).decode()


def test_the_file_holds_ones_own_things_and_nobody_elses(cast, session, browser):
    cast.says(session, "Mehr Kurse am Abend bitte.")
    cast.says(session, "Doras eigener Satz dazu.", by=cast.dora)
    mailed.ask_sign_in(session, "amira@example.org")
    mailed.ask_sign_in(session, "dora@example.org")
    session.commit()
    parts, page = taken(browser.sign_in(cast.amira))

    assert [note["text"] for note in parts["notes"]] == ["Mehr Kurse am Abend bitte."]
    assert parts["notes"][0]["process"] == "Ankommen in Musterstadt"
    assert parts["account"][0]["email"] == "amira@example.org"
    assert [mail["to_address"] for mail in parts["mails"]] == ["amira@example.org"]
    assert len(parts["sign_ins"]) == 1
    for told in (json.dumps(parts), page):
        assert "Mehr Kurse am Abend bitte." in told
        assert "dora" not in told.lower()
        assert "argon2" not in told


def test_the_page_is_read_without_us_and_its_contents_lead_to_each_part(cast, session, browser):
    cast.says(session, "Mehr Kurse am Abend bitte.")
    session.commit()
    _parts, page = taken(browser.sign_in(cast.amira))
    assert re.search(r"<style>.*?overflow-wrap: anywhere.*?</style>\s*</head>", page, re.DOTALL)
    assert not re.search(r"<link|<script|<img|@import|url\(", page)
    leads, parts = re.findall(r'href="#(\w+)"', page), re.findall(r'<h2 id="(\w+)"', page)
    assert [*leads, "nothing"] == parts
    assert "notes" in leads


def test_links_that_still_open_something_are_not_in_the_file(cast, session):
    mailed.ask_sign_in(session, "amira@example.org")
    token = re.search(r"/sign-in/link/(\S{30,})\?", session.exec(select(OutboxMail.text)).one())[1]
    told = json.dumps(everything_about(session, cast.amira))
    assert "/sign-in/link/" in told
    assert token not in told


def test_text_that_would_run_stays_text(cast, session, browser):
    cast.says(session, "Eins <svg onload=alert(1)> zwei")
    session.commit()
    _parts, page = taken(browser.sign_in(cast.amira))
    assert "<svg" not in page
    assert "&lt;svg onload=alert(1)&gt;" in page


def test_taking_it_stands_in_the_journal_without_a_word_of_it(cast, session, browser):
    taken(browser.sign_in(cast.amira))
    entry = session.exec(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (entry.deed, entry.details) == ("account.took_data", {})


@pytest.mark.parametrize("page", ["/account/data", "/account/delete"])
def test_both_want_a_fresh_proof(page, cast, browser, it_is):
    browser.sign_in(cast.amira).get(page)
    it_is(WHILE_OPEN + timedelta(minutes=16))
    browser.get(page, status=303)
    browser.send(page, status=303)
    assert browser.last.headers["location"].startswith("/prove?")


def test_a_page_elsewhere_cannot_take_it_or_delete_the_account(cast, session, browser):
    browser.sign_in(cast.amira)
    wrong = {"form_token": form_token("another secret", "x"), "sure": "1"}
    for page in ("/account/data", "/account/delete"):
        answer = browser.client.post(page, data=wrong, follow_redirects=False)
        assert answer.status_code == 403
    session.expire_all()
    assert session.get(Person, cast.amira.id).name == "Amira"
