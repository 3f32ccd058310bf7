"""Colours behind headings and text propose action fields, and never make one."""

import pytest

from app.drafts.readers.assembling.colours import is_colour
from app.drafts.readers.flow import Cell, Grid
from tests.drafts.flowing import heading, para, read, sections

LONG = "Die Stadt baut Wohnungen und fängt im Mai damit an, sobald die Wege frei sind. " * 3
PLAIN = para(LONG)
GREEN, YELLOW, BLUE = "#c6e0b4", "#ffe699", "#bdd7ee"


def fills(*items) -> dict[str, str]:
    """The colour of every section that has one."""
    return {one.title: one.fill for one in sections(read(*items)) if one.fill}


def test_a_heading_on_a_ground_proposes_its_section():
    assert fills(heading("A", fill=GREEN), PLAIN, heading("B"), PLAIN) == {"A": GREEN}


def test_text_on_a_ground_proposes_the_section_above_it():
    shaded = para(LONG, fill=YELLOW)

    assert fills(heading("A"), shaded, PLAIN, shaded, heading("B"), PLAIN) == {"A": YELLOW}


def test_letters_on_a_ground_count_like_a_shaded_paragraph():
    marked = para(LONG)
    marked.runs = [type(run)(run.text, fill=BLUE) for run in marked.runs]

    assert fills(heading("A"), marked) == {"A": BLUE}


def test_a_colour_proposes_at_the_level_that_it_spans():
    shaded = para(LONG, fill=YELLOW)

    assert fills(
        heading("Konzept"), PLAIN,
        heading("A", 2), shaded, heading("A1", 3), shaded, heading("A2", 3), shaded,
        heading("B", 2), para(LONG, fill=GREEN),
    ) == {"A": YELLOW, "B": GREEN}  # fmt: skip


def test_sections_without_text_of_their_own_take_the_colour_of_all_below():
    shaded = para(LONG, fill=YELLOW)

    assert fills(
        heading("A"), heading("A1", 2), shaded, heading("A2", 2), shaded, heading("B"), PLAIN
    ) == {"A": YELLOW}


def test_the_same_colour_on_several_headings_proposes_each():
    assert fills(
        heading("A", fill=BLUE), PLAIN, heading("B", fill=BLUE), PLAIN, heading("C"), PLAIN
    ) == {"A": BLUE, "B": BLUE}


def test_the_ground_of_the_whole_title_gives_way_to_the_fields_in_it():
    assert fills(
        heading("Konzept", fill=BLUE),
        PLAIN,
        heading("A", 2, fill=BLUE),
        PLAIN,
        heading("B", 2, fill=BLUE),
        PLAIN,
    ) == {"A": BLUE, "B": BLUE}


def test_a_few_marked_words_are_no_field_and_a_passage_is_told():
    short = para("Bitte noch prüfen.", fill=YELLOW)
    passage = para(LONG, fill=GREEN)
    draft = read(heading("A"), PLAIN, short, heading("B"), PLAIN, PLAIN, passage)

    assert [(one.fill, one.doubt) for one in sections(draft)] == [
        ("", ""),
        ("", "Ein Teil des Textes steht auf der Farbe #c6e0b4."),
    ]


def test_grey_heads_of_tables_are_no_colour_and_coloured_cells_are_text():
    table = Grid(
        [[Cell([para(word)], fill=GREEN) for word in LONG.split()[:4]] for _row in range(10)]
    )

    assert fills(heading("A", fill="#d9d9d9"), PLAIN, heading("B"), table) == {"B": GREEN}


@pytest.mark.parametrize("fill", ["#ffe699", "#e2efd9", "#deebf7", "#881300"])
def test_pastel_and_strong_are_colours(fill):
    assert is_colour(fill)


@pytest.mark.parametrize("fill", ["", "#ffffff", "#000000", "#d9d9d9", "#f2f2f2", "rot", "#12"])
def test_white_black_and_grey_are_none(fill):
    assert not is_colour(fill)
