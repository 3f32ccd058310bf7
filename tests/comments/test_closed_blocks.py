"""A block on which the office takes no notes: it can be read, and nobody writes beside it."""

import pytest
from sqlmodel import Session, select

from app.accounts.giving import create_token
from app.models import Comment
from tests.browser import Browser
from tests.cast import Cast

REFUSED = "Zu diesem Absatz nimmt die Stadt keine Anmerkungen an."
NOTE = {"kind": "note", "text": "Mehr Kurse am Abend bitte."}


@pytest.fixture
def closed(session: Session, cast: Cast) -> str:
    """HF1 · 2 is closed for notes."""
    block = cast.block(session, "hf1-2")
    block.is_open = False
    session.add(block)
    session.commit()
    return block.fragment


def test_its_text_stands_there_without_a_way_to_write(browser: Browser, cast, closed) -> None:
    browser.sign_in(cast.amira)
    for url in ("/p/ankommen/fields/sprache", f"/p/ankommen/blocks/{closed}"):
        page = browser.get(url)
        assert not page.select(f"a[href*='new?at={closed}'], #write-{closed}")
        assert "Keine Anmerkungen möglich" in page.text
    page = browser.get("/p/ankommen/fields/sprache")
    assert "Treffs in jedem Stadtteil" in page.select_one(f"#{closed}").text
    assert page.select("a[href*='new?at=hf1-1']")


@pytest.mark.parametrize("at", ["hf1-2", "hf1-2-1"])
def test_the_form_is_refused_in_a_sentence(browser: Browser, cast, closed, at: str) -> None:
    page = browser.sign_in(cast.amira).get(f"/p/ankommen/comments/new?at={at}")

    assert REFUSED in page.main.text
    assert not page.select("form.form--margin")


@pytest.mark.parametrize("target", ["hf1-2", "hf1-2-1"])
def test_a_note_sent_all_the_same_is_not_kept(
    browser: Browser, session, cast, closed, target: str
) -> None:
    browser.sign_in(cast.amira)

    page = browser.send("/p/ankommen/comments", status=403, target=target, **NOTE)

    assert REFUSED in page.text
    assert NOTE["text"] in page.textarea.text
    assert session.exec(select(Comment)).all() == []


def test_on_other_blocks_and_on_the_field_one_writes_as_ever(browser, cast, closed) -> None:
    browser.sign_in(cast.amira)
    for target in ("hf1-1", "hf1"):
        browser.send("/p/ankommen/comments", target=target, **NOTE)


def test_programs_are_told_and_refused(browser: Browser, session, cast, closed) -> None:
    key = create_token(session, cast.amira, ["comments:write"], "Probe")
    session.commit()
    client, api = browser.client, "/api/v1/processes/ankommen"
    draft = client.get(f"{api}/draft").json()
    blocks = {}
    sections = draft["sections"]
    while sections:
        one = sections.pop()
        sections += one["sections"]
        blocks |= {block["address"]: block["open"] for block in one["blocks"]}
    assert blocks["HF1 · 1"] is True
    assert blocks["HF1 · 2"] is False
    assert blocks["T · 1"] is False

    answer = client.post(
        f"{api}/comments",
        json={"address": "HF1 · 2", **NOTE},
        headers={"Authorization": f"Bearer {key}"},
    )
    assert answer.status_code == 403
    assert REFUSED in answer.text
