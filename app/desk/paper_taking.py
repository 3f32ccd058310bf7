"""A file that the office hands in for everybody to read: looked through as an office's attachment
is, or Markdown, of which a page is made."""

from pathlib import PurePosixPath

from app.drafts.readers.apart import ask_apart
from app.drafts.readers.recognising import Kind, as_text, kind_of
from app.drafts.readers.refusals import Unreadable
from app.errors import Invalid
from app.i18n import _
from app.moderation import attachments
from app.moderation.attachments import LARGEST
from app.processes.documents import Paper

__all__ = ["LARGEST", "LARGEST_TEXT", "take"]

LARGEST_TEXT = 200_000  # bytes of Markdown: a book
SMALL = 5_000  # bytes of it that are read here and now
READER = "app.desk.paper_child"
MARKDOWN = "text/markdown; charset=utf-8"
_ENDINGS = ("", ".md", ".markdown", ".txt")


def take(name: str, data: bytes) -> Paper:
    """The file as it is kept, under a name of plain letters. Refused with `Invalid` (field "file"),
    in one sentence, as `attachments.take` does, and for Markdown that is no text or too long; with
    `Busy` while too many others hand in files."""
    if _is_markdown(name, data):
        return _text(name, data)
    try:
        file = attachments.take(name, data)
    except attachments.OtherType:
        raise _no(
            _("Diese Datei geht nicht. Nehmen Sie PDF, DOCX, ODT, Markdown oder ein Bild.")
        ) from None
    return Paper(attachments.safe_name(file.name), file.media_type, file.content)


def _is_markdown(name: str, data: bytes) -> bool:
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    try:
        return kind_of(name, data[: LARGEST_TEXT + 1]) is Kind.MARKDOWN and ending in _ENDINGS
    except Unreadable:
        return False


def _text(name: str, data: bytes) -> Paper:
    if len(data) > LARGEST_TEXT:
        most = {"most": LARGEST_TEXT // 1_000}
        raise _no(_("Der Text ist größer als %(most)d kB. Teilen Sie ihn auf.") % most)
    stem = PurePosixPath(name.replace("\\", "/")).stem
    filename = attachments.safe_name(stem.replace(".", "-") + ".md")
    try:
        if len(data) <= SMALL:
            from app.processes.markdown import as_html  # only those who need it load the reader

            html = as_html(as_text(name, data))
        else:
            html = ask_apart([(name, data)], READER).decode()
    except Unreadable as refusal:
        raise _no(refusal.reason) from None
    return Paper(filename, MARKDOWN, data, html)


def _no(because: str) -> Invalid:
    return Invalid(because, {"file": because})
