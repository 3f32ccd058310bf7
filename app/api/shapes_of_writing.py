"""What the API says to whoever has just written something."""

from pydantic import Field

from app.api.shapes import Comment


class WrittenComment(Comment):
    """The comment that was just written, with its receipt."""

    receipt: str = Field(
        description="The private page with the life of the comment, for its author alone: whoever "
        "knows this address acts as the author.",
        examples=["https://…/p/ankommen/receipts/87/…"],
    )
