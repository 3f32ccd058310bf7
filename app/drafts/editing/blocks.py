"""Deeds on blocks: join and split, close for notes and open, the words for a picture, a doubt that
somebody has looked at."""

from html import escape

from app.drafts.editing.markup import alternative_of, part_html, with_alternative
from app.drafts.editing.sheet import Part, Sheet
from app.drafts.outline import UNDESCRIBED
from app.drafts.sentences import split_sentences
from app.errors import Invalid
from app.i18n import _
from app.models import Block, BlockKind, Section
from app.text import clean_line

LONGEST_ALTERNATIVE = 1000


def join_block(sheet: Sheet, block: Block) -> Block:
    """Append the block to the one before it. A sentence that was cut at the end of a page is whole
    again. Returns the block that has both.

    Refused with `Invalid` where no block stands directly before it, for pictures, and for a table
    with another kind of block or under another head.
    """
    first = sheet.item_before(block)
    if not isinstance(first, Block):
        raise Invalid(
            _("Direkt vor %(label)s steht kein Absatz unter derselben Überschrift.")
            % {"label": block.label}
        )
    kinds = {first.kind, block.kind}
    if BlockKind.FIGURE in kinds or (BlockKind.TABLE in kinds and len(kinds) > 1):
        raise Invalid(_("Bilder und Tabellen lassen sich nicht mit einem Absatz verbinden."))
    if block.kind is BlockKind.TABLE and block.head_html not in ("", first.head_html):
        raise Invalid(_("Die beiden Tabellen haben verschiedene Köpfe."))
    mine, other = sheet.parts(first), sheet.parts(block)
    joined = mine + other if block.kind is BlockKind.TABLE else _joined(mine, other)
    sheet.remove(block)
    sheet.write(first, joined)
    if block.doubt and not first.doubt:
        first.doubt = block.doubt
    return first


def _joined(mine: list[Part], other: list[Part]) -> list[Part]:
    if not mine or not other:
        return mine + other
    (last, last_html), (next_, next_html) = mine[-1], other[0]
    both = f"{last} {next_}"
    if len(split_sentences(both)) == 1:
        return [*mine[:-1], (both, f"{last_html} {next_html}"), *other[1:]]
    return mine + other


def split_block(sheet: Sheet, block: Block, sentence: int, word: int = 1) -> Block:
    """Let a new block begin with this word (from 1) of this sentence (from 1): a table only
    between rows. Returns the new block.

    Refused with `Invalid` for pictures, for a place that does not exist, and at the very
    beginning, where nothing would stay.
    """
    parts = sheet.parts(block)
    if block.kind is BlockKind.FIGURE:
        raise Invalid(_("Ein Bild lässt sich nicht teilen."))
    words = len(parts[sentence - 1][0].split()) if 1 <= sentence <= len(parts) else 0
    if not 1 <= word <= words or (sentence, word) == (1, 1):
        raise Invalid(_("An dieser Stelle lässt sich %(label)s nicht teilen.") % _label(block))
    if word > 1 and block.kind is BlockKind.TABLE:
        raise Invalid(_("Eine Tabelle lässt sich nur zwischen zwei Zeilen teilen."))
    first, second = parts[: sentence - 1], parts[sentence - 1 :]
    if word > 1:
        text, html = second[0]
        left, right = part_html(html, word - 1)
        pieces = text.split()
        first.append((" ".join(pieces[: word - 1]), left))
        second[0] = (" ".join(pieces[word - 1 :]), right)
    state = sheet.state_of(block) | {
        "marker": "" if block.marker[:1].isalnum() else block.marker,
        "anchor": "",
        "doubt": "",
        "text": " ".join(text for text, _html in second),
        "sentences": [list(part) for part in second],
    }
    sheet.write(block, first)
    added = sheet.add(Block, state, block)
    assert isinstance(added, Block)  # noqa: S101 - for the type checker
    return added


def _label(block: Block) -> dict[str, str]:
    return {"label": block.label}


def close_block(sheet: Sheet, block: Block) -> None:
    """From now on the office takes no notes on it."""
    sheet.touch(block)
    block.is_open = False


def open_block(sheet: Sheet, block: Block) -> None:
    """The office takes notes on it again."""
    sheet.touch(block)
    block.is_open = True


def describe_picture(sheet: Sheet, block: Block, words: str) -> None:
    """Give a picture its alternative text; with words, what was doubtful about it is settled.
    A figure that has no caption says the new words; a caption stays.

    Refused with `Invalid` where there is no picture, and for more than 1,000 characters.
    """
    words = clean_line(words)
    if len(words) > LONGEST_ALTERNATIVE:
        raise Invalid(
            _("Der Alternativtext hat höchstens %(n)d Zeichen.") % {"n": LONGEST_ALTERNATIVE}
        )
    head = with_alternative(block.head_html, words)
    if head is None:
        raise Invalid(_("Hier wird kein Bild gezeigt, das einen Alternativtext braucht."))
    was = alternative_of(block.head_html) or ""
    sheet.touch(block)
    block.head_html = head
    if block.text in {UNDESCRIBED, " ".join(was.split())}:
        said = words or UNDESCRIBED
        parts = [said[start:end] for start, end in split_sentences(said)]
        sheet.write(block, [(part, escape(part, quote=False)) for part in parts])
    if words:
        block.doubt = ""


def settle_doubt(sheet: Sheet, item: Section | Block) -> None:
    """Somebody has looked at what was guessed."""
    sheet.touch(item)
    item.doubt = ""


def settle_alike(sheet: Sheet, item: Section | Block) -> int:
    """Somebody has looked at all places of which the same was guessed as of this one; how many
    these are. Refused with `Invalid` where nothing was guessed."""
    sentence = item.doubt
    if not sentence:
        raise Invalid(_("Hier ist nichts mehr geraten."))
    alike = [one for one in sheet.items if one.doubt == sentence]
    for one in alike:
        settle_doubt(sheet, one)
    return len(alike)
