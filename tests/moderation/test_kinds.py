"""Every kind of thing that needs a decision comes into the inbox, and goes when it is decided."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.comments.queries import by_number
from app.comments.stopping import stop_comment
from app.comments.targets import Target
from app.models import (
    Comment,
    CommentKind,
    Inquiry,
    InquiryNote,
    InquiryState,
    NoteGroup,
    NoteTranslation,
    Notice,
    NoticeKind,
    Removal,
)
from app.moderation import domain
from app.moderation.wanted import Key, Wanted, What
from tests.cast import WHILE_OPEN
from tests.moderation.looking import INBOX, listed, middle

DAY = timedelta(days=1)


def asked(session, cast, number, state, days):
    """The school office is asked about note #number, its answer due in so many days."""
    inquiry = Inquiry(
        process_id=cast.process.id,
        office_id=cast.school_office.id,
        asked_by_id=cast.bernd.id,
        question="Ab wann?",
        state=state,
        asked_at=WHILE_OPEN - 3 * DAY,
        due_at=WHILE_OPEN + days * DAY,
    )
    session.add(inquiry)
    session.flush()
    note = by_number(session, cast.process, number)
    session.add(InquiryNote(process_id=cast.process.id, inquiry_id=inquiry.id, comment_id=note.id))


def reported(session, cast, number):
    note = by_number(session, cast.process, number)
    session.add(
        Notice(
            process_id=cast.process.id,
            comment_id=note.id,
            kind=NoticeKind.RULE,
            rule_id=cast.rule.id,
            text="Hier steht ein Name.",
            request_key=f"n{number}",
            at=WHILE_OPEN,
        )
    )


@pytest.fixture
def everything(session, cast, notes):
    """#1 late, #2 two days old, #3 of today; #4 waits, #5 hidden with an objection, #6 Turkish;
    #7 to #9 nearly the same; #10 and #11 are at an office; #12 is reported."""
    target = Target.find(session, cast.process, "hf1-1-1")
    said = {"kind": CommentKind.NOTE, "wording": "", "now": WHILE_OPEN}
    stop_comment(session, target, cast.dora, text="Kauft hier.", reasons=["links"], **said)
    cast.says(session, "Die Nachbarin Frau M. stört.", by=cast.dora)
    cast.says(session, "Daha fazla kurs olsun lütfen.").language = "tr"
    for _ in range(6):
        cast.says(session, "Mehr Bänke am Platz, bitte.", at="hf2-1-1")
    session.flush()
    hidden = by_number(session, cast.process, 5)
    domain.hide(session, hidden, cast.bernd, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
    removal = session.exec(select(Removal)).one()
    removal.objected_at, removal.objection = WHILE_OPEN, "Ich nenne niemanden."
    group = NoteGroup(
        process_id=cast.process.id,
        first_number=7,
        size=3,
        made_at=WHILE_OPEN,
        changed_at=WHILE_OPEN,
    )
    session.add(group)
    session.flush()
    for number in (7, 8, 9):
        by_number(session, cast.process, number).note_group_id = group.id
    asked(session, cast, 10, InquiryState.ANSWERED, 3)
    asked(session, cast, 11, InquiryState.ASKED, -1)
    reported(session, cast, 12)
    session.commit()


URGENT = ["Anmerkung #12", "Anmerkung #4", "Anmerkung #5", "Amt für Schule", "Amt für Schule"]
CALM = ["Anmerkung #7", "Frage #1", "Anmerkung #6", "Anmerkung #2"]
NEW = [f"Anmerkung #{number}" for number in (3, 6, 12)]  # the others stand in their group


def test_what_is_most_urgent_comes_first_and_what_lies_at_an_office_waits_there(
    browser, cast, everything
):
    page = browser.sign_in(cast.bernd).get(INBOX)

    assert listed(page) == [*URGENT, *CALM, *NEW]
    assert middle(page) == "Anmerkung #12"
    kinds = {" ".join(link.text.split()) for link in page.select(".whats a")}
    assert kinds == {
        *("Alles", "Gemeldet 1", "Wartet auf Freigabe 1", "Widerspruch 1", "Stellungnahme da 1"),
        *("Stellungnahme überfällig 1", "Ähnliche Anmerkungen 1", "Überfällig 1"),
        *("Ohne Übersetzung 1", "Unbeantwortet 7"),
    }
    for what, expected in (
        *(("reported", URGENT[:1]), ("approval", URGENT[1:2]), ("objected", URGENT[2:3])),
        *(("statement", URGENT[3:4]), ("overdue", URGENT[4:]), ("similar", CALM[:1])),
        *(("late", CALM[1:2]), ("foreign", CALM[2:3])),
    ):
        assert listed(browser.get(f"{INBOX}?what={what}")) == expected


def test_the_notes_of_a_group_stand_singly_where_somebody_asks_or_has_left_the_group(
    browser, cast, session, everything
):
    browser.sign_in(cast.bernd)
    each = [f"Anmerkung #{number}" for number in (2, 3, 6, 7, 8, 9, 12)]
    assert listed(browser.get(f"{INBOX}?what=open")) == each
    assert listed(browser.get(f"{INBOX}?person=%237"))[-4:] == [*each[3:6], each[6]]
    session.exec(select(NoteGroup)).one().looked_at = WHILE_OPEN
    session.commit()
    assert listed(browser.get(INBOX))[-6:] == each[1:]


NARROWED = {
    "kind=question": ["Frage #1"],
    "language=tr": ["Anmerkung #6", "Anmerkung #6"],
    "state=waiting": ["Anmerkung #4"],
    "state=hidden": ["Anmerkung #5"],
    "group=ag-1&what=open": ["Anmerkung #2", "Anmerkung #6"],
    "field=sprache&what=open": ["Anmerkung #2", "Anmerkung #6"],
    "office=schulamt": ["Amt für Schule", "Amt für Schule"],
    "office=gibt-es-nicht": [],
    "person=dor": ["Anmerkung #4", "Anmerkung #5"],
    "person=%234": ["Anmerkung #4", "Anmerkung #5"],
    "state=asked&what=open": ["Anmerkung #10", "Anmerkung #11"],
    "what=nonsense&kind=nonsense&after=nonsense": [*URGENT, *CALM, *NEW],
}


def test_the_inbox_is_narrowed_by_a_plain_form(browser, cast, everything):
    browser.sign_in(cast.bernd)
    assert {query: listed(browser.get(f"{INBOX}?{query}")) for query in NARROWED} == NARROWED
    assert len(browser.get(INBOX).select("#filter select[name]")) == 6


def test_after_each_decision_the_next_thing_comes_by_itself(browser, cast, session, everything):
    page = browser.sign_in(cast.bernd).get(INBOX)
    keep = page.select_one("form[action*='/keep']")
    browser.send(keep["action"], reason="Das ist kein Name.")
    page = browser.get(browser.last.headers["location"].partition("#")[0])
    assert "Es bleibt stehen." in page.select_one(".say--good").text
    assert middle(page) == "Anmerkung #4"

    publish = page.select_one("form[action*='/publish']")
    browser.send(publish["action"], seen="")
    page = browser.get(browser.last.headers["location"].partition("#")[0])
    assert middle(page) == "Ausgeblendet #5"
    assert "Ich nenne niemanden." in page.select_one(".decide").text
    assert "Über den Widerspruch entscheidet" in page.select_one(".decide .say").text

    page = browser.sign_in(cast.emil).get(f"{INBOX}?note=5")
    again = page.select_one("form[action*='/restored']")
    browser.send(again["action"], reason="Es steht kein Name darin.")
    assert "what=" not in browser.last.headers["location"]
    page = browser.get(browser.last.headers["location"].partition("#")[0])
    assert "Wieder öffentlich." in page.select_one(".say--good").text
    assert listed(page)[0] == "Amt für Schule"


def test_what_has_a_german_translation_needs_none(browser, cast, session, everything):
    note = session.exec(select(Comment).where(Comment.number == 6)).one()
    session.add(
        NoteTranslation(
            process_id=cast.process.id,
            comment_id=note.id,
            language="de",
            text="Mehr Kurse bitte.",
            html="<p>Mehr Kurse bitte.</p>",
            made_at=WHILE_OPEN,
        )
    )
    session.commit()
    page = browser.sign_in(cast.bernd).get(f"{INBOX}?what=foreign")

    assert listed(page) == []
    assert page.select_one("#note .lead").text == "Dazu wartet nichts."


def test_a_page_of_the_inbox_costs_twelve_questions_at_most_whatever_waits(
    browser, cast, session, everything, count_queries
):
    browser.sign_in(cast.bernd)
    for number in (1, 4, 5, 7, 11, 12):
        with count_queries() as seen:
            browser.get(f"{INBOX}?note={number}")
        assert len(seen) <= 12, (number, len(seen))


def test_a_key_says_where_and_nothing_else_does():
    key = Key(What.LATE, 1_476_000_000_000_000, 12)
    assert Key.of(str(key)) == key
    for wrong in ("", "late", "late.1", "late.1.x", "other.1.2", "late.-1.2", f"late.{'9' * 30}.1"):
        assert Key.of(wrong) is None
    for beyond in (f"open.1.{2**31}", f"similar.{2**31}.1", f"late.1.{'9' * 17}"):
        assert Key.of(beyond) is None, "PostgreSQL would fail at it"
    wanted = Wanted.read({"what": "late", "field": "arbeit", "after": str(key), "kind": "poem"})
    assert wanted.query(after=None) == "?what=late&field=arbeit"
    assert Wanted().query() == ""
