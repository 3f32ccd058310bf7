"""Words in another language than the page's, marked for screen readers and browsers: the draft and
what the city writes is German, a note is in the language of whoever wrote it."""

from markupsafe import Markup, escape

from app import i18n

CITYS = "de"  # what the city writes


def german(*, turned: bool = True) -> Markup:
    """The attributes of an element that holds the city's German words; none on a German page.
    Where the page runs from the right they run from the left, unless only their language is to be
    marked (`turned`)."""
    page = i18n.locale()
    if page == CITYS:
        return Markup()
    if turned and i18n.direction() == "rtl":
        return Markup(' lang="de" dir="ltr"')
    return Markup(' lang="de"')


def in_german(words: str) -> str:
    """The city's German words within a line of the page's own."""
    marks = german()
    return Markup("<bdi{}>{}</bdi>").format(marks, words) if marks and words else words


def tongue(language: str) -> Markup:
    """The attributes of an element with words of somebody in this language. Their direction shows
    in the words themselves: a note's language is only what was taken it for."""
    if language == i18n.locale():
        return Markup(' dir="auto"')
    return Markup(' lang="{}" dir="auto"').format(language)


def numbered(number: int) -> str:
    """A note's number as people say it, the right way round in every line: "#137"."""
    sign = escape(f"#{number}")
    return Markup('<bdi dir="ltr">{}</bdi>').format(sign) if i18n.direction() == "rtl" else sign


def spoken(language: str) -> Markup:
    """The attributes of an element with the text in this language, which runs as that does."""
    marks = Markup()
    if language != i18n.locale():
        marks += Markup(' lang="{}"').format(language)
    if i18n.direction(language) != i18n.direction():
        marks += Markup(' dir="{}"').format(i18n.direction(language))
    return marks
