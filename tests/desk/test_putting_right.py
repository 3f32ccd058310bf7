"""Putting a version right on the desk, by forms alone: what is a field, and what follows."""

import pytest
from sqlmodel import col, select

from app.models import ActionField, Block, JournalEntry, Section, WorkingGroup
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


def test_a_block_closed_on_the_desk_takes_no_notes_once_it_is_public(
    office, app, cast, sections
) -> None:
    step(office, f"field:s{sections['Bauen']}")
    (block,) = look(app, select(Block).where(Block.version_id == 2, Block.label == "HF3 · 2"))
    step(office, f"close:b{block.id}")
    assert address(office) == "?edit=hf3-2#hf3-2"
    page = office.get(f"{URL}/v2?edit=hf3-2")
    assert "Für Anmerkungen geschlossen" in page.select_one("#hf3-2").text
    assert "Für Anmerkungen öffnen" in page.select_one(f"#tools-b{block.id}").text
    office.send(f"{URL}/v2/publish")

    page = office.get("/p/ankommen/fields/bauen")
    assert "Keine Anmerkungen möglich" in page.select_one("#hf3-2").text
    assert not page.select("a[href*='new?at=hf3-2']")
    note = {"target": "hf3-2", "kind": "note", "text": "Das geht hier nicht an."}
    office.send("/p/ankommen/comments", status=403, **note)


def test_what_was_closed_before_is_closed_in_the_next_version_and_the_page_says_so(
    office, app, session
) -> None:
    (block,) = look(app, select(Block).where(Block.version_id == 1, Block.label == "HF1 · 1"))
    upload(office, ("gleich.md", f"# Sprache\n\n{block.text}\n"))
    assert "geschlossen" not in office.get(f"{URL}/v2").select_one("#oeffentlich").text

    block.is_open = False
    session.merge(block)
    session.commit()
    upload(office, ("gleich.md", f"# Sprache\n\n{block.text}\n\nDies ist ganz neu.\n"))

    page = office.get(f"{URL}/v3")
    assert "Für Anmerkungen geschlossen" in page.select_one("#hf1-1").text
    assert "Für Anmerkungen geschlossen" not in page.select_one("#hf1-2").text
    assert page.select_one("#oeffentlich .meta").text == (
        "1 Absatz ist für Anmerkungen geschlossen. "
        "Was in der vorigen Fassung geschlossen war, ist übernommen."
    )


def test_a_picture_without_words_asks_for_them(office, app, cast, session, sections) -> None:
    (block,) = look(app, select(Block).where(Block.version_id == 2, Block.label == "T · 2"))
    block.kind = "figure"
    block.head_html = '<img src="/p/ankommen/pictures/x" alt="">'
    block.doubt = "Zu diesem Bild fehlt ein Alternativtext."
    session.merge(block)
    session.commit()
    page = office.get(f"{URL}/v2?edit=t-2")
    assert "1 Stelle geraten, bitte ansehen" in page.select_one("#zweifel").text
    assert page.select_one("#zweifel a")["href"] == "#t-2"
    assert not page.select(f"#join-b{block.id}, #place-b{block.id}")

    step(office, f"alternative:b{block.id}", alternative="Ein <Haus> am Hafen")

    page = office.get(f"{URL}/v2?edit=t-2")
    assert page.select_one(".run img")["alt"] == "Ein <Haus> am Hafen"
    assert page.select_one("input[name=alternative]")["value"] == "Ein <Haus> am Hafen"
    assert not page.select("#zweifel a")


def test_moderators_see_what_was_guessed_and_tick_nothing_off(
    browser: Browser, app, cast, session, sections
) -> None:
    section = session.get_one(Section, sections["Wo"])
    section.doubt = "Nur an der Fettung erkannt."
    section.fill = "#ffe699"
    session.add(section)
    session.commit()

    page = browser.leave().sign_in(cast.bernd).get(f"{URL}/v2?edit=s-wo")

    assert "Nur an der Fettung erkannt." in page.select_one(f"#run-{section.id}").text
    assert page.select_one(".swatch")["aria-label"] == "in der Datei gelb"
    assert not page.select("main button, main form, .tools, .proposal")
