"""A draft has bounds, so that reading one never keeps others from writing."""

import time
from contextlib import suppress

import pytest

from app import db
from app.drafts.readers import Unreadable, apart, read_contents
from app.drafts.readers.growing import MOST_BLOCKS, MOST_HEADINGS, MOST_SENTENCES


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# A\n\n" * (MOST_HEADINGS + 1), "Überschriften"),
        ("# A\n\n" + "Ja.\n\n" * (MOST_BLOCKS + 1), "Absätze"),
        ("# A\n\n" + "Hallo Welt. " * (MOST_SENTENCES + 1), "Sätze oder Zeilen"),
    ],
)
def test_more_than_any_concept_has_is_refused_in_a_sentence(text, said):
    with pytest.raises(Unreadable, match=said):
        read_contents([("gross.md", text.encode())])


@pytest.mark.parametrize(
    "text",
    ["# A\n\n" + "a" * 200_000, "# A\n\nHallo\n" + " " * 200_000 + "Welt.\n", "x <!-- " * 50_000],
)
def test_plain_text_made_to_hang_us_is_read_apart_and_ends(text, monkeypatch):
    monkeypatch.setattr(apart, "SILENCE", 1.0)
    begun = time.monotonic()
    with suppress(Unreadable):
        read_contents([("zaeh.md", text.encode())])

    assert time.monotonic() - begun < 15


def test_a_block_of_many_sentences_is_loaded_without_its_text_each_time(
    app, cast, session, count_queries
):
    from app.drafts.domain import import_draft
    from app.drafts.queries import blocks_of

    text = "# Sprache\n\n" + "Alle lernen zusammen Deutsch. " * 1_000
    draft = read_contents([("a.md", text.encode())])
    version = import_draft(session, cast.process, draft, source_name="a.md", by=None)
    session.commit()

    with db.reading(app.state.engine) as other:
        with count_queries() as sent:
            (block,) = blocks_of(other, version)
        assert [sentence.number for sentence in block.sentences] == list(range(1, 1_001))
        assert len(sent) == 2
        assert not any("block.text" in query and "sentence.text" in query for query in sent)
