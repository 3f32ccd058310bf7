"""Files made to hang, to crash or to deceive: read in seconds, or refused in a sentence."""

import time

import pytest
from bs4 import BeautifulSoup

from app.drafts.readers.markdown import read_markdown
from app.drafts.readers.parsing import DEEPEST
from app.drafts.readers.refusals import Unreadable

MANY = 4_000
HOSTILE = {
    "brackets": "[" * MANY + "x",
    "brackets around nothing": "x " + "[" * MANY + "]" * MANY,
    "pictures never closed": "![" * MANY + "x",
    "footnotes never closed": "[^1" * MANY + "x\n\n[^1]: x",
    "footnote marks": "x" + "[^1]" * MANY + "\n\n[^1]: x",
    "emphasis": "*a **b _c " * MANY + "x",
    "tags never closed": "<a " * MANY + "x",
    "attributes never closed": 'x <a href="' * MANY,
    "one long attribute": "x <a " + "w" * 50 * MANY + ">",
    "comments never closed": "x\n\n" + "<!-- " * MANY,
    "scripts never closed": "x\n\n<div>" + "<script>" * MANY,
    "entities": "&#" * MANY + "x",
    "backticks": "x " + " ".join("`" * n for n in range(300)),
    "tables": "|x|\n|-|\n" + "|x\n" * 2_900,
    "letters in brackets": "x (\na) " * MANY,
    "line breaks": "x  \n" * MANY,
    "backslashes": "\\" * MANY * 10 + "x",
    "references": "".join(f"[a{n}]: u\n" for n in range(MANY)) + "\nx",
    "footnotes": "".join(f"[^{n}]: x\n\n" for n in range(MANY)),
    "one line": "Wort " * MANY * 10,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_read_in_seconds(name):
    started = time.process_time()

    draft = read_markdown([("a.md", HOSTILE[name])])

    assert draft.words > 0
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "text",
    [
        "> " * DEEPEST + "x",
        "> " * 5_000 + "x",
        "".join("  " * n + "- x\n" for n in range(DEEPEST)),
        "- " * 5_000 + "x",
        "".join("    " * n + f"[^{n}]: x\n\n" for n in range(DEEPEST)),
    ],
)
def test_what_lies_too_deep_is_refused_and_not_dropped(text):
    with pytest.raises(Unreadable, match="zu viele Listen oder Zitate ineinander"):
        read_markdown([("a.md", text)])


@pytest.mark.parametrize("levels", [5, 18])
def test_what_people_nest_is_read(levels):
    draft = read_markdown([("a.md", "".join("  " * n + f"- w{n}\n" for n in range(levels)))])

    assert [block.depth for block in draft.blocks] == list(range(levels))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x\n" * 100_001, "„a.md“ hat mehr als 100000 Zeilen."),
        ("[" * 50_001, "„a.md“ hat mehr als 50000 eckige Klammern."),
        ("*a " * 500_001, "„a.md“ hat mehr als 500000 Auszeichnungen."),
    ],
)
def test_what_no_draft_needs_is_refused(text, reason):
    with pytest.raises(Unreadable) as refused:
        read_markdown([("a.md", text)])
    assert refused.value.reason == reason


NOTHING: frozenset[str] = frozenset()
KEPT = {
    **dict.fromkeys(["br", "code", "em", "strong", "sub", "thead", "tr"], NOTHING),
    **dict.fromkeys(["sup", "span", "td"], frozenset({"class"})),
    "th": frozenset({"class", "scope"}),
    "a": frozenset({"href"}),
}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>x</svg>",
        "x <img src=x onerror=alert(1)>",
        '<a href="jAvAsCrIpT:alert(1)">x</a>',
        '<a href=" javascript:alert(1)">x</a>',
        "[x](<java\tscript:alert(1)>)",
        '[x](https://a.example" onclick="alert(1))',
        "[x](data:text/html,<script>alert(1)</script>)",
        "<div onclick=alert(1)>x</div>",
        "x <b onclick=alert(1)>y</b>",
        "<style>*{background:url(//x.example)}</style> x",
        '<iframe src="https://x.example">x</iframe>',
        "<math><mtext></math><img src onerror=alert(1)>x",
        '![x"onerror=alert(1)]("><script>alert(1)</script>)',
        "| <svg onload=alert(1)> |\n|---|\n| <script>alert(1)</script> x |",
        "x[^<script>]\n\n[^<script>]: y",
        "```<script>\n<script>alert(1)</script>\n```",
    ],
)
def test_no_markup_gets_through(text):
    draft = read_markdown([("a.md", f"Wort.\n\n{text}\n")])

    markup = "".join(
        block.head_html + "".join(sentence.html for sentence in block.sentences)
        for block in draft.blocks
    )
    for element in BeautifulSoup(markup, "html.parser").find_all():
        assert set(element.attrs) <= KEPT[element.name]
        assert element.get("href", "#").startswith(("#", "https://a.example"))
