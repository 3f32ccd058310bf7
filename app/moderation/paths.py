"""What an address of the moderation's desk names."""

from typing import Annotated

from fastapi import Depends

from app.accounts.rules import may_see_desk
from app.db import Db
from app.identity import SignedIn
from app.models import Process
from app.processes.queries import by_slug
from app.rules import require


def moderated(slug: str, visitor: SignedIn, session: Db) -> Process:
    """The process of this address, for its moderation, and for the revision to read."""
    process = by_slug(session, slug)
    require(may_see_desk(visitor, process))
    return process


Moderated = Annotated[Process, Depends(moderated, scope="function")]
