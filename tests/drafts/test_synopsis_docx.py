"""The Word document: accepting every change gives the new text, rejecting every one the old."""

import io
import zipfile
from datetime import UTC, datetime

import docx
from hypothesis import given, settings
from lxml import etree

from app.drafts.synopsis import Text, weave
from app.drafts.synopsis.about import About
from app.drafts.synopsis.docx import write_docx
from app.models.lineage import Fate
from tests.drafts.test_synopsis import STAYS, fate, plain, revisions, table, text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ABOUT = About(
    "Ankommen <in> Musterstadt",
    'Stadt "Muster" & Co',
    "Europe/Berlin",
    1,
    2,
    datetime(2016, 10, 4, tzinfo=UTC),
    datetime(2016, 11, 3, 23, 30, tzinfo=UTC),
)


def body_of(file: bytes):
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))[0]


def settled(body, *, accept: bool) -> list[str]:
    """The paragraphs after accepting or rejecting everything, as Word does it: what goes is
    taken out, and a paragraph whose mark goes is joined with the next one."""
    goes = {f"{W}del", f"{W}moveFrom"} if accept else {f"{W}ins", f"{W}moveTo"}
    for row in list(body.iter(f"{W}tr")):
        if any(row.find(f"{W}trPr/{tag}") is not None for tag in goes):
            row.getparent().remove(row)
    paragraphs, open_text = [], ""
    for paragraph in body.iter(f"{W}p"):
        for run in paragraph.iter(f"{W}t", f"{W}delText"):
            if not any(above.tag in goes for above in run.iterancestors()):
                open_text += run.text or ""
        if all(paragraph.find(f"{W}pPr/{W}rPr/{tag}") is None for tag in goes):
            paragraphs.append(open_text)
            open_text = ""
    return [one for one in [*paragraphs, open_text] if one.strip()]


def words(paragraphs):
    return [paragraph.split() for paragraph in paragraphs if paragraph.split()]


@given(revisions())
@settings(max_examples=200, deadline=None)
def test_accepting_gives_the_new_text_and_rejecting_the_old_one(revision):
    old, new, fates = revision

    file = write_docx(weave(old, new, fates), ABOUT)

    assert words(settled(body_of(file), accept=True)) == words(plain(new))
    assert words(settled(body_of(file), accept=False)) == words(plain(old))


def test_every_change_says_whose_it_is_and_when():
    synopsis = weave(text(1, "# A", "Eins zwei."), text(2, "# B", "Eins drei."), [fate(STAYS, 0)])

    body = body_of(write_docx(synopsis, ABOUT))

    changes = [*body.iter(f"{W}ins", f"{W}del")]
    assert len(changes) >= 4
    assert {change.get(f"{W}author") for change in changes} == {'Stadt "Muster" & Co'}
    assert {change.get(f"{W}date") for change in changes} == {"2016-11-04T00:30:00Z"}
    assert len({change.get(f"{W}id") for change in changes}) == len(changes)


def test_headings_and_tables_are_real_ones_and_a_row_that_came_is_a_tracked_row():
    old = Text(1, (*text(1, "# Ziele").items, table(101, ("Anfang", "20"))))
    new = Text(2, (*text(2, "# Ziele").items, table(201, ("Anfang", "25"), ("Aufbau", "10"))))

    file = write_docx(weave(old, new, [fate(Fate.REWORDED, 0)]), ABOUT)

    document = docx.Document(io.BytesIO(file))
    assert document.paragraphs[0].style.name == "Heading 1"
    assert len(document.tables[0].rows) == 3
    body = body_of(file)
    assert len(body.findall(f".//{W}tr/{W}trPr/{W}ins")) == 1
    assert settled(body, accept=False) == ["Ziele", "Kurs", "Plätze", "Anfang", "20"]


def test_a_table_that_became_a_paragraph_goes_and_the_paragraph_comes():
    old, new = Text(1, (table(101, ("Anfang", "20")),)), text(2, "Anfang mit 20 Plätzen.")

    body = body_of(write_docx(weave(old, new, [fate(Fate.REWORDED, 0)]), ABOUT))

    assert settled(body, accept=True) == ["Anfang mit 20 Plätzen."]


def test_markup_and_control_characters_in_a_text_stay_text():
    nasty = 'Eins <w:br/> &amp; "zwei" ]]> \x07\x0b drei.'

    file = write_docx(weave(text(1, "Eins."), text(2, nasty), [fate(Fate.REWORDED, 0)]), ABOUT)

    expected = ["Eins", "<w:br/>", "&amp;", '"zwei"', "]]>", "drei."]
    assert words(settled(body_of(file), accept=True)) == [expected]


def test_the_same_versions_make_the_same_bytes():
    synopsis = weave(text(1, "Eins."), text(2, "Zwei."), [fate(Fate.REWORDED, 0)])

    assert write_docx(synopsis, ABOUT) == write_docx(synopsis, ABOUT)


def test_what_moved_as_it_was_is_one_move_with_both_its_places():
    old = text(1, "Die Treffs sind abends offen.", "Alle lernen Deutsch.", "Kurse sind frei.")
    new = text(2, "Alle lernen Deutsch.", "Kurse sind frei.", "Die Treffs sind abends offen.")

    fates = [fate(Fate.MOVED, 2), fate(STAYS, 0), fate(STAYS, 1)]
    body = body_of(write_docx(weave(old, new, fates), ABOUT))

    starts = [*body.iter(f"{W}moveFromRangeStart"), *body.iter(f"{W}moveToRangeStart")]
    assert [start.get(f"{W}name") for start in starts] == ["move1", "move1"]
    for kind, place in (("From", 0), ("To", 3)):
        paragraph = body.findall(f"{W}p")[place]
        begins = paragraph.find(f"{W}move{kind}RangeStart").get(f"{W}id")
        assert paragraph.find(f"{W}move{kind}RangeEnd").get(f"{W}id") == begins
        said = "".join(t.text for t in paragraph.iter(f"{W}t"))
        assert said == "Die Treffs sind abends offen."
    assert not [*body.iter(f"{W}ins"), *body.iter(f"{W}del")]
    ids = [one.get(f"{W}id") for one in body.iter() if one.get(f"{W}author")]
    assert len(set(ids)) == len(ids)


def test_what_was_reworded_on_its_way_goes_and_comes():
    old = text(1, "Die Treffs sind abends offen.", "Alle lernen Deutsch.", "Kurse sind frei.")
    new = text(2, "Alle lernen Deutsch.", "Kurse sind frei.", "Die Treffs sind mittags offen.")

    fates = [fate(Fate.MOVED, 2), fate(STAYS, 0), fate(STAYS, 1)]
    body = body_of(write_docx(weave(old, new, fates), ABOUT))

    assert not [*body.iter(f"{W}moveFrom"), *body.iter(f"{W}moveTo")]
    assert settled(body, accept=True)[-1] == "Die Treffs sind mittags offen."
