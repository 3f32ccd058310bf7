"""What people say on the telephone, and what they type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.drafts.addresses import Address, number_blocks, reading_order
from app.drafts.outline import BlockKind, ReadBlock, ReadDraft, ReadSection, ReadSentence


@pytest.mark.parametrize(
    ("address", "label", "fragment"),
    [
        (Address(2), "HF2", "hf2"),
        (Address(2, 3), "HF2 · 3", "hf2-3"),
        (Address(2, 3, 4), "HF2 · 3.4", "hf2-3-4"),
        (Address(None, 5), "T · 5", "t-5"),
        (Address(None, 5, 1), "T · 5.1", "t-5-1"),
    ],
)
def test_an_address_is_said_in_one_way(address, label, fragment):
    assert (address.label, address.fragment) == (label, fragment)


@pytest.mark.parametrize(
    "typed",
    [
        "HF2 · 3.4",
        "hf2 3.4",
        "HF2-3-4",
        "HF2·3.4",
        "#hf2-3-4",
        " HF 2 · 3 . 4 ",
        "hf 2, 3, 4",
        "Handlungsfeld 2, 3.4",
        "HF2 – 3/4",
        "\u200fHF2 · 3.4\u200f",
        "HF2\u00a0·\u00a03.4.",
    ],
)
def test_an_address_is_understood_in_many(typed):
    assert Address.parse(typed) == Address(2, 3, 4)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("HF 2 · 3", Address(2, 3)),
        ("#hf2-3", Address(2, 3)),
        ("hf2", Address(2)),
        ("T5", Address(None, 5)),
        ("t · 5.1", Address(None, 5, 1)),
        ("HF٢ · ٣", Address(2, 3)),
    ],
)
def test_shorter_ones_too(typed, address):
    assert Address.parse(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2.3",
        "HF",
        "T",
        "HF0",
        "HF2 · 0",
        "HF2 3.4.5",
        "HF2 x",
        "AG 2",
        "HF2 · ²",
        "HF1234567",
        "HF-",
        "hf2-3-4<svg onload=alert(1)>",
        "HF2\n\n\n\n\n\n\n\n3",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValueError, match="address"):
        Address.parse(typed)


@pytest.mark.parametrize("numbers", [(None,), (2, None, 4), (None, None, 1), (0,), (2, -1)])
def test_what_cannot_be_an_address_is_not_made(numbers):
    with pytest.raises(ValueError, match=r"address|block"):
        Address(*numbers)


NUMBERS = st.integers(min_value=1, max_value=999_999)


@given(st.none() | NUMBERS, NUMBERS, st.none() | NUMBERS)
@settings(deadline=None)
def test_what_is_said_or_linked_is_understood(field, block, sentence):
    address = Address(field, block, sentence)

    assert Address.parse(address.label) == address
    assert Address.parse(address.fragment) == address
    assert Address.parse(f"#{address.fragment}") == address


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> ReadBlock:
    return ReadBlock(kind, (ReadSentence(text, text),))


def section(title: str, *blocks: ReadBlock, sections: tuple[ReadSection, ...] = ()) -> ReadSection:
    return ReadSection(title, 1, list(blocks), list(sections))


DRAFT = ReadDraft(
    "Konzept",
    blocks=[block("Vorab.")],
    sections=[
        section("Einleitung", block("Anlass.")),
        section(
            "Wohnen",
            block("Lage."),
            block("Platz.", BlockKind.ITEM),
            block("Fußnote.", BlockKind.FOOTNOTE),
            sections=(section("Sprache", block("Auch hier.")),),
        ),
        section("Sprache", block("Kurse."), block("Treffs.")),
        section("Ausblick", block("Danach.")),
    ],
)


def test_blocks_are_numbered_per_field_in_reading_order():
    places = number_blocks(DRAFT, {"wohnen": 1, " Sprache ": 2})

    assert [
        (b.text, *place) for (_s, b), place in zip(reading_order(DRAFT), places, strict=True)
    ] == [
        ("Vorab.", None, 1),
        ("Anlass.", None, 2),
        ("Lage.", 1, 1),
        ("Platz.", 1, 2),
        ("Fußnote.", 1, 3),
        ("Auch hier.", 1, 4),  # a heading inside a field is no field, whatever it is called
        ("Kurse.", 2, 1),
        ("Treffs.", 2, 2),
        ("Danach.", None, 3),
    ]


def test_without_fields_everything_is_text():
    assert {place.field for place in number_blocks(DRAFT, {})} == {None}


def test_a_block_is_read_under_the_heading_directly_above_it():
    headings = [above.title if above else "" for above, _block in reading_order(DRAFT)]

    assert headings[:5] == ["", "Einleitung", "Wohnen", "Wohnen", "Wohnen"]
    assert headings[5] == "Sprache"
