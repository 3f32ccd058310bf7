"""Writing in the margin, as people without and with htmx do it."""

import pytest
from sqlmodel import select

from app.models import Comment, CommentKind
from tests.cast import AFTER_CLOSE
from tests.comments.asking import COMMENTS, FIELD, PROCESS, TEXT, a_note, at_once, count


def test_a_resident_writes_under_a_block_with_htmx(browser, cast):
    browser.sign_in(cast.amira)
    form = browser.get_fragment(f"{COMMENTS}/new?at=hf1-1")
    assert form.select_one("form")["hx-post"] == COMMENTS

    page = browser.send_with_htmx(COMMENTS, **a_note())

    assert "Ihre Anmerkung #1 ist öffentlich." in page.text
    assert page.select_one(".note .note__text").text.strip() == TEXT


def test_a_resident_writes_without_javascript(browser, cast):
    browser.sign_in(cast.amira)
    page = browser.get(f"{COMMENTS}/new?at=hf1-1")
    assert page.select_one("form[action='/p/ankommen/comments']")

    browser.send(COMMENTS, **a_note())

    page = browser.get(browser.last.headers["location"])
    assert "Ihre Anmerkung #1 ist öffentlich." in page.select_one(".say--good").text
    assert page.select_one(".life__said").text.strip() == TEXT
    (back,) = page.select(".say--good a")
    assert back["href"] == f"{FIELD}?note=1#a1"
    assert browser.get(back["href"]).select_one("#a1 .note__text").text.strip() == TEXT


def test_a_note_goes_to_the_sentence_that_was_chosen(browser, cast, session):
    browser.sign_in(cast.amira).send(COMMENTS, **a_note(sentence="2"))

    assert session.exec(select(Comment)).one().address == "HF1 · 1.2"


def test_a_note_goes_to_the_whole_field(browser, cast):
    browser.sign_in(cast.amira).send(COMMENTS, **a_note(target="hf1"))

    assert TEXT in browser.get(FIELD).select_one("#anmerkungen").text


def test_a_suggestion_is_shown_as_changed_words(browser, cast):
    browser.sign_in(cast.amira).send(
        COMMENTS,
        **a_note(kind="suggestion", sentence="1", proposed_wording="Alle lernen rasch Deutsch."),
    )

    page = browser.get(FIELD)
    assert page.select_one("#a1 .wording ins").text == "rasch"


@pytest.mark.parametrize("send", ["send", "send_with_htmx"])
@pytest.mark.parametrize(
    ("field", "wrong", "sentence"),
    [
        ("text", "", "Hier steht noch nichts."),
        ("text", "Zu kurz", "Schreiben Sie mindestens 10 Zeichen."),
        ("text", "x" * 5_001, "Kürzen Sie um 1 Zeichen; Platz ist für 5.000."),
        (
            "proposed_wording",
            "Alle  lernen Deutsch. ",
            "Der Wortlaut ist noch unverändert. Ändern Sie mindestens ein Wort.",
        ),
        ("proposed_wording", "", "Hier steht noch nichts."),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_everything_typed_stays(
    browser, cast, session, send, field, wrong, sentence
):
    typed = a_note(kind="suggestion", sentence="1", proposed_wording="Alle lernen rasch Deutsch.")
    typed[field] = wrong

    page = getattr(browser.sign_in(cast.amira), send)(COMMENTS, status=422, **typed)

    assert page.select_one(f"#hf1-1-{field}-error").text == f"Fehler: {sentence}"
    assert page.select_one("[role=alert]")
    assert page.select_one("textarea[name=text]").text.strip() == typed["text"].strip()
    kept = page.select_one("textarea[name=proposed_wording]").text.split()
    assert kept == typed["proposed_wording"].split()
    assert page.select_one("option[selected]")["value"] == "1"
    assert page.select_one("input[name=kind][checked]")["value"] == "suggestion"
    assert count(session) == 0


@pytest.mark.parametrize("length", [10, 5_000])
def test_the_shortest_and_the_longest_text_are_taken(browser, cast, session, length):
    browser.sign_in(cast.amira).send(COMMENTS, **a_note(text="x" * length))

    assert count(session) == 1


def test_a_visitor_is_asked_to_sign_in_and_keeps_the_text(browser, cast, session):
    page = browser.send(COMMENTS, status=401, **a_note())

    assert "Bitte melden Sie sich an" in page.text
    assert page.select_one("textarea").text.strip() == TEXT
    assert count(session) == 0


def test_a_minute_after_closing_the_form_is_refused_and_the_text_kept(
    browser, cast, session, it_is
):
    browser.sign_in(cast.amira)
    it_is(AFTER_CLOSE)

    page = browser.send_with_htmx(COMMENTS, status=403, **a_note())

    assert "Seit 8. November 2016, 24 Uhr, geschlossen." in page.text
    assert page.select_one("textarea[readonly]").text.strip() == TEXT
    assert count(session) == 0


def test_after_closing_no_page_offers_to_write(browser, cast, session, it_is):
    cast.says(session)
    session.commit()
    it_is(AFTER_CLOSE)

    page = browser.sign_in(cast.dora).get(FIELD)

    assert not page.select("a[href*='comments/new']")
    assert "geschlossen" in page.text


def test_a_foreign_page_cannot_send_our_form(browser, cast, session):
    browser.sign_in(cast.amira)

    response = browser.client.post(
        COMMENTS,
        data=a_note() | {"form_token": browser.token},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert response.status_code == 403
    assert count(session) == 0


@pytest.mark.parametrize("token", ["", "x.y", "gestohlen"])
def test_without_our_token_nothing_is_done(browser, cast, session, token):
    browser.sign_in(cast.amira).send(COMMENTS, status=403, **a_note(form_token=token))

    assert count(session) == 0


def test_extra_fields_change_nothing(browser, cast, session):
    browser.sign_in(cast.amira).send(
        COMMENTS, **a_note(author_id=99, state="hidden", created_at="2001-01-01", number=7)
    )

    comment = session.exec(select(Comment)).one()
    assert (comment.author_id, comment.state, comment.number) == (cast.amira.id, "public", 1)


def test_a_double_click_makes_one_note(browser, cast, session):
    browser.sign_in(cast.amira)

    receipts = set()
    for _ in range(2):
        browser.send(COMMENTS, **a_note(idempotency_key="k1"))
        receipts.add(browser.last.headers["location"])

    assert len(receipts) == 1
    assert count(session) == 1


def test_the_same_key_with_other_words_is_a_conflict(browser, cast, session):
    browser.sign_in(cast.amira).send(COMMENTS, **a_note(idempotency_key="k1"))

    browser.send(COMMENTS, status=409, **a_note(idempotency_key="k1", text=TEXT + " Wirklich."))

    assert count(session) == 1


def test_twenty_equal_notes_at_one_instant_are_one(browser, cast, session):
    browser.sign_in(cast.amira).get("/")
    at_once(20, lambda: browser.client.post(COMMENTS, data=sent(browser, idempotency_key="k")))

    assert count(session) == 1


def sent(browser, **changes):
    return a_note(**changes) | {"form_token": browser.token}


@pytest.mark.parametrize(
    "evil",
    [
        "<svg onload=alert(1)> und mehr",
        "{{ 7*7 }} {% raise %} \x01token\x02 und mehr",
        "\u202everkehrt\u202c herum\u0000 und mehr",
        "x" * 2_000,
        "'; DROP TABLE comment; --",
    ],
)
def test_text_of_a_person_is_only_text(browser, cast, session, evil):
    browser.sign_in(cast.amira).send(COMMENTS, **a_note(text=evil))

    for url in (FIELD, f"{COMMENTS}/1", f"{PROCESS}/blocks/hf1-1", f"{COMMENTS}/1/reply"):
        page = browser.get(url)
        assert not page.select("svg")
        assert "49" not in page.select_one(".note__text, .listed").text
        assert "\u202e" not in page.text
        assert "\x00" not in page.text
    assert count(session) == 1


def test_a_wording_is_only_text(browser, cast):
    browser.sign_in(cast.amira).send(
        COMMENTS,
        **a_note(kind="suggestion", proposed_wording="<img src=x onerror=alert(1)> & mehr"),
    )

    page = browser.get(f"{COMMENTS}/1")
    assert not page.select("img")
    assert "<img src=x" in page.select_one(".wording").text.replace("\n", " ")


def test_hidden_words_are_on_no_page(browser, cast, session):
    from app.moderation.domain import hide

    comment = cast.says(session, "Die Nachbarin heißt Unaussprechlich.", kind=CommentKind.QUESTION)
    hide(session, comment, cast.bernd, cast.rule, "Name einer Nachbarin", comment.created_at)
    session.commit()

    for url in (FIELD, f"{COMMENTS}/1", f"{PROCESS}/blocks/hf1-1", PROCESS):
        page = browser.get(url)
        assert "Unaussprechlich" not in page.text
        assert "Amira" not in page.text
    assert "Spielregel 3" in browser.get(f"{COMMENTS}/1").text


def test_with_htmx_the_count_under_the_passage_is_right_at_once(cast, browser):
    browser.sign_in(cast.amira)

    fragment = browser.send_with_htmx(COMMENTS, **a_note())

    foot = fragment.select_one("#foot-hf1-1")
    assert foot["hx-swap-oob"] == "true"
    assert "1 Anmerkung" in foot.get_text()
