"""Translations on PostgreSQL: written, read, taken along, and by two at once."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from app.models import BlockTranslation, NoteTranslation
from tests.accounts.test_at_once import postgres_app
from tests.browser import Browser
from tests.cast import invite
from tests.comments.asking import at_once
from tests.comments.stopping import now
from tests.desk.test_translations import FIELD, LINES, PAGE, save, typed
from tests.public.revised import REVISED, publish

__all__ = ["postgres_app"]
pytestmark = pytest.mark.postgres


def test_two_at_once_make_one_translation_which_a_new_version_takes_along(postgres_app):
    engine = postgres_app.state.engine
    with TestClient(postgres_app) as client, Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        note = cast.says(session)
        session.commit()
        browser = Browser(client).sign_in(cast.emil)
        fields = typed(browser.get(f"{PAGE}?into=ar")) | {"b-hf1-1": LINES}
        at_once(8, lambda: client.post(PAGE, data=fields, follow_redirects=False))
        assert len(now(session, select(BlockTranslation))) == 1
        desk = f"/desk/p/ankommen/comments/{note.number}/translation"
        seen = browser.get(desk).select_one("[name=seen]")["value"]
        beside = {"into": "en", "text": "More.", "seen": seen, "form_token": browser.token}
        at_once(8, lambda: client.post(desk, data=beside, follow_redirects=False))
        assert len(now(session, select(NoteTranslation))) == 1

        save(browser, into="de-simple", b_hf1_2="Treffs. Überall.")
        publish(session, cast.process, REVISED)
        session.commit()
        page = browser.leave().get(f"{FIELD}?text=ar")
        assert [link["href"] for link in page.select(".draft .moved")] == [f"{FIELD}#hf1-1-2"]
        choice = [link.text.strip() for link in page.select(".reading a")]
        assert choice == ["Deutsch", "العربية"]  # what stood in hf1-2 is gone from this field
        languages = select(BlockTranslation.language).order_by(col(BlockTranslation.id))
        assert now(session, languages)[:3] == ["ar", "de-simple", "ar"]
