"""Not a word is lost, whatever the file looks like (RULES.md, "No word lost")."""

import os
import re
import time
from itertools import count
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.drafts.outline import BlockKind
from app.drafts.readers.markdown import read_markdown
from app.drafts.readers.refusals import Unreadable
from tests.drafts.reading import blocks, read
from tests.drafts.word_reader import words_in, words_out

CONCEPT = (Path(__file__).parent / "concept.md").read_text(encoding="utf-8")


class Counter:
    """Puts a number of its own into each place."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.numbers = count()

    def __call__(self, _found: re.Match[str]) -> str:
        return self.pattern.format(next(self.numbers))


def test_no_word_of_the_concept_is_lost():
    assert words_out(read(CONCEPT)) == words_in(CONCEPT)
    assert len(words_in(CONCEPT)) > 200


def shared(name: str) -> list[Path]:
    folder = Path(os.environ.get("RANDNOTIZ_SHARED", "../shared")) / "data" / "ulm" / name
    files = sorted(folder.glob("*.md"))
    if not files:  # never part of the repository, so no fault of the machine, in CI either
        pytest.skip(f"the real draft is not at {folder}; the invented one keeps the same rule")
    return files


@pytest.mark.parametrize("version", ["v1-2021-02", "v2-2021-11"])
def test_no_word_of_a_real_draft_is_lost(version):
    sources = [(path.name, path.read_text(encoding="utf-8")) for path in shared(version)]

    started = time.perf_counter()
    draft = read_markdown(sources)
    took = time.perf_counter() - started

    assert words_out(draft) == [word for _name, text in sources for word in words_in(text)]
    assert len(draft.fields) == 4
    assert took < 5


# Markup in any order, with words ("W") among it. No "](" leads from a word to a word, and no
# "]:" makes a reference of one: there a word would rightly be no word.
MARKUP = (
    """# ## * ** _ - 1. a) > | ` [^1] \\ &amp; <br> <b> </b> <div> </p> <td> . “ z. B. ! < • ["""
)
LINES = ["\n[^1]: ", "```\n", "\n---\n", "\n===\n", "\n|a|b|\n|-|-:|\n", "\n![", "](x.png)"]
BLANKS = [" ", "\n", "\n\n", "    ", "\t", "  \n", "\u00a0"]
SCRAPS = [*MARKUP.split(), *LINES, *BLANKS, *(f"{mark} " for mark in MARKUP.split())]
SOUP = st.lists(st.sampled_from([*SCRAPS, *["W", "W ", "W. "] * 12]), min_size=1, max_size=60)


@given(SOUP)
@settings(deadline=None)
def test_no_word_is_lost_whatever_surrounds_it(scraps):
    text = "Anfang.\n\n" + re.sub("W", Counter("w{}w"), "".join(scraps))
    try:
        draft = read(text)
    except Unreadable as refused:
        assume("ineinander" not in refused.reason)
        raise
    listed = re.findall(r"w\d+w", " ".join(left.excerpt for left in draft.left_out))

    came = re.findall(r"w\d+w", " ".join(words_out(draft)))
    assert came == [word for word in re.findall(r"w\d+w", text) if word not in listed]


@given(SOUP)
@settings(deadline=None)
def test_every_html_is_well_formed_and_says_what_the_text_says(scraps):
    try:
        draft = read("".join(scraps))
    except Unreadable:
        return
    for one in blocks(draft):
        assert one.sentences
        for sentence in one.sentences:
            cells = one.kind is BlockKind.TABLE
            markup = (
                f"<table><tbody><tr>{sentence.html}</tr></tbody></table>"
                if cells
                else sentence.html
            )
            html5lib.HTMLParser(strict=True).parseFragment(markup)
            soup = BeautifulSoup(markup, "html.parser")
            for mark in soup.select("sup.noteref, br"):
                mark.replace_with(" " if mark.name == "br" else "")
            for cell in soup.select("td, th"):
                cell.append(" ")
            assert re.findall(r"\w+", soup.text) == re.findall(r"\w+", sentence.text)
            assert sentence.text == " ".join(sentence.text.split()) != ""
