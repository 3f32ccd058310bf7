"""What an address of the inbox says: the filter, and where in the inbox somebody is."""

from typing import Annotated

from fastapi import Depends, Path, Query

from app.moderation.inbox import Looking
from app.moderation.wanted import Key, Wanted

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Chosen = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
Place = Annotated[str, Query(max_length=60)]
Shown = Annotated[int | None, Query(ge=0, le=2**31 - 1)]


def wanted_things(
    what: Annotated[str, Query(max_length=20)] = "",
    field: Annotated[str, Query(max_length=80)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
    group: Annotated[str, Query(max_length=80)] = "",
    office: Annotated[str, Query(max_length=80)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
    language: Annotated[str, Query(max_length=20)] = "",
    person: Annotated[str, Query(max_length=80)] = "",
    after: Annotated[str, Query(max_length=60)] = "",
) -> Wanted:
    """The filter; what is not understood counts as not asked for."""
    said = {"what": what, "field": field, "kind": kind, "group": group, "office": office}
    said |= {"state": state, "language": language, "person": person, "after": after}
    return Wanted.read(said)


def looking_at(
    note: Chosen = None, at: Place = "", past: Place = "", done: Chosen = None
) -> Looking:
    """The note in the middle, or what was just decided."""
    return Looking(note=note, at=Key.of(at), past=Key.of(past), done=done)


WantedThings = Annotated[Wanted, Depends(wanted_things)]
LookingAt = Annotated[Looking, Depends(looking_at)]
