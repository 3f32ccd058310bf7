"""What looks like spam is kept, gets its number and waits; nothing is refused, nothing is lost."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.models import Attempt, BarrierKind, CommentState, JournalEntry
from tests.cast import WHILE_OPEN
from tests.comments.asking import COMMENTS, FIELD, PROCESS, a_note
from tests.comments.stopping import (
    LINKS,
    answers,
    barrier,
    comments,
    experience,
    process,
    reasons,
    trapped_note,
)
from tests.hearing import mails

SECONDS = timedelta(seconds=1)


def test_a_field_that_only_programs_fill_makes_a_note_wait(browser, cast, session):
    trapped_note(browser.sign_in(cast.amira))

    (note,) = comments(session)
    assert (note.number, note.state, note.is_listed) == (1, CommentState.WAITING, False)
    assert reasons(session) == [["trap"]]
    counts = process(session)
    assert (counts.comments_count, counts.waiting_count, counts.last_comment_number) == (0, 1, 1)


def test_the_trap_is_labelled_out_of_the_way_and_no_field_that_browsers_fill(browser, cast):
    form = browser.sign_in(cast.amira).get(f"{COMMENTS}/new?at=hf1-1")

    trap = form.select_one("[name=more]")
    assert (trap["tabindex"], trap["autocomplete"], trap["value"]) == ("-1", "off", "")
    assert trap.find_parent(attrs={"aria-hidden": "true"})["class"] == ["vh"]
    assert "frei lassen" in form.select_one(f"label[for={trap['id']}]").text


def test_the_author_is_told_at_once_that_it_waits_and_why(browser, cast):
    browser.sign_in(cast.amira)
    page = browser.send_with_htmx(COMMENTS, **a_note(more="x"))

    assert "Ihre Anmerkung #1 ist gespeichert. Sie wartet auf die Moderation." in page.text
    assert "Ein verstecktes Feld war ausgefüllt." in page.text
    assert "öffentlich" not in page.select_one(".say").text


def test_only_the_author_sees_what_waits(browser, cast):
    trapped_note(browser.sign_in(cast.amira), "Ein Angebot aus der Hauptstraße.")
    receipt, where = browser.last.headers["location"], f"{PROCESS}/comments/1"
    assert "wartet auf die Moderation" in browser.get(receipt).text
    own = browser.get(where)
    assert "wartet auf die Moderation" in own.text
    assert "Hauptstraße" in own.text

    for person in (cast.dora, cast.bernd, None):
        browser.sign_in(person) if person else browser.leave()
        browser.get(where, status=404)
        browser.get(f"{where}?key=0123", status=404)
        browser.get(f"{where}/reply", status=404)
        for page in (FIELD, PROCESS, f"{PROCESS}/blocks/hf1-1", f"{PROCESS}/draft", "/"):
            shown = browser.get(page).text
            assert "Hauptstraße" not in shown
            assert "1 Anmerkung" not in shown


def test_sent_again_with_its_key_it_is_one_note_that_waits(browser, cast, session):
    browser.sign_in(cast.amira)
    receipts = set()
    for _ in range(2):
        browser.send(COMMENTS, **a_note(more="x", idempotency_key="once"))
        receipts.add(browser.last.headers["location"])

    assert len(receipts) == len(comments(session)) == 1


@pytest.mark.parametrize(("notes", "waits"), [(0, True), (2, True), (3, False)])
def test_links_in_the_first_three_notes_wait(browser, cast, session, notes, waits):
    experience(session, cast, cast.amira, notes)
    browser.sign_in(cast.amira).send(COMMENTS, **a_note(text=LINKS))

    assert reasons(session) == ([["links"]] if waits else [])


def test_one_link_does_not_wait(browser, cast, session):
    text = "Siehe https://www.musterstadt.example/kurse zum Abend."
    browser.sign_in(cast.amira).send(COMMENTS, **a_note(text=text))

    assert reasons(session) == []
    assert comments(session)[0].state is CommentState.PUBLIC


def test_in_the_first_day_links_and_haste_wait_however_much_was_written(
    browser, cast, session, it_is
):
    experience(session, cast, cast.amira)
    cast.amira.created_at = WHILE_OPEN - timedelta(hours=23)
    session.add(cast.amira)
    session.commit()
    browser.sign_in(cast.amira).get(f"{COMMENTS}/new?at=hf1-1")
    it_is(WHILE_OPEN + 2 * SECONDS)
    browser.send(COMMENTS, **a_note(text=LINKS))
    it_is(WHILE_OPEN + 4 * SECONDS)
    browser.send(COMMENTS, **a_note(text="Das habe ich in Ruhe geschrieben."))

    assert reasons(session) == [["haste", "links"]]


def test_who_mends_a_form_at_once_is_not_in_haste(browser, cast, session, it_is):
    cast.amira.created_at = WHILE_OPEN
    session.add(cast.amira)
    session.commit()
    browser.sign_in(cast.amira).get(f"{COMMENTS}/new?at=hf1-1")
    it_is(WHILE_OPEN + 60 * SECONDS)
    browser.send(COMMENTS, status=422, **a_note(text="Zu kurz"))
    it_is(WHILE_OPEN + 61 * SECONDS)
    browser.send(COMMENTS, **a_note(text="Jetzt ist es lang genug."))

    assert reasons(session) == []


def test_the_third_copy_of_a_text_within_an_hour_waits(browser, cast, session, it_is):
    browser.sign_in(cast.amira)
    text = "Überall das Gleiche, bitte überall lesen."
    for place in ("hf1-1", "hf1-2", "hf2-1"):
        browser.send(COMMENTS, **a_note(text=text, target=place))
    browser.send(COMMENTS, **a_note(text=f"  {text.upper()}\n", target="hf1-3"))
    assert reasons(session) == [["copied"], ["copied"]]

    it_is(WHILE_OPEN + timedelta(hours=1))
    browser.send(COMMENTS, **a_note(text=text, target="hf1-3"))
    assert len(reasons(session)) == 2


def test_the_fifth_copy_from_one_network_waits_whoever_sends_it(app, browser, cast, session):
    app.state.settings.proxy_hops = 1
    people = [cast.amira, cast.dora, cast.gustav, cast.hanna, cast.ludwig]
    for n, person in enumerate(people):  # one household: an IPv6 /64
        browser.client.headers["X-Forwarded-For"] = f"2001:db8::{n + 1:x}"
        browser.sign_in(person).send(COMMENTS, **a_note())
    assert reasons(session) == [["copied"]]

    browser.client.headers["X-Forwarded-For"] = "2001:db8:0:1::1"  # the neighbours
    browser.sign_in(cast.amira).send(COMMENTS, **a_note())
    assert len(reasons(session)) == 1


def test_a_listed_word_or_network_makes_it_wait_and_the_author_is_not_told_which(
    app, browser, cast, session
):
    app.state.settings.proxy_hops = 1
    word = barrier(session, cast, "kasino")
    network = barrier(session, cast, "2001:db8:bad::/48", BarrierKind.NETWORK)
    browser.client.headers["X-Forwarded-For"] = "2001:db8:bad::7"
    browser.sign_in(cast.amira)
    page = browser.send_with_htmx(COMMENTS, **a_note(text="Ein Bonus im KÁSINO wartet."))

    assert reasons(session) == [[f"network:{network.id}", f"word:{word.id}"]]
    assert "ein Wort, bei dem die Moderation vorher nachliest" in page.text
    assert "2001:db8" not in page.text
    session.refresh(word)
    session.refresh(network)
    assert (word.stopped_count, network.stopped_count) == (1, 1)
    session.commit()
    del browser.client.headers["X-Forwarded-For"]
    browser.send_with_htmx(COMMENTS, **a_note(text="Mehr Kurse bitte.", organisation="Kasino"))
    assert reasons(session)[1:] == [[f"word:{word.id}"]], "what an author says of oneself as well"


def test_another_citys_list_is_not_this_citys(browser, cast, session):
    row = barrier(session, cast, "kasino")
    row.organisation_id = cast.elsewhere.organisation_id
    session.add(row)
    session.commit()
    browser.sign_in(cast.amira).send(COMMENTS, **a_note(text="Das Kasino am Markt."))

    assert reasons(session) == []


def test_who_holds_a_role_here_is_not_doubted(browser, cast, session):
    barrier(session, cast, "kasino")
    browser.sign_in(cast.chen)
    browser.send(COMMENTS, **a_note(text=f"Das Kasino: {LINKS}", more="x"))

    assert reasons(session) == []


def test_whose_role_rests_is_doubted_like_everybody(browser, cast, session):
    cast.chen.grants[0].blocked_at = WHILE_OPEN
    session.add(cast.chen)
    barrier(session, cast, "kasino")
    browser.sign_in(cast.chen)
    browser.send(COMMENTS, **a_note(text="Das Kasino am Markt."))

    assert len(reasons(session)) == 1


def test_a_reply_waits_as_well_and_takes_no_place_in_the_thread(browser, cast, session):
    cast.says(session, by=cast.dora)
    session.commit()
    browser.sign_in(cast.amira)
    url = f"{PROCESS}/comments/1/replies"
    browser.send(url, text="Kaufen Sie hier.", more="x")
    assert browser.last.headers["location"] == f"{PROCESS}/comments/1#waiting"
    browser.send(url, text="Kaufen Sie dort.", more="x")
    browser.send(url, text="Das sehe ich auch so.")

    found = [(reply.position, reply.state.value) for reply in answers(session)]
    assert found == [(-1, "waiting"), (-2, "waiting"), (1, "public")]
    assert comments(session)[0].replies_count == 1
    assert process(session).waiting_count == 2
    assert len(browser.get(f"{PROCESS}/comments/1").select("#waiting .reply")) == 2
    browser.leave()
    for page in (f"{PROCESS}/comments/1", FIELD, f"{PROCESS}/blocks/hf1-1"):
        assert "Kaufen" not in browser.get(page).text
    (mail,) = mails(session)
    assert "Das sehe ich auch so." in mail.text


def test_a_stopped_note_stands_in_the_journal(browser, cast, session):
    trapped_note(browser.sign_in(cast.amira))

    deeds = session.exec(select(JournalEntry.deed).where(JournalEntry.process_id == 1)).all()
    assert "comment.stopped" in deeds
    assert "comment.posted" not in deeds


def test_a_note_that_nothing_speaks_against_costs_no_question_more(
    browser, cast, session, count_queries, it_is
):
    barrier(session, cast, "kasino")
    browser.sign_in(cast.amira).get(f"{COMMENTS}/new?at=hf1-1")
    it_is(WHILE_OPEN + 60 * SECONDS)
    for n in range(2):  # the list is read once, then known
        with count_queries() as seen:
            browser.send(COMMENTS, **a_note(text=f"Ein ruhiger Gedanke, Nummer {n}."))

    assert not [said for said in seen if "barrier" in said or "person.created_at" in said]
    assert len([said for said in seen if "INSERT INTO attempt" in said]) == 1


def test_one_network_may_not_write_without_end_and_its_text_is_kept(app, browser, cast, session):
    app.state.settings.proxy_hops = 1
    app.state.settings.writes_per_minute = 1
    browser.client.headers["X-Forwarded-For"] = "198.51.100.1"
    browser.sign_in(cast.amira).send(COMMENTS, **a_note())
    (row,) = [row for row in session.exec(select(Attempt)) if row.key.startswith("write-network")]
    assert "198.51" not in row.key
    row.count = 30
    session.add(row)
    session.commit()

    page = browser.sign_in(cast.dora).send(COMMENTS, status=429, **a_note(text="Noch ein Gedanke."))

    assert browser.last.headers["retry-after"] == "60"
    assert page.select_one("textarea").text.strip() == "Noch ein Gedanke."
    browser.client.headers["X-Forwarded-For"] = "198.51.100.2"
    browser.sign_in(cast.dora).send(COMMENTS, **a_note(text="Von woanders geht es."))
