"""Who may what: roles × routes, made from the router. A new route fails until it stands in
`matrix.py`.

The verdicts are written by hand. "Let in" means any answer but 401, 403 and 404; what the deed
then says about its form is for the rooms' own tests.
"""

import pytest
from sqlmodel import Session, select

from app.accounts.domain import start_sign_in
from app.accounts.giving import create_token
from app.accounts.inviting import invite as invite_to
from app.comments.stopping import stop_comment
from app.comments.targets import Target
from app.drafts.domain import import_draft
from app.drafts.readers.markdown import read_markdown
from app.groups.domain import write_bundle_now
from app.models import BarrierKind, CommentKind, Role, SignIn, TextModule
from app.moderation.barring import add
from app.processes.embedding import allow_site
from app.publishing.carrying import compare
from app.reporting.domain import renew
from app.security import cookie_name, form_token, hash_token
from tests.cast import DRAFT, WHILE_OPEN, gather, invite
from tests.groups.city_paper import stored
from tests.groups.topic_of import topic
from tests.matrix import DRAWN, FATMAS, MATRIX, WHO
from tests.public.revised import SHORT, publish
from tests.routes import every_route
from tests.secrets_of_a_city import event, hand_back, inquiry, paper, station

SCOPES = ["comments:write", "answers:write", "drafts:write", "bundles:read", "decisions:write"]


@pytest.fixture
def everybody(app, session: Session) -> dict[str, tuple[str, str]]:
    """Cookie and bearer token of each; a note, a bundle of AG 1 and an unpublished version 2;
    elsewhere two public versions."""
    cast = invite(session)
    note = cast.says(session)
    gather(session, note)
    topic(session, cast, [note])
    second = read_markdown([("v2.md", DRAFT)])
    version = import_draft(session, cast.process, second, source_name="v2.md", by=None)
    compare(session, cast.process, version)
    import_draft(session, cast.process, DRAWN, source_name="v3.docx", by=None)
    for text in (SHORT, SHORT.replace("gut", "besser")):
        publish(session, cast.elsewhere, text)
    allow_site(session, cast.process, "https://www.example.org", by=cast.emil)
    invite_to(
        session, cast.emil, "neu@example.org", Role.MODERATOR, cast.organisation, cast.process
    )
    session.add(inquiry(cast.school_office, cast.bernd, cast.process.id))
    session.add_all([event(cast.process.id), paper(cast.process.id)])
    session.add(station(cast.process.id))
    session.add(stored(cast.organisation.id))
    hand_back(session, cast.group, cast.ines)
    target = Target.find(session, cast.process, "hf1-1")
    stop_comment(session, target, None, [], kind=CommentKind.NOTE, text="Ja.", now=WHILE_OPEN)
    add(session, cast.organisation, cast.emil, BarrierKind.WORD, "kasino", "", WHILE_OPEN)
    people = {name: getattr(cast, name) for name in WHO if name != "visitor"}
    keys = {
        name: (start_sign_in(session, one), create_token(session, one, SCOPES, "Probe"))
        for name, one in people.items()
    }
    about = {"organisation_id": cast.organisation.id, "process_id": cast.process.id}
    session.add(TextModule(title="Dank", text="Danke.", changed_at=WHILE_OPEN, **about))
    session.commit()
    bundle = write_bundle_now(app.state.engine, app.state.settings, cast.group.id, cast.chen)
    assert (cast.group.id, bundle.id) == (1, 1)
    renew(app.state.engine)
    assert (cast.bernd.id, cast.fatma.grants[0].id) == (2, FATMAS)
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
