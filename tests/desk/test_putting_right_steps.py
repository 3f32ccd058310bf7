"""Putting a version right on the desk: undoing, two at once, what is refused, what it costs."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import col, select

from app.models import Block, JournalEntry, Process, Section
from tests.desk.handing_in import URL, look, runs, step, upload


def address(office) -> str:
    return office.last.headers["location"].removeprefix(f"{URL}/v2")


def test_of_two_people_the_second_is_told_and_nothing_is_lost(office, app, sections) -> None:
    bauen, nachbarn = f"s{sections['Bauen']}", f"s{sections['Nachbarn']}"
    step(office, f"field:{bauen}")

    page = office.send(f"{URL}/v2/steps", status=409, do=f"field:{nachbarn}", seen="0-0")

    alert = page.select_one("[role=alert]").text
    assert "Inzwischen gab es einen anderen Schritt von Emil." in alert
    query = select(Section.title).where(col(Section.is_field), Section.version_id == 2)
    assert look(app, query) == ["Bauen"]
    assert page.select_one("#steps .seen")["value"] == "1-1"


def test_the_same_step_sent_twice_is_one(office, app, sections) -> None:
    for _ in range(2):
        office.send(f"{URL}/v2/steps", do=f"field:s{sections['Bauen']}", seen="0-0")

    assert office.get(f"{URL}/v2").select_one("#steps .seen")["value"] == "1-1"


def test_a_step_is_undone_and_done_again(office, app, sections) -> None:
    step(office, f"field:s{sections['Bauen']}")
    before = look(app, select(Block.label).where(Block.version_id == 2).order_by(Block.position))
    page = office.get(f"{URL}/v2")
    assert page.select_one("#undo").text == "Rückgängig"

    for _ in range(2):  # a double click takes back one step
        office.send(f"{URL}/v2/undo", number=1, seen="1-1")
        assert address(office) == "#verlauf"
    assert set(runs(office.get(f"{URL}/v2")).values()) == {None}
    assert "Noch ist nichts geändert." in office.get(f"{URL}/v2").select_one("#verlauf").text

    office.send(f"{URL}/v2/redo", number=1, seen="1-0")
    labels = select(Block.label).where(Block.version_id == 2).order_by(Block.position)
    assert look(app, labels) == before
    office.send(f"{URL}/v2/undo", number=1, seen="9-9", status=409)


def test_nothing_is_put_right_once_it_is_public(office, app, sections) -> None:
    step(office, f"field:s{sections['Bauen']}")
    office.send(f"{URL}/v2/publish")

    page = step(office, f"field:s{sections['Nachbarn']}", status=409, seen="1-1")
    assert "ihre Fundstellen bleiben" in page.select_one("[role=alert]").text
    office.send(f"{URL}/v2/undo", status=409, number=1, seen="1-1")
    office.get_fragment(f"{URL}/v2/tools?at=s-bauen", status=404)
    page = office.get(f"{URL}/v2?edit=s-bauen")
    assert not page.select("main button, .tools")
    assert look(app, select(Process.current_version).where(Process.slug == "ankommen")) == [2]


@pytest.mark.parametrize("do", ["", "field", "field:", "field:s999999", "join:s1", "fly:b1", ":::"])
def test_a_step_that_does_not_exist_is_refused(office, app, sections, do) -> None:
    page = office.client.post(f"{URL}/v2/steps", data=office._with_token({"do": do, "seen": "0-0"}))
    assert page.status_code in (404, 422)
    assert look(app, select(JournalEntry).where(JournalEntry.deed == "draft.put_right")) == []


def test_a_heading_of_another_version_is_not_touched(office, app, sections) -> None:
    (first,) = look(
        app, select(Section.id).where(Section.version_id == 1, Section.title == "Einleitung")
    )
    step(office, f"field:s{first}", status=404)


def test_a_long_draft_is_a_page_of_twelve_queries(
    office, app, sections, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    def cost(url: str) -> int:
        with count_queries() as seen:
            assert office.client.get(url).status_code == 200
        return len(seen)

    before = [cost(URL), cost(f"{URL}/v2"), cost(f"{URL}/v2?edit=s-bauen")]
    long = "\n\n".join(f"# Teil {n}\n\nEin Satz. Noch einer." for n in range(600))
    upload(office, ("lang.md", long))
    assert [cost(URL), cost(f"{URL}/v3"), cost(f"{URL}/v3?edit=s-teil-3")] == before
    assert max(before) <= 12
