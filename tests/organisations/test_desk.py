"""The city's page at the desk, and what everybody sees of it."""

import io
import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from PIL import Image
from sqlmodel import select

from app import db, mail
from app.drafts.readers.reading import read_here
from app.models import Emblem, JournalEntry, Organisation, OutboxMail
from app.organisations import logos
from tests.cast import OPENS, OTHER_HOST, WHILE_OPEN

PAGE = "/desk/city"
WORDS = {
    "name": "Stadt Musterstadt",
    "unit": "Büro Beteiligung",
    "address": "Markt 1\n00000 Musterstadt",
    "email": "Buero@Musterstadt.example",
    "legal": "Vertreten durch den Rat.\n\nAufsicht: das Land.",
    "privacy": "Fragen an datenschutz@musterstadt.example.",
    "accessibility": "Hürden melden Sie im Büro. <b>Gern</b>",
}


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#8a1538").save(file, kind)
    return file.getvalue()


def send_logo(browser, data: bytes, alternative: str = "Ein Turm", status: int = 303):
    browser.get(PAGE)
    form = {"form_token": browser.token, "alternative": alternative}
    answer = browser.client.post(
        f"{PAGE}/logo",
        data=form,
        files={"logo": ("../logo.png", data)} if data else None,
        follow_redirects=False,
    )
    assert answer.status_code == status, answer.text[:600]
    return answer


@pytest.fixture
def office(browser, cast):
    return browser.sign_in(cast.emil)


def city_of(app, cast) -> Organisation:
    with db.reading(app.state.engine) as session:
        return session.get_one(Organisation, cast.organisation.id)


@pytest.fixture
def quickly(monkeypatch):
    """Pictures are drawn here instead of in a process of their own, which one test waits for."""
    monkeypatch.setattr(logos, "read_contents", read_here)


def test_what_the_office_says_stands_on_the_legal_pages(office):
    office.send(PAGE, **WORDS)

    imprint = office.get("/imprint").main.text
    assert "Markt 1" in imprint and "Aufsicht: das Land." in imprint  # noqa: PT018
    assert "datenschutz@musterstadt.example" in office.get("/privacy").main.text
    accessibility = office.get("/accessibility")
    assert "<b>Gern</b>" in accessibility.main.text, "as text"
    assert accessibility.select_one("a[href='mailto:buero@musterstadt.example']")
    for name in ("imprint", "privacy", "accessibility"):
        assert office.get("/").select(f"footer a[href='/{name}']")
        assert office.client.get(f"/about/{name}", follow_redirects=False).status_code == 308


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    office, cast, session, app
):
    page = office.send(
        PAGE, status=422, **(WORDS | {"name": " ", "email": "kein-at", "unit": "NEU"})
    )

    assert "Der Name steht über jeder Seite" in page.select_one("#name-error").text
    assert page.select_one("#email-error")
    assert page.select_one("#unit")["value"] == "NEU"
    assert city_of(app, cast).unit == "Büro Beteiligung"


def test_the_privacy_page_names_what_is_kept_and_the_third_party(office, app):
    page = office.get("/privacy").main.text
    for word in ("30 Tagen", "48 Stunden", "höchstens 2 Tage", "jsdelivr.net"):
        assert word in page
    app.state.settings.htmx = "self"
    assert "jsdelivr" not in office.get("/privacy").main.text


def test_a_colour_that_can_be_read_is_on_every_page_as_a_stylesheet(office):
    office.send(f"{PAGE}/colour", colour="#8A1538")

    page = office.leave().get("/p/ankommen/fields/sprache")
    href = page.select_one("link[rel=stylesheet][href^='/city-']")["href"]
    answer = office.client.get(href)
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["cache-control"].endswith("immutable")
    assert "--link: light-dark(#8a1538, #" in answer.text
    assert office.client.get(href, headers={"host": OTHER_HOST}).status_code == 200, "equal colours"
    assert office.client.get("/city-000000000000.css").status_code == 404


def test_a_pale_colour_is_refused_with_the_measured_ratio_and_the_nearest(
    office, cast, session, app
):
    page = office.send(f"{PAGE}/colour", status=422, colour="#ffcc00")

    sentence = page.select_one("#colour-error").text
    nearest = re.findall(r"#[0-9a-f]{6}", sentence)[-1]
    assert "gemessen 1,2 : 1, nötig sind 4,5 : 1" in sentence
    assert page.select_one("#colour")["value"] == "#ffcc00"
    assert city_of(app, cast).colour == ""
    office.send(f"{PAGE}/colour", colour=nearest)
    assert city_of(app, cast).colour == nearest
    office.send(f"{PAGE}/colour", colour="")
    assert not office.get("/").select("link[href^='/city-']")


def test_while_a_colour_is_chosen_nothing_is_kept(office, cast, session, app):
    fragment = office.send_with_htmx(f"{PAGE}/colour/look", status=200, colour="#ffcc00")
    assert "1,2 : 1" in fragment.text and fragment.select("svg rect")  # noqa: PT018
    page = office.send(f"{PAGE}/colour/look", status=200, colour='"><script>')
    assert "# und sechs Zeichen" in page.text
    assert city_of(app, cast).colour == ""


def test_a_logo_is_drawn_anew_and_lies_at_an_address_of_its_own(office, session):
    hidden = b"<script>alert(1)</script>"
    send_logo(office, picture(size=(3000, 1500)) + hidden)

    image = office.leave().get("/p/ankommen").select_one("a.brand img")
    assert (image["alt"], image["width"], image["height"]) == ("Ein Turm", "480", "240")
    answer = office.client.get(image["src"])
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"].endswith("immutable")
    assert answer.headers["content-security-policy"] == "default-src 'none'"
    assert hidden not in answer.content
    assert office.client.get(image["src"], headers={"host": OTHER_HOST}).status_code == 404
    session.rollback()


def test_another_logo_takes_its_place_and_it_can_be_taken_away(quickly, office, session):
    send_logo(office, picture())
    first = office.get("/").select_one("a.brand img")["src"]
    send_logo(office, b"", alternative="Ein anderes Wort")
    assert office.get("/").select_one("a.brand img")["alt"] == "Ein anderes Wort"
    send_logo(office, picture(size=(100, 100)))
    assert office.get("/").select_one("a.brand img")["src"] != first
    assert office.client.get(first).status_code == 404
    office.send(f"{PAGE}/logo/remove")
    assert not office.get("/").select("a.brand img")
    assert session.exec(select(Emblem)).all() == []
    session.rollback()


@pytest.mark.parametrize(
    ("data", "because"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG geht nicht"),
        (b"GIF89a, nothing else", "kein Bild"),
        (b"x" * (logos.LARGEST + 1), "größer als 1 MB"),
        (picture(size=(300, 8)), "zu klein"),
    ],
)
def test_what_is_no_logo_is_refused_beside_the_field(quickly, office, session, data, because):
    page = send_logo(office, data, status=422)
    assert because in page.text.partition('id="logo-error"')[2][:300]
    assert session.exec(select(Emblem)).all() == []
    session.rollback()


def test_a_logo_needs_words(quickly, office):
    page = send_logo(office, picture(), alternative=" ", status=422)
    assert "Was zeigt das Logo?" in page.text


@pytest.mark.parametrize(
    "address",
    [
        "a@fremd.example",
        "a@localhost, b@localhost",
        "a@localhost.\nBcc: b@x.de",
        "kein",
        "a@LOCALHOST",
    ],
)
def test_a_sender_is_one_address_of_an_allowed_domain(office, cast, session, app, address):
    office.send(f"{PAGE}/sender", status=422, mail_from=address)
    assert city_of(app, cast).mail_from == ""


def test_a_citys_mails_come_from_its_address_and_bounce_to_the_installation(
    office, cast, session, app
):
    app.state.settings.mail_domains = "musterstadt.example"
    office.send(f"{PAGE}/sender", mail_from="Post@Musterstadt.example")
    city = city_of(app, cast)
    about = {"to_address": "a@example.org", "subject": "S", "text": "T"}
    letter = OutboxMail(id=1, created_at=OPENS, due_at=OPENS, **about)

    message = message_from_bytes(
        bytes(mail.compose(letter, app.state.settings, city)), policy=policy.default
    )
    assert message["From"] == "Stadt Musterstadt <post@musterstadt.example>"
    assert message["Sender"] == "randnotiz@localhost"
    app.state.settings.mail_domains = ""
    assert "randnotiz@localhost" in mail.compose(letter, app.state.settings, city)["From"]


def test_a_mail_asked_for_in_a_city_goes_out_in_its_name(browser, app, cast, session):
    app.state.settings.mail_domains = "anderswo.example"
    city = session.get_one(Organisation, cast.elsewhere.organisation_id)
    city.mail_from = "post@anderswo.example"
    session.add(city)
    session.commit()
    browser.at(OTHER_HOST).send("/forgot", email=cast.amira.email)
    app.state.worker.once()

    (path,) = (app.state.settings.data_dir / "mail").glob("*.eml")
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["From"] == "Stadt Anderswo <post@anderswo.example>"
    assert f"://{OTHER_HOST}" in message.get_content()


def test_the_sender_wants_a_fresh_proof(office, cast, session, it_is):
    it_is(WHILE_OPEN + timedelta(minutes=16))
    office.send(f"{PAGE}/sender", mail_from="")
    assert office.last.headers["location"].startswith("/prove?next=")


def test_the_auditor_reads_and_changes_nothing(browser, cast, session):
    browser.sign_in(cast.karin)
    page = browser.get(PAGE)
    assert not page.main.select("form")
    refused = browser.send(PAGE, status=403, **WORDS)
    assert "ändert nichts" in refused.text


def test_the_host_is_not_to_be_changed_here(office, cast, session, app):
    office.send(PAGE, **(WORDS | {"host": "evil.example", "slug": "x", "colour": "#ffcc00"}))
    city = city_of(app, cast)
    assert (city.host, city.slug, city.colour) == ("", "musterstadt", "")


def test_each_change_stands_in_the_journal(quickly, office, session):
    office.send(PAGE, **WORDS)
    office.send(f"{PAGE}/colour", colour="#8a1538")
    send_logo(office, picture())
    rows = session.exec(
        select(JournalEntry.deed).where(JournalEntry.deed.startswith("city."))
    ).all()
    session.rollback()
    assert rows == ["city.described", "city.coloured", "city.logo_changed"]
    page = office.get("/desk/journal").text
    assert "Farbe der Stadt geändert" in page
    assert "nachher: " in page
    assert "Markt 1" in page
