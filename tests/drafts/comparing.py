"""Two versions written down shortly, and what became of words in them."""

from app.drafts.lineage import Passage, Span, trace

# A small concept, so that words are as rare or common as in a real one. "|" ends a sentence.
SCHOOL = "Die Schulen der Stadt bieten Deutschkurse am Nachmittag an.|Sie sind für alle offen."
SPORT = "Sportvereine laden Kinder zum Schwimmen ein und leihen Räder aus."
HOUSING = (
    "Wohnraum für große Familien fehlt seit Jahren.|Das Amt prüft deshalb leere Gebäude am Hafen."
)
HEALTH = "Dolmetscher begleiten Kranke zu Ärztinnen, wenn die Sprache noch Mühe macht."
WORK = (
    "Betriebe erhalten eine Beraterin im Rathaus.|Dort erfahren sie, wie Zeugnisse anerkannt werden"
    " und welche Förderung es gibt.|Einmal im Monat findet ein Treffen statt."
)
CONCEPT = [SCHOOL, SPORT, HOUSING, HEALTH, WORK]


def version(blocks, *, field=None, headings=()):
    """Passages from texts; a block may also be (text, field, headings)."""
    return [
        Passage(sentences(text), field=in_field, headings=tuple(under))
        for text, in_field, under in (
            block if isinstance(block, tuple) else (block, field, headings) for block in blocks
        )
    ]


def sentences(text):
    return tuple(text.split("|"))


def compare(old, new):
    """The lineage of two versions given as texts."""
    return Compared(version(old), version(new))


class Compared:
    """A lineage that can be asked about quoted words."""

    def __init__(self, old, new):
        self.old, self.new = old, new
        self.lineage = trace(old, new)

    def block(self, number):
        return self.lineage.blocks[number]

    def states(self):
        return [fate.state.value for fate in self.lineage.blocks]

    def sentence_states(self, number):
        return [fate.state.value for fate in self.block(number).sentences]

    def carry(self, block, quote):
        """What became of words quoted from an old block."""
        words, wanted = words_of(self.old[block]), quote.split()
        first = next(n for n in range(len(words)) if words[n : n + len(wanted)] == wanted)
        return self.lineage.carry(Span(block, first, first + len(wanted) - 1))

    def now(self, block, quote):
        """How quoted words fared, in which block they stand, and how they read."""
        carried = self.carry(block, quote)
        place = carried.place
        if place is None:
            return carried.state.value, None, ""
        words = words_of(self.new[place.block])[place.first : place.last + 1]
        return carried.state.value, place.block, " ".join(words)


def words_of(passage):
    return " ".join(passage.sentences).split()
