"""What a DOCX or ODT of strangers would do besides being read: programs, other files packed into
it, and parts that are fetched from elsewhere when it is opened (MITRE ATT&CK T1221, T1559.002)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from app.drafts.readers.archive import Archive, Element
from app.drafts.readers.pulse import beat
from app.drafts.readers.refusals import Unreadable

# How other files begin: OLE, ZIP, PDF, programs of Windows and Linux, archives, RTF.
_OTHER_FILES = (
    *(b"\xd0\xcf\x11\xe0\xa1\xb1", b"PK\x03\x04", b"%PDF-", b"MZ", b"\x7fELF"),
    *(b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf", b"#!"),
)
_PROGRAMS = frozenset({"vbaProject", "control", "activeXControlBinary", "wordVbaData"})
_PARTS = frozenset({"oleObject", "package", "aFChunk", "subDocument", "frame"})
_SCRIPTS = frozenset({"script", "event-listener", "event-listeners", "macro", "applet", "plugin"})
_FETCHING = frozenset({"object", "object-ole", "floating-frame", "section-source", "image"})
_RUNS = re.compile("macroEnabled|vbaProject|activeX", re.IGNORECASE)  # types of parts
_DDE_TAGS = ("dde-",)
_DDE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_INCLUDED = re.compile(
    r"\bINCLUDE(?:TEXT|PICTURE)\b[^\"]{0,20}\"?\s*(?:https?|ftp|file|\\\\)", re.IGNORECASE
)
# file://host/…, file:////host/… and file:///\\host\… ask another machine, file:///folder/… none.
_ELSEWHERE = re.compile(
    r"\s*(?:https?:|ftp:|smb:|\\\\|//|file:(?://[^/\\]|/{4}|/*\\\\))", re.IGNORECASE
)
_LOCAL_DISK = re.compile(r"\s*file:/*[a-z]:", re.I)
_HREF = "{http://www.w3.org/1999/xlink}href"


def trouble_in(data: bytes) -> str:
    """What is wrong ("macros", "objects", "locked", "broken"); "" for a text that is only read."""
    try:
        archive = Archive("", data)
        with zipfile.ZipFile(io.BytesIO(data)) as members:
            if any(_is_other_file(members, each) for each in members.infolist()):
                return "objects"
        found = {trouble for member in archive.members for trouble in _in_part(archive, member)}
    except Unreadable:
        return "broken"
    except RuntimeError:  # zipfile's word for a password
        return "locked"
    return "macros" if "macros" in found else next(iter(found), "")


def _is_other_file(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as file:
        return file.read(8).startswith(_OTHER_FILES)


def _in_part(archive: Archive, member: str) -> Iterator[str]:
    beat()
    name = member.casefold()
    if not name.endswith((".xml", ".rels")):
        return
    root = archive.tree(member)
    if root is None:
        return
    if name.endswith(".rels"):
        yield from (trouble for each in root for trouble in _of_relation(each))
        return
    fields: list[str] = []
    for element in root.iter("*"):
        yield from _of_element(element, fields)
    told = "".join(fields)
    if _DDE.search(told) or _INCLUDED.search(told):
        yield "macros" if _DDE.search(told) else "objects"


def _of_relation(relation: Element) -> Iterator[str]:
    kind = (relation.get("Type") or "").rpartition("/")[2]
    target = relation.get("Target") or ""
    if kind in _PROGRAMS:
        yield "macros"
    if kind in _PARTS:
        yield "objects"
    is_outside = (relation.get("TargetMode") or "").casefold() == "external"
    if is_outside and kind != "hyperlink" and _is_elsewhere(target):
        yield "objects"


def _is_elsewhere(target: str) -> bool:
    """Whether opening this asks another machine. A template on the writer's own disk does not."""
    return _ELSEWHERE.match(target) is not None and _LOCAL_DISK.match(target) is None


def _of_element(element: Element, fields: list[str]) -> Iterator[str]:
    name = str(element.tag).rpartition("}")[2]
    if name in ("Default", "Override") and _RUNS.search(element.get("ContentType") or ""):
        yield "macros"
    if name == "instrText":
        fields.append(element.text or "")
    elif name == "fldSimple":
        fields.extend(f" {value!s} " for value in element.attrib.values())
    elif name in _SCRIPTS or name.startswith(_DDE_TAGS):
        yield "macros"
    elif name in _FETCHING and _is_elsewhere(str(element.get(_HREF, ""))):
        yield "objects"
