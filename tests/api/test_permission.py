"""Who must not."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.accounts.giving import create_token
from app.accounts.tokens import SCOPES
from app.models import Bundle, Comment, DraftVersion, JournalEntry, Reply, Status, Support, Token
from app.security import hash_token
from tests.api.program import Program
from tests.cast import OPENS

COMMENTS = "/processes/ankommen/comments"
GROUP = "/processes/ankommen/groups/ag-1/bundles"
TEXT = "Abends fährt kein Bus mehr."
FILE = {"file": ("neu.md", b"# Sprache\n\nEin Satz.\n", "text/markdown")}

CHANGES = {
    "comment": ("POST", COMMENTS, {"json": {"address": "hf1", "text": TEXT}}),
    "reply": ("POST", f"{COMMENTS}/1/replies", {"json": {"text": TEXT}}),
    "support": ("PUT", f"{COMMENTS}/1/support", {}),
    "no support": ("DELETE", f"{COMMENTS}/1/support", {}),
    "draft": ("POST", "/processes/ankommen/drafts", {"files": FILE}),
    "bundle": ("POST", GROUP, {}),
    "state of a bundle": ("GET", "/bundles/1", {}),
    "bytes of a bundle": ("GET", "/bundles/1.zip", {}),
    "decision": ("PUT", f"{COMMENTS}/1/disposition", {"json": {"decision": "adopted"}}),
    "decision taken back": ("DELETE", f"{COMMENTS}/1/disposition", {}),
}


@pytest.fixture(autouse=True)
def there_is_something(cast, session, client, acting):
    """Amira's comment, and a bundle of the language group."""
    cast.says(session)
    session.commit()
    acting(cast.chen, "bundles:read").send("POST", GROUP, 202)


def nothing_came_of_it(session):
    session.expire_all()
    rows = [len(session.exec(select(table)).all()) for table in (Comment, Reply, Support)]
    drawn = len(session.exec(select(Bundle)).all()), len(session.exec(select(DraftVersion)).all())
    session.commit()
    return rows == [1, 0, 0] and drawn == (1, 1)


def test_without_a_token_nothing_happens(reader, session):
    for method, path, body in CHANGES.values():
        reader.send(method, path, 401, **body)
        assert reader.last.headers["www-authenticate"].startswith("Bearer")
    assert nothing_came_of_it(session)


def test_a_cookie_opens_nothing_here(browser, cast, session):
    program = Program(browser.sign_in(cast.emil).client)

    for method, path, body in CHANGES.values():
        program.send(method, path, 401, **body)
    assert nothing_came_of_it(session)


def spoil(token, how):
    if how == "expired":
        token.expires_at = clock.now()
    if how == "revoked":
        token.revoked_at = clock.now()
    if how == "blocked":
        token.person.blocked_at = clock.now()
    if how == "unconfirmed":
        token.person.confirmed_at = None


@pytest.mark.parametrize("how", ["expired", "revoked", "blocked", "unconfirmed", "unknown"])
def test_a_token_that_does_not_hold_opens_nothing(acting, cast, session, how):
    program = acting(cast.emil)
    if how == "unknown":
        program.token += "x"
    else:
        query = select(Token).where(Token.token_hash == hash_token(program.token))
        token = session.exec(query).one()
        token.person = cast.emil
        spoil(token, how)
        session.add(token)
        session.commit()

    for method, path, body in CHANGES.values():
        program.send(method, path, 401, **body)
        assert 'error="invalid_token"' in program.last.headers["www-authenticate"]
    assert nothing_came_of_it(session)


def test_a_token_holds_until_it_expires(client, cast, session, it_is):
    expires = OPENS + timedelta(days=20)
    token = create_token(session, cast.dora, ["comments:write"], "for a test", expires)
    session.commit()
    program = Program(client, token)

    it_is(expires - timedelta(seconds=1))
    program.send("PUT", f"{COMMENTS}/1/support", 200)
    it_is(expires)
    program.send("DELETE", f"{COMMENTS}/1/support", 401)


NEEDED = {
    "comment": ("amira", "comments:write"),
    "reply": ("dora", "comments:write"),
    "answer": ("bernd", "answers:write"),
    "support": ("dora", "comments:write"),
    "no support": ("dora", "comments:write"),
    "draft": ("emil", "drafts:write"),
    "bundle": ("chen", "bundles:read"),
    "state of a bundle": ("chen", "bundles:read"),
    "decision": ("ines", "decisions:write"),
    "decision taken back": ("ines", "decisions:write"),
}


@pytest.mark.parametrize("deed", NEEDED)
def test_a_token_is_good_for_its_scopes_only(acting, cast, session, deed):
    person, scope = NEEDED[deed]
    others = SCOPES - {scope}
    method, path, body = CHANGES["reply" if deed == "answer" else deed]

    program = acting(getattr(cast, person), *others)
    program.send(method, path, 403, **body)
    assert (
        f'error="insufficient_scope", scope="{scope}"' in (program.last.headers["www-authenticate"])
    )
    assert nothing_came_of_it(session)


def test_only_the_participation_office_hands_in_drafts(acting, cast, session):
    method, path, body = CHANGES["draft"]

    for person in (cast.amira, cast.bernd, cast.chen, cast.dora, cast.fatma, cast.gustav):
        acting(person).send(method, path, 403, **body)
    assert nothing_came_of_it(session)


@pytest.mark.parametrize("name", ["amira", "fatma", "gustav"])
def test_a_bundle_is_for_its_group_and_the_moderation(acting, cast, session, name):
    program = acting(getattr(cast, name))

    for deed in ("bundle", "state of a bundle", "bytes of a bundle"):
        method, path, body = CHANGES[deed]
        program.send(method, path, 403, **body)
    assert nothing_came_of_it(session)
    downloads = select(JournalEntry).where(JournalEntry.deed == "bundle.downloaded")
    assert not session.exec(downloads).all()


def test_a_group_of_another_process_is_not_found_here(acting, cast, session):
    path = f"/processes/anderswo/groups/{cast.group.id}/bundles"

    acting(cast.chen).send("POST", path, 404)
    acting(cast.gustav).send("POST", path, 404)
    assert nothing_came_of_it(session)


def test_nobody_else_speaks_for_an_office(acting, cast, session):
    for person in (cast.amira, cast.chen, cast.dora, cast.fatma, cast.gustav):
        acting(person).post(
            f"{COMMENTS}/1/replies", status=403, text="Ab Januar.", office="schulamt"
        )
    assert nothing_came_of_it(session)


def test_a_moderator_elsewhere_is_a_resident_here(acting, cast):
    made = acting(cast.gustav).post(f"{COMMENTS}/1/replies", text="Bei uns geht das.")

    assert made["voice"] == "resident"


def test_a_process_in_preparation_is_unknown_to_everybody_else(acting, cast, session):
    cast.process.status = Status.PREPARING
    session.add(cast.process)
    session.commit()
    method, path, body = CHANGES["draft"]

    acting(cast.bernd).send(method, path, 404, **body)
    acting(cast.gustav).send(method, path, 404, **body)
    acting(cast.gustav).get("/processes/ankommen/draft", status=404, version=1)
    acting(cast.bernd).post(COMMENTS, status=404, address="hf1", text=TEXT)


def test_a_version_that_is_not_public_is_for_the_participation_office(acting, reader, cast, client):
    method, path, body = CHANGES["draft"]
    emil = acting(cast.emil)
    emil.send(method, path, 201, **body)

    assert emil.get("/processes/ankommen/draft", version=2)["version"] == 2
    assert emil.get("/processes/ankommen/draft")["version"] == 1
    for other in (reader, acting(cast.bernd), acting(cast.emil, "comments:write")):
        other.get("/processes/ankommen/draft", status=404, version=2)
    spoilt = Program(client, f"{emil.token}x")
    spoilt.get("/processes/ankommen/draft", status=401)
