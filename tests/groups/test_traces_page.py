"""Who says which note caused which change, and where."""

import pytest
from sqlmodel import Session, select

from app.groups.traced import changes
from app.models import Trace
from tests.browser import Browser
from tests.cast import Cast
from tests.publishing.following import REWORDED, STAYS, next_version
from tests.publishing.ledgered import decide

DESK = "/desk/p/ankommen/draft/v2/traces"
ROOM = "/groups/1/traces"


@pytest.fixture
def version(session: Session, cast: Cast):
    """#1 is adopted and its sentence reworded; #2 is adopted and its sentence stays; #3 is about
    the other group's text, adopted, its sentence reworded. Version 2 is compared."""
    for text, at in (("Früher.", REWORDED), ("Gut so.", STAYS), ("Kürzer.", "hf2-1-2")):
        decide(session, cast.says(session, text, at=at))
    made = next_version(session, cast)
    session.commit()
    return made


def key_of(page, label: str) -> str:
    """How a form names the passage at this address."""
    (found,) = [one for one in page.select("article.traced") if one["aria-label"].startswith(label)]
    return found["id"].removeprefix("p")


def told(session: Session) -> dict[int, bool]:
    session.commit()
    found = {one.number: one.is_confirmed for one in changes(session)}
    session.commit()  # nobody writes while somebody looks
    return found


def trace_of(session: Session, note_id: int) -> str:
    ids = session.exec(select(Trace.id).where(Trace.comment_id == note_id)).all()
    session.commit()
    return str(ids[0])


def test_the_office_confirms_drops_and_adds_field_by_field(
    browser: Browser, session: Session, cast: Cast, version, count_queries
):
    browser.sign_in(cast.bernd)
    with count_queries() as seen:
        page = browser.get(f"{DESK}?field=sprache")
    assert len(seen) <= 12
    assert "Änderung der Arbeitsgruppe" in page.select_one("article.traced").text
    passage = page.select_one(f"article[id='p{key_of(page, 'HF1 · 2.2')}']")
    assert passage.select_one("ins").text == "spätestens"
    assert "vorgeschlagen" in passage.text
    (kept,) = page.select("section[aria-labelledby=unveraendert] li")
    assert "#2" in kept.text  # promised, and nothing changed

    browser.send(f"{DESK}/confirm", trace=trace_of(session, 1), field="sprache")
    assert told(session)[1] is True
    new = key_of(page, "HF1 · 1")  # the paragraph that is new
    browser.send(f"{DESK}/add", passage=new, note="#2", field="sprache")
    assert told(session)[2] is True
    page = browser.get(f"{DESK}?field=sprache")
    assert not page.select("section[aria-labelledby=unveraendert]")

    refused = browser.send(f"{DESK}/add", 422, passage=new, note="#99", field="sprache")
    assert refused.select_one("[aria-invalid]")["value"] == "#99"
    assert "zum Beispiel #87" in refused.text

    browser.send(f"{DESK}/drop", trace=trace_of(session, 2), field="sprache")
    browser.send(f"{DESK}/search", field="sprache")
    assert 2 not in told(session)


def test_a_lead_confirms_in_the_text_of_the_own_group_and_nowhere_else(
    browser: Browser, session: Session, cast: Cast, version
):
    theirs = trace_of(session, 3)
    browser.sign_in(cast.chen)  # a member reads
    page = browser.get(ROOM)
    assert page.select("article.traced")
    assert not page.select("article.traced form")
    browser.send(f"{ROOM}/confirm", 403, field="sprache")

    browser.leave()
    browser.sign_in(cast.ines)  # the lead
    browser.send(f"{ROOM}/confirm", 409, trace=theirs)
    assert told(session)[3] is False
    browser.send(f"{ROOM}/confirm", field="arbeit")
    assert told(session)[3] is False
    browser.send(f"{ROOM}/confirm", field="sprache")
    assert told(session)[1] is True
