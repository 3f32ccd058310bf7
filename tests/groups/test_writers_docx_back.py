"""What a Word document carries so that it is known again when it comes back."""

import io
import zipfile

import docx as library
from lxml import etree

from app.groups.writers import docx
from app.groups.writers.word.bookmarks import bookmark_name
from app.groups.writers.word.shell import KEY_PROPERTY
from tests.groups.sample import bundle, written
from tests.groups.word import W


def test_a_document_says_in_a_property_which_bundle_it_is():
    with zipfile.ZipFile(io.BytesIO(written(docx.write, bundle([])))) as archive:
        root = etree.fromstring(archive.read("docProps/custom.xml"))
    said = {each.get("name"): "".join(each.itertext()) for each in root}

    assert said == {KEY_PROPERTY: "randnotiz:bundle:integrationskonzept:deutscherwerb:3"}


def test_every_block_and_row_lies_in_a_bookmark_named_after_its_address():
    document = library.Document(io.BytesIO(written(docx.write, bundle())))
    starts = list(document.element.body.iter(f"{W}bookmarkStart"))
    names = [start.get(f"{W}name") for start in starts]

    assert names[:4] == ["b_hf2", "b_hf2_1", "b_hf2_2", "b_hf2_3"]
    assert {"b_hf2_6", "b_hf2_6_2", "b_hf2_9", "b_hf6", "b_hf6_1"} <= set(names)
    assert len(set(names)) == len(names)
    assert len({start.get(f"{W}id") for start in starts}) == len(names)


def test_a_bookmark_holds_the_blocks_words_and_not_its_address():
    document = library.Document(io.BytesIO(written(docx.write, bundle())))
    held = {}
    for paragraph in document.element.body.iter(f"{W}p"):
        name = None
        for each in paragraph.iter():
            if each.tag == f"{W}bookmarkStart":
                name = each.get(f"{W}name")
            elif each.tag == f"{W}bookmarkEnd":
                name = None
            elif each.tag == f"{W}t" and name:
                held[name] = held.get(name, "") + each.text

    assert held["b_hf2_3"] == "Kurse der Volkshochschule mit Prüfung,"
    assert held["b_hf2_8"] == "Gemessen von der Haustür bis zum Kursraum, an Werktagen."
    assert held["b_hf2_6_2"] == "Freie Träger"


def test_the_name_of_a_bookmark_keeps_to_what_word_allows():
    assert bookmark_name("HF2 · 3.4") == "b_hf2_3_4"
    assert bookmark_name("Präambel · 1") == "b_praambel_1"
    assert len(bookmark_name("HF" + "1" * 80)) == 40
