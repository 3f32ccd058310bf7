"""What lies in a bundle: whose words, in which order, and whose not."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from app import db
from app.comments import supporting
from app.comments.queries import by_number
from app.groups import notes, queries
from app.models import ActionField, CommentKind, CommentState
from tests.cast import LATER, WHILE_OPEN
from tests.groups.packing import (
    SECRET,
    answer,
    build,
    everything_in,
    hide_it,
    read_notes,
    seen,
    stored,
)


def test_notes_come_in_the_order_of_the_text(engine, session, cast, draw) -> None:
    for place in ("hf1-3", "hf1-1-2", "hf1-1", "hf1-4-2", "hf1", "hf1-1-2"):
        cast.says(session, f"Ein Gedanke zu {place}.", at=place)
    session.commit()

    found = read_notes(engine, draw())

    assert [(note.address, note.number) for note in found] == [
        ("HF1", 5),
        ("HF1 · 1", 3),
        ("HF1 · 1.2", 2),
        ("HF1 · 1.2", 6),
        ("HF1 · 3", 1),
        ("HF1 · 4.2", 4),
    ]
    assert found[0].section == "Sprache"
    assert found[1].section == "Sprache › Ziele"


def test_a_group_with_two_fields_gets_both_and_nobody_elses(engine, session, cast, draw) -> None:
    cast.says(session, "Zur Arbeit gehört der Weg dorthin.", at="hf2-1-1")
    cast.says(session, "Zur Sprache gehört das Üben.", at="hf1-1-1")
    only_language = draw()
    work = session.get_one(ActionField, cast.work.id)
    work.group_id = cast.group.id
    session.commit()

    assert [note.field for note in read_notes(engine, only_language)] == ["HF1", "HF2"]
    assert seen(engine, only_language).notes_count == 1
    assert seen(engine, draw()).notes_count == 2


def test_the_text_lies_in_it_with_headings_sentences_and_cells(engine, cast, draw) -> None:
    bundle = draw()
    with db.reading(engine) as session:
        contents = queries.contents_of(session, queries.bundle_by_id(session, bundle.id))

    (field,) = contents.fields
    assert [(part.kind, part.address) for part in field.passages] == [
        ("heading", ""),
        ("heading", ""),
        ("paragraph", "HF1 · 1"),
        ("item", "HF1 · 2"),
        ("item", "HF1 · 3"),
        ("table", "HF1 · 4"),
    ]
    assert field.passages[2].sentences[1] == ("HF1 · 1.2", "Kurse beginnen z. B. im Mai.")
    table = field.passages[5]
    assert table.head == ("Kurs", "Plätze")
    assert table.cells == (("Anfang", "20"), ("Aufbau", "10"))
    assert contents.head.group == "AG 1 Sprache"
    assert contents.head.version == 1
    assert contents.head.drawn_by == "Chen"


def test_kind_wording_support_and_answers_go_along(engine, session, cast, draw) -> None:
    comment = cast.says(
        session,
        kind=CommentKind.SUGGESTION,
        wording="Alle lernen Deutsch, wenn sie wollen.",
        by=cast.dora,
    )
    supporting.support(session, by_number(session, cast.process, 1), cast.amira, WHILE_OPEN)
    answer(session, cast, comment, "Ja.")
    answer(session, cast, comment, "Das geht ab Mai.", office=cast.school_office)
    session.commit()

    (note,) = read_notes(engine, draw())

    assert (note.kind, note.author, note.supports) == ("suggestion", "Dora", 1)
    assert note.proposed_wording == "Alle lernen Deutsch, wenn sie wollen."
    assert note.quote == "Alle lernen Deutsch."
    assert [(answer.voice, answer.by) for answer in note.answers] == [
        ("resident", "Amira"),
        ("office", "Amt für Schule"),
    ]


def test_of_a_hidden_note_no_word_is_in_any_file(engine, settings, session, cast, draw) -> None:
    cast.says(session, "Mehr Kurse am Abend bitte.", by=cast.dora)
    comment = cast.says(
        session, SECRET, kind=CommentKind.SUGGESTION, wording=f"{SECRET}, im Haus gegenüber."
    )
    session.commit()
    hide_it(session, cast, comment)

    bundle = build(engine, settings, draw())

    words = everything_in(stored(engine, bundle))
    assert "Mehr Kurse am Abend bitte." in words
    assert "dritten Stock" not in words
    assert "Amira" not in words
    assert "ausgeblendet nach Spielregel 3" in words
    assert bundle.notes_count == 2


def test_the_words_of_a_hidden_note_do_not_even_reach_the_writers(
    engine, session, cast, draw
) -> None:
    comment = cast.says(
        session, SECRET, kind=CommentKind.SUGGESTION, wording=f"{SECRET}, im Haus gegenüber."
    )
    session.commit()
    hide_it(session, cast, comment)

    (note,) = read_notes(engine, draw())

    assert (note.text, note.proposed_wording, note.author, note.role) == ("", "", "", "")


def test_a_hidden_reply_leaves_its_place_and_no_word(engine, settings, session, cast, draw) -> None:
    comment = cast.says(session, by=cast.dora)
    reply = answer(session, cast, comment, SECRET)
    reply.state = CommentState.HIDDEN
    session.commit()

    bundle = build(engine, settings, draw())

    words = everything_in(stored(engine, bundle))
    assert "dritten Stock" not in words
    assert "Amira" not in words
    assert "[Diese Antwort ist ausgeblendet.]" in words


@pytest.mark.parametrize(
    ("state", "listed"),
    [
        (CommentState.WAITING, False),
        (CommentState.UNCONFIRMED, False),
        (CommentState.EXPIRED, False),
    ],
)
def test_what_was_never_public_is_handed_to_nobody(
    engine, session, cast, draw, state: CommentState, listed: bool
) -> None:
    comment = cast.says(session, SECRET)
    comment.state, comment.is_listed = state, listed
    session.commit()

    bundle = draw()

    assert read_notes(engine, bundle) == []
    assert bundle.notes_count == 0


def test_a_withdrawn_note_is_a_tombstone(engine, session, cast, draw) -> None:
    comment = cast.says(session, SECRET)
    comment.state = CommentState.WITHDRAWN
    session.commit()

    (note,) = read_notes(engine, draw())

    assert (note.state, note.text, note.author) == ("withdrawn", "", "")


def test_what_comes_after_the_drawing_is_not_in_it(engine, session, cast, draw) -> None:
    comment = cast.says(session, "Vorher gesagt.")
    bundle = draw()
    cast.says(session, "Nachher gesagt.", when=WHILE_OPEN + LATER)
    answer(session, cast, comment, "Nachher.", when=WHILE_OPEN + LATER)
    session.commit()

    (note,) = read_notes(engine, bundle)

    assert note.text == "Vorher gesagt."
    assert note.answers == ()


def test_queries_grow_with_batches_and_not_with_notes(
    engine,
    session,
    cast,
    draw,
    monkeypatch: pytest.MonkeyPatch,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    monkeypatch.setattr(notes, "BATCH", 10)

    def cost(more: int) -> int:
        for _n in range(more):
            comment = cast.says(session)
            answer(session, cast, comment, "Ja.")
        session.commit()
        bundle = draw()
        with count_queries() as seen_queries:
            read_notes(engine, bundle)
        return len(seen_queries)

    one_batch, also_one, two, three = cost(1), cost(9), cost(10), cost(10)

    assert also_one == one_batch
    assert two == one_batch + 4
    assert three == one_batch + 8
