"""A sentence that an office wrote anew in its place: nobody says for sure that it is gone."""

import pytest

from app.errors import Conflict
from app.models import Standing
from app.publishing.deciding import Choice, carrying_by_number, decide
from app.publishing.suggesting import suggestions_for
from tests.cast import DRAFT
from tests.publishing.following import next_version, proposed, publish

OLD = "Kurse beginnen z. B. im Mai."
NEW = "Wer neu ist, sitzt nach vier Wochen im Unterricht."
REWRITTEN = DRAFT.replace(OLD, NEW)
STRUCK = DRAFT.replace(f"{OLD} ", "")


def offered(session, cast, version, comment):
    """The first place that the desk suggests."""
    asked = carrying_by_number(session, cast.process, version, comment.number)
    return suggestions_for(session, version, asked)[0][0]


def test_a_version_with_a_rewritten_passage_is_refused_until_somebody_has_decided(both, people):
    comment = people.says(both, at="hf1-1-2")
    version = next_version(both, people, REWRITTEN)
    proposal = proposed(both, comment)
    assert (proposal.state, proposal.is_doubtful) == (Standing.GONE, True)
    assert proposal.new_address == ""

    with pytest.raises(Conflict, match="unsicher"):
        publish(both, people, version)
    assert people.process.current_version == 1

    first = offered(both, people, version, comment)
    assert (first.address, first.text) == ("HF1 · 1.2", NEW)
    decide(
        both,
        people.process,
        version,
        comment.number,
        Choice.PLACE,
        address=first.fragment,
        by=people.bernd,
    )
    publish(both, people, version)
    assert (comment.address, comment.quote) == ("HF1 · 1.2", NEW)


def test_a_version_in_which_the_passage_was_struck_is_not_held_up(both, people):
    comment = people.says(both, at="hf1-1-2")
    version = next_version(both, people, STRUCK)
    assert not proposed(both, comment).is_doubtful
    publish(both, people, version)

    assert comment.standing == Standing.GONE


def test_for_a_whole_block_the_new_one_in_its_place_is_suggested_first(both, people):
    comment = people.says(both, at="hf1-2")
    version = next_version(
        both, people, DRAFT.replace("- Treffs in jedem Stadtteil", "- Neue Nachbarn einladen")
    )
    proposal = proposed(both, comment)

    assert (proposal.state, proposal.is_doubtful) == (Standing.GONE, True)
    first = offered(both, people, version, comment)
    assert (first.fragment, first.text) == ("hf1-2", "Neue Nachbarn einladen")
