"""A version laid out to be changed: its headings and blocks in a row, and what was touched."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.drafts.arranging import Item, items_of, settle
from app.errors import NotFound
from app.i18n import _
from app.models import (
    Block,
    BlockKind,
    BlockTranslation,
    Carrying,
    DraftVersion,
    HeadingTranslation,
    Lineage,
    Process,
    Section,
    Sentence,
    Trace,
)
from app.text import slugify

State = dict[str, Any]
Row = dict[str, Any]  # a heading or block before or after a step: {key, state, follows}
Part = tuple[str, str]  # a sentence: text and HTML

_OF_SECTION = ("title", "level", "anchor", "is_field", "field_choice", "fill", "doubt")
_OF_BLOCK = (
    "kind",
    "depth",
    "marker",
    "anchor",
    "head_html",
    "text",
    "is_open",
    "doubt",
    "picture_id",
)
_FAR = 1_000_000_000  # where a new row stands until the order is worked out


def key_of(item: Item) -> str:
    """How a heading ("s12") or block ("b34") is called in steps and forms."""
    return f"{'s' if isinstance(item, Section) else 'b'}{item.id}"


class Sheet:
    """The row of headings and blocks. Deeds change it through `touch`, `add`, `remove` and
    `write`; `finish` works out what follows and says what was before and is after."""

    def __init__(self, session: Session, process: Process, version: DraftVersion) -> None:
        self.session = session
        self.process = process
        self.version = version
        self.items = items_of(session, version)
        self.changed: set[int] = set()
        self.added: list[int] = []
        self.removed: list[int] = []
        self.renamed: dict[str, str] = {}
        self._before: list[Row] = []
        self._touched: set[str] = set()
        self._gone: list[Section] = []

    # What is there

    def find(self, key: str) -> Item:
        """The heading or block of this key. Raises `NotFound`."""
        for item in self.items:
            if key_of(item) == key:
                return item
        raise NotFound(_("Diese Stelle gibt es in der Fassung nicht mehr."))

    def section(self, key: str) -> Section:
        """The heading of this key. Raises `NotFound`."""
        item = self.find(key)
        if not isinstance(item, Section):
            raise NotFound(_("Diese Überschrift gibt es in der Fassung nicht."))
        return item

    def block(self, key: str) -> Block:
        """The block of this key. Raises `NotFound`."""
        item = self.find(key)
        if not isinstance(item, Block):
            raise NotFound(_("Diesen Absatz gibt es in der Fassung nicht."))
        return item

    @property
    def sections(self) -> list[Section]:
        """All headings in reading order."""
        return [item for item in self.items if isinstance(item, Section)]

    def item_before(self, item: Item) -> Item | None:
        """What stands directly before it."""
        place = self.items.index(item)
        return self.items[place - 1] if place else None

    def under(self, section: Section) -> list[Section]:
        """The headings that stand under this one, at any depth."""
        found = []
        after = self.items[self.items.index(section) + 1 :]
        for item in after:
            if isinstance(item, Section):
                if item.level <= section.level:
                    break
                found.append(item)
        return found

    def parts(self, block: Block) -> list[Part]:
        """The sentences of a block, or the rows of a table."""
        return [(sentence.text, sentence.html) for sentence in self._sentences(block)]

    def _sentences(self, block: Block) -> Sequence[Sentence]:
        query = select(Sentence).where(Sentence.block_id == block.id)
        return self.session.exec(query.order_by(col(Sentence.number))).all()

    def free_anchor(self, title: str) -> str:
        """An anchor for a heading that no other has."""
        taken = {section.anchor for section in self.sections}
        base = name = f"s-{slugify(title)}"
        n = 1
        while name in taken:
            n += 1
            name = f"{base}-{n}"
        return name

    # What is done to it

    def touch(self, item: Item) -> None:
        """Note how it is, before it is changed."""
        key = key_of(item)
        if key not in self._touched:
            self._touched.add(key)
            self._before.append({"key": key, "state": self.state_of(item), "follows": None})
        self.changed.add(-item.id if isinstance(item, Section) else item.id)

    def state_of(self, item: Item) -> State:
        """Everything about it that does not follow from its place."""
        if isinstance(item, Section):
            state = {name: getattr(item, name) for name in _OF_SECTION}
            return state | {"field_id": item.field_id if item.is_field else None}
        state = {name: getattr(item, name) for name in _OF_BLOCK}
        return state | {"sentences": [list(part) for part in self.parts(item)]}

    def set_state(self, item: Item, state: State) -> None:
        """Make it what `state_of` said."""
        self.touch(item)
        values = {name: value for name, value in state.items() if name != "sentences"}
        if isinstance(item, Block):
            values["kind"] = BlockKind(values["kind"])
            self.write(item, [(text, html) for text, html in state["sentences"]])
        for name, value in values.items():
            setattr(item, name, value)
        self.session.add(item)

    def write(self, block: Block, parts: Sequence[Part]) -> None:
        """Give a block these sentences; its text follows."""
        self.touch(block)
        present = list(self._sentences(block))
        for sentence in present[len(parts) :]:
            self.session.delete(sentence)
        for number, (text, html) in enumerate(parts, 1):
            if number <= len(present):
                present[number - 1].text, present[number - 1].html = text, html
            else:
                present.append(
                    Sentence(
                        process_id=self.process.id,
                        version_id=self.version.id,
                        block_id=block.id,
                        number=number,
                        text=text,
                        html=html,
                    )
                )
        block.text = " ".join(text for text, _html in parts)
        self.session.add_all(present[: len(parts)])
        self.session.flush()

    def add(
        self, table: type[Section] | type[Block], state: State, follows: Item | None, key: str = ""
    ) -> Item:
        """A new heading or block after `follows` (None: at the very beginning). With `key` one
        that was removed comes back, under its old id if that is still free."""
        item = self._new(table, state, int(key[1:]) if key else None)
        if key and key_of(item) != key:
            self.renamed[key] = key_of(item)
        place = self.items.index(follows) + 1 if follows is not None else 0
        self.items.insert(place, item)
        self._touched.add(key_of(item))
        follows_key = key_of(follows) if follows is not None else None
        self._before.append({"key": key_of(item), "state": None, "follows": follows_key})
        self.set_state(item, state)
        if isinstance(item, Section):
            self.added.append(item.id)
        return item

    def _new(self, table: type[Section] | type[Block], state: State, wanted: int | None) -> Item:
        place = _FAR + len(self._before)
        own: dict[str, Any] = {
            "process_id": self.process.id,
            "version_id": self.version.id,
            "position": place,
        }
        if wanted is not None and self.session.get(table, wanted) is None:
            own["id"] = wanted
        item: Item
        if table is Section:
            item = Section(**own, level=state["level"], title=state["title"], anchor="")
        else:
            own |= {"number": place, "fragment": f"new-{place}", "label": ""}
            item = Block(**own, kind=BlockKind(state["kind"]), text=state["text"])
        self.session.add(item)
        self.session.flush()
        return item

    def remove(self, item: Item) -> None:
        """Take it out of the row."""
        self.touch(item)
        follows = self.item_before(item)
        row = next(row for row in self._before if row["key"] == key_of(item))
        if row["state"] is not None:  # else it was added by this very step
            row["follows"] = key_of(follows) if follows is not None else None
        self.items.remove(item)
        if isinstance(item, Section):
            item.is_field, item.field_id = False, None
            self._gone.append(item)
            self.removed.append(item.id)
        else:
            self._delete(item)

    def _delete(self, block: Block) -> None:
        """The row of a block, its sentences, translations, and what a comparison said about it."""
        self.session.flush()
        # What a note is said to have changed: with its last place it goes, else the next
        # comparison finds where its passage stands.
        for here, there in (
            (Trace.new_block_id, Trace.old_block_id),
            (Trace.old_block_id, Trace.new_block_id),
        ):
            alone = (col(here) == block.id) & (col(there).is_(None) | (col(there) == block.id))
            self._execute(delete(Trace).where(alone))
            self._execute(update(Trace).where(col(here) == block.id).values({here: None}))
        for table, column in (
            (Lineage, Lineage.new_block_id),
            (Lineage, Lineage.old_block_id),
            (Carrying, Carrying.new_block_id),
        ):
            self._execute(update(table).where(col(column) == block.id).values({column: None}))
        for rows in (
            delete(BlockTranslation).where(col(BlockTranslation.block_id) == block.id),
            delete(Sentence).where(col(Sentence.block_id) == block.id),
        ):
            self._execute(rows)
        self._execute(delete(Block).where(col(Block.id) == block.id))
        self.session.expunge(block)

    def _execute(self, statement: Any) -> None:
        self.session.execute(statement.execution_options(synchronize_session=False))

    def finish(self) -> tuple[list[Row], list[Row]]:
        """Work out order and addresses; the touched rows as they were and as they are.

        Refused with `Invalid` when one field would lie inside another.
        """
        self._park_gone()
        self.changed |= settle(self.session, self.process, self.version, self.items)
        for section in self._gone:
            of_it = col(HeadingTranslation.section_id) == section.id
            self._execute(delete(HeadingTranslation).where(of_it))
            self._execute(delete(Section).where(col(Section.id) == section.id))
            self.session.expunge(section)
        there = {key_of(item): item for item in self.items}
        after = [
            {
                "key": row["key"],
                "state": self.state_of(there[row["key"]]) if row["key"] in there else None,
                "follows": row["follows"],
            }
            for row in self._before
        ]
        return self._before, after

    def _park_gone(self) -> None:
        for number, section in enumerate(self._gone):
            section.position = _FAR + len(self._before) + number
        self.session.flush()
