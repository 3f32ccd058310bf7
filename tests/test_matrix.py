"""Who may what: roles × routes, made from the router. A new route fails until it stands here.

The verdicts are written by hand. "Let in" means any answer but 401, 403 and 404; what the deed
then says about its form is for the rooms' own tests.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlmodel import Session, select

from app.accounts.domain import start_sign_in
from app.accounts.giving import create_token
from app.drafts.domain import import_draft
from app.drafts.readers.markdown import read_markdown
from app.groups.domain import write_bundle_now
from app.models import Grant, Role, SignIn
from app.processes.embedding import allow_site
from app.publishing.carrying import compare
from app.security import cookie_name, form_token, hash_token
from tests.cast import DRAFT, OTHER_HOST, invite, person
from tests.drafts.drawn import drawn, with_picture
from tests.public.revised import SHORT, publish
from tests.routes import every_route

SCOPES = ["comments:write", "answers:write", "drafts:write", "bundles:read"]

# Who: a visitor, Amira (wrote #1) and Dora (residents), Chen (AG 1), Fatma (AG 2), Bernd (moderates
# here), Emil (this city's office), Gustav (moderates in another city), Hanna (that city's office):
# what is theirs opens on that city's host alone.
WHO = ("visitor", "amira", "dora", "chen", "fatma", "bernd", "emil", "gustav", "hanna")
EVERYBODY = set(WHO)
SIGNED_IN = EVERYBODY - {"visitor"}
STAFF = {"bernd", "emil"}
GROUP = {"chen", "bernd", "emil"}
OFFICE = {"emil"}


@dataclass
class Row:
    """A route, how to ask for it, and who is let in."""

    may: set[str]
    url: str = ""
    form: dict[str, Any] = field(default_factory=dict)
    api: bool = False
    file: bool = False
    host: str = "testserver"


NOTE = {"target": "hf1-1", "kind": "note", "text": "Eine Anmerkung für die Probe."}
API_NOTE = {"address": "hf1-1", "kind": "note", "text": "Eine Anmerkung für die Probe."}
P, D, A = "/p/ankommen", "/desk/p/ankommen", "/api/v1/processes/ankommen"

DRAWN = with_picture(drawn())
(PICTURE,) = DRAWN.pictures

MATRIX: dict[tuple[str, str], Row] = {
    ("GET", "/"): Row(EVERYBODY),
    ("GET", "/about/{page}"): Row(EVERYBODY, "/about/privacy"),
    ("GET", "/healthz"): Row(EVERYBODY),
    ("GET", "/readyz"): Row(EVERYBODY),
    # the door
    ("GET", "/register"): Row(EVERYBODY),
    ("POST", "/register"): Row(EVERYBODY, form={"email": "neu@example.org"}),
    ("GET", "/registered"): Row(EVERYBODY),
    ("POST", "/confirm"): Row(EVERYBODY, form={"email": "neu@example.org"}),
    ("GET", "/confirm/{token}"): Row(EVERYBODY, "/confirm/x"),
    ("POST", "/confirm/{token}"): Row(EVERYBODY, "/confirm/x"),
    ("GET", "/sign-in"): Row(EVERYBODY),
    ("POST", "/sign-in"): Row(EVERYBODY, form={"email": "neu@example.org", "password": "x"}),
    ("POST", "/sign-out"): Row(EVERYBODY),
    ("GET", "/forgot"): Row(EVERYBODY),
    ("POST", "/forgot"): Row(EVERYBODY, form={"email": "neu@example.org"}),
    ("GET", "/reset/{token}"): Row(EVERYBODY, "/reset/x"),
    ("POST", "/reset/{token}"): Row(EVERYBODY, "/reset/x", form={"password": "lang genug ist es"}),
    ("GET", "/account"): Row(SIGNED_IN),
    ("POST", "/account/name"): Row(SIGNED_IN, form={"name": "Anders"}),
    ("POST", "/account/password"): Row(SIGNED_IN, form={"old": "x", "new": "y"}),
    ("POST", "/account/sessions/{sign_in_id}/end"): Row(set(), "/account/sessions/999999/end"),
    # passkeys; nobody here is halfway through signing in
    ("POST", "/sign-in/passkey/ask"): Row(EVERYBODY),
    ("POST", "/sign-in/passkey"): Row(EVERYBODY, form={"answer": "x"}),
    ("POST", "/second-step/passkey/ask"): Row(set()),
    ("POST", "/second-step/passkey"): Row(set(), form={"answer": "x"}),
    ("POST", "/second-step/set-up/passkey/ask"): Row(set()),
    ("POST", "/second-step/set-up/passkey"): Row(set(), form={"answer": "x"}),
    ("POST", "/prove/passkey/ask"): Row(SIGNED_IN),
    ("POST", "/prove/passkey"): Row(SIGNED_IN, form={"answer": "x"}),
    # the identity provider: here is none
    ("POST", "/sign-in/provider"): Row(set()),
    ("GET", "/sign-in/provider/callback"): Row(set()),
    ("POST", "/sign-in/provider/callback"): Row(set()),
    ("GET", "/sign-in/provider/new"): Row(set()),
    ("POST", "/sign-in/provider/new"): Row(set()),
    ("POST", "/prove/provider"): Row(set()),
    ("GET", "/account/provider"): Row(set()),
    ("POST", "/account/provider"): Row(set()),
    ("POST", "/account/provider/{account_id}/remove"): Row(set(), "/account/provider/1/remove"),
    ("GET", "/signed-out"): Row(set()),
    ("GET", "/account/passkeys"): Row(SIGNED_IN),
    ("GET", "/account/passkeys/new"): Row(SIGNED_IN),
    ("POST", "/account/passkeys/ask"): Row(SIGNED_IN),
    ("POST", "/account/passkeys"): Row(SIGNED_IN, form={"answer": "x"}),
    ("POST", "/account/passkeys/{passkey_id}/name"): Row(
        set(), "/account/passkeys/999999/name", {"name": "Telefon"}
    ),
    ("POST", "/account/passkeys/{passkey_id}/remove"): Row(
        set(), "/account/passkeys/999999/remove"
    ),
    # reading
    ("GET", "/p/{slug}"): Row(EVERYBODY, P),
    ("GET", "/p/{slug}/draft"): Row(EVERYBODY, f"{P}/draft"),
    ("GET", "/p/{slug}/draft/v{number}"): Row(EVERYBODY, f"{P}/draft/v1"),
    ("GET", "/p/{slug}/fields/{field}"): Row(EVERYBODY, f"{P}/fields/sprache"),
    ("GET", "/p/{slug}/blocks/{fragment}"): Row(EVERYBODY, f"{P}/blocks/hf1-1"),
    ("GET", "/p/{slug}/comments/{number}"): Row(EVERYBODY, f"{P}/comments/1"),
    ("GET", "/p/{slug}/changes"): Row(EVERYBODY, "/p/anderswo/changes", host=OTHER_HOST),
    ("GET", "/p/{slug}/changes.docx"): Row(EVERYBODY, "/p/anderswo/changes.docx", host=OTHER_HOST),
    ("GET", "/p/{slug}/changes.pdf"): Row(EVERYBODY, "/p/anderswo/changes.pdf", host=OTHER_HOST),
    ("GET", "/p/{slug}/rules"): Row(EVERYBODY, f"{P}/rules"),
    ("GET", "/embed/p/{slug}"): Row(EVERYBODY, f"/embed{P}"),
    ("GET", "/embed/p/{slug}/fields/{field}"): Row(EVERYBODY, f"/embed{P}/fields/sprache"),
    # of a version that is not public yet
    ("GET", "/p/{slug}/pictures/{digest}"): Row(STAFF, f"{P}/pictures/{PICTURE}"),
    ("GET", "/p/{slug}/documents/{document}"): Row(set(), f"{P}/documents/keins"),
    ("GET", "/p/{slug}/documents/{document}/file"): Row(set(), f"{P}/documents/keins/file"),
    # writing
    ("GET", "/p/{slug}/comments/new"): Row(EVERYBODY, f"{P}/comments/new?at=hf1-1"),
    ("POST", "/p/{slug}/comments"): Row(SIGNED_IN, f"{P}/comments", NOTE),
    ("GET", "/p/{slug}/comments/{number}/reply"): Row(EVERYBODY, f"{P}/comments/1/reply"),
    ("POST", "/p/{slug}/comments/{number}/replies"): Row(
        SIGNED_IN, f"{P}/comments/1/replies", {"text": "Eine Antwort."}
    ),
    ("POST", "/p/{slug}/comments/{number}/support"): Row(
        SIGNED_IN - {"amira"}, f"{P}/comments/1/support", {"support": "1"}
    ),
    # staff
    ("GET", "/desk"): Row(SIGNED_IN - {"amira", "dora", "gustav", "hanna"}),
    ("GET", "/desk/mail"): Row(OFFICE),
    ("GET", "/desk/journal"): Row({"bernd", "emil"}),
    ("GET", "/desk/journal.csv"): Row({"bernd", "emil"}),
    ("GET", "/desk/p/{slug}"): Row(STAFF, D),
    ("POST", "/desk/p/{slug}/comments/{number}/replies"): Row(
        STAFF, f"{D}/comments/1/replies", {"voice": "self", "text": "Danke dafür."}
    ),
    ("GET", "/desk/p/{slug}/embedding"): Row(STAFF, f"{D}/embedding"),
    ("GET", "/desk/p/{slug}/embedding/preview"): Row(STAFF, f"{D}/embedding/preview"),
    ("POST", "/desk/p/{slug}/embedding/sites"): Row(OFFICE, f"{D}/embedding/sites"),
    ("POST", "/desk/p/{slug}/embedding/sites/{site_id}/end"): Row(
        OFFICE, f"{D}/embedding/sites/1/end"
    ),
    ("GET", "/desk/p/{slug}/draft"): Row(STAFF, f"{D}/draft"),
    ("GET", "/desk/p/{slug}/draft/v{n}"): Row(STAFF, f"{D}/draft/v2"),
    ("POST", "/desk/p/{slug}/drafts"): Row(OFFICE, f"{D}/drafts"),
    ("GET", "/desk/p/{slug}/draft/v{n}/tools"): Row(OFFICE, f"{D}/draft/v2/tools?at=hf1-1"),
    ("POST", "/desk/p/{slug}/draft/v{n}/steps"): Row(OFFICE, f"{D}/draft/v2/steps"),
    ("POST", "/desk/p/{slug}/draft/v{n}/undo"): Row(OFFICE, f"{D}/draft/v2/undo", {"number": "1"}),
    ("POST", "/desk/p/{slug}/draft/v{n}/redo"): Row(OFFICE, f"{D}/draft/v2/redo", {"number": "1"}),
    ("POST", "/desk/p/{slug}/draft/v{n}/publish"): Row(OFFICE, f"{D}/draft/v2/publish"),
    ("GET", "/desk/p/{slug}/draft/v{n}/lineage"): Row(STAFF, f"{D}/draft/v2/lineage"),
    ("POST", "/desk/p/{slug}/draft/v{n}/lineage"): Row(STAFF, f"{D}/draft/v2/lineage"),
    ("GET", "/desk/p/{slug}/draft/v{n}/lineage/{number}"): Row(STAFF, f"{D}/draft/v2/lineage/1"),
    ("POST", "/desk/p/{slug}/draft/v{n}/lineage/{number}"): Row(
        STAFF, f"{D}/draft/v2/lineage/1", {"choice": "confirm"}
    ),
    ("GET", "/groups/{group_id}"): Row(GROUP, "/groups/1"),
    ("POST", "/groups/{group_id}/bundles"): Row(GROUP, "/groups/1/bundles"),
    ("GET", "/bundles/{bundle_id}"): Row(GROUP, "/bundles/1"),
    ("GET", "/bundles/{bundle_id}.zip"): Row(GROUP, "/bundles/1.zip"),
    ("POST", "/bundles/{bundle_id}/download"): Row(GROUP, "/bundles/1/download"),
    # programs
    ("GET", "/api/v1/openapi.json"): Row(EVERYBODY, api=True),
    ("GET", "/api/v1/processes"): Row(EVERYBODY, api=True),
    ("GET", "/api/v1/processes/{process}"): Row(EVERYBODY, A, api=True),
    ("GET", "/api/v1/processes/{process}/draft"): Row(EVERYBODY, f"{A}/draft", api=True),
    # Version 2 is not public: to others than the office it is as if it did not exist.
    ("GET", "/api/v1/processes/{process}/lineage"): Row(
        OFFICE, f"{A}/lineage?from=1&to=2", api=True
    ),
    ("GET", "/api/v1/processes/{process}/comments"): Row(EVERYBODY, f"{A}/comments", api=True),
    ("POST", "/api/v1/processes/{process}/comments"): Row(
        SIGNED_IN, f"{A}/comments", API_NOTE, api=True
    ),
    ("GET", "/api/v1/processes/{process}/comments/{number}"): Row(
        EVERYBODY, f"{A}/comments/1", api=True
    ),
    ("GET", "/api/v1/processes/{process}/comments/{number}/replies"): Row(
        EVERYBODY, f"{A}/comments/1/replies", api=True
    ),
    ("POST", "/api/v1/processes/{process}/comments/{number}/replies"): Row(
        SIGNED_IN, f"{A}/comments/1/replies", {"text": "Eine Antwort."}, api=True
    ),
    ("PUT", "/api/v1/processes/{process}/comments/{number}/support"): Row(
        SIGNED_IN - {"amira"}, f"{A}/comments/1/support", api=True
    ),
    ("DELETE", "/api/v1/processes/{process}/comments/{number}/support"): Row(
        SIGNED_IN - {"amira"}, f"{A}/comments/1/support", api=True
    ),
    ("POST", "/api/v1/processes/{process}/drafts"): Row(OFFICE, f"{A}/drafts", api=True, file=True),
    ("POST", "/api/v1/processes/{process}/groups/{group}/bundles"): Row(
        GROUP, f"{A}/groups/ag-1/bundles", api=True
    ),
    ("GET", "/api/v1/bundles/{bundle}"): Row(GROUP, "/api/v1/bundles/1", api=True),
    ("GET", "/api/v1/bundles/{bundle}.zip"): Row(GROUP, "/api/v1/bundles/1.zip", api=True),
}


@pytest.fixture
def everybody(app, session: Session) -> dict[str, tuple[str, str]]:
    """Cookie and bearer token of each; a note, a bundle of AG 1 and an unpublished version 2;
    elsewhere two public versions."""
    cast = invite(session)
    hanna = person("Hanna")
    session.add(hanna)
    session.flush()
    session.add(
        Grant(person_id=hanna.id, organisation_id=cast.elsewhere.organisation_id, role=Role.ADMIN)
    )
    cast.says(session)
    second = read_markdown([("v2.md", DRAFT)])
    version = import_draft(session, cast.process, second, source_name="v2.md", by=None)
    compare(session, cast.process, version)
    import_draft(session, cast.process, DRAWN, source_name="v3.docx", by=None)
    for text in (SHORT, SHORT.replace("gut", "besser")):
        publish(session, cast.elsewhere, text)
    allow_site(session, cast.process, "https://www.example.org", by=cast.emil)
    people = {name: getattr(cast, name) for name in WHO if name not in ("visitor", "hanna")}
    keys = {
        name: (start_sign_in(session, one), create_token(session, one, SCOPES, "Probe"))
        for name, one in (people | {"hanna": hanna}).items()
    }
    session.commit()
    bundle = write_bundle_now(app.state.engine, app.state.settings, cast.group.id, cast.chen)
    assert (cast.group.id, bundle.id) == (1, 1)
    return keys | {"visitor": ("", "")}


def test_every_route_stands_in_the_matrix(app):
    assert set(every_route(app)) == set(MATRIX)


@pytest.mark.parametrize("who", WHO)
def test_roles_and_routes(app, browser, everybody, who):
    wrong = []
    for (method, path), row in MATRIX.items():
        status = ask(app, browser.client, everybody[who], method, row.url or path, row)
        if (status not in (401, 403, 404)) != (who in row.may):
            wrong.append(f"{method} {path}: {status}")
    assert wrong == []


def ask(app, client, keys, method, url, row):
    cookie, token = keys
    client.cookies.clear()
    headers = {"host": row.host}
    if row.api:
        if token:
            headers["Authorization"] = f"Bearer {token}"
        answer = client.request(
            method,
            url,
            headers=headers,
            json=row.form or None,
            files={"file": ("v3.md", DRAFT)} if row.file else None,
            follow_redirects=False,
        )
        return answer.status_code
    if cookie:
        client.cookies.set(cookie_name(app.state.settings), cookie)
    form = row.form | {"form_token": form_token(app.state.secret, cookie)}
    data = form if method == "POST" else None
    answer = client.request(method, url, headers=headers, data=data, follow_redirects=False)
    if url == "/sign-out" and cookie:
        begin_again(app, cookie)
    return answer.status_code


def begin_again(app, cookie):
    """The routes that follow need the session that was just ended."""
    with Session(app.state.engine) as session:
        ended = session.exec(select(SignIn).where(SignIn.token_hash == hash_token(cookie))).one()
        ended.ended_at = None
        session.add(ended)
        session.commit()
