"""The host decides which city a page belongs to."""

import pytest
from sqlmodel import Session

from app import cities, db
from app.cities import ANYWHERE, City, city_id, name_of
from app.comments.targets import Target
from app.errors import Conflict, Invalid, NotFound
from app.models import Organisation
from app.organisations import domain
from app.outbox import link, post
from app.processes.queries import by_slug, group_by_id
from tests.cast import OTHER_HOST


def get(browser, path="/", **headers):
    return browser.client.get(path, headers=headers)


def test_a_citys_host_is_one_of_ours_and_no_other_name_is(browser, cast):
    assert get(browser, host=OTHER_HOST).status_code == 200
    assert get(browser, host=f"{OTHER_HOST.upper()}:8000").status_code == 200
    for host in (f"x.{OTHER_HOST}", f"{OTHER_HOST}.evil.example", f"{OTHER_HOST}:x", ""):
        assert get(browser, host=host).status_code == 400, host


def test_each_host_names_its_own_city(browser, cast):
    assert "Stadt Anderswo" in get(browser, host=OTHER_HOST).text
    assert "Stadt Musterstadt" not in get(browser, host=OTHER_HOST).text
    for ours in ("testserver", "localhost", "127.0.0.1:8000"):
        assert "Stadt Musterstadt, Büro Beteiligung" in get(browser, host=ours).text


def test_what_a_proxy_forwards_as_the_host_counts_for_nothing(browser, cast):
    told = {"x-forwarded-host": OTHER_HOST, "forwarded": f"host={OTHER_HOST}"}
    assert "Stadt Musterstadt" in get(browser, **told).text
    assert get(browser, host="evil.example", **told).status_code == 400


def test_a_host_that_another_process_changed_is_known_soon(browser, cast, session, monkeypatch):
    assert get(browser, host=OTHER_HOST).status_code == 200
    city = session.get_one(Organisation, cast.elsewhere.organisation_id)
    domain.move_to(session, city, "neu.example")
    session.commit()

    now = cities.time.monotonic() + cities.SECONDS
    monkeypatch.setattr(cities.time, "monotonic", lambda: now)
    assert get(browser, host="neu.example").status_code == 200
    assert get(browser, host=OTHER_HOST).status_code == 400


def test_reading_the_cities_is_no_question_of_a_page(browser, cast, count_queries):
    get(browser)
    with count_queries() as asked:
        browser.client.app.state.cities.forget()
        get(browser, "/healthz")
    assert asked == []


def test_while_the_database_is_gone_the_cities_stay_known(app, browser, cast, monkeypatch):
    get(browser)
    monkeypatch.setattr(cities, "_rows", lambda _engine: 1 / 0)
    app.state.cities.forget()
    assert get(browser, "/healthz", host=OTHER_HOST).status_code == 200


@pytest.mark.parametrize(
    ("host", "name"),
    [("A.example", "a.example"), ("a:80", "a"), ("[::1]:80", "[::1]"), ("[::1]", "[::1]")],
)
def test_the_name_in_a_header(host, name):
    assert name_of(host) == name


def test_finding_goes_by_the_city_of_the_request_and_for_commands_everywhere(app, cast, session):
    here = City(cast.elsewhere.organisation_id)
    with db.looking(app.state.engine, here) as looking:
        assert by_slug(looking, "anderswo").id == cast.elsewhere.id
        for refused in (
            lambda: by_slug(looking, "ankommen"),
            lambda: group_by_id(looking, cast.group.id),
            lambda: Target.at(looking, "ankommen", "hf1-1"),
        ):
            with pytest.raises(NotFound):
                refused()
    with Session(app.state.engine) as anywhere:
        assert city_id(anywhere) == ANYWHERE
        assert by_slug(anywhere, "ankommen").id == cast.process.id


def test_a_finished_page_is_one_citys_and_another_look_is_another_page(app, browser, cast, session):
    page = "/p/ankommen/fields/sprache"
    assert "Stadt Musterstadt" in get(browser, page).text
    assert get(browser, page, host=OTHER_HOST).status_code == 404
    city = session.get_one(Organisation, cast.organisation.id)
    city.name = "Stadt Neustadt"
    session.add(city)
    session.commit()
    app.state.cities.forget()

    assert "Stadt Neustadt" in get(browser, page).text


def test_links_in_mails_lead_to_the_citys_host(app, settings, cast):
    here = City(cast.elsewhere.organisation_id, base_url=f"http://{OTHER_HOST}:8000")
    with db.looking(app.state.engine, here) as session:
        assert link(session, "/x") == f"http://{OTHER_HOST}:8000/x"
    with db.reading(app.state.engine) as session:
        assert link(session, "/x", cast.elsewhere) == f"http://{OTHER_HOST}:8000/x"
        assert link(session, "/x", cast.process) == f"{settings.base_url}/x"


def test_a_mail_belongs_to_the_city_that_was_asked_or_its_process(app, cast):
    with db.writing(app.state.engine) as session:
        told = {"to": "a@example.org", "subject": "S", "text": "T"}
        by_command = post(session, **told, process_id=cast.elsewhere.id)
        session.info["city"] = City(cast.organisation.id)
        by_page = post(session, **told)
        assert by_command.organisation_id == cast.elsewhere.organisation_id
        assert by_page.organisation_id == cast.organisation.id


@pytest.mark.parametrize("host", ["ein name", "http://a.de", "a.de:80", "-a.de", "a..de", "a/b"])
def test_what_is_no_host_name_is_refused(host, cast, session):
    with pytest.raises(Invalid):
        domain.create_city(session, slug="neu", name="Neu", host=host)


def test_a_host_belongs_to_one_city_and_one_city_alone_may_have_none(cast, session):
    for host in (OTHER_HOST, OTHER_HOST.upper(), ""):
        with pytest.raises(Conflict):
            domain.create_city(session, slug="neu", name="Neu", host=host)
    made = domain.create_city(session, slug="neu", name="Neu", host="Bürger.example")
    assert made.host == "xn--brger-kva.example"
