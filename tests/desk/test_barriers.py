"""The city's list of networks and words: who may change it, and what goes onto it."""

import pytest

from tests.comments.asking import COMMENTS, a_note
from tests.comments.stopping import reasons
from tests.moderation.looking import deeds

BARRIERS = "/desk/barriers"


@pytest.fixture
def office(browser, cast):
    """Emil at the office's desk."""
    return browser.sign_in(cast.emil)


def listed(page):
    """What stands on the list: kind, value, how many it has stopped."""
    rows = [" ".join(row.span.text.split()) for row in page.select(".barriers li")]
    words = [row.split(" ") for row in rows]
    return [(word[0], word[1], word[3]) for word in words]


def test_a_word_on_the_list_stops_from_then_on_and_counts(office, cast, session):
    office.send(BARRIERS, kind="word", value=" Kasino ", note="Werbung")
    for _ in range(2):
        office.sign_in(cast.amira).send(COMMENTS, **a_note(text="Ein Bonus im Kasino."))
    page = office.sign_in(cast.emil).get(BARRIERS)

    assert listed(page) == [("Wort", "kasino", "2")]
    assert "Auf der Sperrliste steht „kasino“." in office.get("/desk/p/ankommen/stopped").text

    office.send(f"{BARRIERS}/1/remove")
    office.sign_in(cast.dora).send(COMMENTS, **a_note(text="Das Kasino am Markt bleibt."))
    assert len(reasons(session)) == 2, "what is taken off the list stops nothing more"
    assert len(deeds(session, "barrier.removed")) == 1


def test_a_network_is_kept_by_its_first_address(office):
    for value in ("192.0.2.77/24", "198.51.100.7", "2001:DB8:0:0::/32"):
        office.send(BARRIERS, kind="network", value=value)

    kept = [value for _kind, value, _stopped in listed(office.get(BARRIERS))]
    assert kept == ["192.0.2.0/24", "198.51.100.7/32", "2001:db8::/32"]


def test_what_cannot_be_stopped_is_said_beside_the_field(office):
    for kind, value, sentence in (
        ("network", "192.0.2.0/33", "zum Beispiel 192.0.2.0/24"),
        ("network", "", "zum Beispiel 192.0.2.0/24"),
        ("network", "0.0.0.0/0", "Dieses Netz ist zu groß"),
        ("network", "::/8", "Dieses Netz ist zu groß"),
        ("word", "!!!!", "mindestens drei Buchstaben"),
        ("word", "a b", "mindestens drei Buchstaben"),
    ):
        page = office.send(BARRIERS, status=422, kind=kind, value=value, note="Warum eben")
        assert sentence in page.select_one("#value-error").text
        assert page.select_one("#note")["value"] == "Warum eben"
    assert listed(page) == []


def test_nothing_stands_on_the_list_twice(office):
    office.send(BARRIERS, kind="word", value="Kasino")
    page = office.send(BARRIERS, status=422, kind="word", value="KASINO")

    assert "Das steht schon auf der Sperrliste." in page.text


def test_only_the_office_changes_it_and_the_auditor_reads_it(office, cast):
    office.send(BARRIERS, kind="word", value="Kasino")
    assert not office.sign_in(cast.karin).get(BARRIERS).select("form[action*=barriers]")
    for person in (cast.karin, cast.bernd, cast.jonas, cast.amira):
        office.sign_in(person).send(BARRIERS, status=403, kind="word", value="anderes")
        office.send(f"{BARRIERS}/1/remove", status=403)
    office.sign_in(cast.bernd).get(BARRIERS, status=403)
