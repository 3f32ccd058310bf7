"""In which language pages, problems and mails are, and what in them is in another one."""

from sqlmodel import select

from app import i18n
from app.accounts.addressed import addressed
from app.languages import best, wanted
from app.models import CommentKind, Person
from tests.browser import Browser

FIELD = "/p/ankommen/fields/sprache"


def read(browser: Browser, language: str, url: str = FIELD):
    answer = browser.client.get(url, headers={"Accept-Language": language})
    assert {"Accept-Language", "Cookie"} <= set(answer.headers["vary"].split(", "))
    return browser._page(answer, answer.status_code)


def test_the_browser_says_which_language_its_reader_likes_best():
    assert best("tr-tr, de;q=0.5", "de") == "tr"
    assert best("zh, ru;q=0.9", "de") == "de"  # none of ours: the installation's
    assert best("zh, *;q=0.1, uk;q=0.05", "en") == "en"
    assert best("de;q=0.3, ar;q=0.7, fa;q=0.70", "de") == "ar"  # of two liked alike the first
    assert best("en;q=0, fa;q=0.1", "de") == "fa"
    assert best("de-simple, de;q=0.9", "de") == "de-simple"
    assert best("de-at;q=1, en;q=2, tr;q=x, ;;;,,", "uk") == "de"


def test_a_choice_goes_before_what_the_browser_says():
    assert wanted("a=b; language=fa", "en", "de") == "fa"
    assert wanted("__Host-language=uk", "en", "de") == "uk"
    assert wanted("language=xx; the-language=tr", "en", "de") == "en"
    assert wanted("", "", "tr") == "tr"


def test_a_finished_page_is_kept_for_each_language(browser, cast):
    for _once in range(2):
        for language, direction in (("de", None), ("ar", "rtl"), ("en", None), ("fa", "rtl")):
            page = read(browser, language)
            assert (page.html["lang"], page.html.get("dir")) == (language, direction)
            assert page.select_one(".languages [aria-current]")["value"] == language
    assert read(browser, "ar", "/gibt-es-nicht").html["dir"] == "rtl"
    assert "language" not in browser.client.cookies


def test_the_citys_text_stays_german_and_a_note_its_own_on_an_arabic_page(browser, cast, session):
    note = cast.says(session, "Bitte mehr Kurse am Abend.", by=cast.dora)
    note.language = "tr"
    cast.says(session, "Ein Grund dafür.", kind=CommentKind.SUGGESTION, wording="Alle lernen.")
    session.commit()

    page = read(browser, "ar")

    assert page.h1.bdi.attrs == {"lang": "de", "dir": "ltr"}
    assert all(p["lang"] == "de" and p["dir"] == "ltr" for p in page.select("#hf1-1 > p.serif"))
    assert page.select_one("#hf1-1 > p")["dir"] == "ltr"
    assert page.select_one(".note__text, .listed .stack")["dir"] == "auto"
    assert [one["lang"] for one in page.select("[dir=auto][lang]")].count("tr") >= 1
    assert {sign.text[0] for sign in page.select("bdi[dir=ltr]:not([lang])")} == {"#"}
    german = read(browser, "de")
    assert not german.main.select("[lang=de], [dir=ltr]")


def test_a_language_is_chosen_on_any_page_and_leads_back_to_it(browser, cast, session):
    page = browser.get(f"{FIELD}?order=newest")
    form = page.select_one("#speak")
    assert form["action"] == "/language"
    assert len(page.select("button[form=speak][name=language][lang]")) == len(i18n.LOCALES)
    choice = {"language": "tr", "back": form.select_one("[name=back]")["value"]}
    at = {"Referer": f"http://testserver{FIELD}?order=newest"}

    answer = browser.client.post("/language", data=choice, headers=at, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{FIELD}?order=newest")
    assert read(browser, "ar").html["lang"] == "tr"
    browser.send("/language", 303, language="tr", back="//elsewhere.example")
    assert browser.last.headers["location"] == "/"
    elsewhere = "//elsewhere.example/x"  # a page that is not there offers the choice as well
    at = {"Referer": f"http://testserver{elsewhere}"}
    choice |= {"back": elsewhere}
    answer = browser.client.post("/language", data=choice, headers=at, follow_redirects=False)
    assert answer.headers["location"] == "/"
    at = {"Referer": "http://[::1"}  # no address
    answer = browser.client.post("/language", data=choice, headers=at, follow_redirects=False)
    assert answer.headers["location"] == "/"
    browser.send("/language", 422, language="xx", back="/")
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert browser.client.post("/language", data=choice, headers=foreign).status_code == 403


def test_the_language_of_an_account_comes_along_to_another_device(browser, cast, session):
    browser.sign_in(cast.amira).send("/language", language="uk", back="/account")
    assert session.exec(select(Person.locale).where(Person.id == cast.amira.id)).one() == "uk"
    session.commit()  # nobody waits for what this test looks at
    unsigned = browser.client.post("/language", data={"language": "fa"}, follow_redirects=False)
    assert unsigned.status_code == 403  # whoever is signed in shows the form's token

    browser.sign_in(cast.amira)  # without any cookie of before

    assert browser.get("/account").html["lang"] == "uk"


def test_a_program_gets_its_problems_in_the_language_it_asks_for(browser):
    browser.client.cookies.set("language", "tr")
    for language in ("en", "ar"):
        headers = {"Accept-Language": language}
        answer = browser.client.get("/api/v1/processes/nobody", headers=headers)
        assert (answer.status_code, answer.headers["content-language"]) == (404, language)
        assert "Accept-Language" in answer.headers["vary"]
        with i18n.speaking(language):
            assert answer.json()["title"] == i18n._("Nicht gefunden")


def test_a_mail_speaks_the_language_of_whoever_gets_it(cast, session):
    @addressed
    def letter(_session, to):
        return to, i18n.locale()

    cast.amira.locale = "fa"
    session.flush()
    with i18n.speaking("ar"):
        assert letter(session, "Amira@example.org")[1] == "fa"
        assert letter(session, "stranger@example.org")[1] == "ar"
        with i18n.speaking("xx"):
            assert i18n.locale() == "de"
        assert i18n.locale() == "ar"
