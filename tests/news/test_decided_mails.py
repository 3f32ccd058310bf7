"""What authors hear of a group's decisions: in one mail, with the words before and after."""

import re

from app import clock
from app.comments import receipts
from app.groups import deciding
from app.groups.decided import Said
from app.models import Decision, Following
from tests.cast import LATER, WHILE_OPEN, Cast
from tests.hearing import SECRET, mails

NO = Said(Decision.NOT_ADOPTED, "Dafür fehlt\ndas Geld.", remark="Nur für uns.")
YES = Said(
    Decision.PARTLY_ADOPTED, "Der Abend kommt dazu.", "Alle lernen abends Deutsch.", "Kursplan"
)


def test_many_decisions_of_one_hour_come_in_one_mail_with_the_words_before_and_after(
    session, cast: Cast
) -> None:
    notes = [cast.says(session, f"Das ist Anmerkung {n}.") for n in (1, 2, 3)]
    session.commit()
    before = len(mails(session))

    away = Said(Decision.OUT_OF_SCOPE, "Das regelt das Land.", passed_on_to="Landesamt Süd")
    deciding.settle(session, notes[:1], cast.group, cast.ines, YES, WHILE_OPEN)
    deciding.settle_each(
        session, [(notes[1], NO), (notes[2], away)], cast.group, cast.ines, clock.now()
    )
    # A new version may be public before the mail is written: it says the words of the decision.
    notes[0].quote = "Alle lernen abends Deutsch."
    session.flush()
    [mail] = mails(session)[before:]

    assert mail.to_address == cast.amira.email
    assert mail.subject.startswith("3 Neuigkeiten")
    for words in (
        "1. Entscheidung über Ihre Anmerkung #1: Teilweise übernommen",
        "So steht es im Entwurf:\n\n> Alle lernen Deutsch.",
        "So soll es künftig heißen:\n\n> Alle lernen abends Deutsch.",
        "Was daraus folgt: Kursplan",
        "Ihr Grund:\n\n> Dafür fehlt\n> das Geld.",
        "weitergegeben an: Landesamt Süd",
    ):
        assert words in mail.text
    assert "Nur für uns" not in mail.text


def test_a_changed_decision_says_what_it_said_before_and_one_taken_back_that_it_is(
    session, cast: Cast
) -> None:
    note = cast.says(session)
    deciding.settle(session, [note], cast.group, cast.ines, NO, WHILE_OPEN)
    session.commit()
    before = len(mails(session))

    deciding.settle(session, [note], cast.group, cast.ines, YES, WHILE_OPEN + LATER)
    session.commit()
    [changed] = mails(session)[before:]
    deciding.take_back(session, note, cast.group, cast.ines, WHILE_OPEN + 2 * LATER)
    session.commit()
    [taken_back] = mails(session)[before + 1 :]
    deciding.settle(session, [note], cast.group, cast.ines, NO, WHILE_OPEN + 3 * LATER)
    deciding.take_back(session, note, cast.group, cast.ines, WHILE_OPEN + 4 * LATER)
    deciding.settle(session, [note], cast.group, cast.ines, YES, WHILE_OPEN + 5 * LATER)
    [last] = mails(session)[before + 2 :]

    was = "Vorher hatte sie am 15. Oktober 2016 anders entschieden: Nicht übernommen."
    assert f"{was} Der Grund war:\n\n> Dafür fehlt\n> das Geld." in changed.text
    assert taken_back.subject == "Zurückgenommen: die Entscheidung über Ihre Anmerkung #1"
    assert "entschieden: Teilweise übernommen." in taken_back.text
    assert "entschieden: Teilweise übernommen." in last.text
    assert last.subject == "Entscheidung über Ihre Anmerkung #1: Teilweise übernommen"


def test_its_author_finds_the_receipt_in_the_mail_and_nobody_else_does(
    browser, session, cast: Cast
) -> None:
    notes = [cast.says(session), cast.says(session, "Doras eigener Satz dazu.", by=cast.dora)]
    for person in (cast.amira, cast.dora, cast.fatma):
        about = {"process_id": cast.process.id, "created_at": WHILE_OPEN}
        session.add(Following(person_id=person.id, subject="comment:1", **about))
    session.commit()
    before = len(mails(session))

    deciding.settle_each(
        session, [(note, NO) for note in notes], cast.group, cast.ines, clock.now()
    )
    told = {mail.to_address: mail.text for mail in mails(session)[before:]}
    deciding.take_back(session, notes[0], cast.group, cast.ines, WHILE_OPEN + LATER)
    again = {mail.to_address: mail.text for mail in mails(session)[before + len(told) :]}

    links = [
        f"/p/ankommen/receipts/{note.number}/{receipts.token_of(SECRET, note)}" for note in notes
    ]
    for author, link in zip((cast.amira, cast.dora), links, strict=True):
        for mail in (told, again) if author is cast.amira else (told,):
            text = mail.pop(author.email)
            assert re.findall(r"http://127.0.0.1:8000(/\S*/receipts/\S*)", text) == [link]
            assert "Wer sie kennt, handelt als Sie." in text
        assert "Dafür fehlt" in browser.get(link).text
    assert told
    assert not [text for text in (*told.values(), *again.values()) if "receipts" in text]
