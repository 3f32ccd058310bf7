"""Which sections a colour proposes as action fields: those whose heading, or most of whose text,
stands on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.drafts.outline import ReadSection
from app.i18n import _

_GREY = 10  # of 255: red, green and blue so close together are no colour
_FEWEST = 25  # words on a ground that no heading shares; fewer are a remark, not a field
_MOST = 0.6  # of a section's words


def is_colour(fill: str) -> bool:
    """Whether a fill is more than white, black or the grey of a table's head."""
    try:
        red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    except ValueError:
        return False
    return fill.startswith("#") and max(red, green, blue) - min(red, green, blue) > _GREY


@dataclass(slots=True)
class Ground:
    """On what a section stands: its heading, and how many words of its own text on which fill
    ("" for none)."""

    heading: str = ""
    words: Counter[str] = field(default_factory=Counter)


class Colours:
    """Collects the grounds of a file's sections while they are read."""

    def __init__(self) -> None:
        self._grounds: dict[int, Ground] = {}
        self._colour: dict[int, str] = {}

    def ground_of(self, section: ReadSection) -> Ground:
        """What is known of this section; to be written into."""
        return self._grounds.setdefault(id(section), Ground())

    def propose(self, sections: Sequence[ReadSection]) -> None:
        """Set `fill` where a colour proposes a section, at the level that the colour spans."""
        for section in sections:
            self._look(section)
        roots = list(sections)
        if len(roots) == 1 and sum(map(self._has_colour, roots[0].sections)) > 1:
            roots = roots[0].sections  # the title of the whole stands on a ground of its own
        for section in roots:
            self._propose(section)
        self._doubt_small_passages(sections)

    def _look(self, section: ReadSection) -> Counter[str]:
        """Find the section's colour; the words of all its text by their ground."""
        ground = self.ground_of(section)
        words = Counter(ground.words)
        for inner in section.sections:
            words += self._look(inner)
            words[self.ground_of(inner).heading] += len(inner.title.split())
        self._colour[id(section)] = ground.heading or self._of_text(section, words)
        return words

    def _of_text(self, section: ReadSection, words: Counter[str]) -> str:
        """The colour of most of the text: of its own, or of several sections in it."""
        fill, count = max(words.items(), key=lambda pair: pair[1], default=("", 0))
        if not fill or count < _FEWEST or count < _MOST * words.total():
            return ""
        own = self.ground_of(section).words
        alike = [one for one in section.sections if self._colour[id(one)] == fill]
        if own.total():
            return fill if 2 * own[fill] > own.total() else ""
        return fill if len(alike) > 1 else ""

    def _has_colour(self, section: ReadSection) -> bool:
        return bool(self._colour[id(section)])

    def _propose(self, section: ReadSection) -> None:
        colour = self._colour[id(section)]
        inner = {self._colour[id(one)] for one in _below(section)} - {"", colour}
        if colour and len(inner) < 2:  # else the colours within it tell the fields apart
            section.fill = colour
            return
        for one in section.sections:
            self._propose(one)

    def _doubt_small_passages(self, sections: Sequence[ReadSection]) -> None:
        """A colour that proposed nothing is told at the section where most of it stands."""
        every = [one for section in sections for one in (section, *_below(section))]
        proposed = {one.fill for one in every}
        most: dict[str, tuple[int, ReadSection]] = {}
        for one in every:
            for fill, count in self.ground_of(one).words.items():
                if fill not in proposed and count > most.get(fill, (_FEWEST - 1, one))[0]:
                    most[fill] = (count, one)
        for fill, (_count, one) in most.items():
            doubt = _("Ein Teil des Textes steht auf der Farbe %(fill)s.") % {"fill": fill}
            one.doubt = " ".join(filter(None, [one.doubt, doubt]))


def _below(section: ReadSection) -> Iterator[ReadSection]:
    for inner in section.sections:
        yield inner
        yield from _below(inner)
