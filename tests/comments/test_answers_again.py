"""A reply that is sent again shows its own author what became of it, and nobody else's words."""

import pytest
from sqlmodel import select

from app.models import RequestKey
from tests.comments.asking import COMMENTS
from tests.comments.stopping import answers
from tests.moderation.test_stopped import REFUSAL, STOPPED

SENT = {"text": "Kaufen Sie hier.", "more": "x", "idempotency_key": "amiras"}


@pytest.mark.parametrize("decision", ["publish", "refuse"])
def test_sent_again_after_the_decision_it_shows_nobody_elses(browser, cast, session, decision):
    cast.says(session, by=cast.dora)
    session.commit()
    url = f"{COMMENTS}/1/replies"
    browser.sign_in(cast.amira).send_with_htmx(url, **SENT)
    browser.sign_in(cast.bernd).send(
        f"{STOPPED}/1/{decision}", **(REFUSAL if decision == "refuse" else {})
    )
    browser.sign_in(cast.dora).send(url, text="Doras Geheimnis.", more="x")

    browser.sign_in(cast.amira)
    again = browser.send_with_htmx(url, 201 if decision == "publish" else 200, **SENT)

    assert "Doras Geheimnis." not in again.text
    assert ("Kaufen Sie hier." in again.text) is (decision == "publish")
    assert len(answers(session)) == 2


def test_of_a_number_that_is_somebody_elses_nothing_is_shown(browser, cast, session):
    cast.says(session, by=cast.dora)
    session.commit()
    url = f"{COMMENTS}/1/replies"
    browser.sign_in(cast.dora).send(url, text="Doras Geheimnis.", more="x")
    browser.sign_in(cast.amira).send(url, **SENT)
    kept = session.exec(select(RequestKey).where(RequestKey.key == "amiras")).one()
    kept.result = {"reply": answers(session)[0].id}
    session.add(kept)
    session.commit()

    assert "Doras Geheimnis." not in browser.send_with_htmx(url, 200, **SENT).text
