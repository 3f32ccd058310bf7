"""Putting a version right on the desk, by forms alone: what is a field, and what follows."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import col, select

from app.models import ActionField, Block, JournalEntry, Process, Section, WorkingGroup
from tests.browser import Browser
from tests.desk.handing_in import URL, look, runs, step, upload

TAKEN_OVER = """# Ankommen in Musterstadt

Vorwort.

# 2 Sprache

Alle lernen Deutsch. Kurse beginnen im Mai.

# Beruf und Ausbildung

Betriebe bieten Praktika an. Niemand wartet länger als ein Jahr. Dann hilft die Stadt.
"""


def address(office: Browser) -> str:
    return office.last.headers["location"].removeprefix(f"{URL}/v2")


def test_a_heading_becomes_a_field_with_name_line_colour_and_group(office, app, sections) -> None:
    bauen, nachbarn = f"s{sections['Bauen']}", f"s{sections['Nachbarn']}"
    step(office, f"field:{bauen}:tree")
    assert address(office) == "#in-s-bauen"
    step(office, f"field:{nachbarn}")
    assert address(office) == "?edit=s-nachbarn#s-nachbarn"
    step(
        office,
        f"describe:{bauen}",
        title="Bauen und Wohnen",
        summary="Wo gebaut wird.",
        colour="4",
        group="new",
    )

    page = office.get(f"{URL}/v2?edit=s-bauen")
    assert runs(page) == {
        "Wohnen in Musterstadt": None,
        "Einleitung": None,
        "Bauen": "4",
        "Wo": "4",
        "Nachbarn": "4",
    }
    assert [mark.text for mark in page.select(".run .fieldmark")] == ["HF3 · AG 3", "HF4"]
    assert [a.text for a in page.select(".run .address")] == [
        "T · 1",
        "HF3 · 1",
        "HF3 · 2",
        "HF3 · 3",
        "HF4 · 1",
    ]
    assert page.select_one(f"#title-{bauen}")["value"] == "Bauen und Wohnen"
    assert page.select_one(f"#summary-{bauen}")["value"] == "Wo gebaut wird."
    assert "AG 3" in page.select_one(f"#group-{bauen} option[selected]").text
    assert "Handlungsfeld beschrieben: Bauen und Wohnen" in " ".join(
        page.select_one("#verlauf").text.split()
    )
    entries = look(app, select(JournalEntry).where(JournalEntry.deed == "draft.put_right"))
    assert [entry.details["what"] for entry in entries] == ["field", "field", "describe"]


def test_what_is_chosen_before_publishing_is_shown_to_nobody(office, app, cast, sections) -> None:
    def shown() -> list[str]:
        return [card.text for card in office.get("/p/ankommen").select(".card h3")]

    bauen = f"s{sections['Bauen']}"
    step(office, f"field:{bauen}")
    step(office, f"describe:{bauen}", title="Bauen", group="new", field="sprache", colour="6")
    step(office, f"field:s{sections['Nachbarn']}")

    assert shown() == ["Sprache", "Arbeit"]
    office.get("/p/ankommen/fields/bauen", status=404)
    office.get("/p/ankommen/fields/nachbarn", status=404)
    field = office.get("/p/ankommen/fields/sprache")
    assert "Handlungsfeld 1 von 2" in field.text
    assert field.body["data-field"] == "2"
    told = office.client.get("/api/v1/processes/ankommen").json()
    assert [one["title"] for one in told["fields"]] == ["Sprache", "Arbeit"]
    assert [group["slug"] for group in told["groups"]] == ["ag-1", "ag-2"]

    office.send(f"{URL}/v2/publish")
    assert shown() == ["Bauen", "Nachbarn"]
    (made,) = look(app, select(WorkingGroup).where(WorkingGroup.slug == "ag-3"))
    (field,) = look(app, select(ActionField).where(ActionField.slug == "sprache"))
    assert (made.title, field.number, field.group_id, field.colour) == ("Bauen", 1, made.id, 6)


def test_a_new_version_takes_over_the_fields_of_the_one_before(office, app, cast) -> None:
    upload(office, ("neu.md", TAKEN_OVER))

    page = office.get(f"{URL}/v2?edit=s-beruf-und-ausbildung")
    assert runs(page) == {
        "Ankommen in Musterstadt": None,
        "2 Sprache": "2",
        "Beruf und Ausbildung": "5",
    }
    marks = [mark.text for mark in page.select(".run .fieldmark")]
    assert marks == ["HF1 · AG 1", "HF2 · AG 2"]
    told = [" ".join(line.text.split()) for line in page.select(".run__head .meta")]
    assert "Kurse und Treffs." in told
    assert "Aus der vorigen Fassung übernommen: dieselbe Überschrift." in told
    assert any("weil der Text ähnlich ist" in line for line in told)

    (section,) = look(
        app, select(Section.id).where(Section.version_id == 2, Section.title.startswith("Beruf"))
    )
    assert page.select_one(f"#field-s{section} option[selected]")["value"] == "arbeit"
    step(office, f"describe:s{section}", title="Beruf", field="new")
    assert runs(office.get(f"{URL}/v2"))["Beruf und Ausbildung"] == "3"
    marks = [mark.text for mark in office.get(f"{URL}/v2").select(".run .fieldmark")]
    assert marks == ["HF1 · AG 1", "HF3"]


@pytest.mark.parametrize(
    ("said", "name", "sentence"),
    [
        ({"title": " "}, "title", "Das Feld braucht einen Namen."),
        ({"title": "x" * 301}, "title", "höchstens 300 Zeichen"),
        ({"title": "Bauen", "summary": "x" * 301}, "summary", "höchstens 300 Zeichen"),
        ({"title": "Bauen", "colour": "7"}, "colour", "Diese Farbe gibt es nicht."),
        ({"title": "Bauen", "colour": "²"}, "colour", "Diese Farbe gibt es nicht."),
        ({"title": "Bauen", "group": "fremd"}, "group", "Diese Arbeitsgruppe gibt es nicht."),
        ({"title": "Bauen", "field": "keins"}, "field", "Dieses Feld gibt es nicht."),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_it_with_everything_still_typed(
    office, app, cast, session, sections, said, name, sentence
) -> None:
    session.add(WorkingGroup(process_id=cast.elsewhere.id, slug="fremd", name="AG X"))
    session.commit()
    bauen = f"s{sections['Bauen']}"
    step(office, f"field:{bauen}")
    said = {"summary": "Meine Worte bleiben."} | said

    page = step(office, f"describe:{bauen}", status=422, **said)

    error = page.select_one(f"#{name}-{bauen}-error")
    assert error.text.startswith("Fehler:")
    assert sentence in error.text
    assert page.select_one(f"#{name}-{bauen}")["aria-describedby"] == error["id"]
    assert page.select_one(f"#summary-{bauen}")["value"] == said["summary"]
    (choice,) = look(app, select(Section.field_choice).where(Section.title == "Bauen"))
    assert choice["title"] == "Bauen"
    assert choice["summary"] == ""


def test_one_field_is_not_two_headings(office, sections) -> None:
    bauen, nachbarn = f"s{sections['Bauen']}", f"s{sections['Nachbarn']}"
    step(office, f"field:{bauen}")
    step(office, f"field:{nachbarn}")
    step(office, f"describe:{bauen}", title="Bauen", field="arbeit")

    page = step(office, f"describe:{nachbarn}", status=422, title="Nachbarn", field="arbeit")

    assert "HF2 steht schon bei „Bauen“." in page.select_one(f"#field-{nachbarn}-error").text


def test_a_field_inside_a_field_is_refused(office, app, sections) -> None:
    step(office, f"field:s{sections['Bauen']}")
    page = step(office, f"field:s{sections['Wo']}", status=422)
    assert "„Wo“ liegt in „Bauen“" in page.select_one("[role=alert]").text

    page = step(office, f"field:s{sections['Wohnen in Musterstadt']}", status=422)
    assert "„Bauen“ liegt in „Wohnen in Musterstadt“" in page.select_one("[role=alert]").text
    query = select(Section.title).where(col(Section.is_field), Section.version_id == 2)
    assert look(app, query) == ["Bauen"]


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


def test_what_was_compared_survives_that_its_block_is_joined(office, app, cast, session) -> None:
    for at in ("hf1-1-1", "hf1-2-1", "hf2-1"):
        cast.says(session, at=at)
    session.commit()
    text = TAKEN_OVER.replace("Kurse beginnen", "\n\n- Treffs in jedem Stadtteil\n\nKurse beginnen")
    upload(office, ("neu.md", text))
    blocks = look(app, select(Block).where(Block.version_id == 2).order_by(col(Block.position)))
    assert [block.text.split()[0] for block in blocks][1:4] == ["Alle", "Treffs", "Kurse"]

    for block in (blocks[3], blocks[2]):
        step(office, f"join:b{block.id}")

    page = office.get(f"{URL}/v2/lineage")
    assert "3" in page.main.text
    office.send(f"{URL}/v2/lineage")
    office.get(f"{URL}/v2/lineage")
    office.send(f"{URL}/v2/undo", number=2, seen="2-2")
    office.get(f"{URL}/v2/lineage")
