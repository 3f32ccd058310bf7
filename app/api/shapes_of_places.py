"""Where a comment stands, and where it stood."""

from datetime import datetime

from pydantic import BaseModel, Field

from app.models import Standing


class Now(BaseModel):
    """Where a comment stands in the version that is public now."""

    version: int = Field(ge=1)
    address: str | None = Field(description="Null where its passage is gone.")
    quote: str | None = Field(description='The words there; "" for a whole field.')
    state: Standing = Field(description="What became of it since it was made.")


class Moved(BaseModel):
    """A place that a comment stood at before a moderator moved it."""

    address: str = Field(examples=["HF2 · 3.4"])
    reason: str
    moved_at: datetime
