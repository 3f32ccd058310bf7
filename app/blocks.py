"""What a text is made of. It stands apart from the tables, so that the process which reads files of
strangers, begun anew for each of them, loads no database."""

from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is; each has an address of its own (RULES.md, "What has an address")."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    FIGURE = "figure"
    FOOTNOTE = "footnote"
