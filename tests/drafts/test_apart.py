"""Files of strangers are read in a process of its own, which may die without harm."""

import io
import struct
import time
import zipfile
import zlib

import pytest
from docx import Document
from docx.shared import Cm

from app.drafts.readers import Unreadable, apart, read_contents
from app.drafts.readers.apart import read_apart

CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]); from app.drafts.readers import child, pulse;"
    "child._received(); child._fence(); "
)
FILE = [("brief.docx", b"anything")]
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_file(document: bytes | None = None, **members: bytes) -> bytes:
    """A DOCX of python-docx with another text, and members more."""
    made = io.BytesIO()
    Document().save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            is_text = name == "word/document.xml" and document is not None
            new.writestr(name, document if is_text else old.read(name))
        for name, data in members.items():
            new.writestr(name, data)
    return out.getvalue()


def text(inside: str, dtd: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{dtd}<w:document {NAMESPACE}><w:body>{inside}</w:body></w:document>'
    ).encode()


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def flood(side: int) -> bytes:
    """A PNG that says it has this many pixels on each side, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_picture(data: bytes) -> bytes:
    document = Document()
    document.add_paragraph("Ein Bild mit vielen Punkten.")
    document.add_picture(io.BytesIO(flood(2)), width=Cm(2))
    made = io.BytesIO()
    document.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, data if name.endswith(".png") else old.read(name))
    return out.getvalue()


LAUGHS = "<!DOCTYPE r [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
HOSTILE = {  # made when they are asked for: one takes a second and 300 MB
    "an entity that opens a file": lambda: text(
        paragraph("&x;"), '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "entities that grow without end": lambda: text(paragraph("&j;"), f"{LAUGHS}]>"),
    "paragraphs in paragraphs": lambda: text("<w:p>" * 100_000 + "</w:p>" * 100_000),
    "six hundred megabytes of nothing": lambda: text(" " * 300_000_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_one_sentence_in_time(name):
    data = word_file(HOSTILE[name]())
    begun = time.monotonic()

    with pytest.raises(Unreadable, match=r"„boese\.docx“") as refusal:
        read_contents([("boese.docx", data)])

    assert time.monotonic() - begun < 10
    assert refusal.value.reason.count(". ") < 3
    assert "root:" not in refusal.value.reason


def test_a_picture_of_too_many_pixels_is_named():
    with pytest.raises(Unreadable, match="Bild"):
        read_contents([("bunt.docx", with_picture(flood(50_000)))])


def test_an_honest_file_comes_back_whole():
    data = word_file(text(paragraph("Alle lernen Deutsch.") + paragraph("Und zwar sofort.")))

    draft = read_contents([("gut.docx", data)])

    assert [block.text for block in draft.blocks] == ["Alle lernen Deutsch.", "Und zwar sofort."]
    assert draft.recount is not None
    assert (draft.words, draft.recount.words, draft.recount.missing) == (6, 6, ())


def test_a_reader_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(apart, "SILENCE", 1.0)
    monkeypatch.setattr(apart, "_START", CHILD + "import time; time.sleep(60)")
    monkeypatch.setattr(apart, "STARTING", 10.0)
    begun = time.monotonic()

    with pytest.raises(Unreadable, match="zu viel Zeit oder Speicher"):
        read_apart(FILE)

    assert time.monotonic() - begun < 20


def test_a_reader_that_takes_long_but_goes_on_is_waited_for(monkeypatch):
    monkeypatch.setattr(apart, "SILENCE", 3.0)
    monkeypatch.setattr(
        apart,
        "_START",
        CHILD + "import time; pulse.listen(child._say_alive);"
        "[(time.sleep(0.5), pulse.beat()) for _ in range(8)]; print('-Fertig.', end='')",
    )

    with pytest.raises(Unreadable, match=r"^Fertig\.$"):
        read_apart(FILE)


def test_a_reader_gets_no_more_memory_than_it_needs(monkeypatch):
    monkeypatch.setattr(apart, "_START", CHILD + "b = bytearray(700_000_000); print('{}')")

    with pytest.raises(Unreadable, match="Etwas darin ist anders gebaut"):
        read_apart(FILE)


def test_a_reader_that_fails_leaves_its_trace_to_the_office(monkeypatch, caplog):
    monkeypatch.setattr(apart, "_START", CHILD + "1 / 0")

    with pytest.raises(Unreadable, match=r"„brief\.docx“"):
        read_apart(FILE)

    assert "ZeroDivisionError" in caplog.text


def test_a_reader_can_write_no_file(monkeypatch, tmp_path):
    there = tmp_path / "there"
    monkeypatch.setattr(
        apart, "_START", CHILD + f"open({str(there)!r}, 'wb', 0).write(b'x'); print('-Ja.')"
    )

    with pytest.raises(Unreadable, match="anders gebaut"):
        read_apart(FILE)

    assert not there.exists() or there.read_text() == ""


def test_a_reader_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("RANDNOTIZ_SECRET_KEY", "a secret")
    monkeypatch.setattr(
        apart, "_START", CHILD + "import os; print('-' + ' '.join(sorted(os.environ)), end='')"
    )

    with pytest.raises(Unreadable) as told:
        read_apart(FILE)

    assert "PYTHONHASHSEED" in told.value.reason  # it was the reader that said so
    assert "RANDNOTIZ" not in told.value.reason
