"""What a group decided before stays readable for everybody, but for its own remark."""

from app.groups import deciding
from app.groups.decided import Said
from app.models import Decision
from app.moderation import linking
from tests.cast import LATER, WHILE_OPEN
from tests.moderation.looking import loaded
from tests.public.receiving import receipt

NO = Said(Decision.NOT_ADOPTED, "Dafür fehlt das Geld.", remark="Nur für uns.")
AWAY = Said(Decision.OUT_OF_SCOPE, "Das regelt das Land.", passed_on_to="Landesamt Süd")
YES = Said(Decision.ADOPTED, "", "Alle lernen abends Deutsch.", "Kursplan 2017", remark="Intern.")


def words_of(browser, url):
    return " ".join(browser.get(url).select_one("main").text.split())


def test_the_notes_page_and_its_receipt_tell_every_decision_on_it(browser, cast, session) -> None:
    note = cast.says(session)
    for n, said in enumerate((NO, AWAY, YES)):
        deciding.settle(session, [note], cast.group, cast.ines, said, WHILE_OPEN + n * LATER)
    session.commit()

    for url in ("/p/ankommen/comments/1", receipt(cast, note)):
        words = words_of(browser, url)
        for part in (NO.reason, "Landesamt Süd", "Übernommen", "Kursplan 2017"):
            assert part in words, url
        assert "Entschieden, gilt nicht mehr" in words
        assert "<ins>abends</ins>" in str(browser.get(url))
        assert "Nur für uns" not in words
        assert "Intern" not in words
    assert "2 frühere Entscheidungen" in words_of(browser, "/p/ankommen/comments/1")

    deciding.take_back(session, note, cast.group, cast.ines, WHILE_OPEN + 3 * LATER)
    session.commit()
    for url in ("/p/ankommen/comments/1", receipt(cast, note)):
        words = words_of(browser, url)
        assert "Entscheidung zurückgenommen" in words
        assert "Kursplan 2017" in words


def test_a_note_that_repeats_another_tells_what_is_decided_on_that_one(
    browser, cast, session
) -> None:
    first, again = cast.says(session), cast.says(session, by=cast.dora)
    linking.link(session, loaded(session, cast, again), first, cast.bernd, WHILE_OPEN)
    deciding.settle(session, [first], cast.group, cast.ines, YES, WHILE_OPEN)
    session.commit()

    assert "Kursplan 2017" in words_of(browser, "/p/ankommen/comments/2")
