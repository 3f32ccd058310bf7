"""The same note sent twice: the second points to the first and is answered with it."""

import pytest

from app.errors import Conflict, Invalid
from app.moderation.domain import answer, hide
from app.moderation.linking import link, unlink
from tests.hearing import mails
from tests.moderation.looking import NOW, deeds, loaded
from tests.moderation.test_moving import agrees, counted
from tests.moderation.test_splitting import process_counts


@pytest.fixture
def twice(session, cast):
    """Amira wrote it on language, Dora the same on work."""
    first = loaded(session, cast, cast.says(session))
    return first, loaded(session, cast, cast.says(session, at="hf2-1", by=cast.dora))


def test_a_duplicate_is_not_counted_twice_and_hears_the_answer_to_the_first(session, cast, twice):
    first, again = twice
    link(session, again, first, cast.bernd, NOW)

    assert again.duplicate_of_id == first.id
    assert process_counts(session, cast) == (1, 0, 0)
    assert counted(session, cast.work) == (0, 0)
    assert cast.block(session, "hf2-1").comments_count == 1  # it still stands there to be read
    agrees(session)
    with pytest.raises(Conflict, match="wiederholt"):
        answer(session, again, cast.bernd, "Auch hier.", NOW)

    answer(session, first, cast.bernd, "Ja, dienstags.", NOW)
    session.refresh(again)
    assert (again.is_answered, again.replies_count) == (True, 0)
    assert process_counts(session, cast) == (1, 1, 0)
    agrees(session)
    linked, *answers = mails(session)
    to_dora, to_amira = sorted(answers, key=lambda mail: mail.to_name, reverse=True)
    assert "sagt dasselbe wie #1" in linked.text
    assert (to_amira.to_name, to_dora.to_name) == ("Amira", "Dora")
    assert "Antwort auf Ihre Anmerkung #2" in to_dora.subject
    assert "Ja, dienstags." in to_dora.text

    again = loaded(session, cast, again)
    unlink(session, again, cast.bernd, NOW)
    assert (again.duplicate_of_id, again.is_answered) == (None, False)
    assert process_counts(session, cast) == (2, 1, 0)
    agrees(session)
    with pytest.raises(Conflict, match="mit keiner"):
        unlink(session, again, cast.bernd, NOW)


def test_what_is_linked_to_is_no_duplicate_and_not_the_note_itself(session, cast, twice):
    first, again = twice
    third = loaded(session, cast, cast.says(session, at="hf1-2"))
    with pytest.raises(Invalid, match="einer anderen"):
        link(session, first, first, cast.bernd, NOW)
    link(session, again, first, cast.bernd, NOW)
    assert link(session, third, again, cast.bernd, NOW).id == first.id  # no chain of pointers
    with pytest.raises(Conflict, match="eben schon verknüpft"):
        link(session, again, first, cast.emil, NOW)
    other = loaded(session, cast, cast.says(session, "Etwas anderes, ganz anders."))
    with pytest.raises(Conflict, match="verweisen schon andere"):
        link(session, first, other, cast.bernd, NOW)


def test_when_the_first_is_hidden_what_pointed_to_it_stands_for_itself(session, cast, twice):
    first, again = twice
    link(session, again, first, cast.bernd, NOW)
    hide(session, first, cast.bernd, cast.rule, "Nennt jemanden beim Namen.", NOW)

    assert again.duplicate_of_id is None
    assert process_counts(session, cast) == (1, 0, 1)
    agrees(session)
    assert len(deeds(session, "comment.unlinked")) == 1
