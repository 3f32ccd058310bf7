"""What an address names: the process, the note."""

from typing import Annotated

from fastapi import Depends, Path

from app.comments import queries
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
