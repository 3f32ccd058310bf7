"""Alive, ready, and in numbers: quickly, in words, and to those whom it concerns."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from app import clock, db, selfcheck
from app.accounts.domain import start_sign_in
from app.backup.record import MADE, remember
from app.config import Settings
from app.jobs import enqueue
from app.models import Grant, Organisation, Role
from app.safekeeping import insist
from app.security import cookie_name
from app.selfcheck.storage import processes
from tests.cast import OPENS, WHILE_OPEN, person
from tests.postgres import Postgres

LONG = "Kreuzung Bahnhof 1897 Linde Fahrrad 4"


@pytest.fixture
def here(app) -> Iterator[TestClient]:
    """Somebody on the machine itself."""
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as client:
        yield client


@pytest.fixture
def there(app) -> Iterator[TestClient]:
    """Somebody on the network."""
    with TestClient(app) as client:
        yield client


@pytest.fixture
def signed_in(app, session, there) -> Callable[..., TestClient]:
    def sign_in(person) -> TestClient:
        token = start_sign_in(session, person, second=True)
        session.commit()
        there.cookies.set(cookie_name(app.state.settings), token)
        return there

    return sign_in


def problems(client: TestClient) -> dict[str, str]:
    found = client.get("/readyz").json()["findings"]
    return {finding["name"]: finding["problem"] for finding in found if finding["problem"]}


def test_a_house_in_order_is_ready(here, there, cast):
    assert here.get("/readyz").status_code == 200
    assert set(problems(here)) == {"secret"}  # that of the tests is short
    assert there.get("/readyz").json() == {"status": "ready"}


def test_it_answers_quickly_with_many_notes(here, cast, session):
    for n in range(200):
        cast.says(session, f"Anmerkung {n} für die Probe.")
    session.commit()
    here.get("/readyz")

    times = []
    for _n in range(5):
        begun = time.perf_counter()
        here.get("/readyz")
        times.append(time.perf_counter() - begun)

    assert min(times) < 0.05


def test_it_counts_nothing(here, cast, count_queries):
    with count_queries() as seen:
        here.get("/readyz")

    assert len(seen) <= 16
    assert not [one for one in seen if "count(" in one and "LIMIT" not in one.upper()]


def test_without_its_migrations_it_is_not_ready(app, here, there):
    with app.state.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001_old'")
        connection.connection.driver_connection.commit()

    answer = there.get("/readyz")

    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "5"
    assert "findings" not in answer.json()
    assert "randnotiz migrate" in problems(here)["schema"]


def test_a_database_that_is_gone_is_said_and_not_waited_for(app, here, there, monkeypatch):
    def hang(_engine, _settings):
        time.sleep(1)
        return []

    monkeypatch.setattr("app.public.health.look_quickly", hang)
    monkeypatch.setattr("app.public.health.SECONDS", 0.1)
    begun = time.perf_counter()

    answer = there.get("/readyz")

    assert answer.status_code == 503
    assert time.perf_counter() - begun < 0.9


def test_what_a_proxy_passes_on_does_not_come_from_this_machine(here):
    for header in (
        *("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port"),
        *("Forwarded", "X-Real-IP", "Via", "CF-Connecting-IP", "CF-Ray", "True-Client-IP"),
    ):
        assert "findings" not in here.get("/readyz", headers={header: "127.0.0.1"}).json()
    assert here.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 403


@pytest.mark.parametrize(
    ("role", "may"), [(None, 403), (Role.MODERATOR, 403), (Role.AUDITOR, 200), (Role.ADMIN, 200)]
)
def test_only_the_office_and_auditors_see_details(session, signed_in, role, may):
    city = Organisation(slug="musterstadt", name="Stadt Musterstadt", created_at=OPENS)
    who = person("Emil")
    session.add_all([city, who])
    session.flush()
    who.grants += [Grant(organisation_id=city.id, role=role)] if role else []
    client = signed_in(who)

    assert client.get("/metrics").status_code == may
    assert ("findings" in client.get("/readyz").json()) == (may == 200)


def test_with_several_cities_no_city_sees_what_is_of_all(signed_in, cast):
    client = signed_in(cast.emil)

    assert client.get("/metrics").status_code == 403
    assert "findings" not in client.get("/readyz").json()


def quickly(app, **settings: object) -> dict[str, str]:
    changed = app.state.settings.model_copy(update=settings)
    found = selfcheck.look_quickly(app.state.engine, changed)
    return {finding.name: finding.problem for finding in found if finding.problem}


def test_a_secret_that_can_be_guessed_is_found(app):
    assert "shorter" in quickly(app, secret_key="kurz")["secret"]
    assert "guessed" in quickly(app, secret_key="a" * 40)["secret"]
    assert "guessed" in quickly(app, secret_key=f"changeme{LONG}")["secret"]
    assert "secret" not in quickly(app, secret_key=LONG)
    assert "secret" not in quickly(app, secret_key="")


def test_outside_of_the_machine_mail_and_second_factors_are_missed(app):
    city = {"base_url": "https://mitreden.example.org", "secret_key": LONG}

    assert set(quickly(app, **city, second_factor="offered")) == {"mail", "second factor"}
    assert quickly(app, **city, smtp_url="smtp://m.example.org", second_factor="required") == {}
    assert quickly(app, second_factor="offered", secret_key=LONG) == {}


def test_a_disk_that_fills_up_is_found_before_it_is_full(app, monkeypatch):
    class Disk:
        total, used, free = 100 * 2**30, 0, 0

    monkeypatch.setattr("app.selfcheck.quick.shutil.disk_usage", lambda _path: Disk)
    for free, said in ((2**20, "is full"), (150 * 2**20, "nearly full"), (60 * 2**30, "")):
        Disk.free = free
        assert said in quickly(app).get("disk", "")


def test_an_old_backup_is_found_and_none_at_all(app, session, cast, it_is):
    assert "backup" not in quickly(app)
    it_is(WHILE_OPEN + timedelta(days=2))
    assert "never been a backup" in quickly(app)["backup"]
    remember(session, MADE)
    session.commit()
    assert "backup" not in quickly(app)
    it_is(WHILE_OPEN + timedelta(days=5))
    assert "3 days old" in quickly(app)["backup"]
    away = app.state.settings.model_copy(update={"base_url": "https://mitreden.example.org"})
    for days, serious in ((5, False), (12, True)):
        it_is(WHILE_OPEN + timedelta(days=days))
        found = {f.name: f for f in selfcheck.look_quickly(app.state.engine, away)}
        assert found["backup"].serious is serious


def test_a_clock_that_goes_back_is_found(app, cast, it_is):
    it_is(WHILE_OPEN - timedelta(hours=1))

    assert "from the future" in quickly(app)["clock"]


def test_several_processes_on_one_sqlite_file_are_found(app, session, cast):
    file = app.state.settings.data_dir / "randnotiz.db"
    words = f"import sys; file = open({str(file)!r}); print('open', flush=True); sys.stdin.read()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    strangers = [subprocess.Popen([sys.executable, "-c", words], **pipes) for _n in range(2)]
    for stranger in strangers:
        stranger.stdout.readline()

    said = processes(app.state.engine).problem

    for stranger in strangers:
        stranger.communicate()
    assert all(str(stranger.pid) in said for stranger in strangers)
    assert processes(app.state.engine).is_fine


def test_work_that_nobody_does_is_found(app, session, it_is):
    enqueue(session, "bundle")
    session.commit()
    assert "jobs" not in quickly(app)
    it_is(clock.now() + timedelta(minutes=11))

    assert "does a worker run" in quickly(app)["jobs"]


def test_settings_that_lose_something_are_refused_at_start(app):
    assert insist(app.state.engine) == []
    kept = app.state.engine.raw_connection()
    kept.driver_connection.execute("PRAGMA synchronous = NORMAL")
    kept.close()
    with pytest.raises(Exception, match="synchronous=1, which must be 2"):
        insist(app.state.engine)


@pytest.mark.postgres
def test_on_postgresql_each_commit_waits_for_the_disk_whatever_the_server_says(postgres: Postgres):
    url = postgres.fresh_database()
    engine = db.make_engine(url)

    with engine.connect() as connection:
        ours = connection.exec_driver_sql("SHOW synchronous_commit").scalar_one()
    said = {f.name: f.problem for f in selfcheck.look_quickly(engine, Settings(database_url=url))}

    assert ours == "on"
    assert "fsync=off" in said["database"]
    engine.dispose()
    postgres.drop(url)


def test_numbers_come_in_a_form_that_prometheus_reads(here, cast, session):
    cast.says(session)
    session.commit()
    here.get("/")
    here.get("/gibt-es-nicht")
    here.get("/p/ankommen")
    here.get("/desk/p/ankommen/people")
    here.get("/api/v1/processes/ankommen")

    answer = here.get("/metrics")

    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    sample = re.compile(r'^randnotiz_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?[\d.e+-]+$')
    assert [line for line in lines if not (line.startswith("# ") or sample.match(line))] == []
    assert 'randnotiz_requests_total{method="GET",route="/",status="200"} 1' in lines
    assert 'randnotiz_requests_total{method="GET",route="none",status="404"} 1' in lines
    for route, status in (
        ("/p/{slug}", 200),
        ("/desk/p/{slug}/people", 401),
        ("/api/v1/processes/{process}", 200),
    ):
        assert f'randnotiz_requests_total{{method="GET",route="{route}",status="{status}"}} 1' in (
            lines
        )
    assert 'randnotiz_request_seconds_bucket{method="GET",route="/",le="+Inf"} 1' in lines
    assert 'randnotiz_notes{state="public"} 1' in lines
    assert 'randnotiz_jobs{state="waiting"} 0' in lines
    assert any(line.startswith("randnotiz_disk_free_bytes ") for line in lines)


def test_nobody_fills_the_memory_with_names(here):
    for n in range(50):
        here.get(f"/nichts-{n}")
        here.get(f"/p/nichts-{n}")

    assert len(here.app.state.tally.requests) <= 3
