"""From the bytes of a web page to its elements: nothing is fetched, nothing grows beyond sense."""

from __future__ import annotations

import codecs
import re
from typing import TypeAlias

import lxml.etree
import lxml.html

from app.drafts.readers.refusals import Unreadable
from app.i18n import _

# lxml-stubs know elements by this private name only.
Element: TypeAlias = lxml.etree._Element
MOST_TAGS = 200_000  # a concept of 700 pages has a tenth of that
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{1,40})""", re.I)
_DECLARED = re.compile(r"\s*<\?xml\b[^>]*>")
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no XML may hold them


def parsed(name: str, data: bytes) -> Element:
    """The root of the page. Refused with Unreadable: nested or marked up beyond all sense, or
    without any element."""
    if data.count(b"<") > 2 * MOST_TAGS:
        raise Unreadable(
            _("„%(name)s“ hat mehr als %(most)d Auszeichnungen.")
            % {"name": name, "most": MOST_TAGS}
        )
    text = _REFUSED.sub("", _DECLARED.sub("", decoded(data), count=1))
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml.etree.fromstring(text.encode("utf-8"), parser)
    except (lxml.etree.LxmlError, ValueError):
        root = None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise Unreadable(_("In „%(name)s“ liegen zu viele Elemente ineinander.") % {"name": name})
    if root is None:
        raise Unreadable(_("In „%(name)s“ steht kein Text.") % {"name": name})
    return root


def text_in(element: Element) -> str:
    """All text in the element, as it stands there."""
    return "".join(str(text) for text in element.itertext())


def decoded(data: bytes) -> str:
    """The text: by its mark of byte order, by what its head declares, as UTF-8, as Windows."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    declared = _CHARSET.search(data[:4096])
    for encoding in (_known(declared[1].decode()) if declared else "", "utf-8"):
        try:
            if encoding:
                return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")


def _known(name: str) -> str:
    """An encoding of texts under its usual name, "" for none. A page that calls itself Latin 1 is
    in Windows' own (WHATWG Encoding, 4.2); UTF-16 cannot be declared in ASCII."""
    try:
        info = codecs.lookup(name)
    except LookupError:
        return ""
    if info.name.startswith(("utf-16", "utf-32", "utf-7")) or not info._is_text_encoding:
        return ""
    return "cp1252" if info.name in ("iso8859-1", "ascii") else info.name
