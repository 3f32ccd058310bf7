"""Reads a Word document as its XML: what each comment covers, what it says, in which order."""

import io
import re
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Paper:
    """A document as bytes, taken apart."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.body = etree.fromstring(self.parts["word/document.xml"])
        self.remarks = list(etree.fromstring(self.parts["word/comments.xml"]))

    def said(self) -> dict[int, str]:
        """The text of each comment by the note's number, its paragraphs on lines."""
        return {self.number(remark): self.words(remark) for remark in self.remarks}

    def by(self) -> dict[int, dict[str, str]]:
        """The attributes of each comment by the note's number."""
        return {
            self.number(remark): {etree.QName(key).localname: remark.attrib[key] for key in
                                  remark.attrib}
            for remark in self.remarks
        }  # fmt: skip

    def covered(self) -> dict[int, str]:
        """The words each comment covers by the note's number, cells and blocks apart by "|"."""
        numbers = {remark.get(f"{W}id"): self.number(remark) for remark in self.remarks}
        open_now: set[str] = set()
        words = dict.fromkeys(numbers.values(), "")
        for element in self.body.iter():
            identity = element.get(f"{W}id")
            if element.tag == f"{W}commentRangeStart":
                open_now.add(identity)
            elif element.tag == f"{W}commentRangeEnd":
                open_now.remove(identity)
            for each in open_now:
                if element.tag == f"{W}p":
                    words[numbers[each]] += "|"
                elif element.tag == f"{W}t":
                    words[numbers[each]] += element.text
        assert not open_now
        return words

    def referenced(self) -> list[str]:
        """The comments' identities in the order in which the text refers to them."""
        return [mark.get(f"{W}id") for mark in self.body.iter(f"{W}commentReference")]

    def blocks(self) -> list[str]:
        """The words of each paragraph, in order."""
        return [self.words(paragraph) for paragraph in self.body.iter(f"{W}p")]

    @staticmethod
    def number(remark) -> int:
        return int(re.match(r"#(\d+)", Paper.words(remark)).group(1))

    @staticmethod
    def words(element) -> str:
        signs = {f"{W}br": "\n", f"{W}tab": "\t"}
        lines = [element] if element.tag == f"{W}p" else element.iter(f"{W}p")
        return "\n".join(
            "".join(signs.get(each.tag) or each.text for each in line.iter(f"{W}t", *signs)
                    if each.getparent().tag == f"{W}r")
            for line in lines
        )  # fmt: skip

    @staticmethod
    def words_of_run(run) -> str:
        signs = {f"{W}br": "\n", f"{W}tab": "\t"}
        return "".join(signs.get(each.tag) or each.text or "" for each in run)
