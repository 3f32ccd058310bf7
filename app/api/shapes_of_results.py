"""What the API says of what became of notes: figures, and the words that changed."""

from pydantic import BaseModel, Field

from app.models import Decision


class Trace(BaseModel):
    """A change of the text because of a comment, as somebody has confirmed it."""

    version: int = Field(ge=1, description="The version that says it anew.")
    old_address: str | None = Field(description="Where it stood before; null where it is new.")
    old_text: str | None
    new_address: str | None = Field(description="Where it stands now; null where it was dropped.")
    new_text: str | None


class LineageCause(Trace):
    """A change between two versions, and the comment that caused it."""

    comment: int = Field(ge=1, description="Its number, as in #87.")


class Figures(BaseModel):
    """How many comments there are to decide on, on how many the group has decided how, and on how
    many nothing is decided. Those that were split count by their parts."""

    comments: int = Field(ge=0)
    decided: int = Field(ge=0)
    open: int = Field(ge=0)
    decisions: dict[Decision, int]


class FieldFigures(Figures):
    """The figures of one action field."""

    field: str = Field(description="Its slug.", examples=["sprache"])


class Results(Figures):
    """The figures of a process, and of each of its fields."""

    url: str = Field(description="The page that lists every comment with its decision.")
    fields: list[FieldFigures]
