"""The receipt: a number and a private link at once, and behind it the whole life of the note."""

import re
from datetime import timedelta

import pytest

from app.comments import receipts
from app.comments.stopping import stop_comment
from app.comments.targets import Target
from app.models import CommentKind, Organisation, Status
from app.moderation.domain import hide
from app.security import UNTOLD
from tests.cast import OTHER_HOST, WHILE_OPEN
from tests.comments.asking import COMMENTS, FIELD, PROCESS, TEXT, a_note
from tests.hearing import hear
from tests.public.receiving import SECRET, lived, receipt, steps

LATER = WHILE_OPEN + timedelta(days=2)


@pytest.mark.parametrize("send", ["send", "send_with_htmx"])
def test_whoever_writes_gets_number_and_link_on_the_page_and_by_mail(
    app, browser, cast, session, mail_server, send
):
    app.state.settings.smtp_url = mail_server.url
    page = getattr(browser.sign_in(cast.amira), send)(COMMENTS, **a_note(sentence="2"))
    hear(app.state.engine)
    app.state.worker.once()
    (mail,) = [m for m in mail_server.wait_for(1) if m.recipients == [cast.amira.email]]

    on_page = browser.last.headers.get("location") or page.select_one(".receipt-line a")["href"]
    by_mail = re.search(r"http://[^/\s]+(/p/\S+/receipts/1/\S+)", mail.text)[1]
    assert on_page.partition("?")[0] == by_mail
    assert mail.message["subject"] == "Ihr Beleg für Anmerkung #1"
    for told in (TEXT, "HF1 · 1.2", "Kurse beginnen z. B. im Mai.", "20. Oktober 2016"):
        assert told in mail.text, told
    assert "bis Dienstag, 8. November 2016, 24 Uhr" in mail.text

    page = browser.leave().get(by_mail)
    assert page.h1.text == "Was aus Ihrer Anmerkung #1 wird"
    assert page.select_one(".receipt__number").text == "#1"
    assert steps(page) == ["Geschrieben und öffentlich", *steps(page, "now"), *steps(page, "todo")]
    assert steps(page, "now") == ["Als Nächstes: Antwort"]


def test_it_shows_the_whole_life_and_what_comes_next(browser, cast, session, it_is, count_queries):
    note = lived(session, cast)
    it_is(LATER)
    browser.sign_in(cast.amira)
    with count_queries() as asked:
        page = browser.get(receipt(cast, note))
    with count_queries() as asked_in_public:
        browser.get(f"{COMMENTS}/{note.number}")

    assert len(asked) <= 12
    assert len(asked_in_public) <= 12
    assert steps(page, "done") == [
        "Geschrieben und öffentlich",
        "Gefragt: Amt für Schule",
        "Antwort des Amts, am selben Tag",
        "Übergeben: AG 1",
        "Entschieden",
        "In Fassung 2: umformuliert",
        "In Fassung 2: keine Änderung wegen dieser Anmerkung verzeichnet",
        "Im Rat beraten",
    ]
    assert steps(page, "now") == ["Als Nächstes: Workshop"]
    assert steps(page, "todo") == ["Ende der Anmerkungen", "Station revised", "Beratung im Rat"]
    life = page.select_one(".life")
    assert [word.text for word in life.select(".wording")[1].select("del, ins")] == ["Mai", "April"]
    for told in ("Der April ist möglich.", "im Rückmeldepaket 1", "Übernommen", "heller", "Beirat"):
        assert told in life.text, told
    assert "Magistrat" not in life.text, "that was before anybody wrote"

    public = browser.leave().get(f"{COMMENTS}/{note.number}")
    assert steps(public) == steps(page, "done"), "everybody sees what is over"
    assert not public.select(".echo")


def test_the_link_is_private_and_the_number_opens_no_more_than_the_public_page(
    browser, cast, session
):
    note = cast.says(session)
    session.commit()
    path = receipt(cast, note)
    answer = browser.client.get(path)

    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] == UNTOLD
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    wrong = [path[:-1] + ("A" if path[-1] != "A" else "B"), f"{PROCESS}/receipts/1/x"]
    wrong += [path.replace("receipts/1/", "receipts/2/"), path[:-1] + "ü", f"{path}{path[-1]}"]
    said = {browser.get(url, status=404).main.text for url in wrong}
    assert len(said) == 1, "a wrong token says what an unknown number says"
    for url in (f"{COMMENTS}/1", FIELD, PROCESS):
        assert "receipts" not in browser.client.get(url).text
    browser.at(OTHER_HOST).get(path, status=404)
    browser.get(path.replace("ankommen", "anderswo"), status=404)


def test_a_token_is_of_one_note_and_one_key(cast, session):
    notes = [cast.says(session) for _ in range(2)]
    tokens = {receipts.token_of(key, note) for note in notes for key in (SECRET, "another key")}

    assert len(tokens) == 4
    assert all(re.fullmatch(r"[\w-]{32}", token) for token in tokens)
    session.commit()
    session.expire_all()  # as it was stored
    assert receipts.token_of(SECRET, notes[0]) in tokens


def test_what_waits_or_was_hidden_says_why_and_how_to_object(browser, cast, session):
    target = Target.find(session, cast.process, "hf1-1")
    about = {"kind": CommentKind.NOTE, "text": TEXT, "now": WHILE_OPEN}
    waits = stop_comment(session, target, None, ["unsigned"], author_name="Nachbar", **about)
    note = cast.says(session)
    note.process = cast.process
    hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
    session.commit()

    page = browser.get(receipt(cast, waits))
    assert steps(page, "now") == ["Als Nächstes: Wartet auf die Moderation"]
    assert "ohne Anmeldung" in page.select_one(".life").text
    assert "wir kennen keine Adresse von Ihnen" in page.text
    page = browser.get(receipt(cast, note))
    assert steps(page)[-1] == "Ausgeblendet"
    assert "Nennt eine Nachbarin." in page.text
    objection = page.select_one(".life .button")["href"]
    browser.get(objection)
    browser.get(objection.replace(receipts.token_of(SECRET, note), "x"), status=404)


def test_an_author_finds_all_own_notes_with_their_state_and_receipt(browser, cast, session):
    for n in range(22):
        cast.says(session, f"Anmerkung Nummer {n} dazu.")
    other = cast.says(session, by=cast.dora)
    cast.elsewhere.status = Status.OPEN
    session.commit()

    page = browser.sign_in(cast.amira).get("/account/notes")
    links = [link["href"] for link in page.select(".own-notes h2 a")]
    assert len(links) == 20
    assert "Öffentlich. Eine Antwort steht noch aus." in page.text
    browser.get(links[0])
    rest = browser.get(page.select_one("a[rel=next]")["href"])
    links += [link["href"] for link in rest.select(".own-notes h2 a")]
    assert len(set(links)) == 22
    assert receipt(cast, other) not in links
    assert browser.get("/account").select_one("a[href='/account/notes']")


def test_a_receipt_is_of_its_own_city(browser, cast, session):
    """Two cities use one slug: each host opens its own note only."""
    note = cast.says(session)
    cast.elsewhere.slug = cast.process.slug
    assert session.get(Organisation, cast.elsewhere.organisation_id).host == OTHER_HOST
    session.commit()

    browser.get(receipt(cast, note))
    browser.at(OTHER_HOST).get(receipt(cast, note), status=404)
