"""What is worked out while nobody waits: comparing two versions before, or after, the transaction
that writes.

FastAPI enters dependencies in the order in which a route names them and leaves them in the other
one. So `Ahead` stands before the transaction of a route, and so does `CompareThen`, whose second
half runs when that transaction is committed and before the answer leaves.
"""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Path, Request

from app import db
from app.accounts.rules import may_moderate
from app.drafts.queries import version_by_number
from app.identity import visitor_of
from app.models import DraftVersion, Person, Process
from app.processes.queries import by_slug
from app.publishing.carrying import compare, has_new_comments, is_stale
from app.publishing.preparing import Prepared, prepare


def _prepared(
    request: Request, slug: str, n: Annotated[int, Path(ge=1, le=2**31 - 1)]
) -> Prepared | None:
    """The comparison that a route is about to need, made from a state that was read; None where
    none is needed, and for whoever may not ask for it: the route refuses them itself."""
    with db.reading(request.app.state.engine) as session:
        session.info["city"] = request.state.city
        person = visitor_of(request, session)
        process = by_slug(session, slug, preparing=True)
        if not may_moderate(person, process):
            return None
        version = version_by_number(session, process, n)
        if version.published_at is not None:
            return None
        if not is_stale(session, process, version) and not has_new_comments(session, version):
            return None
        return prepare(session, process, version)


Ahead = Annotated[Prepared | None, Depends(_prepared)]


class Later:
    """What a route wants compared after its transaction: ids of process, version and person."""

    wanted: tuple[int, int, int] | None = None


def _compared_after(request: Request) -> Iterator[Later]:
    """Compare what a route has just kept. Should the machine stop in between, the page of the
    version says that it is not compared, and offers to."""
    later = Later()
    yield later
    if later.wanted is None:
        return
    process_id, version_id, person_id = later.wanted
    engine = request.app.state.engine
    with db.reading(engine) as session:
        process = session.get_one(Process, process_id)
        version = session.get_one(DraftVersion, version_id)
        prepared = prepare(session, process, version)
    if prepared is None:
        return
    with db.writing(engine) as session:
        process = session.get_one(Process, process_id)
        version = session.get_one(DraftVersion, version_id)
        if version.published_at is None:
            person = session.get_one(Person, person_id)
            compare(session, process, version, by=person, prepared=prepared)


CompareThen = Annotated[Later, Depends(_compared_after, scope="function")]
