"""Everybody may read: processes, the text, comments and what was answered."""

from datetime import timedelta

import pytest

from app.comments import domain as comments
from app.comments import supporting
from app.comments.queries import by_number
from app.models import CommentKind, Decision, Disposition, Status
from app.moderation import domain as moderation
from tests.cast import WHILE_OPEN

HOUR = timedelta(hours=1)
COMMENTS = "/processes/ankommen/comments"
AS_WRITTEN = {"edited_at": None, "withdrawn_at": None, "additions": []}
ON_NO_WORDS = {"first_word": None, "last_word": None}
UNARRANGED = {"moved_from": [], "part_of": None, "parts": [], "duplicate_of": None}


def test_a_process_tells_its_window_fields_groups_and_offices(reader, cast):
    assert reader.get("/processes/ankommen") == {
        "slug": "ankommen",
        "title": "Ankommen in Musterstadt",
        "status": "open",
        "opens_at": "2016-10-01T00:00:00Z",
        "closes_at": "2016-11-08T23:00:00Z",
        "fields": [
            {
                "slug": "sprache",
                "number": 1,
                "title": "Sprache",
                "colour": 2,
                "group": "ag-1",
                "comments": 0,
            },
            {
                "slug": "arbeit",
                "number": 2,
                "title": "Arbeit",
                "colour": 5,
                "group": "ag-2",
                "comments": 0,
            },
        ],
        "groups": [
            {"id": cast.group.id, "slug": "ag-1", "name": "AG 1"},
            {"id": cast.other_group.id, "slug": "ag-2", "name": "AG 2"},
        ],
        "offices": [{"slug": "schulamt", "name": "Amt für Schule"}],
    }


@pytest.fixture
def both_in_one_city(cast, session):
    cast.elsewhere.organisation_id = cast.organisation.id
    session.add(cast.elsewhere)
    session.commit()


def test_processes_are_listed_page_by_page(reader, both_in_one_city):
    first = reader.get("/processes", limit=1)
    assert [process["slug"] for process in first["items"]] == ["anderswo"]
    assert reader.last.headers["link"] == f'<{first["next"]}>; rel="next"'

    second = reader.get(first["next"])
    assert [process["slug"] for process in second["items"]] == ["ankommen"]
    assert second["next"] is None


def test_a_process_in_preparation_is_not_there_yet(reader, cast, session, both_in_one_city):
    cast.process.status = Status.PREPARING
    session.add(cast.process)
    session.commit()

    reader.get("/processes/ankommen", status=404)
    reader.get("/processes/ankommen/draft", status=404)
    reader.get(COMMENTS, status=404)
    assert [process["slug"] for process in reader.get("/processes")["items"]] == ["anderswo"]


def test_another_citys_process_is_not_there(reader):
    assert [process["slug"] for process in reader.get("/processes")["items"]] == ["ankommen"]
    reader.get("/processes/anderswo", status=404)


def test_the_draft_has_sections_blocks_and_sentences_with_addresses(reader):
    draft = reader.get("/processes/ankommen/draft")

    assert draft["version"] == 1
    introduction, language, work = draft["sections"]
    assert (introduction["address"], introduction["field"]) == (None, None)
    assert introduction["blocks"][0]["address"] == "T · 1"
    assert introduction["blocks"][0]["sentences"][1] == {
        "address": "T · 1.2",
        "text": "Er gilt ab dem 1. Januar.",
        "translation": None,
    }
    assert (language["address"], language["title"], language["level"]) == ("HF1", "Sprache", 1)
    goals = language["sections"][0]
    assert (goals["address"], goals["field"]) == (None, "sprache")
    assert [block["kind"] for block in goals["blocks"]] == ["paragraph", "item", "item", "table"]
    assert goals["blocks"][0]["html"] == (
        "<p>Alle lernen Deutsch. Kurse beginnen z. B. im Mai. Danach folgt eine Prüfung.</p>"
    )
    assert goals["blocks"][3]["html"].startswith("<table>")
    assert goals["blocks"][3]["sentences"][0]["address"] == "HF1 · 4.1"
    assert work["blocks"][0]["sentences"][1]["address"] == "HF2 · 1.2"


def test_a_version_is_found_by_its_number_once_it_is_public(reader):
    assert reader.get("/processes/ankommen/draft", version=1) == reader.get(
        "/processes/ankommen/draft"
    )
    reader.get("/processes/ankommen/draft", status=404, version=2)
    reader.get("/processes/anderswo/draft", status=404)


def test_a_comment_tells_what_it_was_said_about(reader, cast, session):
    cast.says(
        session,
        "Ein früherer Beginn hilft.",
        at="hf1-1-2",
        kind=CommentKind.SUGGESTION,
        wording="Kurse beginnen im März.",
    )
    session.commit()

    assert reader.get(f"{COMMENTS}/1") == {
        "number": 1,
        "field": "sprache",
        "address": "HF1 · 1.2",
        "quote": "Kurse beginnen z. B. im Mai.",
        "version": 1,
        "now": {
            "version": 1,
            "address": "HF1 · 1.2",
            "quote": "Kurse beginnen z. B. im Mai.",
            "state": "stays",
        },
        "kind": "suggestion",
        "text": "Ein früherer Beginn hilft.",
        "proposed_wording": "Kurse beginnen im März.",
        "author": "Amira",
        **dict.fromkeys(("role", "speaks_for", "organisation", "part_of_town")),
        "language": "de",
        "source": "web",
        "created_at": "2016-10-15T12:00:00Z",
        "state": "public",
        "support": 0,
        **dict.fromkeys(("disposition", "similar")),
        **{name: [] for name in ("replies", "official", "traces")},
        **AS_WRITTEN,
        **ON_NO_WORDS,
        **UNARRANGED,
    }


@pytest.fixture
def discussed(cast, session):
    """Amira's comment: Dora answers and agrees, Bernd answers, then the office, then the group."""
    cast.says(session)
    session.commit()
    note = by_number(session, cast.process, 1)
    comments.reply(session, note, cast.dora, text="Das finde ich auch.", now=WHILE_OPEN)
    moderation.answer(session, note, cast.bernd, "Wir fragen nach.", WHILE_OPEN + HOUR)
    moderation.answer(
        session, note, cast.bernd, "Ab Januar.", WHILE_OPEN + 2 * HOUR, cast.school_office
    )
    supporting.support(session, note, cast.dora, WHILE_OPEN)
    decided = Disposition(process_id=cast.process.id, comment_id=note.id, decided_at=WHILE_OPEN)
    decided.decision, decided.reason = Decision.PARTLY_ADOPTED, "Abends ja, sonntags nein."
    session.add(decided)
    session.commit()


def test_a_comment_tells_who_answered_and_what_was_decided(reader, discussed):
    told = reader.get(f"{COMMENTS}/1")

    assert told["support"] == 1
    assert told["replies"] == [
        {
            "author": "Dora",
            "voice": "resident",
            "text": "Das finde ich auch.",
            "created_at": "2016-10-15T12:00:00Z",
        }
    ]
    own, statement = told["official"]
    assert (own["voice"], own["office"], own["author"]) == ("moderator", None, "Bernd")
    assert statement["office"] == {"slug": "schulamt", "name": "Amt für Schule"}
    assert (statement["voice"], statement["text"]) == ("office", "Ab Januar.")
    assert told["disposition"] == {
        "decision": "partly_adopted",
        "reason": "Abends ja, sonntags nein.",
        "new_wording": "",
        "measure": "",
        "passed_on_to": "",
        "decided_at": "2016-10-15T12:00:00Z",
        "changes": 1,
    }


def test_all_replies_are_told_in_the_order_in_which_they_came(reader, discussed):
    replies = reader.get(f"{COMMENTS}/1/replies")["items"]

    assert [(reply["number"], reply["voice"]) for reply in replies] == [
        (1, "resident"),
        (2, "moderator"),
        (3, "office"),
    ]


def test_a_hidden_comment_leaves_its_place_and_nothing_of_its_words(reader, cast, session):
    note = cast.says(
        session,
        "Frau Beispiel wohnt nebenan.",
        kind=CommentKind.SUGGESTION,
        wording="Ganz geheimer Wortlaut.",
    )
    session.commit()
    note = by_number(session, cast.process, note.number)
    comments.reply(session, note, cast.dora, text="Das gehört nicht hierher.", now=WHILE_OPEN)
    moderation.hide(session, note, cast.bernd, cast.rule, "Eine Adresse stand darin.", WHILE_OPEN)
    session.commit()

    told = reader.get(f"{COMMENTS}/1")

    assert (told["state"], told["quote"]) == ("hidden", "Alle lernen Deutsch.")
    assert [told[key] for key in ("text", "author", "role", "proposed_wording")] == [None] * 4
    assert told["replies"][0]["text"] == "Das gehört nicht hierher."
    for path in (COMMENTS, f"{COMMENTS}/1", f"{COMMENTS}/1/replies", "/processes/ankommen"):
        reader.get(path)
        for secret in ("Beispiel", "geheim", "Amira", "example.org"):
            assert secret not in reader.last.text


def test_no_address_of_a_person_ever_leaves(reader, cast, session):
    cast.says(session)
    session.commit()

    for path in ("/processes", "/processes/ankommen", COMMENTS, f"{COMMENTS}/1"):
        reader.get(path)
        assert "@" not in reader.last.text


def test_scripts_of_other_sites_may_read_and_nothing_else(reader, acting, cast):
    reader.send("GET", "/processes", 200, headers={"Origin": "https://example.org"})
    assert reader.last.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in reader.last.headers

    asks_first = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    reader.send("OPTIONS", COMMENTS, 405, headers=asks_first)
    assert "access-control-allow-methods" not in reader.last.headers
    program = acting(cast.amira)
    program.send(
        "POST",
        COMMENTS,
        201,
        json={"address": "hf1", "text": "Von einem Programm."},
        headers={"Origin": "https://example.org"},
    )
    assert "access-control-allow-origin" not in program.last.headers
