"""One note in its group's room: who proposes, who decides, and what is kept when it goes wrong."""

import pytest
from sqlmodel import select

from app.groups import deciding
from app.groups.decided import Said
from app.models import CommentKind, Decision, Disposition, DispositionDraft, JournalEntry
from tests.cast import LATER, WHILE_OPEN, Cast, gather

PAGE = "/groups/1/notes/1"
WORDING = "Kurse beginnen auch am Abend."
LATE = WHILE_OPEN + LATER
NO = {"decision": "not_adopted", "reason": "Dafür fehlt das Geld."}


@pytest.fixture
def note(cast: Cast, session):
    """Amira's suggestion for the second sentence of a paragraph."""
    asked = {"kind": CommentKind.SUGGESTION, "wording": WORDING}
    note = cast.says(session, "Bitte auch Kurse am Abend.", at="hf1-1-2", **asked)
    session.commit()
    return note


def rows(session, table=Disposition):
    found = session.exec(select(table).execution_options(populate_existing=True)).all()
    session.commit()
    return found


def form_of(page, name="entscheiden"):
    """What a browser would send of this form as it stands."""
    fields = page.select_one(f"form#{name}").select("input[type=hidden]")
    return {one["name"]: one["value"] for one in fields}


def test_a_member_proposes_the_lead_settles_and_everybody_reads_it(
    browser, cast, session, note
) -> None:
    page = browser.sign_in(cast.chen).get(PAGE)
    assert page.select_one("mark").text == "Kurse beginnen z. B. im Mai."
    assert "Bitte auch Kurse am Abend." in page.select_one("article").text
    assert [one["value"] for one in page.select("[name=do]")] == ["take", "propose", "preview"]
    sent = form_of(page)
    taken = browser.send(f"{PAGE}/proposal", status=200, **sent, remark="Kostet?", do="take")
    assert taken.select_one("[name=new_wording]").text.strip() == WORDING
    assert "<ins>" in str(taken.select_one("#vorschau"))
    assert taken.select_one("[name=remark]").text.strip() == "Kostet?"
    browser.send(f"{PAGE}/proposal", **sent, **NO, remark="Kostet?")

    page = browser.sign_in(cast.ines).get(PAGE)
    assert "Vorschlag von Chen" in page.select_one(".proposal").text
    assert page.select_one("[name=decision][checked]")["value"] == "not_adopted"
    assert page.select_one("[name=reason]").text.strip() == NO["reason"]
    browser.send(f"{PAGE}/decision", **form_of(page), **NO, measure="Antrag 2017", remark="Kostet?")
    assert browser.last.headers["location"] == f"{PAGE}?done=settled#getan"

    [held] = rows(session)
    assert (held.settled_by_id, held.measure, held.remark) == (
        cast.ines.id,
        "Antrag 2017",
        "Kostet?",
    )
    assert rows(session, DispositionDraft) == []
    ours = browser.get(f"{PAGE}?done=settled").text
    assert "Beschlossen von Ines." in ours
    assert "Kostet?" in ours
    for person in (cast.amira, None):
        browser.leave() if person is None else browser.sign_in(person)
        for url in ("/p/ankommen/comments/1", "/p/ankommen/fields/sprache"):
            public = browser.get(url).text
            assert "Nicht übernommen" in public
            assert "Antrag 2017" in public
            assert "Kostet?" not in public


def test_what_is_missing_stands_beside_its_field_and_all_that_was_typed_stays(
    browser, cast, session, note
) -> None:
    page = browser.sign_in(cast.ines).get(PAGE)
    typed = {"decision": "out_of_scope", "measure": "m" * 301, "remark": "Bleibt."}

    wrong = browser.send(f"{PAGE}/decision", status=422, **form_of(page), **typed, also="1, 77")

    for name in ("reason", "passed_on_to", "measure"):
        assert wrong.select_one(f"#{name}-error").text.startswith("Fehler:")
        assert wrong.select_one(f"[role=alert] a[href='#{name}']")
    assert wrong.select_one("[name=decision][checked]")["value"] == "out_of_scope"
    assert wrong.select_one("[name=remark]").text.strip() == "Bleibt."
    assert wrong.select_one("[name=also]")["value"] == "1, 77"
    wrong = browser.send(f"{PAGE}/decision", status=422, **form_of(page), **NO, also="77")
    assert "#77" in wrong.select_one("#also-error").text
    wrong = browser.send(f"{PAGE}/decision", status=422, **form_of(page), decision="perhaps")
    assert wrong.select_one("#decision-error")
    assert rows(session) == []


def test_the_second_of_two_leads_sees_what_the_first_decided(browser, cast, session, note) -> None:
    browser.sign_in(cast.ines)
    first = form_of(browser.get(PAGE))
    second = form_of(browser.get(PAGE))
    browser.send(f"{PAGE}/decision", **first, decision="adopted", measure="Kursplan")
    browser.send(f"{PAGE}/decision", **first, decision="adopted", measure="Kursplan")

    seen = browser.send(f"{PAGE}/decision", status=409, **second, **NO)

    told = seen.select_one("[role=alert]").text
    assert "eben anders entschieden" in told
    assert "Kursplan" in told
    assert seen.select_one("[name=reason]").text.strip() == NO["reason"]
    assert [one.changes for one in rows(session)] == [1]
    browser.send(f"{PAGE}/decision", **form_of(seen), **NO)
    assert [(one.changes, one.reason) for one in rows(session)] == [(2, NO["reason"])]
    page = browser.get(PAGE)
    assert "Kursplan" in page.select_one("#before-heading").find_parent("section").text
    deciding.propose(session, note, cast.group, cast.chen, Said(Decision.NOTED), LATE, seen=0)
    session.commit()
    browser.send(f"{PAGE}/decision", **form_of(browser.get(PAGE)), **NO)  # seen, and left standing
    assert session.exec(select(DispositionDraft)).all() == []
    assert [one.changes for one in rows(session)] == [2]
    back = page.select_one("form[action$='/take-back']")
    fields = {one["name"]: one["value"] for one in back.select("input")}
    browser.send(f"{PAGE}/take-back", **fields)
    browser.send(f"{PAGE}/take-back", **fields)
    assert rows(session) == []


def test_one_decision_holds_for_all_of_the_group_that_say_nearly_the_same(
    browser, cast, session, note
) -> None:
    more = [cast.says(session, "Bitte auch Kurse am Abend.", by=cast.dora) for _n in range(2)]
    other = cast.says(session, "Bitte auch Kurse am Abend.", at="hf2-1-1")
    alone = cast.says(session, "Treffs auch am Sonntag.")
    gather(session, note, *more, other)
    session.commit()
    page = browser.sign_in(cast.jonas).get(PAGE)
    assert "3 weitere sagen fast dasselbe" in page.text
    assert "bei einer anderen Gruppe" in page.text
    assert "Anstelle der Leitung" in page.select_one("button[value=next]").text
    many = {"for_all": "1", "also": f"#{alone.number}", "do": "next"}

    browser.send(f"{PAGE}/decision", **form_of(page), **NO, **many)

    assert browser.last.headers["location"] == "/groups/1?stand=open"
    decided = {one.comment_id for one in rows(session)}
    assert decided == {note.id, alone.id, *(one.id for one in more)}
    deeds = session.exec(select(JournalEntry).where(JournalEntry.deed == "disposition.settled"))
    assert {one.details["in_place"] for one in deeds} == {True}


def test_who_only_reads_or_only_proposes_cannot_decide(browser, cast, session, note) -> None:
    for person, status in ((cast.karin, 403), (cast.fatma, 403), (cast.amira, 403)):
        browser.sign_in(person)
        browser.send(f"{PAGE}/proposal", status=status, **NO)
        browser.send(f"{PAGE}/decision", status=status, **NO)
    assert not browser.sign_in(cast.karin).get(PAGE).select("form.decide")
    for person in (cast.chen, cast.bernd):
        browser.sign_in(person).get(PAGE)
        refused = browser.send(f"{PAGE}/decision", status=403, **NO)
        assert "Dieses Paket" not in refused.text
        browser.send(f"{PAGE}/take-back", status=403)
    browser.sign_in(cast.ines).get("/groups/2/notes/1", status=403)
    browser.sign_in(cast.jonas).get("/groups/2/notes/1", status=404)
    assert rows(session) == [] == rows(session, DispositionDraft)


def test_the_page_asks_as_little_with_many_notes(browser, cast, session, note, count_queries):
    browser.sign_in(cast.ines)
    form = form_of(browser.get(PAGE))
    browser.send(f"{PAGE}/decision", **form, **NO)
    browser.send(f"{PAGE}/decision", **form_of(browser.get(PAGE)), decision="adopted")
    browser.send(f"{PAGE}/proposal", **NO)
    more = [cast.says(session, "Bitte auch Kurse am Abend.") for _n in range(30)]
    gather(session, note, *more)
    session.commit()

    with count_queries() as seen:
        page = browser.get(PAGE)

    assert "Vorher entschieden" in page.text
    assert "30 weitere" in page.text
    assert page.select_one("a[rel=prev]")["href"] == f"/groups/1/notes/{more[-1].number}"
    assert len(seen) <= 12
