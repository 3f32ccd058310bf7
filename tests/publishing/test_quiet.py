"""Passages that were rewritten without a word of their own: gone, but shown in a list of their own,
each beside what stands at its place now."""

import pytest

from app.models import Standing
from app.publishing.deciding import Choice, confirm_gone, decide
from app.publishing.gate import figures_of
from app.publishing.queries import Shown, comments_in, with_help
from tests.cast import DRAFT
from tests.publishing.following import deeds, next_version, proposed, publish

LONG = (
    "Der Ausbau folgt den Knoten des Bahnnetzes und verbindet Ortsteile, in denen Werkstätten "
    "samstags schließen."
)
OTHER = (
    "Jugendliche gestalten Räume selbst, sobald Hausmeisterinnen ihnen Schlüssel anvertrauen, "
    "was bislang selten geschieht."
)
OLD_DRAFT = DRAFT.replace("Danach folgt eine Prüfung.", f"{LONG} Danach folgt eine Prüfung.")
NEW_DRAFT = OLD_DRAFT.replace(LONG, OTHER)
AT = "hf1-1-3"


@pytest.fixture
def rewritten(both, people):
    """Three comments on a long sentence, and the version that has quite another one there."""
    publish(both, people, next_version(both, people, OLD_DRAFT))
    said = [people.says(both, f"Das betrifft uns, Nummer {n}.", at=AT) for n in range(3)]
    return said, next_version(both, people, NEW_DRAFT)


def quiet(both, version):
    items = comments_in(both, version, Shown("quiet")).items
    return with_help(both, version, items)


def test_they_are_not_asked_about_but_listed_beside_what_is_new_there(both, rewritten):
    said, version = rewritten
    figures = figures_of(both, version)
    assert (figures.undecided, figures.quiet) == (0, len(said))

    for item in quiet(both, version):
        assert item.instead[0].text == OTHER
        assert item.instead[0].address == "HF1 · 1.3"


def test_one_step_puts_a_note_there_and_one_confirms_all_others(both, people, rewritten):
    said, version = rewritten
    place = quiet(both, version)[0].instead[0].fragment
    first = said[0]
    decide(
        both, people.process, version, first.number, Choice.PLACE, address=place, by=people.bernd
    )
    assert confirm_gone(both, people.process, version, by=people.bernd) == 2
    both.expire_all()

    assert not quiet(both, version)
    entry = deeds(both, "lineage.confirmed_gone")[0]
    assert entry.details["also"] == [note.number for note in said[1:]]
    publish(both, people, version)
    assert [note.standing for note in said] == [Standing.REWORDED, Standing.GONE, Standing.GONE]
    assert first.quote == OTHER


def test_nothing_is_confirmed_twice(both, people, rewritten):
    _said, version = rewritten
    confirm_gone(both, people.process, version, by=people.bernd)
    assert confirm_gone(both, people.process, version, by=people.bernd) == 0
    assert len(deeds(both, "lineage.confirmed_gone")) == 1


def test_what_was_struck_without_anything_new_there_is_in_no_list(both, people):
    publish(both, people, next_version(both, people, OLD_DRAFT))
    note = people.says(both, at=AT)
    version = next_version(both, people, OLD_DRAFT.replace(f"{LONG} ", ""))

    assert proposed(both, note).state is Standing.GONE
    assert not quiet(both, version)
