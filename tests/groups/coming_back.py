"""A group's Word document on its way back: what Word writes into it, put in by hand."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from sqlmodel import Session

from app import clock
from app.groups import queries
from app.groups.returning import keeping, taking
from app.groups.returning.docx.reading import brought, read_here
from app.groups.writers import docx
from app.models import Bundle, HandBack, Person
from app.processes.queries import group_by_id
from tests.cast import Cast
from tests.groups.sample import written

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
WHO = 'w:author="Chen" w:date="2016-11-12T10:00:00Z"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_THREADS = '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'


def run(text: str) -> str:
    return f'<w:r w:rsidR="00AB"><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def came(text: str) -> str:
    return f'<w:ins w:id="901" {WHO}>{run(text)}</w:ins>'


def went(text: str) -> str:
    gone = run(text).replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    return f'<w:del w:id="902" {WHO}>{gone}</w:del>'


@dataclass
class Paper:
    """A document as Word would have it open: its XML, and the comments that somebody adds."""

    body: str
    parts: dict[str, bytes]
    comments: str
    threads: list[tuple[str, str, bool]] = field(default_factory=list)

    @classmethod
    def of(cls, data: bytes) -> "Paper":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        comments = parts["word/comments.xml"].decode()
        comments = comments.replace("<w:comments ", f"<w:comments {W14} ", 1)
        return cls(parts["word/document.xml"].decode(), parts, comments)

    @classmethod
    def drawn(cls, session: Session, bundle: Bundle) -> "Paper":
        """The document of a bundle, as it lies in its ZIP."""
        found = queries.bundle_by_id(session, bundle.id)
        return cls.of(written(docx.write, queries.contents_of(session, found)))

    def replace(self, old: str, new: str) -> "Paper":
        """Words within one run, by runs and changes that are ready."""
        at = self.body.index(old)
        start = max(self.body.rfind("<w:r>", 0, at), self.body.rfind("<w:r ", 0, at))
        end = self.body.index("</w:r>", at) + len("</w:r>")
        whole = self.body[start:end]
        text = re.search(r"<w:t [^>]*>(.*)</w:t>", whole)
        assert text is not None
        before, _sep, after = text[1].partition(old)
        pieces = run(before) * bool(before) + new + run(after) * bool(after)
        self.body = self.body[:start] + pieces + self.body[end:]
        return self

    def paragraph(self, words: str) -> tuple[int, int]:
        """From where to where the paragraph with these words goes."""
        at = self.body.index(words)
        start = max(self.body.rindex("<w:p>", 0, at), self.body.rfind("<w:p ", 0, at))
        return start, self.body.index("</w:p>", at) + len("</w:p>")

    def after(self, words: str, markup: str) -> "Paper":
        """Put something behind the paragraph with these words."""
        _start, end = self.paragraph(words)
        self.body = self.body[:end] + markup + self.body[end:]
        return self

    def drop(self, words: str) -> "Paper":
        """Delete the paragraph with these words, tracked, as Word does: letters and end."""
        start, end = self.paragraph(words)
        gone = re.sub(
            r"<w:r>(.*?)</w:r>",
            lambda found: (
                f'<w:del w:id="903" {WHO}><w:r>'
                + found[1].replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
                + "</w:r></w:del>"
            ),
            self.body[start:end],
        )
        mark = f'<w:rPr><w:del w:id="904" {WHO}/></w:rPr></w:pPr>'
        self.body = self.body[:start] + gone.replace("</w:pPr>", mark, 1) + self.body[end:]
        return self

    def number(self, note: int) -> str:
        """The id of our comment on this note."""
        found = re.search(rf'<w:comment w:id="(\d+)"(?:(?!</w:comment>).)*?#{note} ', self.comments)
        assert found is not None
        return found[1]

    def say(
        self, text: str, *, on: int = 0, at: str = "", answers: str = "", date: str = ""
    ) -> str:
        """Somebody comments: on the words of note `on` (without a thread, as LibreOffice leaves
        it), around the words `at`, or as an answer in a thread; the new comment's id."""
        identity = str(500 + len(re.findall("<w:comment ", self.comments)))
        name = f"0000{int(identity):04X}"
        lines = "".join(f'<w:p w14:paraId="{name}">{run(line)}</w:p>' for line in text.split("\n"))
        self.comments = self.comments.replace(
            "</w:comments>",
            f'<w:comment w:id="{identity}" w:author="Chen" w:initials="C" '
            f'w:date="{date or "2016-11-12T10:00:00Z"}">{lines}</w:comment></w:comments>',
        )
        if answers:
            self.threads.append((name, self._named(answers), False))
            on_id = answers
        else:
            on_id = self.number(on) if on else ""
        if on_id:
            for sign in ("Start", "End"):
                mark = f'<w:commentRange{sign} w:id="{on_id}"/>'
                own = f'<w:commentRange{sign} w:id="{identity}"/>'
                self.body = self.body.replace(mark, mark + own, 1)
            mark = f'<w:commentReference w:id="{on_id}"/></w:r>'
            own = f'<w:r><w:commentReference w:id="{identity}"/></w:r>'
            self.body = self.body.replace(mark, mark + own, 1)
        elif at:
            self._around(at, identity)
        return identity

    def _around(self, words: str, identity: str) -> None:
        at = self.body.index(words)
        opening = ("<w:r>", "<w:r ", "<w:ins ", "<w:del ")
        start = max(self.body.rfind(sign, 0, at) for sign in opening[2:] + opening[:2])
        for sign in opening[2:]:
            outer = self.body.rfind(sign, 0, at)
            if outer >= 0 and f"</{sign[1:-1]}>" not in self.body[outer:at]:
                start = min(start, outer)
        end = self.body.index("</w:r>", at) + len("</w:r>")
        for closing in ("</w:ins>", "</w:del>"):
            if self.body.startswith(closing, end):
                end += len(closing)
        self.body = (
            self.body[:start]
            + f'<w:commentRangeStart w:id="{identity}"/>'
            + self.body[start:end]
            + f'<w:commentRangeEnd w:id="{identity}"/>'
            + f'<w:r><w:commentReference w:id="{identity}"/></w:r>'
            + self.body[end:]
        )

    def tick(self, note: int) -> "Paper":
        """Mark our comment on this note as resolved."""
        self.threads.append((self._named(self.number(note)), "", True))
        return self

    def _named(self, identity: str) -> str:
        """The paraId of a comment's last paragraph, given to it where it has none."""
        found = re.search(rf'<w:comment w:id="{identity}".*?</w:comment>', self.comments, re.DOTALL)
        assert found is not None
        whole = found[0]
        known = re.findall(r'w14:paraId="(\w+)"', whole)
        if known:
            return str(known[-1])
        name = f"00AA{int(identity):04X}"
        head, _sep, tail = whole.rpartition("<w:p>")
        self.comments = self.comments.replace(whole, f'{head}<w:p w14:paraId="{name}">{tail}')
        return name

    def saved(self) -> bytes:
        """The file as Word saves it."""
        parts = dict(self.parts)
        parts["word/document.xml"] = self.body.encode()
        parts["word/comments.xml"] = self.comments.encode()
        if self.threads:
            rows = "".join(
                f'<w15:commentEx w15:paraId="{name}" w15:done="{int(done)}"'
                + (f' w15:paraIdParent="{parent}"' if parent else "")
                + "/>"
                for name, parent, done in self.threads
            )
            parts["word/commentsExtended.xml"] = f"{_THREADS}{rows}</w15:commentsEx>".encode()
            self._add(parts, "[Content_Types].xml", "</Types>", (
                f'<Override PartName="/word/commentsExtended.xml" ContentType="{_TYPE}"/>'
            ))  # fmt: skip
            self._add(parts, "word/_rels/document.xml.rels", "</Relationships>", (
                f'<Relationship Id="rIdX" Type="{_RELATION}" Target="commentsExtended.xml"/>'
            ))  # fmt: skip
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return file.getvalue()

    @staticmethod
    def _add(parts: dict[str, bytes], name: str, end: str, markup: str) -> None:
        parts[name] = parts[name].decode().replace(end, markup + end).encode()


def hand_in(
    session: Session, cast: Cast, data: bytes, by: Person | None = None, *, settles: bool = True
) -> HandBack:
    """The dry run of a document of the language group, or the work group's for Fatma."""
    group = group_by_id(session, (cast.other_group if by is cast.fatma else cast.group).id)
    found = brought(read_here("comments.docx", data))
    return keeping.hand_in(
        session, group, by or cast.ines, "comments.docx", data, found, clock.now(), settles=settles
    )


def take(session: Session, doing: HandBack, by: Person) -> None:
    """Take it in."""
    group = group_by_id(session, doing.group_id)
    taking.start(session, doing, group, by, clock.now())
