"""A language that is named in an address, as `?lang=en`: for links on paper, in mails, and on a
city's English pages. Nothing is kept of it in the browser, so the links of such a page name it
too."""

import re

from app.i18n import LOCALES

LANG = "lang"
_NAMED = re.compile(r"(?:^|[?&])lang=([a-z-]{2,12})(?=&|#|$)")
# Where a page of ours leads to one of ours: not to a file that is the same in all languages, nor to
# the choice of a language, nor to an address that names one already.
_WAY = re.compile(
    r'(\s(?:href|action|formaction|hx-get|hx-post)=")'
    r'(/(?!/|static/|api/|language")(?![^"#]*[?;]lang=)[^"#]*)(#[^"]*)?"'
)
_ASKING = re.compile(r'<form\b[^>]*\bmethod="get"[^>]*>')


def named_in(query: str) -> str:
    """The language that this query names, or "": one that is not spoken here counts as none."""
    found = _NAMED.search(query)
    return found[1] if found and found[1] in LOCALES else ""


def with_language(path: str, language: str) -> str:
    """The address, naming this language (and no other); "" names none."""
    way, mark, spot = path.partition("#")
    way, _asked, query = way.partition("?")
    told = [part for part in query.split("&") if part and part.partition("=")[0] != LANG]
    told += [f"{LANG}={language}"] if language else []
    return way + ("?" + "&".join(told) if told else "") + mark + spot


def lead_on(html: str, language: str) -> str:
    """A finished page or fragment whose ways to pages of ours name this language."""

    def named(way: re.Match[str]) -> str:
        between = "&amp;" if "?" in way[2] else "?"
        return f'{way[1]}{way[2]}{between}{LANG}={language}{way[3] or ""}"'

    # A browser drops the query of a form that asks, and puts its fields there instead.
    asking = _ASKING.sub(rf'\g<0><input type="hidden" name="{LANG}" value="{language}">', html)
    return _WAY.sub(named, asking)
