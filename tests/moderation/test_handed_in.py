"""Files that an office hands in: what runs, or holds others, is refused, however it is packed."""

import base64
import io
import logging
import zipfile
import zlib

import pytest

from app.drafts.readers import archive
from app.errors import Invalid
from app.moderation import attachments, examining

EMBEDDED = "Die Datei enthält andere Dateien oder holt Teile von anderswo."
RUNS = "Das PDF enthält ein Programm oder andere Dateien."


def packed(*members: str, main: str = "word/document.xml", text: bytes = b"<a/>") -> bytes:
    """A document of these members; the last one holds the text."""
    file = io.BytesIO()
    names = dict.fromkeys(("[Content_Types].xml", main, *members), b"<a/>")
    names[members[-1] if members else main] = text
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in names.items():
            package.writestr(name, content)
    return file.getvalue()


def relations(kind: str, target: str, *, outside: bool = True) -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    return f'<r><Relationship Type="x/{kind}" Target="{target}"{mode}/></r>'.encode()


def word(text: str) -> bytes:
    return f'<w:p xmlns:w="w">{text}</w:p>'.encode()


def pdf(more: bytes = b"", catalog: bytes = b"") -> bytes:
    """A PDF without any page."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R" + catalog + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" + more + b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def streamed(objects: bytes, *filters: str) -> bytes:
    """A PDF in which object 5 lies in a packed stream of objects."""
    body = b"5 0 " + objects
    names = " ".join(f"/{each}" for each in filters)
    for each in reversed(filters):
        body = zlib.compress(body) if each == "FlateDecode" else base64.a85encode(body) + b"~>"
    head = b"4 0 obj<</Type/ObjStm/N 1/First 4/Filter[%s]/Length %d>>" % (names.encode(), len(body))
    return pdf(head + b"stream\n" + body + b"\nendstream endobj\n", b"/Names 5 0 R")


PDF = pdf()
SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"
HOSTILE = {
    "empty": b"",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a program": b"MZ\x90\x00" + b"\0" * 200,
    "a table": packed().replace(b"word/", b"xl/xx"),
    "a PDF that begins later": b"<!-- <script>" + PDF,
    "a PDF that is an archive as well": PDF + packed(),
    "half a PDF": PDF[:20],
    "a PDF with a password": PDF.replace(b"trailer<<", b"trailer<</Encrypt<</Filter/Standard>>"),
    "a PDF that leads in circles": pdf(b"3 0 obj 3 0 R endobj\n", b"/OpenAction 3 0 R"),
    "a document with macros": packed("word/vbaProject.bin"),
    "one that leads out": packed("../../etc/passwd"),
    "one with entities": packed("word/x.xml", text=b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
    "one that is another's end": b"#!/bin/sh\n" + packed(),
    "half a document": packed()[:80],
    "too many members": packed(*(f"word/{n}.png" for n in range(50))),
    "too much": PDF.ljust(attachments.LARGEST + 1, b" "),
}
RUNNING = {
    "a script": pdf(catalog=b"/OpenAction" + SCRIPT),
    "spelt otherwise": pdf(catalog=b"/OpenAction" + SCRIPT.replace(b"aS", b"a#53")),
    "in a packed stream": streamed(SCRIPT, "FlateDecode"),
    "in a stream packed twice": streamed(SCRIPT, "ASCII85Decode", "FlateDecode"),
    "in a stream written in letters": streamed(SCRIPT, "ASCII85Decode"),
    "spelt otherwise in a stream": streamed(SCRIPT.replace(b"aS", b"a#53"), "ASCII85Decode"),
    "a program to start": streamed(b"<</S/Launch/F(cmd.exe)>>", "FlateDecode"),
    "another file": streamed(b"<</EF<</F 9 0 R>>/Type/EmbeddedFile>>", "FlateDecode"),
    "a form of its own": streamed(b"<</XFA(x)>>", "ASCII85Decode"),
    "an address when opened": pdf(catalog=b"/OpenAction<</S/URI/URI(http://x)>>"),
    "an address on an occasion": pdf(b"3 0 obj<</S/URI>>endobj\n", b"/AA<</WC 3 0 R>>"),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HREF = b'<o:p xmlns:o="o" xmlns:x="http://www.w3.org/1999/xlink"><o:%s x:href="%s"/></o:p>'
HOLDING = {
    "an OLE object": packed("word/embeddings/oleObject1.bin", text=_OLE),
    "one under another name": packed("word/media/image1.png", text=_OLE),
    "a document in the document": packed("word/media/x", text=packed()),
    "a program": packed("word/media/x", text=b"MZ\x90\0"),
    "a part of another type": packed(
        "word/_rels/document.xml.rels", text=relations("aFChunk", "x.mht", outside=False)
    ),
    "a template of strangers": packed(
        "word/_rels/settings.xml.rels", text=relations("attachedTemplate", "http://x/a.dotm")
    ),
    "a folder of strangers": packed(
        "word/_rels/header1.xml.rels", text=relations("image", "file:////203.0.113.9/a.png")
    ),
    "a machine of strangers": packed(
        "word/_rels/settings.xml.rels", text=relations("attachedTemplate", "file://x.example/a")
    ),
    "one of the city's network": packed(
        "word/_rels/settings.xml.rels", text=relations("attachedTemplate", r"file:///\\x\a.dotx")
    ),
    "an included text": packed(text=word('<w:instrText>INCLUDETEXT "http://x/y"</w:instrText>')),
    "a picture from elsewhere": packed(
        "META-INF/manifest.xml",
        "content.xml",
        main="content.xml",
        text=_HREF % (b"image", b"http://x/y.png"),
    ),
}
MACROS = {
    "by another name": packed(
        "[Content_Types].xml",
        text=b'<T><Override ContentType="x.macroEnabled.main+xml" PartName="/a"/></T>',
    ),
    "started by a field": packed(
        text=word("<w:instrText>DDE</w:instrText><w:instrText>AUTO c:</w:instrText>")
    ),
    "of an OpenDocument": packed(
        "META-INF/manifest.xml",
        "content.xml",
        main="content.xml",
        text=_HREF % (b"event-listener", b"vnd.sun.star.script:x"),
    ),
}
GOOD = {
    "plain": PDF,
    "opens at a page": pdf(catalog=b"/OpenAction[2 0 R/Fit]"),
    "opens by an action": pdf(catalog=b"/OpenAction<</S/GoTo/D[2 0 R/Fit]>>"),
    "a packed stream": streamed(b"<</Title(/JS und /Launch sind hier Worte)>>", "ASCII85Decode"),
    "a document": packed(),
    "a link in a text": packed(
        "word/_rels/document.xml.rels", text=relations("hyperlink", "https://example.org")
    ),
    "a picture from the writer's own folder": packed(
        "word/_rels/document.xml.rels", text=relations("image", "file:///home/ohm/plan.png")
    ),
    "made from an own template": packed(
        "word/_rels/settings.xml.rels",
        text=relations("attachedTemplate", "file:///C:/Vorlagen/Brief.dotx"),
    ),
}


@pytest.fixture
def examined_here(monkeypatch) -> None:
    """Each in this process: starting another for each takes a second."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    monkeypatch.setattr(
        attachments, "ask_apart", lambda files, _reader: examining.trouble_in(files[0][1]).encode()
    )


@pytest.mark.usefixtures("examined_here")
def test_a_hostile_file_is_refused_in_one_sentence(monkeypatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 40)
    told = {RUNS: RUNNING, EMBEDDED: HOLDING, "Die Datei enthält Makros.": MACROS, "": HOSTILE}
    for sentence, files in told.items():
        for what, content in files.items():
            with pytest.raises(Invalid) as refusal:
                attachments.take(f"{what}.pdf", content)
            assert set(refusal.value.fields) == {"file"}, what
            assert sentence in refusal.value.fields["file"], what


@pytest.mark.usefixtures("examined_here")
def test_what_only_shows_pages_is_taken() -> None:
    for what, content in GOOD.items():
        kept = attachments.take("gut.exe", content)
        assert kept.name in ("gut.pdf", "gut.docx"), what
        assert kept.content == content


def test_it_is_examined_by_a_process_of_its_own() -> None:
    with pytest.raises(Invalid) as refusal:
        attachments.take("plan.pdf", RUNNING["in a stream packed twice"])
    assert RUNS in refusal.value.fields["file"]
