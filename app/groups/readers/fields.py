"""Fields of a Word document, as one element each however they are written."""

from collections.abc import Iterator

from lxml import etree

from app.groups.readers.names import Element, w


def whole_fields(element: Element) -> Iterator[Element]:
    """The children of `element`; a field in pieces (begin, instruction, result, end) comes as one
    `fldSimple` with its result. One that never ends: its result, as plain children."""
    pieces: _Pieces | None = None
    for child in list(element):
        kind = _kind(child)
        if kind == "begin":
            pieces = _Pieces()
        elif pieces is None:
            yield child
        elif kind == "end":
            yield pieces.whole()
            pieces = None
        else:
            pieces.take(child, kind)
    if pieces is not None:
        yield from pieces.result


def _kind(child: Element) -> str:
    mark = child.find(w("fldChar")) if child.tag == w("r") else None
    return "" if mark is None else mark.get(w("fldCharType"), "")


class _Pieces:
    """A field on the way."""

    def __init__(self) -> None:
        self.instruction = ""
        self.result: list[Element] = []
        self.is_result = False

    def take(self, child: Element, kind: str) -> None:
        if kind == "separate":
            self.is_result = True
        elif self.is_result:
            self.result.append(child)
        else:
            texts = child.iter(w("instrText"))
            self.instruction += "".join(each.text or "" for each in texts)

    def whole(self) -> Element:
        field = etree.Element(w("fldSimple"))
        field.set(w("instr"), " ".join(self.instruction.split())[:200])
        field.extend(self.result)
        return field
