"""What became of blocks and comments between two versions."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from sqlmodel import Session, col

from app.accounts.rules import may_read_unpublished
from app.api import shapes, show_changes
from app.api.asked import LARGEST_NUMBER, Slug
from app.api.identity import DRAFTS, OPTIONAL, Caller, OptionalCaller
from app.api.problems import answers
from app.db import Db
from app.drafts.queries import published, version_by_number
from app.groups.traced import changes, holds
from app.models import DraftVersion, Process
from app.processes.queries import by_slug
from app.publishing.preparing import base_of
from app.publishing.telling import tell

router = APIRouter(tags=["drafts"])
From = Annotated[
    int, Query(alias="from", ge=1, le=LARGEST_NUMBER, description="Number of the older version.")
]
To = Annotated[
    int, Query(alias="to", ge=1, le=LARGEST_NUMBER, description="Number of the newer version.")
]


@router.get(
    "/processes/{process}/lineage", responses=answers(401, 404, 422), openapi_extra=OPTIONAL
)
def get_lineage(
    process: Slug, caller: OptionalCaller, session: Db, old: From, new: To
) -> shapes.Lineage:
    """Where every block and comment of one version stands in a later one. A version that is not
    public yet is there for those who publish it and for auditors (scope `drafts:write`), as it was
    compared last."""
    about = by_slug(session, process, preparing=True)
    if caller is not None and _sees_all(caller, about):
        versions = [version_by_number(session, about, number) for number in (old, new)]
        return told(session, about, *versions)
    about = by_slug(session, process)
    versions = [published(session, about, number) for number in (old, new)]
    return told(session, about, *versions, listed_only=True)


def _sees_all(caller: Caller, process: Process) -> bool:
    return DRAFTS in caller.scopes and may_read_unpublished(caller.person, process)


def told(
    session: Session,
    process: Process,
    old: DraftVersion,
    new: DraftVersion,
    *,
    listed_only: bool = False,
) -> shapes.Lineage:
    """The lineage in the shape of the API. Raises `NotFound` where the two were not compared."""
    found = tell(session, process, old, new, listed_only=listed_only)
    between = (
        col(DraftVersion.process_id) == process.id,
        col(DraftVersion.number) > old.number,
        col(DraftVersion.number) <= new.number,
        holds(),
    )
    causes = [show_changes.cause(one) for one in changes(session, *between)]
    return shapes.Lineage.model_validate(asdict(found) | {"causes": causes})


def since_public(
    session: Session, process: Process, version: DraftVersion
) -> shapes.Lineage | None:
    """The lineage from the public version to one that is prepared; None for a first one."""
    base = base_of(session, process)
    if base is None or version.number <= base.number:
        return None
    return told(session, process, base, version)
