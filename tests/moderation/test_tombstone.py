"""Of a hidden note nothing is left on any page but the tombstone."""

import re
from datetime import timedelta

from app.comments.queries import by_number
from app.moderation import domain
from tests.cast import WHILE_OPEN
from tests.moderation.looking import INBOX

DAY = timedelta(days=1)


def test_of_a_hidden_note_nothing_but_the_tombstone_is_on_any_page(browser, cast, session):
    secret, author = "Frau Seltsam wohnt im dritten Stock.", cast.dora
    author.name = "Dorothea Unverkennbar"
    session.add(author)
    for at in ("hf1-1-1", "hf1-4-1"):
        cast.says(session, "Das andere bleibt stehen.", at=at)
    note = cast.says(session, secret, by=author, when=WHILE_OPEN - DAY)
    session.flush()
    note = by_number(session, cast.process, note.number)
    domain.answer(session, note, cast.bernd, "Wir prüfen das.", WHILE_OPEN)
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
    session.commit()

    browser.sign_in(cast.bernd)
    seen_tombstone = 0
    for address in (
        "/",
        "/p/ankommen",
        "/p/ankommen/draft",
        "/p/ankommen/fields/sprache",
        "/p/ankommen/fields/sprache?note=3",
        "/p/ankommen/fields/sprache?order=supported",
        "/p/ankommen/comments/3",
        "/desk",
        INBOX,
        f"{INBOX}?note=3",
        f"{INBOX}?done=3",
    ):
        page = browser.get(address)
        for for_staff in page.select(".desk details"):  # who decides on an objection reads it
            for_staff.decompose()
        page = str(page)
        assert "Seltsam" not in page, address
        assert "Unverkennbar" not in page, address
        seen_tombstone += bool(re.search(r"Spielregel\s+3", page))
    assert seen_tombstone >= 3
    browser.send(f"{INBOX}/comments/3/replies", status=403, text="Ja.")
