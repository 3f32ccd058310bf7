"""What authors hear of a group's decisions: in one mail, with the words before and after."""

from app import clock
from app.groups import deciding
from app.groups.decided import Said
from app.models import Decision
from tests.cast import LATER, WHILE_OPEN, Cast
from tests.hearing import mails

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
