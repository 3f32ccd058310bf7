"""What the API hears: names and numbers in an address, what is wanted, what is to be written."""

from typing import Annotated

from fastapi import Header, Path
from pydantic import BaseModel, ConfigDict, Field

from app.models import SHORTEST, CommentKind

LARGEST_ID = 2**63 - 1
LARGEST_NUMBER = 2**31 - 1  # of a comment, a version, a reply
MOST_WORDS = 99_999  # of a sentence
NAME = r"^[A-Za-z0-9._~-]{1,80}$"
MOST_TYPED = 20_000  # line breaks and blanks may fall away before the characters are counted
PLACE = r"^#?[Hh][Ff] ?[1-9][0-9]{0,5}([ ·.-]{1,3}[1-9][0-9]{0,5}){0,2}$"
AFTER = "Only those with a greater number: the key of paging."
Slug = Annotated[str, Path(pattern=NAME, examples=["ankommen"], description="Its slug.")]
Number = Annotated[
    int, Path(ge=1, le=LARGEST_NUMBER, examples=[87], description="Its number, as in #87.")
]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,120}$",
        description="A word of your own for this request: sent again within 48 hours with the same "
        "word and body, it is answered alike and makes nothing new.",
    ),
]


class CommentFilter(BaseModel):
    """Which comments are wanted; none of it: all."""

    field: str | None = Field(default=None, pattern=NAME, description="Slug of an action field.")
    block: str | None = Field(
        default=None,
        pattern=PLACE,
        description="Address of a block or sentence of the current version: HF2 · 3 or hf2-3-4.",
    )
    kind: CommentKind | None = Field(default=None, description="Only of this kind.")
    answered: bool | None = Field(
        default=None, description="Only those that were answered officially, or were not."
    )
    after: int = Field(default=0, ge=0, le=LARGEST_NUMBER, description=AFTER)
    limit: int = Field(default=50, ge=1, le=200, description="How many at most.")


class NewComment(BaseModel):
    """A comment to be written."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "kind": "suggestion",
                "address": "HF1 · 1.2",
                "text": "Ein früherer Beginn hilft allen, die im Winter ankommen.",
                "proposed_wording": "Kurse beginnen z. B. im März.",
            },
            "if": {"properties": {"kind": {"const": "suggestion"}}, "required": ["kind"]},
            "then": {
                "properties": {"proposed_wording": {"type": "string", "minLength": 1}},
                "required": ["proposed_wording"],
            },
        }
    )

    kind: CommentKind = CommentKind.NOTE
    address: str = Field(
        pattern=PLACE,
        description="A field, a block or a sentence of the current version: HF2, hf2-3, HF2 · 3.4.",
    )
    text: str = Field(
        min_length=SHORTEST,
        max_length=MOST_TYPED,
        description="10 to 5,000 characters once cleaned.",
    )
    proposed_wording: str | None = Field(
        default=None,
        max_length=MOST_TYPED,
        description="With a suggestion: how the block or sentence should read.",
    )
    first_word: int | None = Field(
        default=None,
        ge=1,
        le=MOST_WORDS,
        description="With `last_word`: only these words of the sentence at `address`, counted from "
        "1 as they stand between blanks in its `text`; both included.",
    )
    last_word: int | None = Field(default=None, ge=1, le=MOST_WORDS)
    version: int | None = Field(
        default=None,
        ge=1,
        le=LARGEST_NUMBER,
        description="The version that the address was read in; refused when another is public now.",
    )


class NewReply(BaseModel):
    """An answer to be given."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"text": "Danke. Der Abendkurs ist beantragt.", "office": "schulamt"}
        }
    )

    text: str = Field(
        min_length=2, max_length=MOST_TYPED, description="2 to 5,000 characters once cleaned."
    )
    office: str | None = Field(
        default=None,
        pattern=NAME,
        description="Moderators: the office whose statement this is.",
    )
