"""Putting a table right: its head turned on and off, rows and columns; no word comes or goes."""

import pytest
from sqlmodel import select

from app.drafts.domain import import_draft
from app.drafts.editing import blocks, tables
from app.drafts.editing.history import history_of
from app.drafts.editing.steps import undo
from app.drafts.outline import without_tags
from app.drafts.queries import blocks_of
from app.drafts.readers import read_contents
from app.errors import Invalid
from app.models import Block, BlockKind
from tests.drafts.putting_right import hand_in, step

TABLE = """# Kurse

| Kurs | Plätze |
| --- | ---: |
| Anfang | 20 |
| Aufbau | 10 |
"""
NO_HEAD = (
    "<h1>Kurse</h1><table><caption>Wo wir stehen</caption>"
    "<tr><td>Kurs</td><td>Pl&auml;tze</td></tr><tr><td>Anfang</td><td>20</td></tr>"
    "<tr><td>Aufbau</td><td>10</td></tr></table>"
)


def the_table(session, version) -> Block:
    session.expire_all()
    found = [b for b in blocks_of(session, version) if b.kind is BlockKind.TABLE]
    assert len(found) == 1
    return found[0]


def looks(block: Block) -> tuple[str, list[tuple[str, str]]]:
    return block.head_html, [(line.text, line.html) for line in block.sentences]


def words(block: Block) -> list[str]:
    said = [without_tags(block.head_html.replace("><", "> <")), block.text.replace("|", " ")]
    return sorted(" ".join(said).split())


def turn(session, cast, version, deed):
    table = the_table(session, version)
    return step(session, cast, version, "head", lambda sheet: _done(deed, sheet, f"b{table.id}"))


def take_back(session, cast, version):
    history = history_of(session, version)
    undo(
        session,
        cast.process,
        version,
        number=history.done[0].number,
        seen=history.state,
        by=cast.emil,
    )
    session.commit()


def _done(deed, sheet, key):
    block = sheet.block(key)
    deed(sheet, block)
    return block, block.label


@pytest.fixture
def version(session, cast):
    return hand_in(session, cast, TABLE)


def test_a_head_that_is_none_becomes_the_first_row_and_back_again(session, cast, version):
    before = the_table(session, version)
    was, said, counted = looks(before), words(before), version.words

    turn(session, cast, version, tables.make_head_first_row)
    table = the_table(session, version)
    assert table.head_html == ""
    assert [line.text for line in table.sentences] == [
        "Kurs | Plätze",
        "Anfang | 20",
        "Aufbau | 10",
    ]
    assert table.sentences[0].html == ('<th scope="row">Kurs</th><td class="n">Plätze</td>')
    assert words(table) == said

    turn(session, cast, version, tables.make_first_row_head)
    again = the_table(session, version)
    assert looks(again) == was
    assert (words(again), version.words) == (said, counted)


def test_it_can_be_undone(session, cast, version):
    was = looks(the_table(session, version))
    turn(session, cast, version, tables.make_head_first_row)
    assert looks(the_table(session, version)) != was
    take_back(session, cast, version)
    assert looks(the_table(session, version)) == was


def test_first_cells_name_their_rows_or_do_not(session, cast, version):
    turn(session, cast, version, tables.unname_rows)
    table = the_table(session, version)
    assert not tables.has_head_column(table)
    assert table.sentences[0].html.startswith("<td>Anfang</td>")
    turn(session, cast, version, tables.name_rows)
    assert tables.has_head_column(the_table(session, version))


def test_a_caption_stays_whatever_becomes_of_the_head(session, cast):
    draft = read_contents([("t.html", NO_HEAD.encode())])
    version = import_draft(session, cast.process, draft, source_name="t.html", by=cast.emil)
    table = the_table(session, version)
    if not tables.head_rows(table):
        turn(session, cast, version, tables.make_first_row_head)
    assert tables.head_rows(the_table(session, version)) == 1
    turn(session, cast, version, tables.make_head_first_row)
    assert the_table(session, version).head_html == "<caption>Wo wir stehen</caption>"


@pytest.mark.parametrize(
    "deed", [tables.make_first_row_head, tables.make_head_first_row, tables.name_rows]
)
def test_what_is_no_table_has_no_head(session, cast, deed):
    version = hand_in(session, cast)
    block = session.exec(
        select(Block).where(Block.version_id == version.id, Block.kind == BlockKind.PARAGRAPH)
    ).first()
    with pytest.raises(Invalid, match="keine Tabelle"):
        step(session, cast, version, "head", lambda sheet: _done(deed, sheet, f"b{block.id}"))


def test_a_table_is_never_all_head_and_none_has_no_head_to_lose(session, cast):
    version = hand_in(session, cast, TABLE.replace("| Aufbau | 10 |\n", ""))
    with pytest.raises(Invalid, match="noch eine Zeile"):
        turn(session, cast, version, tables.make_first_row_head)
    session.rollback()
    turn(session, cast, version, tables.make_head_first_row)
    with pytest.raises(Invalid, match="keinen Kopf"):
        turn(session, cast, version, tables.make_head_first_row)


def test_all_places_of_one_kind_are_ticked_off_in_one_step(session, cast):
    version = hand_in(session, cast)
    found = blocks_of(session, version)
    for block in found[:3]:
        block.doubt = "Geraten, weil nichts es sagt."
    found[3].doubt = "Etwas anderes."
    session.flush()

    def settle(sheet):
        item = sheet.find(f"b{found[0].id}")
        assert blocks.settle_alike(sheet, item) == 3
        return item, item.label

    step(session, cast, version, "settle-all", settle)
    assert [b.doubt for b in blocks_of(session, version)[:4]] == ["", "", "", "Etwas anderes."]
    take_back(session, cast, version)
    session.expire_all()
    assert sum(bool(b.doubt) for b in blocks_of(session, version)) == 4
