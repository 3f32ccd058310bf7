"""DOCX files made by hand, part by part, and what came out of them as short lines."""

import re
import zipfile
from io import BytesIO

from app.drafts.readers.docx import read_docx
from app.drafts.readers.flow import Flow, Grid, Image, Item, Para, Run

OPEN = "http://schemas.openxmlformats.org/"
SPACES = {
    "w": OPEN + "wordprocessingml/2006/main",
    "r": OPEN + "officeDocument/2006/relationships",
    "a": OPEN + "drawingml/2006/main",
    "wp": OPEN + "drawingml/2006/wordprocessingDrawing",
    "pic": OPEN + "drawingml/2006/picture",
    "c": OPEN + "drawingml/2006/chart",
    "dgm": OPEN + "drawingml/2006/diagram",
    "m": OPEN + "officeDocument/2006/math",
    "mc": OPEN + "markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
}
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = OPEN + "officeDocument/2006/relationships/"


def relations(*rows: tuple[str, str, str, bool]) -> str:
    """A .rels part of (id, kind, target, whether outside)."""
    inner = "".join(
        f'<Relationship Id="{name}" Type="{KINDS}{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if outside else ''}/>"
        for name, kind, target, outside in rows
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def word_file(
    body: str,
    *links: tuple[str, str, str, bool],
    members: dict[str, str | bytes] | None = None,
    **parts: str,
) -> bytes:
    """A DOCX with this body; `parts` are the insides of styles, numbering, footnotes …, `links`
    more relations of the text, `members` more files in the archive."""
    rows = [*links]
    files: dict[str, str | bytes] = {
        "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml", False)),
        "word/document.xml": f"<w:document {DECLARED}><w:body>{body}</w:body></w:document>",
    }
    for name, inner in parts.items():
        files[f"word/{name}.xml"] = f"<w:{ROOTS[name]} {DECLARED}>{inner}</w:{ROOTS[name]}>"
        rows.append((f"p{name}", name, f"{name}.xml", False))
    files["word/_rels/document.xml.rels"] = relations(*rows)
    return zipped(files | (members or {}))


def zipped(files: dict[str, str | bytes]) -> bytes:
    """The files as an archive."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def p(text: str = "", properties: str = "", style: str = "") -> str:
    """A paragraph with this text, or with runs of its own."""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + properties
    inner = text if text.startswith("<") else r(text)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of letters."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def style(name: str, inner: str = "", based: str = "", kind: str = "paragraph") -> str:
    """A style whose id is its name without blanks."""
    based = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name.replace(" ", "")}">'
        f'<w:name w:val="{name}"/>{based}{inner}</w:style>'
    )


def field(code: str, result: str) -> str:
    """A complex field with runs as its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def read(body: str, *links: tuple[str, str, str, bool], **parts: object) -> Flow:
    """What the reader sees in such a file."""
    return read_docx("konzept.docx", word_file(body, *links, **parts))  # type: ignore[arg-type]


def paras(flow: Flow) -> list[Para]:
    return list(flow.paras())


def texts(flow: Flow) -> list[str]:
    return [para.text for para in flow.paras()]


def runs(flow: Flow) -> list[tuple[str, str]]:
    """Each run of the first paragraph: its text and its marks."""
    first = next(flow.paras())
    return [(run.text, " ".join(sorted(run.marks))) for run in first.runs]


def listed(flow: Flow) -> list[str]:
    """Each paragraph with its depth as blanks and its marker."""
    return [
        f"{'  ' * max(0, para.depth)}{para.marker or ('+' if para.depth >= 0 else '')} {para.text}"
        for para in flow.paras()
    ]


def cells(grid: Grid) -> list[list[str]]:
    """The text of each cell, with what it reaches over: "Kopf→2↓3"."""
    return [
        [
            " / ".join(para.text for para in cell.paras)
            + (f"→{cell.across}" if cell.across > 1 else "")
            + (f"↓{cell.down}" if cell.down > 1 else "")
            for cell in row
        ]
        for row in grid.rows
    ]


def all_runs(flow: Flow) -> list[Run]:
    return [run for para in every_para(flow.items) for run in para.runs]


def every_para(items: list[Item]) -> list[Para]:
    """All paragraphs, those in cells and captions too."""
    found: list[Para] = []
    for item in items:
        if isinstance(item, Para):
            found.append(item)
            continue
        if item.caption:
            found.append(item.caption)
        if not isinstance(item, Image):
            found += [para for row in item.rows for cell in row for para in cell.paras]
    return found


def words_out(flow: Flow) -> list[str]:
    """All words of a flow, what was left out included, in no order."""
    found = [para.text for para in every_para(flow.items)]
    found += [para.text for note in flow.notes for para in note.paras]
    found += [text for _why, text in flow.left_out]
    return sorted(re.findall(r"\w+", " ".join(found)))


def words_in(data: bytes) -> list[str]:
    """All words of the texts in the archive, found by a regular expression."""
    found: list[str] = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(document|footnotes|endnotes|comments|header\d?)\.xml", name):
                source = archive.read(name).decode()
                source = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", source, flags=re.S)
                source = re.sub(r"</w:p>|<w:br/>|<w:tab/>", " ", source)
                source = re.sub(r"<w:instrText.*?</w:instrText>", "", source, flags=re.S)
                found.append(re.sub(r"<[^>]*>", "", source))
    return sorted(re.findall(r"\w+", " ".join(found)))
