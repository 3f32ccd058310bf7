"""Writing without an account, where the process takes it: for a piece of work, and it waits."""

import base64
import hashlib
import json
from datetime import timedelta

import pytest
from sqlmodel import select

from app.comments import work
from app.models import Challenge, CommentState
from tests.cast import AFTER_CLOSE, WHILE_OPEN
from tests.comments.asking import COMMENTS, PROCESS, TEXT, a_note, at_once
from tests.comments.stopping import allow_unsigned, comments, now, process, reasons

SECRET = "a secret for tests"
NEW = f"{COMMENTS}/new?at=hf1-1"


@pytest.fixture
def visitor(browser, cast, session, monkeypatch):
    """Somebody who is not signed in, where one may write like that; their device works quickly."""
    monkeypatch.setattr(work, "MOST", 200)
    allow_unsigned(session, cast)
    browser.leave()
    return browser


def solve(task):
    """What the script in the browser does."""
    tried = task["salt"].encode()
    for number in range(task["maxNumber"] + 1):
        if hashlib.sha256(tried + str(number).encode()).hexdigest() == task["challenge"]:
            answer = {key: task[key] for key in ("algorithm", "challenge", "salt", "signature")}
            return answer | {"number": number}
    raise AssertionError("there is no answer")


def spelt(answer):
    return base64.b64encode(json.dumps(answer).encode()).decode()


def work_of(page):
    """The form's piece of work, done."""
    return spelt(solve(json.loads(page.select_one("form[data-task]")["data-task"])))


def test_the_form_is_there_with_a_name_that_one_may_leave_out(visitor):
    page = visitor.get(NEW)

    assert page.select_one("input[name=name]")["value"] == ""
    assert "sonst steht dort „Ohne Namen“" in page.text
    assert "Die Moderation liest zuerst, was ohne Anmeldung kommt." in page.text
    assert page.select_one("form[data-work]")["data-work"].startswith("/static/js/work.js")


def test_elsewhere_one_signs_in_first(browser, cast):
    page = browser.leave().get(NEW)
    assert not page.select_one("form[data-task]")
    assert "Bitte melden Sie sich an" in page.text

    browser.send(COMMENTS, status=401, **a_note())


def test_what_is_written_waits_and_its_author_finds_it_again(visitor, session):
    page = visitor.get(NEW)
    visitor.send(COMMENTS, **a_note(work=work_of(page)))

    (note,) = comments(session)
    assert (note.author_id, note.author_name, note.state) == (
        None,
        "Ohne Namen",
        CommentState.WAITING,
    )
    assert reasons(session) == [["unsigned"]]
    where = visitor.last.headers["location"]
    assert where.startswith(f"{PROCESS}/receipts/1/")
    page = visitor.get(where)
    assert TEXT in page.text
    assert "Sie wartet auf die Moderation" in page.text
    assert "Wir können sie Ihnen nicht schicken" in page.text
    assert visitor.client.get(where).headers["cache-control"] == "private, no-store"
    visitor.get(f"{PROCESS}/comments/1", status=404)
    visitor.get(where.replace("receipts/1", "receipts/2"), status=404)
    assert visitor.client.cookies == {}


def test_nobody_is_called_like_an_office_or_the_moderation(visitor, session):
    done = work_of(visitor.get(NEW))
    for name in ("Büro Beteiligung", "M0derati0n", "Amt für Schule", "Bernd"):
        page = visitor.send(COMMENTS, status=422, **a_note(work=done, name=name))
        assert "So heißt eine Stelle der Stadt oder die Moderation." in page.text
    assert page.select_one("[name=work]")["value"] == done, "the device need not work again"

    visitor.send(COMMENTS, **a_note(work=done, name="Nachbar"))
    assert comments(session)[0].author_name == "Nachbar"


def test_work_is_good_for_one_note_however_it_is_spelt(visitor, session):
    answer = solve(json.loads(visitor.get(NEW).select_one("form[data-task]")["data-task"]))
    visitor.send(COMMENTS, **a_note(work=spelt(answer)))
    first = visitor.last.headers["location"]
    visitor.send(COMMENTS, **a_note(work=spelt(answer)))  # a double click
    assert visitor.last.headers["location"] == first

    for other in (answer, dict(reversed(answer.items())), answer | {"more": 1}):
        visitor.send(COMMENTS, status=409, **a_note(work=spelt(other), text="Noch etwas anderes."))

    assert len(comments(session)) == 1
    assert len(now(session, select(Challenge))) == 1


def test_twenty_equal_notes_at_one_instant_are_one(visitor, session):
    page = visitor.get(NEW)
    fields = a_note(work=work_of(page), form_token=visitor.token)
    at_once(20, lambda: visitor.client.post(COMMENTS, data=fields, follow_redirects=False))

    assert len(comments(session)) == 1
    assert process(session).waiting_count == 1


def test_work_holds_for_its_process_and_three_hours(monkeypatch, it_is):
    monkeypatch.setattr(work, "MOST", 200)
    task = json.loads(work.hand_out(SECRET, 1))
    answer = spelt(solve(task))
    assert work.solved(answer, SECRET, 1) == task["challenge"]
    assert work.solved(answer, SECRET, 2) is None
    assert work.solved(answer, "another secret of ours", 1) is None
    stretched = solve(task) | {"salt": task["salt"].replace("expires=1", "expires=9")}
    assert work.solved(spelt(stretched), SECRET, 1) is None

    it_is(WHILE_OPEN + timedelta(hours=3))
    assert work.solved(answer, SECRET, 1) is None


@pytest.mark.parametrize(
    "answer", ["", "x", "bnVsbA==", spelt([]), spelt({"salt": 1}), spelt({}), "[" * 3000]
)
def test_whatever_else_comes_is_no_answer(answer):
    assert work.solved(answer, SECRET, 1) is None


def test_without_javascript_three_an_hour_wait_with_a_word_more(visitor, session):
    assert "Ohne JavaScript" in visitor.get(NEW).text
    for n in range(3):
        visitor.get(NEW)
        visitor.send(COMMENTS, **a_note(text=f"Mein Gedanke Nummer {n}."))
    visitor.send(COMMENTS, **a_note(text="Mein Gedanke Nummer 2."))  # the same form again
    assert reasons(session) == [["unsigned", "unproved"]] * 3

    visitor.get(NEW)
    page = visitor.send(COMMENTS, status=429, **a_note(text="Mein vierter Gedanke."))

    assert visitor.last.headers["retry-after"] == "3600"
    assert page.select_one("textarea").text.strip() == "Mein vierter Gedanke."
    assert len(comments(session)) == 3
    page = visitor.get(NEW)
    visitor.send(COMMENTS, **a_note(text="Mit Arbeit geht es.", work=work_of(page)))
    assert len(comments(session)) == 4


def test_answering_and_agreeing_need_an_account(visitor, cast, session):
    cast.says(session)
    session.commit()

    visitor.send(f"{COMMENTS}/1/replies", status=401, text="Das sehe ich auch so.")
    visitor.send(f"{COMMENTS}/1/support", status=401, support="1")


def test_after_the_window_nobody_writes(visitor, it_is):
    page = visitor.get(NEW)
    done = work_of(page)
    it_is(AFTER_CLOSE)

    visitor.send(COMMENTS, status=403, **a_note(work=done))


def test_who_is_signed_in_writes_as_always(visitor, cast, session):
    page = visitor.sign_in(cast.amira).get(NEW)
    assert not page.select_one("form[data-task], input[name=name]")

    visitor.send(COMMENTS, **a_note(name="Moderation"))

    (note,) = comments(session)
    assert (note.author_name, note.state) == ("Amira", CommentState.PUBLIC)
