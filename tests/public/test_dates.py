"""In which year something was said: pages that are kept included."""

from datetime import UTC, datetime

from app import i18n
from app.moderation import domain as moderation
from tests.cast import WHILE_OPEN
from tests.public.test_pages import FIELD, PROCESS

# One minute before the new year begins in Berlin, and that moment.
OLD_YEAR = datetime(2016, 12, 31, 22, 59, tzinfo=UTC)
NEW_YEAR = datetime(2016, 12, 31, 23, tzinfo=UTC)


def test_a_date_names_its_year_as_soon_as_another_one_has_begun_in_the_city(it_is):
    for now, told in (
        (OLD_YEAR, ("31. Dezember", "1. Januar 2017")),
        (NEW_YEAR, ("31. Dezember 2016", "1. Januar")),
    ):
        it_is(now)
        assert (i18n.near_day(OLD_YEAR), i18n.near_day(NEW_YEAR)) == told
    assert i18n.near_day(OLD_YEAR, "Asia/Tokyo") == "1. Januar"


def test_at_new_year_notes_and_answers_say_of_which_year_they_are(browser, cast, session, it_is):
    note = cast.says(session, "Mehr Kurse am Abend bitte.")
    moderation.answer(session, note, cast.bernd, "Ja, ab Mai.", WHILE_OPEN)
    session.commit()

    def told(path: str) -> list[tuple[str, str]]:
        page = browser.get(path)
        return [(time.text, time["datetime"]) for time in page.select("main time[datetime*=T]")]

    moment = "2016-10-15T12:00:00+00:00"
    for path in (FIELD, f"{PROCESS}/comments/1", f"{PROCESS}/results"):
        it_is(OLD_YEAR)
        assert ("15. Oktober", moment) in told(path)
        assert told(path) == told(path)  # the second time it may be one that was kept
        it_is(NEW_YEAR)
        assert ("15. Oktober 2016", moment) in told(path)
        assert ("15. Oktober", moment) not in told(path)
