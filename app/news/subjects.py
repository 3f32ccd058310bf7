"""What can be followed, in one word each ("process", "field:3", "comment:88").

Authors follow their own notes without a row. One who does not want to has a row that says so:
"not:comment:88".
"""

from app.models import ActionField, Comment

PROCESS = "process"
NOT = "not:"
LONGEST = 40


def of_field(field: ActionField | int) -> str:
    """A field of a process: its new notes, what the city answers there, new versions."""
    return f"field:{field if isinstance(field, int) else field.id}"


def of_thread(comment: Comment | int) -> str:
    """A note with everything that is said to it."""
    return f"comment:{comment if isinstance(comment, int) else comment.id}"


def is_subject(word: str) -> bool:
    """Whether `word` names something that may be followed."""
    kind, _colon, number = word.partition(":")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    return word == PROCESS or (kind in ("field", "comment") and is_number)


def number_of(word: str) -> int:
    """The id in a subject; 0 for the process."""
    return int(word.rpartition(":")[2]) if word != PROCESS else 0
