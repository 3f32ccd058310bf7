"""A passage with somebody's personal data is blacked out alone, and nowhere public any more."""

import pytest
from sqlmodel import select

from app import forgetting
from app.comments import domain as comments
from app.comments import sketching
from app.comments.adding import add
from app.comments.blackened import blacken, whole_again
from app.comments.editing import Said, edit
from app.comments.similar import alike
from app.comments.targets import Target
from app.groups.domain import write_bundle_now
from app.models import (
    Blackout,
    Comment,
    CommentKind,
    JournalEntry,
    Reply,
    ReplyWording,
    Statement,
)
from app.moderation import correcting, domain
from app.moderation.answering import answer_many
from app.text import BLACKED
from tests.cast import WHILE_OPEN
from tests.groups.packing import everything_in, stored
from tests.hearing import mails
from tests.matrix import MATRIX
from tests.moderation.looking import NOW, deeds, loaded

BLACK = "/desk/p/ankommen/comments/1/blackout"
NOTE, API = "/p/ankommen/comments/1", "/api/v1/processes/ankommen"
WHY = "Nennt eine Nachbarin."


@pytest.fixture
def thread(session, cast):
    """Amira names a neighbour in text, wording and addition; Dora answers with her name too."""
    note = cast.says(
        session,
        "Frau Seltsam aus dem Igelweg 7 lernt allein. Seltsams Kurs war voll.",
        kind=CommentKind.SUGGESTION,
        wording="Alle lernen Deutsch, auch Frau Seltsam.",
    )
    add(session, note, cast.amira, "Nachtrag: SELTSAM ist krank.", WHILE_OPEN)
    comments.reply(session, note, cast.dora, text="Frau\nSeltsam kennt jeder.", now=WHILE_OPEN)
    session.commit()
    found = loaded(session, cast, note)
    session.commit()
    return found


def test_marks_overlap_and_outlive_an_edit_in_any_order():
    text = "Anna Muster, Igelweg 7, sagt: Annas Tochter heute."
    assert blacken(text, ["Anna Muster", "Muster, Igelweg 7"]) == (
        f"{BLACKED}, sagt: Annas Tochter heute."
    )
    assert blacken(text, ["anna"]) == f"{BLACKED} Muster, Igelweg 7, sagt: {BLACKED} Tochter heute."
    both = ["Anna Muster", "Igelweg 7"]
    shown = blacken(text, both)
    assert shown == f"{BLACKED}, {BLACKED}, sagt: Annas Tochter heute."
    assert whole_again(text, both, shown.replace("heute", "morgen")) == text.replace(
        "heute", "morgen"
    )
    assert whole_again(text, both, f"Es sagt {BLACKED}, sagt: Annas Tochter heute.") == (
        "Es sagt Igelweg 7, sagt: Annas Tochter heute."
    )
    assert whole_again(text, both, "Gar nichts mehr.") == "Gar nichts mehr."


SECRET = ("seltsam", "igelweg")
# Every page that visitors may open, and what stands beside this very passage.
SURFACE = {
    *(
        row.url or path
        for (how, path), row in MATRIX.items()
        if how == "GET" and "visitor" in row.may
    ),
    "/p/ankommen/fields/sprache/comments",
    "/p/ankommen/blocks/hf1-1",
    "/p/ankommen/comments/new?at=hf1-1-1",
    "/p/ankommen/similar/1",
    NOTE,
}
AUTHORS = ("amira@example.org", "dora@example.org")


def whispers(text):
    """Which of the secret words stand in it."""
    return [word for word in SECRET if word in text.casefold()]


def leaks(browser, **headers):
    """Where on the public surface a secret word stands; and how many pages there were."""
    answers = {page: browser.client.get(page, headers=headers) for page in sorted(SURFACE)}
    there = [page for page, answer in answers.items() if answer.status_code == 200]
    return [page for page in there if whispers(answers[page].text)], len(there)


def test_nothing_public_says_it_any_more(app, browser, session, cast, thread):
    told, there = leaks(browser.leave())
    assert {NOTE, "/p/ankommen/blocks/hf1-1", f"{API}/comments/1"} <= set(told)
    desk = browser.sign_in(cast.bernd)
    for passage in ("Frau Seltsam", "seltsam aus dem Igelweg 7", "Seltsam"):
        desk.send(BLACK, passage=passage, reason=WHY)
    browser.sign_in(cast.dora)
    assert leaks(browser)[0] == []
    assert leaks(browser.leave()) == ([], there)
    assert leaks(browser, **{"HX-Request": "true"})[0] == []
    page = browser.get(NOTE)
    assert page.select_one(".note__text").text.strip() == (
        f"{BLACKED} lernt allein. {BLACKED} Kurs war voll."
    )
    assert len(page.select(".note [aria-hidden=true]")) == 5

    bundle = write_bundle_now(app.state.engine, app.state.settings, cast.group.id, cast.chen)
    packed = everything_in(stored(app.state.engine, bundle))
    assert BLACKED in packed
    assert whispers(packed) == []
    sketching.sketch_some(app.state.engine)
    place = Target.find(session, cast.process, "hf1-1-1")
    note = thread
    session.refresh(note)
    near = alike(session, place, note.text, note.proposed_wording, cast.dora.id)
    assert [whispers(one.text) for one in near.notes] == [[]]
    told = [mail for mail in mails(session) if mail.to_address not in AUTHORS]
    assert all(whispers(mail.text) == [] for mail in told)
    for entry in session.exec(select(JournalEntry)):
        assert whispers(str(entry.details)) == []


def test_the_authors_are_told_and_staff_read_the_original(browser, session, cast, thread):
    desk = browser.sign_in(cast.bernd)
    page = desk.send(BLACK, 422, passage="Frau Niemand", reason=WHY)
    assert "Diese Worte stehen hier nicht." in page.select_one("#passage-error").text
    assert page.select_one("#reason").text.strip() == WHY
    desk.send(BLACK, 422, passage="Frau Seltsam", reason="")
    page = desk.send(BLACK, 200, passage="Frau Seltsam", reason=WHY, look="yes")
    assert len(page.select("[aria-labelledby=ahead] h3")) == 3
    assert session.exec(select(Blackout)).all() == []
    session.commit()
    desk.send(BLACK, passage="Frau Seltsam", reason=WHY)
    desk.send(BLACK, passage="frau seltsam", reason=WHY)  # the same click again

    told = {mail.to_address: mail for mail in mails(session)}
    assert set(told) == set(AUTHORS)
    assert told["amira@example.org"].subject == "In Ihrer Anmerkung #1 ist eine Stelle geschwärzt"
    assert f"> Frau Seltsam\n\nDer Grund: {WHY}" in told["amira@example.org"].text
    assert "Ihrer Antwort auf die Anmerkung #1" in told["dora@example.org"].text
    page = desk.get(BLACK)
    aside = page.select_one("aside").text
    assert WHY in aside
    assert "Bernd" in aside
    assert [mark.text for mark in page.select(".leaf__text mark")] == [
        "Geschwärzt: Frau Seltsam",
        "Geschwärzt: Frau Seltsam",
        "Geschwärzt: Frau\nSeltsam",
    ]
    assert len(deeds(session, "comment.blacked_out")) == 1
    session.commit()
    browser.sign_in(cast.dora).send(BLACK, 403, passage="lernt", reason=WHY)
    browser.get(BLACK, 403)
    browser.sign_in(cast.karin).get(BLACK)
    browser.send(f"{BLACK}/1/undo", 403)
    browser.send(f"{BLACK}/1/original", 403)


def test_undone_in_any_order_it_is_as_it_was_and_an_edit_stays(browser, session, cast, thread):
    was = {place: getattr(thread, place) for place in ("text", "html", "wording_html")}
    session.commit()
    desk = browser.sign_in(cast.bernd)
    for passage in ("Frau Seltsam", "Seltsam aus dem Igelweg 7", "Seltsams Kurs"):
        desk.send(BLACK, passage=passage, reason=WHY, where="note")
    note = session.exec(select(Comment)).one()
    said = Said(note.kind, note.text.replace("allein", "mit Seltsam"), note.proposed_wording)
    edit(session, note, cast.amira, said, {}, [], NOW)
    assert note.text == f"{BLACKED} lernt mit Seltsam. {BLACKED} war voll."
    session.commit()
    first, *_rest, last = [row.id for row in session.exec(select(Blackout))]
    session.commit()
    desk.send(f"{BLACK}/{first}/undo")
    desk.send(f"{BLACK}/{first}/undo")  # the same click again
    session.refresh(note)
    assert note.text == f"Frau {BLACKED} lernt mit Seltsam. {BLACKED} war voll."
    session.commit()
    desk.send(f"{BLACK}/{last}/undo")
    left = session.exec(select(Blackout.id).where(Blackout.undone_at.is_(None))).all()
    session.commit()
    for number in left:
        desk.send(f"{BLACK}/{number}/undo")
    session.refresh(note)
    assert note.text == was["text"].replace("allein", "mit Seltsam")
    assert (note.html, note.wording_html) == (
        was["html"].replace("allein", "mit Seltsam"),
        was["wording_html"],
    )
    rows = session.exec(select(Blackout).execution_options(populate_existing=True)).all()
    assert {(row.original, row.passage) for row in rows} == {("", "")}


def test_an_original_goes_for_good_by_the_desk_or_with_its_author(browser, session, cast, thread):
    desk = browser.sign_in(cast.bernd)
    desk.send(BLACK, passage="Igelweg 7", reason=WHY)
    desk.send(BLACK, passage="Frau Seltsam", reason=WHY)
    desk.send(f"{BLACK}/1/original")
    assert "Das Original ist gelöscht." in desk.send(f"{BLACK}/1/undo", 409).text
    assert "Igelweg" not in str(desk.get(BLACK))
    rows = session.exec(select(Blackout)).all()
    assert "Igelweg" not in str([(row.original, row.passage) for row in rows])
    forgetting.erase(session, cast.amira.id, [cast.amira.email])
    session.commit()
    rows = session.exec(select(Blackout).execution_options(populate_existing=True)).all()
    kept = [row.passage for row in rows if row.passage]
    assert kept == ["Frau Seltsam"]  # Dora's answer
    session.commit()
    assert whispers(str(desk.get(BLACK))) == ["seltsam"]


def test_parts_of_the_note_and_corrected_answers_keep_it_too(browser, session, cast, thread):
    said = "Frau Seltsam weiß das. Ab Mai gibt es mehr."
    reply = domain.answer(session, thread, cast.bernd, said, NOW)
    session.flush()
    part = cast.says(session, "Frau Seltsam aus dem Igelweg 7 lernt allein.")
    part.part_of_id, thread.parts_count = thread.id, 2
    session.commit()
    desk = browser.sign_in(cast.jonas)
    desk.send(BLACK, passage="Frau Seltsam", reason=WHY)
    session.refresh(part)
    assert part.text == f"{BLACKED} aus dem Igelweg 7 lernt allein."
    reply = correcting.answer_at(session, thread, reply.position)
    correcting.hold_answer(session, thread, reply)
    mended = reply.text.replace("Mai", "Juni") + " Frau Seltsam hilft."
    correcting.correct(session, thread, reply, cast.bernd, mended, NOW)
    assert reply.text == f"{BLACKED} weiß das. Ab Juni gibt es mehr. {BLACKED} hilft."
    assert "Seltsam" not in session.exec(select(ReplyWording.text)).one()
    session.commit()
    told = {mail.to_address: mail.text for mail in mails(session) if "geschwärzt" in mail.subject}
    assert set(told) == {*AUTHORS, "bernd@example.org"}


def test_a_statement_loses_the_words_under_every_note_and_gets_them_back(browser, session, cast):
    notes = [cast.says(session, f"Wann wird etwas daraus, Nummer {n}?") for n in range(3)]
    part = cast.says(session, "Frau Seltsam weiß es.", at="hf2-1")
    part.part_of_id, notes[0].parts_count = notes[0].id, 1
    notes[0].text = "Frau Seltsam weiß es. Wann wird etwas daraus?"
    session.commit()
    asked = [loaded(session, cast, note) for note in notes[1:]]
    said = "Frau Seltsam leitet das. Ab Mai."
    replies = answer_many(session, asked, cast.bernd, said, NOW, office=cast.school_office)
    session.commit()
    desk = browser.sign_in(cast.jonas)
    fields = "/p/ankommen/comments/3"
    assert "Seltsam" in desk.get(fields).main.text
    desk.send("/desk/p/ankommen/comments/2/blackout", passage="Frau Seltsam", reason=WHY, where="1")
    desk.send(BLACK, passage="Frau Seltsam", reason=WHY)

    def now():
        session.expire_all()
        told = [session.get_one(Reply, reply.id).text for reply in replies]
        texts = [session.get_one(Comment, one.id).text for one in (notes[0], part)]
        found = {*told, session.exec(select(Statement.text)).one()}, texts
        session.commit()
        return found

    black = f"{BLACKED} leitet das. Ab Mai.", f"{BLACKED} weiß es."
    assert now() == ({black[0]}, [f"{black[1]} Wann wird etwas daraus?", black[1]])
    assert "Seltsam" not in desk.get(fields).main.text
    rows = {row.comment_id: row.id for row in session.exec(select(Blackout))}
    other, of_part = rows[notes[2].id], rows[part.id]
    session.commit()
    desk.send(f"/desk/p/ankommen/comments/3/blackout/{other}/undo")
    assert now()[0] == {said}
    assert "Seltsam" in desk.get(fields).main.text
    desk.send(f"/desk/p/ankommen/comments/4/blackout/{of_part}/undo")
    assert now()[1] == ["Frau Seltsam weiß es. Wann wird etwas daraus?", "Frau Seltsam weiß es."]
