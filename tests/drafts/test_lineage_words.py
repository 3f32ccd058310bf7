"""What the matcher says about commented words: what stays, moved, was reworded, is gone."""

import pytest

from app.drafts.lineage import Span
from app.models.lineage import Standing
from tests.drafts.comparing import CONCEPT, HEALTH, HOUSING, SCHOOL, SPORT, WORK, compare


def test_words_stay_where_only_the_text_around_them_changed():
    new = "Betriebe bekommen dafür eine Beraterin im neuen Rathaus.|" + WORK.split("|", 1)[1]
    around = compare(CONCEPT, [*CONCEPT[:4], new])
    carried = around.carry(4, "wie Zeugnisse anerkannt werden")

    assert carried.state is Standing.STAYS
    assert carried.confidence > 0.95
    assert not carried.is_doubtful


def test_words_of_which_one_was_replaced_are_shown_with_the_new_one():
    new = SPORT.replace("Schwimmen", "Klettern")

    assert compare(CONCEPT, [SCHOOL, new, *CONCEPT[2:]]).now(1, "laden Kinder zum Schwimmen") == (
        "reworded", 1, "laden Kinder zum Klettern",
    )  # fmt: skip


def test_words_of_which_all_were_replaced_are_shown_with_what_took_their_place():
    new = SPORT.replace("leihen Räder aus", "bieten Kletterkurse an")
    state, block, quote = compare(CONCEPT, [SCHOOL, new, *CONCEPT[2:]]).now(1, "leihen Räder aus.")

    assert (state, block, quote) == ("reworded", 1, "bieten Kletterkurse an.")


def test_words_that_were_struck_out_of_a_sentence_are_gone():
    new = HEALTH.replace(", wenn die Sprache noch Mühe macht", "")

    assert compare(CONCEPT, [*CONCEPT[:3], new, WORK]).now(
        3, "wenn die Sprache noch Mühe macht."
    ) == ("gone", None, "")


def test_words_with_others_put_between_them_are_reworded():
    new = SPORT.replace("zum Schwimmen", "jeden Samstag zum Schwimmen")

    assert compare(CONCEPT, [SCHOOL, new, *CONCEPT[2:]]).now(1, "laden Kinder zum Schwimmen") == (
        "reworded", 1, "laden Kinder jeden Samstag zum Schwimmen",
    )  # fmt: skip


def test_a_commented_sentence_is_carried_whole():
    new = SCHOOL.replace("sind für alle offen", "sind für jeden offen und kosten nichts")

    assert compare(CONCEPT, [new, *CONCEPT[1:]]).now(0, "Sie sind für alle offen.") == (
        "reworded", 0, "Sie sind für jeden offen und kosten nichts.",
    )  # fmt: skip


def test_a_commented_block_is_carried_whole():
    told = compare(CONCEPT, [SCHOOL, HOUSING, SPORT, HEALTH, WORK.replace("Monat", "Quartal")])

    assert told.now(4, WORK.replace("|", " ")) == (
        "reworded", 4, WORK.replace("|", " ").replace("Monat", "Quartal"),
    )  # fmt: skip
    assert told.now(3, HEALTH) == ("stays", 3, HEALTH)


def test_words_torn_into_two_blocks_are_asked_about():
    torn = compare(
        CONCEPT,
        [*CONCEPT[:4], WORK.split("|")[0], "Ein neuer Satz kommt dazwischen.",
         "|".join(WORK.split("|")[1:])],
    )  # fmt: skip

    assert torn.carry(4, "eine Beraterin im Rathaus. Dort erfahren sie, wie").is_doubtful


@pytest.mark.parametrize(
    "span", [Span(0, 0, 99), Span(0, -1, 2), Span(0, 3, 2), Span(9, 0, 0), Span(-1, 0, 0)]
)
def test_words_that_the_old_version_does_not_have_are_refused(span):
    with pytest.raises(ValueError, match="Span"):
        compare(CONCEPT, CONCEPT).lineage.carry(span)


# --- Rewritten in its place, or struck ---

FIRST, SECOND_ONE, LAST = WORK.split("|")
REWRITTEN = "Auch Zeugnisse aus fernen Ländern sind dann kein Hindernis mehr."


@pytest.mark.parametrize("quote", [SECOND_ONE, "erfahren sie, wie", "welche Förderung es gibt."])
def test_what_was_rewritten_in_its_place_is_asked_about(quote):
    carried = compare(CONCEPT, [*CONCEPT[:4], f"{FIRST}|{REWRITTEN}|{LAST}"]).carry(4, quote)

    assert (carried.state, carried.place) == (Standing.GONE, None)
    assert 0.4 <= carried.confidence < 0.5
    assert carried.is_doubtful


@pytest.mark.parametrize(
    "other",
    [
        "Neue Nachbarn gehen gleich zum Empfang.",  # short, and alone in its place
        "Am Hafen und im Park wird geklettert und gerudert, denn Sport gehört dazu.",
    ],
)
def test_a_whole_block_with_a_new_one_in_its_place_is_asked_about(other):
    carried = compare(CONCEPT, [SCHOOL, other, *CONCEPT[2:]]).carry(1, SPORT)

    assert (carried.state, carried.place, carried.is_doubtful) == (Standing.GONE, None, True)


def test_what_was_struck_is_surely_gone():
    told = compare(CONCEPT, [SCHOOL, *CONCEPT[2:4], f"{FIRST}|{LAST}"])

    for block, quote in ((1, SPORT), (1, "laden Kinder zum"), (4, SECOND_ONE)):
        carried = told.carry(block, quote)
        assert (carried.state, carried.is_doubtful) == (Standing.GONE, False)
        assert carried.confidence >= 0.9


def test_a_new_sentence_elsewhere_makes_nothing_doubtful_that_was_struck():
    told = compare(CONCEPT, [f"{SCHOOL}|{REWRITTEN}", *CONCEPT[1:4], f"{FIRST}|{LAST}"])
    carried = told.carry(4, SECOND_ONE)

    assert (carried.state, carried.is_doubtful) == (Standing.GONE, False)
    assert carried.confidence >= 0.9


def test_a_long_sentence_that_has_nothing_of_it_leaves_it_gone_but_less_surely():
    other = (
        "Der Winterdienst räumt künftig zuerst vor Kitas und Heimen, danach an Haltestellen,"
        " und streut nur noch Sand statt Salz auf allen Brücken."
    )
    old = f"{FIRST}|{SECOND_ONE[:-1]} und wer sie auf dem Weg dorthin begleitet.|{LAST}"
    told = compare([*CONCEPT[:4], old], [*CONCEPT[:4], f"{FIRST}|{other}|{LAST}"])
    carried = told.carry(4, "Dort erfahren sie,")

    assert (carried.state, carried.is_doubtful) == (Standing.GONE, False)
    assert 0.5 <= carried.confidence < 0.9
