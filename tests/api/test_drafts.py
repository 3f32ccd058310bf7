"""The participation office hands in the next version of the text."""

import pytest
from sqlmodel import select

from app.api.limits import CHANGES_PER_WRITE
from app.drafts.readers import read_contents
from app.models import DraftVersion

DRAFTS = "/processes/ankommen/drafts"
NEXT = """---
title: Ankommen, zweite Fassung
fields:
  - {heading: Sprache, group: ag-1, colour: 2}
  - {heading: Wohnen, group: ag-3, colour: 3}
---
# Sprache

Alle lernen Deutsch. Kurse beginnen im März.

# Wohnen

Niemand wohnt länger als nötig im Heim. <!-- noch prüfen -->
"""


def hand_in(program, content, status=201, name="fassung-2.md", **headers):
    if isinstance(content, str):
        content = content.encode()
    return program.send(
        "POST", DRAFTS, status, files={"file": (name, content, "text/plain")}, headers=headers
    )


def test_a_file_becomes_a_version_that_is_not_public_yet(acting, cast, reader):
    program = acting(cast.emil, "drafts:write")

    made = hand_in(program, NEXT)

    assert (made["version"], made["title"]) == (2, "Ankommen, zweite Fassung")
    assert made["words"] == 16
    assert [(f["slug"], f["number"], f["group"]) for f in made["fields"]] == [
        ("sprache", 1, "ag-1"),
        ("wohnen", 3, "ag-3"),
    ]
    assert any("noch prüfen" in part["excerpt"] for part in made["left_out"])
    reader.get("/processes/ankommen/draft", status=404, version=2)
    text = program.get(program.last.headers["location"].removeprefix("http://testserver/api/v1"))
    assert [section["address"] for section in text["sections"]] == ["HF1", "HF3"]
    assert text["sections"][1]["blocks"][0]["text"].startswith("Niemand wohnt")


def test_the_same_key_makes_one_version(acting, cast, session):
    program, key = acting(cast.emil), {"Idempotency-Key": "v-2"}

    first = hand_in(program, NEXT, **key)
    assert hand_in(program, NEXT, **key) == first
    hand_in(program, f"{NEXT}\nNoch ein Satz.\n", status=409, **key)
    assert len(session.exec(select(DraftVersion)).all()) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00 kein UTF-8",
        b"%PDF-1.7",
        b"PK\x03\x04 ein Archiv",
        b"---\nfields: [{heading: Gibt es nicht}]\n---\n# Anders\n\nEin Satz.\n",
        b"---\nfields: &a [*a]\n---\n# Anders\n\nEin Satz.\n",
        b"> " * 5000 + b"tief",
    ],
)
def test_a_file_that_cannot_be_a_draft_is_refused_in_a_sentence(acting, cast, session, content):
    problem = hand_in(acting(cast.emil), content, status=422)

    assert problem["detail"].endswith(".")
    assert len(session.exec(select(DraftVersion)).all()) == 1


def test_a_file_that_is_too_large_is_refused(acting, cast):
    hand_in(acting(cast.emil), b"a" * (5 * 1024 * 1024 + 1), status=413)


def test_of_several_files_none_is_dropped_without_a_word(acting, cast, session):
    files = [("file", (name, NEXT.encode(), "text/plain")) for name in ("a.md", "b.md")]
    problem = acting(cast.emil).send("POST", DRAFTS, 422, files=files)

    assert problem["errors"][0] == {
        "field": "file",
        "message": "Hier geht eine Datei auf einmal; gekommen sind 2.",
    }
    assert session.exec(select(DraftVersion.number)).all() == [1]


def test_uploads_are_counted_before_they_are_read(app, acting, cast, monkeypatch):
    app.state.settings.writes_per_minute = 1
    read = []
    monkeypatch.setattr(
        "app.api.resources.drafts.read_contents",
        lambda contents: read.append(contents) or read_contents(contents),
    )
    program = acting(cast.emil)
    statuses = [hand_in(program, "", 422) and 422 for _ in range(CHANGES_PER_WRITE)]
    problem = hand_in(program, NEXT, 429)

    assert (len(statuses), len(read)) == (CHANGES_PER_WRITE, CHANGES_PER_WRITE)
    assert problem["type"] == "urn:randnotiz:problem:too-many"


def test_a_form_without_a_file_is_refused(acting, cast):
    problem = acting(cast.emil).send("POST", DRAFTS, 422, data={"file": "nur ein Wort"})

    assert problem["errors"][0]["field"] == "file"


def test_a_form_with_ten_thousand_fields_is_refused_at_once(acting, cast):
    fields = {f"feld{n}": "x" for n in range(10_000)}
    file = {"file": ("a.md", b"# A\n\nEin Satz.\n", "text/plain")}

    acting(cast.emil).send("POST", DRAFTS, 400, data=fields, files=file)


def test_the_name_of_a_file_is_only_a_name(acting, cast, session):
    hand_in(acting(cast.emil), NEXT, name="../../etc/<svg onload=alert(1)>.md")

    kept = session.exec(select(DraftVersion).where(DraftVersion.number == 2)).one()
    assert "\n" not in kept.source_name


def test_a_process_in_preparation_gets_its_first_version(acting, cast, session):
    cast.elsewhere.organisation_id = cast.organisation.id
    cast.elsewhere.status = "preparing"
    session.add(cast.elsewhere)
    session.commit()
    program = acting(cast.emil)

    made = program.send(
        "POST", "/processes/anderswo/drafts", 201, files={"file": ("a.md", NEXT, "text/plain")}
    )

    assert made["version"] == 1
    assert program.get("/processes/anderswo/draft", version=1)["version"] == 1
