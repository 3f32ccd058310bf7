"""What the API says of bundles."""

from datetime import datetime

from pydantic import BaseModel, Field

from app.models import BundleState


class Bundle(BaseModel):
    """What a working group takes home; frozen when it was drawn."""

    id: int
    process: str = Field(description="Slug of the process.")
    group: str = Field(description="Slug of the working group.")
    number: int = Field(ge=1, description="Package no. n of the group.")
    since: int | None = Field(
        description="The earlier bundle it goes on from; null for a whole one."
    )
    with_contacts: bool = Field(description="Whether it tells how to reach authors.")
    state: BundleState
    comments: int = Field(ge=0, description="How many comments are in it.")
    done: int = Field(ge=0, description="How many of them are packed.")
    size: int = Field(ge=0, description="In bytes; 0 while it is prepared.")
    sha256: str | None
    drawn_at: datetime
    ready_at: datetime | None
    download: str | None = Field(description="Where the ZIP file is, once it is ready.")


class BundleList(BaseModel):
    """Bundles that were drawn together."""

    items: list[Bundle]
    next: str | None
