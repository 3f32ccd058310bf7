"""Putting a version right: what each deed does to headings, blocks and addresses."""

import pytest
from sqlmodel import Session, select

from app.drafts.editing import blocks, choosing, headings
from app.drafts.editing.history import history_of
from app.drafts.editing.markup import alternative_of
from app.drafts.editing.sheet import Sheet
from app.drafts.editing.steps import undo
from app.drafts.outline import UNDESCRIBED
from app.errors import Invalid, NotFound
from app.models import Block, JournalEntry, Section
from tests.cast import Cast
from tests.drafts.putting_right import at, everything, hand_in, on, outline, step


@pytest.fixture
def version(session: Session, cast: Cast):
    """A version of five headings and eight blocks that is not public."""
    return hand_in(session, cast)


def refused(session, cast, version, change, error=Invalid) -> str:
    """The sentence with which a step is refused; everything is as it was."""
    before = everything(session, version)
    with pytest.raises(error) as refusal:
        step(session, cast, version, "probe", change)
    session.rollback()
    assert everything(session, version) == before
    return refusal.value.reason


def test_a_heading_goes_up_with_all_that_stands_under_it(session, cast, version) -> None:
    step(session, cast, version, "raise", on("1 Bauen", headings.raise_heading))
    assert [line for line in outline(session, version) if line.startswith("#")] == [
        "# Wohnen in Musterstadt",
        "# 1 Bauen",
        "## Wo",
        "## 2 Nachbarn",
        "### Wann",
    ]
    said = refused(session, cast, version, on("1 Bauen", headings.raise_heading))
    assert said == "„1 Bauen“ steht schon auf der obersten Ebene."


def test_a_heading_goes_down_under_the_one_before_it(session, cast, version) -> None:
    step(session, cast, version, "lower", on("2 Nachbarn", headings.lower_heading))
    assert [line for line in outline(session, version) if line.startswith("#")][-2:] == [
        "### 2 Nachbarn",
        "#### Wann",
    ]
    said = refused(session, cast, version, on("1 Bauen", headings.lower_heading))
    assert said == "Über „1 Bauen“ steht keine Überschrift, unter die sie rücken könnte."


def test_no_heading_goes_below_level_six(session, cast) -> None:
    deep = "\n\n".join(f"{'#' * level} Ebene {level}\n\nText." for level in range(1, 7))
    version = hand_in(session, cast, f"# Vorher\n\nText.\n\n{deep}")

    said = refused(session, cast, version, on("Ebene 1", headings.lower_heading))
    assert said.startswith("Tiefer als Ebene 6 geht es nicht")


def test_a_heading_becomes_a_paragraph_and_a_heading_again(session, cast, version) -> None:
    step(session, cast, version, "paragraph", on("Wann", headings.heading_to_paragraph))
    assert outline(session, version)[-3:] == [
        "T · 7: Jedes Viertel bekommt einen Treffpunkt.",
        "T · 8: Wann",
        "T · 9: Im Sommer.",
    ]
    step(session, cast, version, "heading", at("T · 8", headings.paragraph_to_heading))
    assert outline(session, version)[-2:] == ["### Wann", "T · 8: Im Sommer."]


def test_a_field_is_not_made_a_paragraph(session, cast, version) -> None:
    step(session, cast, version, "field", on("1 Bauen", choosing.make_field))
    said = refused(session, cast, version, on("1 Bauen", headings.heading_to_paragraph))
    assert said == "„1 Bauen“ ist ein Handlungsfeld. Heben Sie das zuerst auf."


@pytest.mark.parametrize("label", ["T · 6", "T · 1"])
def test_what_is_no_heading_does_not_become_one(session, cast, label) -> None:
    version = hand_in(session, cast, f"# A\n\n{'Wort ' * 61}lang.\n\n" + TABLE * 5)
    assert refused(session, cast, version, at(label, headings.paragraph_to_heading))


TABLE = "| Ort | Häuser |\n| --- | ---: |\n| Post | 20 |\n| Hafen | 10 |\n\nText.\n\n"


def test_blocks_are_joined_and_a_cut_sentence_is_whole_again(session, cast, version) -> None:
    step(session, cast, version, "join", at("T · 3", blocks.join_block))

    assert outline(session, version)[3:6] == [
        "T · 2: Die Stadt baut auf eigenem Grund und Boden. Sie fängt im Mai an. "
        "Danach kommt der Hafen an die Reihe.",
        "### Wo",
        "T · 3: an der alten Post",
    ]
    block = session.exec(select(Block).where(Block.label == "T · 2", Block.version_id == 2)).one()
    rows = everything(session, version)
    texts = [row["text"] for row in rows if row.get("block_id") == block.id]
    assert texts[2] == "Danach kommt der Hafen an die Reihe."


def test_whole_sentences_stay_sentences_of_their_own_when_joined(session, cast) -> None:
    version = hand_in(session, cast, "# A\n\nEins ist da.\n\nDie Zwei kommt.")
    step(session, cast, version, "join", at("T · 2", blocks.join_block))
    rows = [row["text"] for row in everything(session, version) if "block_id" in row]
    assert rows == ["Eins ist da.", "Die Zwei kommt."]


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("T · 1", "Direkt vor T · 1 steht kein Absatz unter derselben Überschrift."),
        ("T · 4", "Direkt vor T · 4 steht kein Absatz unter derselben Überschrift."),
        ("T · 6", "Bilder und Tabellen lassen sich nicht mit einem Absatz verbinden."),
    ],
)
def test_what_cannot_be_joined_is_refused(session, cast, version, label, sentence) -> None:
    assert refused(session, cast, version, at(label, blocks.join_block)) == sentence


def test_tables_are_joined_under_one_head_only(session, cast) -> None:
    other = TABLE.replace("Häuser", "Plätze").replace("\n\nText.", "")
    version = hand_in(session, cast, f"# A\n\n{other}{TABLE}")
    assert "verschiedene Köpfe" in refused(session, cast, version, at("T · 2", blocks.join_block))

    step(session, cast, version, "split", at("T · 2", blocks.split_block, 2))
    step(session, cast, version, "join", at("T · 3", blocks.join_block))
    assert outline(session, version)[2] == "T · 2: Post | 20 Hafen | 10"


def test_a_block_is_split_before_a_sentence_and_at_a_word(session, cast, version) -> None:
    step(session, cast, version, "split", at("T · 2", blocks.split_block, 2))
    step(session, cast, version, "split", at("T · 2", blocks.split_block, 1, 6))

    assert outline(session, version)[3:6] == [
        "T · 2: Die Stadt baut auf eigenem",
        "T · 3: Grund und Boden.",
        "T · 4: Sie fängt im Mai an. Danach kommt",
    ]
    html = [row["html"] for row in everything(session, version) if "block_id" in row]
    assert "Die Stadt baut auf <em>eigenem</em>" in html
    assert "<em>Grund und Boden</em>." in html


@pytest.mark.parametrize(
    ("label", "place"),
    [
        ("T · 2", (1, 1)),
        ("T · 2", (0, 1)),
        ("T · 2", (4, 1)),
        ("T · 2", (1, 99)),
        ("T · 2", (2, 0)),
        ("T · 6", (2, 2)),
    ],
)
def test_a_place_that_does_not_exist_is_refused(session, cast, version, label, place) -> None:
    assert refused(session, cast, version, at(label, blocks.split_block, *place))


def test_a_block_is_closed_for_notes_and_opened(session, cast, version) -> None:
    def is_open() -> bool:
        query = select(Block.is_open).where(Block.label == "T · 2", Block.version_id == version.id)
        return session.exec(query).one()

    step(session, cast, version, "close", at("T · 2", blocks.close_block))
    assert not is_open()
    step(session, cast, version, "open", at("T · 2", blocks.open_block))
    assert is_open()


def test_a_picture_gets_its_words_and_its_doubt_is_settled(session, cast, version) -> None:
    block = session.exec(select(Block).where(Block.label == "T · 2", Block.version_id == 2)).one()
    block.head_html = '<img src="/x.png" alt="" width="4">'
    block.doubt = "Zu diesem Bild fehlt ein Alternativtext."
    session.add(block)
    session.commit()

    words = 'Ein "Plan" & <mehr>'
    step(session, cast, version, "alternative", at("T · 2", blocks.describe_picture, words))

    session.refresh(block)
    assert alternative_of(block.head_html) == words
    assert "<mehr>" not in block.head_html
    assert 'src="/x.png"' in block.head_html
    assert block.doubt == ""
    assert refused(session, cast, version, at("T · 1", blocks.describe_picture, "Nichts"))
    assert refused(session, cast, version, at("T · 2", blocks.describe_picture, "x" * 1001))


@pytest.mark.parametrize(
    ("alternative", "said", "becomes"),
    [
        ("", UNDESCRIBED, ["Ein Plan & mehr.", "Er ist alt."]),
        ("Karte", "Karte", ["Ein Plan & mehr.", "Er ist alt."]),
        ("Karte", "Abbildung 1", ["Abbildung 1"]),
    ],
    ids=["nothing", "the old words", "a caption"],
)
def test_new_words_are_the_sentences_of_a_picture_without_a_caption(
    session, cast, version, alternative, said, becomes
) -> None:
    query = select(Block).where(Block.label == "T · 2", Block.version_id == version.id)
    block = session.exec(query).one()
    block.head_html = f'<img src="/x.png" alt="{alternative}" width="4">'
    sheet = Sheet(session, cast.process, version)
    sheet.write(block, [(said, said)])
    session.commit()
    before = everything(session, version)

    new = "Ein Plan & mehr. Er ist alt."
    step(session, cast, version, "alternative", at("T · 2", blocks.describe_picture, new))
    assert [text for text, _html in sheet.parts(block)] == becomes
    if len(becomes) > 1:
        assert sheet.parts(block)[0][1] == "Ein Plan &amp; mehr."

    history = history_of(session, version)
    number = history.done[0].number
    undo(session, cast.process, version, number, by=cast.emil, seen=history.state)
    session.commit()
    assert everything(session, version) == before


def test_a_doubt_is_ticked_off(session, cast, version) -> None:
    section = session.exec(select(Section).where(Section.title == "Wann")).one()
    section.doubt = "Geraten."
    session.add(section)
    session.commit()
    step(session, cast, version, "settle", on("Wann", blocks.settle_doubt))
    session.refresh(section)
    assert section.doubt == ""


def test_coloured_headings_become_fields_in_one_step(session, cast, version) -> None:
    fills = {"Wohnen in Musterstadt": "", "1 Bauen": "#ffe699", "Wo": "#ffe699", "Wann": "#c6e0b4"}
    for section in session.exec(select(Section).where(Section.version_id == version.id)):
        section.fill = fills.get(section.title, "")
        session.add(section)
    session.commit()

    def take(sheet):
        taken = choosing.take_proposed(sheet)
        return taken[0], f"{len(taken)}"

    step(session, cast, version, "colours", take)
    marked = [line for line in outline(session, version) if line.endswith("*")]
    assert marked == ["## 1 Bauen *", "### Wann *"]
    assert "keine Farbe mehr" in refused(session, cast, version, take)


def test_what_is_not_there_is_not_found(session, cast, version) -> None:
    for key in ("b999999", "s999999", "", "x1", "b1"):
        refused(session, cast, version, lambda sheet, key=key: sheet.find(key), NotFound)


def test_every_step_is_in_the_journal_without_words_of_the_text(session, cast, version) -> None:
    step(session, cast, version, "close", at("T · 2", blocks.close_block))
    entry = session.exec(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (entry.deed, entry.actor_id) == ("draft.put_right", cast.emil.id)
    assert entry.details == {"version": 2, "step": 1, "what": "close"}
