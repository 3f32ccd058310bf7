"""A revised draft is public when every note is decided, or when it says openly which are not."""

import pytest
from sqlmodel import select

from app.errors import Invalid
from app.groups.ledger_reading import said_openly
from app.models import Comment, CommentState, Decision, Disposition, LeftOpen, VersionKind
from app.publishing.completeness import remaining
from tests.cast import WHILE_OPEN
from tests.publishing.following import (
    REWORDED,
    STAYS,
    deeds,
    everything,
    next_version,
    publish,
)
from tests.publishing.ledgered import decide

REASON = "Die Arbeitsgruppe berät darüber am 3. Dezember."
HELD = {"kind": VersionKind.REVISED, "despite_doubts": True}


def decide_all(session, notes):
    """Each of these notes is noted, as its group would say."""
    for note in notes:
        said = {"decision": Decision.NOTED, "reason": "Gelesen.", "decided_at": WHILE_OPEN}
        session.add(Disposition(process_id=note.process_id, comment_id=note.id, **said))
        note.is_decided = True
    session.flush()


def open_ones(session, cast):
    return [(one.label, one.group, one.notes) for one in remaining(session, cast.process)]


def test_a_revised_draft_waits_until_every_note_is_decided(both, people):
    said = list(everything(both, people).values())
    version = next_version(both, people)
    with pytest.raises(Invalid) as refused:
        publish(both, people, version, **HELD)
    assert set(refused.value.fields) == {f"reason-{field}" for field in {n.field_id for n in said}}
    assert (version.published_at, said[0].version_id == version.id) == (None, False)

    decide_all(both, said)
    assert remaining(both, people.process) == []
    publish(both, people, version, **HELD)

    assert version.kind is VersionKind.REVISED
    assert said_openly(both, people.process) == []


def test_it_may_say_openly_which_notes_stay_open_and_why(both, people):
    said = list(everything(both, people).values())
    version = next_version(both, people)
    decide_all(both, said[:-2])
    reasons = {one.field_id: f"  {REASON}\r\n" for one in remaining(both, people.process)}
    some = dict.fromkeys(reasons, "kurz")
    with pytest.raises(Invalid, match="noch nicht entschieden"):
        publish(both, people, version, reasons=some, **HELD)

    publish(both, people, version, reasons=reasons, **HELD)

    told = said_openly(both, people.process)
    assert [(one.reason, one.notes, one.numbers) for one in told] == [
        (REASON, 2, [note.number for note in said[-2:]])
    ]
    entry = deeds(both, "draft.published")[-1]
    assert (entry.details["left_open"], entry.details["kind"]) == (2, "revised draft")


def test_an_interim_version_does_not_ask(both, people):
    everything(both, people)
    version = next_version(both, people)
    publish(both, people, version, despite_doubts=True)

    assert version.kind is VersionKind.INTERIM
    assert both.exec(select(LeftOpen)).all() == []


def test_what_nobody_can_decide_does_not_stand_in_the_way(both, people):
    hidden, split, again, part = (people.says(both, f"Anmerkung Nummer {n}.") for n in range(4))
    hidden.state = CommentState.HIDDEN
    split.parts_count, part.part_of_id = 1, split.id
    again.duplicate_of_id = part.id
    both.flush()
    assert open_ones(both, people) == [("HF1", "AG 1", 1)]

    decide_all(both, [part])
    assert open_ones(both, people) == []


@pytest.fixture
def prepared(session, cast):
    said = list(everything(session, cast).values())
    next_version(session, cast)
    decide_all(session, said[1:])
    session.commit()
    return said[0]


PAGE = "/desk/p/ankommen/draft/v2"


def test_the_page_asks_for_a_reason_and_keeps_what_was_typed(browser, session, cast, prepared):
    browser.sign_in(cast.emil)
    name = f"reason-{prepared.field_id}"
    page = browser.get(PAGE)
    assert page.select_one(f"details #{name}") is not None
    assert page.select_one("input[name=kind][checked]")["value"] == "interim"

    sent = {"despite_doubts": "true", "kind": "final", name: "bald"}
    page = browser.send(f"{PAGE}/publish", 422, **sent)
    assert "noch nicht entschieden" in page.select_one(f"#{name}-error").text
    assert page.select_one(f"#{name}").text.strip() == "bald"
    assert page.select_one("input[name=kind][checked]")["value"] == "final"

    browser.send(f"{PAGE}/publish", **sent | {name: REASON})
    session.expire_all()
    (row,) = session.exec(select(LeftOpen)).all()
    assert (row.comment_id, row.reason) == (prepared.id, REASON)
    assert session.get(Comment, prepared.id).version_id == row.version_id


def test_the_page_counts_what_nobody_has_settled_about_causes(
    browser, session, cast, prepared, count_queries
):
    stays, changed = cast.says(session, at=STAYS), cast.says(session, at=REWORDED)
    for note in (stays, changed):
        decide(session, note)
    hidden = cast.says(session, at=REWORDED)
    decide(session, hidden)
    version = next_version(session, cast)
    hidden.state = CommentState.HIDDEN
    session.commit()
    browser.sign_in(cast.emil)
    with count_queries() as seen:
        page = browser.get("/desk/p/ankommen/draft/v3")
    assert len(seen) <= 12
    (line,) = page.select("#ungeklaert li")
    assert "1 Anmerkung ist vorgeschlagen und nicht bestätigt" in line.text
    assert "1 übernommene Anmerkung ohne Änderung im Text" in line.text
    links = [link["href"] for link in line.select("a")]
    assert browser.get(links[0]).select_one(".traced__guess") is not None
    assert browser.get(links[1]).select_one("#unveraendert") is not None

    browser.send(links[0].partition("?")[0] + "/confirm", field="sprache")
    page = browser.get("/desk/p/ankommen/draft/v3")
    assert "nicht bestätigt" not in page.select_one("#ungeklaert").text
    assert version.published_at is None


def test_a_kind_or_field_that_there_is_not_does_no_harm(browser, session, cast, prepared):
    browser.sign_in(cast.emil)
    odd = {"kind": "nonsense", "reason-9999": "x", "reason-x": "y", "reason-": "z"}
    browser.send(f"{PAGE}/publish", despite_doubts="true", **odd)
    session.expire_all()
    assert session.get(Comment, prepared.id).version_id is not None
    assert session.exec(select(LeftOpen)).all() == []
