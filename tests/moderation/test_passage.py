"""A removal names the words it is about, to the author alone; tombstone and mail can be looked at
first; and the button that undoes it stands right there."""

import re

from sqlmodel import select

from app.models import Comment, CommentState, Removal
from tests.hearing import mails

HIDE = "/desk/p/ankommen/comments/1/hide"
SAID = {"rule": "3", "reason": "Nennt eine Nachbarin.", "passage": "kurse   am Abend"}


def test_the_words_a_removal_is_about_are_told_to_the_author_alone(browser, session, cast, note):
    session.commit()
    desk = browser.sign_in(cast.bernd)
    page = desk.send(HIDE, 422, **SAID | {"passage": "Kurse im Sommer"})
    assert "Diese Worte stehen dort nicht." in page.select_one("#passage-error").text
    page = desk.send(HIDE, 200, **SAID, look="yes")
    ahead = page.select_one("#vorschau").text
    assert "ausgeblendet nach Spielregel 3" in ahead
    assert "Ihre Anmerkung #1 ist ausgeblendet" in ahead
    assert "> kurse" in ahead
    assert session.exec(select(Removal)).all() == []
    session.commit()

    desk.send(HIDE, **SAID)
    assert desk.last.headers["location"] == f"{HIDE}?done=hidden#getan"
    (mail,) = mails(session)
    assert "Es geht um diese Worte:\n> kurse" in mail.text
    link = re.search(r"http://\S+(/p/\S+objection\?key=\S+)", mail.text)[1]
    assert "kurse" in browser.leave().get(link).main.text
    for public in ("/p/ankommen/comments/1", "/p/ankommen/removals", "/p/ankommen/removals.csv"):
        assert "kurse am" not in re.sub(r"\s+", " ", browser.get(public).text.casefold())

    page = browser.sign_in(cast.bernd).get(f"{HIDE}?done=hidden")
    undo = page.select_one("#getan form")
    assert undo.button.text == "Rückgängig machen"
    for _click in range(2):
        desk.send(undo["action"])
    note = session.exec(select(Comment).execution_options(populate_existing=True)).one()
    assert note.state is CommentState.PUBLIC
    assert "wieder öffentlich" in desk.get(f"{HIDE}?done=shown").select_one("#getan").text
