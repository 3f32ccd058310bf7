"""What stands between the network and the house."""

import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from app import htmx
from app.config import Settings
from app.main import create_app
from app.security import (
    HTMX_CDN,
    HTMX_HASH,
    UNTOLD,
    form_token,
    is_form_token,
    network_of,
)
from tests.cast import PASSWORD


def test_every_answer_carries_the_safety_headers(browser, cast):
    for url in ("/", "/gibt-es-nicht", "/static/icon.svg", "/api/v1/processes", "/readyz"):
        headers = browser.client.get(url).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert HTMX_CDN in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_htmx_comes_pinned_and_hash_checked(browser, cast):
    script = browser.get("/").select_one("script[integrity]")

    assert script["src"] == HTMX_CDN
    assert script["integrity"] == HTMX_HASH
    assert script["crossorigin"] == "anonymous"


def test_with_htmx_of_our_own_no_page_asks_a_third_party(settings, monkeypatch):
    monkeypatch.setattr(htmx, "is_genuine", lambda _content: True)
    (settings.data_dir / htmx.NAME).write_bytes(b"// stands for the pinned file")
    settings.htmx = "self"
    with TestClient(create_app(settings)) as client:
        answer = client.get("/sign-in")

    assert "http" not in answer.headers["content-security-policy"]
    fetched = BeautifulSoup(answer.text, "html.parser").select("link[href], [src]")
    assert len(fetched) >= 4
    assert all(re.match(r"/(?!/)", e.get("src") or e.get("href")) for e in fetched)


@pytest.mark.parametrize("host", ["evil.example", "", "127.0.0.1.evil.example"])
def test_we_answer_only_to_our_own_names(browser, cast, host):
    assert browser.client.get("/", headers={"Host": host}).status_code == 400


def test_over_https_cookies_belong_to_this_host_alone(settings):
    settings.base_url = "https://beteiligung.example"
    with TestClient(create_app(settings), base_url="https://beteiligung.example") as client:
        headers = client.get("/healthz").headers
        assert headers["strict-transport-security"].startswith("max-age=63072000")
        assert create_app(settings).state.settings.is_secure


def test_a_form_token_is_for_one_visitor(browser):
    token = form_token("secret", "cookie")

    assert is_form_token(token, "secret", "cookie")
    assert not is_form_token(token, "secret", "another cookie")
    assert not is_form_token(token, "another secret", "cookie")
    assert not is_form_token("", "secret", "cookie")
    assert not is_form_token("1-a.¿'\"(", "secret", "cookie")  # once a fault of ours, not a refusal
    assert not is_form_token("1-\ud800.a", "secret", "cookie")


def test_pages_whose_address_is_a_key_tell_nobody_else_but_own_forms_say_where_they_are():
    """Under "no-referrer" alone browsers send `Origin: null` with a form: it would be refused."""
    assert UNTOLD.split(", ") == ["no-referrer", "same-origin"]


def test_every_page_has_a_token_of_its_own(browser, cast):
    first = browser.get("/sign-in").select_one("input[name=form_token]")["value"]
    second = browser.get("/sign-in").select_one("input[name=form_token]")["value"]

    assert first != second


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({}, 303),
    ],
)
def test_a_form_must_come_from_a_page_of_ours(browser, cast, headers, status):
    browser.get("/sign-in")
    answer = browser.client.post(
        "/sign-in",
        data={
            "email": cast.amira.email,
            "password": PASSWORD,
            "form_token": browser.token,
        },
        headers=headers,
        follow_redirects=False,
    )

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("hops", "forwarded", "expected"),
    [
        (0, "9.9.9.9", "1.1.1.1"),
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (2, "6.6.6.6, 9.9.9.9", "6.6.6.6"),
        (2, "9.9.9.9", "1.1.1.1"),
        (1, "", "1.1.1.1"),
    ],
)
def test_forwarded_addresses_count_as_far_as_our_own_proxies_wrote_them(hops, forwarded, expected):
    request = SimpleNamespace(
        app=SimpleNamespace(state=SimpleNamespace(settings=Settings(proxy_hops=hops))),
        client=SimpleNamespace(host="1.1.1.1"),
        headers={"x-forwarded-for": forwarded},
    )

    assert network_of(request) == expected


def test_a_huge_body_is_refused_at_once(browser, cast):
    answer = browser.client.post("/p/ankommen/comments", content=b"x" * (6 * 1024 * 1024))

    assert 400 <= answer.status_code < 500


# Where a route reads fields of its own the framework counts them, to 1,000; else we do, to 200.
@pytest.mark.parametrize(("url", "fields"), [("/sign-in", 1_001), ("/sign-out", 201)])
def test_more_fields_than_any_form_has_are_refused_before_the_form_is_looked_at(
    browser, cast, url, fields
):
    body = "&".join(f"f{n}=1" for n in range(fields))
    answer = browser.client.post(
        url,
        content=body,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status_code == 400  # not 403, which would be the answer to a form of a stranger


def test_a_part_of_a_form_with_a_thousand_headers_is_refused(browser, cast):
    headers = "".join(f"X-{n}: 1\r\n" for n in range(1000))
    part = f'Content-Disposition: form-data; name="email"\r\n{headers}\r\nx\r\n'
    answer = browser.client.post(
        "/sign-in",
        content=f"--b\r\n{part}--b--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )

    assert answer.status_code == 400


def test_too_many_notes_in_a_minute_are_slowed_down(app, browser, cast):
    app.state.settings.writes_per_minute = 2
    browser.sign_in(cast.amira)
    note = {"target": "hf1-1", "kind": "note"}
    for n in range(2):
        browser.send("/p/ankommen/comments", text=f"Anmerkung Nummer {n}.", **note)

    page = browser.send("/p/ankommen/comments", status=429, text="Noch eine Anmerkung.", **note)
    assert browser.last.headers["retry-after"] == "60"

    assert "zu viele Versuche" in page.text
    assert page.select_one("textarea").text.strip() == "Noch eine Anmerkung."


def test_the_data_folder_is_closed_to_others_on_the_machine(settings):
    settings.data_dir.chmod(0o755)

    settings.keep_private()

    assert settings.data_dir.stat().st_mode & 0o777 == 0o700


def test_a_head_request_is_answered_like_a_get_without_its_body(browser, cast):
    answer = browser.client.head("/p/ankommen")

    assert answer.status_code == 200
    assert answer.content == b""
