"""Broken and hostile Word files are refused in one sentence that says what and where."""

import inspect
import sys
import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest

from app.drafts.readers.archive import DEEPEST, LARGEST_MEMBER
from app.drafts.readers.docx import read_docx
from app.drafts.readers.refusals import Unreadable
from tests.drafts.word_files import DECLARED, SPACES, p, r, relations, texts, word_file, zipped

DOCUMENT = f"<w:document {DECLARED}><w:body>{{}}</w:body></w:document>"


def with_main(content: str | bytes) -> bytes:
    return word_file("", members={"word/document.xml": content})


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_docx("konzept.docx", data)
    reason = caught.value.reason
    assert reason.startswith("„konzept.docx“ ist keine Word-Datei, die Randnotiz lesen kann: ")
    return reason.partition(": ")[2]


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    """One letter of the packed text is another; the checksum tells."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        at = archive.getinfo("word/document.xml").header_offset + 60
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def test_what_is_no_archive_or_only_half_of_one_is_refused():
    assert "kein ZIP-Archiv" in refusal(b"")
    assert "kein ZIP-Archiv" in refusal(b"Nur Text")
    assert "nicht vollständig" in refusal(cut(word_file(p("Text") * 50)))


def test_a_damaged_part_is_named():
    assert refusal(flipped(word_file(p("Text") * 50))) == "word/document.xml ist beschädigt."


def test_an_archive_without_a_text_is_refused():
    assert refusal(zipped({"a.txt": "x"})) == "Darin fehlt der Text (word/document.xml)."
    rels = {"_rels/.rels": relations(("r", "officeDocument", "word/other.xml", False))}
    assert refusal(zipped(rels)) == "Darin fehlt der Text (word/other.xml)."


def test_other_programs_files_are_named():
    sheet = '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'

    assert refusal(with_main(sheet)) == "Sie gehört zu Excel."
    assert "etwas anderes als ein Text" in refusal(with_main("<html><body/></html>"))


def test_broken_xml_is_refused_with_its_line():
    broken = "\n\n<w:document"

    assert refusal(with_main(broken)) == "word/document.xml ist kein gültiges XML (Zeile 3)."


def test_every_part_is_looked_at():
    assert "word/styles.xml ist kein gültiges XML" in refusal(word_file(p("x"), styles="<w:style>"))


ENTITIES = {
    "file": '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    "laughs": '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "outside": '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">',
    "parameter": '<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>',
}


@pytest.mark.parametrize("name", ENTITIES)
def test_a_dtd_is_refused_whatever_it_says(name):
    source = ENTITIES[name] + DOCUMENT.format(p("&x;" if name in {"file", "laughs"} else "x"))

    assert "DTD" in refusal(with_main(source))


def test_a_dtd_is_seen_in_other_encodings_too():
    source = '<?xml version="1.0" encoding="UTF-16"?>' + ENTITIES["file"] + DOCUMENT.format(p("x"))

    assert "DTD" in refusal(with_main(source.encode("utf-16")))


def test_a_dtd_in_any_other_part_is_refused():
    rels = ENTITIES["file"] + relations(("r", "officeDocument", "word/document.xml", False))

    assert "_rels/.rels enthält eine DTD" in refusal(
        word_file(p("x"), members={"_rels/.rels": rels})
    )


def test_a_part_that_unpacks_to_more_than_any_text_is_refused_before_it_is_read():
    bomb = zipped(
        {
            "_rels/.rels": relations(("r", "officeDocument", "word/document.xml", False)),
            "word/document.xml": b" " * (LARGEST_MEMBER * 4),
        }
    )
    tracemalloc.start()
    reason = refusal(bomb)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "ausgepackt größer als 40 MB" in reason
    assert most < LARGEST_MEMBER * 3


def test_more_tags_than_any_text_has_are_refused():
    assert "Auszeichnungen" in refusal(with_main(DOCUMENT.format("<w:p/>" * 1_100_000)))


@pytest.mark.parametrize("name", ["w:p", "w:tbl", "w:ins", "w:sdtContent", "w:r"])
def test_nesting_beyond_all_sense_is_refused(name):
    for depth in (DEEPEST, 10 * DEEPEST):
        inner = f"<{name}>" * depth + f"</{name}>" * depth
        reason = "word/document.xml ist tiefer als 200 Ebenen verschachtelt."
        assert refusal(with_main(DOCUMENT.format(inner))) == reason


def nested_tables(depth: int) -> str:
    opening, closing = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return opening * depth + p("innen") + closing * depth


def nested_boxes(depth: int) -> str:
    opening = "<w:p><w:r><w:pict><w:txbxContent>"
    return opening * depth + p("innen") + "</w:txbxContent></w:pict></w:r></w:p>" * depth


def outcome(data: bytes) -> str:
    try:
        return str(read_docx("konzept.docx", data).items)
    except Unreadable as refused:
        return refused.reason


@pytest.mark.parametrize(("nested", "levels"), [(nested_tables, 3), (nested_boxes, 4)])
def test_the_deepest_that_is_let_in_is_read_or_refused_but_never_breaks(nested, levels):
    depths = range(1, DEEPEST // levels + 5)
    outcomes = [outcome(with_main(DOCUMENT.format(nested(depth)))) for depth in depths]

    assert all("innen" in one or "ineinander" in one or "tiefer" in one for one in outcomes)
    assert all("innen" in one for one in outcomes[:20])
    assert "tiefer" in outcomes[-1]


def test_where_the_stack_is_short_a_deep_text_is_refused_too():
    data = with_main(DOCUMENT.format(nested_boxes(40)))
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 150)
    try:
        reason = refusal(data)
    finally:
        sys.setrecursionlimit(before)

    assert reason == "Darin liegen zu viele Tabellen oder Kästen ineinander."


def test_an_encrypted_member_is_refused():
    data = bytearray(word_file(p("Text")))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(sign, at + 1)) >= 0:
            data[at + offset] |= 1

    with pytest.raises(Unreadable, match="mit einem Kennwort verschlüsselt"):
        read_docx("a.docx", bytes(data))


SIGN = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
GONE = "<w:del>" + r("weg " * 50) + "</w:del>"
LABOUR = {
    "fields in fields": p((SIGN.format("begin") + SIGN.format("separate")) * 15_000)
    + p("Text") * 15_000
    + p(SIGN.format("end") * 15_000),
    "runs of one kind": p(r("Text " * 50) * 20_000),
    "deleted runs": p(GONE * 20_000),
}


@pytest.mark.parametrize("name", LABOUR)
def test_what_is_made_to_take_long_takes_seconds(name):
    data = word_file(LABOUR[name])
    started = time.process_time()
    read_docx("konzept.docx", data)

    assert time.process_time() - started < 8


# What is odd but no fault


def test_strict_files_are_read_like_the_others():
    strict = DOCUMENT.format(p("Text", '<w:outlineLvl w:val="1"/>'))
    strict = strict.replace(SPACES["w"], "http://purl.oclc.org/ooxml/wordprocessingml/main")
    flow = read_docx("a.docx", with_main(strict))

    assert texts(flow) == ["Text"]
    assert next(flow.paras()).level == 2


def test_names_of_parts_may_be_written_otherwise():
    files = {
        "_RELS/.rels": relations(("r", "officeDocument", "/word/document.xml", False)),
        "word\\Document.xml": DOCUMENT.format(p("Text")),
    }

    assert texts(read_docx("a.docx", zipped(files))) == ["Text"]


def test_utf_16_is_read():
    source = '<?xml version="1.0" encoding="UTF-16"?>' + DOCUMENT.format(p("Größe"))

    assert texts(read_docx("a.docx", with_main(source.encode("utf-16")))) == ["Größe"]


def test_an_empty_text_is_an_empty_flow():
    assert read_docx("a.docx", word_file("")).items == []
