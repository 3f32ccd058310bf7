"""What a receipt keeps for its author alone, what it says ahead to a guest who has not confirmed
yet; and what the form says that a note is about."""

from datetime import timedelta

from sqlmodel import select

from app.comments import receipts
from app.comments.adding import add
from app.comments.queries import by_number
from app.comments.withdrawing import withdraw
from app.models import Comment, Consultation, Station
from tests.cast import WHILE_OPEN
from tests.comments.asking import COMMENTS, a_note
from tests.comments.guesting import guest, write
from tests.comments.stopping import trapped_note
from tests.public.receiving import receipt, steps

__all__ = ["guest"]


def test_what_was_added_stays_on_the_receipt_of_a_withdrawn_note_and_nowhere_else(
    browser, cast, session
):
    note = by_number(session, cast.process, cast.says(session, "Ein Wort.").number)
    add(session, note, cast.amira, "Und ein Nachtrag.", WHILE_OPEN)
    withdraw(session, note, cast.amira, WHILE_OPEN)
    session.commit()
    page = browser.get(receipt(cast, note))
    assert steps(page) == ["Geschrieben und öffentlich", "Nachtrag", "Zurückgezogen"]
    assert "Und ein Nachtrag." in page.select_one(".life").text
    assert page.select(f".receipt a[href='{COMMENTS}/1']")
    public = browser.get(f"{COMMENTS}/1").main.text
    assert "Und ein Nachtrag." not in public
    assert "Ein Wort." not in public


def test_the_receipt_of_what_never_was_public_leads_to_no_public_page(browser, cast, session):
    trapped_note(browser.sign_in(cast.amira))
    note = session.exec(select(Comment)).one()
    path = receipt(cast, note)
    session.commit()
    waiting = browser.get(path)
    browser.send(f"{path}/withdraw")
    withdrawn = browser.get(path)
    for page in (waiting, withdrawn):
        assert not page.select(f"a[href='{COMMENTS}/1']")
    assert "Zurückgezogen" in steps(withdrawn)
    browser.leave().get(f"{COMMENTS}/1", status=404)


def test_a_guest_who_has_not_confirmed_reads_the_same_way_ahead_as_everybody(
    guest, cast, session, app
):
    at = WHILE_OPEN + timedelta(days=60)
    of = {"process_id": cast.process.id}
    session.add(Consultation(**of, position=1, committee="Rat", at=at))
    session.add(Consultation(**of, position=2, committee="Alter Rat", at=WHILE_OPEN))
    session.add(Station(**of, position=1, key="decision", title="Beschluss", at=at))
    session.commit()
    write(guest)
    note = session.exec(select(Comment)).one()
    session.commit()
    path = receipts.path_of(note, "ankommen", receipts.token_of(app.state.secret, note))
    page = guest.get(path)
    assert steps(page, "todo")[-1] == "Beratung im Rat"
    assert "Beschluss" not in page.select_one(".life").text
    assert "Im Rat beraten" not in page.select_one(".life").text


def test_the_form_and_its_preview_name_the_sentence_or_the_words_that_are_chosen(browser, cast):
    browser.sign_in(cast.amira)

    def heading(at):
        return browser.get(f"{COMMENTS}/new?at={at}").select_one("#hf1-1-heading").text

    assert heading("hf1-1") == "Ihre Anmerkung zu HF1 · 1"
    assert heading("hf1-1-2") == "Ihre Anmerkung zu HF1 · 1.2"
    words = heading("hf1-1-2&words=2-4&quote=beginnen")
    assert words == "Ihre Anmerkung zu „beginnen z. B.“, HF1 · 1.2"

    asked = a_note(sentence="2.2-4", step="preview", looked="ask")
    page = browser.send(COMMENTS, status=200, **asked)
    assert page.select_one("#hf1-1-heading").text == words
    assert page.select_one(".note--ahead q").text == "beginnen z. B."
    page = browser.send(COMMENTS, status=200, **asked | {"sentence": "2"})
    assert page.select_one("#hf1-1-heading").text == "Ihre Anmerkung zu HF1 · 1.2"
    assert not page.select(".note--ahead q")
