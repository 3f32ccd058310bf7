"""An author mends what they say of themselves: that is no copy of their own note."""

from sqlmodel import select

from app.models import Comment, CommentState
from tests.comments.asking import COMMENTS, TEXT, a_note
from tests.comments.stopping import now

EDIT = f"{COMMENTS}/1/edit"


def test_who_mends_only_the_organisation_again_and_again_stays_public(browser, cast, session):
    browser.sign_in(cast.amira).send(COMMENTS, **a_note())
    said = {"kind": "note", "text": TEXT, "seen": "0"}
    for organisation in ("Nachbarn", "Nachbarn e. V.", "Nachbarn im Viertel", "Die Nachbarn"):
        browser.send(EDIT, **said, organisation=organisation, shows_self="1")
        (note,) = now(session, select(Comment))
        assert (note.state, note.author_organisation) == (CommentState.PUBLIC, organisation)
    for n, kind in enumerate(("question", "note", "question")):
        browser.send(EDIT, **said | {"kind": kind, "seen": str(n)})
    (note,) = now(session, select(Comment))
    assert note.state is CommentState.PUBLIC


def test_a_line_about_oneself_is_still_looked_at(browser, cast, session):
    browser.sign_in(cast.amira).send(COMMENTS, **a_note())
    links = " ".join(f"https://n{n}.example/x" for n in range(4))
    browser.send(EDIT, kind="note", text=TEXT, seen="0", organisation=links, shows_self="1")
    (note,) = now(session, select(Comment))
    assert note.state is CommentState.WAITING
