"""Sentences of the interface that a catalogue lacks are said in another language (i18n.py): within
a page they say in which one (WCAG 2.2, 3.1.2).

A template does not know whether a sentence of it comes to stand in a line or in an attribute. So
such a sentence goes through it between two control characters, which nobody's text can hold
(text.clean), and the finished page is mended once: between tags they become an element with the
language, elsewhere they go. A page without any is left as it is.
"""

import re
from collections.abc import Callable

from app import i18n
from app.i18n import ENDS, OPENS, SAYS

_MARK = re.compile(f"{OPENS}([a-z-]+){SAYS}|{ENDS}")
# A tag with its attributes, or an element in which there are no others.
_CLOSED = re.compile(
    r"<(title|option|textarea|script|style)\b.*?</\1\s*>|<!--.*?-->"
    r"|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL,
)


def marked(said: str) -> str:
    """A sentence as templates get it: with a mark where it is of another language."""
    # A template is ours: what stands in a sentence of it is markup and not escaped.
    return said.marked(str(said)) if type(said) is i18n.OfAnother else said


def gettext(message: str) -> str:
    """`i18n._` for templates."""
    return marked(i18n._(message))


def ngettext(one: str, many: str, n: int) -> str:
    """`i18n.ngettext` for templates."""
    return marked(i18n.ngettext(one, many, n))


def mend(html: str) -> str:
    """The finished page or fragment, with the languages of such sentences."""
    if OPENS not in html:
        return html
    out: list[str] = []
    at = 0
    tell = _teller()
    for closed in _CLOSED.finditer(html):
        out += [_MARK.sub(tell, html[at : closed.start()]), _MARK.sub("", closed[0])]
        at = closed.end()
    out.append(_MARK.sub(tell, html[at:]))
    return "".join(out)


def _teller() -> Callable[[re.Match[str]], str]:
    """Puts elements in the places of marks; one that was cut off its end is left out."""
    is_open = False

    def tell(mark: re.Match[str]) -> str:
        nonlocal is_open
        if mark[0] == ENDS:
            was, is_open = is_open, False
            return "</span>" if was else ""
        if is_open or mark[1] not in i18n.LOCALES:
            return ""
        is_open = True
        return f'<span lang="{mark[1]}" dir="{i18n.direction(mark[1])}">'

    return tell
