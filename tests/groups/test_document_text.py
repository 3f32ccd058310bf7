"""Changes of the text in a group's document become a proposed next version."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from app.drafts.editing.history import history_of
from app.drafts.editing.steps import undo
from app.drafts.queries import blocks_of
from app.models import (
    Bundle,
    Comment,
    CommentState,
    DraftVersion,
    HandBack,
    HandBackChange,
    Trace,
)
from tests.cast import Cast
from tests.groups.coming_back import WHO, Paper, came, hand_in, run, take, went

Draw = Callable[..., Bundle]


def changes(session: Session, doing: HandBack) -> list[HandBackChange]:
    query = select(HandBackChange).where(HandBackChange.hand_back_id == doing.id)
    return list(session.exec(query.order_by(col(HandBackChange.position))))


def found(session: Session, doing: HandBack) -> list[tuple[str, str, str]]:
    return [(one.address, one.old_text, one.new_text) for one in changes(session, doing)]


def keys(change: HandBackChange) -> set[str]:
    return {str(fault["key"]) for fault in change.faults}


def versions(session: Session) -> list[DraftVersion]:
    return list(session.exec(select(DraftVersion).order_by(col(DraftVersion.number))))


def text(session: Session, version: DraftVersion) -> list[tuple[str, str]]:
    return [
        (block.label, sentence.html)
        for block in blocks_of(session, version)
        for sentence in block.sentences
    ]


def in_the_new(session: Session) -> list[tuple[str, str]]:
    """What the proposed version says that the first one does not."""
    old, new = versions(session)
    before = {html for _label, html in text(session, old)}
    return [(label, html) for label, html in text(session, new) if html not in before]


def test_one_changed_word_changes_exactly_one_sentence_and_is_tied_to_its_note(
    session: Session, cast: Cast, draw: Draw
):
    note = cast.says(session, at="hf1-1-2")
    paper = Paper.drawn(session, draw()).replace("Mai", went("Mai") + came("Juni"))
    paper.say("#1: übernommen, gern.", on=1)
    doing = hand_in(session, cast, paper.saved())
    change = changes(session, doing)[0]
    assert (change.address, change.author, change.notes) == ("HF1 · 1.2", "Chen", [1])
    assert change.new_html.endswith("im <del>Mai</del> <ins>Juni</ins>.")
    assert len(versions(session)) == 1  # a dry run proposes nothing

    take(session, doing, cast.ines)

    old, new = versions(session)
    pairs = zip(text(session, old), text(session, new), strict=True)
    assert [after for before, after in pairs if before != after] == [
        ("HF1 · 1", "Kurse beginnen z. B. im Juni.")
    ]
    assert (new.published_at, new.kind, new.words) == (None, old.kind, old.words)
    assert new.recount["agrees"] is True
    assert doing.version_id == new.id
    trace = session.exec(select(Trace)).one()
    assert (trace.comment_id, trace.origin) == (note.id, "document")
    assert (trace.old_sentence, trace.new_sentence) == (2, 2)
    fields = [(block.field_id, block.is_open) for block in blocks_of(session, old)]
    assert [(block.field_id, block.is_open) for block in blocks_of(session, new)] == fields


def test_a_document_nobody_changed_proposes_no_version(session: Session, cast: Cast, draw: Draw):
    cast.says(session)
    paper = Paper.drawn(session, draw())
    paper.say("#1: übernommen.", on=1)
    doing = hand_in(session, cast, paper.saved())
    assert changes(session, doing) == []
    take(session, doing, cast.ines)
    assert (len(versions(session)), doing.version_id) == (1, None)


def test_changes_without_tracking_are_found_too(session: Session, cast: Cast, draw: Draw):
    paper = Paper.drawn(session, draw()).replace("folgt", run("kommt"))
    doing = hand_in(session, cast, paper.saved())
    assert found(session, doing) == [
        ("HF1 · 1.3", "Danach folgt eine Prüfung.", "Danach kommt eine Prüfung.")
    ]
    assert keys(changes(session, doing)[0]) == {"untracked"}


def test_changes_within_changes_and_split_runs_and_looks_are_read_as_what_stands(
    session: Session, cast: Cast, draw: Draw
):
    paper = Paper.drawn(session, draw())
    again = (
        went("Juli").replace("<w:del ", '<w:ins w:id="8" w:author="Chen"><w:del ', 1) + "</w:ins>"
    )
    link = (
        f'<w:hyperlink w:anchor="x"><w:smartTag>{run("Ju")}</w:smartTag>{run("ni")}</w:hyperlink>'
    )
    moved = f'<w:ins w:id="9" {WHO}><w:sdt><w:sdtContent>{link}</w:sdtContent></w:sdt></w:ins>'
    look = '<w:r><w:rPr><w:b/><w:rPrChange w:id="7" w:author="C"><w:rPr/></w:rPrChange></w:rPr>'
    paper.replace("Mai", went("Mai") + again + moved + "<w:proofErr/>")
    paper.body = paper.body.replace("<w:r><w:t xml:space=\"preserve\">Danach", look + (
        '<w:t xml:space="preserve">Danach'
    ))  # fmt: skip
    doing = hand_in(session, cast, paper.saved())
    assert found(session, doing) == [
        ("HF1 · 1.2", "Kurse beginnen z. B. im Mai.", "Kurse beginnen z. B. im Juni.")
    ]


def test_paragraphs_come_go_and_move_and_stand_at_their_place(
    session: Session, cast: Cast, draw: Draw
):
    paper = Paper.drawn(session, draw()).drop("Kurse am Abend")
    paper.after("Treffs in jedem Stadtteil", (
        f'<w:p><w:pPr><w:pStyle w:val="Item"/><w:rPr><w:ins w:id="1" {WHO}/></w:rPr></w:pPr>'
        f"{came('Treffs für Kinder')}</w:p>"
    ))  # fmt: skip
    doing = hand_in(session, cast, paper.saved())
    assert found(session, doing) == [
        ("", "", "Treffs für Kinder"),
        ("HF1 · 3", "Kurse am Abend", ""),
    ]
    take(session, doing, cast.ines)
    new = versions(session)[1]
    assert [(b.label, b.kind.value, b.marker, b.text) for b in blocks_of(session, new)][2:4] == [
        ("HF1 · 2", "item", "–", "Treffs in jedem Stadtteil"),
        ("HF1 · 3", "item", "–", "Treffs für Kinder"),
    ]
    assert "Kurse am Abend" not in {html for _label, html in text(session, new)}

    state = history_of(session, new)
    assert (state.done[0].deed, state.done[0].subject) == ("handed-back", "comments.docx")
    undo(session, cast.process, new, state.done[0].number, by=cast.emil, seen=state.state)
    assert text(session, new) == text(session, versions(session)[0])


def test_a_paragraph_that_was_moved_keeps_its_words(session: Session, cast: Cast, draw: Draw):
    paper = Paper.drawn(session, draw())
    start, end = paper.paragraph("Treffs in jedem")
    moved = paper.body[start:end]
    paper.body = paper.body[:start] + paper.body[end:]
    paper.after("Kurse am Abend", moved)
    doing = hand_in(session, cast, paper.saved())
    assert "moved" in keys(changes(session, doing)[0])
    take(session, doing, cast.ines)
    items = [block.text for block in blocks_of(session, versions(session)[1])][2:4]
    assert items == ["Kurse am Abend", "Treffs in jedem Stadtteil"]


def test_cells_change_and_rows_come_and_go(session: Session, cast: Cast, draw: Draw):
    paper = Paper.drawn(session, draw())
    at = paper.body.index(">20<")
    start, end = paper.body.rindex("<w:r>", 0, at), paper.body.index("</w:r>", at) + 6
    paper.body = paper.body[:start] + went("20") + came("25") + paper.body[end:]
    row = paper.body.rindex("<w:tr>", 0, paper.body.index("Aufbau"))
    whole = paper.body[row : paper.body.index("</w:tr>", row) + 7]
    fresh = f'<w:trPr><w:ins w:id="3" {WHO}/></w:trPr>'
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("Alpha", "5"))
    new = f"<w:tr>{fresh}{cells}</w:tr>"
    gone = whole.replace("<w:trPr>", f'<w:trPr><w:del w:id="4" {WHO}/>')
    paper.body = paper.body.replace(whole, new + gone)
    doing = hand_in(session, cast, paper.saved())
    assert found(session, doing) == [
        ("HF1 · 4.1", "Anfang\t20", "Anfang\t25"),
        ("HF1 · 4", "", "Alpha\t5"),
        ("HF1 · 4.2", "Aufbau\t10", ""),
    ]
    take(session, doing, cast.ines)
    assert text(session, versions(session)[1])[7:9] == [
        ("HF1 · 4", '<th scope="row">Anfang</th><td class="n">25</td>'),
        ("HF1 · 4", '<th scope="row">Alpha</th><td class="n">5</td>'),
    ]


def test_what_is_left_out_stays_out_and_what_is_missing_without_a_trace_is_left_out_first(
    session: Session, cast: Cast, draw: Draw
):
    paper = Paper.drawn(session, draw()).replace("Mai", went("Mai") + came("Juni"))
    start, end = paper.paragraph("Kurse am Abend")
    paper.body = paper.body[:start] + paper.body[end:]
    doing = hand_in(session, cast, paper.saved())
    first, second = changes(session, doing)
    assert (second.old_text, second.is_left_out) == ("Kurse am Abend", True)
    first.is_left_out = True
    session.add(first)
    session.flush()
    with pytest.raises(Exception, match="nichts, was sich ändern würde"):
        take(session, doing, cast.ines)
    assert len(versions(session)) == 1


def test_a_second_groups_document_adds_to_the_same_version_and_twice_changes_nothing(
    session: Session, cast: Cast, draw: Draw
):
    first = Paper.drawn(session, draw()).replace("Mai", went("Mai") + came("Juni")).saved()
    second = Paper.drawn(session, draw(cast.other_group, cast.fatma))
    data = second.replace("ein Jahr", came("höchstens ") + run("ein Jahr")).saved()
    for content, by in ((first, cast.ines), (data, cast.fatma)):
        take(session, hand_in(session, cast, content, by), by)
    assert in_the_new(session) == [
        ("HF1 · 1", "Kurse beginnen z. B. im Juni."),
        ("HF2 · 1", "Niemand wartet länger als höchstens ein Jahr."),
    ]

    again = hand_in(session, cast, first)
    assert "already" in keys(changes(session, again)[0])
    with pytest.raises(Exception, match="nichts, was sich ändern würde"):
        take(session, again, cast.ines)
    assert len(versions(session)) == 2


def test_a_passage_that_was_changed_on_both_sides_is_a_conflict_that_stays_out(
    session: Session, cast: Cast, draw: Draw
):
    paper = Paper.drawn(session, draw())
    one = paper.replace("Mai", went("Mai") + came("Juni")).saved()
    take(session, hand_in(session, cast, one), cast.ines)
    other = Paper.drawn(session, draw()).replace("Mai", went("Mai") + came("März"))
    other.replace("Alle lernen", went("Alle") + came("Manche") + run(" lernen"))
    doing = hand_in(session, cast, other.saved())
    assert [(c.is_left_out, keys(c)) for c in changes(session, doing)] == [
        (False, set()),
        (True, {"changed_since"}),
    ]
    take(session, doing, cast.ines)
    assert in_the_new(session) == [
        ("HF1 · 1", "Manche lernen Deutsch."),
        ("HF1 · 1", "Kurse beginnen z. B. im Juni."),
    ]


def test_members_take_no_changes_of_the_text_in_and_no_group_changes_anothers(
    session: Session, cast: Cast, draw: Draw
):
    cast.says(session)
    paper = Paper.drawn(session, draw()).replace("Mai", went("Mai") + came("Juni"))
    paper.say("#1: übernommen.", on=1)
    doing = hand_in(session, cast, paper.saved(), cast.chen, settles=False)
    take(session, doing, cast.chen)
    assert len(versions(session)) == 1

    foreign = Paper.drawn(session, draw(cast.other_group, cast.fatma))
    foreign.replace("ein Jahr", went("ein Jahr") + came("zwei Jahre"))
    foreign.parts["docProps/custom.xml"] = foreign.parts["docProps/custom.xml"].replace(
        b":ag-2:", b":ag-1:"
    )
    assert changes(session, hand_in(session, cast, foreign.saved())) == []


def test_a_change_is_tied_to_notes_named_on_it_and_to_adopted_ones_that_hang_there(
    session: Session, cast: Cast, draw: Draw
):
    for at in ("hf1-1-2", "hf1-1-2", "hf1-1-3", "hf1-2-1", "hf1-3-1"):
        cast.says(session, at=at)
    hidden = session.exec(select(Comment).where(Comment.number == 5)).one()
    paper = Paper.drawn(session, draw())
    hidden.state, hidden.is_listed = CommentState.HIDDEN, True
    session.add(hidden)
    paper.replace("Mai", went("Mai") + came("Juni"))
    paper.say("#1: übernommen.", on=1)
    paper.say("#2: nicht übernommen, weil spät.", on=1)
    paper.say("wegen #4, #5", at="Juni")
    paper.say("#3: übernomen", at="Juni")
    doing = hand_in(session, cast, paper.saved())
    assert changes(session, doing)[0].notes == [1, 4]
    # "wegen #4, #5" is a cause, and no row; a misspelt decision is a row, and no cause
    assert doing.rows_count == 3
