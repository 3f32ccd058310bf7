"""Nothing typed is lost when a session ends while somebody writes."""

import inspect
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app.comments.forms import CommentForm
from app.models import Challenge, Comment, Errand, Reply, RequestKey, SignIn
from tests.cast import AFTER_CLOSE, PASSWORD, WHILE_OPEN
from tests.comments.asking import COMMENTS, TEXT, a_note, count

WORDING = "Kurse beginnen im März."


def while_writing_the_session_ends(browser, cast, session):
    """Amira has the form open; from elsewhere all her sessions are ended."""
    browser.sign_in(cast.amira).get(f"{COMMENTS}/new?at=hf1-1")
    for sign_in in session.exec(select(SignIn)):
        sign_in.ended_at = WHILE_OPEN
    session.commit()


def way_on(page):
    return parse_qs(urlsplit(page.select_one("a.button[href^='/sign-in']")["href"]).query)["next"][
        0
    ]


@pytest.mark.parametrize("send", ["send", "send_with_htmx"])
def test_whoever_signs_in_first_finds_the_whole_note_in_the_form(browser, cast, session, send):
    while_writing_the_session_ends(browser, cast, session)
    note = a_note(kind="suggestion", sentence="2", proposed_wording=WORDING, version="1")
    page = getattr(browser, send)(COMMENTS, status=401, **note)
    assert page.select_one("textarea").text.strip() == TEXT
    see = way_on(page)

    browser.send("/sign-in", email=cast.amira.email, password=PASSWORD, next=see)
    assert browser.last.headers["location"] == see
    form = browser.get(see)

    assert form.select_one("textarea[name=text]").text.strip() == TEXT
    assert form.select_one("textarea[name=proposed_wording]").text.strip() == WORDING
    assert form.select_one("input[name=kind][checked]")["value"] == "suggestion"
    assert form.select_one("option[selected]")["value"] == "2"
    kept = form.select_one("input[name=kept]")["value"]
    browser.send(COMMENTS, **note, kept=kept)
    assert session.exec(select(Comment)).one().text == TEXT
    assert not session.exec(select(Challenge).where(Challenge.errand == Errand.TYPED)).all()


def test_a_note_begun_with_an_account_does_not_go_out_without_one(browser, cast, session):
    cast.process.takes_unsigned = True
    session.add(cast.process)
    session.commit()
    browser.get("/")

    page = browser.send(COMMENTS, status=401, **a_note(signed="1"))

    assert "Sie sind nicht mehr angemeldet." in page.text
    assert count(session) == 0
    without = next(a["href"] for a in page.select("a") if a["href"].startswith(COMMENTS))
    assert browser.get(without).select_one("textarea[name=text]").text.strip() == TEXT


def test_what_is_set_aside_is_there_by_its_token_alone_and_for_three_hours(
    browser, cast, session, it_is
):
    while_writing_the_session_ends(browser, cast, session)
    see = way_on(browser.send(COMMENTS, status=401, **a_note()))
    kept = browser.leave().client.get(see).headers["cache-control"]
    assert kept == "private, no-store", "whoever has the address reads it"
    browser.sign_in(cast.dora)
    assert TEXT not in browser.get(see[:-6] + "AAAAAA").text
    assert TEXT in browser.get(see).text
    assert (
        session.exec(select(Challenge).where(Challenge.errand == Errand.TYPED)).one().person_id
        is None
    )

    it_is(WHILE_OPEN + timedelta(hours=3, seconds=1))
    page = browser.get(see)

    assert TEXT not in page.text
    assert "Ihr Text lag drei Stunden bereit" in page.text


def test_an_answer_is_set_aside_too(browser, cast, session):
    cast.says(session)
    session.commit()
    browser.get("/")
    page = browser.send(f"{COMMENTS}/1/replies", status=401, text="Dem stimme ich zu.")

    form = browser.sign_in(cast.dora).get(way_on(page))

    assert form.select_one("textarea[name=text]").text.strip() == "Dem stimme ich zu."
    kept = form.select_one("input[name=kept]")["value"]
    browser.send(f"{COMMENTS}/1/replies", text="Dem stimme ich zu.", kept=kept)
    assert count(session, Reply) == 1
    assert not session.exec(select(Challenge).where(Challenge.errand == Errand.TYPED)).all()


def test_a_form_from_before_signing_in_elsewhere_can_be_sent_once_more(browser, cast, session):
    browser.sign_in(cast.amira)
    page = browser.send(
        COMMENTS, status=403, **a_note(form_token="x.y", sentence="2.2-4", version="1")
    )
    assert not page.select("button:-soup-contains('Noch einmal abschicken')")  # nobody says whence

    browser.client.headers["sec-fetch-site"] = "same-origin"
    page = browser.send(
        COMMENTS, status=403, **a_note(form_token="x.y", sentence="2.2-4", version="1")
    )
    again = page.select_one("main form[method=post]")
    fields = {f["name"]: f.get("value") or f.text.strip() for f in again.select("[name]")}
    browser.send(again["action"], **fields)

    comment = session.exec(select(Comment)).one()
    assert (comment.text, comment.quote) == (TEXT, "beginnen z. B.")


def test_a_minute_late_the_whole_note_is_there_to_copy_with_the_reason(
    browser, cast, session, it_is
):
    browser.sign_in(cast.amira)
    it_is(AFTER_CLOSE)
    note = a_note(kind="suggestion", text="x" * 5_000, proposed_wording=WORDING)

    page = browser.send(COMMENTS, status=403, **note)

    assert "Seit 8. November 2016, 24 Uhr, geschlossen." in page.text
    shown = [area.text.strip() for area in page.select("textarea[readonly]")]
    assert shown == ["x" * 5_000, WORDING]
    assert count(session) == 0


EVIL = "<svg onload=alert(1)>\u202e\u200b\u2066\u0000\u001f{{ 7*7 }}\ufeff"


def test_whatever_stands_in_any_field_of_the_form_it_is_only_text(browser, cast, session):
    browser.sign_in(cast.amira).get(f"{COMMENTS}/new?at=hf1-1")
    for field in sorted({*inspect.signature(CommentForm).parameters, "looked"}):
        typed = a_note(kind="suggestion", proposed_wording=WORDING)
        typed[field] = f"{typed.get(field, '')}{EVIL}"

        answer = browser.client.post(COMMENTS, data={"form_token": browser.token} | typed)

        assert answer.status_code in (200, 404, 409), field  # stored; no such place; version
        assert not BeautifulSoup(answer.text, "html.parser").select("svg"), field
    for comment in session.exec(select(Comment)):
        said = f"{comment.text}{comment.proposed_wording}{comment.author_name}"
        assert not re.search("[\u202e\u200b\u2066\u0000\u001f\ufeff]", said)
    for key in session.exec(select(RequestKey.key)):
        assert key.isprintable()
