"""What a file says about itself, and what several files are together."""

import pytest

from app.drafts.outline import ReadDraft, ReadField
from app.drafts.readers.markdown import read_markdown
from app.drafts.readers.refusals import Unreadable


def read(text: str, name: str = "entwurf.md") -> ReadDraft:
    return read_markdown([(name, text)])


def refusal(*sources: tuple[str, str]) -> str:
    with pytest.raises(Unreadable) as refused:
        read_markdown(sources)
    return refused.value.reason


HEAD = """---
title: Konzept für alle
fields:
  - heading: Wohnen
    group: ag-1
    colour: 3
    summary: "Wie wir wohnen: heute und morgen."
  - heading: Sprache
---

# Wohnen

Text.

# Sprache

Text.
"""


def test_a_head_names_title_and_fields():
    draft = read(HEAD)

    assert draft.title == "Konzept für alle"
    assert draft.fields == (
        ReadField("Wohnen", "ag-1", 3, "Wie wir wohnen: heute und morgen."),
        ReadField("Sprache"),
    )
    assert [section.title for section in draft.sections] == ["Wohnen", "Sprache"]


def test_a_head_is_no_text_and_is_listed():
    draft = read(HEAD)

    (left,) = draft.left_out
    assert left.why == "Kopf der Datei mit Titel und Feldern"
    assert "Konzept für alle" in left.excerpt
    assert draft.words == 4


def test_other_entries_of_a_head_do_no_harm():
    draft = read("---\nauthor: [A, B]\ndate: 2016-11-08\ntitle: 2016\n---\nText.\n")

    assert (draft.title, draft.fields) == ("2016", ())


@pytest.mark.parametrize("text", ["---\n\nText: ja\n\n---\n\nMehr.\n", "Text.\n\n---\na: b\n---\n"])
def test_rules_between_paragraphs_are_no_head(text):
    assert read(text).left_out == ()


def test_prose_between_two_rules_is_text():
    draft = read("---\nNur ein Satz.\n---\n\nMehr.\n")

    assert draft.words == 4
    assert draft.left_out == ()


def test_windows_line_ends_and_a_byte_order_mark_do_not_hide_a_head():
    draft = read("\ufeff" + HEAD.replace("\n", "\r\n"))

    assert draft.title == "Konzept für alle"


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (
            "title: Konzept: neu",
            "Im Kopf von „entwurf.md“, Zeile 2 („title: Konzept: neu“), steht ein Doppelpunkt zu "
            "viel; setzen Sie den Wert in Anführungszeichen.",
        ),
        (
            "title: ok\nfields:\n\t- heading: Wohnen",
            "Im Kopf von „entwurf.md“, Zeile 4 („- heading: Wohnen“), steht ein Tabulator; rücken "
            "Sie mit Leerzeichen ein.",
        ),
        (
            'title: "offen\nfields: []',
            'Im Kopf von „entwurf.md“, Zeile 2 („title: "offen“), fehlt ein Anführungszeichen.',
        ),
        (
            "fields: [a, b\ntitle: x",
            "Im Kopf von „entwurf.md“, Zeile 3 („title: x“), fehlt eine eckige Klammer.",
        ),
        (
            "title: x\n- heading: Wohnen",
            "Im Kopf von „entwurf.md“, Zeile 3 („- heading: Wohnen“), stimmt die Einrückung nicht.",
        ),
        (
            "a: &a {x: 1}\nb: {<<: [*a, *a]}",
            "Im Kopf von „entwurf.md“, Zeile 3 („b: {<<: [*a, *a]}“), steht ein Verweis mit einem "
            "Stern.",
        ),
        (
            "a: !!python/object/apply:os.system [ls]",
            "Im Kopf von „entwurf.md“, Zeile 2 („a: !!python/object/apply:os.system [ls]“), "
            "stimmt die Schreibweise nicht.",
        ),
        (
            "date: 2016-99-99",
            "Im Kopf von „entwurf.md“, Zeile 2 („date: 2016-99-99“), ist ein Wert nicht lesbar.",
        ),
        (
            "x: " + "[" * 5000,
            "Im Kopf von „entwurf.md“ stehen zu viele Klammern.",
        ),
        (
            "fields: Wohnen",
            "Im Kopf von „entwurf.md“ muss unter „fields“ eine Liste stehen.",
        ),
        (
            "fields:\n  - heading: A\n  - group: ag-1",
            "Im Kopf von „entwurf.md“ fehlt dem Feld 2 die Überschrift („heading“).",
        ),
        (
            "fields: [Wohnen]",
            "Im Kopf von „entwurf.md“ fehlt dem Feld 1 die Überschrift („heading“).",
        ),
        (
            "fields:\n  - heading: A\n    color: 2",
            "Im Kopf von „entwurf.md“ hat das Feld 1 die Angabe „color“. Randnotiz kennt dort nur "
            "heading, group, colour und summary.",
        ),
        (
            "fields:\n  - heading: A\n    colour: 7",
            "Im Kopf von „entwurf.md“ hat das Feld 1 die Farbe „7“. Es gibt die Farben 1 bis 6.",
        ),
        (
            "fields:\n  - heading: A\n    colour: blau",
            "Im Kopf von „entwurf.md“ hat das Feld 1 die Farbe „blau“. Es gibt die Farben 1 bis 6.",
        ),
        (
            "x: " + "y" * 20_000,
            "Der Kopf von „entwurf.md“ ist länger als 20000 Zeichen. Kürzen Sie ihn.",
        ),
    ],
)
def test_a_head_that_is_not_in_order_is_refused_with_line_and_problem(head, reason):
    assert refusal(("entwurf.md", f"---\n{head}\n---\n\n# A\n\nText.\n")) == reason


# The title


def test_the_only_highest_heading_names_a_draft_without_a_head():
    draft = read("# Sprache\n\nText.\n\n## Kurse\n\nText.\n")

    assert draft.title == "Sprache"
    assert [section.title for section in draft.sections] == ["Sprache"]  # it can be a field


def test_a_draft_of_many_parts_without_a_head_has_no_title():
    assert read("# A\n\nText.\n\n# B\n\nText.\n").title == ""


def test_a_heading_that_repeats_the_title_is_the_title():
    draft = read("---\ntitle: Konzept\n---\n# KONZEPT\n\nVorab.\n\n## Wohnen\n\nText.\n")

    assert draft.title == "Konzept"
    assert [block.text for block in draft.blocks] == ["Vorab."]
    assert [(section.title, section.level) for section in draft.sections] == [("Wohnen", 2)]


def test_unless_it_is_a_field():
    draft = read("---\ntitle: Wohnen\nfields: [{heading: Wohnen}]\n---\n# Wohnen\n\nText.\n")

    assert [section.title for section in draft.sections] == ["Wohnen"]


# Several files


def test_of_several_files_each_first_heading_is_a_field():
    draft = read_markdown(
        [
            ("a.md", "# Wohnen\n\n## Lage\n\nText.\n"),
            ("b.md", "## Sprache\n\nText.\n\n# Kurse\n\nText.\n"),
        ]
    )

    assert draft.fields == (ReadField("Wohnen", "ag-1"), ReadField("Sprache", "ag-2"))
    assert [section.title for section in draft.sections] == ["Wohnen", "Sprache", "Kurse"]
    assert [section.title for section in draft.sections[0].sections] == ["Lage"]


def test_a_file_may_say_its_fields_itself():
    draft = read_markdown(
        [
            ("a.md", "---\ntitle: Konzept\nfields: []\n---\nVorab.\n"),
            (
                "b.md",
                "---\nfields: [{heading: Kurse, colour: 5}]\n---\n# Sprache\n\n## Kurse\n\nT.\n",
            ),
            ("c.md", "# Wohnen\n\nText.\n"),
        ]
    )

    assert draft.title == "Konzept"
    assert [block.text for block in draft.blocks] == ["Vorab."]
    assert draft.fields == (ReadField("Kurse", "ag-1", 5), ReadField("Wohnen", "ag-2"))


def test_text_before_the_first_heading_of_a_later_file_has_no_place():
    assert refusal(("a.md", "# Wohnen\n\nText.\n"), ("b.md", "Text.\n\n# Sprache\n")) == (
        "In „b.md“ steht Text vor der ersten Überschrift. Setzen Sie eine davor."
    )


@pytest.mark.parametrize(
    "text", ["", "---\ntitle: Konzept\n---\n", "***", "<!-- x -->", "[^1]"[:0]]
)
def test_a_draft_without_words_is_refused(text):
    assert refusal(("a.md", text)) == "In „a.md“ steht kein Text."
