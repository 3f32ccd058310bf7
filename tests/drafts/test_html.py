"""Web pages: their blocks, looks, tables and pictures, and what is refused."""

import base64

import pytest

from app.drafts.outline import BlockKind
from app.drafts.readers import Unreadable
from app.drafts.readers.flow import Grid, Image
from app.drafts.readers.html import read_html
from tests.drafts.drawn import drawn
from tests.drafts.flowing import blocks, outline
from tests.drafts.pages import draft_of, only, paras, seen

# What it is made of


@pytest.mark.parametrize(
    "data",
    [
        "<p>Fähre".encode(),
        b"\xef\xbb\xbf" + "<p>Fähre".encode(),
        "\ufeff<p>Fähre".encode("utf-16-le"),
        "<meta charset=windows-1252><p>Fähre".encode("cp1252"),
        '<meta http-equiv=Content-Type content="text/html; charset=iso-8859-1"><p>Fähre'.encode(
            "latin-1"
        ),
        '<?xml version="1.0" encoding="utf-8"?><html><p>Fähre</p></html>'.encode(),
        "<p>Fähre".encode("cp1252"),
        "<meta charset=utf-16><p>Fähre".encode(),
        "<meta charset=base64><p>Fähre".encode(),
        "<meta charset=utf-8><p>Fähre".encode("cp1252"),
    ],
)
def test_the_encoding_is_found(data):
    assert [para.text for para in read_html("a.html", data).paras()] == ["Fähre"]


def test_blocks_and_letters():
    first, second = paras(
        "Vor <b>dem</b> Absatz<p>Ein  <i>schräger</i>\n <span style='font-weight:700'>fetter"
        "</span> <a href='https://example.org'>Verweis</a>,<br>H<sub>2</sub>O <code>x</code>"
    )

    assert first.text == "Vor dem Absatz"
    assert second.text == "Ein  schräger fetter Verweis,\nH2O x".replace("  ", " ")
    looks = {run.text: set(run.marks) for run in second.runs if run.marks}
    assert looks == {"schräger": {"em"}, "fetter": {"strong"}, "2": {"sub"}, "x": {"code"}}
    assert [run.href for run in second.runs if run.href] == ["https://example.org"]


def test_headings_quotations_and_typed_lines():
    heading, quote, typed = paras(
        "<h3>Bauen</h3><blockquote><p>Wort.</blockquote><pre>a\n  b</pre>"
    )

    assert (heading.level, quote.is_quote, typed.text) == (3, True, "a\n  b")


@pytest.mark.parametrize(
    ("opening", "markers"),
    [
        ("<ol>", ["1.", "2."]),
        ("<ol start=4>", ["4.", "5."]),
        ("<ol type=a start=3>", ["c.", "d."]),
        ("<ol style='list-style-type: lower-roman' start=4>", ["iv.", "v."]),
        ("<ol type=A reversed>", ["B.", "A."]),
        ("<ul>", ["•", "•"]),
    ],
)
def test_items_have_the_signs_that_a_browser_shows(opening, markers):
    found = paras(f"{opening}<li>eins<li>zwei")

    assert [para.marker for para in found] == markers
    assert {para.depth for para in found} == {0}


def test_an_item_may_say_its_own_number_and_lists_nest():
    found = paras("<ol><li value=7><p>a<p>weiter<ul><li>tief</ul><p>danach<li>b</ol>")

    assert [(para.depth, para.marker, para.text) for para in found] == [
        (0, "7.", "a"),
        (0, "", "weiter"),
        (1, "•", "tief"),
        (0, "", "danach"),
        (0, "8.", "b"),
    ]


# Looks


def test_grounds_come_from_styles_rules_and_old_attributes():
    head = (
        "<style>p.f, .g > b { color: red } p.f { background: #FFE699 none } "
        ".m{background-color:rgb(198,224,180)}</style>"
    )
    by_rule, by_style, marked, white = paras(
        "<p class=f>a<p style='background: yellow'>b<p>c <mark>d</mark>"
        "<p style='background:#fff'>e",
        head,
    )

    assert (by_rule.fill, by_style.fill, white.fill) == ("#ffe699", "#ffff00", "")
    assert [run.fill for run in marked.runs] == ["", "#ffff00"]
    assert only("<div class=m><p>f</div>", head).fill == "#c6e0b4"
    (table,) = seen("<table><tr><td bgcolor=#c6e0b4>a<td>b").items
    assert isinstance(table, Grid)
    assert [cell.fill for cell in table.rows[0]] == ["#c6e0b4", ""]


@pytest.mark.parametrize(
    ("style", "size"),
    [("16pt", 16.0), ("20px", 15.0), ("1.5em", 18.0), ("120%", 14.4), ("large", 13.5), ("x", 0.0)],
)
def test_sizes_are_in_points(style, size):
    assert only(f"<p style='font-size: {style}'>a").size == size


def test_what_nobody_sees_is_left_out_and_listed():
    flow = seen(
        "<p>Da<span style='display:none'> heimlich</span><del>weg</del><p hidden>gar nicht</p>"
        "<script>alert('x')</script><button>Teilen</button>"
    )

    assert [para.text for para in flow.paras()] == ["Da"]
    assert dict(flow.left_out) == {
        "Ausgeblendeter Text": "gar nicht",
        "Gelöschter Text aus der Änderungsverfolgung": "weg",
        "Skripte und Stilvorgaben": "alert('x')",
        "Formulare der Webseite": "Teilen",
    }
    assert ("Ausgeblendeter Text", "heimlich") in flow.left_out


# Tables and pictures


def test_tables_know_heads_captions_and_reach():
    (table,) = seen(
        "<table><caption>Zahlen</caption><thead><tr><td>Jahr<td>Zahl</thead>"
        "<tr><td rowspan=2>2020<td>7<tr><td>8<tr><td colspan=2>alle</table>"
    ).items

    assert isinstance(table, Grid)
    assert table.caption is not None
    assert table.caption.text == "Zahlen"
    assert [[cell.is_head for cell in row] for row in table.rows][:2] == [[True] * 2, [False] * 2]
    assert [(cell.across, cell.down) for row in table.rows for cell in row][2:] == [
        (1, 2), (1, 1), (1, 1), (2, 1)
    ]  # fmt: skip


def test_a_table_that_lays_out_a_page_is_what_stands_in_it():
    draft = draft_of(
        "<table><tr><td><h1>Wohnen</h1><p>Text.</td><td><table><tr><td>a<td>b</table></table>"
    )

    assert outline(draft) == [(1, "Wohnen")]
    assert [block.kind for block in blocks(draft)] == [BlockKind.PARAGRAPH, BlockKind.TABLE]


def test_pictures_come_from_the_page_itself_and_are_never_fetched():
    source = base64.b64encode(drawn()).decode()
    first, second = seen(
        f"<figure><img alt=Karte src='data:image/png;base64,{source}'><figcaption>Die Stadt."
        "</figcaption></figure><p><img src='https://example.org/x/logo.png?a=1' alt=''></p>"
        "<img width=1 height=1 src='https://example.org/count.gif'>"
    ).items

    assert isinstance(first, Image)
    assert isinstance(second, Image)
    assert (first.data, first.alt) == (drawn(), "Karte")
    assert first.caption is not None
    assert first.caption.text == "Die Stadt."
    assert (second.data, second.name) == (b"", "logo.png")


@pytest.mark.parametrize("source", ["data:image/png;base64,%%%", "data:,x", "data:image/png", ""])
def test_a_broken_picture_is_a_box(source):
    (block,) = blocks(draft_of(f'<img alt="Karte" src="{source}">'))

    assert (block.kind, block.picture, block.text) == (BlockKind.FIGURE, "", "Karte")


# Hostile


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"<div>" * 3_000 + b"x", "In „a.html“ liegen zu viele Elemente ineinander."),
        (b"<p>a" * 900_000, "„a.html“ hat mehr als 200000 Auszeichnungen."),
        (b"", "In „a.html“ steht kein Text."),
    ],
    ids=["deep", "wide", "empty"],
)
def test_what_is_beyond_all_sense_is_refused(page, reason):
    with pytest.raises(Unreadable) as refused:
        read_html("a.html", page)

    assert refused.value.reason == reason


def test_a_page_is_never_asked_for_other_files():
    page = (
        '<!DOCTYPE html SYSTEM "http://127.0.0.1:1/x.dtd" [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        '<link rel=stylesheet href="http://127.0.0.1:1/x.css"><p>Da &e; ist'
    )
    flow = read_html("a.html", page.encode())

    assert "root:" not in " ".join(para.text for para in flow.paras())


def test_no_markup_of_the_page_reaches_ours():
    draft = draft_of(
        "<p onclick=alert(1)>a <b onmouseover=x>b</b> <a href='javascript:x'>c</a> &lt;script&gt;"
    )
    (block,) = blocks(draft)

    assert block.sentences[0].html == "a <strong>b</strong> c &lt;script&gt;"
