"""What an address of the room says: which group, which notes, where in their order."""

from typing import Annotated

from fastapi import Depends, Path, Query

from app.db import Db
from app.groups.asked import Asked
from app.models import WorkingGroup
from app.processes.queries import group_by_id

Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


def group_in_path(group_id: Number, session: Db) -> WorkingGroup:
    """The group of this address, with its process."""
    return group_by_id(session, group_id)


def asked_in_query(
    stand: Annotated[str, Query(max_length=20)] = "",
    field: Annotated[str, Query(max_length=80)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
    decision: Annotated[str, Query(max_length=40)] = "",
    words: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str, Query(max_length=40)] = "",
) -> Asked:
    """The filter; what is not understood counts as not asked for."""
    said = {"stand": stand, "field": field, "kind": kind, "decision": decision}
    return Asked.read(said | {"words": words, "after": after})


GroupInPath = Annotated[WorkingGroup, Depends(group_in_path, scope="function")]
AskedFor = Annotated[Asked, Depends(asked_in_query)]
