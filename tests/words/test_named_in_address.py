"""A page in the language that its address names: for links on paper, in mails and elsewhere."""

import gzip

import pytest

from app import i18n, outbox
from app.accounts.mailed import ask_sign_in
from app.asked_tongue import lead_on, named_in, with_language
from tests.cast import PASSWORD
from tests.hearing import mails
from tests.words.test_reading import FIELD

PROCESS = "/p/ankommen"


def test_only_languages_that_are_spoken_here_are_named():
    assert named_in("lang=en") == named_in("text=ar&lang=en&v=2") == "en"
    for query in ("", "lang=", "lang=xx", 'lang=en"', "slang=en", "lang=%3Csvg", "lang=en%00"):
        assert named_in(query) == "", query
    assert with_language("/p/a?v=2&lang=tr#hf2-3", "en") == "/p/a?v=2&lang=en#hf2-3"
    assert with_language("/p/a?lang=tr", "") == "/p/a"


def test_ways_to_pages_of_ours_keep_it_and_no_others():
    page = (
        '<a href="/p/a?v=2#x">a</a> <a href="#x">b</a> <a href="https://c/d">c</a> '
        '<a href="//c/d">d</a> <a href="/static/a.css">e</a> <form method="get" action="/p/a">'
    )
    named = lead_on(page, "ar")
    assert '<a href="/p/a?v=2&amp;lang=ar#x">' in named
    assert named.count("lang=ar") == 2
    assert '<input type="hidden" name="lang" value="ar">' in named
    assert lead_on('<form action="/language" method="post">', "ar").count("lang") == 1


def test_an_address_says_the_language_and_nothing_is_kept(browser, cast, session):
    cast.says(session)
    session.commit()
    browser.client.headers["accept-language"] = "tr"
    for url in (FIELD, PROCESS, "/", "/privacy", f"{PROCESS}/nothing", f"{FIELD}/print"):
        for _twice in range(2):  # the second time it is a page that was kept
            answer = browser.client.get(f"{url}?lang=ar")
            assert '<html lang="ar" dir="rtl">' in answer.text, url
            assert "set-cookie" not in answer.headers
            assert '<html lang="tr">' in browser.client.get(f"{url}?lang=xx").text
    page = browser.get(f"{FIELD}?lang=en&order=supported")
    assert page.select_one("link[rel=canonical]")["href"].endswith(FIELD)
    others = {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}
    assert others["fa"].endswith(f"{FIELD}?lang=fa")
    assert set(others) == {*i18n.LOCALES, "x-default"}
    assert all("lang=en" in a["href"] for a in page.select("main a[href^='/p/']"))
    assert not browser.get(f"{PROCESS}/nothing?lang=en", 404).select("[rel=canonical], [hreflang]")
    assert "lang=" not in browser.get("/sign-in").head.decode()


def test_kept_pages_are_not_mixed_up(browser, cast):
    plain = browser.client.get(FIELD).text
    named = browser.client.get(f"{FIELD}?lang=de&<svg>").text
    assert plain == browser.client.get(f"{FIELD}?<svg>&utm=1").text
    assert "svg&" not in named
    assert named.count("lang=de") > plain.count("lang=de")


def test_forms_go_on_in_it_until_another_one_is_chosen(browser, cast):
    browser.get(f"{FIELD}?lang=en")
    browser.client.headers["referer"] = f"http://testserver/sign-in?lang=en&next={FIELD}"
    browser.send(
        f"/sign-in?lang=en&next={FIELD}",
        303,
        email=cast.amira.email,
        password=PASSWORD,
    )
    assert "lang=en" in browser.last.headers["location"]
    browser.client.headers["referer"] = f"http://testserver{FIELD}?text=ar&lang=en"
    browser.get(f"{FIELD}?lang=en")
    browser.send("/language", 303, language="tr", back=FIELD)
    assert browser.last.headers["location"] == f"{FIELD}?text=ar"
    assert browser.client.get(FIELD).text.count('<html lang="tr">') == 1
    assert '<html lang="uk">' in browser.client.get(f"{FIELD}?lang=uk").text


@pytest.mark.parametrize("way", ["/api/v1/processes", "/p/ankommen/feed.atom"])
def test_data_says_the_same_as_before(browser, cast, way):
    assert browser.client.get(f"{way}?lang=ar").status_code == 200


def test_links_in_mails_name_the_language_of_the_mail(session, cast):
    assert "lang" not in outbox.link(session, "/p/ankommen")
    with i18n.speaking("fa"):
        assert outbox.link(session, "/sign-in?next=a#b").endswith("/sign-in?next=a&lang=fa#b")
        written = outbox.in_tongue("http://a/b?lang=tr")
    assert written == "http://a/b?lang=fa"
    assert outbox.in_tongue(written) == "http://a/b"
    with i18n.speaking("en"):  # asked for on an English page, by somebody whose account is German
        ask_sign_in(session, cast.amira.email)
    assert "lang=" not in mails(session)[-1].text


def test_packed_or_not_it_is_the_same_page(browser, cast):
    browser.client.get(FIELD)
    answer = browser.client.get(f"{FIELD}?lang=tr", headers={"accept-encoding": "gzip"})
    with browser.client.stream("GET", f"{FIELD}?lang=tr") as raw:
        assert gzip.decompress(b"".join(raw.iter_raw())).decode() == answer.text
