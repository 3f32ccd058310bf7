"""After blacking out, the desk names where else in the process the same words can be read."""

import pytest

from app.comments import domain as comments
from app.models import AnswerDraft, Inquiry, Remark
from app.moderation.black_elsewhere import MOST, elsewhere, says_much
from tests.cast import WHILE_OPEN

BLACK = "/desk/p/ankommen/comments/1/blackout"
WORDS = {"passage": "Frau Seltsam", "reason": "Nennt eine Nachbarin."}


@pytest.fixture
def told(session, cast):
    """Amira names a neighbour in #1; so do Dora's note and answer, an office's question, a remark
    and what Jonas has begun to answer."""
    note = cast.says(session, "Frau Seltsam lernt allein.")
    other = cast.says(session, "Auch frau seltsam soll kommen.", by=cast.dora)
    silent = cast.says(session, "Seltsam ist das.", by=cast.dora)
    comments.reply(session, other, cast.dora, text="Frau Seltsam kennt jeder.", now=WHILE_OPEN)
    here = {"process_id": cast.process.id}
    about = {**here, "comment_id": silent.id}
    words = "Frau Seltsam anrufen."
    session.add_all(
        [
            Remark(**about, text=words, html=words, created_at=WHILE_OPEN),
            AnswerDraft(**about, person_id=cast.jonas.id, text=words, changed_at=WHILE_OPEN),
            Inquiry(
                **here,
                office_id=cast.school_office.id,
                asked_by_id=cast.bernd.id,
                question="Kennt das Amt Frau Seltsam?",
                asked_at=WHILE_OPEN,
                due_at=WHILE_OPEN,
            ),
        ]
    )
    session.commit()
    return note


def test_each_place_is_named_with_a_link_once_it_is_blacked_out(browser, cast, told):
    browser.sign_in(cast.bernd)
    assert browser.get(f"{BLACK}?done=black").select("#elsewhere") == []
    browser.send(BLACK, **WORDS)
    page = browser.get(f"{BLACK}?done=black")
    named = {item.text: item["href"] for item in page.select("[aria-labelledby=elsewhere] a")}

    assert set(named) == {
        "Anmerkung #2",
        "Antwort 1 auf #2",
        "Interner Vermerk zu #3",
        "Entwurf einer Antwort auf #3",
        "Anfrage an ein Amt",
    }
    for link in named.values():
        browser.get(link.partition("#")[0])
    assert "Frau Seltsam" not in page.select_one("[aria-labelledby=elsewhere]").text
    assert browser.get(BLACK).select("#elsewhere") == []
    browser.sign_in(cast.amira).get(f"{BLACK}?done=black", status=403)


def test_a_single_word_is_not_looked_for_and_no_more_than_some_are_named(session, cast):
    for n in range(MOST + 2):
        cast.says(session, f"Frau Seltsam zum {n}. Mal, 100% sicher.")
    session.commit()
    assert len(elsewhere(session, cast.process, "Frau  Seltsam")) == MOST
    assert elsewhere(session, cast.process, "Seltsam") == ()
    assert elsewhere(session, cast.process, "0_ sicher") == []
    assert elsewhere(session, cast.elsewhere, "Frau Seltsam") == []
    cast.says(session, "Der Herr unter 0999 555123 weiß es.")
    session.commit()
    (number,) = elsewhere(session, cast.process, "Otto Igel an, Telefon 0999 555123")
    assert number.name == f"Anmerkung #{MOST + 3}"
    assert [says_much(words) for words in ("0123", "a@b.example", "Igelweg 7", "Igelweg")] == [
        *[True] * 3,
        False,
    ]
