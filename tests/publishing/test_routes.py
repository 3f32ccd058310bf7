"""The page before publishing: who sees what, deciding with and without htmx, publishing."""

import pytest
from sqlmodel import select

from app.models import Block, Carrying, Comment
from tests.publishing.following import (
    DOUBTFUL,
    REWORDED,
    SECOND,
    STAYS,
    everything,
    next_version,
    proposed,
)

pytestmark = pytest.mark.usefixtures("doubt")

PAGE = "/desk/p/ankommen/draft/v2/lineage"


@pytest.fixture
def prepared(session, cast):
    """The second version, compared with everything that was said."""
    said = everything(session, cast)
    next_version(session, cast)
    session.commit()
    return said


@pytest.fixture
def desk(browser, cast, prepared):
    """Bernd, who moderates."""
    return browser.sign_in(cast.bernd)


def test_the_worst_come_first_with_both_wordings(desk, prepared):
    page = desk.get(PAGE)

    shown = [article["id"] for article in page.select(".carrying")]
    assert shown[0] == f"c{prepared[DOUBTFUL].number}"
    assert len(shown) == len(prepared)
    reworded = page.select_one(f"#c{prepared[REWORDED].number}")
    assert reworded.select_one("mark").get_text() == "Kurse beginnen z. B. im Mai."
    assert reworded.select_one("ins").get_text() == "spätestens"
    assert "Bei 1 Anmerkung ist unsicher" in page.get_text()


def test_a_filter_shows_only_those_that_ask_for_a_look(desk, prepared):
    page = desk.get(f"{PAGE}?show=open")
    assert [a["id"] for a in page.select(".carrying")] == [f"c{prepared[DOUBTFUL].number}"]


@pytest.mark.parametrize("query", ["show=nonsense", "after=x", "after=1_2_3", "fate=x&block=9999"])
def test_what_nobody_understands_in_an_address_does_no_harm(desk, query):
    desk.get(f"{PAGE}?{query}")


def test_one_click_confirms_and_one_takes_it_back(desk, session, prepared):
    number = prepared[DOUBTFUL].number
    desk.send(f"{PAGE}/{number}", choice="confirm", show="open")

    assert desk.last.headers["location"] == f"{PAGE}?done={number}&show=open#entschieden"
    page = desk.get(f"{PAGE}?done={number}")
    assert f"#{number} ist entschieden" in page.select_one("#entschieden").get_text()
    assert "Keine Anmerkung ist offen." in page.get_text()
    desk.send(f"{PAGE}/{number}", choice="open")
    assert "Bei 1 Anmerkung ist unsicher" in desk.get(PAGE).get_text()


def test_with_htmx_the_comment_and_the_figures_are_put_in_place(desk, prepared):
    number = prepared[DOUBTFUL].number
    part = desk.send_with_htmx(f"{PAGE}/{number}", status=200, choice="gone")

    assert "weggefallen" in part.select_one(f"#c{number} h3").get_text()
    assert part.select_one("#stand")["hx-swap-oob"] == "true"
    assert "Keine Anmerkung ist offen." in part.select_one("#stand").get_text()


def test_another_place_is_typed_or_chosen_from_the_text(desk, session, prepared):
    comment = prepared[DOUBTFUL]
    url = f"{PAGE}/{comment.number}"
    page = desk.get(url)
    assert page.select(".offer[value='hf2-1']")
    desk.send(url, choice="place", address="HF1 · 2.3")
    session.expire_all()
    assert proposed(session, comment).new_fragment == "hf1-2-3"
    session.rollback()
    desk.send(url, choice="place", chosen="hf1-1", address="")
    session.expire_all()
    assert proposed(session, comment).new_fragment == "hf1-1"


def test_a_place_that_is_none_is_said_beside_the_field_with_what_was_typed(desk, prepared):
    number = prepared[DOUBTFUL].number
    page = desk.send(f"{PAGE}/{number}", status=422, choice="place", address="HF9 · 1")
    assert "gibt es in der neuen Fassung nicht" in page.select_one(".error").get_text()
    assert page.select_one("input[name=address]")["value"] == "HF9 · 1"
    part = desk.send_with_htmx(f"{PAGE}/{number}", status=422, choice="place", address="oben")
    assert "HF2 · 3" in part.select_one(".error").get_text()


def test_the_office_publishes_through_the_gate(browser, session, cast, prepared):
    browser.sign_in(cast.emil)
    publish = "/desk/p/ankommen/draft/v2/publish"
    page = browser.send(publish, status=409)
    assert "unsicher" in page.select_one("[role=alert]").get_text()
    assert page.select_one("input[name=despite_doubts]")
    browser.send(publish, despite_doubts="true")
    session.expire_all()
    assert cast.process.current_version == 2
    gone = session.exec(select(Comment).where(Comment.standing == "gone")).one()
    assert gone.number == prepared[DOUBTFUL].number
    page = browser.get(PAGE)
    assert "Wohin jede Anmerkung kam" in page.h1.get_text()
    assert not page.select(".carrying form")


def test_a_file_handed_in_is_compared_at_once(browser, session, cast):
    comment = cast.says(session, at=STAYS)
    session.commit()
    browser.sign_in(cast.emil).get("/desk/p/ankommen/draft")
    answer = browser.client.post(
        "/desk/p/ankommen/drafts",
        data={"form_token": browser.token},
        files={"files": ("zwei.md", SECOND)},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    assert proposed(session, comment).new_address == "HF1 · 2.1"
    page = browser.get("/desk/p/ankommen/draft/v2")
    assert "1 Anmerkung zieht mit um." in page.get_text()


def test_a_changed_text_asks_to_be_compared_again(desk, session, prepared):
    carrying = session.exec(select(Carrying).where(Carrying.new_fragment == "hf1-2-2")).one()
    row = session.get(Block, carrying.new_block_id)
    row.text = row.text + " Und mehr."
    session.commit()
    assert "hat sich seit dem Vergleich geändert" in desk.get(PAGE).get_text()
    desk.send(PAGE)
    assert "hat sich seit dem Vergleich geändert" not in desk.get(PAGE).get_text()


@pytest.mark.parametrize("name", ["amira", "chen", "fatma", "gustav"])
def test_nobody_else_sees_or_decides(browser, session, cast, prepared, name):
    browser.sign_in(getattr(cast, name))
    number = prepared[DOUBTFUL].number
    browser.get(PAGE, status=403)
    browser.get(f"{PAGE}/{number}", status=403)
    browser.send(f"{PAGE}/{number}", status=403, choice="gone")
    browser.send(PAGE, status=403)
    session.expire_all()
    assert proposed(session, prepared[DOUBTFUL]).decided_at is None


def test_a_moderator_decides_but_does_not_publish(desk, prepared):
    desk.send(f"{PAGE}/{prepared[DOUBTFUL].number}", choice="confirm")
    desk.send("/desk/p/ankommen/draft/v2/publish", status=403)


def test_the_page_takes_as_many_questions_for_many_comments(desk, session, cast, count_queries):
    with count_queries() as few:
        desk.get(PAGE)
    for n in range(60):
        cast.says(session, f"Noch eine Anmerkung, Nummer {n}.", at="hf1-1-2")
    session.commit()
    desk.send(PAGE)
    with count_queries() as many:
        desk.get(PAGE)
    assert len(many) == len(few)
    assert len([s for s in many if s.lstrip().upper().startswith("SELECT")]) <= 12


def test_the_next_one_comes_by_itself_and_alike_ones_are_ticked_together(
    desk, session, cast, prepared
):
    number = prepared[DOUBTFUL].number
    more = [cast.says(session, f"Auch zu diesem Satz, {n}.", at=DOUBTFUL) for n in range(2)]
    session.commit()
    desk.send(PAGE)
    card = desk.get(f"{PAGE}?show=open").select_one(f"#c{number}")
    assert card.select_one("input[name=together]").has_attr("checked")
    assert f"#{more[0].number}, #{more[1].number}" in card.get_text()
    key = card.select_one("input[name=key]")["value"]

    part = desk.send_with_htmx(
        f"{PAGE}/{number}", status=200, choice="confirm", show="open", key=key
    )
    assert part.select_one("h3")["data-then"] == f"c{more[0].number}-titel"

    desk.send(f"{PAGE}/{more[0].number}", choice="confirm", show="open", together="true")
    assert desk.last.headers["location"].endswith("#entschieden")
    assert "Keine Anmerkung ist offen." in desk.get(PAGE).get_text()
