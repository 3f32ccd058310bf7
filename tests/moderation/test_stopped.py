"""The page of what was stopped: a person publishes or refuses it, once, and tells the author."""

import pytest
from sqlmodel import Session, select

from app.comments.queries import by_number
from app.comments.stopping import stop_comment, stop_reply
from app.comments.targets import Target
from app.models import Comment, CommentKind, CommentState, Release, Stop
from app.moderation.domain import unhide
from app.selfcheck import counters
from tests.cast import WHILE_OPEN
from tests.comments.stopping import answers, comments, now, process
from tests.hearing import mails
from tests.moderation.looking import counts, deeds

STOPPED = "/desk/p/ankommen/stopped"
FIELD = "/p/ankommen/fields/sprache"
REFUSAL = {"rule": "3", "reason": "Das ist Werbung."}


def stop(session, cast, text="Kaufen Sie im Kasino.", *, by=None, reasons=("trap",), at="hf1-1-1"):
    """Something that was stopped at the door."""
    target = Target.find(session, cast.process, at)
    note = stop_comment(
        session, target, by, reasons, kind=CommentKind.NOTE, text=text, now=WHILE_OPEN
    )
    session.commit()
    return note


def problems(session: Session):
    """What the self-check finds wrong with the counters."""
    found = [finding.problem for finding in counters(session) if finding.problem]
    session.commit()
    return found


@pytest.fixture
def desk(browser, cast, session):
    """Bernd at his desk; Amira's note waits."""
    stop(session, cast, by=cast.amira)
    return browser.sign_in(cast.bernd)


def test_the_page_shows_what_waits_where_and_why(desk, cast, session):
    cast.says(session, by=cast.dora)
    session.commit()
    page = desk.get(STOPPED)

    (shown,) = page.select(".stopped")
    assert "Anmerkung #1 von Amira" in " ".join(shown.h2.text.split())
    assert "Alle lernen Deutsch." in shown.select_one(".passage").text
    assert "Kaufen Sie im Kasino." in shown.select_one(".note__text").text
    assert "Ein verstecktes Feld war ausgefüllt." in shown.text
    assert "1" in desk.get("/desk").select_one("a[href$=stopped]").find_parent("article").text


def test_published_it_has_its_place_and_counts_everywhere(desk, cast, session):
    assert counts(session, cast)["field"] == (0, 0, 0)
    session.commit()
    revision = cast.language.revision

    desk.send(f"{STOPPED}/1/publish")

    (note,) = comments(session)
    assert (note.state, note.is_listed) == (CommentState.PUBLIC, True)
    assert counts(session, cast) == {
        "process": (1, 0, 0),
        "field": (1, 0, 0),
        "block": (1, 0),
        "sentence": 1,
    }
    session.commit()
    assert process(session).waiting_count == 0
    assert cast.language.revision > revision
    assert "Kaufen Sie im Kasino." in desk.leave().get(FIELD).select_one("#a1").text
    (mail,) = mails(session)
    assert mail.to_address == "amira@example.org"
    assert mail.subject == "Ihre Anmerkung #1 ist öffentlich"
    assert len(deeds(session, "comment.released")) == 1
    session.commit()
    assert problems(session) == []


def test_nothing_becomes_public_that_its_author_has_changed_since_it_was_read(desk, cast, session):
    def seen():
        return desk.get(STOPPED).select_one("[name=seen]")["value"]

    read, words = seen(), "Kaufen Sie woanders."
    own = {"kind": "note", "text": words, "seen": "0", "organisation": "Kasino", "shows_self": "1"}
    desk.sign_in(cast.amira).send("/p/ankommen/comments/1/edit", **own)
    desk.sign_in(cast.bernd)

    refusal = desk.send(f"{STOPPED}/1/publish", 409, seen=read)

    assert "Die Anmerkung wurde eben geändert." in refusal.text
    desk.send(f"{STOPPED}/1/refuse", 409, **REFUSAL, seen=read)
    assert [note.state for note in comments(session)] == [CommentState.WAITING]
    shown = desk.get(refusal.select_one("a[href*='stopped?']")["href"]).select_one(".stopped")
    assert words in shown.text
    assert "Kasino" in shown.select_one(".speaks").text
    desk.send(f"{STOPPED}/1/publish", seen=seen())
    assert [note.state for note in comments(session)] == [CommentState.PUBLIC]


def test_refused_it_leaves_a_tombstone_and_the_author_learns_rule_reason_and_way(
    desk, cast, session
):
    desk.send(f"{STOPPED}/1/refuse", **REFUSAL)

    (note,) = comments(session)
    assert note.state is CommentState.HIDDEN
    assert counts(session, cast)["block"] == (0, 1)
    session.commit()
    page = desk.leave().get("/p/ankommen/comments/1")
    assert "nach Spielregel 3" in page.text
    assert "Das ist Werbung." in page.text
    assert "Kasino" not in page.text + desk.get(FIELD).text
    (mail,) = mails(session)
    for part in ("Spielregel 3", "Das ist Werbung.", "ein Mensch", "widersprechen Sie", "> Kaufen"):
        assert part in mail.text
    session.commit()
    assert problems(session) == []


def test_without_rule_or_reason_nothing_is_decided_and_what_was_typed_stays(desk, session):
    page = desk.send(f"{STOPPED}/1/refuse", status=422, rule="", reason="Das ist Werbung.")
    assert "Wählen Sie die Spielregel." in page.text
    assert page.select_one("#s1-reason").text.strip() == "Das ist Werbung."
    assert page.select_one("details[open] #s1-rule")

    desk.send(f"{STOPPED}/1/refuse", status=422, rule="3", reason=" ")
    desk.send(f"{STOPPED}/1/refuse", status=422, rule="99", reason="Das ist Werbung.")

    assert comments(session)[0].state is CommentState.WAITING


def test_of_two_moderators_the_first_decides(desk, cast, session):
    desk.send(f"{STOPPED}/1/publish")
    desk.send(f"{STOPPED}/1/publish")  # the same click again
    assert len(mails(session)) == 1
    session.commit()

    desk.send(f"{STOPPED}/1/refuse", status=409, **REFUSAL)
    desk.sign_in(cast.jonas)
    page = desk.send(f"{STOPPED}/1/publish", status=409)

    assert "Darüber hat eben schon jemand entschieden." in page.text
    assert comments(session)[0].state is CommentState.PUBLIC


def test_nothing_of_another_process_is_reached_through_ones_own(desk, cast, session):
    row = session.get_one(Stop, 1)
    row.process_id = cast.elsewhere.id
    session.add(row)
    session.commit()

    desk.send(f"{STOPPED}/1/publish", status=404)


def test_an_auditor_reads_and_decides_nothing(desk, cast):
    page = desk.sign_in(cast.karin).get(STOPPED)
    assert page.select(".stopped")
    assert not page.select("form[action$=publish], form[action$=refuse]")

    desk.send(f"{STOPPED}/1/publish", status=403)


def test_a_reply_gets_its_place_when_it_is_published(desk, cast, session):
    note = cast.says(session, by=cast.dora)
    stop_reply(session, note, cast.amira, ["links"], text="Das erste Wort.", now=WHILE_OPEN)
    session.commit()
    desk.sign_in(cast.chen).send("/p/ankommen/comments/2/replies", text="Das zweite Wort.")
    desk.sign_in(cast.bernd).send(f"{STOPPED}/2/publish")

    assert [reply.position for reply in answers(session)] == [2, 1]
    page = desk.leave().get("/p/ankommen/comments/2")
    assert [reply["id"] for reply in page.select(".reply")] == ["r2-1", "r2-2"]
    told = {(mail.to_address, mail.subject) for mail in mails(session)}
    assert ("amira@example.org", "Ihre Antwort auf #2 ist öffentlich") in told
    assert ("dora@example.org", "2 Neuigkeiten: Ankommen in Musterstadt") in told
    session.commit()
    assert problems(session) == []


def test_a_refused_reply_is_seen_by_nobody(desk, cast, session):
    note = cast.says(session, by=cast.dora)
    stop_reply(session, note, cast.amira, ["links"], text="Ein Angebot.", now=WHILE_OPEN)
    session.commit()
    desk.send(f"{STOPPED}/2/refuse", **REFUSAL)

    page = desk.leave().get("/p/ankommen/comments/2")
    assert not page.select(".reply")
    (mail,) = mails(session)
    assert (mail.to_address, "Das ist Werbung." in mail.text) == ("amira@example.org", True)
    session.commit()
    assert problems(session) == []


def test_twenty_at_a_time_the_oldest_first(desk, cast, session):
    for n in range(20):
        stop(session, cast, f"Angebot Nummer {n} aus dem Kasino.")
    page = desk.get(STOPPED)
    assert [row["id"] for row in page.select(".stopped")] == [f"s{n}" for n in range(1, 21)]

    page = desk.get(page.select_one("a[rel=next]")["href"])

    assert [row["id"] for row in page.select(".stopped")] == ["s21"]


def test_the_page_asks_as_few_questions_for_twenty_as_for_one(desk, cast, session, count_queries):
    with count_queries() as few:
        desk.get(STOPPED)
    for n in range(19):
        stop(session, cast, f"Angebot Nummer {n}.", reasons=["unsigned"])
    with count_queries() as many:
        desk.get(STOPPED)

    assert len(many) == len(few) <= 12


def test_what_was_refused_by_mistake_can_be_shown_after_all(desk, cast, session):
    desk.send(f"{STOPPED}/1/refuse", **REFUSAL)
    unhide(session, by_number(session, cast.process, 1), cast.bernd, WHILE_OPEN)
    session.commit()

    assert comments(session)[0].state is CommentState.PUBLIC
    assert problems(session) == []


def test_the_self_check_sees_when_something_waits_without_a_reason(cast, session):
    note = stop(session, cast)
    row = now(session, select(Stop))[0]
    row.release = Release.PUBLISHED
    session.add(row)
    session.commit()

    found = " ".join(problems(session))

    assert "1 counters process.waiting are not what the rows say." in found
    assert "1 notes wait without a reason" in found
    assert session.get_one(Comment, note.id).state is CommentState.WAITING
