"""What an address names: the process, the note."""

from typing import Annotated

from fastapi import Depends, Path, Request

from app.comments import queries, receipts
from app.db import Db
from app.models import Comment, Process
from app.processes.queries import by_slug

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


def process_in_path(slug: str, session: Db) -> Process:
    """The public process of this address."""
    return by_slug(session, slug)


ProcessInPath = Annotated[Process, Depends(process_in_path, scope="function")]


def comment_in_path(process: ProcessInPath, number: Number, session: Db) -> Comment:
    """The listed comment of this address."""
    return queries.by_number(session, process, number)


CommentInPath = Annotated[Comment, Depends(comment_in_path, scope="function")]


def receipt_in_path(
    request: Request, process: ProcessInPath, number: Number, token: str, session: Db
) -> Comment:
    """The comment whose receipt this address is, in whatever state: whoever asks is its author."""
    return receipts.note_of(session, request.app.state.secret, process, number, token[:80])


ReceiptInPath = Annotated[Comment, Depends(receipt_in_path, scope="function")]


def receipt_of(request: Request, process: Process, note: Comment) -> str:
    """The private address of a note's receipt."""
    return receipts.path_of(note, process.slug, receipts.token_of(request.app.state.secret, note))
