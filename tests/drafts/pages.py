"""Short ways to read a piece of a web page."""

from app.drafts.outline import ReadDraft
from app.drafts.readers.assembling import assemble
from app.drafts.readers.flow import Flow, Para
from app.drafts.readers.html import read_html
from tests.drafts.flowing import blocks


def seen(body: str, head: str = "") -> Flow:
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body>'
    return read_html("a.html", page.encode())


def draft_of(body: str, head: str = "") -> ReadDraft:
    return assemble([("a.html", seen(body, head))])


def paras(body: str, head: str = "") -> list[Para]:
    return list(seen(body, head).paras())


def only(body: str, head: str = "") -> Para:
    (para,) = paras(body, head)
    return para


def texts(draft: ReadDraft) -> list[str]:
    return [block.text for block in blocks(draft)]
