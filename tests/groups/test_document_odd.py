"""Odd things that happen to a document: merged and split paragraphs, moves as Word tracks them,
lost bookmarks, headings, a text that went on meanwhile."""

import re
from collections.abc import Callable

from sqlmodel import Session, select

from app.drafts.copying import copy_version
from app.drafts.editing.sheet import Sheet
from app.drafts.queries import blocks_of, sections_of
from app.groups.change_words import remarks_on
from app.groups.trace_finding import propose_traces
from app.models import Bundle, BundleState, Trace
from app.publishing.carrying import compare
from app.publishing.domain import publish_version
from tests.cast import Cast
from tests.groups.coming_back import WHO, Paper, came, hand_in, run, take, went
from tests.groups.test_document_text import changes, found, keys, text, versions

Draw = Callable[..., Bundle]
GONE_END = f'<w:rPr><w:del w:id="904" {WHO}/></w:rPr></w:pPr>'
HEADING_2 = f'<w:pPr><w:pStyle w:val="Heading2"/><w:rPr><w:ins w:id="906" {WHO}/></w:rPr></w:pPr>'
NEW_END = f'<w:rPr><w:ins w:id="905" {WHO}/></w:rPr></w:pPr>'


def test_two_paragraphs_that_became_one(session: Session, cast: Cast, draw: Draw):
    paper = Paper.drawn(session, draw())
    start, end = paper.paragraph("Treffs in jedem Stadtteil")
    merged = paper.body[start:end].replace("</w:pPr>", GONE_END, 1)
    paper.body = paper.body[:start] + merged + paper.body[end:]
    doing = hand_in(session, cast, paper.saved())
    assert found(session, doing) == [
        ("HF1 · 2.1", "Treffs in jedem Stadtteil", "Treffs in jedem Stadtteil Kurse am Abend"),
        ("HF1 · 3", "Kurse am Abend", ""),
    ]


def test_a_paragraph_that_became_two(session: Session, cast: Cast, draw: Draw):
    paper = Paper.drawn(session, draw())
    start, end = paper.paragraph("Alle lernen Deutsch")
    whole = paper.body[start:end]
    tail = " Danach folgt eine Prüfung."
    first = whole.replace(tail, "").replace("</w:pPr>", NEW_END, 1)
    second = f'<w:p><w:pPr><w:pStyle w:val="Passage"/></w:pPr>{run(tail.strip())}</w:p>'
    paper.body = paper.body[:start] + first + second + paper.body[end:]
    doing = hand_in(session, cast, paper.saved())
    assert found(session, doing) == [
        ("HF1 · 1.3", "Danach folgt eine Prüfung.", ""),
        ("", "", "Danach folgt eine Prüfung."),
    ]
    take(session, doing, cast.ines)
    assert [block.text for block in blocks_of(session, versions(session)[1])][1:3] == [
        "Alle lernen Deutsch. Kurse beginnen z. B. im Mai.",
        "Danach folgt eine Prüfung.",
    ]


def test_a_move_as_word_tracks_it(session: Session, cast: Cast, draw: Draw):
    paper = Paper.drawn(session, draw()).drop("Treffs in jedem Stadtteil")
    paper.body = re.sub(r'<(/?)w:del\b(?= w:id="903"|>)', r"<\1w:moveFrom", paper.body)
    moved = came("Treffs in jedem Stadtteil").replace("w:ins", "w:moveTo")
    new_end = NEW_END.replace("w:ins", "w:moveTo")
    paper.after("Kurse am Abend", (
        '<w:moveToRangeStart w:id="30" w:name="move1"/><w:p><w:pPr><w:pStyle w:val="Item"/>'
        f'{new_end}{moved}</w:p><w:moveToRangeEnd w:id="30"/>'
    ))  # fmt: skip
    doing = hand_in(session, cast, paper.saved())
    assert [(one.address, keys(one)) for one in changes(session, doing)] == [
        ("HF1 · 2", {"moved", "item"})
    ]
    take(session, doing, cast.ines)
    items = [block.text for block in blocks_of(session, versions(session)[1])][2:4]
    assert items == ["Kurse am Abend", "Treffs in jedem Stadtteil"]


def test_without_bookmarks_and_addresses_a_paragraph_is_known_by_its_words(
    session: Session, cast: Cast, draw: Draw
):
    paper = Paper.drawn(session, draw()).replace("Prüfung", went("Prüfung") + came("Feier"))
    paper.body = re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", paper.body)
    expected = [("HF1 · 1.3", "Danach folgt eine Prüfung.", "Danach folgt eine Feier.")]
    assert found(session, hand_in(session, cast, paper.saved())) == expected

    paper.body = paper.body.replace("HF1 · 1<", "<")
    assert found(session, hand_in(session, cast, paper.saved())) == expected


def test_headings_and_what_stands_over_tables_are_taken_into_the_next_version(
    session: Session, cast: Cast, draw: Draw
):
    bundle = draw()
    bundle.state = BundleState.READY
    paper = Paper.drawn(session, bundle).replace("Ziele", went("Ziele") + came("Absichten"))
    paper.replace("Plätze", went("Plätze") + came("Stühle"))
    start, heading, rest = paper.body.partition('w:name="b_hf1"/>')
    paper.body = start + heading + rest.replace("Sprache", "Sprache &amp; Mut", 1)
    paper.after("Sprache &amp; Mut", f"<w:p>{HEADING_2}{came('Ganz neu')}</w:p>")
    doing = hand_in(session, cast, paper.saved())
    assert [(one.old_text, one.new_text, keys(one)) for one in changes(session, doing)] == [
        ("Sprache", "Sprache & Mut", {"title", "untracked"}),
        ("", "Ganz neu", {"by_hand"}),
        ("Ziele", "Absichten", {"title"}),
        ("Kurs\tPlätze", "Kurs\tStühle", {"title"}),
    ]
    assert [one.is_left_out for one in changes(session, doing)] == [False, True, False, False]
    assert "macht ihn zur Überschrift" in remarks_on(changes(session, doing)[1], {})[0]
    take(session, doing, cast.ines)
    old, new = versions(session)
    titles = [[one.title for one in sections_of(session, each)] for each in (old, new)]
    assert titles[0] == ["Einleitung", "Sprache", "Ziele", "Arbeit"]
    assert titles[1] == ["Einleitung", "Sprache & Mut", "Absichten", "Arbeit"]
    assert cast.language.title == "Sprache"  # until the version is public
    heads = [block.head_html for block in blocks_of(session, new) if block.head_html]
    assert [html.count("Stühle") for html in heads] == [1]
    compare(session, cast.process, new)
    publish_version(session, cast.process, new, by=None)
    assert cast.language.title == "Sprache & Mut"
    again = hand_in(session, cast, paper.saved())
    assert [(one.new_text, keys(one) & {"already"}) for one in changes(session, again)] == [
        ("Ganz neu", set()),
        ("Absichten", {"already"}),
        ("Kurs\tStühle", {"already"}),
    ]


def test_a_document_of_an_older_version_is_taken_into_the_one_that_is_public_now(
    session: Session, cast: Cast, draw: Draw
):
    cast.says(session, at="hf1-1-2")
    bundle = draw()
    bundle.state = BundleState.READY  # one that only waits would be drawn from the new version
    paper = Paper.drawn(session, bundle).replace("Mai", went("Mai") + came("Juni"))
    paper.replace("folgt eine", went("folgt eine") + came("kommt die"))
    paper.say("#1: übernommen.", on=1)
    before = versions(session)[0]
    later = copy_version(session, cast.process, before, source_name="x", by=None).version
    sheet = Sheet(session, cast.process, later)
    block = next(one for one in sheet.items if getattr(one, "label", "") == "HF1 · 1")
    parts = sheet.parts(block)
    sheet.write(block, [("Ganz neu.", "Ganz neu."), *parts[:2], ("Dann ist Schluss.",) * 2])
    sheet.finish()
    compare(session, cast.process, later)
    publish_version(session, cast.process, later, by=None)

    doing = hand_in(session, cast, paper.saved())
    assert [(one.address, keys(one)) for one in changes(session, doing)] == [
        ("HF1 · 1.2", set()),
        ("HF1 · 1.3", {"changed_since"}),
    ]
    take(session, doing, cast.ines)
    old, new = text(session, versions(session)[1]), text(session, versions(session)[2])
    assert [after for was, after in zip(old, new, strict=True) if was != after] == [
        ("HF1 · 1", "Kurse beginnen z. B. im Juni.")
    ]


def test_what_a_document_says_of_a_sentence_is_not_proposed_of_its_paragraph_again(
    session: Session, cast: Cast, draw: Draw
):
    cast.says(session, at="hf1-1")
    paper = Paper.drawn(session, draw()).replace("Mai", went("Mai") + came("Juni"))
    paper.say("#1: übernommen.", on=1)
    take(session, hand_in(session, cast, paper.saved()), cast.ines)
    compare(session, cast.process, versions(session)[1])
    propose_traces(session, versions(session)[1])
    assert session.exec(select(Trace.origin)).all() == ["document"]
