"""Days are those of the city: in words, for programs, and where they are counted."""

from datetime import UTC, datetime, timedelta

from app.clock import days_between
from app.models import Station


def test_a_station_at_midnight_stands_on_the_day_that_begins(browser, cast, session):
    midnight = datetime(2016, 10, 31, 23, 0, tzinfo=UTC)  # in the city the next day has begun
    draft = {"position": 1, "key": "draft", "title": "Entwurf", "at": midnight}
    session.add(Station(process_id=cast.process.id, **draft))
    session.commit()

    told = browser.get("/p/ankommen").select_one(".stations time")
    assert (told.text, told["datetime"]) == ("1. November 2016", "2016-11-01")


def test_asked_on_the_fifth_and_answered_on_the_eighth_is_after_three_days():
    asked = datetime(2016, 11, 5, 15, 0, tzinfo=UTC)
    answered = datetime(2016, 11, 8, 9, 0, tzinfo=UTC)  # not yet three times 24 hours
    assert days_between(asked, answered, "Europe/Berlin") == 3
    assert days_between(asked, asked + timedelta(hours=7), "Europe/Berlin") == 0
