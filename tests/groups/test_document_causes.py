"""What a group's document says about why the text was changed, and what its lead strikes out."""

from collections.abc import Callable

from sqlmodel import Session, col, select

from app import clock
from app.drafts.copying import copy_version
from app.groups.change_words import kind_of, name_of, remarks_on
from app.groups.changed_text import changed_text
from app.groups.document_page import Typed, choose
from app.groups.returning.docx.keeping import struck_in
from app.groups.trace_finding import propose_traces
from app.groups.traced import changes
from app.groups.tracing import Spot, tie, untie
from app.models import Block, Bundle, Comment, DraftVersion, HandBack, HandBackChange, Trace
from app.publishing.carrying import compare
from app.publishing.domain import publish_version
from tests.browser import Browser
from tests.cast import Cast
from tests.groups.coming_back import Paper, came, hand_in, run, take, went
from tests.publishing.ledgered import decide

Draw = Callable[..., Bundle]
NEW = run(" Mai.") + came(" Sie kosten nichts.")


def changed(session: Session, doing: HandBack) -> list[HandBackChange]:
    query = select(HandBackChange).where(HandBackChange.hand_back_id == doing.id)
    return list(session.exec(query.order_by(col(HandBackChange.position))))


def tied(session: Session) -> list[tuple[int, str, str]]:
    """Each note with what it changed."""
    return [(one.number, one.old_text, one.new_text) for one in changes(session)]


def test_a_note_that_the_group_names_is_tied_whatever_is_decided_on_it(
    session: Session, cast: Cast, draw: Draw
):
    for at in ("hf1-1-2", "hf1-2-1", "hf2-1-1"):
        cast.says(session, at=at)
    paper = Paper.drawn(session, draw())
    paper.replace("im Mai", went("im Mai") + came("Ende Juni im Mai"))  # partly the same words
    paper.say("#2: nicht übernommen, weil spät.", on=1)  # says nothing of why it was changed
    paper.say("wegen #2, #3, #99", at="Ende Juni im Mai")
    doing = hand_in(session, cast, paper.saved())
    (change,) = changed(session, doing)
    assert change.notes == [2, 3]
    assert remarks_on(change, {}) == [
        "Als Anlass genannt, obwohl nicht übernommen: #2.",
        "Eine öffentliche Anmerkung #99 gibt es in diesem Verfahren nicht.",
    ]
    take(session, doing, cast.ines)
    assert [number for number, _old, _new in tied(session)] == [2, 3]


def struck_out(session: Session, cast: Cast, draw: Draw) -> tuple[DraftVersion, Comment]:
    """A version that a document proposed: of three notes on the changed sentence the lead struck
    out #1 before, and the office untied #2 and #3 afterwards. The version, and #2."""
    struck, untied, whole = (cast.says(session, at=at) for at in ("hf1-1-2", "hf1-1-2", "hf1-1"))
    for note in (struck, untied, whole):
        decide(session, note)
    paper = Paper.drawn(session, draw()).replace("Mai", went("Mai") + came("Juni"))
    doing = hand_in(session, cast, paper.saved())
    (change,) = changed(session, doing)
    assert change.notes == [1, 2, 3]
    for said in ([2], [2, 3]):  # whoever takes it back has not struck it out
        choose(session, doing, Typed({1}, {1: ""}, {1: said}))
    take(session, doing, cast.ines)
    version = session.get_one(DraftVersion, doing.version_id)
    compare(session, cast.process, version, by=cast.emil)
    for note in (untied, whole):  # one on the sentence, one on its paragraph
        query = select(Trace).where(Trace.comment_id == note.id)
        for trace in session.exec(query).all():
            trace.comment = note
            untie(session, version, trace, cast.ines, clock.now())
    return version, untied


def test_what_was_struck_out_or_untied_is_proposed_no_more(
    session: Session, cast: Cast, draw: Draw
):
    version, _untied = struck_out(session, cast, draw)
    for _again in range(2):
        assert propose_traces(session, version) == 0
    assert tied(session) == []


def test_nor_is_it_for_the_version_proposed_next_until_somebody_ties_it_by_hand(
    session: Session, cast: Cast, draw: Draw
):
    version, untied = struck_out(session, cast, draw)

    def following() -> DraftVersion:
        """The same text proposed anew, because that version came to nothing."""
        made = copy_version(session, cast.process, version, source_name="x", by=None).version
        compare(session, cast.process, made, by=cast.emil)
        return made

    again = following()
    assert tied(session) == []
    here = Spot(one_block(session, again).id, 2)
    tie(session, again, untied, old=None, new=here, by=cast.emil, now=clock.now())
    following()
    assert [number for number, _old, _new in tied(session)] == [2, 2]  # tied by hand, proposed anew
    paper = Paper.drawn(session, draw()).replace("Mai", went("Mai") + came("Juni"))
    (change,) = changed(session, hand_in(session, cast, paper.saved()))
    assert (change.notes, struck_in(change)) == ([2], [1, 3])
    paper.say("wegen #3", at="Juni")
    (change,) = changed(session, hand_in(session, cast, paper.saved()))
    assert (change.notes, struck_in(change)) == ([2, 3], [1])


def one_block(session: Session, version: DraftVersion) -> Block:
    query = select(Block).where(Block.version_id == version.id, Block.fragment == "hf1-1")
    return session.exec(query).one()


def test_a_new_sentence_and_one_that_went_are_called_so_and_tied_as_such(
    session: Session, cast: Cast, draw: Draw
):
    cast.says(session, at="hf1-1-2")
    paper = Paper.drawn(session, draw()).replace(" Mai.", NEW)
    paper.replace("Danach folgt eine Prüfung.", went("Danach folgt eine Prüfung."))
    paper.say("wegen #1", at="Sie kosten nichts.")
    doing = hand_in(session, cast, paper.saved())
    said = [(name_of(one), kind_of(one)) for one in changed(session, doing)]
    assert said == [("HF1 · 1.3", "geändert")]  # one went where another came

    paper = Paper.drawn(session, draw()).replace(" Mai.", NEW)
    paper.say("wegen #1", at="Sie kosten nichts.")
    doing = hand_in(session, cast, paper.saved())
    (change,) = changed(session, doing)
    assert (name_of(change), kind_of(change)) == ("Neuer Satz", "neu")
    assert remarks_on(change, {}) == ["Hinter HF1 · 1.2."]
    take(session, doing, cast.ines)
    assert tied(session) == [(1, "", "Sie kosten nichts.")]
    paper = Paper.drawn(session, draw())
    paper.replace("Danach folgt eine Prüfung.", went("Danach folgt eine Prüfung."))
    (change,) = changed(session, hand_in(session, cast, paper.saved()))
    assert (name_of(change), kind_of(change)) == ("HF1 · 1.3", "gestrichen")


def test_what_stands_over_a_table_is_tied_like_a_sentence_and_a_heading_is_not(
    session: Session, cast: Cast, draw: Draw, browser: Browser
):
    decide(session, cast.says(session, at="hf1-4-2"))
    paper = Paper.drawn(session, draw()).replace("Plätze", went("Plätze") + came("Stühle"))
    paper.replace("Ziele", went("Ziele") + came("Absichten"))
    for words in ("Stühle", "Absichten"):
        paper.say("wegen #1", at=words)
    doing = hand_in(session, cast, paper.saved())
    heading, head = changed(session, doing)
    assert (heading.notes, head.notes) == ([], [1])
    assert remarks_on(heading, {}) == [
        "Bei Überschriften wird keine Anmerkung als Anlass vermerkt."
    ]
    take(session, doing, cast.ines)
    version = session.get_one(DraftVersion, doing.version_id)
    compare(session, cast.process, version, by=cast.emil)
    over = (1, "Kurs | Plätze", "Kurs | Stühle")
    assert tied(session) == [over]
    (passage,) = changed_text(session, version).passages
    assert (passage.label, [cause.number for cause in passage.causes]) == ("HF1 · 4", [1])

    publish_version(session, cast.process, version, by=None)
    session.commit()
    because = browser.get("/p/ankommen/changes").select_one("article#hf1-4 .cause__because")
    assert because.select_one("a")["href"] == "/p/ankommen/comments/1"
    assert "Stühle" in browser.get("/p/ankommen/results").main.text
