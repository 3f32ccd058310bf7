"""Feeds and the calendar: what they are to programs, and what they do not tell."""

import re
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from app.comments.queries import by_number
from app.models import Consultation, Event, Station
from app.moderation import domain as moderation
from app.news import feeds, ical
from tests.cast import WHILE_OPEN

P = "/p/ankommen"
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = 'Zeile\nzwei, <svg onload="x()">; \u202egrob\u202c \\ 😀 ]]>'


def entries(browser, address: str) -> tuple[etree._Element, list[etree._Element]]:
    """The feed at an address, read by a strict reader; what RFC 4287 demands is there."""
    answer = browser.client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    found = feed.findall(f"{ATOM}entry")
    for part in (feed, *found):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1, name
        updated = datetime.fromisoformat(part.findtext(f"{ATOM}updated"))
        assert updated.tzinfo is not None
        assert part.find(f"{ATOM}author/{ATOM}name").text
    ids = [one.findtext(f"{ATOM}id") for one in (feed, *found)]
    assert len(ids) == len(set(ids))
    assert all(one.startswith("tag:127.0.0.1,2016-10-01:") for one in ids)
    assert feed.find(f"{ATOM}link[@rel='self']").get("href").endswith(address)
    return feed, found


def words(entry: etree._Element) -> BeautifulSoup:
    """The content of an entry, as a reader shows it."""
    assert entry.find(f"{ATOM}content").get("type") == "html"
    return BeautifulSoup(entry.findtext(f"{ATOM}content"), "html.parser")


def test_a_feed_tells_what_is_public_and_nothing_of_what_was_hidden(browser, cast, session):
    cast.process.title = HOSTILE
    cast.amira.name = HOSTILE
    cast.says(session, f"Mehr Kurse. {HOSTILE}")
    cast.says(session, "Geheimwort.", at="hf2-1-1", by=cast.dora)
    first = by_number(session, cast.process, 1)
    moderation.answer(session, first, cast.bernd, "Ja, ab Mai.", WHILE_OPEN, cast.school_office)
    session.commit()
    of_field, found = entries(browser, f"{P}/fields/sprache/feed.atom")
    [note] = found
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    # The title is ours; only the words of people are marked as being in another language.
    assert of_field.get(lang) == note.find(f"{ATOM}content").get(lang) == "de"
    assert note.get(lang) is None
    assert "\u202e" not in note.findtext(f"{ATOM}author/{ATOM}name")
    assert words(note).select("svg") == []
    assert '<svg onload="x()">' in words(note).text
    _feed, found = entries(browser, f"{P}/answers.atom")
    assert [one.findtext(f"{ATOM}author/{ATOM}name") for one in found] == ["Amt für Schule"]
    assert "Geheimwort" in browser.client.get(f"{P}/feed.atom").text

    secret = by_number(session, cast.process, 2)
    for one in (first, secret):
        moderation.hide(session, one, cast.emil, cast.rule, "Nennt jemanden.", WHILE_OPEN)
    session.commit()
    for feed in ("feed.atom", "fields/sprache/feed.atom", "answers.atom"):
        text = browser.client.get(f"{P}/{feed}").text
        assert "Geheimwort" not in text
        assert "Mehr Kurse" not in text
        assert "ab Mai" not in text


def test_a_feed_goes_on_where_its_page_ends_and_is_sent_once(browser, cast, session, monkeypatch):
    monkeypatch.setattr(feeds, "PAGE", 2)
    for number in range(5):
        cast.says(session, f"Anmerkung Nummer {number}.")
    session.commit()
    address, seen = f"{P}/fields/sprache/feed.atom", []
    while address:
        feed, found = entries(browser, address)
        seen += [one.findtext(f"{ATOM}title") for one in found]
        more = feed.find(f"{ATOM}link[@rel='next']")
        address = more.get("href").removeprefix("http://127.0.0.1:8000") if more is not None else ""
    assert seen == [f"Anmerkung #{n} zu HF1 · 1.1" for n in (5, 4, 3, 2, 1)]

    for name in ("feed.atom", "fields/sprache/feed.atom"):
        entries(browser, f"{P}/{name}")
        feed, found = entries(browser, f"{P}/{name}?lang=en")  # also where it was kept without
        links = [link.get("href") for link in feed.iter(f"{ATOM}link")]
        assert len(links) == 4 + len(found)
        assert all(re.search(r"[?&]lang=en(#|$)", link) for link in links)
        [after] = [link for link in links if "before=" in link]
        entries(browser, after.removeprefix("http://127.0.0.1:8000"))

    for feed in ("feed.atom", "answers.atom", "calendar.ics"):
        answer = browser.client.get(f"{P}/{feed}")
        again = browser.client.get(f"{P}/{feed}", headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        since = {"if-modified-since": answer.headers["last-modified"]}
        assert browser.client.get(f"{P}/{feed}", headers=since).status_code == 304
        long_ago = {
            "if-modified-since": format_datetime(WHILE_OPEN - timedelta(days=9), usegmt=True)
        }
        assert browser.client.get(f"{P}/{feed}", headers=long_ago).status_code == 200
    never = {"if-modified-since": f"Sun, 22 Nov {'9' * 14} 00:00:00 GMT"}
    assert browser.client.get(f"{P}/feed.atom", headers=never).status_code == 200
    cast.says(session, "Noch eine.")
    session.commit()
    known = {"if-none-match": answer.headers["etag"]}
    assert browser.client.get(f"{P}/feed.atom", headers=known).status_code == 200


@pytest.mark.parametrize("key", ["", "x", "1-", "9" * 40, "-5-3", "1-1", "²-1"])
def test_whatever_a_feed_is_asked_to_go_on_from_it_answers(browser, cast, key):
    assert browser.client.get(f"{P}/answers.atom", params={"before": key}).status_code == 200


def unfolded(content: bytes) -> list[str]:
    """The content lines of a calendar (RFC 5545, 3.1)."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    parts = content.split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert not any(b"\n" in part or b"\r" in part for part in parts)
    for part in parts:
        part.decode()  # no letter is torn apart
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_the_calendar_has_every_date_in_the_right_place(browser, cast, session):
    zone = timedelta(hours=1)  # Berlin in November
    day = datetime.fromisoformat("2016-11-12T13:00:00+00:00")
    texts = {"title": HOSTILE, "text": HOSTILE * 9, "place": "Rathaus, Saal 2"}
    session.add(Event(process_id=cast.process.id, starts_at=day, ends_at=day + 3 * zone, **texts))
    dates = [day.replace(hour=23, day=30), day.replace(hour=16, month=12), None]
    for at, moment in enumerate(dates):
        session.add(
            Consultation(process_id=cast.process.id, position=at, committee="Rat", at=moment)
        )
    for key, title, at in (
        ("comments", "Nie", day),
        ("revised", "Über\N{SOFT HYPHEN}arbeitet", day),
    ):
        station = {"position": len(key), "key": key, "title": title, "at": at}
        session.add(Station(process_id=cast.process.id, **station))
    session.commit()
    answer = browser.client.get(f"{P}/calendar.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = unfolded(answer.content)
    assert answer.content == browser.client.get(f"{P}/calendar.ics").content

    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 6
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == 6
    assert "UID:process-1-event-1@127.0.0.1" in uids
    starts = [line.partition(":")[2] for line in lines if line.startswith("DTSTART")]
    assert starts[:3] == ["20161001", "20161108", "20161112"]  # the window, then the station
    assert starts[3:] == ["20161112T130000Z", "20161201", "20161212T160000Z"]
    assert "DTEND:20161112T160000Z" in lines
    assert "DTEND;VALUE=DATE:20161109" in lines
    assert f"SUMMARY:Überarbeitet: {cast.process.title}" in lines
    title = next(line for line in lines if line.startswith("SUMMARY:Zeile"))
    assert title == 'SUMMARY:Zeile zwei\\, <svg onload="x()">\\; grob \\\\ 😀 ]]>'
    assert any(line.startswith("DESCRIPTION:Zeile\\nzwei\\, ") for line in lines)
    assert "LOCATION:Rathaus\\, Saal 2" in lines


def test_lines_fold_after_75_octets_and_text_is_escaped_as_in_the_rfc():
    example = "Project XYZ Final Review\nConference Room - 3B\nCome Prepared."  # 3.3.11
    assert ical.escaped(example) == (
        "Project XYZ Final Review\\nConference Room - 3B\\nCome Prepared."
    )
    for letter in ("a", "ß", "…", "😀"):
        for length in (74, 75, 76, 300):
            folded = ical.folded(letter * length)
            assert max(map(len, folded.split(b"\r\n"))) <= 75
            assert folded.replace(b"\r\n ", b"").decode() == letter * length + "\r\n"
