"""Short ways to read a piece of Markdown in a test."""

from collections.abc import Iterator

from app.drafts.outline import ReadBlock, ReadDraft, ReadSection
from app.drafts.readers.markdown import read_markdown


def read(text: str, name: str = "entwurf.md") -> ReadDraft:
    return read_markdown([(name, text)])


def blocks(draft: ReadDraft) -> list[ReadBlock]:
    """All blocks in reading order."""

    def below(section: ReadSection) -> Iterator[ReadBlock]:
        yield from section.blocks
        for inner in section.sections:
            yield from below(inner)

    return [*draft.blocks, *(block for section in draft.sections for block in below(section))]


def block(text: str) -> ReadBlock:
    """The only block of a text."""
    (only,) = blocks(read(text))
    return only


def html(text: str) -> list[str]:
    """The sentences of the only block of a text, as HTML."""
    return [sentence.html for sentence in block(text).sentences]


def texts(text: str) -> list[str]:
    """The words of each block."""
    return [one.text for one in blocks(read(text))]
