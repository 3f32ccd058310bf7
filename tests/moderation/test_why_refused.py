"""What the author of a refused note is told of how it came to be read: a program is named where one
found something, and nowhere else (Regulation (EU) 2022/2065, article 17)."""

import re

import pytest
from sqlmodel import select

from app.comments.approving import to_approve
from app.comments.receipts import path_of, token_of
from app.comments.stopping import stop_comment
from app.comments.targets import Target
from app.comments.why_stopped import cause_of
from app.models import Approval, Cause, CommentKind, Process, Stop
from app.moderation import releasing
from tests.cast import WHILE_OPEN
from tests.hearing import mails

SOME = Process(approval=Approval.SOME, approves_links=True, approves_guests=True)
SOME.approval_words = "Kasino"
ALL = Process(approval=Approval.ALL)


@pytest.mark.parametrize(
    ("reasons", "cause"),
    [
        (to_approve(ALL, ("Im Kasino.",)), Cause.FIRST),
        (to_approve(SOME, ("Im Kasino.",), guest=True), Cause.GUEST),
        (to_approve(SOME, ("Siehe www.eins.example.",)), Cause.LINKS),
        (to_approve(SOME, ("Im Kasino.",)), Cause.WORDS),
        (["unsigned"], Cause.GUEST),
        (["links"], Cause.LINKS),
        (["approval_all", "word:12"], Cause.WORDS),
        (["approval:links", "trap"], Cause.STOP),
        (["approval_all", "haste"], Cause.STOP),
        (["blocked"], Cause.STOP),
        (["approval"], Cause.STOP),
        ([], Cause.STOP),
    ],
)
def test_what_was_read_first_is_told_from_what_a_program_found(reasons, cause):
    assert cause_of(reasons) is cause


CAUSES = {
    "approval_all": ("liest die Moderation alles", "wie alles in diesem Verfahren"),
    "approval:guest": ("ohne Anmeldung", "ohne Anmeldung"),
    "approval:links": ("Ein Programm hat darin Links", "ein Programm Links fand"),
    "approval:word": ("Ein Programm hat darin ein Wort", "ein bestimmtes Wort"),
    "trap": ("Ein Programm hatte sie angehalten.", "vom Programm angehalten"),
}


def refused(session, cast):
    """One note for each cause, refused in that order; and the links of the letters."""
    place = Target.find(session, cast.process, "hf1-1-1")
    about = {"kind": CommentKind.NOTE, "text": "Kaufen Sie im Kasino.", "now": WHILE_OPEN}
    for reason in CAUSES:
        stop_comment(session, place, cast.amira, [reason], **about)
    for number in session.exec(select(Stop.id).order_by(Stop.id)).all():
        stop = releasing.hold_stop(session, cast.process, number)
        releasing.refuse(session, stop, cast.bernd, cast.rule, "Das ist Werbung.", WHILE_OPEN)
    session.commit()


def test_each_refusal_says_truly_why_it_was_read_how_to_object_and_until_when(
    browser, cast, session
):
    refused(session, cast)
    letters = [mail for mail in mails(session) if "nicht veröffentlicht" in mail.subject]
    table = browser.get("/p/ankommen/removals").main.select("tbody tr")[::-1]
    csv = browser.client.get("/p/ankommen/removals.csv").text

    for (reason, (letter, cell)), mail, row in zip(CAUSES.items(), letters, table, strict=True):
        first = mail.text.split("\n\n")[1]
        assert letter in first
        assert ("Ein Programm" in first) is (reason not in ("approval_all", "approval:guest"))
        assert "Das hat ein Mensch entschieden, kein Programm." in first
        until = re.search(r"widersprechen Sie bis zum (\S+ \S+ \d{4}) auf", mail.text)[1]
        assert cell in row.text
        assert cell in csv
        own = browser.get(re.search(r"http://[^/]+(/p/\S+objection\?key=\S+)", mail.text)[1])
        assert f"Bis zum {until} können Sie einmal widersprechen." in own.main.text
        assert letter.replace("sie", "es") in own.main.text
        assert "Kasino" not in row.text


def test_shown_after_all_it_is_public_not_public_again_and_so_is_what_was_objected_to(
    browser, cast, session
):
    refused(session, cast)
    links = [re.search(r"(/p/\S+objection)\?key=(\S+)", mail.text) for mail in mails(session)]
    page, key = links[0][1], links[0][2]
    browser.get(f"{page}?key={key}")
    browser.send(page, text="Das ist keine Werbung.", key=key)
    browser.send(links[1][1], text="Das auch nicht.", key=links[1][2])
    browser.sign_in(cast.jonas)
    browser.send("/desk/p/ankommen/objections/1/restored", reason="Doch in Ordnung.")
    browser.send("/desk/p/ankommen/objections/2/stands", reason="Es bleibt Werbung.")
    browser.send("/desk/p/ankommen/comments/3/show-again")

    told = mails(session)[len(CAUSES) :]
    assert [mail.subject for mail in told] == [
        "Zu Ihrem Widerspruch: #1 ist jetzt öffentlich",
        "Zu Ihrem Widerspruch: #2 wird nicht veröffentlicht",
        "Ihre Anmerkung #3 ist öffentlich",
    ]
    assert not any("wieder öffentlich" in mail.text for mail in told)
    rows = [row.text for row in browser.get("/p/ankommen/removals").main.select("tbody tr")[::-1]]
    assert "jetzt öffentlich" in rows[0]
    assert "wird nicht veröffentlicht" in rows[1]
    assert "doch veröffentlicht" in rows[2]


def test_without_an_account_the_receipt_says_why_until_when_and_takes_the_objection(
    browser, cast, session, app
):
    place = Target.find(session, cast.process, "hf1-1-1")
    about = {"kind": CommentKind.NOTE, "text": "Kaufen Sie im Kasino.", "now": WHILE_OPEN}
    note = stop_comment(session, place, None, ["unsigned"], author_name="Ohne Namen", **about)
    stop = releasing.hold_stop(session, cast.process, session.exec(select(Stop.id)).one())
    releasing.refuse(session, stop, cast.bernd, cast.rule, "Das ist Werbung.", WHILE_OPEN)
    session.commit()
    assert mails(session) == []
    receipt = path_of(note, "ankommen", token_of(app.state.secret, note))
    session.commit()
    page = browser.get(receipt)
    assert "Das ist Werbung." in page.main.text
    until = re.search(r"Bis zum (\S+ \S+ \d{4}) können Sie einmal widersprechen", page.main.text)[1]
    own = browser.get(page.select_one("a[href*=objection]")["href"])
    assert until in own.main.text
    assert "was ohne Anmeldung geschrieben wird" in own.main.text
    key = own.select_one("[name=key]")["value"]
    browser.send("/p/ankommen/removals/1/objection", text="Das ist keine Werbung.", key=key)
    done = browser.get(f"/p/ankommen/removals/1/objection?done=yes&key={key}").main.text
    assert "Das Ergebnis steht dann hier." in done
    assert "Bis zum" not in browser.get(receipt).main.text
