"""What a program sends follows the same rules: what looks like spam is stored and waits."""

import pytest

from app.comments.stopping import stop_comment
from app.comments.targets import Target
from app.models import CommentKind
from tests.cast import WHILE_OPEN
from tests.comments.stopping import LINKS, barrier, comments, process, reasons
from tests.moderation.test_stopped import REFUSAL, STOPPED

COMMENTS = "/processes/ankommen/comments"
REPLIES = f"{COMMENTS}/1/replies"


def test_a_comment_that_waits_is_accepted_and_nobody_reads_it(acting, reader, cast, session):
    barrier(session, cast, "kasino")
    program = acting(cast.amira, "comments:write")
    made = program.post(
        COMMENTS, status=202, address="HF1 · 1", kind="note", text="Ein Bonus im Kasino."
    )

    assert (made["number"], made["state"], made["text"]) == (1, "waiting", "Ein Bonus im Kasino.")
    assert reader.get(COMMENTS)["items"] == []
    for whoever in (reader, acting(cast.dora), acting(cast.bernd), program):
        whoever.get(f"{COMMENTS}/1", status=404)
        whoever.get(f"{COMMENTS}/1/replies", status=404)
    assert process(session).comments_count == 0


def test_the_same_key_makes_one_comment_that_waits(acting, cast, session):
    program = acting(cast.amira, "comments:write")
    sent = {"address": "HF1 · 1", "kind": "note", "text": LINKS}
    once = {"Idempotency-Key": "once"}
    first = program.send("POST", COMMENTS, 202, json=sent, headers=once)
    again = program.send("POST", COMMENTS, 202, json=sent, headers=once)

    assert first == again
    assert reasons(session) == [["links"]]


def test_a_reply_that_waits_has_no_number_and_is_in_no_list(acting, reader, cast, session):
    cast.says(session, by=cast.dora)
    session.commit()
    program = acting(cast.amira, "comments:write")
    made = program.post(f"{COMMENTS}/1/replies", status=202, text=LINKS)

    assert made == {"state": "waiting", "text": LINKS, "created_at": "2016-10-15T12:00:00Z"}
    assert reader.get(f"{COMMENTS}/1/replies")["items"] == []
    assert reader.get(f"{COMMENTS}/1")["replies"] == []


def test_without_a_token_nothing_is_sent_even_where_one_may_write_unsigned(reader, cast, session):
    cast.process.takes_unsigned = True
    session.add(cast.process)
    session.commit()

    reader.post(COMMENTS, status=401, address="HF1 · 1", kind="note", text="Ohne Namen gesagt.")

    assert comments(session) == []


def test_what_a_visitor_wrote_is_not_told_before_it_is_public(reader, cast, session):
    target = Target.find(session, cast.process, "hf1-1")
    stop_comment(
        session, target, None, ["unsigned"], kind=CommentKind.NOTE, text="Ja.", now=WHILE_OPEN
    )
    session.commit()

    assert reader.get("/processes/ankommen")["fields"][0]["comments"] == 0
    reader.get(f"{COMMENTS}/1", status=404)


@pytest.mark.parametrize("decision", ["publish", "refuse"])
def test_a_reply_sent_again_after_the_decision_is_nobody_elses(
    browser, acting, cast, session, decision
):
    cast.says(session, by=cast.dora)
    session.commit()
    amira, dora = acting(cast.amira, "comments:write"), acting(cast.dora, "comments:write")
    sent = {"json": {"text": LINKS}, "headers": {"Idempotency-Key": "amiras"}}
    waiting = amira.send("POST", REPLIES, 202, **sent)
    assert amira.send("POST", REPLIES, 202, **sent) == waiting
    browser.sign_in(cast.bernd).send(
        f"{STOPPED}/1/{decision}", **(REFUSAL if decision == "refuse" else {})
    )
    dora.post(REPLIES, status=202, text=f"Doras Geheimnis. {LINKS}")

    again = amira.send("POST", REPLIES, 201 if decision == "publish" else 404, **sent)

    assert "Geheimnis" not in str(again)
    assert decision == "refuse" or (again["number"], again["text"]) == (1, LINKS)
