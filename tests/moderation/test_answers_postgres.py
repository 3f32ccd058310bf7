"""What moderators do at one instant on PostgreSQL, where writers do not wait by themselves: the
same notes answered from both ends, one answer corrected twice, one draft kept from two devices."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

from app import selfcheck
from app.accounts.domain import start_sign_in
from app.models import AnswerDraft, Process, Reply, ReplyWording
from app.security import cookie_name, form_token
from tests.accounts.test_at_once import postgres_app
from tests.cast import invite

__all__ = ["postgres_app"]
pytestmark = pytest.mark.postgres
DESK = "/desk/p/ankommen"


def at_once(app, client, *deeds):
    """What each of these deeds is answered: whose cookie, where, which fields."""
    start = Barrier(len(deeds))

    def send(cookie, url, fields):
        data = fields | {"form_token": form_token(app.state.secret, cookie)}
        whose = {"Cookie": f"{cookie_name(app.state.settings)}={cookie}"}
        start.wait()
        return client.post(DESK + url, data=data, headers=whose, follow_redirects=False).status_code

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(lambda deed: send(*deed), deeds))


def test_at_one_instant_nothing_is_lost_and_nobody_waits_for_the_other(postgres_app):
    app = postgres_app
    with TestClient(app) as client:
        with Session(app.state.engine) as session:
            cast = invite(session)
            for n in range(12):
                cast.says(session, f"Das ist mein Gedanke Nummer {n}.")
            cookies = [start_sign_in(session, one, "Probe") for one in (cast.bernd, cast.emil)]
            session.commit()
        bernd, emil = cookies
        ranges = [(bernd, "1-8"), (emil, "5-12"), (bernd, "12, 3, 7"), (emil, "7, 3, 12")]
        sent = [
            (who, "/answers", {"notes": notes, "text": "Ja, ab März.", "step": "send"})
            for who, notes in ranges
        ]
        assert at_once(app, client, *sent) == [303] * 4
        edit = "/comments/1/replies/1/edit"
        both = [(bernd, edit, {"text": "Ab Mai."}), (emil, edit, {"text": "Ab Juni."})]
        assert sorted(at_once(app, client, *both)) == [303, 409]
        draft = [(bernd, "/comments/2/draft", {"text": f"Ja {n}."}) for n in range(4)]
        assert at_once(app, client, *draft) == [303] * 4

        with Session(app.state.engine) as session:
            assert session.exec(select(func.count()).select_from(Reply)).one() == 22
            query = select(Process.answered_count).where(Process.slug == "ankommen")
            assert session.exec(query).one() == 12
            (was,) = session.exec(select(ReplyWording))
            assert was.text == "Ja, ab März."
            assert len(session.exec(select(AnswerDraft)).all()) == 1
            assert [found.problem for found in selfcheck.counters(session) if found.problem] == []
