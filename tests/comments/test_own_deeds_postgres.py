"""What authors do at one instant on PostgreSQL, where writers do not wait for one another by
themselves; and the question for near doubles there."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app import selfcheck
from app.accounts.domain import start_sign_in
from app.comments import sketching
from app.comments.similar import alike
from app.comments.targets import Target
from app.models import Comment, CommentState, CommentWording
from app.security import cookie_name, form_token
from tests.accounts.test_at_once import postgres_app
from tests.cast import invite
from tests.comments.asking import COMMENTS, TEXT

__all__ = ["postgres_app"]
pytestmark = pytest.mark.postgres
OWN = f"{COMMENTS}/1"


def at_once(app, client, *deeds):
    """What each of these deeds is answered: whose cookie, which deed, which fields."""
    start = Barrier(len(deeds))

    def send(cookie, deed, fields):
        data = fields | {"form_token": form_token(app.state.secret, cookie)}
        whose = {"Cookie": f"{cookie_name(app.state.settings)}={cookie}"}
        start.wait()
        url = f"{OWN}/{deed}"
        return client.post(url, data=data, headers=whose, follow_redirects=False).status_code

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(lambda deed: send(*deed), deeds))


def test_edits_supports_and_withdrawals_at_one_instant_lose_nothing(postgres_app):
    app = postgres_app
    with TestClient(app) as client, Session(app.state.engine, expire_on_commit=False) as session:
        cast = invite(session)
        cast.says(session, TEXT)
        amira, dora = start_sign_in(session, cast.amira), start_sign_in(session, cast.dora)
        session.commit()
        sketching.sketch_some(app.state.engine)
        place = Target.find(session, cast.process, "hf1-1")
        assert alike(session, place, TEXT, "", cast.dora.id).people == 1
        assert alike(session, place, TEXT, "", cast.amira.id) is None
        session.commit()

        edits = [(amira, "edit", {"text": f"Etwas ganz anderes, {n}.", "seen": "0"}) for n in "abc"]
        edited = at_once(app, client, *edits)
        assert sorted(edited) == [303, 409, 409]
        assert len(session.exec(select(CommentWording)).all()) == 1
        session.commit()
        late = (amira, "edit", {"text": "Noch einmal anders, bitte.", "seen": "1"})
        assert set(at_once(app, client, late, (dora, "support", {"support": "1"}))) <= {303, 403}

        deeds = [*[(amira, "withdraw", {})] * 3, (dora, "replies", {"text": "Ja, gut."})]
        statuses = at_once(app, client, *deeds)
        assert statuses[:3] == [303, 303, 303]
        note = session.exec(select(Comment)).one()
        assert note.state is CommentState.WITHDRAWN
        assert [found.problem for found in selfcheck.counters(session) if found.problem] == []
