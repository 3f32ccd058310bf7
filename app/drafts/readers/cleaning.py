"""All HTML that leaves a reader has been through here: nh3 with a short list of what may stay."""

from __future__ import annotations

import nh3

_INLINE = {"a", "br", "code", "em", "span", "strong", "sub", "sup"}
_TABLE = {"caption", "table", "tbody", "td", "th", "thead", "tr"}
_SPANS = {"colspan", "rowspan"}
_CLASSES = {"sup": {"noteref"}, "span": {"figure__missing"}, "td": {"n"}, "th": {"n"}}
_inline = nh3.Cleaner(
    tags=_INLINE,
    attributes={"a": {"href"}},
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_table = nh3.Cleaner(
    tags=_INLINE | _TABLE,
    attributes={"a": {"href"}, "td": _SPANS, "th": _SPANS},
    tag_attribute_values={"th": {"scope": {"col", "row"}}},
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_link = nh3.Cleaner(
    tags={"a"},
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel=None,
)


def clean_inline(html: str) -> str:
    """Emphasis, links, raised and lowered figures, code, line breaks, footnote marks."""
    return _inline.clean(html)


def clean_row(cells: str) -> str:
    """The `<th>` and `<td>` of one row."""
    return _inside(cells, "<table><tbody><tr>", "</tr></tbody></table>")


def clean_table_head(head: str) -> str:
    """A `<caption>`, a `<thead>`, or both."""
    return _inside(head, "<table>", "</table>")


def opening_link(tag: str) -> str:
    """`<a href="…">` out of `tag`, cleaned; "" unless it leads to the web or to a mailbox."""
    opened = _link.clean(tag + "</a>").removesuffix("</a>")
    return opened if "href=" in opened else ""


def _inside(html: str, before: str, after: str) -> str:
    # The parser drops cells that stand in no table, so they are cleaned in one.
    return _table.clean(before + html + after).removeprefix(before).removesuffix(after)
