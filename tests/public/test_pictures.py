"""Pictures of a draft: kept once, shown to whom the version is shown, and to nobody else."""

import pytest
from sqlmodel import Session, select

from app.accounts.domain import start_sign_in
from app.drafts.domain import import_draft
from app.models import Block, DraftVersion, Picture, Status
from app.security import cookie_name
from tests.drafts.drawn import drawn, with_picture

SIGNED = "default-src 'none'"


@pytest.fixture
def picture(cast, session: Session) -> Picture:
    """A picture in version 2, which is not public yet."""
    draft = with_picture(drawn(), alt='Karte "Mitte" <b>')
    import_draft(session, cast.process, draft, source_name="v2.docx", by=None)
    session.commit()
    return session.exec(select(Picture)).one()


def url_of(picture: Picture, process: str = "ankommen") -> str:
    return f"/p/{process}/pictures/{picture.digest}"


def publish(session: Session, picture: Picture) -> None:
    version = session.get_one(DraftVersion, picture.version_id)
    version.published_at = version.imported_at
    session.add(version)
    session.commit()


def sign_in(app, browser, session: Session, who) -> None:
    browser.client.cookies.set(cookie_name(app.state.settings), start_sign_in(session, who))
    session.commit()


def test_a_figure_keeps_its_picture_with_a_clean_element(picture, session):
    block = session.exec(select(Block).where(Block.picture_id == picture.id)).one()

    assert block.head_html == (
        f'<img src="/p/ankommen/pictures/{picture.digest}" '
        'alt="Karte &quot;Mitte&quot; &lt;b&gt;" width="40" height="30" loading="lazy" '
        'decoding="async">'
    )
    assert block.text == "Die Karte."


def test_a_picture_in_two_versions_is_kept_once(picture, cast, session):
    draft = with_picture(drawn())
    import_draft(session, cast.process, draft, source_name="v3.docx", by=None)
    import_draft(session, cast.elsewhere, draft, source_name="v1.docx", by=None)

    owners = [one.process_id for one in session.exec(select(Picture))]
    assert sorted(owners) == sorted([cast.process.id, cast.elsewhere.id])


def test_everybody_sees_what_a_public_version_shows_and_may_keep_it(browser, picture, session):
    publish(session, picture)

    answer = browser.client.get(url_of(picture))

    assert answer.status_code == 200
    assert answer.content == picture.content
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-security-policy"] == SIGNED
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_who_is_signed_in_may_keep_it_too(app, browser, cast, picture, session):
    publish(session, picture)
    sign_in(app, browser, session, cast.amira)

    assert "immutable" in browser.client.get(url_of(picture)).headers["cache-control"]
    assert browser.client.get("/p/ankommen").headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("who", "status"),
    [("bernd", 200), ("emil", 200), ("amira", 404), ("chen", 404), ("gustav", 404), ("", 404)],
)
def test_before_that_only_the_staff_of_the_process_sees_it(
    app, browser, cast, picture, session, who, status
):
    if who:
        sign_in(app, browser, session, getattr(cast, who))

    answer = browser.client.get(url_of(picture))

    assert answer.status_code == status
    assert answer.headers["cache-control"] != "public, max-age=31536000, immutable"


def test_a_process_in_preparation_shows_nobody_its_pictures(browser, cast, picture, session):
    publish(session, picture)
    cast.process.status = Status.PREPARING
    session.add(cast.process)
    session.commit()

    assert browser.client.get(url_of(picture)).status_code == 404


@pytest.mark.parametrize("digest", ["0" * 64, "x", "%00", "a" * 65])
def test_there_is_no_other_picture(browser, picture, digest):
    assert browser.client.get(f"/p/ankommen/pictures/{digest}").status_code in (404, 422)


def test_another_process_does_not_show_it(browser, picture, session):
    publish(session, picture)

    assert browser.client.get(url_of(picture, "anderswo")).status_code == 404
