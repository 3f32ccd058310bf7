"""The pages that move, split and link notes: each shows first what it will do."""

import pytest

from app.comments.domain import reply
from app.comments.withdrawing import withdraw
from app.models import Comment, Status, Voice
from tests.cast import WHILE_OPEN
from tests.moderation.looking import INBOX, NOW, loaded
from tests.moderation.test_splitting import TWO
from tests.public.receiving import receipt

HERE = f"{INBOX}/comments/1"
PUBLIC = "/p/ankommen"


def kept(page, **fields):
    """What the page's form would send again, with these changes."""
    hidden = {one["name"]: one["value"] for one in page.select("form.form input[type=hidden]")}
    return hidden | fields


def test_a_note_is_moved_after_a_look_and_the_old_place_leads_on(
    browser, cast, session, count_queries
):
    cast.says(session)
    session.commit()
    browser.sign_in(cast.bernd)
    page = browser.get(f"{HERE}/move")
    wrong = browser.send(
        f"{HERE}/move", status=422, **kept(page, address="HF2 9", words="Praktika", reason="")
    )
    for sentence in ("Diesen Absatz gibt es in der aktuellen Fassung nicht.", "Hier steht noch"):
        assert sentence in wrong.select_one("[role=alert]").text
    assert wrong.select_one("[name=address]")["value"] == "HF2 9"

    typed = {"address": "hf 2, 1.1", "words": "bieten Praktika", "reason": "Es geht um Arbeit."}
    look = browser.send(f"{HERE}/move", status=200, **kept(page, **typed))
    assert "bieten Praktika" in look.select_one("#neu blockquote").text
    assert "eine andere Arbeitsgruppe" in look.select_one("#neu").text
    # Nothing has been done, and nothing is done that was not looked at.
    other = kept(look, **typed | {"address": "HF2", "words": ""}, do="yes")
    assert "HF2" in browser.send(f"{HERE}/move", status=200, **other).select_one("#neu").text
    assert session.get_one(Comment, 1, populate_existing=True).address == "HF1 · 1.1"
    session.commit()
    browser.send(f"{HERE}/move", **kept(look, **typed, do="yes"))
    assert browser.last.headers["location"] == f"{INBOX}?note=1&did=moved#note"

    # Sent once more, or by a colleague who still sees the old place:
    refused = browser.send(f"{HERE}/move", status=409, **kept(look, **typed, do="yes"))
    assert "Sie steht jetzt bei HF2 · 1.1." in refused.text

    browser.leave().sign_in(cast.chen)
    old_places_lead_on(browser, count_queries)
    browser.leave().sign_in(cast.bernd)
    browser.send(f"{HERE}/move-back", seen="hf2-1-1.2-3")
    assert not browser.get(f"{PUBLIC}/fields/sprache").select(".moved")


def old_places_lead_on(browser, count_queries):
    with count_queries() as asked:
        field = browser.get(f"{PUBLIC}/fields/sprache")
    assert len(asked) <= 12
    assert "#1 steht jetzt bei HF2 · 1.1" in field.select_one(".moved").text
    assert "#1 steht jetzt" in browser.get(f"{PUBLIC}/blocks/hf1-1").select_one(".moved").text
    assert not browser.get(f"{PUBLIC}/fields/arbeit").select(".moved")
    with count_queries() as asked:
        note = browser.get(f"{PUBLIC}/comments/1")
    assert len(asked) <= 12
    moved = note.select_one("[id$=-moved]").text
    assert "von HF1 · 1.1 nach HF2 · 1.1" in moved
    assert "Es geht um Arbeit." in moved


def test_a_note_is_split_after_a_look_and_its_receipt_tells_of_the_parts(
    browser, cast, session, count_queries
):
    note = cast.says(session, TWO)
    session.commit()
    browser.sign_in(cast.bernd)
    page = browser.get(f"{HERE}/split")
    assert len(page.select("[name=begins]")) == 2
    assert "bis zu 6 Teile" in browser.send(f"{HERE}/split", status=422).select_one(".error").text

    look = browser.send(f"{HERE}/split", status=200, begins="1")
    assert [one["value"] for one in look.select("[name=address]")] == ["HF1 · 1.1"] * 2
    typed = {"begins": "1", "address": ["HF1 · 1.1", "HF2 eins"]}
    wrong = browser.send(f"{HERE}/split", status=422, **kept(look, **typed, do="yes"))
    assert "Fundstelle" in wrong.select_one("#address-2-error").text
    typed["address"] = ["HF1 · 1.1", "HF2 1"]
    look = browser.send(f"{HERE}/split", status=200, **kept(look, **typed, do="yes"))
    assert "Betriebe bieten" in look.select(".cut blockquote")[1].text
    browser.send(f"{HERE}/split", **kept(look, **typed, do="yes"))

    browser.send(f"{INBOX}/comments/1/replies", status=403, text="Ja, beides ist geplant.")
    second = session.get_one(Comment, 3)
    second = loaded(session, cast, second)
    reply(session, second, cast.bernd, text="Ja, bezahlt.", now=NOW, voice=Voice.MODERATOR)
    session.commit()
    browser.leave().sign_in(cast.amira)
    its_author_reads_of_the_parts(browser, receipt(cast, note), count_queries)
    browser.leave().sign_in(cast.bernd)
    assert "Die Teilung bleibt" in browser.send(f"{HERE}/put-together", status=409).text


def its_author_reads_of_the_parts(browser, address, count_queries):
    with count_queries() as asked:
        own = browser.get(address)
    assert len(asked) <= 12
    assert "Ja, bezahlt." in own.select_one("#teil-3").text
    assert "Als Nächstes" not in own.select_one(".life").text
    with count_queries() as asked:
        public = browser.get(f"{PUBLIC}/comments/1")
    assert len(asked) <= 12
    assert [one.text for one in public.select(".say--line li > a")] == ["#2", "#3"]
    assert "Teil der Anmerkung #1" in " ".join(
        browser.get(f"{PUBLIC}/comments/3").select_one(".say--line").text.split()
    )
    notes = browser.get("/account/notes").select_one("main").text
    assert ("#1" in notes, "#2" in notes, "geteilt" in notes) == (True, False, True)
    assert browser.get(f"{PUBLIC}/comments/3/withdraw", status=403)


def test_the_number_of_a_part_leads_to_its_note_once_that_is_whole_again(browser, cast, session):
    cast.says(session, TWO)
    session.commit()
    browser.sign_in(cast.bernd)
    look = browser.send(f"{HERE}/split", status=200, begins="1")
    typed = {"begins": "1", "address": ["HF1 · 1.1"] * 2, "looked": "1|HF1 · 1.1|HF1 · 1.1|0"}
    browser.send(f"{HERE}/split", **kept(look) | typed, do="yes")
    browser.send(f"{HERE}/put-together")
    browser.get(f"{PUBLIC}/comments/2", status=303)
    answer = browser.client.get(f"{PUBLIC}/comments/2", follow_redirects=False)
    assert answer.headers["location"] == f"{PUBLIC}/comments/1"


def test_the_same_note_is_linked_after_a_look_and_shows_the_answer_to_the_first(
    browser, cast, session, count_queries
):
    first = loaded(session, cast, cast.says(session, by=cast.dora))
    reply(session, first, cast.bernd, text="Ja, dienstags.", now=WHILE_OPEN, voice=Voice.MODERATOR)
    cast.says(session, at="hf2-1")
    session.commit()
    browser.sign_in(cast.bernd)
    page = browser.get(f"{INBOX}/comments/2/duplicate")
    for typed in ("", "#2", "zwölf", "#99"):
        browser.send(f"{INBOX}/comments/2/duplicate", status=422, **kept(page, first=typed))
    look = browser.send(f"{INBOX}/comments/2/duplicate", status=200, **kept(page, first="#1"))
    assert "Dora" in look.select_one("#erste-anmerkung").text
    browser.send(f"{INBOX}/comments/2/duplicate", **kept(look, first="#1", do="yes"))

    browser.leave().sign_in(cast.chen)
    with count_queries() as asked:
        note = browser.get(f"{PUBLIC}/comments/2")
    assert len(asked) <= 12
    assert "Ja, dienstags." in note.select_one(".say--line").text
    assert "#2" in browser.get(f"{PUBLIC}/comments/1").select_one(".say--line").text

    browser.leave().sign_in(cast.bernd)
    browser.send(f"{INBOX}/comments/2/unlink")
    assert not browser.get(f"{PUBLIC}/comments/2").select(".say--line")


@pytest.mark.parametrize("deed", ["move", "split", "duplicate"])
def test_what_is_withdrawn_or_archived_stays_where_it_is(browser, cast, session, deed):
    note = loaded(session, cast, cast.says(session, TWO))
    typed = {"address": "HF2", "reason": "Dort geht es darum.", "begins": "1", "first": "2"}
    cast.process.status = Status.ARCHIVED
    session.commit()
    browser.sign_in(cast.bernd)
    assert "archiviert" in browser.send(f"{HERE}/{deed}", status=403, **typed).text
    assert "archiviert" in browser.get(f"{HERE}/{deed}").select_one(".say").text
    cast.process.status = Status.OPEN
    note = loaded(session, cast, note)
    withdraw(session, note, cast.amira, NOW)
    session.commit()
    assert "nicht öffentlich" in browser.send(f"{HERE}/{deed}", status=403, **typed).text
