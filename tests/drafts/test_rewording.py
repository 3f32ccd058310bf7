"""A block whose words somebody changed: which sentences are others, and what markup they keep."""

import re
from html import unescape

import pytest

from app.drafts.rewording import Stretch, reworded, stretches

OLD = ["Alle lernen Deutsch.", "Kurse beginnen z. B. im Mai.", "Danach folgt eine Prüfung."]
TEXT = " ".join(OLD)
MARK = '<sup class="noteref"><a href="#fn1">1</a></sup>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT, []),
        (TEXT.replace("Mai", "Juni"), [Stretch(1, 2, ("Kurse beginnen z. B. im Juni.",))]),
        (TEXT.replace("Kurse beginnen z. B. im Mai. ", ""), [Stretch(1, 2, ())]),
        ("", [Stretch(0, 3, ())]),
        (
            TEXT.replace("Deutsch. Kurse", "Deutsch und Kurse"),
            [Stretch(0, 2, ("Alle lernen Deutsch und Kurse beginnen z. B. im Mai.",))],
        ),
        (TEXT + " Wer will, hilft.", [Stretch(2, 3, (OLD[2], "Wer will, hilft."))]),
        ("Vorab dies. " + TEXT, [Stretch(0, 1, ("Vorab dies.", OLD[0]))]),
        ("Und " + TEXT, [Stretch(0, 1, ("Und Alle lernen Deutsch.",))]),
        (
            TEXT.replace("Alle", "Manche").replace("Mai", "März"),
            [
                Stretch(0, 1, ("Manche lernen Deutsch.",)),
                Stretch(1, 2, ("Kurse beginnen z. B. im März.",)),
            ],
        ),
    ],
)
def test_only_what_has_other_words_is_another_sentence(text, expected):
    assert stretches(OLD, text) == expected


def test_borders_that_the_office_drew_stay_where_nobody_changed_a_word():
    odd = ["Kurse am Abend", "und Treffs, z. B.", "im Park"]
    assert stretches(odd, "Kurse am Abend und Treffs, z. B. im Garten") == [
        Stretch(1, 3, ("und Treffs, z. B. im Garten",))
    ]


@pytest.mark.parametrize(
    ("html", "new", "expected"),
    [
        (
            f"Die <strong>Stadt</strong> zahlt.{MARK}",
            "Die Stadt zahlt bald.",
            f"Die <strong>Stadt</strong> zahlt bald.{MARK}",
        ),
        (
            "Die <strong>große Stadt</strong> zahlt.",
            "Die große reiche Stadt <zahlt>.",
            "Die <strong>große reiche Stadt</strong> &lt;zahlt&gt;.",
        ),
        (
            f"Die <em>Stadt{MARK} zahlt</em>.",
            "Die Gemeinde zahlt.",
            f"Die Gemeinde{MARK}<em> zahlt</em>.",
        ),
        ("Ganz anders", "Neu & gut.", "Neu &amp; gut."),
    ],
)
def test_words_that_stay_keep_their_markup_and_no_footnote_is_lost(html, new, expected):

    text = unescape(re.sub(r"<sup.*?</sup>|<[^>]+>", "", html))
    assert reworded([(text, html)], [new]) == [(new, expected)]


def test_a_sentence_that_stays_beside_a_new_one_stays_as_it_is():
    assert reworded([("A b.", "<em>A</em> b.")], ["A b.", "C."]) == [
        ("A b.", "<em>A</em> b."),
        ("C.", "C."),
    ]
