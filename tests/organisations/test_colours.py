"""A city's colour can be read, on light ground and on dark."""

import pytest

from app import colours
from app.organisations.colour import check, ratio


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)],
)
def test_contrast_is_what_wcag_says(one, other, expected):
    assert colours.contrast(one, other) == pytest.approx(expected, abs=0.01)
    assert colours.contrast(other, one) == colours.contrast(one, other)


def test_the_grounds_are_those_of_the_stylesheet():
    assert {"paper", "sheet", "wash", "on-press", "link"} <= set(colours.tokens())
    light, dark = colours.tokens()["link"]
    assert colours.measured(light).is_enough
    assert colours.measured(dark, dark=True).is_enough


@pytest.mark.parametrize("red", ["00", "60", "c0", "ff"])
def test_for_every_colour_there_is_a_nearest_one_and_a_sister_that_can_be_read(red):
    for green in ("00", "70", "ff"):
        for blue in ("00", "70", "ff"):
            colour = f"#{red}{green}{blue}"
            near = colours.nearest(colour)
            assert colours.measured(near).lowest >= 4.5, colour
            assert colours.measured(colours.for_dark(near), dark=True).lowest >= 4.5, colour
            assert (near == colour) == colours.measured(colour).is_enough


def test_the_nearest_colour_is_only_as_much_darker_as_it_must_be():
    near = colours.nearest("#00aa55")
    assert 4.5 <= colours.measured(near).lowest < 4.6
    red, green, blue = (int(near[at : at + 2], 16) for at in (1, 3, 5))
    assert green > blue > red, "still a green"


def test_a_refusal_says_the_measured_ratio_and_what_would_do():
    found = check("#fc0")
    assert found
    assert found.nearest in found.because
    assert "1,2 : 1" in found.because
    assert "4,5 : 1" in found.because
    assert check("rot") is None
    assert check("#17508f").because == ""


def test_a_ratio_is_never_rounded_up():
    assert ratio(4.499) == "4,4 : 1"
    assert ratio(4.5) == "4,5 : 1"


def test_the_stylesheet_holds_tokens_and_nothing_else():
    content = colours.stylesheet("#8a1538")
    assert content.startswith("@layer tokens {")
    assert content.count("light-dark(#8a1538, #") == 2
    assert "url(" not in content
    assert "@import" not in content
    assert colours.stylesheet("") == colours.address("") == ""
