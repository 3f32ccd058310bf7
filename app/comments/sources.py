"""How a note came: typed here, or on paper, in a meeting, by telephone, by mail, from a file."""

from app.i18n import _

# Those that staff may choose when they type a note on somebody's behalf.
BY_HAND = ("letter", "meeting", "telephone", "mail")
TYPED_HERE = ("web", "api", "demo")


def source_word(source: str) -> str:
    """The word for a comment's `source`: how it reached the city. What is not known is named as
    it is kept."""
    words = {
        "web": _("Website"),
        "api": _("Programm"),
        "demo": _("Website"),
        "letter": _("Brief"),
        "meeting": _("Versammlung"),
        "telephone": _("Telefon"),
        "mail": _("E-Mail"),
        "import": _("Datei"),
    }
    return words.get(source, source)
