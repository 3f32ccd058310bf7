"""Who may draw and take a bundle, who must not, and what the journal keeps of it."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from app import db
from app.models import Bundle, JournalEntry
from tests.cast import LATER, WHILE_OPEN
from tests.groups.packing import bundles, downloads, draw, pack


@pytest.mark.parametrize("who", ["bernd", "emil"])
def test_the_processs_moderators_and_the_office_may_do_all_of_it(
    browser, cast, session, app, who: str
) -> None:
    browser.sign_in(getattr(cast, who))
    browser.get(f"/groups/{cast.group.id}")
    draw(browser, cast)
    pack(app)
    bundle = bundles(app)[0]

    page = browser.get(f"/bundles/{bundle.id}")
    by = {"bernd": "von der Moderation", "emil": "vom Beteiligungsbüro"}[who]
    assert by in page.text
    browser.send(f"/bundles/{bundle.id}/download")
    assert browser.client.get(f"/bundles/{bundle.id}.zip").status_code == 200


STRANGERS = ["amira", "dora", "fatma", "gustav"]


@pytest.mark.parametrize("who", STRANGERS)
def test_everybody_else_is_refused_with_a_reason(
    browser, cast, app, session, ready: Bundle, who: str
) -> None:
    """Residents, another group's member, and a moderator of another city."""
    browser.sign_in(getattr(cast, who))

    for url in (f"/groups/{cast.group.id}", f"/bundles/{ready.id}", f"/bundles/{ready.id}.zip"):
        page = browser.get(url, status=403)
        assert "ist für die AG 1" in page.select_one("[role=alert]").text
        browser.get_fragment(url, status=403)
    browser.send(f"/groups/{cast.group.id}/bundles", status=403, idempotency_key="mine")
    browser.send(f"/bundles/{ready.id}/download", status=403)

    assert [bundle.id for bundle in bundles(app)] == [ready.id]
    assert downloads(app) == []


def test_without_a_session_one_is_asked_to_sign_in(
    browser, cast, app, session, ready: Bundle
) -> None:
    for url in (f"/groups/{cast.group.id}", f"/bundles/{ready.id}", f"/bundles/{ready.id}.zip"):
        page = browser.get(url, status=401)
        assert page.select_one("a[href^='/sign-in?next=']")
        assert b"PK" not in browser.client.get(url).content[:4]
    browser.send(f"/groups/{cast.group.id}/bundles", status=401)
    browser.send(f"/bundles/{ready.id}/download", status=401)

    assert [bundle.id for bundle in bundles(app)] == [ready.id]
    assert downloads(app) == []


def test_what_is_not_there_is_not_found(browser, cast) -> None:
    browser.sign_in(cast.chen)

    for url in ("/groups/999", "/bundles/999", "/bundles/999.zip"):
        browser.get(url, status=404)
    for url in ("/groups/0", "/bundles/x.zip", f"/bundles/{2**63}", "/bundles/-1.zip"):
        browser.get(url, status=422)


def test_an_unfinished_bundle_cannot_be_downloaded(browser, cast, app, session) -> None:
    draw(browser.sign_in(cast.chen), cast)
    bundle = bundles(app)[0]

    page = browser.get(f"/bundles/{bundle.id}.zip", status=409)
    browser.send(f"/bundles/{bundle.id}/download", status=409)

    assert "Paket 1 ist noch nicht fertig gepackt." in page.text
    assert downloads(app) == []


def test_a_download_stands_in_the_journal_once(
    browser, cast, app, session, ready: Bundle, it_is: Callable[..., None]
) -> None:
    browser.sign_in(cast.chen)
    browser.send(f"/bundles/{ready.id}/download")
    browser.client.get(browser.last.headers["location"])
    assert downloads(app) == [cast.chen.id]

    it_is(WHILE_OPEN + 2 * LATER)
    browser.client.get(f"/bundles/{ready.id}.zip")
    assert downloads(app) == [cast.chen.id, cast.chen.id]


def test_who_comes_straight_to_the_address_is_written_down_too(
    browser, cast, app, session, ready: Bundle
) -> None:
    response = browser.sign_in(cast.bernd).client.get(f"/bundles/{ready.id}.zip")

    assert response.status_code == 200
    assert downloads(app) == [cast.bernd.id]
    with db.reading(app.state.engine) as looking:
        (entry,) = looking.exec(
            select(JournalEntry).where(JournalEntry.deed == "bundle.downloaded")
        ).all()
    assert (entry.subject_type, entry.subject_id) == ("Bundle", ready.id)


def test_who_has_it_already_is_told_so(browser, cast, app, session, ready: Bundle) -> None:
    headers = {"If-None-Match": f'"{ready.sha256}"'}

    response = browser.sign_in(cast.chen).client.get(f"/bundles/{ready.id}.zip", headers=headers)

    assert (response.status_code, response.content) == (304, b"")
    assert downloads(app) == []
