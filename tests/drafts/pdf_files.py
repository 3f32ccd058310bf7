"""PDF files made in a test: set by typst, or written by hand where it must be a strange one."""

import hashlib
from pathlib import Path

import typst

from app.drafts.readers.flow import Flow, Grid, Image, Para
from app.drafts.readers.pdf import read_pdf

# A page as an office has it: German, justified, hyphenated, raised figures made of small ones.
OFFICE = """
#set page(width: 148mm, height: 210mm, margin: 20mm)
#set text(lang: "de", size: 11pt, hyphenate: true, font: "Libertinus Serif")
#set par(justify: true, spacing: 1.2em)
#set super(typographic: false)
"""
PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def set_by_typst(text: str, root: Path | None = None, is_tagged: bool = False) -> bytes:
    """The PDF of a text in typst's markup."""
    made = typst.compile(
        (OFFICE + text).encode(),
        root=str(root) if root else None,
        ignore_system_fonts=True,
        format="pdf",
        pdf_tags=is_tagged,
    )
    assert isinstance(made, bytes)
    return made


def read(text: str, root: Path | None = None, is_tagged: bool = False) -> Flow:
    """The flow of such a PDF."""
    return read_pdf("konzept.pdf", set_by_typst(text, root, is_tagged))


def paras(flow: Flow) -> list[Para]:
    """The paragraphs without running heads."""
    return [para for para in flow.paras() if not para.is_running]


def texts(flow: Flow) -> list[str]:
    return [para.text for para in paras(flow)]


def running(flow: Flow) -> list[str]:
    return [para.text for para in flow.paras() if para.is_running]


def grid(flow: Flow) -> Grid:
    (found,) = (item for item in flow.items if isinstance(item, Grid))
    return found


def images(flow: Flow) -> list[Image]:
    return [item for item in flow.items if isinstance(item, Image)]


def cells(found: Grid) -> list[list[str]]:
    return [[" ".join(para.text for para in cell.paras) for cell in row] for row in found.rows]


def written(content: str, page: str = "", more: str = "", trailer: str = "") -> bytes:
    """A PDF by hand: one page of A4 with this content stream, in Helvetica. `page` goes into the
    page's dictionary, `more` are further objects from number 6 on."""
    stream = content.encode("latin-1")
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> %s >>" % page.encode(),
            b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            *(one.encode("latin-1") for one in filter(None, more.split("\n\n"))),
        ],
        trailer.encode("latin-1"),
    )


def assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Header, numbered objects, cross references, trailer."""
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R %s >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, trailer, len(data))
    )


def locked(words: str, password: bytes) -> bytes:
    """A PDF of one line, encrypted as the standard's revision 2 says (RC4 with 40 bits)."""
    key_of_file = hashlib.md5(
        (password + PADDING)[:32] + PADDING + (0xFFFFFFFC).to_bytes(4, "little") + b"id",
        usedforsecurity=False,
    ).digest()[:5]
    key = hashlib.md5(key_of_file + b"\x04\0\0\0\0", usedforsecurity=False).digest()[:10]
    stream = _rc4(key, f"BT /F 12 Tf 72 700 Td ({words}) Tj ET".encode())
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (
        PADDING.hex().encode(),
        _rc4(key_of_file, PADDING).hex().encode(),
    )
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> >> >>",
            b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ],
        b"/Encrypt %s /ID [<6964> <6964>]" % encrypt,
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    other = 0
    for index in range(256):
        other = (other + box[index] + key[index % len(key)]) % 256
        box[index], box[other] = box[other], box[index]
    out, index, other = bytearray(), 0, 0
    for byte in data:
        index = (index + 1) % 256
        other = (other + box[index]) % 256
        box[index], box[other] = box[other], box[index]
        out.append(byte ^ box[(box[index] + box[other]) % 256])
    return bytes(out)
