"""A group's room and its bundles, as those who may see them, and as everybody else."""

import hashlib
import io
import threading
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager

from app.models import Bundle, BundleState, Event, Meeting, Person, WorkingGroup
from tests.cast import LATER, WHILE_OPEN
from tests.groups.packing import bundles, draw, pack

EVIL = "<svg onload=alert(1)>"


def test_a_member_draws_waits_and_takes_the_bundle_home(browser, cast, session, app) -> None:
    cast.says(session, "Mehr Kurse am Abend bitte.")
    session.commit()
    browser.sign_in(cast.chen)

    page = browser.get(f"/groups/{cast.group.id}")
    form = page.select_one("form[action$='/bundles']")
    key = form.select_one("[name=idempotency_key]")["value"]
    browser.send(form["action"], idempotency_key=key)
    assert browser.last.headers["location"] == f"/groups/{cast.group.id}#paket-1"

    page = browser.get(f"/groups/{cast.group.id}")
    assert page.select_one("#paket-1 progress")
    assert "0 von 1 Anmerkungen gepackt" in page.select_one("#paket-1").text
    assert "Laden Sie die Seite neu" in page.text

    pack(app)
    page = browser.get(f"/groups/{cast.group.id}")
    bundle = page.select_one("#paket-1")
    assert "von der Arbeitsgruppe" in bundle.text
    assert not page.select("progress[aria-label^='Paket']")
    browser.send(bundle.select_one("form")["action"])
    response = browser.client.get(browser.last.headers["location"])

    assert response.status_code == 200
    assert response.headers["content-type"] == "application/zip"
    name = "AG1_Sprache_Paket-1_2016-10-15.zip"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert int(response.headers["content-length"]) == len(response.content)
    digest = hashlib.sha256(response.content).hexdigest()
    assert response.headers["etag"] == f'"{digest}"'
    assert digest in bundle.text
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        assert "Mehr Kurse am Abend bitte." in packed.read("comments.csv").decode("utf-8-sig")


def test_htmx_gets_the_list_then_the_one_bundle_until_it_is_ready(
    browser, cast, session, app
) -> None:
    browser.sign_in(cast.chen)

    listed = browser.send_with_htmx(f"/groups/{cast.group.id}/bundles", idempotency_key="once")
    link = listed.select_one("#paket-1 a[hx-get]")
    assert listed.select_one("#pakete")
    assert "Paket 1 ist gezogen." in listed.select_one("[role=status]").text
    assert link["hx-trigger"] == "every 1s"
    assert link["href"] == link["hx-get"]

    one = browser.get_fragment(link["hx-get"])
    assert one.select_one("li#paket-1 a[hx-trigger]")
    pack(app)
    one = browser.get_fragment(link["hx-get"])
    assert not one.select("[hx-trigger]")
    assert one.select_one("form[action$='/download']")
    assert one.select_one("[role=status][hx-swap-oob]").text == "Paket 1 ist fertig."


def test_without_javascript_the_pages_look_again_until_it_is_ready(
    browser, cast, session, app
) -> None:
    draw(browser.sign_in(cast.chen), cast)
    bundle = bundles(app)[0]

    room = browser.client.get(f"/groups/{cast.group.id}")
    status = browser.client.get(f"/bundles/{bundle.id}")
    again = f'<noscript><meta http-equiv="refresh" content="5; url=/groups/{cast.group.id}">'
    assert again in room.text
    assert status.headers["refresh"] == f"5; url=/bundles/{bundle.id}"

    pack(app)
    room = browser.client.get(f"/groups/{cast.group.id}")
    status = browser.client.get(f"/bundles/{bundle.id}")
    assert "http-equiv" not in room.text
    assert "refresh" not in status.headers


def test_the_same_key_makes_one_bundle(browser, cast, app, session) -> None:
    browser.sign_in(cast.chen)
    for _n in range(3):
        draw(browser, cast)
        assert browser.last.headers["location"].endswith("#paket-1")

    draw(browser, cast, idempotency_key="another")

    assert [bundle.number for bundle in bundles(app)] == [1, 2]


def test_twenty_keys_at_one_instant_make_twenty_numbers(browser, cast, app, session) -> None:
    browser.sign_in(cast.chen)
    fields = browser._with_token({})
    gate = threading.Barrier(20)
    said: list[int] = []

    def one(n: int) -> None:
        gate.wait()
        url = f"/groups/{cast.group.id}/bundles"
        answer = browser.client.post(
            url, data=fields | {"idempotency_key": f"key {n}"}, follow_redirects=False
        )
        said.append(answer.status_code)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert said == [303] * 20
    assert [bundle.number for bundle in bundles(app)] == list(range(1, 21))


def test_a_failed_bundle_says_so(browser, cast, session, ready: Bundle) -> None:
    bundle = session.get_one(Bundle, ready.id)
    bundle.state, bundle.error = BundleState.FAILED, "Beim Packen ist etwas schiefgegangen."
    session.commit()

    page = browser.sign_in(cast.chen).get(f"/groups/{cast.group.id}")

    assert "schiefgegangen" in page.select_one("#paket-1 .say--wrong").text
    assert not page.select("form[action$='/download']")


def test_the_room_shows_the_fields_what_is_new_and_the_next_meeting(
    browser, cast, session, ready: Bundle
) -> None:
    for title, days in (("Werkstatt Sprache", 3), ("Schon vorbei", -3)):
        event = Event(
            process=cast.process,
            title=title,
            place="Rathaus",
            starts_at=WHILE_OPEN + days * 24 * 60 * LATER,
            ends_at=WHILE_OPEN + days * 24 * 60 * LATER + 60 * LATER,
        )
        session.add(Meeting(process_id=cast.process.id, event=event, group=cast.group))
    cast.says(session, "Kam nach dem Paket.")
    session.commit()

    page = browser.sign_in(cast.chen).get(f"/groups/{cast.group.id}")

    assert page.select_one("h1").text == "Sprache"
    assert "1 neue Anmerkung seit Paket 1." in " ".join(page.select_one("#pakete").text.split())
    field = page.select_one("aside a[href='/p/ankommen/fields/sprache']").find_parent("li")
    assert "2 Anmerkungen, 0 beantwortet" in field.text
    assert "Werkstatt Sprache" in page.text
    assert "Schon vorbei" not in page.text
    assert not page.select("aside a[href$='/fields/arbeit']")


def test_a_group_without_a_field_or_a_draft_is_told_what_is_missing(browser, cast, session) -> None:
    field = session.merge(cast.language)
    field.group_id = None
    session.commit()
    browser.sign_in(cast.chen)

    page = browser.get(f"/groups/{cast.group.id}")
    assert "kein Handlungsfeld" in page.select_one("#pakete").text
    assert not page.select("#pakete form")
    page = browser.send(f"/groups/{cast.group.id}/bundles", status=409)
    assert "Der AG 1 ist kein Handlungsfeld zugeordnet." in page.text


def test_names_are_text_and_never_markup(browser, cast, session, app) -> None:
    group = session.get_one(WorkingGroup, cast.group.id)
    group.name, group.title = EVIL, EVIL
    chen = session.get_one(Person, cast.chen.id)
    chen.name = EVIL
    session.commit()
    browser.sign_in(cast.chen)
    draw(browser, cast)
    pack(app)
    bundle = bundles(app)[0]

    for url in (f"/groups/{cast.group.id}", f"/bundles/{bundle.id}"):
        page = browser.get(url)
        assert not page.select("svg")
        assert EVIL in page.text
    disposition = browser.client.get(f"/bundles/{bundle.id}.zip").headers["content-disposition"]
    assert "<" not in disposition


def test_the_room_costs_as_many_queries_with_many_notes_and_bundles(
    browser,
    cast,
    session,
    ready: Bundle,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    browser.sign_in(cast.chen)

    def cost(url: str) -> int:
        with count_queries() as seen:
            browser.get(url)
        return len(seen)

    before = [cost(f"/groups/{cast.group.id}"), cost(f"/bundles/{ready.id}")]
    for n in range(30):
        cast.says(session)
        session.add(
            Bundle(
                process_id=cast.process.id,
                group_id=cast.group.id,
                version_id=ready.version_id,
                number=n + 2,
                state=BundleState.READY,
                drawn_by_id=cast.chen.id,
                drawn_at=WHILE_OPEN,
                sha256="0" * 64,
            )
        )
    session.commit()
    after = [cost(f"/groups/{cast.group.id}"), cost(f"/bundles/{ready.id}")]

    assert after == before
    assert max(after) <= 12
