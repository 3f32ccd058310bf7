"""What the tests of this room look at: rows, counters and lists."""

from sqlmodel import select

from app.comments.queries import by_number
from app.models import ActionField, Block, JournalEntry, Process, Reply, Sentence
from tests.cast import LATER, WHILE_OPEN

NOW = WHILE_OPEN + LATER
INBOX = "/desk/p/ankommen"
REPLIES = INBOX + "/comments/1/replies"


def loaded(session, cast, comment):
    """The comment as a page has it."""
    session.flush()
    return by_number(session, cast.process, comment.number)


def counts(session, cast):
    """Comments, answered, hidden: of the process, the field, the block, the sentence."""
    process = session.get_one(Process, cast.process.id, populate_existing=True)
    field = session.get_one(ActionField, cast.language.id, populate_existing=True)
    block = cast.block(session)
    session.refresh(block)
    sentence = session.exec(
        select(Sentence).where(Sentence.block_id == block.id, Sentence.number == 1)
    ).one()
    session.refresh(sentence)
    return {
        "process": (process.comments_count, process.answered_count, process.hidden_count),
        "field": (field.comments_count, field.answered_count, field.hidden_count),
        "block": (block.comments_count, block.hidden_count),
        "sentence": sentence.comments_count,
    }


def deeds(session, name):
    """What the journal says about this deed."""
    return session.exec(select(JournalEntry).where(JournalEntry.deed == name)).all()


def margin(session, cast):
    """The id of the comment that stands beside the first block."""
    block = session.exec(
        select(Block)
        .where(Block.process_id == cast.process.id, Block.fragment == "hf1-1")
        .execution_options(populate_existing=True)
    ).one()
    return block.shown_comment_id


def listed(page):
    """What the inbox's list shows, in its order."""
    return [item.select_one("b").text for item in page.select(".inbox li")]


def middle(page):
    """The heading of the note in the middle."""
    return " ".join(page.select_one("#note article").h2.text.split())


def replies(session):
    """All replies as they are in the database now."""
    session.expire_all()
    return session.exec(select(Reply).order_by(Reply.id)).all()
