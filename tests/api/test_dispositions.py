"""What a group decides, by a program of its lead's."""

import pytest
from sqlmodel import select

from app.models import Comment, Disposition, EarlierDisposition, JournalEntry
from tests.groups.packing import hide_it

PATH = "/processes/ankommen/comments/1/disposition"
NO = {"decision": "not_adopted", "reason": "Dafür fehlt das Geld.", "remark": "Nur für uns."}
YES = {"decision": "adopted", "new_wording": "Alle lernen abends Deutsch.", "measure": "Kursplan"}


@pytest.fixture(autouse=True)
def note(cast, session):
    """Something was said on the language field."""
    cast.says(session, "Mehr Kurse am Abend bitte.")
    session.commit()


def test_the_lead_settles_changes_and_takes_back_and_everybody_reads_it(
    acting, reader, cast, session
):
    program = acting(cast.ines, "decisions:write")
    assert program.get(PATH) == {"comment": 1, "open": True, "disposition": None, "earlier": []}

    first = program.send("PUT", PATH, 200, json=NO | {"seen": 0})
    assert program.last.headers["etag"] == '"1"'
    assert program.send("PUT", PATH, 200, json=NO) == first
    changed = program.send("PUT", PATH, 200, json=YES, headers={"If-Match": '"1"'})
    for odd in ('W/"2"', '"1", "3"', "2"):
        program.send("PUT", PATH, 409, json=NO, headers={"If-Match": odd})
    again = program.send("PUT", PATH, 200, json=YES, headers={"If-Match": "*"})
    assert again == program.send("PUT", PATH, 200, json=YES, headers={"If-Match": '"1" , "2"'})
    back = program.send("DELETE", PATH, 200, headers={"If-Match": "*"})
    program.send("DELETE", PATH, 409)

    assert (first["open"], first["disposition"]["reason"]) == (False, NO["reason"])
    assert changed["disposition"]["new_wording"] == YES["new_wording"]
    assert [one["decision"] for one in back["earlier"]] == ["adopted", "not_adopted"]
    assert (back["open"], back["disposition"]) == (True, None)
    assert "Nur für uns" not in str([first, changed, back, reader.get(PATH)])
    assert reader.get("/processes/ankommen/comments/1")["disposition"] is None
    told = select(JournalEntry.details).where(JournalEntry.deed == "disposition.settled")
    assert session.exec(told).one() == {"decision": "not_adopted", "origin": "api"}


def test_who_has_not_seen_the_last_one_and_what_is_no_whole_decision_is_refused(acting, cast):
    program = acting(cast.jonas)
    program.send("PUT", PATH, 200, json=NO | {"seen": 0})

    problem = program.send("PUT", PATH, 409, json=YES | {"seen": 0})
    assert problem["type"] == "urn:randnotiz:problem:conflict"
    program.send("PUT", PATH, 409, json=YES, headers={"If-Match": '"7"'})
    problem = program.send("PUT", PATH, 422, json={"decision": "out_of_scope", "reason": " "})
    assert {one["field"] for one in problem["errors"]} == {"reason", "passed_on_to"}
    program.send("PUT", PATH, 422, json={"decision": "perhaps"})
    program.send("PUT", PATH.replace("/1/", "/99/"), 404, json=YES)
    key = {"Idempotency-Key": "once"}
    again = program.send("PUT", PATH, 200, json=YES, headers=key)
    assert program.send("PUT", PATH, 200, json=YES, headers=key) == again
    program.send("PUT", PATH, 409, json=NO, headers=key)


def test_nobody_else_settles(acting, reader, cast, session):
    for person in (cast.amira, cast.bernd, cast.chen, cast.fatma, cast.karin, cast.gustav):
        acting(person).send("PUT", PATH, 403, json=YES)
        acting(person).send("DELETE", PATH, 403)
    acting(cast.ines, "comments:write", "bundles:read").send("PUT", PATH, 403, json=YES)
    reader.send("PUT", PATH, 401, json=YES)
    assert session.exec(select(Disposition)).all() == []
    assert session.exec(select(EarlierDisposition)).all() == []


def test_of_a_hidden_comment_nobody_reads_what_was_decided(acting, reader, browser, cast, session):
    program = acting(cast.ines, "decisions:write")
    for said in (NO, YES):
        program.send("PUT", PATH, 200, json=said)
    page = "/p/ankommen/comments/1"
    assert YES["measure"] in browser.get(page).text
    assert YES["measure"] in str(reader.get("/processes/ankommen/comments/1"))

    session.expire_all()
    hide_it(session, cast, session.exec(select(Comment)).one())

    told = [reader.get("/processes/ankommen/comments/1"), reader.get(PATH), browser.get(page).text]
    assert told[1] == {"comment": 1, "open": False, "disposition": None, "earlier": []}
    for words in (YES["measure"], YES["new_wording"], NO["reason"]):
        assert words not in str(told)
