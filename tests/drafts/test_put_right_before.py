"""A new version takes over what the office put right: closed blocks, and the words for pictures."""

import pytest
from sqlmodel import Session, col, select

from app.drafts.domain import import_draft
from app.drafts.editing import blocks
from app.drafts.editing.markup import alternative_of
from app.drafts.outline import UNDESCRIBED
from app.drafts.readers.flow import Image
from app.models import Block, DraftVersion, Sentence
from tests.cast import Cast
from tests.drafts.drawn import drawn
from tests.drafts.flowing import heading, para, read
from tests.drafts.putting_right import at, hand_in, step

LONG = "Die Stadt baut auf eigenem Grund und Boden an der alten Post."
BEFORE = f"""# Bauen

{LONG}

Im Sommer.

- am Hafen
- Entfällt.

{LONG} Und anderswo.

- Entfällt.
"""


def make_public(session: Session, cast: Cast, version: DraftVersion) -> None:
    version.published_at = version.imported_at
    cast.process.current_version = version.number
    session.add_all([version, cast.process])
    session.commit()


def states(session: Session, version: DraftVersion) -> list[tuple[str, bool]]:
    session.expire_all()
    query = select(Block.text, Block.is_open).where(Block.version_id == version.id)
    return [(text, is_open) for text, is_open in session.exec(query.order_by(col(Block.position)))]


def closed(session: Session, version: DraftVersion) -> list[str]:
    return [text for text, is_open in states(session, version) if not is_open]


def close(session: Session, cast: Cast, version: DraftVersion, *numbers: int) -> None:
    for number in numbers:
        step(session, cast, version, "close", at(f"T · {number}", blocks.close_block))


def test_what_was_closed_is_closed_again_wherever_it_moved(session, cast) -> None:
    before = hand_in(session, cast, BEFORE)
    close(session, cast, before, 1, 2, 3)
    make_public(session, cast, before)

    text = f"# Neues\n\nDas ist neu.\n\nam Hafen\n\n# Bauen\n\nIm Sommer.\n\n{LONG}\n\n- am  Hafen"
    after = hand_in(session, cast, text)

    assert states(session, after) == [
        ("Das ist neu.", True),
        ("am Hafen", True),  # another kind of block
        ("Im Sommer.", False),
        (LONG, False),
        ("am Hafen", False),
    ]


def test_words_that_changed_are_open(session, cast) -> None:
    before = hand_in(session, cast, BEFORE)
    close(session, cast, before, 1)
    make_public(session, cast, before)
    after = hand_in(session, cast, BEFORE.replace("eigenem", "fremdem"))
    assert closed(session, after) == []


def test_of_short_ones_that_are_alike_one_closed_closes_none(session, cast) -> None:
    before = hand_in(session, cast, BEFORE)
    close(session, cast, before, 4)
    make_public(session, cast, before)
    assert closed(session, hand_in(session, cast, BEFORE)) == []


def test_of_short_ones_that_are_alike_all_closed_close_all(session, cast) -> None:
    before = hand_in(session, cast, BEFORE)
    close(session, cast, before, 4, 6)
    make_public(session, cast, before)
    after = hand_in(session, cast, BEFORE + "- Entfällt.\n")
    assert closed(session, after) == ["Entfällt."] * 3


def test_of_long_ones_that_are_alike_each_is_as_it_was(session, cast) -> None:
    text = f"# Bauen\n\n{LONG}\n\nDann.\n\n{LONG}"
    before = hand_in(session, cast, text)
    close(session, cast, before, 3)
    make_public(session, cast, before)
    assert states(session, hand_in(session, cast, f"{text}\n\nEnde.")) == [
        (LONG, True),
        ("Dann.", True),
        (LONG, False),
        ("Ende.", True),
    ]


def test_the_public_version_counts_not_a_later_one_that_was_never_published(session, cast) -> None:
    before = hand_in(session, cast, BEFORE)
    make_public(session, cast, before)
    later = hand_in(session, cast, BEFORE)
    close(session, cast, later, 1)
    assert closed(session, hand_in(session, cast, BEFORE)) == []


# Pictures


def with_figure(session: Session, cast: Cast, **about) -> DraftVersion:
    data = about.pop("data", drawn())
    draft = read(heading("Bauen"), para("Text."), Image(data, name="image1.png", **about))
    version = import_draft(session, cast.process, draft, source_name="v.docx", by=None)
    session.commit()
    return version


def figure(session: Session, version: DraftVersion) -> tuple[str | None, list[str], str]:
    """Alternative text, sentences, doubt."""
    session.expire_all()
    query = select(Block).where(Block.version_id == version.id, col(Block.picture_id).is_not(None))
    block = session.exec(query).one()
    sentences = select(Sentence).where(Sentence.block_id == block.id).order_by(Sentence.number)
    said = [sentence.text for sentence in session.exec(sentences)]
    assert block.text == " ".join(said)
    return alternative_of(block.head_html), said, block.doubt


def describe(session: Session, cast: Cast, version: DraftVersion, words: str) -> None:
    step(session, cast, version, "alternative", at("T · 2", blocks.describe_picture, words))
    make_public(session, cast, version)


def test_the_words_for_a_picture_come_along_and_settle_its_doubt(session, cast) -> None:
    before = with_figure(session, cast)
    assert figure(session, before)[1] == [UNDESCRIBED]
    describe(session, cast, before, "Ein Plan der Post. Er ist von 2015.")

    assert figure(session, with_figure(session, cast)) == (
        "Ein Plan der Post. Er ist von 2015.",
        ["Ein Plan der Post.", "Er ist von 2015."],
        "",
    )


def test_they_come_along_beside_a_caption_that_stays(session, cast) -> None:
    describe(session, cast, with_figure(session, cast), "Ein Plan der Post.")
    after = with_figure(session, cast, caption=para("Abbildung 1"))
    assert figure(session, after) == ("Ein Plan der Post.", ["Abbildung 1"], "")


@pytest.mark.parametrize(
    ("about", "alternative"),
    [({"alt": "Eigene Worte"}, "Eigene Worte"), ({"data": drawn(41)}, "")],
    ids=["with words of its own", "another picture"],
)
def test_other_pictures_do_not_get_them(session, cast, about, alternative) -> None:
    describe(session, cast, with_figure(session, cast), "Ein Plan der Post.")
    assert figure(session, with_figure(session, cast, **about))[0] == alternative


def test_words_of_a_program_give_way_to_those_of_the_office(session, cast) -> None:
    machine = "Ein Bild. Automatisch generierte Beschreibung"
    describe(session, cast, with_figure(session, cast, alt=machine), "Ein Plan der Post.")
    after = with_figure(session, cast, alt=machine)
    assert figure(session, after) == ("Ein Plan der Post.", ["Ein Plan der Post."], "")


def test_a_closed_picture_stays_closed_though_many_have_no_words(session, cast) -> None:
    before = with_figure(session, cast)
    close(session, cast, before, 2)
    make_public(session, cast, before)
    assert closed(session, with_figure(session, cast)) == [UNDESCRIBED]
