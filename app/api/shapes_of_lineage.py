"""What the API says of what became of blocks and comments in a new version."""

from pydantic import BaseModel, Field

from app.api.shapes_of_results import LineageCause
from app.models import Fate, Standing


class LineageBlock(BaseModel):
    """What became of a block of the older version."""

    address: str = Field(examples=["HF2 · 3"])
    state: Fate
    new_address: str | None = Field(description="Where it stands now; null where it is gone.")
    confidence: float = Field(ge=0, le=1)


class LineageComment(BaseModel):
    """What became of a comment on the older version."""

    number: int = Field(ge=1)
    state: Standing
    old_address: str = Field(examples=["HF2 · 3.4"])
    old_quote: str = Field(description='The words it stood on; "" for a whole field.')
    new_address: str | None = Field(description="Where it stands now; null where it is gone.")
    new_quote: str | None = Field(description="The words there; null where it is gone.")
    confidence: float = Field(ge=0, le=1)


class Lineage(BaseModel):
    """Every block of the older version in its order, and every comment by its number."""

    blocks: list[LineageBlock]
    comments: list[LineageComment]
    causes: list[LineageCause] = Field(
        default=[], description="What changed because of which comment, as far as it is confirmed."
    )
