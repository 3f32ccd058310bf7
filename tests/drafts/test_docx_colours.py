"""Colours behind paragraphs, cells and letters: shading, themes, highlights, styles, boxes."""

import pytest

from app.drafts.readers.flow import Grid
from tests.drafts.word_files import SPACES, p, paras, r, read, style

COLOURS = {
    "dk1": '<a:sysClr val="windowText" lastClr="000000"/>',
    "lt1": '<a:sysClr val="window" lastClr="FFFFFF"/>',
    "dk2": '<a:srgbClr val="44546A"/>',
    "lt2": '<a:srgbClr val="E7E6E6"/>',
    "accent1": '<a:srgbClr val="4472C4"/>',
    "accent2": '<a:srgbClr val="ED7D31"/>',
    "hlink": '<a:srgbClr val="0563C1"/>',
}
SCHEME = "".join(f"<a:{slot}>{colour}</a:{slot}>" for slot, colour in COLOURS.items())
THEME = f'<a:theme xmlns:a="{SPACES["a"]}"><a:clrScheme name="x">{SCHEME}</a:clrScheme></a:theme>'


def fill_of(body: str, **parts: str) -> str:
    """The ground of the first paragraph of a file with Word's usual theme."""
    flow = read(
        body,
        ("t1", "theme", "theme/theme1.xml", False),
        members={"word/theme/theme1.xml": THEME},
        **parts,
    )
    return paras(flow)[0].fill


def shd(attributes: str) -> str:
    written = " ".join(f"w:{one}" for one in attributes.split())
    return f"<w:shd {written}/>"


@pytest.mark.parametrize(
    ("attributes", "fill"),
    [
        ('val="clear" fill="FFE699"', "#ffe699"),
        ('val="clear" fill="auto"', ""),
        ('val="clear" fill="FFFFFF"', ""),
        ('val="clear" fill="ffffff" themeFill="background1"', ""),
        ('val="nil" fill="FFE699"', ""),
        ('val="solid" color="FFE699" fill="auto"', "#ffe699"),
        ('val="pct10" color="auto" fill="auto"', "#e6e6e6"),
        ('val="pct50" color="FF0000" fill="FFFFFF"', "#ff8080"),
        ('val="clear" fill="nonsense"', ""),
        ('val="clear" themeFill="accent1"', "#4472c4"),
        ('val="clear" fill="D9E2F3" themeFill="accent1" themeFillTint="33"', "#d9e2f3"),
        ('val="clear" themeFill="accent2" themeFillTint="66"', "#f8cbad"),
        ('val="clear" themeFill="accent1" themeFillShade="BF"', "#2f5496"),
        ('val="clear" fill="ABCDEF" themeFill="unknown"', "#abcdef"),
        ('val="clear" fill="000000" themeFill="text1" themeFillTint="80"', "#808080"),
    ],
)
def test_shading_is_resolved_to_one_colour(attributes, fill):
    found = fill_of(p("Text", shd(attributes)))

    assert near(found, fill), found


def near(one: str, other: str) -> bool:
    """Word rounds tinted colours by its own way: one step of 255 apart is the same."""
    if not one or not other:
        return one == other
    return all(
        abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= 1 for at in (1, 3, 5)
    )


def test_settings_may_turn_the_names_of_a_theme_around():
    dark = '<w:clrSchemeMapping w:bg1="dark2" w:t1="light1"/>'

    assert fill_of(p("Text", shd('val="clear" themeFill="background1"')), settings=dark) == (
        "#44546a"
    )


def test_a_style_may_shade_and_a_paragraph_may_take_it_off():
    styles = style("Feld", "<w:pPr>" + shd('val="clear" fill="E2EFD9"') + "</w:pPr>")
    styles += style("Kind", based="Feld")

    assert fill_of(p("Text", style="Kind"), styles=styles) == "#e2efd9"
    assert fill_of(p("Text", shd('val="clear" fill="auto"'), style="Kind"), styles=styles) == ""


@pytest.mark.parametrize(
    ("properties", "fill"),
    [
        ('<w:highlight w:val="yellow"/>', "#ffff00"),
        ('<w:highlight w:val="none"/>', ""),
        ('<w:highlight w:val="white"/>', ""),
        ('<w:shd w:val="clear" w:fill="ff9900"/>', "#ff9900"),
        ('<w:highlight w:val="cyan"/><w:shd w:val="clear" w:fill="ff9900"/>', "#00ffff"),
        ('<w:rStyle w:val="Marker"/>', "#00ff00"),
        ('<w:rStyle w:val="Marker"/><w:highlight w:val="none"/>', ""),
    ],
)
def test_letters_have_a_ground_of_their_own(properties, fill):
    styles = style("Marker", '<w:rPr><w:highlight w:val="green"/></w:rPr>', kind="character")
    (para,) = paras(read(p(r("Text", properties)), styles=styles))

    assert para.runs[0].fill == fill
    assert para.fill == ""


def table_fills(properties: str, *cells: str, **parts: str) -> list[str]:
    row = "".join(f"<w:tc><w:tcPr>{one}</w:tcPr>{p('x')}</w:tc>" for one in cells)
    (grid,) = read(
        f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tr>{row}</w:tr></w:tbl>", **parts
    ).items
    assert isinstance(grid, Grid)
    return [cell.fill for cell in grid.rows[0]]


def test_cells_take_their_ground_from_themselves_or_from_the_table():
    own = shd('val="clear" fill="FFE699"')
    none = shd('val="clear" fill="auto"')

    assert table_fills("", own, "") == ["#ffe699", ""]
    assert table_fills(shd('val="clear" fill="DDDDDD"'), own, "", none) == [
        "#ffe699",
        "#dddddd",
        "",
    ]


def test_the_style_of_a_table_may_shade_all_cells():
    styles = style("Raster", "<w:tcPr>" + shd('fill="DDEEFF"') + "</w:tcPr>", kind="table")
    styles += style("Kind", based="Raster", kind="table")

    assert table_fills('<w:tblStyle w:val="Kind"/>', "", styles=styles) == ["#ddeeff"]


def test_a_tint_that_is_no_number_is_ignored():
    assert fill_of(p("T", shd('val="clear" themeFill="accent1" themeFillTint="zz"'))) == "#4472c4"
