"""The desk's groups of similar notes: one answer for all of them, once each, and what else
moderators do with a group; what everybody reads of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, col, func, select

from app import db
from app.comments import gathering, sketching
from app.main import create_app
from app.models import Apart, Comment, Job, NoteGroup, Reply, Voice
from app.moderation import group_answering
from app.selfcheck import counters
from benchmarks.campaign import letters
from tests.cast import invite
from tests.hearing import hear, mails
from tests.postgres import with_schema

SIMILAR = "/desk/p/ankommen/similar"
TEXT = "Danke, {name}. Ihre Anmerkung {nummer} nehmen wir mit."


def look(engine):
    while sketching.sketch_some(engine) or gathering.gather_some(engine):
        pass


@pytest.fixture
def group(cast, session, app):
    """Five nearly equal notes of three people, and one on something else."""
    for n, text in enumerate(letters(5)):
        cast.says(session, text, by=(cast.dora, cast.amira, cast.chen)[n % 3])
    cast.says(session, "Der Spielplatz am Rathaus braucht eine Rampe, am besten sofort.")
    session.commit()
    look(app.state.engine)
    return 1


def answers(session):
    session.commit()
    rows = select(Comment.number, Reply.text).join(Reply).where(Reply.voice != Voice.RESIDENT)
    found = dict(session.exec(rows.order_by(col(Comment.number))).all())
    session.commit()  # nobody waits for whoever only looks
    return found


def numbers(session):
    session.commit()
    query = select(Comment.number).where(Comment.note_group_id == 1)
    found = list(session.exec(query.order_by(col(Comment.number))))
    session.commit()
    return found


def test_one_answer_goes_to_every_note_once(browser, cast, session, app, group, count_queries):
    desk = browser.sign_in(cast.bernd)
    assert "5 Anmerkungen" in desk.get(SIMILAR).select_one(".group__head").text
    with count_queries() as asked:
        page = desk.get(f"{SIMILAR}/{group}")
    assert len(asked) <= 12
    assert "5 Anmerkungen sagen fast dasselbe" in page.select_one("h1").text
    assert page.select(".wording ins, .wording del"), "what differs is marked"
    key = page.select_one("[name=idempotency_key]")["value"]

    wrong = desk.send(f"{SIMILAR}/{group}/answer", status=422, text="Danke, {vorname}.")
    assert "{vorname} kennt das Programm nicht." in wrong.text
    assert "Danke, {vorname}." in wrong.select_one("textarea").text
    for _twice in range(2):
        desk.send(f"{SIMILAR}/{group}/answer", text=TEXT, idempotency_key=key)
    refused = desk.send(f"{SIMILAR}/{group}/answer", status=409, text=TEXT, idempotency_key="k2")

    given = answers(session)
    assert list(given) == [1, 2, 3, 4, 5]
    assert given[1] == "Danke, Dora. Ihre Anmerkung #1 nehmen wir mit."
    assert "wartet keine Anmerkung mehr auf eine Antwort" in refused.text
    session.commit()
    told = [mail.to_address for mail in mails(session)]
    assert "dora@example.org" in told
    assert not desk.get(SIMILAR).select(".group")
    assert "beantwortet" in desk.get(f"{SIMILAR}?show=all").select_one(".group").text
    assert [one.problem for one in counters(session) if one.problem] == []


def test_a_group_in_which_only_a_split_note_waits_needs_no_decision(browser, cast, session, group):
    desk = browser.sign_in(cast.bernd)
    inbox = SIMILAR.replace("/similar", "?what=similar")
    assert len(desk.get(inbox).select(".inbox > li")) == 1
    session.commit()
    for note in session.exec(select(Comment).where(Comment.note_group_id == group)).all():
        note.is_answered, note.parts_count = note.number != 1, 2 * (note.number == 1)
    session.commit()
    assert not desk.get(inbox).select(".inbox > li")


def test_a_large_group_is_answered_in_steps_and_a_step_done_again_gives_nobody_two(
    browser, cast, session, app, group, monkeypatch
):
    monkeypatch.setattr(group_answering, "AT_ONCE", 2)
    monkeypatch.setattr(group_answering, "STEP", 2)
    desk = browser.sign_in(cast.bernd)
    about = {"voice": "office", "office": "schulamt", "text": "Das Amt prüft es.", "asked_on": ""}
    desk.send(f"{SIMILAR}/{group}/answer", **about)
    assert answers(session) == {}
    with db.writing(app.state.engine) as step:
        assert group_answering._one_step(step, group)
    page = desk.get(f"{SIMILAR}/{group}")
    assert "2 von 5 sind beantwortet." in page.text
    assert page.select_one("progress")["value"] == "2"
    assert not page.select("#answer, [action$='/split']")
    desk.send(f"{SIMILAR}/{group}/split", status=409)
    cast.says(session, letters(6)[5], by=cast.dora)  # nobody has read this one
    session.commit()
    look(app.state.engine)

    job = session.exec(select(Job).where(Job.kind == group_answering.KIND)).one()
    session.commit()
    for _twice in range(2):  # as if a worker had died before it could say that it is done
        group_answering.give(app.state.engine, app.state.settings, job.arguments)
    hear(app.state.engine)

    assert list(answers(session)) == [1, 2, 3, 4, 5]
    assert session.exec(select(func.count(col(Reply.statement_id).distinct()))).one() == 1
    assert numbers(session)[-1] == 7
    assert "1 Anmerkung bekommt diese Antwort" in desk.get(f"{SIMILAR}/{group}").text


def test_moderators_put_groups_right_and_the_worker_leaves_it_so(
    browser, cast, session, app, group
):
    desk = browser.sign_in(cast.bernd)
    desk.send(f"{SIMILAR}/{group}/out/2")
    desk.send(f"{SIMILAR}/{group}/in", numbers="#6")
    assert numbers(session) == [1, 3, 4, 5, 6]
    wrong = desk.send(f"{SIMILAR}/{group}/in", status=422, numbers="6, 99")
    assert "#99 ist keine öffentliche Anmerkung" in wrong.text
    assert wrong.select_one("#in-numbers")["value"] == "6, 99"
    cast.says(session, letters(1)[0], by=cast.dora)
    for note in session.exec(select(Comment)):
        note.is_gathered = False
    session.commit()
    look(app.state.engine)
    assert numbers(session) == [1, 3, 4, 5, 6, 7], "#2 did not come back"

    desk.send(f"{SIMILAR}/{group}/looked")
    assert "angesehen" in desk.get(SIMILAR).select_one(".group").text
    desk.send(f"{SIMILAR}/{group}/split")
    cast.says(session, letters(1)[0], by=cast.chen)
    session.commit()
    look(app.state.engine)
    assert numbers(session) == []
    assert session.exec(select(func.count()).where(NoteGroup.size > 0)).one() == 0
    session.commit()
    desk.send(SIMILAR, numbers="1, 8")
    assert "2 Anmerkungen sagen fast dasselbe" in desk.get(f"{SIMILAR}/2").text
    assert session.exec(select(func.count(Apart.id))).one() > 0


def test_everybody_reads_how_many_said_it_and_nobody_who_was_hidden(
    browser, cast, session, app, group
):
    note = session.exec(select(Comment).where(Comment.number == 2)).one()
    note.state, note.is_listed = "hidden", True
    gathering.show_anew(session, {group})
    session.commit()
    line = browser.get("/p/ankommen/comments/1").select_one(".alike a")
    assert line.text == "Fast dasselbe steht in 3 weiteren Anmerkungen"
    page = browser.get(line["href"])
    assert "3 Menschen schrieben fast dasselbe" in page.text
    assert "4 Anmerkungen. Jede bleibt erhalten, jede zählt." in page.text
    shown = [
        link["href"].rsplit("/", 1)[1] for link in page.select(".listed .meta > a:first-child")
    ]
    assert shown == ["3", "4", "5"]
    assert browser.get("/p/ankommen/comments/6").select(".alike") == []
    browser.sign_in(cast.amira).get(SIMILAR, status=403)
    browser.get("/p/ankommen/similar/99", status=404)


def test_two_workers_at_once_make_one_group_and_one_answer(settings, postgres, monkeypatch):
    monkeypatch.setattr(group_answering, "AT_ONCE", 5)

    url = postgres.fresh_database(with_schema)
    app = create_app(settings.model_copy(update={"database_url": url}))
    engine = app.state.engine
    with Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        for n, text in enumerate(letters(15) + letters(15)):
            cast.says(session, text, by=(cast.dora, cast.amira)[n % 2])
        session.commit()
        sketching.sketch_some(engine)
        with ThreadPoolExecutor(3) as pool:
            for done in [pool.submit(look, engine) for _ in range(3)]:
                done.result(timeout=30)
        groups = session.exec(select(NoteGroup.size, NoteGroup.people_count)).all()
        assert groups == [(30, 2)]
        group = session.exec(select(NoteGroup)).one()
        group_answering.answer_group(session, group, cast.bernd, "Danke.", cast.process.opens_at)
        session.commit()
        job = session.exec(select(Job).where(Job.kind == group_answering.KIND)).one()
        session.commit()
        with ThreadPoolExecutor(2) as pool:
            give = (group_answering.give, engine, app.state.settings, job.arguments)
            for done in [pool.submit(*give) for _ in range(2)]:
                done.result(timeout=30)
        assert session.exec(select(func.count(Reply.id))).one() == 30
        session.refresh(cast.process)
        assert cast.process.answered_count == 30
        assert [one.problem for one in counters(session) if one.problem] == []
    engine.dispose()
