"""A person decides where a comment goes, on both databases."""

import pytest

from app.errors import Conflict, Invalid, NotFound
from app.models import (
    Carrying,
    Standing,
)
from app.publishing.deciding import Choice, decide
from app.publishing.gate import figures_of
from tests.publishing.following import (
    DOUBTFUL,
    deeds,
    next_version,
    proposed,
    publish,
)

pytestmark = pytest.mark.usefixtures("doubt")


def test_a_person_confirms_moves_gives_up_and_takes_it_back(both, people):
    comment = people.says(both, at=DOUBTFUL)
    version = next_version(both, people)

    def choose(choice: Choice, address: str = "") -> Carrying:
        return decide(
            both, people.process, version, comment.number, choice, address=address, by=people.bernd
        )

    first = proposed(both, comment).new_address
    assert choose(Choice.CONFIRM).decided_by_id == people.bernd.id
    assert figures_of(both, version).undecided == 0
    moved = choose(Choice.PLACE, "HF1 · 2.3")
    assert (moved.new_address, moved.new_quote) == ("HF1 · 2.3", "Danach folgt eine Prüfung.")
    assert moved.state is Standing.REWORDED
    assert choose(Choice.GONE).new_address == ""
    open_again = choose(Choice.OPEN)
    assert (open_again.decided_at, open_again.new_address) == (None, first)
    assert figures_of(both, version).undecided == 1
    assert [entry.details["choice"] for entry in deeds(both, "lineage.decided")] == [
        "confirm",
        "place",
        "gone",
        "open",
    ]


@pytest.mark.parametrize("address", ["", "irgendwo", "T · 1", "HF1 · 99", "HF1 · 2.9", "HF7"])
def test_a_place_that_is_not_in_the_new_version_is_refused(both, people, address):
    comment = people.says(both, at=DOUBTFUL)
    version = next_version(both, people)

    with pytest.raises(Invalid):
        decide(
            both,
            people.process,
            version,
            comment.number,
            Choice.PLACE,
            address=address,
            by=people.bernd,
        )


def test_nothing_can_be_decided_once_the_version_is_public(both, people):
    comment = people.says(both)
    version = next_version(both, people)
    publish(both, people, version)

    with pytest.raises(Conflict):
        decide(both, people.process, version, comment.number, Choice.GONE, by=people.bernd)


def test_a_comment_that_does_not_exist_cannot_be_decided(both, people):
    version = next_version(both, people)
    with pytest.raises(NotFound):
        decide(both, people.process, version, 99, Choice.GONE, by=people.bernd)


def test_what_is_decided_for_some_words_may_hold_for_all_that_was_said_about_them(both, people):
    same = [people.says(both, f"Zu diesem Satz, Nummer {n}.", at=DOUBTFUL) for n in range(3)]
    whole_block = people.says(both, at="hf2-1")
    version = next_version(both, people)
    first, *others = [note.number for note in same]
    wish = {"address": "HF1 · 2.3", "by": people.bernd, "together": True}

    decide(both, people.process, version, first, Choice.PLACE, **wish)
    both.expire_all()

    assert {proposed(both, note).new_address for note in same} == {"HF1 · 2.3"}
    assert all(proposed(both, note).decided_by_id == people.bernd.id for note in same)
    assert proposed(both, whole_block).decided_at is None
    assert deeds(both, "lineage.decided")[0].details["also"] == others
    assert figures_of(both, version).undecided == 0


def test_without_the_tick_it_holds_for_one_alone(both, people):
    first, second = (people.says(both, f"Noch ein Satz, {n}.", at=DOUBTFUL) for n in range(2))
    version = next_version(both, people)

    decide(both, people.process, version, first.number, Choice.GONE, by=people.bernd)

    assert proposed(both, second).decided_at is None
    assert figures_of(both, version).undecided == 1
