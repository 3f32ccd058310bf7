"""An office passes an inquiry on in the house by itself; to any other address once the moderation
consents."""

import pytest
from sqlmodel import select, update

from app.errors import Invalid
from app.models import InquiryLetter, Office
from app.moderation.inquiry_reach import domains_typed
from tests.cast import WHILE_OPEN
from tests.comments.stopping import now
from tests.hearing import mails
from tests.moderation.looking import deeds
from tests.moderation.test_inquiries import ASKED, DESK, links

OFFICES = f"{DESK}/offices"
OUTSIDE = {"email": "Kollegin@Draussen.example", "name": "Frau Au", "message": "Kannst du das?"}


@pytest.fixture
def asked(desk, session):
    """Bernd has asked the office at its mailbox; the path of its link."""
    desk.send(DESK, **ASKED)
    (link,) = links(session)
    return link


def letters(session):
    return now(session, select(InquiryLetter).order_by(InquiryLetter.id))


def test_outside_it_waits_for_consent_and_then_goes_with_every_word(
    desk, cast, session, asked, browser
):
    desk.leave()
    assert "Adressen bei example.org geht sie sofort" in desk.get(asked).main.text
    desk.send(f"{asked}/pass", **OUTSIDE)
    desk.send(f"{asked}/pass", **OUTSIDE)
    page = desk.get(f"{asked}?done=consent")
    assert "gehört nicht zu Ihrem Amt" in page.select_one("#getan").text
    assert "wartet auf die Zustimmung" in page.select_one("[aria-labelledby=where]").text
    assert links(session) == [asked], "nothing went there"
    told = mails(session)[-1]
    assert told.to_address == "bernd@example.org"
    assert "draussen" not in told.text
    assert len(deeds(session, "inquiry.consent_asked")) == 1
    session.commit()

    way = f"{DESK}/1/letters/2/consent"
    desk.sign_in(cast.amira).send(way, status=403, then="yes")
    desk.sign_in(cast.karin).send(way, status=403, then="yes")
    page = desk.sign_in(cast.bernd).get(f"{DESK}/1")
    assert "Kannst du das?" in page.main.text
    assert "kollegin@draussen.example" in page.main.text
    desk.send(way, then="yes")
    desk.send(way, status=409, then="yes")
    mail = mails(session)[-1]
    assert mail.to_address == "kollegin@draussen.example"
    colleague = links(session)[-1]
    assert colleague != asked
    assert "Kannst du das?" in desk.leave().get(colleague).main.text


def test_without_consent_nothing_goes_the_address_is_forgotten_and_who_wished_it_learns_why(
    desk, cast, session, asked
):
    desk.leave().get(asked)
    desk.send(f"{asked}/pass", **OUTSIDE | {"email": "haus@example.org"})
    colleague = links(session)[-1]
    desk.send(f"{colleague}/pass", **OUTSIDE)
    way, long = f"{DESK}/1/letters/3/consent", "Zu lang. " * 120
    desk.sign_in(cast.bernd).get(f"{DESK}/1")
    page = desk.send(way, status=422, then="no", reason=long)
    assert "Kürzen Sie" in page.select_one("#c3-reason-error").text
    assert page.select_one("#c3-reason").text.strip() == long.strip()
    desk.send(way, then="no", reason="Das Amt soll\nselbst antworten.")

    refused = letters(session)[2]
    assert (refused.email, refused.name, refused.message) == ("", "", "")
    assert refused.ended_at is not None
    told = mails(session)[-1]
    assert (told.to_address, links(session)[-1]) == ("haus@example.org", colleague), "who wished it"
    assert told.subject.startswith("Nicht weitergegeben: ")
    assert "Die Moderation hat nicht zugestimmt." in told.text
    assert "> Das Amt soll\n> selbst antworten." in told.text
    assert "draussen" not in told.text
    assert "draussen" not in desk.get(f"{DESK}/1").main.text
    (deed,) = deeds(session, "inquiry.not_consented")
    assert deed.details == {"office": "schulamt"}


def test_declined_once_the_answer_is_sent_the_mail_asks_for_nothing_and_goes_to_a_good_link(
    desk, cast, session, asked
):
    desk.leave().get(asked)
    desk.send(f"{asked}/pass", **OUTSIDE | {"email": "haus@example.org"})
    colleague = links(session)[-1]
    desk.send(f"{colleague}/pass", **OUTSIDE)
    desk.send(asked, text="Alles ist gesagt.", then="send")
    session.exec(update(InquiryLetter).where(InquiryLetter.id == 2).values(ended_at=WHILE_OPEN))
    session.commit()
    desk.sign_in(cast.bernd).send(f"{DESK}/1/letters/3/consent", then="no")

    told = mails(session)[-1]
    assert told.to_address == letters(session)[0].email, "the colleague's link has ended"
    assert "Grund:" not in told.text
    assert "Hier antworten Sie" not in told.text


def test_an_office_has_people_at_further_domains_that_its_city_names(desk, cast, session, asked):
    desk.send(f"{OFFICES}/schulamt", status=403, domains="draussen.example")
    desk.sign_in(cast.jonas).send(f"{OFFICES}/schulamt", status=403, domains="draussen.example")
    desk.sign_in(cast.emil).get(OFFICES)
    page = desk.send(f"{OFFICES}/schulamt", status=422, domains="kein Ort")
    assert "„kein“ ist keine Domain" in page.select_one(".error").text
    assert page.select_one("[name=domains]").text.strip() == "kein Ort"
    desk.send(f"{OFFICES}/gibt-es-nicht", status=404, domains="draussen.example")
    desk.send(f"{OFFICES}/schulamt", domains="@Draussen.example, stra\u00dfe.example")
    assert now(session, select(Office))[0].domains == "draussen.example\nxn--strae-oqa.example"
    desk.leave().get(asked)
    desk.send(f"{asked}/pass", **OUTSIDE | {"email": "au@amt.draussen.example"})

    assert mails(session)[-1].to_address == "au@amt.draussen.example"
    assert [letter.awaits_consent for letter in letters(session)] == [False, False]


@pytest.mark.parametrize("typed", ["draussen", "a..b", "-a.example", "http://x.example/y"])
def test_what_is_no_domain_is_none(typed):
    with pytest.raises(Invalid):
        domains_typed(typed)
