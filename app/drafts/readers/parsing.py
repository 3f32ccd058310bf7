"""markdown-it-py, set up for the concepts of a city and fenced against files made to hang it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from app.drafts.readers.refusals import Unreadable
from app.i18n import _

# The parser drops what lies deeper than this without a word, so a file that reaches it is refused.
DEEPEST = 40
# What a real draft of several hundred pages stays far below, and what takes seconds at most.
MOST_LINES = 100_000
MOST_MARKS = 500_000
MOST_BRACKETS = 50_000
_LONGEST_LABEL = 60
_DEEPENING = frozenset({"blockquote_open", "list_item_open", "footnote_reference_open"})


class Parsed:
    """A parsed file: its tokens, its lines, and what they say of footnotes and references."""

    def __init__(self, name: str, text: str) -> None:
        """Parse `text`; refused with Unreadable if it is nested or marked beyond all sense."""
        _refuse_excess(name, text)
        self._markdown = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
        # A city's concept holds no programs: four blanks before a line are a habit, not code.
        self._markdown.disable("code").use(footnote_plugin, inline=False, move_to_end=False)
        self._markdown.inline.ruler.at("footnote_ref", _bounded_footnote_ref)
        self._env: dict[str, Any] = {}
        self.lines = text.split("\n")
        try:
            self.tokens = self._markdown.parse(text, self._env)
        except RecursionError:
            raise _too_deep(name) from None
        if any(token.type in _DEEPENING and token.level + 1 >= DEEPEST for token in self.tokens):
            raise _too_deep(name)

    def inline(self, source: str) -> Sequence[Token]:
        """The tokens of a piece of text that the parser dropped."""
        return self._markdown.parseInline(source, self._env)[0].children or []

    @property
    def note_labels(self) -> list[str]:
        """The labels of the footnotes: in the order of their first mention, then the unused."""
        notes = self._env.get("footnotes", {})
        mentioned = [note["label"] for _id, note in sorted(notes.get("list", {}).items())]
        return list(dict.fromkeys([*mentioned, *(ref[1:] for ref in notes.get("refs", {}))]))

    @property
    def references(self) -> list[dict[str, Any]]:
        """The "[name]: https://…" of the file, which stand in the source only."""
        known = self._env.get("references", {}).values()
        return [*known, *self._env.get("duplicate_refs", [])]


def _bounded_footnote_ref(state: StateInline, silent: bool) -> bool:
    """The plugin's rule looks for the closing bracket to the end of the paragraph, every time."""
    if state.src.find("]", state.pos, state.pos + _LONGEST_LABEL) < 0:
        return False
    return footnote_ref(state, silent)


def _refuse_excess(name: str, text: str) -> None:
    marks = sum(map(text.count, "*_`<&|\\"))
    for count, most, reason in (
        (text.count("\n"), MOST_LINES, _("„%(name)s“ hat mehr als %(most)d Zeilen.")),
        (marks, MOST_MARKS, _("„%(name)s“ hat mehr als %(most)d Auszeichnungen.")),
        (text.count("["), MOST_BRACKETS, _("„%(name)s“ hat mehr als %(most)d eckige Klammern.")),
    ):
        if count > most:
            raise Unreadable(reason % {"name": name, "most": most})


def _too_deep(name: str) -> Unreadable:
    return Unreadable(
        _("In „%(name)s“ liegen zu viele Listen oder Zitate ineinander.") % {"name": name}
    )
