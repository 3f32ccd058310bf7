"""Writing from anywhere in the text in a real browser: by touch, by selecting, by keyboard; and
what was typed is there again."""

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from app.models import Comment
from tests.living import come_in
from tests.server import LiveServer

FIELD = "/p/ankommen/fields/sprache"
SELECT = """(sentence, [first, last]) => {
  const words = [...sentence.querySelectorAll("*"), sentence]
    .flatMap((each) => [...each.childNodes])
    .filter((node) => node.nodeType === 3 && !node.parentElement.matches(".verse"));
  const find = (word) => words.find((node) => node.data.includes(word));
  const range = new Range();
  range.setStart(find(first), find(first).data.indexOf(first) + 1);  // amid the word
  range.setEnd(find(last), find(last).data.indexOf(last) + last.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def url(app, cast, session):
    cast.says(session, "Zum zweiten Satz gesagt.", at="hf1-1-2")
    session.commit()
    with LiveServer(lambda _url: app) as server:
        yield server.url


def tap(page, place):
    x, y = page.locator(place).evaluate(
        "each => { each.scrollIntoView({block: 'center'}); const r = each.getClientRects()[0];"
        " return [r.left + 40, r.top + r.height / 2]; }"
    )
    page.touchscreen.tap(x, y)


def test_on_a_phone_sentences_are_tapped_and_words_selected(url, open_window, session):
    from tests.chromium import assert_accessible, assert_fits

    page = open_window(320)
    come_in(page, url, "amira")
    page.goto(f"{url}{FIELD}")
    bar = page.get_by_role("group", name="HF1 · 1.2")
    tap(page, "#hf1-1-2")
    expect(bar.get_by_role("link", name="Anmerkungen lesen 1")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    tap(page, "#hf1-1-2")
    expect(bar).to_be_hidden()  # out of the way again

    link = page.locator(".handle [data-write]")
    row = page.locator("#hf1-4-2")  # "Aufbau | 10": three words, as the server counts
    row.evaluate(SELECT, ["10", "10"])
    expect(page.locator(".handle q")).to_have_text("10")
    assert "at=hf1-4-2&version=1&words=3-3&" in link.get_attribute("href")
    page.locator("#hf1-1-2").evaluate(SELECT, ["beginnen", "B."])
    expect(page.locator(".handle q")).to_have_text("beginnen z. B.")
    link.tap()
    choice = page.get_by_label("Zu welchem Satz?")
    expect(choice).to_have_value("2.2-4")
    page.get_by_label("Ihr Text", exact=True).fill("x" * 5_000)
    assert_fits(page)
    page.get_by_role("button", name="Anmerkung abschicken").tap()
    expect(page.get_by_role("status").filter(has_text="ist öffentlich")).to_be_visible()
    assert_fits(page)
    noted = page.evaluate("[...CSS.highlights.get('noted')].map(String)")
    assert noted == ["beginnen z. B."]
    comment = session.exec(select(Comment).where(Comment.number == 2)).one()
    assert (comment.first_word, comment.last_word) == (2, 4)


def press_tab_until(page, wanted):
    for _ in range(120):
        if page.evaluate(f"document.activeElement.matches({wanted!r})"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the focus never came to {wanted}")


def what_is_kept_is_for_this_person_alone(page, url):
    page.locator("#hf1-2").get_by_role("link", name="Anmerkung schreiben").click()
    page.get_by_label("Ihr Text", exact=True).fill("Was ich nicht abschicke.")
    expect(page.get_by_text("Ihr Text bleibt auf diesem Gerät")).to_be_visible()
    name = "localStorage['randnotiz:ankommen/hf1-2']"
    page.evaluate(f"{name} = {name}.replace('Amira', 'Dora')")
    page.locator(".block__write [data-cancel]").click()
    page.reload()
    expect(page.locator(".draft")).to_be_visible()
    assert not page.locator(".resume").count()  # it is somebody else's
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_url(f"{url}/")
    assert page.evaluate("localStorage.length") == 0


def test_a_note_on_a_sentence_by_keyboard_alone_with_an_interruption(url, open_window):
    from tests.chromium import assert_accessible

    page = open_window()
    come_in(page, url, "amira")
    page.goto(f"{url}{FIELD}")
    press_tab_until(page, "#hf1-1-2 > .verse")
    page.keyboard.press("Enter")
    link = page.get_by_role("group", name="HF1 · 1.2").get_by_role("link", name="schreiben")
    expect(link).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator("#hf1-1-2 > .verse")).to_be_focused()
    page.keyboard.press("Enter")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#hf1-1-heading")).to_be_focused()
    press_tab_until(page, "[name=text]")
    page.keyboard.type("Mit der Tastatur geschrieben.")
    expect(page.get_by_text("Ihr Text bleibt auf diesem Gerät")).to_be_visible()

    page.reload()
    expect(page.locator(".resume textarea")).to_have_value("Mit der Tastatur geschrieben.")
    assert_accessible(page)
    press_tab_until(page, ".resume [data-write]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ihr Text von vorhin ist wieder da.")).to_be_visible()
    expect(page.get_by_label("Zu welchem Satz?")).to_have_value("2")
    press_tab_until(page, "form button:not([name])[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="ist öffentlich")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    what_is_kept_is_for_this_person_alone(page, url)
