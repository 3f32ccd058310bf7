"""A version's outline becomes its action fields, and then it is published."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlmodel import Session, col, select

from app.models import (
    ActionField,
    Block,
    JournalEntry,
    Process,
    Section,
    WorkingGroup,
)
from tests.desk.handing_in import URL, look, runs, upload


def test_fields_get_colour_group_and_line_and_the_text_its_addresses(office, app, sections) -> None:
    bauen, nachbarn = sections["Bauen"], sections["Nachbarn"]
    chosen = {
        f"kind-{bauen}": "field",
        f"colour-{bauen}": "4",
        f"group-{bauen}": "new",
        f"summary-{bauen}": "Wo gebaut wird.",
        f"kind-{nachbarn}": "field",
        f"group-{nachbarn}": "ag-2",
        f"group-{sections['Einleitung']}": "ag-1",
    }
    office.send(f"{URL}/v2/fields", **chosen)
    assert office.last.headers["location"] == f"{URL}/v2#gliederung"

    page = office.get(f"{URL}/v2")
    assert runs(page) == {
        "Wohnen in Musterstadt": None,
        "Einleitung": None,
        "Bauen": "4",
        "Wo": "4",
        "Nachbarn": "4",
    }
    marks = [mark.text for mark in page.select(".run .fieldmark")]
    assert marks == ["HF3 · AG 3", "HF4 · AG 2"]
    assert [a.text for a in page.select(".run .address")] == [
        "T · 1",
        "HF3 · 1",
        "HF3 · 2",
        "HF3 · 3",
        "HF4 · 1",
    ]
    assert page.select_one(f"#summary-{bauen}")["value"] == "Wo gebaut wird."
    selected = page.select_one(f"#group-{bauen} option[selected]")
    assert selected.text == "AG 3 Bauen"
    (entry,) = look(app, select(JournalEntry).where(JournalEntry.deed == "draft.fields_chosen"))
    assert entry.details == {"fields": ["bauen", "nachbarn"]}


def test_what_is_chosen_before_publishing_is_shown_to_nobody(office, cast, sections) -> None:
    def shown() -> list[str]:
        page = office.get("/p/ankommen")
        return [card.text for card in page.select(".card h3")]

    bauen = sections["Bauen"]
    office.send(f"{URL}/v2/fields", **{f"kind-{bauen}": "field", f"group-{bauen}": "ag-1"})
    assert shown() == ["Sprache", "Arbeit"]
    office.get("/p/ankommen/fields/bauen", status=404)
    assert "Bauen" not in office.get(f"/groups/{cast.group.id}").select_one("aside").text
    told = office.client.get("/api/v1/processes/ankommen").json()
    assert [field["title"] for field in told["fields"]] == ["Sprache", "Arbeit"]

    office.send(f"{URL}/v2/publish")
    assert shown() == ["Bauen"]
    assert "Bauen" in office.get(f"/groups/{cast.group.id}").select_one("aside").text


def test_choosing_again_replaces_and_empty_means_none(office, app, sections) -> None:
    bauen = sections["Bauen"]
    full = {f"kind-{bauen}": "field", f"group-{bauen}": "ag-1", f"summary-{bauen}": "Eine Zeile."}
    office.send(f"{URL}/v2/fields", **full)
    office.send(f"{URL}/v2/fields", **{f"kind-{bauen}": "field", f"group-{bauen}": ""})

    (field,) = look(app, select(ActionField).where(ActionField.slug == "bauen"))
    assert (field.group_id, field.summary) == (None, "")
    page = office.get(f"{URL}/v2")
    assert "HF3 „Bauen“ hat noch keine Arbeitsgruppe." in page.select_one("#oeffentlich").text

    office.send(f"{URL}/v2/fields")
    assert set(runs(office.get(f"{URL}/v2")).values()) == {None}


def test_a_field_inside_a_field_is_refused_with_everything_still_chosen(
    office, app, sections
) -> None:
    bauen, wo = sections["Bauen"], sections["Wo"]
    chosen = {
        f"kind-{bauen}": "field",
        f"colour-{bauen}": "5",
        f"group-{bauen}": "new",
        f"summary-{bauen}": "Meine Worte bleiben.",
        f"kind-{wo}": "field",
    }

    page = office.send(f"{URL}/v2/fields", status=422, **chosen)

    assert "„Wo“ liegt in „Bauen“" in page.select_one("[role=alert]").text
    assert page.select_one(f"#kind-{bauen} option[selected]")["value"] == "field"
    assert page.select_one(f"#kind-{wo} option[selected]")["value"] == "field"
    assert page.select_one(f"#colour-{bauen} option[selected]")["value"] == "5"
    assert page.select_one(f"#group-{bauen} option[selected]")["value"] == "new"
    assert page.select_one(f"#summary-{bauen}")["value"] == "Meine Worte bleiben."
    assert set(runs(page).values()) == {None}
    assert len(look(app, select(ActionField.id))) == 2
    assert len(look(app, select(WorkingGroup.id))) == 2
    assert look(app, select(Section.id).where(col(Section.is_field), Section.version_id == 2)) == []


def test_what_does_not_exist_counts_as_not_chosen(office, app, cast, session, sections) -> None:
    foreign = WorkingGroup(process_id=cast.elsewhere.id, slug="fremd", name="AG X")
    session.add(foreign)
    session.commit()
    bauen = sections["Bauen"]
    first = look(app, select(Section.id).where(Section.version_id == 1))[0]

    office.send(
        f"{URL}/v2/fields",
        **{
            f"kind-{bauen}": "field",
            f"colour-{bauen}": "9",
            f"group-{bauen}": "fremd",
            f"kind-{first}": "field",
            "kind-999999": "field",
        },
    )

    (field,) = look(app, select(ActionField).where(ActionField.slug == "bauen"))
    assert (field.group_id, field.colour) == (None, 3)
    query = select(Section.title).where(col(Section.is_field), Section.version_id == 1)
    assert look(app, query) == ["Sprache", "Arbeit"]


def test_publishing_says_what_is_missing_and_then_holds(office, app, sections) -> None:
    page = office.send(f"{URL}/v2/publish", status=409)
    assert "kein Handlungsfeld" in page.select_one("[role=alert]").text

    office.send(f"{URL}/v2/fields", **{f"kind-{sections['Bauen']}": "field"})
    office.send(f"{URL}/v2/publish")
    assert office.last.headers["location"] == f"{URL}/v2#oeffentlich"

    page = office.get(f"{URL}/v2")
    assert "Fassung 2 ist seit 15. Oktober 2016 öffentlich." in page.select_one("#oeffentlich").text
    assert not page.select("main form")
    assert look(app, select(Process.current_version).where(Process.slug == "ankommen")) == [2]
    page = office.send(f"{URL}/v2/fields", status=409, **{f"kind-{sections['Wo']}": "field"})
    assert "ihre Fundstellen bleiben" in page.select_one("[role=alert]").text
    assert "schon veröffentlicht" in office.send(f"{URL}/v2/publish", status=409).text
    labels = look(app, select(Block.label).where(Block.version_id == 2).order_by(Block.position))
    assert labels == ["T · 1", "HF3 · 1", "HF3 · 2", "HF3 · 3", "T · 2"]


def test_a_version_that_would_lose_notes_is_not_published(
    office, app, cast, session: Session, sections
) -> None:
    office.send(f"{URL}/v2/fields", **{f"kind-{sections['Bauen']}": "field"})
    cast.says(session)
    session.commit()

    said = office.get(f"{URL}/v2").select_one("#oeffentlich .say--warn").text
    assert "Zu Fassung 1 gibt es schon Anmerkungen." in said
    page = office.send(f"{URL}/v2/publish", status=409)
    assert "Zu Fassung 1 gibt es schon Anmerkungen." in page.select_one("[role=alert]").text
    assert look(app, select(Process.current_version).where(Process.slug == "ankommen")) == [1]


def test_a_long_draft_costs_no_more_queries_and_fits_into_one_form(
    office, app, sections, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    def cost(url: str) -> int:
        with count_queries() as seen:
            assert office.client.get(url).status_code == 200
        return len(seen)

    before = [cost(URL), cost(f"{URL}/v2")]
    long = "\n\n".join(f"# Teil {n}\n\nEin Satz. Noch einer." for n in range(600))
    upload(office, ("lang.md", long))
    assert [cost(URL), cost(f"{URL}/v3")] == before
    assert max(before) <= 12

    query = select(Section.id).where(Section.version_id == 3).order_by(col(Section.position))
    ids = look(app, query)
    names = ("kind", "colour", "group", "summary")
    sent = {f"{name}-{section}": "" for section in ids for name in names}
    office.send(f"{URL}/v3/fields", **(sent | {f"kind-{ids[-1]}": "field"}))
    assert look(
        app, select(Section.title).where(col(Section.is_field), Section.version_id == 3)
    ) == ["Teil 599"]


def test_the_same_form_sent_twice_makes_one_new_group(office, app, sections) -> None:
    bauen = sections["Bauen"]
    chosen = {f"kind-{bauen}": "field", f"group-{bauen}": "new"}

    for _ in range(2):
        office.send(f"{URL}/v2/fields", **chosen)

    groups = look(app, select(WorkingGroup).where(WorkingGroup.title == "Bauen"))
    assert [group.slug for group in groups] == ["ag-3"]
