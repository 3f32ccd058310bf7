"""A process without house rules says so where one is to be chosen; a command publishes them."""

import json

import pytest
from sqlmodel import delete, select
from typer.testing import CliRunner

from app.comments.stopping import stop_comment
from app.comments.targets import Target
from app.errors import Invalid
from app.models import Comment, CommentKind, CommentState, HouseRule, JournalEntry
from app.processes.house_rules import publish_rule
from tests.cast import WHILE_OPEN
from tests.commands import program

STOPPED = "/desk/p/ankommen/stopped"
NONE_YET = "Für dieses Verfahren sind noch keine Spielregeln veröffentlicht."


def test_without_rules_nothing_is_refused_and_a_command_publishes_the_first(
    browser, cast, session, settings, monkeypatch
):
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(settings.data_dir))
    session.exec(delete(HouseRule).where(HouseRule.process_id == cast.process.id))
    place = Target.find(session, cast.process, "hf1-1-1")
    about = {"kind": CommentKind.NOTE, "text": "Kaufen Sie im Kasino.", "now": WHILE_OPEN}
    note = stop_comment(session, place, cast.amira, ["trap"], **about)
    session.commit()
    desk = browser.sign_in(cast.bernd)
    (form,) = desk.get(STOPPED).select("form[action$=refuse]")
    assert NONE_YET in form.text
    said = {"rule": "1", "reason": "Das ist Werbung."}
    desk.send(form["action"], 422, **said)

    words = ["create-rule", " Beim  Thema bleiben", "--text", "Keine Werbung.", "--json"]
    done = CliRunner().invoke(program, [*words, "--process", "ankommen"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["number"] == 1
    assert "Keine Werbung." in desk.get("/p/ankommen/rules").text
    (form_now,) = desk.get(STOPPED).select("form[action$=refuse]")
    assert NONE_YET not in form_now.text
    rules = form_now.select_one("a[href='/desk/p/ankommen/rules']")
    assert rules.text == "Spielregeln ansehen in neuem Fenster", "a reason begun is not left"
    desk.send(form["action"], **said)
    session.expire_all()
    kept = session.exec(select(Comment).where(Comment.id == note.id)).one()
    assert kept.state is CommentState.HIDDEN
    deeds = select(JournalEntry).where(JournalEntry.deed == "rule.published")
    assert session.exec(deeds).one().process_id == cast.process.id


def test_the_next_rule_has_the_next_number_and_none_is_empty_or_too_long(cast, session):
    last = max(rule.number for rule in session.exec(select(HouseRule)).all())

    rule = publish_rule(session, cast.process, title="Kurz bleiben", text="Ein Gedanke.")
    assert rule.number == last + 1
    for title, text in ((" ", "Ein Gedanke."), ("Kurz", "\n"), ("K" * 121, "Ein Gedanke.")):
        with pytest.raises(Invalid):
            publish_rule(session, cast.process, title=title, text=text)
