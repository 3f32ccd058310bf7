"""What waits goes along to a new version, and into no bundle before it is public."""

from app.comments.stopping import stop_reply
from app.groups.notes import NotesInOrder
from app.groups.queries import count_notes, fields_of
from app.models import CommentState
from app.publishing.domain import publish_version
from tests.cast import WHILE_OPEN
from tests.comments.stopping import comments
from tests.moderation.test_stopped import REFUSAL, STOPPED, problems, stop
from tests.publishing.following import next_version


def test_a_waiting_note_goes_along_and_is_published_where_it_stands_then(browser, cast, session):
    stop(session, cast, by=cast.amira)
    version = next_version(session, cast)
    publish_version(session, cast.process, version, by=cast.emil, despite_doubts=True)
    session.commit()
    (note,) = comments(session)
    assert (note.state, note.version_id) == (CommentState.WAITING, version.id)
    assert problems(session) == []

    browser.sign_in(cast.bernd).send(f"{STOPPED}/1/publish")

    assert problems(session) == []
    page = browser.leave().get("/p/ankommen/fields/sprache")
    assert "Kaufen Sie im Kasino." in page.text


def bundled(session, cast):
    """The notes that a bundle drawn now would hold, with how many answers each."""
    found = NotesInOrder(session, cast.process.id, fields_of(session, cast.group), WHILE_OPEN)
    told = [(note.number, note.state, note.text, len(note.answers)) for note in found]
    assert count_notes(session, cast.group, WHILE_OPEN) == len(told)
    session.commit()
    return told


def test_no_bundle_holds_what_waits_or_an_answer_that_was_refused(browser, cast, session):
    stop(session, cast)
    note = cast.says(session, by=cast.dora)
    for text in ("Ein Angebot.", "Noch ein Angebot."):
        stop_reply(session, note, cast.amira, ["links"], text=text, now=WHILE_OPEN)
    session.commit()
    assert bundled(session, cast) == [(2, "public", "Mehr Kurse am Abend bitte.", 0)]

    browser.sign_in(cast.bernd).send(f"{STOPPED}/1/publish")
    browser.send(f"{STOPPED}/2/refuse", **REFUSAL)
    browser.send(f"{STOPPED}/3/publish")

    assert bundled(session, cast) == [
        (1, "public", "Kaufen Sie im Kasino.", 0),
        (2, "public", "Mehr Kurse am Abend bitte.", 1),
    ]
