"""Figures: counted by the worker, read as one row, and of people no number that points at one."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.comments.counted import move_counters
from app.models import CommentKind, CommentState, Figures, Process, Statement
from app.moderation import domain as moderation
from app.reporting import domain
from app.reporting.charts import columns, in_the_middle
from app.reporting.days import by_day
from app.reporting.domain import renew
from app.reporting.withholding import OTHERS, at_least, gathered
from tests.cast import WHILE_OPEN, person

PAGE = "/p/ankommen/figures"
DAY = timedelta(days=1)


@pytest.fixture
def busy(app, session, cast):
    """Twelve notes in three days by five people, a guest among them and one in Persian; three
    answered, one of them by an office; one hidden."""
    guest = person("Gast")
    guest.password_hash = ""
    others = [person(name) for name in ("Mia", "Noor", "Otto")]
    session.add_all([guest, *others])
    session.flush()
    writers = [cast.amira, *others]
    notes = [
        cast.says(session, f"Wort Nummer {n}.", by=writers[n % 4], when=WHILE_OPEN + n % 3 * DAY)
        for n in range(10)
    ]
    alone = cast.says(session, "به زبان من.", by=guest, at="hf2-1", kind=CommentKind.QUESTION)
    alone.language = "fa"
    session.flush()
    for n, note in enumerate(notes[:3]):
        office = cast.school_office if n == 0 else None
        moderation.answer(
            session, note, cast.bernd, "Ja.", WHILE_OPEN + 4 * DAY, office, WHILE_OPEN
        )
    hidden = cast.says(session, "Ein verborgenes Wort.", by=cast.dora)
    hidden.state = CommentState.HIDDEN
    session.flush()
    move_counters(session, hidden, WHILE_OPEN, public=-1, hidden=1)
    session.commit()
    while renew(app.state.engine):
        pass
    return cast


def file(browser, url):
    """A CSV file as a spreadsheet reads it."""
    return browser.client.get(url).content.decode("utf-8-sig")


def test_the_figures_are_those_that_the_counters_and_pages_have(busy, session):
    content = (
        session.exec(select(Figures).where(Figures.process_id == busy.process.id)).one().content
    )
    process = session.get_one(Process, busy.process.id)
    assert (content["notes"], content["answered"]) == (11, 3)
    assert (process.comments_count, process.answered_count) == (11, 3)
    assert content["kinds"] == {"note": [10, 3], "question": [1, 0]}
    assert content["fields"][str(busy.language.id)] == [10, 3]
    assert content["days"] == {
        "2016-10-15": [5, 0],
        "2016-10-16": [3, 0],
        "2016-10-17": [3, 0],
        "2016-10-19": [0, 3],
    }
    assert content["waits"] == {"2": 1, "3": 1, "4": 1}
    assert content["people"] == {
        "accounts": 4,
        "guests": 1,
        "former": 0,
        "unsigned": 0,
        "taken": 0,
    }
    said = session.exec(select(Statement)).one()
    assert content["offices"] == {str(said.office_id): {"said": 1, "median": 4, "open": 0}}


def test_nobody_in_public_is_the_only_one_of_a_kind(busy, browser, count_queries):
    with count_queries() as asked:
        page = browser.get(PAGE).main.text
    assert len(asked) <= 5
    assert "فارسی" not in page
    assert "als Gast" not in page
    assert "Menschen, die geschrieben haben" in page
    assert file(browser, f"{PAGE}/people.csv") == "Wie sie schreiben;Menschen\r\nweitere;5\r\n"
    browser.get(f"{PAGE}/offices.csv", status=404)
    browser.get("/desk/p/ankommen/figures/offices.csv", status=401)

    desk = browser.sign_in(busy.bernd).get("/desk/p/ankommen/figures").main.text
    assert "فارسی" in desk
    assert "als Gast" in desk
    assert f"{busy.school_office.name};1;4;0" in file(browser, f"/desk{PAGE}/offices.csv")


def test_a_gap_in_a_sum_does_not_give_away_what_is_missing():
    found = {"de": [9, 4], "tr": [5, 1], "ar": [4, 0], "fa": [1, 1]}
    assert gathered(found) == {"de": [9, 4], "tr": [5, 1], OTHERS: [5, 1]}
    assert gathered({"de": [9, 0], "fa": [1, 0], "uk": [2, 0]}) == {"de": [9, 0], OTHERS: [3, 0]}
    assert gathered({"de": [9, 0], "fa": [1, 0]}) == {OTHERS: [10, 0]}
    assert gathered({"de": [1, 0], "fa": [1, 0]}) == {}
    assert gathered(found, 0) == {"de": [9, 4], "tr": [5, 1], "ar": [4, 0], "fa": [1, 1]}
    assert [at_least(n) for n in (0, 1, 2, 3)] == [0, None, None, 3]


def test_an_office_whose_name_looks_like_a_formula_stays_text_in_the_file(busy, session, browser):
    busy.school_office.name = '=HYPERLINK("x")'
    session.add(busy.school_office)
    session.commit()
    rows = file(browser.sign_in(busy.bernd), f"/desk{PAGE}/offices.csv")
    assert "\"'=HYPERLINK" in rows


def test_it_is_counted_again_when_something_moved_but_once_a_minute(app, busy, session, it_is):
    def made_at():
        query = select(Figures.made_at).where(Figures.process_id == busy.process.id)
        found = session.exec(query).one()
        session.commit()
        return found

    assert renew(app.state.engine) == 0
    busy.says(session, "Noch ein Wort.")
    session.commit()
    assert renew(app.state.engine) == 0
    it_is(WHILE_OPEN + timedelta(seconds=61))
    assert renew(app.state.engine) == 1
    assert made_at() == WHILE_OPEN + timedelta(seconds=61)
    assert renew(app.state.engine) == 0
    it_is(WHILE_OPEN + timedelta(minutes=40))
    assert renew(app.state.engine) == 0
    it_is(WHILE_OPEN + timedelta(minutes=62))
    assert renew(app.state.engine) >= 1  # what shows in no revision


def test_what_takes_long_is_counted_less_often(app, busy, session, it_is, monkeypatch):
    busy.says(session, "Noch ein Wort.")
    session.commit()
    monkeypatch.setattr(domain, "PAUSE", 10**9)
    it_is(WHILE_OPEN + timedelta(minutes=5))
    kept = session.exec(select(Figures).where(Figures.process_id == busy.process.id)).one()
    kept.content = {**kept.content, "took": 1.0}
    session.add(kept)
    session.commit()
    assert renew(app.state.engine) == 0


def test_before_the_first_time_the_page_says_so(browser, cast):
    assert "Gezählt wird zum ersten Mal." in browser.get(PAGE).text
    browser.get(f"{PAGE}/days.csv", status=404)


def test_many_days_become_weeks_and_months_and_the_file_keeps_each_day():
    two_years = by_day({"2015-01-01": [1, 0], "2016-12-31": [4, 2]})
    assert "Monat" in two_years.title
    assert len(two_years.lines) == 24
    assert len(two_years.exact) == 731
    assert sum(line.whole for line in two_years.lines) == 5
    hundred = by_day({"2016-01-01": [1, 0], "2016-04-09": [2, 0]})
    assert "Woche" in hundred.title
    assert len(hundred.lines) == 15
    assert by_day({}).lines == []
    left = columns(hundred, from_the_right=False)
    right = columns(hundred, from_the_right=True)
    assert left[0].middle < 5 < 95 < right[0].middle
    assert in_the_middle({"10": 1, "2": 2}) == 2
    assert in_the_middle({}) is None
