"""Words and cells in OpenDocument's XML."""

import re
from datetime import datetime
from functools import cache

_BLANKS = re.compile("^ | {2,}|\t")

NAMESPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
        "ooo": "http://openoffice.org/2004/office",
        "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def escaped(value: str) -> str:
    """`value` for an element's text or an attribute in double quotes."""
    return (
        value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def paragraphs(value: str) -> str:
    """`value` as paragraphs, one for each line; blanks in a row and tabs are kept."""
    said = escaped(value)
    if "\n" not in said:
        return f"<text:p>{_kept(said)}</text:p>"
    return "".join(f"<text:p>{_kept(line)}</text:p>" for line in said.split("\n"))


def _kept(line: str) -> str:
    if "  " in line or "\t" in line or line[:1] == " ":
        return _BLANKS.sub(_blank, line)
    return line


def _blank(found: re.Match[str]) -> str:
    blanks = found.group()
    return "<text:tab/>" if blanks == "\t" else f'<text:s text:c="{len(blanks)}"/>'


@cache
def _opening(style: str, validation: str) -> str:
    rule = f' table:content-validation-name="{validation}"' if validation else ""
    return f'<table:table-cell table:style-name="{style}"{rule}'


def word(value: str, style: str, validation: str = "") -> str:
    """A cell with words, or an empty one that has its look and its rule all the same."""
    opening = _opening(style, validation)
    if not value:
        return f"{opening}/>"
    return f'{opening} office:value-type="string">{paragraphs(value)}</table:table-cell>'


def number(value: int, style: str, formula: str = "") -> str:
    """A cell with a number; `formula` (OpenFormula) works it out anew."""
    made = f' table:formula="{escaped(formula)}"' if formula else ""
    return (
        f"{_opening(style, '')}{made} "
        f'office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
        "</table:table-cell>"
    )


def moment(value: datetime, style: str) -> str:
    """A cell with a day and an hour."""
    return (
        f"{_opening(style, '')} "
        f'office:value-type="date" office:date-value="{value:%Y-%m-%dT%H:%M:%S}">'
        f"<text:p>{value:%d.%m.%Y %H:%M}</text:p></table:table-cell>"
    )


def row(cells: str, style: str) -> str:
    """A row of cells."""
    return f'<table:table-row table:style-name="{style}">{cells}</table:table-row>\n'
