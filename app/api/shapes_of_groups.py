"""What the API says of comments that say nearly the same."""

from pydantic import BaseModel, Field


class Similar(BaseModel):
    """The group of comments that say nearly the same."""

    id: int
    size: int = Field(ge=2, description="How many public comments are in it, with this one.")
    people: int = Field(ge=1, description="How many people wrote them.")
